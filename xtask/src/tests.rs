//! Everything that can be wrong, looked for in the order in which it is found quickest.

use std::env;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command;
use crate::console::Console;
use crate::entry::ENTRIES;
use crate::example;
use crate::needs;
use crate::package;
use crate::step::{both, seconds};
use crate::tally::Tally;
use crate::workspace::Workspace;

type Check = fn(&Workspace, &mut Tally) -> Result<()>;

const PARTS: [(&str, Check); 9] = [
    ("format", format),
    ("lints", lints),
    ("docs", docs),
    ("native", native),
    ("service", service),
    ("wasm", wasm),
    ("package", packed),
    ("hosts", hosts),
    ("console", console),
];

/// Runs the parts that are named, all if none is, up to the first that fails.
pub fn test(workspace: &mut Workspace, names: &[String]) -> Result<()> {
    // What makes a second build quick makes the first slower by a quarter.
    workspace.is_built_once = names.is_empty();
    let workspace = &*workspace;
    if let Some(name) = names
        .iter()
        .find(|name| PARTS.iter().all(|(part, _)| part != name))
    {
        let known: Vec<_> = PARTS.iter().map(|(part, _)| *part).collect();
        bail!("expected any of {}, found `{name}`", known.join(", "));
    }
    let chosen = |part: &str| names.is_empty() || names.iter().any(|name| name == part);

    // Told before the work, not after it.
    needs::node(workspace)?;
    if chosen("lints") || chosen("wasm") {
        needs::wasm_target(workspace)?;
    }
    if ["wasm", "package", "hosts", "console"]
        .into_iter()
        .any(chosen)
    {
        needs::browser()?;
    }
    if chosen("package") || chosen("service") {
        needs::postgres()?;
        needs::openssl()?;
    }
    if chosen("hosts") {
        needs::firefox()?;
    }
    if chosen("console") {
        needs::headless()?;
    }
    let mut rows = Vec::new();
    let mut sum = Tally::default();
    let mut failure = None;
    for (part, check) in PARTS.into_iter().filter(|(part, _)| chosen(part)) {
        println!("\n=== {part}");
        let start = Instant::now();
        let mut tally = Tally::default();
        let outcome = check(workspace, &mut tally);
        if outcome.is_err() {
            tally.failed = tally.failed.max(1);
        }
        rows.push((part, tally, start.elapsed()));
        sum += tally;
        if let Err(error) = outcome {
            failure = Some(error.context(format!("{part} failed")));
            break;
        }
    }
    println!("\n{}", table(&rows));
    let took = seconds(rows.iter().map(|(_, _, took)| *took).sum());
    println!("{} passed, {} failed in {took}", sum.passed, sum.failed);
    failure.map_or(Ok(()), Err)
}

fn table(rows: &[(&str, Tally, Duration)]) -> String {
    let row = |(part, tally, took): &(&str, Tally, Duration)| {
        let Tally { passed, failed } = tally;
        let mark = if *failed == 0 { "ok" } else { "FAILED" };
        format!(
            "{part:<10}{mark:<8}{passed:>6} passed{failed:>6} failed{:>10}\n",
            seconds(*took)
        )
    };
    rows.iter().map(row).collect()
}

fn format(workspace: &Workspace, _: &mut Tally) -> Result<()> {
    command::run(workspace.cargo().args(["fmt", "--all", "--check"]))
}

fn lints(workspace: &Workspace, _: &mut Tally) -> Result<()> {
    let native = [
        "--workspace --all-targets --all-features",
        "--package=latchwork --all-targets --no-default-features",
        "--package=latchwork --lib --no-default-features --features=serde",
        "--package=latchwork --lib --no-default-features --features=std",
        "--package=latchwork --lib --no-default-features --features=jiff",
        "--package=latchwork --lib --no-default-features --features=time",
        "--package=latchwork --lib --no-default-features --features=chrono",
        "--package=latchwork --lib --no-default-features --features=uuid",
    ];
    let mut wasm = vec![
        "--package=latchwork --lib".to_owned(),
        "--package=latchwork --all-targets --features=js-service,js-cards,js-plain".to_owned(),
    ];
    wasm.extend(ENTRIES.map(|entry| {
        let features = entry.features;
        format!("--package=latchwork --lib --no-default-features --features={features}")
    }));
    let clippy = |scope: &str, more: &[&str]| {
        let mut clippy = workspace.cargo();
        clippy.arg("clippy").args(scope.split(' ')).args(more);
        command::run(clippy.args(["--", "-D", "warnings"]))
    };
    // Most of them are one crate and so one thread, and cargo does one thing at a time in a folder.
    let folder = workspace.target("xtask/lints").display().to_string();
    let for_wasm = ["--target=wasm32-unknown-unknown", "--target-dir", &folder];
    let (native, wasm) = both(
        || native.iter().try_for_each(|scope| clippy(scope, &[])),
        || wasm.iter().try_for_each(|scope| clippy(scope, &for_wasm)),
    );
    native.and(wasm)
}

