//! `POST /access-keys`.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::client::Reply;
use crate::world::{ADA, BACK, FRONT, GUY, HOTEL, Server, World, sixteen_codes};

pub fn code(code: &str, doors: &[&str]) -> Value {
    json!({ "keyType": "code", "keyIdentification": code, "accesses": doors })
}

fn with(mut body: Value, members: Value) -> Value {
    let Value::Object(members) = members else {
        panic!()
    };
    body.as_object_mut().unwrap().extend(members);
    body
}

fn create(server: &Server, key: &str, body: &Value) -> Reply {
    server.post("/access-keys", &[("x-api-key", key)], body)
}

over_both! {
    fn a_code_is_generated_and_stored(world: &World) {
        let server = world.serve();
        let reply = create(&server, &world.administrator, &code("*", &[FRONT, BACK]));
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert_eq!(reply.header("content-type"), Some("application/json"));
        let body = reply.json();
        let digits = body["keyIdentification"].as_str().unwrap();
        assert!(digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit()));
        assert_eq!(body["accesses"], json!([FRONT, BACK]));
        assert_eq!(world.number("select count(*) from access_key"), 1);
        assert_eq!(world.number("select count(*) from key_door where tag is not null"), 2);
        assert_eq!(world.number("select count(*) from event where stream like 'access-key/%'"), 1);
        assert_eq!(world.number("select count(*) from event where stream like 'person/%' and actor <> 'operator'"), 1);
    }

    fn what_is_wrong_is_told_at_once_and_nothing_is_stored(world: &World) {
        let server = world.serve();
        let wrong = json!({ "keyType": "code", "keyIdentification": "123" });
        let reply = create(&server, &world.administrator, &wrong);
        assert_eq!((reply.status, reply.codes()), (400, vec!["code_too_short".into(), "missing_field".into()]));
        let reply = server.client().send("POST", "/access-keys", &[("x-api-key", &world.administrator)], "{");
        assert_eq!(reply.status, 400);
        let doors: Vec<_> = (0..257).map(|n| format!("6f1c2a34-9d1e-4c58-8a01-{n:012}")).collect();
        let doors: Vec<_> = doors.iter().map(String::as_str).collect();
        let reply = create(&server, &world.administrator, &code("*", &doors));
        assert_eq!((reply.status, reply.codes()), (400, vec!["list_too_long".into()]));
        assert_eq!(world.number("select count(*) from access_key"), 0);
        assert_eq!(world.number("select count(*) from event where actor <> 'operator'"), 0);
    }

    fn one_code_at_one_door_at_one_time(world: &World) {
        let server = world.serve();
        let stay = |from: &str, until: &str| with(code("739146", &[FRONT]), json!({ "validFrom": from, "validTo": until }));
        let first = stay("2199-03-01T15:00:00Z", "2199-03-08T10:00:00Z");
        assert_eq!(create(&server, &world.administrator, &first).status, 200);
        let same = create(&server, &world.administrator, &first);
        assert_eq!((same.status, same.codes()), (409, vec!["identification_in_use".into()]));
        // Back to back, and written with another offset.
        let next = stay("2199-03-08T11:00:00+01:00", "2199-03-09T10:00:00Z");
        assert_eq!(create(&server, &world.administrator, &next).status, 200);
        let across = stay("2199-03-08T09:59:59Z", "2199-03-08T10:00:01Z");
        assert_eq!(create(&server, &world.administrator, &across).status, 409);
        // Back to back in less than what the tables tell apart: they refuse what the core allows.
        let narrow = stay("2198-03-01T00:00:00Z", "2198-03-08T10:00:00.0000001Z");
        assert_eq!(create(&server, &world.administrator, &narrow).status, 200);
        let refused = create(&server, &world.administrator, &stay("2198-03-08T10:00:00.0000001Z", "2198-03-09T00:00:00Z"));
        assert_eq!((refused.status, refused.codes()), (409, vec!["identification_in_use".into()]));
        assert_eq!(refused.json()["issues"][0]["path"], json!(["keyIdentification"]));
        let elsewhere = with(code("739146", &[BACK]), json!({}));
        assert_eq!(create(&server, &world.administrator, &elsewhere).status, 200);
        // One door of two is enough.
        assert_eq!(create(&server, &world.administrator, &code("739146", &[BACK, FRONT])).status, 409);
        assert_eq!(world.number("select count(*) from access_key"), 4);
    }

    fn numbers_of_cards_clash_by_their_formats(world: &World) {
        let server = world.serve();
        let card = |number: &str, format: Option<&str>| {
            let body = json!({ "keyType": "rfid", "keyIdentification": number, "accesses": [FRONT] });
            let format = format.map_or(json!({}), |format| json!({ "keyFormat": format }));
            create(&server, &world.administrator, &with(body, format)).status
        };
        assert_eq!(card("0004711", Some("EM")), 200);
        assert_eq!(card("4711", Some("EM")), 409);
        assert_eq!(card("4711", Some("MC")), 200);
        assert_eq!(card("4711", None), 409);
        assert_eq!(card("4712", None), 200);
        assert_eq!(card("04712", Some("MD")), 409);
    }

    fn a_pin_is_stored_and_never_shown(world: &World) {
        let server = world.serve();
        let body = json!({ "keyType": "rfid", "keyIdentification": "4711", "pin": "9031", "accesses": [FRONT] });
        let reply = create(&server, &world.administrator, &body);
        assert_eq!(reply.status, 200);
        assert!(!crate::secrecy::tells(&reply.text, "9031"));
        assert_eq!(world.number("select count(*) from key_secret where pin is not null"), 1);
    }

    fn users_are_found_made_and_kept_apart(world: &World) {
        let server = world.serve();
        let of = |user: &str, body: Value| create(&server, &world.administrator, &with(body, json!({ "userId": user })));
        assert_eq!(of(ADA, code("*", &[FRONT])).status, 200);
        // Of another organisation, and nobody at all.
        assert_eq!(of(GUY, code("*", &[FRONT])).codes(), ["user_unknown"]);
        assert_eq!(of("6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c12", code("*", &[FRONT])).status, 400);
        let before = world.number("select count(*) from person");
        let mobile = json!({ "keyType": "mobile", "userFirstName": "Grace", "accesses": [FRONT] });
        assert_eq!(of("+390612345678", mobile.clone()).status, 200);
        assert_eq!(of("+390612345678", mobile.clone()).status, 200);
        assert_eq!(world.number("select count(*) from person"), before + 1);
        // The hotel has not enabled phones.
        let mobile = json!({ "keyType": "mobile", "userId": "+390612345678", "accesses": [HOTEL] });
        let reply = create(&server, &world.stranger, &mobile);
        assert_eq!((reply.status, reply.codes()), (403, vec!["mobile_keys_disabled".into()]));
    }

    fn doors_say_which_codes_they_allow(world: &World) {
        let vault = "9c1e7b52-0f3d-4d8a-b6c4-2e5a8f7d1b90";
        world.run("door", &[("id", vault), ("organisation", "house"), ("name", "Vault"), ("codes", "nuki")]);
        let server = world.serve();
        let reply = create(&server, &world.administrator, &code("120455", &[vault]));
        assert_eq!(reply.status, 400, "{}", reply.text);
        for _ in 0..20 {
            let reply = create(&server, &world.administrator, &code("*", &[vault, FRONT]));
            assert!(!reply.json()["keyIdentification"].as_str().unwrap().contains('0'));
        }
    }

    fn the_last_codes_are_found_and_then_none(world: &World) {
        let few = "9c1e7b52-0f3d-4d8a-b6c4-2e5a8f7d1b91";
        world.run("door", &[("id", few), ("organisation", "house"), ("name", "Few"), ("codes", &sixteen_codes())]);
        let server = world.serve();
        let mut codes = std::collections::BTreeSet::new();
        loop {
            let reply = create(&server, &world.administrator, &code("*", &[few]));
            if reply.status != 200 {
                assert_eq!((reply.status, reply.codes()), (409, vec!["keyspace_exhausted".into()]));
                break;
            }
            assert!(codes.insert(reply.json()["keyIdentification"].as_str().unwrap().to_owned()));
        }
        assert_eq!(codes.len(), 16);
    }

    fn the_same_request_again_has_the_same_answer(world: &World) {
        let server = world.serve();
        let send = |key: &str, caller: &str, body: &Value| {
            server.post("/access-keys", &[("x-api-key", caller), ("idempotency-key", key)], body)
        };
        let body = code("*", &[FRONT]);
        let first = send("\"one\"", &world.administrator, &body);
        assert_eq!(first.status, 200);
        let again = send("one", &world.administrator, &body);
        assert_eq!((again.status, again.json()), (200, first.json()));
        let other = send("\"one\"", &world.administrator, &code("*", &[BACK]));
        assert_eq!((other.status, other.codes()), (422, vec!["idempotency_key_reused".into()]));
        // Another caller's key is another key.
        let others = send("\"one\"", &world.manager, &body);
        assert_eq!(others.status, 200);
        assert_ne!(others.json(), first.json());
        let malformed = send("\"one", &world.administrator, &body);
        assert_eq!((malformed.status, malformed.codes()), (400, vec!["idempotency_key_malformed".into()]));
        // What changed nothing is not kept.
        let taken = code(first.json()["keyIdentification"].as_str().unwrap(), &[FRONT]);
        assert_eq!(send("two", &world.administrator, &taken).status, 409);
        assert_eq!(send("two", &world.administrator, &code("*", &[FRONT])).status, 200);
        // The answer outlives the server.
        drop(server);
        let server = world.serve();
        let late = server.post("/access-keys", &[("x-api-key", &world.administrator), ("idempotency-key", "one")], &body);
        assert_eq!(late.json(), first.json());
        assert_eq!(world.number("select count(*) from access_key"), 3);
    }
}
