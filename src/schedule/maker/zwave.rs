//! Z-Wave's two ways to keep schedules, in the words of zwave-js.
//!
//! Schedule Entry Lock has a slot for each weekday, from one minute to another of the same day, and
//! slots from one minute of a date to another. Active Schedule has slots of several weekdays that
//! begin at a minute and last for so long, at most 23:59, and so may go over midnight. A user has
//! one kind of them; with none the code always opens.

use alloc::vec::Vec;

use crate::schedule::{Schedule, Weekday, Weekdays};
use crate::schema::{Document, Field, Given, Judged, Kind, Name, Reading, Table, check};
use crate::time::{DAY, Date, LocalMinute};
use crate::value::Members;
use crate::{Issue, IssueCode, UnknownFields, Value};

use super::fields::{
    HOUR, MINUTE, before_midnight, hours_of, judge_hours, minute_at, report_at, rule_fields,
    to_midnight,
};
use super::plan::{End, Plan, Shape, day_by_day, note, plan};
use super::span::{Stretch, close, fit, schedule_of};
use super::week::Rule;
use super::weekdays::WeekdayNumbers::ZWave as Numbers;
use super::{MakerOptions, ReadSchedule, Told, Written};

const WEEKLY: Name = Name::new(0, "weekDaySchedules");
const REPEATING: Name = Name::new(0, "dailyRepeatingSchedules");
const DATED: Name = Name::new(1, "yearDaySchedules");

const DAY_NUMBER: Kind = Kind::Whole(0, 6);

const SLOT_NAMES: [&str; 5] = [
    "weekday",
    "startHour",
    "startMinute",
    "stopHour",
    "stopMinute",
];
const SLOT_FIELDS: [Field; 5] = rule_fields(SLOT_NAMES, DAY_NUMBER);
const SLOT: Table = Table::of(&SLOT_FIELDS).with_rules(judge_hours).open();

const ENDS: [[&str; 5]; 2] = [
    [
        "startYear",
        "startMonth",
        "startDay",
        "startHour",
        "startMinute",
    ],
    ["stopYear", "stopMonth", "stopDay", "stopHour", "stopMinute"],
];
/// Two digits of a year from 2000 on.
const SHORT_YEAR: Kind = Kind::Whole(0, 99);
const MONTH: Kind = Kind::Whole(1, 12);
const DAY_OF_MONTH: Kind = Kind::Whole(1, 31);

const DATED_SLOT: Table = Table::of(&[
    Name::new(0, ENDS[0][0]).required(SHORT_YEAR),
    Name::new(1, ENDS[0][1]).required(MONTH),
    Name::new(2, ENDS[0][2]).required(DAY_OF_MONTH),
    Name::new(3, ENDS[0][3]).required(HOUR),
    Name::new(4, ENDS[0][4]).required(MINUTE),
    Name::new(5, ENDS[1][0]).required(SHORT_YEAR),
    Name::new(6, ENDS[1][1]).required(MONTH),
    Name::new(7, ENDS[1][2]).required(DAY_OF_MONTH),
    Name::new(8, ENDS[1][3]).required(HOUR),
    Name::new(9, ENDS[1][4]).required(MINUTE),
])
.with_rules(|slot| judge_moments(slot, 2, 7, &|slot| moments(slot, 2000)))
.open();

const SLOTS: Table = Table::of(&[
    WEEKLY.optional(Kind::SomeList(&Kind::Object(&SLOT))),
    DATED.optional(Kind::SomeList(&Kind::Object(&DATED_SLOT))),
])
.with_rules(judge_kinds);

const WEEKDAYS: Name = Name::new(0, "weekdays");
const TIMESPAN: Name = Name::new(1, "timespan");
const SPAN_NAMES: [&str; 4] = ["startHour", "startMinute", "durationHour", "durationMinute"];
const SPAN: Table = Table::of(&[
    Name::new(0, SPAN_NAMES[0]).required(HOUR),
    Name::new(1, SPAN_NAMES[1]).required(MINUTE),
    Name::new(2, SPAN_NAMES[2]).required(HOUR),
    Name::new(3, SPAN_NAMES[3]).required(MINUTE),
])
.with_rules(|span| {
    if minute_at(span.reading, 2) == Some(0) && span.is_right() {
        report_at(span, 3, || Issue::of(IssueCode::WindowEmpty));
    }
});
const REPEATING_SLOT: Table = Table::of(&[
    WEEKDAYS.required(Kind::SomeList(&DAY_NUMBER)),
    TIMESPAN.required(Kind::Object(&SPAN)),
])
.open();

