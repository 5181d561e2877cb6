//! How many digits a code may have.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::{Code, DIGITS};
use crate::Issue;

/// The digits of the shortest and of the longest code.
pub(super) const SHORTEST: u8 = 4;
pub(super) const LONGEST: u8 = 8;

/// A set of lengths from 4 to 8: bit n stands for n digits; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lengths(u16);

impl Lengths {
    pub(super) const ANY: Self = Self(0b1_1111_0000);
    pub(super) const SIX: Self = Self(1 << 6);

    /// The lengths of a list, which is not empty, each from 4 to 8.
    pub(super) fn of(lengths: &[u64]) -> Self {
        Self(lengths.iter().fold(0, |bits, length| bits | 1 << length))
    }

    /// The lengths, ascending.
    pub(super) fn iter(self) -> impl DoubleEndedIterator<Item = u8> + Clone {
        (SHORTEST..=LONGEST).filter(move |length| self.0 >> length & 1 == 1)
    }

    fn contains(self, length: usize) -> bool {
        self.iter().any(|allowed| usize::from(allowed) == length)
    }

    fn min(self) -> u8 {
        self.iter().next().unwrap_or(SHORTEST)
    }

    fn max(self) -> u8 {
        self.iter().next_back().unwrap_or(LONGEST)
    }

    /// Reads a code of one of these lengths.
    ///
    /// # Errors
    /// `code_wildcard`, `code_not_digits`, `code_too_short`, `code_too_long`, `code_wrong_length`.
    pub(super) fn read(self, text: &str) -> Result<Code, Issue> {
        if text == "*" {
            return Err(Issue::new(
                "code_wildcard",
                alloc::format!(
                    "expected {} digits, found `*`, which asks for a generated code",
                    self.span()
                ),
            ));
        }
        if let Some(before) = text.chars().position(|c| !c.is_ascii_digit()) {
            return Err(Issue::not_digits("code_not_digits", before + 1));
        }
        if !self.contains(text.len()) {
            return Err(self.wrong_length(text.len()));
        }
        let mut digits = [0; DIGITS];
        for (slot, byte) in digits.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Ok(Code { digits })
    }

    /// `4 to 8`, or `6` where there is one length.
    fn span(self) -> String {
        let (min, max) = (self.min(), self.max());
        if min == max {
            alloc::format!("{min}")
        } else {
            alloc::format!("{min} to {max}")
        }
    }

    fn wrong_length(self, found: usize) -> Issue {
        let (min, max) = (self.min(), self.max());
        let code = if found < usize::from(min) {
            "code_too_short"
        } else if found > usize::from(max) {
            "code_too_long"
        } else {
            return self.left_out_length(found);
        };
        Issue::new(
            code,
            if min == max {
                "expected {max} digits, found {found}"
            } else {
                "expected {min} to {max} digits, found {found}"
            },
        )
        .with("min", min)
        .with("max", max)
        .with("found", found)
    }

    fn left_out_length(self, found: usize) -> Issue {
        let lengths: Vec<_> = self
            .iter()
            .map(|length| alloc::format!("{length}"))
            .collect();
        let mut sentence = String::from("expected ");
        for (index, length) in lengths.iter().enumerate() {
            let joint = match index {
                0 => "",
                _ if index + 1 == lengths.len() => " or ",
                _ => ", ",
            };
            // Writing to a String cannot fail.
            let _ = write!(sentence, "{joint}{length}");
        }
        sentence.push_str(" digits, found {found}");
        Issue::new("code_wrong_length", sentence)
            .with("lengths", lengths.join(", "))
            .with("found", found)
    }
}