fn docs(workspace: &Workspace, _: &mut Tally) -> Result<()> {
    let mut doc = workspace.cargo();
    doc.args(["doc", "--no-deps", "--package=latchwork", "--all-features"]);
    command::run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}

/// Tests that try very many inputs run four times as fast so, which is more than it costs to compile;
/// what only a debugger asks for is a fifth of that.
const SOMEWHAT_OPTIMISED: [&str; 2] = [
    "--config=profile.test.opt-level=1",
    "--config=profile.test.debug=false",
];

fn native(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    // Without the peers of the benchmarks, which have nothing to test and many crates, and the
    // service, which is a part of its own.
    tally.run(
        workspace
            .cargo()
            .args(["test", "--package=xtask", "--package=probe"]),
    )?;
    // The JavaScript face is tested as wasm.
    let all = ["--features", &workspace.native_features];
    for features in [&[][..], &all] {
        let mut test = workspace.cargo();
        test.args(["test", "--package=latchwork"]);
        tally.run(test.args(SOMEWHAT_OPTIMISED).args(features))?;
    }
    // Optimised, all codes of eight digits and all words of 26 bits are tried too.
    tally.run(workspace.cargo().args([
        "test",
        "--package=latchwork",
        "--release",
        "--test=codes",
        "--test=cards",
        // The same speed as far as a test can tell, and a fifth less to compile.
        "--config=profile.release.lto=false",
        "--config=profile.release.codegen-units=16",
    ]))
}

/// The service as it listens, over SQLite and over a PostgreSQL of its own; and the example in Node,
/// over both, with the packed package.
fn service(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    let test = || {
        let mut test = workspace.cargo();
        test.args(["test", "--package=latchwork-service"]);
        test
    };
    // A driver that has to be compiled has one thread for a minute.
    let (tested, tools) = both(|| tally.run(&mut test()), || example::tools(workspace));
    tested.and(tools)?;
    println!("--- in Node");
    let server = example::install(workspace)?;
    let mut contract = test();
    contract
        .args(["--test=contract", "--"])
        .args(example::SERVED);
    tally.run(contract.env("LATCHWORK_SERVER", &server))?;
    let Some(schemathesis) = needs::schemathesis(workspace)? else {
        println!(
            "--- no Python that makes environments: nothing tries what the service says of itself"
        );
        return Ok(());
    };
    println!("--- in Rust, and in Node meanwhile, by their own descriptions");
    let described = || {
        let mut test = test();
        test.args(["--test=contract", "--", "--ignored", "described::"]);
        test.env("SCHEMATHESIS", &schemathesis);
        test
    };
    tally.run_both(
        &mut described(),
        described().env("LATCHWORK_SERVER", &server),
    )
}

/// The same tests as wasm, in Node and in Chromium.
fn wasm(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    let mut build = workspace.cargo();
    build.args(["build", "--package=xtask", "--features=runner"]);
    command::run(build.arg("--bin=wasm-test-runner"))?;
    let runner = workspace
        .target("debug/wasm-test-runner")
        .with_extension(env::consts::EXE_EXTENSION);
    let browser = needs::browser()?;

    let test = || {
        let mut test = workspace.cargo();
        test.args(["test", "--package=latchwork"]);
        test.arg("--features=js-service,js-cards,js-plain");
        test.args(["--tests", "--target=wasm32-unknown-unknown"]);
        test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner);
        // The runner reads and writes the whole of each wasm file before it runs, of which six
        // sevenths would be what only a debugger asks for.
        test.args(SOMEWHAT_OPTIMISED);
        test
    };
    // Here rather than in the system's temporary folder, where a package.json that someone left
    // could make node take the runner's CommonJS for a module.
    let scripts = workspace.target("xtask/scripts");
    fs::create_dir_all(&scripts)?;
    fs::write(scripts.join("package.json"), "{ \"type\": \"commonjs\" }\n")?;
    println!("--- in Node, and in Chromium meanwhile");
    tally.run_both(
        test().env("TMPDIR", &scripts),
        test()
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            // Seconds for a whole test program, where a loaded machine needs more than the usual 20.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                workspace.root().join("tests/webdriver.json"),
            )
            .env("CHROMEDRIVER", &browser.driver),
    )
}

