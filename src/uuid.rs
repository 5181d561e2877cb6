//! The text form of universally unique identifiers.

use alloc::string::String;
use core::fmt;

use crate::schema::{Form, Pattern, Written};
use crate::{Issue, IssueCode};

const LENGTH: usize = 36;

/// A uuid: 8-4-4-4-12 hexadecimal digits of any version, printed in lower case.
///
/// Source: RFC 9562 §4. Braces, `urn:uuid:` and the form without hyphens are issues.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid([u8; LENGTH]);

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

    /// The uuid of a text that was found right.
    pub(crate) fn of_right(text: &str) -> Option<Self> {
        let mut uuid: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        uuid.make_ascii_lowercase();
        Some(Self(uuid))
    }

    /// The text in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Always Ok: `parse` stores ASCII only.
        core::str::from_utf8(&self.0).unwrap_or_default()
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
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uuid({})", self.as_str())
    }
}

impl core::str::FromStr for Uuid {
    type Err = Issue;

    fn from_str(text: &str) -> Result<Self, Issue> {
        Self::parse(text)
    }
}
