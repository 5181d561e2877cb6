//! Values from JSON bytes and to JSON text (RFC 8259).

use alloc::string::String;
use core::cell::Cell;

use serde::de::DeserializeSeed;

use super::serialized::Nested;
use super::{DEEPEST_BODY, Value};
use crate::Issue;

impl<'a> Value<'a> {
    /// Reads a raw JSON body of at most `limit` bytes.
    ///
    /// # Errors
    /// `body_too_large` before anything is read, `body_empty`, `body_not_utf8`, `body_not_json`,
    /// `body_too_deep`.
    pub fn from_json(body: &'a [u8], limit: usize) -> Result<Self, Issue> {
        if body.len() > limit {
            return Err(Issue::body_too_large(limit));
        }
        if body.trim_ascii().is_empty() {
            return Err(Issue::new(
                "body_empty",
                "expected a JSON object, found an empty body",
            ));
        }
        let text = core::str::from_utf8(body).map_err(|error| {
            Issue::new(
                "body_not_utf8",
                "expected UTF-8 text, found a wrong byte at position {position}",
            )
            .with("position", error.valid_up_to() + 1)
        })?;
        let too_deep = Cell::new(false);
        let mut reader = serde_json::Deserializer::from_str(text);
        Nested::new(&too_deep)
            .deserialize(&mut reader)
            .and_then(|value| reader.end().map(|()| value))
            .map_err(|error| {
                if too_deep.get() {
                    Issue::body_too_deep()
                } else {
                    Issue::new(
                        "body_not_json",
                        "expected JSON, found an error at line {line}, column {column}",
                    )
                    .with("line", error.line())
                    .with("column", error.column())
                }
            })
    }

    /// The value as JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Cannot fail: names are text and nothing is written but to memory.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Issue {
    pub(crate) fn body_too_large(limit: usize) -> Self {
        Self::new(
            "body_too_large",
            "expected at most {limit} bytes, found more",
        )
        .with("limit", limit)
    }

    pub(crate) fn body_too_deep() -> Self {
        Self::new(
            "body_too_deep",
            "expected at most {limit} levels of nesting, found more",
        )
        .with("limit", DEEPEST_BODY)
    }
}
