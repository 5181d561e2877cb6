//! What is wrong with a value: where, as a code for machines and a sentence for people.
//!
//! ```
//! use latchwork::Code;
//!
//! let issue = Code::parse("123").unwrap_err();
//! assert_eq!(issue.code(), "code_too_short");
//! assert_eq!(issue.to_string(), "expected 4 to 8 digits, found 3");
//! let params: Vec<_> = issue.params().map(|(name, _)| name).collect();
//! assert_eq!(params, ["min", "max", "found"]);
//! ```

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

mod catalogue;

pub use catalogue::{IssueCode, Part};

/// One step of a path into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// The member of an object.
    Field(Cow<'static, str>),
    /// The item of a list, counted from 0.
    Index(usize),
}

impl From<&'static str> for Segment {
    fn from(name: &'static str) -> Self {
        Self::Field(Cow::Borrowed(name))
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// A number or a word of an issue's sentence, for machines and translations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A count, a position (from 1) or a bound.
    Number(u64),
    /// A word of the field: a format's name, a key type. Never what a caller typed in a secret's place.
    Text(Cow<'static, str>),
    /// The type of a JSON or JavaScript value.
    Type(Type),
}

impl From<u64> for Param {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Param {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

impl From<u8> for Param {
    fn from(number: u8) -> Self {
        Self::Number(number.into())
    }
}

impl From<&'static str> for Param {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<alloc::string::String> for Param {
    fn from(text: alloc::string::String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Type> for Param {
    fn from(found: Type) -> Self {
        Self::Type(found)
    }
}

impl fmt::Display for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::Type(found) => f.write_str(found.phrase()),
        }
    }
}

/// The types a value can have in JSON, and those that JavaScript adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Type {
    /// JSON `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// Any JSON number.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
    /// JavaScript `undefined`, where a value was asked for.
    Undefined,
    /// A JavaScript function.
    Function,
    /// A JavaScript symbol.
    Symbol,
    /// A JavaScript `BigInt`.
    BigInt,
}

impl Type {
    /// The bare name, as `typeof` and JSON Schema write it: `string`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::Undefined => "undefined",
            Self::Function => "function",
            Self::Symbol => "symbol",
            Self::BigInt => "bigint",
        }
    }

    /// Every type, in the order of its numbers at the border to JavaScript.
    pub const ALL: [Self; 10] = [
        Self::Null,
        Self::Boolean,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
        Self::Undefined,
        Self::Function,
        Self::Symbol,
        Self::BigInt,
    ];

    #[cfg(feature = "js")]
    pub(crate) fn number(self) -> usize {
        let mut all = Self::ALL.into_iter();
        all.position(|known| known == self).unwrap_or_default()
    }

    /// The name as a sentence says it: `a string`.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "true or false",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "a list",
            Self::Object => "an object",
            Self::Undefined => "undefined",
            Self::Function => "a function",
            Self::Symbol => "a symbol",
            Self::BigInt => "a bigint",
        }
    }
}

/// One thing wrong with a value.
///
/// It holds a code and numbers; `Display` makes the sentence of them, one line in lower case.
/// Neither it nor the params hold a secret.
///
/// ```
/// # use latchwork::Code;
/// let issue = Code::parse("123").unwrap_err();
/// assert_eq!(issue.code(), "code_too_short");
/// assert_eq!(issue.to_string(), "expected 4 to 8 digits, found 3");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue(Box<Parts>);

/// Behind a pointer, so that what is mostly right is not as large as what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    says: Says,
    path: Vec<Segment>,
    /// In the order of the names of what it says.
    params: Vec<Param>,
}

