//! `/doors`.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::client::Reply;
use crate::plain::{get, listed, patch, post};
use crate::world::{BACK, FRONT, HOTEL, NUMBERED, World};

fn create(server: &crate::world::Server, key: &str, body: &Value) -> Reply {
    post(server, key, "/doors", body)
}

over_both! {
    fn a_door_is_made_read_and_changed(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let made = create(&server, house, &json!({ "name": "Cellar", "zone": "Europe/Stockholm", "codes": { "lengths": [6] } }));
        assert_eq!((made.status, made.header("etag")), (201, Some("\"1\"")), "{}", made.text);
        let door = made.json();
        let id = door["id"].as_str().unwrap();
        let path = format!("/doors/{id}");
        assert_eq!(made.header("location"), Some(path.as_str()));
        let read = get(&server, house, &path);
        assert_eq!((read.status, read.header("etag"), read.json()), (200, Some("\"1\""), door.clone()));
        assert_eq!(door["codes"]["lengths"], json!([6]));
        // All is told of it.
        assert_eq!(door["condition"]["lockout"], json!({ "tries": 5, "thenWaitSeconds": 30, "thenLonger": [60, 300, 900] }));
        assert_eq!(door["condition"].as_object().unwrap().len(), 13);

        let changed = patch(&server, house, &path, "\"1\"", &json!({ "name": "Cellar door", "zone": null, "condition": { "lockdown": true, "vacation": null } }));
        assert_eq!((changed.status, changed.header("etag")), (200, Some("\"2\"")), "{}", changed.text);
        let after = changed.json();
        assert_eq!(after["name"], "Cellar door");
        assert_eq!((&after["zone"], &after["codes"]), (&Value::Null, &door["codes"]));
        assert_eq!(after["condition"]["lockdown"], true);
        assert_eq!(after["condition"].get("vacation"), None);
        assert_eq!(after["condition"]["privacy"], false);
        assert_eq!(after["createdAt"], door["createdAt"]);
        // What changes nothing is no change.
        let same = patch(&server, house, &path, "*", &json!({ "name": "Cellar door", "condition": { "lockdown": true } }));
        assert_eq!((same.status, same.header("etag"), same.json()), (200, Some("\"2\""), after.clone()));
        let events = world.events(&format!("door/{id}"));
        assert_eq!(events[0]["type"], "DoorCreated");
        assert_eq!(events[0]["data"]["condition"], door["condition"]);
        assert_eq!(events[1], json!({ "type": "DoorChanged", "data": { "name": "Cellar door", "zone": null, "condition": after["condition"] } }));
        assert_eq!(events.len(), 2);
    }

    fn what_is_wrong_with_a_door_is_told_at_once(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let wrong = create(&server, house, &json!({ "zone": "Mars//Olympus", "codes": { "lengths": [3] }, "condition": { "persons": 0, "lockout": "on", "firstPerson": "came" } }));
        assert_eq!(wrong.status, 400);
        assert_eq!(wrong.codes(), ["missing_field", "time_zone_unknown", "number_out_of_range", "door_word_unknown", "number_out_of_range", "door_word_unknown"]);
        let taken = create(&server, house, &json!({ "id": FRONT, "name": "Another" }));
        assert_eq!((taken.status, taken.codes()), (409, vec!["door_id_in_use".into()]));
        let named = create(&server, house, &json!({ "id": "77", "name": "Seventy-seven" }));
        assert_eq!((named.status, named.header("location")), (201, Some("/doors/77")));
        let path = format!("/doors/{FRONT}");
        for (seen, status) in [("\"7\"", 412), ("7", 400), ("\"1\"", 200)] {
            assert_eq!(patch(&server, house, &path, seen, &json!({ "name": "Front" })).status, status, "{seen}");
        }
        let unseen = server.client().send("PATCH", &path, &[("x-api-key", house)], r#"{"name":"Front"}"#);
        assert_eq!((unseen.status, unseen.codes()), (428, vec!["if_match_missing".into()]));
        assert_eq!(patch(&server, house, &path, "*", &json!({})).codes(), ["change_empty"]);
    }

    fn a_change_is_of_one_of_the_revisions_that_were_seen(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let path = format!("/doors/{FRONT}");
        let change = |name: &str, lines: &[&str]| {
            let headers = lines.iter().map(|line| ("if-match", *line));
            let headers: Vec<_> = [("x-api-key", house)].into_iter().chain(headers).collect();
            server.client().send("PATCH", &path, &headers, &json!({ "name": name }).to_string())
        };
        // A list, in one line or in several; what is of no revision may stand in it.
        let seen: [&[&str]; 6] = [&["\"9\", \"1\""], &["\"2\",,\t\"7\" ,"], &["\"8\"", "\"3\""], &["W/\"9\", \"4\""], &["\"a,b\", \"*\",\"5\""], &["*"]];
        for (lines, revision) in seen.into_iter().zip(2..) {
            let changed = change(&format!("Front {revision}"), lines);
            assert_eq!((changed.status, changed.json()["revision"].as_u64()), (200, Some(revision)), "{lines:?} {}", changed.text);
        }
        // A weak tag is never the same by the strong comparison, nor is what only looks like the revision.
        let others: [&[&str]; 7] = [&["W/\"7\""], &["\"6\", W/\"7\""], &["\"07\""], &["\"+7\""], &["\"\""], &["\"*\""], &["\"1\"", "\"2\""]];
        for lines in others {
            let refused = change("Other", lines);
            assert_eq!((refused.status, refused.codes()), (412, vec!["revision_conflict".into()]), "{lines:?}");
        }
        let malformed: [&[&str]; 12] = [
            &["7"], &[""], &[","], &["\"7"], &["7\""], &["w/\"7\""], &["W/ \"7\""], &["\"7\" \"8\""], &["\"7 \""], &["*, \"7\""], &["\"7\", *"], &["*", "*"],
        ];
        for lines in malformed {
            let refused = change("Other", lines);
            assert_eq!((refused.status, refused.codes()), (400, vec!["if_match_malformed".into()]), "{lines:?}");
        }
        assert_eq!(get(&server, house, &path).json()["name"], "Front 7");
    }

    fn doors_are_seen_by_whom_they_concern(world: &World) {
        let server = world.serve();
        let ids = |key: &str| {
            let mut ids: Vec<_> = listed(&server, key, "/doors").iter().map(|door| door["id"].as_str().unwrap().to_owned()).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(ids(&world.administrator), [NUMBERED, BACK, FRONT]);
        assert_eq!(ids(&world.reader), [NUMBERED, BACK, FRONT]);
        assert_eq!(ids(&world.manager), [FRONT]);
        assert_eq!(ids(&world.controller), [FRONT]);
        assert_eq!(ids(&world.stranger), [HOTEL]);
        for (key, door, status) in [
            (&world.manager, FRONT, 200), (&world.manager, BACK, 403), (&world.manager, HOTEL, 404),
            (&world.controller, FRONT, 200), (&world.controller, BACK, 403), (&world.stranger, FRONT, 404), (&world.reader, BACK, 200),
        ] {
            assert_eq!(get(&server, key, &format!("/doors/{door}")).status, status, "{door}");
        }
        let change = json!({ "name": "Other" });
        for (key, door, status) in [
            (&world.manager, FRONT, 200), (&world.manager, BACK, 403), (&world.manager, HOTEL, 404),
            (&world.controller, FRONT, 403), (&world.stranger, FRONT, 404), (&world.reader, BACK, 403),
        ] {
            assert_eq!(patch(&server, key, &format!("/doors/{door}"), "*", &change).status, status, "{door}");
        }
        for key in [&world.manager, &world.controller, &world.reader] {
            assert_eq!(create(&server, key, &change).status, 403);
        }
    }
}
