//! What is known of a door when somebody stands before it.

use alloc::string::String;
use alloc::vec::Vec;

use super::Lockout;
use super::place::{Occupancy, Passback};
use super::security::Security;
use crate::schema::{Document, Kind, Name, Reading, Table, read_as, words};
use crate::{Issues, UnknownFields, Value};

const ID: Name = Name::new(0, "id");
const LEVELS: Name = Name::new(1, "levels");
const OUT_OF_SERVICE: Name = Name::new(2, "outOfService");
const LOCKDOWN: Name = Name::new(3, "lockdown");
const THREAT_LEVEL: Name = Name::new(4, "threatLevel");
const PRIVACY: Name = Name::new(5, "privacy");
const VACATION: Name = Name::new(6, "vacation");
const INTERLOCK: Name = Name::new(7, "interlock");
const SECURITY: Name = Name::new(8, "security");
const LOCKOUT: Name = Name::new(9, "lockout");
const REMOTE: Name = Name::new(10, "remote");
const PASSBACK: Name = Name::new(11, "passback");
const PERSONS: Name = Name::new(12, "persons");
const FIRST_PERSON: Name = Name::new(13, "firstPerson");
const OCCUPANCY: Name = Name::new(14, "occupancy");

const TABLE: Table = Table::of(&[
    ID.required(Kind::SomeText),
    LEVELS.optional(Kind::List(&Kind::SomeText)),
    OUT_OF_SERVICE.optional(Kind::Flag),
    LOCKDOWN.optional(Kind::Flag),
    THREAT_LEVEL.optional(Kind::Flag),
    PRIVACY.optional(Kind::Flag),
    VACATION.optional(Kind::Flag),
    INTERLOCK.optional(Kind::Flag),
    SECURITY.optional(Kind::Object(&Security::TABLE)),
    LOCKOUT.optional(Kind::ObjectOr(&Lockout::TABLE, &OFF)),
    REMOTE.optional(Kind::Word(&Remote::WORDS)),
    PASSBACK.optional(Kind::ObjectOr(&Passback::TABLE, &OFF)),
    PERSONS.optional(Kind::Whole(1, MOST_PERSONS)),
    FIRST_PERSON.optional(Kind::Word(&FirstPerson::WORDS)),
    OCCUPANCY.optional(Kind::ObjectOr(&Occupancy::TABLE, &OFF)),
])
.nullable();

pub(super) const OFF: Kind = Kind::Word(&Off::WORDS);

/// The most persons that a door may ask for.
pub(super) const MOST_PERSONS: u64 = 8;

words! {
    #[derive(Clone, Copy)]
    enum Off: DoorWordUnknown {
        Off = "off",
    }
}

words! {
    /// Whether a door opens from afar.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Remote: DoorWordUnknown {
        /// It does not.
        No = "no",
        /// It does.
        Yes = "yes",
        /// `with-code`: it does with the PIN of who asks.
        WithCode = "with-code",
    }
}

words! {
    /// Whether a door waits for certain persons before it opens for others.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum FirstPerson: DoorWordUnknown {
        /// It does not.
        Off = "off",
        /// It does, and none has come yet.
        Needed = "needed",
        /// One has come.
        Came = "came",
    }
}

/// Something that a door has, or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting<T> {
    /// It has not.
    Off,
    /// It has.
    On(T),
}

/// A door as it is when somebody stands before it, seen from the reader that is used.
///
/// What is `None` is not known. A door of which something is not known that a decision asks for
/// stays shut; [`Opening::unknown`](super::Opening::unknown) tells what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Door {
    /// Its id, which credentials name.
    pub id: String,
    /// The access levels that open it.
    pub levels: Vec<String>,
    /// Whether it, or its reader, is out of service.
    pub out_of_service: Option<bool>,
    /// Whether it is locked down.
    pub lockdown: Option<bool>,
    /// Whether the threat level keeps it shut.
    pub threat_level: Option<bool>,
    /// Whether somebody inside asked for privacy.
    pub privacy: Option<bool>,
    /// Whether the household is away.
    pub vacation: Option<bool>,
    /// Whether the other door of a pair is not shut.
    pub interlock: Option<bool>,
    /// What has to be shown.
    pub security: Option<Security>,
    /// The tries at this reader; of what comes from afar those of its own way.
    pub lockout: Option<Setting<Lockout>>,
    /// Whether it opens from afar.
    pub remote: Option<Remote>,
    /// What it asks of where people are.
    pub passback: Option<Setting<Passback>>,
    /// How many different persons have to be there: at least 1.
    pub persons: Option<u8>,
    /// Whether it waits for certain persons.
    pub first_person: Option<FirstPerson>,
    /// How many are inside.
    pub occupancy: Option<Setting<Occupancy>>,
}

