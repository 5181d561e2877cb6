//! The instants of the `chrono` crate. A leap second is there the second before it with 10^9
//! nanoseconds or more, as here it is one of its own.

use ::chrono::{DateTime, FixedOffset, Offset as _, TimeZone, Utc};

use super::super::{NANOS_PER_SECOND, starts_a_month};
use super::InstantError;
use crate::{Offset, Timestamp};

impl<Z: TimeZone> TryFrom<DateTime<Z>> for Timestamp {
    type Error = InstantError;

    /// The instant with its offset, `Z` where it is zero; the name of the zone is left behind.
    /// `OutOfRange`, `Offset`; `LeapSecond` inside of one that does not end a month in UTC.
    fn try_from(instant: DateTime<Z>) -> Result<Self, InstantError> {
        let offset = Offset::of_seconds(instant.offset().fix().local_minus_utc())?;
        let (seconds, nanos) = (instant.timestamp(), instant.timestamp_subsec_nanos());
        let Some(nanos_of_leap) = nanos.checked_sub(NANOS_PER_SECOND) else {
            return Self::written(seconds, nanos, offset);
        };
        let before = Self::written(seconds, nanos_of_leap, offset)?;
        let next = before.seconds + 1;
        if !starts_a_month(next) {
            return Err(InstantError::LeapSecond);
        }
        Ok(Self {
            seconds: next,
            leap: true,
            ..before
        })
    }
}

impl From<Timestamp> for DateTime<Utc> {
    /// The instant in UTC.
    fn from(timestamp: Timestamp) -> Self {
        let leap = timestamp.leap;
        let seconds = timestamp.seconds - i64::from(leap);
        let nanos = timestamp.nanos + if leap { NANOS_PER_SECOND } else { 0 };
        // Always Some: chrono's years are more, and a leap second is a minute's last.
        Self::from_timestamp(seconds, nanos).unwrap_or_default()
    }
}

impl From<Timestamp> for DateTime<FixedOffset> {
    /// The instant with its offset.
    fn from(timestamp: Timestamp) -> Self {
        let offset = timestamp.offset().whole_seconds();
        let utc = DateTime::<Utc>::from(timestamp);
        match FixedOffset::east_opt(offset) {
            Some(offset) => utc.with_timezone(&offset),
            // Never: an offset is below a day.
            None => utc.fixed_offset(),
        }
    }
}
