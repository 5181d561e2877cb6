//! Instants as RFC 3339 writes them, and from and to those of other crates.
//!
//! ```
//! use latchwork::time::{Offset, Timestamp};
//!
//! let opens = Timestamp::parse("2026-03-01T08:00:00+01:00")?;
//! assert_eq!(opens.offset(), Offset::Minutes(60));
//! # #[cfg(feature = "std")] {
//! let clock = std::time::SystemTime::try_from(opens).expect("outside of leap seconds");
//! assert_eq!(Timestamp::try_from(clock).expect("years 0000 to 9999"), opens);
//! # }
//! # Ok::<(), latchwork::Issue>(())
//! ```

use alloc::string::String;
use core::cmp::Ordering;
use core::hash::{Hash, Hasher};

use crate::schema::{Form, Pattern, Written};
use crate::{Issue, IssueCode};

mod calendar;
mod date;
mod grammar;
#[cfg(any(
    feature = "std",
    feature = "jiff",
    feature = "time",
    feature = "chrono"
))]
mod interop;
mod iso;
mod local;
mod print;
mod weekday;

use calendar::Civil;
pub use date::Date;
use grammar::Fields;
#[cfg(any(
    feature = "std",
    feature = "jiff",
    feature = "time",
    feature = "chrono"
))]
pub use interop::InstantError;
pub(crate) use local::DAY;
pub use local::{LocalMinute, LocalTime};
pub use weekday::{Weekday, Weekdays};

const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_DAY: i64 = 86_400;
const NANOS_PER_SECOND: u32 = 1_000_000_000;
/// The minutes of the largest offset.
const FURTHEST: i16 = 1439;

/// An instant with the offset it was written in: RFC 3339, strictly.
///
/// The offset is required; `t` and `z` may be lower case; a fraction may have any number of
/// digits, kept to the nanosecond. Years 0000 to 9999, proleptic Gregorian. Second 60 stands only
/// at 23:59:60 UTC on the last day of a month.
///
/// Two timestamps are equal when they are the same instant, whatever their offsets; instants inside
/// a leap second come after all of 23:59:59 and before midnight. `Display` keeps the offset.
/// Source: RFC 3339 §5.6 and §5.7.
///
/// ```
/// # use latchwork::Timestamp;
/// let opens = Timestamp::parse("2026-03-01T08:00:00+01:00")?;
/// assert_eq!(opens, Timestamp::parse("2026-03-01t07:00:00z")?);
/// assert_eq!(opens.epoch_seconds(), 1_772_348_400);
/// assert_eq!(opens.to_string(), "2026-03-01T08:00:00+01:00");
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z.
    seconds: i64,
    /// Below 10^9.
    nanos: u32,
    offset: Offset,
    /// Written as second 60: `seconds` is the midnight that it ends at.
    leap: bool,
}

/// How far local time is from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offset {
    /// `Z`
    Utc,
    /// `-00:00`: the time in UTC is known, the local offset is not (RFC 3339 §4.3).
    Unknown,
    /// Minutes east of UTC, from -1439 to 1439: `+01:00` is 60.
    Minutes(i16),
}

impl Offset {
    /// An offset as an option says it.
    pub(crate) const FORM: Form = Form::new(
        |text| match Self::parse(text) {
            Ok(_) => Written::AsGiven,
            Err(_) => Written::No,
        },
        |text| Self::parse(text).err().unwrap_or_else(Issue::not_read),
        Pattern::of(""),
    );

    /// Checks an offset as a timestamp ends with one: `Z`, `+01:00`, `-08:00`.
    ///
    /// # Errors
    /// The `timestamp_…` issues about offsets; positions count from the offset's first character.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        grammar::parse_offset(text)
    }

    fn seconds(self) -> i64 {
        match self {
            Self::Utc | Self::Unknown => 0,
            Self::Minutes(minutes) => i64::from(minutes) * SECONDS_PER_MINUTE,
        }
    }
}

impl Timestamp {
    pub(crate) const FORM: Form =
        Form::rewritten(judge, wrong, canonical, Pattern::of("").format("date-time"));

