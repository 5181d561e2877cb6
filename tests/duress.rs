//! Laws of duress codes, by every code there is.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    reason = "a test fails by panicking, and counts in small numbers"
)]

use std::collections::{BTreeMap, BTreeSet};

use latchwork::{Code, CodePolicy, CodeRule, Collision, Duress, FreeCodes, TakenCode, Window};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0.next_u32() % bound
    }

    fn of<T: Copy>(&mut self, sides: &[T]) -> T {
        let at = self.below(sides.len() as u32) as usize;
        sides.get(at).copied().expect("a side")
    }
}

fn dice(seed: u64) -> Dice {
    Dice(ChaCha8Rng::seed_from_u64(seed))
}

fn duress(steps: &[u8]) -> Duress {
    Duress::last_digit(steps.iter().copied()).expect("steps")
}

/// The text with so much added to its last digit, as one would do it by hand.
fn plus(text: &str, step: u8) -> String {
    let (front, last) = text.split_at(text.len() - 1);
    let last: u8 = last.parse().expect("a digit");
    format!("{front}{}", (last + step) % 10)
}

/// What opens where a code is in use.
fn opening(text: &str, steps: &[u8]) -> Vec<String> {
    let more = steps.iter().map(|step| plus(text, *step));
    std::iter::once(text.to_owned()).chain(more).collect()
}

fn all(length: u8) -> impl Iterator<Item = String> {
    let width = usize::from(length);
    (0..10_u32.pow(length.into())).map(move |value| format!("{value:0width$}"))
}

const STEPS: [&[u8]; 9] = [
    &[1],
    &[2],
    &[5],
    &[9],
    &[1, 9],
    &[1, 2, 8, 9],
    &[3],
    &[4, 6],
    &[7],
];

const RULES: [&[CodeRule]; 6] = [
    &[],
    &[CodeRule::NoZeros],
    &[
        CodeRule::CannotContain0789,
        CodeRule::AtLeastThreeUniqueDigits,
    ],
    &[CodeRule::BlockCommon],
    &[CodeRule::NoTripleConsecutiveInts, CodeRule::BlockCommon],
    &[
        CodeRule::NoAscendingOrDescendingSequence,
        CodeRule::UniqueFirstFourDigits,
    ],
];

fn code(text: &str) -> Code {
    Code::parse(text).expect("a code")
}

#[test]
fn a_step_wraps_at_both_ends_and_ten_of_them_are_none() {
    for text in ["2121", "11279", "0000", "99999999"] {
        for step in 0..=10 {
            assert_eq!(code(text).plus(step).as_str(), plus(text, step % 10));
        }
        assert_eq!(code(text).plus(3).plus(7), code(text));
    }
    // Sonitrol prints these.
    assert_eq!(code("2121").plus(1).as_str(), "2122");
    assert_eq!(code("11279").plus(1).as_str(), "11270");
    // One fewer.
    assert_eq!(code("7770").plus(9).as_str(), "7779");
    assert!(Duress::last_digit([]).is_err());
    assert!(Duress::last_digit([0]).is_err());
    assert!(Duress::last_digit([1, 10]).is_err());
}

#[test]
fn a_policy_allows_the_codes_whose_duress_codes_it_allows_without_duress() {
    let mut dice = dice(4);
    let mut nothing = 0;
    let rounds = if cfg!(target_arch = "wasm32") { 2 } else { 8 };
    for round in 0..rounds {
        let rules = CodeRule::ALL.into_iter().filter(|_| dice.below(4) == 0);
        let rules: Vec<_> = rules.collect();
        let lengths = [4, if round == 1 { 5 } else { 4 }];
        let plain = CodePolicy::new(lengths, rules)
            .and_then(|plain| plain.with_blocked(["2129", "21290", "4711"].map(code)));
        let plain = plain.expect("a policy");
        let texts: Vec<_> = plain.lengths().flat_map(all).collect();
        let kept = texts.iter().filter(|text| plain.check(text).is_ok());
        let kept: BTreeSet<_> = kept.cloned().collect();
        for _ in 0..3 {
            let steps = dice.of(&STEPS);
            let is_allowed =
                |text: &&String| opening(text, steps).iter().all(|text| kept.contains(text));
            let allowed: BTreeSet<_> = texts.iter().filter(is_allowed).collect();
            let Ok(policy) = plain.clone().with_duress(duress(steps)) else {
                assert!(allowed.is_empty(), "{plain:?} {steps:?}");
                nothing += 1;
                continue;
            };
            assert_eq!(policy.keyspace() as usize, allowed.len());
            let free = FreeCodes::new(&policy, &[]);
            for text in &texts {
                let is_allowed = allowed.contains(text);
                assert_eq!(free.contains(&code(text)), is_allowed, "{text} {policy:?}");
                assert_eq!(policy.check(text).is_ok(), is_allowed, "{text} {policy:?}");
            }
        }
    }
    assert!(nothing < rounds);
}

