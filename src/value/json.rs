//! Values from JSON bytes and to JSON text (RFC 8259).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

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
        let seed = Nested {
            levels_left: DEEPEST_BODY,
            too_deep: &too_deep,
        };
        seed.deserialize(&mut reader)
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

/// A value inside so many more levels of lists and objects.
#[derive(Clone, Copy)]
struct Nested<'c> {
    levels_left: usize,
    too_deep: &'c Cell<bool>,
}

impl Nested<'_> {
    fn inner<E: serde::de::Error>(self) -> Result<Self, E> {
        let Some(levels_left) = self.levels_left.checked_sub(1) else {
            self.too_deep.set(true);
            return Err(E::custom("too deep"));
        };
        Ok(Self {
            levels_left,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Nested<'_> {
    type Value = Value<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value<'de>, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value<'de>, E> {
        Ok(Value::Boolean(flag))
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "what a JSON number above 2^53 loses, it loses in JavaScript too"
    )]
    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number as f64))
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "what a JSON number above 2^53 loses, it loses in JavaScript too"
    )]
    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Owned(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value<'de>, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value<'de>, A::Error> {
        let inner = self.inner()?;
        let mut object = Vec::new();
        while let Some(name) = members.next_key_seed(inner)? {
            let Value::String(name) = name else {
                return Err(A::Error::custom("a member's name is text"));
            };
            object.push((name, members.next_value_seed(inner)?));
        }
        Ok(Value::Object(object))
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null | Self::Foreign(_) | Self::Broken(_) => writer.serialize_unit(),
            Self::Boolean(flag) => writer.serialize_bool(*flag),
            Self::Number(number) => serialize_number(*number, writer),
            Self::String(text) => writer.serialize_str(text),
            Self::Array(items) => writer.collect_seq(items),
            Self::Object(members) => {
                let mut object = writer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }
    }
}

/// Whole numbers without a fraction: `200`, not `200.0`.
fn serialize_number<S: Serializer>(number: f64, writer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "a whole number within 2^53 is exact as an i64; others are not written so"
    )]
    let whole = number as i64;
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        clippy::float_cmp,
        reason = "the comparison is exact on purpose"
    )]
    if -EXACT < number && number < EXACT && whole as f64 == number {
        writer.serialize_i64(whole)
    } else {
        writer.serialize_f64(number)
    }
}
