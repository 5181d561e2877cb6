//! The locks of a user, and how events change them.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::lock::LockFields;
use super::{AccessibleLock, Event, LockId};
use crate::schema::{Document, Judged, Kind, Name, Reading, Step, Table, read_as};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

const VERSION: Name = Name::new(0, "version");
const LOCKS: Name = Name::new(1, "locks");

/// The locks of one user, with the number of events that made them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aggregate {
    version: u64,
    /// No lock twice.
    locks: Vec<AccessibleLock>,
    /// The places of the locks, ascending by their ids.
    by_id: Vec<usize>,
}

impl Aggregate {
    pub(super) const TABLE: Table = Table::of(&[
        VERSION.required(Kind::Whole(0, LARGEST_WHOLE)),
        LOCKS.required(Kind::List(&Kind::Object(&AccessibleLock::TABLE))),
    ])
    .with_rules(judge_locks);

    /// How many events made it.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The locks, in the order they were added.
    #[must_use]
    pub fn locks(&self) -> &[AccessibleLock] {
        &self.locks
    }

    /// The lock of an id, when the user has access to it.
    #[must_use]
    pub fn lock(&self, id: &LockId) -> Option<&AccessibleLock> {
        let at = self.by_id.get(self.find(id).ok()?)?;
        self.locks.get(*at)
    }

    /// Checks an aggregate written as an object: `version` and `locks`.
    ///
    /// # Errors
    /// Every issue of the object; `lock_already_accessible` for a lock listed twice.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The aggregate of an object that its table found right.
    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        let mut aggregate = Self {
            version: reading.whole(VERSION)?,
            ..Self::default()
        };
        for lock in reading.items(LOCKS) {
            let lock = lock.reading(&AccessibleLock::TABLE)?;
            aggregate.add(LockFields::ALONE.read(&lock)?).ok()?;
        }
        Some(aggregate)
    }

    /// The aggregate as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let locks: Vec<_> = self.locks.iter().map(AccessibleLock::to_value).collect();
        Members::default()
            .with(VERSION.text, self.version)
            .with(LOCKS.text, locks)
            .into()
    }

    /// Folds an event in: the locks are as it says, the version is one more.
    ///
    /// # Errors
    /// For an event that cannot have happened to these locks, which then stay as they are:
    /// `lock_already_accessible`, `lock_not_accessible`; `version_exhausted` at the last version
    /// that JavaScript tells from its neighbours.
    pub fn apply(&mut self, event: &Event) -> Result<(), Issue> {
        if self.version >= LARGEST_WHOLE {
            return Err(Issue::of(IssueCode::VersionExhausted)
                .param(LARGEST_WHOLE)
                .at(VERSION));
        }
        match event {
            Event::Added { lock, .. } => self.add(lock.clone())?,
            Event::Removed { lock, .. } => self.remove(lock)?,
        }
        self.version += 1;
        Ok(())
    }

    /// Where the place of a lock stands among the places, or would.
    fn find(&self, id: &LockId) -> Result<usize, usize> {
        // Always there: the places are those of the locks.
        let id_at = |at: &usize| self.locks.get(*at).map(|lock| &lock.id);
        self.by_id.binary_search_by(|at| id_at(at).cmp(&Some(id)))
    }

    fn add(&mut self, lock: AccessibleLock) -> Result<(), Issue> {
        let Err(place) = self.find(&lock.id) else {
            return Err(already_accessible());
        };
        self.by_id.insert(place, self.locks.len());
        self.locks.push(lock);
        Ok(())
    }

    fn remove(&mut self, id: &LockId) -> Result<(), Issue> {
        let place = self.find(id).map_err(|_| not_accessible())?;
        let removed = self.by_id.remove(place);
        self.locks.remove(removed);
        for at in &mut self.by_id {
            *at -= usize::from(*at > removed);
        }
        Ok(())
    }
}

/// No lock is listed twice.
fn judge_locks(aggregate: &mut Judged<'_, '_>) {
    let Some(list) = aggregate.reading.get(LOCKS) else {
        return;
    };
    let mut listed = BTreeSet::new();
    for (index, lock) in list.items().enumerate() {
        let id = lock
            .reading(&AccessibleLock::TABLE)
            .and_then(|lock| lock.parse(LockFields::ALONE.id, LockId::parse));
        if id.is_some_and(|id| !listed.insert(id)) {
            let steps = [Step::Item(index), Step::Field(LockFields::ALONE.id)];
            aggregate.report_in(LOCKS, &steps, already_accessible);
        }
    }
}

pub(super) fn already_accessible() -> Issue {
    Issue::of(IssueCode::LockAlreadyAccessible)
}

pub(super) fn not_accessible() -> Issue {
    Issue::of(IssueCode::LockNotAccessible)
}
