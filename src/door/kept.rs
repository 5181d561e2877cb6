//! A door as a service keeps it: what it asks, without what is counted or seen there.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::condition::{MOST_PERSONS, OFF};
use super::place::{AREA, LEAST, MOST, Passback};
use super::security::Security;
use super::{LockoutPolicy, Method, Remote};
use crate::schema::{Document, Field, Given, Kind, Name, Table, check, words};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issues, UnknownFields, Value};

/// Null is told: it takes a member away.
const FIELDS: [Field; 14] = [
    Name::new(0, "levels")
        .optional(Kind::OrNull(&Kind::List(&Kind::SomeText)))
        .described("The access levels that open it"),
    Name::new(1, "outOfService").optional(Kind::OrNull(&Kind::Flag)),
    Name::new(2, "lockdown").optional(Kind::OrNull(&Kind::Flag)),
    Name::new(3, "threatLevel").optional(Kind::OrNull(&Kind::Flag)),
    Name::new(4, "privacy").optional(Kind::OrNull(&Kind::Flag)),
    Name::new(5, "vacation").optional(Kind::OrNull(&Kind::Flag)),
    Name::new(6, "interlock").optional(Kind::OrNull(&Kind::Flag)),
    Name::new(7, "security").optional(Kind::OrNull(&Kind::Object(&Security::TABLE))),
    Name::new(8, "lockout").optional(Kind::OrNull(&Kind::ObjectOr(&LockoutPolicy::TABLE, &OFF))),
    Name::new(9, "remote").optional(Kind::OrNull(&Kind::Word(&Remote::WORDS))),
    Name::new(10, "passback").optional(Kind::OrNull(&Kind::ObjectOr(&Passback::TABLE, &OFF))),
    Name::new(11, "persons").optional(Kind::OrNull(&Kind::Whole(1, MOST_PERSONS))),
    Name::new(12, "firstPerson")
        .optional(Kind::OrNull(&Kind::Word(&Waits::WORDS)))
        .described("Whether it waits for certain persons; that one came, the service keeps"),
    Name::new(13, "occupancy")
        .optional(Kind::OrNull(&Kind::ObjectOr(&BOUNDS, &OFF)))
        .described("How many may be inside; how many are, the service counts"),
];

const BOUNDS: Table = Table::of(&[
    AREA.required(Kind::SomeText),
    Name::new(1, MOST.text).optional(Kind::Whole(0, LARGEST_WHOLE)),
    Name::new(2, LEAST.text).optional(Kind::Whole(0, LARGEST_WHOLE)),
])
.nullable();

words! {
    /// Whether a door waits for certain persons, whoever came.
    #[derive(Clone, Copy)]
    enum Waits: DoorWordUnknown {
        Off = "off",
        Needed = "needed",
    }
}

/// What a door asks of who stands before it, as it is kept: the members of a
/// [`Door`](super::Door) but its id. `lockout` is the policy alone, `occupancy` is without
/// `inside`, and `firstPerson` is never `came`: what is counted or seen is kept elsewhere.
///
/// What is absent is not known, and a door of which something is not known stays shut.
///
/// ```
/// use latchwork::Value;
/// use latchwork::door::Condition;
///
/// let value = |json: &str| Value::from_json(json.as_bytes(), 1024);
/// let change = Condition::check_value(&value(r#"{"lockdown":true,"vacation":null}"#)?)?;
/// let door = Condition::ordinary().changed(&change).to_value();
/// assert_eq!(door.get("lockdown"), Some(&Value::from(true)));
/// assert_eq!(door.get("vacation"), None);
/// assert_eq!(door.get("privacy"), Some(&Value::from(false)));
/// # Ok::<(), latchwork::Issues>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// In the order of the table; null where a change takes something away.
    members: Vec<(Cow<'static, str>, Value<'static>)>,
}

impl Condition {
    pub(crate) const TABLE: Table = Table::of(&FIELDS);

    /// A door in service of which everything is told: it asks for a code, a card or a phone, opens
    /// for one person and not from afar, and takes no tries for a while after five wrong ones.
    #[must_use]
    pub fn ordinary() -> Self {
        let longer = [60_u64, 300, 900].map(Value::from);
        let lockout = Members::default()
            .with("tries", 5_u64)
            .with("thenWaitSeconds", 30_u64)
            .with("thenLonger", Vec::from(longer));
        let methods = [Method::Code, Method::Card, Method::Phone];
        let alone = methods.map(|method| Value::from(Vec::from([method.as_str().into()])));
        let security = Members::default().with("otherwise", Vec::from(alone));
        let mut members = Members::default();
        for flag in [
            "outOfService",
            "lockdown",
            "threatLevel",
            "privacy",
            "vacation",
            "interlock",
        ] {
            members = members.with(flag, false);
        }
        let members = members
            .with("security", security)
            .with("lockout", lockout)
            .with("remote", Remote::No.as_str())
            .with("passback", Waits::Off.as_str())
            .with("persons", 1_u64)
            .with("firstPerson", Waits::Off.as_str())
            .with("occupancy", Waits::Off.as_str());
        match Value::from(members).into_owned() {
            Value::Object(ref mut members) => Self {
                members: core::mem::take(members),
            },
            _ => Self {
                members: Vec::new(),
            },
        }
    }

    /// Checks a condition, or a change of one, written as an object. Null is not known.
    ///
    /// # Errors
    /// As [`Door::check_value`](super::Door::check_value).
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        check(document, &Self::TABLE, UnknownFields::Refuse, &mut |_| {})?;
        Ok(Self::of_given(document.root()))
    }

    /// The condition of an object that its table found right.
    pub(crate) fn of_given(given: Given<'_>) -> Self {
        let named = |field: &Field| {
            let is_it = |(name, _): &(Given<'_>, Given<'_>)| name.name(&FIELDS) == field.name.text;
            let (_, value) = given.members().find(is_it)?;
            Some((Cow::Borrowed(field.name.text), Value::of(value)))
        };
        Self {
            members: FIELDS.iter().filter_map(named).collect(),
        }
    }

    /// The condition with the members of another in the place of its own; what is null there is not
    /// known any more.
    #[must_use]
    pub fn changed(&self, change: &Self) -> Self {
        let member = |field: &Field| {
            let of = |condition: &Self| {
                let members = condition.members.iter();
                let mut found = members.filter(|(name, _)| *name == field.name.text);
                found.next().cloned()
            };
            let (name, value) = of(change).or_else(|| of(self))?;
            (value != Value::Null).then_some((name, value))
        };
        Self {
            members: FIELDS.iter().filter_map(member).collect(),
        }
    }

    /// The condition as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        Value::Object(self.members.clone())
    }
}
