//! Weekly hours, dated hours and special days: when a credential opens by the clock of its door.
//!
//! ```
//! use latchwork::schedule::{Period, Schedule, SpecialDays, WeeklyHours};
//! use latchwork::time::{Date, LocalMinute, Weekday, Weekdays};
//!
//! // The cleaner: Monday to Friday nine to five, not at Christmas.
//! let workdays = Weekday::ALL.into_iter().take(5).collect::<Weekdays>();
//! let weekly = WeeklyHours::new(workdays, Period::new(9 * 60, 17 * 60)?)?;
//! let christmas = SpecialDays::new(vec![Date::parse("2026-12-25")?.into()], vec![])?;
//! let schedule = Schedule::new(vec![weekly], vec![], vec![christmas])?;
//!
//! assert!(schedule.is_open(LocalMinute::parse("2026-12-24T16:59")?));
//! assert!(!schedule.is_open(LocalMinute::parse("2026-12-24T17:00")?));
//! assert!(!schedule.is_open(LocalMinute::parse("2026-12-25T09:00")?));
//! # Ok::<(), latchwork::Issue>(())
//! ```
//!
//! # What a schedule means
//! It is read by the wall: a minute is open or it is not, whatever the offset of the clock is.
//! 1. A weekly rule is open from `from` to before `until` on each of its days; where `until` is not
//!    after `from`, over midnight, and the half after it belongs to the day before.
//! 2. A dated rule is open throughout, from its first minute to before its end.
//! 3. Special days replace both: within the days of a group only the periods of that group are
//!    open, those that begin on a day that the group touches. Where several groups say something of
//!    a minute, it is open where one of them says so. A group without periods closes its days. A
//!    night that begins on a special day is replaced as far as the day goes: what is to be closed on
//!    the morning after is said as a span that ends then.
//! 4. Outside of `valid` nothing is open.
//!
//! A schedule without rules never opens.
//!
//! # In a zone
//! An instant is compared as the clocks of the zone show it (`Hours::state_in`, with the feature
//! `jiff`): what is open by the wall is open both times where clocks are turned back, and what lies
//! inside of an hour that they pass over does not open. Where the end or the start of a period is
//! passed over, hours change as the clocks jump.
//!
//! # Sources
//! Weekly rules and periods in minutes, the end exclusive: ONVIF Schedule Service Specification, which
//! reads `from <= t < until`, and has special days replace regular ones, their groups added up.
//! Several rules of a kind: any of them; validity and rules: both; an unknown time: no access (Matter
//! Application Cluster Specification, Door Lock).

use alloc::vec::Vec;

use crate::{Issue, IssueCode};

mod builder;
mod flat;
mod hours;
mod icalendar;
mod leaf;
mod maker;
mod object;
mod rule;
mod rules;
mod view;
#[cfg(any(feature = "jiff", feature = "js"))]
mod walk;
#[cfg(feature = "jiff")]
mod zoned;

pub use crate::time::{LocalMinute, LocalTime, Weekday, Weekdays};
#[cfg(feature = "js")]
pub(crate) use builder::Of;
pub use hours::{Change, ClosedReason, Hours, HoursState};
pub use maker::{
    DoorClock, HeldSchedule, Maker, MakerFacts, MakerOptions, Opens, ReadSchedule, WeekdayNumbers,
    ZoneModel,
};
pub use rule::{DatedHours, Period, Span, SpecialDays, WeeklyHours};
#[cfg(feature = "js")]
pub(crate) use view::View;
#[cfg(feature = "js")]
pub(crate) use walk::{Found, Step, Walk, shown};
#[cfg(feature = "jiff")]
pub use zoned::{Showing, ZonedChange, ZonedState};

/// The most weekly rules of a schedule, the most dated ones, and the most periods of all groups
/// together.
pub const MOST_RULES: usize = 256;
/// The most groups of special days.
pub const MOST_GROUPS: usize = 64;
/// The most days of a group, a span of them counted as one.
pub const MOST_DAYS: usize = 1024;
/// The most days of all groups together, a span of them counted as one.
pub const MOST_SPECIAL_DAYS: usize = 2048;

