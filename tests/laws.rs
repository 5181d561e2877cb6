//! Laws of the core, tried on many inputs from a seeded generator, natively and as wasm.

#![expect(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

#[cfg(feature = "json")]
use latchwork::system::basip::{self, CreateUser};
#[cfg(feature = "json")]
use latchwork::system::kiiaccess;
use latchwork::system::kiiaccess::CreateAccessKey;
#[cfg(feature = "json")]
use latchwork::system::smartphonekey::{self, GrantLockAccess};
use latchwork::{
    Code, CodePolicy, GenerateError, KeyFormat, LARGEST_BODY, Offset, PhoneNumber, Timestamp, Uuid,
    Value, Window, WindowState,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn generator() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0x6c61_7463_6877_6f72)
}

fn below(rng: &mut ChaCha8Rng, bound: u32) -> u32 {
    rng.next_u32() % bound
}

/// Text of the characters that requests are made of, and some that are never right.
fn noise(rng: &mut ChaCha8Rng, longest: u32) -> String {
    let alphabet: Vec<char> = "0123456789+-:.TtZzWaf*,[] \n\u{0}é４😀".chars().collect();
    (0..below(rng, longest))
        .map(|_| alphabet[rng.next_u32() as usize % alphabet.len()])
        .collect()
}

fn instant(rng: &mut ChaCha8Rng) -> Timestamp {
    let (first, last) = (-62_167_219_200_i64, 253_402_300_799_i64);
    let span = u64::try_from(last - first).expect("a span") + 1;
    let seconds = first + i64::try_from(rng.next_u64() % span).expect("seconds");
    Timestamp::from_epoch(seconds, rng.next_u32() % 1_000_000_000).expect("years 0000 to 9999")
}

#[test]
fn a_printed_timestamp_parses_to_the_same_instant_and_text() {
    let mut rng = generator();
    for _ in 0..20_000 {
        let instant = instant(&mut rng);
        let text = instant.to_string();
        let parsed = Timestamp::parse(&text).expect("canonical text");
        assert_eq!(parsed, instant);
        assert_eq!(parsed.to_string(), text);
    }
}

#[test]
fn what_a_timestamp_counts_since_1970_is_taken_back_and_printed() {
    let mut rng = generator();
    let mut texts: Vec<String> = (0..5_000)
        .map(|_| {
            let (minutes, sign) = (
                below(&mut rng, 1_440),
                ["+", "-"][below(&mut rng, 2) as usize],
            );
            let text = instant(&mut rng).to_string();
            format!(
                "{}{sign}{:02}:{:02}",
                text.trim_end_matches('Z'),
                minutes / 60,
                minutes % 60
            )
        })
        .collect();
    // The first and the last instants that can be written, and leap seconds.
    for offset in ["Z", "+23:59", "-23:59", "+00:01", "-00:01"] {
        texts.push(format!("0000-01-01T00:00:00{offset}"));
        texts.push(format!("9999-12-31T23:59:59.999999999{offset}"));
    }
    texts.extend(["9999-12-31T23:59:60.5Z", "2016-12-31T23:59:60Z"].map(String::from));
    for text in texts {
        let parsed = Timestamp::parse(&text).expect("an instant");
        let again = Timestamp::from_epoch(parsed.epoch_seconds(), parsed.subsec_nanos());
        let again = again.expect("what was parsed");
        assert_eq!(again == parsed, !text.contains(":60"), "{text}");
        assert!(again >= parsed, "{text}");
        assert_eq!(Timestamp::parse(&again.to_string()), Ok(again), "{text}");
        let millis = Timestamp::from_epoch_millis(parsed.epoch_millis()).expect("an instant");
        assert_eq!(millis.epoch_millis(), parsed.epoch_millis(), "{text}");
    }
    for seconds in [-62_167_305_541, 253_402_387_140, i64::MIN, i64::MAX] {
        assert_eq!(Timestamp::from_epoch(seconds, 0), None);
    }
}

