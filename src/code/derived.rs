//! Codes that others can work out from what they know of a person.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::iter::repeat_n;

use zeroize::Zeroizing;

use super::Code;
use crate::schema::{Document, Form, Kind, Name, Pattern, Reading, Table, Written, check};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

const BIRTH_DATE: Name = Name::new(0, "birthDate");
const PHONE_NUMBER: Name = Name::new(1, "phoneNumber");
const APARTMENT_NUMBER: Name = Name::new(2, "apartmentNumber");

/// What others know of the person a code is for. A thief tries these first (Bonneau et al. 2012).
///
/// `Debug` shows none of it, and it is wiped when it is dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KnownFacts {
    birth_date: Option<BirthDate>,
    /// Digits only.
    phone_number: Option<Zeroizing<String>>,
    /// Digits only.
    apartment_number: Option<Zeroizing<String>>,
}

#[derive(Clone, PartialEq, Eq)]
struct BirthDate {
    /// `1984-02-29`
    text: Zeroizing<String>,
}

/// The most codes that are derived: of a birth date, a phone number and an apartment number,
/// forwards and backwards.
const MOST_DERIVED: usize = 2 * (11 + 5 + 4 * 5);

impl KnownFacts {
    pub(crate) const TABLE: Table = Table::of(&[
        BIRTH_DATE.optional(Kind::Form(&DATE)),
        PHONE_NUMBER.optional(Kind::Form(&DIGITS)),
        APARTMENT_NUMBER.optional(Kind::Form(&DIGITS)),
    ]);

    /// Checks facts written as an object: `birthDate` (`1984-02-29`), `phoneNumber` and
    /// `apartmentNumber`, of which the digits count.
    ///
    /// # Errors
    /// Every issue of the object: `birth_date_malformed`, `digits_missing`.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let document = Document::of(value);
        let refuse = UnknownFields::Refuse;
        let reading = check(&document, &Self::TABLE, refuse, &mut |_| {})?;
        Ok(Self::of(&reading))
    }

    /// The same with the date of birth, `1984-02-29`.
    ///
    /// # Errors
    /// `birth_date_malformed`.
    pub fn with_birth_date(self, date: &str) -> Result<Self, Issue> {
        let text = Zeroizing::new(DATE.read(date)?);
        Ok(Self {
            birth_date: Some(BirthDate { text }),
            ..self
        })
    }

    /// The same with a phone number, of which the digits count.
    ///
    /// # Errors
    /// `digits_missing`.
    pub fn with_phone_number(self, number: &str) -> Result<Self, Issue> {
        Ok(Self {
            phone_number: Some(Zeroizing::new(DIGITS.read(number)?)),
            ..self
        })
    }

    /// The same with the number of an apartment, of which the digits count.
    ///
    /// # Errors
    /// `digits_missing`.
    pub fn with_apartment_number(self, number: &str) -> Result<Self, Issue> {
        Ok(Self {
            apartment_number: Some(Zeroizing::new(DIGITS.read(number)?)),
            ..self
        })
    }

    /// The facts of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Self {
        Self {
            birth_date: reading.owned(BIRTH_DATE).map(|text| BirthDate {
                text: Zeroizing::new(text),
            }),
            phone_number: reading.text(PHONE_NUMBER).map(wiped_digits),
            apartment_number: reading.text(APARTMENT_NUMBER).map(wiped_digits),
        }
    }

    /// The facts as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with_some(
                BIRTH_DATE.text,
                self.birth_date.as_ref().map(|date| date.text.as_str()),
            )
            .with_some(PHONE_NUMBER.text, text_of(self.phone_number.as_ref()))
            .with_some(
                APARTMENT_NUMBER.text,
                text_of(self.apartment_number.as_ref()),
            )
            .into()
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Which fact a code is derived from, if any.
    pub(super) fn source(&self, code: &Code) -> Option<&'static str> {
        // Looked at where they lie: what is moved out of a list is not wiped there.
        let derived = self.derived();
        let same = derived.iter().find(|(_, derived)| derived == code);
        same.map(|(fact, _)| *fact)
    }

    /// Every derived code with its fact: forwards and backwards, some of them twice.
    pub(super) fn derived(&self) -> Vec<(&'static str, Code)> {
        if self.is_empty() {
            return Vec::new();
        }
        // With room for all of them: a list that grows leaves codes behind.
        let mut derived = Vec::with_capacity(MOST_DERIVED);
        if let Some(date) = &self.birth_date {
            derived.extend(date.codes().map(|code| ("birth date", code)));
        }
        if let Some(number) = &self.phone_number {
            derived.extend(last_digits(number).map(|code| ("phone number", code)));
        }
        if let Some(number) = &self.apartment_number {
            let codes = filled(number).chain(last_digits(number));
            derived.extend(codes.map(|code| ("apartment number", code)));
        }
        for forwards in 0..derived.len() {
            let (fact, code): &(_, Code) = match derived.get(forwards) {
                Some(derived) => derived,
                None => break,
            };
            let backwards = Code::of_ascii(code.written().iter().rev().copied());
            let backwards = backwards.map(|code| (*fact, code));
            derived.extend(backwards);
        }
        derived
    }
}

