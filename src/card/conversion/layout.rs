//! What the steps of a conversion come to: which bit goes where, and how digits are written.

use alloc::string::String;
use alloc::vec::Vec;

use super::ConversionStep;
use crate::card::digits::{digits_of, push_decimal};
use crate::card::uid::PartialUid;
use crate::{Issue, IssueCode};

mod numeral;

pub(crate) use numeral::Numeral;

/// The most bits of a number that is written in decimal.
const MOST_DECIMAL_BITS: u8 = 64;

/// One of the numbers that a text shows.
#[derive(Clone, Copy)]
struct Group {
    bits: u8,
    /// With zeros in front up to so many digits; 0 for none.
    width: u8,
}

impl Group {
    /// The largest number of a decimal group.
    fn max(self, modulo: Option<u64>) -> u64 {
        let unused = u32::from(MOST_DECIMAL_BITS).saturating_sub(self.bits.into());
        let max = u64::MAX >> unused;
        modulo.map_or(max, |modulo| max.min(modulo - 1))
    }
}

#[derive(Default)]
pub(crate) struct Layout {
    /// Which bit of the identifier each bit of the number is, the most significant first; 0 is the
    /// most significant of the identifier's first byte.
    bits: Vec<u8>,
    modulo: Option<u64>,
    groups: Vec<Group>,
    is_hexadecimal: bool,
    separator: Option<char>,
}

impl Layout {
    /// Follows steps that [`check`](Self::check) has found right.
    pub(super) fn of(bytes: u8, steps: &[ConversionStep]) -> Self {
        let mut layout = Self::whole(bytes);
        for step in steps {
            // Always Some: the steps were checked.
            let _ = layout.take(step);
        }
        layout
    }

    /// Follows the steps; fails with the index of the first that is wrong.
    pub(super) fn check(bytes: u8, steps: &[ConversionStep]) -> Result<(), (usize, Issue)> {
        let mut layout = Self::whole(bytes);
        // The kind of the step before: steps come in the order of their kinds.
        let mut before = 0;
        for (index, step) in steps.iter().enumerate() {
            let kind = kind(step);
            if kind < before || (kind > 0 && kind == before) || (kind == 3 && before < 2) {
                return Err((index, misplaced()));
            }
            before = kind;
            if layout.take(step).is_none() {
                return Err((index, unfit(layout.bits.len())));
            }
        }
        if before < 2 {
            return Err((steps.len(), misplaced()));
        }
        if layout.runs_together() {
            return Err((steps.len(), Issue::of(IssueCode::ConversionRunsTogether)));
        }
        Ok(())
    }

    fn whole(bytes: u8) -> Self {
        Self {
            bits: (0..8 * bytes).collect(),
            ..Self::default()
        }
    }

    /// Takes a step into account; `None` when it does not fit what there is.
    fn take(&mut self, step: &ConversionStep) -> Option<()> {
        let length = u8::try_from(self.bits.len()).ok()?;
        match step {
            ConversionStep::BytesReversed => self.reverse(length, 8, true)?,
            ConversionStep::ByteBitsReversed => self.reverse(length, 8, false)?,
            ConversionStep::NibbleBitsReversed => self.reverse(length, 4, false)?,
            ConversionStep::LowBits(low) => {
                let cut = length.checked_sub(*low).filter(|_| *low > 0)?;
                self.bits.drain(..usize::from(cut));
            }
            ConversionStep::Bytes(places) => {
                let mut chosen = Vec::new();
                for place in places.iter() {
                    let byte = self
                        .bits
                        .chunks_exact(8)
                        .nth(place.checked_sub(1)?.into())?;
                    if byte.iter().any(|bit| chosen.contains(bit)) {
                        return None;
                    }
                    chosen.extend_from_slice(byte);
                }
                (length.is_multiple_of(8) && !chosen.is_empty()).then_some(())?;
                self.bits = chosen;
            }
            ConversionStep::Modulo(modulo) => {
                (*modulo > 1 && length <= MOST_DECIMAL_BITS).then_some(())?;
                self.modulo = Some(*modulo);
            }
            ConversionStep::Split(bits) => {
                let sum = bits.iter().map(|bits| u32::from(*bits)).sum::<u32>();
                let splits = bits.len() > 1 && !bits.contains(&0) && sum == u32::from(length);
                splits.then_some(())?;
                let groups = bits.iter().map(|bits| Group {
                    bits: *bits,
                    width: 0,
                });
                self.groups = groups.collect();
            }
            ConversionStep::Decimal(widths) => {
                self.one_group(length);
                let mut groups = self.groups.iter();
                groups
                    .all(|group| group.bits <= MOST_DECIMAL_BITS)
                    .then_some(())?;
                if !widths.is_empty() {
                    (widths.len() == self.groups.len()).then_some(())?;
                    for (group, width) in self.groups.iter_mut().zip(widths.iter()) {
                        group.width = Some(*width).filter(|width| *width <= 20)?;
                    }
                }
            }
            ConversionStep::Hexadecimal => {
                self.one_group(length);
                self.is_hexadecimal = true;
                for group in &mut self.groups {
                    group.width = group.bits.div_ceil(4);
                }
            }
            ConversionStep::NibbleDecimal => {
                let plain =
                    self.groups.is_empty() && self.modulo.is_none() && length.is_multiple_of(4);
                plain.then_some(())?;
                self.groups = (0..length / 4)
                    .map(|_| Group { bits: 4, width: 2 })
                    .collect();
            }
            ConversionStep::Joined(separator) => {
                let readable = separator.is_ascii_punctuation() || *separator == ' ';
                (readable && self.groups.len() > 1).then_some(())?;
                self.separator = Some(*separator);
            }
        }
        Some(())
    }

