//! What all requests of the plain API have in common: who asks, what is sent, and what it does once.

use axum::body::Body;
use axum::http::HeaderMap;
use latchwork::{Issue, Issues, Timestamp, Value};

use crate::body::storable;
use crate::caller::Principal;
use crate::idempotency;
use crate::job::{Job, done};
use crate::reply::{Written, problem};
use crate::rights::failed;
use crate::server::Service;
use crate::store::Error;

/// A request whose caller has the right to it and whose body was read.
pub struct Asked<R> {
    pub principal: Principal,
    pub request: R,
    /// As it was sent.
    pub body: Vec<u8>,
}

/// Reads what somebody asks for who has the right to it.
///
/// # Errors
/// 400.
pub async fn asked<R>(
    principal: Principal,
    body: Body,
    check: impl FnOnce(&[u8]) -> Result<R, Issues>,
) -> Result<Asked<R>, Written> {
    let body = storable(body)
        .await
        .map_err(|issues| problem(400, &issues))?;
    Asked::of(principal, body, check)
}

impl<R> Asked<R> {
    /// Reads a request of who was found to have the right to it.
    ///
    /// # Errors
    /// 400.
    pub fn of(
        principal: Principal,
        body: Vec<u8>,
        check: impl FnOnce(&[u8]) -> Result<R, Issues>,
    ) -> Result<Self, Written> {
        let request = check(&body).map_err(|issues| problem(400, &issues))?;
        Ok(Self {
            principal,
            request,
            body,
        })
    }

    /// Does it, once where it has an `Idempotency-Key`; the name tells it from others.
    ///
    /// # Errors
    /// The answer to what failed.
    pub async fn done<J: Job>(
        &self,
        service: &Service,
        headers: &HeaderMap,
        name: &[&str],
        job_at: impl Fn(Timestamp) -> J,
    ) -> Result<Written, Written> {
        let actor = self.principal.name();
        let names = name.iter().map(|name| name.as_bytes());
        let parts: Vec<_> = names.chain([&self.body[..]]).collect();
        let again = idempotency::Request::of(headers, actor, &parts, &service.keys);
        let again = again.map_err(|issues| problem(400, &issues))?;
        let answer = done(service, again.as_ref(), job_at).await;
        answer.map_err(|error| failed(&error))
    }
}

/// What the tables keep as JSON.
pub fn stored(json: &str) -> Result<Value<'static>, Error> {
    let value = Value::from_json(json.as_bytes(), json.len());
    value.map_err(|_| Error::Failed("stored JSON is none".into()))
}

/// The same where there is any.
pub fn stored_or_null(json: Option<String>) -> Result<Value<'static>, Error> {
    json.map_or(Ok(Value::Null), |json| stored(&json))
}

/// A text, or null.
pub fn or_null(text: Option<String>) -> Value<'static> {
    text.map_or(Value::Null, Value::from)
}

/// The words of a set as a list.
pub fn words_of<T: AsRef<str>>(set: &[T]) -> Value<'static> {
    let words = set.iter().map(|word| word.as_ref().to_owned());
    words.map(Value::from).collect::<Vec<_>>().into()
}

/// What is at odds with how things are.
pub fn conflict(
    code: &'static str,
    sentence: &'static str,
    field: Option<&'static str>,
) -> Written {
    let issue = Issue::new(code, sentence);
    let issue = match field {
        Some(field) => issue.at(field),
        None => issue,
    };
    problem(409, &issue.into())
}

/// What is kept of a request is bounded, since lists hold many.
pub fn bounded(json: &str, field: &'static str) -> Result<(), Written> {
    const LARGEST: usize = 1 << 16;
    if json.len() <= LARGEST {
        return Ok(());
    }
    let issue = Issue::new(
        "value_too_large",
        "expected at most {limit} bytes, found more",
    );
    Err(problem(400, &issue.with("limit", LARGEST).at(field).into()))
}
