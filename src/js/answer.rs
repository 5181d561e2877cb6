//! What a call gives back.
//!
//! Issues and values cross as words of 32 bits and one text, in which the texts stand in the order
//! of their words. Lengths of texts are in UTF-16 units.
//!
//! An issue is a word, the number of its row in the catalogue with how many params it has from bit
//! 12 and how many steps its path has from bit 16 on, then the steps, then the params. A step is a
//! field of the request (`FIELD` and which), an item of a list (`WHOLE` and its index) or a name
//! (`STRING`). A param is a number (`NUMBER`, then its low and its high half), a word (`STRING`) or
//! a type (`TYPE` and which). Each is a tag in the low five bits and a number above.

use alloc::string::String;
use alloc::vec::Vec;

#[cfg(feature = "js-objects")]
use serde::Serialize;
#[cfg(feature = "js-objects")]
use wasm_bindgen::prelude::JsValue;

use crate::GenerateError;
use crate::Issues;
use crate::Value;
use crate::issue::{Param, Segment};
use crate::schema::{Field, halves, tag};

/// The answer is what was given.
pub(super) const AS_GIVEN: u32 = 0;
/// The answer is a value in the words.
pub(super) const WRITTEN: u32 = 1;
/// The answer is that there are issues.
pub(super) const REFUSED: u32 = 2;
/// The issues are those of an argument that the caller must not hand over.
pub(super) const MISUSE: u32 = 3;
/// The text is the code of an error, a line feed, and its message.
pub(super) const FAILED: u32 = 4;
/// The answer is an object.
#[cfg(feature = "js-objects")]
pub(super) const OBJECT: u32 = 5;

/// Where the number of a word begins.
const NUMBER_AT: u32 = 5;
/// Where the count of an issue's params begins, and that of its steps.
const PARAMS_AT: u32 = 12;
const STEPS_AT: u32 = 16;
/// A param that is a type.
const TYPE: u32 = 20;

/// The answer to a call.
pub(super) enum Answer {
    /// What was given.
    AsGiven,
    /// What is in the words.
    Written,
    /// What was judged is wrong.
    Refused(Issues),
    /// The caller's misuse of an argument: a policy, a state, an instant.
    Misuse(&'static str, Issues),
    /// No code could be drawn.
    Failed { code: &'static str, message: String },
    /// An object of its own.
    #[cfg(feature = "js-objects")]
    Object(JsValue),
}

impl Answer {
    /// What leaves as a JavaScript value.
    #[cfg(feature = "js-objects")]
    pub(super) fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        let writer = serde_wasm_bindgen::Serializer::json_compatible();
        // Cannot fail: names are text, and numbers are those of JSON.
        Self::Object(value.serialize(&writer).unwrap_or_default())
    }

    /// What was checked, or what is wrong with it.
    #[cfg(feature = "js-objects")]
    pub(super) fn of_checked<T: Serialize, E: Into<Issues>>(checked: Result<T, E>) -> Self {
        match checked {
            Ok(value) => Self::of(&value),
            Err(issues) => Self::Refused(issues.into()),
        }
    }

    pub(super) fn not_drawn<E: core::fmt::Display>(failed: &GenerateError<E>) -> Self {
        Self::Failed {
            code: failed.code(),
            message: alloc::format!("{failed}"),
        }
    }
}

/// Says of an argument what is wrong with it.
pub(super) fn misused<I: Into<Issues>>(name: &'static str) -> impl Fn(I) -> Answer {
    move |issues| Answer::Misuse(name, issues.into())
}

/// What a call answers, or why it cannot.
pub(super) fn either(answer: Result<Answer, Answer>) -> Answer {
    match answer {
        Ok(answer) | Err(answer) => answer,
    }
}

/// The words and the text of an answer.
#[derive(Default)]
pub(super) struct Out {
    pub(super) words: Vec<u32>,
    pub(super) text: String,
    /// The fields that JavaScript knows by number.
    known: &'static [Field],
}

impl Out {
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.text.clear();
        self.known = &[];
    }

    /// Lets the first steps of paths be numbers where they are these.
    pub(super) fn know(&mut self, fields: &'static [Field]) {
        self.known = fields;
    }

    pub(super) fn push(&mut self, tag: u32, number: usize) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.words.push(number << NUMBER_AT | tag);
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        let units = if text.is_ascii() {
            text.len()
        } else {
            text.chars().map(char::len_utf16).sum()
        };
        self.push(tag::STRING, units);
        self.text.push_str(text);
    }

    /// A number.
    pub(super) fn number(&mut self, number: f64) {
        match crate::value::whole(number).map(u32::try_from) {
            Some(Ok(whole)) if whole < 1 << (u32::BITS - NUMBER_AT) => {
                self.push(tag::WHOLE, usize::try_from(whole).unwrap_or_default());
            }
            _ => {
                self.push(tag::NUMBER, 0);
                self.words.extend(halves(number.to_bits()));
            }
        }
    }

    /// A value of JSON.
    pub(super) fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Null => self.push(tag::NULL, 0),
            Value::Boolean(false) => self.push(tag::FALSE, 0),
            Value::Boolean(true) => self.push(tag::TRUE, 0),
            Value::Number(number) => self.number(*number),
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                self.push(tag::ARRAY, items.len());
                for item in items {
                    self.value(item);
                }
            }
            Value::Object(members) => {
                self.push(tag::OBJECT, members.len());
                for (name, member) in members {
                    self.text(name);
                    self.value(member);
                }
            }
        }
    }

    #[cold]
    pub(super) fn issues(&mut self, issues: &Issues) {
        for issue in issues {
            let number = issue.known().map(crate::IssueCode::number);
            let (params, steps) = (issue.all_params(), issue.path());
            let counted = |count: usize, at: u32| u32::try_from(count).unwrap_or_default() << at;
            self.words.push(
                number.map(u32::from).unwrap_or_default()
                    | counted(params.len(), PARAMS_AT)
                    | counted(steps.len(), STEPS_AT),
            );
            for (depth, step) in steps.iter().enumerate() {
                match step {
                    Segment::Index(index) => self.push(tag::WHOLE, *index),
                    Segment::Field(name) => {
                        let mut known = self.known.iter();
                        match known.position(|field| field.name.text == name && depth == 0) {
                            Some(at) => self.push(tag::FIELD, at),
                            None => self.text(name),
                        }
                    }
                }
            }
            for param in params {
                match param {
                    Param::Number(number) => {
                        self.push(tag::NUMBER, 0);
                        self.words.extend(halves(*number));
                    }
                    Param::Text(text) => self.text(text),
                    Param::Type(found) => self.push(TYPE, found.number()),
                }
            }
        }
    }

    pub(super) fn failure(&mut self, code: &str, message: &str) {
        self.text.push_str(code);
        self.text.push('\n');
        self.text.push_str(message);
    }
}
