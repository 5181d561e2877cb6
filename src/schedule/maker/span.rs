//! Stretches of time on the wall: what is open without a break, and what is not.

use alloc::vec::Vec;

use crate::Issues;
use crate::schedule::builder::join;
use crate::schedule::{DatedHours, Hours, MOST_DAYS, Schedule, Span, SpecialDays, bounded};
use crate::time::{Date, LocalMinute, Weekday};

use super::week::{Day, Rule, Week};

/// From a minute to before another, as counts since 1970 on the wall; [`EVER`] at an open end.
pub(super) type Stretch = (i64, i64);

/// Before and after everything.
pub(super) const EVER: Stretch = (i64::MIN, i64::MAX);

const MINUTES: i64 = 1440;

/// More days than this are not looked at one by one.
const MOST_WALKED: i64 = 4096;

/// Days that follow one week.
struct Run {
    /// The first; far before the calendar where there is none.
    first: i64,
    /// The first of the next.
    end: i64,
    is_first: bool,
    is_last: bool,
}

impl Run {
    /// A week of its days, or all there are.
    fn sample(&self) -> core::ops::Range<i64> {
        if self.is_first {
            self.end - 7..self.end
        } else {
            self.first..self.end.min(self.first + 7)
        }
    }
}

fn runs(hours: &Hours) -> impl Iterator<Item = Run> {
    let calendar = (Date::FIRST.days(), Date::LAST.days() + 1);
    hours.runs().map(move |(first, end)| Run {
        first: first.into(),
        end: end.into(),
        is_first: first <= calendar.0,
        is_last: end >= calendar.1,
    })
}

/// What is open on a day.
pub(super) fn day_of(hours: &Hours, days: i64) -> Day {
    let day = Date::of_days(days).map(|date| hours.day(date));
    let parts = day.iter().flatten();
    parts.map(|part| (part.from(), part.until())).collect()
}

fn weekday(days: i64) -> usize {
    let days = i32::try_from(days).unwrap_or_default();
    Weekday::of_days(days).days_from_monday().into()
}

/// Everything that is open, where it ends: at most so many stretches. `None` where there are more,
/// or it has no end.
pub(super) fn stretches(hours: &Hours, limit: usize) -> Option<Vec<Stretch>> {
    let mut all: Vec<Stretch> = Vec::new();
    let mut walked = 0;
    for run in runs(hours) {
        if run.sample().all(|day| day_of(hours, day).is_empty()) {
            continue;
        }
        walked += run.end - run.first;
        if run.is_first || run.is_last || walked > MOST_WALKED {
            return None;
        }
        for day in run.first..run.end {
            for (from, until) in day_of(hours, day) {
                let at = day * MINUTES;
                let (from, until) = (at + i64::from(from), at + i64::from(until));
                match all.last_mut() {
                    Some((_, end)) if *end == from => *end = until,
                    _ => all.push((from, until)),
                }
            }
        }
        if all.len() > limit {
            return None;
        }
    }
    Some(all)
}

/// The stretches within which a week holds, so that both together open no minute that hours do not.
/// `None` where no such stretches say it.
pub(super) fn bounds(hours: &Hours, week: &Week) -> Option<Vec<Stretch>> {
    let mut holes: Vec<Stretch> = Vec::new();
    // Whether something was open since the last hole.
    let mut is_apart = true;
    let mut hole = |(from, until): Stretch, is_apart: &mut bool| {
        match holes.last_mut() {
            Some((_, end)) if !*is_apart => *end = until,
            _ => holes.push((from, until)),
        }
        *is_apart = false;
    };
    let mut walked = 0;
    let of_week = |day: i64| week.get(weekday(day)).map_or(&[][..], Vec::as_slice);
    for run in runs(hours) {
        let parts = |day: i64| cut(of_week(day), &day_of(hours, day));
        let is_as = |wanted: bool| {
            run.sample()
                .all(|day| parts(day).iter().all(|part| part.2 == wanted))
        };
        if is_as(true) {
            is_apart |= run.sample().any(|day| !of_week(day).is_empty());
        } else if is_as(false) {
            let from = if run.is_first {
                i64::MIN
            } else {
                run.first * MINUTES
            };
            let until = if run.is_last {
                i64::MAX
            } else {
                run.end * MINUTES
            };
            hole((from, until), &mut is_apart);
        } else {
            walked += run.end - run.first;
            if run.is_first || run.is_last || walked > MOST_WALKED {
                return None;
            }
            for day in run.first..run.end {
                let at = |minute: u16| day * MINUTES + i64::from(minute);
                for (from, until, is_open) in parts(day) {
                    if is_open {
                        is_apart = true;
                    } else {
                        hole((at(from), at(until)), &mut is_apart);
                    }
                }
            }
        }
    }
    Some(gaps(&holes))
}

