//! Wiegand words among the readings of a number.

use alloc::vec::Vec;

use super::{CardReading, Fit, ReadAs};
use crate::card::digits::decimal;
use crate::card::uid::HexDigits;
use crate::{Candidate, CardFormat, Diagnosis, Verdict, Word, decode, diagnose};

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
    /// Whether every bit may be turned over: not in a frame, which tells its own bits, nor without a
    /// letter, where half of all digits would be a word of some format.
    may_be_turned: bool,
    /// How well a word fits that verifies.
    best: Fit,
}

/// Adds the readings as a Wiegand word: in bits, in hex without its length, in a frame of HID Prox,
/// PACS or iCLASS credentials. In hex every length is tried that so many digits are written for, and every
/// format is told in which the word verifies or that has no parity; in a frame, and without a
/// letter, only those in which it verifies.
///
/// A word that verifies nowhere, and does with every bit turned over, is read so: the data lines of
/// its reader are swapped.
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
            may_be_turned: true,
            best: Fit::Likely,
        };
        return candidates(readings, word, &writing);
    }
    let Ok(HexDigits { count, shown, .. }) = HexDigits::read_tidy(text) else {
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
            may_be_turned: shown && !is_frame,
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
    // A sentinel alone says little: the zeros in front of it are what speaks for a word.
    if let Ok(word) = Word::from_sentinel(text)
        && 4 * count >= FRAME_BITS + usize::from(word.length())
    {
        add(word, "after a sentinel", true);
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

/// Adds what a word says in each format that it can be of, or else what it says turned over.
fn candidates(readings: &mut Vec<CardReading<'_>>, word: Word, writing: &Writing) {
    let formats = CardFormat::built_in_of(word.length());
    for candidate in decode(word, formats) {
        let verdict = candidate.verdict();
        let verified = candidate.is_verified();
        if verdict == Verdict::Failed || (writing.verified_only && !verified) {
            continue;
        }
        let is_small = candidate.notes().is_empty();
        let (fit, parity) = match (verified, verdict) {
            (true, _) if is_small => (writing.best, "whose parity holds"),
            (true, _) => (Fit::Unlikely, "whose parity holds, of a number too large"),
            (false, Verdict::None) => (Fit::Unlikely, "in a format without parity"),
            (false, _) => (Fit::Unlikely, "in a format that sources do not agree on"),
        };
        readings.push(reading(word, candidate, None, writing, (fit, parity)));
    }
    if !writing.may_be_turned {
        return;
    }
    for (diagnosis, candidate) in diagnose(word, &formats) {
        if diagnosis != Diagnosis::DataLinesSwapped || !candidate.notes().is_empty() {
            continue;
        }
        let fit = match writing.best {
            Fit::Likely => Fit::Possible,
            _ => Fit::Unlikely,
        };
        let said = (fit, "whose parity holds with every bit turned over");
        let meant = diagnosis.mend(word);
        readings.push(reading(meant, candidate, Some(diagnosis), writing, said));
    }
}

fn reading<'f>(
    word: Word,
    candidate: Candidate<'f>,
    diagnosis: Option<Diagnosis>,
    writing: &Writing,
    (fit, parity): (Fit, &str),
) -> CardReading<'f> {
    let letter = if writing.shown { "" } else { super::NO_LETTER };
    let length = decimal(word.length().into());
    CardReading {
        fit,
        why: [&length, " bits ", writing.how, letter, ", ", parity].concat(),
        notes: candidate.notes(),
        read_as: ReadAs::Word(word, candidate, diagnosis),
        beside: None,
    }
}
