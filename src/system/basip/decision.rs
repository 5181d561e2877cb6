//! What becomes of a checked request.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{CreateIdentifier, CreateUser, IdentifierNumber, reply_error};
use crate::schema::{Document, Field, Kind, Name, Reading, Table, read_as};
use crate::system::Reply;
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issues, UnknownFields, Value};

const LOGGED_IN: Name = Name::new(0, "loggedIn");
const ADMINISTRATOR: Name = Name::new(1, "administrator");
const NAMES_IN_USE: Name = Name::new(2, "namesInUse");
const IDENTIFIERS_IN_USE: Name = Name::new(2, "identifiersInUse");
const NEXT_UID: Name = Name::new(3, "nextUid");

/// A state: who asks, what there is, and the next uid.
const fn state(in_use: Field) -> [Field; 4] {
    [
        LOGGED_IN.required(Kind::Flag),
        ADMINISTRATOR.required(Kind::Flag),
        in_use,
        NEXT_UID.required(Kind::Whole(0, LARGEST_WHOLE)),
    ]
}

/// Who sends the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whether the caller is logged in.
    pub logged_in: bool,
    /// Whether the caller has administrator rights.
    pub administrator: bool,
}

impl Session {
    /// The panel's refusal of a caller who may not do this: 401 or 403. `None` for one who may.
    #[must_use]
    pub fn refusal(self) -> Option<Reply> {
        if !self.logged_in {
            Some(reply_error(401, String::from("Log In")))
        } else if !self.administrator {
            Some(reply_error(
                403,
                String::from("Administrator rights required"),
            ))
        } else {
            None
        }
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            logged_in: reading.flag(LOGGED_IN)?,
            administrator: reading.flag(ADMINISTRATOR)?,
        })
    }
}

/// What the panel knows when a user is to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserState {
    /// Who sends the request.
    pub session: Session,
    /// The names of the users there are.
    pub names_in_use: Vec<String>,
    /// The uid that the new user gets.
    pub next_uid: u64,
}

impl UserState {
    const TABLE: Table = Table::of(&state(NAMES_IN_USE.required(Kind::List(&Kind::Text))));

    /// Checks a state written as an object: `loggedIn`, `administrator`, `namesInUse`, `nextUid`.
    ///
    /// # Errors
    /// Every issue of the state.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            session: Session::of(reading)?,
            names_in_use: reading.list(NAMES_IN_USE, |name| name.text().map(String::from))?,
            next_uid: reading.whole(NEXT_UID)?,
        })
    }
}

/// What the panel knows when an identifier is to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentifierState {
    /// Who sends the request.
    pub session: Session,
    /// The identifiers there are.
    pub identifiers_in_use: Vec<IdentifierNumber>,
    /// The uid that the new identifier gets.
    pub next_uid: u64,
}

impl IdentifierState {
    const TABLE: Table = Table::of(&state(
        IDENTIFIERS_IN_USE.required(Kind::List(&Kind::Object(&IdentifierNumber::TABLE))),
    ));

    /// Checks a state written as an object: `loggedIn`, `administrator`, `identifiersInUse` (a
    /// list of `identifier_type` and `identifier_number`), `nextUid`.
    ///
    /// # Errors
    /// Every issue of the state.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        let identifiers_in_use = reading.list(IDENTIFIERS_IN_USE, |number| {
            IdentifierNumber::of(&number.reading(&IdentifierNumber::TABLE)?)
        })?;
        Some(Self {
            session: Session::of(reading)?,
            identifiers_in_use,
            next_uid: reading.whole(NEXT_UID)?,
        })
    }
}

/// What a request to create a user comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum UserDecision {
    /// 200: the user is created.
    Created(StoredUser),
    /// 401 or 403: the caller may not do this.
    Denied(Reply),
}

/// A user to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUser {
    /// The number that later requests name the user by.
    pub uid: u64,
    /// What was asked for.
    pub request: CreateUser,
    /// Whether another user has the same name. That is no error: `info` tells them apart.
    pub has_duplicates: bool,
}

/// Decides a checked request to create a user.
#[must_use]
pub fn decide_user(request: &CreateUser, state: &UserState) -> UserDecision {
    match state.session.refusal() {
        Some(refusal) => UserDecision::Denied(refusal),
        None => UserDecision::Created(StoredUser {
            uid: state.next_uid,
            request: request.clone(),
            has_duplicates: state.names_in_use.contains(&request.name),
        }),
    }
}

impl UserDecision {
    /// The HTTP reply. `has_dublicates` is the panel's spelling.
    #[must_use]
    pub fn reply(&self) -> Reply {
        match self {
            Self::Created(user) => Reply::json(
                200,
                Members::default()
                    .with("uid", user.uid)
                    .with("has_dublicates", user.has_duplicates)
                    .into(),
            ),
            Self::Denied(reply) => reply.clone(),
        }
    }

    /// The user to store, when one is created.
    #[must_use]
    pub fn stored(&self) -> Option<&StoredUser> {
        match self {
            Self::Created(user) => Some(user),
            Self::Denied(_) => None,
        }
    }
}

impl StoredUser {
    /// What to store, as an object: `storeUser`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let user = self.request.write(Members::default().with("uid", self.uid));
        Members::default().with("storeUser", user).into()
    }
}

/// What a request to create an identifier comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum IdentifierDecision {
    /// 200: the identifier is created.
    Created(StoredIdentifier),
    /// 400: another of its type means the same.
    InUse(Reply),
    /// 401 or 403: the caller may not do this.
    Denied(Reply),
}

/// An identifier to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredIdentifier {
    /// The number that later requests name the identifier by.
    pub uid: u64,
    /// What was asked for.
    pub request: CreateIdentifier,
}

/// Decides a checked request to create an identifier.
#[must_use]
pub fn decide_identifier(
    request: &CreateIdentifier,
    state: &IdentifierState,
) -> IdentifierDecision {
    if let Some(refusal) = state.session.refusal() {
        return IdentifierDecision::Denied(refusal);
    }
    let number = request.number();
    if state.identifiers_in_use.contains(number) {
        return IdentifierDecision::InUse(reply_error(
            400,
            format!(
                "Identifier with the same {} number already exists",
                number.kind().word()
            ),
        ));
    }
    IdentifierDecision::Created(StoredIdentifier {
        uid: state.next_uid,
        request: request.clone(),
    })
}

impl IdentifierDecision {
    /// The HTTP reply.
    #[must_use]
    pub fn reply(&self) -> Reply {
        match self {
            Self::Created(identifier) => {
                Reply::json(200, Members::default().with("uid", identifier.uid).into())
            }
            Self::InUse(reply) | Self::Denied(reply) => reply.clone(),
        }
    }

    /// The identifier to store, when one is created.
    #[must_use]
    pub fn stored(&self) -> Option<&StoredIdentifier> {
        match self {
            Self::Created(identifier) => Some(identifier),
            _ => None,
        }
    }
}

impl StoredIdentifier {
    /// What to store, as an object: `storeIdentifier`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let identifier = self.request.write(Members::default().with("uid", self.uid));
        Members::default()
            .with("storeIdentifier", identifier)
            .into()
    }
}
