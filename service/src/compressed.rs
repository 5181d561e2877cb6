//! Long answers, compressed for callers who take that.
//!
//! The length of what is compressed tells of what is in it, to whoever has a text of his choice
//! stand beside it and looks on: so compressed is only what is read by GET, and never what must not
//! be stored, which may be what opens a door. What has a tag stays as it is too, since a tag that a
//! change is held against is that of one text alone; and so do streams, which are no JSON.

use std::io::Write as _;

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;

/// What is shorter fits into one packet as it is.
const LONG: u64 = 1024;

/// Compresses the answer, where it may be and is asked for so.
pub async fn compressed(request: Request, next: Next) -> Response {
    let is_read = *request.method() == Method::GET;
    let is_taken = takes_gzip(request.headers());
    let mut response = next.run(request).await;
    if !is_read || !is_open(&response) {
        return response;
    }
    // Also on what is sent as it is: another caller would have been sent something else.
    let varies = HeaderValue::from_static("accept-encoding");
    response.headers_mut().append(VARY, varies);
    let is_long = response.body().size_hint().exact() >= Some(LONG);
    if is_long && is_taken {
        written(response).await
    } else {
        response
    }
}

async fn written(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(plain) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(head, Body::empty());
    };
    let room = Vec::with_capacity(plain.len() / 4);
    let mut encoder = GzEncoder::new(room, Compression::fast());
    let small = encoder.write_all(&plain).and_then(|()| encoder.finish());
    let Ok(small) = small else {
        return Response::from_parts(head, Body::from(plain));
    };
    let gzip = HeaderValue::from_static("gzip");
    head.headers.insert(CONTENT_ENCODING, gzip);
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(small))
}

/// Whether an answer is JSON that may be compressed.
fn is_open(response: &Response) -> bool {
    let headers = response.headers();
    let says = |name, word: &str| headers.get(name).is_some_and(|value| value == word);
    response.status() == StatusCode::OK
        && says(CONTENT_TYPE, "application/json")
        && !says(CACHE_CONTROL, "no-store")
        && !headers.contains_key(ETAG)
        && !headers.contains_key(CONTENT_ENCODING)
}

/// Whether a caller has it compressed rather than as it is (RFC 9110, section 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(ACCEPT_ENCODING).iter();
    let lists = lists.filter_map(|list| list.to_str().ok());
    let codings: Vec<(&str, f32)> = lists
        .flat_map(|list| list.split(','))
        .map(weighed)
        .collect();
    let weight = |name: &str| {
        let found = codings
            .iter()
            .find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, weight)| *weight)
    };
    let gzip = weight("gzip").or_else(|| weight("*")).unwrap_or(0.0);
    gzip > 0.0 && gzip >= weight("identity").unwrap_or(0.0)
}

/// A coding and how much it is wanted: 1 where nothing is said, 0 where what is said is no number.
fn weighed(coding: &str) -> (&str, f32) {
    let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
    let weight = weight.trim().strip_prefix(['q', 'Q']);
    let weight = weight.and_then(|rest| rest.trim_start().strip_prefix('='));
    let weight = weight.and_then(|number| number.trim().parse().ok());
    (name.trim(), weight.unwrap_or(0.0))
}
