//! What becomes of a checked command.

use alloc::boxed::Box;

use super::aggregate::{already_accessible, not_accessible};
use super::event::REMOVED_BY;
use super::lock::{ACCESS_LEVEL, GRANTED_BY, LOCK_ID, VALID_FROM, VALID_UNTIL};
use super::{
    Aggregate, Command, Event, GrantLockAccess, ID, LockId, RemoveLockAccess, refuse, reply_error,
};
use crate::schema::{Document, Kind, Name, Reading, Table, read_as};
use crate::system::Reply;
use crate::value::{LARGEST_WHOLE, Members};
use crate::{
    AccessLevel, Grant, GrantPolicy, GrantState, Grantor, Issue, IssueCode, Issues, Timestamp,
    UnknownFields, Value, Window,
};

const USER_EXISTS: Name = Name::new(0, "userExists");
const AGGREGATE: Name = Name::new(1, "aggregate");
const GRANTOR: Name = Name::new(2, "grantor");
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
    /// The access that `grantedBy` or `removedBy` has to that lock; `None` for none at all.
    pub grantor: Option<Grant>,
    /// Whether the organisation owns the lock, so that it may give it an owner.
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
        GRANTOR.required(Kind::OrNull(&Kind::Object(&Grant::TABLE))),
        ORGANISATION_OWNS_LOCK.required(Kind::Flag),
        EXPECTED_VERSION.optional(Kind::Whole(0, LARGEST_WHOLE)),
        POLICY.optional(Kind::Object(&GrantPolicy::TABLE)),
    ]);

    /// Checks a state written as an object: `userExists`, `aggregate`, `grantor` (`accessLevel`,
    /// `validFrom`, `validUntil`, `revoked`; or null), `organisationOwnsLock`, `expectedVersion`,
    /// `policy`.
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
            user_exists: reading.flag(USER_EXISTS)?,
            aggregate: Aggregate::of(&reading.object(AGGREGATE, &Aggregate::TABLE)?)?,
            grantor: match reading.object(GRANTOR, &Grant::TABLE) {
                Some(grant) => Some(Grant::of(&grant)?),
                None => None,
            },
            organisation_owns_lock: reading.flag(ORGANISATION_OWNS_LOCK)?,
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

/// Decides a checked command at the instant `now`.
///
/// Judged in this order, and the first that has issues answers: whether the user exists (404),
/// whether the version is the one expected (409), whether the command may be carried out (400,
/// every issue at once).
#[must_use]
pub fn decide(command: &Command, state: &State, now: Timestamp) -> Decision {
    if !state.user_exists {
        return Decision::UserUnknown(Issue::of(IssueCode::UserUnknownById).at(ID).into());
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
        Command::Remove(request) => match judge_remove(request, state, now) {
            Ok(level) => (removed(request, now), level),
            Err(issues) => return Decision::Refused(issues),
        },
    };
    let mut aggregate = state.aggregate.clone();
    match aggregate.apply(&event) {
        Ok(()) => Decision::Accepted(Box::new(Acceptance {
            event,
            aggregate,
            level,
        })),
        // Whether the lock is there was judged above: what is left is the version.
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
        lock: request.removal.lock.clone(),
        removed_by: request.removal.removed_by,
        reason: request.removal.reason.clone(),
        removed_at: now,
    }
}

/// By whose right a command is carried out.
struct Right<'a> {
    grantor: Grantor,
    /// The grantor's own access; the organisation has none that would bind it.
    grant: Option<&'a Grant>,
}

