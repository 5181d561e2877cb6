//! Card formats as objects: how a caller writes one of its own, and how the built-in ones are told.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::used::judge_bits;
use super::{CardFormat, Confidence};
use crate::card::digits::decimal;
use crate::card::field::{CardField, not_fixed, number, too_large};
use crate::card::parity::{Parity, ParityKind, mask};
use crate::card::place::{Coding, Offset, Place, capacity};
use crate::card::word::LONGEST;
use crate::schema::{Document, Given, Judged, Kind, Name, Reading, Table, read_as};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

pub(super) const NAME: Name = Name::new(0, "name");
const DESCRIPTION: Name = Name::new(1, "description");
pub(super) const BITS: Name = Name::new(2, "bits");
pub(super) const FIELDS: Name = Name::new(3, "fields");
pub(super) const PARITY: Name = Name::new(4, "parity");
pub(super) const FIXED: Name = Name::new(5, "fixed");
const CONFIDENCE: Name = Name::new(6, "confidence");
const NOTE: Name = Name::new(7, "note");
const SOURCE: Name = Name::new(8, "source");

/// Which bits of the word a field or a parity bit may have, its length says: they are judged with
/// it.
const BIT_NUMBER: Kind = Kind::Number;

/// The places of the fields.
pub(super) const PLACES: Table =
    Table::of(&CardField::each(Kind::Object(&PLACE))).with_rules(|places| {
        let mut fields = CardField::ALL.into_iter();
        if places.is_right() && !fields.any(|field| places.is_there(field.name())) {
            places.report_whole(|| Issue::of(IssueCode::CardFormatWithoutFields));
        }
    });

/// The bits that a field may have: those of a `u64`.
const MOST_FIELD_BITS: usize = 64;

pub(super) const PLACE_BITS: Name = Name::new(0, "bits");
const MAX: Name = Name::new(1, "max");
const ABSENT: Name = Name::new(2, "absent");
const CODING: Name = Name::new(3, "coding");
const ONLY: Name = Name::new(4, "fixed");
const OFFSET: Name = Name::new(5, "offset");

const OFFSET_FROM: Name = Name::new(0, "from");
const OFFSET_BY: Name = Name::new(1, "by");

const PLACE_OFFSET: Table = Table::of(&[
    OFFSET_FROM.required(Kind::Any),
    OFFSET_BY.required(Kind::Any),
])
.with_rules(|offset| {
    let from = judge_number(offset, OFFSET_FROM, u64::MAX);
    // What is read is never below 0.
    judge_number(offset, OFFSET_BY, from.unwrap_or(u64::MAX));
});

pub(super) const PLACE: Table = Table::of(&[
    PLACE_BITS.required(Kind::SomeList(&BIT_NUMBER)),
    MAX.optional(Kind::Any),
    ABSENT.optional(Kind::Any),
    CODING.optional(Kind::Word(&Coding::WORDS)),
    ONLY.optional(Kind::Any),
    OFFSET.optional(Kind::Object(&PLACE_OFFSET)),
])
.with_rules(judge_limits);

pub(super) const BIT: Name = Name::new(0, "bit");
const KIND: Name = Name::new(1, "kind");
pub(super) const OVER: Name = Name::new(2, "over");

pub(super) const PARITY_BIT: Table = Table::of(&[
    BIT.required(BIT_NUMBER),
    KIND.required(Kind::Word(&ParityKind::WORDS)),
    OVER.required(Kind::SomeList(&BIT_NUMBER)),
]);

const VALUE: Name = Name::new(1, "value");

pub(super) const FIXED_BIT: Table =
    Table::of(&[BIT.required(BIT_NUMBER), VALUE.required(Kind::Whole(0, 1))]);

impl CardFormat {
    pub(crate) const TABLE: Table = Table::of(&[
        NAME.required(Kind::Named(IssueCode::CardFormatUnnamed)),
        DESCRIPTION.optional(Kind::Text),
        BITS.required(Kind::Whole(1, 128)),
        FIELDS.required(Kind::Object(&PLACES)),
        PARITY.optional(Kind::List(&Kind::Object(&PARITY_BIT))),
        FIXED.optional(Kind::List(&Kind::Object(&FIXED_BIT))),
        CONFIDENCE.optional(Kind::Word(&Confidence::WORDS)),
        NOTE.optional(Kind::Text),
        SOURCE.optional(Kind::Text),
    ])
    .with_rules(judge_bits);

