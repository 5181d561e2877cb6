//! What names a lock.

use alloc::string::String;
use core::fmt;

use crate::{Issue, Uuid};

/// The most digits of a lock's number.
const MOST_DIGITS: usize = 20;

/// The id of a lock: a uuid or a decimal number, since the vendor's examples use both.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LockId(String);

impl LockId {
    /// Checks an id; a uuid is given back in lower case.
    ///
    /// # Errors
    /// `lock_id_unknown_form`, and the issues of [`Uuid::parse`] for what has 36 characters.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && (1..=MOST_DIGITS).contains(&text.len()) {
            Ok(Self(text.into()))
        } else if text.chars().count() == 36 {
            Ok(Self(Uuid::parse(text)?.as_str().into()))
        } else {
            Err(Issue::new(
                "lock_id_unknown_form",
                "expected a uuid or a decimal number of at most 20 digits, found neither",
            ))
        }
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
