//! Attempts at doors that are in each other's way: at several servers at once, of which one is always of
//! this package's program.

use std::collections::BTreeMap;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::both::over_both;
use crate::check::differences;
use crate::client::{Client, Reply};
use crate::kiiaccess::code;
use crate::machine::Machine;
use crate::smartphonekey::{grant, removal};
use crate::world::{ADA, BACK, BOB, FRONT, HOTEL, Server, World};

pub const CALLERS: usize = 8;

fn served(world: &World) -> [Server; 3] {
    [world.serve(), world.serve_own(), world.serve()]
}

/// What eight callers are told who ask at the same time, a share of them at each server.
fn race<T: Send>(servers: &[Server], ask: impl Fn(usize, &mut Client) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(CALLERS);
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (start, ask) = (&start, &ask);
                let mut client = servers[caller % servers.len()].client();
                scope.spawn(move || {
                    start.wait();
                    ask(caller, &mut client)
                })
            })
            .collect();
        callers
            .into_iter()
            .map(|caller| caller.join().unwrap())
            .collect()
    })
}

pub fn send(client: &mut Client, key: &str, method: &str, path: &str, body: &Value) -> Reply {
    let headers = [("x-api-key", key), ("if-match", "*")];
    client.send(method, path, &headers, &body.to_string())
}

pub fn done(server: &Server, world: &World, method: &str, path: &str, body: &Value) -> Reply {
    let reply = send(
        &mut server.client(),
        &world.administrator,
        method,
        path,
        body,
    );
    assert!(
        reply.status < 300,
        "{method} {path} {body}: {} {}",
        reply.status,
        reply.text
    );
    reply
}

/// What the administrator is told who tries a door.
fn tried(client: &mut Client, world: &World, door: &str, shown: &Value) -> Value {
    let body = json!({ "shown": shown, "direction": "in" });
    let path = format!("/doors/{door}/attempts");
    let reply = send(client, &world.administrator, "POST", &path, &body);
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()
}

pub fn typed(digits: &str) -> Value {
    json!([{ "kind": "code", "text": digits }])
}

pub fn condition(server: &Server, world: &World, door: &str, condition: &Value) {
    let body = json!({ "condition": condition });
    done(server, world, "PATCH", &format!("/doors/{door}"), &body);
}

/// Makes a key, and gives its path.
pub fn key(server: &Server, world: &World, body: &Value) -> String {
    let made = done(server, world, "POST", "/access-keys", body);
    made.header("location").unwrap().to_owned()
}

/// How often each reason was told.
fn reasons(told: &[Value]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for told in told {
        let reason = told["reason"].as_str().unwrap().to_owned();
        *counts.entry(reason).or_default() += 1;
    }
    counts
}

fn counted<const N: usize>(counts: [(&str, usize); N]) -> BTreeMap<String, usize> {
    counts
        .into_iter()
        .map(|(reason, count)| (reason.to_owned(), count))
        .collect()
}

