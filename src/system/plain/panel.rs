//! The doors of a panel's locks, and what is shown there.

use alloc::string::String;

use super::{KeyOfCard, Options};
use crate::Value;
use crate::card::Uid;
use crate::door::Identification;
use crate::schema::{Kind, Name, Reading, Table};
use crate::system::Request;
use crate::system::basip::{IdentifierNumber, IdentifierType};
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

impl IdentifierNumber {
    /// The number that an identifier of the panel has of which this is shown at a door: a card whose
    /// bytes are known by those, in their order, any other by its decimal number. `None` for what no
    /// identifier can have.
    ///
    /// ```
    /// use latchwork::door::{Means, Shown};
    /// use latchwork::system::basip::IdentifierNumber;
    ///
    /// let card = Shown::new(Means::Uid, "04A1B2C3").read().expect("an identifier");
    /// assert_eq!(IdentifierNumber::shown(&card).unwrap().as_str(), "04:A1:B2:C3");
    /// ```
    #[must_use]
    pub fn shown(shown: &Identification) -> Option<Self> {
        match shown {
            Identification::Code(code) => Self::parse(IdentifierType::InputCode, code.as_str()),
            Identification::Phone(id) => Self::parse(IdentifierType::Ukey, id),
            Identification::Uid(uid) => Self::parse(IdentifierType::Card, &in_bytes(uid)),
            card => {
                if let Identification::Word(word) = card
                    && let 32 | 40 | 56 = word.length()
                {
                    let bytes = word.value().to_be_bytes();
                    let first = bytes.len().checked_sub(usize::from(word.length() / 8))?;
                    let uid = Uid::from_bytes(bytes.get(first..)?).ok()?;
                    return Self::parse(IdentifierType::Card, &in_bytes(&uid)).ok();
                }
                let all = KeyOfCard::all(card);
                let decimal = all.iter().find(|key| key.format.is_none())?;
                Self::parse(IdentifierType::Card, decimal.number.canonical())
            }
        }
        .ok()
    }
}

fn in_bytes(uid: &Uid) -> String {
    let mut text = String::new();
    for byte in uid.as_bytes() {
        if !text.is_empty() {
            text.push(':');
        }
        for half in [byte >> 4, byte & 15] {
            let digit = char::from_digit(half.into(), 16).unwrap_or_default();
            text.push(digit.to_ascii_uppercase());
        }
    }
    text
}
