//! Values from JSON bytes and to JSON text (RFC 8259).

use alloc::string::String;
use alloc::vec::Vec;

use super::Value;
use crate::Issue;
use crate::schema::{Document, Given, tag};

impl Value<'_> {
    /// Reads a raw JSON body of at most `limit` bytes.
    ///
    /// # Errors
    /// `body_too_large` before anything is read, `body_empty`, `body_not_utf8`, `body_not_json`,
    /// `body_too_deep`.
    pub fn from_json(body: &[u8], limit: usize) -> Result<Value<'static>, Issue> {
        Document::from_json(body, limit).map(|document| Value::of(document.root()))
    }
}

impl Value<'static> {
    /// The value of a part of a document.
    pub(crate) fn of(given: Given<'_>) -> Self {
        match given.tag() {
            tag::FALSE | tag::TRUE => Self::Boolean(given.flag() == Some(true)),
            tag::ARRAY => Self::Array(given.items().map(Self::of).collect()),
            tag::OBJECT => {
                let members = given.members().map(|(name, value)| {
                    let name = String::from(name.name(&[]));
                    (name.into(), Self::of(value))
                });
                Self::Object(members.collect::<Vec<_>>())
            }
            _ => match (given.text(), given.number()) {
                (Some(text), _) => Self::from(String::from(text)),
                (_, Some(number)) => Self::Number(number),
                _ => Self::Null,
            },
        }
    }
}

#[cfg(feature = "json")]
impl Value<'_> {
    /// The value as JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Cannot fail: names are text and nothing is written but to memory.
        serde_json::to_string(self).unwrap_or_default()
    }
}
