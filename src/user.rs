//! Who a credential belongs to.

use core::fmt;

use crate::schema::{Form, Pattern};
use crate::{Issue, IssueCode, PhoneNumber, Uuid, Value, phone};

/// A user: known by a uuid, or by the number of a mobile phone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UserId {
    /// A user that the service made, of any kind.
    Uuid(Uuid),
    /// A user whose phone is the identity.
    Phone(PhoneNumber),
}

impl UserId {
    pub(crate) const FORM: Form = Form::rewritten(
        |text| {
            let form = if text.starts_with('+') {
                &PhoneNumber::FORM
            } else {
                &Uuid::FORM
            };
            (form.judge)(text)
        },
        wrong,
        Uuid::FORM.canonical,
        Pattern::of("^(\\+[1-9][0-9]{1,14}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$"),
    );

    /// Checks a user id: what starts with `+` is a phone number, what has 36 characters a uuid.
    ///
    /// # Errors
    /// `user_id_unknown_form`, and the issues of [`Uuid::parse`] and [`PhoneNumber::parse`].
    pub fn parse(text: &str) -> Result<Self, Issue> {
        if text.starts_with('+') {
            PhoneNumber::parse(text).map(Self::Phone)
        } else {
            Uuid::parse(text).map(Self::Uuid).map_err(|_| wrong(text))
        }
    }
}

#[cold]
fn wrong(text: &str) -> Issue {
    if text.starts_with('+')
        || (text.starts_with("00") && text.bytes().all(|byte| byte.is_ascii_digit()))
    {
        phone::wrong(text)
    } else if text.chars().count() == 36 {
        (Uuid::FORM.explain)(text)
    } else {
        Issue::of(IssueCode::UserIdUnknownForm)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uuid(uuid) => uuid.fmt(f),
            Self::Phone(phone) => phone.fmt(f),
        }
    }
}

impl<'a> From<&'a UserId> for Value<'a> {
    fn from(id: &'a UserId) -> Self {
        match id {
            UserId::Uuid(uuid) => Self::from(*uuid),
            UserId::Phone(phone) => Self::from(phone.as_str()),
        }
    }
}

impl From<Uuid> for UserId {
    fn from(uuid: Uuid) -> Self {
        Self::Uuid(uuid)
    }
}

impl From<PhoneNumber> for UserId {
    fn from(phone: PhoneNumber) -> Self {
        Self::Phone(phone)
    }
}
