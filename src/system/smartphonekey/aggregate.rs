//! The locks of a user, and how events change them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::lock::LockFields;
use super::{AccessibleLock, Event, LockId};
use crate::schema::{Document, Judged, Kind, Name, Reading, Step, Table, read_as};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, IssueCode, Issues, UnknownFields, Uuid, Value};

const USER_ID: Name = Name::new(0, "userId");
const VERSION: Name = Name::new(1, "version");
const LOCKS: Name = Name::new(2, "locks");

/// The most bytes that the locks of one user take, about, so that they can be handed over.
const MOST_BYTES: usize = 1 << 24;

/// What a lock takes beside its name, at most.
const BYTES_OF_LOCK: usize = 256;

/// How many places of removed locks are kept, beside as many as there are locks.
const MOST_GAPS: usize = 16;

/// The locks of one user, with the number of events that made them.
///
/// To add, remove or find a lock takes logarithmic time; order is kept.
#[derive(Clone, Debug, Default)]
pub struct Aggregate {
    /// Nobody's while no event has made it and nobody was named.
    user: Option<Uuid>,
    version: u64,
    /// No lock twice; `None` where one was removed.
    places: Vec<Option<AccessibleLock>>,
    by_id: BTreeMap<LockId, usize>,
    /// About what the locks take.
    bytes: usize,
}

/// Whose, how many events and which locks in which order; not what is left of removed ones.
impl PartialEq for Aggregate {
    fn eq(&self, other: &Self) -> bool {
        self.user == other.user && self.version == other.version && self.locks().eq(other.locks())
    }
}

impl Eq for Aggregate {}

impl Aggregate {
    pub(super) const TABLE: Table = Table::of(&[
        USER_ID.optional(Kind::Form(&Uuid::FORM)),
        VERSION.required(Kind::Whole(0, LARGEST_WHOLE)),
        LOCKS.required(Kind::List(&Kind::Object(&AccessibleLock::TABLE))),
    ])
    .with_rules(judge);

    /// What the object calls the locks.
    pub(crate) const LOCKS: &str = LOCKS.text;

    /// A user's locks before the first event: none.
    #[must_use]
    pub fn of_user(user: Uuid) -> Self {
        Self {
            user: Some(user),
            ..Self::default()
        }
    }

    /// Whose locks they are; `None` only before the first event, which then says.
    #[must_use]
    pub fn user(&self) -> Option<Uuid> {
        self.user
    }

    /// How many events made it.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The locks, in the order they were added.
    pub fn locks(&self) -> impl Iterator<Item = &AccessibleLock> {
        self.places.iter().flatten()
    }

    /// The lock of an id, when the user has access to it.
    #[must_use]
    pub fn lock(&self, id: &LockId) -> Option<&AccessibleLock> {
        self.places.get(*self.by_id.get(id)?)?.as_ref()
    }

