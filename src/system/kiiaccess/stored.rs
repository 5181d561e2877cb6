//! A key that was stored, as it is read back.

use alloc::vec::Vec;

use super::{
    AccessKey, CreateAccessKey, KEY_IDENTIFICATION, Key, Options, RequestedCode, SEND_NOTIFICATION,
    USER_FIRST_NAME, USER_LAST_NAME, WILDCARD,
};
use crate::schema::{Kind, Name, Table};
use crate::system::stored;
use crate::{Code, Issue, IssueCode, Issues, UnknownFields, Uuid, Value};

const ID: Name = Name::new(0, super::decision::ID);

/// What stands in front of the fields of a request.
const ID_ALONE: Table = Table::of(&[ID.optional(Kind::Form(&Uuid::FORM))]).open();

/// What a request says of other things than the key.
const OF_REQUESTS: [Name; 3] = [USER_FIRST_NAME, USER_LAST_NAME, SEND_NOTIFICATION];

impl AccessKey {
    /// Checks a key written as an object, as [`to_value`](Self::to_value) writes it. Of the options
    /// the key formats count.
    ///
    /// # Errors
    /// Every issue of the object: those of [`CreateAccessKey::check_value`], `unknown_field` for what
    /// is of a request only, `code_wildcard` for `*`.
    pub fn check_value(value: &Value<'_>, options: &Options) -> Result<Self, Issues> {
        let strict = Options {
            unknown_fields: UnknownFields::Refuse,
            key_formats: options.key_formats.clone(),
            assume_offset: None,
        };
        let (id, request) = stored::read(
            value,
            &ID_ALONE,
            |reading| Some(reading.parse(ID, Uuid::parse)),
            |request| {
                let checked = CreateAccessKey::check_value(request, &strict);
                let mut issues = of_requests(request);
                if issues.is_empty() {
                    return checked;
                }
                issues.extend(checked.err().into_iter().flatten());
                Err(issues.into())
            },
        )?;
        Self::of(id, request)
    }

    /// The key that a request asks for, by a code of its own.
    fn of(id: Option<Uuid>, request: CreateAccessKey) -> Result<Self, Issues> {
        let key = match request.key {
            Key::Code(RequestedCode::Given(code)) => Key::Code(code),
            Key::Code(RequestedCode::Generated) => Key::Code(
                Code::parse(WILDCARD)
                    .map_err(|issue| Issues::from(issue.at(KEY_IDENTIFICATION)))?,
            ),
            Key::Rfid {
                number,
                format,
                pin,
            } => Key::Rfid {
                number,
                format,
                pin,
            },
            Key::Mobile => Key::Mobile,
        };
        Ok(Self {
            id,
            key,
            key_name: request.key_name,
            user_id: request.user_id,
            mobile_phone_number: request.mobile_phone_number,
            accesses: request.accesses,
            window: request.window,
        })
    }
}

/// An issue of each member that is of a request only.
fn of_requests(value: &Value<'_>) -> Vec<Issue> {
    let Value::Object(members) = value else {
        return Vec::new();
    };
    let is_there = |field: &&Name| members.iter().any(|(name, _)| name == field.text);
    let found = OF_REQUESTS.iter().filter(is_there);
    found
        .map(|field| Issue::of(IssueCode::UnknownField).at(*field))
        .collect()
}
