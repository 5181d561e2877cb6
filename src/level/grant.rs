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
        if self.revoked {
            return GrantState::Revoked;
        }
        match self.window.state_at(instant) {
            WindowState::NotYetValid => GrantState::NotYetValid,
            WindowState::Valid => GrantState::Valid,
            WindowState::Expired => GrantState::Expired,
        }
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
    /// Judges someone's grants of one lock at an instant: any valid one opens. Where none does,
    /// the reason is that of the grant nearest to it: not yet valid, expired, revoked.
    pub fn of<'a>(grants: impl IntoIterator<Item = &'a Grant>, at: Timestamp) -> Self {
        let rank = |state: &GrantState| match state {
            GrantState::Valid => 0,
            GrantState::NotYetValid => 1,
            GrantState::Expired => 2,
            GrantState::Revoked => 3,
        };
        let states = grants.into_iter().map(|grant| grant.state_at(at));
        match states.min_by_key(rank) {
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
