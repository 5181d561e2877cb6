//! Universally unique identifiers: 16 bytes, and the text they are written as.

use alloc::string::String;
use core::fmt;

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
        if judge(text) == Written::No {
            return Err(wrong(text));
        }
        Self::of_right(text).ok_or_else(|| wrong(text))
    }

    /// The uuid of a text that was found right; `None` for one that has no two digits in a place of
    /// two.
    pub(crate) fn of_right(text: &str) -> Option<Self> {
        let mut uuid = [0; 16];
        for (byte, place) in uuid.iter_mut().zip(PLACES) {
            let [high, low] = *text.as_bytes().get(place..place + 2)? else {
                return None;
            };
            *byte = value_of(high)? << 4 | value_of(low)?;
        }
        Some(Self(uuid))
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

/// The number of a hexadecimal digit.
fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
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

/// Whether a text is a uuid.
fn judge(text: &str) -> Written {
    let Ok(bytes) = <&[u8; LENGTH]>::try_from(text.as_bytes()) else {
        return Written::No;
    };
    let mut found = 0;
    let mut hyphens = 0;
    for byte in bytes {
        let kind = KINDS.get(usize::from(*byte)).copied().unwrap_or(OTHER);
        found |= kind;
        hyphens += kind & HYPHEN;
    }
    let are_placed = [bytes[8], bytes[13], bytes[18], bytes[23]] == [b'-'; 4];
    if found & OTHER != 0 || hyphens != 4 * HYPHEN || !are_placed {
        Written::No
    } else if found & UPPER != 0 {
        Written::Otherwise
    } else {
        Written::AsGiven
    }
}

/// Kinds of characters, a bit each; a digit or a letter in lower case has none.
const HYPHEN: u8 = 1;
const UPPER: u8 = 2;
const OTHER: u8 = 4;

/// The kind of each byte.
const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut rest: &mut [u8] = &mut kinds;
    let mut byte = 0_u8;
    while let [kind, behind @ ..] = rest {
        *kind = match byte {
            b'0'..=b'9' | b'a'..=b'f' => 0,
            b'A'..=b'F' => UPPER,
            b'-' => HYPHEN,
            _ => OTHER,
        };
        byte = byte.wrapping_add(1);
        rest = behind;
    }
    kinds
};

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
