//! `POST /doors/{id}/attempts`, and what is told of it afterwards.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::both::over_both;
use crate::client::{Client, Reply};
use crate::kiiaccess::code;
use crate::plain::{get, post};
use crate::postgres;
use crate::smartphonekey::grant;
use crate::world::{ADA, BACK, BOB, FRONT, Kind, Server, World, is_own};

fn typed(digits: &str) -> Value {
    json!({ "shown": [{ "kind": "code", "text": digits }] })
}

fn shown(kind: &str, text: &str) -> Value {
    json!({ "shown": [{ "kind": kind, "text": text }] })
}

fn with_pin(kind: &str, text: &str, pin: &str) -> Value {
    json!({ "shown": [{ "kind": kind, "text": text }, { "kind": "code", "text": pin, "after": 2 }] })
}

fn attempt(server: &Server, key: &str, door: &str, body: &Value) -> Reply {
    server.post(
        &format!("/doors/{door}/attempts"),
        &[("x-api-key", key)],
        body,
    )
}

/// What the administrator is told.
fn tried(server: &Server, world: &World, door: &str, body: &Value) -> Value {
    let reply = attempt(server, &world.administrator, door, body);
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()
}

/// Whether it opens, and the reason told.
fn reason(server: &Server, world: &World, door: &str, body: &Value) -> String {
    let told = tried(server, world, door, body);
    let reason = told["reason"].as_str().unwrap().to_owned();
    assert_eq!(
        told["open"],
        told["reasons"]
            .as_array()
            .unwrap()
            .contains(&json!("granted"))
    );
    reason
}

/// Makes a key, and gives its path.
fn key(server: &Server, world: &World, body: &Value) -> String {
    let reply = server.post("/access-keys", &[("x-api-key", &world.administrator)], body);
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.header("location").unwrap().to_owned()
}

fn change(server: &Server, world: &World, method: &str, path: &str, body: &Value) {
    let headers = [
        ("x-api-key", world.administrator.as_str()),
        ("if-match", "*"),
    ];
    let reply = server
        .client()
        .send(method, path, &headers, &body.to_string());
    assert_eq!(reply.status, 200, "{method} {path}: {}", reply.text);
}

/// Changes what the front door asks.
fn condition(server: &Server, world: &World, condition: &Value) {
    let body = json!({ "condition": condition });
    change(server, world, "PATCH", &format!("/doors/{FRONT}"), &body);
}

fn outcome(server: &Server, key: &str, id: &str, opened: bool) -> Reply {
    let path = format!("/doors/{FRONT}/attempts/{id}/outcome");
    let body = json!({ "opened": opened }).to_string();
    server
        .client()
        .send("PUT", &path, &[("x-api-key", key)], &body)
}

