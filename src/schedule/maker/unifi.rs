//! A schedule of the `UniFi` Access API: periods for each day of the week, and for holidays.
//!
//! The last second is inside: `17:00:59` is until 17:01, `23:59:59` is midnight. An empty list is no
//! access. A schedule has one group of holidays, whose days begin and end as instants in UTC, and
//! one list of periods for all of them. Source: `UniFi` Access API reference, access policies.

use alloc::string::String;
use alloc::vec::Vec;

use crate::schedule::builder::join;
use crate::schedule::object::{SPECIAL, VALID, WEEKLY};
use crate::schedule::{Period, Schedule, Span, SpecialDays, WeeklyHours};
use crate::schema::{Document, Given, Kind, Name, Table, check};
use crate::time::{DAY, Date, LocalMinute, Weekday, Weekdays};
use crate::value::Members;
use crate::{Issue, IssueCode, Timestamp, UnknownFields, Value};

use super::clock::DoorClock;
use super::instant::{stretch_of, to_value};
use super::plan::note;
use super::span::span_of;
use super::time_of_day::{SECONDS, seconds_of, seconds_to_text};
use super::week::{Day, week_of};
use super::{MakerOptions, ReadSchedule, Told, Written};

const WEEK: Name = Name::new(0, "week_schedule");
/// The same in what the API answers.
const ANSWERED_WEEK: Name = Name::new(1, "weekly");
const HOLIDAY_PERIODS: Name = Name::new(2, "holiday_schedule");
const HOLIDAY_GROUP: Name = Name::new(3, "holiday_group");

const START: Name = Name::new(0, "start_time");
const END: Name = Name::new(1, "end_time");

const PERIOD: Table = Table::of(&[
    START.required(Kind::Form(&SECONDS)),
    END.required(Kind::Form(&SECONDS)),
])
.with_rules(|period| {
    if let (Some(start), Some(end)) = (period.text(START), period.text(END))
        && end < start
    {
        period.report(END, || Issue::of(IssueCode::WindowEmpty));
    }
})
.open();
const PERIODS: Kind = Kind::List(&Kind::Object(&PERIOD));

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const WEEKDAYS: Table = Table::of(&[
    Name::new(0, DAYS[0]).required(PERIODS),
    Name::new(1, DAYS[1]).required(PERIODS),
    Name::new(2, DAYS[2]).required(PERIODS),
    Name::new(3, DAYS[3]).required(PERIODS),
    Name::new(4, DAYS[4]).required(PERIODS),
    Name::new(5, DAYS[5]).required(PERIODS),
    Name::new(6, DAYS[6]).required(PERIODS),
]);

const NAME: Name = Name::new(0, "name");
const HOLIDAYS: Name = Name::new(1, "holidays");
const REPEAT: Name = Name::new(1, "repeat");
const HOLIDAY_START: Name = Name::new(2, "start_time");
const HOLIDAY_END: Name = Name::new(3, "end_time");
const INSTANT: Kind = Kind::Form(&Timestamp::FORM);

const HOLIDAY: Table = Table::of(&[
    NAME.optional(Kind::Text),
    REPEAT.optional(Kind::Flag),
    HOLIDAY_START.required(INSTANT),
    HOLIDAY_END.required(INSTANT),
])
.with_rules(|day| crate::Window::judge(day, HOLIDAY_START, HOLIDAY_END))
.open();

const GROUP: Table = Table::of(&[
    NAME.optional(Kind::Text),
    HOLIDAYS.optional(Kind::List(&Kind::Object(&HOLIDAY))),
])
.nullable()
.open();

const SCHEDULE: Table = Table::of(&[
    WEEK.optional(Kind::Object(&WEEKDAYS)),
    ANSWERED_WEEK.optional(Kind::Object(&WEEKDAYS)),
    HOLIDAY_PERIODS.optional(PERIODS),
    HOLIDAY_GROUP.optional(Kind::Object(&GROUP)),
])
.with_rules(|schedule| {
    // A week that is not there is said to be always open: a misspelt one must not be.
    if !schedule.is_there(WEEK) && !schedule.is_there(ANSWERED_WEEK) {
        schedule.report(WEEK, || Issue::of(IssueCode::MissingField));
    }
})
.nullable()
.open();