/// The package as packed and installed: `node --test` beside it.
fn packed(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    package::build(workspace)?;
    let browser = needs::browser()?;
    let project = workspace.target("packed");
    package::empty(&project)?;
    let tarball = package::pack(workspace, &project)?;
    fs::write(
        project.join("package.json"),
        "{ \"private\": true, \"type\": \"module\" }\n",
    )?;
    let mut npm = workspace.npm(&project);
    npm.args([
        "install",
        "--offline",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    command::output(npm.arg(&tarball))?;
    link_tools(workspace, &project)?;
    copy_folder(&workspace.pkg().join("tests"), &project.join("tests"))?;
    let mut node = node_test(workspace, &project.join("tests"), &browser.chromium)?;
    tally.run(node.current_dir(&project).env("LATCHWORK_TARBALL", tarball))
}

/// The package where others run it: bundlers, runtimes, test runners and a second browser. Their
/// tools are many and large, so they stand apart from those of the build.
fn hosts(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    package::build(workspace)?;
    let (browser, firefox) = (needs::browser()?, needs::firefox()?);
    let project = workspace.target("hosts");
    clear(&project)?;
    let tools = workspace.pkg().join("tests/hosts");
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(tools.join(file), project.join(file))?;
    }
    package::install(workspace, &project, "npm-hosts")?;
    let tarball = unpack(workspace, &project)?;
    copy_folder(&workspace.pkg().join("tests"), &project.join("tests"))?;
    let mut node = node_test(workspace, &project.join("tests/hosts"), &browser.chromium)?;
    node.current_dir(&project)
        .env("LATCHWORK_TARBALL", tarball)
        .env("FIREFOX", firefox);
    tally.run(&mut node)
}

/// Unpacks the packed package where a project looks for it; npm would look through all of the tools once
/// more, and take them with it.
pub fn unpack(workspace: &Workspace, project: &Path) -> Result<PathBuf> {
    let tarball = package::pack(workspace, project)?;
    let installed = project.join("node_modules/latchwork");
    fs::create_dir_all(&installed)?;
    let mut tar = Command::new("tar");
    tar.arg("-xzf").arg(&tarball).arg("--strip-components=1");
    command::run(tar.current_dir(installed))?;
    Ok(tarball)
}

/// Leaves of a project only the tools that are installed in it.
pub fn clear(project: &Path) -> Result<()> {
    fs::create_dir_all(project)?;
    let installed = project.join("node_modules/latchwork");
    if installed.exists() {
        fs::remove_dir_all(installed)?;
    }
    for entry in fs::read_dir(project)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        } else if entry.file_name() != "node_modules" {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// The admin console, on the service.
fn console(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    package::build(workspace)?;
    package::console(workspace)?;
    let tests = workspace.www().join("tests");
    let judges = tests.join("judges");
    package::install(workspace, &judges, "console-judges-npm")?;
    let (chromium, headless) = (needs::browser()?.chromium, needs::headless()?);
    // A house of its own for each run.
    let folder = workspace.target("console/tested");
    package::empty(&folder)?;
    let served = Console::start(workspace, &folder, 0)?;
    // Those by the clock last, and by themselves.
    for (tests, chromium) in [(tests, headless), (judges, chromium)] {
        let mut node = node_test(workspace, &tests, &chromium)?;
        served.environment(&mut node);
        tally.run(&mut node)?;
    }
    Ok(())
}

fn node_test(workspace: &Workspace, folder: &Path, chromium: &Path) -> Result<Command> {
    let is_test = |path: &PathBuf| path.to_string_lossy().ends_with(".test.mjs");
    let tests: Vec<_> = package::files(folder)?
        .into_iter()
        .filter(is_test)
        .collect();
    if tests.is_empty() {
        bail!("{} has no test", folder.display());
    }
    let mut node = Command::new("node");
    // Node would leave a core idle, which of two is half.
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    node.arg(format!("--test-concurrency={cores}"));
    // Without --test-force-exit: a file that is made to end may not have told of its last tests yet.
    node.args(["--test", "--test-reporter=spec"]).args(tests);
    node.current_dir(workspace.root())
        .env("LATCHWORK_REPO", workspace.root())
        .env("CHROMIUM", chromium);
    Ok(node)
}

/// The tools that tests use, where node looks for them from the project.
fn link_tools(workspace: &Workspace, project: &Path) -> Result<()> {
    let package = fs::read_to_string(workspace.pkg().join("package.json"))?;
    let package: Value = serde_json::from_str(&package).context("pkg/package.json is no JSON")?;
    let tools = package.get("devDependencies").and_then(Value::as_object);
    for tool in tools
        .context("pkg/package.json names no devDependencies")?
        .keys()
    {
        let link = project.join("node_modules").join(tool);
        if let Some(scope) = link.parent() {
            fs::create_dir_all(scope)?;
        }
        let folder = workspace.pkg().join("node_modules").join(tool);
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder, link)?;
        #[cfg(windows)]
        std::os::windows::fs::symlink_dir(folder, link)?;
    }
    Ok(())
}

pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let entries =
        fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
