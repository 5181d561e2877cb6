//! Laws of decisions on access keys, of the policies of several doors and of codes that clash: each
//! held against an evaluator that is slow and obvious.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]
#![cfg_attr(
    target_arch = "wasm32",
    expect(clippy::indexing_slicing, reason = "a test fails by panicking")
)]

use std::collections::HashSet;
use std::fmt::Write;

use latchwork::system::kiiaccess::{
    self, CreateAccessKey, DecideError, Decision, Identification, Key, KeyInUse, State,
};
use latchwork::{
    Code, CodePolicy, CodeRule, Collision, DoorCodes, FreeCodes, TakenCode, Timestamp, Value,
    Window,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn code(text: &str) -> Code {
    Code::parse(text).expect("a code")
}

fn below(random: &mut ChaCha8Rng, bound: u32) -> u32 {
    random.next_u32() % bound
}

fn place(number: u32) -> usize {
    usize::try_from(number).expect("a small number")
}

fn some<T: Copy>(random: &mut ChaCha8Rng, of: &[T]) -> Vec<T> {
    let mut chosen: Vec<T> = of.to_vec();
    chosen.retain(|_| below(random, 3) == 0);
    chosen
}

/// A policy as an object that JavaScript would hand over.
fn policy(random: &mut ChaCha8Rng) -> CodePolicy {
    let mut lengths = some(random, &[4_u8, 5]);
    if lengths.is_empty() {
        lengths.push(4);
    }
    let rules: Vec<_> = some(random, &CodeRule::ALL)
        .iter()
        .map(|rule| format!("\"{rule}\""))
        .collect();
    let blocked: Vec<_> = (0..below(random, 40))
        .map(|_| format!("\"{:04}\"", below(random, 10_000)))
        .collect();
    let facts = match below(random, 4) {
        0 => r#","notDerivedFrom":{"birthDate":"1984-02-29"}"#,
        1 => r#","notDerivedFrom":{"birthDate":"1990-11-03","apartmentNumber":"17"}"#,
        2 => r#","notDerivedFrom":{"phoneNumber":"+46701234567"}"#,
        _ => "",
    };
    let text = format!(
        r#"{{"lengths":{lengths:?},"rules":[{}],"blocked":[{}]{facts}}}"#,
        rules.join(","),
        blocked.join(",")
    );
    let value = Value::from_json(text.as_bytes(), 1 << 16).expect("JSON");
    CodePolicy::check_value(&value).expect("a policy")
}

/// Some codes of four digits and of five.
fn codes() -> impl Iterator<Item = String> {
    let four = (0..10_000).step_by(7).map(|value| format!("{value:04}"));
    four.chain((0..100_000).step_by(97).map(|value| format!("{value:05}")))
}

#[test]
fn policies_met_allow_what_each_of_them_allows() {
    let mut random = ChaCha8Rng::seed_from_u64(41);
    let (mut met, mut apart) = (0, 0);
    for _ in 0..25 {
        let policies: Vec<_> = (0..=below(&mut random, 3))
            .map(|_| policy(&mut random))
            .collect();
        let all = DoorCodes::of(&policies);
        let each = |code: &str| policies.iter().all(|policy| policy.check(code).is_ok());
        if let Some(all) = all.chosen() {
            met += 1;
            for code in codes() {
                assert_eq!(all.check(&code).is_ok(), each(&code), "{code} of {all:?}");
            }
            // What is drawn is what is right.
            let free = FreeCodes::new(all, &[]);
            for text in codes() {
                assert_eq!(
                    free.contains(&code(&text)),
                    each(&text),
                    "{text} of {all:?}"
                );
            }
        } else {
            apart += 1;
            assert!(codes().all(|code| !each(&code)));
        }
    }
    assert!(met > 10 && apart > 2, "{met} met, {apart} apart");
    assert_eq!(DoorCodes::of([]).chosen(), None);
}

#[test]
fn a_policy_within_another_allows_nothing_that_the_other_does_not() {
    let mut random = ChaCha8Rng::seed_from_u64(43);
    let mut within = 0;
    for _ in 0..120 {
        let (one, other) = (policy(&mut random), policy(&mut random));
        let Some(both) = one.meet(&other) else {
            assert!(!one.is_within(&other));
            continue;
        };
        assert!(both.is_within(&one) && both.is_within(&other), "{both:?}");
        assert!(one.is_within(&one));
        if one.is_within(&other) {
            within += 1;
            let escapes = |code: &String| one.check(code).is_ok() && other.check(code).is_err();
            assert_eq!(codes().find(escapes), None);
        }
    }
    assert!(within > 0, "expected a policy within another, found none");
}

/// Whether two codes clash, by their texts.
fn clash(collision: Collision, one: &str, other: &str) -> bool {
    match collision {
        Collision::Equal => one == other,
        Collision::EqualWithoutLeadingZeros => {
            one.trim_start_matches('0') == other.trim_start_matches('0')
        }
        Collision::Prefix => one.starts_with(other) || other.starts_with(one),
        Collision::Inside => one.contains(other) || other.contains(one),
        Collision::Buttons => {
            let buttons = |code: &str| -> Vec<usize> {
                let of = |digit| {
                    ["12", "34", "56", "78", "90"]
                        .iter()
                        .position(|two| two.contains(digit))
                };
                code.chars().filter_map(of).collect()
            };
            buttons(one) == buttons(other)
        }
    }
}

#[test]
fn codes_clash_as_their_texts_do_and_as_sets_have_it() {
    let mut random = ChaCha8Rng::seed_from_u64(47);
    let mut clashing = 0;
    for collision in Collision::ALL {
        for _ in 0..400 {
            // Few digits, so that much of it is alike.
            let mut text = || {
                let digits = |random: &mut ChaCha8Rng| ["0", "9"][place(below(random, 2))];
                let length = 4 + below(&mut random, 5);
                (0..length).map(|_| digits(&mut random)).collect::<String>()
            };
            let (one, other) = (text(), text());
            let expected = clash(collision, &one, &other);
            clashing += u32::from(expected);
            let (one, other) = (code(&one), code(&other));
            assert_eq!(collision.clash(&one, &other), expected, "{collision}");
            assert_eq!(collision.clash(&other, &one), expected, "{collision}");
            let policy = CodePolicy::of_lengths([other.length()]).expect("a length");
            let taken = [TakenCode::always(one)];
            let free = FreeCodes::during(&policy, &taken, collision, Window::ALWAYS);
            assert_eq!(free.contains(&other), !expected, "{collision}");
        }
    }
    assert!(clashing > 20, "{clashing}");
}

/// Instants, each an hour after the one before.
fn instant(hour: u32) -> Timestamp {
    let seconds = 1_772_352_000 + i64::from(hour) * 3600;
    Timestamp::from_epoch(seconds, 0).expect("an instant")
}

const HOURS: u32 = 8;
const NOW: u32 = 3;

/// A window in hours; open ends lie outside of what is looked at.
type Hours = (u32, u32);

fn hours(random: &mut ChaCha8Rng) -> Hours {
    let from = below(random, HOURS);
    (from, from + 1 + below(random, HOURS - from))
}

fn window((from, until): Hours) -> Window {
    let from = (from > 0).then(|| instant(from));
    let until = (until < HOURS).then(|| instant(until));
    Window::new(from, until).expect("a window")
}

/// Whether there is an hour, from now on, in which both are open.
fn meet_from_now((from, until): Hours, (other_from, other_until): Hours) -> bool {
    (NOW..HOURS)
        .any(|hour| (from..until).contains(&hour) && (other_from..other_until).contains(&hour))
}

const POOL: [&str; 10] = [
    "1111", "1112", "2111", "11111", "11112", "31111", "22222", "2222", "02222", "0222",
];

/// A door: what its policy says, and the codes of the pool that it allows.
struct Door {
    policy: CodePolicy,
    lengths: &'static [usize],
    refuses: Vec<&'static str>,
    /// Whether it allows nothing outside of the pool.
    is_small: bool,
}

impl Door {
    fn allows(&self, code: &str) -> bool {
        self.lengths.contains(&code.len())
            && !self.refuses.contains(&code)
            && (!self.is_small || POOL.contains(&code))
    }
}

fn doors() -> Vec<Door> {
    let door = |lengths: &'static [usize], refuses: &[&'static str], is_small: bool| {
        let others = (0..10_000).map(|value| format!("{value:04}"));
        let others = others.filter(|code| is_small && !POOL.contains(&code.as_str()));
        let refused = refuses.iter().map(|code| (*code).to_owned());
        let blocked: Vec<String> = refused.chain(others).collect();
        let text = format!(r#"{{"lengths":{lengths:?},"blocked":{blocked:?}}}"#);
        let value = Value::from_json(text.as_bytes(), 1 << 20).expect("JSON");
        Door {
            policy: CodePolicy::check_value(&value).expect("a policy"),
            lengths,
            refuses: refuses.to_vec(),
            is_small,
        }
    };
    vec![
        door(&[4], &[], true),
        door(&[4], &["2222", "0222"], true),
        door(&[4, 5], &[], false),
        door(&[4, 5], &["1111", "22222"], false),
        door(&[5], &[], false),
    ]
}

/// What a service knows, and the codes in use as they are looked at here.
struct Known<'d> {
    doors: Vec<&'d Door>,
    collision: Collision,
    in_use: Vec<(&'static str, Hours)>,
}

impl Known<'_> {
    fn allow(&self, code: &str) -> bool {
        self.doors.iter().all(|door| door.allows(code))
    }

    fn is_free(&self, code: &str, hours: Hours) -> bool {
        self.in_use
            .iter()
            .all(|(used, when)| !meet_from_now(*when, hours) || !clash(self.collision, used, code))
    }

    /// The status that a request should have, by trying all codes that matter.
    fn status(&self, asked: Option<&str>, hours: Hours) -> u16 {
        let length_in_common = [4, 5]
            .iter()
            .any(|length| self.doors.iter().all(|door| door.lengths.contains(length)));
        if hours.1 <= NOW || !length_in_common {
            return 400;
        }
        match asked {
            Some(code) if !self.allow(code) => 400,
            Some(code) if !self.is_free(code, hours) => 409,
            Some(_) => 200,
            None => {
                // There are more codes outside of the pool than can ever clash with it.
                let is_small = self.doors.iter().any(|door| door.is_small);
                let free = |code: &&str| self.allow(code) && self.is_free(code, hours);
                if is_small && !POOL.iter().any(free) {
                    409
                } else {
                    200
                }
            }
        }
    }
}

