//! Where a field lies in a word, and how its number is written there.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::parity::{first, mask, narrow};
use crate::schema::words;

words! {
    /// How a number is written in its bits.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) enum Coding: CardCodingUnknown {
        /// As a binary number.
        Binary = "binary",
        /// As decimal digits of four bits each.
        Decimal = "bcd",
    }
}

/// The bits of a field, most significant first.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Bits {
    /// One after the other.
    Run { first: u8, count: u8 },
    /// In an order of their own.
    Scattered(Cow<'static, [u8]>),
}

/// How numbers from a certain one on are written: with as much added, which leaves a gap between
/// them and those below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offset {
    /// The first number that it is added to.
    pub(super) from: u64,
    /// What is added; not more than `from`.
    pub(super) by: u64,
}

/// Where a field lies, and what it may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    bits: Bits,
    /// The largest number that may be written.
    pub(super) max: u64,
    /// What is written for an absent field.
    pub(super) absent: u64,
    /// The only number that is right, where there is but one: then it is `max` and `absent` too.
    pub(super) fixed: Option<u64>,
    pub(super) coding: Coding,
    pub(super) offset: Option<Offset>,
}

/// A place as a row of the table draws it.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    pub(super) bits: u128,
    /// In order, of a place that is no run.
    pub(super) scattered: &'static [u8],
    pub(super) max: Option<u64>,
    pub(super) absent: u64,
    pub(super) fixed: Option<u64>,
    pub(super) coding: Coding,
    pub(super) offset: Option<Offset>,
}

impl Place {
    /// The place of a field as it is drawn; `None` where it is not.
    pub(super) const fn drawn(drawn: Drawn) -> Option<Self> {
        let count = drawn.bits.count_ones();
        if count == 0 {
            return None;
        }
        let (max, absent) = match (drawn.fixed, drawn.max) {
            (Some(fixed), _) => (fixed, fixed),
            (None, Some(max)) => (max, drawn.absent),
            (None, None) => (capacity(count, drawn.coding), drawn.absent),
        };
        let bits = if drawn.scattered.is_empty() {
            Bits::Run {
                first: first(drawn.bits),
                count: narrow(count),
            }
        } else {
            Bits::Scattered(Cow::Borrowed(drawn.scattered))
        };
        Some(Self {
            bits,
            max,
            absent,
            fixed: drawn.fixed,
            coding: drawn.coding,
            offset: drawn.offset,
        })
    }

    /// The place of a field whose bits a caller lists, 1 to 64 of them; its largest number is the
    /// one that the bits hold.
    pub(super) fn listed(bits: &[u8], coding: Coding) -> Self {
        let count = u32::try_from(bits.len()).unwrap_or(u32::MAX);
        let runs = bits.iter().zip(bits.iter().skip(1));
        let is_run = runs.clone().all(|(one, next)| one + 1 == *next);
        Self {
            bits: match bits.first() {
                Some(&first) if is_run => Bits::Run {
                    first,
                    count: narrow(count),
                },
                _ => Bits::Scattered(Vec::from(bits).into()),
            },
            max: capacity(count, coding),
            absent: 0,
            fixed: None,
            coding,
            offset: None,
        }
    }

    /// Whether a number read from a word can be this field's; another makes the word none of its
    /// format.
    pub(super) fn allows(&self, number: Option<u64>) -> bool {
        self.fixed.is_none() || number == self.fixed
    }

    /// The bits in order, most significant first.
    pub(super) fn order(&self) -> Vec<u8> {
        match &self.bits {
            Bits::Run { first, count } => (*first..first + count).collect(),
            Bits::Scattered(order) => order.clone().into_owned(),
        }
    }

    /// The bits of a number that is not above the largest.
    pub(super) fn bits_of(&self, number: u64) -> u128 {
        let number = match self.offset {
            Some(offset) if number >= offset.from => number.saturating_add(offset.by),
            _ => number,
        };
        let value = match self.coding {
            Coding::Binary => number,
            Coding::Decimal => digits_of(number),
        };
        match &self.bits {
            // OK because the run lies inside the 128 bits.
            Bits::Run { first, count } => {
                let above = u32::from(128 - count);
                let value = u128::from(value).unbounded_shl(above);
                value.unbounded_shr((*first).into())
            }
            Bits::Scattered(order) => {
                let bits = order.iter().rev().enumerate();
                bits.filter(|(place, _)| value >> place & 1 == 1)
                    .fold(0, |bits, (_, bit)| bits | mask(*bit))
            }
        }
    }

    /// The number that the bits of a word hold; `None` where decimal digits are none.
    pub(super) fn read(&self, word: u128) -> Option<u64> {
        let value = match &self.bits {
            Bits::Run { first, count } => {
                let above = u32::from(128 - count);
                let value = word.unbounded_shl((*first).into()).unbounded_shr(above);
                // Always fits: a field has at most 64 bits.
                u64::try_from(value).ok()?
            }
            Bits::Scattered(order) => order.iter().fold(0, |value, bit| {
                value << 1 | u64::from(word & mask(*bit) != 0)
            }),
        };
        let number = match self.coding {
            Coding::Binary => value,
            Coding::Decimal => number_of(value)?,
        };
        Some(match self.offset {
            Some(offset) if number >= offset.from => number.saturating_sub(offset.by),
            _ => number,
        })
    }
}

/// The largest number that so many bits hold.
pub(super) const fn capacity(count: u32, coding: Coding) -> u64 {
    match coding {
        Coding::Binary => match u64::MAX.checked_shr(64_u32.saturating_sub(count)) {
            Some(max) => max,
            None => 0,
        },
        // At most sixteen digits.
        Coding::Decimal => 10_u64.saturating_pow(count / 4) - 1,
    }
}

/// A number as decimal digits of four bits each.
fn digits_of(mut number: u64) -> u64 {
    let (mut digits, mut place) = (0, 0);
    while number > 0 && place < 64 {
        digits |= (number % 10) << place;
        number /= 10;
        place += 4;
    }
    digits
}

fn number_of(digits: u64) -> Option<u64> {
    let four = (0..16).rev().map(|place| digits >> (4 * place) & 0xF);
    four.into_iter().try_fold(0, |number, digit| {
        (digit < 10).then_some(number * 10 + digit)
    })
}
