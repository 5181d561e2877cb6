//! Grants: a level of access with a window, and whether it opens.

use super::AccessLevel;
use crate::schema::{Document, Kind, Name, Reading, Table, read_as, words};
use crate::value::Members;
use crate::{Issues, Timestamp, UnknownFields, Value, Window, WindowState};

const ACCESS_LEVEL: Name = Name::new(0, "accessLevel");
const VALID_FROM: Name = Name::new(1, "validFrom");
const VALID_UNTIL: Name = Name::new(2, "validUntil");
const REVOKED: Name = Name::new(3, "revoked");

/// Access of one person to one lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What the person may do.
    pub level: AccessLevel,
    /// When.
    pub window: Window,
    /// Whether the grant was taken back.
    pub revoked: bool,
}

words! {
    /// The state of a [`Grant`] at an instant.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum GrantState {
        /// The instant is before the window.
        NotYetValid = "not-yet-valid",
        /// The grant opens.
        Valid = "valid",
        /// The instant is at or after the end.
        Expired = "expired",
        /// The grant was taken back, whatever its window.
        Revoked = "revoked",
    }
}

impl GrantState {
    /// The state at an instant of access with a window, which may have been taken back.
    #[must_use]
    pub fn of(window: Window, revoked: bool, instant: Timestamp) -> Self {
        if revoked {
            return Self::Revoked;
        }
        match window.state_at(instant) {
            WindowState::NotYetValid => Self::NotYetValid,
            WindowState::Valid => Self::Valid,
            WindowState::Expired => Self::Expired,
        }
    }
}

impl Grant {
    pub(crate) const TABLE: Table = Table::of(&[
        ACCESS_LEVEL.required(Kind::Word(&AccessLevel::WORDS)),
        VALID_FROM.optional(Kind::Form(&Timestamp::FORM)),
        VALID_UNTIL.optional(Kind::Form(&Timestamp::FORM)),
        REVOKED.optional(Kind::Flag),
    ])
    .with_rules(|grant| Window::judge(grant, VALID_FROM, VALID_UNTIL));

    /// Checks a grant written as an object: `accessLevel`, `validFrom`, `validUntil`, `revoked`.
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        Self::read(&Document::of(value), unknown)
    }

    pub(crate) fn read(document: &Document<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, unknown, Self::of)
    }

    /// The grant of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            level: reading.parse(ACCESS_LEVEL, AccessLevel::parse)?,
            window: Window::of(reading, VALID_FROM, VALID_UNTIL),
            revoked: reading.flag(REVOKED).unwrap_or_default(),
        })
    }

    /// The grant as an object. It checks to the same grant again.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        Members::default()
            .with(ACCESS_LEVEL.text, self.level.as_str())
            .with_some(VALID_FROM.text, self.window.from().map(Value::from))
            .with_some(VALID_UNTIL.text, self.window.until().map(Value::from))
            .with(REVOKED.text, self.revoked)
            .into()
    }

    /// The state of the grant at an instant.
    #[must_use]
    pub fn state_at(&self, instant: Timestamp) -> GrantState {
        GrantState::of(self.window, self.revoked, instant)
    }
}

/// Whether a lock opens for someone, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opening {
    /// A grant of the lock is valid.
    Granted,
    /// There is no grant of the lock.
    NoGrant,
    /// No grant is valid; the best there is has this state.
    Refused(GrantState),
}

impl Opening {
    /// Judges the states of someone's grants of one lock: any valid one opens. Where none does, the
    /// reason is that of the grant nearest to it: not yet valid, expired, revoked.
    pub fn of(grants: impl IntoIterator<Item = GrantState>) -> Self {
        let rank = |state: &GrantState| match state {
            GrantState::Valid => 0,
            GrantState::NotYetValid => 1,
            GrantState::Expired => 2,
            GrantState::Revoked => 3,
        };
        match grants.into_iter().min_by_key(rank) {
            None => Self::NoGrant,
            Some(GrantState::Valid) => Self::Granted,
            Some(state) => Self::Refused(state),
        }
    }

    /// The answer as an object: `open` and `reason`.
    #[must_use]
    pub fn to_value(self) -> Value<'static> {
        Members::default()
            .with("open", self.opens())
            .with("reason", self.reason())
            .into()
    }

    /// Whether the lock opens.
    #[must_use]
    pub fn opens(self) -> bool {
        self == Self::Granted
    }

    /// `valid`, `no-grant`, `not-yet-valid`, `expired` or `revoked`.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Granted => "valid",
            Self::NoGrant => "no-grant",
            Self::Refused(state) => state.as_str(),
        }
    }
}
