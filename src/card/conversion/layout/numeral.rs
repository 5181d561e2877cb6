//! Reading the texts that a conversion writes.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Group, Layout, bits_of, value_of};
use crate::card::blanks::with_blanks;
use crate::card::digits::digits_of;
use crate::card::uid::{HexDigits, PartialUid};
use crate::{Issue, IssueCode};

/// What people and readers put between two numbers.
const SEPARATORS: [char; 6] = [',', '.', ':', '/', '-', ' '];

/// More digits than this no number has that is written in groups: 80 of a bit, of 20 digits each.
const MOST_DIGITS: usize = 1600;

/// The digits of one of them in a text.
#[derive(Default)]
struct Part {
    /// The first, as many as any number has.
    digits: Vec<u8>,
    count: usize,
}

impl Part {
    fn push(&mut self, digit: u8) {
        self.count += 1;
        if self.digits.len() < MOST_DIGITS {
            self.digits.push(digit);
        }
    }
}

/// A number as a text shows it.
pub(crate) struct Numeral {
    /// Its bits, the most significant first.
    pub(crate) bits: Vec<u8>,
    /// The digits found.
    pub(crate) found: usize,
    /// The digits that a conversion writes for this number.
    pub(crate) expected: usize,
    /// Zeros in front that a conversion does not write.
    pub(crate) filled: bool,
    /// The separator found, where it is another.
    pub(crate) other_separator: Option<char>,
}

impl Numeral {
    /// How many zeros in front are missing.
    pub(crate) fn zeros_lost(&self) -> usize {
        self.expected.saturating_sub(self.found)
    }

    /// What is worth knowing of it: `leading_zeros_lost`, and the notes of its identifier.
    pub(crate) fn notes(&self, uid: &PartialUid) -> Vec<Issue> {
        let lost = (self.zeros_lost() > 0).then(|| {
            Issue::of(IssueCode::LeadingZerosLost)
                .param(self.expected)
                .param(self.found)
        });
        let notes = uid.whole().map(|uid| uid.notes()).unwrap_or_default();
        lost.into_iter().chain(notes).collect()
    }
}

impl Layout {
    /// Reads a text that a conversion has written, with zeros in front or without, and with blanks
    /// around separators or without.
    pub(crate) fn read(&self, text: &str) -> Result<Numeral, Issue> {
        with_blanks(text, |text| self.read_tidy(text))
    }

    pub(crate) fn read_tidy(&self, text: &str) -> Result<Numeral, Issue> {
        let mut numeral = Numeral {
            bits: Vec::new(),
            found: 0,
            expected: 0,
            filled: false,
            other_separator: None,
        };
        if self.is_hexadecimal && self.groups.len() == 1 {
            let HexDigits { first, count, .. } = HexDigits::read_tidy(text)?;
            let part = Part {
                digits: first,
                count,
            };
            self.add(&mut numeral, self.groups.first(), &part)?;
            return Ok(numeral);
        }
        let parts = self.parts(text, &mut numeral)?;
        for (group, part) in self.groups.iter().zip(&parts) {
            self.add(&mut numeral, Some(group), part)?;
        }
        Ok(numeral)
    }

    /// The digits of each group.
    fn parts(&self, text: &str, numeral: &mut Numeral) -> Result<Vec<Part>, Issue> {
        let radix = if self.is_hexadecimal { 16 } else { 10 };
        let mut parts = Vec::new();
        let mut part = Part::default();
        let mut separator = None;
        let mut found = 1_usize;
        for (before, c) in text.chars().enumerate() {
            let is_separator = separator.map_or_else(
                || self.separator == Some(c) || SEPARATORS.contains(&c),
                |separator| separator == c,
            );
            if let Some(digit) = c.to_digit(radix).and_then(|digit| u8::try_from(digit).ok()) {
                part.push(digit);
            } else if self.separator.is_some() && is_separator {
                separator = Some(c);
                found += 1;
                if parts.len() < self.groups.len() {
                    parts.push(core::mem::take(&mut part));
                }
            } else {
                return Err(Issue::of(IssueCode::PrintedNumberNotDigits).param(before + 1));
            }
        }
        parts.push(part);
        let Some(own) = self.separator else {
            return Ok(self.in_a_row(parts));
        };
        numeral.other_separator = separator.filter(|separator| *separator != own);
        if found == self.groups.len() {
            return Ok(parts);
        }
        Err(Issue::of(IssueCode::PrintedNumberNotSplit)
            .param(self.groups.len())
            .param(String::from(own))
            .param(found))
    }

    /// Parts a row of digits, from its end on: zeros that are lost are those in front.
    fn in_a_row(&self, parts: Vec<Part>) -> Vec<Part> {
        let Some(mut row) = parts.into_iter().next() else {
            return Vec::new();
        };
        let mut parts = Vec::new();
        if row.count == row.digits.len() {
            for group in self.groups.iter().skip(1).rev() {
                let cut = row.digits.len().saturating_sub(group.width.into());
                let digits = row.digits.split_off(cut);
                row.count = cut;
                parts.push(Part {
                    count: digits.len(),
                    digits,
                });
            }
        }
        // Too many digits are left where they are, to be refused.
        parts.push(row);
        parts.reverse();
        parts
    }

    /// Adds the number of a group to those before it.
    fn add(&self, numeral: &mut Numeral, group: Option<&Group>, part: &Part) -> Result<(), Issue> {
        let Some(group) = group else { return Ok(()) };
        let Part {
            digits,
            count: found,
        } = part;
        let found = *found;
        let max = group.max(self.modulo);
        let width = usize::from(group.width);
        let most = if self.is_hexadecimal {
            width
        } else {
            width.max(digits_of(max))
        };
        // Of numbers in a row only the first ones can have lost all of their digits.
        let least = usize::from(self.numbers_in_a_row() == 1 || numeral.found > 0);
        if !(least..=most).contains(&found) {
            return Err(Issue::of(IssueCode::PrintedNumberWrongLength)
                .param(1_u8)
                .param(most)
                .param(found));
        }
        let length = usize::from(group.bits);
        let (bits, expected) = if self.is_hexadecimal {
            // As wide as the digits that are missing, and those that are there.
            let mut bits = alloc::vec![0; 4 * (most - found)];
            for digit in digits {
                bits.extend([3, 2, 1, 0].map(|place| digit >> place & 1));
            }
            let own = bits.split_off(bits.len() - length);
            let is_rest = self.modulo.is_none_or(|modulo| value_of(&own) < modulo);
            ((is_rest && !bits.contains(&1)).then_some(own), most)
        } else {
            let value = digits.iter().try_fold(0_u64, |value, digit| {
                value.checked_mul(10)?.checked_add(u64::from(*digit))
            });
            let value = value.filter(|value| *value <= max);
            let expected = value.map_or(width, |value| width.max(digits_of(value)));
            (value.map(|value| bits_of(value, length)), expected)
        };
        let Some(bits) = bits else {
            return Err(Issue::of(IssueCode::PrintedNumberTooLarge).param(group.bits));
        };
        numeral.bits.extend(bits);
        numeral.found += found;
        numeral.expected += expected;
        numeral.filled |= found > expected;
        Ok(())
    }
}