/// Days that come every year are written out for so many years.
const YEARS: u16 = 10;

pub(super) fn read(document: &Document<'_>, options: &MakerOptions) -> Told {
    let given = check(document, &SCHEDULE, UnknownFields::Ignore, &mut |_| {})?;
    let mut notes = Vec::new();
    let week = given
        .object(WEEK, &WEEKDAYS)
        .or(given.object(ANSWERED_WEEK, &WEEKDAYS));
    let mut weekly = Vec::new();
    for (at, day) in Weekday::ALL.into_iter().enumerate() {
        let periods = week.as_ref().and_then(|week| week.at(at));
        for (from, until) in day_of(periods, &mut notes) {
            let days = core::iter::once(day).collect::<Weekdays>();
            weekly.push(WeeklyHours::new(days, Period::new(from, until)?)?);
        }
    }
    let group = given.object(HOLIDAY_GROUP, &GROUP);
    let mut special = Vec::new();
    if let Some(group) = group.filter(|group| group.items(HOLIDAYS).next().is_some()) {
        let clock = options.clock()?;
        let mut days = Vec::new();
        for holiday in group.items(HOLIDAYS) {
            days.extend(spans_of(holiday, clock, &mut notes));
        }
        let periods = day_of(given.get(HOLIDAY_PERIODS), &mut notes);
        let periods = periods
            .into_iter()
            .map(|(from, until)| Period::new(from, until));
        let days = SpecialDays::new(days, periods.collect::<Result<_, _>>()?)?;
        special.push(match group.owned(NAME) {
            Some(name) => days.named(name),
            None => days,
        });
    }
    let schedule = Schedule::new(weekly, Vec::new(), special)?;
    Ok(ReadSchedule { schedule, notes })
}

/// The parts of a day that a list of periods says; whole minutes inside of them.
fn day_of(list: Option<Given<'_>>, notes: &mut Vec<Issue>) -> Day {
    let mut day = Day::new();
    let mut is_cut = false;
    for given in list.into_iter().flat_map(Given::items) {
        let ends = given.reading(&PERIOD);
        let second = |name| ends.as_ref().and_then(|ends| seconds_of(ends.text(name)?));
        let (Some(start), Some(end)) = (second(START), second(END)) else {
            continue;
        };
        is_cut |= start % 60 != 0 || end % 60 != 59;
        let minute = |seconds: u32| u16::try_from(seconds / 60).unwrap_or(DAY);
        let (from, until) = (minute(start + 59), minute(end + 1));
        if from < until {
            day.push((from, until));
        }
    }
    if is_cut {
        notes.push(note(IssueCode::ScheduleMinutesCut).param("in whole minutes"));
    }
    join(&mut day);
    day
}

/// The spans of a holiday, of ten years where it comes every year.
fn spans_of(holiday: Given<'_>, clock: &DoorClock, notes: &mut Vec<Issue>) -> Vec<Span> {
    let Some(holiday) = holiday.reading(&HOLIDAY) else {
        return Vec::new();
    };
    let seconds = |name| holiday.instant(name).map(|at| at.epoch_seconds());
    let found = stretch_of(seconds(HOLIDAY_START), seconds(HOLIDAY_END), clock, notes);
    let Some((from, until)) = found else {
        return Vec::new();
    };
    if holiday.flag(REPEAT) != Some(true) {
        return Vec::from_iter(span_of((from, until)));
    }
    let first = LocalMinute::of_count(from).unwrap_or(LocalMinute::FIRST);
    let year = first.date().year();
    notes.push(note(IssueCode::ScheduleYearlyCut).param(u64::from(year + YEARS - 1)));
    let of_year = |year: u16| {
        // 29 February is not in every year.
        let date = Date::new(year, first.date().month(), first.date().day()).ok()?;
        let from = LocalMinute::midnight(date).count() + i64::from(first.minute());
        span_of((from, from + until - first.count()))
    };
    (year..year.saturating_add(YEARS))
        .filter_map(of_year)
        .collect()
}

