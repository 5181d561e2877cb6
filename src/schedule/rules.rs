//! The rules that make hours: weekly ones for what comes every week, special days and dated hours
//! for what does not.

use alloc::vec;
use alloc::vec::Vec;

use super::builder::{Interval, Of, minutes_of};
use super::flat::Flat;
use super::view::View;
use super::{
    DatedHours, Hours, MOST_DAYS, MOST_GROUPS, MOST_RULES, Period, Schedule, Span, SpecialDays,
    WeeklyHours,
};
use crate::time::{DAY, Date, LocalMinute, Weekday, Weekdays};
use crate::{Issue, IssueCode};

/// So many runs before and behind one, its days may be told as exceptions from the week of another.
const REACH: usize = 3;
const WEEKS: usize = 2 * REACH + 1;

const MINUTES: i64 = 1440;

/// What a weekly rule costs: so many exceptions.
const RULE: u64 = 8;

impl Hours {
    /// A schedule of these hours, with as few rules as are easily found: what comes every week as
    /// weekly rules, a night as one rule of the day on which it begins; other days as special ones,
    /// or as dated hours where they only add to the week.
    ///
    /// # Errors
    /// `schedule_too_intricate` where it would take more rules than a schedule has.
    pub fn to_schedule(&self) -> Result<Schedule, Issue> {
        self.view().to_schedule()
    }
}

impl View<'_> {
    pub(crate) fn to_schedule(self) -> Result<Schedule, Issue> {
        let hours = Flat::new(self.open());
        let told = Told::of(&hours);
        let written = told.and_then(|told| {
            let with = |as_dated| told.written(&hours, as_dated);
            with(true).or_else(|| with(false))
        });
        written.ok_or_else(|| Issue::of(IssueCode::ScheduleTooIntricate))
    }
}

/// Hours as weeks, and the days that are otherwise.
struct Told {
    weekly: Vec<WeeklyHours>,
    /// Ascending.
    exceptions: Vec<Exception>,
}

/// Days that are all the same, and are not as the week says.
struct Exception {
    first: i32,
    /// The first day behind them.
    end: i32,
    set: usize,
    made: Made,
}

/// What the weekly rules make of days.
enum Made {
    /// The day set of a weekday.
    Weekday(usize),
    /// The first day of a week behind another.
    Seam(Vec<Interval>),
    /// Another thing each day.
    Anything,
}

impl Told {
    /// `None` where it takes more than a schedule has.
    fn of(hours: &Flat<'_>) -> Option<Self> {
        let weeks: Vec<_> = (0..hours.runs()).map(|run| Week::of(hours, run)).collect();
        let chosen = choose(hours, &weeks)?;
        let mut told = Self {
            weekly: Vec::new(),
            exceptions: Vec::new(),
        };
        let mut era = (Date::FIRST.days(), chosen.first().copied()?);
        for (run, week) in chosen.iter().copied().enumerate() {
            let first = hours.first(run);
            let (begun, current) = era;
            let is_next = weeks.get(week)?.sets != weeks.get(current)?.sets;
            if is_next {
                weeks
                    .get(current)?
                    .write(hours, (begun, first), &mut told.weekly)?;
                era = (first, week);
            }
            told.except(hours, run, weeks.get(week)?);
            if is_next {
                let made = seam(hours, weeks.get(current)?, weeks.get(week)?, first);
                told.mend(hours, run, first, made);
            }
        }
        let (begun, current) = era;
        let end = Date::LAST.days() + 1;
        weeks
            .get(current)?
            .write(hours, (begun, end), &mut told.weekly)?;
        Some(told)
    }

    /// Adds the days of a run that are not as a week says.
    fn except(&mut self, hours: &Flat<'_>, run: usize, week: &Week) {
        let (first, end) = (hours.first(run), hours.first(run + 1));
        if let Some(set) = uniform(hours, run, week) {
            self.exceptions.push(Exception {
                first,
                end,
                set,
                made: Made::Anything,
            });
            return;
        }
        let days = first..end.min(first + 7);
        let others: Vec<_> = days
            .map(|day| (day, hours.set_of(run, day), week.set_of(day)))
            .filter(|(_, set, regular)| set != regular)
            .collect();
        let mut after = 0;
        while !others.is_empty() && first + after < end {
            for (day, set, regular) in &others {
                let first = day + after;
                if first < end {
                    self.exceptions.push(Exception {
                        first,
                        end: first + 1,
                        set: *set,
                        made: Made::Weekday(*regular),
                    });
                }
            }
            after += 7;
        }
    }

