//! The instants of the `jiff` crate, which knows no leap seconds.

use ::jiff::tz::{Offset as JiffOffset, TimeZone};
use ::jiff::{Timestamp as JiffTimestamp, ZonedDateTime};

use super::InstantError;
use crate::{Offset, Timestamp};

impl TryFrom<JiffTimestamp> for Timestamp {
    type Error = InstantError;

    /// The instant in UTC: `OutOfRange` before the year 0000.
    fn try_from(timestamp: JiffTimestamp) -> Result<Self, InstantError> {
        Self::of_nanos(timestamp.as_nanosecond(), Offset::Utc)
    }
}

impl TryFrom<Timestamp> for JiffTimestamp {
    type Error = InstantError;

    /// `LeapSecond`; `OutOfRange` in the last day of the year 9999.
    fn try_from(timestamp: Timestamp) -> Result<Self, InstantError> {
        Self::from_nanosecond(timestamp.to_nanos()?).map_err(|_| InstantError::OutOfRange)
    }
}

impl TryFrom<&ZonedDateTime> for Timestamp {
    type Error = InstantError;

    /// The instant with its offset, `Z` where it is zero; the name of the zone is left behind.
    /// `OutOfRange`, `Offset`.
    fn try_from(zoned: &ZonedDateTime) -> Result<Self, InstantError> {
        let offset = Offset::of_seconds(zoned.offset().seconds())?;
        Self::of_nanos(zoned.timestamp().as_nanosecond(), offset)
    }
}

impl TryFrom<Timestamp> for ZonedDateTime {
    type Error = InstantError;

    /// The instant in a zone that has its offset at all times. `LeapSecond`, `OutOfRange`.
    fn try_from(timestamp: Timestamp) -> Result<Self, InstantError> {
        let offset = JiffOffset::from_seconds(timestamp.offset().whole_seconds())
            .map_err(|_| InstantError::Offset)?;
        let instant = JiffTimestamp::try_from(timestamp)?;
        Ok(Self::new(instant, TimeZone::fixed(offset)))
    }
}
