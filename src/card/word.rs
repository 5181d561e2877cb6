//! Wiegand words: the bits that a reader sends, and how many there are.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::digits::in_bits;
use crate::schema::{Document, Judged, Kind, Name, Reading, Table, read_as};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

/// The bits of the longest word.
pub(super) const LONGEST: u8 = 64;

const BITS: Name = Name::new(0, "bits");
const HEX: Name = Name::new(1, "hex");
const LENGTH: Name = Name::new(2, "length");
const PROX: Name = Name::new(3, "prox");
const PACS: Name = Name::new(4, "pacs");

/// Of a HID Prox frame, the bit that says that the word has 36 bits or fewer.
const PROX_SHORT: u32 = 37;
/// What stands above the 64 low bits of a HID Prox frame whose word has more than 37 bits.
const PROX_LONG: u128 = 0x09E0_0000 << 64;

/// A Wiegand word of 1 to 64 bits.
///
/// The length belongs to the word: one that starts with zeros is another word than one without
/// them, and to guess the length from the highest bit that is set is the commonest fault in the
/// field. `Debug` shows the length only: the bits are a card number.
///
/// ```
/// # use latchwork::Word;
/// let word = Word::from_hex("2F623AE", 26)?;
/// assert_eq!(word.to_bits(), "10111101100010001110101110");
/// assert_eq!(word.to_prox(), "2006F623AE");
/// assert_eq!(word.to_pacs(), "06BD88EB80");
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Word {
    /// The bit sent first is the highest; behind the last are zeros.
    bits: u64,
    /// 1 to 64.
    length: u8,
}

