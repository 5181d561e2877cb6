//! Schedules as iCalendar text (RFC 5545), as far as it says hours of weekdays and single events.
//!
//! What ONVIF's plain form can say is a part of it: weekly events of the year 1970 that end no later
//! than the next midnight, local times, no end of the recurrence. Whatever an event says that is not
//! understood refuses the text: what is passed over might open longer.
//!
//! Source: RFC 5545 (3.3.10 recurrence rules, 3.6.1 events, 3.8.2.2 `DTEND` is exclusive); ONVIF
//! Schedule Service Specification, Recurrence.

use alloc::string::String;
use alloc::vec::Vec;

use super::{DatedHours, Period, Schedule, Span, Weekday, Weekdays, WeeklyHours};
use crate::time::{DAY, Date, LocalMinute};
use crate::{Issue, IssueCode, Issues};

mod event;
#[cfg(feature = "icalendar")]
mod expand;
mod line;
mod recurrence;
mod write;

use event::{Event, events};
use recurrence::{Frequency, Recurrence};
pub(super) use write::Calendar;

/// The minutes of a day.
const MINUTES: i64 = 1440;

/// An event is no longer than this: the next of a weekly one begins.
const LONGEST: i64 = 7 * MINUTES;

/// What of RFC 5545 is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// What a device takes that has no extended recurrence.
    Plain,
    /// Single events, and weekly and daily ones from a date on, until another or so often.
    Weekly,
    /// Any recurrence, written out until a day.
    #[cfg(feature = "icalendar")]
    Until(Date),
}

impl Schedule {
    /// Reads iCalendar text: a weekly or a daily event is a weekly rule, a single one a dated rule.
    /// Times are those of the door's wall; an event of 1970 has no first day.
    ///
    /// # Errors
    /// `icalendar_malformed`, `icalendar_unfit`: up to 100 of them, each with its line;
    /// `list_too_long`.
    pub fn from_icalendar(text: &str) -> Result<Self, Issues> {
        Ok(read(text, Form::Weekly)?.0)
    }

    /// As [`from_icalendar`](Self::from_icalendar), and any other recurrence of ONVIF's extended
    /// form is written out as dated rules, up to a day. The last of what is given back is whether
    /// there was one.
    ///
    /// # Errors
    /// As [`from_icalendar`](Self::from_icalendar).
    #[cfg(feature = "icalendar")]
    pub fn from_icalendar_until(text: &str, last: Date) -> Result<super::ReadSchedule, Issues> {
        let (schedule, is_expanded) = read(text, Form::Until(last))?;
        let mut notes = Vec::new();
        if is_expanded {
            let expanded = Issue::of(IssueCode::ScheduleExpanded);
            notes.push(expanded.param(alloc::format!("{last}")));
        }
        Ok(super::ReadSchedule { schedule, notes })
    }

    /// The weekly and the dated rules as iCalendar text, and notes on what it does not say: special
    /// days and validity. Without dates it is what ONVIF's plain form takes.
    #[must_use]
    pub fn to_icalendar(&self) -> (String, Vec<Issue>) {
        let mut notes = Vec::new();
        if !self.special.is_empty() {
            notes.push(Issue::of(IssueCode::ScheduleSpecialLost).at(super::object::SPECIAL));
        }
        if self.from.is_some() || self.until.is_some() {
            notes.push(Issue::of(IssueCode::ScheduleValidityLost).at(super::object::VALID));
        }
        let mut calendar = Calendar::default();
        for rule in &self.weekly {
            calendar.weekly(rule);
        }
        for hours in &self.dated {
            calendar.single(hours.from().count(), hours.until().count());
        }
        (calendar.text(), notes)
    }
}

/// The schedule of a text, and whether something of it is written out.
pub(super) fn read(text: &str, form: Form) -> Result<(Schedule, bool), Issues> {
    let mut weekly = Vec::new();
    let mut dated = Vec::new();
    let mut is_expanded = false;
    each_event(text, |event| {
        let Some(recurrence) = &event.recurrence else {
            if form == Form::Plain {
                return Err(event.unfit("a weekly event"));
            }
            dated.extend(hours(event.start, event.end));
            return Ok(());
        };
        if form == Form::Plain {
            judge_plain(event, recurrence)?;
        }
        if let Some(days) = recurrence.weekdays(event.start) {
            return by_week(event, recurrence, days, &mut weekly);
        }
        #[cfg(feature = "icalendar")]
        if let Form::Until(last) = form {
            is_expanded = true;
            return expand::expand(event, recurrence, last, &mut dated);
        }
        Err(event.unfit("an event of each week, or of each day"))
    })?;
    let schedule = Schedule::new(weekly, dated, Vec::new())?;
    // Without the feature nothing is written out.
    let is_expanded = core::mem::take(&mut is_expanded);
    Ok((schedule, is_expanded))
}

