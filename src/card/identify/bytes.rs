//! Bytes among the readings of a number: an identifier, whole, in its first part, or with a byte
//! behind it that is the exclusive or of those before.

use alloc::string::String;
use alloc::vec::Vec;

use super::{ALL_ZERO, CardReading, Fit, NO_LETTER, ReadAs, hint};
use crate::card::digits::decimal;
use crate::card::uid::{HexDigits, MOST_DIGITS, PartialUid, Uid};

/// The cascade tag of ISO 14443-3, which stands before the first part of a longer identifier.
const TAG: u8 = 0x88;

/// What may stand between bytes in decimal.
const SEPARATORS: [char; 6] = [' ', '-', ':', ',', '.', '/'];

/// How bytes are written.
#[derive(Clone, Copy)]
struct Writing {
    how: &'static str,
    /// What else the text can be, how the sentence goes on.
    doubt: Option<&'static str>,
}

impl Writing {
    /// How well a reading fits of bytes that few texts hold by chance.
    fn fit(self) -> Fit {
        match self.doubt {
            Some(_) => Fit::Unlikely,
            None => Fit::Possible,
        }
    }
}

/// The readings as an identifier: of bytes in hex, then of bytes in decimal.
pub(super) fn readings(text: &str) -> Vec<CardReading<'static>> {
    let mut readings = Vec::new();
    if let Ok(digits) = HexDigits::read_tidy(text)
        && digits.count.is_multiple_of(2)
        && digits.count <= MOST_DIGITS
    {
        let pairs = digits.first.chunks_exact(2);
        let bytes = pairs.map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit));
        let writing = Writing {
            how: " bytes in hex",
            doubt: (!digits.shown).then_some(NO_LETTER),
        };
        add(&mut readings, &bytes.collect::<Vec<_>>(), writing);
    }
    if let Some(bytes) = in_decimal(text) {
        let writing = Writing {
            how: " bytes in decimal",
            doubt: (!readings.is_empty()).then_some(", which may be hex as well"),
        };
        add(&mut readings, &bytes, writing);
    }
    readings
}

/// Numbers up to 255 with one separator between, as many as an identifier has bytes.
fn in_decimal(text: &str) -> Option<Vec<u8>> {
    let separator = text.chars().find(|c| SEPARATORS.contains(c))?;
    let mut bytes = Vec::new();
    for part in text.split(separator) {
        let is_byte = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        bytes.push(part.parse().ok().filter(|_| is_byte)?);
        if bytes.len() > MOST_DIGITS / 2 {
            return None;
        }
    }
    Some(bytes)
}

fn add(readings: &mut Vec<CardReading<'static>>, bytes: &[u8], writing: Writing) {
    // What was computed of the bytes speaks for itself: by chance it is so once in 256.
    checked(readings, bytes, writing);
    let Ok(uid) = Uid::from_bytes(bytes) else {
        return;
    };
    whole(readings, uid, writing, "");
    let why = "88 and the first 3 of 7 bytes, as the first part is sent";
    first_part(readings, &uid, writing.fit(), why);
}

/// The reading as a whole identifier; `more` is what else its bytes say.
fn whole(readings: &mut Vec<CardReading<'static>>, uid: Uid, writing: Writing, more: &'static str) {
    let hint = hint(&uid);
    let mut fit = hint.fit;
    let mut why = decimal(uid.len().into());
    why.push_str(writing.how);
    why.push_str(more);
    why.push_str(hint.why);
    if let Some(doubt) = writing.doubt {
        // One identifier of four bytes in 43 has no letter, one of five in 110, of seven in 720.
        let rare = if uid.len() > 5 && more.is_empty() {
            Fit::Unlikely
        } else {
            Fit::Possible
        };
        fit = fit.max(rare);
        why.push_str(doubt);
    }
    if PartialUid::from(uid).is_zero() {
        fit = Fit::Unlikely;
        why.push_str(ALL_ZERO);
    }
    readings.push(CardReading {
        read_as: ReadAs::Identifier(uid.into()),
        fit,
        why,
        notes: uid.notes(),
        beside: None,
    });
}

/// The reading as the first part of a longer identifier, where it has the cascade tag.
fn first_part(readings: &mut Vec<CardReading<'static>>, cut: &Uid, fit: Fit, why: &'static str) {
    readings.extend(PartialUid::continued(cut).map(|longer| CardReading {
        read_as: ReadAs::Identifier(longer),
        fit,
        why: String::from(why),
        notes: cut.notes(),
        beside: None,
    }));
}

/// The readings of bytes whose last is the exclusive or of those before, once or in each part.
fn checked(readings: &mut Vec<CardReading<'static>>, bytes: &[u8], writing: Writing) {
    let is_checked = |part: &[u8]| part.iter().fold(0, |all, byte| all ^ byte) == 0;
    // Of zeros it is no wonder.
    let Some((last, before)) = bytes
        .split_last()
        .filter(|_| bytes.iter().any(|byte| *byte != 0))
    else {
        return;
    };
    if is_checked(bytes)
        && let Ok(uid) = Uid::from_bytes(before)
    {
        let why = "88 and the first 3 of 7 bytes, and the exclusive or of them";
        // Of 65,536 numbers one starts and ends so by chance.
        let fit = match writing.doubt {
            Some(_) => Fit::Possible,
            None => Fit::Likely,
        };
        first_part(readings, &uid, fit, why);
        if !uid.is_cut() {
            whole(readings, uid, writing, " and the exclusive or of them");
        }
    }
    match bytes {
        // As tags show it: 3 bytes and their check, the tag counted, then 4 and theirs.
        [a, b, c, check, rest @ ..] | [TAG, a, b, c, check, rest @ ..]
            if rest.len() == 5 && is_checked(&[TAG, *a, *b, *c, *check]) && is_checked(rest) =>
        {
            let first = [*a, *b, *c];
            let rest = rest.iter().take(4);
            let seven: Vec<u8> = first.iter().chain(rest).copied().collect();
            if let Ok(uid) = Uid::from_bytes(&seven) {
                let more = " in two parts, each with the exclusive or of it";
                whole(readings, uid, writing, more);
            }
        }
        [a, b, c, _] if is_checked(&[TAG, *a, *b, *c, *last]) => {
            if let Ok(cut) = Uid::from_bytes(&[TAG, *a, *b, *c]) {
                let why = "the first 3 of 7 bytes, and the exclusive or of 88 and them";
                first_part(readings, &cut, writing.fit(), why);
            }
        }
        _ => {}
    }
}
