//! Identifiers of cards, and the numbers made of them.

use super::answer::{Answer, Thrown, argument, judged};
use crate::fields::{Fields, UnknownFields};
use crate::{CardReading, Conversion, Issue, Value, convert_card, identify_card, match_cards};

const FROM: &str = "from";
const TO: &str = "to";

pub(super) fn conversions(_arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let presets = Conversion::PRESETS.iter().map(Conversion::to_value);
    Ok(Answer::Plain(Value::Array(presets.collect())))
}

/// `[text]`
pub(super) fn identify(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let readings = identify_card(text(arguments, 0, "text")?, &[]);
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
    let converted = match given.and_then(|text| convert_card(text, from, to)) {
        Ok(converted) => Ok(converted.to_value().into_owned()),
        Err(issue) => Err(issue),
    };
    Ok(Answer::of(converted))
}

fn conversion(value: &Value<'_>) -> Result<&'static Conversion, Issue> {
    Conversion::find(value.text()?, &[])
}

/// `[a, b]`
pub(super) fn compare(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let found = match_cards(text(arguments, 0, "a")?, text(arguments, 1, "b")?, &[]);
    Ok(Answer::Plain(found.to_value().into_owned()))
}

fn text<'a>(
    arguments: &'a [Value<'_>],
    index: usize,
    name: &'static str,
) -> Result<&'a str, Thrown> {
    let text = judged(arguments, index).text();
    text.map_err(|issue| Thrown::misuse(name, issue))
}
