//! Sets of free codes: numbered between what is taken, and taken from.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
#![cfg_attr(
    target_arch = "wasm32",
    expect(clippy::indexing_slicing, reason = "a test fails by panicking")
)]

use std::collections::HashSet;

use latchwork::{
    Code, CodePolicy, CodeRule, Collision, FreeCodes, GenerateError, TakenCode, Window,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// All codes of four digits.
fn every_four() -> Vec<Code> {
    let codes = (0..10_000).map(|value| Code::parse(&format!("{value:04}")).expect("a code"));
    codes.collect()
}

#[test]
fn free_codes_are_found_between_taken_ones_however_these_crowd() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let all = every_four();
    let mut random = |share: u32| rng.next_u32() % 100 < share;
    let takes: [&mut dyn FnMut(u32) -> bool; 8] = [
        &mut |value| value % 2 == 0,
        &mut |value| value % 2 == 0 && value < 400,
        &mut |value| value % 3 > 0 && value > 9_000,
        &mut |value| value % 100 == 99 || (5_000..5_100).contains(&value) && value % 2 == 1,
        &mut |value| value < 9_990 && value % 17 > 0,
        &mut |_| random(50),
        &mut |value| value > 0 && value < 9_999,
        &mut |value| value == 9_999 || value % 1_000 == 0,
    ];
    let policy = CodePolicy::of_lengths([4]).expect("a policy");
    for (round, take) in takes.into_iter().enumerate() {
        let (used, unused): (Vec<_>, Vec<_>) = all
            .iter()
            .cloned()
            .partition(|code| take(code.as_str().parse().expect("digits")));
        let free = FreeCodes::new(&policy, &used);
        assert_eq!(free.left() as usize, unused.len(), "round {round}");
        for (index, code) in (0..).zip(&unused) {
            assert_eq!(free.get(index).as_ref(), Some(code), "round {round}");
        }
    }
}

#[test]
fn a_set_that_codes_were_taken_from_is_the_set_made_anew_beside_them() {
    let mut rng = ChaCha8Rng::seed_from_u64(12);
    let policies = [
        CodePolicy::of_lengths([4, 5]),
        CodePolicy::new([4, 5, 6], [CodeRule::CannotContain0789]),
        CodePolicy::of_lengths([4]),
        CodePolicy::new([5], [CodeRule::NoZeros, CodeRule::BlockCommon]),
    ];
    for policy in policies.map(|policy| policy.expect("a policy")) {
        for mode in Collision::ALL {
            let mut taken: Vec<Code> = FreeCodes::new(&policy, &[])
                .draw_many(20, &mut rng)
                .expect("codes");
            let beside = |taken: &[Code]| {
                let taken: Vec<_> = taken.iter().cloned().map(TakenCode::always).collect();
                FreeCodes::during(&policy, &taken, mode, Window::ALWAYS)
            };
            let mut free = beside(&taken);
            for _ in 0..10 {
                taken.push(free.issue(&mut rng).expect("a code"));
                taken.extend(free.issue_many(3, &mut rng).expect("codes"));
                // One that somebody chose, of any length, taken or not.
                let value = rng.next_u32() % 1_000;
                let width = 4 + (value % 3) as usize;
                let chosen = Code::parse(&format!("{value:0width$}")).expect("a code");
                let before = free.left();
                if free.take(&chosen) {
                    taken.push(chosen);
                } else {
                    assert_eq!(free.left(), before);
                }
            }
            let anew = beside(&taken);
            assert_eq!(free.left(), anew.left(), "{policy:?}, {mode:?}");
            assert!(taken.iter().all(|code| !free.take(code)));
            let step = anew.left().div_ceil(if cfg!(target_arch = "wasm32") {
                99
            } else {
                9_999
            });
            for index in (0..anew.left()).step_by(step as usize) {
                assert_eq!(free.get(index), anew.get(index), "{policy:?}, {mode:?}");
            }
        }
    }
}

/// What another code must not be, at a panel where codes clash by these: the parts of a code, or its
/// buttons.
fn marks(mode: Collision, code: &[u8]) -> Vec<Vec<u8>> {
    match mode {
        Collision::Inside => (4..=code.len())
            .flat_map(|length| code.windows(length))
            .map(<[u8]>::to_vec)
            .collect(),
        Collision::Buttons => vec![
            code.iter()
                .map(|digit| (digit - b'0' + 9) % 10 / 2)
                .collect(),
        ],
        _ => vec![code.to_vec()],
    }
}

/// A code of the digits 1 to 6, by its number among those of a length.
fn of_six_keys(number: u32, length: u32) -> String {
    let places = (0..length).rev();
    let digits = places.map(|place| (number / 6_u32.pow(place) % 6 + 1).to_string());
    digits.collect()
}

