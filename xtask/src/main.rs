//! `cargo xtask build | serve | test | sizes | bench`: the only build script of this repository.
//!
//! Needs Rust by rustup, and Node 20.14 or later with npm. Everything else comes with the lock files.

mod bench;
mod command;
mod console;
mod entry;
mod example;
mod generated;
mod needs;
mod package;
mod stamp;
mod step;
mod tally;
mod tests;
mod text;
mod wasm;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

const USAGE: &str = "\
cargo xtask build                            the npm package, into pkg/dist
cargo xtask serve [--port 8080] [--no-open]  the admin console over the service, on 127.0.0.1
cargo xtask test [part…]                     everything, or some of: format lints docs native service wasm package hosts console
cargo xtask sizes                            what each entry downloads, into pkg/sizes.snap and pkg/README.md
cargo xtask bench [part…]                    measures everything, or some of: check code card instructions codes cards service";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let task = arguments.next();
    let rest: Vec<String> = arguments.collect();
    match task.as_deref() {
        Some("build") => {
            none_expected(&rest)?;
            package::build_and_weigh(&Workspace::find()?)
        }
        Some("serve") => {
            let (port, open) = serve_options(&rest)?;
            let workspace = Workspace::find()?;
            // Told before the build, so that nobody waits for it in vain.
            console::judge_port(port)?;
            package::console(&workspace)?;
            let folder = workspace.target("console/house");
            console::Console::start(&workspace, &folder, port)?.serve(open)
        }
        Some("test") => tests::test(&mut Workspace::find()?, &rest),
        Some("sizes") => {
            none_expected(&rest)?;
            package::write_sizes(&Workspace::find()?)
        }
        Some("bench") => bench::bench(&Workspace::find()?, &rest),
        None | Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => {
            bail!("expected build, serve, test, sizes or bench, found `{other}`\n{USAGE}")
        }
    }
}

fn none_expected(arguments: &[String]) -> Result<()> {
    match arguments.first() {
        None => Ok(()),
        Some(first) => bail!("expected nothing more, found `{first}`\n{USAGE}"),
    }
}

fn serve_options(arguments: &[String]) -> Result<(u16, bool)> {
    let (mut port, mut open) = (8080, true);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--no-open" => open = false,
            "--port" => {
                let number = arguments.next().context("expected a number after --port")?;
                port = number.parse().with_context(|| {
                    format!("expected a port from 0 to 65535, found `{number}`")
                })?;
            }
            other => bail!("expected --port or --no-open, found `{other}`"),
        }
    }
    Ok((port, open))
}
