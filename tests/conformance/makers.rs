//! Cases of what makers' locks hold of a schedule.

use crate::support::{answer, cases, issues_json, json, judge, text, with_value};
use latchwork::schedule::{Maker, MakerOptions, Schedule, WeekdayNumbers};
use latchwork::time::{Weekday, Weekdays};
use latchwork::{Issue, Issues};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn maker(case: &Json) -> Maker {
    Maker::parse(case["maker"].as_str().expect("a maker")).expect("a maker")
}

fn options(case: &Json) -> MakerOptions {
    match case.get("options") {
        Some(options) => with_value(options, MakerOptions::check_value).expect("options"),
        None => MakerOptions::default(),
    }
}

fn notes(notes: &[Issue]) -> Json {
    issues_json(&notes.iter().cloned().collect::<Issues>())
}

#[test]
fn schedule_held() {
    judge("schedule-held", &cases!("schedule-held"), |case| {
        let schedule = with_value(&case["schedule"], Schedule::check_value).expect("a schedule");
        match maker(case).hold(&schedule, &options(case)) {
            Ok(held) => json!({
                "ok": true,
                "value": json(&held.value),
                "opens": held.opens.as_str(),
                "notes": notes(&held.notes),
            }),
            Err(issues) => json!({ "ok": false, "issues": issues_json(&issues) }),
        }
    });
}

#[test]
fn schedule_told() {
    judge(
        "schedule-told",
        &cases!("schedule-told"),
        |case| match with_value(&case["input"], |value| {
            maker(case).read(value, &options(case))
        }) {
            Ok(told) => json!({
                "ok": true,
                "value": json(&told.schedule.to_value()),
                "notes": notes(&told.notes),
            }),
            Err(issues) => json!({ "ok": false, "issues": issues_json(&issues) }),
        },
    );
}

#[test]
fn weekday_numbers() {
    judge("weekday-numbers", &cases!("weekday-numbers"), |case| {
        let numbers = WeekdayNumbers::parse(case["preset"].as_str().expect("a name"));
        let numbers = numbers.expect("a preset");
        let given: Vec<u8> = match &case["input"] {
            Json::Array(list) => list.iter().map(number).collect(),
            one => Vec::from([number(one)]),
        };
        let days = numbers.days(&given).map_err(Issues::from);
        if let Ok(days) = days {
            assert_eq!(numbers.numbers(days), given, "{}", case["name"]);
        }
        answer(days, |days: &Weekdays| {
            days.iter().map(Weekday::as_str).collect()
        })
    });
}

fn number(json: &Json) -> u8 {
    let number = json.as_u64().and_then(|number| number.try_into().ok());
    number.expect("a number below 256")
}

#[test]
fn icalendar() {
    judge("icalendar", &cases!("icalendar"), |case| {
        let checked = with_value(&case["input"], |value| {
            let text = text(value).map_err(Issues::from)?;
            Schedule::from_icalendar(text)
        });
        answer(checked, |schedule| json(&schedule.to_value()))
    });
}
