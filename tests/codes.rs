//! Codes, counted and drawn by the core, against every code tried one by one.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};

use latchwork::{
    Code, CodePolicy, CodeRule, Collision, FreeCodes, GenerateError, TakenCode, Timestamp, Value,
    Window,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng, TryCryptoRng, TryRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The longest codes that are all tried: as far as this build gets in seconds.
const LONGEST: u8 = if cfg!(not(debug_assertions)) {
    8
} else if cfg!(target_arch = "wasm32") {
    4
} else {
    6
};

/// The rules that are about digits alone, in the order of [`broken`].
const RULES: [CodeRule; 9] = [
    CodeRule::NoZeros,
    CodeRule::CannotStartWith12,
    CodeRule::NoTripleConsecutiveInts,
    CodeRule::NoAscendingOrDescendingSequence,
    CodeRule::AtLeastThreeUniqueDigits,
    CodeRule::NoAllSameDigits,
    CodeRule::UniqueFirstFourDigits,
    CodeRule::CannotContain089,
    CodeRule::CannotContain0789,
];

fn digits(value: u32, length: u8) -> Vec<i32> {
    (0..u32::from(length))
        .rev()
        .map(|place| (value / 10_u32.pow(place) % 10) as i32)
        .collect()
}

/// Which of [`RULES`] a code breaks, a bit each: the rules once more, as plainly as they read.
fn broken(digits: &[i32]) -> u16 {
    let steps = |step: i32| digits.windows(2).map(move |pair| pair[1] - pair[0] == step);
    let run = |step: i32| {
        digits
            .windows(4)
            .any(|four| four.windows(2).all(|pair| pair[1] - pair[0] == step))
    };
    let has = |some: &[i32]| digits.iter().any(|digit| some.contains(digit));
    let mut seen = 0_u16;
    for digit in digits {
        seen |= 1 << digit;
    }
    let first_four: u16 = digits[..4].iter().fold(0, |seen, digit| seen | 1 << digit);
    let verdicts = [
        has(&[0]),
        digits[..2] == [1, 2],
        run(0) || run(1) || run(-1),
        steps(1).all(|step| step) || steps(-1).all(|step| step),
        seen.count_ones() < 3,
        seen.count_ones() < 2,
        first_four.count_ones() < 4,
        has(&[0, 8, 9]),
        has(&[0, 7, 8, 9]),
    ];
    verdicts
        .iter()
        .enumerate()
        .fold(0, |bits, (rule, broken)| bits | u16::from(*broken) << rule)
}

#[test]
fn every_set_of_rules_allows_as_many_codes_as_there_are() {
    for length in 4..=LONGEST {
        // How many codes break just these rules: one pass over all codes serves every set.
        let mut breaking = vec![0_u32; 1 << RULES.len()];
        for value in 0..10_u32.pow(length.into()) {
            breaking[usize::from(broken(&digits(value, length)))] += 1;
        }
        for set in 0..1_usize << RULES.len() {
            let rules = RULES.iter().enumerate();
            let rules = rules
                .filter(|(rule, _)| set >> rule & 1 == 1)
                .map(|(_, rule)| *rule);
            let policy = CodePolicy::new([length], rules).expect("a policy");
            let allowed = breaking
                .iter()
                .enumerate()
                .filter(|(bits, _)| bits & set == 0);
            let allowed: u32 = allowed.map(|(_, codes)| codes).sum();
            assert_eq!(policy.keyspace(), allowed, "{length} digits, rules {set:b}");
        }
    }
}

fn policy(json: &str) -> CodePolicy {
    let value = Value::from_json(json.as_bytes(), 1 << 20).expect("JSON");
    CodePolicy::check_value(&value).expect("a policy")
}

#[test]
fn presets_and_lists_allow_as_many_codes_as_pass_their_check() {
    let mut policies: Vec<CodePolicy> = CodePolicy::PRESETS
        .iter()
        .map(|name| CodePolicy::preset(name).expect("a preset"))
        .collect();
    policies.push(policy(r#"{"lengths":[4,5,6],"rules":["block_common"]}"#));
    policies.push(policy(
        r#"{"lengths":[7],"rules":["block_common","no_zeros"]}"#,
    ));
    policies.push(policy(r#"{"lengths":[8],"rules":["block_common"]}"#));
    policies.push(policy(
        r#"{"lengths":[4,5],"blocked":["1234","00000","7777"],"notDerivedFrom":
            {"birthDate":"1984-02-29","phoneNumber":"+46 70-123 45 67","apartmentNumber":"12"}}"#,
    ));
    // Several locks have the same.
    policies.dedup();
    for policy in policies {
        let mut counted = 0;
        let mut tried = 0;
        for length in policy.lengths().filter(|length| *length <= LONGEST.min(7)) {
            tried += 1;
            for value in 0..10_u32.pow(length.into()) {
                let width = usize::from(length);
                counted += u32::from(policy.check(&format!("{value:0width$}")).is_ok());
            }
        }
        if tried == policy.lengths().count() {
            assert_eq!(policy.keyspace(), counted, "{policy:?}");
        } else {
            assert!(policy.keyspace() >= counted, "{policy:?}");
        }
    }
}

#[test]
fn every_preset_says_which_of_its_lengths_no_code_here_has() {
    for name in CodePolicy::PRESETS {
        let outside = CodePolicy::lengths_outside(name).expect("a preset");
        let lengths: Vec<u8> = CodePolicy::preset(name)
            .expect("a preset")
            .lengths()
            .collect();
        assert!(
            outside.iter().all(|length| !(4..=8).contains(length)),
            "{name}"
        );
        assert!(
            outside.iter().all(|length| !lengths.contains(length)),
            "{name}"
        );
    }
    assert_eq!(CodePolicy::lengths_outside("ttlock"), Some(&[9][..]));
    assert_eq!(CodePolicy::lengths_outside("zwave"), Some(&[9, 10][..]));
    assert_eq!(CodePolicy::lengths_outside("igloohome"), Some(&[9][..]));
    assert_eq!(CodePolicy::lengths_outside("nuki"), Some(&[][..]));
    assert_eq!(CodePolicy::lengths_outside("yale"), None);
}

#[test]
fn a_failed_draw_names_the_generator_s_error_as_its_source() {
    let policy = CodePolicy::default();
    let failed = Code::generate(&policy, &[], &mut Words(Vec::new())).expect_err("no words");
    let source = std::error::Error::source(&failed).expect("a source");
    assert!(source.is::<std::fmt::Error>());
    let stuck = Code::generate(&policy, &[], &mut Words(vec![u32::MAX; 64]));
    assert!(std::error::Error::source(&stuck.expect_err("a stuck generator")).is_none());
}

#[test]
fn all_rules_and_facts_together_leave_codes() {
    // A policy counts what it allows only when its block list is at least this long.
    for facts in ["1984-02-29", "1961-11-12", "2003-06-05"] {
        let policy = policy(&format!(
            r#"{{"lengths":[4],"rules":[{}],"notDerivedFrom":{{"birthDate":"{facts}",
                "phoneNumber":"13524635","apartmentNumber":"3"}}}}"#,
            CodeRule::ALL
                .map(|rule| format!("\"{}\"", rule.as_str()))
                .join(",")
        ));
        assert!(policy.keyspace() > 64, "{}", policy.keyspace());
    }
}

