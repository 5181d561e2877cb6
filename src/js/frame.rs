//! How JavaScript writes values: a word for each, and all texts joined.
//!
//! A word is a tag in its low four bits and a length above them: UTF-16 units for what has a text,
//! items of a list, members of an object. The items follow their list; of a member, the word of
//! the name, then the value. After the word of a number come the two halves of its 64 bits, the
//! low one first. Texts are UTF-8 and stand in the order of their words.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::issue::Type;
use crate::{Issue, LARGEST_BODY, Value};

const UNDEFINED: u32 = 0;
const NULL: u32 = 1;
const FALSE: u32 = 2;
const TRUE: u32 = 3;
const NUMBER: u32 = 4;
const STRING: u32 = 5;
const ARRAY: u32 = 6;
const OBJECT: u32 = 7;
const FUNCTION: u32 = 8;
const SYMBOL: u32 = 9;
const BIGINT: u32 = 10;
const UNREADABLE: u32 = 11;
const ILL_FORMED: u32 = 12;
const TOO_LARGE: u32 = 13;
const TOO_DEEP: u32 = 14;

/// Reads the arguments that a frame holds.
pub(super) fn read<'a>(words: &[u32], text: &'a [u8]) -> Vec<Value<'a>> {
    // Always UTF-8: JavaScript's encoder wrote it.
    let text = core::str::from_utf8(text).unwrap_or_default();
    let mut words = words.iter().copied().peekable();
    let mut texts = Texts {
        rest: text,
        ascii: text.is_ascii(),
    };
    let mut arguments = Vec::with_capacity(3);
    while words.peek().is_some() {
        arguments.push(value(&mut words, &mut texts).unwrap_or_else(Value::Broken));
    }
    arguments
}

fn value<'a>(
    words: &mut impl Iterator<Item = u32>,
    texts: &mut Texts<'a>,
) -> Result<Value<'a>, Issue> {
    let (tag, length) = next(words)?;
    Ok(match tag {
        UNDEFINED => Value::Foreign(Type::Undefined),
        NULL => Value::Null,
        FALSE => Value::Boolean(false),
        TRUE => Value::Boolean(true),
        NUMBER => {
            let mut half = || words.next().map(u64::from).ok_or_else(unreadable);
            let (low, high) = (half()?, half()?);
            Value::Number(f64::from_bits(high << 32 | low))
        }
        STRING => Value::String(Cow::Borrowed(texts.take(length)?)),
        ARRAY => {
            let mut items = Vec::with_capacity(length);
            for _ in 0..length {
                items.push(value(words, texts)?);
            }
            Value::Array(items)
        }
        OBJECT => {
            let mut members = Vec::with_capacity(length);
            for _ in 0..length {
                let (_, name) = next(words)?;
                let name = Cow::Borrowed(texts.take(name)?);
                members.push((name, value(words, texts)?));
            }
            Value::Object(members)
        }
        FUNCTION => Value::Foreign(Type::Function),
        SYMBOL => Value::Foreign(Type::Symbol),
        BIGINT => Value::Foreign(Type::BigInt),
        ILL_FORMED => Value::Broken(ill_formed_text()),
        TOO_LARGE => Value::Broken(Issue::body_too_large(LARGEST_BODY)),
        TOO_DEEP => Value::Broken(Issue::body_too_deep()),
        UNREADABLE.. => Value::Broken(unreadable()),
    })
}

fn next(words: &mut impl Iterator<Item = u32>) -> Result<(u32, usize), Issue> {
    let word = words.next().ok_or_else(unreadable)?;
    Ok((word & 15, usize::try_from(word >> 4).unwrap_or_default()))
}

pub(super) fn ill_formed_text() -> Issue {
    Issue::new(
        "ill_formed_text",
        "expected well-formed text, found half of a surrogate pair",
    )
}

fn unreadable() -> Issue {
    Issue::new(
        "unreadable",
        "expected a value that can be read, found one that throws",
    )
}

/// The texts not yet taken.
struct Texts<'a> {
    rest: &'a str,
    /// Whether bytes count as UTF-16 units.
    ascii: bool,
}

impl<'a> Texts<'a> {
    /// The next text, so many UTF-16 units long.
    fn take(&mut self, units: usize) -> Result<&'a str, Issue> {
        let bytes = if self.ascii {
            units
        } else {
            let mut left = units;
            self.rest
                .chars()
                .take_while(|c| {
                    let inside = left > 0;
                    left = left.saturating_sub(c.len_utf16());
                    inside
                })
                .map(char::len_utf8)
                .sum()
        };
        let (text, rest) = self.rest.split_at_checked(bytes).ok_or_else(unreadable)?;
        self.rest = rest;
        Ok(text)
    }
}
