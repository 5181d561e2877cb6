//! Hours in zones, minute by minute against `jiff` over the weeks in which clocks change: what the
//! wall shows is asked of it for every instant, and nothing is told by how clocks change.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use jiff::Timestamp as Instant;
use jiff::tz::TimeZone;
use latchwork::schedule::{Hours, Schedule, Showing, ZonedChange, ZonedState};
use latchwork::time::{Date, LocalMinute};
use latchwork::{Timestamp, Value};

/// Zones, and a day around which their clocks do something, or nothing.
const PLACES: [(&str, &str); 12] = [
    ("Europe/Rome", "2026-03-29"),
    ("Europe/Rome", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Africa/Casablanca", "2026-02-15"),
    ("Africa/Casablanca", "2026-03-22"),
    ("Asia/Kolkata", "2026-03-29"),
    ("Asia/Kolkata", "2026-10-25"),
    ("Pacific/Apia", "2011-12-30"),
    // 24 hours came twice.
    ("Pacific/Kwajalein", "1969-09-30"),
];

const ALL: &str = r#""days":["mon","tue","wed","thu","fri","sat","sun"]"#;

fn schedules(day: &str) -> Vec<Hours> {
    let daily = |from: u16, until: u16| {
        format!(r#"{{"weekly":[{{{ALL},"from":{from},"until":{until}}}]}}"#)
    };
    [
        // Inside of an hour that is passed over or comes twice, into it, out of it, around it.
        daily(135, 165),
        daily(120, 180),
        daily(150, 240),
        daily(60, 150),
        daily(90, 105),
        daily(0, 60),
        daily(1320, 360),
        daily(540, 1020),
        daily(1410, 1410),
        daily(0, 1440),
        r#"{"weekly":[{"days":["sun"],"from":0,"until":1440}]}"#.to_owned(),
        r#"{"weekly":[{"days":["fri"],"from":0,"until":1440}]}"#.to_owned(),
        format!(r#"{{"dated":[{{"from":"{day}T02:15","until":"{day}T02:45"}}]}}"#),
        format!(r#"{{"dated":[{{"from":"{day}T01:45","until":"{day}T02:15"}}]}}"#),
        format!(r#"{{"weekly":[{{{ALL},"from":0,"until":0}}],"valid":{{"until":"{day}T02:30"}}}}"#),
        format!(
            r#"{{"weekly":[{{{ALL},"from":60,"until":1380}}],"special":[{{"days":["{day}"],"periods":[]}}]}}"#
        ),
        "{}".to_owned(),
    ]
    .iter()
    .map(|text| {
        let value = Value::from_json(text.as_bytes(), usize::MAX).expect("JSON");
        Schedule::check_value(&value).expect("a schedule").hours()
    })
    .collect()
}

/// What the clocks of a zone show, as jiff says.
fn shown(zone: &TimeZone, second: i64) -> LocalMinute {
    let instant = Instant::from_second(second).expect("an instant");
    let shown = zone.to_datetime(instant);
    let date = format!(
        "{:04}-{:02}-{:02}",
        shown.year(),
        shown.month(),
        shown.day()
    );
    let minute = i32::from(shown.hour()) * 60 + i32::from(shown.minute());
    LocalMinute::new(
        Date::parse(&date).expect("a date"),
        u16::try_from(minute).expect("a minute"),
    )
    .expect("a minute of a day")
}

fn timestamp(second: i64) -> Timestamp {
    Timestamp::from_epoch(second, 0).expect("an instant")
}

/// The minutes of eleven days around a day, as instants, and what is shown at each.
struct Around {
    zone: TimeZone,
    seconds: Vec<i64>,
    shown: Vec<LocalMinute>,
}

impl Around {
    fn new(name: &str, day: &str) -> Self {
        let zone = TimeZone::get(name).expect("a zone");
        let middle = i64::from(Date::parse(day).expect("a date").days()) * 86_400;
        let seconds: Vec<_> = (-5 * 1440..6 * 1440)
            .map(|minute| middle + minute * 60)
            .collect();
        let shown = seconds.iter().map(|second| shown(&zone, *second)).collect();
        Self {
            zone,
            seconds,
            shown,
        }
    }

    /// Which of the instants that show the same one is: asked of all of them.
    fn showing(&self, at: usize, hours: &Hours) -> Showing {
        let local = self.shown[at];
        let before = LocalMinute::of_count(local.count() - 1).expect("a minute before");
        if hours.is_open(before) == hours.is_open(local) {
            return Showing::Jump;
        }
        let same = |one: &usize| self.shown[*one] == local;
        let all: Vec<_> = (0..self.seconds.len()).filter(same).collect();
        match all.as_slice() {
            [_] => Showing::Only,
            [first, ..] if *first == at => Showing::First,
            _ => Showing::Second,
        }
    }
}

fn until(state: ZonedState) -> Option<ZonedChange> {
    match state {
        ZonedState::Open { until } => until,
        ZonedState::Closed { until, .. } => Some(until),
        _ => None,
    }
}

#[test]
fn hours_in_a_zone_change_at_the_instants_at_which_the_wall_says_so() {
    let mut asked = 0;
    for (name, day) in PLACES {
        let around = Around::new(name, day);
        for (number, hours) in schedules(day).iter().enumerate() {
            let open: Vec<_> = around
                .shown
                .iter()
                .map(|local| hours.is_open(*local))
                .collect();
            let mut next: Option<(usize, Showing)> = None;
            for at in (0..open.len()).rev() {
                if open.get(at + 1).is_some_and(|after| *after != open[at]) {
                    next = Some((at + 1, around.showing(at + 1, hours)));
                }
                let is_near = (6_600..8_700).contains(&at);
                // Of the last days the next change may lie outside.
                if at % 97 != 0 && !(is_near && at % 7 == 0) || at > 9 * 1440 {
                    continue;
                }
                let now = timestamp(around.seconds[at]);
                let state = hours
                    .state_in(now, &around.zone)
                    .expect("an instant of jiff");
                let told = until(state);
                let said = || format!("{name} {day} {number} {} {state:?}", around.shown[at]);
                let is_open = matches!(state, ZonedState::Open { .. });
                assert_eq!(is_open, open[at], "{}", said());
                if at % 97 == 0 {
                    assert_eq!(hours.next_change_in(now, &around.zone), Ok(told));
                }
                if let Some((next, which)) = next {
                    let told = told.expect("a change");
                    assert_eq!(
                        told.instant.epoch_seconds(),
                        around.seconds[next],
                        "{}",
                        said()
                    );
                    assert_eq!(told.local, around.shown[next], "{}", said());
                    assert_eq!(told.opens, open[next], "{}", said());
                    assert_eq!(told.which, which, "{}", said());
                    let text = told.instant.to_string();
                    assert!(text.starts_with(&told.local.to_string()), "{}", said());
                } else {
                    let last = around.seconds[around.seconds.len() - 1];
                    let is_later = |told: ZonedChange| told.instant.epoch_seconds() > last;
                    assert!(told.is_none_or(is_later), "{}", said());
                }
                asked += 1;
            }
        }
    }
    assert!(asked > 80_000, "{asked}");
}

#[test]
fn a_change_years_away_is_found_at_once() {
    let zone = TimeZone::get("America/New_York").expect("a zone");
    let text = r#"{"dated":[{"from":"9990-07-01T09:00","until":"9990-07-01T10:00"}]}"#;
    let value = Value::from_json(text.as_bytes(), usize::MAX).expect("JSON");
    let hours = Schedule::check_value(&value).expect("a schedule").hours();
    let change = hours.next_change_in(timestamp(0), &zone);
    let change = change.expect("an instant").expect("a change");
    assert_eq!(change.instant.to_string(), "9990-07-01T09:00:00-04:00");
    assert_eq!(change.which, Showing::Only);
    let after = hours.next_change_in(change.instant, &zone);
    let after = after.expect("an instant").expect("a change");
    assert_eq!(after.instant.to_string(), "9990-07-01T10:00:00-04:00");
    assert_eq!(hours.next_change_in(after.instant, &zone), Ok(None));
}

#[test]
fn an_offset_with_seconds_is_compared_and_told_in_utc() {
    let zone = TimeZone::get("Europe/Amsterdam").expect("a zone");
    let text = r#"{"weekly":[{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":540,"until":1020}]}"#;
    let value = Value::from_json(text.as_bytes(), usize::MAX).expect("JSON");
    let hours = Schedule::check_value(&value).expect("a schedule").hours();
    // Local mean time, 4 minutes and some seconds before UTC.
    let zone_west = TimeZone::get("Europe/London").expect("a zone");
    for (zone, at) in [
        (zone, "1850-05-05T06:00:00Z"),
        (zone_west, "1840-05-05T06:00:00Z"),
    ] {
        let at = Timestamp::parse(at).expect("an instant");
        let change = hours
            .next_change_in(at, &zone)
            .expect("an instant")
            .expect("a change");
        assert_eq!(change.local.minute(), 540);
        assert_eq!(shown(&zone, change.instant.epoch_seconds()), change.local);
        let before = shown(&zone, change.instant.epoch_seconds() - 1);
        assert_eq!(before.minute(), 539);
    }
}

#[test]
fn at_the_ends_of_the_calendar_nothing_is_open_that_is_not_known() {
    let always = Schedule::always().hours();
    let zone = |name| TimeZone::get(name).expect("a zone");
    let first = Timestamp::parse("0000-01-01T00:00:00Z").expect("an instant");
    // West of UTC it is the year before.
    let state = always.state_in(first, &zone("America/New_York"));
    assert_eq!(state, Ok(ZonedState::Unknown));
    let state = always.state_in(first, &zone("Asia/Tokyo"));
    assert_eq!(state, Ok(ZonedState::Open { until: None }));
    let last = Timestamp::parse("9999-12-30T21:00:00Z").expect("an instant");
    let state = always.state_in(last, &zone("Asia/Tokyo"));
    assert_eq!(state, Ok(ZonedState::Open { until: None }));
    let beyond = Timestamp::parse("9999-12-31T23:59:59Z").expect("an instant");
    assert!(always.state_in(beyond, &zone("Asia/Tokyo")).is_err());
}
