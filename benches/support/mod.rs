//! What benchmarks share: rounds that take turns, medians, ratios.
//!
//! A harness of its own, of `std::time` alone: what counts here are ratios within one run (a draw
//! at 99 % taken against one at 0 %), which medians of rounds that take turns give, while criterion
//! brings some sixty crates for statistics over runs that nobody keeps.

use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: usize = 30;
/// How long one piece of work runs in a round, about.
const SLICE: Duration = Duration::from_millis(10);

/// A piece of work under the name that it is told by.
pub(crate) struct Work<'a> {
    name: String,
    run: Box<dyn FnMut() + 'a>,
    /// How often it runs in a round.
    calls: u32,
    times: Vec<Duration>,
}

impl<'a> Work<'a> {
    /// Work to do again and again.
    pub(crate) fn new<T>(name: impl Into<String>, mut run: impl FnMut() -> T + 'a) -> Self {
        let mut work = Self {
            name: name.into(),
            run: Box::new(move || {
                black_box(run());
            }),
            calls: 1,
            times: Vec::new(),
        };
        // Found while it warms up.
        while work.time() < SLICE {
            work.calls *= 2;
        }
        work
    }

    fn time(&mut self) -> Duration {
        let start = Instant::now();
        for _ in 0..self.calls {
            (self.run)();
        }
        start.elapsed()
    }

    /// The median of one call.
    fn median(&mut self) -> Duration {
        self.times.sort_unstable();
        let median = self.times.get(self.times.len() / 2);
        *median.expect("a round") / self.calls
    }
}

/// Measures in rounds that take turns, so that a machine that slows down slows all; tells each
/// beside the first.
pub(crate) fn report(title: &str, mut works: Vec<Work<'_>>) {
    for _ in 0..ROUNDS {
        for work in &mut works {
            let took = work.time();
            work.times.push(took);
        }
    }
    println!("\n{title}, medians");
    let medians: Vec<_> = works.iter_mut().map(Work::median).collect();
    let first = medians.first().expect("some work").as_secs_f64();
    for (work, median) in works.iter().zip(&medians) {
        let ratio = median.as_secs_f64() / first;
        println!("  {:<44}{:>12.2?}{ratio:>10.2} x", work.name, median);
    }
}