const START_DATE: Name = Name::new(0, "startDate");
const STOP_DATE: Name = Name::new(1, "stopDate");
const MOMENT_NAMES: [&str; 5] = ["year", "month", "day", "hour", "minute"];
const MOMENT: Table = Table::of(&[
    Name::new(0, MOMENT_NAMES[0]).required(Kind::Whole(0, 9999)),
    Name::new(1, MOMENT_NAMES[1]).required(MONTH),
    Name::new(2, MOMENT_NAMES[2]).required(DAY_OF_MONTH),
    Name::new(3, MOMENT_NAMES[3]).required(HOUR),
    Name::new(4, MOMENT_NAMES[4]).required(MINUTE),
])
.with_rules(|moment| {
    if let (true, Err(issue)) = (moment.is_right(), moment_at(moment.reading, 0, 0)) {
        report_at(moment, 2, || issue);
    }
});
const DATES: Table = Table::of(&[
    START_DATE.required(Kind::Object(&MOMENT)),
    STOP_DATE.required(Kind::Object(&MOMENT)),
])
.with_rules(|dates| {
    if let (true, Some((from, until))) = (dates.is_right(), dates_of(dates.reading))
        && until <= from
    {
        dates.report(STOP_DATE, || Issue::of(IssueCode::WindowEmpty));
    }
})
.open();

const ACTIVE: Table = Table::of(&[
    REPEATING.optional(Kind::SomeList(&Kind::Object(&REPEATING_SLOT))),
    DATED.optional(Kind::SomeList(&Kind::Object(&DATES))),
])
.with_rules(judge_kinds);

/// Setting one kind drops the other. Without a schedule the code always opens, unless it is
/// disabled, which nothing here tells.
fn judge_kinds(user: &mut Judged<'_, '_>) {
    let is_weekly = user.reading.at(0).is_some();
    match (is_weekly, user.reading.at(1).is_some()) {
        (false, false) => report_at(user, 0, || Issue::of(IssueCode::MissingField)),
        (true, true) => report_at(user, 1, || Issue::of(IssueCode::ScheduleKindsMixed)),
        _ => {}
    }
}

type Moments = Result<Stretch, (bool, Issue)>;