over_both! {
    fn a_door_opens_for_what_is_of_it_and_says_why_not(world: &World) {
        let server = world.serve();
        let path = key(&server, world, &code("739146", &[FRONT]));
        let told = tried(&server, world, FRONT, &typed("739146"));
        assert_eq!((&told["open"], &told["keypad"]), (&json!(true), &json!("the door opens")));
        assert_eq!(format!("/keys/{}", told["credential"].as_str().unwrap()), path);
        assert_eq!(world.number("select uses from access_key"), 1);
        assert_eq!(reason(&server, world, FRONT, &typed("739147")), "unknown-credential");
        assert_eq!(reason(&server, world, BACK, &typed("739146")), "unknown-credential");
        assert_eq!(reason(&server, world, FRONT, &typed("x")), "bad-format");
        change(&server, world, "POST", &format!("{path}/suspend"), &json!({}));
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "suspended");
        change(&server, world, "POST", &format!("{path}/resume"), &json!({}));
        change(&server, world, "POST", &format!("{path}/report"), &json!({ "state": "lost" }));
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "lost");
        change(&server, world, "POST", &format!("{path}/revoke"), &json!({}));
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "revoked");
        condition(&server, world, &json!({ "lockdown": true }));
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "locked-down");
        let events = world.events(&format!("door/{FRONT}"));
        let last = events.last().unwrap();
        assert_eq!((&last["type"], &last["data"]["reason"]), (&json!("DoorStayedShut"), &json!("locked-down")));
        assert_eq!(last["data"]["attempt"], events.len().to_string());
        assert!(!crate::secrecy::tells(&format!("{events:?}"), "73914"), "{events:?}");
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn cards_phones_and_locks_open(world: &World) {
        let server = world.serve();
        let card = json!({ "keyType": "rfid", "keyFormat": "MC", "keyIdentification": "1386024675", "pin": "748365", "accesses": [FRONT] });
        key(&server, world, &card);
        // The same card as bytes, in either order, as bits, and as a number of no format.
        for (kind, text) in [("uid", "529D0EE3"), ("uid", "E30E9D52"), ("number", "01386024675"), ("word", "01010010100111010000111011100011")] {
            assert_eq!(reason(&server, world, FRONT, &shown(kind, text)), "granted", "{kind} {text}");
            assert_eq!(reason(&server, world, FRONT, &with_pin(kind, text, "748365")), "granted");
        }
        assert_eq!(reason(&server, world, FRONT, &with_pin("uid", "529D0EE3", "748366")), "wrong-factor");
        assert_eq!(world.number("select count(*) from access_key where wrong_pins is not null"), 1);
        assert_eq!(reason(&server, world, FRONT, &shown("uid", "529D0EE4")), "unknown-credential");
        let phone = json!({ "keyType": "mobile", "userId": ADA, "accesses": [FRONT] });
        let mobile = server.post("/access-keys", &[("x-api-key", &world.administrator)], &phone);
        if mobile.status == 200 {
            assert_eq!(reason(&server, world, FRONT, &shown("phone", ADA)), "granted");
        }
        assert_eq!(reason(&server, world, FRONT, &shown("phone", BOB)), "unknown-credential");
        assert_eq!(reason(&server, world, FRONT, &shown("phone", "\0'")), "unknown-credential");
        let given = server.post(&format!("/users/{BOB}/AddAccessibleLock"), &[("x-api-key", &world.administrator)], &grant(BACK, "OWNER", BOB));
        assert!(given.status < 300, "{}", given.text);
        assert_eq!(reason(&server, world, BACK, &shown("phone", BOB)), "granted");
        assert_eq!(reason(&server, world, BACK, &shown("remote", BOB)), "remote-not-allowed");
        change(&server, world, "PATCH", &format!("/people/{BOB}"), &json!({ "state": "left" }));
        assert_eq!(reason(&server, world, BACK, &shown("phone", BOB)), "holder-left");
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn words_of_cards_open_by_the_number_that_they_hold(world: &World) {
        let server = world.serve();
        for (format, number) in [
            // A fob 0102B0A5FD, of which readers send a part, a card of four bytes, and numbers of no format.
            (Some("EM"), "4340098557"),
            (Some("MC"), "1386024675"),
            (Some("MC"), "5000000"),
            (None, "8065495"),
            (None, "70000"),
            (None, "200000"),
        ] {
            let mut body = json!({ "keyType": "rfid", "keyIdentification": number, "accesses": [FRONT] });
            if let Some(format) = format {
                body["keyFormat"] = json!(format);
            }
            key(&server, world, &body);
        }
        for (word, expected) in [
            // 26 bits: facility code 123 and card 4567, and with a parity bit that does not hold.
            ("10111101100010001110101110", "granted"),
            ("10111101100010001110101111", "unknown-credential"),
            // 34 bits: the four bytes in either order.
            ("0010100101001110100001110111000111", "granted"),
            ("0111000110000111010011101010100101", "granted"),
            // 37 bits, and where two formats have different words of the number.
            ("0000000000000000000100010001011100001", "granted"),
            ("1000000000000000001100001101010000001", "unknown-credential"),
            // 26 bits of the same two numbers, of which nobody said how long the word of their card is.
            ("00000000100010001011100001", "granted"),
            ("00000001100001101010000001", "granted"),
            // 26 bits of the number of a key whose format is told: its card has four bytes.
            ("00100110001001011010000001", "unknown-credential"),
            // The last bytes of the fob, of which there are many.
            ("11011000010100101111111010", "unknown-credential"),
            ("0000000101011000010100101111111010", "unknown-credential"),
            // A key that was pressed, and bits of a length that no format has.
            ("0101", "unknown-credential"),
            ("1011110110001000111010111", "unknown-credential"),
        ] {
            assert_eq!(reason(&server, world, FRONT, &shown("word", word)), expected, "{word}");
        }
    }

    fn a_door_waits_for_the_persons_that_it_is_told_of(world: &World) {
        let server = world.serve();
        for (person, digits) in [(ADA, "739146"), (BOB, "284617")] {
            let mut body = code(digits, &[FRONT]);
            body["userId"] = json!(person);
            key(&server, world, &body);
        }
        let party = |person: &str, party: &[&str]| {
            change(&server, world, "PATCH", &format!("/people/{person}"), &json!({ "party": party }));
        };
        change(&server, world, "PATCH", &format!("/doors/{FRONT}"), &json!({ "zone": "Europe/Berlin", "condition": { "firstPerson": "needed" } }));
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "first-person");
        party(ADA, &["first-person"]);
        assert_eq!(reason(&server, world, FRONT, &typed("284617")), "first-person");
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "granted");
        assert_eq!(reason(&server, world, FRONT, &typed("284617")), "granted");
        condition(&server, world, &json!({ "firstPerson": "off" }));
        // Bob comes with somebody who may escort, or not at all.
        party(BOB, &["needs-escort"]);
        let both = json!({
            "shown": [{ "kind": "code", "text": "284617" }],
            "with": [[{ "kind": "code", "text": "739146", "after": 3 }]],
        });
        assert_eq!(reason(&server, world, FRONT, &typed("284617")), "no-escort");
        assert_eq!(reason(&server, world, FRONT, &both), "wrong-escort");
        party(ADA, &["escort"]);
        assert_eq!(reason(&server, world, FRONT, &both), "accompanied");
        party(BOB, &[]);
        assert_eq!(reason(&server, world, FRONT, &typed("284617")), "granted");
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn what_is_not_asked_of_a_key_is_not_asked(world: &World) {
        let server = world.serve();
        let card = json!({ "keyType": "rfid", "keyFormat": "MC", "keyIdentification": "1386024675", "pin": "748365", "accesses": [FRONT] });
        let path = key(&server, world, &card);
        let body = json!({ "condition": { "security": { "otherwise": [["card", "code"]] }, "passback": { "mode": "hard", "inside": "hall", "outside": "street" } } });
        let reply = server.client().send("PATCH", &format!("/doors/{FRONT}"), &[("x-api-key", world.administrator.as_str()), ("if-match", "*")], &body.to_string());
        assert_eq!(reply.status, 200, "{}", reply.text);
        let inside = json!({ "shown": [{ "kind": "uid", "text": "529D0EE3" }], "direction": "in" });
        assert_eq!(reason(&server, world, FRONT, &inside), "factor-missing");
        change(&server, world, "PATCH", &path, &json!({ "exempt": ["code"] }));
        assert_eq!(reason(&server, world, FRONT, &inside), "exempt-code");
        assert_eq!(reason(&server, world, FRONT, &inside), "passback");
        change(&server, world, "PATCH", &path, &json!({ "exempt": ["passback", "code"] }));
        let told = tried(&server, world, FRONT, &inside);
        assert_eq!((&told["open"], &told["reasons"]), (&json!(true), &json!(["exempt-code", "exempt-passback", "granted"])));
        change(&server, world, "PATCH", &path, &json!({ "exempt": [] }));
        assert_eq!(reason(&server, world, FRONT, &inside), "factor-missing");
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn hours_go_by_the_clock_of_the_door(world: &World) {
        let server = world.serve();
        let path = key(&server, world, &code("739146", &[FRONT]));
        let all = json!({ "weekly": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": 0, "until": 1440 }] });
        let body = json!({ "schedule": all }).to_string();
        let headers = [("x-api-key", world.administrator.as_str()), ("if-match", "*")];
        let reply = server.client().send("PATCH", &path, &headers, &body);
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "clock-unknown");
        change(&server, world, "PATCH", &format!("/doors/{FRONT}"), &json!({ "zone": "Europe/Berlin" }));
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "granted");
        change(&server, world, "PATCH", &path, &json!({ "schedule": { "weekly": [] } }));
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "outside-schedule");
    }

    fn a_controller_gets_one_answer_to_every_refusal(world: &World) {
        let server = world.serve();
        let path = key(&server, world, &code("739146", &[FRONT]));
        let card = json!({ "keyType": "rfid", "keyFormat": "MC", "keyIdentification": "1386024675", "pin": "748365", "accesses": [FRONT] });
        key(&server, world, &card);
        condition(&server, world, &json!({ "lockout": { "tries": 6, "thenWaitSeconds": 60 } }));
        let mut answers = BTreeSet::new();
        let mut refused = |body: &Value| {
            let reply = attempt(&server, &world.controller, FRONT, body);
            let mut headers: Vec<_> = ["content-type", "cache-control", "etag", "location", "retry-after"].map(|name| reply.header(name).map(str::to_owned)).into();
            headers.push(reply.header("content-length").map(str::to_owned));
            let id = reply.json()["id"].as_str().unwrap().to_owned();
            let text = reply.text.replace(&format!("\"{id}\""), "\"?\"");
            // The number of the attempt alone may be longer.
            headers.pop();
            answers.insert((reply.status, headers, text));
        };
        change(&server, world, "POST", &format!("{path}/suspend"), &json!({}));
        refused(&typed("739146"));
        refused(&typed("111111"));
        refused(&typed("nonsense"));
        refused(&with_pin("uid", "529D0EE3", "111111"));
        refused(&shown("remote", ADA));
        for _ in 0..8 {
            refused(&typed("222222"));
        }
        change(&server, world, "POST", &format!("{path}/resume"), &json!({}));
        refused(&typed("739146"));
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert!(answers.first().unwrap().2.contains("the door stays shut"));
    }

    fn wrong_codes_lock_a_door_for_all_servers_and_one_way_alone(world: &World) {
        let servers = [world.serve(), world.serve()];
        key(&servers[0], world, &code("739146", &[FRONT, BACK]));
        condition(&servers[0], world, &json!({ "remote": "yes", "lockout": { "tries": 3, "thenWaitSeconds": 3600 } }));
        for _ in 0..3 {
            assert_eq!(reason(&servers[0], world, FRONT, &shown("remote", BOB)), "unknown-credential");
        }
        assert_eq!(reason(&servers[1], world, FRONT, &shown("remote", BOB)), "locked-out");
        // From afar nobody locks it for those who stand before it.
        assert_eq!(reason(&servers[1], world, FRONT, &typed("739146")), "granted");
        for server in [0, 1, 0] {
            assert_eq!(reason(&servers[server], world, FRONT, &typed("111111")), "unknown-credential");
        }
        for server in &servers {
            assert_eq!(reason(server, world, FRONT, &typed("739146")), "locked-out");
            assert_eq!(reason(server, world, BACK, &typed("739146")), "granted");
        }
    }

    fn a_lock_out_is_seen_and_ended_by_who_may(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        key(&server, world, &code("739146", &[FRONT]));
        condition(&server, world, &json!({ "lockout": { "tries": 2, "thenWaitSeconds": 3600 } }));
        let path = format!("/doors/{FRONT}");
        let seen = |key: &str| get(&server, key, &path).json()["lockedUntil"].clone();
        let open = json!({ "door": null, "afar": null });
        assert_eq!(seen(house), open);
        assert_eq!(reason(&server, world, FRONT, &typed("111111")), "unknown-credential");
        // One wrong try keeps nobody out yet.
        assert_eq!(seen(house), open);
        reason(&server, world, FRONT, &typed("111111"));
        let until = seen(house)["door"].as_str().unwrap().to_owned();
        let left = until.parse::<jiff::Timestamp>().unwrap().as_second() - jiff::Timestamp::now().as_second();
        assert!((3500..=3601).contains(&left), "{until}");
        for key in [&world.manager, &world.reader] {
            assert_eq!(seen(key), json!({ "door": until, "afar": null }));
        }
        // A controller would know by it what it is not told.
        assert_eq!(seen(&world.controller), open);
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "locked-out");
        let end = |key: &str, body: Value| server.post(&format!("{path}/forget-tries"), &[("x-api-key", key)], &body);
        assert_eq!(end(&world.reader, json!({})).status, 403);
        let before = get(&server, house, &path).json()["revision"].clone();
        let ended = end(&world.manager, json!({ "reason": "Ada stood before it" }));
        assert_eq!((ended.status, &ended.json()["lockedUntil"], &ended.json()["revision"]), (200, &open, &before), "{}", ended.text);
        // Nothing was counted since: nothing happens.
        assert_eq!(end(&world.manager, json!({})).status, 200);
        assert_eq!(reason(&server, world, FRONT, &typed("739146")), "granted");
        let events = world.events(&format!("door/{FRONT}"));
        let ended: Vec<_> = events.iter().filter(|event| event["type"] == "DoorTriesForgotten").collect();
        assert_eq!(ended, [&json!({ "type": "DoorTriesForgotten", "data": { "reason": "Ada stood before it" } })]);
    }

    fn a_key_that_wrong_pins_keep_out_is_seen_and_let_in_again(world: &World) {
        let servers = [world.serve(), world.serve()];
        let house = world.administrator.as_str();
        let card = |number: &str, doors: &[&str]| {
            let body = json!({ "keyType": "rfid", "keyFormat": "MC", "keyIdentification": number, "pin": "748365", "accesses": doors });
            key(&servers[0], world, &body)
        };
        let (path, wide) = (card("1386024675", &[FRONT]), card("1386024676", &[FRONT, BACK]));
        condition(&servers[0], world, &json!({ "lockout": { "tries": 2, "thenWaitSeconds": 3600 } }));
        let seen = |server: &Server, key: &str, path: &str| get(server, key, path).json()["lockedUntil"].clone();
        let wrong = |server: &Server, number: &str| reason(server, world, FRONT, &with_pin("number", number, "748366"));
        assert_eq!(wrong(&servers[0], "1386024675"), "wrong-factor");
        // One wrong PIN keeps nobody out yet.
        assert_eq!(seen(&servers[0], house, &path), Value::Null);
        wrong(&servers[1], "1386024675");
        let until = seen(&servers[0], house, &path);
        let left = until.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second() - jiff::Timestamp::now().as_second();
        assert!((3500..=3601).contains(&left), "{until}");
        assert_eq!(seen(&servers[1], &world.manager, &path), until);
        let listed = |of: &str| {
            let items = get(&servers[1], house, &format!("/keys{of}")).json()["items"].clone();
            let items = items.as_array().unwrap().clone().into_iter();
            items.map(|item| (format!("/keys/{}", item["id"].as_str().unwrap()), item["lockedUntil"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(listed(""), [(wide.clone(), Value::Null), (path.clone(), until.clone())]);
        // The door takes others, and this one with the right PIN does not open it; the door may be let off.
        condition(&servers[0], world, &json!({ "lockout": { "tries": 9, "thenWaitSeconds": 3600 } }));
        let right = with_pin("number", "1386024675", "748365");
        let end_of_door = format!("/doors/{FRONT}/forget-tries");
        assert_eq!(post(&servers[0], house, &end_of_door, &json!({})).status, 200);
        assert_eq!(reason(&servers[1], world, FRONT, &right), "credential-locked-out");
        condition(&servers[0], world, &json!({ "lockout": "off" }));
        assert_eq!(seen(&servers[0], house, &path), Value::Null);
        condition(&servers[0], world, &json!({ "lockout": { "tries": 9, "thenWaitSeconds": 3600 } }));
        assert_eq!(seen(&servers[0], house, &path), until);

        let end = |key: &str, path: &str, headers: &[(&str, &str)], body: Value| {
            let headers = [&[("x-api-key", key)], headers].concat();
            servers[1].post(&format!("{path}/forget-tries"), &headers, &body)
        };
        for key in [&world.reader, &world.controller] {
            assert_eq!(end(key, &path, &[], json!({})).status, 403);
        }
        assert_eq!(end(&world.stranger, &path, &[], json!({})).status, 404);
        // A key of a door that is not his a manager does not touch.
        assert_eq!(end(&world.manager, &wide, &[], json!({})).status, 403);
        assert_eq!(end(&world.manager, &path, &[("if-match", "\"7\"")], json!({})).status, 412);
        let ended = end(&world.manager, &path, &[("if-match", "\"1\"")], json!({ "reason": "new buttons" }));
        assert_eq!((ended.status, ended.header("etag"), &ended.json()["lockedUntil"]), (200, Some("\"2\""), &Value::Null), "{}", ended.text);
        // Nothing was counted since: nothing happens.
        assert_eq!(end(&world.manager, &path, &[], json!({})).header("etag"), Some("\"2\""));
        assert_eq!(reason(&servers[0], world, FRONT, &right), "granted");
        assert_eq!(listed(""), [(wide.clone(), Value::Null), (path.clone(), Value::Null)]);
        let events = world.events(&path.replace("/keys/", "access-key/"));
        assert_eq!(events[1..], [json!({ "type": "AccessKeyTriesForgotten", "data": { "reason": "new buttons" } })]);
        assert_eq!(world.number("select count(*) from event where type = 'AccessKeyTriesForgotten' and person is not null and access_key is not null"), 1);
        assert_eq!(post(&servers[0], house, &format!("{path}/revoke"), &json!({})).status, 200);
        assert_eq!(end(house, &path, &[], json!({})).codes(), ["key_revoked"]);
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn of_two_who_come_at_once_with_a_last_use_one_is_let_in(world: &World) {
        let servers = [world.serve(), world.serve()];
        for round in 0..8 {
            let digits = format!("{}", 739_146 + round * 7);
            let path = key(&servers[0], world, &code(&digits, &[FRONT, BACK]));
            change(&servers[0], world, "PATCH", &path, &json!({ "mostUses": 1 }));
            let start = Barrier::new(8);
            let replies: Vec<_> = thread::scope(|scope| {
                let callers: Vec<_> = (0..8).map(|caller| {
                    let (start, digits, server) = (&start, &digits, &servers[caller % 2]);
                    let door = if caller % 4 < 2 { FRONT } else { BACK };
                    scope.spawn(move || {
                        start.wait();
                        tried(server, world, door, &typed(digits))
                    })
                }).collect();
                callers.into_iter().map(|caller| caller.join().unwrap()).collect()
            });
            let let_in = replies.iter().filter(|reply| reply["open"] == true);
            assert_eq!(let_in.count(), 1, "{replies:?}");
            assert!(replies.iter().all(|reply| reply["open"] == true || reply["reason"] == "used-up"), "{replies:?}");
        }
        assert_eq!(world.number("select max(uses) from access_key"), 1);
    }

    fn what_was_not_opened_is_taken_back_once(world: &World) {
        let server = world.serve();
        key(&server, world, &code("739146", &[FRONT]));
        condition(&server, world, &json!({
            "passback": { "mode": "hard", "outside": "street", "inside": "hall" },
            "occupancy": { "area": "hall", "most": 1 },
        }));
        let body = json!({ "shown": [{ "kind": "code", "text": "739146" }], "direction": "in" });
        let first = tried(&server, world, FRONT, &body);
        assert_eq!(first["open"], true, "{first}");
        assert_eq!(tried(&server, world, FRONT, &body)["reasons"], json!(["passback", "occupancy-upper"]));
        let id = first["id"].as_str().unwrap();
        assert_eq!(outcome(&server, &world.reader, id, false).status, 403);
        assert_eq!(outcome(&server, &world.stranger, id, false).status, 404);
        assert_eq!(outcome(&server, &world.controller, "0", false).status, 404);
        assert_eq!(outcome(&server, &world.controller, &format!("0{id}"), false).status, 404);
        for _ in 0..2 {
            assert_eq!(outcome(&server, &world.controller, id, false).status, 204);
        }
        assert_eq!(outcome(&server, &world.controller, id, true).codes(), ["outcome_told_already"]);
        assert_eq!(world.number("select uses from access_key"), 0);
        assert_eq!(world.number("select inside from area"), 0);
        assert_eq!(world.number("select count(*) from person where place is not null"), 0);
        let again = tried(&server, world, FRONT, &body);
        assert_eq!(again["open"], true, "{again}");
        let id = again["id"].as_str().unwrap();
        world.sql("update access_key set uses = 5").unwrap();
        assert_eq!(outcome(&server, &world.administrator, id, false).status, 204);
        // It is not as it was left.
        assert_eq!(world.number("select uses from access_key"), 5);
        let events = world.events(&format!("door/{FRONT}"));
        let taken = &events.last().unwrap()["data"]["takenBack"];
        assert_eq!(taken.as_array().unwrap().len(), 2, "{events:?}");
        // That it was changed by hand is told.
        let found = crate::check::differences(world);
        assert!(found.len() == 1 && found[0].ends_with(": uses is 5, by the events 1"), "{found:?}");
    }

    fn the_same_attempt_counts_once(world: &World) {
        let server = world.serve();
        key(&server, world, &code("739146", &[FRONT]));
        let path = format!("/doors/{FRONT}/attempts");
        let headers = [("x-api-key", world.controller.as_str()), ("idempotency-key", "one")];
        let replies: BTreeSet<_> = (0..3).map(|_| {
            let reply = server.post(&path, &headers, &typed("739146"));
            assert_eq!(reply.status, 200, "{}", reply.text);
            reply.text
        }).collect();
        assert_eq!(replies.len(), 1);
        assert_eq!(world.number("select uses from access_key"), 1);
        assert_eq!(server.post(&path, &headers, &typed("739147")).status, 422);
    }

    fn who_is_threatened_is_let_in_and_that_is_told(world: &World) {
        let server = world.serve();
        change(&server, world, "PATCH", &format!("/doors/{FRONT}"), &json!({ "codes": { "lengths": [6], "duress": { "lastDigit": [1] } } }));
        key(&server, world, &code("739146", &[FRONT]));
        assert_eq!(tried(&server, world, FRONT, &typed("739146"))["duress"], false);
        let told = tried(&server, world, FRONT, &typed("739147"));
        assert_eq!((&told["open"], &told["duress"]), (&json!(true), &json!(true)));
        assert_eq!(tried(&server, world, FRONT, &typed("739148"))["open"], false);
        // Who stands beside it sees nothing of that.
        let mut told = [typed("739146"), typed("739147")].map(|body| attempt(&server, &world.controller, FRONT, &body).json());
        for told in &mut told {
            told.as_object_mut().unwrap().remove("id");
        }
        assert_eq!(told[0], told[1]);
    }

    fn who_asks_too_often_is_told_when_to_come_again(world: &World) {
        let server = world.serve_with(|command| {
            command.args(["--attempts-at-door", "1", "--attempts-of-caller", "2", "--failures-of-address", "1"]);
        });
        let mut client = server.client();
        let ask = |client: &mut Client, key: &str, door: &str| {
            let body = typed("739146").to_string();
            client.send("POST", &format!("/doors/{door}/attempts"), &[("x-api-key", key)], &body)
        };
        // However slow the machine is, who goes on asks too often soon.
        let asked_until = |client: &mut Client, key: &str, door: &str, status: u16| {
            (0..200).map(|_| ask(client, key, door)).find(|reply| reply.status == status).unwrap()
        };
        for _ in 0..4 {
            assert_eq!(ask(&mut client, &world.administrator, FRONT).status, 200);
        }
        let refused = asked_until(&mut client, &world.administrator, FRONT, 429);
        assert_eq!(refused.codes(), ["too_many_attempts"]);
        assert!(refused.header("retry-after").is_some());
        // Of another house: it fills nobody's bucket but his own.
        asked_until(&mut client, &world.stranger, BACK, 429);
        assert_eq!(ask(&mut client, &world.controller, BACK).status, 403);
        asked_until(&mut client, "nobody", FRONT, 429);
        // Of whom nobody has heard yet; who is known is heard.
        let refused = ask(&mut client, &world.reader, BACK);
        assert_eq!((refused.status, refused.codes()), (429, vec!["too_many_failures".into()]));
        let known = [("x-api-key", world.administrator.as_str())];
        assert_eq!(client.send("GET", "/doors", &known, "").status, 200);
    }
}

/// What is asked of the database for a refusal does not depend on why: no time tells either.
#[test]
fn refusals_take_the_same_statements() {
    let world = World::new(Kind::Postgres);
    postgres::note_statements(&world.database);
    let server = world.serve();
    let path = key(&server, &world, &code("739146", &[FRONT]));
    let card = json!({ "keyType": "rfid", "keyIdentification": "1386024675", "pin": "748365", "accesses": [FRONT] });
    key(&server, &world, &card);
    change(
        &server,
        &world,
        "POST",
        &format!("{path}/suspend"),
        &json!({}),
    );
    // What the own server does by itself when it begins is not taken for an attempt's.
    let has_begun = || {
        let forgets = |statement: &String| statement.starts_with("delete from ticket where");
        !is_own() || postgres::statements().iter().any(forgets)
    };
    for _ in 0..500 {
        if has_begun() {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    assert!(has_begun(), "{:?}", postgres::statements());
    let taken = |body: &Value| {
        let seen = postgres::statements().len();
        let reply = attempt(&server, &world.controller, FRONT, body);
        assert_eq!(reply.json()["open"], false, "{}", reply.text);
        let own = |statement: &String| {
            !["settled", "outbox", "webhook"]
                .iter()
                .any(|other| statement.contains(other))
        };
        let statements = postgres::statements().split_off(seen);
        statements.into_iter().filter(own).collect::<Vec<_>>()
    };
    let unknown = taken(&typed("111111"));
    assert!(
        unknown
            .iter()
            .any(|statement| statement.contains("key_door")),
        "{unknown:?}"
    );
    assert_eq!(taken(&typed("739146")), unknown);
    let unknown = taken(&with_pin("number", "1386024676", "748365"));
    assert_eq!(taken(&with_pin("number", "1386024675", "111111")), unknown);
    for _ in 0..6 {
        assert_eq!(taken(&with_pin("number", "1386024675", "222222")), unknown);
    }
    // Locked out, with what would be right.
    assert_eq!(taken(&with_pin("number", "1386024675", "748365")), unknown);
    let unknown = taken(&shown("phone", ADA));
    assert_eq!(taken(&shown("phone", "x")), unknown);
}
