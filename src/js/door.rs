//! One attempt at a door, and the reasons there.

use alloc::vec::Vec;

use super::Arguments;
use super::answer::{Answer, Out, either, misused};
use super::clock::clock;
use super::text;
use crate::Value;
use crate::door::{Attempt, Credentials, Door, Reason, Vocabulary, Word, decide as decide_attempt};
use crate::value::{Members, whole};

/// `[]`
pub(super) fn reasons(_arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let reasons = Reason::ALL.map(|reason| {
        Value::from(
            Members::default()
                .with("reason", reason.as_str())
                .with("stage", reason.stage().as_str())
                .with("opens", reason.opens()),
        )
    });
    Answer::of(&reasons[..])
}

/// `[vocabulary, reason]`
pub(super) fn reason_in(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let said = || {
        let vocabulary = vocabulary(arguments)?;
        let reason = arguments.get(1);
        let reason = text::of(&reason).and_then(Reason::parse);
        let reason = reason.map_err(misused("reason"))?;
        Ok(match reason.said_in(vocabulary) {
            Some(Word::Number(number)) => Answer::of(&number),
            Some(Word::Text(text)) => Answer::of(text),
            None => Answer::of(&()),
        })
    };
    either(said())
}

/// `[vocabulary, word]`
pub(super) fn reasons_from(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let reasons = || {
        let vocabulary = vocabulary(arguments)?;
        let word = arguments.get(1);
        let word = match word.root().number() {
            // No system has larger ones.
            Some(number) => whole(number)
                .and_then(|number| u8::try_from(number).ok())
                .map(Word::Number),
            None => Some(Word::Text(text::of(&word).map_err(misused("word"))?)),
        };
        let reasons = word.map(|word| vocabulary.reasons(word).collect::<Vec<_>>());
        Ok(Answer::of(&reasons.unwrap_or_default()))
    };
    either(reasons())
}

/// `[attempt, door, credentials, clock?]`
pub(super) fn decide(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let opening = || {
        let attempt = Attempt::read(&arguments.get(0)).map_err(misused("attempt"))?;
        let door = Door::read(&arguments.get(1)).map_err(misused("door"))?;
        let credentials = Credentials::read(&arguments.get(2)).map_err(misused("credentials"))?;
        let now = clock(arguments, 3)?;
        let opening = decide_attempt(&attempt, &door, &credentials, now);
        Ok(Answer::of(&opening.to_value()))
    };
    either(opening())
}

fn vocabulary(arguments: &Arguments<'_>) -> Result<Vocabulary, Answer> {
    let vocabulary = arguments.get(0);
    let vocabulary = text::of(&vocabulary).and_then(Vocabulary::parse);
    vocabulary.map_err(misused("vocabulary"))
}
