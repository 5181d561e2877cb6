//! A schedule of ONVIF's schedule service, for devices without extended recurrence.
//!
//! `Standard` is iCalendar text of weekly events of 1970, each within one day; special days are
//! groups of single events, and the schedule says for each group what is open on its days: nothing
//! where there is no time range. Without special days a device has only the first.
//!
//! Source: ONVIF Schedule Service Specification.

use alloc::string::String;
use alloc::vec::Vec;

use crate::schedule::icalendar::{Calendar, Form as Taken, read as read_calendar, spans};
use crate::schedule::object::{VALID, WEEKLY, judge_ends};
use crate::schedule::{Period, Schedule, SpecialDays};
use crate::schema::{Document, Given, Judged, Kind, Name, Step, Table, check};
use crate::time::DAY;
use crate::value::Members;
use crate::{Issue, IssueCode, UnknownFields, Value};

use super::plan::note;
use super::time_of_day::{SECONDS, seconds_of, seconds_to_text};
use super::unifi::{dated_lost, night_cut, within_day};
use super::week::{rules_of, week_of};
use super::{ReadSchedule, Told};

const SCHEDULE: Name = Name::new(0, "Schedule");
const GROUPS: Name = Name::new(1, "SpecialDayGroup");

const STANDARD: Name = Name::new(0, "Standard");
const SPECIAL_DAYS: Name = Name::new(1, "SpecialDays");

const GROUP_TOKEN: Name = Name::new(0, "GroupToken");
const TIME_RANGE: Name = Name::new(1, "TimeRange");

const FROM: Name = Name::new(0, "From");
const UNTIL: Name = Name::new(1, "Until");

const TOKEN: Name = Name::new(0, "token");
const NAME: Name = Name::new(1, "Name");
const DAYS: Name = Name::new(2, "Days");

const RANGE: Table = Table::of(&[
    FROM.required(Kind::Form(&SECONDS)),
    UNTIL.optional(Kind::Form(&SECONDS)),
])
.with_rules(|range| judge_ends(range, FROM, UNTIL));
const RANGES: Table = Table::of(&[
    GROUP_TOKEN.required(Kind::Text),
    TIME_RANGE.optional(Kind::List(&Kind::Object(&RANGE))),
]);
const STANDARD_SCHEDULE: Table = Table::of(&[
    STANDARD.required(Kind::Text),
    SPECIAL_DAYS.optional(Kind::List(&Kind::Object(&RANGES))),
])
.open();
const GROUP: Table = Table::of(&[
    TOKEN.required(Kind::Text),
    NAME.optional(Kind::Text),
    DAYS.required(Kind::Text),
])
.open();
const SERVICE: Table = Table::of(&[
    SCHEDULE.required(Kind::Object(&STANDARD_SCHEDULE)),
    GROUPS.optional(Kind::List(&Kind::Object(&GROUP))),
])
.with_rules(judge_tokens);

/// Each token names a group of the list.
fn judge_tokens(service: &mut Judged<'_, '_>) {
    if !service.is_right() {
        return;
    }
    let tokens: Vec<&str> = service
        .reading
        .items(GROUPS)
        .filter_map(|group| group.reading(&GROUP)?.text(TOKEN))
        .collect();
    let schedule = service.reading.object(SCHEDULE, &STANDARD_SCHEDULE);
    let used: Vec<Option<&str>> = schedule
        .iter()
        .flat_map(|schedule| schedule.items(SPECIAL_DAYS))
        .map(|ranges| ranges.reading(&RANGES)?.text(GROUP_TOKEN))
        .collect();
    for (at, token) in used.into_iter().enumerate() {
        if token.is_none_or(|token| !tokens.contains(&token)) {
            let steps = [
                Step::Field(SPECIAL_DAYS),
                Step::Item(at),
                Step::Field(GROUP_TOKEN),
            ];
            service.report_in(SCHEDULE, &steps, || {
                Issue::of(IssueCode::ScheduleLinkUnknown)
            });
        }
    }
}

