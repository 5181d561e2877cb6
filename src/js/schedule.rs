//! Schedules, and hours that JavaScript keeps as their bytes: it hands them over in the body.

use alloc::string::ToString;
use alloc::vec::Vec;

use wasm_bindgen::prelude::wasm_bindgen;

use super::answer::{Answer, Out, either, misused};
use super::{Arguments, Border, text};
use crate::Value;
use crate::schedule::{
    ClosedReason, Found, Hours, HoursState, Of, Period, Schedule, Step, View, Walk, shown,
};
use crate::schema::halves;
use crate::time::{Date, LocalMinute, LocalTime};
use crate::value::Members;

/// What hours say, as the first word of an answer.
const UNKNOWN: u32 = 0;
const OPEN: u32 = 1;
const CLOSED: u32 = 2;
const NEVER: u32 = 3;

/// What a step of a walk gives.
const NOTHING: u32 = 0;
const FOUND: u32 = 1;
const LOOK: u32 = 2;

/// `[schedule]`
pub(super) fn check(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    match Schedule::read(&arguments.get(0)) {
        Ok(schedule) => {
            out.value(&schedule.to_value());
            Answer::Written
        }
        Err(issues) => Answer::Refused(issues),
    }
}

/// `[schedule]`
pub(super) fn hours(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    match Schedule::read(&arguments.get(0)) {
        Ok(schedule) => write(&schedule.hours(), out),
        Err(issues) => Answer::Misuse("schedule", issues),
    }
}

/// Hours are of whole words.
fn write(hours: &Hours, out: &mut Out) -> Answer {
    let (words, _) = hours.as_bytes().as_chunks();
    out.words
        .extend(words.iter().copied().map(u32::from_le_bytes));
    Answer::Written
}

#[wasm_bindgen]
impl Border {
    /// What hours of `length` bytes say at `[clock]`: a word for the state, one for why it is
    /// closed, and the text of the next change.
    pub fn hours_state(&mut self, length: usize, nodes: usize, text: usize) -> u32 {
        self.of_hours(length, nodes, text, &mut |hours, arguments, out| {
            either(clock(arguments).map(|now| {
                state(now.map(|now| hours.state(now)), out);
                Answer::Written
            }))
        })
    }

    /// The next change of hours of `length` bytes after `[clock]`: a word, whether they open, and its
    /// text; no word where there is none.
    pub fn hours_next(&mut self, length: usize, nodes: usize, text: usize) -> u32 {
        self.of_hours(length, nodes, text, &mut |hours, arguments, out| {
            either(clock(arguments).map(|now| {
                if let Some(change) = now.and_then(|now| hours.next_change(now)) {
                    out.words.push(change.opens.into());
                    out.text.push_str(&change.at.to_string());
                }
                Answer::Written
            }))
        })
    }

    /// What hours of `length` bytes say at an instant, as seconds since 1970, by clocks of an offset
    /// in seconds: as [`Self::hours_state`], without the next change.
    pub fn hours_at(&mut self, length: usize, instant: f64, offset: f64) {
        let hours = View::of(self.body.get(..length).unwrap_or_default());
        self.out.clear();
        let now = shown(seconds(instant), seconds(offset));
        state(now.map(|now| hours.state(now)), &mut self.out);
        self.out.text.clear();
    }

    /// A step of a walk of hours of `length` bytes that are open, or are not, at its start; `until`
    /// is infinite where an offset holds for ever. Instants are seconds since 1970, and in an answer
    /// the two halves of such a number.
    pub fn hours_step(
        &mut self,
        length: usize,
        start: f64,
        is_open: bool,
        at: f64,
        offset: f64,
        until: f64,
    ) -> u32 {
        let hours = View::of(self.body.get(..length).unwrap_or_default());
        self.out.clear();
        let until = until.is_finite().then(|| seconds(until));
        let walk = Walk::new(hours, seconds(start), is_open);
        match walk.step(seconds(at), seconds(offset), until) {
            Step::Found(Found {
                instant,
                local,
                is_jump,
            }) => {
                self.out.words.extend(halves(instant.cast_unsigned()));
                self.out.words.push(is_jump.into());
                self.out.text.push_str(&local.to_string());
                FOUND
            }
            Step::Look(instant) => {
                self.out.words.extend(halves(instant.cast_unsigned()));
                LOOK
            }
            Step::Never => NOTHING,
        }
    }

