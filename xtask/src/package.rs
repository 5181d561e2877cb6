//! The npm package: `pkg/dist` from the wasm, the glue, the faces and the loaders.

use std::any::Any;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Error, Result, anyhow};

use crate::command;
use crate::entry::{self, ENTRIES, Entry, Scripts};
use crate::generated;
use crate::needs;
use crate::stamp::{Inputs, Stamp};
use crate::step::{Outcome, Steps};
use crate::text;
use crate::wasm;
use crate::workspace::Workspace;

/// Builds the package and tells its sizes. Steps whose inputs are unchanged are not run again.
pub fn build(workspace: &Workspace) -> Result<()> {
    needs::node(workspace)?;
    needs::wasm_target(workspace)?;
    let sources = wasm::sources(workspace)?;
    let mut steps = Steps::new(2 * ENTRIES.len() + 3);
    // npm waits for the disk and the net while rustc computes, and rustc has one thread for most
    // of an entry: the one before it is finished meanwhile.
    thread::scope(|scope| {
        let npm = scope.spawn(|| timed(|| install(workspace, &workspace.pkg(), "npm")));
        let mut npm = Some(npm);
        let mut finishing = Vec::new();
        for entry in ENTRIES {
            steps.run(&format!("rust to {}.wasm", entry.name), || {
                wasm::compile(workspace, entry, &sources)
            })?;
            if let Some(npm) = npm.take() {
                let (outcome, took) = npm.join().map_err(stopped)??;
                steps.finish("npm ci, meanwhile", outcome, took);
            }
            finishing.push(scope.spawn(move || timed(|| wasm::finish(workspace, entry))));
        }
        for (entry, finishing) in ENTRIES.into_iter().zip(finishing) {
            let (outcome, took) = finishing.join().map_err(stopped)??;
            let name = format!("{}.wasm, wasm-bindgen and wasm-opt -Oz", entry.name);
            steps.finish(&name, outcome, took);
        }
        anyhow::Ok(())
    })?;
    steps.run("pkg/dist", || assemble(workspace))?;
    let mut told = String::new();
    steps.run("sizes", || {
        told = sizes(workspace, &[])?;
        Ok(Outcome::Made)
    })?;
    print!("{told}");
    Ok(())
}

/// Bundles the console, which takes what is in `pkg/dist`, and gives the folder that is served.
pub fn console(workspace: &Workspace) -> Result<PathBuf> {
    install(workspace, &workspace.www(), "console-npm")?;
    let folder = workspace.target("console/www");
    let mut node = Command::new("node");
    node.arg(workspace.www().join("build.mjs"));
    command::run(node.arg("--out").arg(&folder))?;
    Ok(folder)
}

/// Builds the package and writes its sizes to `pkg/sizes.snap` and the package's README.
pub fn write_sizes(workspace: &Workspace) -> Result<()> {
    build(workspace)?;
    sizes(workspace, &["--write"])?;
    println!("written to pkg/sizes.snap and pkg/README.md");
    Ok(())
}

fn timed(step: impl FnOnce() -> Result<Outcome>) -> Result<(Outcome, Duration)> {
    let start = Instant::now();
    step().map(|outcome| (outcome, start.elapsed()))
}

fn stopped(_: Box<dyn Any + Send>) -> Error {
    anyhow!("a step of the build stopped halfway")
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

fn assemble(workspace: &Workspace) -> Result<Outcome> {
    let (pkg, dist) = (workspace.pkg(), workspace.dist());
    let bundle = workspace.root().join("xtask/src/bundle.mjs");
    let types = workspace.root().join("src/js/types");
    let licences = ["LICENSE-APACHE", "LICENSE-MIT"].map(|name| workspace.root().join(name));
    let mut inputs = Inputs::new(concat!(
        include_str!("package.rs"),
        include_str!("generated.rs"),
        include_str!("text.rs")
    ))
    .files(&[bundle.clone(), pkg.join("package-lock.json")])?
    .files(&licences)?
    .folder(&types)?
    .folder(&pkg.join("src"))?
    .folder(&pkg.join("loaders"))?;
    let mut made = Vec::new();
    for entry in ENTRIES {
        inputs = inputs.files(&[
            wasm::glue(workspace, entry),
            wasm::optimised(workspace, entry),
        ])?;
        if entry.scripts != Scripts::Part {
            made.push(dist.join(format!("web/{}.js", entry.name)));
        }
    }
    let stamp = Stamp::new(workspace, "dist", &inputs);
    if stamp.holds(&made) {
        return Ok(Outcome::Unchanged);
    }
    if dist.exists() {
        fs::remove_dir_all(&dist).context("the former pkg/dist cannot be removed")?;
    }
    fs::create_dir_all(dist.join("web"))?;
    let shared = entry::folder(workspace);
    fs::write(shared.join("schemas.js"), generated::schemas()?)?;
    fs::write(shared.join("presets.js"), generated::presets()?)?;
    fs::write(dist.join("openapi.json"), generated::openapi())?;
    fs::write(dist.join("plain.json"), generated::served())?;
    for entry in ENTRIES {
        let Entry { name, .. } = entry;
        let wasm = wasm::optimised(workspace, entry);
        copy(&wasm, &dist.join(format!("{name}.wasm")))?;
        fs::write(
            entry.made(workspace, "catalogue.js"),
            generated::catalogue(entry)?,
        )?;
        fs::write(
            entry.made(workspace, "text.js"),
            text::module(&fs::read(&wasm)?),
        )?;
        if entry.scripts == Scripts::Part {
            continue;
        }
        fs::write(
            dist.join(format!("web/{name}.d.ts")),
            format!(
                "export * from \"../{name}.js\";\nexport {{ init, init as default }} from \"./init.js\";\n"
            ),
        )?;
    }
    copy(&pkg.join("loaders/init.d.ts"), &dist.join("web/init.d.ts"))?;
    copy_types(&types, &dist)?;
    for file in ["catalogue.d.ts", "catalogue.d.cts"] {
        fs::write(dist.join(file), generated::issue_codes())?;
    }
    copy_into(&licences, &dist)?;
    let mut node = Command::new("node");
    node.arg(bundle).arg(shared);
    command::run(node.args(ENTRIES.map(|entry| match entry.scripts {
        Scripts::Own => format!("{}:own", entry.name),
        Scripts::OfOthers => format!("{}:of-others", entry.name),
        Scripts::Part => format!("{}:part", entry.name),
    })))?;
    stamp.set()?;
    Ok(Outcome::Made)
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
