//! Card formats as objects: how a caller writes one of its own, and how the built-in ones are told.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{CardFormat, Confidence};
use crate::card::field::{CardField, number};
use crate::card::parity::{Parity, mask};
use crate::card::place::{Coding, Place, capacity};
use crate::card::word::LONGEST;
use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Issue, Issues, Value};

const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const BITS: &str = "bits";
const FIELDS: &str = "fields";
const PARITY: &str = "parity";
const FIXED: &str = "fixed";
const CONFIDENCE: &str = "confidence";
const NOTE: &str = "note";
const SOURCE: &str = "source";

const MAX: &str = "max";
const ABSENT: &str = "absent";
const CODING: &str = "coding";
const BIT: &str = "bit";
const KIND: &str = "kind";
const OVER: &str = "over";
const VALUE: &str = "value";

const EVEN: &str = "even";
const ODD: &str = "odd";

impl CardFormat {
    /// Checks a format written as an object: `name`, `bits` (1 to 64), `fields`, and where there
    /// are any `parity`, in the order in which the bits are computed, and `fixed`.
    ///
    /// A field is `{ bits }`, most significant first, with `max`, `absent` (what an absent field
    /// is, 0) and `coding` (`binary`, or `bcd` for decimal digits of four bits) where they differ.
    /// A parity bit is `{ bit, kind, over }`, a fixed one `{ bit, value }`. Bit 0 is sent first.
    ///
    /// # Errors
    /// Every issue of the object; those of its own are `card_format_unnamed`,
    /// `card_format_without_fields`, `card_bit_twice` (a bit has one use: in one field, as parity
    /// or fixed), `card_parity_late` (a parity bit covers one that is computed after it),
    /// `card_field_too_large` (a `max` or `absent` that the bits cannot hold),
    /// `card_coding_unknown`, `card_parity_unknown`, `card_confidence_unknown`.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let names = [
            NAME,
            DESCRIPTION,
            BITS,
            FIELDS,
            PARITY,
            FIXED,
            CONFIDENCE,
            NOTE,
            SOURCE,
        ];
        let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
        let name = fields.name(NAME, "card_format_unnamed");
        let bits = fields.required(BITS, |value| value.small(1, LONGEST));
        // What bits of the word have a use already. Without a length any bit will do, so that the
        // length is the only issue.
        let mut used = Used::of(bits.unwrap_or(LONGEST));
        let places = fields.required(FIELDS, |value| places(value, &mut used));
        let list = fields.optional(PARITY, Value::list).unwrap_or_default();
        let parity = fields.each(PARITY, list, |_, item| parity(item, &mut used));
        for (index, issue) in late(&parity) {
            fields.report(PARITY, issue.at(OVER).at(index));
        }
        let list = fields.optional(FIXED, Value::list).unwrap_or_default();
        let fixed = fields.each(FIXED, list, |_, item| fixed(item, &mut used));
        let confidence = fields.optional(CONFIDENCE, |value| {
            named(
                value,
                &Confidence::ALL.map(|known| (known.as_str(), known)),
                "card_confidence_unknown",
            )
        });
        let [description, note, source] = [DESCRIPTION, NOTE, SOURCE].map(|name| fields.text(name));
        let or_empty = |text: Option<String>| Cow::Owned(text.unwrap_or_default());
        fields.finish_as(|| {
            Some(Self {
                name: name?.into(),
                description: or_empty(description),
                bits: bits?,
                places: places?,
                parity: parity.into(),
                fixed: fixed.iter().fold(0, |all, (bit, _)| all | mask(*bit)),
                ones: fixed
                    .iter()
                    .filter(|(_, is_one)| *is_one)
                    .fold(0, |ones, (bit, _)| ones | mask(*bit)),
                confidence: confidence.unwrap_or(Confidence::Agreed),
                note: or_empty(note),
                source: or_empty(source),
            })
        })
    }

    /// The format as an object, numbers that are codes or card numbers as text.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let mut places = Members::default();
        for (field, place) in CardField::ALL.into_iter().zip(&self.places) {
            places = places.with_some(field.as_str(), place.as_ref().map(place_to_value));
        }
        let parity: Vec<_> = self.parity.iter().map(parity_to_value).collect();
        let fixed: Vec<_> = bits_of(self.fixed)
            .map(|bit| {
                let is_one = self.ones & mask(bit) != 0;
                Members::default()
                    .with(BIT, u64::from(bit))
                    .with(VALUE, u64::from(is_one))
                    .into()
            })
            .collect();
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        Members::default()
            .with(NAME, self.name())
            .with_some(DESCRIPTION, some(self.description()))
            .with(BITS, u64::from(self.bits))
            .with(FIELDS, Value::from(places))
            .with(PARITY, parity)
            .with_some(FIXED, (!fixed.is_empty()).then_some(fixed))
            .with(CONFIDENCE, self.confidence.as_str())
            .with_some(NOTE, some(self.note()))
            .with_some(SOURCE, some(self.source()))
            .into()
    }
}

/// The bits that have a use, of those that there are.
struct Used {
    length: u8,
    bits: u64,
}

impl Used {
    fn of(length: u8) -> Self {
        Self { length, bits: 0 }
    }

    /// Reads a bit of the word and gives it a use.
    fn take(&mut self, value: &Value<'_>) -> Result<u8, Issue> {
        let bit = self.read(value)?;
        if self.bits & mask(bit) != 0 {
            return Err(Issue::new(
                "card_bit_twice",
                "expected a bit that has no use yet, found bit {bit} again",
            )
            .with(BIT, bit));
        }
        self.bits |= mask(bit);
        Ok(bit)
    }

