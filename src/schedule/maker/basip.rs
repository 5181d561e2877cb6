//! Time profiles of a BAS-IP panel: a first stretch of time, and how it comes again.
//!
//! `time_options` and `repeat_options` stand beside each other. `date_from` and `date_to` are seconds since 1970. Every day is `day`, the weekday of the first is
//! `week`, several weekdays are `custom` with `repeat_point_type` of `week`. Other recurrences are
//! refused. A user has several profiles. Source: developers.bas-ip.com, time profile entity.

use alloc::vec::Vec;

use crate::schedule::object::SPECIAL;
use crate::schedule::{DatedHours, Period, Schedule, Weekday, Weekdays, WeeklyHours};
use crate::schema::{Document, Given, Kind, LAST_SECOND, Name, Reading, Table, Words, check};
use crate::time::{DAY, Date, LocalMinute};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

use super::clock::DoorClock;
use super::instant::stretch_of;
use super::plan::note;
use super::{MakerOptions, ReadSchedule, Told, Written};

const PROFILES: Name = Name::new(0, "profiles");

const PROFILE_NAME: Name = Name::new(0, "name");
const TIME_OPTIONS: Name = Name::new(1, "time_options");
const REPEAT: Name = Name::new(2, "repeat_options");

const IS_ALL_DAY: Name = Name::new(0, "is_all_day");
const DATE_FROM: Name = Name::new(1, "date_from");
const DATE_TO: Name = Name::new(2, "date_to");

const REPEAT_ENABLE: Name = Name::new(0, "repeat_enable");
const REPEAT_FORMAT: Name = Name::new(1, "repeat_format");

const REPEAT_TYPE: Name = Name::new(0, "repeat_type");
const REPEAT_END: Name = Name::new(1, "repeat_end");
const REPEAT_CUSTOM: Name = Name::new(2, "repeat_custom");

const FORMAT: Name = Name::new(0, "format");
const DATE: Name = Name::new(1, "date");

const POINT_TYPE: Name = Name::new(0, "repeat_point_type");
const LOOPER: Name = Name::new(1, "repeat_looper");
const CUSTOM_OPTIONS: Name = Name::new(2, "repeat_options");

/// The recurrences that are the same every week; the panel has others.
const TYPES: Words = Words {
    all: &["day", "week", "custom"],
    unknown: IssueCode::ScheduleRecurrenceUnfit,
};
const POINTS: Words = Words {
    all: &["week"],
    unknown: IssueCode::ScheduleRecurrenceUnfit,
};
const ENDS: Words = Words {
    all: &["never", "date"],
    unknown: IssueCode::ScheduleRecurrenceUnfit,
};
const DAY_CODES: [&str; 7] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
const DAYS: Words = Words {
    all: &DAY_CODES,
    unknown: IssueCode::WeekdayUnknown,
};

