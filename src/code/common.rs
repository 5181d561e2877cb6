//! The codes that people choose first: `block_common`.
//!
//! Rules make the list, no table of leaked codes: repetitions, sequences with a wrap from 9 to 0,
//! years, dates, patterns on the keypad and two dozen favourites. For four digits these are a
//! little over a thousand codes, which Markert et al. (IEEE S&P 2020) found to be the size that
//! helps, where people choose. For generated codes a block list costs keyspace and buys little.

use alloc::vec::Vec;

use super::taken::Span;

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

/// Adds every common code of a length, some of them twice.
///
/// Dates are added as the spans that they are, a hundred years or the days of a month at once:
/// one by one they are a hundred thousand codes of six digits, and more of eight.
pub(super) fn codes(length: u8, codes: &mut Vec<Span>) {
    let digits = usize::from(length);
    for pattern in repetitions(digits) {
        repeat(pattern, codes);
    }
    for start in 0..10 {
        for step in [1, 9] {
            let sequence: Vec<u8> =
                core::iter::successors(Some(start), |digit| Some((digit + step) % 10))
                    .take(digits)
                    .collect();
            codes.push(Span::one(number(&sequence)));
        }
    }
    if length == 4 {
        codes.push(Span::between(1900, 2099));
    }
    for month in 1..=12 {
        dates(length, month, codes);
    }
    let literals = KEYPAD.into_iter().chain(FAVOURITES);
    let literals = literals.filter(|literal| literal.len() == digits);
    codes.extend(
        literals
            .filter_map(|literal| literal.parse().ok())
            .map(Span::one),
    );
}

/// Adds every code that follows a pattern of repetition.
fn repeat(pattern: &str, codes: &mut Vec<Span>) {
    // What a letter adds to a code for each one of its digit. The first letter counts highest, so
    // that codes come in order.
    let mut letters: Vec<u8> = Vec::new();
    for letter in pattern.bytes() {
        if !letters.contains(&letter) {
            letters.push(letter);
        }
    }
    let weights = letters.iter().map(|letter| {
        pattern.bytes().fold(0_u32, |weight, other| {
            weight * 10 + u32::from(other == *letter)
        })
    });
    let mut values = Vec::from([0]);
    for weight in weights {
        values = values
            .iter()
            .flat_map(|value| (0..10).map(move |digit| value + digit * weight))
            .collect();
    }
    codes.extend(values.into_iter().map(Span::one));
}

/// Adds the dates of a month in every order and year that a code of this length can hold.
fn dates(length: u8, month: u32, codes: &mut Vec<Span>) {
    let days = 1..=days_in(month);
    let month_first = Span::between(month * 100 + 1, month * 100 + days_in(month));
    let either_way = days.flat_map(|day| [day * 100 + month, month * 100 + day]);
    match length {
        4 => codes.extend(either_way.map(Span::one)),
        6 => {
            codes.extend(either_way.map(|day| Span::beginning(day, 2)));
            codes.extend((0..100).map(|year| month_first.after(year, 4)));
        }
        8 => {
            let centuries = either_way.flat_map(|day| [day * 100 + 19, day * 100 + 20]);
            codes.extend(centuries.map(|century| Span::beginning(century, 2)));
            codes.extend((1900..2100).map(|year| month_first.after(year, 4)));
        }
        _ => {}
    }
}
