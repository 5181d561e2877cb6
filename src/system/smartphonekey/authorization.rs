//! The credentials of an HTTP request, judged for their shape.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::schema::{Document, Given, Kind, Name, Table, check};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, LARGEST_BODY, Timestamp, UnknownFields, Value};

const AUTHORIZATION: Name = Name::new(0, "authorization");
const API_KEY: Name = Name::new(1, "apiKey");

const TABLE: Table = Table::of(&[
    AUTHORIZATION.optional(Kind::Text),
    API_KEY.optional(Kind::Text),
]);

const EXPIRES_AT: &str = "exp";
const NOT_BEFORE: &str = "nbf";
const SUBJECT: &str = "sub";

/// What a caller shows: `Authorization: Bearer …`, `X-API-Key: …`, or both, as the vendor's own
/// sample does.
///
/// Only the shape is judged: a JSON Web Token of three parts, header and payload JSON objects,
/// inside its times. **The signature is not verified.** That is for the service's JWT library,
/// which holds the keys; until it has, nothing the token says may be believed, and the key neither.
/// What is there is judged, whatever stands beside it: a good key does not make up for a bad token.
///
/// Sources: RFC 6750 §2.1, RFC 9110 §11.4, RFC 7519 §4.1.4, §4.1.5 and §7.2, RFC 7515 §2.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Authorization {
    /// A person or a service with a token.
    Bearer(Token),
    /// An organisation with a key.
    ApiKey,
    /// A token and a key: who asks is the person or the service of the token.
    Both(Token),
}

/// What a token says of itself.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Token {
    /// `sub`, when the token has one that is text.
    pub subject: Option<String>,
    /// `exp`, seconds since 1970; may have a fraction.
    pub expires_at: Option<f64>,
}

impl Authorization {
    /// Checks the two headers, `None` for one that is absent, at the instant `now`.
    ///
    /// # Errors
    /// `authorization_missing` where there is neither; else what is wrong with each that is there:
    /// `bearer_missing`, `token_malformed`, `token_part_not_json`, `token_name_repeated`,
    /// `token_time_malformed`, `token_expired`, `token_not_yet_valid`, `api_key_malformed`. None
    /// shows any part of the token or the key.
    pub fn check(
        authorization: Option<&str>,
        api_key: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, Issues> {
        let token = authorization
            .map(|header| check_bearer(header, now).map_err(|issue| issue.at(AUTHORIZATION)));
        let key = api_key.map(|key| check_api_key(key).map_err(|issue| issue.at(API_KEY)));
        match (token, key) {
            (None, None) => Err(Issue::of(IssueCode::AuthorizationMissing).into()),
            (Some(Ok(token)), None) => Ok(Self::Bearer(token)),
            (None, Some(Ok(()))) => Ok(Self::ApiKey),
            (Some(Ok(token)), Some(Ok(()))) => Ok(Self::Both(token)),
            (token, key) => {
                let issues = token.and_then(Result::err).into_iter();
                Err(issues.chain(key.and_then(Result::err)).collect())
            }
        }
    }

    /// Checks the headers written as an object: `authorization` and `apiKey`.
    ///
    /// # Errors
    /// As [`Authorization::check`], and what is wrong with the object.
    pub fn check_value(value: &Value<'_>, now: Timestamp) -> Result<Self, Issues> {
        Self::read(&Document::of(value), now)
    }

    pub(crate) fn read(document: &Document<'_>, now: Timestamp) -> Result<Self, Issues> {
        let headers = check(document, &TABLE, UnknownFields::Refuse, &mut |_| {})?;
        Self::check(headers.text(AUTHORIZATION), headers.text(API_KEY), now)
    }

    /// The outcome as an object: `kind`, and with a token `subject` and `expiresAt`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let (kind, token) = match self {
            Self::Bearer(token) => ("bearer", Some(token)),
            Self::ApiKey => ("api-key", None),
            Self::Both(token) => ("both", Some(token)),
        };
        let subject = token.and_then(|token| token.subject.as_deref());
        let expires_at = token.and_then(|token| token.expires_at);
        Members::default()
            .with("kind", kind)
            .with_some("subject", subject)
            .with_some("expiresAt", expires_at.map(Value::Number))
            .into()
    }
}

fn check_api_key(key: &str) -> Result<(), Issue> {
    if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(Issue::of(IssueCode::ApiKeyMalformed))
    }
}

fn check_bearer(header: &str, now: Timestamp) -> Result<Token, Issue> {
    let token = header
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, token)| token.trim_start_matches(' '))
        .filter(|token| !token.is_empty())
        .ok_or_else(|| Issue::of(IssueCode::BearerMissing))?;
    let parts: Vec<_> = token.split('.').map(decode).collect();
    let [Some(header), Some(payload), Some(_)] = parts.as_slice() else {
        return Err(Issue::of(IssueCode::TokenMalformed));
    };
    object("header", header, &mut |_, _| {})?;
    let (mut expires_at, mut not_before, mut subject) = (Ok(None), Ok(None), None);
    object("payload", payload, &mut |name, value| match name {
        EXPIRES_AT => expires_at = time_claim(EXPIRES_AT, value),
        NOT_BEFORE => not_before = time_claim(NOT_BEFORE, value),
        SUBJECT => subject = value.text().map(String::from),
        _ => {}
    })?;
    let (expires_at, not_before) = (expires_at?, not_before?);
    let now = epoch_seconds(now);
    if expires_at.is_some_and(|expires_at| now >= expires_at) {
        return Err(Issue::of(IssueCode::TokenExpired));
    }
    if not_before.is_some_and(|not_before| now < not_before) {
        return Err(Issue::of(IssueCode::TokenNotYetValid));
    }
    Ok(Token {
        subject,
        expires_at,
    })
}

/// The bytes of a part of a token; `None` when it is empty or not base64url without padding.
fn decode(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD
        .decode(part)
        .ok()
        .filter(|bytes| !bytes.is_empty())
}

/// Reads a part of a token, and hands over its members.
fn object(
    part: &'static str,
    json: &[u8],
    member: &mut dyn FnMut(&str, Given<'_>),
) -> Result<(), Issue> {
    let not_json = || Issue::of(IssueCode::TokenPartNotJson).param(part);
    let document = Document::from_json(json, LARGEST_BODY).map_err(|_| not_json())?;
    let object = document.root();
    if !object.is_object() {
        return Err(not_json());
    }
    // RFC 7519 §4 and RFC 7515 §4: refused, or the last one counts. Refused, since another reader
    // of the same token may take the first.
    let mut names = BTreeSet::new();
    for (name, value) in object.members() {
        let name = name.name(&[]);
        if !names.insert(name) {
            return Err(Issue::of(IssueCode::TokenNameRepeated).param(part));
        }
        member(name, value);
    }
    Ok(())
}

/// The time that a claim says.
fn time_claim(claim: &'static str, value: Given<'_>) -> Result<Option<f64>, Issue> {
    match value.number() {
        Some(time) => Ok(Some(time)),
        None => Err(Issue::of(IssueCode::TokenTimeMalformed).param(claim)),
    }
}

/// Seconds since 1970 with their fraction; an `f64` holds microseconds for these years.
fn epoch_seconds(instant: Timestamp) -> f64 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "seconds of the years 0000 to 9999 are below 2^53"
    )]
    let seconds = instant.epoch_seconds() as f64;
    if instant.is_in_leap_second() {
        // Before the midnight that it ends at.
        return seconds.next_down();
    }
    seconds + f64::from(instant.subsec_nanos()) / 1e9
}
