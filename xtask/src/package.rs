//! The npm package: `pkg/dist` from the wasm, the glue, the face and the loaders.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

use crate::command;
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
    let mut steps = Steps::new(6);
    // npm waits for the disk and the net while rustc computes.
    thread::scope(|scope| {
        let npm = scope.spawn(|| {
            let start = Instant::now();
            install(workspace).map(|outcome| (outcome, start.elapsed()))
        });
        steps.run("rust to wasm", || wasm::compile(workspace))?;
        let (outcome, took) = npm
            .join()
            .map_err(|_| anyhow!("npm ci stopped halfway"))??;
        steps.finish("npm ci, meanwhile", outcome, took);
        anyhow::Ok(())
    })?;
    steps.run("wasm-bindgen", || wasm::bind(workspace))?;
    steps.run("wasm-opt -Oz", || wasm::optimise(workspace))?;
    steps.run("pkg/dist", || assemble(workspace))?;
    let mut sizes = String::new();
    steps.run("sizes", || {
        sizes = self::sizes(workspace)?;
        Ok(Outcome::Made)
    })?;
    print!("{sizes}");
    Ok(())
}

/// Installs what the lock file names, if it has changed since.
fn install(workspace: &Workspace) -> Result<Outcome> {
    let pkg = workspace.pkg();
    let made = [pkg.join("node_modules/.package-lock.json")];
    let inputs = Inputs::new("npm ci").file(&pkg.join("package-lock.json"))?;
    let stamp = Stamp::new(workspace, "npm", &inputs);
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
    command::output(workspace.npm(&pkg).args(arguments))?;
    stamp.set()?;
    Ok(Outcome::Made)
}

fn assemble(workspace: &Workspace) -> Result<Outcome> {
    let (pkg, dist) = (workspace.pkg(), workspace.dist());
    let types = workspace.root().join("src/js/types.d.ts");
    let face = files(&pkg.join("src"))?;
    let loaders = files(&pkg.join("loaders"))?;
    let licences = ["LICENSE-APACHE", "LICENSE-MIT"].map(|name| workspace.root().join(name));
    let (glue, wasm) = (wasm::glue(workspace), wasm::optimised(workspace));
    let inputs = Inputs::new(concat!(include_str!("package.rs"), include_str!("text.rs")))
        .files(&[
            types.clone(),
            glue.clone(),
            wasm.clone(),
            pkg.join("package-lock.json"),
        ])?
        .files(&face)?
        .files(&loaders)?
        .files(&licences)?;
    let stamp = Stamp::new(workspace, "dist", &inputs);
    if stamp.holds(&[dist.join("latchwork.wasm"), dist.join("face.cjs")]) {
        return Ok(Outcome::Unchanged);
    }
    if dist.exists() {
        fs::remove_dir_all(&dist).context("the former pkg/dist cannot be removed")?;
    }
    fs::create_dir_all(dist.join("loaders"))?;
    copy(&wasm, &dist.join("latchwork.wasm"))?;
    fs::write(
        dist.join("latchwork.wasm.js"),
        text::module(&fs::read(&wasm)?),
    )?;
    copy(&glue, &dist.join("glue.js"))?;
    copy(&types, &dist.join("index.d.ts"))?;
    // TypeScript takes the types of a CommonJS module from a file of this ending only.
    copy(&types, &dist.join("index.d.cts"))?;
    copy_into(&licences, &dist)?;
    copy_into(&face, &dist)?;
    copy_into(&loaders, &dist.join("loaders"))?;
    bundle_cjs(workspace)?;
    stamp.set()?;
    Ok(Outcome::Made)
}

/// One CommonJS file of face and glue, for `require` in Node before 20.19, which refuses modules.
fn bundle_cjs(workspace: &Workspace) -> Result<()> {
    let entry = workspace.dist().join("entry.js");
    fs::write(
        &entry,
        "export * from './face.js';\nexport { initSync } from './glue.js';\n",
    )?;
    let mut esbuild = workspace.node_script("esbuild/bin/esbuild");
    esbuild.args([
        "--bundle",
        "--format=cjs",
        "--target=node20",
        "--log-level=warning",
    ]);
    esbuild.arg("--outfile=pkg/dist/face.cjs").arg(&entry);
    command::run(&mut esbuild)?;
    fs::remove_file(&entry)?;
    Ok(())
}

/// What a browser downloads, and what npm does.
fn sizes(workspace: &Workspace) -> Result<String> {
    let script = workspace.root().join("xtask/src/sizes.mjs");
    command::output(Command::new("node").arg(script))
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
