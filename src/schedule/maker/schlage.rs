//! An access code of Schlage's `WiFi` locks: two rules of weekdays, or one window.
//!
//! `daysOfWeek` is a mask in hex, Sunday 40; the last minute is inside, so that 00:00 to 23:59 is all
//! day. `activationSecs` and `expirationSecs` are seconds since 1970, 0 and 4294967295 where the code
//! has no window. Source: pyschlage, which knows no code of both kinds.

use alloc::vec::Vec;

use crate::schedule::Schedule;
use crate::schedule::object::VALID;
use crate::schema::{
    Document, Field, Form, Kind, Name, Pattern, Table, Written as Judgement, check,
};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

use super::fields::{hours_of, judge_last_minute, rule_fields};
use super::instant::{instants_of, stretch_of};
use super::plan::{End, Plan, Shape, plan, whole};
use super::span::schedule_of;
use super::week::Rule;
use super::weekdays::{WeekdayNumbers::Schlage as Numbers, hex};
use super::{MakerOptions, ReadSchedule, Told, Written};

const ACTIVATION: Name = Name::new(0, "activationSecs");
const EXPIRATION: Name = Name::new(1, "expirationSecs");
const FIRST: Name = Name::new(2, "schedule1");
const SECOND: Name = Name::new(3, "schedule2");

const LAST_SECOND: u64 = 0xFFFF_FFFF;
const SECONDS: Kind = Kind::Whole(0, LAST_SECOND);

const RULE_NAMES: [&str; 5] = [
    "daysOfWeek",
    "startHour",
    "startMinute",
    "endHour",
    "endMinute",
];

/// One or two hexadecimal digits of a mask that has a day.
const DAYS: Form = Form::new(
    |text| match mask_of(text) {
        Some(_) => Judgement::AsGiven,
        None => Judgement::No,
    },
    |_| Issue::of(IssueCode::WeekdayNumberUnknown).param(Numbers.as_str()),
    Pattern::of("^[0-9A-Fa-f]{1,2}$"),
);

fn mask_of(text: &str) -> Option<u8> {
    let is_hex = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mask = u8::from_str_radix(text, 16).ok()?;
    (is_hex && (1..128).contains(&mask)).then_some(mask)
}

const RULE_FIELDS: [Field; 5] = rule_fields(RULE_NAMES, Kind::Form(&DAYS));
const RULE: Table = Table::of(&RULE_FIELDS).with_rules(judge_last_minute).open();

const CODE: Table = Table::of(&[
    ACTIVATION.optional(SECONDS),
    EXPIRATION.optional(SECONDS),
    FIRST.optional(Kind::Object(&RULE)),
    SECOND.optional(Kind::Object(&RULE)),
])
.with_rules(|code| {
    let end = |name| code.right(name)?.whole(0, LAST_SECOND);
    let (start, stop) = (end(ACTIVATION), end(EXPIRATION));
    if let (Some(start), Some(stop)) = (start, stop)
        && stop <= start
    {
        code.report(EXPIRATION, || Issue::of(IssueCode::WindowEmpty));
    }
    let is_bounded =
        start.is_some_and(|start| start > 0) || stop.is_some_and(|stop| stop < LAST_SECOND);
    for name in [FIRST, SECOND] {
        let rule = code.right(name).and_then(rule_of);
        if is_bounded && rule.is_some_and(|rule| rule != Rule::ALWAYS) {
            code.report(name, || Issue::of(IssueCode::ScheduleKindsMixed));
        }
    }
})
.nullable()
.open();

fn rule_of(given: crate::schema::Given<'_>) -> Option<Rule> {
    let reading = given.reading(&RULE)?;
    let (from, last) = hours_of(&reading)?;
    Some(Rule {
        days: Numbers.of_mask(mask_of(reading.at(0)?.text()?)?)?,
        from,
        until: last + 1,
    })
}

pub(super) fn read(document: &Document<'_>, options: &MakerOptions) -> Told {
    let code = check(document, &CODE, UnknownFields::Ignore, &mut |_| {})?;
    let mut notes = Vec::new();
    let bound = |name, open: u64| code.whole(name).filter(|seconds| *seconds != open);
    let seconds = |number: u64| i64::try_from(number).unwrap_or_default();
    let from = bound(ACTIVATION, 0).map(seconds);
    let until = bound(EXPIRATION, LAST_SECOND).map(seconds);
    let mut rules: Vec<_> = [FIRST, SECOND]
        .into_iter()
        .filter_map(|name| rule_of(code.get(name)?))
        .collect();
    if rules.contains(&Rule::ALWAYS) {
        rules.clear();
    }
    let stretches = if from.or(until).is_some() {
        let stretch = stretch_of(from, until, options.clock()?, &mut notes);
        Some(stretch.into_iter().collect())
    } else {
        None
    };
    let rules = (!rules.is_empty()).then_some(&*rules);
    let schedule = schedule_of(rules, stretches, Vec::new())?;
    Ok(ReadSchedule { schedule, notes })
}

pub(super) fn write(schedule: &Schedule, options: &MakerOptions) -> Written {
    let shape = Shape {
        takes_nights: false,
        end: End::LastMinuteInside,
        rules: options.rules(2),
        stretches: 1,
        holds_both: false,
        part: whole,
    };
    let mut notes = Vec::new();
    let Plan { rules, stretches } = plan(schedule, &schedule.hours(), &shape, &mut notes)?;
    let never = || Issues::from(Issue::of(IssueCode::ScheduleNeverOpens));
    let mut window = [0, LAST_SECOND];
    if let Some(stretches) = stretches {
        let stretch = stretches.first().ok_or_else(never)?;
        let [from, until] = instants_of(*stretch, options.clock()?);
        let seconds = |at: Option<i64>, open| match at {
            None => Ok(open),
            // 0 and the last second are no bounds.
            Some(at) => match u64::try_from(at) {
                Ok(at) if (1..LAST_SECOND).contains(&at) => Ok(at),
                _ => Err(Issues::from(
                    Issue::out_of_range(1_u64, LAST_SECOND - 1).at(VALID),
                )),
            },
        };
        window = [seconds(from, 0)?, seconds(until, LAST_SECOND)?];
    }
    let rules = rules.unwrap_or_else(|| Vec::from([Rule::ALWAYS]));
    if rules.is_empty() {
        return Err(never());
    }
    let [activation, expiration] = window;
    let mut held = Members::default()
        .with(ACTIVATION.text, activation)
        .with(EXPIRATION.text, expiration);
    for (name, rule) in [FIRST, SECOND].into_iter().zip(&rules) {
        held = held.with(name.text, rule_to_value(*rule));
    }
    Ok((held.into(), notes))
}

fn rule_to_value(rule: Rule) -> Value<'static> {
    let last = rule.until - 1;
    Members::default()
        .with(RULE_NAMES[0], hex(Numbers.mask(rule.days)))
        .with(RULE_NAMES[1], u64::from(rule.from / 60))
        .with(RULE_NAMES[2], u64::from(rule.from % 60))
        .with(RULE_NAMES[3], u64::from(last / 60))
        .with(RULE_NAMES[4], u64::from(last % 60))
        .into()
}
