//! `SmartphoneKey`: grant lock access, and take it back.
//!
//! Source: the vendor's API page "Grant lock access to user" (`AddAccessibleLock`) and its sister
//! `RemoveAccessibleLock`. Where the vendor is silent this project chose: windows are applied;
//! who may grant what is a [`GrantPolicy`](crate::GrantPolicy); a grant stays inside the grantor's
//! own window; a GUEST's grant has an end; a level is changed by taking the lock away and giving
//! it again.
//!
//! A user's locks are an aggregate with a version. [`decide`] judges a command against it and
//! gives the event; [`Aggregate::apply`] folds events back into it.
//!
//! # Who may
//!
//! A decision knows who asks: the [`Caller`], from the verified token or key.
//!
//! - `grantedBy` and `removedBy` are a user's own id. An organisation may name any of its people:
//!   whether they are its people is for the service to know.
//! - A user gives and takes by his own access to the lock, which is valid now: the levels that the
//!   policy has for his own, and nothing that lasts beyond his own window. What is taken ends now,
//!   whatever window it had.
//! - An organisation gives and takes the levels of its row in the policy at locks that it owns. No
//!   user has that right beside it, whoever owns the lock.
//! - Who asks for himself may give up his own access, whatever became of it.
//!
//! # Order
//!
//! The first step that finds anything answers, with all that it found:
//!
//! 1. the request is right: 400, by [`refuse`];
//! 2. the caller has the right to it: 403. What is wrong with the named person or the lock stands
//!    alone; else level and window are judged, all that another caller might do. Who has no right
//!    learns nothing of the user, the version or the locks;
//! 3. the user exists: 404; the locks that the state has are his: 400;
//! 4. the version is the one expected: 409;
//! 5. it can be done, whoever asks: 400.
//!
//! ```
//! use latchwork::system::smartphonekey::{self, GrantLockAccess};
//!
//! let user = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";
//! let body = br#"{"lockId":"7","lockName":"","accessLevel":"OWNER","grantedBy":"me"}"#;
//! let issues = GrantLockAccess::check(user, body).unwrap_err();
//! let codes: Vec<_> = issues.iter().map(|issue| issue.code()).collect();
//! assert_eq!(codes, ["text_empty", "uuid_wrong_length"]);
//! assert_eq!(smartphonekey::refuse(&issues).status, 400);
//! ```

use alloc::string::String;
use alloc::vec::Vec;

use super::{Options, Reply, Request, Told, check_beside};
use crate::schema::{Document, Name, Reading, Table, check};
use crate::value::Members;
use crate::{Issues, UnknownFields, Uuid, Value};

mod aggregate;
mod authorization;
mod caller;
mod credential;
mod decision;
mod event;
mod lock;
#[cfg(feature = "schema")]
mod operation;
mod temporary_key;

pub use aggregate::Aggregate;
pub use authorization::{Authorization, Token};
pub use caller::Caller;
pub use decision::{Acceptance, Decision, State, check_grant, decide};
pub use event::{Event, Removal};
pub use lock::{AccessibleLock, LockId};
#[cfg(all(feature = "plain", feature = "schema"))]
pub(super) use operation::LISTED;
#[cfg(feature = "schema")]
pub(super) use operation::SYSTEM;
pub use temporary_key::{TemporaryKey, TemporaryKeyState};

use event::RemovalFields;
use lock::LockFields;

const ID: Name = Name::new(0, "id");

/// A checked request to give a user access to a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantLockAccess {
    user: Uuid,
    lock: AccessibleLock,
}

/// A checked request to take a lock away from a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveLockAccess {
    user: Uuid,
    removal: Removal,
}

/// What changes a user's locks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `AddAccessibleLock`
    Grant(GrantLockAccess),
    /// `RemoveAccessibleLock`
    Remove(RemoveLockAccess),
}

impl Command {
    /// Whose locks it changes.
    #[must_use]
    pub fn user(&self) -> Uuid {
        match self {
            Self::Grant(request) => request.user,
            Self::Remove(request) => request.user,
        }
    }
}

impl From<GrantLockAccess> for Command {
    fn from(request: GrantLockAccess) -> Self {
        Self::Grant(request)
    }
}

impl From<RemoveLockAccess> for Command {
    fn from(request: RemoveLockAccess) -> Self {
        Self::Remove(request)
    }
}

impl GrantLockAccess {
    /// A request that a program writes.
    #[must_use]
    pub fn new(user: Uuid, lock: AccessibleLock) -> Self {
        Self { user, lock }
    }

    /// Checks the id of the path and a raw HTTP body of at most
    /// [`LARGEST_BODY`](crate::LARGEST_BODY) bytes.
    ///
    /// # Errors
    /// Every issue of the request, `id` first: those of [`Value::from_json`], `wrong_type`,
    /// `missing_field`, `unknown_field`, `duplicate_field`, `lock_id_unknown_form`, `text_empty`,
    /// `access_level_unknown`, `window_empty`, and those of uuids and timestamps.
    pub fn check(id: &str, body: &[u8]) -> Result<Self, Issues> {
        Self::read_body(body, &beside(id, UnknownFields::Refuse))
    }