pub(super) fn read(document: &Document<'_>) -> Told {
    let service = check(document, &SERVICE, UnknownFields::Refuse, &mut |_| {})?;
    let schedule = service.object(SCHEDULE, &STANDARD_SCHEDULE);
    let text = schedule
        .as_ref()
        .and_then(|schedule| schedule.text(STANDARD));
    let (regular, _) = read_calendar(text.unwrap_or_default(), Taken::Plain)
        .map_err(|issues| issues.at(STANDARD).at(SCHEDULE))?;
    let mut notes = Vec::new();
    let mut special = Vec::new();
    for ranges in schedule
        .iter()
        .flat_map(|schedule| schedule.items(SPECIAL_DAYS))
    {
        let Some(ranges) = ranges.reading(&RANGES) else {
            continue;
        };
        let mut groups = service.items(GROUPS).enumerate();
        let found = groups.find_map(|(at, group)| {
            let group = group.reading(&GROUP)?;
            (group.text(TOKEN) == ranges.text(GROUP_TOKEN)).then_some((at, group))
        });
        // Always there: the rules of the table look for it.
        let Some((at, group)) = found else {
            continue;
        };
        let days = spans(group.text(DAYS).unwrap_or_default())
            .map_err(|issues| issues.at(DAYS).at(at).at(GROUPS))?;
        let mut periods = Vec::new();
        for range in ranges.items(TIME_RANGE) {
            periods.extend(period_of(range, &mut notes));
        }
        let days = SpecialDays::new(days, periods)?;
        special.push(match group.owned(NAME) {
            Some(name) => days.named(name),
            None => days,
        });
    }
    let schedule = Schedule::new(regular.weekly().to_vec(), Vec::new(), special)?;
    Ok(ReadSchedule { schedule, notes })
}

/// Whole minutes of a time range; without an end until midnight.
fn period_of(range: Given<'_>, notes: &mut Vec<Issue>) -> Option<Period> {
    let range = range.reading(&RANGE)?;
    let from = seconds_of(range.text(FROM)?)?;
    // The last second of a day is meant to be inside.
    let until = match range.text(UNTIL).and_then(seconds_of) {
        None | Some(86_399) => 86_400,
        Some(until) => until,
    };
    if from % 60 != 0 || until % 60 != 0 {
        notes.push(note(IssueCode::ScheduleMinutesCut).param("in whole minutes"));
    }
    let minute = |seconds: u32| u16::try_from(seconds / 60).ok();
    let (from, until) = (minute(from + 59)?, minute(until)?);
    if from >= until {
        return None;
    }
    Period::new(from, until).ok()
}

pub(super) fn write(schedule: &Schedule) -> (Value<'static>, Vec<Issue>) {
    let mut notes = Vec::new();
    let (week, is_over_midnight) = week_of(schedule);
    if is_over_midnight {
        notes.push(note(IssueCode::ScheduleSplit).at(WEEKLY));
    }
    if schedule.valid_from().is_some() || schedule.valid_until().is_some() {
        notes.push(note(IssueCode::ScheduleValidityLost).at(VALID));
    }
    dated_lost(schedule, &mut notes);
    night_cut(schedule, &mut notes);
    let mut calendar = Calendar::default();
    for rule in rules_of(&week, false) {
        if let Some(rule) = rule.to_weekly() {
            calendar.weekly(&rule);
        }
    }
    let mut ranges: Vec<Value<'static>> = Vec::new();
    let mut groups: Vec<Value<'static>> = Vec::new();
    for (at, group) in schedule.special().iter().enumerate() {
        // The device chooses tokens: these tie the two lists together.
        let token = alloc::format!("group-{}", at + 1);
        let mut days = Calendar::default();
        for span in group.days() {
            let (from, until) = span.ends();
            days.single(from, until);
        }
        let range = |(from, until): (u16, u16)| -> Value<'static> {
            let until = (until < DAY).then(|| seconds_to_text(until, 0));
            Members::default()
                .with(FROM.text, seconds_to_text(from, 0))
                .with_some(UNTIL.text, until)
                .into()
        };
        let periods: Vec<_> = within_day(group).into_iter().map(range).collect();
        ranges.push(
            Members::default()
                .with(GROUP_TOKEN.text, token.clone())
                .with(TIME_RANGE.text, periods)
                .into(),
        );
        groups.push(
            Members::default()
                .with(TOKEN.text, token)
                .with(
                    NAME.text,
                    String::from(group.name().unwrap_or("special days")),
                )
                .with(DAYS.text, days.text())
                .into(),
        );
    }
    let some = |list: Vec<Value<'static>>| (!list.is_empty()).then_some(list);
    let standard = Members::default()
        .with(STANDARD.text, calendar.text())
        .with_some(SPECIAL_DAYS.text, some(ranges));
    let held = Members::default()
        .with(SCHEDULE.text, standard)
        .with_some(GROUPS.text, some(groups));
    (held.into(), notes)
}