#[test]
fn a_leap_second_lies_between_the_second_before_it_and_midnight() {
    let ascending = [
        "2016-12-31T23:59:58Z",
        "2016-12-31T23:59:59Z",
        "2016-12-31T23:59:59.999999999Z",
        "2016-12-31T23:59:60Z",
        "2017-01-01T01:59:60.000000001+02:00",
        "2016-12-31T23:59:60.5Z",
        "2016-12-31T15:59:60.999999999-08:00",
        "2017-01-01T00:00:00Z",
        "2017-01-01T00:00:00.000000001Z",
        "2017-01-01T00:00:01Z",
    ]
    .map(|text| Timestamp::parse(text).expect("an instant"));
    for (place, one) in ascending.iter().enumerate() {
        for (other_place, other) in ascending.iter().enumerate() {
            assert_eq!(one.cmp(other), place.cmp(&other_place), "{one} and {other}");
            if place <= other_place {
                assert!(
                    one.epoch_millis() <= other.epoch_millis(),
                    "{one} and {other}"
                );
            }
            let window = Window::new(Some(*one), Some(*other));
            assert_eq!(window.is_ok(), place < other_place, "{one} and {other}");
            for (at, instant) in ascending.iter().enumerate() {
                let Ok(window) = window else { continue };
                let inside = place <= at && at < other_place;
                let found = window.state_at(*instant) == WindowState::Valid;
                assert_eq!(found, inside, "{one} to {other} at {instant}");
            }
        }
    }
}

#[test]
fn every_day_of_the_years_0000_to_9999_follows_the_one_before() {
    let mut seconds = -62_167_219_200_i64;
    for year in 0..=9999_u32 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if leap { 29 } else { 28 };
        let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, days) in (1..).zip(months) {
            // The first and the last day of each month, and the day after it, which is none.
            for day in [1, days] {
                let text = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
                let parsed = Timestamp::parse(&text).expect("a day of the calendar");
                assert_eq!(
                    parsed.epoch_seconds(),
                    seconds + (day - 1) * 86_400,
                    "{text}"
                );
                assert_eq!(parsed.to_string(), text);
            }
            let none = format!("{year:04}-{month:02}-{:02}T00:00:00Z", days + 1);
            assert!(Timestamp::parse(&none).is_err(), "{none}");
            seconds += days * 86_400;
        }
    }
}

#[test]
fn an_offset_moves_the_instant_by_its_minutes() {
    for minutes in -1439..=1439_i16 {
        let text = Offset::Minutes(minutes).to_string();
        let parsed = Timestamp::parse(&format!("2024-02-29T12:00:00{text}")).expect("an offset");
        let utc = Timestamp::parse("2024-02-29T12:00:00Z").expect("an instant");
        assert_eq!(
            parsed.epoch_seconds(),
            utc.epoch_seconds() - i64::from(minutes) * 60
        );
        assert_eq!(Offset::parse(&text), Ok(parsed.offset()));
    }
}

#[test]
fn of_any_two_instants_a_window_takes_just_the_rising_pair() {
    let mut rng = generator();
    for _ in 0..10_000 {
        let (a, b, at) = (instant(&mut rng), instant(&mut rng), instant(&mut rng));
        assert_eq!(Window::new(Some(a), Some(b)).is_ok(), a < b);
        let Ok(window) = Window::new(Some(a.min(b)), Some(a.max(b))) else {
            continue;
        };
        let inside = a.min(b) <= at && at < a.max(b);
        assert_eq!(window.state_at(at) == WindowState::Valid, inside);
        assert_eq!(window.state_at(a.min(b)), WindowState::Valid);
        assert_eq!(window.state_at(a.max(b)), WindowState::Expired);
    }
}

#[test]
fn no_text_panics_and_what_is_accepted_prints_as_itself() {
    let mut rng = generator();
    for _ in 0..100_000 {
        let text = noise(&mut rng, 40);
        if let Ok(code) = Code::parse(&text) {
            assert_eq!(code.as_str(), text);
        }
        if let Ok(phone) = PhoneNumber::parse(&text) {
            assert_eq!(phone.as_str(), text);
        }
        if let Ok(uuid) = Uuid::parse(&text) {
            assert_eq!(uuid.to_string(), text.to_lowercase());
        }
        if let Ok(timestamp) = Timestamp::parse(&text) {
            assert_eq!(Timestamp::parse(&timestamp.to_string()), Ok(timestamp));
        }
        for format in KeyFormat::BUILT_IN {
            if let Ok(number) = format.check(&text) {
                assert_eq!(number.as_str(), text);
                assert_eq!(format.check(number.canonical()), Ok(number));
            }
        }
    }
}

