//! Wiegand words: the bits that a reader sends, and how many there are.

use alloc::string::String;
use core::fmt;

use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Issue, Issues, Value};

/// The bits of the longest word.
pub(super) const LONGEST: u8 = 64;

const BITS: &str = "bits";
const HEX: &str = "hex";
const LENGTH: &str = "length";
const PROX: &str = "prox";
const PACS: &str = "pacs";

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
            return Err(Issue::new(
                "card_word_too_large",
                "expected a number of {length} bits, found one of {found}",
            )
            .with(LENGTH, length)
            .with("found", u64::from(needed)));
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
            return Err(Issue::new(
                "card_word_not_bits",
                "expected 0 and 1 only, found another character at position {position}",
            )
            .with("position", before + 1));
        }
        let length = u8::try_from(text.len()).ok();
        let length = length.filter(|length| (1..=LONGEST).contains(length));
        let length = length.ok_or_else(|| wrong_length(text.len()))?;
        // Always Ok: there are at most 64 bits.
        Self::new(u64::from_str_radix(text, 2).unwrap_or_default(), length)
    }

    /// Reads the bits as a hexadecimal number of so many bits; `0x` may stand before it.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_wrong_length`, `card_word_too_large`.
    pub fn from_hex(text: &str, length: u8) -> Result<Self, Issue> {
        let value = hexadecimal(text)?;
        let value = u64::try_from(value).map_err(|_| {
            Issue::new(
                "card_word_too_large",
                "expected a number of {length} bits, found a larger one",
            )
            .with(LENGTH, length)
        })?;
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
        .ok_or_else(|| {
            Issue::new(
                "card_word_not_prox",
                "expected a word in the framing of HID Prox cards, found other bits",
            )
        })
    }

    /// Reads the framing of newer PACS credentials, in hex: a byte that says how many bits of the
    /// last byte are padding, then the bits.
    ///
    /// # Errors
    /// `card_word_not_hex`, `card_word_not_pacs`, `card_word_wrong_length`.
    pub fn from_pacs(text: &str) -> Result<Self, Issue> {
        let frame = hexadecimal(text)?;
        let digits = after_prefix(text).len();
        let refused = |sentence| Issue::new("card_word_not_pacs", sentence);
        if !digits.is_multiple_of(2) {
            return Err(refused(
                "expected two hexadecimal digits a byte, found an odd number",
            ));
        }
        // A byte and up to eight of the word.
        let length = digits.saturating_sub(2) * 4;
        if length == 0 || length > usize::from(LONGEST) {
            return Err(wrong_length(length));
        }
        let padding = frame >> length;
        let padded = frame & ((1 << length) - 1);
        if padding > 7 {
            return Err(refused(
                "expected 0 to 7 bits of padding in the first byte, found more",
            ));
        }
        if padded & ((1 << padding) - 1) != 0 {
            return Err(refused("expected zeros as padding, found other bits"));
        }
        let bits = u64::try_from(padded >> padding).unwrap_or_default();
        // OK because there is a whole byte and at most seven bits of padding.
        let length = length - usize::try_from(padding).unwrap_or_default();
        Self::new(bits, u8::try_from(length).unwrap_or_default())
    }

    /// Reads a word written as an object: `bits`; `hex` and `length`; `prox`; `pacs`; or several of
    /// these that are of one word.
    ///
    /// # Errors
    /// Every issue of the object: `card_word_missing`, `card_word_contradiction`, and those of the
    /// ways to write it.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let names = [BITS, HEX, LENGTH, PROX, PACS];
        let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
        let length = fields.optional(LENGTH, |value| value.whole(1, LONGEST.into()));
        let length = length.and_then(|length| u8::try_from(length).ok());
        let bits = fields.optional(BITS, |value| Self::from_bits(value.text()?));
        let hex = match (fields.get(HEX), length) {
            (Some(_), Some(length)) => {
                fields.optional(HEX, |value| Self::from_hex(value.text()?, length))
            }
            (Some(_), None) if fields.get(LENGTH).is_none() => {
                fields.report(LENGTH, Issue::missing_field());
                None
            }
            _ => None,
        };
        let prox = fields.optional(PROX, |value| Self::from_prox(value.text()?));
        let pacs = fields.optional(PACS, |value| Self::from_pacs(value.text()?));
        let mut words = [bits, hex, prox, pacs].into_iter().flatten();
        let word = fields.finish_as(|| Some(words.next()))?;
        let word = word.ok_or_else(|| {
            Issue::new(
                "card_word_missing",
                "expected one of bits, hex with length, prox and pacs, found none",
            )
        })?;
        let other_length = length.is_some_and(|length| length != word.length);
        if other_length || words.any(|other| other != word) {
            return Err(Issue::new(
                "card_word_contradiction",
                "expected one word, found another beside it",
            )
            .into());
        }
        Ok(word)
    }

    /// The word in every way to write it, as an object.
    #[must_use]
    pub fn to_value(self) -> Value<'static> {
        Members::default()
            .with(BITS, self.to_bits())
            .with(HEX, self.to_hex())
            .with(LENGTH, u64::from(self.length))
            .with(PROX, self.to_prox())
            .with(PACS, self.to_pacs())
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
        let width = usize::from(self.length);
        alloc::format!("{:0width$b}", self.value())
    }

    /// The number in hex, with as many digits as its bits need.
    #[must_use]
    pub fn to_hex(self) -> String {
        let width = usize::from(self.length.div_ceil(4));
        alloc::format!("{:0width$X}", self.value())
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
        alloc::format!("{:09X}", around | u128::from(self.value()))
    }

    /// The word in the framing of newer PACS credentials, as [`Word::from_pacs`] reads it.
    #[must_use]
    pub fn to_pacs(self) -> String {
        let bytes = self.length.div_ceil(8);
        let padding = bytes * 8 - self.length;
        let width = usize::from(bytes) * 2;
        let padded = u128::from(self.value()) << padding;
        alloc::format!("{padding:02X}{padded:0width$X}")
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

fn wrong_length(found: usize) -> Issue {
    Issue::new(
        "card_word_wrong_length",
        "expected {min} to {max} bits, found {found}",
    )
    .with("min", 1_u8)
    .with("max", LONGEST)
    .with("found", found)
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
        return Err(Issue::new(
            "card_word_not_hex",
            "expected hexadecimal digits, found another character or none at position {position}",
        )
        .with("position", before + at + 1));
    }
    u128::from_str_radix(digits, 16).map_err(|_| wrong_length(digits.len().saturating_mul(4)))
}
