//! What a request is: a table of fields, and the one walk that reads whatever comes from outside
//! by it.
//!
//! A table says names, kinds and what is required, in the vendor's order. [`read`](walk::read)
//! holds a [`Document`] against it and collects every issue. What ties fields together is a plain
//! function beside the table, its `rules`. What is right is then taken field by field from the
//! [`Reading`].

use crate::Issue;
use crate::issue::{IssueCode, Segment};

mod document;
mod json;
#[cfg(feature = "schema")]
mod json_schema;
mod literal;
mod reading;
mod report;
mod walk;
mod words;

pub(crate) use document::{Document, Given, tag};
#[cfg(feature = "js")]
pub(crate) use document::{Node, end_of, halves, tag_of};
#[cfg(feature = "schema")]
pub(crate) use json_schema::{Schema, of_field, of_request, of_table};
#[cfg(feature = "serde")]
pub(crate) use literal::value as number_of;
pub(crate) use reading::{Judged, Reading};
pub(crate) use report::{MOST_ISSUES, Path, Step};
pub(crate) use walk::{check, check_alone, check_alone_and, check_assuming, read_as};
pub(crate) use words::{Words, words};

/// The last second of the year 9999, and of [`Kind::UnixTime`].
pub(crate) const LAST_SECOND: u64 = 253_402_300_799;

/// What becomes of fields that a request does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownFields {
    /// Each is an issue: a misspelt `validTO` must not open a door for ever.
    #[default]
    Refuse,
    /// They are passed over.
    Ignore,
}

/// The fields of an object.
pub(crate) struct Table {
    /// In the vendor's order, which is the order of issues and of what is given back.
    pub(crate) fields: &'static [Field],
    /// Other kinds for the same fields, where one of them says which.
    pub(crate) choice: Option<Choice>,
    /// What ties the fields together.
    pub(crate) rules: Option<fn(&mut Judged<'_, '_>)>,
    /// Whether members that it does not know are passed over, whoever asks.
    pub(crate) is_open: bool,
    /// Whether null in a field that need not be there is the same as no value.
    pub(crate) is_nullable: bool,
}

/// A field whose word or flag chooses the kinds of all the others.
pub(crate) struct Choice {
    /// The field.
    pub(crate) by: Name,
    /// One row for each of its words, or for false and true; the names and their order stay the
    /// same.
    pub(crate) rows: &'static [&'static [Field]],
}

/// The name of a field, and which of its table it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    pub(crate) at: usize,
    pub(crate) text: &'static str,
}

/// A field of a table.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) presence: Presence,
    pub(crate) kind: Kind,
    /// What only a schema tells of it.
    #[cfg(feature = "schema")]
    pub(crate) said: Said,
}

/// What a schema tells of a field beyond its kind.
#[cfg(feature = "schema")]
#[derive(Clone, Copy, Default)]
pub(crate) struct Said {
    /// A sentence; empty for none.
    pub(crate) description: &'static str,
    /// What its text looks like, where a rule judges it.
    pub(crate) pattern: Pattern,
}

/// Whether a field is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// It may be absent, and is then true.
    OrTrue,
    /// It may not be there for this word or flag of the choice: it is this issue, of the word.
    Barred(IssueCode),
}