    /// Parses RFC 3339.
    ///
    /// # Errors
    /// `timestamp_malformed` with the position of the first character that cannot be. Forms of
    /// ISO 8601 that RFC 3339 leaves out have an issue each, which says what to write instead:
    /// `timestamp_date_only`, `timestamp_no_offset`, `timestamp_no_seconds`,
    /// `timestamp_week_date`, `timestamp_ordinal_date`, `timestamp_basic_format`,
    /// `timestamp_comma_fraction`, `timestamp_fraction_empty`, `timestamp_space`,
    /// `timestamp_zone_name`, `timestamp_trailing`. Parts out of range:
    /// `timestamp_month_out_of_range`, `timestamp_day_out_of_range`,
    /// `timestamp_hour_out_of_range`, `timestamp_minute_out_of_range`,
    /// `timestamp_second_out_of_range`, `timestamp_offset_out_of_range`, `timestamp_leap_second`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        match usual(text) {
            Some(instant) => Ok(instant),
            None => Self::from_fields(&grammar::parse(text, None)?),
        }
    }

    /// Parses RFC 3339, taking `assumed` for a date-time without an offset.
    ///
    /// # Errors
    /// As [`Timestamp::parse`], without `timestamp_no_offset`.
    pub fn parse_assuming(text: &str, assumed: Offset) -> Result<Self, Issue> {
        Self::from_fields(&grammar::parse(text, Some(assumed))?)
    }

    /// Parses ISO 8601 as far as it says an instant: RFC 3339, and beside it a date alone
    /// (`2026-11-21`), which is its first instant, a time without seconds (`2026-11-21T10:00`) or
    /// without an offset, and the basic form of all of these (`20261121T1000+0100`). A text is in one
    /// form throughout. `assumed` is the offset of what has none.
    ///
    /// ```
    /// # use latchwork::{Offset, Timestamp};
    /// let stockholm = Offset::parse("+01:00")?;
    /// let day = Timestamp::parse_iso_8601("2026-11-21", stockholm)?;
    /// assert_eq!(day.to_string(), "2026-11-21T00:00:00+01:00");
    /// assert_eq!(Timestamp::parse_iso_8601("20261120T2300Z", stockholm)?, day);
    /// # Ok::<(), latchwork::Issue>(())
    /// ```
    ///
    /// # Errors
    /// As [`Timestamp::parse`], without `timestamp_date_only`, `timestamp_no_offset` and
    /// `timestamp_no_seconds`; `timestamp_basic_format` for a text in both forms.
    pub fn parse_iso_8601(text: &str, assumed: Offset) -> Result<Self, Issue> {
        let fields = match grammar::parse(text, Some(assumed)) {
            Ok(fields) => fields,
            Err(issue) if iso::takes(&issue) => iso::parse(text, assumed)?,
            Err(issue) => return Err(issue),
        };
        Self::from_fields(&fields)
    }

    /// Parses RFC 3339, or ISO 8601 where the caller has said which offset to assume. What fails for
    /// want of one says so.
    pub(crate) fn parse_where(text: &str, assumed: Option<Offset>) -> Result<Self, Issue> {
        match assumed {
            Some(assumed) => Self::parse_iso_8601(text, assumed),
            None => Self::parse(text).map_err(|issue| {
                if Self::parse_iso_8601(text, Offset::Utc).is_ok() {
                    iso::naming_the_option(issue)
                } else {
                    issue
                }
            }),
        }
    }

    /// The instant of a text that is right where the caller has said so.
    pub(crate) fn of_right(text: &str, assumed: Option<Offset>) -> Option<Self> {
        usual(text).or_else(|| Self::parse_where(text, assumed).ok())
    }

    /// An instant from seconds since 1970 and nanoseconds below 10^9; `None` for one that no text
    /// of the years 0000 to 9999 says. What [`epoch_seconds`](Self::epoch_seconds) and
    /// [`subsec_nanos`](Self::subsec_nanos) give is always taken.
    ///
    /// It is in UTC, but for those of the last day before year 0000 and of the first after 9999 in
    /// UTC: they are in the offset that has them furthest inside these years, `+23:59` or `-23:59`.
    #[must_use]
    pub fn from_epoch(seconds: i64, nanos: u32) -> Option<Self> {
        let first = i64::from(Date::FIRST.days()) * SECONDS_PER_DAY;
        let end = (i64::from(Date::LAST.days()) + 1) * SECONDS_PER_DAY;
        let offset = if seconds < first {
            Offset::Minutes(FURTHEST)
        } else if seconds < end {
            Offset::Utc
        } else {
            Offset::Minutes(-FURTHEST)
        };
        // Whatever does not fit in 64 bits lies outside.
        let local = seconds.saturating_add(offset.seconds());
        ((first..end).contains(&local) && nanos < NANOS_PER_SECOND).then_some(Self {
            seconds,
            nanos,
            offset,
            leap: false,
        })
    }

    /// An instant from milliseconds since 1970, as [`from_epoch`](Self::from_epoch).
    #[must_use]
    pub fn from_epoch_millis(millis: i64) -> Option<Self> {
        let nanos = u32::try_from(millis.rem_euclid(1000)).ok()? * 1_000_000;
        Self::from_epoch(millis.div_euclid(1000), nanos)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down. These count no leap seconds: all
    /// instants inside one have the seconds of the midnight that it ends at, and no nanoseconds.
    #[must_use]
    pub fn epoch_seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`epoch_seconds`](Self::epoch_seconds), below 10^9.
    #[must_use]
    pub fn subsec_nanos(&self) -> u32 {
        if self.leap { 0 } else { self.nanos }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down; inside a leap second those of the
    /// midnight that it ends at.
    #[must_use]
    pub fn epoch_millis(&self) -> i64 {
        // OK because years 0000 to 9999 are below 10^12 seconds.
        self.seconds * 1000 + i64::from(self.subsec_nanos() / 1_000_000)
    }

    /// The offset the timestamp was written in.
    #[must_use]
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// Whether it lies inside a leap second: before the midnight that its seconds since 1970 are.
    pub(crate) fn is_in_leap_second(&self) -> bool {
        self.leap
    }

    /// What timestamps are ordered by: a leap second lies inside the second before it, after all
    /// of its fractions.
    fn order(&self) -> (i64, bool, u32) {
        (self.seconds - i64::from(self.leap), self.leap, self.nanos)
    }

    fn from_fields(fields: &Fields) -> Result<Self, Issue> {
        Self::of_fields(fields).ok_or_else(|| out_of_range(fields))
    }

    /// The instant of parts, unless one is out of its range.
    #[expect(
        clippy::inline_always,
        reason = "a third of the time goes into handing over what is read"
    )]
    #[inline(always)]
    fn of_fields(fields: &Fields) -> Option<Self> {
        let offset = fields.offset.get()?;
        let date = fields.date();
        if !date.is_there() || fields.hour > 23 || fields.minute > 59 || fields.second > 60 {
            return None;
        }
        let seconds = date.days() * SECONDS_PER_DAY
            + (i64::from(fields.hour) * 60 + i64::from(fields.minute)) * SECONDS_PER_MINUTE
            + i64::from(fields.second)
            - offset.seconds();
        let leap = fields.second == 60;
        if leap && !starts_a_month(seconds) {
            return None;
        }
        Some(Self {
            seconds,
            nanos: fields.nanos,
            offset,
            leap,
        })
    }
}

