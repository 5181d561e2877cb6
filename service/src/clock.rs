//! The clock of the operating system, which somebody may set.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use latchwork::{Timestamp, Window};

use crate::store::Error;

/// A clock that moves by so much more or less than time passes was set; and by a thousandth of that time,
/// which those that are only put right stay below.
const STEP: Duration = Duration::from_secs(1);

/// So long after it was set nobody knows which time it is: it may be set back.
const SETTLING: Duration = Duration::from_secs(30);

/// How much later the clock of another server may be, in microseconds. What is from later than that is of
/// a clock that was wrong.
pub const SKEW: i64 = 60 * 1_000_000;

/// Now.
pub fn now() -> Result<Timestamp, Error> {
    Timestamp::try_from(look().wall).map_err(|_| Error::Failed("the clock is of no year".into()))
}

/// Whether the clock was not set of late: what opens by the time opens by no other.
pub fn is_steady() -> bool {
    let looked = look();
    let has_settled = |set| looked.after.saturating_duration_since(set) >= SETTLING;
    looked.set.is_none_or(has_settled)
}

/// What the clock showed when somebody looked, and between which moments that was.
#[derive(Clone, Copy)]
struct Look {
    before: Instant,
    wall: SystemTime,
    after: Instant,
    /// When it was last seen that the clock was set.
    set: Option<Instant>,
}

static LAST: Mutex<Option<Look>> = Mutex::new(None);

fn look() -> Look {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let (before, wall, after) = (Instant::now(), SystemTime::now(), Instant::now());
    let mut looked = Look {
        before,
        wall,
        after,
        set: last.and_then(|last| last.set),
    };
    if let Some(last) = *last
        && let Some(seconds) = looked.set_by(&last)
    {
        looked.set = Some(after);
        tracing::warn!(seconds, "the clock was set");
    }
    *last = Some(looked);
    looked
}

impl Look {
    /// By how many seconds the clock was set since it was looked at before.
    fn set_by(&self, last: &Self) -> Option<i64> {
        let shortest = self.before.saturating_duration_since(last.after);
        let longest = self.after.saturating_duration_since(last.before);
        let allowed = STEP + longest / 1000;
        let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        match self.wall.duration_since(last.wall) {
            Ok(moved) if moved > longest + allowed => Some(seconds(moved.saturating_sub(longest))),
            Ok(moved) if moved + allowed < shortest => {
                Some(seconds(shortest.saturating_sub(moved)).saturating_neg())
            }
            Err(back) if back.duration() + shortest > allowed => {
                Some(seconds(back.duration() + shortest).saturating_neg())
            }
            _ => None,
        }
    }
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
    fn a_clock_that_is_set_is_seen() {
        let (start, wall) = (
            Instant::now(),
            SystemTime::UNIX_EPOCH + Duration::from_hours(1),
        );
        let at = |passed: u64, shown: i64| {
            let moment = start + Duration::from_millis(passed);
            Look {
                before: moment,
                wall: (wall + Duration::from_millis(shown.unsigned_abs()))
                    - Duration::from_millis(if shown < 0 {
                        2 * shown.unsigned_abs()
                    } else {
                        0
                    }),
                after: moment,
                set: None,
            }
        };
        for (passed, shown, set) in [
            (0, 0, None),
            (10, 10, None),
            (10, 1_000, None),
            (10, -900, None),
            (5_000, 4_100, None),
            (5_000, 0, Some(-5)),
            (10, 3_010, Some(3)),
            (10, -2_000, Some(-2)),
            (3_600_000, 3_603_000, None),
            (3_600_000, 3_620_000, Some(20)),
        ] {
            assert_eq!(at(passed, shown).set_by(&at(0, 0)), set, "{passed} {shown}");
        }
    }

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
