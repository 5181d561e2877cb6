//! Who acts for the organisation: made, changed, and given keys of the API.

use alloc::string::String;
use alloc::vec::Vec;

use super::{NAMED, judge_change};
use crate::schema::{Judged, Kind, Name, Reading, Table, words};
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

const NAME_IS: &str = "What people call who acts";
const DOORS_KIND: Kind = Kind::SomeList(&Kind::Form(&LockId::FORM));
const DOORS_ARE: &str = "Of a manager or a controller, who have some doors; the others have all";

const CREATE: Table = Table::of(&[
    NAME.required(Kind::Form(&NAMED)).described(NAME_IS),
    ROLE.required(Kind::Word(&PrincipalRole::WORDS)),
    DOORS.optional(DOORS_KIND).described(DOORS_ARE),
    DAYS.optional(DAYS_KIND).described(DAYS_ARE),
])
.with_rules(|create| {
    judge_doors(create);
    let role = create.text(ROLE).and_then(PrincipalRole::find);
    if role.is_some_and(PrincipalRole::is_of_some_doors) && !create.is_there(DOORS) {
        create.report(DOORS, || Issue::of(IssueCode::MissingField));
    }
});

const CHANGE: Table = Table::of(&[
    NAME.optional(Kind::Form(&NAMED)).described(NAME_IS),
    ROLE.optional(Kind::Word(&PrincipalRole::WORDS)),
    DOORS.optional(DOORS_KIND).described(DOORS_ARE),
])
.with_rules(|change| {
    judge_doors(change);
    judge_change(change);
});

/// Who has all doors is given none.
fn judge_doors(request: &mut Judged<'_, '_>) {
    let role = request.text(ROLE).and_then(PrincipalRole::find);
    if role.is_some_and(|role| !role.is_of_some_doors()) && request.is_there(DOORS) {
        request.report(DOORS, || Issue::of(IssueCode::DoorsOfAll));
    }
}

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

/// A checked change of somebody who acts for the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangePrincipal {
    /// What people call who acts.
    pub name: Option<String>,
    /// What one may do from now on.
    pub role: Option<PrincipalRole>,
    /// The doors of a manager or a controller from now on: at least one.
    pub doors: Option<Vec<LockId>>,
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
        let doors = (!self.doors.is_empty()).then_some(&*self.doors);
        Members::default()
            .with(NAME.text, self.name.as_str())
            .with(ROLE.text, self.role.as_str())
            .with_some(DOORS.text, doors.map(ids_of))
            .with_some(DAYS.text, self.days)
            .into()
    }
}

impl ChangePrincipal {
    /// The change as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with_some(NAME.text, self.name.as_deref())
            .with_some(ROLE.text, self.role.map(PrincipalRole::as_str))
            .with_some(DOORS.text, self.doors.as_deref().map(ids_of))
            .into()
    }
}

fn ids_of(doors: &[LockId]) -> Vec<Value<'_>> {
    doors.iter().map(|door| door.as_str().into()).collect()
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

impl Request for ChangePrincipal {
    const TABLE: &'static Table = &CHANGE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Change principal";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        let doors = reading.list(DOORS, |door| LockId::parse(door.text()?).ok())?;
        Some(Self {
            name: reading.owned(NAME),
            role: reading.text(ROLE).and_then(PrincipalRole::find),
            doors: (!doors.is_empty()).then_some(doors),
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
