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

/// Where a field lies, and what it may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    bits: Bits,
    /// The largest number that may be written.
    pub(super) max: u64,
    /// What is written for an absent field.
    pub(super) absent: u64,
    pub(super) coding: Coding,
}

impl Place {
    /// The place of a field as it is drawn; `None` where it is not. The bits of a scattered one
    /// are given in order.
    pub(super) const fn drawn(
        bits: u64,
        scattered: &'static [u8],
        max: Option<u64>,
        absent: u64,
        coding: Coding,
    ) -> Option<Self> {
        let count = bits.count_ones();
        if count == 0 {
            return None;
        }
        let max = match max {
            Some(max) => max,
            None => capacity(count, coding),
        };
        let bits = if scattered.is_empty() {
            Bits::Run {
                first: first(bits),
                count: narrow(count),
            }
        } else {
            Bits::Scattered(Cow::Borrowed(scattered))
        };
        Some(Self {
            bits,
            max,
            absent,
            coding,
        })
    }

    /// The place of a field whose bits a caller lists, 1 to 64 of them.
    pub(super) fn listed(bits: &[u8], max: Option<u64>, absent: u64, coding: Coding) -> Self {
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
            max: max.unwrap_or_else(|| capacity(count, coding)),
            absent,
            coding,
        }
    }

    /// The bits in order, most significant first.
    pub(super) fn order(&self) -> Vec<u8> {
        match &self.bits {
            Bits::Run { first, count } => (*first..first + count).collect(),
            Bits::Scattered(order) => order.clone().into_owned(),
        }
    }

    /// The bits of a number that is not above the largest.
    pub(super) fn bits_of(&self, number: u64) -> u64 {
        let value = match self.coding {
            Coding::Binary => number,
            Coding::Decimal => digits_of(number),
        };
        match &self.bits {
            // OK because the run lies inside the 64 bits.
            Bits::Run { first, count } => {
                let above = u32::from(64 - count);
                value.unbounded_shl(above).unbounded_shr((*first).into())
            }
            Bits::Scattered(order) => {
                let bits = order.iter().rev().enumerate();
                bits.filter(|(place, _)| value >> place & 1 == 1)
                    .fold(0, |bits, (_, bit)| bits | mask(*bit))
            }
        }
    }

    /// The number that the bits of a word hold; `None` where decimal digits are none.
    pub(super) fn read(&self, word: u64) -> Option<u64> {
        let value = match &self.bits {
            Bits::Run { first, count } => {
                let above = u32::from(64 - count);
                word.unbounded_shl((*first).into()).unbounded_shr(above)
            }
            Bits::Scattered(order) => order.iter().fold(0, |value, bit| {
                value << 1 | u64::from(word & mask(*bit) != 0)
            }),
        };
        match self.coding {
            Coding::Binary => Some(value),
            Coding::Decimal => number_of(value),
        }
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
