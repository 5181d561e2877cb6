//! `/users/{id}/AddAccessibleLock`, `/RemoveAccessibleLock` and `/AccessibleLocks`.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::client::Reply;
use crate::world::{ADA, BACK, BOB, EVE, FRONT, GUY, HOTEL, NUMBERED, Server, World, token};

pub fn grant(lock: &str, level: &str, by: &str) -> Value {
    json!({ "lockId": lock, "lockName": "Front", "accessLevel": level, "grantedBy": by })
}

pub fn removal(lock: &str, by: &str) -> Value {
    json!({ "lockId": lock, "removedBy": by, "reason": "moved out" })
}

fn add(server: &Server, header: (&str, &str), user: &str, body: &Value) -> Reply {
    server.post(&format!("/users/{user}/AddAccessibleLock"), &[header], body)
}

fn remove(server: &Server, header: (&str, &str), user: &str, body: &Value) -> Reply {
    server.post(
        &format!("/users/{user}/RemoveAccessibleLock"),
        &[header],
        body,
    )
}

fn list(server: &Server, header: (&str, &str), user: &str) -> Reply {
    server.client().send(
        "GET",
        &format!("/users/{user}/AccessibleLocks"),
        &[header],
        "",
    )
}

fn error(reply: &Reply) -> (u16, String) {
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let body = reply.json();
    assert!(body["message"].is_string(), "{body}");
    (reply.status, body["error"].as_str().unwrap().to_owned())
}

