//! Recurrences that are not the same every week, written out.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::event::Event;
use super::recurrence::{CODES, Frequency, Recurrence};
use super::{LONGEST, MINUTES, hours};
use crate::schedule::{DatedHours, MOST_RULES, Weekday};
use crate::time::Date;
use crate::{Issue, IssueCode};

/// Adds each time that an event comes, up to a day.
pub(super) fn expand(
    event: &Event,
    recurrence: &Recurrence,
    last: Date,
    dated: &mut Vec<DatedHours>,
) -> Result<(), Issue> {
    let length = event.end - event.start;
    if length > LONGEST {
        return Err(event.unfit("an event of at most seven days"));
    }
    let refused = || event.unfit("an event of ONVIF's extended recurrence");
    if !begins(event.start, recurrence).unwrap_or_default() {
        return Err(event.unfit("an event that begins on one of its days"));
    }
    let end = (i64::from(last.days()) + 1) * MINUTES;
    if event.start >= end {
        return Ok(());
    }
    let set = set_of(event.start, end, recurrence).ok_or_else(refused)?;
    // One more than a schedule can have says that they are too many.
    let most = MOST_RULES + 1;
    let count = recurrence
        .count
        .and_then(|count| usize::try_from(count).ok());
    let starts = set
        .into_iter()
        .map(|start| start.timestamp().div_euclid(60));
    for start in starts.take(count.map_or(most, |count| most.min(count))) {
        dated.extend(hours(start, (start + length).min(end)));
    }
    if dated.len() > MOST_RULES {
        let long = Issue::of(IssueCode::ScheduleTooLong);
        return Err(long.param(MOST_RULES));
    }
    Ok(())
}

/// Whether an event begins on one of its own days. One that does not may never come, and would be
/// looked for as long as there are years.
fn begins(start: i64, recurrence: &Recurrence) -> Option<bool> {
    let date = Date::of_days(start.div_euclid(MINUTES))?;
    let of_month = |day: u8| Date::new(date.year(), date.month(), day).ok();
    let days_in_month = (28..=31).rev().find(|day| of_month(*day).is_some())?;
    let (first, last) = if recurrence.months.is_empty() && recurrence.frequency == Frequency::Yearly
    {
        // Numbers of weekdays count in the year.
        (
            Date::new(date.year(), 1, 1).ok()?,
            Date::new(date.year(), 12, 31).ok()?,
        )
    } else {
        (of_month(1)?, of_month(days_in_month)?)
    };
    let weeks = |days: i32| i8::try_from(days / 7).unwrap_or_default() + 1;
    let from_first = weeks(date.days() - first.days());
    let from_last = -weeks(last.days() - date.days());
    let is_day = |(number, day): &(i8, Weekday)| {
        *day == date.weekday() && [0, from_first, from_last].contains(number)
    };
    let of_month = i8::try_from(date.day()).unwrap_or_default();
    let from_end = of_month - i8::try_from(days_in_month).unwrap_or_default() - 1;
    let is_day_of_month = |day: &i8| [of_month, from_end].contains(day);
    let (days, of_months) = (&recurrence.days, &recurrence.days_of_month);
    Some(
        (recurrence.months.is_empty() || recurrence.months.contains(&date.month()))
            && (days.is_empty() || days.iter().any(is_day))
            && (of_months.is_empty() || of_months.iter().any(is_day_of_month)),
    )
}

/// The set of a rule, in which the wall is taken for UTC: no zone changes it.
fn set_of(start: i64, end: i64, recurrence: &Recurrence) -> Option<RRuleSet> {
    let start = chrono::DateTime::from_timestamp(start * 60, 0)?.with_timezone(&Tz::UTC);
    let rule: RRule<Unvalidated> = text_of(recurrence, end).parse().ok()?;
    rule.build(start).ok()
}

/// The rule as text, of what was read of it and nothing else. It always ends. How often it comes is counted by who asks.
fn text_of(recurrence: &Recurrence, end: i64) -> String {
    let frequency = match recurrence.frequency {
        Frequency::Daily => "DAILY",
        Frequency::Weekly => "WEEKLY",
        Frequency::Monthly => "MONTHLY",
        Frequency::Yearly => "YEARLY",
    };
    let mut text = format!("FREQ={frequency};INTERVAL={}", recurrence.interval);
    let mut list = |name: &str, items: Vec<String>| {
        if !items.is_empty() {
            text.push(';');
            text.push_str(name);
            text.push('=');
            text.push_str(&items.join(","));
        }
    };
    let day = |(number, day): &(i8, Weekday)| {
        let code = CODES.get(usize::from(day.days_from_monday()));
        let code = code.copied().unwrap_or_default();
        match number {
            0 => String::from(code),
            number => format!("{number}{code}"),
        }
    };
    list("BYDAY", recurrence.days.iter().map(day).collect());
    let months = recurrence.months.iter();
    list("BYMONTH", months.map(|month| format!("{month}")).collect());
    let days = recurrence.days_of_month.iter();
    list("BYMONTHDAY", days.map(|day| format!("{day}")).collect());
    let until = recurrence.until.map_or(end, |until| {
        // A day is inclusive as a whole.
        let rest = if until.is_day { MINUTES - 1 } else { 0 };
        end.min(until.minute + rest)
    });
    let until = chrono::DateTime::from_timestamp(until * 60, 0);
    let until = until.map(|at| format!("{}", at.format("%Y%m%dT%H%M%SZ")));
    list("UNTIL", until.into_iter().collect());
    text
}
