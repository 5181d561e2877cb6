//! Cases of doors: attempts, reasons, lock-outs.

use crate::support::{cases, instant, issues_json, json as json_of, judge, with_value};
use latchwork::door::{Attempt, Credentials, Door, Lockout, Reason, Vocabulary, Word, decide};
use latchwork::time::LocalTime;
use latchwork::{Issues, Timestamp, Value};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn reasons(reasons: impl IntoIterator<Item = Reason>) -> Json {
    reasons.into_iter().map(Reason::as_str).collect()
}

fn said(reason: Reason, vocabulary: Vocabulary) -> Json {
    match reason.said_in(vocabulary) {
        Some(Word::Number(number)) => json!(number),
        Some(Word::Text(text)) => json!(text),
        None => Json::Null,
    }
}

#[test]
fn door_reasons() {
    judge("door-reasons", &cases!("door-reasons"), |case| {
        let text = |name: &str| case.get(name).and_then(Json::as_str);
        if let Some(vocabulary) = text("vocabulary") {
            let vocabulary = Vocabulary::parse(vocabulary).expect("a vocabulary");
            let number = case["word"]
                .as_u64()
                .and_then(|word| u8::try_from(word).ok());
            let word = text("word").map(Word::Text).or(number.map(Word::Number));
            // A number that no system can have is none of its words.
            let read = word.map(|word| vocabulary.reasons(word).collect::<Vec<_>>());
            return json!({ "answer": reasons(read.unwrap_or_default()) });
        }
        let Some(reason) = text("reason") else {
            return json!({ "answer": reasons(Reason::ALL) });
        };
        let reason = Reason::parse(reason).expect("a reason");
        let said_in =
            Vocabulary::ALL.map(|system| (system.as_str().to_owned(), said(reason, system)));
        json!({ "answer": {
            "stage": reason.stage().as_str(),
            "opens": reason.opens(),
            "saidIn": Json::from(serde_json::Map::from_iter(said_in)),
        } })
    });
}

#[test]
fn reasons_are_in_the_order_of_their_stages() {
    let stages: Vec<_> = Reason::ALL.iter().map(|reason| reason.stage()).collect();
    assert!(stages.is_sorted());
    assert!(Reason::ALL.is_sorted());
}

#[test]
fn what_a_system_says_is_read_as_the_reason() {
    for reason in Reason::ALL {
        for system in Vocabulary::ALL {
            let said = reason.said_in(system);
            let is_read = said.is_none_or(|word| system.reasons(word).any(|read| read == reason));
            assert!(is_read, "{reason} in {system}");
        }
    }
}

#[test]
fn lock_outs() {
    judge("lock-outs", &cases!("lock-outs"), |case| {
        let mut lock = match with_value(&case["lockOut"], Lockout::check_value) {
            Ok(lock) => lock,
            Err(issues) => return json!({ "issues": issues_json(&issues) }),
        };
        let mut answers = Vec::new();
        for attempt in case["attempts"].as_array().expect("a list") {
            let now = (!attempt[1].is_null()).then(|| instant(&attempt[1]));
            lock = match attempt[0].as_str().expect("text") {
                "wrong" => lock.after_wrong(now),
                "right" => lock.after_right(now),
                _ => {
                    answers.push(match lock.locked_by(now) {
                        Some(None) => json!({ "state": "open" }),
                        Some(Some(by)) => {
                            let until = lock.locked_until(now).expect("an instant");
                            json!({ "state": "locked", "by": by.as_str(), "until": until.to_string() })
                        }
                        None => json!({ "state": "unknown" }),
                    });
                    continue;
                }
            };
            answers.push(json_of(&lock.state().to_value()));
        }
        json!({ "answers": answers })
    });
}

/// What an argument of a decision is, or what is wrong with it.
fn argument<T>(
    case: &Json,
    name: &'static str,
    check: impl FnOnce(&Value<'_>) -> Result<T, Issues>,
) -> Result<T, Issues> {
    with_value(&case[name], check).map_err(|issues| issues.at(name))
}

fn clock(case: &Json) -> Result<Option<LocalTime>, Issues> {
    let Some(clock) = case.get("clock").and_then(Json::as_str) else {
        return Ok(None);
    };
    let shown = Timestamp::parse(clock).map_err(|issue| Issues::from(issue.at("clock")))?;
    Ok(LocalTime::of(shown))
}

fn decided(case: &Json) -> Result<Json, Issues> {
    let attempt = argument(case, "attempt", Attempt::check_value)?;
    let door = argument(case, "door", Door::check_value)?;
    let credentials = argument(case, "credentials", Credentials::check_value)?;
    let now = clock(case)?;
    let opening = decide(&attempt, &door, &credentials, now);
    let indexed = decide(
        &attempt,
        &door,
        &credentials.indexed(*b"a key of a test!"),
        now,
    );
    assert_eq!(indexed, opening, "an index changes nothing");
    Ok(json_of(&opening.to_value()))
}

#[test]
fn door_attempts() {
    judge(
        "door-attempts",
        &cases!("door-attempts"),
        |case| match decided(case) {
            Ok(answer) => json!({ "answer": answer }),
            Err(issues) => json!({ "issues": issues_json(&issues) }),
        },
    );
}