    fn read(&self, value: &Value<'_>) -> Result<u8, Issue> {
        value.small(0, self.length - 1)
    }
}

/// One of several words.
fn named<T: Copy>(
    value: &Value<'_>,
    known: &[(&'static str, T)],
    code: &'static str,
) -> Result<T, Issue> {
    let text = value.text()?;
    let found = known.iter().find(|(name, _)| *name == text);
    found.map(|(_, known)| *known).ok_or_else(|| {
        let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
        Issue::new(code, "expected one of {expected}, found another value")
            .with("expected", names.join(", "))
    })
}

fn places(value: &Value<'_>, used: &mut Used) -> Result<[Option<Place>; 4], Issues> {
    let mut fields = Fields::of(value, &CardField::NAMES, UnknownFields::Refuse)?;
    let places =
        CardField::NAMES.map(|name| fields.optional(name, |value| listed_place(value, used)));
    let has_any = CardField::NAMES
        .iter()
        .any(|name| fields.get(name).is_some());
    fields.finish_as(|| Some(()))?;
    if has_any {
        Ok(places)
    } else {
        Err(Issue::new(
            "card_format_without_fields",
            "expected at least one field, found none",
        )
        .into())
    }
}

fn listed_place(value: &Value<'_>, used: &mut Used) -> Result<Place, Issues> {
    let mut fields = Fields::of(value, &[BITS, MAX, ABSENT, CODING], UnknownFields::Refuse)?;
    let list = fields.required(BITS, Value::some_list).unwrap_or_default();
    let bits = fields.each(BITS, list, |_, bit| used.take(bit));
    let coding = fields.optional(CODING, |value| {
        let known = Coding::ALL.map(|coding| (coding.as_str(), coding));
        named(value, &known, "card_coding_unknown")
    });
    let coding = coding.unwrap_or(Coding::Binary);
    let most = capacity(u32::try_from(list.len()).unwrap_or(u32::MAX), coding);
    let max = fields.optional(MAX, |value| number(value, most));
    let absent = fields.optional(ABSENT, |value| number(value, max.unwrap_or(most)));
    fields.finish_as(|| {
        Some(Place::listed(
            &bits,
            max,
            absent.unwrap_or_default(),
            coding,
        ))
    })
}

fn parity(value: &Value<'_>, used: &mut Used) -> Result<Parity, Issues> {
    let mut fields = Fields::of(value, &[BIT, KIND, OVER], UnknownFields::Refuse)?;
    let bit = fields.required(BIT, |value| used.take(value));
    let is_odd = fields.required(KIND, |value| {
        named(value, &[(EVEN, false), (ODD, true)], "card_parity_unknown")
    });
    let list = fields.required(OVER, Value::some_list).unwrap_or_default();
    let mut own = Used::of(used.length);
    if let Some(bit) = bit {
        own.bits = mask(bit);
    }
    fields.each(OVER, list, |_, covered| own.take(covered));
    fields.finish_as(|| {
        let bit = bit?;
        Some(Parity {
            bit,
            is_odd: is_odd?,
            over: own.bits & !mask(bit),
        })
    })
}

/// The parity bits that cover one which is computed after them, by index.
fn late(parity: &[Parity]) -> Vec<(usize, Issue)> {
    let after = |index| parity.iter().skip(index + 1);
    let covering = parity.iter().enumerate().filter_map(|(index, one)| {
        let later = after(index).find(|later| one.over & mask(later.bit) != 0)?;
        let issue = Issue::new(
            "card_parity_late",
            "expected only bits that are known by then, found parity bit {bit}, computed later",
        );
        Some((index, issue.with(BIT, later.bit)))
    });
    covering.collect()
}

fn fixed(value: &Value<'_>, used: &mut Used) -> Result<(u8, bool), Issues> {
    let mut fields = Fields::of(value, &[BIT, VALUE], UnknownFields::Refuse)?;
    let bit = fields.required(BIT, |value| used.take(value));
    let is_one = fields.required(VALUE, |value| value.whole(0, 1));
    fields.finish_as(|| Some((bit?, is_one? == 1)))
}

fn place_to_value(place: &Place) -> Value<'static> {
    let bits: Vec<_> = place.order().into_iter().map(bit_to_value).collect();
    let coding = Some(place.coding).filter(|coding| *coding != Coding::Binary);
    let absent = Some(place.absent).filter(|absent| *absent != 0);
    Members::default()
        .with(BITS, bits)
        .with(MAX, alloc::format!("{}", place.max))
        .with_some(ABSENT, absent.map(|absent| alloc::format!("{absent}")))
        .with_some(CODING, coding.map(Coding::as_str))
        .into()
}

fn parity_to_value(parity: &Parity) -> Value<'static> {
    let over: Vec<_> = bits_of(parity.over).map(bit_to_value).collect();
    Members::default()
        .with(BIT, u64::from(parity.bit))
        .with(KIND, if parity.is_odd { ODD } else { EVEN })
        .with(OVER, over)
        .into()
}

fn bit_to_value(bit: u8) -> Value<'static> {
    Value::from(u64::from(bit))
}

/// The numbers of the bits that are set, ascending.
fn bits_of(bits: u64) -> impl Iterator<Item = u8> {
    (0..LONGEST).filter(move |bit| bits & mask(*bit) != 0)
}
