//! `KiiAccess`: create access key.
//!
//! Source: the vendor's API page "Create Access Key" and its sister pages for code, rfid and
//! mobile keys, which name the fields. Where the vendor is silent this project chose: a `pin` has
//! 4-8 digits; `accesses` holds at least one uuid and none twice; refusals are RFC 9457 problems.
//!
//! ```
//! use latchwork::system::kiiaccess::{self, CreateAccessKey};
//!
//! let body = br#"{"keyType":"code","keyIdentification":"123","accesses":[]}"#;
//! let issues = CreateAccessKey::check(body).unwrap_err();
//! assert_eq!(
//!     issues.to_string(),
//!     "keyIdentification: expected 4 to 8 digits, found 3; \
//!      accesses: expected at least one item, found none",
//! );
//! assert_eq!(kiiaccess::refuse(&issues).status, 400);
//! ```

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Reply, problem};
use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Code, Issue, Issues, KeyFormat, KeyNumber, PhoneNumber, UserId, Uuid};
use crate::{Value, Window};

mod decision;
mod state;

pub use decision::{AccessKey, Decision, Effect, NewUser, decide};
pub use state::{Identification, State};

/// The fields of a request, in the order of the vendor's page.
const FIELDS: [&str; 13] = [
    USER_ID,
    USER_FIRST_NAME,
    USER_LAST_NAME,
    KEY_TYPE,
    KEY_FORMAT,
    KEY_IDENTIFICATION,
    KEY_NAME,
    PIN,
    ACCESSES,
    VALID_FROM,
    VALID_TO,
    MOBILE_PHONE_NUMBER,
    SEND_NOTIFICATION,
];
const USER_ID: &str = "userId";
const USER_FIRST_NAME: &str = "userFirstName";
const USER_LAST_NAME: &str = "userLastName";
const KEY_TYPE: &str = "keyType";
const KEY_FORMAT: &str = "keyFormat";
const KEY_IDENTIFICATION: &str = "keyIdentification";
const KEY_NAME: &str = "keyName";
const PIN: &str = "pin";
const ACCESSES: &str = "accesses";
const VALID_FROM: &str = "validFrom";
const VALID_TO: &str = "validTo";
const MOBILE_PHONE_NUMBER: &str = "mobilePhoneNumber";
const SEND_NOTIFICATION: &str = "sendNotification";

/// A `keyIdentification` that asks for a generated code.
const WILDCARD: &str = "*";

/// The type of a key, as `keyType` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// `code`: typed at a keypad.
    Code,
    /// `rfid`: a card or fob.
    Rfid,
    /// `mobile`: the user's phone.
    Mobile,
}

impl KeyType {
    const ALL: [Self; 3] = [Self::Code, Self::Rfid, Self::Mobile];

    /// Checks a key type; lower case only, as the API writes it.
    ///
    /// # Errors
    /// `key_type_unknown`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::ALL
            .into_iter()
            .find(|key_type| key_type.as_str() == text)
            .ok_or_else(|| {
                Issue::new(
                    "key_type_unknown",
                    "expected one of {expected}, found another value",
                )
                .with("expected", "code, rfid, mobile")
            })
    }

    /// `code`, `rfid` or `mobile`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Rfid => "rfid",
            Self::Mobile => "mobile",
        }
    }
}

/// What opens: a code `C`, a card or a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key<C> {
    /// A code, or in a request the wish for one.
    Code(C),
    /// A card or fob.
    Rfid {
        /// Its number, the digits as they were written.
        number: KeyNumber,
        /// How the number is bounded, when the request says so.
        format: Option<KeyFormat>,
        /// A second factor typed after the card is shown.
        pin: Option<Code>,
    },
    /// The phone that is the `userId`.
    Mobile,
}

impl<C> Key<C> {
    /// The type of the key.
    #[must_use]
    pub fn key_type(&self) -> KeyType {
        match self {
            Self::Code(_) => KeyType::Code,
            Self::Rfid { .. } => KeyType::Rfid,
            Self::Mobile => KeyType::Mobile,
        }
    }
}

/// The code that a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestedCode {
    /// This code.
    Given(Code),
    /// `*`: one that the service generates, which the vendor recommends.
    Generated,
}

/// What a check takes into account beyond the request.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What becomes of fields that the request does not know.
    pub unknown_fields: UnknownFields,
    /// Key formats beyond [`KeyFormat::BUILT_IN`].
    pub key_formats: Vec<KeyFormat>,
}