#[test]
fn the_four_digit_codes_that_people_choose_first_are_about_a_thousand() {
    let policy = policy(r#"{"lengths":[4],"rules":["block_common"]}"#);
    let blocked = 10_000 - policy.keyspace();
    assert!((1_000..=1_100).contains(&blocked), "{blocked}");
}

/// The buttons of a code, on a keypad that has 1 and 2, 3 and 4, 5 and 6, 7 and 8, 9 and 0 on one.
fn buttons(code: &str) -> String {
    let button = |digit| match digit {
        '1' | '2' => 'a',
        '3' | '4' => 'b',
        '5' | '6' => 'c',
        '7' | '8' => 'd',
        _ => 'e',
    };
    code.chars().map(button).collect()
}

#[test]
fn a_thief_at_five_buttons_presses_those_that_the_most_codes_are_on() {
    let mut policies = vec![
        CodePolicy::of_lengths([4]).expect("a policy"),
        CodePolicy::of_lengths([4, 5]).expect("a policy"),
        policy(r#"{"lengths":[4],"rules":["block_common"]}"#),
        policy(
            r#"{"lengths":[4,5],"blocked":["1234","00000","7777"],"notDerivedFrom":
            {"birthDate":"1984-02-29","phoneNumber":"+46 70-123 45 67","apartmentNumber":"12"}}"#,
        ),
        CodePolicy::new(
            [4],
            [CodeRule::CannotContain0789, CodeRule::UniqueFirstFourDigits],
        )
        .expect("a policy"),
    ];
    // Of every press one code is blocked, and of one press two.
    let blocked = |digits: &[u32]| -> Vec<String> {
        let pairs = digits
            .iter()
            .flat_map(|a| digits.iter().map(move |b| a * 10 + b));
        let pairs: Vec<u32> = pairs.collect();
        let all = pairs
            .iter()
            .flat_map(|a| pairs.iter().map(move |b| a * 100 + b));
        all.map(|code| format!("\"{code:04}\"")).collect()
    };
    let one_each = blocked(&[1, 3, 5, 7, 9]).join(",");
    policies.push(policy(&format!(
        r#"{{"lengths":[4],"blocked":[{one_each}]}}"#
    )));
    policies.push(policy(&format!(
        r#"{{"lengths":[4,5],"blocked":[{one_each},"2222"]}}"#
    )));
    for rule in RULES {
        policies.push(CodePolicy::new([4], [rule]).expect("a policy"));
        policies.push(CodePolicy::new([4, 5], [rule]).expect("a policy"));
    }
    for policy in policies {
        let mut presses: BTreeMap<String, u32> = BTreeMap::new();
        for length in policy.lengths() {
            for value in 0..10_u32.pow(length.into()) {
                let code = format!("{value:0width$}", width = usize::from(length));
                if policy.check(&code).is_ok() {
                    *presses.entry(buttons(&code)).or_default() += 1;
                }
            }
        }
        let (all, most) = (presses.values().sum::<u32>(), presses.values().max());
        assert_eq!(policy.keyspace(), all);
        let expected = all / most.expect("a code");
        assert_eq!(policy.keyspace_by_buttons(), expected, "{policy:?}");
    }
    for length in 4..=8 {
        let policy = CodePolicy::of_lengths([length]).expect("a policy");
        assert_eq!(policy.keyspace_by_buttons(), 5_u32.pow(length.into()));
    }
}

#[test]
fn free_codes_are_the_allowed_ones_in_order_without_those_that_clash() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let modes = [
        ("equal", Collision::Equal),
        ("zeros", Collision::EqualWithoutLeadingZeros),
        ("prefix", Collision::Prefix),
        ("inside", Collision::Inside),
        ("buttons", Collision::Buttons),
    ];
    // Unoptimised wasm is slow, and browsers give a test program two minutes.
    let rounds = if cfg!(target_arch = "wasm32") { 5 } else { 25 };
    for round in 0..rounds {
        let rules = RULES.iter().enumerate();
        let rules = rules.filter(|(rule, _)| round >> (rule % 5) & 1 == 1 && rule % 3 == round % 3);
        let policy = CodePolicy::new([4, 5], rules.map(|(_, rule)| *rule)).expect("a policy");
        let taken: Vec<Code> = (0..rng.next_u32() % 60)
            .map(|_| {
                let length = 4 + rng.next_u32() % 5;
                let width = length as usize;
                let value = rng.next_u32() % 10_u32.pow(length);
                Code::parse(&format!("{value:0width$}")).expect("a code")
            })
            .collect();
        let (name, mode) = modes[round % modes.len()];
        let clashes = |code: &str| {
            taken.iter().map(Code::as_str).any(|taken| match mode {
                Collision::Equal => code == taken,
                Collision::EqualWithoutLeadingZeros => {
                    code.trim_start_matches('0') == taken.trim_start_matches('0')
                }
                Collision::Prefix => code.starts_with(taken) || taken.starts_with(code),
                Collision::Inside => code.contains(taken) || taken.contains(code),
                Collision::Buttons => buttons(code) == buttons(taken),
            })
        };
        let mut expected = Vec::new();
        for length in [4_u32, 5] {
            for value in 0..10_u32.pow(length) {
                let width = length as usize;
                let code = format!("{value:0width$}");
                if policy.check(&code).is_ok() && !clashes(&code) {
                    expected.push(code);
                }
            }
        }
        let in_use: Vec<TakenCode> = taken.iter().cloned().map(TakenCode::always).collect();
        let free = FreeCodes::during(&policy, &in_use, mode, Window::ALWAYS);
        assert_eq!(
            free.left() as usize,
            expected.len(),
            "{name}, round {round}"
        );
        for (index, code) in (0..).zip(&expected) {
            let found = free.get(index).expect("a free code");
            assert_eq!(found.as_str(), code, "{name}, round {round}");
        }
        assert!(free.get(free.left()).is_none());
    }
}