over_both! {
    fn access_is_given_passed_on_and_taken(world: &World) {
        let server = world.serve();
        let house = ("x-api-key", world.administrator.as_str());
        let given = add(&server, house, ADA, &grant(FRONT, "OWNER", BOB));
        assert_eq!(given.status, 200, "{}", given.text);
        assert_eq!(given.json(), json!({
            "success": true, "aggregateId": ADA, "version": 1,
            "event": { "type": "AccessibleLockAdded", "data": { "userId": ADA, "lockId": FRONT, "lockName": "Front", "accessLevel": "OWNER", "grantedBy": BOB } },
            "lockId": FRONT, "accessLevel": "OWNER",
        }));
        let ada = token(ADA, 60);
        let ada = ("authorization", ada.as_str());
        let guest = json!({ "lockId": FRONT, "lockName": "Front", "accessLevel": "GUEST", "validUntil": "2199-01-01T00:00:00Z", "grantedBy": ADA });
        assert_eq!(add(&server, ada, EVE, &guest).status, 200);
        assert_eq!(error(&add(&server, ada, EVE, &guest)), (400, "lock_already_accessible".into()));
        assert_eq!(error(&add(&server, ada, EVE, &grant(BACK, "USER", ADA))), (403, "grantor_without_grant".into()));
        assert_eq!(error(&add(&server, ada, EVE, &grant(FRONT, "USER", BOB))), (403, "grantor_not_caller".into()));
        let eve = token(EVE, 60);
        let eve = ("authorization", eve.as_str());
        assert_eq!(error(&add(&server, eve, BOB, &grant(FRONT, "GUEST", EVE))).0, 403);
        let taken = remove(&server, ada, EVE, &removal(FRONT, ADA));
        assert_eq!(taken.status, 200, "{}", taken.text);
        assert_eq!(taken.json()["version"], 2);
        assert_eq!(taken.json()["event"]["type"], "AccessibleLockRemoved");
        assert_eq!(error(&remove(&server, ada, EVE, &removal(FRONT, ADA))), (400, "lock_not_accessible".into()));
        assert_eq!(add(&server, ada, EVE, &guest).json()["version"], 3);
        assert_eq!(remove(&server, eve, EVE, &removal(FRONT, EVE)).json()["version"], 4);
        assert_eq!(world.number(&format!("select locks_version from person where id = '{EVE}'")), 4);
        assert_eq!(world.number(&format!("select count(*) from event where stream = 'locks/{EVE}'")), 4);
    }

    fn an_organisation_gives_its_own_locks_in_the_name_of_its_own_people(world: &World) {
        let server = world.serve();
        let house = ("x-api-key", world.administrator.as_str());
        assert_eq!(error(&add(&server, house, ADA, &grant(HOTEL, "OWNER", BOB))), (403, "lock_not_owned".into()));
        assert_eq!(error(&add(&server, house, ADA, &grant("77", "OWNER", BOB))), (403, "lock_not_owned".into()));
        assert_eq!(error(&add(&server, house, ADA, &grant(FRONT, "OWNER", GUY))), (403, "grantor_not_of_organisation".into()));
        assert_eq!(error(&add(&server, house, ADA, &grant(FRONT, "USER", BOB))).0, 403);
        assert_eq!(add(&server, house, EVE, &grant(NUMBERED, "OWNER", BOB)).status, 200);
        let nobody = "d0c4b2a9-17f6-4c3e-a2b8-5e9f1c7d6b49";
        assert_eq!(error(&add(&server, house, nobody, &grant(FRONT, "OWNER", BOB))), (404, "user_unknown".into()));
        let manager = ("x-api-key", world.manager.as_str());
        assert_eq!(add(&server, manager, BOB, &grant(FRONT, "OWNER", ADA)).status, 200);
        assert_eq!(error(&add(&server, manager, BOB, &grant(BACK, "OWNER", ADA))), (403, "lock_not_owned".into()));
        assert_eq!(error(&remove(&server, house, EVE, &removal(NUMBERED, GUY))), (403, "grantor_not_of_organisation".into()));
        assert_eq!(remove(&server, house, EVE, &removal(NUMBERED, BOB)).status, 200);
    }

    fn what_is_wrong_is_told_in_the_vendors_shape(world: &World) {
        let server = world.serve();
        let house = ("x-api-key", world.administrator.as_str());
        let wrong = add(&server, house, "me", &json!({ "lockId": "x" }));
        assert_eq!(wrong.status, 400);
        assert!(wrong.json()["message"].as_str().unwrap().contains("lockName"), "{}", wrong.text);
        assert_eq!(error(&list(&server, house, "me")).0, 400);
    }

    fn a_version_that_was_seen_is_the_one_that_is_changed(world: &World) {
        let server = world.serve();
        let path = format!("/users/{ADA}/AddAccessibleLock");
        let send = |lock: &str, seen: &str| server.post(&path, &[("x-api-key", &world.administrator), ("if-match", seen)], &grant(lock, "OWNER", BOB));
        assert_eq!(send(FRONT, "\"0\"").status, 200);
        assert_eq!(error(&send(BACK, "\"0\"")), (409, "version_conflict".into()));
        for malformed in ["0", "\"0\" \"1\"", "*, \"1\"", ""] {
            assert_eq!(error(&send(BACK, malformed)).1, "if_match_malformed", "{malformed}");
        }
        for other in ["\"x\"", "W/\"1\"", "\"0\", \"2\""] {
            assert_eq!(error(&send(BACK, other)), (409, "version_conflict".into()), "{other}");
        }
        assert_eq!(send(BACK, "\"0\", \"1\"").status, 200);
        assert_eq!(send(NUMBERED, "*").status, 200);
    }

    fn locks_are_listed_to_whom_they_concern(world: &World) {
        let server = world.serve();
        let house = ("x-api-key", world.administrator.as_str());
        let own = token(ADA, 60);
        let own = ("authorization", own.as_str());
        let none = list(&server, own, ADA);
        assert_eq!((none.status, none.header("etag")), (200, Some("\"0\"")));
        assert_eq!(none.json(), json!({ "userId": ADA, "version": 0, "locks": [] }));
        for lock in [BACK, FRONT] {
            assert_eq!(add(&server, house, ADA, &grant(lock, "OWNER", BOB)).status, 200);
        }
        let ids = |reply: &Reply| {
            let body = reply.json();
            let locks = body["locks"].as_array().unwrap_or_else(|| panic!("{body}")).iter();
            locks.map(|lock| lock["lockId"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&list(&server, own, ADA)), [BACK, FRONT]);
        assert_eq!(ids(&list(&server, house, ADA)), [BACK, FRONT]);
        assert_eq!(ids(&list(&server, ("x-api-key", &world.reader), ADA)), [BACK, FRONT]);
        assert_eq!(ids(&list(&server, ("x-api-key", &world.manager), ADA)), [FRONT]);
        assert_eq!(error(&list(&server, ("x-api-key", &world.stranger), ADA)).0, 404);
        let eve = token(EVE, 60);
        assert_eq!(error(&list(&server, ("authorization", &eve), ADA)).0, 403);
    }

    fn the_same_request_again_has_the_same_answer(world: &World) {
        let server = world.serve();
        let path = format!("/users/{ADA}/AddAccessibleLock");
        let send = |body: &Value| server.post(&path, &[("x-api-key", &world.administrator), ("idempotency-key", "\"1\"")], body);
        let first = send(&grant(FRONT, "OWNER", BOB));
        assert_eq!(first.status, 200);
        let again = send(&grant(FRONT, "OWNER", BOB));
        assert_eq!((again.status, again.json()), (200, first.json()));
        assert_eq!(error(&send(&grant(BACK, "OWNER", BOB))), (422, "idempotency_key_reused".into()));
        assert_eq!(world.number("select count(*) from event where actor <> 'operator'"), 1);
    }

    fn events_make_the_same_locks_again(world: &World) {
        let server = world.serve();
        let house = ("x-api-key", world.administrator.as_str());
        for lock in [FRONT, BACK, NUMBERED] {
            assert_eq!(add(&server, house, ADA, &grant(lock, "OWNER", BOB)).status, 200);
        }
        assert_eq!(remove(&server, house, ADA, &removal(FRONT, BOB)).status, 200);
        let shown = list(&server, house, ADA).json();
        let mut aggregate = latchwork::system::smartphonekey::Aggregate::default();
        for event in world.events(&format!("locks/{ADA}")) {
            let value = latchwork::Value::from_json(event.to_string().as_bytes(), 1 << 20).unwrap();
            aggregate.apply(&latchwork::system::smartphonekey::Event::check_value(&value).unwrap()).unwrap();
        }
        let again: Value = serde_json::from_str(&aggregate.to_value().to_json()).unwrap();
        assert_eq!(again, shown);
    }
}
