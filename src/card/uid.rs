//! Identifiers of cards (UID, CSN): whole, and as far as a number tells them.

use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::blanks::with_blanks;
use crate::{Issue, IssueCode};

/// The bytes that identifiers have: ISO 14443 (4, 7, 10), EM4100 (5), ISO 15693 (8).
pub(super) const LENGTHS: [u8; 5] = [4, 5, 7, 8, 10];

/// What may stand between the bytes of an identifier.
const SEPARATORS: [char; 3] = [':', '-', ' '];

/// The digits of the longest text in hex that says an identifier: its bytes and one that checks
/// them.
pub(super) const MOST_DIGITS: usize = 22;

/// Room for the longest identifier.
type Bytes = [u8; 10];

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
    /// The first `length` of them; the others are 0.
    bytes: Bytes,
}

impl Uid {
    /// Reads hex: digits of either case, after `0x` or not, with `:`, `-` or a space between all
    /// bytes or none, and blanks around these or not.
    ///
    /// # Errors
    /// `uid_not_hex`, `uid_separators_mixed`, `uid_separator_misplaced`, `uid_odd_digits`,
    /// `uid_wrong_length`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        let digits = HexDigits::read(text)?;
        if digits.count % 2 != 0 {
            return Err(Issue::of(IssueCode::UidOddDigits).param(digits.count));
        }
        let mut uid = Self::of_length(digits.count / 2)?;
        for (byte, pair) in uid.bytes.iter_mut().zip(digits.first.chunks_exact(2)) {
            *byte = pair.iter().fold(0, |byte, digit| byte << 4 | digit);
        }
        Ok(uid)
    }

    /// An identifier of these bytes, the first sent first.
    ///
    /// # Errors
    /// `uid_wrong_length`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Issue> {
        let mut uid = Self::of_length(bytes.len())?;
        for (byte, given) in uid.bytes.iter_mut().zip(bytes) {
            *byte = *given;
        }
        Ok(uid)
    }

    /// An identifier of so many bytes, each of them 0.
    fn of_length(bytes: usize) -> Result<Self, Issue> {
        let bytes_of = |length: &u8| usize::from(*length) == bytes;
        match LENGTHS.into_iter().find(bytes_of) {
            Some(length) => Ok(Self {
                length,
                bytes: Bytes::default(),
            }),
            None => Err(Issue::of(IssueCode::UidWrongLength).param(bytes)),
        }
    }

    /// The bytes, the first sent first.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length.into()).unwrap_or_default()
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
        let mut reversed = *self;
        for (byte, given) in reversed.bytes.iter_mut().zip(self.as_bytes().iter().rev()) {
            *byte = *given;
        }
        reversed
    }

    /// The first byte.
    pub(super) fn first(&self) -> u8 {
        let [first, ..] = self.bytes;
        first
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
        let code = if self.is_random() {
            IssueCode::UidRandom
        } else if self.is_cut() {
            IssueCode::UidCut
        } else {
            return Vec::new();
        };
        alloc::vec![Issue::of(code)]
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

/// An identifier as far as it is known: what a number tells that does not hold all of it.
///
/// `Display` is upper-case hex with `?` for each digit that is not known in full. `Debug` shows no
/// digit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialUid {
    length: u8,
    /// 0 where a bit is not known.
    bytes: Bytes,
    /// 1 where a bit is known.
    known: Bytes,
}

