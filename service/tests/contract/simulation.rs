//! Whole sequences, drawn by chance, beside a plain state in memory: of attempts, of which the core alone
//! decides what the state counts; of keys that are issued, used and taken back by a server that ends
//! in the middle of it.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, SystemTime};

use latchwork::door::{
    Attempt, Claim, Credential, Credentials, Door, Holder, Identification, Lockout, LockoutPolicy,
    Means, Method, Methods, Opening, Security, Setting, Shown, Uses, decide,
};
use latchwork::time::LocalTime;
use latchwork::{Code, Timestamp};
use serde_json::{Value, json};

use crate::both::over_both;
use crate::check::differences;
use crate::client::{Client, Reply, head};
use crate::kiiaccess::code;
use crate::machine::Machine;
use crate::world::{FRONT, Server, World, is_own};

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
    most_uses: u64,
    lockout: Lockout,
    wrong_pins: Lockout,
}

impl State {
    fn new(ids: Vec<String>) -> Self {
        let policy = LockoutPolicy::new(TRIES, 3600).unwrap();
        Self {
            ids,
            uses: BTreeMap::new(),
            most_uses: MOST_USES,
            lockout: Lockout::new(policy.clone()),
            wrong_pins: Lockout::new(policy),
        }
    }

    fn decide(&self, attempt: &Attempt, now: SystemTime) -> Opening {
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
            credential.uses = Some(Uses::new(used, self.most_uses));
            if at == CODES.len() {
                credential.pin = Some(Code::parse(PIN).unwrap());
                credential.wrong_pins = Some(self.wrong_pins.clone());
            }
            credentials.push(credential);
        }
        let now = Timestamp::try_from(now).unwrap();
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
fn drawn(chance: &mut Chance) -> (Attempt, Value) {
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

/// A key as it should be.
struct Known {
    id: String,
    digits: String,
    is_suspended: bool,
    is_revoked: bool,
    uses: u64,
}

/// What is asked for once, under an idempotency key.
struct Asked {
    path: String,
    body: String,
    name: String,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Issue,
    /// The key of this place in the list.
    Suspend(usize),
    Resume(usize),
    Revoke(usize),
    Use(usize),
}

impl Asked {
    fn headers<'a>(&'a self, world: &'a World) -> [(&'a str, &'a str); 2] {
        [
            ("x-api-key", world.administrator.as_str()),
            ("idempotency-key", &self.name),
        ]
    }
}

/// A house, and what should be in it.
struct House<'w> {
    world: &'w World,
    server: Server,
    chance: Chance,
    keys: Vec<Known>,
    /// How often the server ended before something was stored, and after.
    crashes: [usize; 2],
}

impl<'w> House<'w> {
    fn new(world: &'w World, seed: u64) -> Self {
        let server = world.serve();
        let off = json!({ "condition": { "lockout": "off" } });
        told(
            &mut server.client(),
            world,
            "PATCH",
            &format!("/doors/{FRONT}"),
            &off,
        );
        Self {
            world,
            server,
            chance: Chance(seed),
            keys: Vec::new(),
            crashes: [0; 2],
        }
    }

    fn client(&self) -> Client {
        self.server.client()
    }

    fn events(&self) -> i64 {
        self.world.number("select count(*) from event")
    }

    /// How many answers are kept for what was asked.
    fn kept(&self, asked: &Asked) -> i64 {
        let key = asked.name.trim_matches('"');
        self.world.number(&format!(
            "select count(*) from idempotency where key = '{key}' and status is not null"
        ))
    }

    /// Something that changes something.
    fn drawn(&mut self, step: usize) -> Asked {
        let at = self.chance.below(self.keys.len().max(1));
        let what = match (self.keys.get(at), self.chance.below(6)) {
            (None, _) | (_, 0 | 1) => What::Issue,
            (Some(key), 2) if !key.is_revoked && key.is_suspended => What::Resume(at),
            (Some(key), 2) if !key.is_revoked => What::Suspend(at),
            (Some(key), 3) if !key.is_revoked => What::Revoke(at),
            _ => What::Use(at),
        };
        let of = |at: usize, verb| format!("/keys/{}/{verb}", self.keys[at].id);
        let (path, body) = match what {
            What::Issue => ("/access-keys".into(), code("*", &[FRONT])),
            What::Suspend(at) => (of(at, "suspend"), json!({})),
            What::Resume(at) => (of(at, "resume"), json!({})),
            What::Revoke(at) => (of(at, "revoke"), json!({})),
            What::Use(at) => (
                format!("/doors/{FRONT}/attempts"),
                json!({ "shown": [{ "kind": "code", "text": self.keys[at].digits }] }),
            ),
        };
        Asked {
            path,
            body: body.to_string(),
            name: format!("\"step {step}\""),
            what,
        }
    }

