//! A repeat event of Tedee's API: one rule of weekdays within one window, all of it in UTC.
//!
//! `weekDays` is a mask, Monday 1; of `dayStartTime` and `dayEndTime` only the time of day counts.
//! What the wall shows at a rule is another time after each change of the clock.

use alloc::vec::Vec;

use crate::schedule::builder::join;
use crate::schedule::object::WEEKLY;
use crate::schedule::{Schedule, Weekdays};
use crate::schema::{Document, Kind, Name, Reading, Table, check};
use crate::time::{DAY, Date};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, Timestamp, UnknownFields};

use super::clock::DoorClock;
use super::fields::{MASK, before_midnight, to_midnight};
use super::instant::{instants_of, stretch_of, to_value};
use super::plan::{End, Shape, cut, note, plan, whole};
use super::span::schedule_of;
use super::week::{Rule, Week, keep_longest, rules_of};
use super::weekdays::WeekdayNumbers::Tedee as Numbers;
use super::{MakerOptions, ReadSchedule, Told, Written};

const WEEKDAYS: Name = Name::new(0, "weekDays");
const START_TIME: Name = Name::new(1, "dayStartTime");
const END_TIME: Name = Name::new(2, "dayEndTime");
const START: Name = Name::new(3, "startDate");
const END: Name = Name::new(4, "endDate");

const INSTANT: Kind = Kind::Form(&Timestamp::FORM);

const EVENT: Table = Table::of(&[
    WEEKDAYS.optional(MASK),
    START_TIME.optional(INSTANT),
    END_TIME.optional(INSTANT),
    START.optional(INSTANT),
    END.optional(INSTANT),
])
.with_rules(|event| {
    if let (true, Some((start, end))) = (event.is_right(), times_of(event.reading))
        && end <= start
    {
        event.report(END_TIME, || Issue::of(IssueCode::WindowEmpty));
    }
    crate::Window::judge(event, START, END);
})
.nullable()
.open();

/// The times of day in UTC; `None` where there is none of them.
fn times_of(event: &Reading<'_>) -> Option<(u16, u16)> {
    let minute = |name| {
        let seconds = event.instant(name)?.epoch_seconds();
        u16::try_from(seconds.div_euclid(60).rem_euclid(i64::from(DAY))).ok()
    };
    let (start, end) = (minute(START_TIME), minute(END_TIME));
    (start.or(end).is_some()).then(|| (start.unwrap_or_default(), end.map_or(DAY, to_midnight)))
}

/// A week that begins so many minutes later.
fn shifted(rules: &[Rule], minutes: i16) -> Week {
    let mut week = Week::default();
    let whole = i32::from(DAY) * 7;
    for rule in rules {
        for day in rule.days.iter() {
            let midnight = i32::from(day.days_from_monday()) * i32::from(DAY);
            let mut at = (midnight + i32::from(rule.from) + i32::from(minutes)).rem_euclid(whole);
            let mut left = i32::from(rule.until) - i32::from(rule.from);
            if left <= 0 {
                left += i32::from(DAY);
            }
            while left > 0 {
                let from = at % i32::from(DAY);
                let length = left.min(i32::from(DAY) - from);
                let minute = |count: i32| u16::try_from(count).unwrap_or_default();
                let part = (minute(from), minute(from + length));
                let day = usize::try_from(at / i32::from(DAY)).unwrap_or_default();
                if let Some(day) = week.get_mut(day) {
                    day.push(part);
                }
                at = (at + length) % whole;
                left -= length;
            }
        }
    }
    for day in &mut week {
        join(day);
    }
    week
}

