//! Who may grant what, as data.

use alloc::vec::Vec;

use super::AccessLevel;
use crate::fields::{Fields, UnknownFields};
use crate::{Issues, Value};

/// The rows of a policy, as an object names them.
const ROWS: [&str; 5] = ["OWNER", "ADMIN", "USER", "GUEST", "organisation"];

/// Who gives access to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grantor {
    /// A person with access of this level.
    Level(AccessLevel),
    /// The organisation that owns the lock.
    Organisation,
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

    /// Checks a policy written as an object: a list of levels for each of `OWNER`, `ADMIN`,
    /// `USER`, `GUEST` and `organisation`.
    ///
    /// # Errors
    /// Every issue of the object. A row left out is one: nothing is granted by default.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &ROWS, UnknownFields::Refuse)?;
        let rows = ROWS.map(|row| {
            let list = fields.required(row, Value::list).unwrap_or_default();
            fields.each(row, list, |_, level| AccessLevel::parse(level.text()?))
        });
        fields.finish_with(Self { rows })
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
