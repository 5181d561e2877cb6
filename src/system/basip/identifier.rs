//! What a user shows to the panel: a card, a code, a plate.

use alloc::string::String;
use core::fmt;

use super::Validity;
use crate::fields::Fields;
use crate::value::Members;
use crate::{Code, Issue, Issues, UnknownFields, Uuid, Value};

pub(super) const IDENTIFIER_TYPE: &str = "identifier_type";
pub(super) const IDENTIFIER_NUMBER: &str = "identifier_number";
const VALID: &str = "valid";

/// The most characters of a license plate or of a face's id.
const LONGEST_TEXT: usize = 100;

/// What kind of identifier it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IdentifierType {
    /// `card`
    Card,
    /// `ukey`: a key in a phone's app.
    Ukey,
    /// `inputCode`: typed at the panel.
    InputCode,
    /// `face_id`
    FaceId,
    /// `qr`
    Qr,
    /// `license_plate`
    LicensePlate,
}

impl IdentifierType {
    const ALL: [Self; 6] = [
        Self::Card,
        Self::Ukey,
        Self::InputCode,
        Self::FaceId,
        Self::Qr,
        Self::LicensePlate,
    ];

    /// Checks a type's name.
    ///
    /// # Errors
    /// `identifier_type_unknown`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| {
                Issue::new(
                    "identifier_type_unknown",
                    "expected one of {expected}, found another value",
                )
                .with(
                    "expected",
                    "card, ukey, inputCode, face_id, qr, license_plate",
                )
            })
    }

    /// The type as the panel writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Ukey => "ukey",
            Self::InputCode => "inputCode",
            Self::FaceId => "face_id",
            Self::Qr => "qr",
            Self::LicensePlate => "license_plate",
        }
    }

    /// What the panel's sentences call it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Ukey => "ukey",
            Self::InputCode => "input code",
            Self::FaceId => "face id",
            Self::Qr => "qr",
            Self::LicensePlate => "license plate",
        }
    }
}

/// The checked number of an identifier, with its type.
///
/// Two are equal when they mean the same: of one type, and numbers alike but for leading zeros,
/// separators, letter case or, in a plate, spaces. Codes are alike only digit by digit. A decimal
/// and a hexadecimal form are never equal: which bytes the decimal was made of, it does not tell.
#[derive(Clone)]
pub struct IdentifierNumber {
    kind: IdentifierType,
    /// As written; a uuid in lower case.
    text: String,
    /// The same text for all that mean the same.
    canonical: String,
}

impl IdentifierNumber {
    /// Checks a number by the rules of its type.
    ///
    /// # Errors
    /// `identifier_number_malformed` for cards and ukeys, `identifier_text_length` for plates and
    /// faces, and the issues of [`Code::parse`] and [`Uuid::parse`].
    pub fn parse(kind: IdentifierType, text: &str) -> Result<Self, Issue> {
        let text = match kind {
            IdentifierType::Card | IdentifierType::Ukey if is_decimal(text) || is_hex(text) => {
                String::from(text)
            }
            IdentifierType::Card | IdentifierType::Ukey => {
                return Err(Issue::new(
                    "identifier_number_malformed",
                    "expected 1 to 10 digits, or 2 to 8 bytes such as 04:A1:B2:C3",
                ));
            }
            IdentifierType::InputCode => Code::parse(text).map(|_| String::from(text))?,
            IdentifierType::Qr => String::from(Uuid::parse(text)?.as_str()),
            IdentifierType::FaceId | IdentifierType::LicensePlate => {
                if !(1..=LONGEST_TEXT).contains(&text.chars().count()) {
                    return Err(Issue::new(
                        "identifier_text_length",
                        "expected 1 to {max} characters",
                    )
                    .with("max", LONGEST_TEXT));
                }
                String::from(text)
            }
        };
        Ok(Self {
            kind,
            canonical: canonical(kind, &text),
            text,
        })
    }

    /// The type.
    #[must_use]
    pub fn kind(&self) -> IdentifierType {
        self.kind
    }

