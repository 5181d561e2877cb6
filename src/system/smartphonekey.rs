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

use alloc::string::String;

use super::Reply;
use crate::fields::Fields;
use crate::value::Members;
use crate::{Issue, Issues, UnknownFields, Uuid, Value};

mod aggregate;
#[cfg(feature = "json")]
mod authorization;
mod decision;
mod lock;

pub use aggregate::{AccessibleLock, Aggregate, Event};
#[cfg(feature = "json")]
pub use authorization::Authorization;
pub use decision::{Acceptance, Decision, State, check_grant, decide};
pub use lock::LockId;

const ID: &str = "id";
const LOCK_ID: &str = "lockId";
const LOCK_NAME: &str = "lockName";
const ACCESS_LEVEL: &str = "accessLevel";
const VALID_FROM: &str = "validFrom";
const VALID_UNTIL: &str = "validUntil";
const GRANTED_BY: &str = "grantedBy";
const REMOVED_BY: &str = "removedBy";
const REASON: &str = "reason";

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
    lock: LockId,
    removed_by: Uuid,
    reason: String,
}

/// What changes a user's locks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `AddAccessibleLock`
    Grant(GrantLockAccess),
    /// `RemoveAccessibleLock`
    Remove(RemoveLockAccess),
}

impl GrantLockAccess {
    const FIELDS: [&str; 7] = [
        ID,
        LOCK_ID,
        LOCK_NAME,
        ACCESS_LEVEL,
        VALID_FROM,
        VALID_UNTIL,
        GRANTED_BY,
    ];

    /// Checks the id of the path and a raw HTTP body of at most
    /// [`LARGEST_BODY`](crate::LARGEST_BODY) bytes.
    ///
    /// # Errors
    /// Every issue of the request, `id` first: those of [`Value::from_json`], `wrong_type`,
    /// `missing_field`, `unknown_field`, `duplicate_field`, `lock_id_unknown_form`, `text_empty`,
    /// `access_level_unknown`, `window_empty`, and those of uuids and timestamps.
    #[cfg(feature = "json")]
    pub fn check(id: &str, body: &[u8]) -> Result<Self, Issues> {
        let body = Value::from_json(body, crate::LARGEST_BODY)?;
        Self::check_with_id(id, &body, UnknownFields::Refuse)
    }

    /// Checks a value that holds the `id` and the members of the body.
    ///
    /// # Errors
    /// As [`GrantLockAccess::check`], without the issues of reading a body.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &Self::FIELDS, unknown)?;
        let user = fields.required(ID, |value| Uuid::parse(value.text()?));
        Self::read(fields, user)
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
        Self::check_beside(Uuid::parse(id), body, unknown)
    }

    /// Checks a body beside an id that was judged already.
    pub(crate) fn check_beside(
        id: Result<Uuid, Issue>,
        body: &Value<'_>,
        unknown: UnknownFields,
    ) -> Result<Self, Issues> {
        let [_, names @ ..] = &Self::FIELDS;
        check_beside(id, body, names, unknown, Self::read)
    }

    fn read(mut fields: Fields<'_, '_>, user: Option<Uuid>) -> Result<Self, Issues> {
        let lock = AccessibleLock::read(&mut fields);
        fields.finish_as(|| {
            Some(Self {
                user: user?,
                lock: lock?,
            })
        })
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
            .write(Members::default().with(ID, self.user.as_str()))
            .into()
    }
}

impl RemoveLockAccess {
    const FIELDS: [&str; 4] = [ID, LOCK_ID, REMOVED_BY, REASON];

    /// Checks the id of the path and a raw HTTP body.
    ///
    /// # Errors
    /// As [`GrantLockAccess::check`].
    #[cfg(feature = "json")]
    pub fn check(id: &str, body: &[u8]) -> Result<Self, Issues> {
        let body = Value::from_json(body, crate::LARGEST_BODY)?;
        Self::check_with_id(id, &body, UnknownFields::Refuse)
    }

    /// Checks a value that holds the `id` and the members of the body.
    ///
    /// # Errors
    /// As [`RemoveLockAccess::check`], without the issues of reading a body.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &Self::FIELDS, unknown)?;
        let user = fields.required(ID, |value| Uuid::parse(value.text()?));
        Self::read(fields, user)
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
        Self::check_beside(Uuid::parse(id), body, unknown)
    }

    /// Checks a body beside an id that was judged already.
    pub(crate) fn check_beside(
        id: Result<Uuid, Issue>,
        body: &Value<'_>,
        unknown: UnknownFields,
    ) -> Result<Self, Issues> {
        let [_, names @ ..] = &Self::FIELDS;
        check_beside(id, body, names, unknown, Self::read)
    }

    fn read(mut fields: Fields<'_, '_>, user: Option<Uuid>) -> Result<Self, Issues> {
        let lock = fields.required(LOCK_ID, |value| LockId::parse(value.text()?));
        let removed_by = fields.required(REMOVED_BY, |value| Uuid::parse(value.text()?));
        let reason = fields.required(REASON, Value::some_text);
        fields.finish_as(|| {
            Some(Self {
                user: user?,
                lock: lock?,
                removed_by: removed_by?,
                reason: reason?.into(),
            })
        })
    }

    /// The user who loses access.
    #[must_use]
    pub fn user(&self) -> Uuid {
        self.user
    }

    /// The lock.
    #[must_use]
    pub fn lock(&self) -> &LockId {
        &self.lock
    }

    /// Who takes the lock away.
    #[must_use]
    pub fn removed_by(&self) -> Uuid {
        self.removed_by
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The request as an object, `id` first. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with(ID, self.user.as_str())
            .with(LOCK_ID, self.lock.as_str())
            .with(REMOVED_BY, self.removed_by.as_str())
            .with(REASON, self.reason.as_str())
            .into()
    }
}

/// Checks a body of these fields beside an id. The id's issue comes first.
fn check_beside<T>(
    id: Result<Uuid, Issue>,
    body: &Value<'_>,
    names: &[&'static str],
    unknown: UnknownFields,
    read: fn(Fields<'_, '_>, Option<Uuid>) -> Result<T, Issues>,
) -> Result<T, Issues> {
    let checked = Fields::of(body, names, unknown)
        .map_err(Issues::from)
        .and_then(|fields| read(fields, id.as_ref().ok().copied()));
    match id {
        Ok(_) => checked,
        Err(issue) => Err(core::iter::once(issue.at(ID))
            .chain(checked.err().into_iter().flatten())
            .collect()),
    }
}

/// The 400 of this system: the code of the first issue, and all of them as one message.
#[must_use]
pub fn refuse(issues: &Issues) -> Reply {
    reply_error(400, issues)
}

fn reply_error(status: u16, issues: &Issues) -> Reply {
    let error = issues.iter().next().map_or("invalid_request", Issue::code);
    let body = Members::default()
        .with("error", error)
        .with("message", alloc::format!("{issues}"));
    Reply::json(status, Value::from(body).into_owned())
}
