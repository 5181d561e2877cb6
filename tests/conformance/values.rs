//! Cases of single values.

use std::fmt::Display;

use crate::support::{
    Stream, answer, cases, issues_json, json, judge, taken, text, texts, with_value,
};
use latchwork::{
    AccessLevel, Code, CodePolicy, Collision, FreeCodes, GenerateError, GrantPolicy, Grantor,
    Issue, Issues, KeyFormat, Offset, PhoneNumber, TakenCode, Timestamp, UserId, Uuid, Window,
    parse_phone,
};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Hands a case's input to a check that takes text.
fn with_text<T>(input: &Json, check: impl FnOnce(&str) -> Result<T, Issue>) -> Result<T, Issues> {
    with_value(input, |value| check(text(value)?)).map_err(Issues::from)
}

fn printed<T: Display>(checked: &T) -> Json {
    Json::String(checked.to_string())
}

#[test]
fn codes() {
    judge("codes", &cases!("codes"), |case| {
        let policy = match case.get("policy") {
            Some(policy) => with_value(policy, |policy| {
                CodePolicy::check_value_for_checking(policy).expect("a policy")
            }),
            None => CodePolicy::any_length(),
        };
        let checked = with_value(&case["input"], |value| policy.check(text(value)?));
        answer(checked, |code| Json::String(code.as_str().to_owned()))
    });
}

#[test]
fn phones() {
    judge("phones", &cases!("phones"), |case| {
        answer(with_text(&case["input"], PhoneNumber::parse), printed)
    });
}

#[test]
fn phone_texts() {
    judge("phone-texts", &cases!("phone-texts"), |case| {
        let parsed = with_text(&case["input"], parse_phone);
        let notes = parsed.as_ref().ok().map(|parsed| parsed.notes.clone());
        let mut answered = answer(parsed, |parsed| printed(&parsed.number));
        if let Some(notes) = notes.filter(|notes| !notes.is_empty()) {
            answered["notes"] = issues_json(&notes.into_iter().collect());
        }
        answered
    });
}

#[test]
fn uuids() {
    judge("uuids", &cases!("uuids"), |case| {
        answer(with_text(&case["input"], Uuid::parse), printed)
    });
}

#[test]
fn users() {
    judge("users", &cases!("users"), |case| {
        answer(with_text(&case["input"], UserId::parse), printed)
    });
}

#[test]
fn access_levels() {
    judge("access-levels", &cases!("access-levels"), |case| {
        answer(with_text(&case["input"], AccessLevel::parse), printed)
    });
}

#[test]
fn timestamps() {
    judge("timestamps", &cases!("timestamps"), |case| {
        let parsed = with_text(&case["input"], |text| match case.get("assumeOffset") {
            Some(offset) => {
                let offset = offset.as_str().expect("an offset is text");
                Timestamp::parse_assuming(text, Offset::parse(offset)?)
            }
            None => Timestamp::parse(text),
        });
        answer(
            parsed,
            |timestamp| json!({ "iso": timestamp.to_string(), "epochMillis": timestamp.epoch_millis() }),
        )
    });
}

#[test]
fn windows() {
    judge("windows", &cases!("windows"), |case| {
        let checked = with_value(&case["input"], Window::check_value);
        let states = case.get("states").map(|states| {
            let window = checked.as_ref().expect("only a window has states");
            let state = |at: &str| window.state_at(Timestamp::parse(at).expect("an instant"));
            let pairs = states.as_array().expect("a list").iter();
            let answered = pairs.map(|pair| {
                let at = pair[0].as_str().expect("an instant is text");
                json!([at, state(at).as_str()])
            });
            Json::Array(answered.collect())
        });
        let mut answered = answer(checked, |window| json(&window.to_value()));
        if let Some(states) = states {
            answered["states"] = states;
        }
        answered
    });
}

#[test]
fn key_numbers() {
    judge("key-numbers", &cases!("key-numbers"), |case| {
        let name = case["format"].as_str().expect("a format is named");
        let checked = with_text(&case["input"], |text| {
            KeyFormat::find(name, &[])?.check(text)
        });
        answer(checked, |number| {
            Json::String(number.canonical().to_owned())
        })
    });
}

#[test]
fn code_draws() {
    judge("code-draws", &cases!("code-draws"), |case| {
        let policy = CodePolicy::of_lengths(
            case["lengths"]
                .as_array()
                .expect("lengths are a list")
                .iter()
                .map(|length| {
                    let length = length.as_u64().expect("a length is a number");
                    u8::try_from(length).expect("a length is small")
                }),
        )
        .expect("a policy");
        let taken = taken(case);
        let mut random = Stream::of(case);
        match Code::generate(&policy, &taken, &mut random) {
            Ok(code) => {
                json!({ "code": code.as_str() })
            }
            Err(failed) => json!({ "error": failed.code() }),
        }
    });
}

#[test]
fn code_policies() {
    judge("code-policies", &cases!("code-policies"), |case| {
        let policy = with_value(&case["policy"], CodePolicy::check_value_for_checking);
        let policy = policy.expect("a policy");
        let checked = with_value(&case["input"], |value| policy.check(text(value)?));
        answer(checked, |code| Json::String(code.as_str().to_owned()))
    });
}

#[test]
fn code_policy_misuse() {
    judge(
        "code-policy-misuse",
        &cases!("code-policy-misuse"),
        |case| {
            let mut policy = case["policy"].clone();
            let blocked = texts(case, "blocked", "blockedRange");
            if !blocked.is_empty() {
                policy["blocked"] = json!(blocked);
            }
            let issues = with_value(&policy, CodePolicy::check_value).expect_err("no policy");
            json!({ "issues": issues_json(&issues) })
        },
    );
}

