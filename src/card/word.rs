//! Wiegand words: the bits that a reader sends, and how many there are.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::digits::in_bits;
use crate::schema::{Document, Judged, Kind, Name, Reading, Table, read_as};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

mod frame;
mod key;

/// The bits of the longest word.
pub(crate) const LONGEST: u8 = 128;

const BITS: Name = Name::new(0, "bits");
const HEX: Name = Name::new(1, "hex");
const LENGTH: Name = Name::new(2, "length");
const PROX: Name = Name::new(3, "prox");
const PACS: Name = Name::new(4, "pacs");
const SENTINEL: Name = Name::new(5, "sentinel");
const KEY: Name = Name::new(6, "key");

/// A Wiegand word of 1 to 128 bits.
///
/// The length belongs to the word: one that starts with zeros is another word than one without
/// them, and to guess the length from the highest bit that is set is the commonest fault in the
/// field. `Debug` shows the length only: the bits are a card number.
///
/// ```
/// # use latchwork::Word;
/// let word = Word::from_hex("2F623AE", 26)?;
/// assert_eq!(word.to_bits(), "10111101100010001110101110");
/// assert_eq!(word.to_prox().as_deref(), Some("2006F623AE"));
/// assert_eq!(word.to_pacs(), "06BD88EB80");
/// assert_eq!(word.to_sentinel(), "6F623AE");
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    /// The bit sent first is the highest; behind the last are zeros.
    bits: u128,
    /// 1 to 128.
    length: u8,
}

impl Word {
    /// The word of a number, of which the bit sent last is the lowest.
    ///
    /// # Errors
    /// `card_word_wrong_length` for a length that is not 1 to 128; `card_word_too_large` for a
    /// number that has more bits.
    pub fn new(value: u128, length: u8) -> Result<Self, Issue> {
        if length == 0 || length > LONGEST {
            return Err(wrong_length(length.into()));
        }
        let needed = u128::BITS - value.leading_zeros();
        if needed > u32::from(length) {
            return Err(Issue::of(IssueCode::CardWordTooLong)
                .param(length)
                .param(u64::from(needed)));
        }
        Ok(Self {
            // OK because the length is from 1 to 128.
            bits: value << (u32::from(LONGEST) - u32::from(length)),
            length,
        })
    }

    /// Reads bits as text, the one sent first first.
    ///
    /// # Errors
    /// `card_word_not_bits`, `card_word_wrong_length`.
    pub fn from_bits(text: &str) -> Result<Self, Issue> {
        if let Some(before) = text.chars().position(|c| !matches!(c, '0' | '1')) {
            return Err(Issue::of(IssueCode::CardWordNotBits).param(before + 1));
        }
        let length = u8::try_from(text.len()).ok();
        let length = length.filter(|length| (1..=LONGEST).contains(length));
        let length = length.ok_or_else(|| wrong_length(text.len()))?;
        let value = text
            .bytes()
            .fold(0, |value, bit| value << 1 | u128::from(bit == b'1'));
        Self::new(value, length)
    }

    /// Reads the bits as a hexadecimal number of so many bits; `0x` may stand before it.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_wrong_length`, `card_word_too_large`.
    pub fn from_hex(text: &str, length: u8) -> Result<Self, Issue> {
        Self::new(value_of(hex_digits(text)?)?, length)
    }

    pub(crate) const TABLE: Table = Table::of(&[
        BITS.optional(Kind::Text),
        HEX.optional(Kind::Text),
        LENGTH.optional(Kind::Whole(1, 128)),
        PROX.optional(Kind::Text),
        PACS.optional(Kind::Text),
        SENTINEL.optional(Kind::Text),
        KEY.optional(Kind::Text),
    ])
    .with_rules(Self::judge);

