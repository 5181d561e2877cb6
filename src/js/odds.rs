//! The odds of a guess, and of codes clashing.

use super::Arguments;
use super::answer::{Answer, Out, either, misused};
use super::field::whole;
use super::text;
use crate::code::throttle;
use crate::schema::{Document, Kind, Name, Reading, Table, check};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{
    Bucket, CODES_PER_ACTIVE_CODE, CodePolicy, Guess, Guessing, Issue, IssueCode, Issues, Keypad,
    Throttle, UnknownFields, Value, codes_to_equal_chance as codes_to_chance,
    de_bruijn_presses as presses_of, equal_chance as chance_of, prefix_clash_chance as clash_of,
    recommended_length as length_for,
};

const COUNT: Kind = Kind::Whole(0, LARGEST_WHOLE);

const POLICY: Name = Name::new(0, "policy");
const ACTIVE: Name = Name::new(1, "active");
const TRIES: Name = Name::new(2, "tries");
const REPEATS: Name = Name::new(3, "repeats");
const BUTTONS: Name = Name::new(4, "buttons");

const GUESS: Table = Table::of(&[
    POLICY.optional(Kind::Object(&CodePolicy::TABLE)),
    ACTIVE.required(COUNT),
    TRIES.required(COUNT),
    REPEATS.optional(Kind::Flag),
    BUTTONS.optional(Kind::Flag),
]);

/// What a table makes of an argument.
fn read<'d>(given: &'d Document<'_>, table: &'static Table) -> Result<Reading<'d>, Issues> {
    check(given, table, UnknownFields::Refuse, &mut |_| {})
}

/// The policy that there is to guess, or to draw from.
fn policy(reading: &Reading<'_>) -> CodePolicy {
    let policy = reading.object(POLICY, &CodePolicy::TABLE);
    let policy = policy.as_ref().and_then(CodePolicy::of);
    policy.unwrap_or_default()
}

/// How many codes can be drawn that are not equal: by buttons, those of the same buttons are.
fn different(reading: &Reading<'_>) -> u32 {
    let policy = policy(reading);
    if reading.flag(BUTTONS_OF_DRAWS) == Some(true) {
        policy.keyspace_by_buttons()
    } else {
        policy.keyspace()
    }
}

/// `[{ policy?, active, tries, repeats?, buttons? }]`
pub(super) fn guess_odds(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    match check_guess(&arguments.get(0)).map_err(misused("guess")) {
        Ok(guess) => {
            let odds = guess.odds();
            Answer::of(&Value::from(
                Members::default()
                    .with("perTry", Value::Number(odds.per_try))
                    .with("success", Value::Number(odds.success))
                    .with("expectedTries", Value::Number(odds.expected_tries)),
            ))
        }
        Err(misuse) => misuse,
    }
}

fn check_guess(given: &Document<'_>) -> Result<Guess, Issues> {
    let reading = read(given, &GUESS)?;
    let guessing = if reading.flag(REPEATS) == Some(true) {
        Guessing::Independent
    } else {
        Guessing::Distinct
    };
    let policy = policy(&reading);
    let all = policy.keyspace();
    // How many codes there are for each that a try opens with.
    let keyspace = if reading.flag(BUTTONS) == Some(true) {
        policy.keyspace_by_buttons()
    } else {
        policy.keyspace_by_tries()
    };
    let count = |name| reading.whole(name).unwrap_or_default();
    // Refuses more than there are codes.
    Guess::new(all.into(), count(ACTIVE), count(TRIES), guessing)?;
    // The best tries may open with more codes than others: then there are codes enough for each of
    // them to open.
    let active = count(ACTIVE).min(keyspace.into());
    Guess::new(keyspace.into(), active, count(TRIES), guessing)
}

/// `[active, factor?]`
pub(super) fn recommended_length(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let length = || {
        let active = whole(&arguments.get(0), 0, LARGEST_WHOLE).map_err(misused("active"))?;
        let factor = match arguments.given(1) {
            Some(factor) => whole(&factor, 1, LARGEST_WHOLE).map_err(misused("factor"))?,
            None => CODES_PER_ACTIVE_CODE,
        };
        Ok(Answer::of(&length_for(active, factor)))
    };
    either(length())
}

const SECONDS_PER_TRY: Name = Name::new(4, "secondsPerTry");

const THROTTLE: Table = Table::of(&[
    throttle::TRIES.required(COUNT),
    throttle::THEN_WAIT_SECONDS.required(COUNT),
    throttle::THEN_LONGER.optional(Kind::List(&COUNT)),
    throttle::BUCKET.optional(Kind::Object(&Bucket::TABLE)),
    SECONDS_PER_TRY.required(COUNT),
]);

