//! The fields of a Wiegand word.

use super::digits::decimal;
use crate::issue::Type;
use crate::schema::{Field, Given, Kind, Name, Table, words};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, IssueCode, Value};

words! {
    /// What a field of a Wiegand word says.
    ///
    /// Issues come in the order of [`ALL`](Self::ALL).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum CardField {
        /// The facility code, or site code: which installation the card belongs to.
        Facility = "facility",
        /// The card number.
        Card = "card",
        /// The issue level: how often a card of this number was replaced.
        Issue = "issue",
        /// The code of the maker or dealer.
        Oem = "oem",
    }
}

const FACILITY: Name = Name::new(0, CardField::Facility.as_str());
const CARD: Name = Name::new(1, CardField::Card.as_str());
const ISSUE: Name = Name::new(2, CardField::Issue.as_str());
const OEM: Name = Name::new(3, CardField::Oem.as_str());

impl CardField {
    /// A field of each, all of one kind.
    pub(super) const fn each(kind: Kind) -> [Field; 4] {
        [
            FACILITY.optional(kind),
            CARD.optional(kind),
            ISSUE.optional(kind),
            OEM.optional(kind),
        ]
    }

    /// The name of the field in the tables of what has one of each.
    pub(super) const fn name(self) -> Name {
        match self {
            Self::Facility => FACILITY,
            Self::Card => CARD,
            Self::Issue => ISSUE,
            Self::Oem => OEM,
        }
    }
}

/// The numbers of a card's fields, each absent where it is not told or its format has none.
///
/// `Debug` shows which there are, not what they are.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct CardFields {
    /// The facility code.
    pub facility: Option<u64>,
    /// The card number.
    pub card: Option<u64>,
    /// The issue level.
    pub issue: Option<u64>,
    /// The OEM code.
    pub oem: Option<u64>,
}

impl CardFields {
    /// Each a number that its format bounds.
    pub(super) const TABLE: Table = Table::of(&CardField::each(Kind::Any));

    /// The number of a field.
    #[must_use]
    pub fn get(&self, field: CardField) -> Option<u64> {
        match field {
            CardField::Facility => self.facility,
            CardField::Card => self.card,
            CardField::Issue => self.issue,
            CardField::Oem => self.oem,
        }
    }

    pub(super) fn set(&mut self, field: CardField, number: Option<u64>) {
        match field {
            CardField::Facility => self.facility = number,
            CardField::Card => self.card = number,
            CardField::Issue => self.issue = number,
            CardField::Oem => self.oem = number,
        }
    }

    /// The fields as an object of decimal numbers as text: some do not fit a JavaScript number.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let mut members = Members::default();
        for field in CardField::ALL {
            let number = self.get(field).map(decimal);
            members = members.with_some(field.as_str(), number);
        }
        members.into()
    }
}

impl core::fmt::Debug for CardFields {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let told = CardField::ALL
            .into_iter()
            .filter(|field| self.get(*field).is_some());
        f.debug_set().entries(told.map(CardField::as_str)).finish()
    }
}

/// A number up to the largest allowed: decimal text, or a JSON number that holds it exactly.
pub(super) fn number(given: Given<'_>, max: u64) -> Result<u64, Issue> {
    bounded(given, max, || too_large(max))
}

/// The only number that a field allows, written as [`number`] reads it.
pub(super) fn only_number(given: Given<'_>, only: u64) -> Result<u64, Issue> {
    let number = bounded(given, only, || not_fixed(only))?;
    if number == only {
        Ok(number)
    } else {
        Err(not_fixed(only))
    }
}

fn bounded(given: Given<'_>, max: u64, above: impl Fn() -> Issue) -> Result<u64, Issue> {
    let number = if given.number().is_some() {
        let whole = given.whole(0, LARGEST_WHOLE);
        Some(whole.ok_or_else(|| Issue::out_of_range(0_u64, LARGEST_WHOLE))?)
    } else {
        let text = given.text();
        let text = text.ok_or_else(|| given.other_than(Type::String))?;
        let other = text.chars().position(|c| !c.is_ascii_digit());
        if let Some(before) = other.or(text.is_empty().then_some(0)) {
            return Err(Issue::of(IssueCode::CardFieldNotDigits).param(before + 1));
        }
        // Fails only above 2^64.
        text.parse().ok()
    };
    let fits = number.filter(|number| *number <= max);
    fits.ok_or_else(above)
}

/// A number above the largest that a field allows.
pub(super) fn too_large(max: u64) -> Issue {
    Issue::of(IssueCode::CardFieldTooLarge).param(max)
}

/// Another number than the only one that a field allows.
pub(super) fn not_fixed(expected: u64) -> Issue {
    Issue::of(IssueCode::CardFieldFixed).param(expected)
}
