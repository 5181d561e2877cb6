//! What is shown to the panel, at the doors of its locks.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::plain::get;
use crate::world::{BACK, FRONT, HOTEL, Server, World};

fn asked(server: &Server, world: &World, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let headers = [
        ("x-api-key", world.administrator.as_str()),
        ("if-match", "*"),
    ];
    let reply = server.client().send(method, path, &headers, &body);
    (reply.status, reply.json())
}

/// What is asked and done.
fn done(server: &Server, world: &World, method: &str, path: &str, body: &Value) -> Value {
    let (status, told) = asked(server, world, method, path, body);
    assert_eq!(status, 200, "{method} {path} {body}: {told}");
    told
}

/// A user of the panel who has to show nothing of his own, at both of its locks.
fn user(lock_number: u64) -> Value {
    json!({ "name": "Ada", "info": "", "auth_factors": ["card"], "lock_number": lock_number, "is_custom_user_access": false })
}

fn identifier(kind: &str, number: &str, lock: &str, passes: Option<u64>) -> Value {
    let passes = match passes {
        None => json!({ "is_permanent": true }),
        Some(most) => json!({ "is_permanent": false, "max_passes": most }),
    };
    json!({
        "identifier_owner": { "name": "Ada", "type": "owner" },
        "identifier_type": kind, "identifier_number": number, "lock": lock,
        "valid": { "time": { "is_permanent": true }, "passes": passes },
    })
}

fn tried(server: &Server, world: &World, door: &str, kind: &str, text: &str) -> Value {
    let body = json!({ "shown": [{ "kind": kind, "text": text }], "direction": "in" });
    done(
        server,
        world,
        "POST",
        &format!("/doors/{door}/attempts"),
        &body,
    )
}