/// Whether two codes may be in use together: nothing that opens with one is the same to the panel as
/// what opens with the other.
fn may_both(collision: Collision, one: &str, other: &str, steps: &[u8]) -> bool {
    let others = opening(other, steps);
    opening(one, steps).iter().all(|one| {
        others
            .iter()
            .all(|other| !collision.clash(&code(one), &code(other)))
    })
}

/// Whether a code and its duress codes are different to the panel.
fn is_told_apart(collision: Collision, text: &str, steps: &[u8]) -> bool {
    let mut others = steps.iter().map(|step| plus(text, *step));
    others.all(|other| !collision.clash(&code(text), &code(&other)))
}

#[test]
fn free_are_the_codes_that_nothing_in_use_opens_and_that_open_nothing_in_use() {
    let mut dice = dice(1);
    let rounds = if cfg!(target_arch = "wasm32") { 2 } else { 10 };
    for round in 0..rounds {
        let collision = Collision::ALL
            .into_iter()
            .cycle()
            .nth(round)
            .expect("a way");
        let steps = dice.of(&STEPS);
        let lengths = [4, if round == 3 { 5 } else { 4 }];
        let rules = dice.of(&RULES).iter().copied();
        let policy = CodePolicy::new(lengths, rules).expect("a policy");
        let Ok(policy) = policy.with_duress(duress(steps)) else {
            continue;
        };
        let mut taken: Vec<_> = (0..dice.below(5))
            .map(|_| {
                let length = 4 + dice.below(4) as usize;
                format!("{:08}", dice.below(100_000_000)).split_off(8 - length)
            })
            .collect();
        let codes: Vec<_> = taken
            .iter()
            .map(|text| TakenCode::always(code(text)))
            .collect();
        let mut free = FreeCodes::during(&policy, &codes, collision, Window::ALWAYS);
        let allowed = policy.lengths().flat_map(all);
        let allowed = allowed.filter(|text| policy.check(text).is_ok());
        let allowed: BTreeSet<_> = allowed.collect();
        // Then it is issued from, and taken from.
        for issued in 0..if round == 3 { 1 } else { 3 } {
            let mut listed = BTreeSet::new();
            for text in policy.lengths().flat_map(all) {
                let is_free = allowed.contains(&text)
                    && is_told_apart(collision, &text, steps)
                    && taken
                        .iter()
                        .all(|used| may_both(collision, used, &text, steps));
                if is_free {
                    listed.insert(text.clone());
                }
                assert_eq!(
                    free.contains(&code(&text)),
                    is_free,
                    "{text} beside {taken:?} {steps:?} {collision:?} {policy:?}"
                );
            }
            assert_eq!(free.left() as usize, listed.len());
            if listed.is_empty() {
                break;
            }
            for index in [0, free.left() / 2, free.left() - 1] {
                let got = free.get(index).expect("a free code");
                assert!(listed.contains(got.as_str()));
            }
            let next = if issued == 0 {
                free.issue(&mut dice.0).expect("a free code")
            } else {
                let chosen = free.get(dice.below(free.left())).expect("a free code");
                assert!(free.take(&chosen));
                chosen
            };
            taken.push(next.as_str().to_owned());
        }
    }
}

#[test]
fn codes_that_are_drawn_together_open_nothing_of_each_other() {
    let mut dice = dice(2);
    for steps in STEPS {
        let policy = CodePolicy::of_lengths([4]).and_then(|all| all.with_duress(duress(steps)));
        let free = FreeCodes::new(&policy.expect("a policy"), &[]);
        let drawn = free.draw_many(300, &mut dice.0).expect("codes");
        let opens = drawn.iter().flat_map(|code| opening(code.as_str(), steps));
        let opens: Vec<_> = opens.collect();
        let different: BTreeSet<_> = opens.iter().collect();
        assert_eq!(different.len(), opens.len(), "{steps:?}");
        assert_eq!(free.left(), 10_000);
    }
}