#[test]
fn a_taken_code_blocks_only_where_windows_overlap() {
    let at = |text: &str| Some(Timestamp::parse(text).expect("an instant"));
    let window = |from, until| Window::new(from, until).expect("a window");
    let (noon, one, two) = (
        at("2026-03-01T12:00:00Z"),
        at("2026-03-01T13:00:00Z"),
        at("2026-03-01T14:00:00Z"),
    );
    let taken = [TakenCode {
        code: Code::parse("1234").expect("a code"),
        window: window(noon, one),
    }];
    let policy = CodePolicy::of_lengths([4]).expect("a policy");
    let left = |window| FreeCodes::during(&policy, &taken, Collision::Equal, window).left();
    assert_eq!(left(window(one, two)), 10_000);
    assert_eq!(left(window(None, noon)), 10_000);
    assert_eq!(left(window(noon, two)), 9_999);
    assert_eq!(left(window(None, two)), 9_999);
    assert_eq!(left(Window::ALWAYS), 9_999);
}

#[test]
fn many_codes_are_those_drawn_one_after_the_other() {
    for (seed, count) in [(1, 1), (2, 40), (3, 700), (4, 3_000), (5, 6_561)] {
        let policy = CodePolicy::new([4], [CodeRule::NoZeros]).expect("a policy");
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let many = FreeCodes::new(&policy, &[])
            .draw_many(count, &mut rng)
            .expect("codes");
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut one_by_one = Vec::new();
        for _ in 0..count.min(40) {
            one_by_one.push(Code::generate(&policy, &one_by_one, &mut rng).expect("a code"));
        }
        assert_eq!(many[..one_by_one.len()], one_by_one);
        let different: BTreeSet<&str> = many.iter().map(Code::as_str).collect();
        assert_eq!(different.len(), many.len());
        assert!(many.iter().all(|code| policy.check(code.as_str()).is_ok()));
    }
}

