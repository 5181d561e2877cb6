//! What happens to a user's locks.

use alloc::string::String;

use super::lock::{
    ACCESS_LEVEL, GRANTED_BY, LOCK_ID, LOCK_ID_IS, LOCK_NAME, LockFields, USER_IS, VALID_FROM,
    VALID_UNTIL, some_text,
};
use super::{AccessibleLock, LockId};
#[cfg(feature = "js")]
use crate::schema::check_alone;
use crate::schema::{Document, Field, Kind, Name, Reading, Table, read_as, words};
use crate::value::Members;
use crate::{Issue, Issues, Timestamp, UnknownFields, Uuid, Value};

const TYPE: Name = Name::new(0, "type");
const DATA: Name = Name::new(1, "data");

const USER_ID: Name = Name::new(0, "userId");
const REMOVED_AT: Name = Name::new(4, "removedAt");
pub(super) const REMOVED_BY: &str = "removedBy";
pub(super) const REASON: &str = "reason";

const ADDED: Table =
    Table::of(&LockFields::of_user(USER_ID)).with_rules(|added| LockFields::OF_USER.judge(added));

const REMOVED: Table = Table::of(&REMOVED_FIELDS);
const REMOVED_FIELDS: [Field; 5] = {
    let [user, lock, removed_by, reason] = RemovalFields::of_user(USER_ID);
    let removed_at = REMOVED_AT.required(Kind::Form(&Timestamp::FORM));
    [user, lock, removed_by, reason, removed_at]
};

/// Which event it is says what its data are.
pub(super) const TABLE: Table = Table::of(&of_type(DATA.optional(Kind::Any))).with_choice(
    TYPE,
    &[
        &of_type(DATA.required(Kind::Object(&ADDED))),
        &of_type(DATA.required(Kind::Object(&REMOVED))),
    ],
);

const fn of_type(data: Field) -> [Field; 2] {
    [TYPE.required(Kind::Word(&EventType::WORDS)), data]
}

words! {
    /// The name of an event.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum EventType: EventUnknown {
        Added = "AccessibleLockAdded",
        Removed = "AccessibleLockRemoved",
    }
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
        /// The lock that was removed, by whom and why.
        removal: Removal,
        /// When.
        removed_at: Timestamp,
    },
}

impl Event {
    /// Checks an event written as an object: `type` and `data`.
    ///
    /// # Errors
    /// Every issue of the object; `event_unknown` for another type.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &TABLE, UnknownFields::Refuse, Self::of)
    }

    /// Checks an event, or a list of them, and gives them in their order.
    #[cfg(feature = "js")]
    pub(crate) fn read_all<'d>(
        document: &'d Document<'_>,
    ) -> Result<impl Iterator<Item = Self> + use<'d>, Issues> {
        const ONE: Kind = Kind::Object(&TABLE);
        let given = document.root();
        let is_list = given.is_list();
        let kind = if is_list { &Kind::List(&ONE) } else { &ONE };
        check_alone(document, kind, UnknownFields::Refuse)?;
        let events = given.items().chain((!is_list).then_some(given));
        // Always there where nothing was reported.
        Ok(events.filter_map(|event| Self::of(&event.reading(&TABLE)?)))
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        match reading.parse(TYPE, EventType::parse)? {
            EventType::Added => {
                let data = reading.object(DATA, &ADDED)?;
                Some(Self::Added {
                    user: data.parse(USER_ID, Uuid::parse)?,
                    lock: LockFields::OF_USER.read(&data)?,
                })
            }
            EventType::Removed => {
                let data = reading.object(DATA, &REMOVED)?;
                Some(Self::Removed {
                    user: data.parse(USER_ID, Uuid::parse)?,
                    removal: RemovalFields::OF_USER.read(&data)?,
                    removed_at: data.parse(REMOVED_AT, Timestamp::parse)?,
                })
            }
        }
    }

    /// Whose locks it changed.
    #[must_use]
    pub fn user(&self) -> Uuid {
        let (Self::Added { user, .. } | Self::Removed { user, .. }) = self;
        *user
    }

    /// The event as an object: `type` and `data`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let (name, data) = match self {
            Self::Added { user, lock } => {
                // The vendor lists who granted last, and this project's window after it.
                let data = Members::default()
                    .with(USER_ID.text, *user)
                    .with(LOCK_ID, lock.id.as_str())
                    .with(LOCK_NAME, lock.name.as_str())
                    .with(ACCESS_LEVEL, lock.level.as_str())
                    .with(GRANTED_BY, lock.granted_by)
                    .with_some(VALID_FROM, lock.window.from().map(Value::from))
                    .with_some(VALID_UNTIL, lock.window.until().map(Value::from));
                (EventType::Added, data)
            }
            Self::Removed {
                user,
                removal,
                removed_at,
            } => {
                let data = removal
                    .write(Members::default().with(USER_ID.text, *user))
                    .with(REMOVED_AT.text, Value::from(*removed_at));
                (EventType::Removed, data)
            }
        };
        Members::default()
            .with(TYPE.text, name.as_str())
            .with(DATA.text, data)
            .into()
    }
}

