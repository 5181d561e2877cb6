//! The values of single form fields.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::answer::{Answer, argument, judged};
use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{
    AccessLevel, Issue, Issues, KeyFormat, Offset, PhoneNumber, Timestamp, UserId, Uuid, Value,
    Window,
};

/// Checks a text and gives back what it was read as.
pub(super) fn check_text<T>(
    given: &Value<'_>,
    parse: impl FnOnce(&str) -> Result<T, Issue>,
    print: impl FnOnce(&T) -> String,
) -> Answer {
    match given.text() {
        Ok(text) => Answer::of_text(text, parse(text).map(|checked| print(&checked))),
        Err(issue) => Answer::of(Err(issue)),
    }
}

pub(super) fn check_phone(arguments: &[Value<'_>]) -> Answer {
    check_text(judged(arguments, 0), PhoneNumber::parse, |phone| {
        format!("{phone}")
    })
}

pub(super) fn check_user_id(arguments: &[Value<'_>]) -> Answer {
    check_text(judged(arguments, 0), UserId::parse, |user| {
        format!("{user}")
    })
}

pub(super) fn check_uuid(arguments: &[Value<'_>]) -> Answer {
    check_text(judged(arguments, 0), Uuid::parse, |uuid| format!("{uuid}"))
}

pub(super) fn check_access_level(arguments: &[Value<'_>]) -> Answer {
    check_text(judged(arguments, 0), AccessLevel::parse, |level| {
        format!("{level}")
    })
}

pub(super) fn parse_timestamp(arguments: &[Value<'_>]) -> Answer {
    let assumed = match argument(arguments, 1).map(assumed_offset).transpose() {
        Ok(assumed) => assumed.flatten(),
        Err(issues) => return Answer::misuse("options", issues),
    };
    let parsed = judged(arguments, 0).text().and_then(|text| match assumed {
        Some(offset) => Timestamp::parse_assuming(text, offset),
        None => Timestamp::parse(text),
    });
    Answer::of(parsed.map(|timestamp| {
        #[expect(
            clippy::as_conversions,
            clippy::cast_precision_loss,
            reason = "milliseconds of the years 0000 to 9999 are below 2^53"
        )]
        let epoch_millis = timestamp.epoch_millis() as f64;
        Members::default()
            .with("iso", format!("{timestamp}"))
            .with("epochMillis", Value::Number(epoch_millis))
            .into()
    }))
}

fn assumed_offset(options: &Value<'_>) -> Result<Option<Offset>, Issues> {
    const ASSUME_OFFSET: &str = "assumeOffset";
    let mut fields = Fields::of(options, &[ASSUME_OFFSET], UnknownFields::Refuse)?;
    let offset = fields.optional(ASSUME_OFFSET, |value| Offset::parse(value.text()?));
    fields.finish_with(offset)
}

pub(super) fn check_window(arguments: &[Value<'_>]) -> Answer {
    Answer::of(Window::check_value(judged(arguments, 0)).map(|window| window.to_value()))
}

pub(super) fn window_state(arguments: &[Value<'_>]) -> Answer {
    let window = match Window::check_value(judged(arguments, 0)) {
        Ok(window) => window,
        Err(issues) => return Answer::misuse("window", issues),
    };
    match instant(judged(arguments, 1)) {
        Ok(at) => Answer::Plain(Value::from(window.state_at(at).as_str())),
        Err(issue) => Answer::misuse("at", issue),
    }
}

/// An instant: RFC 3339 text, or milliseconds since 1970.
pub(super) fn instant(value: &Value<'_>) -> Result<Timestamp, Issue> {
    let Value::Number(millis) = value else {
        return Timestamp::parse(value.text()?);
    };
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "saturates; what lies outside the years 0000 to 9999 is refused, NaN before it"
    )]
    let whole = millis.floor() as i64;
    (!millis.is_nan())
        .then_some(whole)
        .and_then(Timestamp::from_epoch_millis)
        .ok_or_else(|| {
            Issue::new(
                "instant_out_of_range",
                "expected an instant of the years 0000 to 9999",
            )
        })
}

pub(super) fn key_formats(_arguments: &[Value<'_>]) -> Answer {
    let formats = KeyFormat::BUILT_IN
        .iter()
        .map(|format| format.to_value().into_owned())
        .collect();
    Answer::Plain(Value::Array(formats))
}

pub(super) fn check_key_number(arguments: &[Value<'_>]) -> Answer {
    let format = match judged(arguments, 0) {
        object @ Value::Object(_) => match KeyFormat::check_value(object) {
            Ok(format) => format,
            Err(issues) => return Answer::misuse("format", issues),
        },
        name => match name.text().and_then(|name| KeyFormat::find(name, &[])) {
            Ok(format) => format,
            Err(issue) => return Answer::of(Err(issue)),
        },
    };
    check_text(
        judged(arguments, 1),
        |text| format.check(text),
        |number| String::from(number.canonical()),
    )
}

/// Says what is wrong with a body that is neither text nor bytes.
pub(super) fn refuse_body(arguments: &[Value<'_>]) -> Answer {
    check_text(
        judged(arguments, 0),
        |text| Ok(String::from(text)),
        String::clone,
    )
}

/// Key formats of the caller's own, as an option lists them.
pub(super) fn own_key_formats(value: &Value<'_>) -> Result<Vec<KeyFormat>, Issues> {
    let mut formats = Vec::new();
    for (index, item) in value.list()?.iter().enumerate() {
        let format = KeyFormat::check_value(item).map_err(|issues| {
            let issues = issues.into_iter().map(|issue| issue.at(index));
            issues.collect::<Issues>()
        })?;
        formats.push(format);
    }
    Ok(formats)
}

/// The text of an object's member, for values that JavaScript hands back.
pub(super) fn owned_text(value: &Value<'_>) -> Result<Cow<'static, str>, Issue> {
    value.text().map(|text| Cow::Owned(text.into()))
}
