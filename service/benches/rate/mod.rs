//! How much of something a server does in a second, for callers who ask all the time.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;

pub const CALLERS: usize = 8;
/// How long what nothing is compared with is measured.
const LONG: Duration = Duration::from_secs(5);

/// How long each answer took, of all the time that was asked.
#[derive(Default)]
pub struct Rate {
    times: Vec<Duration>,
    asked: Duration,
}

impl Rate {
    /// What a server does whose callers each ask by a connection of their own, which they keep.
    pub fn of(address: &str, ask: &(impl Fn(usize, &mut Client) + Sync)) -> Self {
        let mut rate = Self::default();
        rate.measure(address, LONG, ask);
        rate
    }

    /// Measures for so long more.
    pub fn measure(
        &mut self,
        address: &str,
        long: Duration,
        ask: &(impl Fn(usize, &mut Client) + Sync),
    ) {
        let all = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for caller in 0..CALLERS {
                let all = &all;
                scope.spawn(move || {
                    let mut client = Client::to(address);
                    let mut times = Vec::new();
                    let start = Instant::now();
                    while start.elapsed() < long {
                        let sent = Instant::now();
                        ask(caller, &mut client);
                        times.push(sent.elapsed());
                    }
                    all.lock().unwrap().extend(times);
                });
            }
        });
        self.times.append(&mut all.into_inner().unwrap());
        self.asked += long;
    }

    pub fn each_second(&self) -> f64 {
        self.times.len() as f64 / self.asked.as_secs_f64()
    }

    pub fn told(&self, name: &str) -> String {
        let mut times = self.times.clone();
        times.sort();
        let slow = times[times.len() * 99 / 100].as_secs_f64() * 1e3;
        let each = self.each_second();
        format!("  {name:<28} {each:>7.0} a second, 99th percentile {slow:>6.1} ms")
    }
}
