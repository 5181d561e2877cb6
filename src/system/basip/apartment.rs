//! The request for an apartment: where it is, what it is called, and how many live there.
//!
//! Source: the vendor's page "Create apartment entity".

use alloc::string::String;

use super::change::stays;
use crate::schema::{Field, Form, Kind, Name, Pattern, Reading, Table, Written};
use crate::system::{Options, Request};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, IssueCode, UnknownFields, Value};

pub(super) const APARTMENT_ADDRESS: Name = Name::new(0, "apartment_address");
const APARTMENT_NAME: Name = Name::new(1, "apartment_name");
const RESIDENTS: Name = Name::new(2, "residents");

const BUILDING: Name = Name::new(0, "building");
const UNIT: Name = Name::new(1, "unit");
const FLOOR: Name = Name::new(2, "floor");
const ROOM: Name = Name::new(3, "room");

const COUNT: Name = Name::new(0, "count");

const ADDRESS: Table = Table::of(&[
    BUILDING.optional(Kind::Whole(1, 9999)),
    UNIT.optional(Kind::Whole(0, 99)),
    FLOOR.optional(Kind::Whole(0, 98)),
    ROOM.optional(Kind::Whole(0, 99)),
]);

const IN_APARTMENT: Table = Table::of(&[COUNT
    .required(Kind::Whole(0, LARGEST_WHOLE))
    .described("How many live there")]);

/// The most characters of a name.
const LONGEST: usize = 200;

/// `^\S(.*\S)?$`, of at most 200 characters.
const UNPADDED: Form = Form::new(
    |text| {
        let is_bounded = text.chars().take(LONGEST + 1).count() <= LONGEST;
        let is_line = !text.contains(['\n', '\r']);
        if is_bounded && is_line && !text.is_empty() && text.trim() == text {
            Written::AsGiven
        } else {
            Written::No
        }
    },
    |text| {
        if text.trim().is_empty() {
            Issue::of(IssueCode::TextEmpty)
        } else {
            Issue::of(IssueCode::ApartmentNameMalformed).param(LONGEST)
        }
    },
    Pattern::longest(LONGEST),
);

/// Where an apartment is; what is absent has no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApartmentAddress {
    /// The building, 1 to 9999.
    pub building: Option<u64>,
    /// The unit, up to 99.
    pub unit: Option<u64>,
    /// The floor, up to 98.
    pub floor: Option<u64>,
    /// The room, up to 99.
    pub room: Option<u64>,
}

impl ApartmentAddress {
    fn of(reading: &Reading<'_>) -> Self {
        Self {
            building: reading.whole(BUILDING),
            unit: reading.whole(UNIT),
            floor: reading.whole(FLOOR),
            room: reading.whole(ROOM),
        }
    }

    /// It as an object, without what has no number.
    #[must_use]
    pub fn to_value(self) -> Value<'static> {
        Members::default()
            .with_some(BUILDING.text, self.building)
            .with_some(UNIT.text, self.unit)
            .with_some(FLOOR.text, self.floor)
            .with_some(ROOM.text, self.room)
            .into()
    }
}

const FIELDS: [Field; 3] = [
    APARTMENT_ADDRESS
        .required(Kind::Object(&ADDRESS))
        .described("Where it is"),
    APARTMENT_NAME
        .required(Kind::Form(&UNPADDED))
        .described("What people call it"),
    RESIDENTS.required(Kind::Object(&IN_APARTMENT)),
];

/// The fields of a change.
pub(super) const CHANGED: [Field; 3] = {
    let [address, name, residents] = FIELDS;
    [stays(address), stays(name), stays(residents)]
};

/// What is said where another is at the address.
pub(super) const TAKEN: &str = "Apartment with that Logical Address already exist";

/// A checked request for an apartment. Unknown fields are passed over, as the panel does.
///
/// A name has at most 200 characters; that is this project's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateApartment {
    address: ApartmentAddress,
    name: String,
    residents: u64,
}

impl CreateApartment {
    /// Where it is: no two are at one place.
    #[must_use]
    pub fn address(&self) -> ApartmentAddress {
        self.address
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The request as an object. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.write(Members::default()).into()
    }

    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        members
            .with(APARTMENT_ADDRESS.text, self.address.to_value())
            .with(APARTMENT_NAME.text, self.name())
            .with(
                RESIDENTS.text,
                Members::default().with(COUNT.text, self.residents),
            )
    }
}

impl Request for CreateApartment {
    const TABLE: &'static Table = &Table::of(&FIELDS);

    const UNKNOWN_FIELDS: UnknownFields = UnknownFields::Ignore;

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create apartment";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            address: ApartmentAddress::of(&reading.object(APARTMENT_ADDRESS, &ADDRESS)?),
            name: reading.owned(APARTMENT_NAME)?,
            residents: reading.object(RESIDENTS, &IN_APARTMENT)?.whole(COUNT)?,
        })
    }
}
