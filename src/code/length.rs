//! How many digits a code may have.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Code, DIGITS};
use crate::ascii::are_digits;
use crate::schema::Written;
use crate::{Issue, IssueCode};

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
    pub(super) fn of(lengths: impl Iterator<Item = u64>) -> Self {
        Self(lengths.fold(0, |bits, length| bits | 1 << length))
    }

    /// The lengths, ascending.
    pub(super) fn iter(self) -> impl DoubleEndedIterator<Item = u8> + Clone {
        (SHORTEST..=LONGEST).filter(move |length| self.0 >> length & 1 == 1)
    }

    /// Those of both; `None` where there are none.
    pub(super) fn met(self, other: Self) -> Option<Self> {
        let both = self.0 & other.0;
        (both != 0).then_some(Self(both))
    }

    fn min(self) -> u8 {
        self.iter().next().unwrap_or(SHORTEST)
    }

    fn max(self) -> u8 {
        self.iter().next_back().unwrap_or(LONGEST)
    }

    /// Whether a text is a code of one of these lengths.
    pub(super) fn judge(self, text: &str) -> Written {
        let digits = are_digits(text.as_bytes());
        // Only a text of digits has as many characters as bytes.
        let fits = u32::try_from(text.len())
            .is_ok_and(|length| u32::from(self.0).checked_shr(length).unwrap_or_default() & 1 == 1);
        if digits && fits {
            Written::AsGiven
        } else {
            Written::No
        }
    }

    /// Reads a code of one of these lengths.
    ///
    /// # Errors
    /// `code_wildcard`, `code_not_digits`, `code_too_short`, `code_too_long`, `code_wrong_length`.
    pub(super) fn read(self, text: &str) -> Result<Code, Issue> {
        if self.judge(text) == Written::No {
            return Err(self.wrong(text));
        }
        let mut digits = [0; DIGITS];
        for (slot, byte) in digits.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Ok(Code { digits })
    }

    /// What is wrong with a text that is no code of these lengths.
    #[cold]
    pub(super) fn wrong(self, text: &str) -> Issue {
        let (min, max) = (self.min(), self.max());
        let either = |several, one| Issue::of(if min == max { one } else { several });
        if text == "*" {
            return either(IssueCode::CodeWildcard, IssueCode::CodeWildcardOfOneLength)
                .param(min)
                .param(max);
        }
        if let Some(before) = text.chars().position(|c| !c.is_ascii_digit()) {
            return Issue::of(IssueCode::CodeNotDigits).param(before + 1);
        }
        let found = text.len();
        let issue = if found < usize::from(min) {
            either(IssueCode::CodeTooShort, IssueCode::CodeTooShortOfOneLength)
        } else if found > usize::from(max) {
            either(IssueCode::CodeTooLong, IssueCode::CodeTooLongOfOneLength)
        } else {
            return self.left_out_length(found);
        };
        issue.param(min).param(max).param(found)
    }

    fn left_out_length(self, found: usize) -> Issue {
        let lengths: Vec<_> = self
            .iter()
            .map(|length| alloc::format!("{length}"))
            .collect();
        let mut choice = String::new();
        for (index, length) in lengths.iter().enumerate() {
            choice.push_str(match index {
                0 => "",
                _ if index + 1 == lengths.len() => " or ",
                _ => ", ",
            });
            choice.push_str(length);
        }
        Issue::of(IssueCode::CodeWrongLength)
            .param(lengths.join(", "))
            .param(found)
            .param(choice)
    }
}
