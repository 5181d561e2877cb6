//! Who may grant what, as data.

use alloc::vec::Vec;

use super::AccessLevel;
use crate::schema::{Document, Kind, Name, Reading, Table, read_as};
use crate::value::Members;
use crate::{Issue, Issues, UnknownFields, Value};

/// What an object calls the organisation that owns a lock.
const ORGANISATION: &str = "organisation";

/// The rows of a policy.
const ROWS: [Name; 5] = [OWNER, ADMIN, USER, GUEST, OF_ORGANISATION];
const OWNER: Name = Name::new(0, AccessLevel::Owner.as_str());
const ADMIN: Name = Name::new(1, AccessLevel::Admin.as_str());
const USER: Name = Name::new(2, AccessLevel::User.as_str());
const GUEST: Name = Name::new(3, AccessLevel::Guest.as_str());
const OF_ORGANISATION: Name = Name::new(4, ORGANISATION);

/// The levels of a row.
const LEVELS: Kind = Kind::List(&Kind::Word(&AccessLevel::WORDS));

/// Who gives access to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grantor {
    /// A person with access of this level.
    Level(AccessLevel),
    /// The organisation that owns the lock.
    Organisation,
}

impl Grantor {
    /// Checks who it is: a level, or `organisation`.
    ///
    /// # Errors
    /// `access_level_unknown`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        match text {
            ORGANISATION => Ok(Self::Organisation),
            level => AccessLevel::parse(level).map(Self::Level),
        }
    }
}

/// Which levels each grantor may grant, and so remove.
///
/// The default is this project's, where the vendors are silent: one grants only levels below
/// one's own; the organisation that owns a lock may give it an owner.
///
/// ```
/// # use latchwork::{AccessLevel, GrantPolicy, Grantor};
/// let policy = GrantPolicy::default();
/// assert!(policy.may_grant(Grantor::Level(AccessLevel::Admin), AccessLevel::User));
/// assert!(!policy.may_grant(Grantor::Level(AccessLevel::Admin), AccessLevel::Admin));
/// assert!(policy.may_grant(Grantor::Organisation, AccessLevel::Owner));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantPolicy {
    /// In the order of [`ROWS`].
    rows: [Vec<AccessLevel>; 5],
}

impl Default for GrantPolicy {
    fn default() -> Self {
        use AccessLevel::{Admin, Guest, Owner, User};
        Self {
            rows: [
                Vec::from([Admin, User, Guest]),
                Vec::from([User, Guest]),
                Vec::from([Guest]),
                Vec::new(),
                Vec::from([Owner]),
            ],
        }
    }
}

impl GrantPolicy {
    /// A policy of rows: what an owner, an admin, a user, a guest and the organisation may grant.
    #[must_use]
    pub fn new(rows: [Vec<AccessLevel>; 5]) -> Self {
        Self { rows }
    }

    pub(crate) const TABLE: Table = Table::of(&[
        OWNER.required(LEVELS),
        ADMIN.required(LEVELS),
        USER.required(LEVELS),
        GUEST.required(LEVELS),
        OF_ORGANISATION.required(LEVELS),
    ]);

    /// Checks a policy written as an object: a list of levels for each of `OWNER`, `ADMIN`,
    /// `USER`, `GUEST` and `organisation`.
    ///
    /// # Errors
    /// Every issue of the object. A row left out is one: nothing is granted by default.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The policy of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        let row = |name| reading.list(name, |level| AccessLevel::find(level.text()?));
        let [owner, admin, user, guest, organisation] = ROWS.map(row);
        Some(Self {
            rows: [owner?, admin?, user?, guest?, organisation?],
        })
    }

    /// The policy as an object. It checks to the same policy again.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let rows = ROWS.iter().zip(&self.rows);
        rows.fold(Members::default(), |members, (name, levels)| {
            let levels: Vec<_> = levels.iter().map(|level| level.as_str().into()).collect();
            members.with(name.text, levels)
        })
        .into()
    }

    /// Whether a grantor may give this level to another.
    #[must_use]
    pub fn may_grant(&self, grantor: Grantor, level: AccessLevel) -> bool {
        let [owner, admin, user, guest, organisation] = &self.rows;
        let row = match grantor {
            Grantor::Level(AccessLevel::Owner) => owner,
            Grantor::Level(AccessLevel::Admin) => admin,
            Grantor::Level(AccessLevel::User) => user,
            Grantor::Level(AccessLevel::Guest) => guest,
            Grantor::Organisation => organisation,
        };
        row.contains(&level)
    }
}
