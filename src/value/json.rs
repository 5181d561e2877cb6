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
        // With room for all of it: a text that grows leaves the codes in it behind.
        let mut json = String::with_capacity(self.longest_json());
        self.write(&mut json);
        json
    }

    fn write(&self, json: &mut String) {
        match self {
            Self::String(text) => write_text(text, json),
            Self::Array(items) => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    json.push_str(if index > 0 { "," } else { "" });
                    item.write(json);
                }
                json.push(']');
            }
            Self::Object(members) => {
                json.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    json.push_str(if index > 0 { "," } else { "" });
                    write_text(name, json);
                    json.push(':');
                    value.write(json);
                }
                json.push('}');
            }
            // Cannot fail: nothing is written but to memory.
            Self::Null | Self::Boolean(_) | Self::Number(_) => {
                json.push_str(&serde_json::to_string(self).unwrap_or_default());
            }
        }
    }

    /// At least as many bytes as the value has as JSON.
    fn longest_json(&self) -> usize {
        /// A number of 64 bits, with its sign, its point and its exponent.
        const NUMBER: usize = 26;
        // Signs around it, a comma or a colon behind it; a control character is written in six.
        let text = |text: &str| {
            let escaped = text
                .bytes()
                .filter(|byte| matches!(byte, 0..0x20 | b'"' | b'\\'));
            text.len() + 5 * escaped.count() + 3
        };
        match self {
            Self::Null | Self::Boolean(_) => "false,".len(),
            Self::Number(_) => NUMBER,
            Self::String(string) => text(string),
            Self::Array(items) => items.iter().map(Self::longest_json).sum::<usize>() + 3,
            Self::Object(members) => {
                let members = members.iter();
                let members = members.map(|(name, value)| text(name) + value.longest_json());
                members.sum::<usize>() + 3
            }
        }
    }
}

/// Writes a text as RFC 8259 §7 has it.
#[cfg(feature = "json")]
fn write_text(text: &str, json: &mut String) {
    json.push('"');
    for character in text.chars() {
        let short = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\u{8}' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\u{c}' => "\\f",
            '\r' => "\\r",
            '\0'..' ' => {
                json.push_str("\\u00");
                for digit in [u32::from(character) / 16, u32::from(character) % 16] {
                    json.extend(char::from_digit(digit, 16));
                }
                continue;
            }
            other => {
                json.push(other);
                continue;
            }
        };
        json.push_str(short);
    }
    json.push('"');
}