    /// Makes the first day of a week right, on which the rules make something else of its own: they
    /// know nothing of the night before, and the last of the week before goes on.
    fn mend(&mut self, hours: &Flat<'_>, run: usize, day: i32, made: Vec<Interval>) {
        let set = hours.set_of(run, day);
        let place = self.exceptions.partition_point(|known| known.first < day);
        match self.exceptions.get_mut(place) {
            // What is said of several days is said whatever the rules make.
            Some(known) if known.first == day => {
                if known.end == day + 1 {
                    known.made = Made::Seam(made);
                }
            }
            _ => {
                if !hours.set(set).iter().eq(made.iter().copied()) {
                    let exception = Exception {
                        first: day,
                        end: day + 1,
                        set,
                        made: Made::Seam(made),
                    };
                    self.exceptions.insert(place, exception);
                }
            }
        }
    }

    /// The schedule; `None` where it takes more rules than there may be.
    fn written(&self, hours: &Flat<'_>, as_dated: bool) -> Option<Schedule> {
        let mut minutes: Vec<(i64, i64)> = Vec::new();
        let mut special: Vec<&Exception> = Vec::new();
        for exception in &self.exceptions {
            match exception.more(hours).filter(|_| as_dated) {
                Some(more) => {
                    let midnight = |day: i32| i64::from(day) * MINUTES;
                    for (from, until) in more {
                        let from = midnight(exception.first) + i64::from(from);
                        let until = midnight(exception.end - 1) + i64::from(until);
                        match minutes.last_mut() {
                            Some((_, end)) if *end == from => *end = until,
                            _ => minutes.push((from, until)),
                        }
                    }
                }
                None => special.push(exception),
            }
            if minutes.len() > MOST_RULES {
                return None;
            }
        }
        let local = LocalMinute::of_count;
        let dated = minutes.into_iter();
        let dated = dated.map(|(from, until)| DatedHours::new(local(from)?, local(until)?).ok());
        let dated: Option<Vec<_>> = dated.collect();
        let groups = groups(hours, &special)?;
        Schedule::new(self.weekly.clone(), dated?, groups).ok()
    }
}

impl Exception {
    /// What it has more than the week, where it has all that the week has.
    fn more(&self, hours: &Flat<'_>) -> Option<Vec<Interval>> {
        let made: Vec<_> = match &self.made {
            Made::Weekday(set) => hours.set(*set).iter().collect(),
            Made::Seam(made) => made.clone(),
            Made::Anything => return hours.set(self.set).is_whole().then(|| vec![(0, DAY)]),
        };
        let wanted: Vec<_> = hours.set(self.set).iter().collect();
        let (mut less, mut more) = (Vec::new(), Vec::new());
        minutes_of(&made, &wanted, Of::FIRST_ALONE, &mut less);
        minutes_of(&wanted, &made, Of::FIRST_ALONE, &mut more);
        less.is_empty().then_some(more)
    }
}

/// Exceptions as groups of special days, those with the same hours together.
fn groups(hours: &Flat<'_>, exceptions: &[&Exception]) -> Option<Vec<SpecialDays>> {
    let mut groups = Vec::new();
    let mut left = exceptions.to_vec();
    while let Some(set) = left.first().map(|exception| exception.set) {
        let own = left.iter().filter(|exception| exception.set == set);
        let days = spans(own);
        left.retain(|exception| exception.set != set);
        let periods = hours.set(set).iter();
        let periods: Vec<_> = periods
            .map(|(from, until)| Period::new(from, until).ok())
            .collect::<Option<_>>()?;
        for days in days.chunks(MOST_DAYS) {
            if groups.len() == MOST_GROUPS {
                return None;
            }
            groups.push(SpecialDays::new(days.to_vec(), periods.clone()).ok()?);
        }
    }
    Some(groups)
}

