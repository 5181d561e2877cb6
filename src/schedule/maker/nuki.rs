//! An authorisation of Nuki's Web API: one rule of weekdays within one window.
//!
//! `allowedWeekDays` is a mask, Monday 64; `allowedFromTime` and `allowedUntilTime` are minutes after
//! midnight of the lock's wall; `allowedFromDate` and `allowedUntilDate` are instants. What is absent
//! restricts nothing.

use alloc::vec::Vec;

use crate::schedule::Schedule;
use crate::schema::{Document, Kind, Name, Table, check};
use crate::time::DAY;
use crate::value::Members;
use crate::{Issue, IssueCode, Timestamp, UnknownFields};

use super::fields::{MASK, before_midnight, to_midnight};
use super::instant::{instants_of, stretch_of, to_value};
use super::plan::{End, Plan, Shape, plan, whole};
use super::span::schedule_of;
use super::week::Rule;
use super::weekdays::WeekdayNumbers::Nuki as Numbers;
use super::{MakerOptions, ReadSchedule, Told, Written};

const FROM_DATE: Name = Name::new(0, "allowedFromDate");
const UNTIL_DATE: Name = Name::new(1, "allowedUntilDate");
const WEEKDAYS: Name = Name::new(2, "allowedWeekDays");
const FROM_TIME: Name = Name::new(3, "allowedFromTime");
const UNTIL_TIME: Name = Name::new(4, "allowedUntilTime");

const INSTANT: Kind = Kind::Form(&Timestamp::FORM);

const AUTHORISATION: Table = Table::of(&[
    FROM_DATE.optional(INSTANT),
    UNTIL_DATE.optional(INSTANT),
    WEEKDAYS.optional(MASK),
    FROM_TIME.optional(Kind::Whole(0, 1439)),
    UNTIL_TIME.optional(Kind::Whole(0, 1440)),
])
.with_rules(|user| {
    let minute = |name| user.right(name)?.whole(0, 1440);
    if let (Some(from), Some(until)) = (minute(FROM_TIME), minute(UNTIL_TIME))
        && until <= from
    {
        user.report(UNTIL_TIME, || Issue::of(IssueCode::WindowEmpty));
    }
    crate::Window::judge(user, FROM_DATE, UNTIL_DATE);
})
.nullable()
.open();

pub(super) fn read(document: &Document<'_>, options: &MakerOptions) -> Told {
    let user = check(document, &AUTHORISATION, UnknownFields::Ignore, &mut |_| {})?;
    let mut notes = Vec::new();
    let minute = |name| Some(u16::try_from(user.whole(name)?).unwrap_or_default());
    let mask = user
        .whole(WEEKDAYS)
        .map(|mask| u8::try_from(mask).unwrap_or_default());
    let rule = Rule {
        days: mask
            .and_then(|mask| Numbers.of_mask(mask))
            .unwrap_or(Rule::ALWAYS.days),
        from: minute(FROM_TIME).unwrap_or_default(),
        until: minute(UNTIL_TIME).map_or(DAY, to_midnight),
    };
    let seconds = |name| user.instant(name).map(|at| at.epoch_seconds());
    let (from, until) = (seconds(FROM_DATE), seconds(UNTIL_DATE));
    let stretches = if from.or(until).is_some() {
        let stretch = stretch_of(from, until, options.clock()?, &mut notes);
        Some(stretch.into_iter().collect())
    } else {
        None
    };
    let rules = (rule != Rule::ALWAYS).then_some([rule]);
    let rules = rules.as_ref().map(<[Rule; 1]>::as_slice);
    let schedule = schedule_of(rules, stretches, Vec::new())?;
    Ok(ReadSchedule { schedule, notes })
}

pub(super) fn write(schedule: &Schedule, options: &MakerOptions) -> Written {
    let shape = Shape {
        takes_nights: false,
        end: End::UpToLastMinute,
        rules: 1,
        stretches: 1,
        holds_both: true,
        part: whole,
    };
    let mut notes = Vec::new();
    let Plan { rules, stretches } = plan(schedule, &schedule.hours(), &shape, &mut notes)?;
    let [from, until] = match &stretches {
        None => [None, None],
        Some(stretches) => {
            let stretch = stretches
                .first()
                .ok_or(Issue::of(IssueCode::ScheduleNeverOpens))?;
            instants_of(*stretch, options.clock()?)
        }
    };
    let mut held = Members::default()
        .with_some(FROM_DATE.text, from.map(to_value))
        .with_some(UNTIL_DATE.text, until.map(to_value));
    if let Some(rules) = rules {
        let rule = rules
            .first()
            .ok_or(Issue::of(IssueCode::ScheduleNeverOpens))?;
        let until = if rule.until == DAY {
            before_midnight(DAY)
        } else {
            rule.until
        };
        held = held
            .with(WEEKDAYS.text, u64::from(Numbers.mask(rule.days)))
            .with(FROM_TIME.text, u64::from(rule.from))
            .with(UNTIL_TIME.text, u64::from(until));
    }
    Ok((held.into(), notes))
}
