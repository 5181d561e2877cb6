//! The framings that cards hold a Wiegand word in, as hex: each tells how long the word is.

use alloc::string::String;

use super::{LONGEST, Word, hex_digits, value_of, wrong_length};
use crate::card::digits::in_bits;
use crate::{Issue, IssueCode};

/// Of a HID Prox frame, the bit that says that the word has 36 bits or fewer.
const PROX_SHORT: u32 = 37;
/// What stands above the low bits of a HID Prox frame whose word has more than 37 bits.
const PROX_LONG: u128 = 0x09E0_0000 << 64;
/// The lowest of these: so many bits are left for the word and its sentinel.
const PROX_ROOM: u32 = 85;

impl Word {
    /// Reads the framing of HID Prox cards, in hex: up to 36 bits with bit 37 set and a sentinel
    /// bit above the word, 37 bits as they are, others up to 84 with the sentinel, and 0x09E00000
    /// above the 64 low bits or (always of 48) nothing: some cards have the sentinel alone.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_not_prox`.
    pub fn from_prox(text: &str) -> Result<Self, Issue> {
        let frame = value_of(hex_digits(text)?)?;
        let below = |sentinel: u32| frame & ((1 << sentinel) - 1);
        let highest = frame.checked_ilog2();
        let word = match highest {
            Some(PROX_SHORT) => below_highest(below(PROX_SHORT)),
            Some(highest) if highest < PROX_SHORT => Some((frame, PROX_SHORT)),
            None => Some((0, PROX_SHORT)),
            Some(highest) if highest < PROX_ROOM => below_highest(frame),
            Some(_) if frame >> PROX_ROOM == PROX_LONG >> PROX_ROOM => {
                let word = below_highest(frame & !PROX_LONG);
                word.filter(|(_, length)| *length > PROX_SHORT && *length != 48)
            }
            Some(_) => None,
        };
        word.and_then(|(bits, length)| Self::new(bits, u8::try_from(length).ok()?).ok())
            .ok_or_else(|| Issue::of(IssueCode::CardWordNotProx))
    }

    /// The word in the framing of HID Prox cards, as [`Word::from_prox`] reads it; `None` of more
    /// than 84 bits, for which these cards have no room.
    #[must_use]
    pub fn to_prox(self) -> Option<String> {
        let sentinel = 1_u128.unbounded_shl(self.length.into());
        let around = match self.length {
            0..=36 => sentinel | 1 << PROX_SHORT,
            37 => 0,
            48 => sentinel,
            38..=84 => sentinel | PROX_LONG,
            _ => return None,
        };
        // At least nine digits: the 37 bits that are sent as they are.
        Some(in_bits(around | self.value(), 4, 9))
    }

    /// Reads the framing of newer PACS credentials, in hex: a byte that says how many bits of the
    /// last byte are padding, then the bits.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_not_pacs`, `card_word_wrong_length`.
    pub fn from_pacs(text: &str) -> Result<Self, Issue> {
        let digits = hex_digits(text)?;
        if !digits.len().is_multiple_of(2) {
            return Err(Issue::of(IssueCode::CardWordPacsOdd));
        }
        let (first, rest) = digits.split_at_checked(2).unwrap_or_default();
        let length = rest.len().saturating_mul(4);
        if length == 0 || length > LONGEST.into() {
            return Err(wrong_length(length));
        }
        let (padding, padded) = (value_of(first)?, value_of(rest)?);
        if padding > 7 {
            return Err(Issue::of(IssueCode::CardWordPacsPadding));
        }
        if padded & ((1 << padding) - 1) != 0 {
            return Err(Issue::of(IssueCode::CardWordPacsNotZero));
        }
        // OK because there is a whole byte and at most seven bits of padding.
        let length = length - usize::try_from(padding).unwrap_or_default();
        Self::new(padded >> padding, u8::try_from(length).unwrap_or_default())
    }

    /// The word in the framing of newer PACS credentials, as [`Word::from_pacs`] reads it.
    #[must_use]
    pub fn to_pacs(self) -> String {
        let bytes = self.length.div_ceil(8);
        let padding = bytes * 8 - self.length;
        // The first byte says how much of the last is padding.
        let mut frame = in_bits(padding.into(), 4, 2);
        frame += &in_bits(self.value() << padding, 4, 2 * u32::from(bytes));
        frame
    }

    /// Reads the plain framing, in hex: a bit that is 1, the sentinel, and below it the word. It is
    /// that of iCLASS credentials, in a block of 8 bytes with zeros in front, and holds a word of
    /// any length.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_not_sentinel`, `card_word_wrong_length`.
    pub fn from_sentinel(text: &str) -> Result<Self, Issue> {
        let digits = hex_digits(text)?.trim_start_matches('0');
        // Above the digits of the longest word there is its sentinel.
        let is_longest = digits.len() == usize::from(LONGEST) / 4 + 1;
        if let Some(word) = digits.strip_prefix('1').filter(|_| is_longest) {
            return Self::new(value_of(word)?, LONGEST);
        }
        let word = below_highest(value_of(digits)?);
        word.and_then(|(bits, length)| Self::new(bits, u8::try_from(length).ok()?).ok())
            .ok_or_else(|| Issue::of(IssueCode::CardWordNotSentinel))
    }

    /// The word below a sentinel, as [`Word::from_sentinel`] reads it.
    #[must_use]
    pub fn to_sentinel(self) -> String {
        match 1_u128.checked_shl(self.length.into()) {
            Some(sentinel) => in_bits(sentinel | self.value(), 4, 1),
            None => String::from("1") + &self.to_hex(),
        }
    }
}

/// What stands below the highest bit of a frame, and how many bits that are.
fn below_highest(frame: u128) -> Option<(u128, u32)> {
    let highest = frame.checked_ilog2()?;
    Some((frame & !(1 << highest), highest))
}