/// What the value of a field is.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Anything: the rules judge it.
    Any,
    /// Any text.
    Text,
    /// Text with more than white space in it.
    SomeText,
    /// A name, of which an empty one is this issue.
    Named(IssueCode),
    /// Text of a form.
    Form(&'static Form),
    /// An instant of RFC 3339, or of ISO 8601 where the caller says which offset to assume. For
    /// fields of a request itself: what lies deeper is read without the caller's offset.
    Instant,
    /// One of several words.
    Word(&'static Words),
    Flag,
    Number,
    /// A whole number within bounds.
    Whole(u64, u64),
    /// Seconds since 1970, up to the end of the year 9999.
    UnixTime,
    /// A whole number up to 2^53 - 1, or its digits as a path has them.
    Uid,
    /// A list of any length.
    List(&'static Kind),
    /// A list of some of these words, in whatever order and however often: each counts once.
    #[cfg(feature = "plain")]
    Set(&'static Words),
    /// A list that has an item.
    SomeList(&'static Kind),
    Object(&'static Table),
    /// An object, or what else it is.
    ObjectOr(&'static Table, &'static Kind),
    /// An object whose only field is a word, or the word alone.
    WordOr(&'static Words, &'static Table),
    /// An object of any names.
    #[cfg(any(feature = "js", feature = "schema"))]
    Members(&'static Kind),
    /// Nothing, or a value of a kind.
    OrNull(&'static Kind),
}

/// How a text of some form is judged.
pub(crate) struct Form {
    /// Whether a text is right, at once.
    pub(crate) judge: fn(&str) -> Written,
    /// What is wrong with one that is not.
    pub(crate) explain: fn(&str) -> Issue,
    /// The canonical text of one that is written otherwise.
    pub(crate) canonical: fn(&str) -> alloc::string::String,
    /// The form in the words of JSON Schema.
    #[cfg(feature = "schema")]
    pub(crate) pattern: Pattern,
}

/// What a judge finds of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is wrong.
    No,
    /// It is right, and its canonical text is another.
    Otherwise,
    /// It is right as it is.
    AsGiven,
}

/// What JSON Schema can say of a form. It accepts whatever is right.
#[derive(Clone, Copy, Default)]
#[cfg_attr(
    not(feature = "schema"),
    expect(dead_code, reason = "only a schema tells it")
)]
pub(crate) struct Pattern {
    /// A regular expression; empty for none.
    pub(crate) expression: &'static str,
    /// The name of a format; empty for none.
    pub(crate) format: &'static str,
    /// From 1 to so many characters; 0 for any number.
    pub(crate) longest: usize,
}

impl Form {
    /// A form whose texts are all canonical.
    pub(crate) const fn new(
        judge: fn(&str) -> Written,
        explain: fn(&str) -> Issue,
        pattern: Pattern,
    ) -> Self {
        Self::rewritten(judge, explain, |text| text.into(), pattern)
    }

    pub(crate) const fn rewritten(
        judge: fn(&str) -> Written,
        explain: fn(&str) -> Issue,
        canonical: fn(&str) -> alloc::string::String,
        #[cfg_attr(
            not(feature = "schema"),
            expect(unused_variables, reason = "only a schema tells it")
        )]
        pattern: Pattern,
    ) -> Self {
        Self {
            judge,
            explain,
            canonical,
            #[cfg(feature = "schema")]
            pattern,
        }
    }

    /// The canonical text of one that is right.
    ///
    /// # Errors
    /// What is wrong with one that is not.
    pub(crate) fn read(&self, text: &str) -> Result<alloc::string::String, Issue> {
        match (self.judge)(text) {
            Written::No => Err((self.explain)(text)),
            Written::Otherwise => Ok((self.canonical)(text)),
            Written::AsGiven => Ok(text.into()),
        }
    }

    /// What JSON Schema can say of it.
    #[cfg(feature = "schema")]
    pub(crate) const fn pattern(&self) -> Pattern {
        self.pattern
    }

    /// What JSON Schema can say of it: nothing where nobody asks.
    #[cfg(not(feature = "schema"))]
    #[expect(
        clippy::unused_self,
        reason = "there is a pattern where a schema is asked for"
    )]
    pub(crate) const fn pattern(&self) -> Pattern {
        Pattern::of("")
    }
}

impl Pattern {
    /// More than white space: `\S` leaves out a mark that is none.
    pub(crate) const SOME_TEXT: Self = Self::of("[\\S\\uFEFF]");

    pub(crate) const fn of(expression: &'static str) -> Self {
        Self {
            expression,
            format: "",
            longest: 0,
        }
    }

    pub(crate) const fn format(self, format: &'static str) -> Self {
        Self { format, ..self }
    }

    /// Any 1 to so many characters. An expression would count the halves of some as one each.
    pub(crate) const fn longest(longest: usize) -> Self {
        Self {
            longest,
            ..Self::of("")
        }
    }
}