/// A checked request to create an access key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateAccessKey {
    user_id: Option<UserId>,
    user_first_name: Option<String>,
    user_last_name: Option<String>,
    key: Key<RequestedCode>,
    key_name: Option<String>,
    accesses: Vec<Uuid>,
    window: Window,
    mobile_phone_number: Option<PhoneNumber>,
    send_notification: bool,
}

impl CreateAccessKey {
    /// Checks a raw HTTP body of at most [`LARGEST_BODY`](crate::LARGEST_BODY) bytes.
    ///
    /// # Errors
    /// Every issue of the request, in the order of its fields: those of
    /// [`Value::from_json`], `wrong_type`, `missing_field`, `unknown_field`, `duplicate_field`,
    /// `field_not_applicable`, `list_empty`, `access_repeated`, `mobile_user_not_phone`,
    /// `key_type_unknown`, `window_empty`, and those of the types of the core.
    #[cfg(feature = "json")]
    pub fn check(body: &[u8]) -> Result<Self, Issues> {
        Self::check_value(
            &Value::from_json(body, crate::LARGEST_BODY)?,
            &Options::default(),
        )
    }

    /// Checks a value, whatever it was read from.
    ///
    /// # Errors
    /// As [`CreateAccessKey::check`], without the issues of reading a body.
    pub fn check_value(value: &Value<'_>, options: &Options) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &FIELDS, options.unknown_fields)?;
        let key_type = fields.required(KEY_TYPE, |value| KeyType::parse(value.text()?));
        let mobile = key_type == Some(KeyType::Mobile);
        let user_id = if mobile {
            fields.required(USER_ID, |value| mobile_user(value.text()?))
        } else {
            fields.optional(USER_ID, |value| UserId::parse(value.text()?))
        };
        let user_first_name = fields.optional(USER_FIRST_NAME, owned_text);
        let user_last_name = fields.optional(USER_LAST_NAME, owned_text);
        let key = check_key(&mut fields, key_type, &options.key_formats);
        let key_name = fields.optional(KEY_NAME, owned_text);
        let accesses = check_accesses(&mut fields);
        let window = Window::read(&mut fields, VALID_FROM, VALID_TO);
        let mobile_phone_number = if mobile {
            not_applicable(&mut fields, MOBILE_PHONE_NUMBER, KeyType::Mobile);
            None
        } else {
            fields.optional(MOBILE_PHONE_NUMBER, |value| {
                PhoneNumber::parse(value.text()?)
            })
        };
        let send_notification = fields
            .optional(SEND_NOTIFICATION, Value::boolean)
            .unwrap_or(true);
        fields.finish_as(|| {
            Some(Self {
                user_id,
                user_first_name,
                user_last_name,
                key: key?,
                key_name,
                accesses: accesses?,
                window,
                mobile_phone_number,
                send_notification,
            })
        })
    }

    /// A phone number for a Mobile user, the uuid of a None-Mobile user, `None` for a new
    /// None-Mobile user.
    #[must_use]
    pub fn user_id(&self) -> Option<&UserId> {
        self.user_id.as_ref()
    }

    /// The first name of a user to create.
    #[must_use]
    pub fn user_first_name(&self) -> Option<&str> {
        self.user_first_name.as_deref()
    }

    /// The last name of a user to create.
    #[must_use]
    pub fn user_last_name(&self) -> Option<&str> {
        self.user_last_name.as_deref()
    }

    /// What is to open.
    #[must_use]
    pub fn key(&self) -> &Key<RequestedCode> {
        &self.key
    }

    /// What notifications call the key.
    #[must_use]
    pub fn key_name(&self) -> Option<&str> {
        self.key_name.as_deref()
    }

    /// The accesses to authorize: at least one, none twice.
    #[must_use]
    pub fn accesses(&self) -> &[Uuid] {
        &self.accesses
    }

    /// When the key is valid: `validFrom` to `validTo`.
    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// A phone number in addition to `userId`.
    #[must_use]
    pub fn mobile_phone_number(&self) -> Option<&PhoneNumber> {
        self.mobile_phone_number.as_ref()
    }

    /// Whether the user is to be notified; true unless the request says otherwise.
    #[must_use]
    pub fn send_notification(&self) -> bool {
        self.send_notification
    }