pub(super) fn write(schedule: &Schedule, options: &MakerOptions) -> Written {
    let mut notes = Vec::new();
    let (week, is_over_midnight) = week_of(schedule);
    if is_over_midnight {
        notes.push(note(IssueCode::ScheduleSplit).at(WEEKLY));
    }
    if schedule.valid_from().is_some() || schedule.valid_until().is_some() {
        notes.push(note(IssueCode::ScheduleValidityLost).at(VALID));
    }
    dated_lost(schedule, &mut notes);
    let mut members = Members::default();
    // From Sunday on, as the API has them.
    for at in [6, 0, 1, 2, 3, 4, 5] {
        let day = week.get(at).map_or(&[][..], Vec::as_slice);
        members = members.with(DAYS.get(at).copied().unwrap_or_default(), periods(day));
    }
    let mut held = Members::default().with(WEEK.text, members);
    if !schedule.special().is_empty() {
        let common = common_day(schedule.special());
        let day_of = |group: &SpecialDays| -> Day { within_day(group) };
        if schedule
            .special()
            .iter()
            .any(|group| day_of(group) != common)
        {
            notes.push(note(IssueCode::ScheduleGroupsLost).at(SPECIAL));
        }
        night_cut(schedule, &mut notes);
        let clock = options.clock()?;
        let mut holidays: Vec<Value<'static>> = Vec::new();
        for group in schedule.special() {
            for span in group.days() {
                let (from, until) = span.ends();
                holidays.push(
                    Members::default()
                        .with(NAME.text, String::from(group.name().unwrap_or("holiday")))
                        .with(REPEAT.text, false)
                        .with(HOLIDAY_START.text, to_value(clock.instant(from, true)))
                        .with(HOLIDAY_END.text, to_value(clock.instant(until, false)))
                        .into(),
                );
            }
        }
        let name = schedule.special().first().and_then(SpecialDays::name);
        let group = Members::default()
            .with(NAME.text, String::from(name.unwrap_or("special days")))
            .with(HOLIDAYS.text, holidays);
        held = held
            .with(HOLIDAY_PERIODS.text, periods(&common))
            .with(HOLIDAY_GROUP.text, group);
    }
    Ok((held.into(), notes))
}

/// Notes rules with dates, which neither this API nor ONVIF's plain form has.
pub(super) fn dated_lost(schedule: &Schedule, notes: &mut Vec<Issue>) {
    let lost = |name| note(IssueCode::ScheduleDatedLost).at(name);
    let has_dates = |rule: &WeeklyHours| rule.first().is_some() || rule.last().is_some();
    if schedule.weekly().iter().any(has_dates) {
        notes.push(lost(WEEKLY));
    }
    if !schedule.dated().is_empty() {
        notes.push(lost(crate::schedule::object::DATED));
    }
}

/// Notes periods of special days that go on after midnight, which is cut off.
pub(super) fn night_cut(schedule: &Schedule, notes: &mut Vec<Issue>) {
    let mut periods = schedule.special().iter().flat_map(SpecialDays::periods);
    if periods.any(|period| period.rest() > 0) {
        notes.push(note(IssueCode::ScheduleNightCut).at(SPECIAL));
    }
}

/// The periods of a group, as far as they lie within the day on which they begin.
pub(super) fn within_day(group: &SpecialDays) -> Day {
    let mut day: Day = group
        .periods()
        .iter()
        .map(|period| (period.from(), period.end()))
        .collect();
    join(&mut day);
    day
}

/// What is open on the days of every group.
fn common_day(groups: &[SpecialDays]) -> Day {
    let mut common = Vec::from([(0, DAY)]);
    for group in groups {
        let other = within_day(group);
        let both = common.iter().flat_map(|(from, until)| {
            let other = other.iter();
            other.map(|(start, end)| (*start.max(from), *end.min(until)))
        });
        common = both.filter(|(from, until)| from < until).collect();
    }
    common
}

fn periods(day: &[(u16, u16)]) -> Vec<Value<'static>> {
    let period = |(from, until): &(u16, u16)| -> Value<'static> {
        Members::default()
            .with(START.text, seconds_to_text(*from, 0))
            .with(END.text, seconds_to_text(until - 1, 59))
            .into()
    };
    day.iter().map(period).collect()
}