#[test]
fn every_code_can_be_drawn_at_once_and_not_one_more() {
    let policy = CodePolicy::new([4], [CodeRule::CannotContain0789]).expect("a policy");
    let free = FreeCodes::new(&policy, &[]);
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let all = free.draw_many(1_296, &mut rng).expect("all of them");
    let different: BTreeSet<&str> = all.iter().map(Code::as_str).collect();
    assert_eq!(different.len(), 1_296);
    assert_eq!(
        free.draw_many(1_297, &mut rng),
        Err(GenerateError::Exhausted {
            wanted: 1_297,
            left: 1_296,
            keyspace: 1_296
        })
    );
    let without_one: Vec<Code> = all[1..].to_vec();
    let last = Code::generate(&policy, &without_one, &mut rng);
    assert_eq!(last, Ok(all[0].clone()));
}

/// Gives fixed words, then fails.
struct Words(Vec<u32>);

impl TryRng for Words {
    type Error = std::fmt::Error;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.0.pop().ok_or(std::fmt::Error)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Err(std::fmt::Error)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.copy_from_slice(&self.try_next_u32()?.to_le_bytes());
        Ok(())
    }
}

impl TryCryptoRng for Words {}

/// What one draw becomes: the number of a free code, or `None` when it is refused.
fn mapped(free: &FreeCodes, word: u32) -> Option<u32> {
    let code = free.draw(&mut Words(vec![word])).ok()?;
    Some(code.as_str().parse().expect("digits"))
}

