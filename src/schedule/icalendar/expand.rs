//! Recurrences that are not the same every week, written out.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::event::Event;
use super::recurrence::{CODES, Frequency, Recurrence};
use super::{LONGEST, MINUTES, hours};
use crate::schedule::{DatedHours, MOST_RULES};
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
    let set = set_of(event.start, recurrence).ok_or_else(refused)?;
    let end = (i64::from(last.days()) + 1) * MINUTES;
    // One more than a schedule can have says that they are too many.
    for start in set.into_iter().take(MOST_RULES + 1) {
        let start = start.timestamp().div_euclid(60);
        if start >= end {
            break;
        }
        dated.extend(hours(start, (start + length).min(end)));
    }
    if dated.len() > MOST_RULES {
        let long = Issue::of(IssueCode::ScheduleTooLong);
        return Err(long.param(MOST_RULES));
    }
    Ok(())
}

/// The set of a rule, in which the wall is taken for UTC: no zone changes it.
fn set_of(start: i64, recurrence: &Recurrence) -> Option<RRuleSet> {
    let start = chrono::DateTime::from_timestamp(start * 60, 0)?.with_timezone(&Tz::UTC);
    let rule: RRule<Unvalidated> = text_of(recurrence).parse().ok()?;
    rule.build(start).ok()
}

/// The rule as text, of what was read of it and nothing else.
fn text_of(recurrence: &Recurrence) -> String {
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
    let day = |(number, day): &(i8, crate::schedule::Weekday)| {
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
    let count = recurrence.count.map(|count| format!("{count}"));
    list("COUNT", count.into_iter().collect());
    let until = recurrence.until.and_then(|until| {
        // A day is inclusive as a whole.
        let minute = if until.is_day {
            until.minute + MINUTES - 1
        } else {
            until.minute
        };
        let at = chrono::DateTime::from_timestamp(minute * 60, 0)?;
        Some(format!("{}", at.format("%Y%m%dT%H%M%SZ")))
    });
    list("UNTIL", until.into_iter().collect());
    text
}
