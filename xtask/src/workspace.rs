//! Where things stand.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command;

pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Asks cargo, which alone knows where its configuration puts the build directory.
    pub fn find() -> Result<Self> {
        let metadata = command::output(Command::new(cargo_program()).args([
            "metadata",
            "--no-deps",
            "--format-version=1",
        ]))?;
        let metadata: Value =
            serde_json::from_str(&metadata).context("cargo metadata gave no JSON")?;
        let path = |name: &str| {
            let text = metadata.get(name).and_then(Value::as_str);
            text.map(PathBuf::from)
                .with_context(|| format!("cargo metadata gave no {name}"))
        };
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
        })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The source of the npm package.
    pub fn pkg(&self) -> PathBuf {
        self.root.join("pkg")
    }

    /// The npm package as built.
    pub fn dist(&self) -> PathBuf {
        self.root.join("pkg").join("dist")
    }

    /// The source of the admin console.
    pub fn www(&self) -> PathBuf {
        self.root.join("www")
    }

    /// Below cargo's build directory.
    pub fn target(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// cargo, from the root of the workspace.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(cargo_program());
        cargo.current_dir(&self.root);
        cargo
    }

    /// node, from the root of the workspace, with a script of an npm package: the same on every
    /// system, where npm's own launchers differ.
    pub fn node_script(&self, options: &[&str], script: &str) -> Command {
        let mut node = Command::new("node");
        node.current_dir(&self.root)
            .args(options)
            .arg(self.pkg().join("node_modules").join(script));
        node
    }

    /// npm, from `directory`.
    pub fn npm(&self, directory: &Path) -> Command {
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.current_dir(directory);
        npm
    }
}

fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
