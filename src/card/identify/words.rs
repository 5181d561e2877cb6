//! Wiegand words among the readings of a number.

use alloc::format;
use alloc::vec::Vec;

use super::{CardReading, Fit, ReadAs};
use crate::card::uid::HexDigits;
use crate::{CardFormat, Verdict, Word, decode};

/// Fewer bits than this, written one by one, may be a decimal number as well.
const FEWEST_BITS: usize = 21;

const WITHOUT_LETTER: &str = "in hex, though without a letter";

/// The most digits of a word in hex.
const MOST_DIGITS: usize = 16;

/// Adds the readings as a Wiegand word in bits, or in hex without its length: in every length that
/// so many digits are written for, every format in which it verifies or that has no parity.
pub(super) fn add(readings: &mut Vec<CardReading<'_>>, text: &str, is_identifier: bool) {
    if text.len() >= FEWEST_BITS
        && let Ok(word) = Word::from_bits(text)
    {
        return candidates(readings, word, "one by one", Fit::Likely);
    }
    let Ok(digits) = HexDigits::read(text) else {
        return;
    };
    if digits.count != text.len() || digits.count > MOST_DIGITS {
        // Blanks, colons and `0x` are for identifiers.
        return;
    }
    // Of a chance number every fourth verifies where there are two parity bits.
    let (how, best) = match (is_identifier, digits.shown) {
        (false, true) => ("in hex", Fit::Likely),
        (true, true) => ("in hex", Fit::Possible),
        (false, false) => (WITHOUT_LETTER, Fit::Possible),
        (true, false) => (WITHOUT_LETTER, Fit::Unlikely),
    };
    for fewer in [3, 2, 1, 0] {
        let length = (4 * digits.count).checked_sub(fewer);
        let length = length.and_then(|length| u8::try_from(length).ok());
        if let Some(Ok(word)) = length.map(|length| Word::from_hex(text, length)) {
            candidates(readings, word, how, best);
        }
    }
}

/// Adds what a word says in each format that it can be of. Without a letter nothing but parity
/// speaks for a word.
fn candidates(readings: &mut Vec<CardReading<'_>>, word: Word, how: &str, best: Fit) {
    for candidate in decode(word, CardFormat::built_in_of(word.length())) {
        let verdict = candidate.verdict();
        let verified = candidate.is_verified();
        if verdict == Verdict::Failed || (how == WITHOUT_LETTER && !verified) {
            continue;
        }
        let notes = candidate.notes();
        let (fit, parity) = match (verified, verdict) {
            (true, _) if notes.is_empty() => (best, "whose parity holds"),
            (true, _) => (Fit::Unlikely, "whose parity holds, of a number too large"),
            (false, Verdict::None) => (Fit::Unlikely, "in a format without parity"),
            (false, _) => (Fit::Unlikely, "in a format that sources do not agree on"),
        };
        readings.push(CardReading {
            fit,
            why: format!("{} bits {how}, {parity}", word.length()),
            notes,
            read_as: ReadAs::Word(word, candidate),
        });
    }
}
