//! The text form of universally unique identifiers.

use core::fmt;

use crate::Issue;

const LENGTH: usize = 36;
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

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
        let found = text.chars().count();
        if found != LENGTH {
            return Err(Issue::new(
                "uuid_wrong_length",
                "expected {expected} characters, found {found}",
            )
            .with("expected", LENGTH)
            .with("found", found));
        }
        let mut uuid = [b'-'; LENGTH];
        for (index, (slot, c)) in uuid.iter_mut().zip(text.chars()).enumerate() {
            let hyphen = HYPHENS.contains(&index);
            match u8::try_from(c) {
                Ok(b'-') if hyphen => {}
                Ok(byte) if !hyphen && byte.is_ascii_hexdigit() => {
                    *slot = byte.to_ascii_lowercase();
                }
                _ => {
                    let (code, sentence) = if hyphen {
                        ("uuid_no_hyphen", "expected a hyphen at position {position}")
                    } else {
                        (
                            "uuid_not_hex",
                            "expected a hexadecimal digit at position {position}",
                        )
                    };
                    return Err(
                        Issue::new(code, sentence).with("position", index.saturating_add(1))
                    );
                }
            }
        }
        Ok(Self(uuid))
    }

    /// The text in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Always Ok: `parse` stores ASCII only.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
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
