//! The service in Node, with the package as it is packed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::command;
use crate::package;
use crate::tests::{clear, copy_folder, unpack};
use crate::workspace::Workspace;

/// What of the service's contract is asked of it: the others are about what the program does beside
/// serving, or about its own tasks.
pub const SERVED: [&str; 33] = [
    "admission::",
    "attempts::",
    "basip::",
    "check::",
    "compressed::",
    "crash::",
    "doors::",
    "events::",
    "faults::a_clock_that_is_set",
    "faults::a_proxy_has_no_share",
    "faults::lists_are_whole",
    "faults::no_lifetime",
    "faults::one_address_keeps",
    "faults::what_finds_no_room",
    "hostile::",
    "keys::",
    "kiiaccess::",
    "openapi::",
    "panel::",
    "panel_locks::",
    "people::",
    "principals::",
    "races::",
    "rivals::",
    "rotation::",
    "secrecy::",
    "session::",
    "simulation::",
    "smartphonekey::",
    "sql::",
    "standstill::",
    "together::",
    "webhooks::",
];

/// What says which packages are installed.
const OF_TOOLS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Installs the packages of the example, its folder otherwise empty.
pub fn tools(workspace: &Workspace) -> Result<()> {
    let project = project(workspace);
    clear(&project)?;
    let example = workspace.root().join("examples/node");
    for file in OF_TOOLS {
        fs::copy(example.join(file), project.join(file))?;
    }
    let lock = fs::read_to_string(project.join("package-lock.json"))?;
    judge_licences(&lock)?;
    package::install(workspace, &project, "npm-node")?;
    // The driver of SQLite is a program: built here, where no built one can be had.
    let driver = project.join("node_modules/better-sqlite3/build/Release/better_sqlite3.node");
    if !driver.exists() {
        let mut npm = workspace.npm(&project);
        command::output(npm.args(["rebuild", "better-sqlite3", "--loglevel=error"]))?;
    }
    Ok(())
}

/// Copies the example and the SQL of the service to where its packages are installed, and gives the
/// path of the server.
pub fn install(workspace: &Workspace) -> Result<PathBuf> {
    package::build(workspace)?;
    tools(workspace)?;
    let project = project(workspace);
    let (source, example) = (
        workspace.root().join("examples/node"),
        project.join("examples/node"),
    );
    fs::create_dir_all(&example)?;
    for file in package::files(&source)? {
        if let Some(name) = file.file_name()
            && !OF_TOOLS.iter().any(|tools| name == *tools)
        {
            fs::copy(&file, example.join(name))?;
        }
    }
    copy_folder(
        &workspace.root().join("service/sql"),
        &project.join("service/sql"),
    )?;
    unpack(workspace, &project)?;
    Ok(example.join("server.js"))
}

fn project(workspace: &Workspace) -> PathBuf {
    workspace.target("node")
}

/// What its packages may be used by.
const LICENCES: [&str; 5] = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC"];

/// Refuses packages of a lock file that are under no licence which asks for nothing but its text.
fn judge_licences(lock: &str) -> Result<()> {
    let lock: Value = serde_json::from_str(lock).context("a lock file is no JSON")?;
    let packages = lock.get("packages").and_then(Value::as_object);
    let packages = packages.context("a lock file names no packages")?;
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        let told = package.get("license").and_then(Value::as_str);
        let told = told.unwrap_or("none").trim_matches(['(', ')']);
        if !told.split(" OR ").any(|one| LICENCES.contains(&one)) {
            bail!("{path} is under the licence {told}");
        }
    }
    Ok(())
}
