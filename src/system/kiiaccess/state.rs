//! What the service knows when it decides.

use alloc::vec::Vec;

use super::{KEY_FORMAT, KEY_IDENTIFICATION, KEY_TYPE, KeyType, owned_text};
use crate::fields::{Fields, UnknownFields};
use crate::{Code, CodePolicy, Issue, Issues, KeyFormat, KeyNumber, Value};

const USER_EXISTS: &str = "userExists";
const MOBILE_KEYS_ENABLED: &str = "mobileKeysEnabled";
const MAY_MANAGE_ACCESSES: &str = "mayManageAccesses";
const IN_USE: &str = "inUse";
const CODE_POLICY: &str = "codePolicy";
const FIELDS: [&str; 5] = [
    USER_EXISTS,
    MOBILE_KEYS_ENABLED,
    MAY_MANAGE_ACCESSES,
    IN_USE,
    CODE_POLICY,
];

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
        let mut fields = Fields::of(value, &FIELDS, UnknownFields::Refuse)?;
        let user_exists = fields.required(USER_EXISTS, Value::boolean);
        let mobile_keys_enabled = fields.required(MOBILE_KEYS_ENABLED, Value::boolean);
        let may_manage_accesses = fields.required(MAY_MANAGE_ACCESSES, Value::boolean);
        let in_use = fields
            .required(IN_USE, Value::list)
            .map(|list| fields.each(IN_USE, list, |_, value| identification(value)));
        let code_policy = fields.optional(CODE_POLICY, CodePolicy::check_value);
        fields.finish_as(|| {
            Some(Self {
                user_exists: user_exists?,
                mobile_keys_enabled: mobile_keys_enabled?,
                may_manage_accesses: may_manage_accesses?,
                in_use: in_use?,
                code_policy: code_policy.unwrap_or_default(),
            })
        })
    }
}

fn identification(value: &Value<'_>) -> Result<Identification, Issues> {
    let names = [KEY_TYPE, KEY_IDENTIFICATION, KEY_FORMAT];
    let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
    let key_type = fields.required(KEY_TYPE, |value| KeyType::parse(value.text()?));
    let found = match key_type {
        Some(KeyType::Code) => fields
            .required(KEY_IDENTIFICATION, |value| Code::parse(value.text()?))
            .map(Identification::Code),
        Some(KeyType::Rfid) => {
            let format = fields.optional(KEY_FORMAT, owned_text);
            fields
                .required(KEY_IDENTIFICATION, |value| {
                    KeyFormat::WIDEST.check(value.text()?)
                })
                .map(|number| Identification::Rfid { number, format })
        }
        Some(KeyType::Mobile) => {
            fields.report(
                KEY_TYPE,
                Issue::new(
                    "key_type_unknown",
                    "expected one of {expected}, found another value",
                )
                .with("expected", "code, rfid"),
            );
            None
        }
        None => None,
    };
    fields.finish_as(|| found)
}
