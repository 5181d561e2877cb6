//! Cases of schedules.

use crate::support::{answer, cases, json, judge, with_value};
use latchwork::Timestamp;
use latchwork::schedule::{Hours, HoursState, LocalTime, Schedule};
use latchwork::time::{Date, LocalMinute};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn schedule(value: &Json) -> Schedule {
    with_value(value, Schedule::check_value).expect("a schedule")
}

fn change(local: LocalMinute, opens: bool) -> Json {
    json!({ "local": local.to_string(), "opens": opens })
}

fn state(hours: &Hours, at: &Json) -> Json {
    let clock = at
        .as_str()
        .map(|at| Timestamp::parse(at).expect("an instant"));
    match hours.state(clock.and_then(LocalTime::of)) {
        HoursState::Open { until: None } => json!({ "state": "open" }),
        HoursState::Open { until: Some(until) } => {
            json!({ "state": "open", "until": change(until, false) })
        }
        HoursState::Closed { until, why } => {
            json!({ "state": "closed", "until": change(until, true), "why": why.as_str() })
        }
        HoursState::Never { why } => json!({ "state": "never", "why": why.as_str() }),
        HoursState::Unknown => json!({ "state": "unknown" }),
    }
}

fn day(hours: &Hours, date: &str) -> Json {
    let date = Date::parse(date).expect("a date");
    let periods = hours.day(date).into_iter();
    periods
        .map(|period| json!([period.from(), period.until()]))
        .collect()
}

#[test]
fn schedules() {
    judge("schedules", &cases!("schedules"), |case| {
        let checked = with_value(&case["input"], Schedule::check_value);
        let hours = checked.as_ref().ok().map(Schedule::hours);
        let mut answered = answer(checked, |schedule| json(&schedule.to_value()));
        let Some(hours) = hours else {
            return answered;
        };
        if let Some(states) = case.get("states").and_then(Json::as_array) {
            let states = states
                .iter()
                .map(|pair| json!([pair[0], state(&hours, &pair[0])]));
            answered["states"] = states.collect();
        }
        if let Some(days) = case.get("days").and_then(Json::as_object) {
            let days = days.keys().map(|date| (date.clone(), day(&hours, date)));
            answered["days"] = days.collect();
        }
        if case.get("rules").is_some() {
            let rules = hours.to_schedule().expect("few rules");
            assert_eq!(rules.hours(), hours, "{}", case["name"]);
            answered["rules"] = json(&rules.to_value());
        }
        if let Some(same) = case.get("same") {
            assert_eq!(schedule(same).hours(), hours, "{}", case["name"]);
        }
        answered
    });
}
