//! BAS-IP panel: create user entity, and the identifiers that open for a user.
//!
//! Source: the vendor's API page "Creates user entity" and, for identifiers, the pages around it.
//! The panel names one error at a time, in the words of [`refuse`]; a form gets every issue from
//! the checks. Unknown fields are passed over, as the panel does, unless the caller refuses them.
//! Where the vendor is silent this project chose: an item of `auth_factors` is a name or an object
//! with that name as `type`, since the panel's own pages write both; `lock_number` is 0, 1 or 2.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Options, Reply, Request, Told};
use crate::issue::Segment;
use crate::schema::{Document, Given, Kind, Name, Reading, Table, check, words};
use crate::value::Members;
use crate::{Issues, UnknownFields, Value};

mod create_identifier;
mod decision;
mod identifier;
#[cfg(feature = "schema")]
mod operation;
mod plate;
mod validity;

pub use create_identifier::{CreateIdentifier, IdentifierLock, IdentifierOwner, OwnerType};
pub use decision::{
    IdentifierDecision, IdentifierState, Session, StoredIdentifier, StoredUser, UserDecision,
    UserState, decide_identifier, decide_user,
};
pub use identifier::{IdentifierNumber, IdentifierType};
#[cfg(feature = "schema")]
pub(super) use operation::SYSTEM;
pub use validity::{Validity, ValidityState};

const NAME: Name = Name::new(0, "name");
const INFO: Name = Name::new(1, "info");
const AUTH_FACTORS: Name = Name::new(2, "auth_factors");
const LOCK_NUMBER: Name = Name::new(3, "lock_number");
const IS_CUSTOM_USER_ACCESS: Name = Name::new(4, "is_custom_user_access");

/// The most locks of a panel, and so the largest number of one.
const LOCKS: u64 = 2;

/// An item of `auth_factors` that is no bare name.
const AUTH_FACTOR: Table = Table::of(&[TYPE.required(Kind::Word(&AuthFactor::WORDS))]).open();
const TYPE: Name = Name::new(0, "type");

words! {
    /// How a user identifies at the panel.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum AuthFactor: AuthFactorUnknown {
        /// `card`
        Card = "card",
        /// `input_code`
        InputCode = "input_code",
        /// `face_id`
        FaceId = "face_id",
        /// `qr`
        Qr = "qr",
        /// `license_plate`
        LicensePlate = "license_plate",
    }
}

impl AuthFactor {
    /// The factor of a name, or of an object with the name as `type`.
    fn of(given: Given<'_>) -> Option<Self> {
        match given.reading(&AUTH_FACTOR) {
            Some(object) => object.parse(TYPE, Self::parse),
            None => Self::find(given.text()?),
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
    /// A request that a program writes, for both locks and by the panel's own factors.
    ///
    /// # Errors
    /// `list_empty` without a factor.
    pub fn new(
        name: impl Into<String>,
        factors: impl IntoIterator<Item = AuthFactor>,
    ) -> Result<Self, Issues> {
        Self {
            name: name.into(),
            info: String::new(),
            auth_factors: factors.into_iter().collect(),
            lock_number: 0,
            is_custom_user_access: false,
        }
        .judged()
    }

    /// The same with what tells users of one name apart.
    #[must_use]
    pub fn with_info(self, info: impl Into<String>) -> Self {
        let info = info.into();
        Self { info, ..self }
    }

    /// The same for one lock: 1 or 2; 0 for both.
    ///
    /// # Errors
    /// `number_out_of_range` for another.
    pub fn with_lock_number(self, lock_number: u8) -> Result<Self, Issues> {
        Self {
            lock_number,
            ..self
        }
        .judged()
    }

    /// The same, saying whether the user's own factors count in place of the panel's.
    #[must_use]
    pub fn with_custom_user_access(self, is_custom_user_access: bool) -> Self {
        Self {
            is_custom_user_access,
            ..self
        }
    }

    /// The request as its table judges it.
    fn judged(&self) -> Result<Self, Issues> {
        Self::check_value(&self.to_value(), UnknownFields::Refuse)
    }

    /// Checks a raw HTTP body of at most [`LARGEST_BODY`](crate::LARGEST_BODY) bytes; unknown
    /// fields are passed over.
    ///
    /// # Errors
    /// Every issue of the request, in the order of its fields: those of [`Value::from_json`],
    /// `wrong_type`, `missing_field`, `duplicate_field`, `list_empty`, `auth_factor_unknown`,
    /// `number_out_of_range`.
    pub fn check(body: &[u8]) -> Result<Self, Issues> {
        Self::read_body(body, &Self::UNKNOWN_FIELDS.into())
    }

    /// Checks a value, whatever it was read from.
    ///
    /// # Errors
    /// As [`CreateUser::check`], without the issues of reading a body; `unknown_field` when asked
    /// for.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        Self::read_value(value, &unknown.into())
    }

    /// The request as a JSON Schema, draft 2020-12: whatever [`CreateUser::check_value`] accepts, it
    /// accepts, as far as the options are those by default.
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn json_schema() -> Value<'static> {
        Self::schema()
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
            .with(NAME.text, self.name())
            .with(INFO.text, self.info())
            .with(AUTH_FACTORS.text, factors)
            .with(LOCK_NUMBER.text, u64::from(self.lock_number))
            .with(IS_CUSTOM_USER_ACCESS.text, self.is_custom_user_access)
    }
}

