//! Hours where their bytes lie: what is asked of them, without taking memory.
//!
//! In front stand how many bytes the open minutes take (`u32`), and from when until when the schedule
//! is valid as minutes since 1970 (`i64` each); then the open minutes and the special days, both as
//! [`flat`](super::flat) has them.

use alloc::vec::Vec;

use super::builder::{Of, combine};
use super::flat::{Day, Flat, u32_at};
use super::{Change, ClosedReason, HoursState, Period};
use crate::time::{DAY, Date, LocalMinute};

/// The bytes in front of the open minutes.
const HEAD: usize = 20;

/// Bytes of hours; whatever they are, they can be read.
#[derive(Clone, Copy)]
pub(crate) struct View<'b> {
    open: &'b [u8],
    /// The special days, as hours.
    special: &'b [u8],
    /// The first minute of validity, and the first no longer in it.
    from: i64,
    until: i64,
}

/// The bytes of hours.
pub(super) fn written(open: &[u8], special: &[u8], from: i64, until: i64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + open.len() + special.len());
    bytes.extend(u32::try_from(open.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(from.to_le_bytes());
    bytes.extend(until.to_le_bytes());
    bytes.extend_from_slice(open);
    bytes.extend_from_slice(special);
    bytes
}

impl<'b> View<'b> {
    pub(crate) fn of(bytes: &'b [u8]) -> Self {
        let both = bytes.get(HEAD..).unwrap_or_default();
        let length = usize::try_from(u32_at(bytes, 0)).unwrap_or_default();
        let (open, special) = both.split_at_checked(length).unwrap_or_default();
        Self {
            open,
            special,
            from: i64_at(bytes, 4),
            until: i64_at(bytes, 12),
        }
    }

    /// The bytes of what is open.
    pub(crate) fn open(self) -> &'b [u8] {
        self.open
    }

    pub(crate) fn is_open(self, at: LocalMinute) -> bool {
        is_open(self.open, at)
    }

    pub(crate) fn state(self, now: LocalMinute) -> HoursState {
        let change = self.next_change(now);
        let until = change.map(|change| change.at);
        // What closes next is open.
        let is_open = change.map_or_else(|| self.is_open(now), |change| !change.opens);
        if is_open {
            return HoursState::Open { until };
        }
        let why = self.closed(now);
        match until {
            Some(until) => HoursState::Closed { until, why },
            None => HoursState::Never { why },
        }
    }

    /// Why a minute that is not open is closed.
    pub(crate) fn closed(self, at: LocalMinute) -> ClosedReason {
        if at.count() < self.from {
            ClosedReason::NotYetValid
        } else if self.until <= at.count() {
            ClosedReason::Expired
        } else if is_open(self.special, at) {
            ClosedReason::SpecialDay
        } else {
            ClosedReason::OutsideHours
        }
    }

    pub(crate) fn next_change(self, after: LocalMinute) -> Option<Change> {
        let hours = Flat::new(self.open);
        let today = after.date().days();
        let run = hours.run_of(today);
        let opens = hours.day(run, today).open_until(after.minute()).is_none();
        let at = search(&hours, run, after, opens)?;
        Some(Change { at, opens })
    }

    pub(crate) fn day(self, date: Date) -> Vec<Period> {
        let hours = Flat::new(self.open);
        let day = hours.day(hours.run_of(date.days()), date.days());
        day.iter()
            .filter_map(|(from, until)| Period::new(from, until).ok())
            .collect()
    }

    pub(crate) fn covers(self, other: View<'_>) -> bool {
        let more = combine(other.open, self.open, Of::FIRST_ALONE);
        only_day(&more).is_some_and(Day::is_empty)
    }

    pub(crate) fn is_never(self) -> bool {
        only_day(self.open).is_some_and(Day::is_empty)
    }

    pub(crate) fn is_always(self) -> bool {
        only_day(self.open).is_some_and(Day::is_whole)
    }
}

/// The day that every day of some hours is; `None` where there are several.
fn only_day(hours: &[u8]) -> Option<Day<'_>> {
    let hours = Flat::new(hours);
    (hours.runs() == 1 && hours.sets() == 1).then(|| hours.set(0))
}

fn is_open(hours: &[u8], at: LocalMinute) -> bool {
    let hours = Flat::new(hours);
    let today = at.date().days();
    let day = hours.day(hours.run_of(today), today);
    day.open_until(at.minute()).is_some()
}

/// The first minute after one that is open, or is not.
///
/// A day is passed where it is the same throughout. Seven of them are the whole rest of a run; the
/// first day of the next is another than its weekday was: so there are three runs to go through at
/// most.
fn search(hours: &Flat<'_>, run: usize, after: LocalMinute, opens: bool) -> Option<LocalMinute> {
    let mut run = run;
    let mut day = after.date().days();
    let mut minute = after.minute();
    let mut passed = 0;
    while day <= Date::LAST.days() {
        if let Some(found) = found(hours.day(run, day), minute, opens) {
            return LocalMinute::new(Date::of_days(day.into())?, found);
        }
        // Of the first day a part only was looked at.
        passed += u8::from(minute == 0);
        minute = 0;
        day += 1;
        let next = hours.first(run + 1);
        if passed == 7 {
            day = next.max(day);
        }
        if next <= day {
            run += 1;
            passed = 0;
        }
    }
    None
}

/// The first minute of a day, from one on, that is open, or is not.
fn found(day: Day<'_>, minute: u16, opens: bool) -> Option<u16> {
    if opens {
        return day.opens_from(minute);
    }
    // Intervals do not touch: behind one it is closed.
    let until = day.open_until(minute).unwrap_or(minute);
    (until < DAY).then_some(until)
}

/// Eight bytes of a place; 0 where there are none.
fn i64_at(bytes: &[u8], at: usize) -> i64 {
    let (low, high) = (u32_at(bytes, at), u32_at(bytes, at + 4));
    (u64::from(high) << 32 | u64::from(low)).cast_signed()
}
