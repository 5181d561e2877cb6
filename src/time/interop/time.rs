//! The instants of the `time` crate, which knows no leap seconds.

use ::time::{OffsetDateTime, UtcDateTime, UtcOffset};

use super::InstantError;
use crate::{Offset, Timestamp};

impl TryFrom<UtcDateTime> for Timestamp {
    type Error = InstantError;

    /// The instant in UTC: `OutOfRange` outside of the years 0000 to 9999.
    fn try_from(instant: UtcDateTime) -> Result<Self, InstantError> {
        Self::of_nanos(instant.unix_timestamp_nanos(), Offset::Utc)
    }
}

impl TryFrom<Timestamp> for UtcDateTime {
    type Error = InstantError;

    /// `LeapSecond`; `OutOfRange` where an offset carries the last hours of 9999 beyond it.
    fn try_from(timestamp: Timestamp) -> Result<Self, InstantError> {
        Self::from_unix_timestamp_nanos(timestamp.to_nanos()?).map_err(|_| InstantError::OutOfRange)
    }
}

impl TryFrom<OffsetDateTime> for Timestamp {
    type Error = InstantError;

    /// The instant with its offset, `Z` where it is zero. `OutOfRange`, `Offset`.
    fn try_from(instant: OffsetDateTime) -> Result<Self, InstantError> {
        let offset = Offset::of_seconds(instant.offset().whole_seconds())?;
        Self::of_nanos(instant.unix_timestamp_nanos(), offset)
    }
}

impl TryFrom<Timestamp> for OffsetDateTime {
    type Error = InstantError;

    /// The instant with its offset. `LeapSecond`, `OutOfRange`.
    fn try_from(timestamp: Timestamp) -> Result<Self, InstantError> {
        let offset = UtcOffset::from_whole_seconds(timestamp.offset().whole_seconds())
            .map_err(|_| InstantError::Offset)?;
        UtcDateTime::try_from(timestamp)?
            .checked_to_offset(offset)
            .ok_or(InstantError::OutOfRange)
    }
}