const END_TABLE: Table = Table::of(&[
    FORMAT.required(Kind::Word(&ENDS)),
    DATE.optional(Kind::UnixTime),
])
.with_rules(|end| {
    if end.text(FORMAT) == Some("date") && !end.is_there(DATE) {
        end.report(DATE, || Issue::of(IssueCode::MissingField));
    }
})
.nullable()
.open();
const CUSTOM_TABLE: Table = Table::of(&[
    POINT_TYPE.required(Kind::Word(&POINTS)),
    LOOPER.required(Kind::Whole(1, 1000)),
    CUSTOM_OPTIONS.required(Kind::SomeList(&Kind::Word(&DAYS))),
])
.with_rules(|custom| {
    // Every second week is no week of ours.
    if custom
        .right(LOOPER)
        .and_then(|given| given.whole(2, 1000))
        .is_some()
    {
        custom.report(LOOPER, || Issue::of(IssueCode::ScheduleRecurrenceUnfit));
    }
})
.open();
const FORMAT_TABLE: Table = Table::of(&[
    REPEAT_TYPE.required(Kind::Word(&TYPES)),
    REPEAT_END.optional(Kind::Object(&END_TABLE)),
    REPEAT_CUSTOM.optional(Kind::Object(&CUSTOM_TABLE)),
])
.with_rules(|format| {
    if format.text(REPEAT_TYPE) == Some("custom") && !format.is_there(REPEAT_CUSTOM) {
        format.report(REPEAT_CUSTOM, || Issue::of(IssueCode::MissingField));
    }
})
.nullable()
.open();
const REPEAT_TABLE: Table = Table::of(&[
    REPEAT_ENABLE.required(Kind::Flag),
    REPEAT_FORMAT.optional(Kind::Object(&FORMAT_TABLE)),
])
.with_rules(|repeat| {
    let is_on = repeat.right(REPEAT_ENABLE).and_then(Given::flag) == Some(true);
    if is_on && !repeat.is_there(REPEAT_FORMAT) {
        repeat.report(REPEAT_FORMAT, || Issue::of(IssueCode::MissingField));
    }
})
.nullable()
.open();
const TIME_TABLE: Table = Table::of(&[
    IS_ALL_DAY.optional(Kind::Flag),
    DATE_FROM.required(Kind::UnixTime),
    DATE_TO.required(Kind::UnixTime),
])
.with_rules(|time| {
    let end = |name| time.right(name)?.whole(0, LAST_SECOND);
    let is_all_day = time.right(IS_ALL_DAY).and_then(Given::flag) == Some(true);
    if let (Some(from), Some(to)) = (end(DATE_FROM), end(DATE_TO))
        && (to < from || (to == from && !is_all_day))
    {
        time.report(DATE_TO, || Issue::of(IssueCode::WindowEmpty));
    }
})
.nullable()
.open();
const PROFILE: Table = Table::of(&[
    PROFILE_NAME.optional(Kind::Text),
    TIME_OPTIONS.required(Kind::Object(&TIME_TABLE)),
    REPEAT.optional(Kind::Object(&REPEAT_TABLE)),
])
.nullable()
.open();
const PANEL: Table = Table::of(&[PROFILES.required(Kind::SomeList(&Kind::Object(&PROFILE)))]);

pub(super) fn read(document: &Document<'_>, options: &MakerOptions) -> Told {
    let panel = check(document, &PANEL, UnknownFields::Refuse, &mut |_| {})?;
    let clock = options.clock()?;
    let mut rules = (Vec::new(), Vec::new());
    let mut notes = Vec::new();
    for (at, profile) in panel.items(PROFILES).enumerate() {
        if let Some(profile) = profile.reading(&PROFILE)
            && let Some(time) = profile.object(TIME_OPTIONS, &TIME_TABLE)
        {
            let repeat = profile.object(REPEAT, &REPEAT_TABLE);
            told(&time, repeat, clock, &mut rules, &mut notes)
                .map_err(|issue| Issues::from(issue).at(TIME_OPTIONS).at(at).at(PROFILES))?;
        }
    }
    let (weekly, dated) = rules;
    let schedule = Schedule::new(weekly, dated, Vec::new())?;
    Ok(ReadSchedule { schedule, notes })
}

