//! Bodies of JSON: what is read of them and where one is wrong, held against a suite of others and
//! against `serde_json`.

#![cfg(feature = "json")]
#![expect(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use latchwork::{DEEPEST_BODY, Issue, LARGEST_BODY, Param, Value};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use serde_json::Value as Json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

mod bodies;

use bodies::{below, change, pick, write_value};

#[test]
fn what_is_written_is_what_serde_json_writes() {
    let mut rng = ChaCha8Rng::seed_from_u64(31);
    let mut values: Vec<Value> = (0..5_000)
        .filter_map(|_| {
            let mut body = Vec::new();
            write_value(&mut rng, 4, &mut body);
            Value::from_json(&body, LARGEST_BODY).ok()
        })
        .collect();
    assert!(values.len() > 1_000);
    values.extend(
        (0..0x3000)
            .filter_map(char::from_u32)
            .map(|c| Value::from(format!("a{c}b"))),
    );
    values.extend([f64::MIN, f64::MAX, f64::MIN_POSITIVE, 1e21, -0.0, f64::NAN].map(Value::Number));
    for value in values {
        assert_eq!(
            value.to_json(),
            serde_json::to_string(&value).expect("JSON")
        );
    }
}

#[test]
fn every_body_of_the_suite_is_read_as_it_says() {
    let mut suite = include_str!("cases/json-test-suite.jsonl").lines();
    let source = suite.next().expect("where the suite is from");
    assert!(source.contains("nst/JSONTestSuite"), "{source}");
    let mut left_open = 0;
    let mut bodies = 0;
    for line in suite {
        let case: Json = serde_json::from_str(line).expect("a line of JSON");
        let name = case["name"].as_str().expect("a name");
        let name = name.strip_suffix(".json").expect("the name of a file");
        let body = from_base64(case["base64"].as_str().expect("a body"));
        let answer = read(&body);
        match name.as_bytes()[0] {
            b'y' => assert_read(&body, &answer),
            b'n' => assert!(code(&answer).starts_with("body_"), "{name}"),
            _ => {
                let (reason, expected, _) = LEFT_OPEN
                    .iter()
                    .find(|(_, _, names)| names.contains(&name))
                    .unwrap_or_else(|| panic!("{name} is not listed"));
                match expected {
                    Read => assert_read(&body, &answer),
                    Refused(expected) => assert_eq!(code(&answer), *expected, "{name}: {reason}"),
                }
                left_open += 1;
            }
        }
        bodies += 1;
    }
    assert_eq!(bodies, 318);
    let listed = LEFT_OPEN.iter().map(|(_, _, names)| names.len());
    assert_eq!(left_open, listed.sum::<usize>());
}

#[test]
fn random_bodies_are_read_as_serde_json_reads_them() {
    let mut rng = ChaCha8Rng::seed_from_u64(0x6a73_6f6e);
    for _ in 0..40_000 {
        let mut body = Vec::new();
        write_value(&mut rng, 5, &mut body);
        assert_read(&body, &read(&body));
    }
}

#[test]
fn a_wrong_body_is_wrong_where_serde_json_finds_it_wrong() {
    let mut rng = ChaCha8Rng::seed_from_u64(0x0077_726f_6e67);
    let (mut right, mut wrong) = (0, 0);
    for _ in 0..150_000 {
        let mut body = Vec::new();
        write_value(&mut rng, 3, &mut body);
        for _ in 0..=below(&mut rng, 2) {
            change(&mut rng, &mut body);
        }
        if body.trim_ascii().is_empty() {
            assert_refused(&body, "body_empty", &[]);
            continue;
        }
        let text = match core::str::from_utf8(&body) {
            Ok(text) => text,
            Err(error) => {
                assert_refused(&body, "body_not_utf8", &[error.valid_up_to() + 1]);
                continue;
            }
        };
        match serde_json::from_str::<Json>(text) {
            Ok(_) => {
                assert_read(&body, &read(&body));
                right += 1;
            }
            Err(error) => {
                assert_refused(&body, "body_not_json", &[error.line(), error.column()]);
                wrong += 1;
            }
        }
    }
    assert!(right > 10_000 && wrong > 50_000, "{right} {wrong}");
}

