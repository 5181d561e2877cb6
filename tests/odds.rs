//! The odds of codes: every case of `tests/cases/odds.json`, and the laws that the odds keep.

#![expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    clippy::panic,
    clippy::string_slice,
    reason = "a test fails by panicking, and compares with exact counts"
)]

use std::collections::HashSet;

use latchwork::{
    Bucket, CodePolicy, Guess, Guessing, Issues, Keypad, Throttle, Value, codes_to_equal_chance,
    de_bruijn_presses, equal_chance, prefix_clash_chance, recommended_length,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const BOTH: [Guessing; 2] = [Guessing::Distinct, Guessing::Independent];
const KEYSPACES: [u64; 8] = [1, 2, 9, 120, 10_000, 1_000_000, 100_000_000, 111_110_000];

fn success(keyspace: u64, active: u64, tries: u64, guessing: Guessing) -> f64 {
    let guess = Guess::new(keyspace, active, tries, guessing).expect("a guess");
    guess.odds().success
}

/// Compares with a fraction, to a few of the last bits.
#[track_caller]
fn assert_is(found: f64, part: u128, whole: u128) {
    let exact = part as f64 / whole as f64;
    assert!(
        (found - exact).abs() <= exact * 1e-14 && (found == 1.0) == (part == whole),
        "expected {exact}, {part} in {whole}, found {found}"
    );
}

fn policy_of(json: &Json) -> Result<CodePolicy, Issues> {
    let text = json.to_string();
    CodePolicy::check_value(&Value::from_json(text.as_bytes(), usize::MAX)?)
}

/// What the core answers to a case.
fn answer(ask: &str, input: &Json) -> Result<Json, Issues> {
    let whole = |name: &str| input[name].as_u64().expect("a whole number");
    let digits = || u8::try_from(whole("digits")).expect("few digits");
    Ok(match ask {
        "guessOdds" => {
            let guessing = BOTH[usize::from(input["guessing"] == "independent")];
            let [active, tries] = ["active", "tries"].map(whole);
            let keyspace = match input.get("policy") {
                Some(policy) => u64::from(policy_of(policy)?.keyspace_by_tries()),
                None => whole("keyspace"),
            };
            let odds = Guess::new(keyspace, active, tries, guessing)?.odds();
            // JSON has no infinity: it is written as null.
            json!({ "perTry": odds.per_try, "success": odds.success,
                    "expectedTries": odds.expected_tries })
        }
        "triesIn" => {
            let [tries, wait, each] = ["tries", "thenWaitSeconds", "secondsPerTry"].map(whole);
            let longer = input["thenLonger"].as_array().into_iter().flatten();
            let bucket = &input["bucket"];
            let bucket = bucket["tries"].as_u64().zip(bucket["secondsEach"].as_u64());
            let throttle = Throttle {
                then_longer: longer.filter_map(Json::as_u64).collect(),
                bucket: bucket.map(|(tries, seconds_each)| Bucket {
                    tries,
                    seconds_each,
                }),
                ..Throttle::new(tries, wait, each)
            };
            throttle.tries_in(whole("seconds")).into()
        }
        "triesOfPresses" => {
            let keypads = [Keypad::WholeCodes, Keypad::LastDigits];
            let keypad = keypads[usize::from(input["keypad"] == "last-digits")];
            keypad.tries_of_presses(digits(), whole("presses")).into()
        }
        "deBruijnPresses" => de_bruijn_presses(digits()).into(),
        "recommendedLength" => recommended_length(whole("active"), whole("factor")).into(),
        "equalChance" => equal_chance(whole("keyspace"), whole("codes"))?.into(),
        "codesToEqualChance" => {
            let chance = input["chance"].as_f64().expect("a chance");
            codes_to_equal_chance(whole("keyspace"), chance)?.into()
        }
        "prefixClashChance" => {
            let counts = input["codesByLength"].as_array().expect("counts");
            let counts: Vec<u64> = counts.iter().filter_map(Json::as_u64).collect();
            prefix_clash_chance(counts.try_into().expect("five counts")).into()
        }
        other => panic!("expected a question, found `{other}`"),
    })
}

/// Whether an answer is the expected one: of an object, in the members that are expected.
fn agrees(expected: &Json, found: &Json, within: f64) -> bool {
    match (expected, expected.as_f64(), found.as_f64()) {
        (Json::Object(members), ..) => members
            .iter()
            .all(|(name, expected)| agrees(expected, &found[name], within)),
        // At least the last bits: a JSON parser may round them.
        (_, Some(expected), Some(found)) => {
            (expected - found).abs() <= within.max(expected.abs() * 1e-15)
        }
        _ => expected == found,
    }
}

#[test]
fn cases() {
    let text = include_str!("cases/odds.json");
    let cases: Vec<Json> = serde_json::from_str(text).expect("a list of cases");
    let mut names = HashSet::new();
    for case in &cases {
        assert!(names.insert(case["name"].to_string()), "twice: {case}");
        match answer(case["ask"].as_str().expect("a question"), &case["input"]) {
            Ok(found) => {
                let within = case["within"].as_f64().unwrap_or(0.0);
                assert!(
                    case["ok"] == true && agrees(&case["value"], &found, within),
                    "{case}\nfound {found}"
                );
            }
            Err(issues) => {
                let issue = &issues.as_slice()[0];
                let found = json!([issue.code(), issue.to_string(), [issue.place().to_string()]]);
                let expected = ["code", "message", "path"].map(|part| &case["issues"][0][part]);
                assert_eq!(json!(expected), found, "{case}");
            }
        }
    }
}

#[test]
fn odds_are_the_exact_fractions_where_these_fit_in_128_bits() {
    let mut choose = vec![[0_u128; 121]; 121];
    for n in 0..=120 {
        choose[n][0] = 1;
        for k in 1..=n {
            choose[n][k] = choose[n - 1][k - 1] + choose[n - 1][k];
        }
    }
    for keyspace in [1, 2, 3, 7, 20, 61, 120] {
        for active in 0..=keyspace {
            let odds = |tries: usize, guessing| {
                let [k, n, t] = [keyspace, active, tries].map(|count| count as u64);
                Guess::new(k, n, t, guessing).expect("a guess").odds()
            };
            let mut expected = 0.0;
            for tries in 0..=keyspace {
                let (missed, all) = (choose[keyspace - active][tries], choose[keyspace][tries]);
                assert_is(odds(tries, Guessing::Distinct).success, all - missed, all);
                expected += missed as f64 / all as f64;
            }
            // The tries up to the first hit are as many as there are counts of tries that miss.
            let found = odds(1, Guessing::Distinct).expected_tries;
            assert!((found - expected).abs() < 1e-12 || (active == 0 && found == f64::INFINITY));
            for tries in 0..=18 {
                let all = (keyspace as u128).pow(tries);
                let missed = ((keyspace - active) as u128).pow(tries);
                let found = odds(tries as usize, Guessing::Independent).success;
                assert_is(found, all - missed, all);
            }
        }
    }
}

#[test]
fn odds_rise_with_tries_and_codes_within_their_bounds() {
    let mut rng = ChaCha8Rng::seed_from_u64(0x6f64_6473);
    // As often small as large.
    let mut below = |bound: u64| rng.next_u64() % bound.min(2 << (rng.next_u64() % 53));
    for _ in 0..300 {
        for keyspace in KEYSPACES {
            let (active, many) = (below(keyspace), below(1 << 53));
            let (few, wrong) = (many % keyspace, keyspace - active);
            for guessing in BOTH {
                for tries in [few, many, wrong - 1, wrong, wrong + 1] {
                    let chance = success(keyspace, active, tries, guessing);
                    let never = active == 0 || tries == 0;
                    assert!((0.0..=1.0).contains(&chance) && (chance == 0.0) == never);
                    let sure = guessing == Guessing::Distinct && tries > wrong && active > 0;
                    assert_eq!(chance == 1.0, sure);
                    assert!(chance <= success(keyspace, active, tries + 1, guessing));
                    assert!(chance <= success(keyspace, active + 1, tries, guessing));
                    assert!(chance <= success(keyspace, active, tries, Guessing::Distinct));
                }
            }
            let exchanged = success(keyspace, few, active, Guessing::Distinct);
            assert_eq!(
                exchanged,
                success(keyspace, active, few, Guessing::Distinct)
            );
        }
    }
}

#[test]
fn nothing_panics_at_the_extremes() {
    let extremes = [0, 1, 2, 1 << 32, (1 << 53) + 1, u64::MAX - 1, u64::MAX];
    let numbers: Vec<u64> = KEYSPACES.into_iter().chain(extremes).collect();
    for &a in &numbers {
        let right = (1..=111_110_000).contains(&a);
        for &b in &numbers {
            for guessing in BOTH {
                for c in extremes {
                    let odds = Guess::new(a, b, c, guessing).map(|guess| guess.odds());
                    assert_eq!(odds.is_ok(), right && b <= a);
                    assert!(odds.is_err() || odds.is_ok_and(|odds| odds.success <= 1.0));
                    assert!(
                        Throttle::new(a, b, c).tries_in(1)
                            <= Throttle::new(a, b, c).tries_in(u64::MAX)
                    );
                    assert!(prefix_clash_chance([a, b, c, b, a]) <= 1.0);
                }
            }
            assert_eq!(equal_chance(a, b).is_ok(), right);
        }
        for digits in [0, 1, 8, 19, 20, u8::MAX] {
            assert!(Keypad::LastDigits.tries_of_presses(digits, a) <= a);
            assert!(Keypad::WholeCodes.tries_of_presses(digits, a) <= a);
        }
    }
    assert!(codes_to_equal_chance(10_000, f64::NAN).is_err());
    let all = CodePolicy::of_lengths(4..=8).map(|all| u64::from(all.keyspace()));
    assert_eq!(all, Ok(111_110_000));
}

#[test]
fn a_throttle_lets_as_many_tries_through_as_a_clock_counts() {
    for tries in 0..5 {
        for (wait, each) in [(0, 1), (0, 3), (1, 1), (7, 2), (7, 0), (60, 5)] {
            let (mut done, mut next) = (0, each);
            for now in 0..300 {
                while tries > 0 && next <= now {
                    done += 1;
                    next += each + if done % tries == 0 { wait } else { 0 };
                }
                assert_eq!(Throttle::new(tries, wait, each).tries_in(now), done);
            }
        }
    }
    assert_eq!(Throttle::new(1, 0, 0).tries_in(0), u64::MAX);
}

#[test]
fn a_de_bruijn_sequence_opens_every_code_in_the_fewest_presses() {
    // Each next digit is the highest that makes a new code of the last four.
    let (mut last, mut presses, mut seen) = (0, 4, HashSet::from([0]));
    let next = |last: u32, digit| last % 1000 * 10 + digit;
    while let Some(digit) = (0..10).rev().find(|&digit| seen.insert(next(last, digit))) {
        last = next(last, digit);
        presses += 1;
    }
    assert_eq!((seen.len(), presses), (10_000, de_bruijn_presses(4)));
    assert_eq!(Keypad::LastDigits.tries_of_presses(4, presses), 10_000);
    assert_eq!([0, 20].map(de_bruijn_presses), [0, u64::MAX]);
}

#[test]
fn equal_codes_are_as_likely_as_counted_and_reached_at_the_first_count() {
    let equal = |keyspace, codes| equal_chance(keyspace, codes).expect("a keyspace");
    for keyspace in 1..=20_u32 {
        let mut differ = 1;
        for codes in 0..=keyspace + 1 {
            let all = u128::from(keyspace).pow(codes);
            assert_is(equal(keyspace.into(), codes.into()), all - differ, all);
            differ *= u128::from(keyspace.saturating_sub(codes));
        }
    }
    for keyspace in KEYSPACES {
        for chance in [1e-9, 0.01, 0.5, 0.99, 1.0 - f64::EPSILON / 2.0, 1.0] {
            let codes = codes_to_equal_chance(keyspace, chance).expect("a count");
            assert!(equal(keyspace, codes) >= chance && equal(keyspace, codes - 1) < chance);
        }
    }
}

#[test]
fn prefixes_clash_as_often_as_drawn_codes_do() {
    let mut rng = ChaCha8Rng::seed_from_u64(0x7072_6566);
    let (rounds, counts) = (2_000, [20, 40, 0, 150, 60]);
    let clashes = (0..rounds).filter(|_| {
        let mut beginnings: HashSet<String> = HashSet::new();
        (4..).zip(counts).any(|(length, count)| {
            let mut codes = HashSet::new();
            while codes.len() as u64 != count {
                let value = rng.next_u32() % 10_u32.pow(length);
                codes.insert(format!("{value:0width$}", width = length as usize));
            }
            let clash =
                |code: &String| (4..code.len()).any(|cut| beginnings.contains(&code[..cut]));
            let clashes = codes.iter().any(clash);
            beginnings.extend(codes);
            clashes
        })
    });
    let found = clashes.count() as f64 / f64::from(rounds);
    // Three standard deviations.
    assert!(
        (found - prefix_clash_chance(counts)).abs() < 0.034,
        "{found}"
    );
}
