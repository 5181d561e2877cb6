//! How makers number the days of a week.

use alloc::string::String;
use alloc::vec::Vec;

use crate::schedule::{Weekday, Weekdays};
use crate::schema::words;
use crate::{Issue, IssueCode};

words! {
    /// A way to write days of the week as numbers. The same byte 0x1F is Monday to Friday for Tedee,
    /// Sunday to Thursday for Matter and Wednesday to Sunday for Nuki: each has its name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum WeekdayNumbers: WeekdayNumbersUnknown {
        /// A mask: Sunday 1, Monday 2 and so on to Saturday 64. Zigbee's too.
        Matter = "matter",
        /// A mask: Monday 64, Tuesday 32 and so on to Sunday 1.
        Nuki = "nuki",
        /// A mask, written in hex: Sunday 64, Monday 32 and so on to Saturday 1.
        Schlage = "schlage",
        /// A mask: Monday 1, Tuesday 2 and so on to Sunday 64.
        Tedee = "tedee",
        /// A number: Monday 1 to Sunday 7. `TTLock`'s lists too.
        Iso8601 = "iso-8601",
        /// A number: Sunday 0 to Saturday 6.
        ZWave = "z-wave",
        /// A number, as keyed into a Sentex keypad: Sunday 1 to Saturday 7.
        Sentex = "sentex",
    }
}

impl WeekdayNumbers {
    /// Whether the numbers are bits of one mask; else each day has its own.
    #[must_use]
    pub fn is_mask(self) -> bool {
        matches!(
            self,
            Self::Matter | Self::Nuki | Self::Schlage | Self::Tedee
        )
    }

    /// The number of a day: its bit in a mask.
    #[must_use]
    pub fn number(self, day: Weekday) -> u8 {
        let monday = day.days_from_monday();
        let sunday = (monday + 1) % 7;
        match self {
            Self::Matter => 1 << sunday,
            Self::Nuki => 64 >> monday,
            Self::Schlage => 64 >> sunday,
            Self::Tedee => 1 << monday,
            Self::Iso8601 => monday + 1,
            Self::ZWave => sunday,
            Self::Sentex => sunday + 1,
        }
    }

    /// The mask of a set of days; what it says is nothing where [`is_mask`](Self::is_mask) does not
    /// hold.
    #[must_use]
    pub fn mask(self, days: Weekdays) -> u8 {
        days.iter().fold(0, |mask, day| mask | self.number(day))
    }

    /// The day of a number; `None` for a number that no day has.
    #[must_use]
    pub fn day(self, number: u8) -> Option<Weekday> {
        let mut all = Weekday::ALL.into_iter();
        all.find(|day| self.number(*day) == number)
    }

    /// The numbers of a set of days as a maker writes them: one mask, or a number for each day from
    /// Monday on.
    #[must_use]
    pub fn numbers(self, days: Weekdays) -> Vec<u8> {
        if self.is_mask() {
            return Vec::from([self.mask(days)]);
        }
        days.iter().map(|day| self.number(day)).collect()
    }

    /// The set of days that numbers say.
    ///
    /// # Errors
    /// `weekday_number_unknown` for a number, or a bit, that no day has.
    pub fn days(self, numbers: &[u8]) -> Result<Weekdays, Issue> {
        let unknown = || Issue::of(IssueCode::WeekdayNumberUnknown).param(self.as_str());
        if !self.is_mask() {
            let days = numbers.iter().map(|number| self.day(*number));
            return days.collect::<Option<Weekdays>>().ok_or_else(unknown);
        }
        let mask = numbers.iter().fold(0, |mask, number| mask | number);
        self.of_mask(mask).ok_or_else(unknown)
    }

    /// The days of a mask; `None` where a bit is no day's.
    pub(super) fn of_mask(self, mask: u8) -> Option<Weekdays> {
        (mask < 128).then(|| {
            let all = Weekday::ALL.into_iter();
            all.filter(|day| mask & self.number(*day) != 0).collect()
        })
    }
}

/// A mask in hex, two digits.
pub(super) fn hex(mask: u8) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
    [mask >> 4, mask & 15]
        .map(digit)
        .iter()
        .collect::<String>()
        .to_ascii_uppercase()
}
