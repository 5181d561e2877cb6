//! What of a schedule a lock can hold: rules of weekdays, stretches of time, or both.

use alloc::vec::Vec;

use crate::schedule::object::{DATED, SPECIAL, VALID, WEEKLY};
use crate::schedule::{Hours, Schedule};
use crate::time::{DAY, LocalMinute};
use crate::{Issue, IssueCode, Issues};

use super::span::{Stretch, bounds, schedule_of, stretches};
use super::week::{Rule, Week, keep_longest, rules_of, week_of};

/// What a lock can hold.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Whether a rule may go over midnight.
    pub(super) takes_nights: bool,
    /// How the end of a rule is written.
    pub(super) end: End,
    /// The most rules.
    pub(super) rules: usize,
    /// The most stretches of time.
    pub(super) stretches: usize,
    /// Whether a lock that has rules and stretches opens where both hold; else it has one kind.
    pub(super) holds_both: bool,
    /// What becomes of each rule before they are counted.
    pub(super) part: fn(Rule) -> Vec<Rule>,
}

/// How the end of a rule is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// As it is, up to 23:59, which stands for 24:00.
    UpToLastMinute,
    /// The last minute that is inside.
    LastMinuteInside,
    /// As it is, up to 24:00; or as how long it lasts.
    AsItIs,
    /// In hours, up to 23.
    WholeHours,
}

/// What a lock is told.
pub(super) struct Plan {
    /// Rules of weekdays; `None` where they restrict nothing.
    pub(super) rules: Option<Vec<Rule>>,
    /// Stretches of time; `None` where they restrict nothing.
    pub(super) stretches: Option<Vec<Stretch>>,
}

/// One rule as it is.
pub(super) fn whole(rule: Rule) -> Vec<Rule> {
    Vec::from([rule])
}

/// A rule for each weekday.
pub(super) fn day_by_day(rule: Rule) -> Vec<Rule> {
    let days = rule.days.iter();
    days.map(|day| Rule {
        days: core::iter::once(day).collect(),
        ..rule
    })
    .collect()
}

pub(super) fn note(code: IssueCode) -> Issue {
    Issue::of(code)
}

/// Says what a lock can hold of a schedule, and notes what it cannot.
pub(super) fn plan(
    schedule: &Schedule,
    hours: &Hours,
    shape: &Shape,
    notes: &mut Vec<Issue>,
) -> Result<Plan, Issues> {
    if hours.is_always() {
        return Ok(Plan {
            rules: None,
            stretches: None,
        });
    }
    let (week, is_over_midnight) = week_of(schedule);
    if rules_of(&week, false) == [Rule::ALWAYS]
        && let Some(within) = within(schedule, hours, &week)
        && within.len() <= shape.stretches
        && schedule.dated().is_empty()
    {
        return Ok(Plan {
            rules: within.is_empty().then(Vec::new),
            stretches: (!within.is_empty()).then(|| fit_stretches(within, shape.end, notes)),
        });
    }
    let (fitted, is_cut) = fit_week(&week, shape.end);
    let mut rules = rules_of(&fitted, shape.takes_nights);
    let whole_week = schedule_of(Some(&rules_of(&week, true)), None, Vec::new())?.hours();
    let held = schedule_of(Some(&rules), None, Vec::new())?.hours();
    let is_more = !hours.covers(&held);
    let is_less = !whole_week.covers(hours);
    if (rules.is_empty() || is_less || (is_more && !shape.holds_both))
        && let Some(dated) = stretches(hours, shape.stretches)
        && !dated.is_empty()
    {
        return Ok(Plan {
            rules: None,
            stretches: Some(fit_stretches(dated, shape.end, notes)),
        });
    }
    if is_over_midnight && !shape.takes_nights {
        notes.push(note(IssueCode::ScheduleSplit).at(WEEKLY));
    }
    if is_cut {
        notes.push(cut(shape.end).at(WEEKLY));
    }
    let ends_at_midnight = rules.iter().any(|rule| rule.until == DAY);
    if shape.end == End::UpToLastMinute && ends_at_midnight {
        notes.push(note(IssueCode::ScheduleEndOfDay).at(WEEKLY));
    }
    if is_less {
        note_less(schedule, notes);
    }
    let mut within = None;
    if is_more && shape.holds_both {
        let found = self::within(schedule, hours, &fitted);
        within = found.filter(|found| found.len() <= shape.stretches);
        if within.is_none() {
            notes.push(note(IssueCode::ScheduleSpecialLost).at(SPECIAL));
            within = validity(schedule).map(|valid| Vec::from([valid]));
        }
    } else if is_more {
        if validity(schedule).is_some() {
            notes.push(note(IssueCode::ScheduleValidityLost).at(VALID));
        }
        if !schedule.special().is_empty() && !is_less {
            notes.push(note(IssueCode::ScheduleSpecialLost).at(SPECIAL));
        }
    }
    rules = rules.into_iter().flat_map(shape.part).collect();
    if let Some(needed) = keep_longest(&mut rules, shape.rules, |rule| rule.minutes()) {
        let lost = note(IssueCode::ScheduleRulesLost);
        notes.push(lost.param(shape.rules).param(needed).at(WEEKLY));
    }
    if within.as_ref().is_some_and(Vec::is_empty) {
        // Nothing is left: no rule says so, and no stretch would say the contrary.
        return Ok(Plan {
            rules: Some(Vec::new()),
            stretches: None,
        });
    }
    Ok(Plan {
        rules: Some(rules),
        stretches: within,
    })
}