#[test]
fn numbers_are_the_nearest_doubles() {
    let mut rng = ChaCha8Rng::seed_from_u64(0x6e75_6d62_6572);
    for _ in 0..100_000 {
        let tail = below(&mut rng, 1000);
        let places = 12 + below(&mut rng, 8);
        let bits = rng.next_u64();
        // Without these two bits it is positive and finite.
        let any = f64::from_bits(bits & !(1 << 63 | 1 << 52));
        let literal = match below(&mut rng, 5) {
            0 => format!("{any:e}"),
            1 => format!("0.{}{tail}", "9".repeat(places)),
            2 => format!("1.{}{tail}", "0".repeat(places)),
            3 => format!("{tail}.{bits}"),
            _ => format!("{}", bits >> below(&mut rng, 64)),
        };
        let sign = pick(&mut rng, &["", "-"]);
        let literal = format!("{sign}{literal}");
        let expected: f64 = literal.parse().expect("a number");
        let Ok(Value::Number(number)) = read(literal.as_bytes()) else {
            panic!("{literal} is not read");
        };
        assert_eq!(number.to_bits(), expected.to_bits(), "{literal}");
    }
    for (literal, expected) in [
        ("0.9999999999999999", 0.999_999_999_999_999_9),
        ("1.000000000000000091", 1.0),
        ("1.7976931348623157e308", f64::MAX),
        ("0.17976931348623158e309", f64::MAX),
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("4294967295", 4_294_967_295.0),
        ("4294967296", 4_294_967_296.0),
        ("18446744073709551617", 18_446_744_073_709_551_616.0),
        ("-0", -0.0),
        ("0e99999999999999999999", 0.0),
        ("1e-99999999999999999999", 0.0),
    ] {
        let Ok(Value::Number(number)) = read(literal.as_bytes()) else {
            panic!("{literal} is not read");
        };
        assert_eq!(number.to_bits(), f64::to_bits(expected), "{literal}");
    }
}

/// As `serde_json` writes a number where some crate of the program has turned on its
/// `arbitrary_precision`.
#[test]
fn a_number_is_one_whatever_a_dependent_has_turned_on() {
    let written = r#"[{"$serde_json::private::Number": "-1.5e3"}]"#;
    let read: Value<'_> = serde_json::from_str(written).expect("JSON");
    assert_eq!(read, Value::Array(vec![Value::Number(-1500.0)]));
    // In a body it is a member like others.
    let body = Value::from_json(written.as_bytes(), 100).expect("JSON");
    assert_ne!(body, read);
}

#[test]
fn a_number_beyond_every_double_is_wrong_where_that_is_known() {
    for literal in [
        "1e309",
        "-1e400",
        "1.7976931348623159e308",
        "0.0018e+00311",
        "17976931348623158079372897140530341507993413271003782693617377898045e241",
        "1e2147483647",
    ] {
        assert_refused(literal.as_bytes(), "body_not_json", &[1, literal.len()]);
    }
    assert_refused(b"[1e21474836480000]", "body_not_json", &[1, 13]);
    let body = format!("[{}1]", "1e308,".repeat((LARGEST_BODY - 3) / 6));
    assert!(read(body.as_bytes()).is_ok(), "large, and within");
}

#[test]
fn a_level_too_many_is_too_deep_whatever_follows() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), (" [ {\"\":", "}]")] {
        let each = open.matches(['[', '{']).count();
        let nested = |levels: usize| format!("{}0{}", open.repeat(levels), close.repeat(levels));
        let deepest = nested(DEEPEST_BODY / each);
        assert!(read(deepest.as_bytes()).is_ok(), "{open}");
        let deeper = nested(DEEPEST_BODY / each + 1);
        assert_refused(deeper.as_bytes(), "body_too_deep", &[DEEPEST_BODY]);
        let cut = open.repeat(DEEPEST_BODY / each + 1);
        assert_refused(cut.as_bytes(), "body_too_deep", &[DEEPEST_BODY]);
    }
    let wide = format!("[{}[]]", "[[]],".repeat(10_000));
    assert!(
        read(wide.as_bytes()).is_ok(),
        "levels that have ended do not count"
    );
}

#[test]
fn what_is_wrong_with_a_body_has_an_order() {
    let refused = |body: &[u8], limit| Value::from_json(body, limit).map_err(|issue| told(&issue));
    let expected = |code: &str, params: &[u64]| Err((code.to_owned(), params.to_owned()));
    assert_eq!(refused(b"\xff   ", 3), expected("body_too_large", &[3]));
    assert_eq!(refused(b"", 0), expected("body_empty", &[]));
    assert_eq!(refused(b" \n\r\t\x0c", 9), expected("body_empty", &[]));
    assert_eq!(refused(b"[}\xff", 9), expected("body_not_utf8", &[3]));
    assert_eq!(refused(b"[\n\n }", 9), expected("body_not_json", &[3, 2]));
    assert_eq!(refused(b"[1,\n", 9), expected("body_not_json", &[2, 0]));
    let long = format!("{}\u{e9}", " ".repeat(LARGEST_BODY - 2));
    assert_refused(long.as_bytes(), "body_not_json", &[1, LARGEST_BODY - 1]);
}

fn read(body: &[u8]) -> Result<Value<'_>, Issue> {
    Value::from_json(body, LARGEST_BODY)
}

fn code(answer: &Result<Value<'_>, Issue>) -> String {
    match answer {
        Ok(_) => "read".to_owned(),
        Err(issue) => issue.code().to_owned(),
    }
}

fn told(issue: &Issue) -> (String, Vec<u64>) {
    let numbers = issue.params().filter_map(|(_, param)| match param {
        Param::Number(number) => Some(*number),
        _ => None,
    });
    (issue.code().to_owned(), numbers.collect())
}

