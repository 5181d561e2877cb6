//! The numbers by which the panel names what it keeps.

use core::fmt;
use core::str::FromStr;

use crate::schema::{Given, Name, Reading};
use crate::value::{LARGEST_WHOLE, digits};
use crate::{Issue, Value};

/// The uid of a user, an identifier, a time profile or an apartment: from 0 to 2^53 - 1. What is
/// above, readers of JSON cannot tell from its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityUid(u64);

impl EntityUid {
    /// The uid of a number.
    ///
    /// # Errors
    /// `number_out_of_range`
    pub fn new(number: u64) -> Result<Self, Issue> {
        Self::known((number <= LARGEST_WHOLE).then_some(number))
    }

    /// The uid of a path: decimal digits, none of them a zero in front.
    ///
    /// # Errors
    /// `number_out_of_range`, for what is no such number too.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::known(digits(text))
    }

    fn known(number: Option<u64>) -> Result<Self, Issue> {
        number
            .map(Self)
            .ok_or_else(|| Issue::out_of_range(0_u64, LARGEST_WHOLE))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The uid of a number, or of digits.
    #[cfg(feature = "js")]
    pub(crate) fn judge(given: Given<'_>) -> Result<Self, Issue> {
        Self::known(given.numbered())
    }

    /// The uid that a table found right: a number, or digits.
    pub(crate) fn of(given: Given<'_>) -> Option<Self> {
        given.numbered().map(Self)
    }

    pub(super) fn at(reading: &Reading<'_>, name: Name) -> Option<Self> {
        Self::of(reading.get(name)?)
    }
}

impl TryFrom<u64> for EntityUid {
    type Error = Issue;

    fn try_from(number: u64) -> Result<Self, Issue> {
        Self::new(number)
    }
}

impl FromStr for EntityUid {
    type Err = Issue;

    fn from_str(text: &str) -> Result<Self, Issue> {
        Self::parse(text)
    }
}

impl fmt::Display for EntityUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<EntityUid> for Value<'_> {
    fn from(uid: EntityUid) -> Self {
        Self::from(uid.0)
    }
}
