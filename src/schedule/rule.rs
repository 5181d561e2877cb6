//! The rules of a schedule.

use alloc::string::String;
use alloc::vec::Vec;

use super::{MOST_DAYS, MOST_RULES, bounded, object};
use crate::time::{DAY, Date, LocalMinute, Weekday, Weekdays};
use crate::{Issue, IssueCode};

/// A part of a day in minutes after its midnight: from `from`, 0 to 1439, to before `until`, 0 to
/// 1440.
///
/// Where `until` is not after `from` it goes over midnight and ends on the day after; it belongs to
/// the day on which it begins. 540 until 540 is 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    from: u16,
    until: u16,
}

impl Period {
    /// From midnight to midnight.
    pub const ALL_DAY: Self = Self {
        from: 0,
        until: DAY,
    };

    /// A period; `from` is inside it, `until` is not.
    ///
    /// # Errors
    /// `number_out_of_range` at `from` or `until`.
    pub fn new(from: u16, until: u16) -> Result<Self, Issue> {
        let refused = |name, max: u16| Err(Issue::out_of_range(0_u8, u64::from(max)).at(name));
        if from >= DAY {
            return refused(object::FROM, DAY - 1);
        }
        if until > DAY {
            return refused(object::UNTIL, DAY);
        }
        Ok(Self { from, until })
    }

    /// The first minute inside.
    #[must_use]
    pub fn from(self) -> u16 {
        self.from
    }

    /// The first minute no longer inside, of the day on which it ends.
    #[must_use]
    pub fn until(self) -> u16 {
        self.until
    }

    /// Whether a part of it lies on the day after, or it ends with the day.
    #[must_use]
    pub fn is_over_midnight(self) -> bool {
        self.until <= self.from
    }

    /// How many minutes of the wall it has, 1 to 1440.
    #[must_use]
    pub fn minutes(self) -> u16 {
        if self.is_over_midnight() {
            DAY - self.from + self.until
        } else {
            self.until - self.from
        }
    }

    /// The end of what lies on the day on which it begins.
    pub(super) fn end(self) -> u16 {
        if self.is_over_midnight() {
            DAY
        } else {
            self.until
        }
    }

    /// The end of what lies on the day after it begins, from midnight on.
    pub(super) fn rest(self) -> u16 {
        if self.is_over_midnight() {
            self.until
        } else {
            0
        }
    }

    /// Whether it has a minute of the day on which it begins.
    fn has(self, minute: u16) -> bool {
        self.from <= minute && minute < self.end()
    }
}

/// A period on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WeeklyHours {
    days: Weekdays,
    period: Period,
    first: Option<Date>,
    last: Option<Date>,
}

impl WeeklyHours {
    /// From midnight to midnight on all days.
    pub const ALL_WEEK: Self = Self {
        days: Weekdays::ALL,
        period: Period::ALL_DAY,
        first: None,
        last: None,
    };

    /// A period that begins on each of some days.
    ///
    /// # Errors
    /// `list_empty` for no days.
    pub fn new(days: Weekdays, period: Period) -> Result<Self, Issue> {
        if days.is_empty() {
            return Err(Issue::of(IssueCode::ListEmpty).at(object::DAYS));
        }
        Ok(Self {
            days,
            period,
            first: None,
            last: None,
        })
    }

    /// The same rule, which begins on no day before `first` and on none after `last`.
    ///
    /// # Errors
    /// `schedule_dates_empty` where `last` is before `first`.
    pub fn between(self, first: Option<Date>, last: Option<Date>) -> Result<Self, Issue> {
        match (first, last) {
            (Some(first), Some(last)) if last < first => {
                Err(Issue::of(IssueCode::ScheduleDatesEmpty).at(object::LAST))
            }
            _ => Ok(Self {
                first,
                last,
                ..self
            }),
        }
    }

    /// The days on which it begins; never none.
    #[must_use]
    pub fn days(&self) -> Weekdays {
        self.days
    }

    /// The part of the day.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The first day on which it may begin.
    #[must_use]
    pub fn first(&self) -> Option<Date> {
        self.first
    }

    /// The last day on which it may begin.
    #[must_use]
    pub fn last(&self) -> Option<Date> {
        self.last
    }