/// What an issue says.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Says {
    /// A row of the catalogue.
    Known(IssueCode),
    /// A caller's own.
    Own(Box<Own>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Own {
    code: Cow<'static, str>,
    /// A sentence with the names of params in braces.
    sentence: Cow<'static, str>,
    /// The names of the params.
    names: Vec<Cow<'static, str>>,
    is_note: bool,
}

impl Issue {
    /// An issue of a caller's own at the value itself.
    ///
    /// `code` is stable and `snake_case`. `sentence` may name params in braces:
    /// `expected at most {max} keys, found {found}`.
    pub fn new(code: impl Into<Cow<'static, str>>, sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::own(code.into(), sentence.into(), false)
    }

    /// Something worth knowing about a value that is right; otherwise as [`Issue::new`].
    pub fn note(
        code: impl Into<Cow<'static, str>>,
        sentence: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::own(code.into(), sentence.into(), true)
    }

    fn own(code: Cow<'static, str>, sentence: Cow<'static, str>, is_note: bool) -> Self {
        Self::saying(Says::Own(Box::new(Own {
            code,
            sentence,
            names: Vec::new(),
            is_note,
        })))
    }

    /// An issue of the catalogue, at the value itself. Its params follow, in the catalogue's order.
    pub(crate) fn of(code: IssueCode) -> Self {
        Self::saying(Says::Known(code))
    }

    /// Not inlined: there are hundreds of calls.
    #[inline(never)]
    fn saying(says: Says) -> Self {
        Self(Box::new(Parts {
            says,
            path: Vec::new(),
            params: Vec::new(),
        }))
    }

    /// The same issue with its next param.
    #[must_use]
    pub(crate) fn param(mut self, param: impl Into<Param>) -> Self {
        self.push(param.into());
        self
    }

    /// The same issue of a caller's own with a param more. An issue of the catalogue has its own
    /// params already, and stays as it is.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, param: impl Into<Param>) -> Self {
        if let Says::Own(own) = &mut self.0.says {
            own.names.push(name.into());
            self.push(param.into());
        }
        self
    }

    /// The same issue, seen from one level further out.
    #[must_use]
    pub fn at(mut self, segment: impl Into<Segment>) -> Self {
        self.nest(segment.into());
        self
    }

    #[inline(never)]
    fn push(&mut self, param: Param) {
        self.0.params.push(param);
    }

    #[inline(never)]
    fn nest(&mut self, segment: Segment) {
        self.0.path.insert(0, segment);
    }

    /// The stable code for machines.
    #[must_use]
    pub fn code(&self) -> &str {
        match &self.0.says {
            Says::Known(code) => code.code(),
            Says::Own(own) => &own.code,
        }
    }

    /// The row of the catalogue; `None` for an issue of a caller's own.
    #[must_use]
    pub fn known(&self) -> Option<IssueCode> {
        match self.0.says {
            Says::Known(code) => Some(code),
            Says::Own(_) => None,
        }
    }

    /// Whether the value is right all the same: a note refuses nothing.
    #[must_use]
    pub fn is_note(&self) -> bool {
        match &self.0.says {
            Says::Known(code) => code.is_note(),
            Says::Own(own) => own.is_note,
        }
    }

    /// Where, from the outermost value inwards; empty for the value itself.
    #[must_use]
    pub fn path(&self) -> &[Segment] {
        &self.0.path
    }

    /// Every param, those that stand in the sentence only among them.
    #[cfg(feature = "js")]
    pub(crate) fn all_params(&self) -> &[Param] {
        &self.0.params
    }

    /// The numbers and words of the sentence.
    pub fn params(&self) -> impl Iterator<Item = (&str, &Param)> {
        self.named().filter(|(name, _)| !name.starts_with('_'))
    }

    fn named(&self) -> impl Iterator<Item = (&str, &Param)> {
        let (known, own): (&'static [&'static str], &[Cow<'static, str>]) = match &self.0.says {
            Says::Known(code) => (code.params(), &[]),
            Says::Own(own) => (&[], &own.names),
        };
        let names = known.iter().copied().chain(own.iter().map(Cow::as_ref));
        names.zip(&self.0.params)
    }

    /// The path as people read it: `accesses[0]`; empty for the value itself.
    #[must_use]
    pub fn place(&self) -> impl fmt::Display + '_ {
        Place(&self.0.path)
    }

    /// What may help, as a sentence of its own: `leading zeros count: padded with zeros it would
    /// have 4 digits`.
    #[must_use]
    pub fn hint(&self) -> Option<impl fmt::Display + '_> {
        let hint = self.known()?.hint();
        (!hint.is_empty()).then_some(Filled {
            sentence: hint,
            issue: self,
        })
    }

    #[cold]
    pub(crate) fn wrong_type(expected: Type, found: Type) -> Self {
        Self::of(IssueCode::WrongType).param(expected).param(found)
    }

    #[cold]
    pub(crate) fn out_of_range(min: impl Into<Param>, max: impl Into<Param>) -> Self {
        Self::of(IssueCode::NumberOutOfRange).param(min).param(max)
    }

    /// Of a value that was found wrong and reads all the same, which cannot be.
    #[cold]
    pub(crate) fn not_read() -> Self {
        Self::of(IssueCode::Unreadable)
    }

    pub(crate) fn body_too_deep() -> Self {
        Self::of(IssueCode::BodyTooDeep).param(crate::DEEPEST_BODY)
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match &self.0.says {
            Says::Known(code) => code.sentence(),
            Says::Own(own) => &own.sentence,
        };
        Filled {
            sentence,
            issue: self,
        }
        .fmt(f)
    }
}