    /// Checks a value that holds the `id` and the members of the body.
    ///
    /// # Errors
    /// As [`GrantLockAccess::check`], without the issues of reading a body.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        Self::read_value(value, &unknown.into())
    }

    /// Checks the id of the path and the value of a body, which may not have an id of its own.
    ///
    /// # Errors
    /// As [`GrantLockAccess::check`], without the issues of reading a body.
    pub fn check_with_id(
        id: &str,
        body: &Value<'_>,
        unknown: UnknownFields,
    ) -> Result<Self, Issues> {
        Self::read_value(body, &beside(id, unknown))
    }

    /// The request as a JSON Schema, draft 2020-12: whatever [`GrantLockAccess::check_value`] accepts, it
    /// accepts, as far as the options are those by default.
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn json_schema() -> Value<'static> {
        Self::schema()
    }

    /// The user who gets access.
    #[must_use]
    pub fn user(&self) -> Uuid {
        self.user
    }

    /// The lock, and what the user may do there, when, and by whose grant.
    #[must_use]
    pub fn lock(&self) -> &AccessibleLock {
        &self.lock
    }

    /// The request as an object, `id` first. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.lock
            .write(Members::default().with(ID.text, self.user))
            .into()
    }
}

impl RemoveLockAccess {
    /// A request that a program writes.
    #[must_use]
    pub fn new(user: Uuid, removal: Removal) -> Self {
        Self { user, removal }
    }

    /// Checks the id of the path and a raw HTTP body.
    ///
    /// # Errors
    /// As [`GrantLockAccess::check`].
    pub fn check(id: &str, body: &[u8]) -> Result<Self, Issues> {
        Self::read_body(body, &beside(id, UnknownFields::Refuse))
    }

    /// Checks a value that holds the `id` and the members of the body.
    ///
    /// # Errors
    /// As [`GrantLockAccess::check`], without the issues of reading a body.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        Self::read_value(value, &unknown.into())
    }

    /// Checks the id of the path and the value of a body, which may not have an id of its own.
    ///
    /// # Errors
    /// As [`GrantLockAccess::check`], without the issues of reading a body.
    pub fn check_with_id(
        id: &str,
        body: &Value<'_>,
        unknown: UnknownFields,
    ) -> Result<Self, Issues> {
        Self::read_value(body, &beside(id, unknown))
    }

    /// The request as a JSON Schema, draft 2020-12: whatever [`RemoveLockAccess::check_value`] accepts, it
    /// accepts, as far as the options are those by default.
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn json_schema() -> Value<'static> {
        Self::schema()
    }

    /// The user who loses access.
    #[must_use]
    pub fn user(&self) -> Uuid {
        self.user
    }

    /// The lock.
    #[must_use]
    pub fn lock(&self) -> &LockId {
        self.removal.lock()
    }

    /// Who takes the lock away.
    #[must_use]
    pub fn removed_by(&self) -> Uuid {
        self.removal.removed_by()
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.removal.reason()
    }

    /// The request as an object, `id` first. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.removal
            .write(Members::default().with(ID.text, self.user))
            .into()
    }
}

impl Request for GrantLockAccess {
    const TABLE: &'static Table = &Table::of(&LockFields::of_user(ID))
        .with_rules(|request| LockFields::OF_USER.judge(request));

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Grant lock access";

    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        judge(document, Self::TABLE, &AccessibleLock::TABLE, options)
    }

    fn of(reading: &Reading<'_>, options: &Options<'_>) -> Option<Self> {
        let fields = match options.id {
            Some(_) => LockFields::ALONE,
            None => LockFields::OF_USER,
        };
        Some(Self {
            user: user(reading, options)?,
            lock: fields.read(reading)?,
        })
    }
}

impl Request for RemoveLockAccess {
    const TABLE: &'static Table = &Table::of(&RemovalFields::of_user(ID));

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Remove lock access";

    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        judge(document, Self::TABLE, &RemovalFields::TABLE, options)
    }

    fn of(reading: &Reading<'_>, options: &Options<'_>) -> Option<Self> {
        let fields = match options.id {
            Some(_) => RemovalFields::ALONE,
            None => RemovalFields::OF_USER,
        };
        Some(Self {
            user: user(reading, options)?,
            removal: fields.read(reading)?,
        })
    }
}

/// Options for a body beside which the id of the path stands.
fn beside(id: &str, unknown_fields: UnknownFields) -> Options<'static> {
    Options {
        id: Some(Uuid::parse(id)),
        ..unknown_fields.into()
    }
}

/// Holds a whole request against its table, or a body beside an id against its own. The id's issue
/// comes first.
fn judge<'d>(
    document: &'d Document<'_>,
    whole: &'static Table,
    body: &'static Table,
    options: &Options<'_>,
) -> Result<Reading<'d>, Issues> {
    match &options.id {
        None => check(document, whole, options.unknown_fields, &mut |_| {}),
        Some(Ok(_)) => check(document, body, options.unknown_fields, &mut |_| {}),
        Some(Err(issue)) => {
            check_beside(issue.clone().at(ID), document, body, options.unknown_fields)
        }
    }
}

/// Whose locks a request is about.
fn user(reading: &Reading<'_>, options: &Options<'_>) -> Option<Uuid> {
    match &options.id {
        Some(id) => id.as_ref().ok().copied(),
        None => reading.parse(ID, Uuid::parse),
    }
}

/// The 400 of this system: the code of the first issue, and all of them as one message.
#[must_use]
pub fn refuse(issues: &Issues) -> Reply {
    reply_error(400, issues.as_slice())
}

#[cfg(feature = "js")]
pub(crate) fn refuse_told<T: Told>(issues: &[T]) -> Reply {
    reply_error(400, issues)
}

fn reply_error<T: Told>(status: u16, issues: &[T]) -> Reply {
    let error = issues.first().map_or("invalid_request", Told::code);
    let lines: Vec<_> = issues.iter().map(Told::line).collect();
    let body = Members::default()
        .with("error", String::from(error))
        .with("message", lines.join("; "));
    Reply::json(status, body.into())
}
