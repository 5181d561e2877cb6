//! Cases of the service's plain API.

use latchwork::door::Condition;
use latchwork::system::plain::{
    ChangeDoor, ChangeKey, ChangePerson, CreateDoor, CreateKey, CreatePerson, GiveReason,
    LookUpKeys, ReportKey, ShowKey,
};
use latchwork::{Issues, LARGEST_BODY, Value};
use serde_json::Value as Json;

use crate::support::{answer, body, cases, json, judge, with_value};

/// Checks a body and its value, and what is written of the request once more.
fn checked<R: PartialEq + std::fmt::Debug>(
    case: &Json,
    check: fn(&[u8]) -> Result<R, Issues>,
    check_value: fn(&Value<'_>) -> Result<R, Issues>,
    write: for<'a> fn(&'a R) -> Value<'a>,
) -> Json {
    let body = body(case);
    let of_body = check(body.as_bytes());
    if let Ok(value) = Value::from_json(body.as_bytes(), LARGEST_BODY) {
        assert_eq!(check_value(&value), of_body, "{}", case["name"]);
    }
    if let Ok(request) = &of_body {
        let again = check_value(&write(request));
        assert_eq!(again.as_ref(), Ok(request), "{}", case["name"]);
    }
    answer(of_body, |request| json(&write(request)))
}

macro_rules! check {
    ($case:ident, $request:ident) => {
        checked(
            $case,
            $request::check,
            $request::check_value,
            $request::to_value,
        )
    };
}

/// The request that a case is of.
fn check(case: &Json) -> Json {
    match case["of"].as_str() {
        Some("createDoor") => check!(case, CreateDoor),
        Some("changeDoor") => check!(case, ChangeDoor),
        Some("createPerson") => check!(case, CreatePerson),
        Some("changePerson") => check!(case, ChangePerson),
        Some("createKey") => check!(case, CreateKey),
        Some("changeKey") => check!(case, ChangeKey),
        Some("lookUpKeys") => check!(case, LookUpKeys),
        Some("giveReason") => check!(case, GiveReason),
        Some("reportKey") => check!(case, ReportKey),
        Some("showKey") => check!(case, ShowKey),
        other => panic!("expected a request that is known, found {other:?}"),
    }
}

#[test]
fn doors() {
    judge("plain-doors", &cases!("plain-doors"), check);
}

#[test]
fn people() {
    judge("plain-people", &cases!("plain-people"), check);
}

#[test]
fn keys() {
    judge("plain-keys", &cases!("plain-keys"), check);
}

/// A member of a change stands in the place of the member, null in the place of nothing, and all
/// others stay: by hand, member by member.
#[test]
fn a_condition_changes_member_by_member() {
    let ordinary = json(&Condition::ordinary().to_value());
    let members = ordinary.as_object().expect("an object");
    let others = [
        ("levels", serde_json::json!(["staff"])),
        ("lockdown", serde_json::json!(true)),
        ("lockout", serde_json::json!("off")),
        ("persons", serde_json::json!(2)),
    ];
    // Every set of these four members, each as it is given or taken away.
    for set in 0..81 {
        let mut change = serde_json::Map::new();
        let mut expected = members.clone();
        for (at, (name, value)) in others.iter().enumerate() {
            let power = u32::try_from(at).expect("four members");
            match set / 3_usize.pow(power) % 3 {
                1 => {
                    change.insert((*name).into(), value.clone());
                    expected.insert((*name).into(), value.clone());
                }
                2 => {
                    change.insert((*name).into(), Json::Null);
                    expected.shift_remove(*name);
                }
                _ => {}
            }
        }
        let change = with_value(&Json::Object(change), Condition::check_value);
        let changed = Condition::ordinary().changed(&change.expect("a change"));
        assert_eq!(json(&changed.to_value()), Json::Object(expected), "{set}");
        let again = Condition::check_value(&changed.to_value());
        assert_eq!(again, Ok(changed), "{set}");
    }
}
