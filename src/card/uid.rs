//! Identifiers of cards (UID, CSN): whole, and as far as a number tells them.

use alloc::vec::Vec;
use core::fmt;

use crate::Issue;

/// The bytes that identifiers have: ISO 14443 (4, 7, 10), EM4100 (5), ISO 15693 (8).
pub(super) const LENGTHS: [u8; 5] = [4, 5, 7, 8, 10];

/// What may stand between the bytes of an identifier.
const SEPARATORS: [char; 3] = [':', '-', ' '];

/// Which byte of an identifier is the most significant of its number: readers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// The first byte is the most significant.
    MostSignificantFirst,
    /// The last byte is.
    LeastSignificantFirst,
}

/// The identifier of a card: 4, 5, 7, 8 or 10 bytes.
///
/// `Display` is upper-case hex, the byte sent first first; an ISO 15693 identifier is written as
/// ISO 15693-3 writes it, E0 first, though its last byte is sent first. `Debug` shows no digit.
///
/// ```
/// # use latchwork::Uid;
/// let uid = Uid::parse("04:a1:b2:c3:d4:e5:f6")?;
/// assert_eq!(uid.to_string(), "04A1B2C3D4E5F6");
/// assert_eq!(uid.reversed().to_string(), "F6E5D4C3B2A104");
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid {
    length: u8,
    /// The first byte is the most significant of so many.
    value: u128,
}

impl Uid {
    /// Reads hex: digits of either case, after `0x` or not, with `:`, `-` or a space between all
    /// bytes or none.
    ///
    /// # Errors
    /// `uid_not_hex`, `uid_separators_mixed`, `uid_separator_misplaced`, `uid_odd_digits`,
    /// `uid_wrong_length`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        let digits = HexDigits::read(text)?;
        if digits.count % 2 != 0 {
            return Err(Issue::new(
                "uid_odd_digits",
                "expected two hexadecimal digits for each byte, found {found} digits in all",
            )
            .with("found", digits.count));
        }
        Self::of(digits.value, digits.count / 2)
    }

    /// An identifier of these bytes, the first sent first.
    ///
    /// # Errors
    /// `uid_wrong_length`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Issue> {
        let value = bytes
            .iter()
            .fold(0, |value: u128, byte| value << 8 | u128::from(*byte));
        Self::of(value, bytes.len())
    }

    fn of(value: u128, bytes: usize) -> Result<Self, Issue> {
        LENGTHS
            .into_iter()
            .find(|length| usize::from(*length) == bytes)
            .map(|length| Self { length, value })
            .ok_or_else(|| {
                Issue::new(
                    "uid_wrong_length",
                    "expected 4, 5, 7, 8 or 10 bytes, found {found}",
                )
                .with("found", bytes)
            })
    }

    /// The bytes, the first sent first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let unused = 16 - usize::from(self.length);
        self.value.to_be_bytes().into_iter().skip(unused).collect()
    }

    /// How many bytes: 4, 5, 7, 8 or 10.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "an identifier is never empty")]
    pub fn len(&self) -> u8 {
        self.length
    }

    /// The identifier with its bytes in the other order.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let unused = 128 - 8 * u32::from(self.length);
        Self {
            value: self.value.swap_bytes() >> unused,
            ..*self
        }
    }

    /// The first byte.
    pub(super) fn first(&self) -> u8 {
        self.to_bytes().first().copied().unwrap_or_default()
    }

    /// Whether it is no identifier of the card: 4 bytes starting 08 are drawn anew at every
    /// reading (ISO 14443-3).
    #[must_use]
    pub fn is_random(&self) -> bool {
        self.length == 4 && self.first() == 0x08
    }

    /// Whether it is the first part of a longer one: 4 bytes starting 88, the cascade tag of
    /// ISO 14443-3.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.length == 4 && self.first() == 0x88
    }

    /// What is worth knowing: `uid_random`, `uid_cut`.
    #[must_use]
    pub fn notes(&self) -> Vec<Issue> {
        let random = self.is_random().then(|| {
            Issue::note(
                "uid_random",
                "expected an identifier that stays, found a random one: \
                 4 bytes starting 08 differ at every reading",
            )
        });
        let cut = self.is_cut().then(|| {
            Issue::note(
                "uid_cut",
                "expected a whole identifier, found the first part of a longer one: \
                 4 bytes starting 88",
            )
        });
        random.into_iter().chain(cut).collect()
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        PartialUid::from(*self).fmt(f)
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Uid(…)")
    }
}

impl core::str::FromStr for Uid {
    type Err = Issue;

    fn from_str(text: &str) -> Result<Self, Issue> {
        Self::parse(text)
    }
}

