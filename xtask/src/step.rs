//! The steps of a build, each one line with the time it took.

use std::fmt::Display;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

pub struct Steps {
    count: usize,
    done: AtomicUsize,
}

/// Whether a step had anything to do.
#[derive(Clone, Copy)]
pub enum Outcome {
    Made,
    Unchanged,
}

impl Steps {
    pub fn new(count: usize) -> Self {
        let done = AtomicUsize::new(0);
        Self { count, done }
    }

    /// Runs a step, beside others where other threads have some.
    pub fn run(&self, name: &str, step: impl FnOnce() -> Result<Outcome>) -> Result<()> {
        let start = Instant::now();
        let unchanged = match step()? {
            Outcome::Made => "",
            Outcome::Unchanged => "unchanged, ",
        };
        println!(
            "[{}/{}] {name} … {unchanged}{}",
            self.done.fetch_add(1, Ordering::Relaxed) + 1,
            self.count,
            seconds(start.elapsed())
        );
        Ok(())
    }
}

/// Does two things at once, and gives what each came to.
pub fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        let second = second.join().unwrap_or_else(|panic| resume_unwind(panic));
        (first, second)
    })
}

pub fn seconds(duration: Duration) -> impl Display {
    format!("{:.1} s", duration.as_secs_f64())
}
