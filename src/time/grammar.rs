//! The grammar of RFC 3339 §5.6, read left to right; ranges are judged by the caller.

use super::{Civil, Offset};
use crate::ascii::{Picture, pairs};
use crate::{Issue, IssueCode};

/// What a date-time is written with. Two-digit parts are 0-99.
pub(super) struct Fields {
    pub(super) year: i16,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanos: u32,
    pub(super) offset: WrittenOffset,
}

impl Fields {
    pub(super) fn date(&self) -> Civil {
        Civil {
            year: self.year,
            month: self.month,
            day: self.day,
        }
    }
}

/// An offset as written, its parts 0-99.
pub(super) enum WrittenOffset {
    Known(Offset),
    Numbers { east: bool, hours: u8, minutes: u8 },
}

impl WrittenOffset {
    /// The offset, unless a part is out of its range.
    pub(super) fn get(&self) -> Option<Offset> {
        match *self {
            Self::Known(offset) => Some(offset),
            Self::Numbers { hours, minutes, .. } if hours > 23 || minutes > 59 => None,
            Self::Numbers {
                east: false,
                hours: 0,
                minutes: 0,
            } => Some(Offset::Unknown),
            Self::Numbers {
                east,
                hours,
                minutes,
            } => {
                let minutes = i16::from(hours) * 60 + i16::from(minutes);
                Some(Offset::Minutes(if east { minutes } else { -minutes }))
            }
        }
    }

    pub(super) fn check(&self) -> Result<Offset, Issue> {
        self.get()
            .ok_or_else(|| Issue::of(IssueCode::TimestampOffsetOutOfRange))
    }
}

/// The usual form, `2026-03-01T08:00:00` and `Z` or an offset; `None` for any other, right or wrong.
#[inline(always)]
pub(super) fn quick(text: &str) -> Option<Fields> {
    const MONTH: Picture = Picture::of(*b"0000-00-");
    const TIME: Picture = Picture::of(*b"00T00:00");
    const EAST: Picture = Picture::of(*b"00+00:00");
    const WEST: Picture = Picture::of(*b"00-00:00");
    let (month, rest) = text.as_bytes().split_first_chunk()?;
    let (time, rest) = rest.split_first_chunk()?;
    let [century, _, year, _, _, month, ..] = pairs(MONTH.read(*month)?);
    let [day, _, _, hour, _, _, minute, _] = pairs(TIME.read(*time)?);
    let (second, offset) = match *rest {
        [b':', tens, ones, b'Z'] => (pair(tens, ones)?, WrittenOffset::Known(Offset::Utc)),
        [b':', ref end @ ..] => {
            let end = *<&[u8; 8]>::try_from(end).ok()?;
            let east = end[2] == b'+';
            let digits = if east { EAST } else { WEST }.read(end)?;
            let [second, _, _, hours, _, _, minutes, _] = pairs(digits);
            let offset = WrittenOffset::Numbers {
                east,
                hours,
                minutes,
            };
            (second, offset)
        }
        _ => return None,
    };
    Some(Fields {
        year: i16::from(century) * 100 + i16::from(year),
        month,
        day,
        hour,
        minute,
        second,
        nanos: 0,
        offset,
    })
}

/// The year, the month and the day of `2026-11-26`, and what is behind them.
pub(super) fn date_of(text: &[u8]) -> Option<(i16, u8, u8, &[u8])> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, rest @ ..] = text else {
        return None;
    };
    let year = i16::from(pair(*y0, *y1)?) * 100 + i16::from(pair(*y2, *y3)?);
    Some((year, pair(*m0, *m1)?, pair(*d0, *d1)?, rest))
}

/// The number of two digits.
pub(super) fn pair(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| tens * 10 + ones)
}

pub(super) fn parse(text: &str, assumed: Option<Offset>) -> Result<Fields, Issue> {
    let mut cursor = Cursor::new(text);
    let (year, month, day) = date(&mut cursor)?;
    match cursor.peek() {
        Some(b'T' | b't') => cursor.step(),
        Some(b' ') => {
            return Err(Issue::of(IssueCode::TimestampSpace));
        }
        None => {
            return Err(Issue::of(IssueCode::TimestampDateOnly));
        }
        Some(_) => return Err(cursor.malformed()),
    }
    let (hour, minute, second) = time(&mut cursor)?;
    let nanos = fraction(&mut cursor)?;
    let offset = match (cursor.peek(), assumed) {
        (None, Some(assumed)) => WrittenOffset::Known(assumed),
        (None, None) => {
            return Err(Issue::of(IssueCode::TimestampNoOffset));
        }
        _ => offset(&mut cursor)?,
    };
    cursor.end()?;
    Ok(Fields {
        year,
        month,
        day,
        hour,
        minute,
        second,
        nanos,
        offset,
    })
}

