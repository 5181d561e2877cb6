//! `/people`.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::kiiaccess::code;
use crate::plain::{get, listed, patch, post};
use crate::world::{ADA, EVE, FRONT, GUY, World};

over_both! {
    fn who_did_it_has_a_name(world: &World) {
        let server = world.serve();
        let all = listed(&server, &world.reader, "/principals");
        let roles: Vec<_> = all.iter().map(|one| one["role"].as_str().unwrap()).collect();
        assert_eq!(roles, ["administrator", "reader", "controller", "manager", "administrator"]);
        let kim = all.last().unwrap();
        assert_eq!((&kim["id"], &kim["name"], &kim["disabledAt"]), (&json!(world.administrator_id), &json!("Kim"), &Value::Null));
        assert_eq!(all[1]["name"], Value::Null);
        // Another house has others.
        let others = listed(&server, &world.stranger, "/principals");
        assert_eq!((others.len(), others.iter().any(|one| all.contains(one))), (1, false));
        let first = get(&server, &world.manager, "/principals?limit=2").json();
        let next = format!("/principals?after={}", first["next"].as_str().unwrap());
        assert_eq!((first["items"].as_array().unwrap().len(), listed(&server, &world.manager, &next).len()), (2, 3));
        assert_eq!(get(&server, &world.manager, "/principals?search=kim").status, 400);
    }

    fn a_person_is_made_read_and_changed(world: &World) {
        let server = world.serve();
        let manager = world.manager.as_str();
        let made = post(&server, manager, "/people", &json!({ "firstName": "Grace", "lastName": "Hopper" }));
        assert_eq!((made.status, made.header("etag")), (201, Some("\"1\"")), "{}", made.text);
        let person = made.json();
        assert_eq!((&person["kind"], &person["phone"], &person["state"]), (&json!("none-mobile"), &Value::Null, &json!("active")));
        let path = made.header("location").unwrap().to_owned();
        assert_eq!(get(&server, manager, &path).json(), person);
        let changed = patch(&server, manager, &path, "\"1\"", &json!({ "lastName": null, "phone": "+390612345678", "state": "suspended" }));
        assert_eq!((changed.status, changed.header("etag")), (200, Some("\"2\"")), "{}", changed.text);
        let after = changed.json();
        assert_eq!((&after["kind"], &after["lastName"], &after["firstName"], &after["state"]), (&json!("mobile"), &Value::Null, &json!("Grace"), &json!("suspended")));
        assert_eq!(patch(&server, manager, &path, "\"1\"", &json!({ "state": "left" })).status, 412);
        let id = person["id"].as_str().unwrap();
        assert_eq!(world.events(&format!("person/{id}")), [
            json!({ "type": "PersonCreated", "data": { "id": id, "kind": "none-mobile", "firstName": "Grace", "lastName": "Hopper" } }),
            json!({ "type": "PersonChanged", "data": { "lastName": null, "phone": "+390612345678", "state": "suspended" } }),
        ]);
    }

    fn only_an_administrator_says_what_holds_at_all_doors(world: &World) {
        let server = world.serve();
        let (house, manager) = (world.administrator.as_str(), world.manager.as_str());
        let escort = json!({ "party": ["first-person", "escort", "escort"] });
        for reply in [post(&server, manager, "/people", &escort), patch(&server, manager, &format!("/people/{ADA}"), "*", &escort)] {
            assert_eq!((reply.status, reply.codes()), (403, vec!["role_insufficient".into()]), "{}", reply.text);
        }
        let made = post(&server, house, "/people", &escort);
        assert_eq!((made.status, &made.json()["party"]), (201, &json!(["escort", "first-person"])));
        let path = format!("/people/{ADA}");
        assert_eq!(get(&server, house, &path).json()["party"], json!([]));
        let changed = patch(&server, house, &path, "\"1\"", &escort);
        assert_eq!((changed.status, &changed.json()["party"]), (200, &json!(["escort", "first-person"])));
        // The same words in another order change nothing.
        let same = patch(&server, house, &path, "\"2\"", &json!({ "party": ["escort", "first-person"] }));
        assert_eq!((same.status, same.header("etag")), (200, Some("\"2\"")));
        // Who may not say it leaves it as it is.
        let named = patch(&server, manager, &path, "\"2\"", &json!({ "firstName": "Ada" }));
        assert_eq!((named.status, &named.json()["party"]), (200, &json!(["escort", "first-person"])));
        let events = world.events(&format!("person/{ADA}"));
        assert_eq!(events.last().unwrap()["data"], json!({ "firstName": "Ada" }));
        assert_eq!(events[events.len() - 2]["data"], json!({ "party": ["escort", "first-person"] }));
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn a_phone_is_one_person(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let phone = json!({ "phone": "+390612345678" });
        let made = post(&server, house, "/people", &phone);
        assert_eq!(made.status, 201);
        let again = post(&server, house, "/people", &phone);
        assert_eq!((again.status, again.codes()), (409, vec!["phone_in_use".into()]));
        let other = patch(&server, house, &format!("/people/{ADA}"), "*", &phone);
        assert_eq!((other.status, other.codes()), (409, vec!["phone_in_use".into()]));
        // Another house has its own.
        assert_eq!(post(&server, &world.stranger, "/people", &phone).status, 201);
        let mobile = json!({ "keyType": "mobile", "userId": "+390612345678", "accesses": [FRONT] });
        let key = post(&server, house, "/access-keys", &mobile);
        let path = made.header("location").unwrap();
        let kept = patch(&server, house, path, "*", &json!({ "phone": null }));
        assert_eq!((kept.status, kept.codes()), (409, vec!["phone_needed".into()]));
        let key = key.header("location").unwrap();
        assert_eq!(post(&server, house, &format!("{key}/revoke"), &json!({})).status, 200);
        assert_eq!(patch(&server, house, path, "*", &json!({ "phone": null })).json()["kind"], "none-mobile");
    }

    fn people_are_found_by_any_part_of_their_names(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        for (first, last) in [("Åsa", "Öberg"), ("100%", "A_b"), ("A!c", "Axb")] {
            post(&server, house, "/people", &json!({ "firstName": first, "lastName": last }));
        }
        let found = |search: &str| -> Vec<String> {
            let people = listed(&server, house, &format!("/people?search={search}"));
            people.iter().map(|person| person["firstName"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(found("%C3%85SA"), ["Åsa"]);
        assert_eq!(found("sa%20%C3%B6b"), ["Åsa"]);
        assert_eq!(found("0%25"), ["100%"]);
        assert_eq!(found("a_b"), ["100%"]);
        assert_eq!(found("!"), ["A!c"]);
        assert_eq!(found("%25%25"), Vec::<String>::new());
        assert_eq!(found("%5C"), Vec::<String>::new());
    }

    fn people_are_seen_by_their_own_house(world: &World) {
        let server = world.serve();
        let path = format!("/people/{ADA}");
        for (key, status) in [(&world.administrator, 200), (&world.manager, 200), (&world.reader, 403), (&world.controller, 403), (&world.stranger, 404)] {
            assert_eq!(get(&server, key, &path).status, status);
            assert_eq!(patch(&server, key, &path, "*", &json!({ "firstName": "Ada" })).status, status);
        }
        for nobody in [EVE, GUY, "x"] {
            assert_eq!(get(&server, &world.administrator, &format!("/people/{nobody}")).status, 404);
        }
        let made = post(&server, &world.administrator, "/access-keys", &code("*", &[FRONT]));
        assert_eq!(made.status, 200);
        assert_eq!(listed(&server, &world.manager, "/people").len(), 3);
    }

    fn pages_are_whole_whatever_is_added_meanwhile(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let add = |name: String| post(&server, house, "/people", &json!({ "firstName": name })).json()["id"].clone();
        let mut made: Vec<_> = (0..11).map(|number| add(format!("Before {number}"))).collect();
        made.reverse();
        let mut seen = Vec::new();
        let mut path = String::from("/people?search=before&limit=3");
        loop {
            let page = get(&server, house, &path).json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|person| person["id"].clone()));
            add("Before, but meanwhile".into());
            let Some(next) = page["next"].as_str() else {
                break;
            };
            path = format!("/people?search=before&limit=3&after={next}");
        }
        assert_eq!(seen, made);
        for wrong in ["limit=0", "limit=201", "after=x", "after=1", "serch=a"] {
            assert_eq!(get(&server, house, &format!("/people?{wrong}")).status, 400, "{wrong}");
        }
    }
}