/// The stretches within which a week says the hours of a schedule: its validity where that is
/// enough.
fn within(schedule: &Schedule, hours: &Hours, week: &Week) -> Option<Vec<Stretch>> {
    let found = bounds(hours, week)?;
    let Some(valid) = validity(schedule).filter(|_| found.len() == 1) else {
        return Some(found);
    };
    let rules = rules_of(week, true);
    let by = |stretches| {
        let held = schedule_of(Some(&rules), Some(stretches), Vec::new());
        held.ok().map(|held| held.hours())
    };
    let valid = Vec::from([valid]);
    if by(valid.clone()) == by(found.clone()) {
        Some(valid)
    } else {
        Some(found)
    }
}

/// The validity of a schedule; `None` where it has none.
fn validity(schedule: &Schedule) -> Option<Stretch> {
    let (from, until) = (schedule.valid_from(), schedule.valid_until());
    (from.is_some() || until.is_some()).then(|| {
        (
            from.map_or(i64::MIN, LocalMinute::count),
            until.map_or(i64::MAX, LocalMinute::count),
        )
    })
}

/// Notes what opens beyond the weekly rules without dates.
fn note_less(schedule: &Schedule, notes: &mut Vec<Issue>) {
    let lost = |name| note(IssueCode::ScheduleDatedLost).at(name);
    let mut weekly = schedule.weekly().iter();
    if weekly.any(|rule| rule.first().is_some() || rule.last().is_some()) {
        notes.push(lost(WEEKLY));
    }
    if !schedule.dated().is_empty() {
        notes.push(lost(DATED));
    }
    if !schedule.special().is_empty() {
        notes.push(note(IssueCode::ScheduleSpecialLost).at(SPECIAL));
    }
}

/// The note of times that cannot be written.
pub(super) fn cut(end: End) -> Issue {
    let expected = match end {
        End::WholeHours => "in whole hours up to 23:00",
        _ => "other than 23:59, which stands for 24:00",
    };
    note(IssueCode::ScheduleMinutesCut).param(expected)
}

/// A week whose ends can be written, and whether it is shorter.
fn fit_week(week: &Week, end: End) -> (Week, bool) {
    let mut fitted = week.clone();
    for day in &mut fitted {
        for (from, until) in day.iter_mut() {
            match end {
                End::UpToLastMinute if *until == DAY - 1 => *until -= 1,
                End::WholeHours => {
                    *from = from.next_multiple_of(60);
                    *until = (*until / 60 * 60).min(23 * 60);
                }
                _ => {}
            }
        }
        let last = if end == End::UpToLastMinute {
            DAY - 1
        } else {
            DAY
        };
        day.retain(|(from, until)| from < until && *from < last);
    }
    let is_cut = fitted != *week;
    (fitted, is_cut)
}

/// Stretches whose ends can be written.
fn fit_stretches(mut stretches: Vec<Stretch>, end: End, notes: &mut Vec<Issue>) -> Vec<Stretch> {
    if end != End::WholeHours {
        return stretches;
    }
    let given = stretches.clone();
    for (from, until) in &mut stretches {
        if *from > i64::MIN {
            *from = (*from + 59).div_euclid(60) * 60;
        }
        if *until < i64::MAX {
            *until = until.div_euclid(60) * 60;
        }
    }
    stretches.retain(|(from, until)| from < until);
    if stretches != given {
        notes.push(note(IssueCode::ScheduleMinutesCut).param("in whole hours"));
    }
    stretches
}
