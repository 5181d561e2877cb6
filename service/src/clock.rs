//! The clock of the operating system.

use std::time::SystemTime;

use latchwork::{Timestamp, Window};

use crate::store::Error;

/// Now.
pub fn now() -> Result<Timestamp, Error> {
    Timestamp::try_from(SystemTime::now())
        .map_err(|_| Error::Failed("the clock is of no year".into()))
}

/// An instant as the database has it: microseconds since 1970, no later than it is.
pub fn micros(instant: Timestamp) -> i64 {
    // OK because the years 0000 to 9999 have fewer microseconds than an i64 holds.
    let second = instant.epoch_seconds() * 1_000_000;
    if is_in_leap_second(instant) {
        return second - 1;
    }
    second + i64::from(instant.subsec_nanos() / 1000)
}

/// An instant of the database.
pub fn instant(micros: i64) -> Result<Timestamp, Error> {
    let nanos = u32::try_from(micros.rem_euclid(1_000_000)).unwrap_or_default() * 1000;
    Timestamp::from_epoch(micros.div_euclid(1_000_000), nanos)
        .ok_or_else(|| Error::Failed("a stored instant is of no year".into()))
}

/// An instant as the database has it, no earlier than it is: a window grows by less than a microsecond and never shrinks.
pub fn micros_up(instant: Timestamp) -> i64 {
    let part = !instant.subsec_nanos().is_multiple_of(1000) || is_in_leap_second(instant);
    micros(instant) + i64::from(part)
}

/// A leap second is before the midnight that it ends at, and has the seconds of it.
fn is_in_leap_second(instant: Timestamp) -> bool {
    let midnight = Timestamp::from_epoch(instant.epoch_seconds(), 0);
    midnight.is_some_and(|midnight| instant < midnight)
}

/// The ends of a window as the database has them.
pub fn ends(window: Window) -> (Option<i64>, Option<i64>) {
    (window.from().map(micros), window.until().map(micros_up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_grow_to_whole_microseconds() {
        let at = |text| Timestamp::parse(text).unwrap();
        let window = Window::new(
            Some(at("1969-12-31T23:59:59.0000019Z")),
            Some(at("1970-01-01T00:00:01.000001001Z")),
        );
        assert_eq!(ends(window.unwrap()), (Some(-999_999), Some(1_000_002)));
        assert_eq!(ends(Window::ALWAYS), (None, None));
        let (leap, midnight) = (at("2016-12-31T23:59:60.5Z"), at("2017-01-01T00:00:00Z"));
        assert_eq!(micros(leap), micros(midnight) - 1);
        assert_eq!(micros_up(leap), micros(midnight));
    }
}
