//! Feeds every case of `tests/cases/` to the core, natively and as wasm.

use std::collections::HashSet;
use std::fmt::{self, Display};

use latchwork::system::Reply;
use latchwork::system::kiiaccess::{self, CreateAccessKey, Options, State};
use latchwork::{
    AccessLevel, Code, CodePolicy, Issue, Issues, KeyFormat, LARGEST_BODY, Offset, PhoneNumber,
    Timestamp, UnknownFields, UserId, Uuid, Value, Window,
};
use rand_core::{TryCryptoRng, TryRng};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// A case file, compiled in: wasm has no file system.
macro_rules! cases {
    ($name:literal) => {
        cases($name, include_str!(concat!("cases/", $name, ".json")))
    };
}

fn cases(file: &str, text: &str) -> Vec<Json> {
    let Ok(Json::Array(cases)) = serde_json::from_str(text) else {
        panic!("{file}: expected a list of cases");
    };
    assert!(!cases.is_empty(), "{file}: expected cases, found none");
    let mut names = HashSet::new();
    for case in &cases {
        let name = case["name"].as_str().unwrap_or_default();
        assert!(
            names.insert(name),
            "{file}: expected names that differ, found `{name}` twice"
        );
    }
    cases
}

/// Compares what the core answers with what each case expects, and tells all that differ.
fn judge(file: &str, cases: &[Json], answer: impl Fn(&Json) -> Json) {
    let mut wrong = Vec::new();
    for case in cases {
        let mut expected = case.clone();
        let answered = answer(case);
        let members = answered.as_object().expect("an answer is an object");
        // Of the case only what an answer can have: the rest is its input.
        let parts = expected.as_object_mut().expect("a case is an object");
        parts.retain(|part, _| {
            [
                "ok", "value", "issues", "reply", "effect", "code", "error", "states",
            ]
            .contains(&part.as_str())
        });
        if *parts != *members {
            wrong.push(format!(
                "{}\n  expected {}\n  answered {answered}",
                case["name"], expected
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{file}: {} of {} cases differ\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

fn json(value: &Value<'_>) -> Json {
    serde_json::from_str(&value.to_json()).expect("the core writes JSON")
}

/// Hands a case's input to a check that takes values.
fn with_value<T>(input: &Json, check: impl FnOnce(&Value<'_>) -> T) -> T {
    let text = input.to_string();
    check(&Value::from_json(text.as_bytes(), usize::MAX).expect("a case holds JSON"))
}

/// Hands a case's input to a check that takes text.
fn with_text<T>(input: &Json, check: impl FnOnce(&str) -> Result<T, Issue>) -> Result<T, Issues> {
    with_value(input, |value| check(value.text()?)).map_err(Issues::from)
}

fn answer<T>(checked: Result<T, Issues>, value: impl FnOnce(&T) -> Json) -> Json {
    match checked {
        Ok(checked) => json!({ "ok": true, "value": value(&checked) }),
        Err(issues) => json!({ "ok": false, "issues": issues_json(&issues) }),
    }
}

fn issues_json(issues: &Issues) -> Json {
    issues.iter().map(|issue| json(&issue.to_value())).collect()
}

fn printed<T: Display>(checked: &T) -> Json {
    Json::String(checked.to_string())
}

#[test]
fn codes() {
    judge("codes", &cases!("codes"), |case| {
        let policy = match case.get("policy") {
            Some(policy) => with_value(policy, |policy| {
                CodePolicy::check_value_or(policy, CodePolicy::ANY_LENGTH).expect("a policy")
            }),
            None => CodePolicy::ANY_LENGTH,
        };
        let checked = with_text(&case["input"], |text| policy.check(text));
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

/// The raw body of a request case: as it stands, or the input written as JSON.
fn body(case: &Json) -> String {
    match case.get("body") {
        Some(body) => body.as_str().expect("a body is text").to_owned(),
        None => case["input"].to_string(),
    }
}

fn check_body(case: &Json) -> Result<Json, Issues> {
    let mut options = Options::default();
    if case.get("ignoreUnknownFields") == Some(&Json::Bool(true)) {
        options.unknown_fields = UnknownFields::Ignore;
    }
    let body = body(case);
    let value = Value::from_json(body.as_bytes(), LARGEST_BODY)?;
    let request = CreateAccessKey::check_value(&value, &options)?;
    let again = CreateAccessKey::check_value(&request.to_value(), &Options::default());
    assert_eq!(
        again.as_ref(),
        Ok(&request),
        "{}: expected a checked request to check again",
        case["name"]
    );
    Ok(json(&request.to_value()))
}

#[test]
fn create_access_key() {
    judge("create-access-key", &cases!("create-access-key"), |case| {
        let refusal = check_body(case)
            .err()
            .map(|issues| kiiaccess::refuse(&issues));
        if let Some(reply) = refusal {
            assert_eq!(reply.status, 400);
        }
        answer(check_body(case), Json::clone)
    });
}

#[test]
fn create_access_key_decisions() {
    judge(
        "create-access-key-decide",
        &cases!("create-access-key-decide"),
        |case| {
            let mut state = case["state"].clone();
            let members = state.as_object_mut().expect("a state is an object");
            let now = members.remove("now").expect("a case fixes the instant");
            let now = Timestamp::parse(now.as_str().expect("text")).expect("an instant");
            for code in taken(case) {
                let used = json!({ "keyType": "code", "keyIdentification": code.as_str() });
                members["inUse"].as_array_mut().expect("a list").push(used);
            }
            let formats = members.remove("keyFormats").unwrap_or_else(|| json!([]));
            let options = Options {
                key_formats: formats
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|format| with_value(format, KeyFormat::check_value).expect("a format"))
                    .collect(),
                ..Options::default()
            };
            let state = with_value(&state, State::check_value).expect("a state");
            let request = with_value(&case["request"], |request| {
                CreateAccessKey::check_value(request, &options)
            });
            let request = match request {
                Ok(request) => request,
                Err(issues) => return json!({ "reply": reply_json(&kiiaccess::refuse(&issues)) }),
            };
            let mut random = Stream::of(case);
            let decision = kiiaccess::decide(&request, &state, now, &mut random)
                .unwrap_or_else(|failed| panic!("{}: {failed}", case["name"]));
            let mut answered = json!({ "reply": reply_json(&decision.reply()) });
            if let Some(effect) = decision.effect() {
                answered["effect"] = json(&effect.to_value());
            }
            answered
        },
    );
}

fn reply_json(reply: &Reply) -> Json {
    json!({
        "status": reply.status,
        "contentType": reply.content_type,
        "body": json(&reply.body),
    })
}

/// Random bytes that a case fixes.
struct Stream {
    left: Vec<u8>,
}

#[derive(Debug)]
struct Dry;

impl Display for Dry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected more bytes, found the end of the stream")
    }
}

impl std::error::Error for Dry {}

impl Stream {
    fn of(case: &Json) -> Self {
        let hex = case
            .get("random")
            .and_then(Json::as_str)
            .unwrap_or_default();
        let digits: Vec<_> = hex.chars().filter(|c| !c.is_whitespace()).collect();
        let byte = |pair: &[char]| {
            let pair: String = pair.iter().collect();
            u8::from_str_radix(&pair, 16).expect("hexadecimal digits")
        };
        Self {
            left: digits.chunks(2).map(byte).collect(),
        }
    }
}

impl TryRng for Stream {
    type Error = Dry;

    fn try_next_u32(&mut self) -> Result<u32, Dry> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Dry> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Dry> {
        if self.left.len() < bytes.len() {
            return Err(Dry);
        }
        let rest = self.left.split_off(bytes.len());
        bytes.copy_from_slice(&self.left);
        self.left = rest;
        Ok(())
    }
}

impl TryCryptoRng for Stream {}

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

/// The codes that a case lists as `taken`, and those of its `takenRange`.
fn taken(case: &Json) -> Vec<Code> {
    let texts = |part: &str| {
        let list = case.get(part).and_then(Json::as_array);
        let texts = list.into_iter().flatten().map(|code| {
            let code = code.as_str().expect("a code is text");
            code.to_owned()
        });
        texts.collect::<Vec<_>>()
    };
    let mut taken = texts("taken");
    if let [first, last] = texts("takenRange").as_slice() {
        let number = |code: &str| code.parse::<u32>().expect("a code has digits");
        let width = first.len();
        taken.extend((number(first)..=number(last)).map(|value| format!("{value:0width$}")));
    }
    taken
        .iter()
        .map(|code| Code::parse(code).expect("a code"))
        .collect()
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
    let suite = include_str!("cases/json-schema-test-suite/date-time.json");
    judge_suite(suite, 19, |text| Timestamp::parse(text).is_ok());
}

#[test]
fn json_schema_test_suite_uuid() {
    let suite = include_str!("cases/json-schema-test-suite/uuid.json");
    judge_suite(suite, 15, |text| Uuid::parse(text).is_ok());
}