/// The spans of single events: special days.
pub(super) fn spans(text: &str) -> Result<Vec<Span>, Issues> {
    let mut spans = Vec::new();
    each_event(text, |event| {
        if event.recurrence.is_some() {
            return Err(event.unfit("a single event"));
        }
        let date = LocalMinute::of_count(event.start).map(LocalMinute::date);
        let is_day = event.start.rem_euclid(MINUTES) == 0 && event.end - event.start == MINUTES;
        spans.extend(match date.filter(|_| is_day) {
            Some(date) => Some(Span::Day(date)),
            None => hours(event.start, event.end).map(Span::Minutes),
        });
        Ok(())
    })?;
    Ok(spans)
}

/// Does something of each event, and collects what is wrong with them.
fn each_event(text: &str, mut of: impl FnMut(&Event) -> Result<(), Issue>) -> Result<(), Issues> {
    const MOST: usize = crate::schema::MOST_ISSUES;
    let mut issues = Vec::new();
    let mut found = 0_usize;
    events(text, &mut |event| {
        if let Err(issue) = event.and_then(|event| of(&event)) {
            found += 1;
            if issues.len() < MOST {
                issues.push(issue);
            }
        }
    });
    if found > issues.len() {
        let cut = Issue::of(IssueCode::IssuesCut);
        issues.push(cut.param(MOST).param(found));
    }
    if issues.is_empty() {
        Ok(())
    } else {
        Err(issues.into())
    }
}

/// What ONVIF asks of devices without extended recurrence.
fn judge_plain(event: &Event, recurrence: &Recurrence) -> Result<(), Issue> {
    let year = LocalMinute::of_count(event.start).map(|start| start.date().year());
    let midnight = event.start.div_euclid(MINUTES) * MINUTES + MINUTES;
    if recurrence.frequency != Frequency::Weekly || recurrence.interval != 1 {
        Err(event.unfit("a weekly event"))
    } else if recurrence.count.is_some() || recurrence.until.is_some() {
        Err(event.unfit("an event that comes for ever"))
    } else if year != Some(1970) {
        Err(event.unfit("an event that begins in 1970"))
    } else if event.end > midnight {
        Err(event.unfit("an event that ends at the next midnight at the latest"))
    } else {
        Ok(())
    }
}

/// The rules of an event on some weekdays: one for each day that it touches.
fn by_week(
    event: &Event,
    recurrence: &Recurrence,
    days: Weekdays,
    rules: &mut Vec<WeeklyHours>,
) -> Result<(), Issue> {
    let first = event.start.div_euclid(MINUTES);
    let of_start = Date::of_days(first).map(Date::weekday);
    if !of_start.is_some_and(|day| days.contains(day)) {
        return Err(event.unfit("an event that begins on one of its days"));
    }
    if event.end - event.start > LONGEST {
        return Err(event.unfit("an event of at most seven days"));
    }
    let last = recurrence.last_day(event.start, days);
    if last.is_some_and(|last| last < first) {
        return Ok(());
    }
    let is_unbounded = Date::of_days(first).is_some_and(|date| date.year() == 1970);
    let minute = |count: i64| u16::try_from(count.rem_euclid(MINUTES)).unwrap_or_default();
    let mut rule = |from: u16, until: u16, later: i64| -> Result<(), Issue> {
        let shifted: Weekdays = days.iter().map(|day| days_later(day, later)).collect();
        let first = (!is_unbounded)
            .then(|| Date::of_days(first + later))
            .flatten();
        let last = last.and_then(|last| Date::of_days(last + later));
        let hours = WeeklyHours::new(shifted, Period::new(from, until)?)?;
        rules.push(hours.between(first, last)?);
        Ok(())
    };
    if event.end - event.start <= MINUTES {
        let until = match minute(event.end) {
            0 => DAY,
            until => until,
        };
        return rule(minute(event.start), until, 0);
    }
    rule(minute(event.start), DAY, 0)?;
    let whole_days = event.end.div_euclid(MINUTES) - first;
    for later in 1..whole_days {
        rule(0, DAY, later)?;
    }
    match minute(event.end) {
        0 => Ok(()),
        until => rule(0, until, whole_days),
    }
}

fn days_later(day: Weekday, days: i64) -> Weekday {
    let all = Weekday::ALL.into_iter().cycle();
    let later = usize::from(day.days_from_monday()) + usize::try_from(days).unwrap_or_default();
    let mut from_there = all.skip(later % 7);
    from_there.next().unwrap_or(day)
}

/// Hours of a date; `None` where the calendar does not have them.
fn hours(from: i64, until: i64) -> Option<DatedHours> {
    DatedHours::new(LocalMinute::of_count(from)?, LocalMinute::of_count(until)?).ok()
}
