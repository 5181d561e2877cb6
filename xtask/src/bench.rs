//! What it costs: the package in Node, then the crate.

use std::ffi::OsStr;
use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::package;
use crate::workspace::Workspace;

pub fn bench(workspace: &Workspace) -> Result<()> {
    package::build(workspace)?;
    let scripts = package::files(&workspace.pkg().join("bench"))?;
    for script in scripts
        .iter()
        .filter(|file| file.extension() == Some(OsStr::new("mjs")))
    {
        command::run(
            Command::new("node")
                .current_dir(workspace.pkg())
                .arg(script),
        )?;
    }
    command::run(
        workspace
            .cargo()
            .args(["bench", "--package=latchwork", "--benches"]),
    )
}
