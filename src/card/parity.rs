//! The bits of a word, and those that make the number of ones even or odd.

use crate::schema::words;

words! {
    /// What the number of ones is made.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) enum ParityKind: CardParityUnknown {
        Even = "even",
        Odd = "odd",
    }
}

/// A bit that makes the number of ones among it and those it covers even or odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parity {
    pub(super) bit: u8,
    pub(super) kind: ParityKind,
    /// The bits that it covers, without its own; see [`mask`].
    pub(super) over: u128,
}

impl Parity {
    /// Whether the bits of a word keep it.
    pub(super) fn holds(&self, bits: u128) -> bool {
        let ones = (bits & (self.over | mask(self.bit))).count_ones();
        (ones % 2 == 1) == (self.kind == ParityKind::Odd)
    }
}

/// A bit of a word by its number, where 0 is sent first and stands highest.
pub(super) const fn mask(bit: u8) -> u128 {
    // Bits from 128 on do not exist.
    match 1_u128.checked_shl(127_u32.wrapping_sub(u32_of(bit))) {
        Some(mask) => mask,
        None => 0,
    }
}

#[expect(
    clippy::as_conversions,
    reason = "widens, where a constant cannot call a trait"
)]
const fn u32_of(bit: u8) -> u32 {
    bit as u32
}

/// The first bit that is set.
pub(super) const fn first(bits: u128) -> u8 {
    narrow(bits.leading_zeros())
}

/// A count of bits, at most 128.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a count of the bits of a word, where a constant cannot call a trait"
)]
pub(super) const fn narrow(count: u32) -> u8 {
    if count > 128 { 128 } else { count as u8 }
}