/// The rule of a profile.
fn told(
    time: &Reading<'_>,
    repeat: Option<Reading<'_>>,
    clock: &DoorClock,
    (weekly, dated): &mut (Vec<WeeklyHours>, Vec<DatedHours>),
    notes: &mut Vec<Issue>,
) -> Result<(), Issue> {
    let seconds = |name| i64::try_from(time.whole(name)?).ok();
    let is_all_day = time.flag(IS_ALL_DAY) == Some(true);
    let (from, to) = (seconds(DATE_FROM), seconds(DATE_TO));
    let (from, until) = if is_all_day {
        // Whole days, the last one with it.
        let day = |at: Option<i64>| clock.wall(at.unwrap_or_default()).div_euclid(86_400);
        (day(from) * 1440, (day(to) + 1) * 1440)
    } else {
        match stretch_of(from, to, clock, notes) {
            Some(stretch) => stretch,
            None => return Ok(()),
        }
    };
    let local = |count| LocalMinute::of_count(count).ok_or(Issue::of(IssueCode::InstantOutOfRange));
    let is_on = repeat
        .as_ref()
        .and_then(|repeat| repeat.flag(REPEAT_ENABLE))
        == Some(true);
    let format = repeat.and_then(|repeat| repeat.object(REPEAT_FORMAT, &FORMAT_TABLE));
    let Some(format) = format.filter(|_| is_on) else {
        dated.push(DatedHours::new(local(from)?, local(until)?)?);
        return Ok(());
    };
    if until - from > i64::from(DAY) {
        return Err(Issue::of(IssueCode::ScheduleRecurrenceUnfit).at(DATE_TO));
    }
    let first = local(from)?.date();
    let custom = format.object(REPEAT_CUSTOM, &CUSTOM_TABLE);
    let days: Weekdays = match format.text(REPEAT_TYPE) {
        Some("week") => core::iter::once(first.weekday()).collect(),
        Some("custom") => custom
            .iter()
            .flat_map(|custom| custom.items(CUSTOM_OPTIONS))
            .filter_map(|day| Weekday::ALL.get(DAYS.position(day.text()?)?).copied())
            .collect(),
        _ => Weekdays::ALL,
    };
    let end = format.object(REPEAT_END, &END_TABLE);
    let end = end.filter(|end| end.text(FORMAT) == Some("date"));
    let end = end.and_then(|end| i64::try_from(end.whole(DATE)?).ok());
    // Its last day: what begins after it does not.
    let last = match end {
        Some(end) => Some(local(clock.wall(end - 1).div_euclid(60))?.date()),
        None => None,
    };
    if last.is_some_and(|last| last < first) {
        return Ok(());
    }
    let minute = |count: i64| u16::try_from(count.rem_euclid(1440)).unwrap_or_default();
    let until = match minute(until) {
        0 => DAY,
        until => until,
    };
    let hours = WeeklyHours::new(days, Period::new(minute(from), until)?)?;
    // A panel's first years stand for no first day.
    let first = Some(first).filter(|first| first.year() > 1970);
    weekly.push(hours.between(first, last)?);
    Ok(())
}

pub(super) fn write(schedule: &Schedule, options: &MakerOptions) -> Written {
    let mut notes = Vec::new();
    if !schedule.special().is_empty() {
        notes.push(note(IssueCode::ScheduleSpecialLost).at(SPECIAL));
    }
    let clock = options.clock()?;
    let within = (
        schedule.valid_from().map_or(i64::MIN, LocalMinute::count),
        schedule.valid_until().map_or(i64::MAX, LocalMinute::count),
    );
    let mut profiles = Vec::new();
    for rule in schedule.weekly() {
        rule_profiles(rule, within, clock, &mut profiles);
    }
    for hours in schedule.dated() {
        let (from, until) = (hours.from().count(), hours.until().count());
        once((from, until), within, clock, &mut profiles);
    }
    if let Some(limit) = options.rules.map(usize::from)
        && profiles.len() > limit
    {
        let lost = note(IssueCode::ScheduleStretchesLost);
        notes.push(lost.param(limit).param(profiles.len()));
        profiles.truncate(limit);
    }
    if profiles.is_empty() {
        return Err(Issue::of(IssueCode::ScheduleNeverOpens).into());
    }
    let held = Members::default().with(PROFILES.text, profiles);
    Ok((held.into(), notes))
}

/// A profile that does not come again, as far as it is valid.
fn once(
    (from, until): (i64, i64),
    within: (i64, i64),
    clock: &DoorClock,
    profiles: &mut Vec<Value<'static>>,
) {
    let (from, until) = (from.max(within.0), until.min(within.1));
    if from < until {
        let repeat = Members::default().with(REPEAT_ENABLE.text, false);
        profiles.push(profile(from, until, clock, repeat));
    }
}