/// A sentence with the params of an issue in place of their names.
struct Filled<'a> {
    sentence: &'a str,
    issue: &'a Issue,
}

impl fmt::Display for Filled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.sentence;
        while let Some((before, after)) = rest.split_once('{') {
            f.write_str(before)?;
            let filled = after.split_once('}').and_then(|(name, after)| {
                let (_, param) = self.issue.named().find(|(known, _)| *known == name)?;
                Some((param, after))
            });
            if let Some((param, after)) = filled {
                param.fmt(f)?;
                rest = after;
            } else {
                f.write_str("{")?;
                rest = after;
            }
        }
        f.write_str(rest)
    }
}

impl core::error::Error for Issue {}

pub(crate) struct Place<'a>(pub(crate) &'a [Segment]);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Field(name) => {
                    if depth > 0 {
                        f.write_str(".")?;
                    }
                    one_line(name, f)?;
                }
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Writes a name that anybody may have chosen so that it stays inside its line, and ends nothing.
fn one_line(name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    name.chars().try_for_each(|c| {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            write!(f, "{}", c.escape_default())
        } else {
            f.write_char(c)
        }
    })
}

/// Everything wrong with a value, in the order of its fields; never empty when it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub struct Issues(Vec<Issue>);

impl Issues {
    /// The issues as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[Issue] {
        &self.0
    }

    /// The issues one by one.
    pub fn iter(&self) -> core::slice::Iter<'_, Issue> {
        self.0.iter()
    }

    /// The same issues, seen from one level further out.
    #[must_use]
    pub fn at(mut self, segment: impl Into<Segment>) -> Self {
        let segment = segment.into();
        for issue in &mut self.0 {
            issue.nest(segment.clone());
        }
        self
    }

    /// Whether there is nothing wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Issues {
    /// One line: `pin: expected 4 to 8 digits, found 3; accesses: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, issue) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            if !issue.path().is_empty() {
                write!(f, "{}: ", issue.place())?;
            }
            issue.fmt(f)?;
        }
        Ok(())
    }
}

impl From<Issue> for Issues {
    fn from(issue: Issue) -> Self {
        Self(alloc::vec![issue])
    }
}

impl From<Vec<Issue>> for Issues {
    fn from(issues: Vec<Issue>) -> Self {
        Self(issues)
    }
}

impl FromIterator<Issue> for Issues {
    fn from_iter<I: IntoIterator<Item = Issue>>(issues: I) -> Self {
        Self(issues.into_iter().collect())
    }
}

impl IntoIterator for Issues {
    type Item = Issue;
    type IntoIter = alloc::vec::IntoIter<Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Issues {
    type Item = &'a Issue;
    type IntoIter = core::slice::Iter<'a, Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
