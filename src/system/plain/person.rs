//! People: made and changed.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Change, NAMED, judge_change, set, text, with_change, words_of};
use crate::door::Role;
use crate::schema::{Kind, Name, Reading, Table, words};
use crate::system::{Options, Request};
use crate::value::Members;
use crate::{PhoneNumber, Value};

const FIRST_NAME: Name = Name::new(0, "firstName");
const LAST_NAME: Name = Name::new(1, "lastName");
const PHONE: Name = Name::new(2, "phone");
const STATE: Name = Name::new(3, "state");
const PARTY: Name = Name::new(4, "party");

const PHONE_IS: &str = "E.164; who has one is a Mobile user, known by it";

const NAME_KIND: Kind = Kind::Form(&NAMED);
const PHONE_KIND: Kind = Kind::Form(&PhoneNumber::FORM);

/// What a person is among others, of a request and of what is answered.
pub(super) const PARTY_KIND: Kind = Kind::Set(&Role::WORDS);
pub(super) const PARTY_IS: &str =
    "What the person is at doors that ask for more than one, or wait for somebody";

const CREATE: Table = Table::of(&[
    FIRST_NAME.optional(NAME_KIND),
    LAST_NAME.optional(NAME_KIND),
    PHONE.optional(PHONE_KIND).described(PHONE_IS),
    Name::new(3, PARTY.text)
        .optional(PARTY_KIND)
        .described(PARTY_IS),
])
.nullable();

const CHANGE: Table = Table::of(&[
    FIRST_NAME.optional(Kind::OrNull(&NAME_KIND)),
    LAST_NAME.optional(Kind::OrNull(&NAME_KIND)),
    PHONE
        .optional(Kind::OrNull(&PHONE_KIND))
        .described(PHONE_IS),
    STATE
        .optional(Kind::Word(&PersonState::WORDS))
        .described("Who is not active opens nothing"),
    PARTY.optional(PARTY_KIND).described(PARTY_IS),
])
.with_rules(judge_change);

words! {
    /// What a person is to the organisation.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum PersonState: DoorWordUnknown {
        /// Let in.
        Active = "active",
        /// Not for now.
        Suspended = "suspended",
        /// Not any more.
        Left = "left",
    }
}

/// A checked request for a new person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreatePerson {
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The number of a Mobile user; `None` for a None-Mobile one.
    pub phone: Option<PhoneNumber>,
    /// What the person is among others, each word once; `None` where nothing is said.
    pub party: Option<Vec<Role>>,
}

/// A checked change of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangePerson {
    /// The first name.
    pub first_name: Change<String>,
    /// The last name.
    pub last_name: Change<String>,
    /// The number: with one the person is a Mobile user, without a None-Mobile one.
    pub phone: Change<PhoneNumber>,
    /// What the person is now.
    pub state: Option<PersonState>,
    /// What the person is among others from now on, each word once.
    pub party: Option<Vec<Role>>,
}

impl CreatePerson {
    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with_some(FIRST_NAME.text, self.first_name.as_deref())
            .with_some(LAST_NAME.text, self.last_name.as_deref())
            .with_some(PHONE.text, self.phone.as_ref().map(PhoneNumber::as_str))
            .with_some(PARTY.text, self.party.as_deref().map(words_of))
            .into()
    }
}

impl ChangePerson {
    /// The change as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let mut members = Members::default();
        for (name, change) in [(FIRST_NAME, &self.first_name), (LAST_NAME, &self.last_name)] {
            members = with_change(members, name, change.as_ref().map(String::as_str));
        }
        with_change(members, PHONE, self.phone.as_ref().map(PhoneNumber::as_str))
            .with_some(STATE.text, self.state.map(PersonState::as_str))
            .with_some(PARTY.text, self.party.as_deref().map(words_of))
            .into()
    }
}

impl Request for CreatePerson {
    const TABLE: &'static Table = &CREATE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create person";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            first_name: reading.owned(FIRST_NAME),
            last_name: reading.owned(LAST_NAME),
            phone: reading.parse(PHONE, PhoneNumber::parse),
            party: party(reading, Name::new(3, PARTY.text)),
        })
    }
}

impl Request for ChangePerson {
    const TABLE: &'static Table = &CHANGE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Change person";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            first_name: Change::of(reading, FIRST_NAME, text)?,
            last_name: Change::of(reading, LAST_NAME, text)?,
            phone: Change::of(reading, PHONE, |given| {
                PhoneNumber::parse(given.text()?).ok()
            })?,
            state: reading.parse(STATE, PersonState::parse),
            party: party(reading, PARTY),
        })
    }
}

fn party(reading: &Reading<'_>, name: Name) -> Option<Vec<Role>> {
    set(reading, name, &Role::ALL, Role::find)
}
