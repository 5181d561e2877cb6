//! The hours of the parts of a schedule.

use alloc::vec::Vec;

use super::builder::{Minutes, Of, by_days, combine, join};
use super::{Period, Schedule, SpecialDays, WeeklyHours};
use crate::time::{Date, LocalMinute};

const MINUTES: i64 = 1440;

/// What a schedule says, as bytes: when it is open, and the days that are special.
pub(super) fn of(schedule: &Schedule) -> (Vec<u8>, Vec<u8>) {
    let mut open = weekly(schedule.weekly());
    if !schedule.dated().is_empty() {
        let dated = schedule.dated().iter();
        let minutes = joined(dated.map(|hours| (hours.from().count(), hours.until().count())));
        open = combine(&open, &throughout(&minutes), Of::EITHER);
    }
    let special = schedule.special();
    let days = special.iter().flat_map(SpecialDays::days);
    let days = throughout(&joined(days.map(|span| span.ends())));
    if !special.is_empty() {
        open = combine(&open, &days, Of::FIRST_ALONE);
        let groups = special.iter().filter(|group| !group.periods().is_empty());
        let groups = all(groups.map(within).collect());
        open = combine(&open, &groups, Of::EITHER);
    }
    let (from, until) = (schedule.valid_from(), schedule.valid_until());
    if from.is_some() || until.is_some() {
        let first = LocalMinute::FIRST.count();
        let end = LocalMinute::LAST.count() + 1;
        let valid = (
            from.map_or(first, LocalMinute::count),
            until.map_or(end, LocalMinute::count),
        );
        open = combine(&open, &throughout(&[valid]), Of::BOTH);
    }
    (open, days)
}

/// What any of some hours has. Two by two: so each is gone through a few times only.
fn all(mut hours: Vec<Vec<u8>>) -> Vec<u8> {
    while hours.len() > 1 {
        let mut halved = Vec::with_capacity(hours.len().div_ceil(2));
        let mut left = hours.into_iter();
        while let Some(one) = left.next() {
            halved.push(match left.next() {
                Some(other) => combine(&one, &other, Of::EITHER),
                None => one,
            });
        }
        hours = halved;
    }
    hours.pop().unwrap_or_else(|| throughout(&[]))
}

fn weekly(rules: &[WeeklyHours]) -> Vec<u8> {
    let mut changes = Vec::new();
    for rule in rules {
        // A rule changes with its first day and the night after it, and likewise behind its last.
        if let Some(first) = rule.first() {
            changes.extend([first.days(), first.days() + 1]);
        }
        if let Some(last) = rule.last() {
            changes.extend([last.days() + 1, last.days() + 2]);
        }
    }
    by_days(changes, &mut |day, open| {
        for rule in rules {
            begin(
                rule.period(),
                rule.begins_on(day),
                rule.begins_on(day - 1),
                open,
            );
        }
    })
}

/// Adds what a period has of a day, where it begins on that day, or on the one before.
fn begin(period: Period, today: bool, yesterday: bool, open: &mut Vec<Minutes>) {
    if today {
        open.push((period.from().into(), period.end().into()));
    }
    if yesterday {
        open.push((0, period.rest().into()));
    }
}

/// Hours that are open throughout some minutes, which ascend and do not touch.
fn throughout(minutes: &[Minutes]) -> Vec<u8> {
    by_days(edges(minutes), &mut |day, open| meet(minutes, day, open))
}

/// The hours of a group of special days.
fn within(group: &SpecialDays) -> Vec<u8> {
    let minutes = joined(group.days().iter().map(|span| span.ends()));
    let mut own = Vec::new();
    let mut of_periods = Vec::new();
    by_days(edges(&minutes), &mut |day, open| {
        of_periods.clear();
        let (today, yesterday) = (is_met(&minutes, day), is_met(&minutes, day - 1));
        for period in group.periods() {
            begin(*period, today, yesterday, &mut of_periods);
        }
        join(&mut of_periods);
        own.clear();
        meet(&minutes, day, &mut own);
        for (from, until) in &own {
            let inside = of_periods.iter();
            open.extend(inside.map(|(first, end)| (*from.max(first), *until.min(end))));
        }
    })
}

/// The days on which something changes of minutes, and of what begins on days that they touch.
fn edges(minutes: &[Minutes]) -> Vec<i32> {
    let mut changes = Vec::with_capacity(minutes.len() * 5);
    for (from, until) in minutes {
        let (first, last) = (day_of(*from), day_of(until - 1));
        changes.extend([first, first + 1, last, last + 1, last + 2]);
    }
    // In the calendar, and before its end.
    changes.retain(|day| (Date::FIRST.days()..=Date::LAST.days()).contains(day));
    changes
}

fn day_of(count: i64) -> i32 {
    // Days of the calendar, and the one behind it.
    i32::try_from(count.div_euclid(MINUTES)).unwrap_or(i32::MAX - 2)
}

/// Adds what minutes have of a day, as minutes of that day.
fn meet(minutes: &[Minutes], day: i32, open: &mut Vec<Minutes>) {
    let midnight = i64::from(day) * MINUTES;
    let first = minutes.partition_point(|(_, until)| *until <= midnight);
    let later = minutes.get(first..).unwrap_or_default().iter();
    for (from, until) in later.take_while(|(from, _)| *from < midnight + MINUTES) {
        let of_day = |count: &i64| (count - midnight).clamp(0, MINUTES);
        open.push((of_day(from), of_day(until)));
    }
}

/// Whether minutes have one of a day.
fn is_met(minutes: &[Minutes], day: i32) -> bool {
    let midnight = i64::from(day) * MINUTES;
    let first = minutes.partition_point(|(_, until)| *until <= midnight);
    let met = minutes.get(first);
    met.is_some_and(|(from, _)| *from < midnight + MINUTES)
}

/// Minutes in order, those that touch as one.
fn joined(minutes: impl Iterator<Item = Minutes>) -> Vec<Minutes> {
    let mut minutes: Vec<_> = minutes.collect();
    join(&mut minutes);
    minutes
}
