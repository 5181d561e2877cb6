//! Hours in a zone of the `jiff` crate: what they say at an instant, and at which instant that
//! changes.

use ::jiff::tz::{AmbiguousOffset, Offset as JiffOffset, TimeZone};
use ::jiff::{Timestamp as JiffTimestamp, ZonedDateTime};

use super::walk::{Found, Step, Walk, shown};
use super::{ClosedReason, Hours, HoursState};
use crate::Timestamp;
use crate::schema::words;
use crate::time::{InstantError, LocalMinute};

/// What hours say at an instant in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZonedState {
    /// Open.
    Open {
        /// When they close; `None` where they do not.
        until: Option<ZonedChange>,
    },
    /// Closed.
    Closed {
        /// When they open.
        until: ZonedChange,
        /// Why.
        why: ClosedReason,
    },
    /// Closed, and nothing opens any more.
    Never {
        /// Why.
        why: ClosedReason,
    },
    /// The clocks show no time of the years 0000 to 9999. It is not open.
    Unknown,
}

/// When hours open or close in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZonedChange {
    /// The first instant after it, with the offset that the clocks have then; in UTC where that is
    /// not of whole minutes.
    pub instant: Timestamp,
    /// What the clocks show then.
    pub local: LocalMinute,
    /// Whether they open.
    pub opens: bool,
    /// Which of the instants at which the clocks show it.
    pub which: Showing,
}

words! {
    /// Which of the instants at which the clocks of a zone show a time.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Showing {
        /// They show it once.
        Only = "only",
        /// The first of two: afterwards the clocks are turned back.
        First = "first",
        /// The second of two.
        Second = "second",
        /// The time at which hours would change is passed over: they change as the clocks jump.
        Jump = "jump",
    }
}

impl Hours {
    /// What they say at an instant in a zone: the instant as the clocks there show it is compared.
    /// So what is open by the wall is open both times where clocks are turned back, and what lies
    /// inside of an hour that they pass over is not open at all.
    ///
    /// # Errors
    /// Those of instants that `jiff` does not know.
    pub fn state_in(&self, at: Timestamp, zone: &TimeZone) -> Result<ZonedState, InstantError> {
        let instant = JiffTimestamp::try_from(at)?;
        let Some(local) = shown(instant.as_second(), offset_at(zone, instant)) else {
            return Ok(ZonedState::Unknown);
        };
        let state = self.view().state(local);
        let until = self.change_after(instant, zone, state.is_open())?;
        Ok(match (state, until) {
            (HoursState::Open { .. }, until) => ZonedState::Open { until },
            (HoursState::Closed { why, .. } | HoursState::Never { why }, Some(until)) => {
                ZonedState::Closed { until, why }
            }
            (HoursState::Closed { why, .. } | HoursState::Never { why }, None) => {
                ZonedState::Never { why }
            }
            (HoursState::Unknown, _) => ZonedState::Unknown,
        })
    }

    /// The first change after an instant in a zone; `None` where there is none.
    ///
    /// # Errors
    /// Those of instants that `jiff` does not know.
    pub fn next_change_in(
        &self,
        after: Timestamp,
        zone: &TimeZone,
    ) -> Result<Option<ZonedChange>, InstantError> {
        let instant = JiffTimestamp::try_from(after)?;
        match shown(instant.as_second(), offset_at(zone, instant)) {
            Some(local) => self.change_after(instant, zone, self.is_open(local)),
            None => Ok(None),
        }
    }

    fn change_after(
        &self,
        start: JiffTimestamp,
        zone: &TimeZone,
        is_open: bool,
    ) -> Result<Option<ZonedChange>, InstantError> {
        let walk = Walk::new(self.view(), start.as_second(), is_open);
        let mut at = start;
        loop {
            let until = zone.following(at).next();
            let until = until.map(|transition| transition.timestamp().as_second());
            match walk.step(at.as_second(), offset_at(zone, at), until) {
                Step::Found(found) => return change(found, zone, !is_open).map(Some),
                Step::Never => return Ok(None),
                Step::Look(second) => match JiffTimestamp::from_second(second) {
                    Ok(next) => at = next,
                    Err(_) => return Ok(None),
                },
            }
        }
    }
}

fn offset_at(zone: &TimeZone, instant: JiffTimestamp) -> i64 {
    zone.to_offset(instant).seconds().into()
}

fn change(found: Found, zone: &TimeZone, opens: bool) -> Result<ZonedChange, InstantError> {
    let out_of_range = |_| InstantError::OutOfRange;
    let instant = JiffTimestamp::from_second(found.instant).map_err(out_of_range)?;
    let offset = zone.to_offset(instant);
    let zoned = ZonedDateTime::new(instant, zone.clone());
    let written = Timestamp::try_from(&zoned);
    Ok(ZonedChange {
        // RFC 3339 has no seconds in an offset, as clocks had before there were zones.
        instant: written.or_else(|_| Timestamp::try_from(instant))?,
        local: found.local,
        opens,
        which: if found.is_jump {
            Showing::Jump
        } else {
            showing(zone, offset, offset.to_datetime(instant))
        },
    })
}

/// Which of the instants at which the clocks show a time has an offset.
fn showing(zone: &TimeZone, offset: JiffOffset, local: ::jiff::civil::DateTime) -> Showing {
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Fold { before, .. } if before == offset => Showing::First,
        AmbiguousOffset::Fold { .. } => Showing::Second,
        _ => Showing::Only,
    }
}
