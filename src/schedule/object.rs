//! Schedules as objects.

use alloc::string::String;
use alloc::vec::Vec;

use super::{
    DatedHours, MOST_DAYS, MOST_GROUPS, MOST_RULES, MOST_SPECIAL_DAYS, Period, Schedule, Span,
    SpecialDays, WeeklyHours, bounded,
};
use crate::schema::{Document, Given, Judged, Kind, Name, Reading, Table, read_as};
use crate::time::{Date, LocalMinute, Weekday, Weekdays};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

pub(super) const WEEKLY: Name = Name::new(0, "weekly");
pub(super) const DATED: Name = Name::new(1, "dated");
pub(super) const SPECIAL: Name = Name::new(2, "special");
pub(super) const VALID: Name = Name::new(3, "valid");

pub(super) const FROM: Name = Name::new(0, "from");
pub(super) const UNTIL: Name = Name::new(1, "until");

pub(super) const DAYS: Name = Name::new(0, "days");
const WEEKLY_FROM: Name = Name::new(1, "from");
const WEEKLY_UNTIL: Name = Name::new(2, "until");
const FIRST: Name = Name::new(3, "first");
pub(super) const LAST: Name = Name::new(4, "last");

const NAME: Name = Name::new(0, "name");
const SPECIAL_DAYS: Name = Name::new(1, "days");
pub(super) const PERIODS: Name = Name::new(2, "periods");

const MINUTE: Kind = Kind::Form(&LocalMinute::FORM);
const DATE: Kind = Kind::Form(&Date::FORM);
const BEGINS: Kind = Kind::Whole(0, 1439);
const ENDS: Kind = Kind::Whole(0, 1440);

const PERIOD: Table = Table::of(&[FROM.required(BEGINS), UNTIL.required(ENDS)]);

const RULE: Table = Table::of(&[
    DAYS.required(Kind::SomeList(&Kind::Word(&Weekday::WORDS))),
    WEEKLY_FROM.required(BEGINS),
    WEEKLY_UNTIL.required(ENDS),
    FIRST.optional(DATE),
    LAST.optional(DATE),
])
.with_rules(|rule| {
    // The canonical text of a date is ordered as dates are.
    if let (Some(first), Some(last)) = (rule.text(FIRST), rule.text(LAST))
        && last < first
    {
        rule.report(LAST, || Issue::of(IssueCode::ScheduleDatesEmpty));
    }
});

const MINUTES: Table = Table::of(&[FROM.required(MINUTE), UNTIL.required(MINUTE)])
    .with_rules(|span| judge_ends(span, FROM, UNTIL));

const VALIDITY: Table = Table::of(&[FROM.optional(MINUTE), UNTIL.optional(MINUTE)])
    .with_rules(|valid| judge_ends(valid, FROM, UNTIL));

const GROUP: Table = Table::of(&[
    NAME.optional(Kind::Text),
    SPECIAL_DAYS.required(Kind::List(&Kind::ObjectOr(&MINUTES, &DATE))),
    PERIODS.required(Kind::List(&Kind::Object(&PERIOD))),
])
.with_rules(|group| {
    judge_length(group, SPECIAL_DAYS, MOST_DAYS);
    judge_length(group, PERIODS, MOST_RULES);
});

impl Schedule {
    pub(crate) const TABLE: Table = Table::of(&[
        WEEKLY.optional(Kind::List(&Kind::Object(&RULE))),
        DATED.optional(Kind::List(&Kind::Object(&MINUTES))),
        SPECIAL.optional(Kind::List(&Kind::Object(&GROUP))),
        VALID.optional(Kind::Object(&VALIDITY)),
    ])
    .with_rules(|schedule| {
        judge_length(schedule, WEEKLY, MOST_RULES);
        judge_length(schedule, DATED, MOST_RULES);
        judge_length(schedule, SPECIAL, MOST_GROUPS);
        judge_groups(schedule, SPECIAL_DAYS, MOST_SPECIAL_DAYS);
        judge_groups(schedule, PERIODS, MOST_RULES);
    });

    /// Checks a schedule written as an object: `weekly`, a list of `{ days, from, until, first?,
    /// last? }`; `dated`, a list of `{ from, until }`; `special`, a list of `{ name?, days, periods
    /// }`; `valid`, `{ from?, until? }`. Each may be left out.
    ///
    /// Days of the week are `mon` to `sun`; the ends of a weekly rule and of a period are minutes
    /// after midnight, 0 to 1440; others are local times, `2026-11-26T09:15`; special days are dates
    /// or `{ from, until }`.
    ///
    /// # Errors
    /// Every issue of the object; those of its own are `weekday_unknown`, `date_malformed`,
    /// `local_minute_malformed`, the `timestamp_…` issues of months, days, hours and minutes,
    /// `schedule_dates_empty` at `last`, `window_empty` at `until`, `list_too_long`.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The schedule of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        let mut schedule = Self {
            weekly: reading.list(WEEKLY, weekly)?,
            dated: reading.list(DATED, minutes)?,
            special: reading.list(SPECIAL, group)?,
            from: None,
            until: None,
        };
        if let Some(valid) = reading.object(VALID, &VALIDITY) {
            schedule.from = valid.parse(FROM, LocalMinute::parse);
            schedule.until = valid.parse(UNTIL, LocalMinute::parse);
        }
        Some(schedule)
    }

    /// The schedule as an object, which checks to the same schedule again. Lists without items are
    /// left out.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let weekly = self.weekly.iter().map(weekly_to_value).collect();
        let dated = self.dated.iter().map(|hours| minutes_to_value(*hours));
        let special = self.special.iter().map(group_to_value).collect();
        let some = |items: Vec<Value<'static>>| (!items.is_empty()).then_some(items);
        let mut valid = None;
        if self.from.is_some() || self.until.is_some() {
            let ends = Members::default()
                .with_some(FROM.text, self.from.map(local_to_value))
                .with_some(UNTIL.text, self.until.map(local_to_value));
            valid = Some(Value::from(ends));
        }
        Members::default()
            .with_some(WEEKLY.text, some(weekly))
            .with_some(DATED.text, some(dated.collect()))
            .with_some(SPECIAL.text, some(special))
            .with_some(VALID.text, valid)
            .into()
    }
}

