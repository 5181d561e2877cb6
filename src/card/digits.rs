//! How numbers are written in digits.

use alloc::string::String;

/// Writes a number in decimal, with zeros in front up to so many digits.
pub(super) fn push_decimal(text: &mut String, number: u64, width: usize) {
    let digits = digits_of(number);
    text.extend(core::iter::repeat_n('0', width.saturating_sub(digits)));
    // OK because a number has at most as many digits as its type.
    let mut place = 10_u64.pow(u32::try_from(digits - 1).unwrap_or_default());
    while place > 0 {
        let digit = u32::try_from(number / place % 10).unwrap_or_default();
        text.extend(char::from_digit(digit, 10));
        place /= 10;
    }
}

/// A number in decimal.
pub(super) fn decimal(number: u64) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number, 0);
    text
}

/// How many decimal digits a number has.
pub(super) fn digits_of(number: u64) -> usize {
    let more = number.checked_ilog10().unwrap_or_default();
    usize::try_from(more).unwrap_or_default() + 1
}

/// A number in digits of so many bits each, with zeros in front up to so many digits.
pub(super) fn in_bits(number: u128, bits: u32, width: u32) -> String {
    let needed = u128::BITS - number.leading_zeros();
    let count = width.max(needed.div_ceil(bits));
    let digits = (0..count).rev().filter_map(|place| {
        let digit = number.unbounded_shr(place * bits) & ((1 << bits) - 1);
        char::from_digit(u32::try_from(digit).ok()?, 16)
    });
    digits.map(|digit| digit.to_ascii_uppercase()).collect()
}
