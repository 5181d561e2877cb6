//! Time profiles of a UHPPOTE panel: weekdays and three segments of a day between two dates, and the
//! profile that holds too.
//!
//! A card has one profile, and opens by every profile of the chain that begins with it: so that
//! other hours on some dates are other profiles. Both dates are inside; a segment of 00:00 to 00:00 is
//! none. The fields are those of uhppote-core; the profiles 2 to 254 can be set.

use alloc::string::String;
use alloc::vec::Vec;

use crate::schedule::object::WEEKLY;
use crate::schedule::{Period, Schedule, Weekday, Weekdays, WeeklyHours};
use crate::schema::{
    Document, Form, Given, Kind, Name, Pattern, Table, Written as Judgement, check,
};
use crate::time::{DAY, Date};
use crate::value::Members;
use crate::{Issue, IssueCode, UnknownFields, Value};

use super::fields::{before_midnight, to_midnight};
use super::plan::{End, cut, note};
use super::span::seasons;
use super::time_of_day::{HOURS, minutes_of, minutes_to_text};
use super::week::keep_longest;
use super::{MakerOptions, ReadSchedule, Told};

const PROFILES: Name = Name::new(0, "profiles");

const ID: Name = Name::new(0, "id");
const LINKED: Name = Name::new(1, "linked-profile");
const START_DATE: Name = Name::new(2, "start-date");
const END_DATE: Name = Name::new(3, "end-date");
const WEEKDAYS: Name = Name::new(4, "weekdays");
const SEGMENTS: Name = Name::new(5, "segments");

const START: Name = Name::new(0, "start");
const END: Name = Name::new(1, "end");

const FIRST_ID: u8 = 2;
const LAST_ID: u8 = 254;
/// The most segments of a profile.
const MOST_SEGMENTS: usize = 3;

/// The dates that stand for no bound: the panel has two.
const OPEN: [&str; 2] = ["2000-01-01", "2099-12-31"];

const DAY_NAMES: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const DAYS: Form = Form::new(
    |text| match days_of(text) {
        Some(_) => Judgement::AsGiven,
        None => Judgement::No,
    },
    |_| Issue::of(IssueCode::WeekdayUnknown).param(DAY_NAMES.join(", ")),
    Pattern::of(""),
);

/// The days that names say, with commas between; none for no text.
fn days_of(text: &str) -> Option<Weekdays> {
    if text.is_empty() {
        return Some(Weekdays::NONE);
    }
    let day = |name: &str| {
        let at = DAY_NAMES
            .iter()
            .position(|day| day.eq_ignore_ascii_case(name))?;
        Weekday::ALL.get(at).copied()
    };
    text.split(',').map(day).collect()
}

const SEGMENT: Table = Table::of(&[
    START.required(Kind::Form(&HOURS)),
    END.required(Kind::Form(&HOURS)),
])
.with_rules(|segment| {
    if let (Some(start), Some(end)) = (segment.text(START), segment.text(END))
        && end <= start
        && (start, end) != ("00:00", "00:00")
    {
        segment.report(END, || Issue::of(IssueCode::WindowEmpty));
    }
});

const PROFILE: Table = Table::of(&[
    ID.required(Kind::Whole(2, 254)),
    LINKED.optional(Kind::Whole(0, 254)),
    START_DATE.required(Kind::Form(&Date::FORM)),
    END_DATE.required(Kind::Form(&Date::FORM)),
    WEEKDAYS.required(Kind::Form(&DAYS)),
    SEGMENTS.required(Kind::List(&Kind::Object(&SEGMENT))),
])
.with_rules(|profile| {
    if let (Some(first), Some(last)) = (profile.text(START_DATE), profile.text(END_DATE))
        && last < first
    {
        profile.report(END_DATE, || Issue::of(IssueCode::ScheduleDatesEmpty));
    }
    if profile.right(SEGMENTS).map_or(0, Given::len) > MOST_SEGMENTS {
        let long = Issue::of(IssueCode::ScheduleTooLong);
        profile.report(SEGMENTS, || long.param(MOST_SEGMENTS));
    }
})
.open();