pub(super) fn read(document: &Document<'_>, options: &MakerOptions) -> Told {
    let event = check(document, &EVENT, UnknownFields::Ignore, &mut |_| {})?;
    let mut notes = Vec::new();
    let mask = event
        .whole(WEEKDAYS)
        .map(|mask| u8::try_from(mask).unwrap_or_default());
    let times = times_of(&event);
    let seconds = |name| event.instant(name).map(|at| at.epoch_seconds());
    let (from, until) = (seconds(START), seconds(END));
    if mask.is_none() && times.is_none() && from.is_none() && until.is_none() {
        let schedule = Schedule::always();
        return Ok(ReadSchedule { schedule, notes });
    }
    let clock = options.clock()?;
    let stretches = from.or(until).map(|_| {
        let stretch = stretch_of(from, until, clock, &mut notes);
        stretch.into_iter().collect()
    });
    let mut rules = None;
    if mask.is_some() || times.is_some() {
        let (from, until) = times.unwrap_or((0, DAY));
        let days = mask.and_then(|mask| Numbers.of_mask(mask));
        let rule = Rule {
            days: days.unwrap_or(Weekdays::ALL),
            from,
            until,
        };
        rules = Some(rules_of(&shifted(&[rule], clock.offset()), true));
        moves(clock, &mut notes);
    }
    let schedule = schedule_of(rules.as_deref(), stretches, Vec::new())?;
    Ok(ReadSchedule { schedule, notes })
}

/// Notes that hours in UTC are others on the wall from a change of the clock on.
fn moves(clock: &DoorClock, notes: &mut Vec<Issue>) {
    let Some((day, minutes)) = clock.first_change() else {
        return;
    };
    let date = Date::of_days(day).unwrap_or(Date::LAST);
    let way = if minutes < 0 { "earlier" } else { "later" };
    notes.push(
        note(IssueCode::ScheduleMoves)
            .param(alloc::format!("{date}"))
            .param(u64::from(minutes.unsigned_abs()))
            .param(way),
    );
}

pub(super) fn write(schedule: &Schedule, options: &MakerOptions) -> Written {
    let shape = Shape {
        takes_nights: true,
        end: End::AsItIs,
        rules: 256,
        stretches: 1,
        holds_both: true,
        part: whole,
    };
    let mut notes = Vec::new();
    let planned = plan(schedule, &schedule.hours(), &shape, &mut notes)?;
    let never = || Issues::from(Issue::of(IssueCode::ScheduleNeverOpens));
    let mut held = Members::default();
    if let Some(rules) = planned.rules {
        let clock = options.clock()?;
        let mut rules = rules_of(&shifted(&rules, -clock.offset()), false);
        let whole = rules.clone();
        for rule in &mut rules {
            if rule.until == DAY - 1 {
                rule.until -= 1;
            }
        }
        rules.retain(|rule| rule.from < rule.until && rule.from < DAY - 1);
        if rules != whole {
            notes.push(cut(End::UpToLastMinute).at(WEEKLY));
        }
        if let Some(needed) = keep_longest(&mut rules, 1, |rule| rule.minutes()) {
            let lost = note(IssueCode::ScheduleRulesLost);
            notes.push(lost.param(1_u64).param(needed).at(WEEKLY));
        }
        let rule = rules.first().ok_or_else(never)?;
        let until = if rule.until == DAY {
            notes.push(note(IssueCode::ScheduleEndOfDay).at(WEEKLY));
            before_midnight(DAY)
        } else {
            rule.until
        };
        // A day in the past: only the time of day counts.
        let time = |minute: u16| to_value(i64::from(minute) * 60);
        held = held
            .with(WEEKDAYS.text, u64::from(Numbers.mask(rule.days)))
            .with(START_TIME.text, time(rule.from))
            .with(END_TIME.text, time(until));
        moves(clock, &mut notes);
    }
    if let Some(stretches) = planned.stretches {
        let stretch = stretches.first().ok_or_else(never)?;
        let [from, until] = instants_of(*stretch, options.clock()?);
        held = held
            .with_some(START.text, from.map(to_value))
            .with_some(END.text, until.map(to_value));
    }
    Ok((held.into(), notes))
}
