//! Conversions from and to the instants of the standard library and of other crates. None of them
//! knows every instant that is known here, and few know all that is written with one: what would be
//! lost is an error.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "std")]
mod system;
#[cfg(feature = "time")]
mod time;

#[cfg(any(feature = "std", feature = "jiff", feature = "time"))]
use super::NANOS_PER_SECOND;
use super::{Offset, Timestamp};

/// Why an instant of one type is none of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InstantError {
    /// It is before the first or after the last instant of the type; those of a [`Timestamp`] are
    /// of the years 0000 to 9999 where it was written.
    #[error("expected an instant of the years that the type knows, found one outside")]
    OutOfRange,
    /// It is inside a leap second, of which the type knows nothing; or it is said to be inside one
    /// where there can be none.
    #[error("expected an instant outside of leap seconds, found one inside")]
    LeapSecond,
    /// Its offset from UTC has seconds, or is a day or longer: RFC 3339 cannot write it. The same
    /// instant in UTC can be converted.
    #[error("expected an offset of whole minutes below 24 hours, found another")]
    Offset,
}

impl Timestamp {
    /// The instant of nanoseconds since 1970, written with an offset.
    #[cfg(any(feature = "std", feature = "jiff", feature = "time"))]
    fn of_nanos(nanos: i128, offset: Offset) -> Result<Self, InstantError> {
        let second = i128::from(NANOS_PER_SECOND);
        let seconds = i64::try_from(nanos.div_euclid(second));
        let subsec = u32::try_from(nanos.rem_euclid(second));
        match (seconds, subsec) {
            (Ok(seconds), Ok(subsec)) => Self::written(seconds, subsec, offset),
            _ => Err(InstantError::OutOfRange),
        }
    }

    /// The instant of seconds since 1970 and nanoseconds after it, written with an offset: the years
    /// are those of the date that is printed.
    fn written(seconds: i64, nanos: u32, offset: Offset) -> Result<Self, InstantError> {
        seconds
            .checked_add(offset.seconds())
            .and_then(|local| Self::from_epoch(local, nanos))
            // Those of other years it writes with another offset than UTC.
            .filter(|local| local.offset == Offset::Utc)
            .map(|local| Self {
                seconds,
                offset,
                ..local
            })
            .ok_or(InstantError::OutOfRange)
    }

    /// Nanoseconds since 1970, as who counts no leap seconds counts them.
    #[cfg(any(feature = "std", feature = "jiff", feature = "time"))]
    fn to_nanos(self) -> Result<i128, InstantError> {
        if self.leap {
            return Err(InstantError::LeapSecond);
        }
        Ok(i128::from(self.seconds) * i128::from(NANOS_PER_SECOND) + i128::from(self.nanos))
    }
}

#[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
impl Offset {
    /// The offset of another type, which counts seconds.
    fn of_seconds(seconds: i32) -> Result<Self, InstantError> {
        const MINUTE: i32 = 60;
        match i16::try_from(seconds / MINUTE) {
            Ok(0) if seconds == 0 => Ok(Self::Utc),
            Ok(minutes @ -1439..=1439) if seconds % MINUTE == 0 => Ok(Self::Minutes(minutes)),
            _ => Err(InstantError::Offset),
        }
    }

    fn whole_seconds(self) -> i32 {
        // Always Ok: below a day.
        i32::try_from(self.seconds()).unwrap_or_default()
    }
}
