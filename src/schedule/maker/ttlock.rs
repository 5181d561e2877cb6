//! A passcode of `TTLock`'s open platform, drawn by the cloud: a type, and two instants.
//!
//! `keyboardPwdType` 2 opens for ever, 3 from `startDate` until `endDate`, 5 to 14 on the days of
//! their type between the hours of both, from the day of `startDate` on. All in whole hours, in
//! milliseconds since 1970; a stretch is at most a year. The lock has an offset and no summer time.
//! Source: `TTLock` Open Platform, `keyboardPwd/get`, passcode types.

use alloc::vec::Vec;

use crate::schedule::object::VALID;
use crate::schedule::{Schedule, Weekday, Weekdays};
use crate::schema::{Document, Judged, Kind, Name, Reading, Table, check};
use crate::time::DAY;
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, IssueCode, Issues, UnknownFields};

use super::clock::DoorClock;
use super::instant::stretch_of;
use super::plan::{End, Shape, note, plan};
use super::span::{Stretch, schedule_of};
use super::week::Rule;
use super::{MakerOptions, ReadSchedule, Told, Written};

const TYPE: Name = Name::new(0, "keyboardPwdType");
const START: Name = Name::new(1, "startDate");
const END: Name = Name::new(2, "endDate");

const PERMANENT: u64 = 2;
const PERIOD: u64 = 3;
/// The days of each cyclic type, from 5 on: weekend, every day, workdays, then each day.
const CYCLIC: [u8; 10] = [0x60, 0x7F, 0x1F, 1, 2, 4, 8, 16, 32, 64];
const FIRST_CYCLIC: u64 = 5;

const MILLIS: Kind = Kind::Whole(0, LARGEST_WHOLE);

const PASSCODE: Table = Table::of(&[
    TYPE.required(Kind::Whole(2, 14)),
    START.optional(MILLIS),
    END.optional(MILLIS),
])
.with_rules(judge)
.nullable()
.open();

fn judge(passcode: &mut Judged<'_, '_>) {
    let Some(kind) = passcode.right(TYPE).and_then(|given| given.whole(0, 14)) else {
        return;
    };
    if kind == 4 {
        passcode.report(TYPE, || Issue::of(IssueCode::ScheduleRecurrenceUnfit));
    }
    if kind > PERMANENT {
        for name in [START, END] {
            if !passcode.is_there(name) {
                passcode.report(name, || Issue::of(IssueCode::MissingField));
            }
        }
    }
    let end = |name| passcode.right(name)?.whole(0, LARGEST_WHOLE);
    if let (Some(start), Some(end)) = (end(START), end(END))
        && end <= start
        && kind > PERMANENT
    {
        passcode.report(END, || Issue::of(IssueCode::WindowEmpty));
    }
}

pub(super) fn read(document: &Document<'_>, options: &MakerOptions) -> Told {
    let passcode = check(document, &PASSCODE, UnknownFields::Ignore, &mut |_| {})?;
    let mut notes = Vec::new();
    let kind = passcode.whole(TYPE).unwrap_or_default();
    let from = seconds(&passcode, START);
    let until = seconds(&passcode, END);
    if kind == PERMANENT {
        let stretches = match from.filter(|from| *from > 0) {
            None => None,
            from => Some(in_hours(from, None, options.clock()?, &mut notes)),
        };
        let schedule = schedule_of(None, stretches, Vec::new())?;
        return Ok(ReadSchedule { schedule, notes });
    }
    let found = in_hours(from, until, options.clock()?, &mut notes);
    let cyclic = usize::try_from(kind.wrapping_sub(FIRST_CYCLIC)).ok();
    let Some(days) = cyclic.and_then(|at| CYCLIC.get(at)) else {
        let schedule = schedule_of(None, Some(found), Vec::new())?;
        return Ok(ReadSchedule { schedule, notes });
    };
    let Some((from, until)) = found.first().copied() else {
        let schedule = Schedule::never();
        return Ok(ReadSchedule { schedule, notes });
    };
    let minute = |count: i64| u16::try_from(count.rem_euclid(i64::from(DAY))).unwrap_or_default();
    let rule = Rule {
        days: Weekdays::of_bits(*days).unwrap_or_default(),
        from: minute(from),
        until: match minute(until) {
            0 => DAY,
            until => until,
        },
    };
    if rule.until <= rule.from {
        return Err(Issue::of(IssueCode::WindowEmpty).at(END).into());
    }
    let begins = from - i64::from(rule.from);
    let schedule = schedule_of(
        Some(&[rule]),
        Some(Vec::from([(begins, i64::MAX)])),
        Vec::new(),
    )?;
    Ok(ReadSchedule { schedule, notes })
}

fn seconds(passcode: &Reading<'_>, name: Name) -> Option<i64> {
    i64::try_from(passcode.whole(name)?)
        .ok()
        .map(|millis| millis.div_euclid(1000))
}