/// The profiles of a rule: one for the days on which all of it is valid, and one for each on which a
/// part is, at the beginning and at the end.
fn rule_profiles(
    rule: &WeeklyHours,
    within: (i64, i64),
    clock: &DoorClock,
    profiles: &mut Vec<Value<'static>>,
) {
    let (from, minutes) = (
        i64::from(rule.period().from()),
        i64::from(rule.period().minutes()),
    );
    let day_of = |count: i64| Date::of_days(count.div_euclid(1440));
    let (mut first, mut last) = (rule.first(), rule.last());
    let mut parts = Vec::new();
    if within.0 > i64::MIN {
        let whole = day_of(within.0 - from + 1439);
        parts.extend(whole.and_then(Date::previous));
        first = first.max(whole);
    }
    if within.1 < i64::MAX {
        let whole = day_of(within.1 - from - minutes);
        parts.extend(whole.and_then(Date::next));
        last = match (last, whole) {
            (Some(last), Some(whole)) => Some(last.min(whole)),
            (last, whole) => last.or(whole),
        };
    }
    if !matches!((first, last), (Some(first), Some(last)) if last < first) {
        profiles.extend(weekly_profile(rule, first, last, clock));
    }
    parts.dedup();
    for day in parts {
        let is_after = rule.first().is_none_or(|first| first <= day);
        let is_before = rule.last().is_none_or(|last| day <= last);
        if is_after && is_before && rule.days().contains(day.weekday()) {
            let start = i64::from(day.days()) * 1440 + from;
            once((start, start + minutes), within, clock, profiles);
        }
    }
}

/// The profile of a rule; `None` where it never begins.
fn weekly_profile(
    rule: &WeeklyHours,
    first: Option<Date>,
    last: Option<Date>,
    clock: &DoorClock,
) -> Option<Value<'static>> {
    let period = rule.period();
    // Without a first day from a week of 1970 on, which is read as none.
    let mut day = first.map_or(4, Date::days);
    while !rule.days().contains(Weekday::of_days(day)) {
        day += 1;
    }
    if last.is_some_and(|last| last.days() < day) {
        return None;
    }
    let from = i64::from(day) * 1440 + i64::from(period.from());
    let until = from + i64::from(period.minutes());
    let end = match last {
        None => Members::default().with(FORMAT.text, "never"),
        Some(last) => {
            let midnight = LocalMinute::midnight(last).count() + 1440;
            let seconds = clock.instant(midnight, true);
            Members::default()
                .with(FORMAT.text, "date")
                .with(DATE.text, u64::try_from(seconds).unwrap_or_default())
        }
    };
    let days: Vec<Value<'static>> = DAY_CODES
        .iter()
        .zip(Weekday::ALL)
        .filter(|(_, day)| rule.days().contains(*day))
        .map(|(code, _)| Value::from(*code))
        .collect();
    let custom = Members::default()
        .with(POINT_TYPE.text, "week")
        .with(LOOPER.text, 1_u64)
        .with(CUSTOM_OPTIONS.text, days);
    let format = Members::default()
        .with(REPEAT_TYPE.text, "custom")
        .with(REPEAT_END.text, end)
        .with(REPEAT_CUSTOM.text, custom);
    let repeat = Members::default()
        .with(REPEAT_ENABLE.text, true)
        .with(REPEAT_FORMAT.text, format);
    Some(profile(from, until, clock, repeat))
}

fn profile(from: i64, until: i64, clock: &DoorClock, repeat: Members<'static>) -> Value<'static> {
    let seconds = |count, is_end| u64::try_from(clock.instant(count, is_end)).unwrap_or_default();
    let time = Members::default()
        .with(IS_ALL_DAY.text, false)
        .with(DATE_FROM.text, seconds(from, false))
        .with(DATE_TO.text, seconds(until, true));
    Members::default()
        .with(TIME_OPTIONS.text, time)
        .with(REPEAT.text, repeat)
        .into()
}
