//! Wiegand words among the ways that two numbers are of one card.

use crate::card::uid::PartialUid;
use crate::{Candidate, CardField, CardFields, Word};

/// The bytes of an EM4100 identifier.
const EM4100: u8 = 5;

/// What a word tells of an EM4100 tag, if it is one's: a reader of 26 bits sends the low 24 bits of
/// the identifier, as the facility code and the card number of H10301; one of 34 bits sends the low
/// 32, as those of H10306 and N10002.
pub(super) fn tag(candidate: &Candidate<'_>) -> Option<PartialUid> {
    let CardFields {
        facility: Some(facility),
        card: Some(card),
        issue: None,
        oem: None,
    } = candidate.fields()
    else {
        return None;
    };
    let format = candidate.format();
    let max = |field| format.max(field);
    let bits = match (
        format.bits(),
        max(CardField::Facility),
        max(CardField::Card),
    ) {
        (26, Some(0xFF), Some(0xFFFF)) => 24,
        (34, Some(0xFFFF), Some(0xFFFF)) => 32,
        _ => return None,
    };
    let number = facility << 16 | card;
    let mut tag = PartialUid::unknown(EM4100);
    for place in 0..bits {
        tag.set(8 * EM4100 - 1 - place, u8::from(number >> place & 1 == 1));
    }
    candidate.is_verified().then_some(tag)
}

/// How many bits two words have in common that verify and are of one card: all, where they are the
/// same word, or else those of the fields that both formats have, if they say the same. Of a format
/// without facility code and card number too little is known.
pub(super) fn agreed(a: (Word, &Candidate<'_>), b: (Word, &Candidate<'_>)) -> Option<u32> {
    let ((word, a), (other, b)) = (a, b);
    if !a.is_verified() || !b.is_verified() {
        return None;
    }
    if word == other {
        return Some(word.length().into());
    }
    let (of_a, of_b) = (a.fields(), b.fields());
    let mut common = 0;
    for field in CardField::ALL {
        match (of_a.get(field), of_b.get(field)) {
            (Some(number), Some(others)) if number == others => {
                let max = a.format().max(field).min(b.format().max(field));
                common += max.map_or(0, |max| u64::BITS - max.leading_zeros());
            }
            (Some(_), Some(_)) => return None,
            _ if matches!(field, CardField::Facility | CardField::Card) => return None,
            _ => {}
        }
    }
    Some(common)
}