/// Of all that happened, in order, what opened although what went before forbids it: by a second
/// judge, who knows nothing but the events.
fn opened_in_spite(world: &World) -> Vec<String> {
    let rows: Vec<(String, String, Option<String>, String)> = world.query(
        "select stream, type, person, data from event where organisation = 'house' order by seq",
    );
    let mut barred = BTreeMap::new();
    let mut found = Vec::new();
    for (stream, kind, person, data) in rows {
        let data: Value = serde_json::from_str(&data).unwrap();
        let mut note = |name: String, is_barred: bool| {
            barred.insert(name, is_barred);
        };
        match kind.as_str() {
            "AccessKeySuspended" | "AccessKeyRevoked" => note(stream, true),
            "AccessKeyResumed" => note(stream, false),
            "AccessKeyReported" => note(stream, data["state"] != "active"),
            "PersonChanged" if data["state"].is_string() => note(stream, data["state"] != "active"),
            "AccessibleLockRemoved" => note(format!("lock {}", person.unwrap()), true),
            "AccessibleLockAdded" => note(format!("lock {}", person.unwrap()), false),
            "DoorChanged" if data["condition"]["lockdown"].is_boolean() => {
                note(stream, data["condition"]["lockdown"] == true);
            }
            "PanelIdentifierDeleted" => {
                note(format!("panel-identifier/{}", data["identifier_uid"]), true);
            }
            "DoorOpened" => {
                let credential = data["credential"].as_str().unwrap();
                let person = person.unwrap();
                let barring = [
                    stream.clone(),
                    format!("access-key/{credential}"),
                    format!("person/{person}"),
                    credential.to_owned(),
                ];
                let is_lock = credential.contains(' ');
                let lock = is_lock.then(|| format!("lock {person}"));
                for name in barring.iter().chain(&lock) {
                    if barred.get(name) == Some(&true) {
                        found.push(format!("{stream} {data} in spite of {name}"));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

over_both! {
    fn a_last_use_lets_one_in(world: &World) {
        let servers = served(world);
        for round in 0..6 {
            let digits = (739_146 + round * 7).to_string();
            let path = key(&servers[0], world, &code(&digits, &[FRONT, BACK]));
            done(&servers[1], world, "PATCH", &path, &json!({ "mostUses": 1 }));
            let told = race(&servers, |caller, client| {
                let door = if caller % 4 < 2 { FRONT } else { BACK };
                tried(client, world, door, &typed(&digits))
            });
            assert_eq!(reasons(&told), counted([("granted", 1), ("used-up", 7)]), "{told:?}");
        }
        assert_eq!(world.number("select max(uses) from access_key"), 1);
        assert_eq!(differences(world), [""; 0]);
    }

    fn the_last_places_go_to_as_many_as_there_are(world: &World) {
        let servers = served(world);
        let codes: Vec<_> = (0..CALLERS).map(|at| (739_146 + at * 11).to_string()).collect();
        for digits in &codes {
            key(&servers[0], world, &code(digits, &[FRONT, BACK]));
        }
        for round in 0..4 {
            let area = format!("hall {round}");
            for door in [FRONT, BACK] {
                condition(&servers[1], world, door, &json!({
                    "passback": { "mode": "soft", "outside": "street", "inside": area },
                    "occupancy": { "area": area, "most": 3 },
                }));
            }
            let told = race(&servers, |caller, client| {
                let door = if caller % 4 < 2 { FRONT } else { BACK };
                tried(client, world, door, &typed(&codes[caller]))
            });
            let opened = told.iter().filter(|told| told["open"] == true).count();
            assert_eq!(opened, 3, "{told:?}");
            assert_eq!(world.number(&format!("select inside from area where name = '{area}'")), 3);
        }
        assert_eq!(differences(world), [""; 0]);
    }

    fn who_comes_in_twice_at_once_comes_in_once(world: &World) {
        let servers = served(world);
        let path = key(&servers[0], world, &code("739146", &[FRONT, BACK]));
        for round in 0..4 {
            for door in [FRONT, BACK] {
                condition(&servers[1], world, door, &json!({
                    "passback": { "mode": "hard", "outside": "street", "inside": format!("hall {round}") },
                }));
            }
            world.sql("update person set place = null").unwrap();
            let told = race(&servers, |caller, client| {
                let door = if caller % 4 < 2 { FRONT } else { BACK };
                tried(client, world, door, &typed("739146"))
            });
            assert_eq!(reasons(&told), counted([("granted", 1), ("passback", 7)]), "{told:?}");
        }
        let id = path.strip_prefix("/keys/").unwrap();
        assert_eq!(world.number(&format!("select uses from access_key where id = '{id}'")), 4);
    }

    fn the_first_person_is_one(world: &World) {
        let servers = served(world);
        done(&servers[0], world, "PATCH", &format!("/people/{ADA}"), &json!({ "party": ["first-person"] }));
        done(&servers[0], world, "PATCH", &format!("/doors/{FRONT}"), &json!({ "zone": "Europe/Berlin" }));
        for (lock, user) in [(FRONT, ADA), (FRONT, BOB)] {
            done(&servers[0], world, "POST", &format!("/users/{user}/AddAccessibleLock"), &grant(lock, "OWNER", BOB));
        }
        let mut first = 0;
        for _ in 0..3 {
            condition(&servers[1], world, FRONT, &json!({ "firstPerson": "needed" }));
            world.sql("update door set first_came_at = null").unwrap();
            let told = race(&servers, |caller, client| {
                let phone = if caller % 2 == 0 { ADA } else { BOB };
                tried(client, world, FRONT, &json!([{ "kind": "phone", "text": phone }]))
            });
            let of = |holder: &str| told.iter().filter(|told| told["open"] == true && told["holder"] == holder).count();
            assert_eq!(of(ADA), CALLERS / 2, "{told:?}");
            // Once somebody came, whoever is second comes in.
            let late = tried(&mut servers[2].client(), world, FRONT, &json!([{ "kind": "phone", "text": BOB }]));
            assert_eq!(late["open"], true, "{late}");
            first += 1;
        }
        let claims = world.events(&format!("door/{FRONT}"));
        let claims = claims.iter().filter(|event| event["data"]["effect"]["onceOpened"].to_string().contains("first-person"));
        assert_eq!(claims.count(), first);
        // The first of each round came before any other.
        let mut came = false;
        for event in world.events(&format!("door/{FRONT}")) {
            match event["type"].as_str().unwrap() {
                "DoorOpened" if event["data"].to_string().contains("first-person") => came = true,
                "DoorOpened" => assert!(came, "{event}"),
                _ => {}
            }
        }
    }

    fn no_more_tries_than_are_allowed_whoever_makes_them(world: &World) {
        let servers = served(world);
        key(&servers[0], world, &code("739146", &[FRONT, BACK]));
        condition(&servers[0], world, FRONT, &json!({ "remote": "yes", "lockout": { "tries": 5, "thenWaitSeconds": 3600 } }));
        let forget = || done(&servers[1], world, "POST", &format!("/doors/{FRONT}/forget-tries"), &json!({}));
        for round in 0..5 {
            let told = race(&servers, |caller, client| {
                tried(client, world, FRONT, &typed(&(100_000 + round * 100 + caller).to_string()))
            });
            assert_eq!(reasons(&told), counted([("unknown-credential", 5), ("locked-out", 3)]), "{told:?}");
            // Nor is what is right let in then.
            let late = tried(&mut servers[round % 3].client(), world, FRONT, &typed("739146"));
            assert_eq!(late["reason"], "locked-out");
            forget();
        }
        // Among those who guess one knows it: he comes in, or was too late.
        for round in 0..5 {
            let told = race(&servers, |caller, client| {
                let digits = if caller == 5 { 739_146 } else { 200_000 + round * 100 + caller };
                tried(client, world, FRONT, &typed(&digits.to_string()))
            });
            let wrong = reasons(&told).get("unknown-credential").copied().unwrap_or(0);
            let is_in = told.iter().any(|told| told["open"] == true);
            // A right one begins anew for those behind it.
            assert!(wrong <= if is_in { 7 } else { 5 }, "{told:?}");
            forget();
        }
        let mut since = 0;
        for event in world.events(&format!("door/{FRONT}")) {
            match event["type"].as_str().unwrap() {
                "DoorOpened" | "DoorTriesForgotten" => since = 0,
                "DoorStayedShut" if event["data"]["reason"] == "unknown-credential" => since += 1,
                _ => {}
            }
            assert!(since <= 5, "{event}");
        }
        assert_eq!(differences(world), [""; 0]);
    }

    fn no_more_pins_than_are_allowed(world: &World) {
        let servers = served(world);
        let card = json!({ "keyType": "rfid", "keyFormat": "MC", "keyIdentification": "1386024675", "pin": "748365", "accesses": [FRONT, BACK] });
        key(&servers[0], world, &card);
        for door in [FRONT, BACK] {
            condition(&servers[0], world, door, &json!({ "lockout": { "tries": 4, "thenWaitSeconds": 3600 } }));
        }
        // At two doors at once: the PIN is counted with its card.
        let told = race(&servers, |caller, client| {
            let door = if caller % 4 < 2 { FRONT } else { BACK };
            let pin = (100_000 + caller).to_string();
            tried(client, world, door, &json!([{ "kind": "uid", "text": "529D0EE3" }, { "kind": "code", "text": pin, "after": 1 }]))
        });
        let wrong = told.iter().filter(|told| told["reasons"] == json!(["wrong-factor"]));
        assert_eq!(wrong.count(), 4, "{told:?}");
        assert!(told.iter().all(|told| told["open"] == false));
        assert_eq!(differences(world), [""; 0]);
    }

    fn of_two_outcomes_one_is_told(world: &World) {
        let servers = served(world);
        let path = key(&servers[0], world, &code("739146", &[FRONT, BACK]));
        let id = path.strip_prefix("/keys/").unwrap();
        let mut uses = 0;
        for _ in 0..6 {
            let told = tried(&mut servers[0].client(), world, FRONT, &typed("739146"));
            let outcome = format!("/doors/{FRONT}/attempts/{}/outcome", told["id"].as_str().unwrap());
            let replies = race(&servers, |caller, client| {
                let by = if caller % 2 == 0 { &world.administrator } else { &world.controller };
                send(client, by, "PUT", &outcome, &json!({ "opened": caller < 4 }))
            });
            let told = |range: std::ops::Range<usize>| replies[range].iter().filter(|reply| reply.status == 204).count();
            let (opened, not) = (told(0..4), told(4..8));
            assert!((opened, not) == (4, 0) || (opened, not) == (0, 4), "{replies:?}");
            uses += i64::from(opened == 4);
            let others = replies.iter().filter(|reply| reply.status != 204);
            for other in others {
                assert_eq!((other.status, other.codes()), (409, vec!["outcome_told_already".into()]));
            }
            assert_eq!(world.number(&format!("select uses from access_key where id = '{id}'")), uses);
        }
        let told = world.number("select count(*) from event where type = 'DoorOutcomeTold'");
        assert_eq!(told, 6);
        assert_eq!(differences(world), [""; 0]);
    }

    fn an_outcome_is_of_its_own_door_and_told_by_its_own(world: &World) {
        let servers = served(world);
        let mut client = servers[0].client();
        let path = key(&servers[0], world, &code("739146", &[FRONT, BACK]));
        let id = path.strip_prefix("/keys/").unwrap();
        condition(&servers[0], world, FRONT, &json!({ "occupancy": { "area": "hall", "most": 9 } }));
        let first = tried(&mut client, world, FRONT, &typed("739146"));
        let number: i64 = first["id"].as_str().unwrap().parse().unwrap();
        let not = json!({ "opened": false });
        let mut tell = |key: &str, door: &str, attempt: &str, body: &Value| {
            let path = format!("/doors/{door}/attempts/{attempt}/outcome");
            send(&mut client, key, "PUT", &path, body).status
        };
        let own = number.to_string();
        for (key, door, attempt, expected) in [
            // Of another door, of another house, of none.
            (&world.administrator, BACK, own.as_str(), 404),
            (&world.stranger, FRONT, &own, 404),
            (&world.stranger, HOTEL, &own, 404),
            (&world.controller, BACK, &own, 403),
            (&world.reader, FRONT, &own, 403),
            // What happened before and after it is no attempt that opened.
            (&world.administrator, FRONT, "1", 404),
            (&world.administrator, FRONT, &format!("{}", number + 1), 404),
            (&world.administrator, FRONT, &format!("+{own}"), 404),
            (&world.administrator, FRONT, &format!("{own}.0"), 404),
            (&world.administrator, FRONT, "9223372036854775808", 404),
            (&world.administrator, FRONT, "-1", 404),
        ] {
            assert_eq!(tell(key, door, attempt, &not), expected, "{door} {attempt}");
        }
        assert_eq!(tell(&world.administrator, FRONT, &own, &json!({})), 400);
        assert_eq!(tell(&world.administrator, FRONT, &own, &json!({ "opened": null })), 400);
        assert_eq!(world.number(&format!("select uses from access_key where id = '{id}'")), 1);
        // Long after, when all is other: what is as it was left is taken back, and no more.
        condition(&servers[0], world, FRONT, &json!({ "occupancy": { "area": "yard", "most": 9 } }));
        assert_eq!(tried(&mut servers[1].client(), world, FRONT, &typed("739146"))["open"], true);
        done(&servers[0], world, "POST", &format!("{path}/revoke"), &json!({}));
        assert_eq!(tell(&world.controller, FRONT, &own, &not), 204);
        assert_eq!(world.number(&format!("select uses from access_key where id = '{id}'")), 2);
        assert_eq!(world.number("select inside from area where name = 'hall'"), 0);
        assert_eq!(world.number("select inside from area where name = 'yard'"), 1);
        assert_eq!(differences(world), [""; 0]);
    }

    fn nothing_opens_behind_what_forbids_it(world: &World) {
        let servers = served(world);
        let path = key(&servers[0], world, &code("739146", &[FRONT, BACK]));
        let rows: Vec<(String,)> = world.query("select person from access_key");
        let owner = format!("/people/{}", rows[0].0);
        let locks = |verb| format!("/users/{ADA}/{verb}AccessibleLock");
        done(&servers[0], world, "POST", &locks("Add"), &grant(FRONT, "OWNER", BOB));
        let condition = |lockdown: bool| json!({ "condition": { "lockdown": lockdown, "lockout": "off" } });
        let door = format!("/doors/{FRONT}");
        done(&servers[0], world, "PATCH", &door, &condition(false));
        let nothing = json!({});
        // What forbids it and what allows it again.
        let changes: Vec<[(&str, String, Value); 2]> = vec![
            [("POST", format!("{path}/suspend"), nothing.clone()), ("POST", format!("{path}/resume"), nothing.clone())],
            [("POST", format!("{path}/report"), json!({ "state": "lost" })), ("POST", format!("{path}/report"), json!({ "state": "active" }))],
            [("PATCH", owner.clone(), json!({ "state": "suspended" })), ("PATCH", owner.clone(), json!({ "state": "active" }))],
            [("PATCH", format!("/people/{ADA}"), json!({ "state": "left" })), ("PATCH", format!("/people/{ADA}"), json!({ "state": "active" }))],
            [("POST", locks("Remove"), removal(FRONT, BOB)), ("POST", locks("Add"), grant(FRONT, "OWNER", BOB))],
            [("PATCH", door.clone(), condition(true)), ("PATCH", door.clone(), condition(false))],
        ];
        let is_over = AtomicBool::new(false);
        let opened: usize = thread::scope(|scope| {
            let callers: Vec<_> = (0..4).map(|caller| {
                let mut client = servers[caller % servers.len()].client();
                let is_over = &is_over;
                scope.spawn(move || {
                    let phone = json!([{ "kind": "phone", "text": ADA }]);
                    let mut opened = 0;
                    while !is_over.load(Ordering::Relaxed) {
                        let told = if caller % 2 == 0 {
                            tried(&mut client, world, FRONT, &typed("739146"))
                        } else {
                            tried(&mut client, world, FRONT, &phone)
                        };
                        opened += usize::from(told["open"] == true);
                    }
                    opened
                })
            }).collect();
            for round in 0..4 {
                for (at, change) in changes.iter().enumerate() {
                    for (method, path, body) in change {
                        let server = &servers[(round + at) % servers.len()];
                        done(server, world, method, path, body);
                        thread::sleep(Duration::from_millis(10));
                    }
                }
            }
            done(&servers[1], world, "POST", &format!("{path}/revoke"), &nothing);
            is_over.store(true, Ordering::Relaxed);
            callers.into_iter().map(|caller| caller.join().unwrap()).sum()
        });
        assert!(opened > 50, "{opened}");
        assert_eq!(opened_in_spite(world), [""; 0]);
        assert_eq!(differences(world), [""; 0]);
    }

    fn nothing_of_the_panel_opens_behind_what_forbids_it(world: &World) {
        let servers = served(world);
        done(&servers[0], world, "PUT", "/panel/doors", &json!({ "first": FRONT, "second": BACK }));
        condition(&servers[0], world, FRONT, &json!({ "lockout": "off" }));
        let identifier = crate::basip::identifier("inputCode", "739146");
        for round in 0..6 {
            let made = done(&servers[0], world, "POST", "/access/identifier/item", &identifier).json();
            let path = format!("/access/identifier/item/{}", made["uid"]);
            let is_over = AtomicBool::new(false);
            let opened: usize = thread::scope(|scope| {
                let callers: Vec<_> = (0..4).map(|caller| {
                    let mut client = servers[caller % servers.len()].client();
                    let is_over = &is_over;
                    scope.spawn(move || {
                        let mut opened = 0;
                        while !is_over.load(Ordering::Relaxed) {
                            opened += usize::from(tried(&mut client, world, FRONT, &typed("739146"))["open"] == true);
                        }
                        opened
                    })
                }).collect();
                thread::sleep(Duration::from_millis(60));
                done(&servers[round % 3], world, "DELETE", &path, &json!({}));
                thread::sleep(Duration::from_millis(20));
                is_over.store(true, Ordering::Relaxed);
                callers.into_iter().map(|caller| caller.join().unwrap()).sum()
            });
            assert!(opened > 0);
        }
        assert_eq!(opened_in_spite(world), [""; 0]);
        assert_eq!(differences(world), [""; 0]);
    }

    fn a_door_opens_later_for_nobody_who_stood_there_then(world: &World) {
        let machine = Machine::new(world);
        let server = world.serve_with(|command| machine.start(command));
        let path = key(&server, world, &code("739146", &[FRONT]));
        let again = [("x-api-key", world.controller.as_str()), ("idempotency-key", "\"one\"")];
        let body = json!({ "shown": typed("739146") });
        let open = || {
            let reply = server.post(&format!("/doors/{FRONT}/attempts"), &again, &body);
            assert_eq!(reply.status, 200, "{}", reply.text);
            (reply.json()["open"] == true, reply.json()["id"].clone())
        };
        let first = open();
        assert!(first.0);
        machine.pass(20);
        assert_eq!(open(), first);
        done(&server, world, "POST", &format!("{path}/revoke"), &json!({}));
        machine.pass(20);
        let late = open();
        assert!(!late.0 && late.1 != first.1, "{late:?}");
        assert_eq!(world.number("select uses from access_key"), 1);
        assert_eq!(differences(world), [""; 0]);
    }

    fn who_is_known_is_heard_beside_a_flood_of_nobody(world: &World) {
        let server = world.serve_with(|command| {
            command.args(["--failures-of-address", "1"]);
        });
        let mut client = server.client();
        key(&server, world, &code("739146", &[FRONT]));
        let path = format!("/doors/{FRONT}/attempts");
        let body = json!({ "shown": typed("739146") });
        let mut status = |headers: &[(&str, &str)]| client.send("POST", &path, headers, &body.to_string()).status;
        let controller = [("x-api-key", world.controller.as_str())];
        assert_eq!(status(&controller), 200);
        let mut flood = || (0..20).map(|_| status(&[("x-api-key", "lw_0000")])).filter(|status| *status == 429).count();
        assert!(flood() > 10);
        // Who asked before, and who has a token that was signed here, of whom nobody heard yet.
        let token = crate::world::token(&world.administrator_id, 60);
        assert_eq!(status(&controller), 200);
        assert_eq!(status(&[("authorization", &token)]), 200);
        // All others have to wait, a token of somebody else and a good key that was never shown among them.
        let forged = crate::world::forged(&world.administrator_id);
        assert_eq!(status(&[("authorization", &forged)]), 429);
        assert_eq!(status(&[("x-api-key", world.stranger.as_str())]), 429);
        assert_eq!(status(&[]), 429);
        // What is good no more is a stranger's from its first refusal on.
        world.sql("update api_key set revoked_at = 1").unwrap();
        assert_eq!(status(&controller), 401);
        assert_eq!(status(&controller), 429);
    }
}
