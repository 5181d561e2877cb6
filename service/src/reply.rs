//! Replies as HTTP has them.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use latchwork::system::{Reply, kiiaccess};
use latchwork::{Issue, Issues, Value};

use crate::store::Error;

/// A reply whose body is written: what is sent, and sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub status: u16,
    pub content_type: String,
    /// What else the head says: where a new thing is, of which revision it is.
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// The headers that an answer may have, which all come again with it.
const HEADERS: [&str; 3] = ["cache-control", "etag", "location"];

impl Written {
    /// A value as JSON.
    pub fn json(status: u16, value: &Value<'_>) -> Self {
        Self {
            status,
            content_type: "application/json".into(),
            headers: Vec::new(),
            body: value.to_json().into_bytes(),
        }
    }

    /// It was done, and there is nothing more to say.
    pub fn nothing() -> Self {
        Self {
            status: 204,
            content_type: String::new(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// With a header more: one of `cache-control`, `etag` and `location`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The headers as lines, which nothing secret is in.
    pub fn head(&self) -> String {
        let line = |(name, value): &(&str, String)| format!("{name}: {value}\n");
        self.headers.iter().map(line).collect()
    }

    /// Reads such lines.
    pub fn headers_of(head: &str) -> Vec<(&'static str, String)> {
        let read = |line: &str| {
            let (name, value) = line.split_once(": ")?;
            let known = HEADERS.iter().find(|known| **known == name)?;
            Some((*known, value.to_owned()))
        };
        head.lines().filter_map(read).collect()
    }
}

impl From<Reply> for Written {
    fn from(reply: Reply) -> Self {
        Self {
            status: reply.status,
            content_type: reply.content_type.to_owned(),
            headers: Vec::new(),
            body: reply.body.to_json().into_bytes(),
        }
    }
}

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if !self.content_type.is_empty()
            && let Ok(content_type) = HeaderValue::from_str(&self.content_type)
        {
            headers.insert(CONTENT_TYPE, content_type);
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        let is_later =
            status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS;
        if is_later && !headers.contains_key(RETRY_AFTER) {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// A problem of RFC 9457 with its issues, as the 400 of `KiiAccess` has them.
pub fn problem(status: u16, issues: &Issues) -> Written {
    let mut reply = kiiaccess::refuse(issues);
    reply.status = status;
    let title = StatusCode::from_u16(status).ok();
    let title = title.and_then(|status| status.canonical_reason());
    if let Value::Object(members) = &mut reply.body {
        for (name, value) in members {
            match name.as_ref() {
                "title" => *value = title.unwrap_or("Error").into(),
                "status" => *value = u64::from(status).into(),
                _ => {}
            }
        }
    }
    reply.into()
}

/// How a system refuses what its own pages have no words for: with a status and what is wrong.
pub type Shape = fn(u16, &Issues) -> Written;

/// The answer to a request that nothing is wrong with, in a system's own shape.
pub fn failure(error: &Error, shape: Shape) -> Written {
    if *error != Error::IdentificationInUse {
        tracing::error!(%error, "a request failed");
    }
    let (status, issues) = fault(error);
    shape(status, &issues)
}

/// The issue of a request that nothing is wrong with.
pub fn fault(error: &Error) -> (u16, Issues) {
    let (status, code, sentence) = match error {
        Error::IdentificationInUse => (
            409,
            "identification_in_use",
            "expected an identification that no other key has at these doors at that time",
        ),
        Error::Again => (
            503,
            "too_busy",
            "too many requests are about the same; try again",
        ),
        Error::Unavailable(_) => (503, "database_away", "the database is away; try again"),
        Error::Missing | Error::Failed(_) => (500, "internal_error", "the service failed"),
    };
    (status, Issue::new(code, sentence).into())
}
