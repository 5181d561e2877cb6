//! Numbers as people write them: laws of what is made of a text.

#![expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![cfg_attr(
    target_arch = "wasm32",
    expect(clippy::expect_used, reason = "a test fails by panicking")
)]

use latchwork::{Issue, PhoneNumber, parse_phone};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn one_of<T: Copy>(rng: &mut ChaCha8Rng, choices: &[T]) -> T {
    choices[rng.next_u32() as usize % choices.len()]
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A number of a country whose numbers do not begin with 0: its country code, and the rest.
fn number(rng: &mut ChaCha8Rng) -> (&'static str, String) {
    let country = one_of(
        rng,
        &["1", "7", "44", "46", "48", "49", "358", "852", "971"],
    );
    let mut rest = String::from(one_of(rng, &["1", "2", "5", "6", "9"]));
    for _ in 0..4 + rng.next_u32() % 8 {
        rest.push(one_of(rng, &['0', '1', '5', '8', '9']));
    }
    (country, rest)
}

const SIGNS: [&str; 8] = [" ", "-", ".", "\u{a0}", " - ", "  ", "\u{2011}", ""];

#[test]
fn a_number_is_the_same_however_its_groups_are_kept_apart() {
    let mut rng = ChaCha8Rng::seed_from_u64(21);
    for _ in 0..10_000 {
        let (country, rest) = number(&mut rng);
        let expected = format!("+{country}{rest}");
        let trunk = one_of(&mut rng, &["", "(0)"]);
        let mut text = format!(
            "{}{}{country}{}{trunk}",
            one_of(&mut rng, &["", " ", "\t"]),
            one_of(&mut rng, &["+", "00"]),
            one_of(&mut rng, &["", " "]),
        );
        for digit in rest.chars() {
            if rng.next_u32() % 4 == 0 {
                text.push_str(one_of(&mut rng, &SIGNS));
            }
            text.push(digit);
        }
        text.push_str(one_of(&mut rng, &["", " "]));
        let parsed = parse_phone(&text).expect("a number");
        assert_eq!(parsed.number.as_str(), expected, "{text:?}");
        let notes: Vec<&str> = parsed.notes.iter().map(Issue::code).collect();
        let has_signs = text.chars().any(|c| !c.is_ascii_digit() && c != '+');
        let expected: Vec<&str> = [
            (
                text.trim_start().starts_with("00"),
                "phone_double_zero_read",
            ),
            (trunk == "(0)", "phone_trunk_zero_left_out"),
            (has_signs, "phone_signs_left_out"),
        ]
        .into_iter()
        .filter_map(|(is_there, note)| is_there.then_some(note))
        .collect();
        assert_eq!(notes, expected, "{text:?}");
    }
}

#[test]
fn no_digit_is_made_up_and_none_is_lost_but_what_a_note_says() {
    let mut rng = ChaCha8Rng::seed_from_u64(22);
    let pieces = [
        "+", "00", "0", "(0)", "(", ")", " ", "-", ".", "44", "48", "39", "1", "666", "070", "x12",
        "ext", "/", ",", ";", "#", "*", "\n", "\u{202e}", "\u{ff16}", "\u{0666}", "é", "+48", "\0",
    ];
    let mut taken = 0;
    for _ in 0..200_000 {
        let count = 1 + rng.next_u32() % 9;
        let text: String = (0..count).map(|_| one_of(&mut rng, &pieces)).collect();
        let strict = PhoneNumber::parse(&text);
        let Ok(parsed) = parse_phone(&text) else {
            assert!(strict.is_err(), "{text:?}");
            continue;
        };
        taken += 1;
        let written = parsed.number.as_str();
        assert_eq!(
            PhoneNumber::parse(written),
            Ok(parsed.number.clone()),
            "{text:?}"
        );
        assert_eq!(parsed.notes.is_empty(), text == written, "{text:?}");
        assert!(parsed.notes.iter().all(Issue::is_note), "{text:?}");
        if let Ok(strict) = strict {
            assert_eq!(strict, parsed.number, "{text:?}");
        }
        let has = |code| parsed.notes.iter().any(|note| note.code() == code);
        let mut expected = text.clone();
        if has("phone_double_zero_read") {
            expected = expected.replacen("00", "", 1);
        }
        if has("phone_trunk_zero_left_out") {
            expected = expected.replacen("(0)", "", 1);
        }
        assert_eq!(digits(written), digits(&expected), "{text:?}");
        assert!(text.matches('+').count() <= 1, "{text:?}");
        assert!(!text.contains(|c: char| c.is_alphabetic() || "/,;#*\n\0\u{202e}".contains(c)));
    }
    assert!(taken > 1_000, "{taken}");
}

#[test]
fn a_text_of_any_length_is_read_once() {
    for text in [
        "+48 666".repeat(1 << 16),
        format!("+4{}", " 8".repeat(1 << 18)),
        "(".repeat(1 << 18),
    ] {
        assert!(parse_phone(&text).is_err());
    }
    let blanks = format!("+48{}666666666", " ".repeat(1 << 18));
    assert_eq!(
        parse_phone(&blanks).map(|parsed| parsed.number.to_string()),
        Ok("+48666666666".into())
    );
}
