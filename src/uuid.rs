//! The text form of universally unique identifiers.

use core::fmt;

use crate::Issue;

const LENGTH: usize = 36;

/// A uuid: 8-4-4-4-12 hexadecimal digits of any version, printed in lower case.
///
/// Source: RFC 9562 §4. Braces, `urn:uuid:` and the form without hyphens are issues.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid([u8; LENGTH]);

impl Uuid {
    /// Checks a uuid; upper case is accepted.
    ///
    /// # Errors
    /// `uuid_wrong_length`, `uuid_no_hyphen`, `uuid_not_hex`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::read(text).ok_or_else(|| wrong(text))
    }

    fn read(text: &str) -> Option<Self> {
        let mut uuid: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        for (index, byte) in uuid.iter_mut().enumerate() {
            let right = if is_hyphen(index) {
                *byte == b'-'
            } else {
                byte.is_ascii_hexdigit()
            };
            if !right {
                return None;
            }
            byte.make_ascii_lowercase();
        }
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

/// What is wrong with a text that is no uuid: its length, or its first wrong character.
fn wrong(text: &str) -> Issue {
    let found = text.chars().count();
    if found != LENGTH {
        return Issue::new(
            "uuid_wrong_length",
            "expected {expected} characters, found {found}",
        )
        .with("expected", LENGTH)
        .with("found", found);
    }
    let right = |(index, c): &(usize, char)| {
        if is_hyphen(*index) {
            *c == '-'
        } else {
            c.is_ascii_hexdigit()
        }
    };
    let before = text.chars().enumerate().take_while(right).count();
    let (code, sentence) = if is_hyphen(before) {
        ("uuid_no_hyphen", "expected a hyphen at position {position}")
    } else {
        (
            "uuid_not_hex",
            "expected a hexadecimal digit at position {position}",
        )
    };
    Issue::new(code, sentence).with("position", before + 1)
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