/// The first profile is that of the card; the others stand in any order.
const CHAIN: Table = Table::of(&[PROFILES.required(Kind::SomeList(&Kind::Object(&PROFILE)))]);

pub(super) fn read(document: &Document<'_>) -> Told {
    let panel = check(document, &CHAIN, UnknownFields::Refuse, &mut |_| {})?;
    let profiles: Vec<_> = panel
        .items(PROFILES)
        .filter_map(|given| given.reading(&PROFILE))
        .collect();
    let mut weekly = Vec::new();
    let mut at = 0;
    let mut left = profiles.len();
    while let Some(profile) = profiles.get(at) {
        left -= 1;
        let date = |name| profile.parse(name, Date::parse);
        let open = |name, open: &str| profile.text(name) != Some(open);
        let first = date(START_DATE).filter(|_| open(START_DATE, OPEN[0]));
        let last = date(END_DATE).filter(|_| open(END_DATE, OPEN[1]));
        let days = profile.text(WEEKDAYS).and_then(days_of).unwrap_or_default();
        for segment in profile.items(SEGMENTS) {
            let segment = segment.reading(&SEGMENT);
            let minute = |name| minutes_of(segment.as_ref()?.text(name)?);
            let (Some(from), Some(until)) = (minute(START), minute(END)) else {
                continue;
            };
            if until > from && !days.is_empty() {
                let period = Period::new(from, to_midnight(until))?;
                weekly.push(WeeklyHours::new(days, period)?.between(first, last)?);
            }
        }
        let linked = profile.whole(LINKED).filter(|id| *id >= FIRST_ID.into());
        let Some(linked) = linked else {
            break;
        };
        let next = profiles
            .iter()
            .position(|next| next.whole(ID) == Some(linked));
        match next {
            // One that comes again is a circle.
            Some(next) if left > 0 => at = next,
            _ => {
                let issue = Issue::of(IssueCode::ScheduleLinkUnknown);
                return Err(issue.at(LINKED).at(at).at(PROFILES).into());
            }
        }
    }
    let schedule = Schedule::new(weekly, Vec::new(), Vec::new())?;
    let notes = Vec::new();
    Ok(ReadSchedule { schedule, notes })
}

/// What one profile holds.
struct Profile {
    first: Option<Date>,
    last: Option<Date>,
    days: Weekdays,
    segments: Vec<(u16, u16)>,
}