/// The end of someone's access to a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    lock: LockId,
    removed_by: Uuid,
    /// Not empty.
    reason: String,
}

impl Removal {
    /// The end of access to a lock, by whom, and why.
    ///
    /// # Errors
    /// `text_empty` for a reason without any letter.
    pub fn new(lock: LockId, removed_by: Uuid, reason: impl Into<String>) -> Result<Self, Issue> {
        Ok(Self {
            lock,
            removed_by,
            reason: some_text(reason.into())?,
        })
    }

    /// Which lock.
    #[must_use]
    pub fn lock(&self) -> &LockId {
        &self.lock
    }

    /// Who takes it away.
    #[must_use]
    pub fn removed_by(&self) -> Uuid {
        self.removed_by
    }

    /// Why; not empty.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Adds its members to those of an object.
    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        members
            .with(LOCK_ID, self.lock.as_str())
            .with(REMOVED_BY, self.removed_by)
            .with(REASON, self.reason.as_str())
    }
}

/// The fields of the end of an access, in a table where they begin at some place.
pub(super) struct RemovalFields {
    lock: Name,
    removed_by: Name,
    reason: Name,
}

impl RemovalFields {
    /// They are all there is.
    pub(super) const ALONE: Self = Self::at(0);
    pub(super) const TABLE: Table = Table::of(&Self::ALONE.fields());

    /// Before them it says whose lock it was.
    pub(super) const OF_USER: Self = Self::at(1);

    const fn at(first: usize) -> Self {
        Self {
            lock: Name::new(first, LOCK_ID),
            removed_by: Name::new(first + 1, REMOVED_BY),
            reason: Name::new(first + 2, REASON),
        }
    }

    const fn fields(&self) -> [Field; 3] {
        [
            self.lock
                .required(Kind::Form(&LockId::FORM))
                .described(LOCK_ID_IS),
            self.removed_by
                .required(Kind::Form(&Uuid::FORM))
                .described("Who takes access away"),
            self.reason
                .required(Kind::SomeText)
                .described("Why, in words"),
        ]
    }

    /// The fields, and before them whose lock it was.
    pub(super) const fn of_user(user: Name) -> [Field; 4] {
        let [lock, removed_by, reason] = Self::OF_USER.fields();
        [
            user.required(Kind::Form(&Uuid::FORM)).described(USER_IS),
            lock,
            removed_by,
            reason,
        ]
    }

    /// The removal of fields that were found right.
    pub(super) fn read(&self, reading: &Reading<'_>) -> Option<Removal> {
        Some(Removal {
            lock: reading.parse(self.lock, LockId::parse)?,
            removed_by: reading.parse(self.removed_by, Uuid::parse)?,
            reason: reading.owned(self.reason)?,
        })
    }
}
