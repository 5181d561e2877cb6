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

use alloc::string::String;
use alloc::vec::Vec;

use super::{Reply, Request, Told, problem};
use crate::schema::{
    Document, Field, Form, Given, Judged, Kind, Name, Pattern, Reading, Step, Table, Written,
    check_assuming, words,
};
use crate::sorted::sort;
use crate::value::Members;
use crate::{
    Code, Issue, IssueCode, Issues, KeyFormat, KeyNumber, Offset, PhoneNumber, UnknownFields,
    UserId, Uuid, Value, Window,
};

mod builder;
mod credential;
mod decision;
mod key;
#[cfg(feature = "schema")]
mod operation;
mod state;
mod stored;

pub use builder::Builder;
pub use decision::{AccessKey, DecideError, Decision, Effect, NewUser, decide};
#[cfg(feature = "schema")]
pub(super) use operation::SYSTEM;
pub use state::{Identification, KeyInUse, State};

const USER_ID: Name = Name::new(0, "userId");
const USER_FIRST_NAME: Name = Name::new(1, "userFirstName");
const USER_LAST_NAME: Name = Name::new(2, "userLastName");
pub(super) const KEY_TYPE: Name = Name::new(3, "keyType");
const KEY_FORMAT: Name = Name::new(4, "keyFormat");
const KEY_IDENTIFICATION: Name = Name::new(5, "keyIdentification");
const KEY_NAME: Name = Name::new(6, "keyName");
const PIN: Name = Name::new(7, "pin");
const ACCESSES: Name = Name::new(8, "accesses");
const VALID_FROM: Name = Name::new(9, "validFrom");
const VALID_TO: Name = Name::new(10, "validTo");
const MOBILE_PHONE_NUMBER: Name = Name::new(11, "mobilePhoneNumber");
const SEND_NOTIFICATION: Name = Name::new(12, "sendNotification");

/// The fields of a request in the order of the vendor's page, where the key type says nothing of
/// them or is not known.
pub(super) const FIELDS: [Field; 13] = [
    USER_ID.optional(Kind::Form(&UserId::FORM)).described(
        "E.164 number of a Mobile user, uuid of a None-Mobile user; absent: a new None-Mobile user",
    ),
    USER_FIRST_NAME
        .optional(Kind::Text)
        .described("First name of a user to create"),
    USER_LAST_NAME
        .optional(Kind::Text)
        .described("Last name of a user to create"),
    KEY_TYPE
        .required(Kind::Word(&KeyType::WORDS))
        .described("What opens"),
    // Judged by the rules: the caller may have formats of its own.
    KEY_FORMAT
        .optional(Kind::Text)
        .described("Format of the number of an rfid key: EM, MC, MD or the service's own"),
    KEY_IDENTIFICATION
        .optional(Kind::Text)
        .described("4 to 8 digits of a code, or * for a generated one; digits of an rfid key"),
    KEY_NAME
        .optional(Kind::Text)
        .described("What notifications call the key"),
    PIN.optional(Kind::Form(&Code::FORM))
        .described("Typed after an rfid key is shown"),
    ACCESSES
        .required(Kind::SomeList(&Kind::Form(&Uuid::FORM)))
        .described("What the key opens"),
    VALID_FROM
        .optional(Kind::Instant)
        .described("Absent: at once"),
    VALID_TO
        .optional(Kind::Instant)
        .described("Exclusive; absent: for ever"),
    MOBILE_PHONE_NUMBER
        .optional(Kind::Form(&PhoneNumber::FORM))
        .described("E.164 number beside userId; none of a mobile key"),
    SEND_NOTIFICATION
        .or_true()
        .described("Whether the user is notified"),
];

/// The fields of each key type, in the order of its words.
pub(super) const BY_KEY_TYPE: [[Field; 13]; 3] = [
    with(&[
        KEY_FORMAT.barred(),
        KEY_IDENTIFICATION.required(Kind::Form(&REQUESTED_CODE)),
        PIN.barred(),
    ]),
    // The number is judged by the rules: its format bounds it.
    with(&[KEY_IDENTIFICATION.required(Kind::Text).written(NUMBER)]),
    with(&[
        USER_ID.required(Kind::Form(&MOBILE_USER)),
        KEY_FORMAT.barred(),
        KEY_IDENTIFICATION.barred(),
        PIN.barred(),
        MOBILE_PHONE_NUMBER.barred(),
    ]),
];

const TABLE: Table = Table::of(&FIELDS)
    .with_choice(
        KEY_TYPE,
        &[&BY_KEY_TYPE[0], &BY_KEY_TYPE[1], &BY_KEY_TYPE[2]],
    )
    .with_rules(judge_fields)
    // The vendor's reference calls what need not be there nullable.
    .nullable();

/// The fields with others in place of those of the same names.
const fn with(others: &[Field]) -> [Field; 13] {
    crate::schema::replaced(FIELDS, others)
}

