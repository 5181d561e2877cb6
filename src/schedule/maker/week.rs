//! The week that repeats, as lists of what is open on each day, and as rules.

use alloc::vec::Vec;

use crate::schedule::builder::join;
use crate::schedule::{Period, Schedule, Weekday, Weekdays, WeeklyHours};
use crate::sorted::sort_by;
use crate::time::DAY;

/// What is open on a day: parts in order that do not touch, ends exclusive.
pub(super) type Day = Vec<(u16, u16)>;

/// Monday to Sunday.
pub(super) type Week = [Day; 7];

/// The same hours on some days of the week. Where `until` is not after `from` it goes over midnight.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) days: Weekdays,
    pub(super) from: u16,
    /// Exclusive, up to 1440.
    pub(super) until: u16,
}

impl Rule {
    pub(super) const ALWAYS: Self = Self {
        days: Weekdays::ALL,
        from: 0,
        until: DAY,
    };

    pub(super) fn is_over_midnight(self) -> bool {
        self.until <= self.from
    }

    /// How long it is open in a week.
    pub(super) fn minutes(self) -> i64 {
        let day = if self.is_over_midnight() {
            DAY - self.from + self.until
        } else {
            self.until - self.from
        };
        i64::from(day) * i64::from(self.days.bits().count_ones())
    }

    /// The rule of a schedule; `None` where it is none.
    pub(super) fn to_weekly(self) -> Option<WeeklyHours> {
        let period = Period::new(self.from, self.until).ok()?;
        WeeklyHours::new(self.days, period).ok()
    }
}

/// What the weekly rules without dates open, and whether any of them goes over midnight.
pub(super) fn week_of(schedule: &Schedule) -> (Week, bool) {
    let mut week = Week::default();
    let mut is_over_midnight = false;
    let undated = |rule: &&WeeklyHours| rule.first().is_none() && rule.last().is_none();
    for rule in schedule.weekly().iter().filter(undated) {
        let period = rule.period();
        for (at, day) in Weekday::ALL.into_iter().enumerate() {
            if !rule.days().contains(day) {
                continue;
            }
            let mut open = |at: usize, from, until| {
                if let Some(day) = week.get_mut(at % 7)
                    && from < until
                {
                    day.push((from, until));
                }
            };
            open(at, period.from(), period.end());
            open(at + 1, 0, period.rest());
            is_over_midnight |= period.rest() > 0;
        }
    }
    for day in &mut week {
        join(day);
    }
    (week, is_over_midnight)
}

/// The fewest rules that open a week: one for all days of the same hours. Where a lock takes nights,
/// what ends at midnight and goes on after it is one rule.
pub(super) fn rules_of(week: &Week, takes_nights: bool) -> Vec<Rule> {
    let mut week = week.clone();
    let mut parts = Vec::new();
    if takes_nights {
        for at in 0..7 {
            let evening = week.get(at).and_then(|day| day.last()).copied();
            let next = (at + 1) % 7;
            let morning = week.get(next).and_then(|day| day.first()).copied();
            let (Some((from, DAY)), Some((0, until))) = (evening, morning) else {
                continue;
            };
            // A day that is open from midnight on is a day of its own, as is a longer night.
            if from == 0 || until > from {
                continue;
            }
            if let Some(day) = week.get_mut(at) {
                day.pop();
            }
            if let Some(day) = week.get_mut(next) {
                day.remove(0);
            }
            parts.push((from, until, at));
        }
    }
    for (at, day) in week.iter().enumerate() {
        parts.extend(day.iter().map(|(from, until)| (*from, *until, at)));
    }
    let mut rules: Vec<Rule> = Vec::new();
    let key = |(from, until, at): &(u16, u16, usize)| (*at, *from, *until);
    sort_by(&mut parts, &mut |one, other| key(one) < key(other));
    for (from, until, at) in parts {
        let day: Weekdays = Weekday::ALL.into_iter().skip(at).take(1).collect();
        let same = |rule: &&mut Rule| rule.from == from && rule.until == until;
        match rules.iter_mut().find(same) {
            Some(rule) => rule.days = rule.days.iter().chain(day.iter()).collect(),
            None => rules.push(Rule {
                days: day,
                from,
                until,
            }),
        }
    }
    rules
}

/// Keeps so many items, those that are longest; of equals the first. Tells how many there were where
/// they were too many.
pub(super) fn keep_longest<T>(
    items: &mut Vec<T>,
    limit: usize,
    length: impl Fn(&T) -> i64,
) -> Option<usize> {
    let needed = items.len();
    if needed <= limit {
        return None;
    }
    let lengths: Vec<i64> = items.iter().map(&length).collect();
    let mut at = 0;
    items.retain(|item| {
        let own = length(item);
        let (before, after) = lengths.split_at_checked(at).unwrap_or((&lengths, &[]));
        at += 1;
        let longer = before.iter().filter(|other| **other >= own).count()
            + after.iter().filter(|other| **other > own).count();
        longer < limit
    });
    Some(needed)
}