#[track_caller]
fn assert_refused(body: &[u8], code: &str, params: &[usize]) {
    let issue = read(body).expect_err("no JSON");
    let params: Vec<_> = params.iter().map(|&param| param as u64).collect();
    let body = String::from_utf8_lossy(body);
    assert_eq!(told(&issue), (code.to_owned(), params), "{body}");
}

/// That a body is read, and as `serde_json` reads it.
#[track_caller]
fn assert_read(body: &[u8], answer: &Result<Value<'_>, Issue>) {
    let text = String::from_utf8_lossy(body);
    let expected = serde_json::from_slice(body).expect("JSON");
    match answer {
        Ok(value) => assert!(same(value, &expected), "{text}"),
        Err(issue) => panic!("{text}: {issue}"),
    }
}

/// Whether two values are the same. `serde_json` keeps the last of members with one name only.
fn same(value: &Value<'_>, expected: &Json) -> bool {
    match (value, expected) {
        (Value::Null, Json::Null) => true,
        (Value::Boolean(flag), Json::Bool(expected)) => flag == expected,
        (Value::Number(number), Json::Number(expected)) => {
            Some(number.to_bits()) == expected.as_f64().map(f64::to_bits)
        }
        (Value::String(text), Json::String(expected)) => text == expected,
        (Value::Array(items), Json::Array(expected)) => {
            items.len() == expected.len()
                && items
                    .iter()
                    .zip(expected)
                    .all(|(item, expected)| same(item, expected))
        }
        (Value::Object(members), Json::Object(expected)) => {
            let last = |name: &String| members.iter().rfind(|(given, _)| given == name);
            members
                .iter()
                .all(|(name, _)| expected.contains_key(&**name))
                && expected.iter().all(|(name, expected)| {
                    last(name).is_some_and(|(_, value)| same(value, expected))
                })
        }
        _ => false,
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<_> = text
        .chars()
        .filter_map(|digit| DIGITS.find(digit))
        .collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let digit = |at: usize| four.get(at).copied().unwrap_or_default();
        let bits = (0..4).fold(0, |bits, at| bits << 6 | digit(at));
        let bytes = [bits >> 16, bits >> 8, bits].into_iter();
        bytes.take(four.len() - 1).map(|byte| byte & 0xff)
    });
    bytes
        .map(|byte| u8::try_from(byte).expect("a byte"))
        .collect()
}

/// What becomes of a body that the suite leaves to each reader.
enum LeftOpen {
    Read,
    Refused(&'static str),
}

use LeftOpen::{Read, Refused};

/// Those bodies, each group with the reason why they are read so.
const LEFT_OPEN: [(&str, LeftOpen, &[&str]); 7] = [
    (
        "a number is the nearest double, as JSON.parse has it",
        Read,
        &[
            "i_number_double_huge_neg_exp",
            "i_number_real_underflow",
            "i_number_too_big_neg_int",
            "i_number_too_big_pos_int",
            "i_number_very_big_negative_int",
        ],
    ),
    (
        "a number beyond every double would be infinity, which JSON cannot write",
        Refused("body_not_json"),
        &[
            "i_number_huge_exp",
            "i_number_neg_int_huge_exp",
            "i_number_pos_double_huge_exp",
            "i_number_real_neg_overflow",
            "i_number_real_pos_overflow",
        ],
    ),
    (
        "a lone surrogate is no character",
        Refused("body_not_json"),
        &[
            "i_object_key_lone_2nd_surrogate",
            "i_string_1st_surrogate_but_2nd_missing",
            "i_string_1st_valid_surrogate_2nd_invalid",
            "i_string_incomplete_surrogate_and_escape_valid",
            "i_string_incomplete_surrogate_pair",
            "i_string_incomplete_surrogates_escape_valid",
            "i_string_inverted_surrogates_U+1D11E",
            "i_string_invalid_lonely_surrogate",
            "i_string_invalid_surrogate",
            "i_string_lone_second_surrogate",
        ],
    ),
    (
        "a body is UTF-8: no other encoding, no surrogates, nothing beyond U+10FFFF, nothing long",
        Refused("body_not_utf8"),
        &[
            "i_string_UTF-16LE_with_BOM",
            "i_string_UTF-8_invalid_sequence",
            "i_string_UTF8_surrogate_U+D800",
            "i_string_invalid_utf-8",
            "i_string_iso_latin_1",
            "i_string_lone_utf8_continuation_byte",
            "i_string_not_in_unicode_range",
            "i_string_overlong_sequence_2_bytes",
            "i_string_overlong_sequence_6_bytes",
            "i_string_overlong_sequence_6_bytes_null",
            "i_string_truncated-utf-8",
        ],
    ),
    (
        "UTF-16 without a mark is found out by the first byte that is no UTF-8",
        Refused("body_not_utf8"),
        &["i_string_utf16BE_no_BOM", "i_string_utf16LE_no_BOM"],
    ),
    (
        "no request has 64 levels",
        Refused("body_too_deep"),
        &["i_structure_500_nested_arrays"],
    ),
    (
        "RFC 8259 forbids whoever sends a byte order mark",
        Refused("body_not_json"),
        &["i_structure_UTF-8_BOM_empty_object"],
    ),
];
