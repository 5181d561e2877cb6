//! What it costs: the package in Node, then the crate.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::example;
use crate::needs;
use crate::package;
use crate::workspace::Workspace;

type Measure = fn(&Workspace, &str) -> Result<()>;

/// By the name of a part: what it tells, and how it is measured.
const PARTS: [(&str, &str, Measure); 10] = [
    (
        "check",
        "a request in Node, against ajv, zod and valibot, with the aims",
        script,
    ),
    (
        "code",
        "codes in Node, against crypto.randomInt and nanoid, with the aims",
        script,
    ),
    (
        "card",
        "Wiegand words in Node, against code for one format",
        script,
    ),
    ("hours", "what hours say now in Node, with the aim", script),
    (
        "instructions",
        "a request natively, against serde + garde, by callgrind, with the aim",
        instructions,
    ),
    ("codes", "codes natively, by the clock", native),
    ("cards", "Wiegand words natively, by the clock", native),
    ("doors", "attempts at a door natively, by the clock", native),
    (
        "schedules",
        "hours made and asked natively, by the clock, with the aim",
        native,
    ),
    (
        "service",
        "keys created over SQLite and PostgreSQL, in Rust and in Node, beside a bare insert; attempts",
        service,
    ),
];

/// Measures the parts that are named, all if none is.
pub fn bench(workspace: &Workspace, names: &[String]) -> Result<()> {
    if let Some(name) = names
        .iter()
        .find(|name| PARTS.iter().all(|(part, ..)| part != name))
    {
        let known: Vec<_> = PARTS.iter().map(|(part, ..)| *part).collect();
        bail!("expected any of {}, found `{name}`", known.join(", "));
    }
    for (part, about, measure) in PARTS {
        if names.is_empty() || names.iter().any(|name| name == part) {
            println!("\n=== {part}: {about}");
            measure(workspace, part)?;
        }
    }
    Ok(())
}

fn script(workspace: &Workspace, part: &str) -> Result<()> {
    package::build(workspace)?;
    let script = workspace.pkg().join("bench").join(part);
    let mut node = Command::new("node");
    node.current_dir(workspace.pkg());
    command::run(node.arg(script.with_extension("mjs")))
}

fn native(workspace: &Workspace, part: &str) -> Result<()> {
    command::run(
        workspace
            .cargo()
            .args(["bench", "--package=latchwork", "--bench", part]),
    )
}

fn service(workspace: &Workspace, _: &str) -> Result<()> {
    needs::postgres()?;
    let bench = |part: &str| {
        let mut bench = workspace.cargo();
        bench.args(["bench", "--profile=service", "--package=latchwork-service"]);
        bench.args(["--bench", part]);
        bench
    };
    command::run(&mut bench("keys"))?;
    command::run(&mut bench("attempts"))?;
    println!("--- in Node");
    let server = example::install(workspace)?;
    let bare = workspace.target("node/bare.js");
    fs::copy(workspace.root().join("service/benches/bare.js"), &bare)?;
    let mut bench = bench("keys");
    bench.env("LATCHWORK_SERVER", server);
    command::run(bench.env("LATCHWORK_BARE", bare))
}

/// The contestants of the package `peers`, ours first.
const CONTESTANTS: [&str; 4] = ["latchwork", "garde", "garde-borrowed", "serde-borrowed"];
const BODIES: [&str; 3] = ["valid", "one-issue", "six-issues"];
/// What a valid body may take, as a share of what serde + garde take.
const AIM: f64 = 0.5;

/// Counts what the processor is told to do: the same at each run, however busy the machine.
fn instructions(workspace: &Workspace, _: &str) -> Result<()> {
    needs::valgrind()?;
    // With the profile of what a server is built with.
    let mut build = workspace.cargo();
    command::run(build.args(["build", "--profile=bench", "--package=peers"]))?;
    println!(
        "{:<12}{}",
        "",
        CONTESTANTS.map(|name| format!("{name:>16}")).concat()
    );
    for body in BODIES {
        let counted = CONTESTANTS
            .iter()
            .map(|contestant| per_check(workspace, contestant, body))
            .collect::<Result<Vec<_>>>()?;
        let cells: Vec<_> = counted
            .iter()
            .map(|count| format!("{count:>16.0}"))
            .collect();
        println!("{body:<12}{}", cells.concat());
        let [own, garde, borrowed, _] = counted[..] else {
            bail!("expected a count for each contestant");
        };
        print!(
            "{:<12}{:>16}{:>16.2}{:>16.2}",
            "  ratio to",
            "",
            own / garde,
            own / borrowed
        );
        if body == "valid" {
            let verdict = if own / garde <= AIM { "met" } else { "missed" };
            print!("    aim {AIM}: {verdict}");
        }
        println!();
    }
    println!(
        "\ninstructions of one check. garde: serde_json and garde with owned texts, as our request has \
         them; garde-borrowed: with texts of the body, none of which may have an escape; \
         serde-borrowed: types and names only"
    );
    Ok(())
}

/// What a check takes is what lies between a few and some more: the start of the program does not
/// count.
fn per_check(workspace: &Workspace, contestant: &str, body: &str) -> Result<f64> {
    const FEW: u32 = 100;
    const MORE: u32 = 400;
    let few = collected(workspace, contestant, body, FEW)?;
    let more = collected(workspace, contestant, body, MORE)?;
    Ok((more - few) / f64::from(MORE - FEW))
}

fn collected(workspace: &Workspace, contestant: &str, body: &str, times: u32) -> Result<f64> {
    let output = workspace.target("xtask/callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", output.display()))
        .arg(workspace.target("release/peers"))
        .args([contestant, body, &times.to_string()]);
    command::output(&mut valgrind)?;
    let profile = fs::read_to_string(&output).context("callgrind wrote no profile")?;
    let total = profile.lines().find_map(|line| {
        line.strip_prefix("totals:")
            .or(line.strip_prefix("summary:"))
    });
    total
        .and_then(|count| count.trim().parse().ok())
        .context("callgrind's profile tells no total")
}