    /// Whether it begins on a day. Of the day before the calendar begins there is no date: a rule
    /// without a first day begins on it.
    pub(super) fn begins_on(&self, days: i32) -> bool {
        self.days.contains(Weekday::of_days(days))
            && self.first.is_none_or(|first| first.days() <= days)
            && self.last.is_none_or(|last| days <= last.days())
    }

    pub(super) fn is_open(&self, at: LocalMinute) -> bool {
        let today = at.date().days();
        (self.period.has(at.minute()) && self.begins_on(today))
            || (at.minute() < self.period.rest() && self.begins_on(today - 1))
    }
}

/// Open throughout: from `from` to before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DatedHours {
    from: LocalMinute,
    until: LocalMinute,
}

impl DatedHours {
    /// Hours from a minute to before another.
    ///
    /// # Errors
    /// `window_empty` where `until` is not after `from`.
    pub fn new(from: LocalMinute, until: LocalMinute) -> Result<Self, Issue> {
        in_order(from, until)?;
        Ok(Self { from, until })
    }

    /// The first minute inside.
    #[must_use]
    pub fn from(self) -> LocalMinute {
        self.from
    }

    /// The first minute no longer inside.
    #[must_use]
    pub fn until(self) -> LocalMinute {
        self.until
    }

    pub(super) fn is_open(self, at: LocalMinute) -> bool {
        self.from <= at && at < self.until
    }
}

/// Refuses an end that is not after its start.
pub(super) fn in_order(from: LocalMinute, until: LocalMinute) -> Result<(), Issue> {
    if until <= from {
        Err(Issue::of(IssueCode::WindowEmpty).at(object::UNTIL))
    } else {
        Ok(())
    }
}

/// A day, or a span of minutes, of special days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// A whole day.
    Day(Date),
    /// From a minute to before another.
    Minutes(DatedHours),
}

impl Span {
    /// The minutes that it has, as counts since 1970: the first, and the first no longer inside.
    pub(super) fn ends(self) -> (i64, i64) {
        match self {
            Self::Day(date) => {
                let from = LocalMinute::midnight(date).count();
                (from, from + i64::from(DAY))
            }
            Self::Minutes(span) => (span.from.count(), span.until.count()),
        }
    }
}

impl From<Date> for Span {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

impl From<DatedHours> for Span {
    fn from(span: DatedHours) -> Self {
        Self::Minutes(span)
    }
}

/// Days, or parts of days, on which other periods replace the weekly and the dated rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SpecialDays {
    name: Option<String>,
    days: Vec<Span>,
    periods: Vec<Period>,
}

impl SpecialDays {
    /// A group of days, and the periods of each of them: none closes them.
    ///
    /// # Errors
    /// `list_too_long` for more than [`MOST_DAYS`] days, a span counted as one, or more than
    /// [`MOST_RULES`] periods.
    pub fn new(days: Vec<Span>, periods: Vec<Period>) -> Result<Self, Issue> {
        bounded(days.len(), MOST_DAYS).map_err(|issue| issue.at(object::DAYS))?;
        bounded(periods.len(), MOST_RULES).map_err(|issue| issue.at(object::PERIODS))?;
        Ok(Self {
            name: None,
            days,
            periods,
        })
    }

    /// The same group with a name, which says nothing of when it is open.
    #[must_use]
    pub fn named(self, name: String) -> Self {
        Self {
            name: Some(name),
            ..self
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The days, and parts of days.
    #[must_use]
    pub fn days(&self) -> &[Span] {
        &self.days
    }

    /// What is open on them.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Whether a minute is one of its days.
    pub(super) fn touches(&self, at: LocalMinute) -> bool {
        self.meets(at.count(), at.count() + 1)
    }

    fn meets(&self, from: i64, until: i64) -> bool {
        self.days.iter().any(|span| {
            let (first, end) = span.ends();
            first < until && from < end
        })
    }

    /// Whether a minute of its days is open.
    pub(super) fn is_open(&self, at: LocalMinute) -> bool {
        let midnight = LocalMinute::midnight(at.date()).count();
        let begins_on = |midnight: i64| self.meets(midnight, midnight + i64::from(DAY));
        // That its own day is touched, the minute itself says.
        self.periods.iter().any(|period| period.has(at.minute()))
            || (self
                .periods
                .iter()
                .any(|period| at.minute() < period.rest())
                && begins_on(midnight - i64::from(DAY)))
    }
}
