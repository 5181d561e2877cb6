//! The steps of a conversion, and the words for them.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use crate::schema::{Form, Pattern, Written};
use crate::{Issue, IssueCode};

/// One step from an identifier to a number, and in words, which [`Display`](fmt::Display) writes
/// and [`parse`](Self::parse) reads.
///
/// First come the steps that choose and order bits, then `modulo` or `split`, then the one that
/// writes digits, then the separator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConversionStep {
    /// `bytes reversed`: the last byte comes first.
    BytesReversed,
    /// `byte bits reversed`: each byte's bits, the least significant first.
    ByteBitsReversed,
    /// `nibble bits reversed`: the same for each half of a byte.
    NibbleBitsReversed,
    /// `low 3 bytes`, `low 26 bits`: only the least significant bits.
    LowBits(u8),
    /// `bytes 1, 4, 5`: only these, in this order, counted from 1.
    Bytes(Cow<'static, [u8]>),
    /// `modulo 100000000`: the rest of a division.
    Modulo(u64),
    /// `split into 8, 16 bits`: several numbers, the most significant first.
    Split(Cow<'static, [u8]>),
    /// `decimal`, `decimal of 3, 5 digits`: with zeros in front up to so many digits, where they
    /// are given one for each number.
    Decimal(Cow<'static, [u8]>),
    /// `hexadecimal`: with a digit for every four bits.
    Hexadecimal,
    /// `two decimal digits a nibble`: 00 to 15 for every four bits.
    NibbleDecimal,
    /// `` joined by `,` ``: what stands between several numbers.
    Joined(char),
}

impl ConversionStep {
    /// What a step in words is.
    pub(super) const FORM: Form = Form::rewritten(
        |text| match Self::read(text) {
            None => Written::No,
            Some(step) if step.to_string() == text => Written::AsGiven,
            Some(_) => Written::Otherwise,
        },
        |_| unknown(),
        |text| Self::read(text).map_or_else(|| text.into(), |step| step.to_string()),
        Pattern::of(""),
    );

    /// Reads a step in the words that `Display` writes.
    ///
    /// # Errors
    /// `conversion_step_unknown`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::read(text).ok_or_else(unknown)
    }

    fn read(text: &str) -> Option<Self> {
        let within = |before: &str, after: &str| text.strip_prefix(before)?.strip_suffix(after);
        Some(match text {
            "bytes reversed" => Self::BytesReversed,
            "byte bits reversed" => Self::ByteBitsReversed,
            "nibble bits reversed" => Self::NibbleBitsReversed,
            "decimal" => Self::Decimal(Cow::Borrowed(&[])),
            "hexadecimal" => Self::Hexadecimal,
            "two decimal digits a nibble" => Self::NibbleDecimal,
            _ => {
                if let Some(bits) = within("low ", " bits") {
                    Self::LowBits(bits.parse().ok()?)
                } else if let Some(bytes) = within("low ", " bytes") {
                    Self::LowBits(bytes.parse::<u8>().ok()?.checked_mul(8)?)
                } else if let Some(places) = within("bytes ", "") {
                    Self::Bytes(numbers(places)?)
                } else if let Some(modulo) = within("modulo ", "") {
                    Self::Modulo(modulo.parse().ok()?)
                } else if let Some(bits) = within("split into ", " bits") {
                    Self::Split(numbers(bits)?)
                } else if let Some(digits) = within("decimal of ", " digits") {
                    Self::Decimal(numbers(digits)?)
                } else {
                    let mut separator = within("joined by `", "`")?.chars();
                    let separator = (separator.next(), separator.next());
                    let (Some(separator), None) = separator else {
                        return None;
                    };
                    Self::Joined(separator)
                }
            }
        })
    }
}

#[cold]
fn unknown() -> Issue {
    Issue::of(IssueCode::ConversionStepUnknown)
}

/// Numbers with a comma and a space between.
fn numbers(text: &str) -> Option<Cow<'static, [u8]>> {
    let mut parts = text.split(',');
    let mut numbers: Vec<u8> = alloc::vec![parts.next()?.parse().ok()?];
    for part in parts {
        numbers.push(part.strip_prefix(' ')?.parse().ok()?);
    }
    Some(numbers.into())
}

/// Numbers with commas between them.
struct List<'a>(&'a [u8]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, number) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            number.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for ConversionStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BytesReversed => f.write_str("bytes reversed"),
            Self::ByteBitsReversed => f.write_str("byte bits reversed"),
            Self::NibbleBitsReversed => f.write_str("nibble bits reversed"),
            Self::LowBits(bits) if bits % 8 == 0 => write!(f, "low {} bytes", bits / 8),
            Self::LowBits(bits) => write!(f, "low {bits} bits"),
            Self::Bytes(places) => write!(f, "bytes {}", List(places)),
            Self::Modulo(modulo) => write!(f, "modulo {modulo}"),
            Self::Split(bits) => write!(f, "split into {} bits", List(bits)),
            Self::Decimal(digits) if digits.is_empty() => f.write_str("decimal"),
            Self::Decimal(digits) => write!(f, "decimal of {} digits", List(digits)),
            Self::Hexadecimal => f.write_str("hexadecimal"),
            Self::NibbleDecimal => f.write_str("two decimal digits a nibble"),
            Self::Joined(separator) => write!(f, "joined by `{separator}`"),
        }
    }
}