    /// Checks a format written as an object: `name`, `bits` (1 to 128), `fields`, and where there
    /// are any `parity`, in the order in which the bits are computed, and `fixed`.
    ///
    /// A field is `{ bits }`, most significant first, with `max`, `absent` (what an absent field
    /// is, 0), `coding` (`binary`, or `bcd` for decimal digits of four bits), `fixed` (the only
    /// number that is right) and `offset` (`{ from, by }`: numbers from `from` on are written with
    /// `by` added) where they differ. A parity bit is `{ bit, kind,
    /// over }`, a fixed one `{ bit, value }`. Bit 0 is sent first.
    ///
    /// # Errors
    /// Every issue of the object; those of its own are `card_format_unnamed`,
    /// `card_format_without_fields`, `card_bit_twice` (a bit has one use: in one field, as parity
    /// or fixed), `card_parity_late` (a parity bit covers one that is computed after it),
    /// `card_field_too_wide` (more than 64 bits), `card_field_too_large` (a number that the bits
    /// cannot hold), `card_field_fixed` (another `max` or `absent` than `fixed`),
    /// `card_coding_unknown`, `card_parity_unknown`, `card_confidence_unknown`.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The format of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        let or_empty = |name| Cow::Owned(reading.owned(name).unwrap_or_default());
        let places = reading.object(FIELDS, &PLACES)?;
        let fixed = reading.list(FIXED, |fixed| {
            let fixed = fixed.reading(&FIXED_BIT)?;
            Some((mask(bit(fixed.get(BIT)?)?), fixed.whole(VALUE)? == 1))
        })?;
        let all = |bits: u128, (bit, _): &(u128, bool)| bits | bit;
        Some(Self {
            name: reading.owned(NAME)?.into(),
            description: or_empty(DESCRIPTION),
            bits: u8::try_from(reading.whole(BITS)?).ok()?,
            places: CardField::ALL.map(|field| place(&places.object(field.name(), &PLACE)?)),
            parity: reading.list(PARITY, parity)?.into(),
            fixed: fixed.iter().fold(0, all),
            ones: fixed.iter().filter(|(_, is_one)| *is_one).fold(0, all),
            confidence: reading
                .text(CONFIDENCE)
                .and_then(Confidence::find)
                .unwrap_or(Confidence::Agreed),
            note: or_empty(NOTE),
            source: or_empty(SOURCE),
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
                    .with(BIT.text, u64::from(bit))
                    .with(VALUE.text, u64::from(is_one))
                    .into()
            })
            .collect();
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        Members::default()
            .with(NAME.text, self.name())
            .with_some(DESCRIPTION.text, some(self.description()))
            .with(BITS.text, u64::from(self.bits))
            .with(FIELDS.text, Value::from(places))
            .with(PARITY.text, parity)
            .with_some(FIXED.text, (!fixed.is_empty()).then_some(fixed))
            .with(CONFIDENCE.text, self.confidence.as_str())
            .with_some(NOTE.text, some(self.note()))
            .with_some(SOURCE.text, some(self.source()))
            .into()
    }
}

/// The number of a field, where it is one up to a largest; else what is wrong is reported.
fn judge_number(object: &mut Judged<'_, '_>, name: Name, max: u64) -> Option<u64> {
    match number(object.right(name)?, max) {
        Ok(number) => Some(number),
        Err(issue) => {
            object.report(name, || issue);
            None
        }
    }
}

