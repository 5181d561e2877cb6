//! How many tests passed, read from what the test programs write.

use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command;
use crate::step::both;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// Runs a test program, shows what it writes, and adds the tests it tells of.
    pub fn run(&mut self, command: &mut Command) -> Result<()> {
        self.follow(command, |line| println!("{line}"))
    }

    /// Runs two test programs that have one core to do each. What the second writes is shown when
    /// both have ended.
    pub fn run_both(&mut self, first: &mut Command, second: &mut Command) -> Result<()> {
        let (first, (outcome, tally, shown)) = both(
            || self.run(first),
            || {
                let (mut tally, mut shown) = (Self::default(), String::new());
                let outcome = tally.follow(second, |line| shown.extend([line, "\n"]));
                (outcome, tally, shown)
            },
        );
        *self += tally;
        print!("{shown}");
        first.and(outcome)
    }

    fn follow(&mut self, command: &mut Command, mut show: impl FnMut(&str)) -> Result<()> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| command::not_started(command))?;
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).split(b'\n') {
                let line = line?;
                let line = String::from_utf8_lossy(&line);
                show(&line);
                *self += Self::told(&line);
            }
        }
        command::success(command, child.wait()?)
    }

    /// What one line tells: cargo's `test result: ok. 3 passed; 0 failed; …`, or the `ℹ pass 3`
    /// and `ℹ fail 0` of node.
    fn told(line: &str) -> Self {
        let mut tally = Self::default();
        if let Some(result) = line.strip_prefix("test result: ") {
            let words: Vec<_> = result.split([' ', ';']).collect();
            for pair in words.windows(2) {
                match pair {
                    [count, "passed"] => tally.passed = count.parse().unwrap_or(0),
                    [count, "failed"] => tally.failed = count.parse().unwrap_or(0),
                    _ => {}
                }
            }
        } else if let Some(count) = line.strip_prefix("ℹ pass ") {
            tally.passed = count.parse().unwrap_or(0);
        } else if let Some(count) = line.strip_prefix("ℹ fail ") {
            tally.failed = count.parse().unwrap_or(0);
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_closing_lines() {
        let told = |line| {
            let Tally { passed, failed } = Tally::told(line);
            (passed, failed)
        };
        assert_eq!(
            told("test result: ok. 31 passed; 0 failed; 2 ignored; 0 measured"),
            (31, 0)
        );
        assert_eq!(
            told("test result: FAILED. 3 passed; 1 failed; 0 ignored"),
            (3, 1)
        );
        assert_eq!(told("ℹ pass 12"), (12, 0));
        assert_eq!(told("ℹ fail 2"), (0, 2));
        assert_eq!(told("test a_code_of_3_passed ... ok"), (0, 0));
    }
}
