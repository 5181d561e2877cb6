//! Recurrence rules: `FREQ=WEEKLY;BYDAY=MO,WE`.

use alloc::vec::Vec;

use super::MINUTES;
use super::event::{Moment, malformed};
use super::line::Line;
use crate::schedule::{Weekday, Weekdays};
use crate::time::Date;
use crate::{Issue, IssueCode};

/// How often an event comes again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule, as far as ONVIF's extended form has it.
pub(super) struct Recurrence {
    pub(super) frequency: Frequency,
    pub(super) interval: u32,
    /// How often in all, the first counted.
    pub(super) count: Option<u32>,
    /// The last moment at which it may begin, inclusive.
    pub(super) until: Option<Moment>,
    /// Weekdays, each with its number in the month or year, 0 for all of them.
    pub(super) days: Vec<(i8, Weekday)>,
    pub(super) months: Vec<u8>,
    /// Days of the month, those from its end negative.
    pub(super) days_of_month: Vec<i8>,
}

/// The codes of weekdays, Monday first.
pub(super) const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Recurrence {
    pub(super) fn parse(line: &Line<'_>) -> Result<Self, Issue> {
        let wrong = |expected| malformed(line.number, expected);
        let unknown = || {
            let issue = Issue::of(IssueCode::ICalendarUnfit);
            issue
                .param("FREQ, BYDAY, BYMONTH, BYMONTHDAY, INTERVAL, COUNT and UNTIL alone")
                .param(line.number)
        };
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Weekly,
            interval: 1,
            count: None,
            until: None,
            days: Vec::new(),
            months: Vec::new(),
            days_of_month: Vec::new(),
        };
        let mut names: Vec<&str> = Vec::new();
        for part in line.value.split(';') {
            // ONVIF prints `UNTIL:` once.
            let split = part.split_once('=').or_else(|| part.split_once(':'));
            let (name, value) =
                split.ok_or_else(|| wrong("a rule such as FREQ=WEEKLY;BYDAY=MO"))?;
            let name = name.trim();
            if names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                return Err(wrong("each part of a rule once"));
            }
            names.push(name);
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            if is("FREQ") {
                frequency = Some(match value.to_ascii_uppercase().as_str() {
                    "DAILY" => Frequency::Daily,
                    "WEEKLY" => Frequency::Weekly,
                    "MONTHLY" => Frequency::Monthly,
                    "YEARLY" => Frequency::Yearly,
                    _ => return Err(wrong("FREQ of DAILY, WEEKLY, MONTHLY or YEARLY")),
                });
            } else if is("INTERVAL") {
                rule.interval = positive(value).ok_or_else(|| wrong("INTERVAL from 1 on"))?;
            } else if is("COUNT") {
                let count = positive(value).ok_or_else(|| wrong("COUNT from 1 on"))?;
                rule.count = Some(count);
            } else if is("UNTIL") {
                let until = Moment::parse(value);
                rule.until = Some(until.ok_or_else(|| wrong("UNTIL as a local time"))?);
            } else if is("BYDAY") {
                let days = value.split(',').map(numbered_day).collect::<Option<_>>();
                rule.days = days.ok_or_else(|| wrong("BYDAY of days such as MO,-1FR"))?;
            } else if is("BYMONTH") {
                let months = value.split(',').map(|month| {
                    let month = u8::try_from(positive(month)?).ok()?;
                    (month <= 12).then_some(month)
                });
                let months = months.collect::<Option<_>>();
                rule.months = months.ok_or_else(|| wrong("BYMONTH of numbers from 1 to 12"))?;
            } else if is("BYMONTHDAY") {
                let days = value.split(',').map(|day| signed(day, 31));
                let days = days.collect::<Option<_>>();
                rule.days_of_month = days.ok_or_else(|| wrong("BYMONTHDAY from 1 to 31"))?;
            } else if is("WKST") {
                // Matters only where weeks are left out.
                if !value.eq_ignore_ascii_case("MO") {
                    return Err(unknown());
                }
            } else {
                return Err(unknown());
            }
        }
        rule.frequency = frequency.ok_or_else(|| wrong("FREQ in the rule"))?;
        if rule.count.is_some() && rule.until.is_some() {
            return Err(wrong("COUNT or UNTIL, not both"));
        }
        let is_numbered = rule.days.iter().any(|(number, _)| *number != 0);
        let takes_numbers = matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly);
        if is_numbered && !takes_numbers {
            return Err(wrong(
                "days without numbers, which are for MONTHLY and YEARLY",
            ));
        }
        Ok(rule)
    }

    /// The weekdays on which it begins, of a rule that is the same every week; `None` for another.
    pub(super) fn weekdays(&self, start: i64) -> Option<Weekdays> {
        if self.interval != 1 || !self.months.is_empty() || !self.days_of_month.is_empty() {
            return None;
        }
        let days: Weekdays = self.days.iter().map(|(_, day)| *day).collect();
        match self.frequency {
            Frequency::Daily if days.is_empty() => Some(Weekdays::ALL),
            Frequency::Weekly if days.is_empty() => {
                let date = Date::of_days(start.div_euclid(MINUTES))?;
                Some(core::iter::once(date.weekday()).collect())
            }
            Frequency::Daily | Frequency::Weekly => Some(days),
            Frequency::Monthly | Frequency::Yearly => None,
        }
    }

    /// The last day on which it begins, of a rule of weekdays, one of which is that of the start;
    /// `None` where it never ends.
    pub(super) fn last_day(&self, start: i64, days: Weekdays) -> Option<i64> {
        let first = start.div_euclid(MINUTES);
        if let Some(until) = self.until {
            let day = until.minute.div_euclid(MINUTES);
            let begins = first * MINUTES <= start && {
                let minute = start.rem_euclid(MINUTES);
                until.is_day || minute <= until.minute.rem_euclid(MINUTES)
            };
            return Some(if begins { day } else { day - 1 });
        }
        let more = i64::from(self.count?) - 1;
        let in_week = i64::try_from(days.iter().count()).unwrap_or(1).max(1);
        let mut day = first + more / in_week * 7;
        let mut left = more % in_week;
        while left > 0 {
            day += 1;
            let is_one = Date::of_days(day).is_none_or(|date| days.contains(date.weekday()));
            left -= i64::from(is_one);
        }
        Some(day)
    }
}

fn positive(text: &str) -> Option<u32> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_digits)?;
    (1..=100_000).contains(&number).then_some(number)
}

/// A number other than 0, with or without a sign.
fn signed(text: &str, most: u32) -> Option<i8> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = positive(digits).filter(|number| *number <= most)?;
    Some(sign * i8::try_from(number).ok()?)
}

/// `MO`, `2MO`, `-1FR`.
fn numbered_day(text: &str) -> Option<(i8, Weekday)> {
    let text = text.trim();
    let (number, code) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let mut codes = CODES.iter().zip(Weekday::ALL);
    let (_, day) = codes.find(|(known, _)| known.eq_ignore_ascii_case(code))?;
    let number = if number.is_empty() {
        0
    } else {
        signed(number, 53)?
    };
    Some((number, day))
}
