//! Key formats: how the number of an rfid key is bounded.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Issue, Issues, Value};

const NAME: &str = "name";
const TECHNOLOGY: &str = "technology";
const DIGITS: &str = "digits";
const BITS: &str = "bits";
/// `max` is written, and so is taken back, but follows from `bits`.
const FIELDS: [&str; 5] = [NAME, TECHNOLOGY, DIGITS, BITS, "max"];

/// Digits that a key format may allow: those of a `u64`.
const MOST_DIGITS: u8 = 20;
/// Bits that a key format may allow: those of a `u64`.
const MOST_BITS: u8 = 64;

/// How the decimal number of an rfid key is bounded: at most so many digits, below 2^bits.
///
/// The digits allow leading zeros, which readers and lists often print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFormat {
    name: Cow<'static, str>,
    technology: Cow<'static, str>,
    digits: u8,
    bits: u8,
}

impl KeyFormat {
    /// EM4100 / EM-Marin: 40 bits, 1-13 digits.
    pub const EM: Self = Self::built_in("EM", "EM4100 / EM-Marin", 13, 40);
    /// MIFARE Classic: 32 bits, 1-10 digits.
    pub const MC: Self = Self::built_in("MC", "MIFARE Classic", 10, 32);
    /// MIFARE `DESFire`: 56 bits, 1-17 digits.
    pub const MD: Self = Self::built_in("MD", "MIFARE DESFire", 17, 56);

    /// The formats known without a caller's own: [`EM`](Self::EM), [`MC`](Self::MC), [`MD`](Self::MD).
    pub const BUILT_IN: [Self; 3] = [Self::EM, Self::MC, Self::MD];

    /// What holds for a number whose format is not told: the widest of the built-in formats.
    pub(crate) const UNNAMED: Self = Self::built_in("", "", 17, 56);

    /// What any number fits that some format allows.
    pub(crate) const WIDEST: Self = Self::built_in("", "", MOST_DIGITS, MOST_BITS);

    const fn built_in(name: &'static str, technology: &'static str, digits: u8, bits: u8) -> Self {
        Self {
            name: Cow::Borrowed(name),
            technology: Cow::Borrowed(technology),
            digits,
            bits,
        }
    }

    /// A format of the caller's own. `digits` is from 1 to 20, `bits` from 1 to 64.
    ///
    /// # Errors
    /// `key_format_unnamed`, and `number_out_of_range` with the path of the bound.
    pub fn new(name: &str, technology: &str, digits: u8, bits: u8) -> Result<Self, Issues> {
        let written = Members::default()
            .with(NAME, name)
            .with(TECHNOLOGY, technology)
            .with(DIGITS, u64::from(digits))
            .with(BITS, u64::from(bits));
        Self::check_value(&written.into())
    }

    /// Checks a format written as an object: `name`, `digits`, `bits`, and `technology` if known.
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &FIELDS, UnknownFields::Refuse)?;
        let name = fields.name(NAME, "key_format_unnamed");
        let technology = fields.text(TECHNOLOGY);
        let digits = fields.required(DIGITS, |value| value.small(1, MOST_DIGITS));
        let bits = fields.required(BITS, |value| value.small(1, MOST_BITS));
        fields.finish_as(|| {
            Some(Self {
                name: name?.into(),
                technology: technology.unwrap_or_default().into(),
                digits: digits?,
                bits: bits?,
            })
        })
    }

    /// The format as an object, with its largest number as text.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with(NAME, self.name())
            .with(TECHNOLOGY, self.technology())
            .with(DIGITS, u64::from(self.digits))
            .with(BITS, u64::from(self.bits))
            .with("max", alloc::format!("{}", self.max()))
            .into()
    }

    /// Finds a format by its name among the built-in ones and `others`.
    ///
    /// # Errors
    /// `key_format_unknown`, naming the formats known.
    pub fn find(name: &str, others: &[Self]) -> Result<Self, Issue> {
        let known = || Self::BUILT_IN.into_iter().chain(others.iter().cloned());
        known().find(|format| format.name == name).ok_or_else(|| {
            let names: Vec<_> = known().map(|format| format.name).collect();
            Issue::new(
                "key_format_unknown",
                "expected one of {expected}, found another value",
            )
            .with("expected", names.join(", "))
        })
    }

    /// The name that requests use: `MD`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the cards are: `MIFARE DESFire`; may be empty.
    #[must_use]
    pub fn technology(&self) -> &str {
        &self.technology
    }

    /// The most digits a number may be written with.
    #[must_use]
    pub fn digits(&self) -> u8 {
        self.digits
    }

    /// The bits of a number.
    #[must_use]
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// The largest number: 2^bits - 1.
    #[must_use]
    pub fn max(&self) -> u64 {
        u64::MAX >> (u32::from(MOST_BITS) - u32::from(self.bits))
    }

    /// Checks the decimal number of a key.
    ///
    /// # Errors
    /// `key_number_wrong_length`, `key_number_not_digits`, `key_number_too_large`.
    pub fn check(&self, text: &str) -> Result<KeyNumber, Issue> {
        if let Some(before) = text.chars().position(|c| !c.is_ascii_digit()) {
            return Err(Issue::not_digits("key_number_not_digits", before + 1));
        }
        if text.is_empty() || text.len() > usize::from(self.digits) {
            return Err(Issue::new(
                "key_number_wrong_length",
                "expected 1 to {max} digits, found {found}",
            )
            .with("min", 1_u8)
            .with("max", self.digits)
            .with("found", text.len()));
        }
        // Fails only above 2^64.
        let value = text.parse().ok().filter(|&value: &u64| value <= self.max());
        match value {
            Some(value) => Ok(KeyNumber {
                digits: text.into(),
                value,
            }),
            None => Err(Issue::new(
                "key_number_too_large",
                "expected at most {max}, found a larger number",
            )
            .with("max", self.max())
            .with("bits", self.bits)),
        }
    }
}

/// The checked number of an rfid key, with its digits as they were written.
///
/// Two numbers are equal when their values are: leading zeros make no difference.
#[derive(Clone)]
pub struct KeyNumber {
    digits: String,
    value: u64,
}

impl KeyNumber {
    /// The digits as written, leading zeros included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The digits without leading zeros; `0` for zero.
    #[must_use]
    pub fn canonical(&self) -> &str {
        let significant = self.digits.trim_start_matches('0');
        if significant.is_empty() {
            "0"
        } else {
            significant
        }
    }

    /// The number.
    #[must_use]
    pub fn value(&self) -> u64 {
        self.value
    }
}

impl PartialEq for KeyNumber {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for KeyNumber {}

impl fmt::Debug for KeyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyNumber(…)")
    }
}
