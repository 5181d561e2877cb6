//! Times of day as text: `08:30`, `08:30:00`.

use alloc::string::String;

use crate::schema::{Form, Pattern, Written};
use crate::time::DAY;
use crate::{Issue, IssueCode};

/// `08:30`, and nothing else.
pub(super) const HOURS: Form = Form::new(
    |text| judged(minutes_of(text).is_some()),
    |_| Issue::of(IssueCode::TimeOfDayMalformed).param("08:30"),
    Pattern::of("^\\d{2}:\\d{2}$"),
);

/// `08:30:00`, and nothing else.
pub(super) const SECONDS: Form = Form::new(
    |text| judged(seconds_of(text).is_some()),
    |_| Issue::of(IssueCode::TimeOfDayMalformed).param("08:30:00"),
    Pattern::of("^\\d{2}:\\d{2}:\\d{2}$"),
);

fn judged(is_right: bool) -> Written {
    if is_right {
        Written::AsGiven
    } else {
        Written::No
    }
}

/// Minutes after midnight of `08:30`.
pub(super) fn minutes_of(text: &str) -> Option<u16> {
    let [h0, h1, b':', m0, m1] = text.as_bytes() else {
        return None;
    };
    let (hour, minute) = (pair(*h0, *h1)?, pair(*m0, *m1)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Seconds after midnight of `08:30:00`.
pub(super) fn seconds_of(text: &str) -> Option<u32> {
    let (minutes, seconds) = text.split_at_checked(5)?;
    let [b':', s0, s1] = seconds.as_bytes() else {
        return None;
    };
    let seconds = pair(*s0, *s1).filter(|seconds| *seconds < 60)?;
    Some(u32::from(minutes_of(minutes)?) * 60 + u32::from(seconds))
}

fn pair(tens: u8, ones: u8) -> Option<u16> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// `08:30`; 24:00 is 00:00.
pub(super) fn minutes_to_text(minutes: u16) -> String {
    let minutes = minutes % DAY;
    let mut text = String::with_capacity(8);
    push(&mut text, minutes / 60);
    text.push(':');
    push(&mut text, minutes % 60);
    text
}

/// `08:30:00`.
pub(super) fn seconds_to_text(minutes: u16, seconds: u16) -> String {
    let mut text = minutes_to_text(minutes);
    text.push(':');
    push(&mut text, seconds);
    text
}

/// Two digits.
fn push(text: &mut String, number: u16) {
    for digit in [number / 10, number % 10] {
        text.push(char::from_digit(digit.into(), 10).unwrap_or_default());
    }
}