/// When something is open, by the clock on the wall: rules of weekdays, dated rules, special days
/// that replace both, and a validity window around all.
///
/// Two are equal when their rules are the same, in the same order. What it means is told in the
/// [module](self).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schedule {
    weekly: Vec<WeeklyHours>,
    dated: Vec<DatedHours>,
    special: Vec<SpecialDays>,
    from: Option<LocalMinute>,
    until: Option<LocalMinute>,
}

impl Schedule {
    /// A schedule of rules.
    ///
    /// # Errors
    /// `list_too_long` with the name of the list for more than [`MOST_RULES`] rules of a kind, more
    /// than [`MOST_GROUPS`] groups, or more than [`MOST_SPECIAL_DAYS`] days or [`MOST_RULES`]
    /// periods of them all.
    pub fn new(
        weekly: Vec<WeeklyHours>,
        dated: Vec<DatedHours>,
        special: Vec<SpecialDays>,
    ) -> Result<Self, Issue> {
        bounded(weekly.len(), MOST_RULES).map_err(|issue| issue.at(object::WEEKLY))?;
        bounded(dated.len(), MOST_RULES).map_err(|issue| issue.at(object::DATED))?;
        bounded(special.len(), MOST_GROUPS).map_err(|issue| issue.at(object::SPECIAL))?;
        let days = special.iter().map(|group| group.days().len()).sum();
        bounded(days, MOST_SPECIAL_DAYS).map_err(|issue| issue.at(object::SPECIAL))?;
        let periods = special.iter().map(|group| group.periods().len()).sum();
        bounded(periods, MOST_RULES).map_err(|issue| issue.at(object::SPECIAL))?;
        Ok(Self {
            weekly,
            dated,
            special,
            from: None,
            until: None,
        })
    }

    /// The same rules within a window: `from` is inside it, `until` is not. An absent end is open.
    ///
    /// # Errors
    /// `window_empty` when `until` is not after `from`.
    pub fn within(
        self,
        from: Option<LocalMinute>,
        until: Option<LocalMinute>,
    ) -> Result<Self, Issue> {
        if let (Some(from), Some(until)) = (from, until) {
            rule::in_order(from, until)?;
        }
        Ok(Self {
            from,
            until,
            ..self
        })
    }

    /// No rule: it never opens.
    #[must_use]
    pub fn never() -> Self {
        Self::default()
    }

    /// Open at all times: every day from midnight to midnight.
    #[must_use]
    pub fn always() -> Self {
        let weekly = Vec::from([WeeklyHours::ALL_WEEK]);
        Self {
            weekly,
            ..Self::default()
        }
    }

    /// The rules of weekdays.
    #[must_use]
    pub fn weekly(&self) -> &[WeeklyHours] {
        &self.weekly
    }

    /// The dated rules.
    #[must_use]
    pub fn dated(&self) -> &[DatedHours] {
        &self.dated
    }

    /// The groups of special days.
    #[must_use]
    pub fn special(&self) -> &[SpecialDays] {
        &self.special
    }

    /// The first minute of its validity.
    #[must_use]
    pub fn valid_from(&self) -> Option<LocalMinute> {
        self.from
    }

    /// The first minute no longer in its validity.
    #[must_use]
    pub fn valid_until(&self) -> Option<LocalMinute> {
        self.until
    }

    /// Whether a minute is open, by the rules one after the other. Who asks often makes the
    /// normal form once.
    #[must_use]
    pub fn is_open(&self, at: LocalMinute) -> bool {
        if !self.is_valid(at) {
            return false;
        }
        let mut is_special = false;
        for group in &self.special {
            if group.touches(at) {
                if group.is_open(at) {
                    return true;
                }
                is_special = true;
            }
        }
        !is_special
            && (self.weekly.iter().any(|rule| rule.is_open(at))
                || self.dated.iter().any(|rule| rule.is_open(at)))
    }

    /// Whether a minute inside of its validity is one of special days, open or not.
    pub(crate) fn is_special(&self, at: LocalMinute) -> bool {
        self.is_valid(at) && self.special.iter().any(|group| group.touches(at))
    }

    fn is_valid(&self, at: LocalMinute) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

/// Refuses a list of more than so many.
fn bounded(found: usize, limit: usize) -> Result<(), Issue> {
    if found > limit {
        Err(Issue::of(IssueCode::ScheduleTooLong).param(limit))
    } else {
        Ok(())
    }
}
