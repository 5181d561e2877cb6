//! What the HTTP systems have in common at the border.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::answer::{Answer, Thrown, judged};
use super::field::instant;
use crate::fields::{Fields, UnknownFields};
use crate::issue::{Param, Segment};
use crate::system::Reply;
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, Issues, LARGEST_BODY, Timestamp, Value};

const NOW: &str = "now";

/// How a request is written as a value.
pub(super) type Write<T> = for<'a> fn(&'a T) -> Value<'a>;

/// Checks a JavaScript value. `copied` is true when JavaScript holds a copy of what it gave.
pub(super) fn check<T>(
    given: &Value<'_>,
    copied: Option<&Value<'_>>,
    checked: Result<T, Issues>,
    write: Write<T>,
) -> Answer {
    match checked {
        Ok(request) if copied == Some(&Value::Boolean(true)) => {
            Answer::of_changes(given, &write(&request))
        }
        checked => Answer::of(checked.as_ref().map(write).map_err(Issues::clone)),
    }
}

/// Checks a raw body, absent when it is above the limit, which its length alone told.
pub(super) fn check_body<T>(
    body: Option<&[u8]>,
    check: impl FnOnce(Value<'_>) -> Result<T, Issues>,
    write: Write<T>,
) -> Answer {
    let value = match body {
        Some(body) => Value::from_json(body, LARGEST_BODY),
        None => Err(Issue::body_too_large(LARGEST_BODY)),
    };
    let checked = value.map_err(Issues::from).and_then(check);
    Answer::of(checked.as_ref().map(write).map_err(Issues::clone))
}

/// The reply of a system, with what the service has to store.
pub(super) fn reply(reply: &Reply, effect: Option<Value<'_>>) -> Answer {
    Answer::Plain(
        Members::default()
            .with("status", u64::from(reply.status))
            .with("contentType", reply.content_type)
            .with("body", reply.body.clone())
            .with_some("effect", effect.map(Value::into_owned))
            .into(),
    )
}

/// Turns the issues that JavaScript hands back into a system's own 400.
pub(super) fn refuse(
    arguments: &[Value<'_>],
    refuse: fn(&Issues) -> Reply,
) -> Result<Answer, Thrown> {
    let issues =
        given_issues(judged(arguments, 0)).map_err(|issues| Thrown::misuse("issues", issues))?;
    Ok(reply(&refuse(&issues), None))
}

/// The state of a decision, without the members that are arguments of their own in Rust: `now`
/// and those named.
pub(super) fn state<'v, T>(
    arguments: &[Value<'v>],
    apart: &[&str],
    check: impl FnOnce(&Value<'v>) -> Result<T, Issues>,
) -> Result<T, Thrown> {
    let mut state = judged(arguments, 1).clone();
    if let Value::Object(members) = &mut state {
        members.retain(|(name, _)| name != NOW && !apart.iter().any(|apart| name == apart));
    }
    check(&state).map_err(|issues| Thrown::misuse("state", issues))
}

/// The instant of a decision, which JavaScript takes from the state or its own clock.
pub(super) fn now(arguments: &[Value<'_>]) -> Result<Timestamp, Thrown> {
    instant(judged(arguments, 2)).map_err(|issue| Thrown::misuse("state", issue.at(NOW)))
}

/// Options that have one member, which is true or false, and false when absent.
pub(super) fn flag(options: &Value<'_>, name: &'static str) -> Result<bool, Issues> {
    let names = [name];
    let mut fields = Fields::of(options, &names, UnknownFields::Refuse)?;
    let flag = fields.optional(name, Value::boolean);
    fields.finish_with(flag == Some(true))
}

/// Issues as JavaScript hands them back: those of a check, or of the caller's own.
fn given_issues(value: &Value<'_>) -> Result<Issues, Issues> {
    let mut issues = Vec::new();
    for (index, item) in value.list()?.iter().enumerate() {
        let issue = given_issue(item).map_err(|issues| issues.at(index))?;
        issues.push(issue);
    }
    if issues.is_empty() {
        return Err(Issue::list_empty().into());
    }
    Ok(issues.into())
}

fn given_issue(value: &Value<'_>) -> Result<Issue, Issues> {
    let names = ["code", "path", "message", "params", "severity"];
    let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
    let code = fields.required("code", owned_text);
    let path = fields.required("path", Value::list);
    let message = fields.required("message", owned_text);
    let params = fields.optional("params", Value::members);
    let severity = fields.optional("severity", |severity| match severity.text()? {
        "note" => Ok(()),
        _ => Err(Issue::new(
            "severity_unknown",
            "expected `note`, or no severity, found another value",
        )),
    });
    let path = path.map(|path| fields.each("path", path, |_, segment| given_segment(segment)));
    let params = params.unwrap_or_default().iter().map(|(name, param)| {
        let param = match param {
            Value::Number(_) => given_whole(param).map(Param::Number),
            other => owned_text(other).map(Param::Text),
        };
        param.map(|param| (name.clone().into_owned(), param))
    });
    let params: Result<Vec<_>, Issue> = params.collect();
    let params = params.map_err(|issue| fields.report("params", issue)).ok();
    fields.finish_as(|| {
        let (code, message) = (code?, message?);
        let issue = match severity {
            Some(()) => Issue::note(code, message),
            None => Issue::new(code, message),
        };
        let issue = path?.into_iter().rev().fold(issue, Issue::at);
        let with = |issue: Issue, (name, param)| issue.with(Cow::Owned(name), param);
        Some(params?.into_iter().fold(issue, with))
    })
}

fn given_segment(segment: &Value<'_>) -> Result<Segment, Issue> {
    match segment {
        Value::Number(_) => {
            let index = usize::try_from(given_whole(segment)?);
            Ok(Segment::Index(index.unwrap_or(usize::MAX)))
        }
        other => Ok(Segment::Field(owned_text(other)?)),
    }
}

/// A count, as issues hold them.
fn given_whole(number: &Value<'_>) -> Result<u64, Issue> {
    number.whole(0, LARGEST_WHOLE)
}

fn owned_text(value: &Value<'_>) -> Result<Cow<'static, str>, Issue> {
    value.text().map(|text| Cow::Owned(text.into()))
}
