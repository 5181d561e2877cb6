//! The doors of a panel's locks.

use super::Options;
use crate::Value;
use crate::schema::{Kind, Name, Reading, Table};
use crate::system::Request;
use crate::system::smartphonekey::LockId;
use crate::value::Members;

const FIRST: Name = Name::new(0, "first");
const SECOND: Name = Name::new(1, "second");

const DOOR: Kind = Kind::OrNull(&Kind::Form(&LockId::FORM));

/// Both are said, so that no lock is forgotten; it is what is answered, too.
pub(super) const DOORS: Table = Table::of(&[
    FIRST
        .required(DOOR)
        .described("The door of the first lock; null: it has none here"),
    SECOND
        .required(DOOR)
        .described("The door of the second lock; null: it has none here"),
]);

/// A checked request that says which doors the locks of the panel are at: there what is shown to the
/// panel opens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SetPanelDoors {
    /// The door of the first lock.
    pub first: Option<LockId>,
    /// The door of the second lock.
    pub second: Option<LockId>,
}

impl SetPanelDoors {
    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let id = |door: &'_ Option<LockId>| match door {
            Some(door) => Value::from(door.as_str()).into_owned(),
            None => Value::Null,
        };
        Members::default()
            .with(FIRST.text, id(&self.first))
            .with(SECOND.text, id(&self.second))
            .into()
    }
}

impl Request for SetPanelDoors {
    const TABLE: &'static Table = &DOORS;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Set the panel's doors";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            first: reading.parse(FIRST, LockId::parse),
            second: reading.parse(SECOND, LockId::parse),
        })
    }
}