impl Right<'_> {
    fn find(state: &State, now: Timestamp) -> Result<Right<'_>, Issue> {
        match &state.grantor {
            Some(grant) => match grant.state_at(now) {
                GrantState::Valid => Ok(Right {
                    grantor: Grantor::Level(grant.level),
                    grant: Some(grant),
                }),
                found => Err(Issue::of(IssueCode::GrantorNotValid).param(found.as_str())),
            },
            None if state.organisation_owns_lock => Ok(Right {
                grantor: Grantor::Organisation,
                grant: None,
            }),
            None => Err(Issue::of(IssueCode::GrantorWithoutGrant)),
        }
    }

    /// Whether this level may be given or taken by it.
    fn covers(&self, level: AccessLevel, state: &State) -> bool {
        state.policy.may_grant(self.grantor, level) || self.through_organisation(level, state)
    }

    /// Whether only the organisation's right covers a level.
    fn through_organisation(&self, level: AccessLevel, state: &State) -> bool {
        state.organisation_owns_lock
            && !(self.grant.is_some() && state.policy.may_grant(self.grantor, level))
            && state.policy.may_grant(Grantor::Organisation, level)
    }

    fn name(&self) -> &'static str {
        match self.grantor {
            Grantor::Level(level) => level.as_str(),
            Grantor::Organisation => "the organisation",
        }
    }
}

fn judge_grant(request: &GrantLockAccess, state: &State, now: Timestamp) -> Result<(), Issues> {
    let lock = &request.lock;
    let (from, until) = (lock.window.from(), lock.window.until());
    let right = Right::find(state, now);
    let known = state.aggregate.lock(&lock.id).is_some();
    let level = right
        .as_ref()
        .ok()
        .filter(|right| !right.covers(lock.level, state))
        .map(|right| {
            Issue::of(IssueCode::LevelNotGrantable)
                .param(lock.level.as_str())
                .param(right.name())
        });
    let bounds = right
        .as_ref()
        .ok()
        .filter(|right| !right.through_organisation(lock.level, state))
        .and_then(|right| right.grant)
        .map_or(Window::ALWAYS, |grant| grant.window);
    let starts_outside = from.is_some_and(|from| bounds.from().is_some_and(|first| from < first));
    let ends_outside = bounds
        .until()
        .is_some_and(|last| until.is_none_or(|until| until > last));
    let end = if lock.level == AccessLevel::Guest && until.is_none() {
        Some(Issue::of(IssueCode::GuestWithoutEnd))
    } else if until.is_some_and(|until| until <= now) {
        Some(Issue::of(IssueCode::WindowOver))
    } else {
        ends_outside.then(outside_grantor)
    };
    let found = [
        known
            .then(already_accessible)
            .map(|issue| issue.at(LOCK_ID)),
        level.map(|issue| issue.at(ACCESS_LEVEL)),
        starts_outside
            .then(outside_grantor)
            .map(|issue| issue.at(VALID_FROM)),
        end.map(|issue| issue.at(VALID_UNTIL)),
        right.err().map(|issue| issue.at(GRANTED_BY)),
    ];
    none_of(found)
}

fn judge_remove(
    request: &RemoveLockAccess,
    state: &State,
    now: Timestamp,
) -> Result<AccessLevel, Issues> {
    let Some(lock) = state.aggregate.lock(request.lock()) else {
        return Err(not_accessible().at(LOCK_ID).into());
    };
    // One may always give up what is one's own.
    if request.removed_by() == request.user {
        return Ok(lock.level);
    }
    let found = match Right::find(state, now) {
        Ok(right) if right.covers(lock.level, state) => None,
        Ok(right) => Some(
            Issue::of(IssueCode::LevelNotRemovable)
                .param(lock.level.as_str())
                .param(right.name()),
        ),
        Err(issue) => Some(issue),
    };
    none_of([found.map(|issue| issue.at(REMOVED_BY))]).map(|()| lock.level)
}

fn outside_grantor() -> Issue {
    Issue::of(IssueCode::WindowOutsideGrantor)
}

fn none_of(found: impl IntoIterator<Item = Option<Issue>>) -> Result<(), Issues> {
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
            Event::Removed { lock, .. } => lock,
        }
    }

    fn body(&self) -> Value<'_> {
        let (Event::Added { user, .. } | Event::Removed { user, .. }) = &self.event;
        Members::default()
            .with("success", true)
            .with("aggregateId", *user)
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