/// The issue of the first part that is out of its range.
#[cold]
fn out_of_range(fields: &Fields) -> Issue {
    let found = in_ranges(fields).err();
    found.unwrap_or_else(|| Issue::of(IssueCode::TimestampLeapSecond))
}

/// Whether parts are each in their range.
fn in_ranges(fields: &Fields) -> Result<(), Issue> {
    let Fields {
        hour,
        minute,
        second,
        ..
    } = *fields;
    let Civil { year, month, day } = fields.date();
    Civil::checked(year, month, day)?;
    in_range(IssueCode::TimestampHourOutOfRange, hour <= 23, hour)?;
    in_range(IssueCode::TimestampMinuteOutOfRange, minute <= 59, minute)?;
    in_range(IssueCode::TimestampSecondOutOfRange, second <= 60, second)?;
    fields.offset.check()?;
    Ok(())
}

/// Whether a text is an instant, and the one that is printed for it.
fn judge(text: &str) -> Written {
    if usual(text).is_some() {
        return Written::AsGiven;
    }
    match Timestamp::parse(text) {
        Ok(_) if canonical(text) == text => Written::AsGiven,
        Ok(_) => Written::Otherwise,
        Err(_) => Written::No,
    }
}

/// The instant of the usual form; `None` for any other text, right or wrong.
fn usual(text: &str) -> Option<Timestamp> {
    Timestamp::of_fields(&grammar::quick(text)?)
}

#[cold]
fn wrong(text: &str) -> Issue {
    let parsed = Timestamp::parse(text);
    // Asked of what is wrong only.
    parsed.err().unwrap_or_else(Issue::not_read)
}

fn canonical(text: &str) -> String {
    Timestamp::parse(text).map_or_else(|_| text.into(), |instant| alloc::format!("{instant}"))
}

fn in_range(code: IssueCode, inside: bool, found: u8) -> Result<(), Issue> {
    if inside {
        Ok(())
    } else {
        Err(Issue::of(code).param(found))
    }
}

/// Whether an instant is 00:00:00 UTC on the first day of a month.
fn starts_a_month(seconds: i64) -> bool {
    seconds.rem_euclid(SECONDS_PER_DAY) == 0
        && Civil::of_days(seconds.div_euclid(SECONDS_PER_DAY)).day == 1
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.order().hash(state);
    }
}