#[test]
fn every_residue_of_a_draw_comes_equally_often() {
    // The words below the last multiple of the number of codes are dealt out in turn, and the rest
    // refused: so each code has as many words as every other. Within a turn of the deal the next
    // word gives the next code, so its first and its last tell all of it.
    let policy = CodePolicy::of_lengths([4]).expect("a policy");
    for taken in [0, 1, 2, 5_000, 9_998, 9_999] {
        let taken: Vec<Code> = (10_000 - taken..10_000)
            .map(|value| Code::parse(&format!("{value:04}")).expect("a code"))
            .collect();
        let free = FreeCodes::new(&policy, &taken);
        let codes = free.left();
        let usable = (1_u64 << 32) / u64::from(codes) * u64::from(codes);
        // Every turn of the deal, where that many can be tried.
        let turns = usable / u64::from(codes);
        let step = turns.div_ceil(if cfg!(target_arch = "wasm32") {
            1 << 12
        } else {
            1 << 19
        });
        for round in (0..turns).step_by(step as usize).chain([turns - 1]) {
            let first = round * u64::from(codes);
            for (word, code) in [(first, 0), (first + u64::from(codes) - 1, codes - 1)] {
                assert_eq!(mapped(&free, word as u32), Some(code));
            }
        }
        for word in usable..(usable + 3).min(1 << 32) {
            assert_eq!(mapped(&free, word as u32), None);
        }
        if usable < 1 << 32 {
            assert_eq!(mapped(&free, u32::MAX), None);
        }
    }
    // Every word of sixteen bits, for all that a smaller keyspace can be asked for.
    let free = FreeCodes::new(&policy, &[]);
    let mut times = vec![0_u32; 10_000];
    for word in 0..60_000 {
        times[mapped(&free, word).expect("usable") as usize] += 1;
    }
    assert!(times.iter().all(|times| *times == 6));
}

/// Compares how often digits were drawn with how often the allowed codes have them.
fn chi_square(policy: &CodePolicy, length: u8, count: u32) {
    let free = FreeCodes::new(policy, &[]);
    let codes: Vec<Vec<i32>> = (0..free.left())
        .map(|index| {
            let code = free.get(index).expect("a free code");
            code.as_str()
                .bytes()
                .map(|byte| i32::from(byte - b'0'))
                .collect()
        })
        .collect();
    let mut rng = ChaCha8Rng::seed_from_u64(99);
    let drawn: Vec<Vec<i32>> = (0..count)
        .map(|_| {
            let code = free.draw(&mut rng).expect("a code");
            code.as_str()
                .bytes()
                .map(|byte| i32::from(byte - b'0'))
                .collect()
        })
        .collect();
    let length = usize::from(length);
    let places = (0..length).flat_map(|one| (one..length).map(move |two| (one, two)));
    for (one, two) in places {
        // A place with itself is the test of one position, two places that of a pair.
        let tally = |codes: &[Vec<i32>]| {
            let mut tally = vec![0_u32; 100];
            for code in codes {
                tally[(code[one] * 10 + code[two]) as usize] += 1;
            }
            tally
        };
        let (expected, observed) = (tally(&codes), tally(&drawn));
        let scale = f64::from(count) / codes.len() as f64;
        let (mut sum, mut cells) = (0.0, 0_u32);
        for (expected, observed) in expected.iter().zip(&observed) {
            if *expected == 0 {
                assert_eq!(*observed, 0, "a code that is not allowed");
                continue;
            }
            let expected = f64::from(*expected) * scale;
            sum += (f64::from(*observed) - expected).powi(2) / expected;
            cells += 1;
        }
        let freedom = f64::from(cells - 1);
        // Five standard deviations: of a sound draw, one test in millions is beyond.
        assert!(
            sum < freedom + 5.0 * (2.0 * freedom).sqrt() + 5.0,
            "{policy:?}, places {one} and {two}: {sum:.1} for {freedom} degrees of freedom"
        );
    }
}

#[test]
fn digits_and_pairs_of_digits_come_as_often_as_the_codes_have_them() {
    let draws = if cfg!(target_arch = "wasm32") {
        5_000
    } else {
        100_000
    };
    for (policy, length) in [
        (CodePolicy::of_lengths([4]), 4),
        (
            CodePolicy::new([4], [CodeRule::NoZeros, CodeRule::CannotStartWith12]),
            4,
        ),
        (CodePolicy::new([5], [CodeRule::UniqueFirstFourDigits]), 5),
        (
            CodePolicy::new(
                [4],
                [CodeRule::BlockCommon, CodeRule::NoTripleConsecutiveInts],
            ),
            4,
        ),
    ] {
        chi_square(&policy.expect("a policy"), length, draws);
    }
}
