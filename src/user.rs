//! Who a credential belongs to.

use core::fmt;

use crate::{Issue, PhoneNumber, Uuid, phone};

/// A user: known by a uuid, or by the number of a mobile phone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum UserId {
    /// A user that the service made, of any kind.
    Uuid(Uuid),
    /// A user whose phone is the identity.
    Phone(PhoneNumber),
}

impl UserId {
    /// Checks a user id: what starts with `+` is a phone number, what has 36 characters a uuid.
    ///
    /// # Errors
    /// `user_id_unknown_form`, and the issues of [`Uuid::parse`] and [`PhoneNumber::parse`].
    pub fn parse(text: &str) -> Result<Self, Issue> {
        if text.starts_with('+') {
            PhoneNumber::parse(text).map(Self::Phone)
        } else if text.starts_with("00") && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Err(phone::double_zero())
        } else if text.chars().count() == 36 {
            Uuid::parse(text).map(Self::Uuid)
        } else {
            Err(Issue::new(
                "user_id_unknown_form",
                "expected a uuid or a phone number such as +46701234567, found neither",
            ))
        }
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Uuid(uuid) => uuid.as_str(),
            Self::Phone(phone) => phone.as_str(),
        }
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl core::str::FromStr for UserId {
    type Err = Issue;

    fn from_str(text: &str) -> Result<Self, Issue> {
        Self::parse(text)
    }
}
