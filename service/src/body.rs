//! The body of a request.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt as _;
use latchwork::{Issue, Issues, LARGEST_BODY};

/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A whole body; of one that is too large as much as the core needs to say so.
///
/// # Errors
/// For a body that ends early or takes too long.
pub async fn whole(body: Body) -> Result<Vec<u8>, Issues> {
    let read = tokio::time::timeout(PATIENCE, bounded(body)).await;
    let sentence = "expected the body within 20 seconds, and all of it";
    let gone = || Issue::new("body_incomplete", sentence).into();
    read.ok().flatten().ok_or_else(gone)
}

/// The same of a body whose texts may be stored.
///
/// # Errors
/// As [`whole`], and for one that says the character NUL, which `PostgreSQL` keeps in no text.
pub async fn storable(body: Body) -> Result<Vec<u8>, Issues> {
    let bytes = whole(body).await?;
    if bytes.len() <= LARGEST_BODY && says_nul(&bytes) {
        let sentence = "expected text without the character NUL, found one";
        return Err(Issue::new("text_with_nul", sentence).into());
    }
    Ok(bytes)
}

async fn bounded(mut body: Body) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Some(data) = frame.ok()?.data_ref() {
            let room = (LARGEST_BODY + 1).saturating_sub(bytes.len());
            bytes.extend(data.iter().take(room));
        }
        if bytes.len() > LARGEST_BODY {
            break;
        }
    }
    Some(bytes)
}

/// Whether JSON has the escape of NUL; as it is, it stands in no JSON.
fn says_nul(json: &[u8]) -> bool {
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        if *byte == b'\\' && bytes.next() == Some(&b'u') && bytes.as_slice().starts_with(b"0000") {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_is_said_by_its_escape_alone() {
        for (json, says) in [
            (r#"{"name":"a\u0000b"}"#, true),
            (r#""\\\u0000""#, true),
            (r#""\\u0000""#, false),
            (r#""\u00001""#, true),
            (r#""\u0001 0000""#, false),
            ("\\u000", false),
            ("\\", false),
            ("", false),
        ] {
            assert_eq!(says_nul(json.as_bytes()), says, "{json}");
        }
    }
}
