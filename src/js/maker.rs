//! What makers' locks hold of a schedule.

use alloc::vec::Vec;

use super::Arguments;
use super::answer::{Answer, Out, either, misused};
use super::text;
use crate::schedule::{Maker, MakerOptions, Schedule, WeekdayNumbers};
use crate::schema::{Given, Kind, check_alone};
use crate::time::{Weekday, Weekdays};
use crate::value::Members;
use crate::{Issue, Issues, UnknownFields, Value};

/// `[maker, schedule, options?]`
pub(super) fn hold(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let held = || {
        let maker = maker(arguments)?;
        let schedule = Schedule::read(&arguments.get(1)).map_err(misused("schedule"))?;
        let options = options(arguments, 2)?;
        maker.hold(&schedule, &options).map_err(Answer::Refused)
    };
    either(held().map(|held| {
        let value = Members::default()
            .with("value", held.value)
            .with("opens", held.opens.as_str());
        out.value(&value.into());
        out.issues(&held.notes.into());
        Answer::Written
    }))
}

/// `[maker, value, options?]`
pub(super) fn read(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let told = || {
        let maker = maker(arguments)?;
        let options = options(arguments, 2)?;
        let told = maker.read_document(&arguments.get(1), &options);
        told.map_err(Answer::Refused)
    };
    either(told().map(|told| {
        out.value(&told.schedule.to_value());
        out.issues(&told.notes.into());
        Answer::Written
    }))
}

/// `[]`
pub(super) fn makers(_arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let makers: Vec<_> = Maker::ALL
        .iter()
        .map(|maker| maker.facts().to_value())
        .collect();
    out.value(&makers.into());
    Answer::Written
}

/// `[numbers, days]`
pub(super) fn weekday_numbers(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let numbers = || {
        let preset = preset(arguments)?;
        let days = arguments.get(1);
        let kind = Kind::List(&Kind::Word(&Weekday::WORDS));
        check_alone(&days, &kind, UnknownFields::Refuse).map_err(misused("days"))?;
        let days = days
            .root()
            .items()
            .filter_map(|day| Weekday::find(day.text()?));
        let days = days.collect::<Weekdays>();
        if preset.is_mask() {
            return Ok(Value::from(u64::from(preset.mask(days))));
        }
        let numbers = preset.numbers(days).into_iter();
        let numbers: Vec<Value<'_>> = numbers.map(|number| u64::from(number).into()).collect();
        Ok(numbers.into())
    };
    either(numbers().map(|numbers| {
        out.value(&numbers);
        Answer::Written
    }))
}

/// `[numbers, number or list]`
pub(super) fn weekdays_of(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let days = || {
        let preset = preset(arguments)?;
        let given = arguments.get(1);
        let number = Kind::Whole(0, 255);
        let kind = if given.root().is_list() {
            Kind::List(&Kind::Whole(0, 255))
        } else {
            number
        };
        check_alone(&given, &kind, UnknownFields::Refuse).map_err(Answer::Refused)?;
        let of = |given: Given<'_>| u8::try_from(given.whole(0, 255)?).ok();
        let numbers: Vec<u8> = match of(given.root()) {
            Some(number) => Vec::from([number]),
            None => given.root().items().filter_map(of).collect(),
        };
        let refused = |issue: Issue| Answer::Refused(issue.into());
        preset.days(&numbers).map_err(refused)
    };
    either(days().map(|days| {
        let days: Vec<Value<'_>> = days.iter().map(|day| day.as_str().into()).collect();
        out.value(&days.into());
        Answer::Written
    }))
}

/// `[text]`
pub(super) fn from_icalendar(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let given = arguments.get(0);
    let text = text::of(&given).map_err(Issues::from);
    match text.and_then(Schedule::from_icalendar) {
        Ok(schedule) => {
            out.value(&schedule.to_value());
            Answer::Written
        }
        Err(issues) => Answer::Refused(issues),
    }
}

/// `[schedule]`
pub(super) fn to_icalendar(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    match Schedule::read(&arguments.get(0)) {
        Ok(schedule) => {
            let (text, notes) = schedule.to_icalendar();
            out.text(&text);
            out.issues(&notes.into());
            Answer::Written
        }
        Err(issues) => Answer::Misuse("schedule", issues),
    }
}

fn maker(arguments: &Arguments<'_>) -> Result<Maker, Answer> {
    let name = arguments.get(0);
    let maker = text::of(&name).and_then(Maker::parse);
    maker.map_err(misused("maker"))
}

fn preset(arguments: &Arguments<'_>) -> Result<WeekdayNumbers, Answer> {
    let name = arguments.get(0);
    let preset = text::of(&name).and_then(WeekdayNumbers::parse);
    preset.map_err(misused("numbers"))
}

fn options(arguments: &Arguments<'_>, index: usize) -> Result<MakerOptions, Answer> {
    match arguments.given(index) {
        None => Ok(MakerOptions::default()),
        Some(options) => MakerOptions::read(&options).map_err(misused("options")),
    }
}
