//! What it costs to make hours of schedules, and to ask them: `cargo bench --bench schedules`.
//!
//! Aim: the state of a schedule of 20 rules in at most 200 ns.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops at what is wrong, and prints what it measures"
)]

use std::hint::black_box;

use latchwork::schedule::{
    DatedHours, LocalMinute, LocalTime, Period, Schedule, Span, SpecialDays, WeeklyHours,
};
use latchwork::time::{Date, Weekday, Weekdays};
use latchwork::{Timestamp, Value};

mod support;

use support::{Work, report};

fn date(days: i32) -> Date {
    let first = Date::parse("2026-01-01").expect("a date");
    Date::of_days(i64::from(first.days() + days)).expect("a date of these years")
}

/// A week of so many rules, and so many days on which it does not count.
fn schedule(rules: u16, closed: i32) -> Schedule {
    let weekly = (0..rules).map(|rule| {
        let day = Weekday::ALL
            .into_iter()
            .cycle()
            .nth(rule.into())
            .expect("a day");
        let from = 360 + rule / 7 * 120 % 1_020;
        let period = Period::new(from, from + 60).expect("minutes");
        WeeklyHours::new(Weekdays::from_iter([day]), period).expect("a day")
    });
    let days = (0..closed).map(|day| Span::from(date(day * 11))).collect();
    let special = SpecialDays::new(days, vec![]).expect("few days");
    Schedule::new(weekly.collect(), vec![], vec![special]).expect("few rules")
}

/// As much as a schedule may have, no two days alike.
fn largest() -> Schedule {
    let at = |day: i32, minute: u16| {
        LocalMinute::new(date(day), minute % 1440).expect("a minute of a day")
    };
    let weekly = (0..256_u16).map(|rule| {
        let period = Period::new(rule * 5, rule * 5 + 2).expect("minutes");
        let hours = WeeklyHours::new(Weekdays::ALL, period).expect("days");
        let first = date(i32::from(rule) * 9);
        hours.between(Some(first), None).expect("in order")
    });
    let dated = (0..256_u16).map(|rule| {
        let day = i32::from(rule) * 13;
        DatedHours::new(at(day, rule * 3), at(day + 1, rule * 2)).expect("in order")
    });
    let special = (0..2_u16).map(|group| {
        let days = (0..1024_u16).map(|span| {
            let day = i32::from(group) + i32::from(span) * 19;
            let minute = (span * 7 + group) % 700;
            let span = DatedHours::new(at(day, minute), at(day, minute + 700 - group));
            Span::from(span.expect("in order"))
        });
        let periods =
            (0..128).map(|at| Period::new(at * 11 + group, at * 11 + 5).expect("minutes"));
        SpecialDays::new(days.collect(), periods.collect()).expect("few days")
    });
    Schedule::new(weekly.collect(), dated.collect(), special.collect()).expect("few groups")
}

fn main() {
    let sizes = [(1, 0), (5, 12), (20, 12), (20, 120), (256, 1024)];
    let asked = sizes.map(|(rules, closed)| {
        let hours = schedule(rules, closed).hours();
        let mut minute = 0;
        Work::new(format!("{rules} rules, {closed} special days"), move || {
            minute = (minute + 7_919) % (86_400 * 365);
            let now = Timestamp::from_epoch(1_767_225_600 + minute, 0);
            hours.state(black_box(now).and_then(LocalTime::of))
        })
    });
    report("the state at an instant", asked.into());

    let made = sizes.map(|(rules, closed)| {
        let schedule = schedule(rules, closed);
        Work::new(format!("{rules} rules, {closed} special days"), move || {
            black_box(&schedule).hours()
        })
    });
    report("hours made of a schedule", made.into());

    let largest = largest();
    let text = serde_json::to_string(&largest).expect("an object");
    println!("\nthe largest schedule: {} bytes of JSON", text.len());
    let value = Value::from_json(text.as_bytes(), usize::MAX).expect("JSON");
    let hours = largest.hours();
    report(
        "the largest schedule",
        vec![
            Work::new("checked", || Schedule::check_value(black_box(&value))),
            Work::new("its hours made", || black_box(&largest).hours()),
            Work::new("told by rules, which are too many", || {
                black_box(&hours).to_schedule()
            }),
            Work::new("compared", || black_box(&hours).covers(&hours)),
        ],
    );
}
