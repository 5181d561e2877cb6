//! When something is open, whatever rules say so: the normal form of schedules.

use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::builder::{Of, combine};
use super::flat::Flat;
use super::view::{self, View};
use super::{Period, Schedule, leaf};
use crate::schema::words;
use crate::time::{Date, LocalMinute, LocalTime};

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
    /// As `view.rs` reads them.
    bytes: Vec<u8>,
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
        let count = |end: Option<LocalMinute>| end.map(LocalMinute::count);
        Hours {
            bytes: view::written(
                &open,
                &special,
                count(self.valid_from()).unwrap_or(i64::MIN),
                count(self.valid_until()).unwrap_or(i64::MAX),
            ),
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
    pub(super) fn view(&self) -> View<'_> {
        View::of(&self.bytes)
    }

    /// The bytes that [`View`] reads.
    #[cfg(feature = "js")]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether a minute is open.
    #[must_use]
    pub fn is_open(&self, at: LocalMinute) -> bool {
        self.view().is_open(at)
    }

    /// What they say now: open until when, or closed until when and why. A clock that is not known
    /// is `None`.
    ///
    /// Hours that were made of others know of no schedule: they are closed because of
    /// `OutsideHours`.
    #[must_use]
    pub fn state(&self, now: Option<LocalTime>) -> HoursState {
        match now {
            Some(now) => self.view().state(now.local()),
            None => HoursState::Unknown,
        }
    }

    /// The first change after a minute, by the clock on the wall; `None` where there is none. A time
    /// that the clock shows twice means the first, one that it passes over the jump.
    #[must_use]
    pub fn next_change(&self, after: LocalMinute) -> Option<Change> {
        self.view().next_change(after)
    }

    /// The open parts of a day, ascending, none touching the next. None goes over midnight: what
    /// does is there on both days.
    #[must_use]
    pub fn day(&self, date: Date) -> Vec<Period> {
        self.view().day(date)
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
        self.view().covers(other.view())
    }

    /// Open where either is.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::of(self.view(), other.view(), Of::EITHER)
    }

    /// Open where both are.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self::of(self.view(), other.view(), Of::BOTH)
    }

    /// Open where these are and the others are not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self::of(self.view(), other.view(), Of::FIRST_ALONE)
    }

    /// Whether no minute is open.
    #[must_use]
    pub fn is_never(&self) -> bool {
        self.view().is_never()
    }

    /// Whether every minute is open.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.view().is_always()
    }

    /// The first day of each run of days that follow one week, and the first day after it.
    pub(super) fn runs(&self) -> impl Iterator<Item = (i32, i32)> {
        let hours = Flat::new(self.view().open());
        (0..hours.runs()).map(move |run| (hours.first(run), hours.first(run + 1)))
    }

    pub(crate) fn of(one: View<'_>, other: View<'_>, of: Of) -> Self {
        let open = combine(one.open(), other.open(), of);
        Self {
            bytes: view::written(&open, &[], i64::MIN, i64::MAX),
        }
    }
}

impl PartialEq for Hours {
    fn eq(&self, other: &Self) -> bool {
        self.view().open() == other.view().open()
    }
}

impl Eq for Hours {}

impl Hash for Hours {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.view().open().hash(state);
    }
}

impl fmt::Debug for Hours {
    /// How often the week changes, and how many days of it differ.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hours = Flat::new(self.view().open());
        f.debug_struct("Hours")
            .field("runs", &hours.runs())
            .field("day_sets", &hours.sets())
            .finish_non_exhaustive()
    }
}
