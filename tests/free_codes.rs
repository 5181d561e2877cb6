//! Sets of free codes: numbered between what is taken, and taken from.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use latchwork::{Code, CodePolicy, CodeRule, Collision, FreeCodes, TakenCode, Window};
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
    let modes = [
        Collision::Equal,
        Collision::EqualWithoutLeadingZeros,
        Collision::Prefix,
        Collision::Inside,
    ];
    for policy in policies.map(|policy| policy.expect("a policy")) {
        for mode in modes {
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