/// Says of two moments which of them is no day of the calendar, or that they are out of order.
fn judge_moments(
    slot: &mut Judged<'_, '_>,
    start_day: usize,
    stop_day: usize,
    moments: &dyn Fn(&Reading<'_>) -> Moments,
) {
    if !slot.is_right() {
        return;
    }
    match moments(slot.reading) {
        Err((is_stop, issue)) => {
            let at = if is_stop { stop_day } else { start_day };
            report_at(slot, at, || issue);
        }
        Ok((from, until)) if until <= from => {
            report_at(slot, stop_day, || Issue::of(IssueCode::WindowEmpty));
        }
        Ok(_) => {}
    }
}

/// The two moments of a slot.
fn moments(slot: &Reading<'_>, century: u16) -> Moments {
    let from = moment_at(slot, 0, century).map_err(|issue| (false, issue))?;
    let until = moment_at(slot, 5, century).map_err(|issue| (true, issue))?;
    Ok((from, until))
}

/// Minutes since 1970 of five fields.
fn moment_at(reading: &Reading<'_>, at: usize, century: u16) -> Result<i64, Issue> {
    let number = |at| {
        let given = reading.at(at).and_then(|given| given.whole(0, 9999));
        given
            .and_then(|number| u16::try_from(number).ok())
            .unwrap_or_default()
    };
    let small = |at| u8::try_from(number(at)).unwrap_or_default();
    let date = Date::new(century + number(at), small(at + 1), small(at + 2))?;
    let minute = number(at + 3) * 60 + number(at + 4);
    Ok(LocalMinute::midnight(date).count() + i64::from(minute))
}

fn dates_of(dates: &Reading<'_>) -> Option<Stretch> {
    let moment = |name| moment_at(&dates.object(name, &MOMENT)?, 0, 0).ok();
    Some((moment(START_DATE)?, moment(STOP_DATE)?))
}

pub(super) fn read_slots(document: &Document<'_>) -> Told {
    let user = check(document, &SLOTS, UnknownFields::Refuse, &mut |_| {})?;
    let rules: Vec<_> = user.items(WEEKLY).filter_map(slot_of).collect();
    let dated = user.items(DATED).filter_map(|given| {
        let slot = given.reading(&DATED_SLOT)?;
        moments(&slot, 2000).ok()
    });
    told(&rules, dated.collect())
}

fn slot_of(given: Given<'_>) -> Option<Rule> {
    let slot = given.reading(&SLOT)?;
    let day = u8::try_from(slot.at(0)?.whole(0, 6)?).ok()?;
    let (from, until) = hours_of(&slot)?;
    Some(Rule {
        days: Weekdays::from_iter(Numbers.day(day)),
        from,
        until: to_midnight(until),
    })
}

pub(super) fn read_active(document: &Document<'_>) -> Told {
    let user = check(document, &ACTIVE, UnknownFields::Refuse, &mut |_| {})?;
    let rules: Vec<_> = user.items(REPEATING).filter_map(repeating_of).collect();
    let dated = user.items(DATED);
    let dated = dated.filter_map(|given| dates_of(&given.reading(&DATES)?));
    told(&rules, dated.collect())
}

fn repeating_of(given: Given<'_>) -> Option<Rule> {
    let slot = given.reading(&REPEATING_SLOT)?;
    let day = |given: Given<'_>| Numbers.day(u8::try_from(given.whole(0, 6)?).ok()?);
    let days: Vec<Weekday> = slot.list(WEEKDAYS, day)?;
    let span = slot.object(TIMESPAN, &SPAN)?;
    let (from, lasts) = (minute_at(&span, 0)?, minute_at(&span, 2)?);
    let until = from + lasts;
    Some(Rule {
        days: days.into_iter().collect(),
        from,
        until: if until > DAY { until - DAY } else { until },
    })
}

fn told(rules: &[Rule], stretches: Vec<Stretch>) -> Told {
    let schedule = if rules.is_empty() {
        schedule_of(None, Some(stretches), Vec::new())
    } else {
        schedule_of(Some(rules), None, Vec::new())
    };
    Ok(ReadSchedule {
        schedule: schedule?,
        notes: Vec::new(),
    })
}

/// What both hold: rules or stretches, and never neither.
fn planned(
    schedule: &Schedule,
    shape: &Shape,
    years: [u16; 2],
    notes: &mut Vec<Issue>,
) -> Result<Plan, crate::Issues> {
    let mut plan = plan(schedule, &schedule.hours(), shape, notes)?;
    let minute = |year| Date::new(year, 1, 1).map(|date| LocalMinute::midnight(date).count());
    let [first, after] = years;
    let last = minute(after)? - 1;
    // Every date has a field.
    close(plan.stretches.as_deref_mut().unwrap_or_default());
    if let Some(stretches) = &mut plan.stretches
        && fit(stretches, minute(first)?, last)
    {
        let cut = note(IssueCode::ScheduleDatesCut);
        let year = |year: u16| alloc::format!("{year:04}");
        notes.push(cut.param(year(first)).param(year(after - 1)));
    }
    let rules = plan.rules.as_ref().map_or(0, Vec::len);
    let stretches = plan.stretches.as_ref().map_or(0, Vec::len);
    if rules + stretches > 0 {
        return Ok(plan);
    }
    if plan.rules.is_some() || plan.stretches.is_some() {
        return Err(Issue::of(IssueCode::ScheduleNeverOpens).into());
    }
    // What always opens is said by rules: that no schedule is in force cannot be written.
    plan.rules = Some((shape.part)(Rule::ALWAYS));
    Ok(plan)
}

pub(super) fn write_slots(schedule: &Schedule, options: &MakerOptions) -> Written {
    let shape = Shape {
        takes_nights: false,
        end: End::UpToLastMinute,
        rules: options.rules(256),
        stretches: options.dated(256),
        holds_both: false,
        part: day_by_day,
    };
    let mut notes = Vec::new();
    let plan = planned(schedule, &shape, [2000, 2100], &mut notes)?;
    let slot = |rule: &Rule| -> Value<'static> {
        let until = if rule.until == DAY {
            before_midnight(DAY)
        } else {
            rule.until
        };
        let day = rule.days.iter().next().map_or(0, |day| Numbers.number(day));
        Members::default()
            .with(SLOT_NAMES[0], u64::from(day))
            .with(SLOT_NAMES[1], u64::from(rule.from / 60))
            .with(SLOT_NAMES[2], u64::from(rule.from % 60))
            .with(SLOT_NAMES[3], u64::from(until / 60))
            .with(SLOT_NAMES[4], u64::from(until % 60))
            .into()
    };
    let dated = |(from, until): &Stretch| -> Value<'static> {
        let slot = moment(Members::default(), ENDS[0], *from, 2000);
        moment(slot, ENDS[1], *until, 2000).into()
    };
    Ok((held(WEEKLY, &plan, &slot, &dated), notes))
}

