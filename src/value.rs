//! A value as it arrived or as it is sent: JSON's six types, nothing trusted.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::issue::{Param, Segment, Type};
use crate::{Issue, Timestamp};

#[cfg(feature = "json")]
mod json;
#[cfg(feature = "serde")]
mod serialized;

/// The most bytes of a body that are read by default: 1 MiB.
pub const LARGEST_BODY: usize = 1 << 20;

/// The most levels of lists and objects in a body.
pub const DEEPEST_BODY: usize = 64;

/// A value of JSON, or what a caller put in the place of one.
///
/// `Debug` shows types and names only: a value may hold codes.
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
    /// A JavaScript value that JSON has no word for.
    Foreign(Type),
    /// What could not be read, and why.
    Broken(Issue),
}

impl<'a> Value<'a> {
    pub(crate) fn type_name(&self) -> Result<Type, Issue> {
        match self {
            Self::Null => Ok(Type::Null),
            Self::Boolean(_) => Ok(Type::Boolean),
            Self::Number(_) => Ok(Type::Number),
            Self::String(_) => Ok(Type::String),
            Self::Array(_) => Ok(Type::Array),
            Self::Object(_) => Ok(Type::Object),
            Self::Foreign(foreign) => Ok(*foreign),
            Self::Broken(issue) => Err(issue.clone()),
        }
    }

    /// The issue of a value that is not of the expected type.
    fn other_than(&self, expected: Type) -> Issue {
        match self.type_name() {
            Ok(found) => Issue::wrong_type(expected, found),
            Err(issue) => issue,
        }
    }

    /// The text of a string.
    ///
    /// # Errors
    /// `wrong_type`, or why the value could not be read.
    pub fn text(&self) -> Result<&str, Issue> {
        match self {
            Self::String(text) => Ok(text),
            other => Err(other.other_than(Type::String)),
        }
    }

    /// The text of a string that holds more than white space.
    ///
    /// # Errors
    /// `text_empty`, `wrong_type`, or why the value could not be read.
    pub fn some_text(&self) -> Result<&str, Issue> {
        match self.text()? {
            text if text.trim().is_empty() => {
                Err(Issue::new("text_empty", "expected some text, found none"))
            }
            text => Ok(text),
        }
    }

    /// Whether a boolean is true.
    ///
    /// # Errors
    /// `wrong_type`, or why the value could not be read.
    pub fn boolean(&self) -> Result<bool, Issue> {
        match self {
            Self::Boolean(flag) => Ok(*flag),
            other => Err(other.other_than(Type::Boolean)),
        }
    }

    /// The number.
    ///
    /// # Errors
    /// `wrong_type`, or why the value could not be read.
    pub fn number(&self) -> Result<f64, Issue> {
        match self {
            Self::Number(number) => Ok(*number),
            other => Err(other.other_than(Type::Number)),
        }
    }

    /// A whole number from `min` to `max`, at most 2^53 - 1.
    ///
    /// # Errors
    /// `wrong_type`, `number_out_of_range`, or why the value could not be read.
    pub fn whole(&self, min: u64, max: u64) -> Result<u64, Issue> {
        let number = self.number()?;
        #[expect(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates; the comparison with the number itself refuses what was lost"
        )]
        let whole = number as u64;
        if exact(whole) == Some(number) && (min..=max).contains(&whole) {
            Ok(whole)
        } else {
            Err(Issue::new(
                "number_out_of_range",
                "expected a whole number from {min} to {max}, found another",
            )
            .with("min", min)
            .with("max", max))
        }
    }

    /// As [`whole`](Self::whole), of numbers that fit into a byte.
    pub(crate) fn small(&self, min: u8, max: u8) -> Result<u8, Issue> {
        let whole = self.whole(min.into(), max.into())?;
        // Always fits: it is at most `max`.
        Ok(u8::try_from(whole).unwrap_or(max))
    }

    /// The items of a list.
    ///
    /// # Errors
    /// `wrong_type`, or why the value could not be read.
    pub fn list(&self) -> Result<&[Self], Issue> {
        match self {
            Self::Array(items) => Ok(items),
            other => Err(other.other_than(Type::Array)),
        }
    }

    /// The items of a list that has any.
    ///
    /// # Errors
    /// `list_empty`, `wrong_type`, or why the value could not be read.
    pub fn some_list(&self) -> Result<&[Self], Issue> {
        match self.list()? {
            [] => Err(Issue::list_empty()),
            list => Ok(list),
        }
    }

    /// The members of an object.
    ///
    /// # Errors
    /// `wrong_type`, or why the value could not be read.
    pub fn members(&self) -> Result<&[(Cow<'a, str>, Self)], Issue> {
        match self {
            Self::Object(members) => Ok(members),
            other => Err(other.other_than(Type::Object)),
        }
    }

    /// The same value, borrowing from nothing.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(flag) => Value::Boolean(flag),
            Self::Number(number) => Value::Number(number),
            Self::String(text) => Value::String(Cow::Owned(text.into_owned())),
            Self::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Object(members) => Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
                    .collect(),
            ),
            Self::Foreign(foreign) => Value::Foreign(foreign),
            Self::Broken(issue) => Value::Broken(issue),
        }
    }

    /// The member of an object, the first where there are several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        let members = self.members().ok()?;
        let (_, value) = members.iter().find(|(known, _)| known == name)?;
        Some(value)
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
            other => match other.type_name() {
                Ok(found) => f.write_str(found.name()),
                Err(issue) => f.write_str(issue.code()),
            },
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
        self.0.push((Cow::Borrowed(name), value.into()));
        self
    }

    pub(crate) fn with_some(self, name: &'static str, value: Option<impl Into<Value<'a>>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl<'a> From<Members<'a>> for Value<'a> {
    fn from(members: Members<'a>) -> Self {
        Self::Object(members.0)
    }
}

/// The largest whole number that an `f64`, and so JavaScript, tells from its neighbours.
pub(crate) const LARGEST_WHOLE: u64 = (1 << 53) - 1;

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
