//! Codes that are in use, and what it means for another to clash with one.

use alloc::vec::Vec;

use zeroize::Zeroize;

use super::Code;
use crate::fields::{Fields, UnknownFields};
use crate::{Issue, Issues, Value, Window};

/// A code in use, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenCode {
    /// The code.
    pub code: Code,
    /// When it opens.
    pub window: Window,
}

impl TakenCode {
    /// A code that is in use for ever.
    #[must_use]
    pub fn always(code: Code) -> Self {
        Self {
            code,
            window: Window::ALWAYS,
        }
    }

    /// Checks a taken code: its text, or an object of `code`, `from` and `until`.
    ///
    /// # Errors
    /// Those of [`Code::parse`] and [`Window::new`].
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let Value::Object(_) = value else {
            return Ok(Self::always(Code::parse(value.text()?)?));
        };
        let mut fields = Fields::of(value, &["code", "from", "until"], UnknownFields::Refuse)?;
        let code = fields.required("code", |value| Code::parse(value.text()?));
        let window = Window::read(&mut fields, "from", "until");
        fields.finish_as(|| {
            Some(Self {
                code: code?,
                window,
            })
        })
    }
}

/// When a code counts as the same as one in use, for the panel it is typed at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Collision {
    /// `equal`: the same digits.
    #[default]
    Equal,
    /// `equal_without_leading_zeros`: for panels that read 0100 as 100.
    EqualWithoutLeadingZeros,
    /// `prefix`: one begins with the other, for keypads without an Enter key, which open early.
    Prefix,
    /// `inside`: one stands inside the other, for panels that test the last keys pressed.
    Inside,
}

impl Collision {
    const ALL: [Self; 4] = [
        Self::Equal,
        Self::EqualWithoutLeadingZeros,
        Self::Prefix,
        Self::Inside,
    ];

    /// Checks a mode's name.
    ///
    /// # Errors
    /// `collision_unknown`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::ALL
            .into_iter()
            .find(|mode| mode.as_str() == text)
            .ok_or_else(|| {
                Issue::new(
                    "collision_unknown",
                    "expected one of {expected}, found another value",
                )
                .with("expected", Self::ALL.map(Self::as_str).join(", "))
            })
    }

    /// The mode's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::EqualWithoutLeadingZeros => "equal_without_leading_zeros",
            Self::Prefix => "prefix",
            Self::Inside => "inside",
        }
    }

    /// The beginnings of all codes of a length that clash with a taken code.
    pub(super) fn clashing(self, taken: &Code, length: u8, beginnings: &mut Vec<Beginning>) {
        let (value, digits) = (taken.value(), taken.length());
        match self {
            Self::Equal if digits == length => beginnings.push(Beginning::whole(value, length)),
            Self::Equal => {}
            Self::EqualWithoutLeadingZeros => {
                if value < power_of_ten(length) {
                    beginnings.push(Beginning::whole(value, length));
                }
            }
            Self::Prefix if digits >= length => {
                let beginning = value / power_of_ten(digits - length);
                beginnings.push(Beginning::whole(beginning, length));
            }
            Self::Prefix => beginnings.push(Beginning::new(value, digits, length)),
            Self::Inside if digits >= length => {
                let parts = (0..=digits - length)
                    .map(|after| value / power_of_ten(after) % power_of_ten(length));
                beginnings.extend(parts.map(|part| Beginning::whole(part, length)));
            }
            Self::Inside => {
                // Whatever stands before it; what comes after makes no difference.
                for before in 0..=length - digits {
                    let choices = 0..power_of_ten(before);
                    beginnings.extend(choices.map(|choice| {
                        let beginning = choice * power_of_ten(digits) + value;
                        Beginning::new(beginning, before + digits, length)
                    }));
                }
            }
        }
    }
}

/// All codes of a length that begin with certain digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Beginning {
    /// The first of the codes.
    pub(super) first: u32,
    /// How many other codes there are; so of two with one first code, the wider comes later.
    pub(super) others: u32,
}

impl Beginning {
    /// One code: a beginning with nothing after it.
    pub(super) fn whole(value: u32, length: u8) -> Self {
        Self::new(value, length, length)
    }

    /// The codes of `length` digits that begin with `digits` digits of this value.
    fn new(value: u32, digits: u8, length: u8) -> Self {
        let codes = power_of_ten(length - digits);
        Self {
            first: value * codes,
            others: codes - 1,
        }
    }

    /// The last of the codes.
    pub(super) fn last(self) -> u32 {
        self.first + self.others
    }
}

impl Zeroize for Beginning {
    fn zeroize(&mut self) {
        self.first.zeroize();
        self.others.zeroize();
    }
}

/// 10^exponent; at most 10^8 for what is asked here.
pub(super) fn power_of_ten(exponent: u8) -> u32 {
    10_u32.saturating_pow(exponent.into())
}