    /// The number as it was written; a uuid in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reads `identifier_type` and `identifier_number`. `None` only when an issue was found.
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let kind = fields.required(IDENTIFIER_TYPE, |value| {
            IdentifierType::parse(value.text()?)
        });
        let Some(kind) = kind else {
            fields.required(IDENTIFIER_NUMBER, Value::text);
            return None;
        };
        fields.required(IDENTIFIER_NUMBER, |value| Self::parse(kind, value.text()?))
    }

    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        members
            .with(IDENTIFIER_TYPE, self.kind.as_str())
            .with(IDENTIFIER_NUMBER, self.as_str())
    }
}

impl PartialEq for IdentifierNumber {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.canonical == other.canonical
    }
}

impl Eq for IdentifierNumber {}

impl fmt::Debug for IdentifierNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentifierNumber({}, …)", self.kind.as_str())
    }
}

/// A checked number as one text for all that mean the same.
fn canonical(kind: IdentifierType, text: &str) -> String {
    match kind {
        IdentifierType::Card | IdentifierType::Ukey if is_decimal(text) => {
            String::from(text.trim_start_matches('0'))
        }
        IdentifierType::Card | IdentifierType::Ukey => {
            let bytes = text.split([':', '-']).skip_while(|byte| *byte == "00");
            // The colon keeps it apart from every decimal.
            bytes.fold(String::from(":"), |mut hex, byte| {
                hex.extend(byte.chars().map(|digit| digit.to_ascii_uppercase()));
                hex
            })
        }
        IdentifierType::LicensePlate => {
            let letters = text.chars().filter(|c| !c.is_whitespace());
            letters.flat_map(char::to_uppercase).collect()
        }
        IdentifierType::InputCode | IdentifierType::FaceId | IdentifierType::Qr => text.into(),
    }
}

/// `[0-9]{1,10}`
fn is_decimal(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// 2 to 8 bytes of two hexadecimal digits, all separated by `:` or all by `-`.
fn is_hex(text: &str) -> bool {
    let bytes_apart_by = |separator| {
        let mut count = 0;
        text.split(separator).all(|byte: &str| {
            count += 1;
            byte.len() == 2 && byte.bytes().all(|digit| digit.is_ascii_hexdigit())
        }) && (2..=8).contains(&count)
    };
    bytes_apart_by(':') || bytes_apart_by('-')
}

/// A checked request to create an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateIdentifier {
    number: IdentifierNumber,
    valid: Validity,
}

impl CreateIdentifier {
    const FIELDS: [&str; 3] = [IDENTIFIER_TYPE, IDENTIFIER_NUMBER, VALID];

    /// Checks a raw HTTP body of at most [`LARGEST_BODY`](crate::LARGEST_BODY) bytes; unknown
    /// fields are passed over.
    ///
    /// # Errors
    /// Every issue of the request, in the order of its fields: those of [`Value::from_json`],
    /// [`IdentifierType::parse`], [`IdentifierNumber::parse`] and [`Validity::check_value`].
    #[cfg(feature = "json")]
    pub fn check(body: &[u8]) -> Result<Self, Issues> {
        let body = Value::from_json(body, crate::LARGEST_BODY)?;
        Self::check_value(&body, UnknownFields::Ignore)
    }

    /// Checks a value, whatever it was read from.
    ///
    /// # Errors
    /// As [`CreateIdentifier::check`], without the issues of reading a body; `unknown_field` when
    /// asked for.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &Self::FIELDS, unknown)?;
        let number = IdentifierNumber::read(&mut fields);
        let valid = fields.required(VALID, |value| Validity::check_value(value, unknown));
        fields.finish_as(|| {
            Some(Self {
                number: number?,
                valid: valid?,
            })
        })
    }

    /// What is shown to the panel.
    #[must_use]
    pub fn number(&self) -> &IdentifierNumber {
        &self.number
    }

    /// When and how often it opens.
    #[must_use]
    pub fn valid(&self) -> Validity {
        self.valid
    }

    /// The request as an object. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.write(Members::default()).into()
    }

    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        self.number
            .write(members)
            .with(VALID, self.valid.to_value())
    }
}
