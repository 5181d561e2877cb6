//! Two services over one database at once, of which one may be of another program: what one stores the
//! other reads, seals and all, and neither does again what the other did.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::check::differences;
use crate::client::Reply;
use crate::kiiaccess::code;
use crate::smartphonekey::{grant, removal};
use crate::world::{ADA, BACK, BOB, FRONT, NUMBERED, Server, World};

/// One of the program that the contract is held against, and one of this package's.
fn served(world: &World) -> [Server; 2] {
    [world.serve(), world.serve_own()]
}

fn ask(server: &Server, world: &World, method: &str, path: &str, body: &Value) -> Reply {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let key = [("x-api-key", world.administrator.as_str())];
    server.client().send(method, path, &key, &body)
}

fn done(server: &Server, world: &World, method: &str, path: &str, body: &Value) -> Value {
    let reply = ask(server, world, method, path, body);
    assert!(
        reply.status < 300,
        "{method} {path}: {} {}",
        reply.status,
        reply.text
    );
    reply.json()
}

const NONE: Value = Value::Null;

over_both! {
    fn what_one_seals_the_other_opens(world: &World) {
        let servers = served(world);
        let card = json!({ "keyType": "rfid", "keyFormat": "MC", "keyIdentification": "1386024675", "pin": "748365", "accesses": [FRONT] });
        let first = done(&servers[0], world, "POST", "/access-keys", &code("*", &[FRONT]));
        let of_card = done(&servers[0], world, "POST", "/access-keys", &card);
        // What only this package's program is sure to answer is asked of it.
        let own = &servers[1];
        let shown = |id: &Value| done(own, world, "POST", &format!("/keys/{}/show", id.as_str().unwrap()), &json!({}));
        assert_eq!(shown(&first["id"])["keyIdentification"], first["keyIdentification"]);
        let told = shown(&of_card["id"]);
        assert_eq!((&told["keyIdentification"], &told["pin"]), (&json!("1386024675"), &json!("748365")));
        let attempt = json!({ "shown": [{ "kind": "code", "text": first["keyIdentification"] }] });
        let opened = done(own, world, "POST", &format!("/doors/{FRONT}/attempts"), &attempt);
        assert_eq!((&opened["open"], &opened["credential"]), (&json!(true), &first["id"]));
        let with_pin = json!({ "shown": [{ "kind": "uid", "text": "529D0EE3" }, { "kind": "code", "text": "748365", "after": 1 }] });
        assert_eq!(done(own, world, "POST", &format!("/doors/{FRONT}/attempts"), &with_pin)["open"], true);
        // Of each is a code that the other knows to be taken.
        let other = done(own, world, "POST", "/access-keys", &code("*", &[BACK, FRONT]));
        for (server, taken) in [(&servers[0], &other), (own, &first)] {
            let digits = taken["keyIdentification"].as_str().unwrap();
            let refused = ask(server, world, "POST", "/access-keys", &code(digits, &[FRONT]));
            assert_eq!((refused.status, refused.codes()), (409, vec!["identification_in_use".into()]));
        }
        // The panel.
        let identifier = crate::basip::identifier("inputCode", "0739146");
        assert_eq!(done(&servers[0], world, "POST", "/access/users/item", &crate::basip::user("Ada"))["uid"], 1);
        assert_eq!(done(&servers[0], world, "POST", "/access/identifier/item", &identifier)["uid"], 1);
        assert_eq!(done(own, world, "GET", "/access/identifier/item/1", &NONE)["identifier_number"], "0739146");
        assert_eq!(done(own, world, "POST", "/access/users/item", &crate::basip::user("Bob"))["uid"], 2);
        let card = crate::basip::identifier("card", "4711");
        assert_eq!(done(own, world, "POST", "/access/identifier/item", &card)["uid"], 2);
        for (server, taken) in [(&servers[0], &card), (own, &identifier)] {
            assert_eq!(ask(server, world, "POST", "/access/identifier/item", taken).status, 400);
        }
        done(own, world, "POST", "/access/user/1/identifier/1", &NONE);
        let refused = ask(&servers[0], world, "POST", "/access/user/2/identifier/1", &NONE);
        assert_eq!((refused.status, refused.json()), (400, json!({ "error": "Identifier belongs to another user" })));
        assert_eq!(differences(world), [""; 0]);
    }

    fn an_answer_of_one_comes_again_from_the_other(world: &World) {
        let servers = served(world);
        let panel = crate::basip::user("Ada").to_string();
        let lock = grant(FRONT, "OWNER", BOB).to_string();
        let key = code("*", &[FRONT]).to_string();
        let locks = format!("/users/{ADA}/AddAccessibleLock");
        let asked = [("/access-keys", &key), (locks.as_str(), &lock), ("/access/users/item", &panel)];
        for (at, (path, body)) in asked.into_iter().enumerate() {
            for (turn, [one, other]) in [[0, 1], [1, 0]].into_iter().enumerate() {
                let name = format!("\"{at} {turn}\"");
                let headers = [("x-api-key", world.administrator.as_str()), ("idempotency-key", &name)];
                let first = servers[one].client().send("POST", path, &headers, body);
                if turn == 1 && first.status == 400 {
                    // A lock is given once.
                    continue;
                }
                assert!(first.status < 300, "{path}: {}", first.text);
                let again = servers[other].client().send("POST", path, &headers, body);
                assert_eq!((again.status, &again.text), (first.status, &first.text), "{path}");
                for header in ["location", "etag", "content-type", "cache-control"] {
                    assert_eq!(again.header(header), first.header(header), "{path} {header}");
                }
                let body = code("739146", &[BACK]).to_string();
                let reused = servers[other].client().send("POST", "/access-keys", &headers, &body);
                assert_eq!(reused.status, 422, "{}", reused.text);
            }
        }
        assert_eq!(world.number("select count(*) from access_key"), 2);
        assert_eq!(world.number("select count(*) from panel_user"), 2);
        assert_eq!(differences(world), [""; 0]);
    }

    fn what_happens_at_one_the_other_tells(world: &World) {
        let servers = served(world);
        let path = |verb| format!("/users/{ADA}/{verb}AccessibleLock");
        for (at, lock) in [FRONT, BACK, NUMBERED].into_iter().enumerate() {
            let (one, other) = (&servers[at % 2], &servers[(at + 1) % 2]);
            done(one, world, "POST", &path("Add"), &grant(lock, "OWNER", BOB));
            // Given already, and no more the version that somebody saw.
            assert_eq!(ask(other, world, "POST", &path("Add"), &grant(lock, "OWNER", BOB)).status, 400);
            let seen = format!("\"{at}\"");
            let headers = [("x-api-key", world.administrator.as_str()), ("if-match", &seen)];
            let late = other.client().send("POST", &path("Remove"), &headers, &removal(lock, BOB).to_string());
            assert_eq!(late.status, 409, "{}", late.text);
            done(one, world, "POST", "/access-keys", &code("*", &[FRONT]));
            if at == 1 {
                done(other, world, "POST", &path("Remove"), &removal(FRONT, BOB));
            }
        }
        for path in [
            format!("/users/{ADA}/AccessibleLocks"),
            "/events?after=0&limit=200".into(),
            "/events?limit=5".into(),
            format!("/events?door={FRONT}"),
            format!("/events?person={ADA}&type=AccessibleLockAdded"),
        ] {
            let [one, other] = servers.each_ref().map(|server| done(server, world, "GET", &path, &NONE));
            assert_eq!(one, other, "{path}");
        }
        assert_eq!(differences(world), [""; 0]);
    }
}
