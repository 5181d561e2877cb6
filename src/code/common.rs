//! The codes that people choose first: `block_common`.
//!
//! Rules make the list, no table of leaked codes: repetitions, sequences with a wrap from 9 to 0,
//! years, dates, patterns on the keypad and two dozen favourites. For four digits these are a
//! little over a thousand codes, which Markert et al. (IEEE S&P 2020) found to be the size that
//! helps, where people choose. For generated codes a block list costs keyspace and buys little.

use alloc::vec::Vec;

/// Patterns of repetition: equal letters stand for equal digits.
const REPETITIONS: [&str; 19] = [
    "aaaa", "abab", "aabb", "abba", "aaaaa", "ababa", "abcba", "aaabb", "aabbb", "aaaaaa",
    "abcabc", "abccba", "ababac", "aaaaaaa", "abababa", "abcdcba", "abcabca", "abcdabcd",
    "abcddcba",
];
/// The eight-digit pattern of four pairs; two more that `abcdabcd` covers are not listed.
const PAIRS: &str = "aabbccdd";

const KEYPAD: [&str; 24] = [
    "2580", "0852", "1470", "0741", "3690", "0963", "12580", "14789", "15937", "25852", "36987",
    "74123", "147258", "258369", "147369", "159357", "741852", "963852", "789456", "1478963",
    "1236987", "14725836", "12369874", "78945612",
];

const FAVOURITES: [&str; 24] = [
    "0007", "0070", "0700", "1000", "1004", "1123", "1233", "1236", "1324", "1342", "1357", "1379",
    "1397", "2468", "3000", "4000", "4200", "5000", "5683", "7000", "7410", "7913", "8520", "9630",
];

/// Which pattern a code follows, if any. `digits` are 0 to 9.
pub(super) fn pattern(digits: &[u8]) -> Option<&'static str> {
    let is_literal = |literal: &&'static str| {
        literal.len() == digits.len()
            && literal
                .bytes()
                .zip(digits)
                .all(|(byte, digit)| byte - b'0' == *digit)
    };
    if repetitions(digits.len()).any(|pattern| follows(digits, pattern)) {
        Some("a repetition")
    } else if is_sequence(digits) {
        Some("a sequence")
    } else if digits.len() == 4 && is_year(number(digits)) {
        Some("a year")
    } else if is_date(digits) {
        Some("a date")
    } else if KEYPAD.iter().any(is_literal) {
        Some("a keypad pattern")
    } else if FAVOURITES.iter().any(is_literal) {
        Some("a favourite")
    } else {
        None
    }
}

fn repetitions(length: usize) -> impl Iterator<Item = &'static str> {
    REPETITIONS
        .into_iter()
        .chain([PAIRS])
        .filter(move |pattern| pattern.len() == length)
}

/// Whether digits are equal wherever the letters of a pattern are. Different letters may stand
/// for the same digit.
fn follows(digits: &[u8], pattern: &str) -> bool {
    let letters = pattern.bytes();
    digits.iter().zip(letters.clone()).all(|(digit, letter)| {
        let first = letters.clone().position(|other| other == letter);
        first.and_then(|first| digits.get(first)) == Some(digit)
    })
}

/// Whether every digit is one more, or every digit one less, than the one before, 0 after 9.
fn is_sequence(digits: &[u8]) -> bool {
    let follow_by = |step: u8| {
        let pairs = digits.iter().zip(digits.iter().skip(1));
        pairs
            .clone()
            .all(|(before, after)| (before + step) % 10 == *after)
    };
    follow_by(1) || follow_by(9)
}

fn number(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |number, digit| number * 10 + u32::from(*digit))
}

fn is_year(year: u32) -> bool {
    (1900..2100).contains(&year)
}

/// Whether a day and a month are a day of some year.
fn is_day(day: u32, month: u32) -> bool {
    (1..=12).contains(&month) && (1..=days_in(month)).contains(&day)
}

/// The most days of a month.
fn days_in(month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => 31,
    }
}

/// Whether a code is a date: `MMDD`, `DDMM`, with a year of two digits, or of four from 1900 on.
fn is_date(digits: &[u8]) -> bool {
    let pairs: Vec<u32> = digits.chunks(2).map(number).collect();
    let either_way = |one, other| is_day(one, other) || is_day(other, one);
    match *pairs.as_slice() {
        [one, two] => either_way(one, two),
        [one, two, three] if digits.len() == 6 => either_way(one, two) || is_day(three, two),
        [one, two, three, four] if digits.len() == 8 => {
            is_year(three * 100 + four) && either_way(one, two)
                || is_year(one * 100 + two) && is_day(four, three)
        }
        _ => false,
    }
}

/// Every common code of a length, as numbers, ascending, none twice.
pub(super) fn values(length: u8) -> Vec<u32> {
    let length = usize::from(length);
    let mut values = Vec::new();
    for pattern in repetitions(length) {
        repeat(pattern, &mut values);
    }
    for start in 0..10 {
        for step in [1, 9] {
            let digits: Vec<u8> =
                core::iter::successors(Some(start), |digit| Some((digit + step) % 10))
                    .take(length)
                    .collect();
            values.push(number(&digits));
        }
    }
    if length == 4 {
        values.extend(1900..2100);
    }
    for month in 1..=12 {
        for day in 1..=days_in(month) {
            date(length, day, month, &mut values);
        }
    }
    let literals = KEYPAD.into_iter().chain(FAVOURITES);
    let literals = literals.filter(|literal| literal.len() == length);
    values.extend(literals.filter_map(|literal| literal.parse::<u32>().ok()));
    values.sort_unstable();
    values.dedup();
    values
}

/// Adds every code that follows a pattern of repetition.
fn repeat(pattern: &str, values: &mut Vec<u32>) {
    let mut letters: Vec<u8> = pattern.bytes().collect();
    letters.sort_unstable();
    letters.dedup();
    let choices = 10_u32.saturating_pow(u32::try_from(letters.len()).unwrap_or_default());
    for choice in 0..choices {
        // The digit of a letter is the letter's place in the number that is the choice.
        let digit = |letter: u8| {
            let place = letters
                .iter()
                .position(|known| *known == letter)
                .unwrap_or_default();
            choice / 10_u32.saturating_pow(u32::try_from(place).unwrap_or_default()) % 10
        };
        values.push(
            pattern
                .bytes()
                .fold(0, |value, letter| value * 10 + digit(letter)),
        );
    }
}

/// Adds a date in every order and year that a code of this length can hold.
fn date(length: usize, day: u32, month: u32, values: &mut Vec<u32>) {
    let (day_month, month_day) = (day * 100 + month, month * 100 + day);
    match length {
        4 => values.extend([month_day, day_month]),
        6 => values.extend((0..100).flat_map(|year| {
            [
                day_month * 100 + year,
                month_day * 100 + year,
                year * 10_000 + month_day,
            ]
        })),
        8 => values.extend((1900..2100).flat_map(|year| {
            [
                day_month * 10_000 + year,
                month_day * 10_000 + year,
                year * 10_000 + month_day,
            ]
        })),
        _ => {}
    }
}