impl Word {
    /// The word of a number, of which the bit sent last is the lowest.
    ///
    /// # Errors
    /// `card_word_wrong_length` for a length that is not 1 to 64; `card_word_too_large` for a
    /// number that has more bits.
    pub fn new(value: u64, length: u8) -> Result<Self, Issue> {
        if length == 0 || length > LONGEST {
            return Err(wrong_length(length.into()));
        }
        let needed = u64::BITS - value.leading_zeros();
        if needed > u32::from(length) {
            return Err(Issue::of(IssueCode::CardWordTooLong)
                .param(length)
                .param(u64::from(needed)));
        }
        Ok(Self {
            // OK because the length is from 1 to 64.
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
            .fold(0, |value, bit| value << 1 | u64::from(bit == b'1'));
        Self::new(value, length)
    }

    /// Reads the bits as a hexadecimal number of so many bits; `0x` may stand before it.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_wrong_length`, `card_word_too_large`.
    pub fn from_hex(text: &str, length: u8) -> Result<Self, Issue> {
        let value = hexadecimal(text)?;
        let value = u64::try_from(value)
            .map_err(|_| Issue::of(IssueCode::CardWordTooLarge).param(length))?;
        Self::new(value, length)
    }

    /// Reads the framing of HID Prox cards, in hex: up to 36 bits with bit 37 set and a sentinel
    /// bit above the word, 37 bits as they are, 48 with the sentinel only, others above 37 with the
    /// sentinel and 0x09E00000 above the 64 low bits.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_not_prox`.
    pub fn from_prox(text: &str) -> Result<Self, Issue> {
        let frame = hexadecimal(text)?;
        let highest = |bits: u128| bits.checked_ilog2();
        let below = |sentinel: u32| frame & ((1 << sentinel) - 1);
        let word = match highest(frame) {
            Some(PROX_SHORT) => {
                let rest = below(PROX_SHORT);
                highest(rest).map(|sentinel| (rest & !(1 << sentinel), sentinel))
            }
            Some(48) => Some((below(48), 48)),
            Some(highest) if highest < PROX_SHORT => Some((frame, PROX_SHORT)),
            None => Some((0, PROX_SHORT)),
            Some(_) if frame >> 65 == PROX_LONG >> 65 => {
                let rest = frame & !PROX_LONG;
                highest(rest)
                    .filter(|&sentinel| sentinel > PROX_SHORT && sentinel != 48)
                    .map(|sentinel| (rest & !(1 << sentinel), sentinel))
            }
            Some(_) => None,
        };
        word.and_then(|(bits, length)| {
            let (bits, length) = (u64::try_from(bits).ok()?, u8::try_from(length).ok()?);
            Self::new(bits, length).ok()
        })
        .ok_or_else(|| Issue::of(IssueCode::CardWordNotProx))
    }

    /// Reads the framing of newer PACS credentials, in hex: a byte that says how many bits of the
    /// last byte are padding, then the bits.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_not_pacs`, `card_word_wrong_length`.
    pub fn from_pacs(text: &str) -> Result<Self, Issue> {
        let frame = hexadecimal(text)?;
        let digits = after_prefix(text).len();
        if !digits.is_multiple_of(2) {
            return Err(Issue::of(IssueCode::CardWordPacsOdd));
        }
        // A byte and up to eight of the word.
        let length = digits.saturating_sub(2) * 4;
        if length == 0 || length > usize::from(LONGEST) {
            return Err(wrong_length(length));
        }
        let padding = frame >> length;
        let padded = frame & ((1 << length) - 1);
        if padding > 7 {
            return Err(Issue::of(IssueCode::CardWordPacsPadding));
        }
        if padded & ((1 << padding) - 1) != 0 {
            return Err(Issue::of(IssueCode::CardWordPacsNotZero));
        }
        let bits = u64::try_from(padded >> padding).unwrap_or_default();
        // OK because there is a whole byte and at most seven bits of padding.
        let length = length - usize::try_from(padding).unwrap_or_default();
        Self::new(bits, u8::try_from(length).unwrap_or_default())
    }

    pub(crate) const TABLE: Table = Table::of(&[
        BITS.optional(Kind::Text),
        HEX.optional(Kind::Text),
        LENGTH.optional(Kind::Whole(1, 64)),
        PROX.optional(Kind::Text),
        PACS.optional(Kind::Text),
    ])
    .with_rules(Self::judge);

    /// Reads a word written as an object: `bits`; `hex` and `length`; `prox`; `pacs`; or several of
    /// these that are of one word.
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
        if written.is_there(HEX) && !written.is_there(LENGTH) {
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

    /// The word in every way to write it, as an object.
    #[must_use]
    pub fn to_value(self) -> Value<'static> {
        Members::default()
            .with(BITS.text, self.to_bits())
            .with(HEX.text, self.to_hex())
            .with(LENGTH.text, u64::from(self.length))
            .with(PROX.text, self.to_prox())
            .with(PACS.text, self.to_pacs())
            .into()
    }

    /// How many bits there are, 1 to 64.
    #[must_use]
    pub fn length(self) -> u8 {
        self.length
    }

    /// The bits as a number; the one sent last is the lowest.
    #[must_use]
    pub fn value(self) -> u64 {
        self.bits >> (u32::from(LONGEST) - u32::from(self.length))
    }

    /// The bits from the highest down, zeros behind the last.
    pub(super) fn bits(self) -> u64 {
        self.bits
    }

    /// The word of bits that start with the highest; those behind its length are dropped.
    pub(super) fn of_bits(bits: u64, length: u8) -> Self {
        let unused = u32::from(LONGEST) - u32::from(length.clamp(1, LONGEST));
        Self {
            bits: bits >> unused << unused,
            length: length.clamp(1, LONGEST),
        }
    }

    /// `0` and `1`, the bit sent first first.
    #[must_use]
    pub fn to_bits(self) -> String {
        in_bits(self.value().into(), 1, self.length.into())
    }

    /// The number in hex, with as many digits as its bits need.
    #[must_use]
    pub fn to_hex(self) -> String {
        in_bits(self.value().into(), 4, self.length.div_ceil(4).into())
    }

    /// The word in the framing of HID Prox cards, as [`Word::from_prox`] reads it.
    #[must_use]
    pub fn to_prox(self) -> String {
        let sentinel = 1_u128 << self.length;
        let around = match self.length {
            0..=36 => sentinel | 1 << PROX_SHORT,
            37 => 0,
            48 => sentinel,
            _ => sentinel | PROX_LONG,
        };
        // At least nine digits: the 37 bits that are sent as they are.
        in_bits(around | u128::from(self.value()), 4, 9)
    }

    /// The word in the framing of newer PACS credentials, as [`Word::from_pacs`] reads it.
    #[must_use]
    pub fn to_pacs(self) -> String {
        let bytes = self.length.div_ceil(8);
        let padding = bytes * 8 - self.length;
        // The first byte says how much of the last is padding.
        let first = u128::from(padding) << (8 * u32::from(bytes));
        let padded = u128::from(self.value()) << padding;
        in_bits(first | padded, 4, 2 * u32::from(bytes) + 2)
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

/// The word of each way to write one; `None` where it is not written that way, or as hex without a
/// length.
fn ways(reading: &Reading<'_>) -> [(Name, Option<Result<Word, Issue>>); 4] {
    let hex = || Some(Word::from_hex(reading.text(HEX)?, length_of(reading)?));
    [
        (BITS, reading.text(BITS).map(Word::from_bits)),
        (HEX, hex()),
        (PROX, reading.text(PROX).map(Word::from_prox)),
        (PACS, reading.text(PACS).map(Word::from_pacs)),
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

fn after_prefix(text: &str) -> &str {
    text.strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))
        .unwrap_or(text)
}

/// The number of hexadecimal digits, of which a `u128` holds 32.
fn hexadecimal(text: &str) -> Result<u128, Issue> {
    let digits = after_prefix(text);
    let before = text.len() - digits.len();
    let other = digits.chars().position(|c| !c.is_ascii_hexdigit());
    if let Some(at) = other.or(digits.is_empty().then_some(0)) {
        return Err(Issue::of(IssueCode::CardWordNotHex).param(before + at + 1));
    }
    let significant = digits.trim_start_matches('0');
    if significant.len() > 32 {
        return Err(wrong_length(digits.len().saturating_mul(4)));
    }
    let digits = significant.chars().filter_map(|digit| digit.to_digit(16));
    Ok(digits.fold(0, |value, digit| value << 4 | u128::from(digit)))
}
