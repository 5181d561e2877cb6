//! Create access key.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::answer::{Answer, argument, judged};
use super::field::{instant, own_key_formats, owned_text};
use crate::fields::{Fields, UnknownFields};
use crate::issue::{Param, Segment};
use crate::system::Reply;
use crate::system::kiiaccess::{self, CreateAccessKey, Decision, Effect, Options, State};
use crate::value::Members;
use crate::{Issue, Issues, LARGEST_BODY, OsRng, Value};

const KEY_FORMATS: &str = "keyFormats";
const NOW: &str = "now";

pub(super) fn check(arguments: &[Value<'_>]) -> Answer {
    match options(arguments, 1) {
        Ok(options) => {
            let given = judged(arguments, 0);
            match CreateAccessKey::check_value(given, &options) {
                // JavaScript holds a copy of what it gave.
                Ok(request) if argument(arguments, 2) == Some(&Value::Boolean(true)) => {
                    Answer::of_request(given, &request.to_value())
                }
                checked => answer(checked),
            }
        }
        Err(issues) => Answer::misuse("options", issues),
    }
}

/// `body` is absent when it is above the limit, which its length alone told.
pub(super) fn check_json(body: Option<&[u8]>, arguments: &[Value<'_>]) -> Answer {
    let options = match options(arguments, 0) {
        Ok(options) => options,
        Err(issues) => return Answer::misuse("options", issues),
    };
    let value = match body {
        Some(body) => Value::from_json(body, LARGEST_BODY),
        None => Err(Issue::body_too_large(LARGEST_BODY)),
    };
    answer(
        value
            .map_err(Issues::from)
            .and_then(|value| CreateAccessKey::check_value(&value, &options)),
    )
}

fn answer(request: Result<CreateAccessKey, Issues>) -> Answer {
    Answer::of(request.map(|request| request.to_value().into_owned()))
}

pub(super) fn refuse(arguments: &[Value<'_>]) -> Answer {
    match given_issues(judged(arguments, 0)) {
        Ok(issues) => Answer::Plain(reply(&kiiaccess::refuse(&issues), None)),
        Err(issues) => Answer::misuse("issues", issues),
    }
}

pub(super) fn decide(arguments: &[Value<'_>]) -> Answer {
    let Value::Object(members) = judged(arguments, 1) else {
        return Answer::misuse(
            "state",
            State::check_value(judged(arguments, 1))
                .err()
                .unwrap_or_default(),
        );
    };
    // Formats and instant are state to JavaScript; in Rust they are arguments of their own.
    let (apart, members): (Vec<_>, Vec<_>) = members
        .iter()
        .cloned()
        .partition(|(name, _)| name == KEY_FORMATS || name == NOW);
    let state = match State::check_value(&Value::Object(members)) {
        Ok(state) => state,
        Err(issues) => return Answer::misuse("state", issues),
    };
    let formats = apart.iter().find(|(name, _)| name == KEY_FORMATS);
    let options = Options {
        unknown_fields: UnknownFields::Refuse,
        key_formats: match formats.map_or(Ok(Vec::new()), |(_, value)| own_key_formats(value)) {
            Ok(formats) => formats,
            Err(issues) => {
                let issues = issues.into_iter().map(|issue| issue.at(KEY_FORMATS));
                return Answer::misuse("state", issues.collect::<Issues>());
            }
        },
    };
    let now = match instant(judged(arguments, 2)) {
        Ok(now) => now,
        Err(issue) => return Answer::misuse("state", issue.at(NOW)),
    };
    let request = match CreateAccessKey::check_value(judged(arguments, 0), &options) {
        Ok(request) => request,
        Err(issues) => return Answer::Plain(reply(&kiiaccess::refuse(&issues), None)),
    };
    match kiiaccess::decide(&request, &state, now, &mut OsRng) {
        Ok(decision) => Answer::Plain(decided(&decision)),
        Err(failed) => Answer::not_drawn(&failed),
    }
}

fn decided(decision: &Decision) -> Value<'static> {
    let effect = decision.effect().map(Effect::to_value);
    reply(&decision.reply(), effect.map(Value::into_owned))
}

fn reply(reply: &Reply, effect: Option<Value<'static>>) -> Value<'static> {
    Members::default()
        .with("status", u64::from(reply.status))
        .with("contentType", reply.content_type)
        .with("body", reply.body.clone())
        .with_some("effect", effect)
        .into()
}

fn options(arguments: &[Value<'_>], index: usize) -> Result<Options, Issues> {
    const IGNORE_UNKNOWN_FIELDS: &str = "ignoreUnknownFields";
    let Some(value) = argument(arguments, index) else {
        return Ok(Options::default());
    };
    let names = [IGNORE_UNKNOWN_FIELDS, KEY_FORMATS];
    let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
    let ignore = fields.optional(IGNORE_UNKNOWN_FIELDS, Value::boolean);
    let key_formats = fields.optional(KEY_FORMATS, own_key_formats);
    fields.finish_with(Options {
        unknown_fields: if ignore == Some(true) {
            UnknownFields::Ignore
        } else {
            UnknownFields::Refuse
        },
        key_formats: key_formats.unwrap_or_default(),
    })
}

/// Issues as JavaScript hands them back: those of a check, or of the caller's own.
fn given_issues(value: &Value<'_>) -> Result<Issues, Issues> {
    let mut issues = Vec::new();
    for (index, item) in value.list()?.iter().enumerate() {
        let issue = given_issue(item).map_err(|issues| {
            let issues = issues.into_iter().map(|issue| issue.at(index));
            issues.collect::<Issues>()
        })?;
        issues.push(issue);
    }
    if issues.is_empty() {
        return Err(Issue::list_empty().into());
    }
    Ok(issues.into())
}

fn given_issue(value: &Value<'_>) -> Result<Issue, Issues> {
    let names = ["code", "path", "message", "params"];
    let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
    let code = fields.required("code", owned_text);
    let path = fields.required("path", Value::list);
    let message = fields.required("message", owned_text);
    let params = fields.optional("params", Value::members);
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
        let issue = Issue::new(code?, message?);
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
    number.whole(0, u64::MAX >> 11)
}
