//! From Rust to the wasm file and the glue of each entry.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::command;
use crate::entry::Entry;
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

/// What all entries are compiled from.
pub fn sources(workspace: &Workspace) -> Result<Inputs> {
    let root = workspace.root();
    let mut rustc = Command::new("rustc");
    let version = command::output(rustc.current_dir(root).arg("-vV"))?;
    Inputs::new(SOURCE)
        .text(&version)
        .file(&root.join("Cargo.toml"))?
        .file(&root.join("Cargo.lock"))?
        .folder(&root.join("src"))
}

/// Compiles the crate for an entry.
///
/// Cargo would give the wasm file of every entry one name, and not see that a file is another
/// entry's. So rustc is told where to put it, which cargo takes for a file that is missing and
/// compiles the crate again whenever it is asked: the stamp says when to ask.
///
/// What is compiled in one `lane` waits for one another, and has its own copies of what the crate needs.
pub fn compile(
    workspace: &Workspace,
    entry: Entry,
    sources: &Inputs,
    lane: usize,
) -> Result<Outcome> {
    let made = [compiled(workspace, entry)];
    let stamp = Stamp::new(workspace, &step("compile", entry), sources);
    if stamp.holds(&made) {
        return Ok(Outcome::Unchanged);
    }
    let [made] = made;
    fs::create_dir_all(entry.made(workspace, ""))?;
    // The crate is a plain library: only here is it a module of its own.
    let mut cargo = workspace.cargo();
    cargo.args([
        "rustc",
        "--quiet",
        "--profile=download",
        "--lib",
        "--package=latchwork",
        "--no-default-features",
    ]);
    cargo.arg(format!("--features={}", entry.features));
    cargo.args(["--target=wasm32-unknown-unknown", "--crate-type=cdylib"]);
    cargo
        .arg("--target-dir")
        .arg(workspace.target(&format!("xtask/lane-{lane}")));
    cargo
        .arg("--")
        .arg(format!("--emit=link={}", made.display()));
    if entry.is_rare {
        cargo.arg("-Copt-level=z");
    }
    let flags = [
        remap(workspace.root(), "latchwork"),
        remap(&cargo_home()?.join("registry/src"), "registry"),
    ];
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.join(" "),
    );
    command::run(&mut cargo)?;
    stamp.set()?;
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

/// Makes the glue of an entry, and its wasm file as small as it gets.
pub fn finish(workspace: &Workspace, entry: Entry) -> Result<Outcome> {
    let made = [glue(workspace, entry), optimised(workspace, entry)];
    let inputs = Inputs::new(SOURCE)
        .file(&compiled(workspace, entry))?
        .file(&workspace.pkg().join("package-lock.json"))?;
    let stamp = Stamp::new(workspace, &step("finish", entry), &inputs);
    if stamp.holds(&made) {
        return Ok(Outcome::Unchanged);
    }
    bind(workspace, entry)?;
    optimise(workspace, entry)?;
    stamp.set()?;
    Ok(Outcome::Made)
}

/// Makes the glue for `initSync` and `init`, one wasm file apart from it.
fn bind(workspace: &Workspace, entry: Entry) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled(workspace, entry))
        .web(true)?
        .out_name(GLUE)
        .typescript(false)
        // Where the wasm file is, only a loader knows; the glue fetches nothing by itself.
        .omit_default_module_path(true)
        .remove_producers_section(true)
        .generate(entry.made(workspace, ""))
        .context("wasm-bindgen failed")
}

fn optimise(workspace: &Workspace, entry: Entry) -> Result<()> {
    // It is wasm itself, and node would compile it once more for speed, which takes longer than it saves.
    let mut wasm_opt = workspace.node_script(&["--liftoff-only"], "binaryen/bin/wasm-opt");
    wasm_opt
        .arg("-Oz")
        .args(FEATURES)
        .arg(entry.made(workspace, &format!("{GLUE}_bg.wasm")))
        .arg("-o")
        .arg(optimised(workspace, entry));
    command::run(&mut wasm_opt)
}

fn step(step: &str, entry: Entry) -> String {
    format!("{step}-{}", entry.name)
}

const GLUE: &str = "glue";

pub fn glue(workspace: &Workspace, entry: Entry) -> PathBuf {
    entry.made(workspace, &format!("{GLUE}.js"))
}

fn compiled(workspace: &Workspace, entry: Entry) -> PathBuf {
    entry.made(workspace, "compiled.wasm")
}

pub fn optimised(workspace: &Workspace, entry: Entry) -> PathBuf {
    entry.made(workspace, &format!("{}.wasm", entry.name))
}
