//! BAS-IP panel: create user entity, and the identifiers that open for a user.
//!
//! Source: the vendor's API page "Creates user entity" and, for identifiers, the pages around it.
//! The panel names one error at a time, in the words of [`refuse`]; a form gets every issue from
//! the checks. Unknown fields are passed over, as the panel does, unless the caller refuses them.
//! Where the vendor is silent this project chose: an item of `auth_factors` is a name or an object
//! with that name as `type`, since the panel's own pages write both; `lock_number` is 0, 1 or 2.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Reply;
use crate::fields::Fields;
use crate::issue::Segment;
use crate::value::Members;
use crate::{Issue, Issues, UnknownFields, Value};

mod decision;
mod identifier;
mod validity;

pub use decision::{
    IdentifierDecision, IdentifierState, Session, StoredIdentifier, StoredUser, UserDecision,
    UserState, decide_identifier, decide_user,
};
pub use identifier::{CreateIdentifier, IdentifierNumber, IdentifierType};
pub use validity::{Validity, ValidityState};

const NAME: &str = "name";
const INFO: &str = "info";
const AUTH_FACTORS: &str = "auth_factors";
const LOCK_NUMBER: &str = "lock_number";
const IS_CUSTOM_USER_ACCESS: &str = "is_custom_user_access";

/// How a user identifies at the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthFactor {
    /// `card`
    Card,
    /// `input_code`
    InputCode,
    /// `face_id`
    FaceId,
    /// `qr`
    Qr,
    /// `license_plate`
    LicensePlate,
}

impl AuthFactor {
    const ALL: [Self; 5] = [
        Self::Card,
        Self::InputCode,
        Self::FaceId,
        Self::Qr,
        Self::LicensePlate,
    ];

    /// Checks a factor's name.
    ///
    /// # Errors
    /// `auth_factor_unknown`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::ALL
            .into_iter()
            .find(|factor| factor.as_str() == text)
            .ok_or_else(|| {
                Issue::new(
                    "auth_factor_unknown",
                    "expected one of {expected}, found another value",
                )
                .with("expected", "card, input_code, face_id, qr, license_plate")
            })
    }

    /// The factor as the panel writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::InputCode => "input_code",
            Self::FaceId => "face_id",
            Self::Qr => "qr",
            Self::LicensePlate => "license_plate",
        }
    }

    /// Reads a factor: its name, or an object with the name as `type`.
    fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        match value {
            Value::Object(_) => {
                let mut fields = Fields::of(value, &["type"], UnknownFields::Ignore)?;
                let factor = fields.required("type", |value| Self::parse(value.text()?));
                fields.finish_as(|| factor)
            }
            name => Ok(Self::parse(name.text()?)?),
        }
    }
}

/// A checked request to create a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateUser {
    name: String,
    info: String,
    auth_factors: Vec<AuthFactor>,
    lock_number: u8,
    is_custom_user_access: bool,
}

impl CreateUser {
    const FIELDS: [&str; 5] = [NAME, INFO, AUTH_FACTORS, LOCK_NUMBER, IS_CUSTOM_USER_ACCESS];

    /// Checks a raw HTTP body of at most [`LARGEST_BODY`](crate::LARGEST_BODY) bytes; unknown
    /// fields are passed over.
    ///
    /// # Errors
    /// Every issue of the request, in the order of its fields: those of [`Value::from_json`],
    /// `wrong_type`, `missing_field`, `duplicate_field`, `list_empty`, `auth_factor_unknown`,
    /// `number_out_of_range`.
    #[cfg(feature = "json")]
    pub fn check(body: &[u8]) -> Result<Self, Issues> {
        let body = Value::from_json(body, crate::LARGEST_BODY)?;
        Self::check_value(&body, UnknownFields::Ignore)
    }

    /// Checks a value, whatever it was read from.
    ///
    /// # Errors
    /// As [`CreateUser::check`], without the issues of reading a body; `unknown_field` when asked
    /// for.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &Self::FIELDS, unknown)?;
        let name = fields.required(NAME, Value::text);
        let info = fields.required(INFO, Value::text);
        let list = fields.required(AUTH_FACTORS, Value::some_list);
        let auth_factors = fields.each(AUTH_FACTORS, list.unwrap_or_default(), |_, factor| {
            AuthFactor::check_value(factor)
        });
        let lock_number = fields.required(LOCK_NUMBER, |value| value.whole(0, 2));
        let is_custom_user_access = fields.required(IS_CUSTOM_USER_ACCESS, Value::boolean);
        fields.finish_as(|| {
            Some(Self {
                name: name?.into(),
                info: info?.into(),
                auth_factors,
                lock_number: u8::try_from(lock_number?).ok()?,
                is_custom_user_access: is_custom_user_access?,
            })
        })
    }

    /// The user's name; others may have the same.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What tells users of one name apart.
    #[must_use]
    pub fn info(&self) -> &str {
        &self.info
    }

    /// How the user identifies; at least one.
    #[must_use]
    pub fn auth_factors(&self) -> &[AuthFactor] {
        &self.auth_factors
    }

    /// 0 for both locks, 1 for the first, 2 for the second.
    #[must_use]
    pub fn lock_number(&self) -> u8 {
        self.lock_number
    }

    /// Whether the user's own factors count in place of the panel's.
    #[must_use]
    pub fn is_custom_user_access(&self) -> bool {
        self.is_custom_user_access
    }

    /// The request as an object. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.write(Members::default()).into()
    }

    fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        let factors: Vec<_> = self
            .auth_factors
            .iter()
            .map(|factor| Value::from(factor.as_str()))
            .collect();
        members
            .with(NAME, self.name())
            .with(INFO, self.info())
            .with(AUTH_FACTORS, factors)
            .with(LOCK_NUMBER, u64::from(self.lock_number))
            .with(IS_CUSTOM_USER_ACCESS, self.is_custom_user_access)
    }
}

/// The 400 of this system: the first issue, in the panel's words.
#[must_use]
pub fn refuse(issues: &Issues) -> Reply {
    let error = issues
        .iter()
        .next()
        .map_or_else(|| String::from(WRONG_BODY), panel_words);
    reply_error(400, error)
}

const WRONG_BODY: &str = "Wrong JSON body";

/// What the panel says of an issue. The backticks are part of its text.
fn panel_words(issue: &Issue) -> String {
    let Some(Segment::Field(param)) = issue.path().first() else {
        return String::from(WRONG_BODY);
    };
    match issue.code() {
        "missing_field" => format!("{WRONG_BODY}: no value for `{param}`"),
        "wrong_type" => format!("{WRONG_BODY}: value `{param}` was of the wrong type"),
        "list_empty" if param == AUTH_FACTORS => {
            String::from("auth_factors must contain at least one item")
        }
        // What follows the panel has no words for; these are in its style.
        "number_out_of_range" => format!("{WRONG_BODY}: value `{param}` was out of range"),
        "duplicate_field" => format!("{WRONG_BODY}: value `{param}` was given twice"),
        "unknown_field" => format!("{WRONG_BODY}: unknown value `{param}`"),
        _ => format!("{WRONG_BODY}: value `{param}` was wrong"),
    }
}

fn reply_error(status: u16, error: String) -> Reply {
    Reply::json(status, Members::default().with("error", error).into())
}