    /// Checks an aggregate written as an object: `userId`, which may be absent at version 0 alone,
    /// `version` and `locks`.
    ///
    /// # Errors
    /// Every issue of the object; `lock_already_accessible` for a lock listed twice; `locks_full`
    /// for more than a user can have.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The aggregate of an object that its table found right.
    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        let mut aggregate = Self {
            user: reading.parse(USER_ID, Uuid::parse),
            version: reading.whole(VERSION)?,
            ..Self::default()
        };
        for lock in reading.items(LOCKS) {
            let lock = lock.reading(&AccessibleLock::TABLE)?;
            aggregate.add(LockFields::ALONE.read(&lock)?).ok()?;
        }
        Some(aggregate)
    }

    /// The aggregate as an object. It checks to the same aggregate again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let locks: Vec<_> = self.locks().map(AccessibleLock::to_value).collect();
        self.head().with(Self::LOCKS, locks).into()
    }

    /// The members of the object before the locks, which are many.
    pub(crate) fn head(&self) -> Members<'_> {
        Members::default()
            .with_some(USER_ID.text, self.user)
            .with(VERSION.text, self.version)
    }

    /// Folds an event in: the locks are as it says, the version is one more.
    ///
    /// # Errors
    /// For an event that cannot have happened to these locks, which then stay as they are:
    /// `user_not_of_locks`, `lock_already_accessible`, `lock_not_accessible`; `locks_full` where
    /// the names of a user's locks come to 16 MiB, `version_exhausted` at the last version that
    /// JavaScript tells from its neighbours.
    pub fn apply(&mut self, event: &Event) -> Result<(), Issue> {
        self.take(event.clone())
    }

    /// The same of an event that is wanted no more.
    pub(crate) fn take(&mut self, event: Event) -> Result<(), Issue> {
        let user = event.user();
        self.judge_user(user)?;
        if self.version >= LARGEST_WHOLE {
            return Err(Issue::of(IssueCode::VersionExhausted)
                .param(LARGEST_WHOLE)
                .at(VERSION));
        }
        match event {
            Event::Added { lock, .. } => self.add(lock)?,
            Event::Removed { removal, .. } => self.remove(removal.lock())?,
        }
        self.user = Some(user);
        self.version += 1;
        Ok(())
    }

    /// Whether they are the locks of a user, or nobody's yet.
    pub(super) fn judge_user(&self, user: Uuid) -> Result<(), Issue> {
        match self.user {
            Some(own) if own != user => Err(Issue::of(IssueCode::UserNotOfLocks)),
            _ => Ok(()),
        }
    }

    fn add(&mut self, lock: AccessibleLock) -> Result<(), Issue> {
        let bytes = self.bytes.saturating_add(bytes_of(lock.name()));
        if self.by_id.contains_key(lock.id()) {
            return Err(already_accessible());
        }
        if bytes > MOST_BYTES {
            return Err(Issue::of(IssueCode::LocksFull));
        }
        self.bytes = bytes;
        self.by_id.insert(lock.id().clone(), self.places.len());
        self.places.push(Some(lock));
        Ok(())
    }

    fn remove(&mut self, id: &LockId) -> Result<(), Issue> {
        let at = self.by_id.remove(id).ok_or_else(not_accessible)?;
        // Always there: the places are those of the locks.
        if let Some(lock) = self.places.get_mut(at).and_then(Option::take) {
            self.bytes = self.bytes.saturating_sub(bytes_of(lock.name()));
        }
        if self.places.len() > 2 * self.by_id.len() + MOST_GAPS {
            self.close_gaps();
        }
        Ok(())
    }

    /// Half of the places are those of removed locks: it is done once in so many removals.
    fn close_gaps(&mut self) {
        self.places.retain(Option::is_some);
        for (at, lock) in self.places.iter().flatten().enumerate() {
            if let Some(place) = self.by_id.get_mut(lock.id()) {
                *place = at;
            }
        }
    }
}

/// About what a lock takes, as the buffers between JavaScript and the core count it.
fn bytes_of(name: &str) -> usize {
    name.len().saturating_add(BYTES_OF_LOCK)
}

/// No lock is listed twice, they are not too many, and it is known whose they are.
fn judge(aggregate: &mut Judged<'_, '_>) {
    let version = aggregate
        .right(VERSION)
        .and_then(|version| version.whole(0, LARGEST_WHOLE));
    let is_nobodys = !aggregate.is_there(USER_ID);
    let Some(list) = aggregate.reading.get(LOCKS) else {
        return;
    };
    if is_nobodys && (version.is_some_and(|version| version > 0) || list.len() > 0) {
        aggregate.report(USER_ID, || Issue::of(IssueCode::MissingField));
    }
    let mut listed = BTreeSet::new();
    let mut bytes = 0_usize;
    for (index, lock) in list.items().enumerate() {
        let Some(lock) = lock.reading(&AccessibleLock::TABLE) else {
            continue;
        };
        let name = lock.text(LockFields::ALONE.name).unwrap_or_default();
        bytes = bytes.saturating_add(bytes_of(name));
        let id = lock.parse(LockFields::ALONE.id, LockId::parse);
        if id.is_some_and(|id| !listed.insert(id)) {
            let steps = [Step::Item(index), Step::Field(LockFields::ALONE.id)];
            aggregate.report_in(LOCKS, &steps, already_accessible);
        }
    }
    if bytes > MOST_BYTES {
        aggregate.report(LOCKS, || Issue::of(IssueCode::LocksFull));
    }
}

pub(super) fn already_accessible() -> Issue {
    Issue::of(IssueCode::LockAlreadyAccessible)
}

pub(super) fn not_accessible() -> Issue {
    Issue::of(IssueCode::LockNotAccessible)
}
