//! What ISO 8601 has beyond RFC 3339 and still says an instant: a date alone, a time without seconds
//! or without an offset, and the basic form, which has neither hyphens nor colons.
//!
//! Source: ISO 8601-1:2019, 5.2.2.1 (dates), 5.3.1.2 and 5.3.1.3 (times), 5.4.2 (both together, in
//! one form throughout).

use super::Offset;
use super::grammar::{Cursor, Fields, WrittenOffset, basic_format, fraction, offset};
use crate::{Issue, IssueCode};

/// Whether a text that RFC 3339 has this issue with may still be one of these forms.
pub(super) fn takes(issue: &Issue) -> bool {
    matches!(
        issue.known(),
        Some(
            IssueCode::TimestampDateOnly
                | IssueCode::TimestampNoSeconds
                | IssueCode::TimestampBasicFormat
        )
    )
}

/// The same issue in a sentence that says which option takes such a text.
pub(super) fn naming_the_option(issue: Issue) -> Issue {
    match issue.known() {
        Some(IssueCode::TimestampDateOnly) => Issue::of(IssueCode::TimestampDateOnlyUnassumed),
        Some(IssueCode::TimestampNoOffset) => Issue::of(IssueCode::TimestampNoOffsetUnassumed),
        Some(IssueCode::TimestampNoSeconds) => Issue::of(IssueCode::TimestampNoSecondsUnassumed),
        Some(IssueCode::TimestampBasicFormat) => {
            Issue::of(IssueCode::TimestampBasicFormatUnassumed)
        }
        _ => issue,
    }
}

pub(super) fn parse(text: &str, assumed: Offset) -> Result<Fields, Issue> {
    let mut cursor = Cursor::new(text);
    let cursor = &mut cursor;
    let is_basic = cursor.digits_ahead() == 8;
    let century = cursor.two_digits()?;
    let year = i16::from(century) * 100 + i16::from(cursor.two_digits()?);
    separator(cursor, b'-', is_basic)?;
    let month = cursor.two_digits()?;
    separator(cursor, b'-', is_basic)?;
    let day = cursor.two_digits()?;
    let mut fields = Fields {
        year,
        month,
        day,
        hour: 0,
        minute: 0,
        second: 0,
        nanos: 0,
        offset: WrittenOffset::Known(assumed),
    };
    match cursor.peek() {
        None => return Ok(fields),
        Some(b' ') => return Err(Issue::of(IssueCode::TimestampSpace)),
        Some(b'T' | b't') => cursor.step(),
        Some(_) => return Err(cursor.malformed()),
    }
    if (cursor.digits_ahead() > 2) != is_basic {
        return Err(basic_format());
    }
    fields.hour = cursor.two_digits()?;
    separator(cursor, b':', is_basic)?;
    fields.minute = cursor.two_digits()?;
    if !matches!(cursor.peek(), None | Some(b'Z' | b'z' | b'+' | b'-')) {
        separator(cursor, b':', is_basic)?;
        fields.second = cursor.two_digits()?;
        fields.nanos = fraction(cursor)?;
    }
    if cursor.peek().is_some() {
        fields.offset = if is_basic {
            basic_offset(cursor)?
        } else {
            offset(cursor)?
        };
    }
    cursor.end()?;
    Ok(fields)
}

/// What stands between two parts: nothing in the basic form.
fn separator(cursor: &mut Cursor<'_>, byte: u8, is_basic: bool) -> Result<(), Issue> {
    if is_basic {
        return Ok(());
    }
    cursor.expect(byte)
}

/// `Z`, `+0100`.
fn basic_offset(cursor: &mut Cursor<'_>) -> Result<WrittenOffset, Issue> {
    let east = match cursor.peek() {
        Some(b'+') => true,
        Some(b'-') => false,
        _ => return offset(cursor),
    };
    cursor.step();
    if cursor.digits_ahead() == 2 {
        return Err(basic_format());
    }
    Ok(WrittenOffset::Numbers {
        east,
        hours: cursor.two_digits()?,
        minutes: cursor.two_digits()?,
    })
}