fn reason(server: &Server, world: &World, door: &str, kind: &str, text: &str) -> String {
    tried(server, world, door, kind, text)["reason"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn has_doors(server: &Server, world: &World) {
    let doors = json!({ "first": FRONT, "second": BACK });
    assert_eq!(done(server, world, "PUT", "/panel/doors", &doors), doors);
}

over_both! {
    fn identifiers_open_the_doors_of_their_locks(world: &World) {
        let server = world.serve();
        let one = identifier("inputCode", "739146", "first", None);
        done(&server, world, "POST", "/access/identifier/item", &one);
        // A panel without doors opens none.
        assert_eq!(reason(&server, world, FRONT, "code", "739146"), "unknown-credential");
        has_doors(&server, world);
        assert_eq!(reason(&server, world, FRONT, "code", "739146"), "granted");
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "no-rights-here");
        assert_eq!(reason(&server, world, FRONT, "code", "739147"), "unknown-credential");
        for (kind, number, shown) in [
            ("card", "0001386024675", None),
            ("card", "138602467", Some(("number", "0138602467"))),
            ("card", "52:9D:0E:E3", Some(("uid", "529d0ee3"))),
            ("card", "53-9D-0E-E3", Some(("word", "01010011100111010000111011100011"))),
            ("ukey", "AA:BB:CC", Some(("phone", "aa:bb:cc"))),
            // Facility code 123 and card 4567 of 26 bits, which a reader prints as one number.
            ("card", "8065495", Some(("word", "10111101100010001110101110"))),
            ("qr", "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11", None),
        ] {
            let made = asked(&server, world, "POST", "/access/identifier/item", &identifier(kind, number, "all", None));
            assert_eq!(made.0, if number.len() > 10 && kind == "card" && !number.contains([':', '-']) { 400 } else { 200 }, "{number}");
            if let Some((means, text)) = shown {
                for door in [FRONT, BACK] {
                    assert_eq!(reason(&server, world, door, means, text), "granted", "{means} {text}");
                }
            }
        }
        // The same bytes in another order, or a part of them, are another card.
        assert_eq!(reason(&server, world, FRONT, "uid", "E30E9D52"), "unknown-credential");
        assert_eq!(reason(&server, world, FRONT, "uid", "529D0EE35210AB"), "unknown-credential");
        done(&server, world, "DELETE", "/access/identifier/item/1", &Value::Null);
        assert_eq!(reason(&server, world, FRONT, "code", "739146"), "unknown-credential");
        let events = format!("{:?}", world.events(&format!("door/{FRONT}")));
        assert!(!["739146", "8065495"].iter().any(|secret| crate::secrecy::tells(&events, secret)));
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn passes_are_counted_and_given_back(world: &World) {
        let server = world.serve();
        has_doors(&server, world);
        done(&server, world, "POST", "/access/identifier/item", &identifier("inputCode", "739146", "all", Some(2)));
        let first = tried(&server, world, FRONT, "code", "739146");
        assert_eq!(first["credential"], "panel-identifier/1");
        let path = format!("/doors/{FRONT}/attempts/{}/outcome", first["id"].as_str().unwrap());
        let headers = [("x-api-key", world.administrator.as_str())];
        let reply = server.client().send("PUT", &path, &headers, "{\"opened\":false}");
        assert_eq!(reply.status, 204, "{}", reply.text);
        assert_eq!(world.number("select uses from panel_identifier"), 0);
        assert_eq!(reason(&server, world, FRONT, "code", "739146"), "granted");
        // What was used stays used where something else of it becomes other.
        done(&server, world, "PATCH", "/access/identifier/item/1", &json!({ "lock": "second" }));
        assert_eq!(world.number("select uses from panel_identifier"), 1);
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "granted");
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "used-up");
        let more = json!({ "valid": { "time": { "is_permanent": true }, "passes": { "is_permanent": false, "max_passes": 3 } } });
        done(&server, world, "PATCH", "/access/identifier/item/1", &more);
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "granted");
        let past = json!({ "valid": { "time": { "is_permanent": false, "to": 1_000 }, "passes": { "is_permanent": true } } });
        done(&server, world, "PATCH", "/access/identifier/item/1", &past);
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "expired");
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn users_come_in_at_their_locks_in_their_hours(world: &World) {
        let server = world.serve();
        has_doors(&server, world);
        done(&server, world, "POST", "/access/users/item", &user(2));
        done(&server, world, "POST", "/access/identifier/item", &identifier("inputCode", "739146", "all", None));
        assert_eq!(reason(&server, world, FRONT, "code", "739146"), "granted");
        done(&server, world, "POST", "/access/user/1/identifier/1", &Value::Null);
        assert_eq!(reason(&server, world, FRONT, "code", "739146"), "no-rights-here");
        let told = tried(&server, world, BACK, "code", "739146");
        assert_eq!((&told["reason"], &told["holder"]), (&json!("granted"), &json!("panel-user/1")));
        // Who is asked for a card of his own, too, is not let in by a code alone.
        done(&server, world, "PATCH", "/access/users/item/1", &json!({ "is_custom_user_access": true, "auth_factors": ["card", "input_code"] }));
        assert_ne!(reason(&server, world, BACK, "code", "739146"), "granted");
        done(&server, world, "PATCH", "/access/users/item/1", &json!({ "auth_factors": ["input_code"] }));
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "granted");
        // Hours of a year that is over, by a clock that nobody knows, and by one that is known.
        let profile = |repeat: Value| json!({
            "name": "Cleaner",
            "time_options": { "is_all_day": true, "date_from": 1_540_819_272, "date_to": 1_540_819_272 },
            "repeat_options": { "repeat_enable": true, "repeat_format": repeat },
        });
        let ended = json!({ "repeat_type": "day", "repeat_end": { "format": "date", "date": 1_542_000_000 } });
        done(&server, world, "POST", "/access/timeprofile/item", &profile(ended));
        done(&server, world, "POST", "/access/user/1/timeprofile/1", &Value::Null);
        assert_eq!(tried(&server, world, BACK, "code", "739146")["open"], false);
        done(&server, world, "PATCH", &format!("/doors/{BACK}"), &json!({ "zone": "Europe/Berlin" }));
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "outside-schedule");
        let path = "/access/timeprofile/item/1";
        let every_day = profile(json!({ "repeat_type": "day" }));
        done(&server, world, "PATCH", path, &json!({ "repeat_options": every_day["repeat_options"] }));
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "granted");
        // A recurrence that no schedule has opens never.
        let yearly = profile(json!({ "repeat_type": "year" }));
        done(&server, world, "PATCH", path, &json!({ "repeat_options": yearly["repeat_options"] }));
        assert_eq!(tried(&server, world, BACK, "code", "739146")["open"], false);
        done(&server, world, "DELETE", "/access/user/1/timeprofile/1", &Value::Null);
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "granted");
        // Where users are is kept as it is of people.
        let passback = json!({ "condition": { "passback": { "mode": "hard", "inside": "hall", "outside": "street" } } });
        done(&server, world, "PATCH", &format!("/doors/{BACK}"), &passback);
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "granted");
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "passback");
        assert_eq!(world.number("select count(*) from panel_user where place is not null"), 1);
        done(&server, world, "PATCH", "/access/users/item/1", &json!({ "info": "moved" }));
        assert_eq!(reason(&server, world, BACK, "code", "739146"), "passback");
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn a_panel_has_doors_of_its_own_organisation(world: &World) {
        let server = world.serve();
        let none = json!({ "first": null, "second": null });
        assert_eq!(get(&server, &world.administrator, "/panel/doors").json(), none);
        let other = json!({ "first": FRONT, "second": HOTEL });
        assert_eq!(asked(&server, world, "PUT", "/panel/doors", &other).0, 404);
        assert_eq!(asked(&server, world, "PUT", "/panel/doors", &json!({ "first": FRONT })).0, 400);
        has_doors(&server, world);
        has_doors(&server, world);
        assert_eq!(get(&server, &world.stranger, "/panel/doors").json(), none);
        assert_eq!(done(&server, world, "PUT", "/panel/doors", &none), none);
        let told: Vec<_> = world.events("panel/house").into_iter().map(|event| event["type"].clone()).collect();
        assert_eq!(told, ["PanelDoorsSet", "PanelDoorsSet"]);
        assert_eq!(crate::check::differences(world), [""; 0]);
    }
}