/// A code of the caller's choice, or the wish for one.
const REQUESTED_CODE: Form = Form::new(
    |text| {
        if text == WILDCARD {
            Written::AsGiven
        } else {
            (Code::FORM.judge)(text)
        }
    },
    Code::FORM.explain,
    Pattern::of("^([0-9]{4,8}|\\*)$"),
);

/// The number of a card in any format there may be.
const NUMBER: Pattern = Pattern::of("^[0-9]{1,20}$");

/// A user whose phone is the identity.
const MOBILE_USER: Form = Form::new(
    PhoneNumber::FORM.judge,
    |text| match UserId::parse(text) {
        Ok(_) => Issue::of(IssueCode::MobileUserNotPhone),
        Err(issue) => issue,
    },
    PhoneNumber::FORM.pattern(),
);

/// A `keyIdentification` that asks for a generated code.
const WILDCARD: &str = "*";

words! {
    /// The type of a key, as `keyType` names it; lower case only, as the API writes it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum KeyType: KeyTypeUnknown {
        /// `code`: typed at a keypad.
        Code = "code",
        /// `rfid`: a card or fob.
        Rfid = "rfid",
        /// `mobile`: the user's phone.
        Mobile = "mobile",
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
    /// The offset of `validFrom` and `validTo` that have none: the vendor's page says ISO 8601. With
    /// it a date is its first instant, a time may be without seconds and offset, and in the basic
    /// form: see [`Timestamp::parse_iso_8601`](crate::Timestamp::parse_iso_8601). Without it they are as RFC 3339 writes them.
    pub assume_offset: Option<Offset>,
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
    /// Checks a raw HTTP body of at most [`LARGEST_BODY`](crate::LARGEST_BODY) bytes. Null in a
    /// field that need not be there is no value, as the vendor's reference has it.
    ///
    /// # Errors
    /// Every issue of the request, in the order of its fields: those of
    /// [`Value::from_json`], `wrong_type`, `missing_field`, `unknown_field`, `duplicate_field`,
    /// `field_not_applicable`, `list_empty`, `access_repeated`, `mobile_user_not_phone`,
    /// `key_type_unknown`, `window_empty`, and those of the types of the core.
    pub fn check(body: &[u8]) -> Result<Self, Issues> {
        Self::read_body(body, &super::Options::default())
    }

    /// As [`CreateAccessKey::check`], with options.
    ///
    /// # Errors
    /// As [`CreateAccessKey::check`].
    pub fn check_with(body: &[u8], options: &Options) -> Result<Self, Issues> {
        Self::read_body(body, &options.into())
    }

    /// Checks a value, whatever it was read from.
    ///
    /// # Errors
    /// As [`CreateAccessKey::check`], without the issues of reading a body.
    pub fn check_value(value: &Value<'_>, options: &Options) -> Result<Self, Issues> {
        Self::read_value(value, &options.into())
    }

    /// The request as a JSON Schema, draft 2020-12: whatever [`CreateAccessKey::check_value`] accepts, it
    /// accepts, as far as the options are those by default.
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn json_schema() -> Value<'static> {
        Self::schema()
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
            .with_some(USER_ID.text, self.user_id.as_ref().map(Value::from))
            .with_some(USER_FIRST_NAME.text, self.user_first_name())
            .with_some(USER_LAST_NAME.text, self.user_last_name())
            .with(KEY_TYPE.text, self.key.key_type().as_str())
            .with_some(KEY_FORMAT.text, format.map(KeyFormat::name))
            .with_some(KEY_IDENTIFICATION.text, identification)
            .with_some(KEY_NAME.text, self.key_name())
            .with_some(PIN.text, pin.map(Code::as_str))
            .with(ACCESSES.text, accesses_value(&self.accesses))
            .with_some(VALID_FROM.text, self.window.from().map(Value::from))
            .with_some(VALID_TO.text, self.window.until().map(Value::from))
            .with_some(
                MOBILE_PHONE_NUMBER.text,
                self.mobile_phone_number().map(PhoneNumber::as_str),
            )
            .with(SEND_NOTIFICATION.text, self.send_notification)
            .into()
    }
}

/// The 400 of this system: an RFC 9457 problem that lists the issues.
#[must_use]
pub fn refuse(issues: &Issues) -> Reply {
    refuse_told(issues.as_slice())
}

pub(crate) fn refuse_told<T: Told>(issues: &[T]) -> Reply {
    problem::reply(400, "Bad Request", issues)
}

fn accesses_value(accesses: &[Uuid]) -> Vec<Value<'static>> {
    accesses.iter().copied().map(Value::from).collect()
}

impl<'o> From<&'o Options> for super::Options<'o> {
    fn from(options: &'o Options) -> Self {
        Self {
            unknown_fields: options.unknown_fields,
            key_formats: &options.key_formats,
            assume_offset: options.assume_offset,
            ..Self::default()
        }
    }
}

