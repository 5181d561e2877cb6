//! Key formats: how the number of an rfid key is bounded.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use crate::ascii::number_of;
use crate::schema::{Document, Kind, Name, Reading, Table, read_as};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

const NAME: Name = Name::new(0, "name");
const TECHNOLOGY: Name = Name::new(1, "technology");
const DIGITS: Name = Name::new(2, "digits");
const BITS: Name = Name::new(3, "bits");
const MAX: Name = Name::new(4, "max");

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
    pub(crate) const TABLE: Table = Table::of(&[
        NAME.required(Kind::Named(IssueCode::KeyFormatUnnamed)),
        TECHNOLOGY.optional(Kind::Text),
        DIGITS.required(Kind::Whole(1, 20)),
        BITS.required(Kind::Whole(1, 64)),
        // It is written, and so is taken back, but follows from the bits.
        MAX.optional(Kind::Any),
    ]);

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
        let out_of_range = |name: Name, given: u8, max: u8| {
            (!(1..=max).contains(&given)).then(|| Issue::out_of_range(1_u8, max).at(name))
        };
        let unnamed = name
            .is_empty()
            .then(|| Issue::of(IssueCode::KeyFormatUnnamed).at(NAME));
        let found = [
            unnamed,
            out_of_range(DIGITS, digits, MOST_DIGITS),
            out_of_range(BITS, bits, MOST_BITS),
        ];
        let issues: Issues = found.into_iter().flatten().collect();
        if issues.is_empty() {
            Ok(Self {
                name: String::from(name).into(),
                technology: String::from(technology).into(),
                digits,
                bits,
            })
        } else {
            Err(issues)
        }
    }

    /// Checks a format written as an object: `name`, `digits`, `bits`, and `technology` if known.
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The format of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            name: reading.owned(NAME)?.into(),
            technology: reading.owned(TECHNOLOGY).unwrap_or_default().into(),
            digits: u8::try_from(reading.whole(DIGITS)?).ok()?,
            bits: u8::try_from(reading.whole(BITS)?).ok()?,
        })
    }

    /// The format as an object, with its largest number as text.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with(NAME.text, self.name())
            .with(TECHNOLOGY.text, self.technology())
            .with(DIGITS.text, u64::from(self.digits))
            .with(BITS.text, u64::from(self.bits))
            .with(MAX.text, alloc::format!("{}", self.max()))
            .into()
    }

    /// Finds a format by its name among `others` and the built-in ones: the first of that name.
    ///
    /// # Errors
    /// `key_format_unknown`, naming the formats known.
    pub fn find(name: &str, others: &[Self]) -> Result<Self, Issue> {
        match Self::known(name, others) {
            Some(format) => Ok(format.clone()),
            None => Err(Self::unknown(others)),
        }
    }

    /// The format of a name, where there is one.
    pub(crate) fn known<'f>(name: &str, others: &'f [Self]) -> Option<&'f Self> {
        static BUILT_IN: [KeyFormat; 3] = KeyFormat::BUILT_IN;
        let mut known = others.iter().chain(&BUILT_IN);
        known.find(|format| format.name == name)
    }

    /// The issue of a name that no format has.
    #[cold]
    pub(crate) fn unknown(others: &[Self]) -> Issue {
        let built_in = Self::BUILT_IN.map(|format| format.name);
        let others = others.iter().map(|format| format.name.clone());
        let names: Vec<_> = built_in.into_iter().chain(others).collect();
        Issue::of(IssueCode::KeyFormatUnknown).param(names.join(", "))
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
        match self.value_of(text) {
            Some(value) => Ok(KeyNumber {
                digits: Zeroizing::new(text.into()),
                value,
            }),
            None => Err(self.wrong(text)),
        }
    }

    /// The value of a number that is right.
    pub(crate) fn value_of(&self, text: &str) -> Option<u64> {
        let is_short = (1..=usize::from(self.digits)).contains(&text.len());
        let value = if is_short { number_of(text) } else { None };
        value.filter(|value| *value <= self.max())
    }

    /// The digits of a number without leading zeros; `0` for zero.
    pub(crate) fn canonical(digits: &str) -> &str {
        match digits.trim_start_matches('0') {
            "" => "0",
            significant => significant,
        }
    }

    /// What is wrong with a text that is no number of this format.
    #[cold]
    pub(crate) fn wrong(&self, text: &str) -> Issue {
        if let Some(before) = text.chars().position(|c| !c.is_ascii_digit()) {
            return Issue::of(IssueCode::KeyNumberNotDigits).param(before + 1);
        }
        if text.is_empty() || text.len() > usize::from(self.digits) {
            return Issue::of(IssueCode::KeyNumberWrongLength)
                .param(1_u8)
                .param(self.digits)
                .param(text.len());
        }
        Issue::of(IssueCode::KeyNumberTooLarge)
            .param(self.max())
            .param(self.bits)
    }
}

/// The checked number of an rfid key, with its digits as they were written.
///
/// Two numbers are equal when their values are: leading zeros make no difference.
#[derive(Clone)]
pub struct KeyNumber {
    digits: Zeroizing<String>,
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
        KeyFormat::canonical(&self.digits)
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
