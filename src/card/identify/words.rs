//! Wiegand words among the readings of a number.

use alloc::format;
use alloc::vec::Vec;

use super::{CardReading, Fit, ReadAs};
use crate::card::uid::HexDigits;
use crate::{CardFormat, Verdict, Word, decode};

/// Fewer bits than this, written one by one, may be a decimal number as well.
const FEWEST_BITS: usize = 21;

/// The most digits of a word in hex.
const MOST_DIGITS: usize = 16;

/// The readings as a Wiegand word in bits, or in hex without its length: in every length that so
/// many digits are written for, every format in which it verifies or that has no parity.
pub(super) fn words(text: &str, is_identifier: bool) -> Vec<CardReading<'static>> {
    if text.len() >= FEWEST_BITS
        && let Ok(word) = Word::from_bits(text)
    {
        return candidates(word, "one by one", Fit::Likely).collect();
    }
    let Ok(digits) = HexDigits::read(text) else {
        return Vec::new();
    };
    if digits.count != text.len() || !(1..=MOST_DIGITS).contains(&digits.count) {
        // Blanks, colons and `0x` are for identifiers.
        return Vec::new();
    }
    // Of a chance number every fourth verifies where there are two parity bits.
    let best = match (is_identifier, digits.shown) {
        (false, true) => Fit::Likely,
        (true, false) => Fit::Unlikely,
        _ => Fit::Possible,
    };
    let how = if digits.shown {
        "in hex"
    } else {
        "in hex, though without a letter"
    };
    let lengths = (0..4)
        .rev()
        .filter_map(|fewer| u8::try_from(4 * digits.count - fewer).ok());
    let words = lengths.filter_map(|length| Word::from_hex(text, length).ok());
    let readings = words.flat_map(|word| candidates(word, how, best));
    // Without a letter nothing but parity speaks for a word.
    let spoken_for = |reading: &CardReading<'_>| match &reading.read_as {
        ReadAs::Word(_, candidate) => digits.shown || candidate.is_verified(),
        _ => false,
    };
    readings.filter(spoken_for).collect()
}

/// What a word says in each format that it can be of.
fn candidates(
    word: Word,
    how: &'static str,
    best: Fit,
) -> impl Iterator<Item = CardReading<'static>> {
    let found = decode(word, CardFormat::built_in_of(word.length())).into_iter();
    let found = found.filter(|candidate| candidate.verdict() != Verdict::Failed);
    found.map(move |candidate| {
        let notes = candidate.notes();
        let (fit, parity) = match (candidate.is_verified(), candidate.verdict()) {
            (true, _) if notes.is_empty() => (best, "whose parity holds"),
            (true, _) => (Fit::Unlikely, "whose parity holds, of a number too large"),
            (false, Verdict::None) => (Fit::Unlikely, "in a format without parity"),
            (false, _) => (Fit::Unlikely, "in a format that sources do not agree on"),
        };
        CardReading {
            fit,
            why: format!("{} bits {how}, {parity}", word.length()),
            notes,
            read_as: ReadAs::Word(word, candidate),
        }
    })
}