    fn one_group(&mut self, bits: u8) {
        if self.groups.is_empty() {
            self.groups.push(Group { bits, width: 0 });
        }
    }

    /// Reverses the units of so many bits, or the bits in each of them.
    fn reverse(&mut self, length: u8, unit: u8, order: bool) -> Option<()> {
        length.is_multiple_of(unit).then_some(())?;
        if order {
            self.bits.reverse();
        }
        for unit in self.bits.chunks_exact_mut(unit.into()) {
            unit.reverse();
        }
        Some(())
    }

    /// Whether nothing tells where a number ends and the next begins.
    fn runs_together(&self) -> bool {
        let mut others = self.groups.iter().skip(1);
        self.separator.is_none()
            && !self.is_hexadecimal
            && others.any(|group| digits_of(group.max(None)) > group.width.into())
    }

    pub(super) fn loses_bits(&self, bytes: u8) -> u32 {
        8 * u32::from(bytes) - self.held_bits()
    }

    /// How many bits the number holds, rounded down.
    pub(crate) fn held_bits(&self) -> u32 {
        let bits = self.number_bits();
        self.modulo.map_or(bits, |modulo| bits.min(modulo.ilog2()))
    }

    /// How many bits of the identifier the number is made of.
    pub(crate) fn number_bits(&self) -> u32 {
        u32::try_from(self.bits.len()).unwrap_or_default()
    }

    /// How many numbers stand in a row with nothing between.
    pub(crate) fn numbers_in_a_row(&self) -> usize {
        if self.separator.is_some() {
            1
        } else {
            self.groups.len()
        }
    }

    pub(crate) fn is_hexadecimal(&self) -> bool {
        self.is_hexadecimal
    }

    pub(crate) fn is_modulo(&self) -> bool {
        self.modulo.is_some()
    }

    pub(crate) fn separator(&self) -> Option<char> {
        self.separator
    }

    /// Whether it writes one decimal number, of every bit, as it is.
    pub(super) fn is_plain_decimal(&self) -> bool {
        let plain = self.groups.len() == 1 && !self.is_hexadecimal && self.modulo.is_none();
        plain && self.groups.iter().all(|group| group.width == 0)
    }

    /// Whether it writes the identifier itself.
    pub(crate) fn is_identity(&self, bytes: u8) -> bool {
        self.is_hexadecimal
            && self.groups.len() == 1
            && (0..8 * bytes).eq(self.bits.iter().copied())
    }

    /// Whether zeros are written in front.
    pub(crate) fn has_width(&self) -> bool {
        self.groups.iter().any(|group| group.width > 0)
    }

    /// The bits of the number of an identifier, where all bits of it are known that it takes.
    pub(crate) fn number(&self, uid: &PartialUid) -> Option<Vec<u8>> {
        let mut number = Vec::with_capacity(self.bits.len());
        for place in &self.bits {
            number.push(uid.bit(*place)?);
        }
        match self.modulo {
            Some(modulo) => Some(bits_of(value_of(&number) % modulo, number.len())),
            None => Some(number),
        }
    }

    /// What a number tells of an identifier of so many bytes.
    pub(crate) fn uid(&self, bytes: u8, number: &[u8]) -> PartialUid {
        // What a rest leaves of a number are the bits below the twos of the divisor.
        let lossy = self
            .modulo
            .filter(|_| self.held_bits() < self.number_bits());
        let told = lossy.map_or(u32::MAX, u64::trailing_zeros);
        let mut uid = PartialUid::unknown(bytes);
        let places = self.bits.iter().zip(number).rev();
        for ((place, bit), _) in places.zip(0..told) {
            uid.set(*place, *bit);
        }
        uid
    }

    pub(super) fn print(&self, number: &[u8]) -> String {
        let mut text = String::new();
        let mut rest = number;
        for (index, group) in self.groups.iter().enumerate() {
            let (bits, after) = rest
                .split_at_checked(group.bits.into())
                .unwrap_or((rest, &[]));
            rest = after;
            if let Some(separator) = self.separator.filter(|_| index > 0) {
                text.push(separator);
            }
            if self.is_hexadecimal {
                // From the last digit on, for the first may have fewer bits.
                let digits = bits.rchunks(4).rev().map(value_of);
                let digits = digits.filter_map(|digit| u32::try_from(digit).ok());
                let digits = digits.filter_map(|digit| char::from_digit(digit, 16));
                text.extend(digits.map(|digit| digit.to_ascii_uppercase()));
            } else {
                push_decimal(&mut text, value_of(bits), group.width.into());
            }
        }
        text
    }
}

/// The bits of a number, the most significant of so many first.
fn bits_of(number: u64, length: usize) -> Vec<u8> {
    let bit = |place: usize| u8::from(number >> place & 1 == 1);
    (0..length).rev().map(bit).collect()
}

/// The number of bits, of 64 at most.
fn value_of(bits: &[u8]) -> u64 {
    bits.iter()
        .fold(0, |value, bit| value << 1 | u64::from(*bit))
}

/// Steps come in this order, and only those of the first kind more than once.
fn kind(step: &ConversionStep) -> u8 {
    match step {
        ConversionStep::Modulo(_) | ConversionStep::Split(_) => 1,
        ConversionStep::Decimal(_)
        | ConversionStep::Hexadecimal
        | ConversionStep::NibbleDecimal => 2,
        ConversionStep::Joined(_) => 3,
        _ => 0,
    }
}

fn misplaced() -> Issue {
    Issue::of(IssueCode::ConversionStepMisplaced)
}

fn unfit(bits: usize) -> Issue {
    Issue::of(IssueCode::ConversionStepUnfit).param(bits)
}
