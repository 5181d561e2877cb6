//! How hours are made: day by day, into as few runs as explain them.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::flat::Flat;
use crate::sorted::sort;
use crate::time::{DAY, Date, Weekday};

/// From the first minute inside to the first no longer inside.
pub(super) type Interval = (u16, u16);

/// From a minute to before another, of a day or as counts since 1970.
pub(super) type Minutes = (i64, i64);

/// A weekday of which nothing is known yet.
const UNKNOWN: u32 = u32::MAX;

/// Hours being made, from the first day of the calendar on.
pub(super) struct Builder {
    sets: Sets,
    runs: Vec<Run>,
}

struct Run {
    first: i32,
    /// The day set of each weekday.
    days: [u32; 7],
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            sets: Sets(BTreeMap::new()),
            runs: Vec::new(),
        }
    }

    /// Adds the days from `first` to before `end`, of which each weekday is the same throughout:
    /// `set` says the number of the day set of a day.
    pub(super) fn segment(
        &mut self,
        first: i32,
        end: i32,
        set: &mut dyn FnMut(&mut Sets, i32) -> u32,
    ) {
        // After seven days of one run all is said.
        let mut settled = first.saturating_add(7).min(end);
        let mut day = first;
        while day < settled {
            let number = set(&mut self.sets, day);
            if self.push(day, number) {
                settled = day.saturating_add(7).min(end);
            }
            day += 1;
        }
    }

    /// Adds a day; whether a run begins with it. A run goes on for as long as each of its weekdays
    /// is always the same: so it has seven days at least, but for the last.
    fn push(&mut self, day: i32, set: u32) -> bool {
        let weekday = usize::from(Weekday::of_days(day).days_from_monday());
        if let Some(run) = self.runs.last_mut()
            && let Some(known) = run.days.get_mut(weekday)
            && (*known == UNKNOWN || *known == set)
        {
            *known = set;
            return false;
        }
        let mut days = [UNKNOWN; 7];
        if let Some(known) = days.get_mut(weekday) {
            *known = set;
        }
        self.runs.push(Run { first: day, days });
        true
    }

    /// The bytes. Day sets are numbered as they are first met, those that no run has are left out:
    /// the same hours are the same bytes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let empty = self.sets.number(&[]);
        let sets = self.sets.by_number();
        let mut numbers = vec![UNKNOWN; sets.len()];
        let mut met: Vec<&[Interval]> = Vec::new();
        let mut runs: Vec<u8> = Vec::with_capacity(self.runs.len() * super::flat::RUN);
        for run in &self.runs {
            runs.extend(run.first.to_le_bytes());
            for set in run.days {
                // A weekday that the calendar does not reach any more.
                let set = if set == UNKNOWN { empty } else { set };
                if let (Some(number), Some(set)) =
                    (numbers.get_mut(index(set)), sets.get(index(set)))
                {
                    if *number == UNKNOWN {
                        *number = u32_of(met.len());
                        met.push(set);
                    }
                    runs.extend(number.to_le_bytes());
                }
            }
        }
        let mut bytes = Vec::with_capacity(super::flat::HEAD + runs.len() + met.len() * 8);
        bytes.extend(u32_of(self.runs.len()).to_le_bytes());
        bytes.extend(u32_of(met.len()).to_le_bytes());
        bytes.append(&mut runs);
        let mut end = 0;
        for set in &met {
            end += set.len();
            bytes.extend(u32_of(end).to_le_bytes());
        }
        for set in &met {
            for (from, until) in *set {
                bytes.extend(from.to_le_bytes());
                bytes.extend(until.to_le_bytes());
            }
        }
        bytes
    }
}

/// The bytes of hours that may change their week on some days only: `set` writes the open minutes
/// of a day, in any order.
pub(super) fn by_days(
    mut changes: Vec<i32>,
    set: &mut dyn FnMut(i32, &mut Vec<Minutes>),
) -> Vec<u8> {
    changes.push(Date::FIRST.days());
    sort(&mut changes);
    changes.dedup();
    let mut builder = Builder::new();
    let mut minutes = Vec::new();
    let mut changes = changes.into_iter().peekable();
    let end = Date::LAST.days() + 1;
    while let Some(first) = changes.next() {
        let next = changes.peek().map_or(end, |next| (*next).min(end));
        builder.segment(first.max(Date::FIRST.days()), next, &mut |sets, day| {
            minutes.clear();
            set(day, &mut minutes);
            join(&mut minutes);
            sets.number(&minutes.iter().map(interval).collect::<Vec<_>>())
        });
    }
    builder.finish()
}

/// Which minutes are open of those of two: a bit for those of neither, of the first alone, of the
/// second alone, and of both.
#[derive(Clone, Copy)]
pub(crate) struct Of(u8);