fn request(asked: Option<&str>, hours: Hours) -> CreateAccessKey {
    let mut body = format!(
        r#"{{"keyType":"code","keyIdentification":"{}","accesses":["6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11"]"#,
        asked.unwrap_or("*")
    );
    let window = window(hours);
    for (name, end) in [("validFrom", window.from()), ("validTo", window.until())] {
        if let Some(end) = end {
            write!(body, r#","{name}":"{end}""#).expect("text");
        }
    }
    body += "}";
    CreateAccessKey::check(body.as_bytes()).expect("a request")
}

fn issued(decision: &Decision) -> Option<Code> {
    match &decision.effect()?.store_key.key {
        Key::Code(code) => Some(code.clone()),
        _ => None,
    }
}

#[test]
fn decisions_are_those_of_trying_every_code() {
    let mut random = ChaCha8Rng::seed_from_u64(53);
    let doors = doors();
    let mut statuses = Vec::new();
    for round in 0..400 {
        let mut chosen: Vec<_> = doors.iter().collect();
        // Those that allow little cost the most.
        let little = (below(&mut random, 8) == 0).then(|| below(&mut random, 2));
        chosen.retain(|door| !door.is_small);
        while chosen.len() > 1 && below(&mut random, 3) > 0 {
            chosen.remove(place(below(&mut random, 3)) % chosen.len());
        }
        if let Some(little) = little {
            chosen.insert(0, &doors[place(little)]);
        }
        let ways = [
            Collision::Equal,
            Collision::EqualWithoutLeadingZeros,
            Collision::Prefix,
            Collision::Inside,
        ];
        let mut known = Known {
            doors: chosen,
            collision: ways[place(below(&mut random, 4))],
            in_use: Vec::new(),
        };
        for _ in 0..below(&mut random, 9) {
            let code = POOL[place(below(&mut random, 10))];
            known.in_use.push((code, hours(&mut random)));
        }
        let asked = (below(&mut random, 3) > 0).then(|| POOL[place(below(&mut random, 10))]);
        let mut hours = hours(&mut random);
        let request = request(asked, hours);

        let policies = known.doors.iter().map(|door| &door.policy);
        let mut state = State::new(Vec::new());
        state.may_manage_accesses = true;
        state.codes = Some(DoorCodes::of(policies));
        state.collision = Some(known.collision);
        // Every other time the service keeps a set, of what is in use at any time from now on.
        let free;
        let allowed = state.codes.as_ref().and_then(DoorCodes::chosen);
        if let (Some(allowed), 1) = (allowed, round % 2) {
            let taken: Vec<_> = known
                .in_use
                .iter()
                .map(|(used, when)| TakenCode {
                    code: code(used),
                    window: window(*when),
                })
                .collect();
            let from_now = Window::new(Some(instant(NOW)), None).expect("a window");
            free = FreeCodes::during(allowed, &taken, known.collision, from_now);
            state.free = Some(&free);
            if hours.1 > NOW {
                hours = (NOW, HOURS);
            }
        } else {
            state.in_use = known
                .in_use
                .iter()
                .map(|(used, when)| KeyInUse {
                    identification: Identification::Code(code(used)),
                    window: window(*when),
                })
                .collect();
        }

        let decision =
            kiiaccess::decide(&request, &state, instant(NOW), &mut random).expect("a decision");
        let status = decision.reply().status;
        let told = || {
            format!(
                "{asked:?} in {hours:?} beside {:?}: {}",
                known.in_use, known.collision
            )
        };
        assert_eq!(status, known.status(asked, hours), "{}", told());
        statuses.push(status);
        if let Some(issued) = issued(&decision) {
            assert!(
                asked.is_none_or(|asked| asked == issued.as_str()),
                "{}",
                told()
            );
            assert!(known.allow(issued.as_str()), "{}", told());
            assert!(known.is_free(issued.as_str(), hours), "{}", told());
        }
        let take = decision
            .effect()
            .and_then(|effect| effect.take_code.clone());
        let expected = state.free.and_then(|_| issued(&decision));
        assert_eq!(take, expected, "{}", told());
    }
    for status in [200, 400, 409] {
        let count = statuses.iter().filter(|other| **other == status).count();
        assert!(count > 30, "{status} came {count} times");
    }
}

#[test]
fn keys_decided_at_once_never_have_codes_that_clash() {
    let mut random = ChaCha8Rng::seed_from_u64(59);
    for (collision, lengths) in [(Collision::Equal, &[4][..]), (Collision::Prefix, &[4, 5])] {
        let policy = CodePolicy::of_lengths(lengths.iter().copied()).expect("lengths");
        let others = (0..10_000).map(|value| format!("{value:04}"));
        let others = others.filter(|code| !POOL.contains(&code.as_str()));
        let taken: Vec<_> = others.map(|text| TakenCode::always(code(&text))).collect();
        let all = FreeCodes::during(&policy, &taken, collision, Window::ALWAYS);
        let mut lost = 0;
        for _ in 0..20 {
            let mut free = all.clone();
            let mut stored = Vec::new();
            // Of each pair the second decides before the first has taken what it was given.
            while free.left() > 0 {
                let decisions = [(); 2].map(|()| {
                    let asked = (below(&mut random, 4) == 0).then_some(POOL[0]);
                    let request = request(asked, (0, HOURS));
                    let mut state = State::new(Vec::new());
                    state.may_manage_accesses = true;
                    state.free = Some(&free);
                    let decided = kiiaccess::decide(&request, &state, instant(NOW), &mut random);
                    decided.expect("a decision")
                });
                for decision in decisions {
                    match decision
                        .effect()
                        .and_then(|effect| effect.take_code.as_ref())
                    {
                        Some(code) if free.take(code) => stored.push(code.clone()),
                        Some(_) => lost += 1,
                        None => assert_eq!(decision.reply().status, 409),
                    }
                }
            }
            let texts: HashSet<_> = stored.iter().map(Code::as_str).collect();
            assert_eq!(texts.len(), stored.len());
            for one in &stored {
                let clashes = stored.iter().filter(|other| collision.clash(one, other));
                assert_eq!(clashes.count(), 1, "with itself");
            }
        }
        assert!(lost > 10, "{lost} codes that two were given");
    }
}

#[test]
fn a_set_of_something_else_decides_nothing() {
    let four = CodePolicy::of_lengths([4]).expect("a length");
    let free = FreeCodes::new(&four, &[]);
    let mut state = State::new(vec![KeyInUse::always(Identification::Code(code("1111")))]);
    state.may_manage_accesses = true;
    state.free = Some(&free);
    state.codes = Some(DoorCodes::of([&CodePolicy::default()]));
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let request = request(None, (0, HOURS));
    let failed = kiiaccess::decide(&request, &state, instant(NOW), &mut random);
    let failed = failed.expect_err("two things are wrong");
    assert!(matches!(&failed, DecideError::State(issues) if issues.len() == 2));
    assert_eq!(
        failed.to_string(),
        "inUse[0]: expected codes in use in the set of free codes alone, found one beside it; \
         free: expected a set of free codes made for the code policies of these doors, found another"
    );
}