impl PartialUid {
    /// An identifier of which nothing is known.
    pub(super) fn unknown(length: u8) -> Self {
        Self {
            length,
            bytes: Bytes::default(),
            known: Bytes::default(),
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
        self.known.iter().map(|known| known.count_ones()).sum()
    }

    /// The identifier, where every bit is known.
    #[must_use]
    pub fn whole(&self) -> Option<Uid> {
        let whole = self.known_bits() == 8 * u32::from(self.length);
        whole.then_some(Uid {
            length: self.length,
            bytes: self.bytes,
        })
    }

    /// How many bits both know, where these are all the same; never for identifiers of other
    /// lengths.
    pub(super) fn agreed(&self, other: &Self) -> Option<u32> {
        let is_same = |((one, other), both): ((&u8, &u8), u8)| (one ^ other) & both == 0;
        let known = || self.known.iter().zip(&other.known);
        let both = || known().map(|(one, other)| one & other);
        let bytes = self.bytes.iter().zip(&other.bytes);
        let agree = self.length == other.length && bytes.zip(both()).all(is_same);
        agree.then(|| both().map(u8::count_ones).sum())
    }

    /// What of the 7 bytes is known whose first part this is.
    pub(super) fn continued(cut: &Uid) -> Option<Self> {
        let mut longer = Self::unknown(7);
        let bytes = longer.bytes.iter_mut().zip(&mut longer.known);
        for ((byte, known), given) in bytes.zip(cut.as_bytes().iter().skip(1)) {
            (*byte, *known) = (*given, u8::MAX);
        }
        cut.is_cut().then_some(longer)
    }

    /// A bit, if it is known; 0 is the most significant of the first byte.
    pub(super) fn bit(&self, place: u8) -> Option<u8> {
        let shift = 7 - place % 8;
        let byte = |bytes: &Bytes| {
            bytes
                .get(usize::from(place / 8))
                .map(|byte| byte >> shift & 1)
        };
        (byte(&self.known)? == 1).then(|| byte(&self.bytes))?
    }

    /// Makes a bit known.
    pub(super) fn set(&mut self, place: u8, bit: u8) {
        let (index, shift) = (usize::from(place / 8), 7 - place % 8);
        if let (Some(byte), Some(known)) = (self.bytes.get_mut(index), self.known.get_mut(index)) {
            *byte |= bit << shift;
            *known |= 1 << shift;
        }
    }

    /// Whether no bit is known to be 1.
    pub(super) fn is_zero(&self) -> bool {
        self.bytes == Bytes::default()
    }
}

impl From<Uid> for PartialUid {
    fn from(uid: Uid) -> Self {
        let mut known = Bytes::default();
        for byte in known.iter_mut().take(uid.length.into()) {
            *byte = u8::MAX;
        }
        Self {
            length: uid.length,
            bytes: uid.bytes,
            known,
        }
    }
}

impl fmt::Display for PartialUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.bytes.iter().zip(&self.known);
        for (byte, known) in bytes.take(self.length.into()) {
            for shift in [4, 0] {
                let digit = u32::from(byte >> shift & 15);
                let is_known = known >> shift & 15 == 15;
                let digit = char::from_digit(digit, 16).filter(|_| is_known);
                f.write_char(digit.map_or('?', |digit| digit.to_ascii_uppercase()))?;
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
    /// The first of them, as many as [`MOST_DIGITS`].
    pub(super) first: Vec<u8>,
    pub(super) count: usize,
    /// Whether the text can be nothing but hex: a letter, a separator, a `0x`.
    pub(super) shown: bool,
}

impl HexDigits {
    /// # Errors
    /// `uid_not_hex`, `uid_separators_mixed`, `uid_separator_misplaced`.
    pub(super) fn read(text: &str) -> Result<Self, Issue> {
        with_blanks(text, Self::read_tidy)
    }

    /// As [`read`](Self::read), of a text without blanks around its separators.
    pub(super) fn read_tidy(text: &str) -> Result<Self, Issue> {
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
                let misplaced = Issue::of(IssueCode::UidSeparatorMisplaced);
                return Err(misplaced.param(found).param(start));
            }
            position += 1;
        }
        Ok(digits)
    }

    fn push(&mut self, c: char, position: usize) -> Result<(), Issue> {
        let digit = c.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let Some(digit) = digit else {
            let code = if SEPARATORS.contains(&c) {
                IssueCode::UidSeparatorsMixed
            } else {
                IssueCode::UidNotHex
            };
            return Err(Issue::of(code).param(position));
        };
        if self.count < MOST_DIGITS {
            self.first.push(digit);
        }
        self.count += 1;
        self.shown |= digit > 9;
        Ok(())
    }
}