    /// Reads a word written as an object: `bits`; `hex` and `length`; `prox`; `pacs`; `sentinel`;
    /// `key` and `length`; or several of these that are of one word.
    ///
    /// # Errors
    /// Every issue of the object: `card_word_missing`, `card_word_contradiction`, and those of the
    /// ways to write it.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The word of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        let mut words = ways(reading).into_iter().filter_map(|(_, word)| word?.ok());
        words.next()
    }

    /// The rules of a word: each way to write it is of one word, the same in all of them.
    fn judge(written: &mut Judged<'_, '_>) {
        let needs_length = written.is_there(HEX) || written.is_there(KEY);
        if needs_length && !written.is_there(LENGTH) {
            written.report(LENGTH, || Issue::of(IssueCode::MissingField));
        }
        let ways = ways(written.reading);
        let mut words = Vec::with_capacity(ways.len());
        for (name, word) in ways {
            match word {
                Some(Ok(word)) => words.push(word),
                Some(Err(issue)) if written.reading.is_right(name) => {
                    written.report(name, || issue);
                }
                _ => {}
            }
        }
        if !written.is_right() {
            return;
        }
        let Some((word, others)) = words.split_first() else {
            return written.report_whole(|| Issue::of(IssueCode::CardWordMissing));
        };
        let length = length_of(written.reading);
        if length.is_some_and(|length| length != word.length) || others.iter().any(|o| o != word) {
            written.report_whole(|| Issue::of(IssueCode::CardWordContradiction));
        }
    }

    /// The word in every way to write it, as an object; `prox` where HID Prox cards hold as many bits,
    /// `key` where it may be of one.
    #[must_use]
    pub fn to_value(self) -> Value<'static> {
        Members::default()
            .with(BITS.text, self.to_bits())
            .with(HEX.text, self.to_hex())
            .with(LENGTH.text, u64::from(self.length))
            .with_some(PROX.text, self.to_prox())
            .with(PACS.text, self.to_pacs())
            .with(SENTINEL.text, self.to_sentinel())
            .with_some(KEY.text, self.key().map(String::from))
            .into()
    }

    /// How many bits there are, 1 to 128.
    #[must_use]
    pub fn length(self) -> u8 {
        self.length
    }

    /// The bits as a number; the one sent last is the lowest.
    #[must_use]
    pub fn value(self) -> u128 {
        self.bits >> (u32::from(LONGEST) - u32::from(self.length))
    }

    /// The bits from the highest down, zeros behind the last.
    pub(super) fn bits(self) -> u128 {
        self.bits
    }

    /// The word of bits that start with the highest; those behind its length are dropped.
    pub(super) fn of_bits(bits: u128, length: u8) -> Self {
        let unused = u32::from(LONGEST) - u32::from(length.clamp(1, LONGEST));
        Self {
            bits: bits >> unused << unused,
            length: length.clamp(1, LONGEST),
        }
    }

    /// `0` and `1`, the bit sent first first.
    #[must_use]
    pub fn to_bits(self) -> String {
        in_bits(self.value(), 1, self.length.into())
    }

    /// The number in hex, with as many digits as its bits need.
    #[must_use]
    pub fn to_hex(self) -> String {
        in_bits(self.value(), 4, self.length.div_ceil(4).into())
    }

    /// Each bit turned over, as when the wires D0 and D1 are swapped.
    #[must_use]
    pub fn inverted(self) -> Self {
        Self::of_bits(!self.bits, self.length)
    }

    /// The bits from the last to the first.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            bits: self.value().reverse_bits(),
            length: self.length,
        }
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({} bits)", self.length)
    }
}

/// The word of each way to write one; `None` where it is not written that way, or as hex or a
/// key without a length.
fn ways(reading: &Reading<'_>) -> [(Name, Option<Result<Word, Issue>>); 6] {
    let hex = || Some(Word::from_hex(reading.text(HEX)?, length_of(reading)?));
    let key = || Some(Word::from_key_text(reading.text(KEY)?, length_of(reading)?));
    [
        (BITS, reading.text(BITS).map(Word::from_bits)),
        (HEX, hex()),
        (PROX, reading.text(PROX).map(Word::from_prox)),
        (PACS, reading.text(PACS).map(Word::from_pacs)),
        (SENTINEL, reading.text(SENTINEL).map(Word::from_sentinel)),
        (KEY, key()),
    ]
}

/// The length that is told, where it is one.
fn length_of(reading: &Reading<'_>) -> Option<u8> {
    let length = reading.once(LENGTH)?.whole(1, LONGEST.into())?;
    u8::try_from(length).ok()
}

fn wrong_length(found: usize) -> Issue {
    Issue::of(IssueCode::CardWordWrongLength)
        .param(1_u8)
        .param(LONGEST)
        .param(found)
}

/// The digits of a number in hex, of which there is one at least; `0x` may stand before them.
fn hex_digits(text: &str) -> Result<&str, Issue> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let digits = digits.unwrap_or(text);
    let before = text.len() - digits.len();
    let other = digits.chars().position(|c| !c.is_ascii_hexdigit());
    match other.or(digits.is_empty().then_some(0)) {
        Some(at) => Err(Issue::of(IssueCode::CardWordNotHex).param(before + at + 1)),
        None => Ok(digits),
    }
}

/// The number of hexadecimal digits, of which a `u128` holds 32 beside zeros in front.
fn value_of(digits: &str) -> Result<u128, Issue> {
    let significant = digits.trim_start_matches('0');
    if significant.len() > usize::from(LONGEST) / 4 {
        return Err(wrong_length(digits.len().saturating_mul(4)));
    }
    let digits = significant.chars().filter_map(|digit| digit.to_digit(16));
    Ok(digits.fold(0, |value, digit| value << 4 | u128::from(digit)))
}
