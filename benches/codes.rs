//! What it costs to draw codes: `cargo bench --bench codes`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops at what is wrong, and prints what it measures"
)]

use latchwork::{Code, CodePolicy, CodeRule, FreeCodes, TakenCode, Value};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use std::collections::HashSet;

mod support;

use support::{Work, report};

const ALL: u32 = 1_000_000;
/// So many codes of six digits.
fn codes(count: u32) -> Vec<Code> {
    let all = FreeCodes::new(&CodePolicy::default(), &[]);
    all.draw_many(count, &mut ChaCha8Rng::seed_from_u64(count.into()))
        .expect("as many codes")
}

fn policy(json: &str) -> CodePolicy {
    let value = Value::from_json(json.as_bytes(), usize::MAX).expect("JSON");
    CodePolicy::check_value(&value).expect("a policy")
}

/// So many percent of the codes of six digits, with their name.
type Share = (String, Vec<Code>);

/// A piece of work for each share, with a generator of its own.
fn by_share<'a, T, F: FnMut() -> T + 'a>(
    shares: &'a [Share],
    work: impl Fn(&'a [Code], ChaCha8Rng) -> F,
) -> Vec<Work<'a>> {
    let work =
        |(name, taken): &'a Share| Work::new(name, work(taken, ChaCha8Rng::seed_from_u64(1)));
    shares.iter().map(work).collect()
}

fn main() {
    let shares = [0, 50, 90, 99].map(|percent| {
        let taken = codes(ALL / 100 * percent);
        (format!("{percent} % taken"), taken)
    });
    draws(&shares);
    sets(&shares);
    policies();
}

/// One code at a time.
fn draws(shares: &[Share]) {
    let six = &CodePolicy::default();
    let draws = by_share(shares, |taken, mut rng| {
        let free = FreeCodes::new(six, taken);
        move || free.draw(&mut rng)
    });
    report("one code from prepared FreeCodes", draws);

    let until_free = by_share(shares, |taken, mut rng| {
        let known: HashSet<&str> = taken.iter().map(Code::as_str).collect();
        let all = FreeCodes::new(six, &[]);
        move || {
            loop {
                let code = all.draw(&mut rng).expect("a code");
                if !known.contains(code.as_str()) {
                    return code;
                }
            }
        }
    });
    report(
        "one code drawn until a ready HashSet has it not",
        until_free,
    );

    let later = by_share(shares, |taken, mut rng| {
        let mut free = FreeCodes::new(six, &[]);
        assert!(taken.iter().all(|code| free.take(code)));
        move || free.draw(&mut rng)
    });
    report(
        "one code from FreeCodes that these were taken from later",
        later,
    );

    let issues = by_share(shares, |taken, mut rng| {
        let free = FreeCodes::new(six, taken);
        let mut set = free.clone();
        move || {
            if set.left() < ALL / 200 {
                set = free.clone();
            }
            set.issue(&mut rng)
        }
    });
    report("one code issued", issues);

    let named = [
        ("6 digits", CodePolicy::default()),
        ("nuki", CodePolicy::preset("nuki").expect("a preset")),
        ("tedee", CodePolicy::preset("tedee").expect("a preset")),
        ("all rules", every_rule()),
    ];
    let draws = named.iter().map(|(name, policy)| {
        let free = FreeCodes::new(policy, &[]);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        Work::new(*name, move || free.draw(&mut rng))
    });
    report("one code of a policy", draws.collect());
}

/// Many codes, and what sets are made of.
fn sets(shares: &[Share]) {
    let six = &CodePolicy::default();
    let many = by_share(shares, |taken, mut rng| {
        let free = FreeCodes::new(six, taken);
        move || free.draw_many(10_000, &mut rng)
    });
    report("10,000 different codes from prepared FreeCodes", many);

    let all = FreeCodes::new(six, &[]);
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let every = Work::new("1,000,000 of 1,000,000", || all.draw_many(ALL, &mut rng));
    report("every code", vec![every]);

    let made = by_share(shares, |taken, _| move || FreeCodes::new(six, taken));
    report("making FreeCodes of 6 digits", made);

    let thousand: Vec<_> = codes(1_000).into_iter().map(TakenCode::always).collect();
    let eight = CodePolicy::of_lengths([8]).expect("a policy");
    let modes = latchwork::Collision::ALL.map(|mode| {
        let (eight, thousand) = (&eight, &thousand);
        Work::new(mode.as_str(), move || {
            FreeCodes::during(eight, thousand, mode, latchwork::Window::ALWAYS)
        })
    });
    report(
        "making FreeCodes of 8 digits beside 1,000 of 6",
        modes.into(),
    );
}

fn every_rule() -> CodePolicy {
    CodePolicy::new([6], CodeRule::ALL).expect("a policy")
}

fn policies() {
    let facts = r#""notDerivedFrom":{"birthDate":"1984-02-29","phoneNumber":"+46701234567","apartmentNumber":"12"}"#;
    let named = [
        ("6 digits", CodePolicy::default()),
        ("nuki", CodePolicy::preset("nuki").expect("a preset")),
        ("tedee", CodePolicy::preset("tedee").expect("a preset")),
        ("facts", policy(&format!("{{{facts}}}"))),
        ("block_common", policy(r#"{"rules":["block_common"]}"#)),
        ("all rules", every_rule()),
        (
            "all rules but two, facts, 4-8 digits",
            policy(&format!(
                r#"{{"lengths":[4,5,6,7,8],"rules":["no_zeros","cannot_start_with_12","no_triple_consecutive_ints","no_ascending_or_descending_sequence","at_least_three_unique_digits","no_all_same_digits","unique_first_four_digits","block_common"],{facts}}}"#
            )),
        ),
    ];
    let keyspaces = named
        .iter()
        .map(|(name, policy)| Work::new(*name, || policy.keyspace()));
    report("keyspace", keyspaces.collect());
    let checks = named
        .iter()
        .map(|(name, policy)| Work::new(*name, || policy.check("735194")));
    report("one code checked", checks.collect());
}
