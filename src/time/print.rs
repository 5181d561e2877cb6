//! The canonical text: upper-case `T` and `Z`, the shortest fraction, the offset as it was.

use core::fmt;

use super::calendar::Civil;
use super::{Date, LocalMinute, Offset, SECONDS_PER_DAY, Timestamp};

/// The longest: `2026-03-01T08:00:00.123456789+01:00`.
const LONGEST: usize = 35;

/// ASCII text being written; made by hand because requests are printed at every check.
struct Text {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Text {
    fn new() -> Self {
        Self {
            bytes: [0; LONGEST],
            length: 0,
        }
    }

    fn byte(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = byte;
            self.length += 1;
        }
    }

    /// The last `digits` digits of a number, leading zeros included.
    fn number(&mut self, mut number: u32, digits: usize) {
        let end = self.length + digits;
        if let Some(slots) = self.bytes.get_mut(self.length..end) {
            for slot in slots.iter_mut().rev() {
                *slot = b'0' + u8::try_from(number % 10).unwrap_or_default();
                number /= 10;
            }
            self.length = end;
        }
    }

    fn date(&mut self, date: Civil) {
        self.number(u32::from(date.year.unsigned_abs()), 4);
        self.byte(b'-');
        self.number(date.month.into(), 2);
        self.byte(b'-');
        self.number(date.day.into(), 2);
    }

    fn time(&mut self, seconds: u32, leap: bool) {
        self.number(seconds / 3600, 2);
        self.byte(b':');
        self.number(seconds / 60 % 60, 2);
        self.byte(b':');
        self.number(seconds % 60 + u32::from(leap), 2);
    }

    fn fraction(&mut self, mut nanos: u32) {
        if nanos == 0 {
            return;
        }
        let mut digits = 9;
        while nanos.is_multiple_of(10) {
            nanos /= 10;
            digits -= 1;
        }
        self.byte(b'.');
        self.number(nanos, digits);
    }

    fn offset(&mut self, offset: Offset) {
        let (sign, minutes) = match offset {
            Offset::Utc => return self.byte(b'Z'),
            Offset::Unknown => (b'-', 0),
            Offset::Minutes(minutes) => {
                let sign = if minutes < 0 { b'-' } else { b'+' };
                (sign, minutes.unsigned_abs())
            }
        };
        self.byte(sign);
        self.number(u32::from(minutes / 60), 2);
        self.byte(b':');
        self.number(u32::from(minutes % 60), 2);
    }

    fn as_str(&self) -> &str {
        // Always Ok: only ASCII was written.
        let written = self.bytes.get(..self.length).unwrap_or_default();
        core::str::from_utf8(written).unwrap_or_default()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        text.date(self.civil());
        f.write_str(text.as_str())
    }
}

impl fmt::Display for LocalMinute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        text.date(self.date().civil());
        text.byte(b'T');
        text.number(u32::from(self.minute() / 60), 2);
        text.byte(b':');
        text.number(u32::from(self.minute() % 60), 2);
        f.write_str(text.as_str())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.seconds - i64::from(self.leap) + self.offset.seconds();
        let time = u32::try_from(local.rem_euclid(SECONDS_PER_DAY)).unwrap_or_default();
        let mut text = Text::new();
        text.date(Civil::of_days(local.div_euclid(SECONDS_PER_DAY)));
        text.byte(b'T');
        text.time(time, self.leap);
        text.fraction(self.nanos);
        text.offset(self.offset);
        f.write_str(text.as_str())
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        text.offset(*self);
        f.write_str(text.as_str())
    }
}
