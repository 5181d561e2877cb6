//! A key that was stored, as it is read back.

use alloc::vec::Vec;

use super::{
    AccessKey, CreateAccessKey, KEY_IDENTIFICATION, Key, Options, RequestedCode, SEND_NOTIFICATION,
    USER_FIRST_NAME, USER_LAST_NAME, WILDCARD,
};
use crate::schema::{Document, Kind, Name, Table, check};
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
        let Value::Object(members) = value else {
            let request = CreateAccessKey::check_value(value, &strict);
            return Err(request.err().unwrap_or_default());
        };
        let document = Document::of(value);
        let id = check(&document, &ID_ALONE, UnknownFields::Ignore, &mut |_| {})
            .map(|reading| reading.parse(ID, Uuid::parse));
        let others = members.iter().filter(|(name, _)| name != ID.text);
        let request = Value::Object(others.cloned().collect());
        let request = CreateAccessKey::check_value(&request, &strict);
        let of_requests = OF_REQUESTS
            .iter()
            .filter(|field| members.iter().any(|(name, _)| name == field.text))
            .map(|field| Issue::of(IssueCode::UnknownField).at(*field));
        let mut issues: Vec<Issue> = of_requests.collect();
        match (id, request) {
            (Ok(id), Ok(request)) if issues.is_empty() => Self::of(id, request),
            (id, request) => {
                issues.splice(0..0, id.err().into_iter().flatten());
                issues.extend(request.err().into_iter().flatten());
                Err(issues.into())
            }
        }
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
