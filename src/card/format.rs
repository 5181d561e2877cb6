//! Card formats: how the fields of a card lie in a Wiegand word.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::field::{CardField, CardFields, not_fixed, number, only_number, too_large};
use super::parity::{Parity, mask};
use super::place::Place;
use super::word::Word;
use crate::schema::{Document, check, words};
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

mod names;
mod object;
mod used;

words! {
    /// How far the sources of a format agree.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Confidence: CardConfidenceUnknown {
        /// Sources agree on fields and parity.
        Agreed = "agreed",
        /// Sources agree on the fields; whether there is parity is not known.
        NoParityKnown = "no-parity-known",
        /// Sources contradict each other, so that a verdict on parity says little.
        Uncertain = "uncertain",
    }
}

/// How the fields of a card lie in a Wiegand word of a length: the same type for the built-in
/// formats and a caller's own.
///
/// ```
/// # use latchwork::{CardFields, CardFormat};
/// let h10301 = CardFormat::find("H10301", &[])?;
/// let fields = CardFields { facility: Some(123), card: Some(4567), ..CardFields::default() };
/// assert_eq!(h10301.encode(&fields)?.to_hex(), "2F623AE");
/// let too_large = CardFields { facility: Some(256), ..fields };
/// let issues = h10301.encode(&too_large).unwrap_err();
/// assert_eq!(issues.to_string(), "facility: expected at most 255, found a larger number");
/// # Ok::<(), latchwork::Issues>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFormat {
    pub(super) name: Cow<'static, str>,
    pub(super) description: Cow<'static, str>,
    pub(super) bits: u8,
    /// In the order of [`CardField::ALL`].
    pub(super) places: [Option<Place>; 4],
    /// In the order in which they are computed.
    pub(super) parity: Cow<'static, [Parity]>,
    /// The bits that are always the same, and the ones among them.
    pub(super) fixed: u128,
    pub(super) ones: u128,
    pub(super) confidence: Confidence,
    pub(super) note: Cow<'static, str>,
    pub(super) source: Cow<'static, str>,
}

impl CardFormat {
    /// The built-in formats, shortest first.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        &super::table::BUILT_IN
    }

    /// The built-in formats of words of a length.
    #[must_use]
    pub fn built_in_of(length: u8) -> &'static [Self] {
        let all = Self::built_in();
        let start = all.partition_point(|format| format.bits < length);
        let end = all.partition_point(|format| format.bits <= length);
        all.get(start..end).unwrap_or_default()
    }

    /// Finds a format by its name among `others` and the built-in ones: the first of that name.
    ///
    /// # Errors
    /// `card_format_unknown`.
    pub fn find<'f>(name: &str, others: &'f [Self]) -> Result<&'f Self, Issue> {
        others
            .iter()
            .chain(Self::built_in())
            .find(|format| format.name == name)
            .ok_or_else(|| Issue::of(IssueCode::CardFormatUnknown))
    }

    /// The name: `H10301`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What people call it; may be empty.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// How many bits its words have, 1 to 128.
    #[must_use]
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// How far its sources agree.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// What is worth knowing about it; may be empty.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Where it is known from; may be empty.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The fields that it has.
    pub fn fields(&self) -> impl Iterator<Item = CardField> {
        let places = CardField::ALL.into_iter().zip(&self.places);
        places.filter_map(|(field, place)| place.is_some().then_some(field))
    }

    /// The largest number that a field allows: what its bits hold, or less where the source of the
    /// format says so. `None` for a field that it does not have.
    #[must_use]
    pub fn max(&self, field: CardField) -> Option<u64> {
        self.place(field).map(|place| place.max)
    }

    /// The only number that a field allows, where there is but one.
    #[must_use]
    pub fn fixed(&self, field: CardField) -> Option<u64> {
        self.place(field)?.fixed
    }

    pub(super) fn place(&self, field: CardField) -> Option<&Place> {
        let mut places = CardField::ALL.into_iter().zip(&self.places);
        let (_, place) = places.find(|(known, _)| *known == field)?;
        place.as_ref()
    }

    /// The word of a card. A field that is absent is 0, or what the format says instead (the OEM
    /// code 900 of C15001); no number is ever cut.
    ///
    /// # Errors
    /// Every issue, each at its field: `card_field_unknown` for a field that the format does not
    /// have, `card_field_fixed` for another number than the only one that is right,
    /// `card_field_too_large`.
    pub fn encode(&self, fields: &CardFields) -> Result<Word, Issues> {
        let mut issues = Vec::new();
        let mut bits = self.ones;
        for (field, place) in CardField::ALL.into_iter().zip(&self.places) {
            let issue = match (place, fields.get(field)) {
                (None, None) => continue,
                (None, Some(_)) => self.unknown_field(field),
                (Some(place), Some(number)) if !place.allows(Some(number)) => not_fixed(place.max),
                (Some(place), Some(number)) if number > place.max => too_large(place.max),
                (Some(place), number) => {
                    bits |= place.bits_of(number.unwrap_or(place.absent));
                    continue;
                }
            };
            issues.push(issue.at(field.as_str()));
        }
        if !issues.is_empty() {
            return Err(issues.into());
        }
        for parity in self.parity.iter() {
            if !parity.holds(bits) {
                bits |= mask(parity.bit);
            }
        }
        Ok(Word::of_bits(bits, self.bits))
    }

    /// Reads fields of this format, written as an object of decimal numbers: text, or numbers up to
    /// 2^53 - 1. What it gives, [`encode`](Self::encode) takes.
    ///
    /// # Errors
    /// Every issue of the object, each at its field: `card_field_unknown`,
    /// `card_field_not_digits`, `card_field_fixed`, `card_field_too_large`, `number_out_of_range`,
    /// `wrong_type`,
    /// `unknown_field`; `card_fields_missing` where there is none: a card that nobody told the
    /// number of must not become card 0.
    pub fn check_fields(&self, value: &Value<'_>) -> Result<CardFields, Issues> {
        self.read_fields(&Document::of(value))
    }

    pub(crate) fn read_fields(&self, document: &Document<'_>) -> Result<CardFields, Issues> {
        let mut numbers = CardFields::default();
        let refuse = UnknownFields::Refuse;
        check(document, &CardFields::TABLE, refuse, &mut |fields| {
            for (field, place) in CardField::ALL.into_iter().zip(&self.places) {
                let Some(given) = fields.right(field.name()) else {
                    continue;
                };
                let checked = match place {
                    Some(place) => match place.fixed {
                        Some(only) => only_number(given, only),
                        None => number(given, place.max),
                    },
                    None => Err(self.unknown_field(field)),
                };
                match checked {
                    Ok(number) => numbers.set(field, Some(number)),
                    Err(issue) => fields.report(field.name(), || issue),
                }
            }
            if fields.is_right() && numbers == CardFields::default() {
                fields.report_whole(|| Issue::of(IssueCode::CardFieldsMissing));
            }
        })?;
        Ok(numbers)
    }

    fn unknown_field(&self, field: CardField) -> Issue {
        let names: Vec<_> = self.fields().map(CardField::as_str).collect();
        Issue::of(IssueCode::CardFieldUnknown)
            .param(names.join(", "))
            .param(field.as_str())
    }
}
