//! Who asks, and by what right.

use super::State;
use super::decision::none_of;
use super::event::REMOVED_BY;
use super::lock::{ACCESS_LEVEL, AccessibleLock, LOCK_ID, VALID_FROM, VALID_UNTIL};
use crate::schema::{Kind, Name, Reading, Table, words};
use crate::{
    AccessLevel, Grant, GrantState, Grantor, Issue, IssueCode, Issues, Timestamp, Uuid, Window,
};

const KIND: Name = Name::new(0, "kind");
const ID: Name = Name::new(1, "id");
const GRANT: Name = Name::new(2, "grant");

/// Who asks, as the verified token or API key says; never what the request says of itself.
///
/// A service that was shown both takes the user of the token: the key then only tells through
/// whose client that user asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A person, by a token.
    User {
        /// The person's id.
        id: Uuid,
        /// The access that this person has to the lock of the request, taken back or not; `None`
        /// for none at all.
        grant: Option<Grant>,
    },
    /// An organisation, by a key.
    Organisation,
}

words! {
    /// The kinds of callers.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum CallerKind: CallerUnknown {
        User = "user",
        Organisation = "organisation",
    }
}

impl Caller {
    const KIND: crate::schema::Field = KIND.required(Kind::Word(&CallerKind::WORDS));

    pub(super) const TABLE: Table = Table::of(&[
        Self::KIND,
        ID.optional(Kind::Any),
        GRANT.optional(Kind::Any),
    ])
    .with_choice(
        KIND,
        &[
            &[
                Self::KIND,
                ID.required(Kind::Form(&Uuid::FORM)),
                GRANT.required(Kind::OrNull(&Kind::Object(&Grant::TABLE))),
            ],
            &[
                Self::KIND,
                ID.barred_as(IssueCode::FieldOfUser),
                GRANT.barred_as(IssueCode::FieldOfUser),
            ],
        ],
    );

    /// The caller of an object that its table found right.
    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(match reading.parse(KIND, CallerKind::parse)? {
            CallerKind::User => Self::User {
                id: reading.parse(ID, Uuid::parse)?,
                grant: match reading.object(GRANT, &Grant::TABLE) {
                    Some(grant) => Some(Grant::of(&grant)?),
                    None => None,
                },
            },
            CallerKind::Organisation => Self::Organisation,
        })
    }

    /// Whether it is this person.
    pub(super) fn is(&self, person: Uuid) -> bool {
        matches!(self, Self::User { id, .. } if *id == person)
    }
}

/// By whose right a command is carried out.
pub(super) struct Right {
    grantor: Grantor,
    /// What binds it; an organisation has no access that would.
    window: Window,
}

impl Right {
    /// The right of the caller to act in the name of a person, who stands in the field `naming`.
    pub(super) fn find(
        state: &State,
        person: Uuid,
        naming: &'static str,
        now: Timestamp,
    ) -> Result<Self, Issue> {
        match &state.caller {
            Caller::Organisation if state.organisation_owns_lock => Ok(Self {
                grantor: Grantor::Organisation,
                window: Window::ALWAYS,
            }),
            Caller::Organisation => Err(Issue::of(IssueCode::LockNotOwned).at(LOCK_ID)),
            Caller::User { id, .. } if *id != person => {
                Err(Issue::of(IssueCode::GrantorNotCaller).at(naming))
            }
            Caller::User { grant, .. } => {
                Self::of_grant(grant.as_ref(), now).map_err(|issue| issue.at(naming))
            }
        }
    }

    fn of_grant(grant: Option<&Grant>, now: Timestamp) -> Result<Self, Issue> {
        let grant = grant.ok_or_else(|| Issue::of(IssueCode::GrantorWithoutGrant))?;
        match grant.state_at(now) {
            GrantState::Valid => Ok(Self {
                grantor: Grantor::Level(grant.level),
                window: grant.window,
            }),
            found => Err(Issue::of(IssueCode::GrantorNotValid).param(found.as_str())),
        }
    }

    /// Whether it reaches as far as an access that is given by it: level and window.
    pub(super) fn judge_giving(&self, lock: &AccessibleLock, state: &State) -> Result<(), Issues> {
        let (from, until) = (lock.window.from(), lock.window.until());
        let (first, last) = (self.window.from(), self.window.until());
        let starts_outside = from.is_some_and(|from| first.is_some_and(|first| from < first));
        let ends_outside = last.is_some_and(|last| until.is_none_or(|until| until > last));
        let outside = || Issue::of(IssueCode::WindowOutsideGrantor);
        let level = (!state.policy.may_grant(self.grantor, lock.level)).then(|| {
            Issue::of(IssueCode::LevelNotGrantable)
                .param(lock.level.as_str())
                .param(self.name())
                .at(ACCESS_LEVEL)
        });
        none_of([
            level,
            starts_outside.then(|| outside().at(VALID_FROM)),
            ends_outside.then(|| outside().at(VALID_UNTIL)),
        ])
    }

    /// Whether an access of this level may be taken by it.
    pub(super) fn judge_taking(&self, level: AccessLevel, state: &State) -> Result<(), Issue> {
        if state.policy.may_grant(self.grantor, level) {
            return Ok(());
        }
        Err(Issue::of(IssueCode::LevelNotRemovable)
            .param(level.as_str())
            .param(self.name())
            .at(REMOVED_BY))
    }

    fn name(&self) -> &'static str {
        match self.grantor {
            Grantor::Level(level) => level.as_str(),
            Grantor::Organisation => "the organisation",
        }
    }
}
