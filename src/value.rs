//! A value of JSON: as it arrived, nothing trusted, or as it is sent.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::mem::take;

use zeroize::Zeroize;

use crate::Issue;
use crate::Timestamp;
use crate::issue::{Param, Segment, Type};

mod json;
#[cfg(feature = "serde")]
mod serialized;

/// The most bytes of a body that are read by default: 1 MiB.
pub const LARGEST_BODY: usize = 1 << 20;

/// The most levels of lists and objects in a body.
pub const DEEPEST_BODY: usize = 64;

/// A value of JSON.
///
/// `Debug` shows types and names only: a value may hold codes. The texts that it owns are wiped when
/// it is dropped.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// Any number; whole numbers up to 2^53 are exact.
    Number(f64),
    /// Text.
    String(Cow<'a, str>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// Members in the order they came; a name may come twice.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    fn kind(&self) -> Type {
        match self {
            Self::Null => Type::Null,
            Self::Boolean(_) => Type::Boolean,
            Self::Number(_) => Type::Number,
            Self::String(_) => Type::String,
            Self::Array(_) => Type::Array,
            Self::Object(_) => Type::Object,
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The members of an object.
    #[must_use]
    pub fn members(&self) -> Option<&[(Cow<'a, str>, Self)]> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The same value, borrowing from nothing.
    #[must_use]
    pub fn into_owned(mut self) -> Value<'static> {
        match &mut self {
            Self::Null => Value::Null,
            Self::Boolean(flag) => Value::Boolean(*flag),
            Self::Number(number) => Value::Number(*number),
            Self::String(text) => Value::String(Cow::Owned(take(text).into_owned())),
            Self::Array(items) => {
                Value::Array(take(items).into_iter().map(Value::into_owned).collect())
            }
            Self::Object(members) => Value::Object(
                take(members)
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
                    .collect(),
            ),
        }
    }

    /// The member of an object, the first where there are several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        let members = self.members()?;
        let (_, value) = members.iter().find(|(known, _)| known == name)?;
        Some(value)
    }
}

impl Drop for Value<'_> {
    fn drop(&mut self) {
        // It may be a code.
        if let Self::String(Cow::Owned(text)) = self
            && !text.is_empty()
        {
            text.zeroize();
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Array(items) => f.debug_list().entries(items).finish(),
            Self::Object(members) => f
                .debug_map()
                .entries(members.iter().map(|(name, value)| (name, value)))
                .finish(),
            other => f.write_str(other.kind().name()),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::String(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::String(Cow::Owned(text))
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Boolean(flag)
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(timestamp: Timestamp) -> Self {
        Self::String(Cow::Owned(alloc::format!("{timestamp}")))
    }
}

impl<'a> From<Vec<Value<'a>>> for Value<'a> {
    fn from(items: Vec<Value<'a>>) -> Self {
        Self::Array(items)
    }
}

/// An object being written, member by member.
pub(crate) struct Members<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

impl Default for Members<'_> {
    /// Room for as many members as the largest request has.
    fn default() -> Self {
        Self(Vec::with_capacity(16))
    }
}

impl<'a> Members<'a> {
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value<'a>>) -> Self {
        self.push(name, value.into());
        self
    }

    /// Not inlined: there are hundreds of calls.
    #[inline(never)]
    fn push(&mut self, name: &'static str, value: Value<'a>) {
        self.0.push((Cow::Borrowed(name), value));
    }

    pub(crate) fn with_some(self, name: &'static str, value: Option<impl Into<Value<'a>>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    #[cfg(feature = "schema")]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> From<Members<'a>> for Value<'a> {
    fn from(members: Members<'a>) -> Self {
        Self::Object(members.0)
    }
}

/// The largest whole number that an `f64`, and so JavaScript, tells from its neighbours.
pub(crate) const LARGEST_WHOLE: u64 = (1 << 53) - 1;

/// The whole number that an `f64` is; `None` for one that is none, or cannot be told from its
/// neighbours.
pub(crate) fn whole(number: f64) -> Option<u64> {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; the comparison with the number itself refuses what was lost"
    )]
    let whole = number as u64;
    (exact(whole) == Some(number)).then_some(whole)
}

/// The whole number of decimal digits, none of them a zero in front; `None` for one that an `f64`
/// cannot tell from its neighbours.
pub(crate) fn digits(text: &str) -> Option<u64> {
    let is_right =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    // Of more digits than a `u64` has there is none.
    let number = text.parse().ok().filter(|_| is_right)?;
    (number <= LARGEST_WHOLE).then_some(number)
}

/// A whole number as an `f64`, unless it would lose digits there, as in JavaScript.
fn exact(number: u64) -> Option<f64> {
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "exact: below 2^53"
    )]
    (number <= LARGEST_WHOLE).then_some(number as f64)
}

impl From<u64> for Value<'_> {
    /// A number where an `f64` holds it exactly, else text.
    fn from(number: u64) -> Self {
        match exact(number) {
            Some(number) => Self::Number(number),
            None => Self::from(alloc::format!("{number}")),
        }
    }
}

impl Param {
    fn to_value(&self) -> Value<'static> {
        match self {
            Self::Number(number) => Value::from(*number),
            Self::Text(text) => Value::String(text.clone()),
            Self::Type(found) => Value::from(found.name()),
        }
    }
}

impl Issue {
    /// The issue as an object: `code`, `path`, `message`, `params` where there are any, and
    /// `severity` where it is a note.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let path: Vec<_> = self
            .path()
            .iter()
            .map(|segment| match segment {
                Segment::Field(name) => Value::String(name.clone()),
                Segment::Index(index) => Param::from(*index).to_value(),
            })
            .collect();
        let params: Vec<_> = self
            .params()
            .map(|(name, param)| (Cow::Owned(name.into()), param.to_value()))
            .collect();
        Members::default()
            .with("code", String::from(self.code()))
            .with("path", path)
            .with("message", alloc::format!("{self}"))
            .with_some(
                "params",
                (!params.is_empty()).then_some(Value::Object(params)),
            )
            .with_some("severity", self.is_note().then_some("note"))
            .into()
    }
}