impl Period {
    /// The period as an object.
    #[must_use]
    pub fn to_value(self) -> Value<'static> {
        Members::default()
            .with(FROM.text, u64::from(self.from()))
            .with(UNTIL.text, u64::from(self.until()))
            .into()
    }
}

/// The rule of `from` and `until`.
/// An end after the start, of two texts that are ordered as the times that they say.
pub(super) fn judge_ends(object: &mut Judged<'_, '_>, from: Name, until: Name) {
    if let (Some(start), Some(end)) = (object.text(from), object.text(until))
        && end <= start
    {
        object.report(until, || Issue::of(IssueCode::WindowEmpty));
    }
}

fn judge_length(object: &mut Judged<'_, '_>, name: Name, limit: usize) {
    let length = object.right(name).map_or(0, Given::len);
    if let Err(issue) = bounded(length, limit) {
        object.report(name, || issue);
    }
}

/// What a list of all groups has together.
fn judge_groups(schedule: &mut Judged<'_, '_>, list: Name, limit: usize) {
    let Some(groups) = schedule.right(SPECIAL) else {
        return;
    };
    let length = |group: Given<'_>| group.reading(&GROUP)?.get(list).map(Given::len);
    if let Err(issue) = bounded(groups.items().filter_map(length).sum(), limit) {
        schedule.report(SPECIAL, || issue);
    }
}

fn weekly(given: Given<'_>) -> Option<WeeklyHours> {
    let rule = given.reading(&RULE)?;
    let days = rule.list(DAYS, |day| Weekday::find(day.text()?))?;
    let period = period_of(&rule, WEEKLY_FROM, WEEKLY_UNTIL)?;
    WeeklyHours::new(days.into_iter().collect::<Weekdays>(), period)
        .and_then(|hours| {
            hours.between(
                rule.parse(FIRST, Date::parse),
                rule.parse(LAST, Date::parse),
            )
        })
        .ok()
}

fn period_of(reading: &Reading<'_>, from: Name, until: Name) -> Option<Period> {
    let minute = |name| u16::try_from(reading.whole(name)?).ok();
    Period::new(minute(from)?, minute(until)?).ok()
}

fn minutes(given: Given<'_>) -> Option<DatedHours> {
    let ends = given.reading(&MINUTES)?;
    let end = |name| ends.parse(name, LocalMinute::parse);
    DatedHours::new(end(FROM)?, end(UNTIL)?).ok()
}

fn span(given: Given<'_>) -> Option<Span> {
    match given.text() {
        Some(date) => Date::parse(date).ok().map(Span::Day),
        None => minutes(given).map(Span::Minutes),
    }
}

fn group(given: Given<'_>) -> Option<SpecialDays> {
    let group = given.reading(&GROUP)?;
    let period = |given: Given<'_>| period_of(&given.reading(&PERIOD)?, FROM, UNTIL);
    let days = SpecialDays::new(
        group.list(SPECIAL_DAYS, span)?,
        group.list(PERIODS, period)?,
    );
    let days = days.ok()?;
    Some(match group.owned(NAME) {
        Some(name) => days.named(name),
        None => days,
    })
}

fn local_to_value(local: LocalMinute) -> Value<'static> {
    Value::from(alloc::format!("{local}"))
}

fn date_to_value(date: Date) -> Value<'static> {
    Value::from(alloc::format!("{date}"))
}

fn minutes_to_value(hours: DatedHours) -> Value<'static> {
    Members::default()
        .with(FROM.text, local_to_value(hours.from()))
        .with(UNTIL.text, local_to_value(hours.until()))
        .into()
}

fn weekly_to_value(hours: &WeeklyHours) -> Value<'static> {
    let days: Vec<_> = hours.days().iter().map(|day| day.as_str().into()).collect();
    Members::default()
        .with(DAYS.text, days)
        .with(FROM.text, u64::from(hours.period().from()))
        .with(UNTIL.text, u64::from(hours.period().until()))
        .with_some(FIRST.text, hours.first().map(date_to_value))
        .with_some(LAST.text, hours.last().map(date_to_value))
        .into()
}

fn group_to_value(group: &SpecialDays) -> Value<'static> {
    let days: Vec<_> = group
        .days()
        .iter()
        .map(|span| match span {
            Span::Day(date) => date_to_value(*date),
            Span::Minutes(span) => minutes_to_value(*span),
        })
        .collect();
    let periods = group.periods().iter().copied();
    let periods: Vec<_> = periods.map(Period::to_value).collect();
    Members::default()
        .with_some(NAME.text, group.name().map(String::from))
        .with(SPECIAL_DAYS.text, days)
        .with(PERIODS.text, periods)
        .into()
}