/// An identifier as far as it is known: what a number tells that does not hold all of it.
///
/// `Display` is upper-case hex with `?` for each digit that is not known in full. `Debug` shows no
/// digit.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialUid {
    length: u8,
    /// 0 where a bit is not known.
    value: u128,
    /// 1 where a bit is known.
    known: u128,
}

impl PartialUid {
    /// `value` and `known` have no bit beyond the length, `value` none that is not known.
    pub(super) fn new(length: u8, value: u128, known: u128) -> Self {
        Self {
            length,
            value,
            known,
        }
    }

    /// How many bytes: 4, 5, 7, 8 or 10.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "an identifier is never empty")]
    pub fn len(&self) -> u8 {
        self.length
    }

    /// How many bits are known.
    #[must_use]
    pub fn known_bits(&self) -> u32 {
        self.known.count_ones()
    }

    /// The identifier, where every bit is known.
    #[must_use]
    pub fn whole(&self) -> Option<Uid> {
        let whole = self.known_bits() == 8 * u32::from(self.length);
        whole.then_some(Uid {
            length: self.length,
            value: self.value,
        })
    }

    /// Which bits both know, where these are all the same; never for identifiers of other lengths.
    pub(super) fn agreed(&self, other: &Self) -> Option<u128> {
        let both = self.known & other.known;
        let agree = (self.value ^ other.value) & both == 0;
        (self.length == other.length && agree).then_some(both)
    }

    /// What of the 7 bytes is known whose first part this is.
    pub(super) fn continued(cut: &Uid) -> Option<Self> {
        let first = (cut.value & 0x00FF_FFFF) << 32;
        cut.is_cut().then(|| Self::new(7, first, 0x00FF_FFFF << 32))
    }

    pub(super) fn value(&self) -> u128 {
        self.value
    }

    pub(super) fn known(&self) -> u128 {
        self.known
    }
}

impl From<Uid> for PartialUid {
    fn from(uid: Uid) -> Self {
        Self::new(uid.length, uid.value, (1 << (8 * uid.length)) - 1)
    }
}

impl fmt::Display for PartialUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (value, known) = (self.value.to_be_bytes(), self.known.to_be_bytes());
        let bytes = value.into_iter().zip(known);
        for (value, known) in bytes.skip(16 - usize::from(self.length)) {
            for (digit, known) in [(value >> 4, known >> 4), (value & 15, known & 15)] {
                if known == 15 {
                    write!(f, "{digit:X}")?;
                } else {
                    f.write_str("?")?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for PartialUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartialUid(…)")
    }
}

/// The digits of a text in hex, in the spellings that identifiers come in.
#[derive(Default)]
pub(super) struct HexDigits {
    /// Of the last 32 digits.
    pub(super) value: u128,
    pub(super) count: usize,
    /// Whether the text can be nothing but hex: a letter, a separator, a `0x`.
    pub(super) shown: bool,
}

impl HexDigits {
    /// # Errors
    /// `uid_not_hex`, `uid_separators_mixed`, `uid_separator_misplaced`.
    pub(super) fn read(text: &str) -> Result<Self, Issue> {
        let separator = text.chars().find(|c| SEPARATORS.contains(c));
        let mut digits = Self {
            shown: separator.is_some(),
            ..Self::default()
        };
        let mut position = 1;
        let mut each_has_prefix = true;
        for (index, part) in text.split(|c| Some(c) == separator).enumerate() {
            let bare = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X"));
            each_has_prefix &= bare.is_some();
            // Before the whole, or before every byte.
            let bare = bare.filter(|_| index == 0 || each_has_prefix);
            digits.shown |= bare.is_some();
            position += if bare.is_some() { 2 } else { 0 };
            let before = digits.count;
            let start = position;
            for c in bare.unwrap_or(part).chars() {
                digits.push(c, position)?;
                position += 1;
            }
            let found = digits.count - before;
            if separator.is_some() && found != 2 {
                return Err(Issue::new(
                    "uid_separator_misplaced",
                    "expected two digits between separators, found {found} from position {position}",
                )
                .with("found", found)
                .with("position", start));
            }
            position += 1;
        }
        Ok(digits)
    }

    fn push(&mut self, c: char, position: usize) -> Result<(), Issue> {
        let Some(digit) = c.to_digit(16) else {
            return Err(if SEPARATORS.contains(&c) {
                Issue::new(
                    "uid_separators_mixed",
                    "expected the same separator between all bytes, \
                     found another at position {position}",
                )
            } else {
                Issue::new(
                    "uid_not_hex",
                    "expected a hexadecimal digit at position {position}",
                )
            }
            .with("position", position));
        };
        self.value = self.value << 4 | u128::from(digit);
        self.count += 1;
        self.shown |= digit > 9;
        Ok(())
    }
}
