//! Doors: made and changed.

use alloc::string::String;

use super::{Change, NAMED, judge_change, text, with_change};
use crate::door::Condition;
use crate::schema::{Form, Kind, Name, Pattern, Reading, Table, Written};
use crate::system::smartphonekey::LockId;
use crate::system::{Options, Request};
use crate::value::Members;
use crate::{CodePolicy, Issue, IssueCode, Value};

const ID: Name = Name::new(0, "id");
const NAME: Name = Name::new(1, "name");
const ZONE: Name = Name::new(2, "zone");
const CODES: Name = Name::new(3, "codes");
const CONDITION: Name = Name::new(4, "condition");

/// The place of a field in a change, which has no id in front.
const fn changed(name: Name) -> Name {
    Name::new(name.at - 1, name.text)
}

const NAME_IS: &str = "What people call the door";
const ZONE_IS: &str = "The IANA name of the time zone that its hours go by; none: nobody knows";
const CODES_IS: &str = "The codes that its keypad allows; none: any of 4 to 8 digits";

const CREATE: Table = Table::of(&[
    ID.optional(Kind::Form(&LockId::FORM))
        .described("A uuid or a decimal number; absent: a new uuid"),
    NAME.required(Kind::Form(&NAMED)).described(NAME_IS),
    ZONE.optional(Kind::Form(&ZONE_NAME)).described(ZONE_IS),
    CODES
        .optional(Kind::Object(&CodePolicy::TABLE))
        .described(CODES_IS),
    CONDITION
        .optional(Kind::Object(&Condition::TABLE))
        .described("What is other than at an ordinary door"),
])
.nullable();

const CHANGE: Table = Table::of(&[
    changed(NAME)
        .optional(Kind::Form(&NAMED))
        .described(NAME_IS),
    changed(ZONE)
        .optional(Kind::OrNull(&Kind::Form(&ZONE_NAME)))
        .described(ZONE_IS),
    changed(CODES)
        .optional(Kind::OrNull(&Kind::Object(&CodePolicy::TABLE)))
        .described(CODES_IS),
    changed(CONDITION)
        .optional(Kind::Object(&Condition::TABLE))
        .described("What becomes other; null: nobody knows any more, and the door stays shut"),
])
.with_rules(judge_change);

/// The name of a zone: words between slashes. Whether there is one, who has the zones knows.
const ZONE_NAME: Form = Form::new(
    |zone| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte);
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(is_letter);
        if zone.len() <= LONGEST_ZONE && zone.split('/').all(is_word) {
            Written::AsGiven
        } else {
            Written::No
        }
    },
    |_| Issue::of(IssueCode::TimeZoneUnknown),
    Pattern::of("^[0-9A-Za-z_+-]+(/[0-9A-Za-z_+-]+)*$"),
);

const LONGEST_ZONE: usize = 64;

/// A checked request for a new door.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateDoor {
    /// Its id; `None` for a new uuid.
    pub id: Option<LockId>,
    /// What people call it.
    pub name: String,
    /// The IANA name of the time zone that its hours go by.
    pub zone: Option<String>,
    /// The codes that its keypad allows; `None` for any of 4 to 8 digits.
    pub codes: Option<CodePolicy>,
    /// What is other than at an ordinary door.
    pub condition: Option<Condition>,
}

/// A checked change of a door.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChangeDoor {
    /// What people call it now.
    pub name: Option<String>,
    /// The zone that its hours go by.
    pub zone: Change<String>,
    /// The codes that its keypad allows. Keys that have others keep them.
    pub codes: Change<CodePolicy>,
    /// The members that become other: see [`Condition::changed`].
    pub condition: Option<Condition>,
}

impl CreateDoor {
    /// What the door asks: what an ordinary one does, with what the request says in its place.
    #[must_use]
    pub fn kept(&self) -> Condition {
        let ordinary = Condition::ordinary();
        match &self.condition {
            Some(other) => ordinary.changed(other),
            None => ordinary,
        }
    }

    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with_some(ID.text, self.id.as_ref().map(LockId::as_str))
            .with(NAME.text, self.name.as_str())
            .with_some(ZONE.text, self.zone.as_deref())
            .with_some(CODES.text, self.codes.as_ref().map(CodePolicy::to_value))
            .with_some(
                CONDITION.text,
                self.condition.as_ref().map(Condition::to_value),
            )
            .into()
    }
}

impl ChangeDoor {
    /// The change as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let members = Members::default().with_some(NAME.text, self.name.as_deref());
        let members = with_change(members, ZONE, self.zone.as_ref().map(String::as_str));
        let codes = self.codes.as_ref().map(CodePolicy::to_value);
        with_change(members, CODES, codes)
            .with_some(
                CONDITION.text,
                self.condition.as_ref().map(Condition::to_value),
            )
            .into()
    }
}

impl Request for CreateDoor {
    const TABLE: &'static Table = &CREATE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create door";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            id: reading.parse(ID, LockId::parse),
            name: reading.owned(NAME)?,
            zone: reading.owned(ZONE),
            codes: match reading.object(CODES, &CodePolicy::TABLE) {
                Some(codes) => Some(CodePolicy::of(&codes)?),
                None => None,
            },
            condition: reading.get(CONDITION).map(Condition::of_given),
        })
    }
}

impl Request for ChangeDoor {
    const TABLE: &'static Table = &CHANGE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Change door";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        let [name, zone, codes, condition] = [NAME, ZONE, CODES, CONDITION].map(changed);
        Some(Self {
            name: reading.owned(name),
            zone: Change::of(reading, zone, text)?,
            codes: Change::of(reading, codes, |given| {
                CodePolicy::of(&given.reading(&CodePolicy::TABLE)?)
            })?,
            condition: reading.get(condition).map(Condition::of_given),
        })
    }
}
