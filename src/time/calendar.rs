//! Days of the proleptic Gregorian calendar, counted from 1970-01-01.

use super::in_range;
use crate::{Issue, IssueCode};

/// A year, a month and a day.
#[derive(Clone, Copy)]
pub(super) struct Civil {
    pub(super) year: i16,
    /// 1-12
    pub(super) month: u8,
    /// 1-31
    pub(super) day: u8,
}

/// Days in 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;

/// 0000-03-01 before 1970-01-01, in days. Years that begin in March have the leap day last.
const MARCH_0000: i64 = 719_468;

impl Civil {
    /// A day that is in the calendar.
    ///
    /// # Errors
    /// `timestamp_month_out_of_range`, `timestamp_day_out_of_range`.
    pub(super) fn checked(year: i16, month: u8, day: u8) -> Result<Self, Issue> {
        let date = Self { year, month, day };
        if date.is_there() {
            return Ok(date);
        }
        let is_month = (1..=12).contains(&month);
        in_range(IssueCode::TimestampMonthOutOfRange, is_month, month)?;
        Err(Issue::of(IssueCode::TimestampDayOutOfRange)
            .param(day)
            .param(date.days_in_month()))
    }

    /// Whether the calendar has it.
    pub(super) fn is_there(self) -> bool {
        (1..=12).contains(&self.month) && (1..=self.days_in_month()).contains(&self.day)
    }

    pub(super) fn days_in_month(self) -> u8 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// Days since 1970-01-01.
    pub(super) fn days(self) -> i64 {
        let (year, month) = if self.month > 2 {
            (self.year, self.month - 3)
        } else {
            (self.year - 1, self.month + 9)
        };
        // A cycle later, where no year is below zero.
        let year = u32::from((year + 400).unsigned_abs());
        // Months from March have 31, 30, 31, 30, 31, 31, … days: 153 in five.
        let day = (153 * u32::from(month) + 2) / 5 + u32::from(self.day);
        let days = year * 365 + year / 4 - year / 100 + year / 400 + day;
        i64::from(days) - (MARCH_0000 + CYCLE + 1)
    }

    /// The date of a count of days since 1970-01-01; saturates outside the years of an `i16`.
    pub(super) fn of_days(days: i64) -> Self {
        let days = days + MARCH_0000;
        let (cycle, day) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (year * 365 + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (year, month) = if month < 10 {
            (year, month + 3)
        } else {
            (year + 1, month - 9)
        };
        Self {
            year: i16::try_from(cycle * 400 + year).unwrap_or(i16::MAX),
            month: u8::try_from(month).unwrap_or(u8::MAX),
            day: u8::try_from(day).unwrap_or(u8::MAX),
        }
    }
}
