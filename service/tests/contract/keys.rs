//! `/keys`.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::kiiaccess::code;
use crate::plain::{get, listed, patch, post};
use crate::world::{ADA, BACK, FRONT, Server, World};

/// Makes a key, and gives its path.
pub fn made(server: &Server, key: &str, body: &Value) -> String {
    let reply = post(server, key, "/access-keys", body);
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    reply.header("location").unwrap().to_owned()
}

fn with(mut body: Value, members: &Value) -> Value {
    let members = members.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(members);
    body
}

fn card(number: &str, doors: &[&str]) -> Value {
    json!({ "keyType": "rfid", "keyIdentification": number, "keyFormat": "EM", "pin": "9031", "accesses": doors })
}

fn ids(keys: &[Value]) -> Vec<String> {
    keys.iter()
        .map(|key| format!("/keys/{}", key["id"].as_str().unwrap()))
        .collect()
}

over_both! {
    fn a_key_is_read_and_changed(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let path = made(&server, house, &with(code("739146", &[FRONT, BACK]), &json!({ "userId": ADA, "keyName": "Cleaner", "validFrom": "2199-03-01T15:00:00+01:00" })));
        let read = get(&server, house, &path);
        assert_eq!((read.status, read.header("etag")), (200, Some("\"1\"")), "{}", read.text);
        let key = read.json();
        assert!(!crate::secrecy::tells(&read.text, "739146"));
        assert_eq!(key["person"]["id"], ADA);
        assert_eq!(key["accesses"], json!([BACK, FRONT]));
        assert_eq!((&key["state"], &key["validTo"], &key["hasPin"], &key["shownAt"]), (&json!("not-yet-active"), &Value::Null, &json!(false), &Value::Null));
        assert_eq!(key["uses"], json!({ "used": 0, "most": null }));
        let hours = json!({ "weekly": [{ "days": ["mon"], "from": 480, "until": 720 }] });
        let change = json!({ "keyName": null, "validFrom": null, "validTo": "2199-04-01T00:00:00Z", "schedule": hours, "mostUses": 3 });
        let changed = patch(&server, house, &path, "\"1\"", &change);
        assert_eq!((changed.status, changed.header("etag")), (200, Some("\"2\"")), "{}", changed.text);
        let after = changed.json();
        assert_eq!((&after["state"], &after["schedule"], &after["uses"]["most"]), (&json!("active"), &hours, &json!(3)));
        let same = patch(&server, house, &path, "*", &change);
        assert_eq!((same.header("etag"), same.json()), (Some("\"2\""), after));
        let events = world.events(&path.replace("/keys/", "access-key/"));
        assert_eq!(events.len(), 2);
        assert_eq!(events[1], json!({ "type": "AccessKeyChanged", "data": change }));
        for (wrong, code) in [
            (json!({ "validTo": "2199-04-01T00:00:00Z", "validFrom": "2199-04-01T00:00:00Z" }), "window_empty"),
            (json!({ "validFrom": "2199-04-02T00:00:00Z" }), "window_empty"),
            (json!({ "mostUses": 0 }), "number_out_of_range"),
            (json!({ "schedule": { "weekly": [{ "days": [], "from": 0, "until": 1 }] } }), "list_empty"),
            (json!({ "accesses": [FRONT] }), "unknown_field"),
        ] {
            let refused = patch(&server, house, &path, "*", &wrong);
            assert_eq!((refused.status, refused.codes()), (400, vec![code.into()]), "{wrong}");
        }
    }

    fn a_key_is_made_with_its_hours(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let hours = json!({ "weekly": [{ "days": ["mon"], "from": 480, "until": 720 }] });
        let body = with(code("*", &[FRONT, BACK]), &json!({ "userFirstName": "Mara", "schedule": hours, "mostUses": 3 }));
        let once = [("x-api-key", house), ("idempotency-key", "one")];
        let made = server.post("/keys", &once, &body);
        assert_eq!((made.status, made.header("etag"), made.header("cache-control")), (201, Some("\"1\""), Some("no-store")), "{}", made.text);
        let (path, answer) = (made.header("location").unwrap().to_owned(), made.json());
        assert_eq!((&answer["key"]["schedule"], &answer["key"]["uses"]), (&hours, &json!({ "used": 0, "most": 3 })));
        assert_eq!(answer["keyIdentification"].as_str().unwrap().len(), 6);
        assert_eq!(get(&server, house, &path).json(), answer["key"]);
        // Sent again it is the same key; of another route it is another request.
        let again = server.post("/keys", &once, &body);
        assert_eq!((again.status, again.header("location"), again.json()), (201, Some(path.as_str()), answer));
        assert_eq!(server.post("/access-keys", &once, &code("*", &[FRONT])).status, 422);
        let events = world.events(&path.replace("/keys/", "access-key/"));
        let data = &events[0]["data"];
        assert_eq!((events.len(), &data["schedule"], &data["mostUses"], data.get("keyIdentification")), (1, &hours, &json!(3), None));
        let phone = json!({ "keyType": "mobile", "userId": "+390612345678", "accesses": [FRONT], "schedule": null });
        let phone = post(&server, house, "/keys", &phone);
        assert_eq!((phone.status, phone.json().get("keyIdentification")), (201, None), "{}", phone.text);
        assert_eq!(phone.json()["key"]["schedule"], Value::Null);
        // What is wrong with the hours, or with the key, leaves nothing.
        let before = world.number("select count(*) from access_key");
        for (wrong, status, code) in [
            (json!({ "schedule": { "weekly": [{ "days": [], "from": 0, "until": 1 }] } }), 400, "list_empty"),
            (json!({ "schedule": { "special": [] }, "mostUses": 0 }), 400, "number_out_of_range"),
            (json!({ "mostUse": 3 }), 400, "unknown_field"),
            (json!({ "accesses": [] }), 400, "list_empty"),
            (json!({ "accesses": [FRONT, FRONT] }), 400, "access_repeated"),
            (json!({ "keyIdentification": "12" }), 400, "code_too_short"),
            (json!({ "userId": "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c99" }), 400, "user_unknown"),
            (json!({ "validTo": "2001-01-01T00:00:00Z" }), 400, "window_over"),
        ] {
            let refused = post(&server, house, "/keys", &with(body.clone(), &wrong));
            assert_eq!(refused.status, status, "{wrong}: {}", refused.text);
            assert!(refused.codes().contains(&code.into()), "{wrong}: {}", refused.text);
        }
        let taken = with(code("739146", &[FRONT]), &json!({ "schedule": hours }));
        assert_eq!(post(&server, house, "/keys", &taken).status, 201);
        let clash = post(&server, house, "/keys", &taken);
        assert_eq!((clash.status, clash.codes()), (409, vec!["identification_in_use".into()]));
        assert_eq!(world.number("select count(*) from access_key"), before + 1);
    }

    fn a_window_that_would_clash_stays_as_it_is(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let stay = |from: &str, until: &str| with(code("739146", &[FRONT]), &json!({ "validFrom": from, "validTo": until }));
        made(&server, house, &stay("2199-03-01T00:00:00Z", "2199-03-08T00:00:00Z"));
        let next = made(&server, house, &stay("2199-03-08T00:00:00Z", "2199-03-09T00:00:00Z"));
        let clash = patch(&server, house, &next, "*", &json!({ "validFrom": "2199-03-07T00:00:00Z" }));
        assert_eq!((clash.status, clash.codes()), (409, vec!["identification_in_use".into()]));
        assert_eq!(get(&server, house, &next).header("etag"), Some("\"1\""));
        assert_eq!(patch(&server, house, &next, "*", &json!({ "validTo": null })).status, 200);
        // A card without a format clashes with those of any, which no constraint sees.
        let card = |format: Option<&str>, from: &str| {
            let body = json!({ "keyType": "rfid", "keyIdentification": "4711", "accesses": [FRONT], "validFrom": from });
            with(body, &format.map_or(json!({}), |format| json!({ "keyFormat": format })))
        };
        let first = with(card(Some("EM"), "2199-03-01T00:00:00Z"), &json!({ "validTo": "2199-03-02T00:00:00Z" }));
        made(&server, house, &first);
        let plain = made(&server, house, &card(None, "2199-03-02T00:00:00Z"));
        let clash = patch(&server, house, &plain, "*", &json!({ "validFrom": null }));
        assert_eq!((clash.status, clash.codes()), (409, vec!["identification_in_use".into()]));
    }

    fn a_key_is_held_back_and_taken_back(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let path = made(&server, house, &code("739146", &[FRONT]));
        let done = |what: &str, body: Value| {
            let reply = post(&server, house, &format!("{path}/{what}"), &body);
            assert_eq!(reply.status, 200, "{what}: {}", reply.text);
            reply.json()["state"].as_str().unwrap().to_owned()
        };
        assert_eq!(done("suspend", json!({ "reason": "unpaid" })), "suspended");
        assert_eq!(done("suspend", json!({})), "suspended");
        assert_eq!(post(&server, house, "/access-keys", &code("739146", &[FRONT])).status, 409);
        // Found again, it is suspended still.
        assert_eq!(done("report", json!({ "state": "lost" })), "lost");
        assert_eq!(done("report", json!({ "state": "active" })), "suspended");
        assert_eq!(done("report", json!({ "state": "stolen" })), "stolen");
        assert_eq!(done("resume", json!({})), "stolen");
        assert_eq!(done("report", json!({ "state": "active" })), "active");
        assert_eq!(done("resume", json!({})), "active");
        assert_eq!(post(&server, house, &format!("{path}/report"), &json!({ "state": "eaten" })).codes(), ["door_word_unknown"]);
        let stale = server.post(&format!("{path}/revoke"), &[("x-api-key", house), ("if-match", "\"1\"")], &json!({}));
        assert_eq!((stale.status, stale.codes()), (412, vec!["revision_conflict".into()]));
        // A body is not needed to say nothing.
        let revoked = server.client().send("POST", &format!("{path}/revoke"), &[("x-api-key", house)], "");
        assert_eq!(revoked.json()["state"], "revoked");
        assert!(revoked.json()["revokedAt"].is_string());
        assert_eq!(done("revoke", json!({ "reason": "again" })), "revoked");
        for what in ["suspend", "resume", "show"] {
            let late = post(&server, house, &format!("{path}/{what}"), &json!({}));
            assert_eq!((late.status, late.codes()), (409, vec!["key_revoked".into()]), "{what}");
        }
        assert_eq!(patch(&server, house, &path, "*", &json!({ "keyName": "x" })).codes(), ["key_revoked"]);
        assert_eq!(post(&server, house, "/access-keys", &code("739146", &[FRONT])).status, 200);
        let kinds: Vec<_> = world.events(&path.replace("/keys/", "access-key/")).into_iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect();
        let reported = "AccessKeyReported";
        assert_eq!(kinds, ["AccessKeyCreated", "AccessKeySuspended", reported, reported, reported, "AccessKeyResumed", reported, "AccessKeyRevoked"]);
    }

    fn a_code_is_shown_once(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let path = made(&server, house, &card("0004711", &[FRONT]));
        let show = |key: &str, body: Value| post(&server, key, &format!("{path}/show"), &body);
        let shown = show(&world.manager, json!({}));
        assert_eq!((shown.status, shown.json()), (200, json!({ "keyIdentification": "0004711", "pin": "9031" })));
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        for key in [&world.manager, &world.administrator] {
            let again = show(key, json!({}));
            assert_eq!((again.status, again.codes()), (409, vec!["code_shown_already".into()]));
        }
        assert_eq!(show(&world.manager, json!({ "again": true })).status, 409);
        assert_eq!(show(house, json!({ "again": true })).status, 200);
        assert!(get(&server, house, &path).json()["shownAt"].is_string());
        let events = world.events(&path.replace("/keys/", "access-key/"));
        assert_eq!(events[1..], [json!({ "type": "AccessKeyShown", "data": {} }), json!({ "type": "AccessKeyShown", "data": {} })]);
        let mobile = made(&server, house, &json!({ "keyType": "mobile", "userId": "+390612345678", "accesses": [FRONT] }));
        assert_eq!(post(&server, house, &format!("{mobile}/show"), &json!({})).codes(), ["key_without_code"]);
    }

    fn keys_are_found(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let cleaner = made(&server, house, &with(code("739146", &[FRONT]), &json!({ "keyName": "Cleaner", "userFirstName": "Åsa" })));
        let fob = made(&server, house, &card("4711", &[BACK]));
        let both = made(&server, house, &with(code("4711", &[BACK, FRONT]), &json!({ "userId": ADA, "validFrom": "2199-03-01T00:00:00Z" })));
        let over = made(&server, house, &with(code("8888", &[FRONT]), &json!({ "validTo": "2199-01-01T00:00:00Z" })));
        assert_eq!(patch(&server, house, &over, "*", &json!({ "validTo": "2001-01-01T00:00:00Z" })).status, 200);
        for (query, expected) in [
            ("", vec![&over, &both, &fob, &cleaner]),
            ("?search=CLEAN", vec![&cleaner]),
            ("?search=%C3%A5s", vec![&cleaner]),
            (&format!("?door={BACK}"), vec![&both, &fob]),
            (&format!("?person={ADA}"), vec![&both]),
            ("?kind=rfid", vec![&fob]),
            ("?state=active", vec![&fob, &cleaner]),
            ("?state=not-yet-active", vec![&both]),
            ("?state=expired", vec![&over]),
            ("?state=revoked&kind=code", vec![]),
        ] {
            let found = ids(&listed(&server, house, &format!("/keys{query}")));
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
        }
        assert_eq!(post(&server, house, &format!("{fob}/revoke"), &json!({})).status, 200);
        assert_eq!(ids(&listed(&server, house, "/keys?state=revoked")), std::slice::from_ref(&fob));
        assert_eq!(get(&server, house, "/keys?state=eaten").status, 400);
        assert_eq!(get(&server, house, "/keys?kind=eaten").status, 400);
        assert_eq!(ids(&listed(&server, &world.manager, "/keys")), [over.clone(), both.clone(), cleaner.clone()]);
        let look_up = |key: &str, body: Value| {
            let reply = post(&server, key, "/keys/lookup", &body);
            assert_eq!(reply.status, 200, "{}", reply.text);
            ids(reply.json()["items"].as_array().unwrap())
        };
        assert_eq!(look_up(house, json!({ "identification": "4711" })), [both.clone(), fob.clone()]);
        assert_eq!(look_up(house, json!({ "identification": "04711", "keyFormat": "EM" })), [fob]);
        assert_eq!(look_up(&world.manager, json!({ "identification": "4711" })), [both]);
        assert_eq!(look_up(house, json!({ "identification": "1234" })), Vec::<String>::new());
        assert_eq!(look_up(&world.stranger, json!({ "identification": "4711" })), Vec::<String>::new());
        let wrong = post(&server, house, "/keys/lookup", &json!({ "identification": "4x", "keyFormat": "?" }));
        assert_eq!((wrong.status, wrong.codes()), (400, vec!["key_number_not_digits".into(), "key_format_unknown".into()]));
    }

    fn a_manager_touches_keys_of_his_own_doors_alone(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let own = made(&server, house, &code("111111", &[FRONT]));
        let both = made(&server, house, &code("222222", &[FRONT, BACK]));
        let other = made(&server, house, &code("333333", &[BACK]));
        for (path, seen, touched) in [(&own, 200, 200), (&both, 200, 403), (&other, 403, 403)] {
            assert_eq!(get(&server, &world.manager, path).status, seen);
            assert_eq!(patch(&server, &world.manager, path, "*", &json!({ "keyName": "x" })).status, touched);
            for (what, body) in [("suspend", json!({})), ("resume", json!({})), ("report", json!({ "state": "lost" })), ("show", json!({})), ("revoke", json!({}))] {
                assert_eq!(post(&server, &world.manager, &format!("{path}/{what}"), &body).status, touched, "{what}");
                assert_eq!(post(&server, &world.stranger, &format!("{path}/{what}"), &body).status, 404, "{what}");
                assert_eq!(post(&server, &world.reader, &format!("{path}/{what}"), &body).status, 403, "{what}");
            }
        }
    }
}