pub(super) fn write_active(schedule: &Schedule, options: &MakerOptions) -> Written {
    let shape = Shape {
        takes_nights: true,
        end: End::AsItIs,
        rules: options.rules(256),
        stretches: options.dated(256),
        holds_both: false,
        part: no_whole_day,
    };
    let mut notes = Vec::new();
    let plan = planned(schedule, &shape, [0, 9999], &mut notes)?;
    let slot = |rule: &Rule| -> Value<'static> {
        let lasts = if rule.is_over_midnight() {
            DAY - rule.from + rule.until
        } else {
            rule.until - rule.from
        };
        let days: Vec<Value<'static>> = Numbers
            .numbers(rule.days)
            .into_iter()
            .map(|number| u64::from(number).into())
            .collect();
        let span = Members::default()
            .with(SPAN_NAMES[0], u64::from(rule.from / 60))
            .with(SPAN_NAMES[1], u64::from(rule.from % 60))
            .with(SPAN_NAMES[2], u64::from(lasts / 60))
            .with(SPAN_NAMES[3], u64::from(lasts % 60));
        Members::default()
            .with(WEEKDAYS.text, days)
            .with(TIMESPAN.text, span)
            .into()
    };
    let dated = |(from, until): &Stretch| -> Value<'static> {
        Members::default()
            .with(
                START_DATE.text,
                moment(Members::default(), MOMENT_NAMES, *from, 0),
            )
            .with(
                STOP_DATE.text,
                moment(Members::default(), MOMENT_NAMES, *until, 0),
            )
            .into()
    };
    Ok((held(REPEATING, &plan, &slot, &dated), notes))
}

/// A rule that lasts 24 hours, as two of 12.
fn no_whole_day(rule: Rule) -> Vec<Rule> {
    let is_whole = rule.from == rule.until || (rule.from == 0 && rule.until == DAY);
    if !is_whole {
        return Vec::from([rule]);
    }
    let half = (rule.from + DAY / 2) % DAY;
    let [first, second] = [(rule.from, half), (half, rule.until)];
    let part = |(from, until)| Rule {
        from,
        until,
        ..rule
    };
    let mut parts = Vec::from([part(first), part(second)]);
    // The half that begins after midnight is of the day after.
    if rule.from >= DAY / 2
        && let Some(second) = parts.last_mut()
    {
        second.days = rule
            .days
            .iter()
            .map(|day| Weekday::of_days(i32::from(day.days_from_monday()) + 5))
            .collect();
    }
    parts
}

fn moment(
    members: Members<'static>,
    names: [&'static str; 5],
    count: i64,
    century: u16,
) -> Members<'static> {
    let local = LocalMinute::of_count(count).unwrap_or(LocalMinute::FIRST);
    let date = local.date();
    members
        .with(names[0], u64::from(date.year() - century))
        .with(names[1], u64::from(date.month()))
        .with(names[2], u64::from(date.day()))
        .with(names[3], u64::from(local.minute() / 60))
        .with(names[4], u64::from(local.minute() % 60))
}

/// The list of the kind that there is.
fn held(
    weekly: Name,
    plan: &Plan,
    slot: &dyn Fn(&Rule) -> Value<'static>,
    dated: &dyn Fn(&Stretch) -> Value<'static>,
) -> Value<'static> {
    let rules: Vec<_> = plan.rules.iter().flatten().map(slot).collect();
    let stretches: Vec<_> = plan.stretches.iter().flatten().map(dated).collect();
    let some = |list: Vec<Value<'static>>| (!list.is_empty()).then_some(list);
    Members::default()
        .with_some(weekly.text, some(rules))
        .with_some(DATED.text, some(stretches))
        .into()
}