#[test]
fn what_many_codes_in_use_forbid_is_what_a_look_at_every_code_finds() {
    let mut rng = ChaCha8Rng::seed_from_u64(17);
    // Of six keys, so that there are few enough to look at each.
    let longest = if cfg!(any(target_arch = "wasm32", debug_assertions)) {
        6
    } else {
        8
    };
    let rules = [
        &[][..],
        &[CodeRule::CannotStartWith12],
        &[CodeRule::AtLeastThreeUniqueDigits, CodeRule::BlockCommon],
        &[
            CodeRule::NoTripleConsecutiveInts,
            CodeRule::UniqueFirstFourDigits,
        ],
    ];
    // How many codes there are in use of each length.
    let crowds = [
        [3, 2, 1, 1, 1],
        [400, 30, 5, 2, 2],
        [0, 300, 900, 40, 9],
        [4_000, 0, 50, 0, 0],
    ];
    for (round, crowd) in crowds.into_iter().enumerate() {
        for mode in [Collision::Inside, Collision::Buttons] {
            let taken: Vec<Code> = (4..)
                .zip(crowd)
                .flat_map(|(length, count)| (0..count).map(move |_| length))
                .map(|length: u32| {
                    let code = of_six_keys(rng.next_u32() % 6_u32.pow(length), length);
                    Code::parse(&code).expect("a code")
                })
                .collect();
            let mut whole = HashSet::new();
            let mut within = HashSet::new();
            for code in &taken {
                let code = code.as_str().as_bytes();
                if mode == Collision::Inside {
                    whole.insert(code.to_vec());
                }
                within.extend(marks(mode, code));
            }
            let clashes = |code: &[u8]| {
                let forbidden = if mode == Collision::Inside {
                    &whole
                } else {
                    &within
                };
                within.contains(code)
                    || marks(mode, code)
                        .iter()
                        .any(|mark| forbidden.contains(mark))
            };
            let lengths = if round == 3 {
                vec![longest]
            } else {
                (4..=longest).collect()
            };
            let rules = rules[round].iter().copied();
            let rules = rules.chain([CodeRule::CannotContain0789]);
            let policy = CodePolicy::new(lengths, rules).expect("a policy");
            let mut expected = Vec::new();
            let mut keyspace = 0;
            for length in policy.lengths() {
                for value in 0..6_u32.pow(length.into()) {
                    let code = of_six_keys(value, length.into());
                    if policy.check(&code).is_ok() {
                        keyspace += 1;
                        if !clashes(code.as_bytes()) {
                            expected.push(code);
                        }
                    }
                }
            }
            let in_use: Vec<_> = taken.iter().cloned().map(TakenCode::always).collect();
            let mut free = FreeCodes::during(&policy, &in_use, mode, Window::ALWAYS);
            assert_eq!(free.keyspace(), keyspace, "{mode:?}, round {round}");
            assert_eq!(
                free.left() as usize,
                expected.len(),
                "{mode:?}, round {round}"
            );
            for (index, code) in (0..).zip(&expected) {
                let found = free.get(index).expect("a free code");
                assert_eq!(found.as_str(), code, "{mode:?}, round {round}");
            }
            assert!(
                taken.iter().all(|code| !free.take(code)),
                "{mode:?}, round {round}"
            );
            let chosen = Code::parse(&expected[expected.len() / 2]).expect("a code");
            assert!(free.take(&chosen) && !free.take(&chosen));
        }
    }
}

#[test]
fn of_codes_of_the_same_buttons_one_is_given() {
    let policy = CodePolicy::new([4], [CodeRule::NoZeros]).expect("a policy");
    let buttons = |code: &Code| marks(Collision::Buttons, code.as_str().as_bytes());
    let code = |text| Code::parse(text).expect("a code");
    let taken = [TakenCode::always(code("1357"))];
    let mut free = FreeCodes::during(&policy, &taken, Collision::Buttons, Window::ALWAYS);
    assert_eq!((free.keyspace(), free.left()), (6_561, 6_561 - 16));
    assert!(!free.take(&code("2468")) && !free.take(&code("1368")) && free.take(&code("1399")));
    // Of 99 only itself has no 0.
    assert_eq!(free.left(), 6_561 - 16 - 4);
    let mut rng = ChaCha8Rng::seed_from_u64(18);
    // There are 5^4 presses, of which two are taken.
    assert_eq!(
        free.draw_many(623, &mut rng).map(|codes| codes.len()),
        Ok(623)
    );
    let exhausted = GenerateError::Exhausted {
        wanted: 624,
        left: 623,
        keyspace: 6_561,
    };
    assert_eq!(free.draw_many(624, &mut rng), Err(exhausted));
    for codes in [
        free.draw_many(200, &mut rng),
        free.issue_many(200, &mut rng),
    ] {
        let codes = codes.expect("codes");
        let different: HashSet<_> = codes.iter().map(buttons).collect();
        assert_eq!(different.len(), 200);
    }
    let mut issued = 0;
    while free.issue(&mut rng).is_ok() {
        issued += 1;
    }
    assert_eq!(issued, 623 - 200);
    assert_eq!(free.left(), 0);
}

#[test]
fn all_codes_can_be_issued_and_drawn() {
    let length = if cfg!(target_arch = "wasm32") { 4 } else { 6 };
    let all = 10_u32.pow(length);
    let policy = CodePolicy::of_lengths([length as u8]).expect("a policy");
    let mut free = FreeCodes::new(&policy, &[]);
    let drawn = free
        .draw_many(all, &mut ChaCha8Rng::seed_from_u64(13))
        .expect("all codes");
    let issued = free
        .issue_many(all, &mut ChaCha8Rng::seed_from_u64(13))
        .expect("all codes");
    assert!(drawn == issued);
    let mut different: Vec<&str> = drawn.iter().map(Code::as_str).collect();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), drawn.len());
    assert_eq!(free.left(), 0);
    assert!(free.get(0).is_none());
}