#[test]
fn keyspaces() {
    judge("keyspaces", &cases!("keyspaces"), |case| {
        let policy = with_value(&case["policy"], CodePolicy::check_value).expect("a policy");
        let again = with_value(&json(&policy.to_value()), CodePolicy::check_value);
        assert_eq!(again.as_ref(), Ok(&policy), "{}", case["name"]);
        json!({ "keyspace": policy.keyspace() })
    });
}

/// The set of free codes of a case.
fn free_codes(case: &Json) -> FreeCodes {
    let policy = match case.get("policy") {
        Some(policy) => with_value(policy, CodePolicy::check_value).expect("a policy"),
        None => CodePolicy::default(),
    };
    let listed = case.get("taken").and_then(Json::as_array);
    let mut taken: Vec<TakenCode> = listed
        .into_iter()
        .flatten()
        .map(|code| with_value(code, TakenCode::check_value).expect("a taken code"))
        .collect();
    taken.extend(
        texts(case, "", "takenRange")
            .iter()
            .map(|code| TakenCode::always(Code::parse(code).expect("a code"))),
    );
    let collision = case.get("collision").and_then(Json::as_str);
    let collision = Collision::parse(collision.unwrap_or("equal")).expect("a mode");
    let window = case.get("window").map_or(Window::ALWAYS, |window| {
        with_value(window, Window::check_value).expect("a window")
    });
    FreeCodes::during(&policy, &taken, collision, window)
}

fn written(codes: &[Code]) -> Vec<&str> {
    codes.iter().map(Code::as_str).collect()
}

#[test]
fn code_sets() {
    judge("code-sets", &cases!("code-sets"), |case| {
        let free = free_codes(case);
        let mut random = Stream::of(case);
        let drawn = match case.get("count").and_then(Json::as_u64) {
            Some(count) => {
                free.draw_many(u32::try_from(count).expect("a small count"), &mut random)
            }
            None => free.draw(&mut random).map(|code| vec![code]),
        };
        match drawn {
            Ok(codes) => json!({ "codes": written(&codes) }),
            Err(failed) => {
                json!({ "error": failed.code(), "message": failed.to_string() })
            }
        }
    });
}

#[test]
fn code_issues() {
    judge("code-issues", &cases!("code-issues"), |case| {
        let mut free = free_codes(case);
        let mut random = Stream::of(case);
        let mut answer = |operation: &Json| {
            let count =
                || u32::try_from(operation[1].as_u64().expect("a count")).expect("a small one");
            let code = |drawn: Result<Code, _>| drawn.map(|code| json!(code.as_str()));
            let codes = |drawn: Result<Vec<Code>, _>| drawn.map(|codes| json!(written(&codes)));
            match operation[0].as_str().expect("an operation is named") {
                "draw" => code(free.draw(&mut random)),
                "drawMany" => codes(free.draw_many(count(), &mut random)),
                "issue" => code(free.issue(&mut random)),
                "issueMany" => codes(free.issue_many(count(), &mut random)),
                "take" => {
                    let chosen = operation[1].as_str().expect("a code is text");
                    Ok(json!(free.take(&Code::parse(chosen).expect("a code"))))
                }
                "left" => Ok(json!(free.left())),
                name => panic!("expected an operation, found {name}"),
            }
        };
        let operations = case["operations"]
            .as_array()
            .expect("operations are a list")
            .iter();
        let answers = operations.map(|operation| match answer(operation) {
            Ok(answered) => answered,
            Err(failed @ GenerateError::Exhausted { .. }) => {
                json!({ "error": failed.code(), "message": failed.to_string() })
            }
            // What the generator itself says is not ours to promise.
            Err(failed) => json!({ "error": failed.code() }),
        });
        json!({ "answers": answers.collect::<Vec<_>>() })
    });
}

#[test]
fn may_grant() {
    judge("may-grant", &cases!("may-grant"), |case| {
        let level = |part: &str| AccessLevel::parse(case[part].as_str().expect("a level is text"));
        let policy = match case.get("policy") {
            Some(policy) => with_value(policy, GrantPolicy::check_value).expect("a policy"),
            None => GrantPolicy::default(),
        };
        let grantor = Grantor::Level(level("grantor").expect("a level"));
        json!({ "may": policy.may_grant(grantor, level("level").expect("a level")) })
    });
}

/// The JSON-Schema-Test-Suite's verdicts on texts; its other types are not for a format to judge.
fn judge_suite(text: &str, strings: usize, valid: impl Fn(&str) -> bool) {
    let suite: Json = serde_json::from_str(text).expect("the suite is JSON");
    let tests = suite.as_array().into_iter().flatten();
    let tests = tests.flat_map(|group| group["tests"].as_array().into_iter().flatten());
    let mut judged = 0;
    for test in tests {
        if let Some(text) = test["data"].as_str() {
            assert_eq!(Some(valid(text)), test["valid"].as_bool(), "{text:?}");
            judged += 1;
        }
    }
    assert_eq!(judged, strings);
}

#[test]
fn json_schema_test_suite_date_time() {
    let suite = include_str!("../cases/json-schema-test-suite/date-time.json");
    judge_suite(suite, 19, |text| Timestamp::parse(text).is_ok());
}

#[test]
fn json_schema_test_suite_uuid() {
    let suite = include_str!("../cases/json-schema-test-suite/uuid.json");
    judge_suite(suite, 15, |text| Uuid::parse(text).is_ok());
}
