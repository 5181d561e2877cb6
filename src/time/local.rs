//! What a clock on the wall shows.

use super::grammar::{date_of, pair};
use super::{Date, Offset, SECONDS_PER_MINUTE, Timestamp, Weekday, in_range};
use crate::schema::{Form, Pattern, Written};
use crate::{Issue, IssueCode};

/// The minutes of a day.
pub(crate) const DAY: u16 = 1440;

/// A minute that a clock on the wall shows, without an offset: `2026-11-26T09:15`.
///
/// `24:00` is not one: it is 00:00 of the day after.
///
/// ```
/// use latchwork::time::LocalMinute;
///
/// let nine = LocalMinute::parse("2026-11-26T09:00")?;
/// assert_eq!(nine.minute(), 540);
/// assert!(nine < LocalMinute::parse("2026-11-26T09:01")?);
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalMinute {
    date: Date,
    /// Below 1440.
    minute: u16,
}

impl LocalMinute {
    /// 0000-01-01T00:00
    pub const FIRST: Self = Self {
        date: Date::FIRST,
        minute: 0,
    };
    /// 9999-12-31T23:59
    pub const LAST: Self = Self {
        date: Date::LAST,
        minute: DAY - 1,
    };

    pub(crate) const FORM: Form = Form::new(
        |text| match Self::parse(text) {
            Ok(_) => Written::AsGiven,
            Err(_) => Written::No,
        },
        |text| Self::parse(text).err().unwrap_or_else(Issue::not_read),
        Pattern::of("^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$"),
    );

    /// A minute of a day, 0 to 1439 after its midnight; `None` for another number.
    #[must_use]
    pub fn new(date: Date, minute: u16) -> Option<Self> {
        (minute < DAY).then_some(Self { date, minute })
    }

    /// Parses `2026-11-26T09:15`, and nothing else: no seconds, no offset.
    ///
    /// # Errors
    /// `local_minute_malformed`, `timestamp_month_out_of_range`, `timestamp_day_out_of_range`,
    /// `timestamp_hour_out_of_range`, `timestamp_minute_out_of_range`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        let malformed = || Issue::of(IssueCode::LocalMinuteMalformed);
        let (year, month, day, time) = date_of(text.as_bytes()).ok_or_else(malformed)?;
        let [b'T', h0, h1, b':', m0, m1] = time else {
            return Err(malformed());
        };
        let date = Date::new(year.unsigned_abs(), month, day)?;
        let hour = pair(*h0, *h1).ok_or_else(malformed)?;
        let minute = pair(*m0, *m1).ok_or_else(malformed)?;
        in_range(IssueCode::TimestampHourOutOfRange, hour <= 23, hour)?;
        in_range(IssueCode::TimestampMinuteOutOfRange, minute <= 59, minute)?;
        Self::new(date, u16::from(hour) * 60 + u16::from(minute)).ok_or_else(malformed)
    }

    /// The first minute of a day.
    #[must_use]
    pub fn midnight(date: Date) -> Self {
        Self { date, minute: 0 }
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        self.date
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.date.weekday()
    }

    /// Minutes after midnight, 0 to 1439.
    #[must_use]
    pub fn minute(self) -> u16 {
        self.minute
    }

    /// The minute after it; `None` after the last there is.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::of_count(self.count() + 1)
    }

    /// Minutes since 1970-01-01T00:00 of the same clock.
    #[must_use]
    pub fn count(self) -> i64 {
        i64::from(self.date.days()) * i64::from(DAY) + i64::from(self.minute)
    }

    /// The minute of a count since 1970-01-01T00:00; `None` outside of the years.
    #[must_use]
    pub fn of_count(count: i64) -> Option<Self> {
        let date = Date::of_days(count.div_euclid(i64::from(DAY)))?;
        let minute = u16::try_from(count.rem_euclid(i64::from(DAY))).ok()?;
        Self::new(date, minute)
    }
}

/// What a door's clock shows, with the offset that it has: an instant, and the local time there.
///
/// Hours are judged by it and not by an instant alone, of which nobody knows what the wall shows.
///
/// ```
/// use latchwork::Timestamp;
/// use latchwork::time::LocalTime;
///
/// let now = LocalTime::of(Timestamp::parse("2026-11-26T09:15:30+01:00")?);
/// assert_eq!(now.map(|now| now.local().to_string()).as_deref(), Some("2026-11-26T09:15"));
/// assert_eq!(LocalTime::of(Timestamp::parse("2026-11-26T08:15:30-00:00")?), None);
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LocalTime {
    instant: Timestamp,
    local: LocalMinute,
}

impl LocalTime {
    /// The local time of an instant whose offset is that of the door; `None` where it is `-00:00`,
    /// not known (RFC 3339 §4.3). Inside a leap second the clock shows the minute before.
    #[must_use]
    pub fn of(instant: Timestamp) -> Option<Self> {
        if instant.offset == Offset::Unknown {
            return None;
        }
        let seconds = instant.seconds - i64::from(instant.leap) + instant.offset.seconds();
        // Always there: a timestamp is of the years 0000 to 9999 where it is written.
        let local = LocalMinute::of_count(seconds.div_euclid(SECONDS_PER_MINUTE))?;
        Some(Self { instant, local })
    }

    /// What the clock shows.
    #[must_use]
    pub fn local(self) -> LocalMinute {
        self.local
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        self.local.date
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.local.weekday()
    }

    /// Minutes after midnight, 0 to 1439.
    #[must_use]
    pub fn minute(self) -> u16 {
        self.local.minute
    }

    /// How far the clock is from UTC; never unknown.
    #[must_use]
    pub fn offset(self) -> Offset {
        self.instant.offset
    }

    /// The instant.
    #[must_use]
    pub fn instant(self) -> Timestamp {
        self.instant
    }
}
