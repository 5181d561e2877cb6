//! What becomes of a checked command.

use alloc::boxed::Box;

use super::aggregate::{already_accessible, not_accessible};
use super::caller::{Caller, Right};
use super::event::REMOVED_BY;
use super::lock::{ACCESS_LEVEL, GRANTED_BY, LOCK_ID, VALID_UNTIL};
use super::{
    Aggregate, Command, Event, GrantLockAccess, ID, LockId, RemoveLockAccess, refuse, reply_error,
};
use crate::schema::{Document, Kind, Name, Reading, Table, read_as};
use crate::system::Reply;
use crate::value::{LARGEST_WHOLE, Members};
use crate::{
    AccessLevel, Grant, GrantPolicy, Issue, IssueCode, Issues, Timestamp, UnknownFields, Value,
};

const USER_EXISTS: Name = Name::new(0, "userExists");
const AGGREGATE: Name = Name::new(1, "aggregate");
const CALLER: Name = Name::new(2, "caller");
const ORGANISATION_OWNS_LOCK: Name = Name::new(3, "organisationOwnsLock");
const EXPECTED_VERSION: Name = Name::new(4, "expectedVersion");
const POLICY: Name = Name::new(5, "policy");

/// What the service knows of a command when it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Whether the user of the path exists.
    pub user_exists: bool,
    /// The user's locks.
    pub aggregate: Aggregate,
    /// Who asks.
    pub caller: Caller,
    /// Whether the lock belongs to the organisation that asks. Of no account for a user: an
    /// organisation's right is its own.
    pub organisation_owns_lock: bool,
    /// The version that the caller has seen, when it cares.
    pub expected_version: Option<u64>,
    /// Who may grant what.
    pub policy: GrantPolicy,
}

impl State {
    const TABLE: Table = Table::of(&[
        USER_EXISTS.required(Kind::Flag),
        AGGREGATE.required(Kind::Object(&Aggregate::TABLE)),
        CALLER.required(Kind::Object(&Caller::TABLE)),
        ORGANISATION_OWNS_LOCK.optional(Kind::Flag),
        EXPECTED_VERSION.optional(Kind::Whole(0, LARGEST_WHOLE)),
        POLICY.optional(Kind::Object(&GrantPolicy::TABLE)),
    ]);

    /// Checks a state written as an object: `userExists`, `aggregate`, `caller` (`kind` `user`
    /// with `id` and `grant`, which is an object of `accessLevel`, `validFrom`, `validUntil` and
    /// `revoked`, or null; or `kind` `organisation`), `organisationOwnsLock` (false when absent),
    /// `expectedVersion`, `policy`.
    ///
    /// # Errors
    /// Every issue of the state; `caller_unknown` for another kind of caller.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            user_exists: reading.flag(USER_EXISTS)?,
            aggregate: Aggregate::of(&reading.object(AGGREGATE, &Aggregate::TABLE)?)?,
            caller: Caller::of(&reading.object(CALLER, &Caller::TABLE)?)?,
            organisation_owns_lock: reading.flag(ORGANISATION_OWNS_LOCK).unwrap_or_default(),
            expected_version: reading.whole(EXPECTED_VERSION),
            policy: match reading.object(POLICY, &GrantPolicy::TABLE) {
                Some(policy) => GrantPolicy::of(&policy)?,
                None => GrantPolicy::default(),
            },
        })
    }
}

/// Checks a grant written as an object: `accessLevel`, `validFrom`, `validUntil`, `revoked`.
///
/// # Errors
/// Every issue of the object.
pub fn check_grant(value: &Value<'_>, unknown: UnknownFields) -> Result<Grant, Issues> {
    Grant::check_value(value, unknown)
}

/// What a command comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// 200: the event happened.
    Accepted(Box<Acceptance>),
    /// 403: the caller has no right to it.
    Forbidden(Issues),
    /// 404: there is no such user.
    UserUnknown(Issues),
    /// 409: the caller has seen another version of the user's locks.
    VersionConflict(Issues),
    /// 400: the command may not be carried out.
    Refused(Issues),
}

/// What an accepted command did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The event to store.
    pub event: Event,
    /// The user's locks after it.
    pub aggregate: Aggregate,
    /// The level that was given or taken.
    pub level: AccessLevel,
}

