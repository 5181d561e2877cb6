//! Create access key.

use alloc::vec::Vec;

use super::answer::{Answer, Thrown, argument, judged};
use super::system;
use crate::fields::{Fields, UnknownFields};
use crate::system::kiiaccess::{self, CreateAccessKey, Effect, Options, State};
use crate::{Issues, KeyFormat, OsRng, Value};

const IGNORE_UNKNOWN_FIELDS: &str = "ignoreUnknownFields";
const KEY_FORMATS: &str = "keyFormats";

pub(super) fn check(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let options = options(arguments, 1)?;
    let given = judged(arguments, 0);
    let checked = CreateAccessKey::check_value(given, &options);
    let copied = argument(arguments, 2);
    Ok(system::check(
        given,
        copied,
        checked,
        CreateAccessKey::to_value,
    ))
}

pub(super) fn check_json(body: Option<&[u8]>, arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let options = options(arguments, 0)?;
    Ok(system::check_body(
        body,
        |value| CreateAccessKey::check_value(&value, &options),
        CreateAccessKey::to_value,
    ))
}

pub(super) fn refuse(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    system::refuse(arguments, kiiaccess::refuse)
}

pub(super) fn decide(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let state = system::state(arguments, &[KEY_FORMATS], State::check_value)?;
    let key_formats = match judged(arguments, 1).get(KEY_FORMATS) {
        Some(formats) => own_key_formats(formats)
            .map_err(|issues| Thrown::misuse("state", issues.at(KEY_FORMATS)))?,
        None => Vec::new(),
    };
    let options = Options {
        unknown_fields: UnknownFields::Refuse,
        key_formats,
    };
    let now = system::now(arguments)?;
    let request = match CreateAccessKey::check_value(judged(arguments, 0), &options) {
        Ok(request) => request,
        Err(issues) => return Ok(system::reply(&kiiaccess::refuse(&issues), None)),
    };
    let decision = kiiaccess::decide(&request, &state, now, &mut OsRng)
        .map_err(|failed| Thrown::not_drawn(&failed))?;
    let effect = decision.effect().map(Effect::to_value);
    Ok(system::reply(&decision.reply(), effect))
}

fn options(arguments: &[Value<'_>], index: usize) -> Result<Options, Thrown> {
    match argument(arguments, index) {
        Some(options) => read_options(options).map_err(|issues| Thrown::misuse("options", issues)),
        None => Ok(Options::default()),
    }
}

fn read_options(value: &Value<'_>) -> Result<Options, Issues> {
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

/// Key formats of the caller's own.
fn own_key_formats(value: &Value<'_>) -> Result<Vec<KeyFormat>, Issues> {
    let mut formats = Vec::new();
    for (index, item) in value.list()?.iter().enumerate() {
        let format = KeyFormat::check_value(item).map_err(|issues| issues.at(index))?;
        formats.push(format);
    }
    Ok(formats)
}
