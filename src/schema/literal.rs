//! The value of a number as JSON writes it.

use core::cmp::Ordering;

/// The nearest double.
pub(crate) fn value(literal: &str) -> f64 {
    plain(literal).unwrap_or_else(|| nearest(literal))
}

/// Whether a number is beyond every double. Its digits tell, but for those nearest to the largest
/// double: a body may be full of large numbers, and JavaScript's reader is slow to reach.
pub(crate) fn is_infinite(literal: &str) -> bool {
    // What is beyond begins with these digits, of which the first is worth 10^308.
    const DIGITS: u32 = 17;
    const FIRST: u64 = 17_976_931_348_623_158;
    const FAR: i64 = 1 << 40;
    let mut bytes = literal.bytes();
    let (mut first, mut left) = (0, DIGITS);
    // How many digits stand before the point, when it comes before the first that is not 0.
    let mut power = 0_i64;
    let mut behind_point = false;
    for byte in &mut bytes {
        match byte {
            b'-' => {}
            b'.' => behind_point = true,
            b'e' | b'E' => break,
            b'0' if first == 0 => power -= i64::from(behind_point),
            digit => {
                power += i64::from(!behind_point);
                if left > 0 {
                    first = first * 10 + u64::from(digit & 0xf);
                    left -= 1;
                }
            }
        }
    }
    let mut written = 0_i64;
    let mut sign = 1;
    for byte in bytes {
        match byte {
            b'-' => sign = -1,
            b'+' => {}
            digit => written = FAR.min(written * 10 + i64::from(digit & 0xf)),
        }
    }
    power += sign * written;
    first *= 10_u64.pow(left);
    match power.cmp(&309).then(first.cmp(&FIRST)) {
        Ordering::Greater => first > 0,
        Ordering::Less => false,
        Ordering::Equal => value(literal).is_infinite(),
    }
}

/// Whole numbers of so few digits are exact, and need no reader of numbers.
fn plain(literal: &str) -> Option<f64> {
    const MOST_DIGITS: usize = 15;
    let (sign, digits) = match literal.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, literal),
    };
    if digits.len() > MOST_DIGITS {
        return None;
    }
    digits
        .bytes()
        .try_fold(0.0, |whole, byte| {
            byte.is_ascii_digit()
                .then(|| whole * 10.0 + f64::from(byte - b'0'))
        })
        .map(|whole| sign * whole)
}

#[cfg(not(all(feature = "js", target_arch = "wasm32")))]
fn nearest(literal: &str) -> f64 {
    // Always a number: the reader of JSON has checked it.
    literal.parse().unwrap_or(f64::NAN)
}

/// JavaScript has a reader of numbers already; Rust's would be a fifth of the download.
#[cfg(all(feature = "js", target_arch = "wasm32"))]
fn nearest(literal: &str) -> f64 {
    crate::js::parse_float(literal)
}
