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
    /// All features of the core but the JavaScript face, as its documentation has them.
    pub native_features: String,
    /// Whether what cargo builds is not built again after a change.
    pub is_built_once: bool,
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
        let packages = metadata.get("packages").and_then(Value::as_array);
        let is_core =
            |package: &&Value| package.get("name").and_then(Value::as_str) == Some("latchwork");
        let features = packages
            .and_then(|packages| packages.iter().find(is_core))
            .and_then(|core| core.pointer("/metadata/docs/rs/features")?.as_array())
            .context("Cargo.toml names no features for docs.rs")?;
        let features: Vec<_> = features.iter().filter_map(Value::as_str).collect();
        Ok(Self {
            native_features: features.join(","),
            root: path("workspace_root")?,
            target: path("target_directory")?,
            is_built_once: false,
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
        if self.is_built_once {
            cargo.env("CARGO_INCREMENTAL", "0");
        }
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
