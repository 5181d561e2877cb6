//! Texts of two numbers, as many fobs show them: `0011576829 176,42493`.

use alloc::vec::Vec;

use super::{CardReading, ReadAs, bytes, numbers};
use crate::Conversion;
use crate::card::uid::PartialUid;

/// Fewer bits than this are the same by chance too often.
const FEWEST_BITS: u32 = 16;

/// Adds the readings of two numbers of one card: one of them holds all that the other holds. Of
/// those that tell the same the likeliest is given, or else the first.
pub(super) fn add<'a>(readings: &mut Vec<CardReading<'a>>, text: &str, others: &'a [Conversion]) {
    let Some((first, second)) = text.split_once(' ').filter(|(_, rest)| !rest.contains(' ')) else {
        return;
    };
    let read = |text| -> Vec<CardReading<'a>> {
        let read = bytes::readings(text)
            .into_iter()
            .chain(numbers(text, others));
        read.filter(|reading| !is_rest(reading)).collect()
    };
    let (of_first, of_second) = (read(first), read(second));
    let mut found: Vec<(PartialUid, CardReading<'a>)> = Vec::new();
    for one in &of_first {
        for other in &of_second {
            let Some((identifier, pair)) = pair(one, other) else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| *known == identifier) {
                Some((_, known)) if known.fit > pair.fit => *known = pair,
                Some(_) => {}
                None => found.push((identifier, pair)),
            }
        }
    }
    readings.extend(found.into_iter().map(|(_, pair)| pair));
}

/// Whether a reading is the rest of a division, of which little is known.
fn is_rest(reading: &CardReading<'_>) -> bool {
    let conversion = reading.conversion();
    conversion.is_some_and(Conversion::is_rest)
}

/// Two readings of one card as one.
fn pair<'a>(
    one: &CardReading<'a>,
    other: &CardReading<'a>,
) -> Option<(PartialUid, CardReading<'a>)> {
    let (of_one, of_other) = (one.identifier()?, other.identifier()?);
    let bits = of_one.agreed(&of_other)?;
    let (most, least) = if of_one.known_bits() < of_other.known_bits() {
        (other, one)
    } else {
        (one, other)
    };
    let all_of_one = bits == of_one.known_bits().min(of_other.known_bits());
    let beside = least
        .conversion()
        .filter(|_| all_of_one && bits >= FEWEST_BITS)?;
    let mut why = most.why.clone();
    why.push_str(", and beside it ");
    why.push_str(&least.why);
    let notes = most.notes.iter().chain(&least.notes).cloned();
    let reading = CardReading {
        read_as: match most.read_as {
            ReadAs::Number(conversion, identifier) => ReadAs::Number(conversion, identifier),
            _ => ReadAs::Identifier(most.identifier()?),
        },
        fit: most.fit.max(least.fit),
        why,
        notes: notes.collect(),
        beside: Some(beside),
    };
    Some((most.identifier()?, reading))
}
