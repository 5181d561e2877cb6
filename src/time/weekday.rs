//! Days of the week, and sets of them.

use crate::schema::words;

words! {
    /// A day of the week, Monday first as in ISO 8601.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Weekday: WeekdayUnknown {
        /// `mon`
        Monday = "mon",
        /// `tue`
        Tuesday = "tue",
        /// `wed`
        Wednesday = "wed",
        /// `thu`
        Thursday = "thu",
        /// `fri`
        Friday = "fri",
        /// `sat`
        Saturday = "sat",
        /// `sun`
        Sunday = "sun",
    }
}

impl Weekday {
    /// The weekday of a count of days since 1970-01-01, which was a Thursday.
    pub(crate) fn of_days(days: i32) -> Self {
        match (i64::from(days) + 3).rem_euclid(7) {
            0 => Self::Monday,
            1 => Self::Tuesday,
            2 => Self::Wednesday,
            3 => Self::Thursday,
            4 => Self::Friday,
            5 => Self::Saturday,
            _ => Self::Sunday,
        }
    }

    /// Days after Monday: 0 to 6.
    #[must_use]
    pub fn days_from_monday(self) -> u8 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }

    fn bit(self) -> u8 {
        1 << self.days_from_monday()
    }
}

/// A set of weekdays.
///
/// ```
/// use latchwork::time::{Weekday, Weekdays};
///
/// let weekend = Weekdays::from_iter([Weekday::Sunday, Weekday::Saturday]);
/// assert_eq!(weekend.bits(), 0b110_0000);
/// assert!(weekend.contains(Weekday::Sunday));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All seven.
    pub const ALL: Self = Self(0b111_1111);

    /// The set of seven bits, Monday the lowest; `None` where another bit is set.
    #[must_use]
    pub fn of_bits(bits: u8) -> Option<Self> {
        (bits & !Self::ALL.0 == 0).then_some(Self(bits))
    }

    /// A bit for each day, Monday the lowest.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The same days and one more.
    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | day.bit())
    }

    /// Whether a day is in the set.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & day.bit() != 0
    }

    /// Whether no day is in the set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The days of the set, from Monday on.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL
            .into_iter()
            .filter(move |day| self.contains(*day))
    }
}

impl FromIterator<Weekday> for Weekdays {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | day.bit()))
    }
}