impl Request for CreateUser {
    const TABLE: &'static Table = &Table::of(&[
        NAME.required(Kind::Text).described("The user's name"),
        INFO.required(Kind::Text)
            .described("What tells users of one name apart"),
        AUTH_FACTORS
            .required(Kind::SomeList(&Kind::WordOr(
                &AuthFactor::WORDS,
                &AUTH_FACTOR,
            )))
            .described("How the user identifies"),
        LOCK_NUMBER
            .required(Kind::Whole(0, LOCKS))
            .described("0 both locks, 1 the first, 2 the second"),
        IS_CUSTOM_USER_ACCESS
            .required(Kind::Flag)
            .described("Whether the user's own factors count, not the panel's"),
    ]);

    const UNKNOWN_FIELDS: UnknownFields = UnknownFields::Ignore;

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create user";

    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        check(document, Self::TABLE, options.unknown_fields, &mut |_| {})
    }

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            name: reading.owned(NAME)?,
            info: reading.owned(INFO)?,
            auth_factors: reading.list(AUTH_FACTORS, AuthFactor::of)?,
            lock_number: u8::try_from(reading.whole(LOCK_NUMBER)?).ok()?,
            is_custom_user_access: reading.flag(IS_CUSTOM_USER_ACCESS)?,
        })
    }
}

/// The 400 of this system: the first issue, in the panel's words.
#[must_use]
pub fn refuse(issues: &Issues) -> Reply {
    refuse_told(issues.as_slice())
}

pub(crate) fn refuse_told<T: Told>(issues: &[T]) -> Reply {
    let error = issues
        .first()
        .map_or_else(|| String::from(WRONG_BODY), panel_words);
    reply_error(400, error)
}

const WRONG_BODY: &str = "Wrong JSON body";

/// What the panel says of an issue. The backticks are part of its text.
fn panel_words<T: Told>(issue: &T) -> String {
    let Some(Segment::Field(param)) = issue.path().first() else {
        return String::from(WRONG_BODY);
    };
    let (before, after) = match issue.code() {
        "missing_field" => ("no value for", ""),
        "wrong_type" => ("value", " was of the wrong type"),
        "list_empty" if param == AUTH_FACTORS.text => {
            return String::from("auth_factors must contain at least one item");
        }
        // What follows the panel has no words for; these are in its style.
        "number_out_of_range" => ("value", " was out of range"),
        "duplicate_field" => ("value", " was given twice"),
        "unknown_field" => ("unknown value", ""),
        _ => ("value", " was wrong"),
    };
    [WRONG_BODY, ": ", before, " `", param, "`", after].concat()
}

fn reply_error(status: u16, error: String) -> Reply {
    Reply::json(status, Members::default().with("error", error).into())
}
