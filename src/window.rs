//! Validity windows: from when until when a credential opens.
//!
//! ```
//! use latchwork::window::{Window, WindowState};
//! use latchwork::Timestamp;
//!
//! let at = |text| Timestamp::parse(text);
//! let stay = Window::new(Some(at("2026-03-01T15:00:00Z")?), Some(at("2026-03-02T11:00:00Z")?))?;
//! assert_eq!(stay.state_at(at("2026-03-02T11:00:00Z")?), WindowState::Expired);
//! # Ok::<(), latchwork::Issue>(())
//! ```

use crate::schema::{Document, Given, Judged, Kind, Name, Reading, Table, check, words};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, Timestamp, UnknownFields, Value};

const FROM: Name = Name::new(0, "from");
const UNTIL: Name = Name::new(1, "until");

/// When a credential is valid: `from <= t < until`.
///
/// An absent end is open: without `from` it is valid at once, without `until` for ever. Half-open
/// windows of back-to-back guests never overlap; ONVIF's credential service defines validity the
/// same way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Window {
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Window {
    /// Open at both ends.
    pub const ALWAYS: Self = Self {
        from: None,
        until: None,
    };

    /// A window; `from` is inside it, `until` is not.
    ///
    /// # Errors
    /// `window_empty` when `until` is not after `from`.
    pub fn new(from: Option<Timestamp>, until: Option<Timestamp>) -> Result<Self, Issue> {
        match (from, until) {
            (Some(from), Some(until)) if until <= from => Err(Issue::of(IssueCode::WindowEmpty)),
            _ => Ok(Self { from, until }),
        }
    }

    pub(crate) const TABLE: Table = Table::of(&[
        FROM.optional(Kind::Form(&Timestamp::FORM)),
        UNTIL.optional(Kind::Form(&Timestamp::FORM)),
    ])
    .with_rules(|window| Self::judge(window, FROM, UNTIL));

    /// Checks a window written as an object: `from` and `until`, RFC 3339 each.
    ///
    /// # Errors
    /// Every issue of the object; `window_empty` at `until`.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        let reading = check(document, &Self::TABLE, UnknownFields::Refuse, &mut |_| {})?;
        Ok(Self::of(&reading, FROM, UNTIL))
    }

    /// The window of an object that its table found right.
    pub(crate) fn of_given(given: Given<'_>) -> Option<Self> {
        let reading = given.reading(&Self::TABLE)?;
        Some(Self::of(&reading, FROM, UNTIL))
    }

    /// The rule of two fields that are a window.
    pub(crate) fn judge(judged: &mut Judged<'_, '_>, from: Name, until: Name) {
        let end = |name| {
            judged
                .right(name)
                .and_then(|_| judged.reading.instant(name))
        };
        if let Err(issue) = Self::new(end(from), end(until)) {
            judged.report(until, || issue);
        }
    }

    /// The window of two fields that were found right.
    pub(crate) fn of(reading: &Reading<'_>, from: Name, until: Name) -> Self {
        let end = |name| reading.instant(name);
        // Empty ones were refused.
        Self::new(end(from), end(until)).unwrap_or_default()
    }

    /// The window as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        Members::default()
            .with_some(FROM.text, self.from.map(Value::from))
            .with_some(UNTIL.text, self.until.map(Value::from))
            .into()
    }

    /// The first instant inside.
    #[must_use]
    pub fn from(&self) -> Option<Timestamp> {
        self.from
    }

    /// The first instant no longer inside.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// Whether there is an instant inside both: back-to-back windows have none.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_before_end = |one: &Self, other: &Self| match (one.from, other.until) {
            (Some(from), Some(until)) => from < until,
            _ => true,
        };
        begins_before_end(self, other) && begins_before_end(other, self)
    }

    /// Whether every instant inside another is inside this one.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let begins = match (self.from, other.from) {
            (Some(from), Some(other)) => from <= other,
            (from, _) => from.is_none(),
        };
        let ends = match (self.until, other.until) {
            (Some(until), Some(other)) => other <= until,
            (until, _) => until.is_none(),
        };
        begins && ends
    }

    /// What is left of the window from an instant on; `None` of one that is over by then.
    #[must_use]
    pub fn since(&self, instant: Timestamp) -> Option<Self> {
        let from = self.from.filter(|from| *from > instant);
        Self::new(Some(from.unwrap_or(instant)), self.until).ok()
    }

    /// The state of the window at an instant.
    #[must_use]
    pub fn state_at(&self, instant: Timestamp) -> WindowState {
        if self.until.is_some_and(|until| until <= instant) {
            WindowState::Expired
        } else if self.from.is_some_and(|from| instant < from) {
            WindowState::NotYetValid
        } else {
            WindowState::Valid
        }
    }
}

words! {
    /// The state of a [`Window`] at an instant.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum WindowState {
        /// The instant is before the window.
        NotYetValid = "not-yet-valid",
        /// The instant is inside.
        Valid = "valid",
        /// The instant is at or after the end.
        Expired = "expired",
    }
}
