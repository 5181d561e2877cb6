//! Codes that others can work out from what they know of a person.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Issue, Issues, Value};

const BIRTH_DATE: &str = "birthDate";
const PHONE_NUMBER: &str = "phoneNumber";
const APARTMENT_NUMBER: &str = "apartmentNumber";

/// What others know of the person a code is for. A thief tries these first (Bonneau et al. 2012).
///
/// `Debug` shows none of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KnownFacts {
    birth_date: Option<BirthDate>,
    /// Digits only.
    phone_number: Option<String>,
    /// Digits only.
    apartment_number: Option<String>,
}

#[derive(Clone, PartialEq, Eq)]
struct BirthDate {
    /// `1984-02-29`
    text: String,
}

impl KnownFacts {
    /// Checks facts written as an object: `birthDate` (`1984-02-29`), `phoneNumber` and
    /// `apartmentNumber`, of which the digits count.
    ///
    /// # Errors
    /// Every issue of the object: `birth_date_malformed`, `digits_missing`.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let names = [BIRTH_DATE, PHONE_NUMBER, APARTMENT_NUMBER];
        let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
        let birth_date = fields.optional(BIRTH_DATE, |value| birth_date(value.text()?));
        let phone_number = fields.optional(PHONE_NUMBER, |value| digits(value.text()?));
        let apartment_number = fields.optional(APARTMENT_NUMBER, |value| digits(value.text()?));
        fields.finish_with(Self {
            birth_date,
            phone_number,
            apartment_number,
        })
    }

    /// The facts as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with_some(
                BIRTH_DATE,
                self.birth_date.as_ref().map(|date| date.text.as_str()),
            )
            .with_some(PHONE_NUMBER, self.phone_number.as_deref())
            .with_some(APARTMENT_NUMBER, self.apartment_number.as_deref())
            .into()
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Which fact a code is derived from, if any.
    pub(super) fn source(&self, code: &str) -> Option<&'static str> {
        self.derived()
            .into_iter()
            .find(|(_, derived)| derived == code)
            .map(|(fact, _)| fact)
    }

    /// Every derived code with its fact: forwards and backwards, some of them twice.
    pub(super) fn derived(&self) -> Vec<(&'static str, String)> {
        let mut derived = Vec::new();
        if let Some(date) = &self.birth_date {
            derived.extend(date.parts().into_iter().map(|part| ("birth date", part)));
        }
        if let Some(number) = &self.phone_number {
            derived.extend(last_digits(number).map(|part| ("phone number", part)));
        }
        if let Some(number) = &self.apartment_number {
            let parts = filled(number).chain(last_digits(number));
            derived.extend(parts.map(|part| ("apartment number", part)));
        }
        let backwards: Vec<_> = derived
            .iter()
            .map(|(fact, part)| (*fact, part.chars().rev().collect()))
            .collect();
        derived.extend(backwards);
        derived
    }
}

impl fmt::Debug for KnownFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KnownFacts(…)")
    }
}

impl BirthDate {
    /// The parts that people make codes of.
    fn parts(&self) -> Vec<String> {
        let mut parts = self.text.split('-');
        let mut next = || parts.next().unwrap_or_default();
        let (year, month, day) = (next(), next(), next());
        let short = year.get(2..).unwrap_or_default();
        [
            [day, month, ""],
            [month, day, ""],
            [year, "", ""],
            [short, month, ""],
            [month, short, ""],
            [day, month, short],
            [month, day, short],
            [short, month, day],
            [day, month, year],
            [month, day, year],
            [year, month, day],
        ]
        .map(|parts| parts.concat())
        .into()
    }
}

/// The last 4 to 8 digits of a number that has as many.
fn last_digits(number: &str) -> impl Iterator<Item = String> {
    (4..=8).filter_map(|length| {
        let start = number.len().checked_sub(length)?;
        number.get(start..).map(String::from)
    })
}

/// A short number filled up to 4 to 8 digits: with zeros before or after it, or with itself.
fn filled(number: &str) -> impl Iterator<Item = String> {
    (4..=8)
        .filter(|length| number.len() <= *length)
        .flat_map(move |length| {
            let zeros: String = core::iter::repeat_n('0', length - number.len()).collect();
            [
                [zeros.as_str(), number].concat(),
                [number, zeros.as_str()].concat(),
                number.chars().cycle().take(length).collect(),
            ]
        })
}

fn birth_date(text: &str) -> Result<BirthDate, Issue> {
    // A day is one exactly when it has a midnight.
    match crate::Timestamp::parse(&alloc::format!("{text}T00:00:00Z")) {
        Ok(_) => Ok(BirthDate { text: text.into() }),
        Err(_) => Err(Issue::new(
            "birth_date_malformed",
            "expected a date such as 1984-02-29",
        )),
    }
}

fn digits(text: &str) -> Result<String, Issue> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        Err(Issue::new(
            "digits_missing",
            "expected at least one digit, found none",
        ))
    } else {
        Ok(digits)
    }
}
