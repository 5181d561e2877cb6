//! How much of something a server does in a second, for callers who ask all the time.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;

pub const CALLERS: usize = 8;
const LONG: Duration = Duration::from_secs(5);

pub struct Rate {
    pub each_second: f64,
    slow: Duration,
}

impl Rate {
    /// What a server does whose callers each ask by a connection of their own, which they keep.
    pub fn of(address: &str, ask: &(impl Fn(usize, &mut Client) + Sync)) -> Self {
        let all = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for caller in 0..CALLERS {
                let all = &all;
                scope.spawn(move || {
                    let mut client = Client::to(address);
                    let mut times = Vec::new();
                    let start = Instant::now();
                    while start.elapsed() < LONG {
                        let sent = Instant::now();
                        ask(caller, &mut client);
                        times.push(sent.elapsed());
                    }
                    all.lock().unwrap().extend(times);
                });
            }
        });
        let mut times = all.into_inner().unwrap();
        times.sort();
        Self {
            each_second: times.len() as f64 / LONG.as_secs_f64(),
            slow: times[times.len() * 99 / 100],
        }
    }

    pub fn told(&self, name: &str) -> String {
        let slow = self.slow.as_secs_f64() * 1e3;
        let each = self.each_second;
        format!("  {name:<28} {each:>7.0} a second, 99th percentile {slow:>6.1} ms")
    }
}