pub(super) fn parse_offset(text: &str) -> Result<Offset, Issue> {
    let mut cursor = Cursor::new(text);
    let offset = offset(&mut cursor)?;
    cursor.end()?;
    offset.check()
}

fn date(cursor: &mut Cursor<'_>) -> Result<(i16, u8, u8), Issue> {
    if cursor.digits_ahead() == 8 {
        return Err(basic_format());
    }
    let century = cursor.two_digits()?;
    let year = i16::from(century) * 100 + i16::from(cursor.two_digits()?);
    if cursor.peek() == Some(b'W') {
        return Err(week_date());
    }
    cursor.expect(b'-')?;
    if cursor.peek() == Some(b'W') {
        return Err(week_date());
    }
    if cursor.digits_ahead() == 3 && matches!(cursor.peek_at(3), None | Some(b'T' | b't')) {
        return Err(Issue::of(IssueCode::TimestampOrdinalDate));
    }
    let month = cursor.two_digits()?;
    cursor.expect(b'-')?;
    let day = cursor.two_digits()?;
    Ok((year, month, day))
}

fn time(cursor: &mut Cursor<'_>) -> Result<(u8, u8, u8), Issue> {
    if cursor.digits_ahead() >= 4 {
        return Err(basic_format());
    }
    let hour = cursor.two_digits()?;
    cursor.expect(b':')?;
    let minute = cursor.two_digits()?;
    if matches!(cursor.peek(), None | Some(b'Z' | b'z' | b'+' | b'-')) {
        return Err(Issue::of(IssueCode::TimestampNoSeconds));
    }
    cursor.expect(b':')?;
    let second = cursor.two_digits()?;
    Ok((hour, minute, second))
}

/// The fraction of a second in nanoseconds; what is below one is cut.
pub(super) fn fraction(cursor: &mut Cursor<'_>) -> Result<u32, Issue> {
    match cursor.peek() {
        Some(b'.') => cursor.step(),
        Some(b',') => {
            return Err(Issue::of(IssueCode::TimestampCommaFraction));
        }
        _ => return Ok(0),
    }
    if cursor.digits_ahead() == 0 {
        return Err(Issue::of(IssueCode::TimestampFractionEmpty));
    }
    let (mut nanos, mut unit) = (0, 100_000_000);
    while let Some(digit) = cursor.digit() {
        nanos += u32::from(digit) * unit;
        unit /= 10;
    }
    Ok(nanos)
}

pub(super) fn offset(cursor: &mut Cursor<'_>) -> Result<WrittenOffset, Issue> {
    let east = match cursor.peek() {
        Some(b'Z' | b'z') => {
            cursor.step();
            return Ok(WrittenOffset::Known(Offset::Utc));
        }
        Some(b'+') => true,
        Some(b'-') => false,
        Some(b'[') => return Err(zone_name()),
        _ => return Err(cursor.malformed()),
    };
    cursor.step();
    if cursor.digits_ahead() == 4 {
        return Err(basic_format());
    }
    let hours = cursor.two_digits()?;
    cursor.expect(b':')?;
    let minutes = cursor.two_digits()?;
    Ok(WrittenOffset::Numbers {
        east,
        hours,
        minutes,
    })
}

pub(super) fn basic_format() -> Issue {
    Issue::of(IssueCode::TimestampBasicFormat)
}

fn week_date() -> Issue {
    Issue::of(IssueCode::TimestampWeekDate)
}

fn zone_name() -> Issue {
    Issue::of(IssueCode::TimestampZoneName)
}

/// What is left of a text. All that was passed is ASCII, so bytes count as characters.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    passed: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            rest: text.as_bytes(),
            passed: 0,
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.rest.get(ahead).copied()
    }

    pub(super) fn step(&mut self) {
        if let Some((_, rest)) = self.rest.split_first() {
            self.rest = rest;
            self.passed += 1;
        }
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Issue> {
        if self.peek() == Some(byte) {
            self.step();
            Ok(())
        } else {
            Err(self.malformed())
        }
    }

    fn digit(&mut self) -> Option<u8> {
        let digit = self.peek().filter(u8::is_ascii_digit)?;
        self.step();
        Some(digit - b'0')
    }

    pub(super) fn two_digits(&mut self) -> Result<u8, Issue> {
        let tens = self.digit().ok_or_else(|| self.malformed())?;
        let ones = self.digit().ok_or_else(|| self.malformed())?;
        Ok(tens * 10 + ones)
    }

    pub(super) fn digits_ahead(&self) -> usize {
        self.rest
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    }

    pub(super) fn end(&self) -> Result<(), Issue> {
        match self.peek() {
            None => Ok(()),
            Some(b'[') => Err(zone_name()),
            Some(_) => Err(Issue::of(IssueCode::TimestampTrailing).param(self.passed + 1)),
        }
    }

    /// The issue of a character that cannot stand here.
    pub(super) fn malformed(&self) -> Issue {
        Issue::of(IssueCode::TimestampMalformed).param(self.passed + 1)
    }
}