/// A stretch as the lock takes it: minutes are cut off at both ends, so that it begins earlier.
fn in_hours(
    from: Option<i64>,
    until: Option<i64>,
    clock: &DoorClock,
    notes: &mut Vec<Issue>,
) -> Vec<Stretch> {
    let hour = |minute: i64| minute.div_euclid(60) * 60;
    let mut unheard = Vec::new();
    let Some((start, end)) = stretch_of(from, until, clock, &mut unheard) else {
        return Vec::new();
    };
    let cut = (
        if start == i64::MIN {
            start
        } else {
            hour(start)
        },
        if end == i64::MAX { end } else { hour(end) },
    );
    if cut != (start, end) || !unheard.is_empty() {
        notes.push(note(IssueCode::ScheduleMinutesCut).param("in whole hours"));
    }
    if cut.0 < cut.1 {
        Vec::from([cut])
    } else {
        Vec::new()
    }
}

/// A rule for each type that its days need.
fn by_type(rule: Rule) -> Vec<Rule> {
    let mut left = rule.days.bits();
    let mut rules = Vec::new();
    // The largest types first.
    for days in [CYCLIC[1], CYCLIC[2], CYCLIC[0]].into_iter().chain(CYCLIC) {
        if left & days == days && left != 0 {
            left &= !days;
            let days = Weekdays::of_bits(days).unwrap_or_default();
            rules.push(Rule { days, ..rule });
        }
    }
    rules
}

pub(super) fn write(schedule: &Schedule, options: &MakerOptions) -> Written {
    let shape = Shape {
        takes_nights: false,
        end: End::WholeHours,
        rules: 1,
        stretches: 1,
        holds_both: true,
        part: by_type,
    };
    let mut notes = Vec::new();
    let planned = plan(schedule, &schedule.hours(), &shape, &mut notes)?;
    let never = || Issues::from(Issue::of(IssueCode::ScheduleNeverOpens));
    let unbegun = || Issues::from(Issue::of(IssueCode::MissingField).at("from").at(VALID));
    let stretch = planned
        .stretches
        .and_then(|stretches| stretches.first().copied());
    let (from, until) = stretch.unwrap_or((i64::MIN, i64::MAX));
    if from == i64::MIN {
        return Err(unbegun());
    }
    let clock = options.clock()?;
    let millis = |minute: i64, is_end| {
        u64::try_from(clock.instant(minute, is_end) * 1000).unwrap_or_default()
    };
    let hour = |minute: i64| minute.div_euclid(60) * 60;
    let later = |minute: i64| -hour(-minute);
    let mut held = Members::default();
    if let Some(rules) = planned.rules {
        let rule = rules.first().ok_or_else(never)?;
        if until < i64::MAX {
            notes.push(note(IssueCode::ScheduleValidityLost).at(VALID));
        }
        let kind = CYCLIC.iter().position(|days| *days == rule.days.bits());
        // The first of its days that begins within the validity.
        let of_days = |day: i64| {
            let day = i32::try_from(day).unwrap_or_default();
            rule.days.contains(Weekday::of_days(day))
        };
        let first = from.div_euclid(1440);
        let is_partly = first * 1440 + i64::from(rule.from) < from;
        if is_partly && of_days(first) {
            notes.push(
                note(IssueCode::ScheduleMinutesCut)
                    .param("on whole days")
                    .at(VALID),
            );
        }
        let mut later = first + i64::from(is_partly)..;
        let midnight = later.find(|day| of_days(*day)).unwrap_or(first) * 1440;
        held = held
            .with(
                TYPE.text,
                FIRST_CYCLIC + u64::try_from(kind.unwrap_or_default()).unwrap_or_default(),
            )
            .with(START.text, millis(midnight + i64::from(rule.from), false))
            .with(END.text, millis(midnight + i64::from(rule.until), true));
    } else {
        let start = later(from);
        if start != from || (until < i64::MAX && hour(until) != until) {
            notes.push(
                note(IssueCode::ScheduleMinutesCut)
                    .param("in whole hours")
                    .at(VALID),
            );
        }
        held = held
            .with(
                TYPE.text,
                if until == i64::MAX { PERMANENT } else { PERIOD },
            )
            .with(START.text, millis(start, false));
        if until < i64::MAX {
            // The same day of the next year at most.
            let longest = start + 365 * 1440;
            if hour(until) > longest {
                let cut = note(IssueCode::ScheduleDatesCut);
                let day = |minute: i64| {
                    let date = crate::time::Date::of_days(minute.div_euclid(1440));
                    alloc::format!("{}", date.unwrap_or(crate::time::Date::LAST))
                };
                notes.push(cut.param(day(start)).param(day(longest)).at(VALID));
            }
            let end = hour(until).min(longest);
            if end <= start {
                return Err(never());
            }
            held = held.with(END.text, millis(end, true));
        }
    }
    Ok((held.into(), notes))
}
