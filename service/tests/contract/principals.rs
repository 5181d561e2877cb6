//! `/principals`: who acts for an organisation, and the keys of the API by which they ask.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::check::differences;
use crate::client::Reply;
use crate::plain::{get, listed, patch, post};
use crate::world::{BACK, FRONT, HOTEL, Server, World};

const NOTHING: Value = Value::Null;

/// What an administrator makes: the id of who acts, the id of the key, and the key.
fn made(server: &Server, administrator: &str, body: &Value) -> [String; 3] {
    let reply = post(server, administrator, "/principals", body);
    assert_eq!(
        (reply.status, reply.header("cache-control")),
        (201, Some("no-store")),
        "{}",
        reply.text
    );
    let told = reply.json();
    assert_eq!(
        reply.header("location"),
        Some(&*format!("/principals/{}", told["id"].as_str().unwrap()))
    );
    [&told["id"], &told["keys"][0]["id"], &told["apiKey"]]
        .map(|text| text.as_str().unwrap().to_owned())
}

fn one(reply: &Reply) -> (u16, Vec<String>) {
    (reply.status, reply.codes())
}

over_both! {
    fn an_administrator_lets_others_act_at_some_doors(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let manager = json!({ "name": "Bo", "role": "manager", "doors": [FRONT, FRONT.to_uppercase()], "days": 30 });
        let [id, first, key] = made(&server, house, &manager);
        let doors = listed(&server, &key, "/doors");
        assert_eq!(doors.iter().map(|door| &door["id"]).collect::<Vec<_>>(), [&json!(FRONT)]);
        assert_eq!(get(&server, &key, &format!("/doors/{BACK}")).status, 403);
        // Nobody is told the key again, nor who may not give one that there is one.
        let told = get(&server, house, &format!("/principals/{id}")).json();
        assert_eq!((&told["name"], &told["doors"], &told["apiKey"]), (&json!("Bo"), &json!([FRONT]), &NOTHING));
        assert_eq!(told["keys"][0]["id"], json!(first));
        assert!(told["keys"][0]["expiresAt"].is_string());
        let of_list = |asks: &str| listed(&server, asks, "/principals").into_iter().find(|one| one["id"] == json!(id)).unwrap();
        assert_eq!(of_list(house), told);
        assert_eq!(of_list(&world.reader)["keys"], NOTHING);
        // Another key of the same, without end; the first goes on.
        let other = post(&server, house, &format!("/principals/{id}/keys"), &json!({}));
        assert_eq!((other.status, other.header("cache-control")), (201, Some("no-store")), "{}", other.text);
        let other = other.json();
        assert_eq!((other["keys"].as_array().unwrap().len(), &other["keys"][1]["expiresAt"]), (2, &NOTHING));
        for key in [&key, other["apiKey"].as_str().unwrap()] {
            assert_eq!(get(&server, key, "/doors").status, 200);
        }
        let stored = world.query::<(String,)>("select data from event where type like '%rincipal%' or type like 'ApiKey%'");
        assert!(stored.iter().all(|(data,)| !data.contains("lw_")), "{stored:?}");
        assert_eq!(differences(world), Vec::<String>::new());
    }

    fn what_is_no_door_of_the_organisation_makes_nobody(world: &World) {
        let server = world.serve();
        let before = world.number("select count(*) from principal");
        let stray = json!({ "name": "Bo", "role": "controller", "doors": [FRONT, "999999"] });
        assert_eq!(one(&post(&server, &world.administrator, "/principals", &stray)), (404, vec!["not_found".into()]));
        // Nor one of another house.
        let of_other = json!({ "name": "Bo", "role": "controller", "doors": [FRONT] });
        assert_eq!(post(&server, &world.stranger, "/principals", &of_other).status, 404);
        let of_all = json!({ "name": "Bo", "role": "reader", "doors": [FRONT] });
        assert_eq!(one(&post(&server, &world.administrator, "/principals", &of_all)), (400, vec!["doors_of_all".into()]));
        assert_eq!(world.number("select count(*) from principal"), before);
    }

    fn the_same_request_again_gives_the_same_key(world: &World) {
        let server = world.serve();
        let again = [("x-api-key", world.administrator.as_str()), ("idempotency-key", "\"a\"")];
        let body = json!({ "name": "Log", "role": "reader" });
        let [first, second] = [(); 2].map(|()| server.post("/principals", &again, &body));
        assert_eq!((first.status, first.json()), (201, second.json()), "{}", first.text);
        assert_eq!(server.post("/principals", &again, &json!({ "name": "Log", "role": "administrator" })).status, 422);
    }

    fn a_key_that_leaked_is_good_no_more_anywhere(world: &World) {
        let servers = [world.serve(), world.serve()];
        let house = world.administrator.as_str();
        let [id, first, key] = made(&servers[0], house, &json!({ "name": "Kiosk", "role": "reader" }));
        let other = post(&servers[0], house, &format!("/principals/{id}/keys"), &json!({ "days": 1 })).json();
        let session = servers[1].post("/session", &[("sec-fetch-site", "same-origin")], &json!({ "apiKey": key }));
        let cookie = session.header("set-cookie").unwrap().split_once(';').unwrap().0.to_owned();
        let by_cookie = |server: &Server| {
            server.client().send("GET", "/events", &[("cookie", &cookie), ("sec-fetch-site", "same-origin")], "").status
        };
        for server in &servers {
            assert_eq!((get(server, &key, "/events").status, by_cookie(server)), (200, 200));
        }
        let path = format!("/principals/{id}/keys/{first}/revoke");
        // A stranger's house has no such key, and who acts has no other's.
        assert_eq!(post(&servers[0], &world.stranger, &path, &json!({})).status, 404);
        let elsewhere = format!("/principals/{}/keys/{first}/revoke", world.administrator_id);
        assert_eq!(post(&servers[0], house, &elsewhere, &json!({})).status, 404);
        for _ in 0..2 {
            let revoked = post(&servers[0], house, &path, &json!({ "reason": "in a log" }));
            assert_eq!(revoked.status, 200, "{}", revoked.text);
            assert!(revoked.json()["keys"][0]["revokedAt"].is_string());
        }
        for server in &servers {
            assert_eq!((one(&get(server, &key, "/events")), by_cookie(server)), ((401, vec!["api_key_unknown".into()]), 401));
            assert_eq!(get(server, other["apiKey"].as_str().unwrap(), "/events").status, 200);
        }
        assert_eq!(world.events(&format!("principal/{id}")).last().unwrap(), &json!({ "type": "ApiKeyRevoked", "data": { "id": first, "reason": "in a log" } }));
        assert_eq!(differences(world), Vec::<String>::new());
    }

    fn who_is_disabled_acts_no_more_by_anything(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let [id, _, key] = made(&server, house, &json!({ "name": "Lee", "role": "administrator" }));
        let own = [("sec-fetch-site", "same-origin")];
        let session = server.post("/session", &own, &json!({ "apiKey": key }));
        let cookie = session.header("set-cookie").unwrap().split_once(';').unwrap().0.to_owned();
        let ticket = world.run("ticket", &[("principal", &id)]);
        let by_cookie = || server.client().send("GET", "/keys", &[("cookie", &cookie), own[0]], "").status;
        assert_eq!((get(&server, &key, "/keys").status, by_cookie()), (200, 200));
        // Nobody shuts himself out.
        let path = |what: &str| format!("/principals/{id}/{what}");
        assert_eq!(one(&post(&server, &key, &path("disable"), &json!({}))), (409, vec!["own_access".into()]));
        for _ in 0..2 {
            let disabled = post(&server, house, &path("disable"), &json!({ "reason": "left" }));
            assert!(disabled.json()["disabledAt"].is_string(), "{}", disabled.text);
        }
        assert_eq!((get(&server, &key, "/keys").status, by_cookie()), (401, 401));
        assert_eq!(server.post("/session", &own, &json!({ "ticket": ticket.trim_end() })).status, 401);
        for _ in 0..2 {
            assert_eq!(post(&server, house, &path("enable"), &json!({})).json()["disabledAt"], NOTHING);
        }
        // What is so already is no answer to keep.
        let again = [("x-api-key", house), ("idempotency-key", "\"k\"")];
        let enable = || server.post(&path("enable"), &again, &json!({})).json()["disabledAt"].clone();
        assert_eq!(enable(), NOTHING);
        post(&server, house, &path("disable"), &json!({}));
        assert_eq!((enable(), get(&server, &key, "/keys").status), (NOTHING, 200));
        // The key is good again; what was signed in with it is over.
        assert_eq!((get(&server, &key, "/keys").status, by_cookie()), (200, 401));
        assert_eq!(server.post("/session", &own, &json!({ "ticket": ticket.trim_end() })).status, 401);
        let kinds: Vec<_> = world.events(&format!("principal/{id}")).into_iter().map(|event| event["type"].clone()).collect();
        assert_eq!(kinds, ["PrincipalCreated", "ApiKeyCreated", "PrincipalDisabled", "PrincipalEnabled", "PrincipalDisabled", "PrincipalEnabled"]);
        assert_eq!(differences(world), Vec::<String>::new());
    }

    fn who_acts_is_changed_and_acts_so_at_the_next_request(world: &World) {
        let servers = [world.serve(), world.serve()];
        let house = world.administrator.as_str();
        let [id, _, key] = made(&servers[0], house, &json!({ "name": "Bo", "role": "manager", "doors": [FRONT] }));
        let path = format!("/principals/{id}");
        let own = [("sec-fetch-site", "same-origin")];
        let session = servers[1].post("/session", &own, &json!({ "apiKey": key }));
        let cookie = session.header("set-cookie").unwrap().split_once(';').unwrap().0.to_owned();
        // What the key and the session see of the two doors and the keys, at each server.
        let seen = || {
            let of = |server: &Server, path: &str| {
                let by_cookie = server.client().send("GET", path, &[("cookie", &cookie), own[0]], "").status;
                assert_eq!(get(server, &key, path).status, by_cookie, "{path}");
                by_cookie
            };
            let statuses = |server| [format!("/doors/{FRONT}"), format!("/doors/{BACK}"), "/keys".into()].map(|path: String| of(server, &path));
            assert_eq!(statuses(&servers[0]), statuses(&servers[1]));
            statuses(&servers[0])
        };
        assert_eq!(seen(), [200, 403, 200]);
        let read = get(&servers[0], house, &path);
        assert_eq!((read.header("etag"), &read.json()["revision"]), (Some("\"1\""), &json!(1)));
        let change = |seen: &str, body: &Value| patch(&servers[0], house, &path, seen, body);
        let moved = change("\"1\"", &json!({ "name": "Bo Ek", "doors": [BACK, BACK.to_uppercase()] }));
        assert_eq!((moved.status, moved.header("etag")), (200, Some("\"2\"")), "{}", moved.text);
        let told = moved.json();
        assert_eq!((&told["name"], &told["role"], &told["doors"], &told["revision"]), (&json!("Bo Ek"), &json!("manager"), &json!([BACK]), &json!(2)));
        assert_eq!((told["keys"].as_array().unwrap().len(), &told["apiKey"]), (1, &NOTHING));
        assert_eq!(seen(), [403, 200, 200]);
        // The doors of a manager are a controller's; a reader has all, and none of his own.
        assert_eq!(change("\"2\"", &json!({ "role": "controller" })).json()["doors"], json!([BACK]));
        assert_eq!(seen(), [403, 200, 403]);
        assert_eq!(change("\"3\"", &json!({ "role": "reader" })).json()["doors"], json!([]));
        assert_eq!(seen(), [200, 200, 403]);
        assert_eq!(change("\"4\"", &json!({ "role": "administrator" })).status, 200);
        assert_eq!(seen(), [200, 200, 200]);
        // What is so already is no change.
        let same = change("\"5\"", &json!({ "role": "administrator", "name": "Bo Ek" }));
        assert_eq!((same.status, same.header("etag")), (200, Some("\"5\"")));
        assert_eq!(change("\"5\"", &json!({ "role": "manager", "doors": [FRONT] })).status, 200);
        // Who is shut out is another than was seen.
        assert_eq!(post(&servers[0], house, &format!("{path}/disable"), &json!({})).header("etag"), Some("\"7\""));
        assert_eq!(one(&change("\"6\"", &json!({ "name": "Bo" }))), (412, vec!["revision_conflict".into()]));
        let unseen = servers[0].client().send("PATCH", &path, &[("x-api-key", house)], r#"{"name":"Bo"}"#);
        assert_eq!(one(&unseen), (428, vec!["if_match_missing".into()]));
        assert_eq!(world.events(&format!("principal/{id}"))[2..7], [
            json!({ "type": "PrincipalChanged", "data": { "name": "Bo Ek", "doors": [BACK] } }),
            json!({ "type": "PrincipalChanged", "data": { "role": "controller" } }),
            json!({ "type": "PrincipalChanged", "data": { "role": "reader", "doors": [] } }),
            json!({ "type": "PrincipalChanged", "data": { "role": "administrator" } }),
            json!({ "type": "PrincipalChanged", "data": { "role": "manager", "doors": [FRONT] } }),
        ]);
        assert_eq!(differences(world), Vec::<String>::new());
    }

    fn a_role_and_its_doors_go_together(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let [id, _, _] = made(&server, house, &json!({ "name": "Log", "role": "reader" }));
        let path = format!("/principals/{id}");
        let change = |key: &str, body: &Value| one(&patch(&server, key, &path, "*", body));
        assert_eq!(change(house, &json!({ "role": "manager" })), (409, vec!["doors_needed".into()]));
        assert_eq!(change(house, &json!({ "doors": [FRONT] })), (409, vec!["doors_of_all".into()]));
        assert_eq!(change(house, &json!({ "role": "administrator", "doors": [FRONT] })), (400, vec!["doors_of_all".into()]));
        assert_eq!(change(house, &json!({})), (400, vec!["change_empty".into()]));
        // No door of nobody, nor of another house; and nothing of the change is left.
        for stray in ["999999", HOTEL] {
            let body = json!({ "name": "Gate", "role": "controller", "doors": [FRONT, stray] });
            assert_eq!(change(house, &body), (404, vec!["not_found".into()]));
        }
        assert_eq!(change(&world.stranger, &json!({ "name": "Mine" })), (404, vec!["not_found".into()]));
        let read = get(&server, house, &path);
        assert_eq!((read.header("etag"), read.json()["name"].clone(), read.json()["doors"].clone()), (Some("\"1\""), json!("Log"), json!([])));
        let again = [("x-api-key", house), ("if-match", "\"1\""), ("idempotency-key", "\"a\"")];
        let send = || server.client().send("PATCH", &path, &again, r#"{"name":"Archive"}"#);
        let [first, second] = [send(), send()];
        assert_eq!((first.status, first.json()), (200, second.json()), "{}", first.text);
        assert_eq!(differences(world), Vec::<String>::new());
    }

    fn somebody_is_left_who_lets_in_again(world: &World) {
        let servers = [world.serve(), world.serve()];
        let house = world.administrator.as_str();
        let own = format!("/principals/{}", world.administrator_id);
        // Of himself nobody takes it, whoever else there is; his name is his to change.
        assert_eq!(one(&patch(&servers[0], house, &own, "*", &json!({ "role": "reader" }))), (409, vec!["own_access".into()]));
        assert_eq!(patch(&servers[0], house, &own, "*", &json!({ "name": "Kim Berg", "role": "administrator" })).status, 200);
        let pair = ["Ann", "Lee"].map(|name| made(&servers[0], house, &json!({ "name": name, "role": "administrator" })));
        let reader = json!({ "role": "reader" });
        for round in 0..12 {
            // Two take it from each other at once.
            let taken = |server: &Server, key: &str, id: &str, by_role: bool| {
                if by_role {
                    patch(server, key, &format!("/principals/{id}"), "*", &reader).status
                } else {
                    post(server, key, &format!("/principals/{id}/disable"), &json!({})).status
                }
            };
            let [(ann, _, anns), (lee, _, lees)] = pair.each_ref().map(|[id, first, key]| (id, first, key));
            let statuses = std::thread::scope(|scope| {
                let one = scope.spawn(|| taken(&servers[0], anns, lee, round % 2 == 0));
                let other = scope.spawn(|| taken(&servers[1], lees, ann, round % 3 == 0));
                [one.join().unwrap(), other.join().unwrap()]
            });
            let won = statuses.iter().filter(|status| **status == 200).count();
            assert!(won == 1 && statuses.iter().all(|status| [200, 401, 403].contains(status)), "{statuses:?}");
            for [id, _, _] in &pair {
                assert_eq!(post(&servers[0], house, &format!("/principals/{id}/enable"), &json!({})).status, 200);
                assert_eq!(patch(&servers[0], house, &format!("/principals/{id}"), "*", &json!({ "role": "administrator" })).status, 200);
            }
        }
        assert_eq!(differences(world), Vec::<String>::new());
    }

    fn an_operator_does_the_same_by_hand(world: &World) {
        let server = world.serve();
        let printed = world.run("api-key", &[("principal", &world.administrator_id), ("days", "1")]);
        let (owner, key) = printed.trim_end().split_once('\n').unwrap();
        assert_eq!((owner, get(&server, key, "/keys").status), (world.administrator_id.as_str(), 200));
        let told = world.run("principals", &[]);
        assert!(told.contains(&format!("{owner} house administrator \"Kim\"\n  key ")), "{told}");
        assert!(!told.contains("lw_"));
        // By itself, where it is all that somebody found.
        world.run("revoke", &[("key", key), ("reason", "in a chat")]);
        assert_eq!((get(&server, key, "/keys").status, get(&server, &world.administrator, "/keys").status), (401, 200));
        world.run("disable", &[("principal", owner)]);
        assert_eq!(get(&server, &world.administrator, "/keys").status, 401);
        world.run("enable", &[("principal", owner)]);
        assert_eq!(get(&server, &world.administrator, "/keys").status, 200);
        // Who has the machine has the last administrator's role too.
        world.run("change", &[("principal", owner), ("name", "Kim Berg"), ("role", "manager"), ("doors", FRONT)]);
        assert_eq!(get(&server, &world.administrator, &format!("/doors/{BACK}")).status, 403);
        world.run("change", &[("principal", owner), ("role", "administrator")]);
        let told = get(&server, &world.administrator, &format!("/principals/{owner}")).json();
        assert_eq!((&told["name"], &told["role"], &told["doors"]), (&json!("Kim Berg"), &json!("administrator"), &json!([])));
        assert_eq!(differences(world), Vec::<String>::new());
    }
}
