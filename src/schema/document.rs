//! A value as it was given, flat: a node for each value, and the text that nodes point into.
//!
//! JavaScript and the reader of JSON write the same nodes, in the order in which values are met: a
//! list or an object, then what is in it; of a member its name, then its value. A node is two words.
//! The first has a [tag](tag) in its low five bits and a length above them, the second a place:
//!
//! | tag | length | place |
//! |---|---|---|
//! | `STRING` | bytes | of the first byte in the text |
//! | `ESCAPED` | bytes | of the first byte among the texts that JSON wrote with escapes |
//! | `ARRAY`, `OBJECT` | items, members | of the node after the last one inside |
//! | `WHOLE` | | the number itself, below 2^32 |
//! | `NUMBER` | | none: the next node is the number, as the two halves of its bits, the low one first |
//! | `LITERAL` | bytes | of the first character of a number as JSON writes it, in the text |
//! | `FIELD` | | a name: which of the fields of the table that the object is read by |

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroize;

use crate::issue::Type;
use crate::value::{LARGEST_WHOLE, digits};
use crate::{Issue, IssueCode, Value};

use super::Field;

/// What a node stands for.
pub(crate) mod tag {
    pub(crate) const UNDEFINED: u32 = 0;
    pub(crate) const NULL: u32 = 1;
    pub(crate) const FALSE: u32 = 2;
    pub(crate) const TRUE: u32 = 3;
    pub(crate) const NUMBER: u32 = 4;
    pub(crate) const STRING: u32 = 5;
    pub(crate) const ARRAY: u32 = 6;
    pub(crate) const OBJECT: u32 = 7;
    pub(crate) const FUNCTION: u32 = 8;
    pub(crate) const SYMBOL: u32 = 9;
    pub(crate) const BIGINT: u32 = 10;
    pub(crate) const UNREADABLE: u32 = 11;
    pub(crate) const ILL_FORMED: u32 = 12;
    pub(crate) const TOO_LARGE: u32 = 13;
    pub(crate) const TOO_DEEP: u32 = 14;
    pub(crate) const ESCAPED: u32 = 16;
    pub(crate) const LITERAL: u32 = 17;
    pub(crate) const FIELD: u32 = 18;
    pub(crate) const WHOLE: u32 = 19;
}

/// Where the length of a node begins.
const LENGTH_AT: u32 = 5;

/// A value of a [`Document`].
pub(crate) type Node = [u32; 2];

/// Makes a node. Lengths are below 2^27: nothing longer is ever read.
pub(crate) fn node(tag: u32, length: usize, place: usize) -> Node {
    let low = |number: usize| u32::try_from(number).unwrap_or_default();
    [low(length) << LENGTH_AT | tag, low(place)]
}

/// The two nodes of a number that is not `WHOLE`.
pub(crate) fn number(number: f64) -> [Node; 2] {
    [node(tag::NUMBER, 0, 0), halves(number.to_bits())]
}

/// The two halves of 64 bits, the low one first.
pub(crate) fn halves(bits: u64) -> [u32; 2] {
    let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
    [half(bits), half(bits >> 32)]
}

/// What a node stands for.
pub(crate) fn tag_of([word, _]: Node) -> u32 {
    head(word).0
}

/// How many nodes the first of several values has.
#[cfg(feature = "js")]
pub(crate) fn end_of(nodes: &[Node]) -> usize {
    nodes.first().map_or(0, |first| end(*first, 0))
}

/// Where what stands behind a value begins, and behind all that is in it.
fn end(node: Node, at: usize) -> usize {
    let [_, place] = node;
    match tag_of(node) {
        tag::ARRAY | tag::OBJECT => usize::try_from(place).unwrap_or_default().max(at + 1),
        tag::NUMBER => at + 2,
        _ => at + 1,
    }
}

/// The tag and the length that the first word of a node says.
pub(super) fn head(word: u32) -> (u32, usize) {
    let length = usize::try_from(word >> LENGTH_AT).unwrap_or_default();
    (word & ((1 << LENGTH_AT) - 1), length)
}

/// A value as it was given.
pub(crate) struct Document<'a> {
    pub(crate) nodes: Cow<'a, [Node]>,
    /// What the places of texts point into.
    pub(crate) text: &'a str,
    /// Texts that JSON wrote with escapes, as they read.
    pub(crate) unescaped: String,
}

