//! Which codes are allowed.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::{Code, DIGITS};
use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Issue, Issues, Value};

/// The digits of the shortest and of the longest code.
const SHORTEST: u8 = 4;
const LONGEST: u8 = 8;

const LENGTHS: &str = "lengths";

/// Which codes a door allows: a set of lengths.
///
/// ```
/// # use latchwork::CodePolicy;
/// let six = CodePolicy::of_lengths([6])?;
/// assert!(six.check("012345").is_ok());
/// assert_eq!(six.check("0123").unwrap_err().to_string(), "expected 6 digits, found 4");
/// # Ok::<(), latchwork::Issues>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePolicy {
    /// Ascending, none twice, each from 4 to 8; never empty.
    lengths: Lengths,
}

/// A set of lengths from 4 to 8: bit n stands for n digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lengths(u16);

impl Lengths {
    fn iter(self) -> impl DoubleEndedIterator<Item = u8> + Clone {
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
}

impl Default for CodePolicy {
    /// Codes of six digits.
    fn default() -> Self {
        Self {
            lengths: Lengths(1 << 6),
        }
    }
}

impl CodePolicy {
    /// Codes of 4, 5, 6, 7 or 8 digits.
    pub const ANY_LENGTH: Self = Self {
        lengths: Lengths(0b1_1111_0000),
    };

    /// Codes of the given lengths.
    ///
    /// # Errors
    /// `list_empty` for no length at all, `number_out_of_range` for one outside 4 to 8.
    pub fn of_lengths(lengths: impl IntoIterator<Item = u8>) -> Result<Self, Issues> {
        let lengths: Vec<_> = lengths
            .into_iter()
            .map(|length| Value::from(u64::from(length)))
            .collect();
        Self::check_value(&Members::default().with(LENGTHS, lengths).into())
    }

    /// Checks a policy written as an object: `lengths`, six digits when absent.
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::check_value_or(value, Self::default())
    }

    /// As [`CodePolicy::check_value`], with the policy that an absent `lengths` means: to check a
    /// code, [`CodePolicy::ANY_LENGTH`].
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value_or(value: &Value<'_>, absent: Self) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &[LENGTHS], UnknownFields::Refuse)?;
        let list = fields.optional(LENGTHS, |value| match value.list()? {
            [] => Err(Issue::list_empty()),
            list => Ok(list),
        });
        let lengths = list.map(|list| {
            fields.each(LENGTHS, list, |_, length| {
                length.whole(SHORTEST.into(), LONGEST.into())
            })
        });
        fields.finish_with(lengths.map_or(absent, |lengths| Self {
            lengths: Lengths(lengths.iter().fold(0, |bits, length| bits | 1 << length)),
        }))
    }

    /// The lengths allowed, ascending.
    pub fn lengths(&self) -> impl Iterator<Item = u8> + Clone + use<> {
        self.lengths.iter()
    }

    /// Checks a code against the policy.
    ///
    /// # Errors
    /// `code_wildcard` for `*`, `code_not_digits`, `code_too_short`, `code_too_long`,
    /// `code_wrong_length` for a length that the policy leaves out between two it allows.
    pub fn check(&self, text: &str) -> Result<Code, Issue> {
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
        if !self.lengths.contains(text.len()) {
            return Err(self.wrong_length(text.len()));
        }
        let mut digits = [0; DIGITS];
        for (slot, byte) in digits.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Ok(Code { digits })
    }

    /// How many codes the policy allows.
    #[must_use]
    pub fn keyspace(&self) -> u32 {
        self.lengths().map(codes_of_length).sum()
    }

    /// `4 to 8`, or `6` where there is one length.
    fn span(&self) -> String {
        let (min, max) = (self.lengths.min(), self.lengths.max());
        if min == max {
            alloc::format!("{min}")
        } else {
            alloc::format!("{min} to {max}")
        }
    }

    fn wrong_length(&self, found: usize) -> Issue {
        let (min, max) = (self.lengths.min(), self.lengths.max());
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

    fn left_out_length(&self, found: usize) -> Issue {
        let lengths: Vec<_> = self
            .lengths()
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

/// 10^length; at most 10^8.
pub(super) fn codes_of_length(length: u8) -> u32 {
    10_u32.saturating_pow(length.into())
}