/// The parts of some parts, each with whether it lies within others.
fn cut(parts: &[(u16, u16)], others: &[(u16, u16)]) -> Vec<(u16, u16, bool)> {
    let mut all = Vec::new();
    for (from, until) in parts.iter().copied() {
        let mut at = from;
        for (start, end) in others.iter().copied() {
            let (start, end) = (start.max(at), end.min(until));
            if start >= end {
                continue;
            }
            if at < start {
                all.push((at, start, false));
            }
            all.push((start, end, true));
            at = end;
        }
        if at < until {
            all.push((at, until, false));
        }
    }
    all
}

/// What lies between stretches that are in order, before the first and after the last.
pub(super) fn gaps(stretches: &[Stretch]) -> Vec<Stretch> {
    let mut gaps = Vec::new();
    let mut at = i64::MIN;
    for (from, until) in stretches.iter().copied() {
        if at < from {
            gaps.push((at, from));
        }
        at = until;
    }
    if at < i64::MAX {
        gaps.push((at, i64::MAX));
    }
    gaps
}

/// What is open by rules of a week and within stretches of time: by both where there are both, all
/// the time where there are neither; and not within what is closed.
///
/// # Errors
/// `list_too_long`.
pub(super) fn schedule_of(
    rules: Option<&[Rule]>,
    stretches: Option<Vec<Stretch>>,
    mut closed: Vec<Stretch>,
) -> Result<Schedule, Issues> {
    let mut stretches = stretches.unwrap_or_else(|| Vec::from([EVER]));
    // No lock has so many.
    bounded(stretches.len(), MOST_DAYS)?;
    bounded(closed.len(), MOST_DAYS)?;
    join(&mut stretches);
    let is_dated = stretches.iter().all(|stretch| is_bounded(*stretch));
    let weekly: Vec<_> = rules
        .unwrap_or(&[Rule::ALWAYS])
        .iter()
        .filter_map(|rule| rule.to_weekly())
        .collect();
    let (Some((from, _)), Some((_, until))) = (stretches.first(), stretches.last()) else {
        return Ok(Schedule::never());
    };
    let (from, until) = (local(*from), local(*until));
    let is_by_dates = rules.is_none() && is_dated;
    if !is_by_dates {
        // What is between two stretches is closed, as a special day is.
        closed.extend(gaps(&stretches).into_iter().filter(|gap| is_bounded(*gap)));
    }
    join(&mut closed);
    let mut special = Vec::new();
    if !closed.is_empty() {
        let days = closed.into_iter().filter_map(span_of);
        special.push(SpecialDays::new(days.collect(), Vec::new())?);
    }
    if is_by_dates {
        let dated = stretches.into_iter().filter_map(dated);
        return Ok(Schedule::new(Vec::new(), dated.collect(), special)?);
    }
    let within = |schedule: Schedule| schedule.within(from, until);
    Ok(Schedule::new(weekly, Vec::new(), special).and_then(within)?)
}

fn is_bounded((from, until): Stretch) -> bool {
    from > i64::MIN && until < i64::MAX
}

fn local(count: i64) -> Option<LocalMinute> {
    LocalMinute::of_count(count)
}

/// A whole day, or a part of one or several; `None` where the calendar does not have it.
pub(super) fn span_of((from, until): Stretch) -> Option<Span> {
    let start = local(from)?;
    if start.minute() == 0 && until - from == MINUTES {
        return Some(start.date().into());
    }
    dated((from, until)).map(Span::from)
}

/// Hours of a date; `None` where the calendar does not have them.
fn dated((from, until): Stretch) -> Option<DatedHours> {
    DatedHours::new(local(from)?, local(until)?).ok()
}

/// Puts an end to stretches that have none.
pub(super) fn close(stretches: &mut [Stretch]) {
    for (from, until) in stretches {
        *from = (*from).max(i64::MIN + 1);
        *until = (*until).min(i64::MAX - 1);
    }
}

/// The end of a stretch that a field can hold: before `first` and after `last` there is none. What
/// is cut off is shorter than it was. Tells whether something was.
pub(super) fn fit(stretches: &mut Vec<Stretch>, first: i64, last: i64) -> bool {
    let mut is_cut = false;
    for (from, until) in stretches.iter_mut() {
        if *from > i64::MIN && *from < first {
            *from = first;
            is_cut = true;
        }
        if *until < i64::MAX && *until > last {
            *until = last;
            is_cut = true;
        }
    }
    stretches.retain(|(from, until)| from < until);
    is_cut
}

/// The weeks that hours follow one after the other, each with its first and its last day; those on
/// which nothing opens are left out, and weekdays that a short one does not reach are closed.
pub(super) fn seasons(hours: &Hours) -> Vec<(Option<Date>, Option<Date>, Week)> {
    let season = |run: Run| {
        let mut week = Week::default();
        for day in run.sample() {
            if let Some(of_week) = week.get_mut(weekday(day)) {
                *of_week = day_of(hours, day);
            }
        }
        let date = |is_open, day| if is_open { None } else { Date::of_days(day) };
        (
            date(run.is_first, run.first),
            date(run.is_last, run.end - 1),
            week,
        )
    };
    let seasons = runs(hours).map(season);
    seasons
        .filter(|(.., week)| week.iter().any(|day| !day.is_empty()))
        .collect()
}