/// The rule of a place: its bits hold the largest number, what an absent field is, and the only
/// number that is right, which then is the other two as well.
fn judge_limits(place: &mut Judged<'_, '_>) {
    let bits = place.reading.once(PLACE_BITS);
    let count = bits.map_or(0, |bits| bits.items().count());
    if count > MOST_FIELD_BITS {
        return place.report(PLACE_BITS, || {
            Issue::of(IssueCode::CardFieldTooWide)
                .param(MOST_FIELD_BITS)
                .param(count)
        });
    }
    let coding = place.text(CODING).and_then(Coding::find);
    let held = capacity(
        u32::try_from(count).unwrap_or(u32::MAX),
        coding.unwrap_or(Coding::Binary),
    );
    let offset = place.right(OFFSET).and_then(offset);
    let mut most = held;
    if let Some(Offset { by, from }) = offset {
        // Where the bits hold no number with what is added, there is no use for it.
        most = held.saturating_sub(by);
        if most < from {
            place.report(OFFSET, || too_large(held));
        }
    }
    let only = judge_number(place, ONLY, most);
    for name in [MAX, ABSENT] {
        let told = judge_number(place, name, most);
        match (told, only) {
            (Some(told), Some(only)) if told != only => place.report(name, || not_fixed(only)),
            (Some(told), _) if name.at == MAX.at => most = told,
            _ => {}
        }
    }
}

fn offset(given: Given<'_>) -> Option<Offset> {
    let offset = given.reading(&PLACE_OFFSET)?;
    let told = |name| number(offset.get(name)?, u64::MAX).ok();
    Some(Offset {
        from: told(OFFSET_FROM)?,
        by: told(OFFSET_BY)?,
    })
}

fn place(place: &Reading<'_>) -> Option<Place> {
    let told = |name| number(place.get(name)?, u64::MAX).ok();
    let coding = place.text(CODING).and_then(Coding::find);
    let mut listed = Place::listed(
        &place.list(PLACE_BITS, bit)?,
        coding.unwrap_or(Coding::Binary),
    );
    listed.fixed = told(ONLY);
    listed.offset = place.get(OFFSET).and_then(offset);
    let by = listed.offset.map_or(0, |offset| offset.by);
    listed.max = listed.max.saturating_sub(by);
    listed.max = listed.fixed.or(told(MAX)).unwrap_or(listed.max);
    listed.absent = listed.fixed.or(told(ABSENT)).unwrap_or_default();
    Some(listed)
}

fn parity(given: Given<'_>) -> Option<Parity> {
    let parity = given.reading(&PARITY_BIT)?;
    let over = parity.list(OVER, bit)?;
    Some(Parity {
        bit: bit(parity.get(BIT)?)?,
        kind: ParityKind::find(parity.text(KIND)?)?,
        over: over.iter().fold(0, |over, bit| over | mask(*bit)),
    })
}

/// A bit of a word by its number.
fn bit(given: Given<'_>) -> Option<u8> {
    u8::try_from(given.whole(0, u64::from(LONGEST) - 1)?).ok()
}

fn place_to_value(place: &Place) -> Value<'static> {
    let bits: Vec<_> = place.order().into_iter().map(bit_to_value).collect();
    let coding = Some(place.coding).filter(|coding| *coding != Coding::Binary);
    let absent = Some(place.absent).filter(|absent| *absent != 0 && place.fixed.is_none());
    let offset = place.offset.map(|offset| {
        let members = Members::default().with(OFFSET_FROM.text, decimal(offset.from));
        Value::from(members.with(OFFSET_BY.text, decimal(offset.by)))
    });
    Members::default()
        .with(PLACE_BITS.text, bits)
        .with(MAX.text, decimal(place.max))
        .with_some(ABSENT.text, absent.map(decimal))
        .with_some(CODING.text, coding.map(Coding::as_str))
        .with_some(ONLY.text, place.fixed.map(decimal))
        .with_some(OFFSET.text, offset)
        .into()
}

fn parity_to_value(parity: &Parity) -> Value<'static> {
    let over: Vec<_> = bits_of(parity.over).map(bit_to_value).collect();
    Members::default()
        .with(BIT.text, u64::from(parity.bit))
        .with(KIND.text, parity.kind.as_str())
        .with(OVER.text, over)
        .into()
}

fn bit_to_value(bit: u8) -> Value<'static> {
    Value::from(u64::from(bit))
}

/// The numbers of the bits that are set, ascending.
fn bits_of(bits: u128) -> impl Iterator<Item = u8> {
    (0..LONGEST).filter(move |bit| bits & mask(*bit) != 0)
}
