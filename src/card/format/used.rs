//! The rule of a format as a whole: each bit of its words has one use.

use alloc::vec::Vec;

use super::object::{
    BIT, BITS, FIELDS, FIXED, FIXED_BIT, OVER, PARITY, PARITY_BIT, PLACE, PLACE_BITS, PLACES,
};
use crate::card::field::CardField;
use crate::card::parity::mask;
use crate::card::word::LONGEST;
use crate::schema::{Given, Judged, Step};
use crate::{Issue, IssueCode};

/// The bits that have a use, of those that there are.
struct Used {
    length: u8,
    bits: u128,
}

/// What is wrong with a bit.
#[derive(Clone, Copy)]
enum Wrong {
    /// There is none of this number.
    Outside(u8),
    /// It has a use already.
    Twice(u8),
}

impl Wrong {
    fn issue(self) -> Issue {
        match self {
            Self::Outside(length) => Issue::out_of_range(0_u8, length - 1),
            Self::Twice(bit) => Issue::of(IssueCode::CardBitTwice).param(bit),
        }
    }
}

impl Used {
    /// Gives a bit of the word a use. `None` for what is no number, which is reported already.
    fn take(&mut self, given: Given<'_>) -> Option<Result<u8, Wrong>> {
        given.number()?;
        let bit = given.whole(0, u64::from(self.length) - 1);
        let Some(bit) = bit.and_then(|bit| u8::try_from(bit).ok()) else {
            return Some(Err(Wrong::Outside(self.length)));
        };
        let is_used = self.bits & mask(bit) != 0;
        self.bits |= mask(bit);
        Some(if is_used {
            Err(Wrong::Twice(bit))
        } else {
            Ok(bit)
        })
    }
}

/// A parity bit that can be computed.
struct Sound {
    index: usize,
    bit: u8,
    over: u128,
}

/// Judges the bits of fields, then those of parity, then those that are always the same.
pub(super) fn judge_bits(format: &mut Judged<'_, '_>) {
    let length = format
        .right(BITS)
        .and_then(|bits| bits.whole(1, LONGEST.into()));
    let mut used = Used {
        // Without a length any bit will do, so that the length is the only issue.
        length: length
            .and_then(|length| u8::try_from(length).ok())
            .unwrap_or(LONGEST),
        bits: 0,
    };
    judge_places(format, &mut used);
    judge_parity(format, &mut used);
    let fixed = format.reading.once(FIXED).into_iter();
    for (index, item) in fixed.flat_map(Given::items).enumerate() {
        let fixed = item.reading(&FIXED_BIT);
        let bit = fixed.and_then(|fixed| used.take(fixed.once(BIT)?));
        if let Some(Err(wrong)) = bit {
            let steps = [Step::Item(index), Step::Field(BIT)];
            format.report_in(FIXED, &steps, || wrong.issue());
        }
    }
}

fn judge_places(format: &mut Judged<'_, '_>, used: &mut Used) {
    let places = format.reading.once(FIELDS);
    let Some(places) = places.and_then(|places| places.reading(&PLACES)) else {
        return;
    };
    for name in CardField::ALL.map(CardField::name) {
        let place = places.once(name).and_then(|place| place.reading(&PLACE));
        let bits = place.and_then(|place| place.once(PLACE_BITS)).into_iter();
        for (index, bit) in bits.flat_map(Given::items).enumerate() {
            if let Some(Err(wrong)) = used.take(bit) {
                let steps = [
                    Step::Field(name),
                    Step::Field(PLACE_BITS),
                    Step::Item(index),
                ];
                format.report_in(FIELDS, &steps, || wrong.issue());
            }
        }
    }
}

fn judge_parity(format: &mut Judged<'_, '_>, used: &mut Used) {
    // At most one for each bit of the word.
    let mut all: Vec<Sound> = Vec::new();
    let list = format.reading.once(PARITY).into_iter();
    for (index, item) in list.flat_map(Given::items).enumerate() {
        let Some(parity) = item.reading(&PARITY_BIT) else {
            continue;
        };
        let bit = parity.once(BIT).and_then(|bit| used.take(bit));
        if let Some(Err(wrong)) = bit {
            let steps = [Step::Item(index), Step::Field(BIT)];
            format.report_in(PARITY, &steps, || wrong.issue());
        }
        let own = bit.and_then(Result::ok);
        // A parity bit covers each bit once, and itself never.
        let mut covered = Used {
            length: used.length,
            bits: own.map_or(0, mask),
        };
        let mut is_sound = true;
        let over = parity.once(OVER).into_iter();
        for (place, bit) in over.flat_map(Given::items).enumerate() {
            let taken = covered.take(bit);
            is_sound &= matches!(taken, Some(Ok(_)));
            if let Some(Err(wrong)) = taken {
                let steps = [Step::Item(index), Step::Field(OVER), Step::Item(place)];
                format.report_in(PARITY, &steps, || wrong.issue());
            }
        }
        if let Some(bit) = own.filter(|_| is_sound) {
            all.push(Sound {
                index,
                bit,
                over: covered.bits & !mask(bit),
            });
        }
    }
    let mut rest = all.as_slice();
    while let [one, later @ ..] = rest {
        if let Some(late) = later.iter().find(|late| one.over & mask(late.bit) != 0) {
            let steps = [Step::Item(one.index), Step::Field(OVER)];
            format.report_in(PARITY, &steps, || {
                Issue::of(IssueCode::CardParityLate).param(late.bit)
            });
        }
        rest = later;
    }
}
