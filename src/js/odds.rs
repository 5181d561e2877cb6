//! The odds of a guess, and of codes clashing.

use super::answer::{Answer, Thrown, argument, judged, misused};
use crate::fields::{Fields, UnknownFields};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{
    CODES_PER_ACTIVE_CODE, CodePolicy, Guess, Guessing, Issue, Issues, Keypad, Throttle, Value,
    codes_to_equal_chance as codes_to_chance, de_bruijn_presses as presses_of,
    equal_chance as chance_of, prefix_clash_chance as clash_of, recommended_length as length_for,
};

/// `[{ policy?, active, tries, repeats? }]`
pub(super) fn guess_odds(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let odds = check_guess(judged(arguments, 0))
        .map_err(misused("guess"))?
        .odds();
    Ok(Answer::Plain(
        Members::default()
            .with("perTry", Value::Number(odds.per_try))
            .with("success", Value::Number(odds.success))
            .with("expectedTries", Value::Number(odds.expected_tries))
            .into(),
    ))
}

fn check_guess(value: &Value<'_>) -> Result<Guess, Issues> {
    let names = ["policy", "active", "tries", "repeats"];
    let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
    let policy = fields.optional("policy", CodePolicy::check_value);
    let active = fields.required("active", |value| value.whole(0, LARGEST_WHOLE));
    let tries = fields.required("tries", |value| value.whole(0, LARGEST_WHOLE));
    let repeats = fields.optional("repeats", Value::boolean);
    let (active, tries) = fields.finish_as(|| Some((active?, tries?)))?;
    let guessing = if repeats == Some(true) {
        Guessing::Independent
    } else {
        Guessing::Distinct
    };
    let keyspace = policy.unwrap_or_default().keyspace();
    Guess::new(keyspace.into(), active, tries, guessing)
}

/// `[active, factor?]`
pub(super) fn recommended_length(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let active = judged(arguments, 0)
        .whole(0, LARGEST_WHOLE)
        .map_err(misused("active"))?;
    let factor = match argument(arguments, 1) {
        Some(factor) => factor.whole(1, LARGEST_WHOLE).map_err(misused("factor"))?,
        None => CODES_PER_ACTIVE_CODE,
    };
    let length = length_for(active, factor).map(u64::from);
    Ok(Answer::Plain(length.map_or(Value::Null, Value::from)))
}

/// `[{ tries, thenWaitSeconds, secondsPerTry }, seconds]`
pub(super) fn tries_in(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let throttle = check_throttle(judged(arguments, 0)).map_err(misused("throttle"))?;
    let seconds = whole(judged(arguments, 1)).map_err(misused("seconds"))?;
    Ok(count(throttle.tries_in(seconds)))
}

fn check_throttle(value: &Value<'_>) -> Result<Throttle, Issues> {
    let names = ["tries", "thenWaitSeconds", "secondsPerTry"];
    let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
    let [tries, wait, each] = names.map(|name| fields.required(name, whole));
    fields.finish_as(|| {
        Some(Throttle {
            tries: tries?,
            then_wait_seconds: wait?,
            seconds_per_try: each?,
        })
    })
}

/// `[keypad, digits, presses]`
pub(super) fn tries_of_presses(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let keypad = judged(arguments, 0).text().and_then(|name| match name {
        "whole-codes" => Ok(Keypad::WholeCodes),
        "last-digits" => Ok(Keypad::LastDigits),
        _ => Err(Issue::new(
            "keypad_unknown",
            "expected whole-codes or last-digits, found another value",
        )),
    });
    let keypad = keypad.map_err(misused("keypad"))?;
    let digits = digits(judged(arguments, 1)).map_err(misused("digits"))?;
    let presses = whole(judged(arguments, 2)).map_err(misused("presses"))?;
    Ok(count(keypad.tries_of_presses(digits, presses)))
}

/// `[digits]`
pub(super) fn de_bruijn_presses(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let digits = digits(judged(arguments, 0)).map_err(misused("digits"))?;
    Ok(count(presses_of(digits)))
}

/// `[{ policy?, codes }]`
pub(super) fn equal_chance(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let (keyspace, codes) = check_draws(judged(arguments, 0), "codes", whole)?;
    let chance = chance_of(keyspace, codes).map_err(misused("draws"))?;
    Ok(Answer::Plain(Value::Number(chance)))
}

/// `[{ policy?, chance }]`
pub(super) fn codes_to_equal_chance(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let (keyspace, chance) = check_draws(judged(arguments, 0), "chance", Value::number)?;
    let codes = codes_to_chance(keyspace, chance).map_err(misused("draws"))?;
    Ok(count(codes))
}

/// The keyspace of a policy, and one member more.
fn check_draws<'v, T>(
    value: &'v Value<'v>,
    name: &'static str,
    read: impl FnOnce(&'v Value<'v>) -> Result<T, Issue>,
) -> Result<(u64, T), Thrown> {
    let check = || -> Result<_, Issues> {
        let names = ["policy", name];
        let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
        let policy = fields.optional("policy", CodePolicy::check_value);
        let member = fields.required(name, read);
        let keyspace = || policy.unwrap_or_default().keyspace().into();
        fields.finish_as(|| Some((keyspace(), member?)))
    };
    check().map_err(misused("draws"))
}

/// `[{ 4?, 5?, 6?, 7?, 8? }]`
pub(super) fn prefix_clash_chance(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let check = || -> Result<_, Issues> {
        let names = ["4", "5", "6", "7", "8"];
        let mut fields = Fields::of(judged(arguments, 0), &names, UnknownFields::Refuse)?;
        let codes = names.map(|name| fields.optional(name, whole).unwrap_or_default());
        fields.finish_with(codes)
    };
    let codes = check().map_err(misused("codesByLength"))?;
    Ok(Answer::Plain(Value::Number(clash_of(codes))))
}

fn whole(value: &Value<'_>) -> Result<u64, Issue> {
    value.whole(0, LARGEST_WHOLE)
}

/// The digits of a code.
fn digits(value: &Value<'_>) -> Result<u8, Issue> {
    value.small(4, 8)
}

/// A count; `null` for one that JavaScript cannot tell from its neighbours.
fn count(count: u64) -> Answer {
    let count = Some(count).filter(|count| *count <= LARGEST_WHOLE);
    Answer::Plain(count.map_or(Value::Null, Value::from))
}