/// A text with each of its characters exchanged for each of 256 and a few that take more bytes.
fn with_one_changed(text: &str) -> impl Iterator<Item = (usize, char, String)> {
    let others = (0..=u8::MAX).map(char::from).chain(['０', '٣', '😀']);
    let places = 0..text.len();
    places.flat_map(move |place| {
        let (before, after) = (&text[..place], &text[place + 1..]);
        let with = move |other| (place, other, format!("{before}{other}{after}"));
        others.clone().map(with)
    })
}

// Digits are judged and read eight at a time: held here against one at a time.

#[test]
fn a_uuid_with_a_character_changed_is_one_where_that_can_stand_there() {
    for text in [
        "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11",
        "ABCDEF00-0000-ffff-aAbB-0123456789af",
    ] {
        for (place, other, changed) in with_one_changed(text) {
            let is_right = match place {
                8 | 13 | 18 | 23 => other == '-',
                _ => other.is_ascii_hexdigit(),
            };
            let parsed = Uuid::parse(&changed);
            assert_eq!(parsed.is_ok(), is_right, "{changed:?}");
            if let Ok(uuid) = parsed {
                let digits = changed.replace('-', "");
                let bytes = (0..16).map(|at| u8::from_str_radix(&digits[2 * at..][..2], 16));
                assert!(bytes.eq(uuid.as_bytes().map(Ok)), "{changed}");
            }
        }
    }
}

#[test]
fn an_instant_of_the_usual_form_is_the_one_with_a_fraction_that_is_zero() {
    const SECONDS: usize = "2026-03-01T08:00:00".len();
    for text in [
        "2026-03-01T08:00:00Z",
        "2024-02-29T23:59:60Z",
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "1900-02-28T12:34:56-00:00",
    ] {
        for (place, _, changed) in with_one_changed(text) {
            if changed.len() != text.len() {
                assert!(Timestamp::parse(&changed).is_err(), "{changed}");
                continue;
            }
            let (seconds, offset) = changed.split_at(SECONDS);
            let with_fraction = Timestamp::parse(&format!("{seconds}.0{offset}"));
            match (Timestamp::parse(&changed), with_fraction) {
                (Ok(usual), Ok(other)) => {
                    assert_eq!(usual, other, "{changed}");
                    assert_eq!(usual.to_string(), other.to_string(), "{changed}");
                }
                (Err(issue), Err(other)) if place < SECONDS => {
                    assert_eq!(issue.code(), other.code(), "{changed}");
                }
                (Err(_), Err(_)) => {}
                // What stands in front of the offset ends the seconds of the one, the fraction of the other.
                (usual, other) => assert_eq!(place, SECONDS, "{changed}: {usual:?}, {other:?}"),
            }
        }
    }
}

