//! What a call gives back, as JSON.

use alloc::string::String;
use alloc::vec::Vec;

use crate::issue::Type;
use crate::value::Members;
use crate::{GenerateError, Issue, Issues, Value};

/// The answer to a call.
pub(super) enum Answer {
    /// A value to give back as it is.
    Plain(Value<'static>),
    /// What was checked is right, and its value what was given.
    Unchanged,
    /// What was checked is right, and its value what was given but for these members.
    Changes(Value<'static>),
}

/// An error to throw: `{ code, message, issues }`.
pub(super) struct Thrown(pub(super) Value<'static>);

impl Answer {
    /// `{ ok: true, value }` or `{ ok: false, issues }`.
    pub(super) fn of<E: Into<Issues>>(checked: Result<Value<'_>, E>) -> Self {
        let members = Members::default();
        Self::Plain(match checked {
            Ok(value) => members
                .with("ok", true)
                .with("value", value.into_owned())
                .into(),
            Err(issues) => members
                .with("ok", false)
                .with("issues", list(&issues.into()))
                .into(),
        })
    }

    /// The answer of a check that mostly gives back the text it was given.
    pub(super) fn of_text(given: &str, checked: Result<String, Issue>) -> Self {
        match checked {
            Ok(text) if text == given => Self::Unchanged,
            other => Self::of(other.map(Value::from)),
        }
    }

    /// The answer of a check whose value JavaScript makes of its copy of what was given.
    pub(super) fn of_changes(given: &Value<'_>, checked: &Value<'_>) -> Self {
        let (Ok(given_members), Ok(members)) = (given.members(), checked.members()) else {
            return Self::of(Ok::<_, Issues>(checked.clone()));
        };
        let mut added = 0;
        let mut changes = Vec::new();
        let mut ahead = given_members.iter();
        for (name, value) in members {
            // Members mostly come in the order they are given back in.
            let given_value = match ahead.next() {
                Some((next, given_value)) if next == name => Some(given_value),
                _ => given.get(name),
            };
            added += usize::from(given_value.is_none());
            if given_value != Some(value) {
                changes.push((name.clone(), value.clone()));
            }
        }
        if given_members.len() + added > members.len() {
            // Unknown members are passed over, not given back.
            return Self::of(Ok::<_, Issues>(checked.clone()));
        }
        if changes.is_empty() {
            Self::Unchanged
        } else {
            Self::Changes(Value::Object(changes).into_owned())
        }
    }
}

impl Thrown {
    /// The caller's misuse of an argument: a policy, a state, an instant.
    pub(super) fn misuse(name: &'static str, issues: impl Into<Issues>) -> Self {
        let issues = issues.into().at(name);
        Self::new("invalid_argument", alloc::format!("{issues}"), &issues)
    }

    /// No code could be drawn.
    pub(super) fn not_drawn<E: core::fmt::Display>(failed: &GenerateError<E>) -> Self {
        Self::new(
            failed.code(),
            alloc::format!("{failed}"),
            &Issues::default(),
        )
    }

    fn new(code: &'static str, message: String, issues: &Issues) -> Self {
        let error = Members::default()
            .with("code", code)
            .with("message", message)
            .with("issues", list(issues));
        Self(error.into())
    }
}

fn list(issues: &Issues) -> Value<'static> {
    Value::Array(issues.iter().map(Issue::to_value).collect())
}

/// An argument, absent when it is missing or `undefined`.
pub(super) fn argument<'a, 'v>(arguments: &'a [Value<'v>], index: usize) -> Option<&'a Value<'v>> {
    arguments
        .get(index)
        .filter(|value| !matches!(value, Value::Foreign(Type::Undefined)))
}

/// An argument to judge; `undefined` is a value like others.
pub(super) fn judged<'a, 'v>(arguments: &'a [Value<'v>], index: usize) -> &'a Value<'v> {
    arguments
        .get(index)
        .unwrap_or(&Value::Foreign(Type::Undefined))
}

/// Says of an argument what is wrong with it.
pub(super) fn misused<I: Into<Issues>>(name: &'static str) -> impl Fn(I) -> Thrown {
    move |issues| Thrown::misuse(name, issues)
}