/// `[{ tries, thenWaitSeconds, thenLonger?, bucket?, secondsPerTry }, seconds]`
pub(super) fn tries_in(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let tries = || {
        let given = arguments.get(0);
        let reading = read(&given, &THROTTLE).map_err(misused("throttle"))?;
        let seconds = whole(&arguments.get(1), 0, LARGEST_WHOLE).map_err(misused("seconds"))?;
        let each = reading.whole(SECONDS_PER_TRY).unwrap_or_default();
        let throttle = Throttle::of(&reading, each);
        // Always there where nothing was reported.
        let tries = throttle.map_or(0, |throttle| throttle.tries_in(seconds));
        Ok(count(tries))
    };
    either(tries())
}

/// `[keypad, digits, presses]`
pub(super) fn tries_of_presses(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let tries = || {
        let keypad = arguments.get(0);
        let keypad = text::of(&keypad).and_then(|name| match name {
            "whole-codes" => Ok(Keypad::WholeCodes),
            "last-digits" => Ok(Keypad::LastDigits),
            _ => Err(Issue::of(IssueCode::KeypadUnknown)),
        });
        let keypad = keypad.map_err(misused("keypad"))?;
        let digits = digits(arguments, 1)?;
        let presses = whole(&arguments.get(2), 0, LARGEST_WHOLE).map_err(misused("presses"))?;
        Ok(count(keypad.tries_of_presses(digits, presses)))
    };
    either(tries())
}

/// `[digits]`
pub(super) fn de_bruijn_presses(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    either(digits(arguments, 0).map(|digits| count(presses_of(digits))))
}

const CODES: Name = Name::new(1, "codes");
const CHANCE: Name = Name::new(1, "chance");
const BUTTONS_OF_DRAWS: Name = Name::new(2, "buttons");

const DRAWS: Table = Table::of(&[
    POLICY.optional(Kind::Object(&CodePolicy::TABLE)),
    CODES.required(COUNT),
    BUTTONS_OF_DRAWS.optional(Kind::Flag),
]);

const DRAWS_TO_CHANCE: Table = Table::of(&[
    POLICY.optional(Kind::Object(&CodePolicy::TABLE)),
    CHANCE.required(Kind::Number),
    BUTTONS_OF_DRAWS.optional(Kind::Flag),
]);

/// `[{ policy?, codes, buttons? }]`
pub(super) fn equal_chance(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let chance = || {
        let given = arguments.get(0);
        let reading = read(&given, &DRAWS).map_err(misused("draws"))?;
        let keyspace = different(&reading);
        let codes = reading.whole(CODES).unwrap_or_default();
        let chance = chance_of(keyspace.into(), codes).map_err(misused("draws"))?;
        Ok(Answer::of(&chance))
    };
    either(chance())
}

/// `[{ policy?, chance, buttons? }]`
pub(super) fn codes_to_equal_chance(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let codes = || {
        let given = arguments.get(0);
        let reading = read(&given, &DRAWS_TO_CHANCE).map_err(misused("draws"))?;
        let keyspace = different(&reading);
        let chance = reading.get(CHANCE).and_then(crate::schema::Given::number);
        let codes = codes_to_chance(keyspace.into(), chance.unwrap_or(f64::NAN));
        Ok(count(codes.map_err(misused("draws"))?))
    };
    either(codes())
}

const LENGTHS: [Name; 5] = [
    Name::new(0, "4"),
    Name::new(1, "5"),
    Name::new(2, "6"),
    Name::new(3, "7"),
    Name::new(4, "8"),
];

const CODES_BY_LENGTH: Table = Table::of(&[
    LENGTHS[0].optional(COUNT),
    LENGTHS[1].optional(COUNT),
    LENGTHS[2].optional(COUNT),
    LENGTHS[3].optional(COUNT),
    LENGTHS[4].optional(COUNT),
]);

/// `[{ 4?, 5?, 6?, 7?, 8? }]`
pub(super) fn prefix_clash_chance(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let given = arguments.get(0);
    match read(&given, &CODES_BY_LENGTH).map_err(misused("codesByLength")) {
        Ok(reading) => {
            let codes = LENGTHS.map(|name| reading.whole(name).unwrap_or_default());
            Answer::of(&clash_of(codes))
        }
        Err(misuse) => misuse,
    }
}

/// The digits of a code.
fn digits(arguments: &Arguments<'_>, index: usize) -> Result<u8, Answer> {
    let digits = whole(&arguments.get(index), 4, 8).map_err(misused("digits"))?;
    // Always fits: it is at most 8.
    Ok(u8::try_from(digits).unwrap_or(8))
}

/// A count; `null` for one that JavaScript cannot tell from its neighbours.
fn count(count: u64) -> Answer {
    let told = Some(count).filter(|count| *count <= LARGEST_WHOLE);
    Answer::of(&told.map(Value::from))
}