    /// The days from `[date]` on, seven or one, of hours of `length` bytes.
    pub fn hours_days(&mut self, length: usize, days: usize, nodes: usize, text: usize) -> u32 {
        self.of_hours(length, nodes, text, &mut |hours, arguments, out| {
            let date = arguments.get(0);
            let date = text::of(&date).and_then(Date::parse);
            either(date.map_err(misused("date")).map(|date| {
                let dates = core::iter::successors(Some(date), |date| date.next());
                let days: Vec<_> = dates.take(days).map(|date| day(hours, date)).collect();
                out.value(&days.into());
                Answer::Written
            }))
        })
    }

    /// The rules that make hours of `length` bytes.
    pub fn hours_rules(&mut self, length: usize) -> u32 {
        self.of_hours(
            length,
            0,
            0,
            &mut |hours, _, out| match hours.to_schedule() {
                Ok(schedule) => {
                    out.value(&schedule.to_value());
                    Answer::Written
                }
                Err(issue) => Answer::Misuse("hours", issue.into()),
            },
        )
    }

    /// Hours made of the first `one` of `length` bytes and of the others: 0 for those of either, 1
    /// of both, 2 of the first alone.
    pub fn hours_of(&mut self, one: usize, length: usize, of: u32) -> u32 {
        self.of_two(one, length, &mut |one, other, out| {
            let of = match of {
                0 => Of::EITHER,
                1 => Of::BOTH,
                _ => Of::FIRST_ALONE,
            };
            write(&Hours::of(one, other, of), out)
        })
    }

    /// What is asked of two hours, the first `one` of `length` bytes and the others: bits for whether
    /// the first never open, always do, are as the others, and cover them.
    pub fn hours_compared(&mut self, one: usize, length: usize) -> u32 {
        let mut bits = 0;
        self.of_two(one, length, &mut |one, other, _| {
            bits = u32::from(one.is_never())
                | u32::from(one.is_always()) << 1
                | u32::from(one.open() == other.open()) << 2
                | u32::from(one.covers(other)) << 3;
            Answer::AsGiven
        });
        bits
    }

    fn of_hours(&mut self, length: usize, nodes: usize, text: usize, ask: OfHours<'_>) -> u32 {
        let body = core::mem::take(&mut self.body);
        let hours = View::of(body.get(..length).unwrap_or_default());
        let answer = self.call(nodes, text, &mut |arguments, out| {
            ask(hours, arguments, out)
        });
        self.body = body;
        answer
    }

    fn of_two(&mut self, one: usize, length: usize, ask: OfTwo<'_>) -> u32 {
        let body = core::mem::take(&mut self.body);
        let both = body.get(..length).unwrap_or_default();
        let (one, other) = both.split_at_checked(one).unwrap_or_default();
        let answer = self.call(0, 0, &mut |_, out| ask(View::of(one), View::of(other), out));
        self.body = body;
        answer
    }
}

type OfHours<'a> = &'a mut dyn FnMut(View<'_>, &Arguments<'_>, &mut Out) -> Answer;
type OfTwo<'a> = &'a mut dyn FnMut(View<'_>, View<'_>, &mut Out) -> Answer;

/// What a clock shows, as text with the door's own offset; `None` for one that is not known.
fn clock(arguments: &Arguments<'_>) -> Result<Option<LocalMinute>, Answer> {
    Ok(super::clock::clock(arguments, 0)?.map(LocalTime::local))
}

fn state(state: Option<HoursState>, out: &mut Out) {
    let why = |why: ClosedReason| {
        let mut all = ClosedReason::ALL.into_iter();
        u32::try_from(all.position(|one| one == why).unwrap_or_default()).unwrap_or_default()
    };
    let (words, until) = match state.unwrap_or(HoursState::Unknown) {
        HoursState::Unknown => ([UNKNOWN, 0], None),
        HoursState::Open { until } => ([OPEN, 0], until),
        HoursState::Closed { until, why: closed } => ([CLOSED, why(closed)], Some(until)),
        HoursState::Never { why: closed } => ([NEVER, why(closed)], None),
    };
    out.words.extend(words);
    if let Some(until) = until {
        out.text.push_str(&until.to_string());
    }
}

fn day(hours: View<'_>, date: Date) -> Value<'static> {
    let periods: Vec<_> = hours.day(date).into_iter().map(Period::to_value).collect();
    Members::default()
        .with("date", date.to_string())
        .with("periods", periods)
        .into()
}

/// Whole seconds. JavaScript gives whole ones of the years 0000 to 9999, or offsets.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "saturates"
)]
fn seconds(number: f64) -> i64 {
    number as i64
}
