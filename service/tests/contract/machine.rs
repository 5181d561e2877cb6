//! A machine of its own for a server: its clock can be set, time can pass on it, and its disk can be full.
//! The programs are those that everybody runs; what they ask the system for is answered otherwise.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use crate::world::{World, unhurried};

pub struct Machine {
    folder: PathBuf,
    library: &'static Path,
    /// By how many microseconds more the clock shows than that of the tests.
    set: AtomicI64,
    /// How many more have passed.
    passed: AtomicI64,
}

const SECOND: i64 = 1_000_000;

impl Machine {
    pub fn new(world: &World) -> Self {
        let folder = world.folder.join("machine");
        fs::create_dir_all(&folder).unwrap();
        Self {
            folder,
            library: library(),
            set: AtomicI64::new(0),
            passed: AtomicI64::new(0),
        }
    }

    /// What is started runs on it.
    pub fn run_on(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", self.library)
            .env("LATCHWORK_MACHINE", &self.folder);
    }

    /// The same of a server.
    pub fn start(&self, command: &mut Command) {
        self.run_on(command);
        unhurried(command);
    }

    /// Somebody sets the clock to so many seconds beside the right time.
    pub fn set_clock(&self, seconds: i64) {
        let right = self.passed.load(Ordering::Relaxed);
        self.set.store(right + seconds * SECOND, Ordering::Relaxed);
        self.tell();
    }

    /// So many seconds pass, and the clock goes on.
    pub fn pass(&self, seconds: i64) {
        self.set.fetch_add(seconds * SECOND, Ordering::Relaxed);
        self.passed.fetch_add(seconds * SECOND, Ordering::Relaxed);
        self.tell();
    }

    /// What its clock shows.
    pub fn now(&self) -> SystemTime {
        let set = self.set.load(Ordering::Relaxed);
        let micros = Duration::from_micros(set.unsigned_abs());
        if set < 0 {
            SystemTime::now() - micros
        } else {
            SystemTime::now() + micros
        }
    }

    fn tell(&self) {
        let numbers =
            [&self.set, &self.passed].map(|number| number.load(Ordering::Relaxed).to_string());
        // Never read half written.
        let next = self.folder.join("next");
        fs::write(&next, numbers.join(" ")).unwrap();
        fs::rename(next, self.folder.join("clock")).unwrap();
    }

    /// Whether its disk has no room.
    pub fn fill_disk(&self, is_full: bool) {
        let file = self.folder.join("full");
        if is_full {
            fs::write(file, "").unwrap();
        } else {
            fs::remove_file(file).unwrap();
        }
    }
}

/// What is loaded before the C library, made once.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        assert_eq!(
            std::env::consts::OS,
            "linux",
            "expected a system where programs can be told another time"
        );
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/machine.c");
        let library =
            std::env::temp_dir().join(format!("latchwork-machine-{}.so", std::process::id()));
        let made = Command::new("cc")
            .args(["-shared", "-fPIC", "-O2", "-o"])
            .arg(&library)
            .arg(source)
            .status();
        let made = made.expect("expected a C compiler, found none; on Debian: apt-get install gcc");
        assert!(made.success());
        library
    })
}
