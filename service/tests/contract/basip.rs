//! `/access/users/item`, `/access/identifier/item` and what ties them together.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::client::Reply;
use crate::world::{Server, World};

pub fn user(name: &str) -> Value {
    json!({ "name": name, "info": "flat 12", "auth_factors": ["card", { "type": "qr" }], "lock_number": 1, "is_custom_user_access": true })
}

pub fn identifier(kind: &str, number: &str) -> Value {
    json!({
        "identifier_owner": { "name": "Ada", "type": "owner" },
        "identifier_type": kind, "identifier_number": number, "lock": "first",
        "valid": { "time": { "is_permanent": true }, "passes": { "is_permanent": true } },
    })
}

fn send(server: &Server, key: &str, method: &str, path: &str, body: &Value) -> Reply {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    server
        .client()
        .send(method, path, &[("x-api-key", key)], &body)
}

const NONE: Value = Value::Null;

over_both! {
    fn a_user_is_made_read_changed_and_deleted(world: &World) {
        let server = world.serve();
        let panel = |method: &str, path: &str, body: &Value| {
            let reply = send(&server, &world.administrator, method, path, body);
            (reply.status, reply.json())
        };
        let made = panel("POST", "/access/users/item", &user("Ada"));
        assert_eq!(made, (200, json!({ "uid": 1, "has_dublicates": false })));
        let again = panel("POST", "/access/users/item", &user("Ada"));
        assert_eq!(again, (200, json!({ "uid": 2, "has_dublicates": true })));
        let mut shown = user("Ada");
        shown["auth_factors"] = json!(["card", "qr"]);
        shown["uid"] = json!(1);
        assert_eq!(panel("GET", "/access/users/item/1", &NONE), (200, shown.clone()));
        let changed = panel("PATCH", "/access/users/item/1", &json!({ "name": "Bob", "lock_number": 2 }));
        assert_eq!(changed, (200, json!({ "uid": 1, "has_dublicates": false })));
        shown["name"] = json!("Bob");
        shown["lock_number"] = json!(2);
        assert_eq!(panel("GET", "/access/users/item/1", &NONE), (200, shown));
        let changed = panel("PATCH", "/access/users/item/2", &json!({ "name": "Bob" }));
        assert_eq!(changed, (200, json!({ "uid": 2, "has_dublicates": true })));
        assert_eq!(panel("DELETE", "/access/users/item/1", &NONE), (200, json!({ "uid": 1 })));
        let gone = (404, json!({ "error": "User with this uid does not exist" }));
        for method in ["GET", "DELETE"] {
            assert_eq!(panel(method, "/access/users/item/1", &NONE), gone);
        }
        assert_eq!(panel("PATCH", "/access/users/item/1", &json!({ "name": "Bob" })), gone);
        // A uid never comes again.
        assert_eq!(panel("POST", "/access/users/item", &user("Eve")).1["uid"], 3);
        assert_eq!(world.number("select count(*) from event where stream = 'panel/house'"), 6);
    }

    fn what_is_wrong_is_told_in_the_panels_words(world: &World) {
        let server = world.serve();
        let told = |method: &str, path: &str, body: &Value| {
            let reply = send(&server, &world.administrator, method, path, body);
            assert_eq!(reply.header("content-type"), Some("application/json"));
            (reply.status, reply.json()["error"].as_str().unwrap().to_owned())
        };
        let mut no_name = user("Ada");
        no_name.as_object_mut().unwrap().remove("name");
        for (body, words) in [
            (json!([]), "Wrong JSON body"),
            (no_name, "Wrong JSON body: no value for `name`"),
            (json!({ "name": 1 }), "Wrong JSON body: value `name` was of the wrong type"),
        ] {
            assert_eq!(told("POST", "/access/users/item", &body), (400, words.into()));
        }
        let no_factors = json!({ "name": "a", "info": "", "auth_factors": [], "lock_number": 0, "is_custom_user_access": false });
        assert_eq!(told("POST", "/access/users/item", &no_factors).1, "auth_factors must contain at least one item");
        assert_eq!(told("GET", "/access/users/item/x", &NONE), (400, "Wrong path: value `user_uid` was out of range".into()));
        assert_eq!(told("PATCH", "/access/users/item/1", &json!({})), (400, "Wrong JSON body: no value to change".into()));
        let reply = send(&server, &world.manager, "POST", "/access/users/item", &json!([]));
        assert_eq!((reply.status, reply.json()), (403, json!({ "error": "Administrator rights required" })));
        assert_eq!(world.number("select count(*) from panel_user"), 0);
    }

    fn an_identifier_is_one_users_and_goes_with_the_user(world: &World) {
        let server = world.serve();
        let panel = |method: &str, path: &str, body: &Value| {
            let reply = send(&server, &world.administrator, method, path, body);
            (reply.status, reply.json())
        };
        for name in ["Ada", "Bob"] {
            assert_eq!(panel("POST", "/access/users/item", &user(name)).0, 200);
        }
        let made = panel("POST", "/access/identifier/item", &identifier("inputCode", "0739146"));
        assert_eq!(made, (200, json!({ "uid": 1 })), "{made:?}");
        assert_eq!(panel("POST", "/access/identifier/item", &identifier("inputCode", "0739146")).0, 400);
        assert_eq!(panel("POST", "/access/identifier/item", &identifier("inputCode", "739146")).1, json!({ "uid": 2 }));
        assert_eq!(panel("POST", "/access/identifier/item", &identifier("card", "0004711")).1, json!({ "uid": 3 }));
        // Alike but for what a card's number may be written with.
        assert_eq!(panel("POST", "/access/identifier/item", &identifier("card", "4711")).0, 400);
        let attached = panel("POST", "/access/user/1/identifier/1", &NONE);
        assert_eq!(attached, (200, json!({ "user_uid": 1, "identifier_uid": 1 })));
        assert_eq!(panel("POST", "/access/user/1/identifier/1", &NONE).0, 200);
        assert_eq!(panel("POST", "/access/user/2/identifier/1", &NONE), (400, json!({ "error": "Identifier belongs to another user" })));
        assert_eq!(panel("POST", "/access/user/9/identifier/1", &NONE).0, 404);
        assert_eq!(panel("POST", "/access/user/1/identifier/9", &NONE).0, 404);
        assert_eq!(panel("DELETE", "/access/users/item/1", &NONE).0, 200);
        assert_eq!(world.number("select count(*) from panel_identifier"), 2);
        // What opened for nobody any more may open for somebody else.
        assert_eq!(panel("POST", "/access/identifier/item", &identifier("inputCode", "0739146")).1, json!({ "uid": 4 }));
        for row in world.rows("panel_identifier").iter().chain(&world.rows("event")) {
            assert!(!crate::secrecy::tells(row, "739146"), "{row}");
        }
    }

    fn panels_are_apart_and_answers_come_again(world: &World) {
        let server = world.serve();
        let made = send(&server, &world.administrator, "POST", "/access/users/item", &user("Ada"));
        assert_eq!(made.status, 200);
        assert_eq!(send(&server, &world.stranger, "GET", "/access/users/item/1", &NONE).status, 404);
        let other = send(&server, &world.stranger, "POST", "/access/users/item", &user("Ada"));
        assert_eq!(other.json(), json!({ "uid": 1, "has_dublicates": false }));
        let again = |body: &Value| server.post("/access/users/item", &[("x-api-key", &world.administrator), ("idempotency-key", "\"u\"")], body);
        let first = again(&user("Bob"));
        assert_eq!(first.json(), json!({ "uid": 2, "has_dublicates": false }));
        assert_eq!(again(&user("Bob")).json(), first.json());
        let reused = again(&user("Eve"));
        assert_eq!(reused.status, 422);
        assert!(reused.json()["error"].as_str().unwrap().contains("first sent with this key"));
    }
}
