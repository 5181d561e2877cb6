//! The values of single form fields.

use super::answer::{Answer, Out, either, misused};
use super::text;
use super::{Arguments, canonical};
use crate::schema::{Document, Form, Kind, Name, Table, Written, check};
use crate::value::Members;
use crate::{
    AccessLevel, Issue, IssueCode, Issues, Offset, PhoneNumber, Timestamp, UnknownFields, UserId,
    Uuid, Value, Window,
};

fn check_form(form: &Form, arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    text::check(
        &arguments.get(0),
        &form.judge,
        &form.explain,
        &form.canonical,
        out,
    )
}

pub(super) fn check_phone(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    check_form(&PhoneNumber::FORM, arguments, out)
}

/// `[text]`; behind the number come the notes.
pub(super) fn parse_phone(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    match text::of(&arguments.get(0)).and_then(crate::parse_phone) {
        Ok(parsed) => {
            out.text(parsed.number.as_str());
            out.issues(&parsed.notes.into_iter().collect());
            Answer::Written
        }
        Err(issue) => Answer::Refused(issue.into()),
    }
}

pub(super) fn check_user_id(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    check_form(&UserId::FORM, arguments, out)
}

pub(super) fn check_uuid(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    check_form(&Uuid::FORM, arguments, out)
}

pub(super) fn check_access_level(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let judge = |text: &str| match AccessLevel::find(text) {
        Some(_) => Written::AsGiven,
        None => Written::No,
    };
    let explain = |_: &str| AccessLevel::WORDS.unknown();
    text::check(
        &arguments.get(0),
        &judge,
        &explain,
        &|text| text.into(),
        out,
    )
}

/// Says what is wrong with a body that is neither text nor bytes.
pub(super) fn refuse_body(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let right = |_: &str| Written::AsGiven;
    text::check(
        &arguments.get(0),
        &right,
        &|_| Issue::not_read(),
        &|text| text.into(),
        out,
    )
}

const ASSUME_OFFSET: Name = Name::new(0, "assumeOffset");

const TIMESTAMP_OPTIONS: Table = Table::of(&[ASSUME_OFFSET.optional(Kind::Form(&Offset::FORM))]);

/// `[text, options?]`
pub(super) fn parse_timestamp(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let assumed = match arguments.given(1).as_ref().map(assumed_offset) {
        None => None,
        Some(Ok(assumed)) => assumed,
        Some(Err(issues)) => return Answer::Misuse("options", issues),
    };
    let given = arguments.get(0);
    let parsed = text::of(&given).and_then(|text| match assumed {
        Some(offset) => Timestamp::parse_assuming(text, offset),
        None => Timestamp::parse(text),
    });
    let timestamp = match parsed {
        Ok(timestamp) => timestamp,
        Err(issue) => return Answer::Refused(issue.into()),
    };
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "milliseconds of the years 0000 to 9999 are below 2^53"
    )]
    let epoch_millis = timestamp.epoch_millis() as f64;
    let instant = Members::default()
        .with("iso", timestamp)
        .with("epochMillis", Value::Number(epoch_millis));
    out.value(&instant.into());
    Answer::Written
}

fn assumed_offset(options: &Document<'_>) -> Result<Option<Offset>, Issues> {
    let refuse = UnknownFields::Refuse;
    let options = check(options, &TIMESTAMP_OPTIONS, refuse, &mut |_| {})?;
    Ok(options.parse(ASSUME_OFFSET, Offset::parse))
}

pub(super) fn check_window(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let refuse = UnknownFields::Refuse;
    match check(&arguments.get(0), &Window::TABLE, refuse, &mut |_| {}) {
        Ok(window) => {
            canonical::object(&window, out);
            Answer::Written
        }
        Err(issues) => Answer::Refused(issues),
    }
}

/// `[window, instant]`
pub(super) fn window_state(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let mut state = || {
        let window = Window::read(&arguments.get(0)).map_err(misused("window"))?;
        out.text(window.state_at(instant_at(arguments, 1)?).as_str());
        Ok(Answer::Written)
    };
    either(state())
}

/// The argument `at`.
pub(super) fn instant_at(arguments: &Arguments<'_>, index: usize) -> Result<Timestamp, Answer> {
    instant(&arguments.get(index)).map_err(misused("at"))
}

/// An instant: RFC 3339 text, or milliseconds since 1970.
pub(super) fn instant(given: &Document<'_>) -> Result<Timestamp, Issue> {
    let Some(millis) = given.root().number() else {
        return Timestamp::parse(text::of(given)?);
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
        .ok_or_else(|| Issue::of(IssueCode::InstantOutOfRange))
}

/// An argument that is a whole number.
pub(super) fn whole(given: &Document<'_>, min: u64, max: u64) -> Result<u64, Issues> {
    crate::schema::check_alone(given, &Kind::Whole(min, max), UnknownFields::Refuse)?;
    // Always there where nothing was reported.
    given.root().whole(min, max).ok_or_else(Issues::default)
}
