//! Hours and days as several makers write them.

use crate::schema::{Field, Judged, Kind, Name, Reading};
use crate::time::DAY;
use crate::{Issue, IssueCode};

/// The fields of a rule within one day: what says its days, then the hour and the minute of its start
/// and of its end.
pub(super) const fn rule_fields(names: [&'static str; 5], days: Kind) -> [Field; 5] {
    let [of_days, start_hour, start_minute, end_hour, end_minute] = names;
    [
        Name::new(0, of_days).required(days),
        Name::new(1, start_hour).required(HOUR),
        Name::new(2, start_minute).required(MINUTE),
        Name::new(3, end_hour).required(HOUR),
        Name::new(4, end_minute).required(MINUTE),
    ]
}

pub(super) const HOUR: Kind = Kind::Whole(0, 23);
pub(super) const MINUTE: Kind = Kind::Whole(0, 59);
/// A mask that has a day.
pub(super) const MASK: Kind = Kind::Whole(1, 127);

/// Minutes after midnight of an hour and the minute behind it.
pub(super) fn minute_at(reading: &Reading<'_>, at: usize) -> Option<u16> {
    let number = |at| u16::try_from(reading.at(at)?.whole(0, 59)?).ok();
    Some(number(at)? * 60 + number(at + 1)?)
}

/// Start and end of [`rule_fields`].
pub(super) fn hours_of(reading: &Reading<'_>) -> Option<(u16, u16)> {
    Some((minute_at(reading, 1)?, minute_at(reading, 3)?))
}

/// The rule of [`rule_fields`]: an end after the start.
pub(super) fn judge_hours(rule: &mut Judged<'_, '_>) {
    judge(rule, |start, end| end <= start);
}

/// The same where the last minute is inside.
pub(super) fn judge_last_minute(rule: &mut Judged<'_, '_>) {
    judge(rule, |start, last| last < start);
}

fn judge(rule: &mut Judged<'_, '_>, is_empty: fn(u16, u16) -> bool) {
    if let Some((start, end)) = hours_of(rule.reading)
        && is_empty(start, end)
        && rule.is_right()
    {
        report_at(rule, 3, || Issue::of(IssueCode::WindowEmpty));
    }
}

/// Adds an issue of a field by its place.
pub(super) fn report_at(rule: &mut Judged<'_, '_>, at: usize, issue: impl FnOnce() -> Issue) {
    if let Some(name) = rule.reading.fields.get(at).map(|field| field.name) {
        rule.report(name, issue);
    }
}

/// The last minute of a day that can be written is meant to its last second.
pub(super) fn to_midnight(until: u16) -> u16 {
    if until == DAY - 1 { DAY } else { until }
}

/// The other way: how midnight is written, and what is nearest to the minute before it.
pub(super) fn before_midnight(until: u16) -> u16 {
    if until >= DAY - 1 { until - 1 } else { until }
}
