//! Identifiers of cards, and the numbers made of them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::answer::{Answer, Thrown, argument, judged};
use crate::fields::{Fields, UnknownFields};
use crate::{CardReading, Conversion, Issues, Value, convert_card, identify_card, match_cards};

const FROM: &str = "from";
const TO: &str = "to";
const CONVERSIONS: &str = "conversions";

pub(super) fn conversions(_arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let presets = Conversion::PRESETS.iter().map(Conversion::to_value);
    Ok(Answer::Plain(Value::Array(presets.collect())))
}

pub(super) fn check_conversion(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let checked = Conversion::check_value(judged(arguments, 0));
    Ok(Answer::of(
        checked.map(|conversion| conversion.to_value().into_owned()),
    ))
}

/// `[text, options?]`
pub(super) fn identify(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let own = own_conversions(argument(arguments, 1))?;
    let readings = identify_card(text(arguments, 0, "text")?, &own);
    let readings = readings.iter().map(CardReading::to_value);
    let readings = readings.map(Value::into_owned).collect();
    Ok(Answer::Plain(Value::Array(readings)))
}

/// `[text, steps?]`
pub(super) fn convert(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let (mut from, mut to) = (None, None);
    if let Some(steps) = argument(arguments, 1) {
        let mut fields = Fields::of(steps, &[FROM, TO], UnknownFields::Refuse)
            .map_err(|issue| Thrown::misuse("steps", issue))?;
        [from, to] = [FROM, TO].map(|name| fields.optional(name, conversion));
        let issues = fields.finish();
        if !issues.is_empty() {
            return Ok(Answer::of(Err(issues)));
        }
    }
    let given = judged(arguments, 0).text();
    let converted = match given.and_then(|text| convert_card(text, from.as_deref(), to.as_deref()))
    {
        Ok(converted) => Ok(converted.to_value().into_owned()),
        Err(issue) => Err(issue),
    };
    Ok(Answer::of(converted))
}

/// A conversion by its name, or the caller's own.
fn conversion(value: &Value<'_>) -> Result<Cow<'static, Conversion>, Issues> {
    match value {
        Value::Object(_) => Conversion::check_value(value).map(Cow::Owned),
        name => Ok(Cow::Borrowed(Conversion::find(name.text()?, &[])?)),
    }
}

/// `[a, b, options?]`
pub(super) fn compare(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let own = own_conversions(argument(arguments, 2))?;
    let (a, b) = (text(arguments, 0, "a")?, text(arguments, 1, "b")?);
    let found = match_cards(a, b, &own);
    Ok(Answer::Plain(found.to_value().into_owned()))
}

/// The caller's own conversions, to read numbers by beside the presets.
fn own_conversions(options: Option<&Value<'_>>) -> Result<Vec<Conversion>, Thrown> {
    let check = |options| {
        let mut fields = Fields::of(options, &[CONVERSIONS], UnknownFields::Refuse)?;
        let list = fields.optional(CONVERSIONS, Value::list);
        let own = fields.each(CONVERSIONS, list.unwrap_or_default(), |_, conversion| {
            Conversion::check_value(conversion)
        });
        fields.finish_with(own)
    };
    let checked: Result<_, Issues> = options.map_or(Ok(Vec::new()), check);
    checked.map_err(|issues| Thrown::misuse("options", issues))
}

fn text<'a>(
    arguments: &'a [Value<'_>],
    index: usize,
    name: &'static str,
) -> Result<&'a str, Thrown> {
    let text = judged(arguments, index).text();
    text.map_err(|issue| Thrown::misuse(name, issue))
}
