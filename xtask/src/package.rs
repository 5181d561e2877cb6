//! The npm package: `pkg/dist` from the wasm, the glue, the faces and the loaders.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Error, Result, anyhow};

use crate::command;
use crate::console;
use crate::entry::{self, ENTRIES, Entry, Scripts};
use crate::generated;
use crate::needs;
use crate::stamp::{Inputs, Stamp};
use crate::step::{Outcome, Steps, both};
use crate::text;
use crate::wasm;
use crate::workspace::Workspace;

/// Builds the package. Steps whose inputs are unchanged are not run again.
pub fn build(workspace: &Workspace) -> Result<()> {
    let steps = Steps::new(2 * ENTRIES.len() + 2);
    compile(workspace, &ENTRIES, &steps, || Ok(()))?;
    steps.run("pkg/dist", || assemble(workspace))
}

/// Compiles entries, and installs what makes files of them.
///
/// rustc has one thread for most of an entry, and cargo builds one thing at a time in a folder: each
/// of two lanes has a folder of its own, and one of them does `before` the entries what is no entry.
/// npm waits for the disk and the net meanwhile.
fn compile(
    workspace: &Workspace,
    entries: &[Entry],
    steps: &Steps,
    before: impl FnOnce() -> Result<()> + Send,
) -> Result<()> {
    needs::node(workspace)?;
    needs::wasm_target(workspace)?;
    let sources = wasm::sources(workspace)?;
    let installed = OnceLock::new();
    let tools = || {
        let npm = || install(workspace, &workspace.pkg(), "npm");
        installed
            .get_or_init(|| steps.run("npm ci, meanwhile", npm))
            .as_ref()
            .map_err(|error| anyhow!("the tools of the build are missing: {error:#}"))
            .map(drop)
    };
    let make = |entry: Entry, lane: usize| {
        let name = entry.name;
        steps.run(&format!("rust to {name}.wasm"), || {
            wasm::compile(workspace, entry, &sources, lane)
        })?;
        tools()?;
        steps.run(
            &format!("{name}.wasm, wasm-bindgen and wasm-opt -Oz"),
            || wasm::finish(workspace, entry),
        )
    };
    let next = AtomicUsize::new(0);
    let lane = |lane: usize| {
        while let Some(entry) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
            make(*entry, lane)?;
        }
        anyhow::Ok(())
    };
    // Where one lane fails the other begins nothing more, as it would be for nothing.
    let give_up = |_: &Error| next.store(entries.len(), Ordering::Relaxed);
    let (npm, (one, other)) = both(tools, || {
        both(
            || lane(0).inspect_err(give_up),
            || before().and_then(|()| lane(1)).inspect_err(give_up),
        )
    });
    npm.and(one).and(other)
}

/// Builds the package and tells its sizes.
pub fn build_and_weigh(workspace: &Workspace) -> Result<()> {
    build(workspace)?;
    print!("{}", sizes(workspace, &[])?);
    Ok(())
}

/// Bundles the console with the entries that it loads, in the folder of [`console::files`], and builds
/// the program that serves it.
pub fn console(workspace: &Workspace) -> Result<()> {
    // `www/parts/shell/core.js` has them.
    let mut entries = ENTRIES.to_vec();
    entries.retain(|entry| !matches!(entry.name, "latchwork" | "plain"));
    let steps = Steps::new(2 * entries.len() + 5);
    compile(workspace, &entries, &steps, || {
        steps.run("the service", || {
            console::build(workspace)?;
            Ok(Outcome::Made)
        })
    })?;
    let core = workspace.target("console/core");
    steps.run("the console's core", || {
        let made = inputs(workspace, &entries)?;
        let stamp = Stamp::new(workspace, "console-core", &made);
        if stamp.holds(&[core.join("workerd")]) {
            return Ok(Outcome::Unchanged);
        }
        empty(&core)?;
        let scripts: Vec<_> = entries
            .iter()
            .map(|entry| (*entry, Scripts::Part))
            .collect();
        bundle(workspace, &core, &scripts)?;
        stamp.set()?;
        Ok(Outcome::Made)
    })?;
    steps.run("npm ci of the console", || {
        install(workspace, &workspace.www(), "console-npm")
    })?;
    steps.run("the console", || {
        let mut node = Command::new("node");
        node.arg(workspace.www().join("build.mjs"));
        node.arg("--core").arg(&core);
        command::run(node.arg("--out").arg(console::files(workspace)))?;
        Ok(Outcome::Made)
    })
}

/// Builds the package and writes its sizes to `pkg/sizes.snap` and the package's README.
pub fn write_sizes(workspace: &Workspace) -> Result<()> {
    build(workspace)?;
    sizes(workspace, &["--write"])?;
    println!("written to pkg/sizes.snap and pkg/README.md");
    Ok(())
}

/// Installs what the lock file of a folder names, if it has changed since.
pub fn install(workspace: &Workspace, folder: &Path, step: &str) -> Result<Outcome> {
    let made = [folder.join("node_modules/.package-lock.json")];
    let inputs = Inputs::new("npm ci").file(&folder.join("package-lock.json"))?;
    let stamp = Stamp::new(workspace, step, &inputs);
    if stamp.holds(&made) {
        return Ok(Outcome::Unchanged);
    }
    // None of the tools needs its install script; what does not run cannot do harm.
    let arguments = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    command::output(workspace.npm(folder).args(arguments))?;
    stamp.set()?;
    Ok(Outcome::Made)
}

