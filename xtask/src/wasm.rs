//! From Rust to `latchwork.wasm` and `glue.js`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::command;
use crate::stamp::{Inputs, Stamp};
use crate::step::Outcome;
use crate::workspace::Workspace;

/// The features of wasm that rustc uses; `--all-features` would let wasm-opt bring in some that
/// browsers do not have.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

const SOURCE: &str = include_str!("wasm.rs");

/// Cargo itself knows what has changed.
pub fn compile(workspace: &Workspace) -> Result<Outcome> {
    // The crate is a plain library: only here is it a module of its own.
    let mut cargo = workspace.cargo();
    cargo.args([
        "rustc",
        "--quiet",
        "--release",
        "--lib",
        "--package=latchwork",
        "--features=js",
    ]);
    cargo.args(["--target=wasm32-unknown-unknown", "--crate-type=cdylib"]);
    let flags = [
        remap(workspace.root(), "latchwork"),
        remap(&cargo_home()?.join("registry/src"), "registry"),
    ];
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.join(" "),
    );
    command::run(&mut cargo)?;
    Ok(Outcome::Made)
}

/// Keeps a path of this machine out of the panic locations in the wasm file.
fn remap(path: &Path, name: &str) -> String {
    format!("--remap-path-prefix={}=/{name}", path.display())
}

fn cargo_home() -> Result<PathBuf> {
    let told = env::var_os("CARGO_HOME").map(PathBuf::from);
    told.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .context("expected CARGO_HOME or a home folder, found neither")
}

/// Makes the glue for `initSync` and `init`, one wasm file apart from it.
pub fn bind(workspace: &Workspace) -> Result<Outcome> {
    let compiled = workspace.target("wasm32-unknown-unknown/release/latchwork.wasm");
    let made = [glue(workspace), bound(workspace)];
    let stamp = Stamp::new(workspace, "bind", &Inputs::new(SOURCE).file(&compiled)?);
    if stamp.holds(&made) {
        return Ok(Outcome::Unchanged);
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&compiled)
        .web(true)?
        .out_name("latchwork")
        .typescript(false)
        // Where the wasm file is, only a loader knows; the glue fetches nothing by itself.
        .omit_default_module_path(true)
        .remove_producers_section(true)
        .generate(workspace.target("xtask/bound"))
        .context("wasm-bindgen failed")?;
    stamp.set()?;
    Ok(Outcome::Made)
}

pub fn optimise(workspace: &Workspace) -> Result<Outcome> {
    let made = [optimised(workspace)];
    let inputs = Inputs::new(SOURCE)
        .file(&bound(workspace))?
        .file(&workspace.pkg().join("package-lock.json"))?;
    let stamp = Stamp::new(workspace, "optimise", &inputs);
    if stamp.holds(&made) {
        return Ok(Outcome::Unchanged);
    }
    fs::create_dir_all(workspace.target("xtask"))?;
    let mut wasm_opt = workspace.node_script("binaryen/bin/wasm-opt");
    wasm_opt
        .arg("-Oz")
        .args(FEATURES)
        .arg(bound(workspace))
        .arg("-o")
        .args(&made);
    command::run(&mut wasm_opt)?;
    stamp.set()?;
    Ok(Outcome::Made)
}

pub fn glue(workspace: &Workspace) -> PathBuf {
    workspace.target("xtask/bound/latchwork.js")
}

fn bound(workspace: &Workspace) -> PathBuf {
    workspace.target("xtask/bound/latchwork_bg.wasm")
}

pub fn optimised(workspace: &Workspace) -> PathBuf {
    workspace.target("xtask/latchwork.wasm")
}
