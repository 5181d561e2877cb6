//! The locks of a user, and the events that change them.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::{
    ACCESS_LEVEL, GRANTED_BY, LOCK_ID, LOCK_NAME, LockId, REASON, REMOVED_BY, VALID_FROM,
    VALID_UNTIL,
};
use crate::fields::Fields;
use crate::value::{LARGEST_WHOLE, Members};
use crate::{AccessLevel, Grant, Issue, Issues, Timestamp, UnknownFields, Uuid, Value, Window};

const VERSION: &str = "version";
const LOCKS: &str = "locks";
const USER_ID: &str = "userId";
const REMOVED_AT: &str = "removedAt";
const ADDED: &str = "AccessibleLockAdded";
const REMOVED: &str = "AccessibleLockRemoved";

/// A lock that a user has access to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessibleLock {
    /// Which lock.
    pub id: LockId,
    /// What people call it; not empty.
    pub name: String,
    /// What the user may do there.
    pub level: AccessLevel,
    /// When.
    pub window: Window,
    /// Who gave access.
    pub granted_by: Uuid,
}

impl AccessibleLock {
    const FIELDS: [&str; 6] = [
        LOCK_ID,
        LOCK_NAME,
        ACCESS_LEVEL,
        VALID_FROM,
        VALID_UNTIL,
        GRANTED_BY,
    ];

    /// Reads a lock from fields of these names. `None` only when an issue was found.
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let id = fields.required(LOCK_ID, |value| LockId::parse(value.text()?));
        let name = fields.required(LOCK_NAME, Value::some_text);
        let level = fields.required(ACCESS_LEVEL, |value| AccessLevel::parse(value.text()?));
        let window = Window::read(fields, VALID_FROM, VALID_UNTIL);
        let granted_by = fields.required(GRANTED_BY, |value| Uuid::parse(value.text()?));
        Some(Self {
            id: id?,
            name: name?.into(),
            level: level?,
            window,
            granted_by: granted_by?,
        })
    }

    fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &Self::FIELDS, UnknownFields::Refuse)?;
        let lock = Self::read(&mut fields);
        fields.finish_as(|| lock)
    }

    /// Adds the lock's members to those of an object.
    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        members
            .with(LOCK_ID, self.id.as_str())
            .with(LOCK_NAME, self.name.as_str())
            .with(ACCESS_LEVEL, self.level.as_str())
            .with_some(VALID_FROM, self.window.from().map(Value::from))
            .with_some(VALID_UNTIL, self.window.until().map(Value::from))
            .with(GRANTED_BY, self.granted_by.as_str())
    }

    /// The access as a grant; what is in the list is not revoked.
    #[must_use]
    pub fn grant(&self) -> Grant {
        Grant {
            level: self.level,
            window: self.window,
            revoked: false,
        }
    }
}

/// The locks of one user, with the number of events that made them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aggregate {
    version: u64,
    /// No lock twice.
    locks: Vec<AccessibleLock>,
}

/// What happened to a user's locks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// `AccessibleLockAdded`
    Added {
        /// Whose locks.
        user: Uuid,
        /// The lock that was added.
        lock: AccessibleLock,
    },
    /// `AccessibleLockRemoved`
    Removed {
        /// Whose locks.
        user: Uuid,
        /// The lock that was removed.
        lock: LockId,
        /// Who removed it.
        removed_by: Uuid,
        /// Why.
        reason: String,
        /// When.
        removed_at: Timestamp,
    },
}

impl Aggregate {
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
        self.locks.iter().find(|lock| lock.id == *id)
    }

    /// Checks an aggregate written as an object: `version` and `locks`.
    ///
    /// # Errors
    /// Every issue of the object; `lock_already_accessible` for a lock listed twice.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &[VERSION, LOCKS], UnknownFields::Refuse)?;
        let version = fields.required(VERSION, |value| value.whole(0, LARGEST_WHOLE));
        let list = fields.required(LOCKS, Value::list);
        let mut listed = BTreeSet::new();
        let locks = fields.each(LOCKS, list.unwrap_or_default(), |_, value| {
            let lock = AccessibleLock::check_value(value)?;
            if listed.insert(lock.id.clone()) {
                Ok(lock)
            } else {
                Err(Issues::from(already_accessible().at(LOCK_ID)))
            }
        });
        fields.finish_as(|| {
            Some(Self {
                version: version?,
                locks,
            })
        })
    }

    /// The aggregate as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let lock =
            |lock: &'_ AccessibleLock| Value::from(lock.write(Members::default())).into_owned();
        Members::default()
            .with(VERSION, self.version)
            .with(LOCKS, self.locks.iter().map(lock).collect::<Vec<_>>())
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
            return Err(Issue::new(
                "version_exhausted",
                "expected a version below {max}, found the last",
            )
            .with("max", LARGEST_WHOLE)
            .at(VERSION));
        }
        match event {
            Event::Added { lock, .. } if self.lock(&lock.id).is_some() => {
                return Err(already_accessible());
            }
            Event::Added { lock, .. } => self.locks.push(lock.clone()),
            Event::Removed { lock, .. } if self.lock(lock).is_none() => {
                return Err(not_accessible());
            }
            Event::Removed { lock, .. } => self.locks.retain(|listed| listed.id != *lock),
        }
        self.version += 1;
        Ok(())
    }
}