#[cfg(feature = "js")]
impl<'a> Document<'a> {
    /// The value of nodes that JavaScript wrote.
    pub(crate) fn new(nodes: &'a [Node], text: &'a str) -> Self {
        Self {
            nodes: Cow::Borrowed(nodes),
            text,
            unescaped: String::new(),
        }
    }
}

impl Document<'_> {
    /// The whole of it.
    pub(crate) fn root(&self) -> Given<'_> {
        self.at(0)
    }

    pub(crate) fn at(&self, at: usize) -> Given<'_> {
        Given {
            document: self,
            at,
            node: self.node(at),
        }
    }

    fn node(&self, at: usize) -> Node {
        let node = self.nodes.get(at).copied();
        node.unwrap_or([tag::UNREADABLE, 0])
    }

    /// The value of a Rust caller, written down.
    pub(crate) fn of(value: &Value<'_>) -> Self {
        let mut document = Document {
            nodes: Cow::Owned(Vec::new()),
            text: "",
            // With room for all of it: a text that grows leaves its digits behind.
            unescaped: String::with_capacity(text_length(value)),
        };
        document.write(value);
        document
    }

    fn write(&mut self, value: &Value<'_>) {
        match value {
            Value::Null => self.push(node(tag::NULL, 0, 0)),
            Value::Boolean(false) => self.push(node(tag::FALSE, 0, 0)),
            Value::Boolean(true) => self.push(node(tag::TRUE, 0, 0)),
            Value::Number(given) => self.nodes.to_mut().extend(number(*given)),
            Value::String(text) => self.write_text(text),
            Value::Array(items) => {
                let at = self.open();
                for item in items {
                    self.write(item);
                }
                self.close(at, tag::ARRAY, items.len());
            }
            Value::Object(members) => {
                let at = self.open();
                for (name, value) in members {
                    self.write_text(name);
                    self.write(value);
                }
                self.close(at, tag::OBJECT, members.len());
            }
        }
    }

    fn write_text(&mut self, text: &str) {
        self.push(node(tag::ESCAPED, text.len(), self.unescaped.len()));
        self.unescaped.push_str(text);
    }

    fn push(&mut self, node: Node) {
        self.nodes.to_mut().push(node);
    }

    fn open(&mut self) -> usize {
        let at = self.nodes.len();
        self.push([0, 0]);
        at
    }

    fn close(&mut self, at: usize, tag: u32, length: usize) {
        let end = self.nodes.len();
        if let Some(opened) = self.nodes.to_mut().get_mut(at) {
            *opened = node(tag, length, end);
        }
    }
}

/// How many bytes the texts of a value have.
fn text_length(value: &Value<'_>) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(text_length).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| name.len() + text_length(value))
            .sum(),
        _ => 0,
    }
}

impl Drop for Document<'_> {
    fn drop(&mut self) {
        // To wipe nothing takes 60 ns where a processor masks its stores, half a reading.
        if !self.unescaped.is_empty() {
            self.unescaped.zeroize();
        }
    }
}

/// One value of a document.
#[derive(Clone, Copy)]
pub(crate) struct Given<'d> {
    document: &'d Document<'d>,
    at: usize,
    node: Node,
}

impl<'d> Given<'d> {
    pub(crate) fn tag(self) -> u32 {
        tag_of(self.node)
    }

    /// The value at another place of the same document.
    pub(crate) fn elsewhere(self, at: usize) -> Self {
        self.document.at(at)
    }

    /// Where it stands among the nodes.
    pub(crate) fn place(self) -> usize {
        self.at
    }

    fn length(self) -> usize {
        let [word, _] = self.node;
        head(word).1
    }

    fn target(self) -> usize {
        let [_, place] = self.node;
        usize::try_from(place).unwrap_or_default()
    }

    /// Where what stands behind it begins, and behind all that is in it.
    pub(crate) fn end(self) -> usize {
        end(self.node, self.at)
    }

