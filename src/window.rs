//! Validity windows: from when until when a credential opens.

use core::fmt;

use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Issue, Issues, Timestamp, Value};

const FROM: &str = "from";
const UNTIL: &str = "until";

/// When a credential is valid: `from <= t < until`.
///
/// An absent end is open: without `from` it is valid at once, without `until` for ever. Half-open
/// windows of back-to-back guests never overlap; ONVIF's credential service defines validity the
/// same way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
            (Some(from), Some(until)) if until <= from => Err(Issue::new(
                "window_empty",
                "expected an end after the start, found one at or before it",
            )),
            _ => Ok(Self { from, until }),
        }
    }

    /// Checks a window written as an object: `from` and `until`, RFC 3339 each.
    ///
    /// # Errors
    /// Every issue of the object; `window_empty` at `until`.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &[FROM, UNTIL], UnknownFields::Refuse)?;
        let window = Self::read(&mut fields, FROM, UNTIL);
        fields.finish_with(window)
    }

    /// Reads a window from two fields, reporting what is wrong with each.
    pub(crate) fn read(
        fields: &mut Fields<'_, '_>,
        from_name: &'static str,
        until_name: &'static str,
    ) -> Self {
        let from = fields.optional(from_name, |value| Timestamp::parse(value.text()?));
        let until = fields.optional(until_name, |value| Timestamp::parse(value.text()?));
        Self::new(from, until).unwrap_or_else(|issue| {
            fields.report(until_name, issue);
            Self::ALWAYS
        })
    }

    /// The window as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        Members::default()
            .with_some(FROM, self.from.map(Value::from))
            .with_some(UNTIL, self.until.map(Value::from))
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

/// The state of a [`Window`] at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WindowState {
    /// The instant is before the window.
    NotYetValid,
    /// The instant is inside.
    Valid,
    /// The instant is at or after the end.
    Expired,
}

impl WindowState {
    /// `not-yet-valid`, `valid` or `expired`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYetValid => "not-yet-valid",
            Self::Valid => "valid",
            Self::Expired => "expired",
        }
    }
}

impl fmt::Display for WindowState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
