//! Locks: what names one, and access to one.

use alloc::string::String;
use core::fmt;

use crate::schema::{
    Document, Field, Form, Judged, Kind, Name, Pattern, Reading, Table, Written, read_as,
};
use crate::value::Members;
use crate::{
    AccessLevel, Grant, Issue, IssueCode, Issues, Timestamp, UnknownFields, Uuid, Value, Window,
};

pub(super) const LOCK_ID: &str = "lockId";
pub(super) const ACCESS_LEVEL: &str = "accessLevel";
pub(super) const VALID_FROM: &str = "validFrom";
pub(super) const VALID_UNTIL: &str = "validUntil";
pub(super) const GRANTED_BY: &str = "grantedBy";
pub(super) const LOCK_NAME: &str = "lockName";

/// What schemas say of fields that several tables have.
pub(super) const LOCK_ID_IS: &str = "A uuid or a decimal number";
pub(super) const USER_IS: &str = "Whose locks";

/// The most digits of a lock's number.
const MOST_DIGITS: usize = 20;

/// The length of a uuid.
const UUID_LENGTH: usize = 36;

/// The id of a lock: a uuid or a decimal number, since the vendor's examples use both.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LockId(String);

impl LockId {
    pub(crate) const FORM: Form = Form::rewritten(
        |text| {
            if is_number(text) {
                Written::AsGiven
            } else {
                (Uuid::FORM.judge)(text)
            }
        },
        |text| {
            if text.chars().count() == UUID_LENGTH {
                (Uuid::FORM.explain)(text)
            } else {
                Issue::of(IssueCode::LockIdUnknownForm)
            }
        },
        Uuid::FORM.canonical,
        Pattern::of("^([0-9]{1,20}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$"),
    );

    /// Checks an id; a uuid is given back in lower case.
    ///
    /// # Errors
    /// `lock_id_unknown_form`, and the issues of [`Uuid::parse`] for what has 36 characters.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::FORM.read(text).map(Self)
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `[0-9]{1,20}`
fn is_number(text: &str) -> bool {
    (1..=MOST_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for LockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A lock that a user has access to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessibleLock {
    pub(super) id: LockId,
    /// Not empty.
    pub(super) name: String,
    pub(super) level: AccessLevel,
    pub(super) window: Window,
    pub(super) granted_by: Uuid,
}

impl AccessibleLock {
    /// Access to a lock: which, what people call it, what the user may do there and when, and who
    /// gave access.
    ///
    /// # Errors
    /// `text_empty` for a name without any letter.
    pub fn new(
        id: LockId,
        name: impl Into<String>,
        level: AccessLevel,
        window: Window,
        granted_by: Uuid,
    ) -> Result<Self, Issue> {
        Ok(Self {
            id,
            name: some_text(name.into())?,
            level,
            window,
            granted_by,
        })
    }

    /// Which lock.
    #[must_use]
    pub fn id(&self) -> &LockId {
        &self.id
    }

    /// What people call it; not empty.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the user may do there.
    #[must_use]
    pub fn level(&self) -> AccessLevel {
        self.level
    }

    /// When.
    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// Who gave access.
    #[must_use]
    pub fn granted_by(&self) -> Uuid {
        self.granted_by
    }

    /// A lock in a list.
    pub(super) const TABLE: Table =
        Table::of(&LockFields::ALONE.fields()).with_rules(|lock| LockFields::ALONE.judge(lock));

    /// Checks a lock written as an object, as an aggregate lists it.
    ///
    /// # Errors
    /// Every issue of the object: those of [`LockId::parse`], `access_level_unknown`,
    /// `window_empty`, and those of uuids and timestamps.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let document = Document::of(value);
        let of = |reading: &Reading<'_>| LockFields::ALONE.read(reading);
        read_as(&document, &Self::TABLE, UnknownFields::Refuse, of)
    }

    /// The lock as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.write(Members::default()).into()
    }

    /// Adds the lock's members to those of an object.
    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        members
            .with(LOCK_ID, self.id.as_str())
            .with(LOCK_NAME, self.name.as_str())
            .with(ACCESS_LEVEL, self.level.as_str())
            .with_some(VALID_FROM, self.window.from().map(Value::from))
            .with_some(VALID_UNTIL, self.window.until().map(Value::from))
            .with(GRANTED_BY, self.granted_by)
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

/// Text with more than white space in it, as [`Kind::SomeText`] has it.
pub(super) fn some_text(text: String) -> Result<String, Issue> {
    if text.trim().is_empty() {
        return Err(Issue::of(IssueCode::TextEmpty));
    }
    Ok(text)
}

/// The fields of a lock, in a table where they begin at some place.
pub(super) struct LockFields {
    pub(super) id: Name,
    pub(super) name: Name,
    level: Name,
    from: Name,
    until: Name,
    granted_by: Name,
}

impl LockFields {
    /// They are all there is.
    pub(super) const ALONE: Self = Self::at(0);

    /// Before them it says whose lock it is.
    pub(super) const OF_USER: Self = Self::at(1);

    const fn at(first: usize) -> Self {
        Self {
            id: Name::new(first, LOCK_ID),
            name: Name::new(first + 1, LOCK_NAME),
            level: Name::new(first + 2, ACCESS_LEVEL),
            from: Name::new(first + 3, VALID_FROM),
            until: Name::new(first + 4, VALID_UNTIL),
            granted_by: Name::new(first + 5, GRANTED_BY),
        }
    }

    const fn fields(&self) -> [Field; 6] {
        [
            self.id
                .required(Kind::Form(&LockId::FORM))
                .described(LOCK_ID_IS),
            self.name
                .required(Kind::SomeText)
                .described("What people call the lock"),
            self.level
                .required(Kind::Word(&AccessLevel::WORDS))
                .described("What the user may do there"),
            self.from
                .optional(Kind::Form(&Timestamp::FORM))
                .described("Absent: at once"),
            self.until
                .optional(Kind::Form(&Timestamp::FORM))
                .described("Exclusive; absent: for ever"),
            self.granted_by
                .required(Kind::Form(&Uuid::FORM))
                .described("Who gives access"),
        ]
    }

    /// The fields, and before them whose lock it is.
    pub(super) const fn of_user(user: Name) -> [Field; 7] {
        let [id, name, level, from, until, granted_by] = Self::OF_USER.fields();
        let user = user.required(Kind::Form(&Uuid::FORM)).described(USER_IS);
        [user, id, name, level, from, until, granted_by]
    }

    /// What ties the fields together.
    pub(super) fn judge(&self, judged: &mut Judged<'_, '_>) {
        Window::judge(judged, self.from, self.until);
    }

    /// The lock of fields that were found right.
    pub(super) fn read(&self, reading: &Reading<'_>) -> Option<AccessibleLock> {
        Some(AccessibleLock {
            id: reading.parse(self.id, LockId::parse)?,
            name: reading.owned(self.name)?,
            level: reading.parse(self.level, AccessLevel::parse)?,
            window: Window::of(reading, self.from, self.until),
            granted_by: reading.parse(self.granted_by, Uuid::parse)?,
        })
    }
}
