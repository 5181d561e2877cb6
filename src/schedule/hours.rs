//! When something is open, whatever rules say so: the normal form of schedules.

use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::builder::{Of, combine};
use super::flat::{Day, Flat};
use super::{Period, Schedule, leaf};
use crate::schema::words;
use crate::time::{DAY, Date, LocalMinute, LocalTime};

/// When something is open: what is left of a [`Schedule`] when it is asked at every minute of the
/// years 0000 to 9999.
///
/// Two are equal when they are open at the same minutes, whatever rules they were made of. They
/// are made once and then asked: an answer takes no memory, and time that grows with the logarithm
/// of how often the week changes.
///
/// ```
/// use latchwork::schedule::{Period, Schedule, WeeklyHours};
/// use latchwork::time::{Weekday, Weekdays};
///
/// let daily = |from, until| -> Result<Schedule, latchwork::Issue> {
///     let rule = WeeklyHours::new(Weekdays::ALL, Period::new(from, until)?)?;
///     Schedule::new(vec![rule], vec![], vec![])
/// };
/// let morning = daily(480, 720)?.hours();
/// let afternoon = daily(720, 1020)?.hours();
/// assert_eq!(morning.union(&afternoon), daily(480, 1020)?.hours());
/// assert!(daily(0, 0)?.hours().is_always());
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone)]
pub struct Hours {
    /// As `flat.rs` writes them.
    open: Vec<u8>,
    why: Why,
}

/// What a schedule knows of why it is closed.
#[derive(Clone, Default)]
struct Why {
    /// The special days, as hours; nothing where there are none.
    special: Vec<u8>,
    from: Option<LocalMinute>,
    until: Option<LocalMinute>,
}

/// What a door's hours say at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HoursState {
    /// Open.
    Open {
        /// The first minute that is not open any more; `None` where there is none.
        until: Option<LocalMinute>,
    },
    /// Closed.
    Closed {
        /// The next minute that is open.
        until: LocalMinute,
        /// Why.
        why: ClosedReason,
    },
    /// Closed, and nothing opens any more.
    Never {
        /// Why.
        why: ClosedReason,
    },
    /// The clock is not known. It is not open.
    Unknown,
}

words! {
    /// Why a minute is not open.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum ClosedReason {
        /// Before the schedule is valid.
        NotYetValid = "not-yet-valid",
        /// After it was.
        Expired = "expired",
        /// A special day, on which it is closed then.
        SpecialDay = "special-day",
        /// No rule is open.
        OutsideHours = "outside-hours",
    }
}

/// When hours open or close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    /// The first minute after it.
    pub at: LocalMinute,
    /// Whether they open.
    pub opens: bool,
}

impl Schedule {
    /// When the schedule is open.
    #[must_use]
    pub fn hours(&self) -> Hours {
        let (open, special) = leaf::of(self);
        Hours {
            open,
            why: Why {
                special,
                from: self.valid_from(),
                until: self.valid_until(),
            },
        }
    }
}

impl HoursState {
    /// Whether it is open: what is not known is not.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }
}

impl Hours {
    /// Whether a minute is open.
    #[must_use]
    pub fn is_open(&self, at: LocalMinute) -> bool {
        is_open(&self.open, at)
    }

    /// What they say now: open until when, or closed until when and why. A clock that is not known
    /// is `None`.
    ///
    /// Hours that were made of others know of no schedule: they are closed because of
    /// `OutsideHours`.
    #[must_use]
    pub fn state(&self, now: Option<LocalTime>) -> HoursState {
        let Some(now) = now.map(LocalTime::local) else {
            return HoursState::Unknown;
        };
        let change = self.next_change(now).map(|change| change.at);
        if self.is_open(now) {
            return HoursState::Open { until: change };
        }
        let why = self.why.closed(now);
        match change {
            Some(until) => HoursState::Closed { until, why },
            None => HoursState::Never { why },
        }
    }

    /// The first change after a minute, by the clock on the wall; `None` where there is none.
    #[must_use]
    pub fn next_change(&self, after: LocalMinute) -> Option<Change> {
        let hours = Flat::new(&self.open);
        let today = after.date().days();
        let run = hours.run_of(today);
        let opens = hours.day(run, today).open_until(after.minute()).is_none();
        let at = search(&hours, run, after, opens)?;
        Some(Change { at, opens })
    }

    /// The open parts of a day, ascending, none touching the next. None goes over midnight: what
    /// does is there on both days.
    #[must_use]
    pub fn day(&self, date: Date) -> Vec<Period> {
        let hours = Flat::new(&self.open);
        let day = hours.day(hours.run_of(date.days()), date.days());
        day.iter()
            .filter_map(|(from, until)| Period::new(from, until).ok())
            .collect()
    }

    /// Seven days from a date on, each with its [`day`](Self::day); fewer at the end of the
    /// calendar.
    #[must_use]
    pub fn week(&self, first: Date) -> Vec<(Date, Vec<Period>)> {
        let days = core::iter::successors(Some(first), |day| day.next());
        days.take(7).map(|day| (day, self.day(day))).collect()
    }

    /// Whether they are open wherever others are.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.without(self).is_never()
    }

    /// Open where either is.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.with(other, Of::EITHER)
    }

    /// Open where both are.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.with(other, Of::BOTH)
    }

    /// Open where these are and the others are not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.with(other, Of::FIRST_ALONE)
    }

    /// Whether no minute is open.
    #[must_use]
    pub fn is_never(&self) -> bool {
        let hours = Flat::new(&self.open);
        hours.runs() == 1 && hours.sets() == 1 && hours.set(0).is_empty()
    }

    /// Whether every minute is open.
    #[must_use]
    pub fn is_always(&self) -> bool {
        let hours = Flat::new(&self.open);
        hours.runs() == 1 && hours.sets() == 1 && hours.set(0).is_whole()
    }

    fn with(&self, other: &Self, of: Of) -> Self {
        Self {
            open: combine(&self.open, &other.open, of),
            why: Why::default(),
        }
    }
}

impl Why {
    /// Why a minute that is not open is closed.
    fn closed(&self, at: LocalMinute) -> ClosedReason {
        if self.from.is_some_and(|from| at < from) {
            ClosedReason::NotYetValid
        } else if self.until.is_some_and(|until| until <= at) {
            ClosedReason::Expired
        } else if is_open(&self.special, at) {
            ClosedReason::SpecialDay
        } else {
            ClosedReason::OutsideHours
        }
    }
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

impl PartialEq for Hours {
    fn eq(&self, other: &Self) -> bool {
        self.open == other.open
    }
}

impl Eq for Hours {}

impl Hash for Hours {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.open.hash(state);
    }
}

impl fmt::Debug for Hours {
    /// How often the week changes: the whole is what [`Hours::to_schedule`] tells.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hours = Flat::new(&self.open);
        f.debug_struct("Hours")
            .field("runs", &hours.runs())
            .field("day_sets", &hours.sets())
            .finish_non_exhaustive()
    }
}
