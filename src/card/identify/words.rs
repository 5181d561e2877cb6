//! Wiegand words among the readings of a number.

use alloc::vec::Vec;

use super::{CardReading, Fit, ReadAs};
use crate::card::digits::decimal;
use crate::card::uid::HexDigits;
use crate::{CardFormat, Verdict, Word, decode};

/// Fewer bits than this, written one by one, may be a decimal number as well.
const FEWEST_BITS: usize = 21;

/// The most digits of a word in hex.
const MOST_DIGITS: usize = 32;

/// The digits of a HID Prox frame: the 37 low bits at least, and three times 32 bits at most.
const PROX_DIGITS: core::ops::RangeInclusive<usize> = 9..=24;

/// So many bits beside those of its word make a frame: a chance number has them once in 4096.
const FRAME_BITS: usize = 12;

/// How a text writes a word.
struct Writing {
    how: &'static str,
    /// Whether the text can be nothing but hex, or bits.
    shown: bool,
    /// Whether only what verifies is a word.
    verified_only: bool,
    /// How well a word fits that verifies.
    best: Fit,
}

/// Adds the readings as a Wiegand word: in bits, in hex without its length, in a frame of HID Prox
/// or PACS credentials. In hex every length is tried that so many digits are written for, and every
/// format is told in which the word verifies or that has no parity; in a frame, and without a
/// letter, only those in which it verifies.
///
/// Of chance numbers every fourth verifies where there are two parity bits. Where the digits are an
/// identifier as well, or have no letter, the bits of a frame speak for a word, if they are many.
pub(super) fn add(readings: &mut Vec<CardReading<'_>>, text: &str, is_identifier: bool) {
    if text.len() >= FEWEST_BITS
        && let Ok(word) = Word::from_bits(text)
    {
        let writing = Writing {
            how: "one by one",
            shown: true,
            verified_only: false,
            best: Fit::Likely,
        };
        return candidates(readings, word, &writing);
    }
    let Ok(HexDigits { count, shown, .. }) = HexDigits::read(text) else {
        return;
    };
    if count != text.len() {
        // Blanks, colons and `0x` are for identifiers.
        return;
    }
    let mut add = |word: Word, how, is_frame| {
        let frame_speaks = 4 * count >= FRAME_BITS + usize::from(word.length());
        if is_frame && !shown && !frame_speaks {
            return;
        }
        let writing = Writing {
            how,
            shown,
            verified_only: is_frame || !shown,
            best: match (shown, frame_speaks || !is_identifier) {
                (true, true) => Fit::Likely,
                (true, false) | (false, true) => Fit::Possible,
                (false, false) => Fit::Unlikely,
            },
        };
        candidates(readings, word, &writing);
    };
    // 37 bits have no frame: ten digits of these are told below.
    if PROX_DIGITS.contains(&count)
        && let Ok(word) = Word::from_prox(text)
        && (word.length() != 37 || (shown && count != 10))
    {
        add(word, "in a HID Prox frame", true);
    }
    if let Ok(word) = Word::from_pacs(text) {
        add(word, "in a PACS frame", true);
    }
    if count > MOST_DIGITS {
        return;
    }
    for fewer in [3, 2, 1, 0] {
        let length = (4 * count).checked_sub(fewer);
        let length = length.and_then(|length| u8::try_from(length).ok());
        if let Some(Ok(word)) = length.map(|length| Word::from_hex(text, length)) {
            add(word, "in hex", false);
        }
    }
}

/// Adds what a word says in each format that it can be of.
fn candidates(readings: &mut Vec<CardReading<'_>>, word: Word, writing: &Writing) {
    for candidate in decode(word, CardFormat::built_in_of(word.length())) {
        let verdict = candidate.verdict();
        let verified = candidate.is_verified();
        if verdict == Verdict::Failed || (writing.verified_only && !verified) {
            continue;
        }
        let notes = candidate.notes();
        let (fit, parity) = match (verified, verdict) {
            (true, _) if notes.is_empty() => (writing.best, "whose parity holds"),
            (true, _) => (Fit::Unlikely, "whose parity holds, of a number too large"),
            (false, Verdict::None) => (Fit::Unlikely, "in a format without parity"),
            (false, _) => (Fit::Unlikely, "in a format that sources do not agree on"),
        };
        let letter = if writing.shown { "" } else { super::NO_LETTER };
        let length = decimal(word.length().into());
        readings.push(CardReading {
            fit,
            why: [&length, " bits ", writing.how, letter, ", ", parity].concat(),
            notes,
            read_as: ReadAs::Word(word, candidate),
        });
    }
}
