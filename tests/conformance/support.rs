//! What the runners of case files share.

use std::collections::HashSet;
use std::fmt::{self, Display};

use latchwork::system::Reply;
use latchwork::{Code, Issue, Issues, Timestamp, Type, Value};
use rand_core::{TryCryptoRng, TryRng};
use serde_json::{Value as Json, json};

/// A case file, compiled in: wasm has no file system.
macro_rules! cases {
    ($name:literal) => {
        $crate::support::read($name, include_str!(concat!("../cases/", $name, ".json")))
    };
}

pub(crate) use cases;

/// The members of a case that are its answer; the rest is its input.
const ANSWERS: [&str; 34] = [
    "rules",
    "opens",
    "days",
    "notes",
    "ok",
    "value",
    "issues",
    "refuse",
    "reply",
    "effect",
    "code",
    "error",
    "states",
    "state",
    "may",
    "answer",
    "answers",
    "keyspace",
    "codes",
    "message",
    "candidates",
    "bytes",
    "steps",
    "losesBits",
    "keyFormat",
    "printed",
    "tells",
    "numbers",
    "reading",
    "readings",
    "styles",
    "match",
    "verdict",
    "ways",
];

pub(crate) fn read(file: &str, text: &str) -> Vec<Json> {
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
pub(crate) fn judge(file: &str, cases: &[Json], answer: impl Fn(&Json) -> Json) {
    let mut wrong = Vec::new();
    for case in cases {
        let mut expected = case.clone();
        let answered = answer(case);
        let members = answered.as_object().expect("an answer is an object");
        // Of the case only what an answer can have: the rest is its input.
        let parts = expected.as_object_mut().expect("a case is an object");
        parts.retain(|part, value| {
            // A state is an answer where it is a word, and an input where it is an object.
            ANSWERS.contains(&part.as_str()) && !(part == "state" && value.is_object())
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

pub(crate) fn json(value: &Value<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(flag) => Json::Bool(*flag),
        // As it is printed: 200 is a whole number, and none has a fraction of zero.
        Value::Number(number) => format!("{number}").parse().expect("a number of JSON"),
        Value::String(text) => Json::String(text.clone().into_owned()),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone().into_owned(), json(value)))
            .collect(),
        _ => panic!("expected a value of JSON"),
    }
}

/// Hands a case's input to a check that takes values.
pub(crate) fn with_value<T>(input: &Json, check: impl FnOnce(&Value<'_>) -> T) -> T {
    let text = input.to_string();
    check(&Value::from_json(text.as_bytes(), usize::MAX).expect("a case holds JSON"))
}

/// The text of a case's input. What is none is refused before a parser sees it, as JavaScript does.
pub(crate) fn text<'v>(value: &'v Value<'_>) -> Result<&'v str, Issue> {
    value.text().ok_or_else(|| {
        let found = match value {
            Value::Null => Type::Null,
            Value::Boolean(_) => Type::Boolean,
            Value::Number(_) => Type::Number,
            Value::Array(_) => Type::Array,
            _ => Type::Object,
        };
        Issue::new("wrong_type", "expected {expected}, found {found}")
            .with("expected", Type::String)
            .with("found", found)
    })
}

pub(crate) fn answer<T>(checked: Result<T, Issues>, value: impl FnOnce(&T) -> Json) -> Json {
    match checked {
        Ok(checked) => json!({ "ok": true, "value": value(&checked) }),
        Err(issues) => json!({ "ok": false, "issues": issues_json(&issues) }),
    }
}

pub(crate) fn issues_json(issues: &Issues) -> Json {
    issues.iter().map(|issue| json(&issue.to_value())).collect()
}

pub(crate) fn instant(text: &Json) -> Timestamp {
    Timestamp::parse(text.as_str().expect("an instant is text")).expect("an instant")
}

/// The raw body of a request case: as it stands, or the input written as JSON.
pub(crate) fn body(case: &Json) -> String {
    match case.get("body") {
        Some(body) => body.as_str().expect("a body is text").to_owned(),
        None => case["input"].to_string(),
    }
}

pub(crate) fn reply_json(reply: &Reply) -> Json {
    json!({
        "status": reply.status,
        "contentType": reply.content_type,
        "body": json(&reply.body),
    })
}

/// Random bytes that a case fixes.
pub(crate) struct Stream {
    pub(crate) left: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Dry;

impl Display for Dry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected more bytes, found the end of the stream")
    }
}

impl std::error::Error for Dry {}

impl Stream {
    pub(crate) fn of(case: &Json) -> Self {
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

/// The codes that a case lists, and all those from the first to the last of a range.
pub(crate) fn texts(case: &Json, list: &str, range: &str) -> Vec<String> {
    let listed = |part: &str| {
        let list = case.get(part).and_then(Json::as_array);
        let texts = list.into_iter().flatten().filter_map(Json::as_str);
        texts.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut texts = listed(list);
    if let [first, last] = listed(range).as_slice() {
        let number = |code: &str| code.parse::<u32>().expect("a code has digits");
        let width = first.len();
        texts.extend((number(first)..=number(last)).map(|value| format!("{value:0width$}")));
    }
    texts
}

/// The codes that a case has in use.
pub(crate) fn taken(case: &Json) -> Vec<Code> {
    let texts = texts(case, "taken", "takenRange");
    let codes = texts.iter().map(|code| Code::parse(code).expect("a code"));
    codes.collect()
}