    /// Sends it to a server that ends some moment later; gives the answer where it came, and starts another.
    fn ended_amid(&mut self, asked: &Asked) -> Option<Reply> {
        let mut client = self.client();
        let head = head(
            "POST",
            &asked.path,
            &asked.headers(self.world),
            asked.body.len(),
        );
        client.write((head + &asked.body).as_bytes()).unwrap();
        // From where nothing is read yet to where all is answered.
        let moment = u64::try_from(self.chance.below(100)).unwrap();
        thread::sleep(Duration::from_micros(moment.pow(3) / 5));
        self.server.kill();
        let answer = client.read().ok();
        self.server = self.world.serve();
        answer
    }

    fn learn(&mut self, asked: &Asked, answer: &Value, place: &str) {
        match asked.what {
            What::Issue => self.keys.push(Known {
                id: answer["id"].as_str().unwrap().to_owned(),
                digits: answer["keyIdentification"].as_str().unwrap().to_owned(),
                is_suspended: false,
                is_revoked: false,
                uses: 0,
            }),
            What::Suspend(at) => self.keys[at].is_suspended = true,
            What::Resume(at) => self.keys[at].is_suspended = false,
            What::Revoke(at) => self.keys[at].is_revoked = true,
            What::Use(at) => {
                let key = &mut self.keys[at];
                let opens = !key.is_suspended && !key.is_revoked;
                assert_eq!(answer["open"], opens, "{place}: {answer}");
                key.uses += u64::from(opens);
            }
        }
    }

    /// Each key is there, once, as it should be.
    fn compare(&self) {
        let mut client = self.client();
        for key in &self.keys {
            let found = told(
                &mut client,
                self.world,
                "GET",
                &format!("/keys/{}", key.id),
                &json!(null),
            )
            .json();
            let state = match key {
                Known {
                    is_revoked: true, ..
                } => "revoked",
                Known {
                    is_suspended: true, ..
                } => "suspended",
                _ => "active",
            };
            assert_eq!(
                (&found["state"], &found["uses"]["used"]),
                (&json!(state), &json!(key.uses))
            );
        }
        let count = i64::try_from(self.keys.len()).unwrap();
        assert_eq!(self.world.number("select count(*) from access_key"), count);
    }
}

fn told(client: &mut Client, world: &World, method: &str, path: &str, body: &Value) -> Reply {
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
        let machine = Machine::new(world);
        let servers = [(); 2].map(|()| world.serve_with(|command| machine.start(command)));
        let mut clients = servers.each_ref().map(Server::client);
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
                // No lock-out lasts so long, and everybody may come a few times more.
                machine.pass(2 * 3_600);
                clients = servers.each_ref().map(Server::client);
                state.most_uses += MOST_USES;
                for id in &ids {
                    let more = json!({ "mostUses": state.most_uses });
                    told(&mut clients[0], world, "PATCH", &format!("/keys/{id}"), &more);
                }
            }
            let (attempt, body) = drawn(&mut chance);
            let expected = state.decide(&attempt, machine.now());
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
        assert_eq!(differences(world), [""; 0]);
    }

    fn what_was_begun_is_done_wholly_or_not_at_all_wherever_the_server_ends(world: &World) {
        if !is_own() {
            return;
        }
        let seed = 20_261_128;
        let mut house = House::new(world, seed);
        for step in 0..60 {
            let asked = house.drawn(step);
            let ends = house.chance.below(3) == 0;
            // Who has a key is somebody from then on.
            let whole = if let What::Issue = asked.what { 2 } else { 1 };
            let events = house.events();
            let heard = if ends { house.ended_amid(&asked) } else { None };
            if ends {
                // All of it is there, or nothing.
                let stored = house.events() - events;
                let kept = house.kept(&asked);
                assert!(stored == kept * whole && (0..=1).contains(&kept), "seed {seed}, step {step}: {stored} {kept}");
                assert!(heard.is_none() || kept == 1, "seed {seed}, step {step}: {heard:?}");
                assert_eq!(differences(world), [""; 0], "seed {seed}, step {step}");
                house.crashes[usize::try_from(kept).unwrap()] += 1;
            }
            // Whoever was not told asks again, by the same key.
            let reply = house.client().send("POST", &asked.path, &asked.headers(world), &asked.body);
            assert_eq!(reply.status, 200, "seed {seed}, step {step}: {}", reply.text);
            assert_eq!(house.events() - events, whole, "seed {seed}, step {step}");
            assert!(heard.is_none_or(|heard| heard.text == reply.text), "seed {seed}, step {step}");
            house.learn(&asked, &reply.json(), &format!("seed {seed}, step {step}"));
        }
        house.compare();
        assert_eq!(differences(world), [""; 0]);
        // It ended before it was stored, and after.
        assert!(house.crashes.iter().all(|count| *count > 0), "{:?}", house.crashes);
    }
}