/// Decides a checked command at the instant `now`, in the [order of judgement](super#order).
#[must_use]
pub fn decide(command: &Command, state: &State, now: Timestamp) -> Decision {
    if let Err(issues) = judge_right(command, state, now) {
        return Decision::Forbidden(issues);
    }
    if !state.user_exists {
        return Decision::UserUnknown(Issue::of(IssueCode::UserUnknownById).at(ID).into());
    }
    if let Err(issue) = state.aggregate.judge_user(command.user()) {
        return Decision::Refused(issue.at(ID).into());
    }
    let current = state.aggregate.version();
    if let Some(expected) = state
        .expected_version
        .filter(|expected| *expected != current)
    {
        return Decision::VersionConflict(
            Issue::of(IssueCode::VersionConflict)
                .param(current)
                .param(expected)
                .at(EXPECTED_VERSION)
                .into(),
        );
    }
    let (event, level) = match command {
        Command::Grant(request) => match judge_grant(request, state, now) {
            Ok(()) => (added(request), request.lock.level),
            Err(issues) => return Decision::Refused(issues),
        },
        Command::Remove(request) => match state.aggregate.lock(request.lock()) {
            Some(lock) => (removed(request, now), lock.level),
            None => return Decision::Refused(not_accessible().at(LOCK_ID).into()),
        },
    };
    let mut aggregate = state.aggregate.clone();
    match aggregate.apply(&event) {
        Ok(()) => Decision::Accepted(Box::new(Acceptance {
            event,
            aggregate,
            level,
        })),
        // Whose locks they are and whether the lock is there was judged above: what is left is the
        // version, and how much the locks take.
        Err(issue) => Decision::Refused(issue.at(AGGREGATE).into()),
    }
}

fn added(request: &GrantLockAccess) -> Event {
    Event::Added {
        user: request.user,
        lock: request.lock.clone(),
    }
}

fn removed(request: &RemoveLockAccess, now: Timestamp) -> Event {
    Event::Removed {
        user: request.user,
        removal: request.removal.clone(),
        removed_at: now,
    }
}

/// Whether the caller has the right to it, whatever else is wrong.
fn judge_right(command: &Command, state: &State, now: Timestamp) -> Result<(), Issues> {
    match command {
        Command::Grant(request) => {
            let lock = &request.lock;
            Right::find(state, lock.granted_by, GRANTED_BY, now)?.judge_giving(lock, state)
        }
        Command::Remove(request) => {
            let remover = request.removed_by();
            // One may always give up what is one's own.
            if remover == request.user && state.caller.is(remover) {
                return Ok(());
            }
            let right = Right::find(state, remover, REMOVED_BY, now)?;
            match state.aggregate.lock(request.lock()) {
                Some(lock) => Ok(right.judge_taking(lock.level, state)?),
                // There is no level to judge, and nothing will be taken.
                None => Ok(()),
            }
        }
    }
}

/// Whether an access can be given, whoever gives it.
fn judge_grant(request: &GrantLockAccess, state: &State, now: Timestamp) -> Result<(), Issues> {
    let lock = &request.lock;
    let until = lock.window.until();
    let end = if lock.level == AccessLevel::Guest && until.is_none() {
        Some(IssueCode::GuestWithoutEnd)
    } else {
        until
            .is_some_and(|until| until <= now)
            .then_some(IssueCode::WindowOver)
    };
    let known = state.aggregate.lock(&lock.id).is_some();
    none_of([
        known.then(|| already_accessible().at(LOCK_ID)),
        end.map(|code| Issue::of(code).at(VALID_UNTIL)),
    ])
}

/// Right where no issue was found.
pub(super) fn none_of(found: impl IntoIterator<Item = Option<Issue>>) -> Result<(), Issues> {
    let issues: Issues = found.into_iter().flatten().collect();
    if issues.is_empty() {
        Ok(())
    } else {
        Err(issues)
    }
}

impl Decision {
    /// The HTTP reply.
    #[must_use]
    pub fn reply(&self) -> Reply {
        match self {
            Self::Accepted(acceptance) => Reply::json(200, acceptance.body().into_owned()),
            Self::Forbidden(issues) => reply_error(403, issues.as_slice()),
            Self::UserUnknown(issues) => reply_error(404, issues.as_slice()),
            Self::VersionConflict(issues) => reply_error(409, issues.as_slice()),
            Self::Refused(issues) => refuse(issues),
        }
    }

    /// What happened, when the command was accepted.
    #[must_use]
    pub fn acceptance(&self) -> Option<&Acceptance> {
        match self {
            Self::Accepted(acceptance) => Some(acceptance),
            _ => None,
        }
    }
}

impl Acceptance {
    fn lock(&self) -> &LockId {
        match &self.event {
            Event::Added { lock, .. } => &lock.id,
            Event::Removed { removal, .. } => removal.lock(),
        }
    }

    fn body(&self) -> Value<'_> {
        Members::default()
            .with("success", true)
            .with("aggregateId", self.event.user())
            .with("version", self.aggregate.version())
            .with("event", self.event.to_value())
            .with(LOCK_ID, self.lock().as_str())
            .with(ACCESS_LEVEL, self.level.as_str())
            .into()
    }

    /// What to store, as an object: `event` and `aggregate`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with("event", self.event.to_value())
            .with(AGGREGATE.text, self.aggregate.to_value())
            .into()
    }
}
