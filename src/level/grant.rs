//! Grants: a level of access with a window, and whether it opens.

use super::AccessLevel;
use crate::{Timestamp, Window, WindowState};

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

/// The state of a [`Grant`] at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GrantState {
    /// The instant is before the window.
    NotYetValid,
    /// The grant opens.
    Valid,
    /// The instant is at or after the end.
    Expired,
    /// The grant was taken back, whatever its window.
    Revoked,
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

    /// `not-yet-valid`, `valid`, `expired` or `revoked`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYetValid => "not-yet-valid",
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl Grant {
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
