//! Laws of what ISO 8601 says an instant by, held against one worked out part by part.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::fmt::Write;

use latchwork::system::kiiaccess::{CreateAccessKey, Options};
use latchwork::{Offset, Timestamp};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn below(random: &mut ChaCha8Rng, bound: u32) -> u32 {
    random.next_u32() % bound
}

fn place(number: u32) -> usize {
    usize::try_from(number).expect("a small number")
}

/// A text of ISO 8601, and the instant that it is, worked out by itself.
struct Iso {
    text: String,
    /// Seconds since 1970, and nanoseconds.
    instant: (i64, u32),
    is_mixed: bool,
}

/// Days since 1970, by counting them.
fn days(year: i64, month: u32, day: u32) -> i64 {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |year, month| match month {
        2 => 28 + i64::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let years: i64 = (1970..year).map(|year| 365 + i64::from(leap(year))).sum();
    let months: i64 = (1..month).map(|month| length(year, month)).sum();
    years + months + i64::from(day) - 1
}

fn iso(random: &mut ChaCha8Rng, assumed: i64) -> Iso {
    let mut part = |bound| below(random, bound);
    let (year, month, day) = (1970 + part(130), 1 + part(12), 1 + part(28));
    let (hour, minute, second) = (part(24), part(60), part(60));
    let (dashes, colons, offset_colon) = (part(2) == 0, part(2) == 0, part(2) == 0);
    let mut text = if dashes {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}{month:02}{day:02}")
    };
    let mut seconds = days(year.into(), month, day) * 86_400;
    let mut nanos = 0;
    let mut is_mixed = false;
    if part(5) == 0 {
        seconds -= assumed * 60;
        return Iso {
            text,
            instant: (seconds, nanos),
            is_mixed,
        };
    }
    is_mixed |= dashes != colons;
    let colon = if colons { ":" } else { "" };
    write!(text, "T{hour:02}{colon}{minute:02}").expect("text");
    seconds += i64::from(hour * 60 + minute) * 60;
    if part(3) > 0 {
        write!(text, "{colon}{second:02}").expect("text");
        seconds += i64::from(second);
        if part(3) == 0 {
            let millis = part(1000);
            write!(text, ".{millis:03}").expect("text");
            nanos = millis * 1_000_000;
        }
    }
    match part(3) {
        0 => seconds -= assumed * 60,
        1 => text.push('Z'),
        _ => {
            let (sign, hours, minutes) = (if part(2) == 0 { "+" } else { "-" }, part(24), part(60));
            let colon = if offset_colon { ":" } else { "" };
            write!(text, "{sign}{hours:02}{colon}{minutes:02}").expect("text");
            is_mixed |= offset_colon != dashes;
            let minutes = i64::from(hours * 60 + minutes);
            seconds -= if sign == "+" { minutes } else { -minutes } * 60;
        }
    }
    Iso {
        text,
        instant: (seconds, nanos),
        is_mixed,
    }
}

#[test]
fn an_assumed_offset_takes_what_iso_8601_says_as_the_instant_that_it_is() {
    let mut random = ChaCha8Rng::seed_from_u64(61);
    let (mut strict, mut taken, mut mixed) = (0, 0, 0);
    for _ in 0..20_000 {
        let minutes = i64::from(below(&mut random, 2 * 1439)) - 1439;
        let assumed = Offset::Minutes(i16::try_from(minutes).expect("minutes of a day"));
        let Iso {
            text,
            instant,
            is_mixed,
        } = iso(&mut random, minutes);
        let options = Options {
            assume_offset: Some(assumed),
            ..Options::default()
        };
        let body = format!(
            r#"{{"keyType":"code","keyIdentification":"*","accesses":["6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11"],"validFrom":"{text}"}}"#
        );
        let without = CreateAccessKey::check(body.as_bytes());
        let with = CreateAccessKey::check_with(body.as_bytes(), &options);
        if is_mixed {
            mixed += 1;
            let issues = with.expect_err(&text).to_string();
            assert!(issues.contains("the basic format"), "{text}: {issues}");
            assert!(
                !without
                    .expect_err(&text)
                    .to_string()
                    .contains("assumeOffset"),
                "{text}"
            );
            continue;
        }
        let with = with.expect(&text);
        let from = with.window().from().expect("a start");
        assert_eq!(
            (from.epoch_seconds(), from.subsec_nanos()),
            instant,
            "{text}"
        );
        // It leaves as RFC 3339, which is the same without the option.
        assert_eq!(Timestamp::parse(&from.to_string()), Ok(from), "{text}");
        let again = CreateAccessKey::check_value(&with.to_value(), &Options::default());
        assert_eq!(again.as_ref(), Ok(&with), "{text}");
        match without {
            Ok(without) => {
                strict += 1;
                assert_eq!(without, with, "{text}");
            }
            Err(issues) => {
                taken += 1;
                let told = issues.to_string();
                assert!(
                    told.contains("with the option assumeOffset"),
                    "{text}: {told}"
                );
            }
        }
    }
    assert!(
        strict > 500 && taken > 3_000 && mixed > 3_000,
        "{strict} {taken} {mixed}"
    );
}

#[test]
fn no_text_is_an_instant_but_those_of_a_form() {
    let mut random = ChaCha8Rng::seed_from_u64(67);
    let mut right = 0;
    for _ in 0..60_000 {
        let Iso { text, .. } = iso(&mut random, 0);
        let mut letters: Vec<char> = text.chars().collect();
        let at = place(below(
            &mut random,
            u32::try_from(letters.len()).expect("few"),
        ));
        let others = "09:-+TZ .W".chars();
        let letter = others
            .cycle()
            .nth(place(below(&mut random, 10)))
            .expect("a letter");
        match below(&mut random, 3) {
            0 => drop(letters.splice(at..=at, [letter])),
            1 => letters.insert(at, letter),
            _ => drop(letters.remove(at)),
        }
        let text: String = letters.into_iter().collect();
        let Ok(instant) = Timestamp::parse_iso_8601(&text, Offset::Utc) else {
            continue;
        };
        right += 1;
        // What is taken is one of the forms: with its marks put in it is RFC 3339.
        let (date, time) = text.split_once('T').unwrap_or((&text, "000000"));
        let digits = |text: &str| {
            text.chars()
                .filter(|letter| *letter != '-' && *letter != ':')
                .collect::<String>()
        };
        let date = digits(date);
        let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
        let (time, offset) = time.split_at(end);
        let (sign, offset) = offset.split_at(offset.len().min(1));
        let (time, offset) = (digits(time), digits(offset));
        let part =
            |text: &str, from, until| -> String { text.chars().take(until).skip(from).collect() };
        let seconds = if time.len() == 4 {
            "00".to_owned()
        } else {
            part(&time, 4, 99)
        };
        let whole = format!(
            "{}-{}-{}T{}:{}:{seconds}{}",
            part(&date, 0, 4),
            part(&date, 4, 6),
            part(&date, 6, 99),
            part(&time, 0, 2),
            part(&time, 2, 4),
            match sign {
                "" | "Z" => "Z".to_owned(),
                sign => format!("{sign}{}:{}", part(&offset, 0, 2), part(&offset, 2, 99)),
            }
        );
        assert_eq!(Timestamp::parse(&whole), Ok(instant), "{text}");
    }
    assert!(right > 1_000, "{right}");
}
