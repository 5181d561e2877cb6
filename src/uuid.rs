//! Universally unique identifiers: 16 bytes, and the text they are written as.

use alloc::string::String;
use core::fmt;

use crate::ascii::Hex;
use crate::schema::{Form, Pattern, Written};
use crate::{Issue, IssueCode, Value};

#[cfg(feature = "uuid")]
mod interop;

/// The characters of the text.
const LENGTH: usize = 36;

/// Where the two digits of each byte stand in the text; the hyphens are between.
const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/// A uuid of any version: 16 bytes, written as 8-4-4-4-12 hexadecimal digits in lower case.
///
/// The order is that of the bytes, which is that of the texts. Source: RFC 9562 §4. Braces,
/// `urn:uuid:` and the form without hyphens are issues.
///
/// ```
/// # use latchwork::Uuid;
/// let lock = Uuid::parse("6F1C2A34-9d1e-4c58-8a01-5b7e0f6d2c11")?;
/// assert_eq!(lock.to_string(), "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11");
/// assert_eq!(lock.as_bytes()[..2], [0x6f, 0x1c]);
/// assert_eq!(Uuid::from_bytes(*lock.as_bytes()), lock);
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid([u8; 16]);

impl Uuid {
    pub(crate) const FORM: Form = Form::rewritten(
        judge,
        wrong,
        |text| String::from(text).to_ascii_lowercase(),
        Pattern::of("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$").format("uuid"),
    );

    /// Checks a uuid; upper case is accepted.
    ///
    /// # Errors
    /// `uuid_wrong_length`, `uuid_no_hyphen`, `uuid_not_hex`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::of_right(text).ok_or_else(|| wrong(text))
    }

    /// The uuid of a text that was found right; `None` for one that is none.
    pub(crate) fn of_right(text: &str) -> Option<Self> {
        Some(Self(read(text)?.bytes()))
    }

    /// The uuid of 16 bytes, as RFC 9562 numbers them: the first two digits are the first byte.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes, as RFC 9562 numbers them.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The text, without an allocation.
    pub(crate) fn text(self) -> Text {
        let mut text = [b'-'; LENGTH];
        for (byte, place) in self.0.into_iter().zip(PLACES) {
            if let Some([high, low]) = text.get_mut(place..place + 2) {
                *high = digit(byte >> 4);
                *low = digit(byte & 15);
            }
        }
        Text(text)
    }
}

/// The text of a uuid.
pub(crate) struct Text([u8; LENGTH]);

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        // Always Ok: digits and hyphens.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The hexadecimal digit of a number below 16.
fn digit(number: u8) -> u8 {
    match number {
        0..=9 => b'0' + number,
        _ => b'a' - 10 + number,
    }
}

fn is_hyphen(index: usize) -> bool {
    matches!(index, 8 | 13 | 18 | 23)
}

/// The digits of a text that is a uuid.
fn read(text: &str) -> Option<Hex> {
    let (first, rest) = text.as_bytes().split_first_chunk()?;
    let (second, rest) = group(rest)?;
    let (third, rest) = group(rest)?;
    let (fourth, rest) = group(rest)?;
    let (fifth, rest) = group(rest)?;
    let last = <&[u8; 8]>::try_from(rest).ok()?;
    Hex::read([
        u64::from_le_bytes(*first),
        second | third << 32,
        fourth | fifth << 32,
        u64::from_le_bytes(*last),
    ])
}

/// The four characters behind a hyphen, and what is behind them.
fn group(text: &[u8]) -> Option<(u64, &[u8])> {
    let (hyphen, rest) = text.split_first()?;
    let (characters, rest) = rest.split_first_chunk()?;
    (*hyphen == b'-').then_some((u32::from_le_bytes(*characters).into(), rest))
}

/// Whether a text is a uuid.
fn judge(text: &str) -> Written {
    match read(text) {
        Some(digits) if digits.has_capital => Written::Otherwise,
        Some(_) => Written::AsGiven,
        None => Written::No,
    }
}

/// What is wrong with a text that is no uuid: its length, or its first wrong character.
fn wrong(text: &str) -> Issue {
    let found = text.chars().count();
    if found != LENGTH {
        return Issue::of(IssueCode::UuidWrongLength)
            .param(LENGTH)
            .param(found);
    }
    let right = |(index, c): &(usize, char)| {
        if is_hyphen(*index) {
            *c == '-'
        } else {
            c.is_ascii_hexdigit()
        }
    };
    let before = text.chars().enumerate().take_while(right).count();
    let code = if is_hyphen(before) {
        IssueCode::UuidNoHyphen
    } else {
        IssueCode::UuidNotHex
    };
    Issue::of(code).param(before + 1)
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uuid({self})")
    }
}

impl From<[u8; 16]> for Uuid {
    fn from(bytes: [u8; 16]) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<Uuid> for [u8; 16] {
    fn from(uuid: Uuid) -> Self {
        uuid.0
    }
}

impl From<Uuid> for Value<'_> {
    fn from(uuid: Uuid) -> Self {
        Self::from(String::from(uuid.text().as_str()))
    }
}