impl Request for CreateAccessKey {
    const TABLE: &'static Table = &TABLE;

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create access key";

    fn judge<'d>(
        document: &'d Document<'_>,
        options: &super::Options<'_>,
    ) -> Result<Reading<'d>, Issues> {
        // The number of a card is held against the formats there are.
        let (unknown, assumed) = (options.unknown_fields, options.assume_offset);
        check_assuming(document, &TABLE, unknown, assumed, &mut |request| {
            judge_number(request, options.key_formats);
        })
    }

    fn of(reading: &Reading<'_>, options: &super::Options<'_>) -> Option<Self> {
        let key = match reading.parse(KEY_TYPE, KeyType::parse)? {
            KeyType::Code => Key::Code(match reading.text(KEY_IDENTIFICATION)? {
                WILDCARD => RequestedCode::Generated,
                digits => RequestedCode::Given(Code::parse(digits).ok()?),
            }),
            KeyType::Rfid => {
                let format = reading.parse(KEY_FORMAT, |name| {
                    KeyFormat::find(name, options.key_formats)
                });
                let unnamed = KeyFormat::UNNAMED;
                let bounds = format.as_ref().unwrap_or(&unnamed);
                Key::Rfid {
                    number: reading.parse(KEY_IDENTIFICATION, |text| bounds.check(text))?,
                    pin: reading.parse(PIN, Code::parse),
                    format,
                }
            }
            KeyType::Mobile => Key::Mobile,
        };
        Some(Self {
            user_id: reading.parse(USER_ID, UserId::parse),
            user_first_name: reading.owned(USER_FIRST_NAME),
            user_last_name: reading.owned(USER_LAST_NAME),
            key,
            key_name: reading.owned(KEY_NAME),
            accesses: reading.list(ACCESSES, |access| Uuid::of_right(access.text()?))?,
            window: Window::of(reading, VALID_FROM, VALID_TO),
            mobile_phone_number: reading.parse(MOBILE_PHONE_NUMBER, PhoneNumber::parse),
            send_notification: reading.flag(SEND_NOTIFICATION).unwrap_or(true),
        })
    }
}

/// What ties the fields together, whatever is beside them.
pub(super) fn judge_fields(request: &mut Judged<'_, '_>) {
    judge_accesses(request);
    Window::judge(request, VALID_FROM, VALID_TO);
}

/// The format of an rfid key, and its number by that format. A format that is wrong bounds nothing
/// beyond what any does.
pub(super) fn judge_number(request: &mut Judged<'_, '_>, own: &[KeyFormat]) {
    let is_rfid = match request.text(KEY_TYPE).map(KeyType::find) {
        Some(Some(KeyType::Code | KeyType::Mobile)) => return,
        Some(Some(KeyType::Rfid)) => true,
        _ => false,
    };
    let unnamed = KeyFormat::UNNAMED;
    let mut bounds = &unnamed;
    if let Some(name) = request.text(KEY_FORMAT) {
        match KeyFormat::known(name, own) {
            Some(format) => bounds = format,
            None => request.report(KEY_FORMAT, || KeyFormat::unknown(own)),
        }
    }
    if let Some(number) = request.text(KEY_IDENTIFICATION).filter(|_| is_rfid)
        && bounds.value_of(number).is_none()
    {
        request.report(KEY_IDENTIFICATION, || bounds.wrong(number));
    }
}

/// No access comes twice.
fn judge_accesses(request: &mut Judged<'_, '_>) {
    let Some(list) = request.reading.get(ACCESSES) else {
        return;
    };
    if list.len() <= FEW && !has_twins(list) {
        return;
    }
    let access = |(index, access): (usize, Given<'_>)| {
        let text = access.text()?;
        // What is wrong with one was said before, and is not made again.
        if (Uuid::FORM.judge)(text) == Written::No {
            return None;
        }
        Some((Uuid::of_right(text)?, index))
    };
    let mut sorted: Vec<_> = list.items().enumerate().filter_map(access).collect();
    sort(&mut sorted);
    // Where one comes again, the first is the one with the lowest index.
    let mut first = None;
    for (access, index) in sorted {
        match first {
            Some((same, first)) if same == access => {
                request.report_in(ACCESSES, &[Step::Item(index)], || {
                    Issue::of(IssueCode::AccessRepeated).param(first)
                });
            }
            _ => first = Some((access, index)),
        }
    }
}

/// So many accesses are compared each with each.
const FEW: usize = 16;

/// Whether two texts of a list are the same but for upper case.
fn has_twins(list: Given<'_>) -> bool {
    let mut rest = list.items();
    while let Some(one) = rest.next() {
        let is_twin = |other: Given<'_>| match (one.text(), other.text()) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        };
        if rest.clone().any(is_twin) {
            return true;
        }
    }
    false
}