    /// The request as its JSON object, in the order of the vendor's page. It checks to the same
    /// request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let (format, identification, pin) = match &self.key {
            Key::Code(RequestedCode::Given(code)) => (None, Some(code.as_str()), None),
            Key::Code(RequestedCode::Generated) => (None, Some(WILDCARD), None),
            Key::Rfid {
                number,
                format,
                pin,
            } => (format.as_ref(), Some(number.as_str()), pin.as_ref()),
            Key::Mobile => (None, None, None),
        };
        Members::default()
            .with_some(USER_ID, self.user_id.as_ref().map(UserId::as_str))
            .with_some(USER_FIRST_NAME, self.user_first_name())
            .with_some(USER_LAST_NAME, self.user_last_name())
            .with(KEY_TYPE, self.key.key_type().as_str())
            .with_some(KEY_FORMAT, format.map(KeyFormat::name))
            .with_some(KEY_IDENTIFICATION, identification)
            .with_some(KEY_NAME, self.key_name())
            .with_some(PIN, pin.map(Code::as_str))
            .with(ACCESSES, accesses_value(&self.accesses))
            .with_some(VALID_FROM, self.window.from().map(Value::from))
            .with_some(VALID_TO, self.window.until().map(Value::from))
            .with_some(
                MOBILE_PHONE_NUMBER,
                self.mobile_phone_number().map(PhoneNumber::as_str),
            )
            .with(SEND_NOTIFICATION, self.send_notification)
            .into()
    }
}

/// The 400 of this system: an RFC 9457 problem that lists the issues.
#[must_use]
pub fn refuse(issues: &Issues) -> Reply {
    problem::reply(400, "Bad Request", issues)
}

fn owned_text(value: &Value<'_>) -> Result<String, Issue> {
    value.text().map(String::from)
}

fn accesses_value(accesses: &[Uuid]) -> Vec<Value<'_>> {
    accesses
        .iter()
        .map(|access| Value::from(access.as_str()))
        .collect()
}

fn mobile_user(text: &str) -> Result<UserId, Issue> {
    match UserId::parse(text)? {
        phone @ UserId::Phone(_) => Ok(phone),
        UserId::Uuid(_) => Err(Issue::new(
            "mobile_user_not_phone",
            "expected a phone number such as +46701234567 for a mobile key, found a uuid",
        )),
    }
}

/// Reads the fields that depend on the key type. `None` only when an issue was found.
fn check_key(
    fields: &mut Fields<'_, '_>,
    key_type: Option<KeyType>,
    formats: &[KeyFormat],
) -> Option<Key<RequestedCode>> {
    match key_type {
        Some(key_type @ KeyType::Code) => {
            not_applicable(fields, KEY_FORMAT, key_type);
            not_applicable(fields, PIN, key_type);
            let code = fields.required(KEY_IDENTIFICATION, |value| match value.text()? {
                WILDCARD => Ok(RequestedCode::Generated),
                digits => Code::parse(digits).map(RequestedCode::Given),
            })?;
            Some(Key::Code(code))
        }
        Some(KeyType::Rfid) => {
            let format = check_format(fields, formats);
            let unnamed = KeyFormat::UNNAMED;
            let bounds = format.as_ref().unwrap_or(&unnamed);
            let number = fields.required(KEY_IDENTIFICATION, |value| bounds.check(value.text()?));
            let pin = check_pin(fields);
            Some(Key::Rfid {
                number: number?,
                format,
                pin,
            })
        }
        Some(key_type @ KeyType::Mobile) => {
            not_applicable(fields, KEY_FORMAT, key_type);
            not_applicable(fields, KEY_IDENTIFICATION, key_type);
            not_applicable(fields, PIN, key_type);
            Some(Key::Mobile)
        }
        None => {
            check_format(fields, formats);
            fields.optional(KEY_IDENTIFICATION, Value::text);
            check_pin(fields);
            None
        }
    }
}

fn check_format(fields: &mut Fields<'_, '_>, formats: &[KeyFormat]) -> Option<KeyFormat> {
    fields.optional(KEY_FORMAT, |value| KeyFormat::find(value.text()?, formats))
}

fn check_pin(fields: &mut Fields<'_, '_>) -> Option<Code> {
    fields.optional(PIN, |value| Code::parse(value.text()?))
}

fn not_applicable(fields: &mut Fields<'_, '_>, name: &'static str, key_type: KeyType) {
    if fields.get(name).is_some() {
        fields.report(
            name,
            Issue::new(
                "field_not_applicable",
                "expected no value for a key of type `{keyType}`, found one",
            )
            .with("keyType", key_type.as_str()),
        );
    }
}

fn check_accesses(fields: &mut Fields<'_, '_>) -> Option<Vec<Uuid>> {
    let list = fields.required(ACCESSES, Value::some_list)?;
    let mut seen = BTreeMap::new();
    Some(fields.each(ACCESSES, list, |index, value| {
        let access = Uuid::parse(value.text()?)?;
        let first = *seen.entry(access).or_insert(index);
        if first == index {
            Ok(access)
        } else {
            Err(Issue::new(
                "access_repeated",
                "expected each access once, found this one again",
            )
            .with("first", first))
        }
    }))
}
