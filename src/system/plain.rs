//! The plain API of the service: doors, people and keys, as a console needs them.
//!
//! It is this project's own. A key is created as [`kiiaccess`](super::kiiaccess) creates one, together
//! with its hours, which that request has no field for. A change names what it changes: what is absent stays, and null
//! takes away what need not be there. Refusals are RFC 9457 problems, as those of
//! [`kiiaccess::refuse`](super::kiiaccess::refuse).
//!
//! ```
//! use latchwork::system::plain::{Change, ChangeKey};
//!
//! let change = ChangeKey::check(br#"{"keyName":null,"mostUses":3}"#)?;
//! assert_eq!(change.key_name, Change::Taken);
//! assert_eq!(change.most_uses, Change::Given(3));
//! assert_eq!(change.schedule, Change::Kept);
//! let issues = ChangeKey::check(b"{}").unwrap_err();
//! assert_eq!(issues.to_string(), "expected at least one field to change, found none");
//! # Ok::<(), latchwork::Issues>(())
//! ```

use alloc::string::String;
use alloc::vec::Vec;

use super::{Options, Request};
use crate::schema::{Document, Form, Given, Judged, Name, Pattern, Reading, Written, check};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, Value};

mod attempt;
mod door;
mod key;
mod new_key;
#[cfg(feature = "schema")]
mod operation;
mod panel;
mod person;
mod principal;
mod session;
mod webhook;

pub use attempt::{KeyOfCard, TellOutcome, TryDoor, Way};
pub use door::{ChangeDoor, CreateDoor};
pub use key::{ChangeKey, GiveReason, LookUpKeys, ReportKey, Reported, ShowKey};
pub use new_key::CreateKey;
#[cfg(feature = "schema")]
pub(super) use operation::{HEALTH, IDEMPOTENCY_KEY, IF_MATCH, PLAIN, SECURITY, UNASKED};
pub use panel::SetPanelDoors;
pub use person::{ChangePerson, CreatePerson, PersonState};
pub use principal::{ChangePrincipal, CreateApiKey, CreatePrincipal, PrincipalRole};
pub use session::{BeginSession, Secret};
pub use webhook::CreateWebhook;

/// The most characters of a name, and of a reason.
const LONGEST: usize = 200;

/// A name, or some other text that people wrote: bounded, since lists hold many.
pub(super) const NAMED: Form = Form::new(
    |text| {
        let is_bounded = text.chars().take(LONGEST + 1).count() <= LONGEST;
        if is_bounded && !text.trim().is_empty() {
            Written::AsGiven
        } else {
            Written::No
        }
    },
    |text| {
        if text.trim().is_empty() {
            Issue::of(IssueCode::TextEmpty)
        } else {
            Issue::of(IssueCode::TextTooLong).param(LONGEST)
        }
    },
    Pattern {
        longest: LONGEST,
        ..Pattern::SOME_TEXT
    },
);

/// What a change does with something that need not be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Kept,
    /// It is taken away: null.
    Taken,
    /// This stands there now.
    Given(T),
}

impl<T> Change<T> {
    /// What stands there afterwards.
    #[must_use]
    pub fn after(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Kept => before,
            Self::Taken => None,
            Self::Given(value) => Some(value),
        }
    }

    /// The change of what is made of the value.
    #[must_use]
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Self::Kept => Change::Kept,
            Self::Taken => Change::Taken,
            Self::Given(value) => Change::Given(make(value)),
        }
    }

    /// The same change of a value that is borrowed.
    #[must_use]
    pub fn as_ref(&self) -> Change<&T> {
        match self {
            Self::Kept => Change::Kept,
            Self::Taken => Change::Taken,
            Self::Given(value) => Change::Given(value),
        }
    }

    /// The change of a field that was found right; `None` where its value cannot be read.
    fn of<'d>(
        reading: &Reading<'d>,
        name: Name,
        read: impl FnOnce(Given<'d>) -> Option<T>,
    ) -> Option<Self> {
        match reading.get(name) {
            None => Some(Self::Kept),
            Some(given) if given.is_null() => Some(Self::Taken),
            Some(given) => read(given).map(Self::Given),
        }
    }
}

/// Adds a member that a change has.
fn with_change<'a>(
    members: Members<'a>,
    name: Name,
    change: Change<impl Into<Value<'a>>>,
) -> Members<'a> {
    match change {
        Change::Kept => members,
        Change::Taken => members.with(name.text, Value::Null),
        Change::Given(value) => members.with(name.text, value),
    }
}

/// A change changes something.
fn judge_change(change: &mut Judged<'_, '_>) {
    if change.is_right() && change.reading.object.len() == 0 {
        change.report_whole(|| Issue::of(IssueCode::ChangeEmpty));
    }
}

/// Holds a document against the table of a request of one member: whatever is wrong with it, one
/// issue says what it has to be.
fn judge_whole<'d, R: Request>(
    document: &'d Document<'_>,
    options: &Options<'_>,
    issue: IssueCode,
) -> Result<Reading<'d>, Issues> {
    let reading = check(document, R::TABLE, options.unknown_fields, &mut |_| {});
    reading.map_err(|_| Issue::of(issue).into())
}

fn text(given: Given<'_>) -> Option<String> {
    given.text().map(String::from)
}

/// The words of a list that is there, each once, in the order of their set.
fn set<T: Copy + PartialEq>(
    reading: &Reading<'_>,
    name: Name,
    all: &[T],
    find: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    reading.get(name)?;
    let given = reading.items(name);
    let given: Vec<_> = given.filter_map(|word| find(word.text()?)).collect();
    let known = all.iter().filter(|one| given.contains(one));
    Some(known.copied().collect())
}

/// The words of a set as a list.
fn words_of<T: AsRef<str>>(set: &[T]) -> Value<'_> {
    set.iter()
        .map(|one| Value::from(one.as_ref()))
        .collect::<Vec<_>>()
        .into()
}

/// What a service serves as an `OpenAPI` document, version 3.1: the plain API, the three systems, and
/// what is beside them.
///
/// ```
/// let document = latchwork::system::plain::openapi();
/// let doors = document.get("paths").and_then(|paths| paths.get("/doors"));
/// assert!(doors.is_some_and(|doors| doors.get("post").is_some()));
/// ```
#[cfg(feature = "schema")]
#[must_use]
pub fn openapi() -> Value<'static> {
    super::openapi::served()
}

/// The ways in of requests.
macro_rules! ways_in {
    ($($name:ident)*) => {$(
        impl $name {
            /// Checks a raw HTTP body of at most [`LARGEST_BODY`](crate::LARGEST_BODY) bytes.
            ///
            /// # Errors
            /// Every issue of the request, in the order of its fields.
            pub fn check(body: &[u8]) -> Result<Self, Issues> {
                Self::read_body(body, &Options::default())
            }

            /// Checks a value, whatever it was read from.
            ///
            /// # Errors
            /// As [`check`](Self::check), without the issues of reading a body.
            pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
                Self::read_value(value, &Options::default())
            }

            /// The request as a JSON Schema, draft 2020-12.
            #[cfg(feature = "schema")]
            #[must_use]
            pub fn json_schema() -> Value<'static> {
                Self::schema()
            }
        }
    )*};
}

ways_in! {
    CreateDoor ChangeDoor CreatePerson ChangePerson CreateKey ChangeKey LookUpKeys GiveReason ReportKey ShowKey
    SetPanelDoors TryDoor TellOutcome BeginSession CreateWebhook
    CreatePrincipal ChangePrincipal CreateApiKey
}
