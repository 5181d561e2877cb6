//! The way to the next change in a zone, from one change of its clocks to the next.
//!
//! Who knows the zone says of an instant which offset its clocks have, and until when that holds. The
//! walk says where it has to look next. It ends: what the clocks do while nothing is near to change
//! is passed over.

use super::view::View;
use crate::time::LocalMinute;

const MINUTE: i64 = 60;
/// Further than the clocks of a zone were ever turned: within it they may show a time again, or pass
/// over one.
pub(crate) const NEAR: i64 = 2 * 86_400;

/// A walk through the time of a zone.
pub(crate) struct Walk<'b> {
    hours: View<'b>,
    /// The instant it began at, as seconds since 1970, and whether what is looked for opens.
    start: i64,
    opens: bool,
}

/// What one look at a zone gives.
pub(crate) enum Step {
    /// A change.
    Found(Found),
    /// What the zone's clocks do at an instant is to be told next, as seconds since 1970.
    Look(i64),
    /// Nothing changes any more.
    Never,
}

/// A change in a zone.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    /// Seconds since 1970.
    pub(crate) instant: i64,
    /// What the clocks show then.
    pub(crate) local: LocalMinute,
    /// Whether the minute before on the wall would say the same: the clocks have jumped over the
    /// change.
    pub(crate) is_jump: bool,
}

/// What clocks show at an instant, with an offset in seconds; `None` outside of the years.
pub(crate) fn shown(instant: i64, offset: i64) -> Option<LocalMinute> {
    LocalMinute::of_count(instant.saturating_add(offset).div_euclid(MINUTE))
}

impl<'b> Walk<'b> {
    /// A walk from an instant on, at which the hours are open or are not.
    pub(crate) fn new(hours: View<'b>, start: i64, is_open: bool) -> Self {
        Self {
            hours,
            start,
            opens: !is_open,
        }
    }

    /// Goes on at an instant, of whose clocks the offset is known, and until when it holds, before
    /// which nothing else does; `None` for ever.
    pub(crate) fn step(&self, at: i64, offset: i64, until: Option<i64>) -> Step {
        let Some(local) = shown(at, offset) else {
            return Step::Never;
        };
        if self.hours.is_open(local) == self.opens {
            let before = LocalMinute::of_count(local.count() - 1);
            let is_jump = before.is_some_and(|before| self.hours.is_open(before) == self.opens);
            return Step::Found(Found {
                instant: at,
                local,
                is_jump,
            });
        }
        let change = self.hours.next_change(local).map(|change| change.at);
        let instant = change.map(|change| change.count() * MINUTE - offset);
        if let (Some(local), Some(instant)) = (change, instant)
            && until.is_none_or(|until| instant < until)
        {
            return Step::Found(Found {
                instant,
                local,
                is_jump: false,
            });
        }
        let Some(until) = until.map(|until| until.max(at + 1)) else {
            return Step::Never;
        };
        // Soon after the start the clocks may go back to before it.
        if until <= self.start + NEAR {
            return Step::Look(until);
        }
        match instant {
            Some(instant) => Step::Look(until.max(instant - NEAR)),
            None => Step::Never,
        }
    }
}
