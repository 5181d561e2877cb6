//! The clock of a door, for makers who write instants.

use alloc::vec::Vec;

use crate::schema::{Given, Judged, Kind, Name, Reading, Table};
use crate::{Issue, IssueCode, Offset, Timestamp};

/// How far a door's clock is from UTC, now and after each change of its clock that is known.
///
/// There is no data of time zones in it: the caller says when the clock changes, and to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorClock {
    /// Minutes east of UTC before the first change.
    offset: i16,
    /// Seconds since 1970 and minutes east of UTC, ascending.
    changes: Vec<(i64, i16)>,
}

impl DoorClock {
    /// A clock that is so far from UTC; `None` for an offset that is not known.
    #[must_use]
    pub fn new(offset: Offset) -> Option<Self> {
        let offset = minutes(offset)?;
        Some(Self {
            offset,
            changes: Vec::new(),
        })
    }

    /// The same clock, which changes at an instant; `None` for an offset that is not known.
    #[must_use]
    pub fn changing(mut self, at: Timestamp, offset: Offset) -> Option<Self> {
        let at = at.epoch_seconds();
        let place = self.changes.partition_point(|(known, _)| *known <= at);
        self.changes.insert(place, (at, minutes(offset)?));
        Some(self)
    }

    /// The offset before all changes, in minutes.
    pub(super) fn offset(&self) -> i16 {
        self.offset
    }

    /// The first change, as the day on the wall before it, and by how many minutes.
    pub(super) fn first_change(&self) -> Option<(i64, i16)> {
        let (at, offset) = self.changes.iter().find(|(_, to)| *to != self.offset)?;
        let wall = at.div_euclid(60) + i64::from(self.offset);
        Some((wall.div_euclid(1440), offset - self.offset))
    }

    /// Each offset, and the seconds from which and until before which it holds.
    fn parts(&self) -> impl Iterator<Item = (i64, i64, i64)> {
        let starts = core::iter::once((i64::MIN, self.offset)).chain(self.changes.iter().copied());
        let ends = self.changes.iter().map(|(at, _)| *at);
        let ends = ends.chain(core::iter::once(i64::MAX));
        starts
            .zip(ends)
            .map(|((from, offset), until)| (from, until, i64::from(offset) * 60))
    }

    /// What the wall shows at an instant: seconds since 1970 there.
    pub(super) fn wall(&self, seconds: i64) -> i64 {
        let of_it = |(from, until, _): &(i64, i64, i64)| (*from..*until).contains(&seconds);
        let offset = self.parts().find(of_it).map_or(0, |(_, _, offset)| offset);
        seconds + offset
    }

    /// The instant at which the wall shows a minute: where it does twice, the later one for a start
    /// and the earlier one for an end; where it skips it, the change.
    pub(super) fn instant(&self, minute: i64, is_end: bool) -> i64 {
        let mut found = None;
        let mut skipped = None;
        for (from, until, offset) in self.parts() {
            let seconds = minute * 60 - offset;
            if (from..until).contains(&seconds) {
                if found.is_none() || !is_end {
                    found = Some(seconds);
                }
            } else if seconds >= until {
                skipped = Some(until);
            }
        }
        found.or(skipped).unwrap_or(minute * 60)
    }
}

/// Minutes east of UTC.
fn minutes(offset: Offset) -> Option<i16> {
    match offset {
        Offset::Utc => Some(0),
        Offset::Minutes(minutes) => Some(minutes),
        Offset::Unknown => None,
    }
}

const AT: Name = Name::new(0, "at");
const TO: Name = Name::new(1, "offset");

/// A change of the clock.
pub(super) const CHANGE: Table = Table::of(&[
    AT.required(Kind::Form(&Timestamp::FORM)),
    TO.required(Kind::Form(&Offset::FORM)),
])
.with_rules(|change| judge_offset(change, TO));

/// An offset that is not known says nothing.
pub(super) fn judge_offset(object: &mut Judged<'_, '_>, name: Name) {
    if object.text(name) == Some("-00:00") {
        object.report(name, || Issue::of(IssueCode::OffsetNotKnown));
    }
}

/// The clock of options that their table found right; `None` where they say nothing of it.
pub(super) fn clock_of(options: &Reading<'_>, offset: Name, changes: Name) -> Option<DoorClock> {
    let mut clock = DoorClock::new(options.parse(offset, Offset::parse)?)?;
    for change in options.items(changes) {
        clock = changed(clock, change)?;
    }
    Some(clock)
}

fn changed(clock: DoorClock, given: Given<'_>) -> Option<DoorClock> {
    let change = given.reading(&CHANGE)?;
    clock.changing(
        change.parse(AT, Timestamp::parse)?,
        change.parse(TO, Offset::parse)?,
    )
}