impl Name {
    pub(crate) const fn new(at: usize, text: &'static str) -> Self {
        Self { at, text }
    }

    pub(crate) const fn required(self, kind: Kind) -> Field {
        self.field(Presence::Required, kind)
    }

    pub(crate) const fn optional(self, kind: Kind) -> Field {
        self.field(Presence::Optional, kind)
    }

    /// A flag that is true where it is absent.
    pub(crate) const fn or_true(self) -> Field {
        self.field(Presence::OrTrue, Kind::Flag)
    }

    /// A field that may not be there for a type of key.
    pub(crate) const fn barred(self) -> Field {
        self.barred_as(IssueCode::FieldNotApplicable)
    }

    /// A field that may not be there, and the issue of one that is.
    pub(crate) const fn barred_as(self, issue: IssueCode) -> Field {
        self.field(Presence::Barred(issue), Kind::Any)
    }

    pub(crate) const fn field(self, presence: Presence, kind: Kind) -> Field {
        Field {
            name: self,
            presence,
            kind,
            #[cfg(feature = "schema")]
            said: Said {
                description: "",
                pattern: Pattern::of(""),
            },
        }
    }
}

#[cfg(feature = "schema")]
impl Field {
    /// The same field with a sentence for its schema.
    pub(crate) const fn described(self, description: &'static str) -> Self {
        let pattern = self.said.pattern;
        let said = Said {
            description,
            pattern,
        };
        Self { said, ..self }
    }

    /// The same field with what its schema says of a text that a rule judges.
    pub(crate) const fn written(self, pattern: Pattern) -> Self {
        let description = self.said.description;
        let said = Said {
            description,
            pattern,
        };
        Self { said, ..self }
    }
}

/// Without schemas nothing is said.
#[cfg(not(feature = "schema"))]
impl Field {
    pub(crate) const fn described(self, _: &'static str) -> Self {
        self
    }

    pub(crate) const fn written(self, _: Pattern) -> Self {
        self
    }
}

impl From<Name> for Segment {
    fn from(name: Name) -> Self {
        Self::from(name.text)
    }
}

impl Table {
    /// A table of fields that have nothing to do with each other. Its place is the number of a
    /// name: a table whose names are out of order does not compile.
    pub(crate) const fn of(fields: &'static [Field]) -> Self {
        in_order(fields);
        assert!(fields.len() <= walk::MOST_FIELDS, "too many fields");
        Self {
            fields,
            choice: None,
            rules: None,
            is_open: false,
            is_nullable: false,
        }
    }

    pub(crate) const fn with_rules(self, rules: fn(&mut Judged<'_, '_>)) -> Self {
        Self {
            rules: Some(rules),
            ..self
        }
    }

    pub(crate) const fn with_choice(self, by: Name, rows: &'static [&'static [Field]]) -> Self {
        let mut rest = rows;
        while let [row, after @ ..] = rest {
            in_order(row);
            assert!(row.len() == self.fields.len(), "a row has every field");
            rest = after;
        }
        Self {
            choice: Some(Choice { by, rows }),
            ..self
        }
    }

    /// The same table, for which null in a field that need not be there is no value.
    pub(crate) const fn nullable(self) -> Self {
        Self {
            is_nullable: true,
            ..self
        }
    }

    /// The same table, which passes over members that it does not know.
    pub(crate) const fn open(self) -> Self {
        Self {
            is_open: true,
            ..self
        }
    }
}

/// The fields with others in place of those that have the same names.
pub(crate) const fn replaced<const N: usize>(fields: [Field; N], others: &[Field]) -> [Field; N] {
    let mut fields = fields;
    let mut rest = others;
    while let [other, after @ ..] = rest {
        let mut all: &mut [Field] = &mut fields;
        while let [field, behind @ ..] = all {
            if field.name.at == other.name.at {
                *field = *other;
            }
            all = behind;
        }
        rest = after;
    }
    fields
}

const fn in_order(fields: &[Field]) {
    let mut rest = fields;
    let mut at = 0;
    while let [field, after @ ..] = rest {
        assert!(field.name.at == at, "a name has the number of its place");
        at += 1;
        rest = after;
    }
}
