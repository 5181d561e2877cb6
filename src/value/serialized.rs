//! serde's traits for values: whatever format writes and reads them, they are JSON's.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{DEEPEST_BODY, Value};
use crate::schema::number_of;

/// A value inside so many more levels of lists and objects.
#[derive(Clone, Copy)]
pub(super) struct Nested<'c> {
    levels_left: usize,
    too_deep: &'c Cell<bool>,
}

impl<'c> Nested<'c> {
    /// A value that nothing is around yet; `too_deep` is set when it has more levels than a body
    /// may have.
    pub(super) fn new(too_deep: &'c Cell<bool>) -> Self {
        Self {
            levels_left: DEEPEST_BODY,
            too_deep,
        }
    }

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
    type Value = Value<'static>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value<'static>, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested<'_> {
    type Value = Value<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'static>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value<'static>, E> {
        Ok(Value::Boolean(flag))
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "what a JSON number above 2^53 loses, it loses in JavaScript too"
    )]
    fn visit_u64<E>(self, number: u64) -> Result<Value<'static>, E> {
        Ok(Value::Number(number as f64))
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "what a JSON number above 2^53 loses, it loses in JavaScript too"
    )]
    fn visit_i64<E>(self, number: i64) -> Result<Value<'static>, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'static>, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'static>, E> {
        Ok(Value::String(Cow::Owned(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value<'static>, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value<'static>, A::Error> {
        let inner = self.inner()?;
        let mut object = Vec::new();
        while let Some(name) = members.next_key_seed(inner)? {
            let mut name = name;
            let Value::String(name) = &mut name else {
                return Err(A::Error::custom("a member's name is text"));
            };
            let name = core::mem::take(name);
            object.push((name, members.next_value_seed(inner)?));
        }
        if let [(name, Value::String(digits))] = object.as_slice()
            && name == ARBITRARY_PRECISION
        {
            return Ok(Value::Number(number_of(digits)));
        }
        Ok(Value::Object(object))
    }
}

/// The only member of what `serde_json` makes of a number where some crate of the program has turned
/// on its `arbitrary_precision`: a number is a number all the same.
const ARBITRARY_PRECISION: &str = "$serde_json::private::Number";

impl<'de> Deserialize<'de> for Value<'_> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        Nested::new(&Cell::new(false)).deserialize(reader)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => writer.serialize_unit(),
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