    /// The text of a string; `None` for what is none.
    pub(crate) fn text(self) -> Option<&'d str> {
        let all = match self.tag() {
            tag::STRING => self.document.text,
            tag::ESCAPED => &self.document.unescaped,
            _ => return None,
        };
        let start = self.target();
        all.get(start..start + self.length())
    }

    /// The name of a member, which is a text or one of these fields.
    pub(crate) fn name(self, fields: &[Field]) -> &'d str {
        match self.tag() {
            tag::FIELD => fields
                .get(self.target())
                .map(|field| field.name.text)
                .unwrap_or_default(),
            _ => self.text().unwrap_or_default(),
        }
    }

    /// Which field a name is, where whoever wrote it has looked it up.
    pub(crate) fn known_field(self) -> Option<usize> {
        (self.tag() == tag::FIELD).then(|| self.target())
    }

    /// The number; `None` for what is none.
    pub(crate) fn number(self) -> Option<f64> {
        let [_, place] = self.node;
        match self.tag() {
            tag::WHOLE => Some(f64::from(place)),
            tag::NUMBER => {
                let [low, high] = self.document.node(self.at + 1);
                Some(f64::from_bits(u64::from(high) << 32 | u64::from(low)))
            }
            tag::LITERAL => {
                let start = self.target();
                let literal = self.document.text.get(start..start + self.length())?;
                Some(super::literal::value(literal))
            }
            _ => None,
        }
    }

    /// A whole number from `min` to `max`, at most 2^53 - 1.
    pub(crate) fn whole(self, min: u64, max: u64) -> Option<u64> {
        crate::value::whole(self.number()?).filter(|whole| (min..=max).contains(whole))
    }

    /// A whole number up to 2^53 - 1, or what the digits of one say.
    pub(crate) fn numbered(self) -> Option<u64> {
        match self.text() {
            Some(text) => digits(text),
            None => self.whole(0, LARGEST_WHOLE),
        }
    }

    pub(crate) fn flag(self) -> Option<bool> {
        match self.tag() {
            tag::FALSE => Some(false),
            tag::TRUE => Some(true),
            _ => None,
        }
    }

    pub(crate) fn is_null(self) -> bool {
        self.tag() == tag::NULL
    }

    pub(crate) fn is_object(self) -> bool {
        self.tag() == tag::OBJECT
    }

    #[cfg(feature = "js")]
    pub(crate) fn is_list(self) -> bool {
        self.tag() == tag::ARRAY
    }

    /// How many items a list has, or members an object; 0 for what is neither.
    pub(crate) fn len(self) -> usize {
        match self.tag() {
            tag::ARRAY | tag::OBJECT => self.length(),
            _ => 0,
        }
    }

    /// The items of a list; none of what is no list.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> + Clone {
        let length = if self.tag() == tag::ARRAY {
            self.length()
        } else {
            0
        };
        let mut at = self.at + 1;
        (0..length).map(move |_| {
            let item = self.elsewhere(at);
            at = item.end();
            item
        })
    }

    /// The members of an object, each its name and its value; none of what is no object.
    pub(crate) fn members(self) -> impl Iterator<Item = (Self, Self)> {
        let length = if self.is_object() { self.length() } else { 0 };
        let mut at = self.at + 1;
        (0..length).map(move |_| {
            let name = self.elsewhere(at);
            // No name has anything in it.
            let value = self.elsewhere(at + 1);
            at = value.end();
            (name, value)
        })
    }

    /// What is wrong with a value that is not of a type.
    #[cold]
    pub(crate) fn other_than(self, expected: Type) -> Issue {
        let found = match self.tag() {
            tag::UNDEFINED => Type::Undefined,
            tag::NULL => Type::Null,
            tag::FALSE | tag::TRUE => Type::Boolean,
            tag::NUMBER | tag::WHOLE | tag::LITERAL => Type::Number,
            tag::STRING | tag::ESCAPED | tag::FIELD => Type::String,
            tag::ARRAY => Type::Array,
            tag::OBJECT => Type::Object,
            tag::FUNCTION => Type::Function,
            tag::SYMBOL => Type::Symbol,
            tag::BIGINT => Type::BigInt,
            tag::ILL_FORMED => return Issue::of(IssueCode::IllFormedText),
            // As long as it may be: a service's own state may be longer than a body.
            tag::TOO_LARGE => return Issue::of(IssueCode::BodyTooLarge).param(self.length()),
            tag::TOO_DEEP => return Issue::body_too_deep(),
            _ => return Issue::of(IssueCode::Unreadable),
        };
        Issue::wrong_type(expected, found)
    }
}
