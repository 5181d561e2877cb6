//! What the service knows when it decides.

use alloc::vec::Vec;

use super::KeyType;
use crate::schema::{
    Document, Form, Given, Kind, Name, Pattern, Reading, Table, Words, Written, read_as,
};
use crate::{Code, CodePolicy, IssueCode, Issues, KeyFormat, KeyNumber, UnknownFields, Value};

const USER_EXISTS: Name = Name::new(0, "userExists");
const MOBILE_KEYS_ENABLED: Name = Name::new(1, "mobileKeysEnabled");
const MAY_MANAGE_ACCESSES: Name = Name::new(2, "mayManageAccesses");
const IN_USE: Name = Name::new(3, "inUse");
const CODE_POLICY: Name = Name::new(4, "codePolicy");

const TABLE: Table = Table::of(&[
    USER_EXISTS.required(Kind::Flag),
    MOBILE_KEYS_ENABLED.required(Kind::Flag),
    MAY_MANAGE_ACCESSES.required(Kind::Flag),
    IN_USE.required(Kind::List(&Kind::Object(&IDENTIFICATION))),
    CODE_POLICY.optional(Kind::Object(&CodePolicy::TABLE)),
]);

const KEY_TYPE: Name = Name::new(0, "keyType");
const KEY_IDENTIFICATION: Name = Name::new(1, "keyIdentification");
const KEY_FORMAT: Name = Name::new(2, "keyFormat");

const IDENTIFICATION: Table = Table::of(&[
    KEY_TYPE.required(Kind::Word(&IN_USE_WORDS)),
    KEY_IDENTIFICATION.optional(Kind::Any),
    KEY_FORMAT.optional(Kind::Any),
])
.with_choice(
    KEY_TYPE,
    &[
        &[
            KEY_TYPE.required(Kind::Word(&IN_USE_WORDS)),
            KEY_IDENTIFICATION.required(Kind::Form(&Code::FORM)),
            KEY_FORMAT.optional(Kind::Any),
        ],
        &[
            KEY_TYPE.required(Kind::Word(&IN_USE_WORDS)),
            KEY_IDENTIFICATION.required(Kind::Form(&NUMBER)),
            KEY_FORMAT.optional(Kind::Text),
        ],
    ],
);

/// The key types that something identifies: a phone is its user.
const IN_USE_WORDS: Words = Words {
    all: &[KeyType::Code.as_str(), KeyType::Rfid.as_str()],
    unknown: IssueCode::KeyTypeUnknown,
};

/// A number of any format.
const NUMBER: Form = Form::new(
    |text| match KeyFormat::WIDEST.value_of(text) {
        Some(_) => Written::AsGiven,
        None => Written::No,
    },
    |text| KeyFormat::WIDEST.wrong(text),
    Pattern::of("^[0-9]{1,20}$"),
);

/// What the service knows of a request when it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Whether the request's `userId` is a user already.
    pub user_exists: bool,
    /// Whether the owner has enabled mobile keys.
    pub mobile_keys_enabled: bool,
    /// Whether the caller may manage every access of the request.
    pub may_manage_accesses: bool,
    /// The identifications in use on any access of the request.
    pub in_use: Vec<Identification>,
    /// What a generated code looks like.
    pub code_policy: CodePolicy,
}

/// What identifies a key that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identification {
    /// The code of a code key.
    Code(Code),
    /// The number of an rfid key.
    Rfid {
        /// The number; leading zeros make no difference.
        number: KeyNumber,
        /// The name of its format, where it is known.
        format: Option<alloc::string::String>,
    },
}

impl Identification {
    /// Whether an rfid number of a format clashes with this one: equal numbers of one format, or
    /// of formats one of which is not known.
    pub(super) fn clashes(&self, number: &KeyNumber, format: Option<&KeyFormat>) -> bool {
        match self {
            Self::Code(_) => false,
            Self::Rfid {
                number: used,
                format: used_format,
            } => {
                let told_apart = format
                    .zip(used_format.as_deref())
                    .is_some_and(|(format, used)| format.name() != used);
                used == number && !told_apart
            }
        }
    }
}

impl State {
    /// Checks a state written as an object: `userExists`, `mobileKeysEnabled`,
    /// `mayManageAccesses`, `inUse` (a list of `keyType`, `keyIdentification` and `keyFormat`)
    /// and `codePolicy` (`lengths`; six digits when absent).
    ///
    /// # Errors
    /// Every issue of the state. A state with an unknown or missing field is no state: it would
    /// decide something else than the service meant.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &TABLE, UnknownFields::Refuse, Self::of)
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            user_exists: reading.flag(USER_EXISTS)?,
            mobile_keys_enabled: reading.flag(MOBILE_KEYS_ENABLED)?,
            may_manage_accesses: reading.flag(MAY_MANAGE_ACCESSES)?,
            in_use: reading.list(IN_USE, identification)?,
            code_policy: match reading.object(CODE_POLICY, &CodePolicy::TABLE) {
                Some(policy) => CodePolicy::of(&policy)?,
                None => CodePolicy::default(),
            },
        })
    }
}

fn identification(given: Given<'_>) -> Option<Identification> {
    let reading = given.reading(&IDENTIFICATION)?;
    Some(match reading.parse(KEY_TYPE, KeyType::parse)? {
        KeyType::Code => Identification::Code(reading.parse(KEY_IDENTIFICATION, Code::parse)?),
        _ => Identification::Rfid {
            number: reading.parse(KEY_IDENTIFICATION, |text| KeyFormat::WIDEST.check(text))?,
            format: reading.owned(KEY_FORMAT),
        },
    })
}
