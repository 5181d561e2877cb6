//! The fields of a Wiegand word.

use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, Value};

/// What a field of a Wiegand word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardField {
    /// The facility code, or site code: which installation the card belongs to.
    Facility,
    /// The card number.
    Card,
    /// The issue level: how often a card of this number was replaced.
    Issue,
    /// The code of the maker or dealer.
    Oem,
}

impl CardField {
    /// Every field, in the order that issues come in.
    pub const ALL: [Self; 4] = [Self::Facility, Self::Card, Self::Issue, Self::Oem];

    /// The names of [`ALL`](Self::ALL).
    pub(super) const NAMES: [&'static str; 4] = ["facility", "card", "issue", "oem"];

    /// The name: `facility`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let [facility, card, issue, oem] = Self::NAMES;
        match self {
            Self::Facility => facility,
            Self::Card => card,
            Self::Issue => issue,
            Self::Oem => oem,
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
            let number = self.get(field).map(|number| alloc::format!("{number}"));
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
pub(super) fn number(value: &Value<'_>, max: u64) -> Result<u64, Issue> {
    let number = if let Value::Number(_) = value {
        Some(value.whole(0, LARGEST_WHOLE)?)
    } else {
        let text = value.text()?;
        let other = text.chars().position(|c| !c.is_ascii_digit());
        if let Some(before) = other.or(text.is_empty().then_some(0)) {
            return Err(Issue::new(
                "card_field_not_digits",
                "expected digits, found another character or none at position {position}",
            )
            .with("position", before + 1));
        }
        // Fails only above 2^64.
        text.parse().ok()
    };
    let fits = number.filter(|number| *number <= max);
    fits.ok_or_else(|| too_large(max))
}

/// A number above the largest that a field allows.
pub(super) fn too_large(max: u64) -> Issue {
    Issue::new(
        "card_field_too_large",
        "expected at most {max}, found a larger number",
    )
    .with("max", max)
}