/// What the scripts of entries are made of.
fn inputs(workspace: &Workspace, entries: &[Entry]) -> Result<Inputs> {
    let pkg = workspace.pkg();
    let mut inputs = Inputs::new(concat!(
        include_str!("package.rs"),
        include_str!("generated.rs"),
        include_str!("text.rs")
    ))
    .files(&[bundler(workspace), pkg.join("package-lock.json")])?
    .folder(&pkg.join("src"))?
    .folder(&pkg.join("loaders"))?;
    for entry in entries {
        inputs = inputs.text(entry.name).files(&[
            wasm::glue(workspace, *entry),
            wasm::optimised(workspace, *entry),
        ])?;
    }
    Ok(inputs)
}

fn bundler(workspace: &Workspace) -> PathBuf {
    workspace.root().join("xtask/src/bundle.mjs")
}

/// Makes the scripts of entries in a folder, the wasm files beside them.
fn bundle(workspace: &Workspace, folder: &Path, entries: &[(Entry, Scripts)]) -> Result<()> {
    let shared = entry::folder(workspace);
    fs::write(shared.join("schemas.js"), generated::schemas()?)?;
    fs::write(shared.join("fields.js"), generated::fields()?)?;
    fs::write(shared.join("presets.js"), generated::presets()?)?;
    let mut node = Command::new("node");
    node.arg(bundler(workspace))
        .args([shared.as_path(), folder]);
    for (entry, scripts) in entries {
        let wasm = wasm::optimised(workspace, *entry);
        copy(&wasm, &folder.join(format!("{}.wasm", entry.name)))?;
        fs::write(
            entry.made(workspace, "catalogue.js"),
            generated::catalogue(*entry)?,
        )?;
        fs::write(
            entry.made(workspace, "text.js"),
            text::module(&fs::read(&wasm)?),
        )?;
        let scripts = match scripts {
            Scripts::Own => "own",
            Scripts::OfOthers => "of-others",
            Scripts::Part => "part",
        };
        node.arg(format!("{}:{scripts}", entry.name));
    }
    command::run(&mut node)
}

fn assemble(workspace: &Workspace) -> Result<Outcome> {
    let dist = workspace.dist();
    let types = workspace.root().join("src/js/types");
    let licences = ["LICENSE-APACHE", "LICENSE-MIT"].map(|name| workspace.root().join(name));
    let inputs = inputs(workspace, &ENTRIES)?
        .files(&licences)?
        .folder(&types)?;
    let unbundled = || {
        ENTRIES
            .iter()
            .filter(|entry| entry.scripts != Scripts::Part)
            .map(|entry| entry.name)
    };
    let made: Vec<_> = unbundled()
        .map(|name| dist.join(format!("web/{name}.js")))
        .collect();
    let stamp = Stamp::new(workspace, "dist", &inputs);
    if stamp.holds(&made) {
        return Ok(Outcome::Unchanged);
    }
    empty(&dist)?;
    fs::create_dir_all(dist.join("web"))?;
    fs::write(dist.join("openapi.json"), generated::openapi())?;
    fs::write(dist.join("plain.json"), generated::served())?;
    for name in unbundled() {
        fs::write(
            dist.join(format!("web/{name}.d.ts")),
            format!(
                "export * from \"../{name}.js\";\nexport {{ init, init as default }} from \"./init.js\";\n"
            ),
        )?;
    }
    copy(
        &workspace.pkg().join("loaders/init.d.ts"),
        &dist.join("web/init.d.ts"),
    )?;
    copy_types(&types, &dist)?;
    for file in ["catalogue.d.ts", "catalogue.d.cts"] {
        fs::write(dist.join(file), generated::issue_codes())?;
    }
    copy_into(&licences, &dist)?;
    bundle(
        workspace,
        &dist,
        &ENTRIES.map(|entry| (entry, entry.scripts)),
    )?;
    stamp.set()?;
    Ok(Outcome::Made)
}

/// Leaves of a folder nothing but the folder.
pub fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("the former {} cannot be removed", folder.display()))?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// What TypeScript is told of the entries: of a CommonJS module it takes types from files of another
/// ending only, and so does each of these files from the others.
fn copy_types(types: &Path, dist: &Path) -> Result<()> {
    for file in files(types)? {
        let name = file.file_name().and_then(OsStr::to_str);
        let name = name.context("a file of types has no name")?;
        let text = fs::read_to_string(&file)?;
        fs::write(dist.join(name), &text)?;
        fs::write(
            dist.join(name.replace(".d.ts", ".d.cts")),
            text.replace(".js\";", ".cjs\";"),
        )?;
    }
    Ok(())
}

/// What a browser downloads of each entry, and what npm does.
fn sizes(workspace: &Workspace, options: &[&str]) -> Result<String> {
    let script = workspace.root().join("xtask/src/sizes.mjs");
    command::output(Command::new("node").arg(script).args(options))
}

/// Packs the package into `folder` and gives the path of the tarball.
pub fn pack(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let mut npm = workspace.npm(&workspace.pkg());
    npm.args([
        "pack",
        "--ignore-scripts",
        "--loglevel=error",
        "--pack-destination",
    ])
    .arg(folder);
    let name = command::output(&mut npm)?;
    let name = name.lines().last().context("npm pack named no tarball")?;
    Ok(folder.join(name.trim()))
}

/// The files of a folder in order, without its subfolders.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    let mut files: Vec<_> = entries.into_iter().filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

fn copy_into(files: &[PathBuf], folder: &Path) -> Result<()> {
    files.iter().try_for_each(|file| {
        copy(
            file,
            &folder.join(file.file_name().unwrap_or(OsStr::new(""))),
        )
    })
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    Ok(())
}