#[test]
fn every_day_of_the_calendar_is_the_one_after_the_day_before() {
    let mut days =
        Timestamp::parse("0000-01-01T00:00:00Z").map(|first| first.epoch_seconds() / 86_400 - 1);
    for year in 0..=9999 {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if is_leap { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(lengths) {
            for day in 1..=31 {
                let text = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
                let parsed =
                    Timestamp::parse(&text).map(|instant| instant.epoch_seconds() / 86_400);
                if day <= length {
                    days = days.map(|days| days + 1);
                    assert_eq!(parsed, days, "{text}");
                } else {
                    assert_eq!(
                        parsed.expect_err("no day").code(),
                        "timestamp_day_out_of_range"
                    );
                }
            }
        }
    }
}

#[test]
fn numbers_of_digits_are_what_their_digits_say() {
    let widest = KeyFormat::new("widest", "", 20, 64).expect("bounds");
    for length in 1..=20 {
        for (_, _, changed) in with_one_changed(&"18446744073709551615"[..length]) {
            let digits = changed.bytes().all(|byte| byte.is_ascii_digit());
            let expected = changed.parse::<u64>().ok().filter(|_| digits);
            let number = widest.check(&changed).ok().map(|number| number.value());
            assert_eq!(number, expected, "{changed:?}");
            let is_code = digits && (4..=8).contains(&changed.len());
            assert_eq!(Code::parse(&changed).is_ok(), is_code, "{changed:?}");
            let phone = format!("+46{changed}");
            let is_phone = digits && phone.len() <= 16;
            assert_eq!(PhoneNumber::parse(&phone).is_ok(), is_phone, "{phone:?}");
        }
    }
}

#[test]
fn a_timestamp_with_a_letter_changed_parses_to_itself_or_is_an_issue() {
    let mut rng = generator();
    let right = "2026-03-01T08:00:00.5+01:00";
    for _ in 0..50_000 {
        let mut letters: Vec<char> = right.chars().collect();
        let noise: Vec<char> = noise(&mut rng, 4).chars().collect();
        let at = below(&mut rng, 27) as usize;
        letters.splice(at..=at, noise);
        let text: String = letters.into_iter().collect();
        match Timestamp::parse(&text) {
            Ok(timestamp) => {
                assert_eq!(Timestamp::parse(&timestamp.to_string()), Ok(timestamp));
            }
            Err(issue) => assert!(issue.code().starts_with("timestamp_"), "{text}: {issue}"),
        }
    }
}

#[test]
fn key_numbers_are_bounded_by_their_bits_exactly() {
    for format in KeyFormat::BUILT_IN {
        let max = format.max();
        assert!(format.check(&max.to_string()).is_ok());
        assert!(format.check(&(max + 1).to_string()).is_err());
        assert_eq!(max, (1_u64 << format.bits()) - 1);
        assert_eq!(max.to_string().len(), usize::from(format.digits()));
    }
}

#[test]
fn a_generated_code_passes_its_policy_and_is_free() {
    let mut rng = generator();
    for round in 0..2_000_u32 {
        let lengths: Vec<u8> = (4..=8)
            .filter(|bit| (round % 31 + 1) >> (bit - 4) & 1 == 1)
            .collect();
        let policy = CodePolicy::of_lengths(lengths).expect("a policy");
        let mut taken = Vec::new();
        for _ in 0..below(&mut rng, 8) {
            taken.push(Code::generate(&policy, &taken, &mut rng).expect("a code"));
        }
        let code = Code::generate(&policy, &taken, &mut rng).expect("a code");
        assert!(policy.check(code.as_str()).is_ok());
        assert!(!taken.contains(&code));
    }
}

#[test]
fn drawing_codes_until_none_is_left_gives_each_once() {
    let mut rng = generator();
    let policy = CodePolicy::of_lengths([4]).expect("a policy");
    let all = |value: u32| Code::parse(&format!("{value:04}")).expect("a code");
    // All but forty are taken, spread evenly.
    let mut taken: Vec<Code> = (0..10_000)
        .filter(|value| value % 250 != 7)
        .map(all)
        .collect();
    for _ in 0..40 {
        taken.push(Code::generate(&policy, &taken, &mut rng).expect("a code is free"));
    }
    let mut digits: Vec<&str> = taken.iter().map(Code::as_str).collect();
    digits.sort_unstable();
    digits.dedup();
    assert_eq!(digits.len(), 10_000);
    assert_eq!(
        Code::generate(&policy, &taken, &mut rng),
        Err(GenerateError::Exhausted {
            wanted: 1,
            left: 0,
            keyspace: 10_000
        })
    );
}

#[cfg(feature = "json")]
#[test]
fn no_body_panics_and_every_refusal_is_a_400_with_issues() {
    let mut rng = generator();
    let right = r#"{"userId":"+46701234567","keyType":"rfid","keyFormat":"MD","keyIdentification":"0123","pin":"1234","accesses":["6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11"],"validFrom":"2026-03-01T08:00:00Z","validTo":"2026-04-01T08:00:00+02:00","sendNotification":false}"#;
    assert!(CreateAccessKey::check(right.as_bytes()).is_ok());
    for _ in 0..20_000 {
        let mut bytes = right.as_bytes().to_vec();
        for _ in 0..=below(&mut rng, 3) {
            let at = rng.next_u32() as usize % bytes.len();
            match below(&mut rng, 3) {
                0 => bytes[at] = u8::try_from(below(&mut rng, 256)).expect("a byte"),
                1 => bytes.truncate(at.max(4)),
                _ => {
                    bytes.remove(at);
                }
            }
        }
        match CreateAccessKey::check(&bytes) {
            Ok(request) => {
                let again = request.to_value().to_json();
                assert_eq!(CreateAccessKey::check(again.as_bytes()), Ok(request));
            }
            Err(issues) => {
                assert!(!issues.is_empty());
                assert_eq!(kiiaccess::refuse(&issues).status, 400);
                for issue in &issues {
                    assert!(!issue.to_string().contains('{'), "{issue}");
                }
            }
        }
    }
}

#[test]
fn a_body_above_the_limit_is_refused_before_it_is_parsed() {
    // Not even JSON: had it been parsed, the issue would be another.
    let body = vec![b'x'; LARGEST_BODY + 1];
    let issues = CreateAccessKey::check(&body).expect_err("too large");
    assert_eq!(issues.as_slice()[0].code(), "body_too_large");
    let issues = CreateAccessKey::check(&body[1..]).expect_err("not JSON");
    assert_eq!(issues.as_slice()[0].code(), "body_not_json");
}

#[test]
fn bytes_that_are_not_utf8_are_told_by_their_position() {
    let issue = Value::from_json(b"{\"a\":\"\xff\"}", LARGEST_BODY).expect_err("not UTF-8");
    assert_eq!(
        issue.to_string(),
        "expected UTF-8 text, found a wrong byte at position 7"
    );
}

#[test]
fn a_hundred_issues_are_listed_and_the_rest_counted() {
    let members: Vec<String> = (0..5_000).map(|n| format!("\"x{n}\":1")).collect();
    let body = format!("{{{}}}", members.join(","));
    let issues = CreateAccessKey::check(body.as_bytes()).expect_err("unknown fields");
    assert_eq!(issues.len(), 101);
    // The two required fields come before the unknown ones.
    assert_eq!(
        issues.as_slice()[0].to_string(),
        "expected a value, found none"
    );
    assert_eq!(
        issues.as_slice()[100].to_string(),
        "expected at most 100 issues, found 5002: the rest is left out"
    );
}

#[test]
fn secrets_stay_out_of_debug_output() {
    let body = br#"{"keyType":"rfid","keyIdentification":"987654321","pin":"13579","accesses":["6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11"]}"#;
    let request = CreateAccessKey::check(body).expect("a request");
    let value = Value::from_json(body, LARGEST_BODY).expect("JSON");
    for shown in [
        format!("{request:?}"),
        format!("{value:?}"),
        format!("{:?}", request.to_value()),
    ] {
        assert!(
            !shown.contains("987654321") && !shown.contains("13579"),
            "{shown}"
        );
    }
    let code = Code::parse("24680").expect("a code");
    assert_eq!(format!("{code:?}"), "Code(…)");
}

#[cfg(feature = "json")]
#[test]
fn every_system_answers_a_bad_body_with_its_own_400() {
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    let large = vec![b' '; 10 << 20];
    let bodies: [&[u8]; 8] = [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"{\"name\":1e999}",
        b"{\"id\":1,\"id\":2,\"keyType\":1,\"keyType\":1,\"lockId\":1,\"lockId\":1,\"name\":1,\"name\":1}",
        deep.as_bytes(),
        &large,
    ];
    for body in bodies {
        let issues = CreateAccessKey::check(body).expect_err("bad");
        let reply = kiiaccess::refuse(&issues);
        assert_eq!(
            (reply.status, reply.content_type),
            (400, "application/problem+json")
        );
        let issues = GrantLockAccess::check("x", body).expect_err("bad");
        let body_json = smartphonekey::refuse(&issues).body.to_json();
        assert!(body_json.starts_with(r#"{"error":""#), "{body_json}");
        let issues = CreateUser::check(body).expect_err("bad");
        let session = basip::Session {
            logged_in: true,
            administrator: true,
        };
        let body_json = basip::refuse(&issues, session).body.to_json();
        assert!(
            body_json.starts_with(r#"{"error":"Wrong JSON body"#),
            "{body_json}"
        );
    }
}
