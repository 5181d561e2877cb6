//! Cases of the service's plain API.

use latchwork::door::{Condition, Identification, Means, Shown};
use latchwork::system::basip::IdentifierNumber;
use latchwork::system::plain::{
    BeginSession, ChangeDoor, ChangeKey, ChangePerson, ChangePrincipal, CreateApiKey, CreateDoor,
    CreateKey, CreatePerson, CreatePrincipal, CreateWebhook, GiveReason, KeyOfCard, LookUpKeys,
    ReportKey, SetPanelDoors, ShowKey, TellOutcome, TryDoor,
};
use latchwork::{Issues, LARGEST_BODY, Value};
use serde_json::{Value as Json, json as of};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{answer, body, cases, issues_json, json, judge, with_value};

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
        Some("tellOutcome") => check!(case, TellOutcome),
        Some("beginSession") => check!(case, BeginSession),
        Some("createWebhook") => check!(case, CreateWebhook),
        Some("setPanelDoors") => check!(case, SetPanelDoors),
        Some("createPrincipal") => check!(case, CreatePrincipal),
        Some("changePrincipal") => check!(case, ChangePrincipal),
        Some("createApiKey") => check!(case, CreateApiKey),
        // Nobody writes what was shown.
        Some("tryDoor") => answer(TryDoor::check(body(case).as_bytes()), |_| {
            case["value"].clone()
        }),
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

#[test]
fn attempts() {
    judge("plain-attempts", &cases!("plain-attempts"), check);
}

#[test]
fn sessions() {
    judge("plain-sessions", &cases!("plain-sessions"), check);
}

#[test]
fn webhooks() {
    judge("plain-webhooks", &cases!("plain-webhooks"), check);
}

#[test]
fn principals() {
    judge("plain-principals", &cases!("plain-principals"), check);
}

#[test]
fn what_signs_in_is_in_no_log() {
    let begin = BeginSession::check(br#"{"apiKey":"lw_0000"}"#).expect("a request");
    assert_eq!(format!("{begin:?}"), "ApiKey(Secret(…))");
}

#[test]
fn conditions() {
    judge("door-conditions", &cases!("door-conditions"), |case| {
        let read = |name: &'static str| {
            let condition = case
                .get(name)
                .map(|it| with_value(it, Condition::check_value));
            condition.transpose().map_err(|issues| issues.at(name))
        };
        let (change, before) = match (read("change"), read("before")) {
            (Ok(change), Ok(before)) => (change.expect("a change"), before),
            (Err(issues), _) | (_, Err(issues)) => return of!({ "issues": issues_json(&issues) }),
        };
        let before = before.unwrap_or_else(Condition::ordinary);
        of!({ "answer": json(&before.changed(&change).to_value()) })
    });
}

#[test]
fn what_is_shown_is_looked_for() {
    judge("shown", &cases!("shown"), |case| {
        let text = |name: &str| case["shown"][name].as_str().expect("text");
        let means = Means::parse(text("kind")).expect("a means");
        let read = Shown::new(means, text("text")).read();
        let identifier = read.as_ref().and_then(IdentifierNumber::shown);
        let mut answer = match read {
            None => Json::Null,
            Some(Identification::Code(code)) => of!({ "code": code.as_str() }),
            Some(Identification::Phone(id)) => of!({ "phone": id }),
            Some(card) => {
                let number = |KeyOfCard { format, number, .. }: KeyOfCard| match format {
                    Some(format) => of!({ "number": number.canonical(), "format": format }),
                    None => of!({ "number": number.canonical() }),
                };
                let numbers: Vec<_> = KeyOfCard::all(&card).into_iter().map(number).collect();
                of!({ "numbers": numbers })
            }
        };
        if let Some(number) = identifier {
            answer["identifier"] = of!({
                "identifier_type": number.kind().as_str(),
                "identifier_number": number.as_str()
            });
        }
        of!({ "answer": answer })
    });
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
