//! Access levels: who may do what at a lock.

use core::fmt;

use crate::Issue;

mod grant;
mod policy;

pub use grant::{Grant, GrantState, Opening};
pub use policy::{GrantPolicy, Grantor};

/// A level of access to a lock, from the most to the least powerful.
///
/// Source: `SmartphoneKey`, "grant lock access", `accessLevel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccessLevel {
    /// `OWNER`
    Owner,
    /// `ADMIN`
    Admin,
    /// `USER`
    User,
    /// `GUEST`
    Guest,
}

impl AccessLevel {
    /// Every level, from the most to the least powerful.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::User, Self::Guest];

    /// Checks a level; upper case only, as the API writes it.
    ///
    /// # Errors
    /// `access_level_unknown`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| {
                Issue::new(
                    "access_level_unknown",
                    "expected one of {expected}, found another value",
                )
                .with("expected", "OWNER, ADMIN, USER, GUEST")
            })
    }

    /// The level as the API writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "OWNER",
            Self::Admin => "ADMIN",
            Self::User => "USER",
            Self::Guest => "GUEST",
        }
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl core::str::FromStr for AccessLevel {
    type Err = Issue;

    fn from_str(text: &str) -> Result<Self, Issue> {
        Self::parse(text)
    }
}
