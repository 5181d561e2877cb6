//! Matter's door lock cluster, and Zigbee's, which it is from.
//!
//! A user has week day schedules, within one day each, and year day schedules, from one local second
//! to another; the type of the user says which of them hold. Source: Matter Application Cluster
//! Specification 5.2 (`DaysMaskBitmap`, `UserTypeEnum`, `SetWeekDaySchedule`, `SetYearDaySchedule`,
//! `SetHolidaySchedule`); ZCL 7.3.

use alloc::vec::Vec;

use crate::schedule::Schedule;
use crate::schema::{Document, Field, Given, Judged, Kind, Name, Reading, Table, check};
use crate::time::DAY;
use crate::value::Members;
use crate::{Issue, IssueCode, UnknownFields, Value};

use super::fields::{MASK, before_midnight, hours_of, judge_hours, rule_fields, to_midnight};
use super::plan::{End, Plan, Shape, note, plan, whole};
use super::span::{Stretch, close, fit, schedule_of};
use super::week::Rule;
use super::weekdays::WeekdayNumbers::Matter as Numbers;
use super::{MakerOptions, ReadSchedule, Told, Written};

const TYPE_AT: usize = 0;
const WEEKLY_AT: usize = 1;
const DATED_AT: usize = 2;
const HOLIDAYS: Name = Name::new(3, "holidaySchedules");

const START: usize = 0;
const END: usize = 1;
const MODE: Name = Name::new(2, "operatingMode");

/// Seconds since 2000, of the lock's wall.
const SECONDS: Kind = Kind::Whole(0, LAST_SECOND);
const LAST_SECOND: u64 = 0xFFFF_FFFF;
/// 2000-01-01T00:00, in minutes since 1970.
const MINUTE_2000: i64 = 15_778_080;
/// 2136-02-07T06:28, the last minute of these seconds.
const LAST_MINUTE: i64 = MINUTE_2000 + 71_582_788;