pub(super) fn already_accessible() -> Issue {
    Issue::new(
        "lock_already_accessible",
        "expected a lock that the user has no access to, found one that is accessible already",
    )
}

pub(super) fn not_accessible() -> Issue {
    Issue::new(
        "lock_not_accessible",
        "expected a lock that the user has access to, found another",
    )
}

impl Event {
    /// Checks an event written as an object: `type` and `data`.
    ///
    /// # Errors
    /// Every issue of the object; `event_unknown` for another type.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &["type", "data"], UnknownFields::Refuse)?;
        let added = fields.required("type", |value| match value.text()? {
            ADDED => Ok(true),
            REMOVED => Ok(false),
            _ => Err(Issue::new(
                "event_unknown",
                "expected one of {expected}, found another value",
            )
            .with("expected", "AccessibleLockAdded, AccessibleLockRemoved")),
        });
        let event = match added {
            Some(true) => fields.required("data", Self::check_added),
            Some(false) => fields.required("data", Self::check_removed),
            None => None,
        };
        fields.finish_as(|| event)
    }

    fn check_added(data: &Value<'_>) -> Result<Self, Issues> {
        let names = [
            USER_ID,
            LOCK_ID,
            LOCK_NAME,
            ACCESS_LEVEL,
            VALID_FROM,
            VALID_UNTIL,
            GRANTED_BY,
        ];
        let mut fields = Fields::of(data, &names, UnknownFields::Refuse)?;
        let user = fields.required(USER_ID, |value| Uuid::parse(value.text()?));
        let lock = AccessibleLock::read(&mut fields);
        fields.finish_as(|| {
            Some(Self::Added {
                user: user?,
                lock: lock?,
            })
        })
    }

    fn check_removed(data: &Value<'_>) -> Result<Self, Issues> {
        let names = [USER_ID, LOCK_ID, REMOVED_BY, REASON, REMOVED_AT];
        let mut fields = Fields::of(data, &names, UnknownFields::Refuse)?;
        let user = fields.required(USER_ID, |value| Uuid::parse(value.text()?));
        let lock = fields.required(LOCK_ID, |value| LockId::parse(value.text()?));
        let removed_by = fields.required(REMOVED_BY, |value| Uuid::parse(value.text()?));
        let reason = fields.required(REASON, Value::some_text);
        let removed_at = fields.required(REMOVED_AT, |value| Timestamp::parse(value.text()?));
        fields.finish_as(|| {
            Some(Self::Removed {
                user: user?,
                lock: lock?,
                removed_by: removed_by?,
                reason: reason?.into(),
                removed_at: removed_at?,
            })
        })
    }

    /// The event as an object: `type` and `data`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let (name, data) = match self {
            Self::Added { user, lock } => {
                // The vendor lists who granted last, and this project's window after it.
                let data = Members::default()
                    .with(USER_ID, user.as_str())
                    .with(LOCK_ID, lock.id.as_str())
                    .with(LOCK_NAME, lock.name.as_str())
                    .with(ACCESS_LEVEL, lock.level.as_str())
                    .with(GRANTED_BY, lock.granted_by.as_str())
                    .with_some(VALID_FROM, lock.window.from().map(Value::from))
                    .with_some(VALID_UNTIL, lock.window.until().map(Value::from));
                (ADDED, data)
            }
            Self::Removed {
                user,
                lock,
                removed_by,
                reason,
                removed_at,
            } => {
                let data = Members::default()
                    .with(USER_ID, user.as_str())
                    .with(LOCK_ID, lock.as_str())
                    .with(REMOVED_BY, removed_by.as_str())
                    .with(REASON, reason.as_str())
                    .with(REMOVED_AT, Value::from(*removed_at));
                (REMOVED, data)
            }
        };
        Members::default()
            .with("type", name)
            .with("data", data)
            .into()
    }
}