/// A wiped text as a member of a value.
fn text_of(text: Option<&Zeroizing<String>>) -> Option<&str> {
    text.map(|text| text.as_str())
}

impl fmt::Debug for KnownFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KnownFacts(…)")
    }
}

impl BirthDate {
    /// The codes that people make of it.
    fn codes(&self) -> impl Iterator<Item = Code> {
        let mut parts = self.text.split('-');
        let mut next = || parts.next().unwrap_or_default();
        let (year, month, day) = (next(), next(), next());
        let short = year.get(2..).unwrap_or_default();
        let codes = [
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
        ];
        let codes = codes.into_iter();
        codes.filter_map(|parts| Code::of_ascii(parts.into_iter().flat_map(str::bytes)))
    }
}

/// The last 4 to 8 digits of a number that has as many.
fn last_digits(number: &str) -> impl Iterator<Item = Code> {
    (4..=8).filter_map(|length| {
        let start = number.len().checked_sub(length)?;
        Code::of_ascii(number.get(start..)?.bytes())
    })
}

/// A short number filled up to 4 to 8 digits: with zeros before or after it, or with itself.
fn filled(number: &str) -> impl Iterator<Item = Code> {
    (4..=8)
        .filter(|length| number.len() <= *length)
        .flat_map(move |length| {
            let zeros = repeat_n(b'0', length - number.len());
            let codes = [
                Code::of_ascii(zeros.clone().chain(number.bytes())),
                Code::of_ascii(number.bytes().chain(zeros)),
                Code::of_ascii(number.bytes().cycle().take(length)),
            ];
            codes.into_iter().flatten()
        })
}

/// A day of the calendar.
const DATE: Form = Form::new(
    |text| {
        // A day is one exactly when it has a midnight.
        match crate::Timestamp::parse(&alloc::format!("{text}T00:00:00Z")) {
            Ok(_) => Written::AsGiven,
            Err(_) => Written::No,
        }
    },
    |_| Issue::of(IssueCode::BirthDateMalformed),
    Pattern::of("").format("date"),
);

/// Anything with digits in it.
const DIGITS: Form = Form::rewritten(
    |text| {
        if text.is_empty() || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            Written::No
        } else if text.bytes().all(|byte| byte.is_ascii_digit()) {
            Written::AsGiven
        } else {
            Written::Otherwise
        }
    },
    |_| Issue::of(IssueCode::DigitsMissing),
    digits,
    Pattern::of("[0-9]"),
);

fn digits(text: &str) -> String {
    // With room for all of them: a text that grows leaves digits behind.
    let mut digits = String::with_capacity(text.len());
    digits.extend(text.chars().filter(char::is_ascii_digit));
    digits
}

fn wiped_digits(text: &str) -> Zeroizing<String> {
    Zeroizing::new(digits(text))
}
