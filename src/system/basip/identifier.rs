//! What a user shows to the panel: a card, a code, a plate.

use alloc::string::String;
use core::fmt;

use super::{Validity, plate};
use crate::schema::{
    Document, Field, Form, Kind, Name, Pattern, Reading, Table, Written, check, words,
};
use crate::system::{Options, Request};
use crate::value::Members;
use crate::{Code, Issue, IssueCode, Issues, UnknownFields, Uuid, Value};

const IDENTIFIER_TYPE: Name = Name::new(0, "identifier_type");
const IDENTIFIER_NUMBER: Name = Name::new(1, "identifier_number");
const VALID: Name = Name::new(2, "valid");

words! {
    /// What kind of identifier it is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum IdentifierType: IdentifierTypeUnknown {
        /// `card`
        Card = "card",
        /// `ukey`: a key in a phone's app.
        Ukey = "ukey",
        /// `inputCode`: typed at the panel.
        InputCode = "inputCode",
        /// `face_id`
        FaceId = "face_id",
        /// `qr`
        Qr = "qr",
        /// `license_plate`
        LicensePlate = "license_plate",
    }
}

impl IdentifierType {
    /// What the panel's sentences call it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::InputCode => "input code",
            Self::FaceId => "face id",
            Self::LicensePlate => "license plate",
            Self::Card | Self::Ukey | Self::Qr => self.as_str(),
        }
    }

    /// How a number of this type is written.
    const fn form(self) -> &'static Form {
        match self {
            Self::Card | Self::Ukey => &CARD_NUMBER,
            Self::InputCode => &Code::FORM,
            Self::Qr => &Uuid::FORM,
            Self::FaceId | Self::LicensePlate => &SHORT_TEXT,
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
        let text = kind.form().read(text)?;
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

    /// The two fields, of an object that has nothing else.
    pub(super) const TABLE: Table = Table::of(&NUMBER).with_choice(
        IDENTIFIER_TYPE,
        &[
            &number_of(IdentifierType::Card),
            &number_of(IdentifierType::Ukey),
            &number_of(IdentifierType::InputCode),
            &number_of(IdentifierType::FaceId),
            &number_of(IdentifierType::Qr),
            &number_of(IdentifierType::LicensePlate),
        ],
    );

    /// The number of fields that were found right.
    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        let kind = reading.parse(IDENTIFIER_TYPE, IdentifierType::parse)?;
        reading.parse(IDENTIFIER_NUMBER, |text| Self::parse(kind, text))
    }

    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        members
            .with(IDENTIFIER_TYPE.text, self.kind.as_str())
            .with(IDENTIFIER_NUMBER.text, self.as_str())
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
        IdentifierType::LicensePlate => plate::canonical(text),
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
    /// Checks a raw HTTP body of at most [`LARGEST_BODY`](crate::LARGEST_BODY) bytes; unknown
    /// fields are passed over.
    ///
    /// # Errors
    /// Every issue of the request, in the order of its fields: those of [`Value::from_json`],
    /// [`IdentifierType::parse`], [`IdentifierNumber::parse`] and [`Validity::check_value`].
    pub fn check(body: &[u8]) -> Result<Self, Issues> {
        Self::read_body(body, &Self::UNKNOWN_FIELDS.into())
    }

    /// Checks a value, whatever it was read from.
    ///
    /// # Errors
    /// As [`CreateIdentifier::check`], without the issues of reading a body; `unknown_field` when
    /// asked for.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        Self::read_value(value, &unknown.into())
    }

    /// The request as a JSON Schema, draft 2020-12: whatever [`CreateIdentifier::check_value`] accepts, it
    /// accepts, as far as the options are those by default.
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn json_schema() -> Value<'static> {
        Self::schema()
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
            .with(VALID.text, self.valid.to_value())
    }
}

impl Request for CreateIdentifier {
    const TABLE: &'static Table = &Table::of(&with_validity(NUMBER)).with_choice(
        IDENTIFIER_TYPE,
        &[
            &with_validity(number_of(IdentifierType::Card)),
            &with_validity(number_of(IdentifierType::Ukey)),
            &with_validity(number_of(IdentifierType::InputCode)),
            &with_validity(number_of(IdentifierType::FaceId)),
            &with_validity(number_of(IdentifierType::Qr)),
            &with_validity(number_of(IdentifierType::LicensePlate)),
        ],
    );

    const UNKNOWN_FIELDS: UnknownFields = UnknownFields::Ignore;

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create identifier";

    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        check(document, Self::TABLE, options.unknown_fields, &mut |_| {})
    }

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            number: IdentifierNumber::of(reading)?,
            valid: Validity::of(&reading.object(VALID, &Validity::TABLE)?)?,
        })
    }
}

/// A type, and a number of which it says nothing: it is not known.
const NUMBER: [Field; 2] = with_number(Kind::Text);

const fn number_of(kind: IdentifierType) -> [Field; 2] {
    with_number(Kind::Form(kind.form()))
}

const fn with_number(number: Kind) -> [Field; 2] {
    [
        IDENTIFIER_TYPE
            .required(Kind::Word(&IdentifierType::WORDS))
            .described("What is shown to the panel"),
        IDENTIFIER_NUMBER
            .required(number)
            .described("Its number, as its type writes it"),
    ]
}

const fn with_validity([kind, number]: [Field; 2]) -> [Field; 3] {
    [
        kind,
        number,
        VALID
            .required(Kind::Object(&Validity::TABLE))
            .described("When and how often it opens"),
    ]
}

/// The number of a card or of a key in an app.
const CARD_NUMBER: Form = Form::new(
    |text| {
        if is_decimal(text) || is_hex(text) {
            Written::AsGiven
        } else {
            Written::No
        }
    },
    |_| Issue::of(IssueCode::IdentifierNumberMalformed),
    Pattern::of("^([0-9]{1,10}|[0-9A-Fa-f]{2}((:[0-9A-Fa-f]{2}){1,7}|(-[0-9A-Fa-f]{2}){1,7}))$"),
);

/// A license plate, or a face's id.
const SHORT_TEXT: Form = Form::new(
    |text| {
        if (1..=LONGEST_TEXT).contains(&text.chars().count()) {
            Written::AsGiven
        } else {
            Written::No
        }
    },
    |_| Issue::of(IssueCode::IdentifierTextLength).param(LONGEST_TEXT),
    Pattern::longest(LONGEST_TEXT),
);

/// The most characters of a license plate or of a face's id.
const LONGEST_TEXT: usize = 100;
