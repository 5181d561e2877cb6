//! Whatever a caller hands over is read, or refused with what is wrong; a decision of what was read
//! always ends.

use latchwork::door::{Attempt, Credentials, Door, decide};
use latchwork::{Issues, Value};
use serde_json::{Value as Json, json};

use crate::random::{NOON, Random};
use crate::scene::Scene;

/// Puts something odd in one place of a value, at random.
fn spoil(random: &mut Random, value: &mut Json) {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(0.5),
        json!(1e300),
        json!(""),
        json!("always"),
        json!("off"),
        json!("9999-12-31T23:59:59Z"),
        json!("0000-01-01T00:00:00Z"),
        json!([]),
        json!({}),
        json!([[[]]]),
    ];
    let depth = random.below(6);
    let mut place = value;
    for _ in 0..depth {
        let count = match &*place {
            Json::Array(items) => items.len(),
            Json::Object(members) => members.len(),
            _ => 0,
        };
        if count == 0 {
            break;
        }
        let at = random.below(count);
        place = match place {
            Json::Array(items) => &mut items[at],
            Json::Object(members) => members.values_mut().nth(at).expect("a member"),
            other => other,
        };
    }
    *place = random.of(&odd);
}

fn read<T>(value: &Json, check: fn(&Value<'_>) -> Result<T, Issues>) -> Option<T> {
    let text = value.to_string();
    let value = Value::from_json(text.as_bytes(), usize::MAX).expect("JSON");
    match check(&value) {
        Ok(read) => Some(read),
        Err(issues) => {
            assert!(!issues.is_empty() && !issues.to_string().is_empty());
            None
        }
    }
}

#[test]
fn what_is_odd_is_refused_or_decided_by() {
    let cases = include_str!("../cases/door-attempts.json");
    let cases: Vec<Json> = serde_json::from_str(cases).expect("cases");
    let mut random = Random(NOON.unsigned_abs());
    let mut decided = 0;
    for _ in 0..20_000 {
        let case = random.of(&cases);
        let mut parts = ["attempt", "door", "credentials"].map(|name| case[name].clone());
        for _ in 0..=random.below(2) {
            let part = random.below(parts.len());
            spoil(&mut random, &mut parts[part]);
        }
        let [attempt, door, credentials] = &parts;
        let attempt = read(attempt, Attempt::check_value);
        let door = read(door, Door::check_value);
        let credentials = read(credentials, Credentials::check_value);
        let (Some(attempt), Some(door), Some(credentials)) = (attempt, door, credentials) else {
            continue;
        };
        let mut scene: Scene = random.scene();
        scene.now = random.of(&[
            scene.now,
            Some((-62_167_219_200, 0)),
            Some((253_402_300_799, 0)),
        ]);
        let opening = decide(&attempt, &door, &credentials, scene.now());
        assert!(!opening.reasons.is_empty());
        assert!(opening.open || opening.once_opened.is_empty());
        decided += 1;
    }
    assert!(decided > 500, "{decided} were decided");
}
