//! What has to be on the machine, and one sentence for each that is not.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::workspace::Workspace;

/// What the README asks for.
const NODE: (u32, u32) = (20, 14);

/// Node and npm.
pub fn node(workspace: &Workspace) -> Result<()> {
    let (major, minor) = NODE;
    let version = command::output(Command::new("node").arg("--version")).with_context(|| {
        format!("expected Node {major}.{minor} or later on the PATH, found none")
    })?;
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse);
    let found = numbers.next().zip(numbers.next());
    if !matches!(found, Some((Ok(major), Ok(minor))) if (major, minor) >= NODE) {
        bail!(
            "expected Node {major}.{minor} or later, found {}",
            version.trim()
        );
    }
    command::output(workspace.npm(workspace.root()).arg("--version"))
        .context("expected npm on the PATH, beside node, found none")?;
    Ok(())
}

/// Rust's library for wasm: there, or installed by rustup. rustup does so by itself where it may
/// (`rust-toolchain.toml` names the target); where `RUSTUP_AUTO_INSTALL` is 0 it has to be told.
pub fn wasm_target(workspace: &Workspace) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    let folder = command::output(rustc.current_dir(workspace.root()))
        .context("expected rustc on the PATH, found none")?;
    if PathBuf::from(folder.trim()).is_dir() {
        return Ok(());
    }
    println!("{TARGET} is missing; rustup installs it");
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]);
    command::run(rustup.current_dir(workspace.root())).with_context(|| {
        format!("expected Rust's {TARGET} target; with rustup: rustup target add {TARGET}")
    })
}

pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Chromium and its driver: where `CHROMIUM` and `CHROMEDRIVER` say, else on the PATH, else
/// installed where apt-get can.
pub fn browser() -> Result<Browser> {
    if let Some(browser) = installed_browser() {
        return Ok(browser);
    }
    install_browser()?;
    installed_browser().context(
        "apt-get installed chromium and its driver, yet CHROMIUM or CHROMEDRIVER names another",
    )
}

fn installed_browser() -> Option<Browser> {
    let chromium = program(
        "CHROMIUM",
        &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ],
    )?;
    let driver = program("CHROMEDRIVER", &["chromedriver"])?;
    Some(Browser { chromium, driver })
}

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(PathBuf::from(path)).filter(|path| path.is_file());
    }
    on_path(names)
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    names
        .iter()
        .flat_map(|name| env::split_paths(&folders).map(move |folder| folder.join(name)))
        .map(|path| path.with_extension(env::consts::EXE_EXTENSION))
        .find(|path| path.is_file())
}

fn install_browser() -> Result<()> {
    const MISSING: &str = "expected chromium and chromedriver on the PATH, or where CHROMIUM and \
         CHROMEDRIVER say, found none; on Debian: apt-get install chromium chromium-driver";
    println!("chromium or chromedriver is missing; apt-get installs them");
    install(&["chromium", "chromium-driver"]).context(MISSING)
}

/// Chromium as it is without a window, whose pages open in half the time: where
/// `CHROMIUM_HEADLESS_SHELL` says, else on the PATH, else installed where apt-get can; else Chromium
/// itself.
pub fn headless() -> Result<PathBuf> {
    let installed = || {
        program(
            "CHROMIUM_HEADLESS_SHELL",
            &["chromium-headless-shell", "chrome-headless-shell"],
        )
    };
    if let Some(shell) = installed() {
        return Ok(shell);
    }
    println!("chromium-headless-shell is missing; apt-get installs it");
    if let Err(error) = install(&["chromium-headless-shell"]) {
        println!("chromium takes its place: {error:#}");
    }
    match installed() {
        Some(shell) => Ok(shell),
        None => Ok(browser()?.chromium),
    }
}

/// Firefox: where `FIREFOX` says, else on the PATH, else installed where apt-get can.
pub fn firefox() -> Result<PathBuf> {
    const MISSING: &str = "expected firefox on the PATH, or where FIREFOX says, found none; on \
         Debian: apt-get install firefox-esr";
    let installed = || program("FIREFOX", &["firefox-esr", "firefox"]);
    if let Some(firefox) = installed() {
        return Ok(firefox);
    }
    println!("firefox is missing; apt-get installs it");
    install(&["firefox-esr"]).context(MISSING)?;
    installed().context("apt-get installed firefox-esr, yet FIREFOX names another")
}

/// PostgreSQL, for the service and the example that store in it: where Debian keeps it, else on the PATH, else
/// installed where apt-get can. `pkg/tests/support/postgres.mjs` and
/// `service/tests/contract/postgres.rs` look there too.
pub fn postgres() -> Result<()> {
    let is_there = || {
        let debian = PathBuf::from("/usr/lib/postgresql").is_dir();
        debian || on_path(&["pg_config"]).is_some()
    };
    if is_there() {
        return Ok(());
    }
    println!("PostgreSQL is missing; apt-get installs it");
    install(&["postgresql"])
        .context("expected PostgreSQL, found none; on Debian: apt-get install postgresql")
}

/// What makes certificates and signatures that the service is held against: on the PATH, else installed where
/// apt-get can.
pub fn openssl() -> Result<()> {
    if on_path(&["openssl"]).is_some() {
        return Ok(());
    }
    println!("openssl is missing; apt-get installs it");
    install(&["openssl"])
        .context("expected openssl on the PATH, found none; on Debian: apt-get install openssl")
}

/// schemathesis, of the versions that a file names, where Python is there; `None` where it is not.
pub fn schemathesis(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let (wanted, folder) = (
        workspace.root().join("service/tests/schemathesis.txt"),
        workspace.target("schemathesis"),
    );
    let program = folder.join("bin/schemathesis");
    let installed = folder.join("installed.txt");
    let text = fs::read_to_string(&wanted)?;
    if program.exists() && fs::read_to_string(&installed).is_ok_and(|known| known == text) {
        return Ok(Some(program));
    }
    let mut venv = Command::new("python3");
    if command::output(venv.args(["-m", "venv"]).arg(&folder)).is_err() {
        return Ok(None);
    }
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--no-deps", "--requirement"]);
    command::output(pip.arg(&wanted))?;
    fs::write(installed, text)?;
    Ok(Some(program))
}

/// What counts instructions: on the PATH, else installed where apt-get can.
pub fn valgrind() -> Result<()> {
    if on_path(&["valgrind"]).is_some() {
        return Ok(());
    }
    println!("valgrind is missing; apt-get installs it");
    install(&["valgrind"])
        .context("expected valgrind on the PATH, found none; on Debian: apt-get install valgrind")
}

/// Installs packages of Debian, where we may.
fn install(packages: &[&str]) -> Result<()> {
    if on_path(&["apt-get"]).is_none() {
        bail!("there is no apt-get on the PATH");
    }
    let root = command::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !root && command::output(Command::new("sudo").args(["-n", "true"])).is_err() {
        bail!("apt-get needs root, or sudo without a password");
    }
    let apt_get = |arguments: &[&str]| {
        let mut command = if root {
            Command::new("apt-get")
        } else {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "apt-get"]);
            sudo
        };
        command::run(
            command
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    apt_get(&["update", "--quiet"])?;
    apt_get(&[&["install", "--quiet", "--yes"], packages].concat())
}
