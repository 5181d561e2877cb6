//! What one attempt at a door costs: `cargo bench --bench doors`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops at what is wrong, and prints what it measures"
)]

use latchwork::door::{
    Attempt, Credential, Credentials, Door, Holder, Identification, Means, Method, Methods,
    Security, Shown, Times, decide,
};
use latchwork::schedule::{Period, Schedule, WeeklyHours};
use latchwork::time::{LocalTime, Weekdays};
use latchwork::{CodePolicy, FreeCodes, Timestamp, Uid};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

mod support;

use support::{Work, report};

const ALL: u32 = 10_000;

fn main() {
    let credentials = credentials();
    let plain = Credentials::new(credentials.clone()).expect("no id twice");
    let indexed = plain.clone().indexed(*b"a key of a bench");
    let method = |method| Methods::from_iter([method]);
    let security = Security::new([method(Method::Code), method(Method::Card)]).expect("groups");
    let door = Door::ordinary("front", security);
    let now = Timestamp::parse("2026-11-26T09:15:00+01:00").ok();
    let now = now.and_then(LocalTime::of);

    let codes: Vec<_> = credentials.iter().filter_map(typed).collect();
    let known = codes.get(codes.len() / 2).expect("a code").clone();
    let attempts = [
        ("a code that opens", Means::Code, known.as_str()),
        ("a code that is none of them", Means::Code, "00000"),
        ("a card that opens", Means::Uid, "04000001"),
        ("a card that is none of them", Means::Uid, "05000001"),
    ];
    for (name, means, text) in attempts {
        let attempt = Attempt::new(vec![Shown::new(means, text)]);
        let works = [("with an index", &indexed), ("without", &plain)].map(|(how, credentials)| {
            let (attempt, door) = (&attempt, &door);
            Work::new(how, move || decide(attempt, door, credentials, now))
        });
        report(&format!("{name}, of {ALL} credentials"), works.into());
    }
    let works = [Work::new("10,000 credentials", || {
        plain.clone().indexed(*b"a key of a bench")
    })];
    report(
        "an index made, with a copy of its credentials",
        works.into(),
    );
}

/// Half of them codes of which every tenth has one for duress, half cards, all in hours of weekdays.
fn credentials() -> Vec<Credential> {
    let all = FreeCodes::new(&CodePolicy::default(), &[]);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let codes = all.draw_many(ALL / 2, &mut rng).expect("as many codes");
    let codes = codes.into_iter().map(Identification::Code);
    let cards = (0..ALL / 2).map(|number| {
        let uid = Uid::from_bytes(&(0x0400_0000 + number).to_be_bytes());
        Identification::Uid(uid.expect("four bytes"))
    });
    let made = codes.chain(cards).enumerate().map(|(index, shown)| {
        let holder = Holder::active(&format!("holder-{index}"));
        let mut one = Credential::always(&format!("key-{index}"), shown, holder, "front");
        one.duress.add = index.is_multiple_of(10).then_some(1);
        one.times = Some(Times::During(weekdays()));
        one
    });
    made.collect()
}

fn weekdays() -> Schedule {
    let period = Period::new(9 * 60, 17 * 60).expect("a period");
    let hours = WeeklyHours::new(Weekdays::ALL, period).expect("days");
    Schedule::new(vec![hours], vec![], vec![]).expect("a schedule")
}

fn typed(credential: &Credential) -> Option<String> {
    match &credential.identification {
        Identification::Code(code) => Some(code.as_str().to_owned()),
        _ => None,
    }
}