impl Of {
    pub(crate) const EITHER: Self = Self(0b1110);
    pub(crate) const BOTH: Self = Self(0b1000);
    pub(crate) const FIRST_ALONE: Self = Self(0b0010);

    fn has(self, first: bool, second: bool) -> bool {
        self.0 >> (u8::from(first) | u8::from(second) << 1) & 1 == 1
    }
}

/// The hours that are open in one, or both, of two.
pub(super) fn combine(one: &[u8], other: &[u8], of: Of) -> Vec<u8> {
    let (one, other) = (Flat::new(one), Flat::new(other));
    let mut builder = Builder::new();
    let mut scratch = Vec::new();
    let mut known = BTreeMap::new();
    let (mut at, mut beside) = (0, 0);
    let mut first = Date::FIRST.days();
    let last = Date::LAST.days();
    while first <= last {
        let end = one.first(at + 1).min(other.first(beside + 1));
        builder.segment(first, end, &mut |sets, day| {
            let pair = (one.set_of(at, day), other.set_of(beside, day));
            if let Some(number) = known.get(&pair) {
                return *number;
            }
            let day: Vec<_> = one.set(pair.0).iter().collect();
            let beside: Vec<_> = other.set(pair.1).iter().collect();
            scratch.clear();
            minutes_of(&day, &beside, of, &mut scratch);
            let number = sets.number(&scratch);
            known.insert(pair, number);
            number
        });
        at += usize::from(one.first(at + 1) == end);
        beside += usize::from(other.first(beside + 1) == end);
        // Runs that do not ascend are of no hours; the calendar is passed all the same.
        first = end.max(first + 1);
    }
    builder.finish()
}

/// The minutes of a day that are open of those of two, which ascend and do not touch.
pub(super) fn minutes_of(one: &[Interval], other: &[Interval], of: Of, open: &mut Vec<Interval>) {
    let edges = |(from, until): &Interval| [*from, *until];
    let mut ones = one.iter().flat_map(edges).peekable();
    let mut others = other.iter().flat_map(edges).peekable();
    let (mut in_one, mut in_other) = (false, false);
    let mut opened = None;
    while let Some(edge) = match (ones.peek(), others.peek()) {
        (Some(one), Some(other)) => Some(*one.min(other)),
        (one, other) => one.or(other).copied(),
    } {
        in_one ^= ones.next_if_eq(&edge).is_some();
        in_other ^= others.next_if_eq(&edge).is_some();
        match (opened, of.has(in_one, in_other)) {
            (None, true) => opened = Some(edge),
            (Some(from), false) => {
                open.push((from, edge));
                opened = None;
            }
            _ => {}
        }
    }
}

/// Stretches of time in order, without empty ones, and those that touch as one.
pub(super) fn join<T: Copy + Ord>(minutes: &mut Vec<(T, T)>) {
    minutes.retain(|(from, until)| from < until);
    sort(minutes);
    let mut last: Option<(T, T)> = None;
    let mut joined = 0;
    for at in 0..minutes.len() {
        let Some((from, until)) = minutes.get(at).copied() else {
            break;
        };
        let whole = match last {
            Some((first, end)) if from <= end => (first, end.max(until)),
            _ => {
                joined += 1;
                (from, until)
            }
        };
        last = Some(whole);
        if let Some(slot) = minutes.get_mut(joined - 1) {
            *slot = whole;
        }
    }
    minutes.truncate(joined);
}

/// Minutes of a day as an interval of it.
fn interval((from, until): &Minutes) -> Interval {
    let of_day = |minute: &i64| u16::try_from(*minute).unwrap_or(DAY).min(DAY);
    (of_day(from), of_day(until))
}

/// Day sets, each of them once, and its number. In front of each stands a sum of it, by which most
/// are told apart: day sets of one schedule are much alike.
pub(super) struct Sets(BTreeMap<(u32, Vec<Interval>), u32>);

impl Sets {
    /// The number of a day set.
    pub(super) fn number(&mut self, set: &[Interval]) -> u32 {
        let sum = set.iter().fold(0_u32, |sum, (from, until)| {
            let edges = u32::from(*from) << 16 | u32::from(*until);
            (sum.rotate_left(5) ^ edges).wrapping_mul(0x9e37_79b9)
        });
        let next = u32_of(self.0.len());
        *self.0.entry((sum, set.to_vec())).or_insert(next)
    }

    /// The day sets by their numbers.
    fn by_number(&self) -> Vec<&[Interval]> {
        let mut all: Vec<&[Interval]> = vec![&[]; self.0.len()];
        for ((_, set), number) in &self.0 {
            if let Some(slot) = all.get_mut(index(*number)) {
                *slot = set;
            }
        }
        all
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn u32_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
