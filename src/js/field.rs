//! The values of single form fields.

use alloc::format;
use alloc::string::String;

use super::answer::{Answer, Thrown, argument, judged};
use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{
    AccessLevel, Issue, Issues, Offset, PhoneNumber, Timestamp, UserId, Uuid, Value, Window,
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

macro_rules! texts {
    ($($name:ident = $type:ident;)*) => {$(
        pub(super) fn $name(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
            let given = judged(arguments, 0);
            Ok(check_text(given, $type::parse, |checked| format!("{checked}")))
        }
    )*};
}

texts! {
    check_phone = PhoneNumber;
    check_user_id = UserId;
    check_uuid = Uuid;
    check_access_level = AccessLevel;
}

pub(super) fn parse_timestamp(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let assumed = argument(arguments, 1)
        .map(assumed_offset)
        .transpose()
        .map_err(|issues| Thrown::misuse("options", issues))?
        .flatten();
    let parsed = judged(arguments, 0).text().and_then(|text| match assumed {
        Some(offset) => Timestamp::parse_assuming(text, offset),
        None => Timestamp::parse(text),
    });
    Ok(Answer::of(parsed.map(|timestamp| {
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
    })))
}

fn assumed_offset(options: &Value<'_>) -> Result<Option<Offset>, Issues> {
    const ASSUME_OFFSET: &str = "assumeOffset";
    let mut fields = Fields::of(options, &[ASSUME_OFFSET], UnknownFields::Refuse)?;
    let offset = fields.optional(ASSUME_OFFSET, |value| Offset::parse(value.text()?));
    fields.finish_with(offset)
}

pub(super) fn check_window(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let checked = Window::check_value(judged(arguments, 0));
    Ok(Answer::of(checked.map(|window| window.to_value())))
}

pub(super) fn window_state(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let window = Window::check_value(judged(arguments, 0))
        .map_err(|issues| Thrown::misuse("window", issues))?;
    let state = window.state_at(instant_at(arguments, 1)?);
    Ok(Answer::Plain(Value::from(state.as_str())))
}

/// The argument `at`.
pub(super) fn instant_at(arguments: &[Value<'_>], index: usize) -> Result<Timestamp, Thrown> {
    instant(judged(arguments, index)).map_err(|issue| Thrown::misuse("at", issue))
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

/// Says what is wrong with a body that is neither text nor bytes.
pub(super) fn refuse_body(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let given = judged(arguments, 0);
    Ok(check_text(
        given,
        |text| Ok(String::from(text)),
        String::clone,
    ))
}