#[test]
fn a_code_of_its_own_changes_no_draw() {
    let policy = CodePolicy::preset("nuki").expect("a preset");
    let own = policy
        .clone()
        .with_duress(Duress::OWN_CODE)
        .expect("a policy");
    let (mut one, mut other) = (dice(3), dice(3));
    for _ in 0..50 {
        assert_eq!(
            Code::generate(&policy, &[], &mut one.0),
            Code::generate(&own, &[], &mut other.0)
        );
    }
}

#[test]
fn a_policy_is_read_as_it_is_written() {
    for duress in STEPS
        .map(duress)
        .into_iter()
        .chain([Duress::NONE, Duress::OWN_CODE])
    {
        let policy = CodePolicy::default().with_duress(duress).expect("a policy");
        assert_eq!(policy.duress(), duress);
        let read = CodePolicy::check_value(&policy.to_value()).expect("a policy");
        assert_eq!(read, policy);
    }
}

#[test]
fn what_two_doors_allow_together_keeps_the_duress_rules_of_both() {
    let plus_one = CodePolicy::default()
        .with_duress(duress(&[1]))
        .expect("a policy");
    let plus_two = CodePolicy::default()
        .with_duress(duress(&[2]))
        .expect("a policy");
    let both = plus_one.meet(&plus_two).expect("a length");
    assert_eq!(both.duress(), duress(&[1, 2]));
    assert!(both.is_within(&plus_one) && both.is_within(&plus_two));
    assert!(!plus_one.is_within(&both) && !CodePolicy::default().is_within(&plus_one));
    assert!(plus_one.is_within(&CodePolicy::default()));
}

#[test]
fn a_block_list_can_take_the_last_code_whose_duress_code_is_allowed() {
    // Of each ten codes of four digits every other one is blocked.
    let blocked = all(4).filter(|text| text.ends_with(['1', '3', '5', '7', '9']));
    let blocked: Vec<_> = blocked.map(|text| code(&text)).collect();
    let policy = CodePolicy::of_lengths([4]).and_then(|policy| policy.with_blocked(blocked));
    let policy = policy.expect("a policy");
    assert!(policy.clone().with_duress(duress(&[2])).is_ok());
    let issues = policy
        .with_duress(duress(&[1]))
        .expect_err("no code is left");
    assert_eq!(
        issues
            .iter()
            .map(latchwork::Issue::code)
            .collect::<Vec<_>>(),
        ["policy_allows_nothing"]
    );
}

/// How many codes of a policy open at the best of all tries, by every code: `of` is the try that a
/// text is at.
fn best_try(policy: &CodePolicy, steps: &[u8], of: impl Fn(&str) -> String) -> u32 {
    let mut opened = BTreeMap::<String, BTreeSet<String>>::new();
    for text in policy.lengths().flat_map(all) {
        if policy.check(&text).is_err() {
            continue;
        }
        for open in opening(&text, steps) {
            opened.entry(of(&open)).or_default().insert(text.clone());
        }
    }
    opened
        .values()
        .map(|codes| codes.len() as u32)
        .max()
        .unwrap_or(0)
}

#[test]
fn who_guesses_has_as_many_codes_as_the_best_try_leaves() {
    let button = |digit: char| {
        ["12", "34", "56", "78", "90"]
            .into_iter()
            .find(|pair| pair.contains(digit))
    };
    let buttons = |text: &str| text.chars().filter_map(button).collect::<String>();
    for rules in RULES {
        for steps in [&[][..], &[1], &[5], &[9], &[1, 9], &[4]] {
            let policy = CodePolicy::new([4], rules.iter().copied()).expect("a policy");
            let policy = if steps.is_empty() {
                Ok(policy)
            } else {
                policy.with_duress(duress(steps))
            };
            let Ok(policy) = policy else {
                continue;
            };
            let keyspace = policy.keyspace();
            let best = best_try(&policy, steps, str::to_owned);
            assert_eq!(policy.keyspace_by_tries(), keyspace / best, "{policy:?}");
            let best = best_try(&policy, steps, buttons);
            assert_eq!(policy.keyspace_by_buttons(), keyspace / best, "{policy:?}");
        }
    }
}