pub(super) fn write(schedule: &Schedule, options: &MakerOptions) -> (Value<'static>, Vec<Issue>) {
    let mut notes = Vec::new();
    let mut profiles: Vec<Profile> = Vec::new();
    let (mut is_cut, mut ends_at_midnight) = (false, false);
    let limit = options.rules(usize::from(LAST_ID - FIRST_ID) + 1);
    let (_, is_over_midnight) = super::week::week_of(schedule);
    if is_over_midnight {
        notes.push(note(IssueCode::ScheduleSplit).at(WEEKLY));
    }
    for (first, last, week) in seasons(&schedule.hours()) {
        let from = profiles.len();
        for (at, day) in week.into_iter().enumerate() {
            let mut day = day;
            for (_, until) in &mut day {
                if *until == DAY - 1 {
                    *until = before_midnight(*until);
                    is_cut = true;
                }
            }
            let parts = day.len();
            day.retain(|(from, until)| from < until && *from < DAY - 1);
            is_cut |= day.len() < parts;
            ends_at_midnight |= day.iter().any(|(_, until)| *until == DAY);
            let of_day: Weekdays = Weekday::ALL.into_iter().skip(at).take(1).collect();
            for segments in day.chunks(MOST_SEGMENTS) {
                let mut of_season = profiles.iter_mut().skip(from);
                match of_season.find(|profile| profile.segments == segments) {
                    Some(profile) => {
                        profile.days = profile.days.iter().chain(of_day.iter()).collect();
                    }
                    None => profiles.push(Profile {
                        first,
                        last,
                        days: of_day,
                        segments: segments.to_vec(),
                    }),
                }
            }
        }
    }
    if is_cut {
        notes.push(cut(End::UpToLastMinute));
    }
    if ends_at_midnight {
        notes.push(note(IssueCode::ScheduleEndOfDay));
    }
    fit_dates(&mut profiles, &mut notes);
    // A profile of no bounds opens longest.
    if let Some(needed) = keep_longest(&mut profiles, limit, length) {
        let lost = note(IssueCode::ScheduleRulesLost);
        notes.push(lost.param(limit).param(needed).at(WEEKLY));
    }
    if profiles.is_empty() {
        profiles.push(Profile {
            first: None,
            last: None,
            days: Weekdays::NONE,
            segments: Vec::new(),
        });
    }
    let last = profiles.len();
    let ids = u64::from(FIRST_ID)..;
    let listed: Vec<_> = ids
        .zip(&profiles)
        .enumerate()
        .map(|(at, (id, profile))| profile.to_value(id, at + 1 < last))
        .collect();
    (Members::default().with(PROFILES.text, listed).into(), notes)
}

/// How many days it spans.
fn length(profile: &Profile) -> i64 {
    let day = |date: Option<Date>, open: i64| date.map_or(open, |date| date.days().into());
    day(profile.last, 1 << 40) - day(profile.first, -(1 << 40))
}

/// Cuts dates that the panel does not have.
fn fit_dates(profiles: &mut Vec<Profile>, notes: &mut Vec<Issue>) {
    let [Ok(start), Ok(end)] = OPEN.map(Date::parse) else {
        return;
    };
    // What begins or ends at an open date would have no bound.
    let (Some(first), Some(last)) = (start.next(), end.previous()) else {
        return;
    };
    let mut is_cut = false;
    for profile in profiles.iter_mut() {
        if profile.first.is_some_and(|date| date < first) {
            profile.first = Some(first);
            is_cut = true;
        }
        if profile.last.is_some_and(|date| date > last) {
            profile.last = Some(last);
            is_cut = true;
        }
    }
    profiles.retain(|profile| match (profile.first, profile.last) {
        (Some(from), Some(until)) => from <= until,
        (Some(from), None) => from <= last,
        (None, Some(until)) => first <= until,
        (None, None) => true,
    });
    if is_cut {
        let cut = note(IssueCode::ScheduleDatesCut);
        notes.push(cut.param("2000-01-02").param("2099-12-30"));
    }
}

impl Profile {
    fn to_value(&self, id: u64, is_linked: bool) -> Value<'static> {
        let names: Vec<&str> = DAY_NAMES
            .iter()
            .zip(Weekday::ALL)
            .filter(|(_, day)| self.days.contains(*day))
            .map(|(name, _)| *name)
            .collect();
        let segments: Vec<Value<'static>> = self
            .segments
            .iter()
            .map(|(from, until)| {
                let until = if *until == DAY {
                    before_midnight(DAY)
                } else {
                    *until
                };
                Members::default()
                    .with(START.text, minutes_to_text(*from))
                    .with(END.text, minutes_to_text(until))
                    .into()
            })
            .collect();
        let date = |date: Option<Date>, open: &str| match date {
            Some(date) => alloc::format!("{date}"),
            None => String::from(open),
        };
        Members::default()
            .with(ID.text, id)
            .with_some(LINKED.text, is_linked.then_some(id + 1))
            .with(START_DATE.text, date(self.first, OPEN[0]))
            .with(END_DATE.text, date(self.last, OPEN[1]))
            .with(WEEKDAYS.text, names.join(","))
            .with(SEGMENTS.text, segments)
            .into()
    }
}
