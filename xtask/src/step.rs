//! The steps of a build, each one line with the time it took.

use std::fmt::Display;
use std::time::{Duration, Instant};

use anyhow::Result;

pub struct Steps {
    count: usize,
    done: usize,
}

/// Whether a step had anything to do.
#[derive(Clone, Copy)]
pub enum Outcome {
    Made,
    Unchanged,
}

impl Steps {
    pub fn new(count: usize) -> Self {
        Self { count, done: 0 }
    }

    pub fn run(&mut self, name: &str, step: impl FnOnce() -> Result<Outcome>) -> Result<()> {
        let start = Instant::now();
        let outcome = step()?;
        self.finish(name, outcome, start.elapsed());
        Ok(())
    }

    /// Tells of a step that ran elsewhere.
    pub fn finish(&mut self, name: &str, outcome: Outcome, took: Duration) {
        self.done += 1;
        let unchanged = match outcome {
            Outcome::Made => "",
            Outcome::Unchanged => "unchanged, ",
        };
        println!(
            "[{}/{}] {name} … {unchanged}{}",
            self.done,
            self.count,
            seconds(took)
        );
    }
}

pub fn seconds(duration: Duration) -> impl Display {
    format!("{:.1} s", duration.as_secs_f64())
}
