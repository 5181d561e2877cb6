//! Who acts for the organisation: made, and given keys of the API.

use alloc::string::String;
use alloc::vec::Vec;

use super::NAMED;
use crate::schema::{Kind, Name, Reading, Table, words};
use crate::system::smartphonekey::LockId;
use crate::system::{Options, Request};
use crate::value::Members;
use crate::{Issue, IssueCode, Value};

const NAME: Name = Name::new(0, "name");
const ROLE: Name = Name::new(1, "role");
const DOORS: Name = Name::new(2, "doors");
const DAYS: Name = Name::new(3, "days");

/// The most days that a key of the API lasts, where it ends: ten years.
const MOST_DAYS: u64 = 3_650;

const DAYS_KIND: Kind = Kind::Whole(1, MOST_DAYS);
const DAYS_ARE: &str = "How long the key of the API is good; absent: until it is taken back";

const CREATE: Table = Table::of(&[
    NAME.required(Kind::Form(&NAMED))
        .described("What people call who acts"),
    ROLE.required(Kind::Word(&PrincipalRole::WORDS)),
    DOORS
        .optional(Kind::SomeList(&Kind::Form(&LockId::FORM)))
        .described("Of a manager or a controller, who have some doors; the others have all"),
    DAYS.optional(DAYS_KIND).described(DAYS_ARE),
])
.with_rules(|create| {
    let role = create.text(ROLE).and_then(PrincipalRole::find);
    match role.map(PrincipalRole::is_of_some_doors) {
        Some(true) if !create.is_there(DOORS) => {
            create.report(DOORS, || Issue::of(IssueCode::MissingField));
        }
        Some(false) if create.is_there(DOORS) => {
            create.report(DOORS, || Issue::of(IssueCode::DoorsOfAll));
        }
        _ => {}
    }
});

const KEY_DAYS: Name = Name::new(0, DAYS.text);

const CREATE_KEY: Table = Table::of(&[KEY_DAYS.optional(DAYS_KIND).described(DAYS_ARE)]).nullable();

words! {
    /// What one may do who acts for an organisation.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum PrincipalRole: DoorWordUnknown {
        /// All there is, at all doors.
        Administrator = "administrator",
        /// Keys and locks of some doors.
        Manager = "manager",
        /// Asks whether some doors open, and nothing else: what controls a door.
        Controller = "controller",
        /// Reads what happened, and changes nothing.
        Reader = "reader",
    }
}

impl PrincipalRole {
    /// Whether it goes for some doors only.
    #[must_use]
    pub fn is_of_some_doors(self) -> bool {
        matches!(self, Self::Manager | Self::Controller)
    }
}

/// A checked request for somebody who acts for the organisation, and a first key of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreatePrincipal {
    /// What people call who acts.
    pub name: String,
    /// What one may do.
    pub role: PrincipalRole,
    /// The doors of a manager or a controller; empty for the others.
    pub doors: Vec<LockId>,
    /// How many days the key is good; `None`: until it is taken back.
    pub days: Option<u64>,
}

/// A checked request for another key of the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateApiKey {
    /// How many days it is good; `None`: until it is taken back.
    pub days: Option<u64>,
}

impl CreatePrincipal {
    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let doors: Vec<_> = self.doors.iter().map(|door| door.as_str().into()).collect();
        Members::default()
            .with(NAME.text, self.name.as_str())
            .with(ROLE.text, self.role.as_str())
            .with_some(DOORS.text, (!doors.is_empty()).then_some(doors))
            .with_some(DAYS.text, self.days)
            .into()
    }
}

impl CreateApiKey {
    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default().with_some(DAYS.text, self.days).into()
    }
}

impl Request for CreatePrincipal {
    const TABLE: &'static Table = &CREATE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create principal";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            name: reading.owned(NAME)?,
            role: PrincipalRole::find(reading.text(ROLE)?)?,
            doors: reading.list(DOORS, |door| LockId::parse(door.text()?).ok())?,
            days: reading.whole(DAYS),
        })
    }
}

impl Request for CreateApiKey {
    const TABLE: &'static Table = &CREATE_KEY;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create API key";
    const NOTHING: &'static [u8] = b"{}";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            days: reading.whole(KEY_DAYS),
        })
    }
}
