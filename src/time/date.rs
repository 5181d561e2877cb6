//! Days of the calendar, without a time or an offset.

use super::calendar::Civil;
use super::grammar::date_of;
use super::weekday::Weekday;
use crate::schema::{Form, Pattern, Written};
use crate::{Issue, IssueCode};

/// A day of the calendar: years 0000 to 9999, proleptic Gregorian.
///
/// ```
/// use latchwork::time::{Date, Weekday};
///
/// let date = Date::parse("2026-11-26")?;
/// assert_eq!(date.weekday(), Weekday::Thursday);
/// assert_eq!(date.next().map(|next| next.to_string()).as_deref(), Some("2026-11-27"));
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1970-01-01.
    days: i32,
}

impl Date {
    /// 0000-01-01
    pub const FIRST: Self = Self { days: -719_528 };
    /// 9999-12-31
    pub const LAST: Self = Self { days: 2_932_896 };

    pub(crate) const FORM: Form = Form::new(
        |text| match Self::parse(text) {
            Ok(_) => Written::AsGiven,
            Err(_) => Written::No,
        },
        |text| Self::parse(text).err().unwrap_or_else(Issue::not_read),
        Pattern::of("^\\d{4}-\\d{2}-\\d{2}$").format("date"),
    );

    /// The day of a year from 0 to 9999, a month and a day of the month.
    ///
    /// # Errors
    /// `date_malformed` for another year, `timestamp_month_out_of_range`,
    /// `timestamp_day_out_of_range`.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, Issue> {
        let year = i16::try_from(year).ok().filter(|year| *year <= 9999);
        let year = year.ok_or_else(|| Issue::of(IssueCode::DateMalformed))?;
        let civil = Civil::checked(year, month, day)?;
        // Of these years there is none outside.
        Self::of_days(civil.days()).ok_or_else(|| Issue::of(IssueCode::DateMalformed))
    }

    /// Parses `2026-11-26`.
    ///
    /// # Errors
    /// `date_malformed`, `timestamp_month_out_of_range`, `timestamp_day_out_of_range`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        match date_of(text.as_bytes()) {
            Some((year, month, day, [])) => Self::new(year.unsigned_abs(), month, day),
            _ => Err(Issue::of(IssueCode::DateMalformed)),
        }
    }

    /// The day of a count of days since 1970-01-01; `None` outside of the years.
    #[must_use]
    pub fn of_days(days: i64) -> Option<Self> {
        let days = i32::try_from(days).ok()?;
        (Self::FIRST.days..=Self::LAST.days)
            .contains(&days)
            .then_some(Self { days })
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn days(self) -> i32 {
        self.days
    }

    /// The year, from 0 to 9999.
    #[must_use]
    pub fn year(self) -> u16 {
        self.civil().year.unsigned_abs()
    }

    /// The month, from 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.civil().month
    }

    /// The day of the month, from 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.civil().day
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        Weekday::of_days(self.days)
    }

    /// The day after it; `None` after the last there is.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::of_days(i64::from(self.days) + 1)
    }

    /// The day before it; `None` before the first there is.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        Self::of_days(i64::from(self.days) - 1)
    }

    pub(super) fn civil(self) -> Civil {
        Civil::of_days(self.days.into())
    }
}
