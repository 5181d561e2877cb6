//! The credentials of an HTTP request, judged for their shape.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::fields::Fields;
use crate::value::Members;
use crate::{Issue, Issues, LARGEST_BODY, Timestamp, UnknownFields, Value};

const AUTHORIZATION: &str = "authorization";
const API_KEY: &str = "apiKey";

/// What a caller shows: `Authorization: Bearer …` or `X-API-Key: …`, never both.
///
/// Only the shape is judged: a JSON Web Token of three parts, header and payload JSON objects,
/// inside its times. **The signature is not verified.** That is for the service's JWT library,
/// which holds the keys; until it has, nothing the token says may be believed.
///
/// Sources: RFC 6750 §2.1, RFC 7519 §4.1.4, §4.1.5 and §7.2, RFC 7515 §2.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Authorization {
    /// A person or a service with a token.
    Bearer {
        /// `sub`, when the token has one that is text.
        subject: Option<String>,
        /// `exp`, seconds since 1970; may have a fraction.
        expires_at: Option<f64>,
    },
    /// An organisation with a key.
    ApiKey,
}

impl Authorization {
    /// Checks the two headers, `None` for one that is absent, at the instant `now`.
    ///
    /// # Errors
    /// `authorization_missing`, `authorization_ambiguous`, `bearer_missing`, `token_malformed`,
    /// `token_part_not_json`, `token_name_repeated`, `token_time_malformed`, `token_expired`, `token_not_yet_valid`,
    /// `api_key_malformed`. None shows any part of the token or the key.
    pub fn check(
        authorization: Option<&str>,
        api_key: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, Issue> {
        match (authorization, api_key) {
            (None, None) => Err(Issue::new(
                "authorization_missing",
                "expected a bearer token or an API key, found neither",
            )),
            (Some(_), Some(_)) => Err(Issue::new(
                "authorization_ambiguous",
                "expected either a bearer token or an API key, found both",
            )),
            (Some(header), None) => {
                check_bearer(header, now).map_err(|issue| issue.at(AUTHORIZATION))
            }
            (None, Some(key)) => check_api_key(key).map_err(|issue| issue.at(API_KEY)),
        }
    }

    /// Checks the headers written as an object: `authorization` and `apiKey`.
    ///
    /// # Errors
    /// As [`Authorization::check`], and what is wrong with the object.
    pub fn check_value(value: &Value<'_>, now: Timestamp) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &[AUTHORIZATION, API_KEY], UnknownFields::Refuse)?;
        let authorization = fields.optional(AUTHORIZATION, Value::text);
        let api_key = fields.optional(API_KEY, Value::text);
        fields.finish_with(())?;
        Ok(Self::check(authorization, api_key, now)?)
    }

    /// The outcome as an object: `kind`, and for a token `subject` and `expiresAt`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        match self {
            Self::ApiKey => Members::default().with("kind", "api-key"),
            Self::Bearer {
                subject,
                expires_at,
            } => Members::default()
                .with("kind", "bearer")
                .with_some("subject", subject.as_deref())
                .with_some("expiresAt", expires_at.map(Value::Number)),
        }
        .into()
    }
}

fn check_api_key(key: &str) -> Result<Authorization, Issue> {
    if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Authorization::ApiKey)
    } else {
        Err(Issue::new(
            "api_key_malformed",
            "expected an API key of visible characters, found another value",
        ))
    }
}

fn check_bearer(header: &str, now: Timestamp) -> Result<Authorization, Issue> {
    let token = header
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, token)| token)
        .filter(|token| !token.is_empty() && !token.starts_with(' '))
        .ok_or_else(|| Issue::new("bearer_missing", "expected Bearer and a token"))?;
    let parts: Vec<_> = token.split('.').map(decode).collect();
    let [Some(header), Some(payload), Some(_)] = parts.as_slice() else {
        return Err(Issue::new(
            "token_malformed",
            "expected three parts of base64url, separated by full stops",
        ));
    };
    object("header", header)?;
    let payload = object("payload", payload)?;
    let now = epoch_seconds(now);
    let expires_at = time_claim("exp", &payload)?;
    let not_before = time_claim("nbf", &payload)?;
    if expires_at.is_some_and(|expires_at| now >= expires_at) {
        return Err(Issue::new(
            "token_expired",
            "expected a token that is valid now, found an expired one",
        ));
    }
    if not_before.is_some_and(|not_before| now < not_before) {
        return Err(Issue::new(
            "token_not_yet_valid",
            "expected a token that is valid now, found one that is not yet",
        ));
    }
    let subject = payload.get("sub").and_then(|subject| subject.text().ok());
    Ok(Authorization::Bearer {
        subject: subject.map(String::from),
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

fn object<'a>(part: &'static str, json: &'a [u8]) -> Result<Value<'a>, Issue> {
    let value = Value::from_json(json, LARGEST_BODY).unwrap_or(Value::Null);
    let Ok(members) = value.members() else {
        return Err(Issue::new(
            "token_part_not_json",
            "expected a JSON object in the {part} of the token, found none",
        )
        .with("part", part));
    };
    // RFC 7519 §4 and RFC 7515 §4: refused, or the last one counts. Refused, since another reader
    // of the same token may take the first.
    let mut names = BTreeSet::new();
    if members.iter().all(|(name, _)| names.insert(name.clone())) {
        Ok(value)
    } else {
        Err(Issue::new(
            "token_name_repeated",
            "expected each name once in the {part} of the token, found one again",
        )
        .with("part", part))
    }
}

fn time_claim(claim: &'static str, payload: &Value<'_>) -> Result<Option<f64>, Issue> {
    let Some(value) = payload.get(claim) else {
        return Ok(None);
    };
    value.number().map(Some).map_err(|_| {
        Issue::new(
            "token_time_malformed",
            "expected a number of seconds in {claim}, found another value",
        )
        .with("claim", claim)
    })
}

/// Seconds since 1970 with their fraction; an `f64` holds microseconds for these years.
fn epoch_seconds(instant: Timestamp) -> f64 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "seconds of the years 0000 to 9999 are below 2^53"
    )]
    let seconds = instant.epoch_seconds() as f64;
    seconds + f64::from(instant.subsec_nanos()) / 1e9
}
