//! The HTTP APIs served, one module each.
//!
//! Every system has the same shape: `check` collects the issues of a request, `refuse` turns them
//! into that system's own 400, `decide` judges a checked request against what the service knows.
//!
//! ```
//! use latchwork::system::{kiiaccess, smartphonekey};
//! const USER: &str = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";
//!
//! let issues = kiiaccess::CreateAccessKey::check(b"[]").unwrap_err();
//! assert_eq!(kiiaccess::refuse(&issues).content_type, "application/problem+json");
//! let issues = smartphonekey::GrantLockAccess::check(USER, b"[]").unwrap_err();
//! assert_eq!(smartphonekey::refuse(&issues).content_type, "application/json");
//! ```

use alloc::string::String;

use crate::issue::{Place, Segment, Type};
use crate::schema::{Document, Reading, Table, check};
#[cfg(feature = "schema")]
use crate::schema::{Schema, of_request};
#[cfg(feature = "js")]
use crate::value::Members;
use crate::{Issue, Issues, KeyFormat, LARGEST_BODY, Offset, UnknownFields, Uuid, Value};

pub mod basip;
pub mod kiiaccess;
#[cfg(feature = "schema")]
mod openapi;
#[cfg(feature = "plain")]
pub mod plain;
mod problem;
pub mod smartphonekey;
mod stored;

#[cfg(feature = "schema")]
pub use openapi::openapi;

use basip::EntityUid;

/// A request of one of the systems: a table, what ties its fields together, and what is made of it.
pub(crate) trait Request: Sized {
    /// The fields, as JavaScript and a schema see them.
    const TABLE: &'static Table;

    /// What becomes of fields that it does not know, unless the caller says otherwise.
    const UNKNOWN_FIELDS: UnknownFields = UnknownFields::Refuse;

    /// What an empty body stands for: mostly for itself, which is no JSON.
    const NOTHING: &'static [u8] = b"";

    /// What a schema calls it.
    #[cfg(feature = "schema")]
    const TITLE: &'static str;

    /// Holds a document against the table and the rules.
    ///
    /// # Errors
    /// Every issue, in the order of the fields.
    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        check(document, Self::TABLE, options.unknown_fields, &mut |_| {})
    }

    /// The request that was judged right with the same options; always there.
    fn of(reading: &Reading<'_>, options: &Options<'_>) -> Option<Self>;

    /// Checks a document.
    fn read(document: &Document<'_>, options: &Options<'_>) -> Result<Self, Issues> {
        let reading = Self::judge(document, options)?;
        Self::of(&reading, options).ok_or_else(Issues::default)
    }

    /// Checks a raw HTTP body.
    fn read_body(body: &[u8], options: &Options<'_>) -> Result<Self, Issues> {
        let body = if body.is_empty() { Self::NOTHING } else { body };
        Self::read(&Document::from_json(body, LARGEST_BODY)?, options)
    }

    /// The request as a JSON Schema.
    #[cfg(feature = "schema")]
    fn schema() -> Value<'static> {
        of_request(Schema {
            title: Self::TITLE,
            table: Self::TABLE,
            unknown: Self::UNKNOWN_FIELDS,
        })
    }

    /// Checks a value of a Rust caller.
    fn read_value(value: &Value<'_>, options: &Options<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value), options)
    }
}

/// What a check takes into account beyond the request itself.
#[derive(Clone, Default)]
pub(crate) struct Options<'o> {
    /// What becomes of fields that the request does not know.
    pub(crate) unknown_fields: UnknownFields,
    /// Key formats beyond those that are built in, where a request names one.
    pub(crate) key_formats: &'o [KeyFormat],
    /// The offset of instants that have none, where a request may have such.
    pub(crate) assume_offset: Option<Offset>,
    /// The id of the path as it was judged, where it stands beside the body and not in it.
    pub(crate) id: Option<Result<Uuid, Issue>>,
    /// The same where the panel names what it keeps by numbers.
    pub(crate) uid: Option<Result<EntityUid, Issue>>,
}

impl From<UnknownFields> for Options<'_> {
    fn from(unknown_fields: UnknownFields) -> Self {
        Self {
            unknown_fields,
            ..Self::default()
        }
    }
}

/// Holds a body against its table, beside which something is wrong that is told first.
pub(crate) fn check_beside<'d>(
    issue: Issue,
    body: &'d Document<'_>,
    table: &'static Table,
    unknown: UnknownFields,
) -> Result<Reading<'d>, Issues> {
    let given = body.root();
    // No rule is asked of what is no object.
    if !given.is_object() {
        return Err(Issues::from_iter([issue, given.other_than(Type::Object)]));
    }
    check(body, table, unknown, &mut |request| {
        request.report_whole(|| issue.clone());
    })
}

/// What refusals ask of an issue, whoever holds its sentence.
pub(crate) trait Told {
    /// The stable code for machines.
    fn code(&self) -> &str;

    /// Where, from the outermost value inwards.
    fn path(&self) -> &[Segment];

    /// The sentence for people.
    fn message(&self) -> String;

    /// The issue as an object.
    fn to_value(&self) -> Value<'static>;

    /// The sentence with its place in front: `pin: expected 4 to 8 digits, found 3`.
    fn line(&self) -> String {
        let message = self.message();
        if self.path().is_empty() {
            message
        } else {
            alloc::format!("{}: {message}", Place(self.path()))
        }
    }
}

impl Told for Issue {
    fn code(&self) -> &str {
        self.code()
    }

    fn path(&self) -> &[Segment] {
        self.path()
    }

    fn message(&self) -> String {
        alloc::format!("{self}")
    }

    fn to_value(&self) -> Value<'static> {
        self.to_value()
    }
}

/// An HTTP reply: `body` is sent as JSON under `content_type`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The HTTP status code.
    pub status: u16,
    /// The media type of the body.
    pub content_type: &'static str,
    /// What the body says.
    pub body: Value<'static>,
}

impl Reply {
    /// The reply as an object of JavaScript.
    #[cfg(feature = "js")]
    pub(crate) fn into_members(self) -> Members<'static> {
        Members::default()
            .with("status", u64::from(self.status))
            .with("contentType", self.content_type)
            .with("body", self.body)
    }

    fn json(status: u16, body: Value<'static>) -> Self {
        Self {
            status,
            content_type: "application/json",
            body,
        }
    }
}
