//! `std::time::SystemTime`, which knows no leap seconds.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::InstantError;
use crate::{Offset, Timestamp};

impl TryFrom<SystemTime> for Timestamp {
    type Error = InstantError;

    /// The instant in UTC: `OutOfRange` outside of the years 0000 to 9999.
    fn try_from(time: SystemTime) -> Result<Self, InstantError> {
        let nanos = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i128::try_from(since.as_nanos()),
            Err(before) => i128::try_from(before.duration().as_nanos()).map(|nanos| -nanos),
        };
        let nanos = nanos.map_err(|_| InstantError::OutOfRange)?;
        Self::of_nanos(nanos, Offset::Utc)
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = InstantError;

    /// `LeapSecond`; `OutOfRange` where the operating system's clock begins later or ends earlier.
    fn try_from(timestamp: Timestamp) -> Result<Self, InstantError> {
        let nanos = timestamp.to_nanos()?;
        // Always Some: ten thousand years are below 2^64 seconds.
        let apart = duration(nanos.unsigned_abs()).unwrap_or_default();
        let time = if nanos < 0 {
            UNIX_EPOCH.checked_sub(apart)
        } else {
            UNIX_EPOCH.checked_add(apart)
        };
        time.ok_or(InstantError::OutOfRange)
    }
}

fn duration(nanos: u128) -> Option<Duration> {
    let second = u128::from(super::super::NANOS_PER_SECOND);
    let seconds = u64::try_from(nanos / second).ok()?;
    let subsec = u32::try_from(nanos % second).ok()?;
    Some(Duration::new(seconds, subsec))
}