impl Door {
    /// A door of which nothing is known: it stays shut.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            levels: Vec::new(),
            out_of_service: None,
            lockdown: None,
            threat_level: None,
            privacy: None,
            vacation: None,
            interlock: None,
            security: None,
            lockout: None,
            remote: None,
            passback: None,
            persons: None,
            first_person: None,
            occupancy: None,
        }
    }

    /// A door in service that asks for these methods and for nothing else: it counts no wrong tries,
    /// does not open from afar, and opens for one person, wherever that is.
    #[must_use]
    pub fn ordinary(id: &str, security: Security) -> Self {
        Self {
            out_of_service: Some(false),
            lockdown: Some(false),
            threat_level: Some(false),
            privacy: Some(false),
            vacation: Some(false),
            interlock: Some(false),
            security: Some(security),
            lockout: Some(Setting::Off),
            remote: Some(Remote::No),
            passback: Some(Setting::Off),
            persons: Some(1),
            first_person: Some(FirstPerson::Off),
            occupancy: Some(Setting::Off),
            ..Self::new(id)
        }
    }

    /// Checks a door written as an object, with the names of its members in camel case; what a door
    /// has not is the word `off`. What is absent or null is not known.
    ///
    /// # Errors
    /// Every issue of the object; `door_word_unknown`, `door_priority_twice`, and those of
    /// schedules and lock-outs.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &TABLE, UnknownFields::Refuse, Self::of)
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            id: reading.owned(ID)?,
            levels: reading.list(LEVELS, |level| level.text().map(String::from))?,
            out_of_service: reading.flag(OUT_OF_SERVICE),
            lockdown: reading.flag(LOCKDOWN),
            threat_level: reading.flag(THREAT_LEVEL),
            privacy: reading.flag(PRIVACY),
            vacation: reading.flag(VACATION),
            interlock: reading.flag(INTERLOCK),
            security: read(reading, SECURITY, &Security::TABLE, Security::of)?,
            lockout: setting(reading, LOCKOUT, &Lockout::TABLE, Lockout::of)?,
            remote: reading.parse(REMOTE, Remote::parse),
            passback: setting(reading, PASSBACK, &Passback::TABLE, Passback::of)?,
            persons: reading
                .whole(PERSONS)
                .and_then(|persons| u8::try_from(persons).ok()),
            first_person: reading.parse(FIRST_PERSON, FirstPerson::parse),
            occupancy: setting(reading, OCCUPANCY, &Occupancy::TABLE, Occupancy::of)?,
        })
    }
}

/// The object of a member; `None` inside where there is none. `None` where it cannot be read.
#[expect(
    clippy::option_option,
    reason = "absent is unknown, and none is a fault"
)]
pub(super) fn read<T>(
    reading: &Reading<'_>,
    name: Name,
    table: &'static Table,
    of: fn(&Reading<'_>) -> Option<T>,
) -> Option<Option<T>> {
    match reading.object(name, table) {
        Some(object) => of(&object).map(Some),
        None => Some(None),
    }
}

/// The object of a member, or that it is off.
#[expect(
    clippy::option_option,
    reason = "absent is unknown, and none is a fault"
)]
fn setting<T>(
    reading: &Reading<'_>,
    name: Name,
    table: &'static Table,
    of: fn(&Reading<'_>) -> Option<T>,
) -> Option<Option<Setting<T>>> {
    match reading.get(name) {
        None => Some(None),
        Some(given) => match given.reading(table) {
            Some(object) => of(&object).map(|on| Some(Setting::On(on))),
            None => Some(Some(Setting::Off)),
        },
    }
}
