//! Checks one create-access-key body again and again: `peers CONTESTANT BODY TIMES`.
//!
//! `cargo xtask bench instructions` runs it under callgrind, twice with different times: what is
//! between them is what so many checks take.

use std::env;
use std::hint::black_box;
use std::process::ExitCode;

use ::garde::Validate;
use latchwork::system::kiiaccess;
use serde::Deserialize;

mod garde;

/// 11 fields, none wrong.
const VALID: &str = include_str!("../bodies/valid.json");
const ONE_ISSUE: &str = include_str!("../bodies/one-issue.json");
/// None of them of the wrong type, at which serde would stop.
const SIX_ISSUES: &str = include_str!("../bodies/six-issues.json");

/// How many issues a contestant finds; what serde refuses is one.
fn by_latchwork(body: &str) -> usize {
    match black_box(kiiaccess::CreateAccessKey::check(body.as_bytes())) {
        Ok(_) => 0,
        Err(issues) => issues.len(),
    }
}

fn by_garde<T: AsRef<str> + Deserialize<'static>>(body: &'static str) -> usize {
    let Ok(request) = serde_json::from_slice::<garde::CreateAccessKey<T>>(body.as_bytes()) else {
        return 1;
    };
    let found = request
        .validate()
        .map_or_else(|report| report.iter().count(), |()| 0);
    black_box(request);
    found
}

fn by_serde(body: &str) -> usize {
    let request = serde_json::from_slice::<garde::CreateAccessKey<&str>>(body.as_bytes());
    usize::from(black_box(request).is_err())
}

fn run(arguments: &[&str]) -> Option<(usize, usize)> {
    let [contestant, body, times] = arguments else {
        return None;
    };
    let (body, issues) = match *body {
        "valid" => (VALID, 0),
        "one-issue" => (ONE_ISSUE, 1),
        "six-issues" => (SIX_ISSUES, 6),
        _ => return None,
    };
    let (check, expected): (fn(&'static str) -> usize, _) = match *contestant {
        "latchwork" => (by_latchwork, issues),
        "garde" => (by_garde::<String>, issues),
        "garde-borrowed" => (by_garde::<&str>, issues),
        // Types and known fields only.
        "serde-borrowed" => (by_serde, 0),
        _ => return None,
    };
    let times = times.parse::<usize>().ok()?;
    let found = (0..times).map(|_| check(black_box(body))).sum();
    Some((found, expected * times))
}

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Some((found, expected)) if found == expected => ExitCode::SUCCESS,
        Some((found, expected)) => {
            eprintln!("expected {expected} issues, found {found}");
            ExitCode::FAILURE
        }
        None => {
            eprintln!(
                "expected latchwork, garde, garde-borrowed or serde-borrowed, \
                 then valid, one-issue or six-issues, then how many times"
            );
            ExitCode::FAILURE
        }
    }
}
