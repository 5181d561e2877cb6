//! Whole sequences of attempts, drawn by chance, beside a plain state in memory of which the core alone
//! decides: what the database counts is what the state counts.

use std::collections::BTreeMap;

use latchwork::door::{
    Attempt, Claim, Credential, Credentials, Door, Holder, Identification, Lockout, LockoutPolicy,
    Means, Method, Methods, Opening, Security, Setting, Shown, Uses, decide,
};
use latchwork::time::LocalTime;
use latchwork::{Code, Timestamp};
use serde_json::json;

use crate::both::over_both;
use crate::client::Client;
use crate::kiiaccess::code;
use crate::world::{FRONT, World};

const CODES: [&str; 3] = ["739146", "482951", "605837"];
const CARD: &str = "1386024675";
const PIN: &str = "748365";
const MOST_USES: u64 = 3;
const TRIES: u64 = 5;

/// A generator that anybody can repeat (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }
}

/// What is remembered: of each key its uses, the count of the door, and that of the card's PINs.
struct State {
    ids: Vec<String>,
    uses: BTreeMap<String, u64>,
    lockout: Lockout,
    wrong_pins: Lockout,
}

impl State {
    fn new(ids: Vec<String>) -> Self {
        let policy = LockoutPolicy::new(TRIES, 3600).unwrap();
        Self {
            ids,
            uses: BTreeMap::new(),
            lockout: Lockout::new(policy.clone()),
            wrong_pins: Lockout::new(policy),
        }
    }

    fn decide(&self, attempt: &Attempt) -> Opening {
        let methods = [Method::Code, Method::Card, Method::Phone];
        let security = Security::new(methods.map(|method| Methods::from_iter([method]))).unwrap();
        let mut door = Door::ordinary(FRONT, security);
        door.lockout = Some(Setting::On(self.lockout.clone()));
        let mut credentials = Vec::new();
        for (at, id) in self.ids.iter().enumerate() {
            let shown = match CODES.get(at) {
                Some(code) => Identification::parse(Means::Code, code),
                None => Identification::parse(Means::Number, CARD),
            };
            let holder = Holder::active(id);
            let mut credential = Credential::always(id, shown.unwrap(), holder, FRONT);
            let used = self.uses.get(id).copied().unwrap_or_default();
            credential.uses = Some(Uses::new(used, MOST_USES));
            if at == CODES.len() {
                credential.pin = Some(Code::parse(PIN).unwrap());
                credential.wrong_pins = Some(self.wrong_pins.clone());
            }
            credentials.push(credential);
        }
        let now = Timestamp::try_from(std::time::SystemTime::now()).unwrap();
        let credentials = Credentials::new(credentials).unwrap();
        decide(attempt, &door, &credentials, LocalTime::of(now))
    }

    fn store(&mut self, opening: &Opening) {
        for claim in opening.at_once.iter().chain(&opening.once_opened) {
            match claim {
                Claim::Lockout { becomes, .. } => self.lockout = becomes.clone(),
                Claim::WrongPins { becomes, .. } => self.wrong_pins = becomes.clone(),
                Claim::Uses {
                    credential,
                    becomes,
                    ..
                } => {
                    self.uses.insert(credential.clone(), *becomes);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

/// Something that somebody shows, and as a request has it.
fn drawn(chance: &mut Chance) -> (Attempt, serde_json::Value) {
    let shown = match chance.below(7) {
        0 => vec![(Means::Code, "111111")],
        1 => vec![(Means::Number, CARD)],
        2 => vec![(Means::Number, CARD), (Means::Code, PIN)],
        3 => vec![(Means::Number, CARD), (Means::Code, "111111")],
        4 => vec![(Means::Number, "1386024676")],
        _ => vec![(Means::Code, CODES[chance.below(CODES.len())])],
    };
    let body: Vec<_> = shown
        .iter()
        .map(|(means, text)| json!({ "kind": means.as_str(), "text": text, "after": 1 }))
        .collect();
    let shown = shown.into_iter();
    let shown = shown.map(|(means, text)| Shown::new(means, text).after(1));
    (Attempt::new(shown.collect()), json!({ "shown": body }))
}

fn told(
    client: &mut Client,
    world: &World,
    method: &str,
    path: &str,
    body: &serde_json::Value,
) -> crate::client::Reply {
    let headers = [
        ("x-api-key", world.administrator.as_str()),
        ("if-match", "*"),
    ];
    let reply = client.send(method, path, &headers, &body.to_string());
    assert!(reply.status < 300, "{method} {path}: {}", reply.text);
    reply
}

over_both! {
    fn what_the_database_counts_is_what_a_plain_state_counts(world: &World) {
        let servers = [world.serve(), world.serve()];
        let mut clients = servers.each_ref().map(crate::world::Server::client);
        let client = &mut clients[0];
        let mut bodies: Vec<_> = CODES.iter().map(|digits| code(digits, &[FRONT])).collect();
        bodies.push(json!({ "keyType": "rfid", "keyIdentification": CARD, "pin": PIN, "accesses": [FRONT] }));
        let mut ids = Vec::new();
        for body in &bodies {
            let made = told(client, world, "POST", "/access-keys", body);
            let path = made.header("location").unwrap().to_owned();
            told(client, world, "PATCH", &path, &json!({ "mostUses": MOST_USES }));
            ids.push(path.strip_prefix("/keys/").unwrap().to_owned());
        }
        let lockout = json!({ "condition": { "lockout": { "tries": TRIES, "thenWaitSeconds": 3600 } } });
        told(client, world, "PATCH", &format!("/doors/{FRONT}"), &lockout);
        let seed = 20_261_127;
        let mut chance = Chance(seed);
        let mut state = State::new(ids.clone());
        let mut opened = 0;
        for step in 0..150 {
            if chance.below(12) == 0 {
                // A new day: nothing was counted.
                world.sql("update access_key set uses = 0, wrong_pins = null").unwrap();
                world.sql("update door set tries = null").unwrap();
                state = State::new(ids.clone());
            }
            let (attempt, body) = drawn(&mut chance);
            let expected = state.decide(&attempt);
            let client = &mut clients[chance.below(2)];
            let path = format!("/doors/{FRONT}/attempts");
            let answer = told(client, world, "POST", &path, &body).json();
            let reasons: Vec<_> = expected.reasons.iter().map(|reason| reason.as_str()).collect();
            assert_eq!(answer["reasons"], json!(reasons), "seed {seed}, step {step}: {body}");
            assert_eq!(answer["credential"].as_str(), expected.credential.as_deref(), "seed {seed}, step {step}");
            let is_left_shut = expected.open && chance.below(3) == 0;
            if is_left_shut {
                let path = format!("{path}/{}/outcome", answer["id"].as_str().unwrap());
                told(client, world, "PUT", &path, &json!({ "opened": false }));
                // What is counted at once stays.
                let mut left = expected.clone();
                left.once_opened.clear();
                state.store(&left);
            } else {
                opened += usize::from(expected.open);
                state.store(&expected);
            }
            let uses: u64 = state.uses.values().sum();
            let stored = world.number("select cast(sum(uses) as bigint) from access_key");
            assert_eq!(stored.unsigned_abs(), uses, "seed {seed}, step {step}");
        }
        assert!(opened > 20, "{opened}");
    }
}