/// Days as dates, several in a row as one span.
fn spans<'e>(exceptions: impl Iterator<Item = &'e &'e Exception>) -> Vec<Span> {
    let mut rows: Vec<(i32, i32)> = Vec::new();
    for exception in exceptions {
        match rows.last_mut() {
            Some((_, end)) if *end == exception.first => *end = exception.end,
            _ => rows.push((exception.first, exception.end)),
        }
    }
    let mut spans = Vec::new();
    for (first, end) in rows {
        let date = |day: i32| Date::of_days(day.into());
        let midnight = |day| date(day).map(LocalMinute::midnight);
        // The calendar has no midnight behind its last day.
        let until = end.min(Date::LAST.days());
        if let (true, Some(from), Some(until)) =
            (until - first > 1, midnight(first), midnight(until))
        {
            spans.extend(DatedHours::new(from, until).ok().map(Span::Minutes));
        } else {
            spans.extend((first..until).filter_map(date).map(Span::Day));
        }
        spans.extend((until..end).filter_map(date).map(Span::Day));
    }
    spans
}

/// What the weekly rules make of the first day of a week behind another.
fn seam(hours: &Flat<'_>, before: &Week, week: &Week, day: i32) -> Vec<Interval> {
    let night = |week: &Week| {
        let nights = week.nights.get(weekday(day - 1));
        nights.copied().unwrap_or_default()
    };
    let mut made: Vec<_> = hours.set(week.set_of(day)).iter().collect();
    if night(week) > 0 && !made.is_empty() {
        made.remove(0);
    }
    let mut with = Vec::new();
    minutes_of(&made, &night_of(night(before)), Of::EITHER, &mut with);
    with
}

/// A night's minutes after midnight.
fn night_of(until: u16) -> Vec<Interval> {
    Vec::from_iter((until > 0).then_some((0, until)))
}

fn weekday(day: i32) -> usize {
    usize::from(Weekday::of_days(day).days_from_monday())
}

/// The week of a run.
struct Week {
    sets: [usize; 7],
    /// Until when the night goes on that begins on each weekday; 0 where none does.
    nights: [u16; 7],
    /// About as many as the rules that make it.
    rules: u64,
}

impl Week {
    fn of(hours: &Flat<'_>, run: usize) -> Self {
        // 1970-01-05 was a Monday.
        let sets = [4, 5, 6, 7, 8, 9, 10].map(|day| hours.set_of(run, day));
        let day = |weekday: usize| {
            let set = sets.get(weekday % 7).copied().unwrap_or_default();
            hours.set(set)
        };
        let mut nights = [0; 7];
        for (weekday, night) in nights.iter_mut().enumerate() {
            let evening = day(weekday)
                .iter()
                .last()
                .filter(|(_, until)| *until == DAY);
            let morning = day(weekday + 1)
                .iter()
                .next()
                .filter(|(from, _)| *from == 0);
            // A whole day is no night, nor is more than 24 hours.
            if let (Some((from, _)), Some((_, until))) = (evening, morning)
                && until <= from
            {
                *night = until;
            }
        }
        let mut rules = 0;
        for (at, set) in sets.iter().enumerate() {
            if !sets.iter().take(at).any(|before| before == set) {
                rules += u64::try_from(hours.set(*set).iter().count()).unwrap_or_default();
            }
        }
        Self {
            sets,
            nights,
            rules,
        }
    }

    /// The rules that make it; `None` where there are too many.
    fn rules(&self, hours: &Flat<'_>) -> Option<Vec<(Period, Weekdays)>> {
        let ends = |weekday: usize| self.nights.get(weekday % 7).copied().unwrap_or_default();
        let mut rules: Vec<(Period, Weekdays)> = Vec::new();
        for ((weekday, name), set) in Weekday::ALL.into_iter().enumerate().zip(self.sets) {
            let (before, night) = (ends(weekday + 6), ends(weekday));
            for (from, until) in hours.set(set).iter() {
                if from == 0 && before > 0 {
                    continue;
                }
                let until = if until == DAY && night > 0 {
                    night
                } else {
                    until
                };
                let period = Period::new(from, until).ok()?;
                match rules.iter_mut().find(|(known, _)| *known == period) {
                    Some((_, days)) => *days = days.with(name),
                    None => rules.push((period, Weekdays::NONE.with(name))),
                }
            }
            if rules.len() > MOST_RULES {
                return None;
            }
        }
        Some(rules)
    }

