//! What a call gives back, as JSON.

use alloc::string::String;

use crate::issue::Type;
use crate::value::Members;
use crate::{GenerateError, Issue, Issues, Value};

/// The answer to a call.
pub(super) enum Answer {
    /// `{ ok: true, value }`
    Checked(Value<'static>),
    /// `{ ok: false, issues }`
    Issues(Issues),
    /// The value itself.
    Plain(Value<'static>),
    /// An error to throw: `{ error: { code, message, issues } }`.
    Thrown(Value<'static>),
}

impl Answer {
    /// The answer of a check.
    pub(super) fn of<E: Into<Issues>>(checked: Result<Value<'static>, E>) -> Self {
        match checked {
            Ok(value) => Self::Checked(value),
            Err(issues) => Self::Issues(issues.into()),
        }
    }

    /// The caller's misuse of an argument: a policy, a state, an instant.
    pub(super) fn misuse(name: &'static str, issues: impl Into<Issues>) -> Self {
        let issues: Issues = issues
            .into()
            .into_iter()
            .map(|issue| issue.at(name))
            .collect();
        Self::Thrown(error(
            "invalid_argument",
            alloc::format!("{issues}"),
            &issues,
        ))
    }

    /// No code could be drawn.
    pub(super) fn not_drawn<E: core::fmt::Display>(failed: &GenerateError<E>) -> Self {
        Self::Thrown(error(
            failed.code(),
            alloc::format!("{failed}"),
            &Issues::default(),
        ))
    }

    pub(super) fn into_value(self) -> Value<'static> {
        match self {
            Self::Checked(value) => Members::default().with("ok", true).with("value", value),
            Self::Issues(issues) => Members::default()
                .with("ok", false)
                .with("issues", list(&issues)),
            Self::Plain(value) => return value,
            Self::Thrown(error) => Members::default().with("error", error),
        }
        .into()
    }
}

fn error(code: &'static str, message: String, issues: &Issues) -> Value<'static> {
    Members::default()
        .with("code", code)
        .with("message", message)
        .with("issues", list(issues))
        .into()
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
