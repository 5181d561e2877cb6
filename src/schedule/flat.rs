//! Hours as bytes: written once, and read where they lie.
//!
//! Everything is little-endian. First stand how many runs and how many day sets there are (`u32`
//! each), then the runs, then for each day set where it ends in the intervals (`u32`), then the
//! intervals: the first minute inside and the first no longer inside (`u16` each).
//!
//! A run is its first day as days since 1970 (`i32`) and the number of the day set of each weekday
//! from Monday on (`u32`). The first run begins with the calendar. Whatever the bytes are, reading
//! them ends: what does not stand in them is a day without hours.

use crate::time::{DAY, Date, Weekday};

/// The bytes before the first run, of a run, of the end of a day set, and of an interval.
pub(super) const HEAD: usize = 8;
pub(super) const RUN: usize = 32;
pub(super) const END: usize = 4;
pub(super) const INTERVAL: usize = 4;

/// The bytes of hours.
#[derive(Clone, Copy)]
pub(super) struct Flat<'b> {
    bytes: &'b [u8],
    runs: usize,
    /// Where the ends of day sets begin.
    ends: usize,
    /// Where the intervals begin.
    intervals: usize,
}

/// The open minutes of a day, ascending, none touching the next.
#[derive(Clone, Copy)]
pub(super) struct Day<'b>(&'b [u8]);

impl<'b> Flat<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        let count = |at, size: usize| {
            let count = usize::try_from(u32_at(bytes, at)).unwrap_or_default();
            count.min(bytes.len() / size)
        };
        let runs = count(0, RUN);
        let ends = HEAD + runs * RUN;
        Self {
            bytes,
            runs,
            ends,
            intervals: ends + count(4, END) * END,
        }
    }

    /// How many runs there are.
    pub(super) fn runs(&self) -> usize {
        self.runs
    }

    /// How many day sets there are.
    pub(super) fn sets(&self) -> usize {
        (self.intervals - self.ends) / END
    }

    /// The first day of a run; of one behind the last, the day after the calendar.
    pub(super) fn first(&self, run: usize) -> i32 {
        if run < self.runs {
            u32_at(self.bytes, HEAD + run * RUN).cast_signed()
        } else {
            Date::LAST.days() + 1
        }
    }

    /// The run of a day.
    pub(super) fn run_of(&self, day: i32) -> usize {
        let (mut low, mut high) = (1, self.runs);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.first(middle) <= day {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low - 1
    }

    /// Which day set a day of a run has.
    pub(super) fn set_of(&self, run: usize, day: i32) -> usize {
        let weekday = usize::from(Weekday::of_days(day).days_from_monday());
        let set = u32_at(self.bytes, HEAD + run * RUN + 4 + weekday * 4);
        usize::try_from(set).unwrap_or_default()
    }

    /// A day set.
    pub(super) fn set(&self, set: usize) -> Day<'b> {
        let end = |set: usize| {
            let end = u32_at(self.bytes, self.ends + set * END);
            self.intervals + usize::try_from(end).unwrap_or_default() * INTERVAL
        };
        let from = if set == 0 {
            self.intervals
        } else {
            end(set - 1)
        };
        let known = set < self.sets();
        let bytes = self.bytes.get(from..end(set)).filter(|_| known);
        Day(bytes.unwrap_or_default())
    }

    /// The hours of a day of a run.
    pub(super) fn day(&self, run: usize, day: i32) -> Day<'b> {
        self.set(self.set_of(run, day))
    }
}

impl<'b> Day<'b> {
    /// The intervals: the first minute inside and the first no longer inside.
    pub(super) fn iter(self) -> impl Iterator<Item = (u16, u16)> + use<'b> {
        self.0
            .chunks_exact(INTERVAL)
            .map(|interval| match interval {
                [f0, f1, u0, u1] => (
                    u16::from_le_bytes([*f0, *f1]),
                    u16::from_le_bytes([*u0, *u1]),
                ),
                _ => (DAY, DAY),
            })
    }

    /// The end of the interval that a minute lies in.
    pub(super) fn open_until(self, minute: u16) -> Option<u16> {
        self.iter()
            .find(|(from, until)| *from <= minute && minute < *until)
            .map(|(_, until)| until)
    }

    /// The beginning of the first interval at or after a minute.
    pub(super) fn opens_from(self, minute: u16) -> Option<u16> {
        self.iter()
            .map(|(from, _)| from)
            .find(|from| minute <= *from)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is open from midnight to midnight.
    pub(super) fn is_whole(self) -> bool {
        self.open_until(0) == Some(DAY)
    }
}

/// Four bytes of a place; 0 where there are none.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match at.checked_add(4).and_then(|end| bytes.get(at..end)) {
        Some([b0, b1, b2, b3]) => u32::from_le_bytes([*b0, *b1, *b2, *b3]),
        _ => 0,
    }
}