    fn set_of(&self, day: i32) -> usize {
        self.sets.get(weekday(day)).copied().unwrap_or_default()
    }

    /// Adds its rules from a day to before another; `None` where there are too many.
    fn write(
        &self,
        hours: &Flat<'_>,
        (first, end): (i32, i32),
        weekly: &mut Vec<WeeklyHours>,
    ) -> Option<()> {
        if weekly.len() > MOST_RULES {
            return None;
        }
        let end = Date::of_days(i64::from(end)).and_then(Date::previous);
        let first = Date::of_days(first.into()).filter(|first| *first != Date::FIRST);
        for (period, days) in self.rules(hours)? {
            let rule = WeeklyHours::new(days, period).ok()?;
            weekly.push(rule.between(first, end).ok()?);
        }
        Some(())
    }
}

/// The day set of a run that is the same on all days, and not as a week says. Such a run is one
/// exception where it has a beginning and an end.
fn uniform(hours: &Flat<'_>, run: usize, week: &Week) -> Option<usize> {
    let set = hours.set_of(run, 0);
    let is_uniform = (1..7).all(|day| hours.set_of(run, day) == set);
    let is_other = week.sets.iter().any(|regular| *regular != set);
    (is_uniform && is_other && 0 < run && run + 1 < hours.runs()).then_some(set)
}

/// How many exceptions the days of a run are from a week.
fn exceptions(hours: &Flat<'_>, run: usize, week: &Week) -> u64 {
    if uniform(hours, run, week).is_some() {
        return 1;
    }
    let (first, end) = (hours.first(run), hours.first(run + 1));
    let days = first..end.min(first + 7);
    let others = days.filter(|day| hours.set_of(run, *day) != week.set_of(*day));
    others
        .map(|day| u64::from((end - 1 - day).unsigned_abs() / 7) + 1)
        .sum()
}

/// Chooses for each run the week that tells it: so that there are the fewest exceptions, and a weekly
/// rule where it spares eight of them. `None` where those are more than a schedule has.
fn choose(hours: &Flat<'_>, weeks: &[Week]) -> Option<Vec<usize>> {
    const MOST: u64 = 1 << 40;
    // Of each run and week around it, the least that the runs so far cost, and the week before.
    let mut rows: Vec<[(u64, usize); WEEKS]> = Vec::with_capacity(weeks.len());
    for run in 0..weeks.len() {
        let mut row = [(MOST, 0); WEEKS];
        for (place, slot) in row.iter_mut().enumerate() {
            let Some(at) = (run + place).checked_sub(REACH) else {
                continue;
            };
            let Some(week) = weeks.get(at) else {
                continue;
            };
            let cost = week.rules * RULE;
            let mut least = (MOST, 0);
            match rows.last() {
                None => least = (cost, 0),
                Some(before) => {
                    for (behind, (sum, _)) in before.iter().enumerate() {
                        let known = (run + behind).checked_sub(REACH + 1);
                        let known = known.and_then(|known| weeks.get(known));
                        let is_same = known.is_some_and(|known| known.sets == week.sets);
                        let sum = sum + if is_same { 0 } else { cost };
                        if sum < least.0 {
                            least = (sum, behind);
                        }
                    }
                }
            }
            let (sum, behind) = least;
            *slot = (sum + exceptions(hours, run, week), behind);
        }
        rows.push(row);
    }
    let last = rows.last()?.iter().enumerate();
    let (mut place, (cost, _)) = last.min_by_key(|(_, (sum, _))| *sum)?;
    let limit = u64::try_from(MOST_RULES + MOST_GROUPS * MOST_DAYS).unwrap_or(MOST);
    if *cost > limit + RULE * u64::try_from(MOST_RULES).unwrap_or(MOST) {
        return None;
    }
    let mut chosen = vec![0; rows.len()];
    for (run, slot) in chosen.iter_mut().enumerate().rev() {
        *slot = (run + place).saturating_sub(REACH);
        place = rows.get(run)?.get(place)?.1;
    }
    Some(chosen)
}
