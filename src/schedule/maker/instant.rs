//! Stretches of time as instants.

use alloc::vec::Vec;

use crate::{Issue, IssueCode, Timestamp, Value};

use super::clock::DoorClock;
use super::plan::note;
use super::span::Stretch;

/// The whole minutes of the wall inside of two instants, in seconds since 1970; an open end where
/// there is none. `None` where no minute is inside.
pub(super) fn stretch_of(
    from: Option<i64>,
    until: Option<i64>,
    clock: &DoorClock,
    notes: &mut Vec<Issue>,
) -> Option<Stretch> {
    let wall = |seconds: Option<i64>| seconds.map(|seconds| clock.wall(seconds));
    let (from, until) = (wall(from), wall(until));
    let is_cut = |seconds: Option<i64>| seconds.is_some_and(|seconds| seconds % 60 != 0);
    if is_cut(from) || is_cut(until) {
        notes.push(note(IssueCode::ScheduleMinutesCut).param("in whole minutes"));
    }
    let from = from.map_or(i64::MIN, |from| (from + 59).div_euclid(60));
    let until = until.map_or(i64::MAX, |until| until.div_euclid(60));
    (from < until).then_some((from, until))
}

/// The instants between which a stretch lies, in seconds since 1970; `None` for an open end.
pub(super) fn instants_of((from, until): Stretch, clock: &DoorClock) -> [Option<i64>; 2] {
    [
        (from > i64::MIN).then(|| clock.instant(from, false)),
        (until < i64::MAX).then(|| clock.instant(until, true)),
    ]
}

/// An instant in UTC.
pub(super) fn to_value(seconds: i64) -> Value<'static> {
    match Timestamp::from_epoch(seconds, 0) {
        Some(instant) => Value::from(instant),
        None => Value::Null,
    }
}
