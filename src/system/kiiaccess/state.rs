//! What the service knows when it decides.

use alloc::vec::Vec;

use super::KeyType;
use crate::schema::{
    Document, Field, Form, Given, Kind, Name, Pattern, Reading, Table, Words, Written, read_as,
};
use crate::{
    Code, Collision, DoorCodes, FreeCodes, IssueCode, Issues, KeyFormat, KeyNumber, Timestamp,
    UnknownFields, Uuid, Value, Window,
};

const USER_EXISTS: Name = Name::new(0, "userExists");
const MOBILE_KEYS_ENABLED: Name = Name::new(1, "mobileKeysEnabled");
const MAY_MANAGE_ACCESSES: Name = Name::new(2, "mayManageAccesses");
pub(super) const IN_USE: Name = Name::new(3, "inUse");
const CODE_POLICY: Name = Name::new(4, "codePolicy");
const COLLISION: Name = Name::new(5, "collision");
const KEY_ID: Name = Name::new(6, "keyId");
const NEW_USER_ID: Name = Name::new(7, "newUserId");
/// Where JavaScript puts a set of free codes, which no table reads.
pub(super) const FREE: &str = "free";

const TABLE: Table = Table::of(&[
    USER_EXISTS.required(Kind::Flag),
    MOBILE_KEYS_ENABLED.required(Kind::Flag),
    MAY_MANAGE_ACCESSES.required(Kind::Flag),
    IN_USE.required(Kind::List(&Kind::Object(&KEY_IN_USE))),
    CODE_POLICY.optional(DoorCodes::KIND),
    COLLISION.optional(Kind::Word(&Collision::WORDS)),
    KEY_ID.optional(Kind::Form(&Uuid::FORM)),
    NEW_USER_ID.optional(Kind::Form(&Uuid::FORM)),
]);

const KEY_TYPE: Name = Name::new(0, "keyType");
const KEY_IDENTIFICATION: Name = Name::new(1, "keyIdentification");
const KEY_FORMAT: Name = Name::new(2, "keyFormat");
const VALID_FROM: Name = Name::new(3, "validFrom");
const VALID_TO: Name = Name::new(4, "validTo");

const KEY_IN_USE: Table = Table::of(&key_in_use([
    KEY_IDENTIFICATION.optional(Kind::Any),
    KEY_FORMAT.optional(Kind::Any),
]))
.with_choice(
    KEY_TYPE,
    &[
        &key_in_use([
            KEY_IDENTIFICATION.required(Kind::Form(&Code::FORM)),
            KEY_FORMAT.optional(Kind::Any),
        ]),
        &key_in_use([
            KEY_IDENTIFICATION.required(Kind::Form(&NUMBER)),
            KEY_FORMAT.optional(Kind::Text),
        ]),
    ],
)
.with_rules(|key| Window::judge(key, VALID_FROM, VALID_TO));

const fn key_in_use([identification, format]: [Field; 2]) -> [Field; 5] {
    [
        KEY_TYPE.required(Kind::Word(&IN_USE_WORDS)),
        identification,
        format,
        VALID_FROM.optional(Kind::Form(&Timestamp::FORM)),
        VALID_TO.optional(Kind::Form(&Timestamp::FORM)),
    ]
}

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
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct State<'f> {
    /// Whether the request's `userId` is a user already.
    pub user_exists: bool,
    /// Whether the owner has enabled mobile keys.
    pub mobile_keys_enabled: bool,
    /// Whether the caller may manage every access of the request.
    pub may_manage_accesses: bool,
    /// The keys in use on any access of the request. Beside a set of free codes those of cards
    /// alone: which codes are in use, the set knows.
    pub in_use: Vec<KeyInUse>,
    /// When two codes count as the same; where nothing is said, when they are equal, or as the set
    /// of free codes has it.
    pub collision: Option<Collision>,
    /// The codes that all doors of the request allow; where nothing is said, any, or those of the
    /// set of free codes.
    pub codes: Option<DoorCodes>,
    /// The free codes of these doors, which the service keeps: a decision looks only, and
    /// [`Effect::take_code`](super::Effect::take_code) says what to take.
    pub free: Option<&'f FreeCodes>,
    /// The id of the key, where the service gives it.
    pub key_id: Option<Uuid>,
    /// The id of a user that is created with the key, where the service gives it.
    pub new_user_id: Option<Uuid>,
}

/// A key that exists, and when it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInUse {
    /// What identifies it.
    pub identification: Identification,
    /// When it opens. Keys that never open at the same time do not clash.
    pub window: Window,
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

impl KeyInUse {
    /// A key that is in use for ever.
    #[must_use]
    pub fn always(identification: Identification) -> Self {
        Self {
            identification,
            window: Window::ALWAYS,
        }
    }

    fn of(given: Given<'_>) -> Option<Self> {
        let reading = given.reading(&KEY_IN_USE)?;
        let identification = match reading.parse(KEY_TYPE, KeyType::parse)? {
            KeyType::Code => Identification::Code(reading.parse(KEY_IDENTIFICATION, Code::parse)?),
            _ => Identification::Rfid {
                number: reading.parse(KEY_IDENTIFICATION, |text| KeyFormat::WIDEST.check(text))?,
                format: reading.owned(KEY_FORMAT),
            },
        };
        Some(Self {
            identification,
            window: Window::of(&reading, VALID_FROM, VALID_TO),
        })
    }
}

impl State<'_> {
    /// A state in which nothing is enabled, allowed or known but the keys in use.
    #[must_use]
    pub fn new(in_use: Vec<KeyInUse>) -> Self {
        Self {
            user_exists: false,
            mobile_keys_enabled: false,
            may_manage_accesses: false,
            in_use,
            collision: None,
            codes: None,
            free: None,
            key_id: None,
            new_user_id: None,
        }
    }

    /// Checks a state written as an object: `userExists`, `mobileKeysEnabled`,
    /// `mayManageAccesses`, `inUse` (a list of `keyType`, `keyIdentification`, `keyFormat`,
    /// `validFrom` and `validTo`), `codePolicy` (that of the door, or a list of those of all
    /// doors), `collision`, `keyId` and `newUserId`.
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
        let codes = match reading.get(CODE_POLICY) {
            Some(given) => Some(DoorCodes::of_given(given)?),
            None => None,
        };
        Some(Self {
            user_exists: reading.flag(USER_EXISTS)?,
            mobile_keys_enabled: reading.flag(MOBILE_KEYS_ENABLED)?,
            may_manage_accesses: reading.flag(MAY_MANAGE_ACCESSES)?,
            in_use: reading.list(IN_USE, KeyInUse::of)?,
            collision: reading.parse(COLLISION, Collision::parse),
            codes,
            free: None,
            key_id: reading.parse(KEY_ID, Uuid::parse),
            new_user_id: reading.parse(NEW_USER_ID, Uuid::parse),
        })
    }
}
