//! What a user shows to the panel: a card, a code, a plate.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use super::plate;
use crate::schema::{Field, Form, Kind, Name, Pattern, Reading, Table, Written, words};
use crate::value::Members;
use crate::{Issue, IssueCode, Uuid};

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
            Self::InputCode => &INPUT_CODE,
            Self::Qr => &Uuid::FORM,
            Self::FaceId => &FACE,
            Self::LicensePlate => &PLATE,
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
    text: Zeroizing<String>,
    /// The same text for all that mean the same.
    canonical: Zeroizing<String>,
}

impl IdentifierNumber {
    /// Checks a number by the rules of its type.
    ///
    /// # Errors
    /// `identifier_number_malformed` for cards and ukeys, `input_code_malformed` for codes,
    /// `identifier_text_length` for plates and faces, `text_empty` for a plate of spaces, and the
    /// issues of [`Uuid::parse`].
    pub fn parse(kind: IdentifierType, text: &str) -> Result<Self, Issue> {
        let text = Zeroizing::new(kind.form().read(text)?);
        Ok(Self {
            kind,
            canonical: Zeroizing::new(canonical(kind, &text)),
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

    /// The same text for all numbers of this type that mean the same, and for no others: what a
    /// service finds an identifier by.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The two fields, of an object that has nothing else.
    pub(super) const TABLE: Table = Table::of(&NumberFields::ALONE.of_any()).with_choice(
        NumberFields::ALONE.kind,
        &[
            &NumberFields::ALONE.of(IdentifierType::Card),
            &NumberFields::ALONE.of(IdentifierType::Ukey),
            &NumberFields::ALONE.of(IdentifierType::InputCode),
            &NumberFields::ALONE.of(IdentifierType::FaceId),
            &NumberFields::ALONE.of(IdentifierType::Qr),
            &NumberFields::ALONE.of(IdentifierType::LicensePlate),
        ],
    );

    /// The number of an object that [`IdentifierNumber::TABLE`] found right.
    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        NumberFields::ALONE.read(reading)
    }

    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        members
            .with(NumberFields::ALONE.kind.text, self.kind.as_str())
            .with(NumberFields::ALONE.number.text, self.as_str())
    }
}

/// The type and the number, alone or behind the owner.
pub(super) struct NumberFields {
    pub(super) kind: Name,
    number: Name,
}

impl NumberFields {
    const ALONE: Self = Self::behind(0);
    pub(super) const OWNED: Self = Self::behind(1);

    /// Behind so many other fields.
    const fn behind(others: usize) -> Self {
        Self {
            kind: Name::new(others, "identifier_type"),
            number: Name::new(others + 1, "identifier_number"),
        }
    }

    /// A number of which the type says nothing: it is not known.
    pub(super) const fn of_any(&self) -> [Field; 2] {
        self.with_number(Kind::Text)
    }

    pub(super) const fn of(&self, kind: IdentifierType) -> [Field; 2] {
        self.with_number(Kind::Form(kind.form()))
    }

    const fn with_number(&self, number: Kind) -> [Field; 2] {
        [
            self.kind
                .required(Kind::Word(&IdentifierType::WORDS))
                .described("What is shown to the panel"),
            self.number
                .required(number)
                .described("Its number, as its type writes it"),
        ]
    }

    /// The number of fields that were found right.
    pub(super) fn read(&self, reading: &Reading<'_>) -> Option<IdentifierNumber> {
        let kind = reading.parse(self.kind, IdentifierType::parse)?;
        reading.parse(self.number, |text| IdentifierNumber::parse(kind, text))
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

/// The number of a card or of a key in an app.
const CARD_NUMBER: Form = Form::new(
    |text| written(is_decimal(text) || is_hex(text)),
    |_| Issue::of(IssueCode::IdentifierNumberMalformed),
    Pattern::of("^([0-9]{1,10}|[0-9A-Fa-f]{2}((:[0-9A-Fa-f]{2}){1,7}|(-[0-9A-Fa-f]{2}){1,7}))$"),
);

/// A code typed at the panel; it may be shorter and longer than those that other locks take.
const INPUT_CODE: Form = Form::new(
    |text| written(is_decimal(text)),
    |_| Issue::of(IssueCode::InputCodeMalformed),
    Pattern::of("^[0-9]{1,10}$"),
);

/// The id of a face.
const FACE: Form = Form::new(
    |text| written(is_short(text)),
    |_| Issue::of(IssueCode::IdentifierTextLength).param(LONGEST_TEXT),
    Pattern::longest(LONGEST_TEXT),
);

/// A license plate. One of spaces would be alike to every other of spaces, and is none.
const PLATE: Form = Form::new(
    |text| written(is_short(text) && !is_blank(text)),
    |text| {
        if is_short(text) {
            Issue::of(IssueCode::TextEmpty)
        } else {
            Issue::of(IssueCode::IdentifierTextLength).param(LONGEST_TEXT)
        }
    },
    Pattern {
        longest: LONGEST_TEXT,
        ..Pattern::SOME_TEXT
    },
);

const fn written(is_right: bool) -> Written {
    if is_right {
        Written::AsGiven
    } else {
        Written::No
    }
}

fn is_short(text: &str) -> bool {
    (1..=LONGEST_TEXT).contains(&text.chars().count())
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The most characters of a license plate or of a face's id.
const LONGEST_TEXT: usize = 100;