/// How one of the two writes it.
pub(super) struct Cluster {
    fields: &'static Table,
    rule: &'static Table,
    rule_names: [&'static str; 5],
    stretch: &'static Table,
    /// The number of a schedule, and the first there is.
    rule_number: (&'static str, u64),
    stretch_number: (&'static str, u64),
    most: usize,
    /// The user types of week day schedules, of year day schedules, and of both.
    weekly_type: u64,
    dated_type: u64,
    both: Option<u64>,
}

const UNRESTRICTED: u64 = 0;
const NO_ACCESS: u64 = 4;

const MATTER_RULE: [&str; 5] = [
    "daysMask",
    "startHour",
    "startMinute",
    "endHour",
    "endMinute",
];
const ZIGBEE_RULE: [&str; 5] = [
    "daysmask",
    "starthour",
    "startminute",
    "endhour",
    "endminute",
];

const MATTER_RULE_FIELDS: [Field; 5] = rule_fields(MATTER_RULE, MASK);
const MATTER_RULES: Table = Table::of(&MATTER_RULE_FIELDS)
    .with_rules(judge_hours)
    .open();
const MATTER_STRETCH: Table = Table::of(&[
    Name::new(START, "localStartTime").required(SECONDS),
    Name::new(END, "localEndTime").required(SECONDS),
])
.with_rules(judge_seconds)
.open();
const HOLIDAY: Table = Table::of(&[
    Name::new(START, "localStartTime").required(SECONDS),
    Name::new(END, "localEndTime").required(SECONDS),
    MODE.required(Kind::Whole(0, 4)),
])
.with_rules(judge_seconds)
.open();
const MATTER_USER: Table = Table::of(&[
    Name::new(TYPE_AT, "userType").optional(Kind::Whole(0, 9)),
    Name::new(WEEKLY_AT, "weekDaySchedules").optional(Kind::List(&Kind::Object(&MATTER_RULES))),
    Name::new(DATED_AT, "yearDaySchedules").optional(Kind::List(&Kind::Object(&MATTER_STRETCH))),
    HOLIDAYS.optional(Kind::List(&Kind::Object(&HOLIDAY))),
])
.with_rules(judge_type);

const ZIGBEE_RULE_FIELDS: [Field; 5] = rule_fields(ZIGBEE_RULE, MASK);
const ZIGBEE_RULES: Table = Table::of(&ZIGBEE_RULE_FIELDS)
    .with_rules(judge_hours)
    .open();
const ZIGBEE_STRETCH: Table = Table::of(&[
    Name::new(START, "zigbeelocalstarttime").required(SECONDS),
    Name::new(END, "zigbeelocalendtime").required(SECONDS),
])
.with_rules(judge_seconds)
.open();
const ZIGBEE_USER: Table = Table::of(&[
    Name::new(TYPE_AT, "usertype").optional(Kind::Whole(0, 4)),
    Name::new(WEEKLY_AT, "setWeekDaySchedule").optional(Kind::List(&Kind::Object(&ZIGBEE_RULES))),
    Name::new(DATED_AT, "setYearDaySchedule").optional(Kind::List(&Kind::Object(&ZIGBEE_STRETCH))),
])
.with_rules(judge_type);

pub(super) const MATTER: Cluster = Cluster {
    fields: &MATTER_USER,
    rule: &MATTER_RULES,
    rule_names: MATTER_RULE,
    stretch: &MATTER_STRETCH,
    rule_number: ("weekDayIndex", 1),
    stretch_number: ("yearDayIndex", 1),
    most: 253,
    weekly_type: 2,
    dated_type: 1,
    both: Some(8),
};

pub(super) const ZIGBEE: Cluster = Cluster {
    fields: &ZIGBEE_USER,
    rule: &ZIGBEE_RULES,
    rule_names: ZIGBEE_RULE,
    stretch: &ZIGBEE_STRETCH,
    rule_number: ("scheduleid", 0),
    stretch_number: ("scheduleid", 0),
    most: 256,
    weekly_type: 2,
    dated_type: 1,
    both: None,
};

/// Which schedules hold is not known without the type of the user, where there are none or both.
fn judge_type(user: &mut Judged<'_, '_>) {
    let has = |at| user.reading.at(at).is_some_and(|list| list.len() > 0);
    let (is_weekly, is_dated) = (has(WEEKLY_AT), has(DATED_AT));
    // Only Matter has a type that both hold for.
    let is_matter = user.reading.fields.len() > HOLIDAYS.at;
    let is_told = user.reading.at(TYPE_AT).is_some();
    if !is_told && (is_weekly == is_dated) && !(is_weekly && is_matter) {
        super::fields::report_at(user, TYPE_AT, || Issue::of(IssueCode::MissingField));
    }
}

fn judge_seconds(stretch: &mut Judged<'_, '_>) {
    let end = |at| stretch.reading.at(at)?.whole(0, LAST_SECOND);
    if let (Some(start), Some(end)) = (end(START), end(END))
        && end <= start
        && stretch.is_right()
    {
        super::fields::report_at(stretch, END, || Issue::of(IssueCode::WindowEmpty));
    }
}

impl Cluster {
    fn name(&self, at: usize) -> &'static str {
        self.fields
            .fields
            .get(at)
            .map_or("", |field| field.name.text)
    }

    pub(super) fn write(&self, schedule: &Schedule, options: &MakerOptions) -> Written {
        let mut notes = Vec::new();
        let hours = schedule.hours();
        let shape = Shape {
            takes_nights: false,
            end: End::UpToLastMinute,
            rules: options.rules(self.most),
            stretches: options.dated(self.most),
            holds_both: self.both.is_some(),
            part: whole,
        };
        let Plan { rules, stretches } = plan(schedule, &hours, &shape, &mut notes)?;
        let user_type = match (&rules, &stretches) {
            (None, None) => UNRESTRICTED,
            (Some(_), Some(_)) => self.both.unwrap_or_default(),
            (Some(_), None) => self.weekly_type,
            (None, Some(_)) => self.dated_type,
        };
        let mut stretches = stretches.unwrap_or_default();
        if self.both.is_none() {
            // Zigbee's largest number stands for none.
            close(&mut stretches);
        }
        if fit(&mut stretches, MINUTE_2000 + 1, LAST_MINUTE) {
            let cut = note(IssueCode::ScheduleDatesCut).param("2000-01-01");
            notes.push(cut.param("2136-02-07"));
        }
        let rules = rules.unwrap_or_default();
        let weekly: Vec<Value<'static>> = (self.rule_number.1..)
            .zip(&rules)
            .map(|(number, rule)| {
                Members::default()
                    .with(self.rule_number.0, number)
                    .with(self.rule_names[0], u64::from(Numbers.mask(rule.days)))
                    .with(self.rule_names[1], u64::from(rule.from / 60))
                    .with(self.rule_names[2], u64::from(rule.from % 60))
                    .with(self.rule_names[3], u64::from(end_of(*rule) / 60))
                    .with(self.rule_names[4], u64::from(end_of(*rule) % 60))
                    .into()
            })
            .collect();
        let dated: Vec<Value<'static>> = (self.stretch_number.1..)
            .zip(&stretches)
            .map(|(number, (from, until))| {
                let name = |at: usize| self.stretch.fields.get(at).map_or("", |f| f.name.text);
                Members::default()
                    .with(self.stretch_number.0, number)
                    .with(name(START), seconds(*from, 0))
                    .with(name(END), seconds(*until, LAST_SECOND))
                    .into()
            })
            .collect();
        let some = |list: Vec<Value<'static>>| (!list.is_empty()).then_some(list);
        let value = Members::default()
            .with(self.name(TYPE_AT), user_type)
            .with_some(self.name(WEEKLY_AT), some(weekly))
            .with_some(self.name(DATED_AT), some(dated));
        Ok((value.into(), notes))
    }

    pub(super) fn read(&self, document: &Document<'_>) -> Told {
        let user = check(document, self.fields, UnknownFields::Refuse, &mut |_| {})?;
        let mut notes = Vec::new();
        let rules: Vec<Rule> = items(&user, WEEKLY_AT)
            .filter_map(|given| self.rule_of(given))
            .collect();
        let stretches = self.stretches(&user, DATED_AT, &mut notes);
        let both = self
            .both
            .filter(|_| !rules.is_empty() && !stretches.is_empty());
        let user_type = match user.at(TYPE_AT).and_then(|given| given.whole(0, 9)) {
            Some(told) => told,
            None if rules.is_empty() => self.dated_type,
            None => both.unwrap_or(self.weekly_type),
        };
        let is_weekly = user_type == self.weekly_type || Some(user_type) == self.both;
        let is_dated = user_type == self.dated_type || Some(user_type) == self.both;
        for (at, idle) in [
            (WEEKLY_AT, !is_weekly && !rules.is_empty()),
            (DATED_AT, !is_dated && !stretches.is_empty()),
        ] {
            if idle {
                notes.push(note(IssueCode::ScheduleNotInForce).at(self.name(at)));
            }
        }
        let mut closed = Vec::new();
        for holiday in items(&user, HOLIDAYS.at) {
            let mode = holiday
                .reading(&HOLIDAY)
                .and_then(|given| given.whole(MODE));
            // Vacation and privacy: nothing at the door opens.
            if matches!(mode, Some(1 | 2)) {
                closed.extend(stretch_of(holiday, &HOLIDAY, &mut notes));
            }
            if matches!(mode, Some(1 | 2 | 4)) && !told(&notes, IssueCode::ScheduleOfEveryone) {
                notes.push(note(IssueCode::ScheduleOfEveryone).at(HOLIDAYS));
            }
        }
        let schedule = match user_type {
            NO_ACCESS => Schedule::never(),
            // A user of both kinds who has one of them is held to that one.
            _ if is_weekly && is_dated => match (rules.is_empty(), stretches.is_empty()) {
                (true, true) => Schedule::never(),
                (true, false) => schedule_of(None, Some(stretches), closed)?,
                (false, true) => schedule_of(Some(&rules), None, closed)?,
                (false, false) => schedule_of(Some(&rules), Some(stretches), closed)?,
            },
            _ if is_weekly => schedule_of(Some(&rules), None, closed)?,
            _ if is_dated => schedule_of(None, Some(stretches), closed)?,
            _ => schedule_of(None, None, closed)?,
        };
        Ok(ReadSchedule { schedule, notes })
    }

    fn rule_of(&self, given: Given<'_>) -> Option<Rule> {
        let reading = given.reading(self.rule)?;
        let mask = u8::try_from(reading.at(0)?.whole(1, 127)?).ok()?;
        let (from, until) = hours_of(&reading)?;
        Some(Rule {
            days: Numbers.of_mask(mask)?,
            from,
            until: to_midnight(until),
        })
    }

    fn stretches(&self, user: &Reading<'_>, at: usize, notes: &mut Vec<Issue>) -> Vec<Stretch> {
        items(user, at)
            .filter_map(|given| stretch_of(given, self.stretch, notes))
            .collect()
    }
}

fn items<'d>(user: &Reading<'d>, at: usize) -> impl Iterator<Item = Given<'d>> + use<'d> {
    user.at(at).into_iter().flat_map(Given::items)
}

fn told(notes: &[Issue], code: IssueCode) -> bool {
    notes.iter().any(|note| note.known() == Some(code))
}

/// How the end of a rule is written.
fn end_of(rule: Rule) -> u16 {
    if rule.until == DAY {
        before_midnight(DAY)
    } else {
        rule.until
    }
}

fn seconds(count: i64, open: u64) -> u64 {
    if count == i64::MIN || count == i64::MAX {
        return open;
    }
    u64::try_from((count - MINUTE_2000) * 60).unwrap_or(open)
}

/// Whole minutes inside of a stretch of seconds; `None` where there are none.
fn stretch_of(given: Given<'_>, table: &'static Table, notes: &mut Vec<Issue>) -> Option<Stretch> {
    let reading = given.reading(table)?;
    let seconds = |at| i64::try_from(reading.at(at)?.whole(0, LAST_SECOND)?).ok();
    let (start, end) = (seconds(START)?, seconds(END)?);
    // The last second of a minute is meant to be inside.
    let until = end + i64::from(end % 60 == 59);
    if (start % 60 != 0 || until % 60 != 0) && !told(notes, IssueCode::ScheduleMinutesCut) {
        notes.push(note(IssueCode::ScheduleMinutesCut).param("in whole minutes"));
    }
    let from = (start + 59).div_euclid(60) + MINUTE_2000;
    let until = until.div_euclid(60) + MINUTE_2000;
    let from = if start == 0 { i64::MIN } else { from };
    let is_open = u64::try_from(end).is_ok_and(|end| end == LAST_SECOND);
    let until = if is_open { i64::MAX } else { until };
    (from < until).then_some((from, until))
}
