//! What the panel keeps beside its users: time profiles, apartments, identifiers; and its lists.

use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use crate::basip::{identifier, user};
use crate::both::over_both;
use crate::world::{Server, World};

pub fn time_profile(name: &str) -> Value {
    json!({
        "name": name,
        "time_options": { "is_all_day": false, "date_from": 1_780_297_200, "date_to": 1_780_326_000 },
        "repeat_options": { "repeat_enable": true, "repeat_format": {
            "repeat_type": "custom",
            "repeat_end": { "format": "date", "date": 1_782_856_800 },
            "repeat_custom": { "repeat_point_type": "week", "repeat_looper": 1, "repeat_options": ["MON", "FRI"] },
        } },
    })
}

pub fn apartment(room: u64) -> Value {
    json!({
        "apartment_address": { "building": 1, "unit": 2, "floor": 3, "room": room },
        "apartment_name": "Baker Street 221b", "residents": { "count": 2 },
    })
}

fn asks<'s>(server: &'s Server, key: &'s str) -> impl Fn(&str, &str, &Value) -> (u16, Value) + 's {
    move |method, path, body| {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut client = server.client();
        let reply = client.send(method, path, &[("x-api-key", key)], &body);
        (reply.status, reply.json())
    }
}

const NONE: Value = Value::Null;

fn error(words: &str) -> Value {
    json!({ "error": words })
}

over_both! {
    fn a_time_profile_is_made_bound_to_users_and_deleted_when_it_binds_nobody(world: &World) {
        let server = world.serve();
        let panel = asks(&server, &world.administrator);
        assert_eq!(panel("POST", "/access/users/item", &user("Ada")).0, 200);
        let made = panel("POST", "/access/timeprofile/item", &time_profile("Cleaner"));
        assert_eq!(made, (200, json!({ "uid": 1 })));
        let mut shown = time_profile("Cleaner");
        shown["uid"] = json!(1);
        shown["users"] = json!({ "uid_items": [], "count": 0 });
        assert_eq!(panel("GET", "/access/timeprofile/item/1", &NONE), (200, shown.clone()));
        let bound = (200, json!({ "user_uid": 1, "timeprofile_uid": 1 }));
        for _ in 0..2 {
            assert_eq!(panel("POST", "/access/user/1/timeprofile/1", &NONE), bound);
        }
        shown["users"] = json!({ "uid_items": [1], "count": 1 });
        assert_eq!(panel("GET", "/access/timeprofile/item/1", &NONE), (200, shown));
        let attached = panel("DELETE", "/access/timeprofile/item/1", &NONE);
        assert_eq!(attached, (400, error("Time profile is attached to a user")));
        assert_eq!(panel("DELETE", "/access/user/1/timeprofile/1", &NONE), bound);
        assert_eq!(panel("POST", "/access/user/1/timeprofile/1", &NONE), bound);
        for (path, words) in [
            ("/access/user/9/timeprofile/1", "User with this uid does not exist"),
            ("/access/user/1/timeprofile/9", "Time profile with this uid does not exist"),
        ] {
            assert_eq!(panel("POST", path, &NONE), (404, error(words)));
            assert_eq!(panel("DELETE", path, &NONE), (404, error(words)));
        }
        // Who is no user any more binds nothing.
        assert_eq!(panel("DELETE", "/access/users/item/1", &NONE).0, 200);
        assert_eq!(panel("DELETE", "/access/timeprofile/item/1", &NONE), (200, json!({ "uid": 1 })));
        assert_eq!(panel("GET", "/access/timeprofile/item/1", &NONE).0, 404);
        assert_eq!(panel("POST", "/access/timeprofile/item", &time_profile("Next")).1, json!({ "uid": 2 }));
        let stranger = asks(&server, &world.stranger);
        assert_eq!(stranger("GET", "/access/timeprofile/item/2", &NONE).0, 404);
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn an_apartment_is_made_once_at_an_address_and_has_residents(world: &World) {
        let server = world.serve();
        let panel = asks(&server, &world.administrator);
        for name in ["Ada", "Bob"] {
            assert_eq!(panel("POST", "/access/users/item", &user(name)).0, 200);
        }
        assert_eq!(panel("POST", "/apartment/item", &apartment(4)), (200, json!({ "uid": 1 })));
        let again = panel("POST", "/apartment/item", &apartment(4));
        assert_eq!(again, (400, error("Apartment with that Logical Address already exist")));
        assert_eq!(panel("POST", "/apartment/item", &apartment(100)), (400, error("Wrong Logical Address")));
        for user in [2, 1, 2] {
            let joined = panel("POST", &format!("/apartment/item/1/user/{user}"), &NONE);
            assert_eq!(joined, (200, json!({ "apartment_uid": 1, "user_uid": user })));
        }
        let mut shown = apartment(4);
        shown["uid"] = json!(1);
        shown["users"] = json!({ "uid_items": [1, 2], "count": 2 });
        assert_eq!(panel("GET", "/apartment/item/1", &NONE), (200, shown.clone()));
        assert_eq!(panel("DELETE", "/access/users/item/1", &NONE).0, 200);
        shown["users"] = json!({ "uid_items": [2], "count": 1 });
        assert_eq!(panel("GET", "/apartment/item/1", &NONE), (200, shown));
        assert_eq!(panel("POST", "/apartment/item/1/user/1", &NONE), (404, error("User with this uid does not exist")));
        assert_eq!(panel("POST", "/apartment/item/9/user/2", &NONE), (404, error("Apartment with this uid does not exist")));
        let stranger = asks(&server, &world.stranger);
        assert_eq!(stranger("POST", "/apartment/item", &apartment(4)), (200, json!({ "uid": 1 })));
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn what_the_panel_keeps_is_changed_field_by_field(world: &World) {
        let server = world.serve();
        let panel = asks(&server, &world.administrator);
        assert_eq!(panel("POST", "/access/users/item", &user("Ada")).0, 200);
        let mut code = identifier("inputCode", "739146");
        for body in [&code, &identifier("inputCode", "284617")] {
            assert_eq!(panel("POST", "/access/identifier/item", body).0, 200);
        }
        assert_eq!(panel("POST", "/access/user/1/identifier/1", &NONE).0, 200);
        let path = "/access/identifier/item/1";
        let change = json!({ "lock": "all", "identifier_number": "5021964", "photo": "passed over" });
        assert_eq!(panel("PATCH", path, &change), (200, json!({ "uid": 1 })));
        code["lock"] = json!("all");
        code["identifier_number"] = json!("5021964");
        let mut shown = code.clone();
        (shown["uid"], shown["user_uid"]) = (json!(1), json!(1));
        assert_eq!(panel("GET", path, &NONE), (200, shown));
        for (path, change, status, words) in [
            (path, json!({}), 400, "Wrong JSON body: no value to change"),
            (path, json!({ "photo": 1 }), 400, "Wrong JSON body: no value to change"),
            (path, json!({ "lock": "third" }), 400, "Wrong JSON body: value `lock` was wrong"),
            (path, json!({ "lock": null }), 400, "Wrong JSON body: value `lock` was of the wrong type"),
            // What stays has to fit to what becomes other.
            (path, json!({ "identifier_type": "qr" }), 400, "Wrong JSON body: value `identifier_number` was wrong"),
            (path, json!({ "identifier_number": "12:34" }), 400, "Wrong JSON body: value `identifier_number` was wrong"),
            (path, json!({ "identifier_number": "284617" }), 400, "Identifier with the same input code number already exists"),
            ("/access/identifier/item/9", json!({ "lock": "all" }), 404, "Identifier with this uid does not exist"),
            ("/access/identifier/item/01", json!({}), 400, "Wrong path: value `identifier_uid` was out of range"),
        ] {
            assert_eq!(panel("PATCH", path, &change), (status, error(words)), "{path} {change}");
        }
        // The code that it had is free, the one that it has is taken, by its own too.
        assert_eq!(panel("PATCH", path, &json!({ "identifier_number": "5021964" })).0, 200);
        assert_eq!(panel("POST", "/access/identifier/item", &identifier("inputCode", "5021964")).0, 400);
        assert_eq!(panel("POST", "/access/identifier/item", &identifier("inputCode", "739146")).1, json!({ "uid": 3 }));

        let mut profile = time_profile("Cleaner");
        assert_eq!(panel("POST", "/access/timeprofile/item", &profile).0, 200);
        assert_eq!(panel("POST", "/access/user/1/timeprofile/1", &NONE).0, 200);
        let off = json!({ "repeat_enable": false });
        let path = "/access/timeprofile/item/1";
        assert_eq!(panel("PATCH", path, &json!({ "repeat_options": off })), (200, json!({ "uid": 1 })));
        profile["repeat_options"] = off;
        (profile["uid"], profile["users"]) = (json!(1), json!({ "uid_items": [1], "count": 1 }));
        assert_eq!(panel("GET", path, &NONE), (200, profile));
        assert_eq!(panel("PATCH", path, &json!({ "nam": "x" })), (400, error("Wrong JSON body: unknown value `nam`")));
        assert_eq!(panel("PATCH", "/access/timeprofile/item/9", &json!({ "name": "x" })).0, 404);

        for room in [4, 5] {
            assert_eq!(panel("POST", "/apartment/item", &apartment(room)).0, 200);
        }
        assert_eq!(panel("POST", "/apartment/item/1/user/1", &NONE).0, 200);
        let there = |room: u64| json!({ "apartment_address": apartment(room)["apartment_address"] });
        let taken = (400, error("Apartment with that Logical Address already exist"));
        assert_eq!(panel("PATCH", "/apartment/item/1", &there(5)), taken);
        assert_eq!(panel("PATCH", "/apartment/item/1", &there(100)), (400, error("Wrong Logical Address")));
        for room in [4, 6] {
            assert_eq!(panel("PATCH", "/apartment/item/1", &there(room)), (200, json!({ "uid": 1 })));
        }
        assert_eq!(panel("PATCH", "/apartment/item/2", &there(4)).0, 200);
        let mut shown = apartment(6);
        (shown["uid"], shown["users"]) = (json!(1), json!({ "uid_items": [1], "count": 1 }));
        assert_eq!(panel("GET", "/apartment/item/1", &NONE), (200, shown));
        let stranger = asks(&server, &world.stranger);
        for path in ["/access/identifier/item/1", "/access/timeprofile/item/1", "/apartment/item/1"] {
            let change = json!({ "lock": "all", "apartment_name": "x" });
            let change = if path.contains("time") { json!({ "name": "x" }) } else { change };
            assert_eq!(stranger("PATCH", path, &change).0, 404);
        }
        for row in world.rows("panel_identifier").iter().chain(&world.rows("event")) {
            assert!(!["739146", "5021964"].iter().any(|code| crate::secrecy::tells(row, code)), "{row}");
        }
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn an_identifier_is_read_with_its_number_told_of_and_deleted(world: &World) {
        let server = world.serve();
        let panel = asks(&server, &world.administrator);
        assert_eq!(panel("POST", "/access/users/item", &user("Ada")).0, 200);
        let code = identifier("inputCode", "0739146");
        assert_eq!(panel("POST", "/access/identifier/item", &code).1, json!({ "uid": 1 }));
        let mut shown = code.clone();
        shown["uid"] = json!(1);
        shown["user_uid"] = json!(-1);
        assert_eq!(panel("GET", "/access/identifier/item/1", &NONE), (200, shown.clone()));
        assert_eq!(panel("POST", "/access/user/1/identifier/1", &NONE).0, 200);
        shown["user_uid"] = json!(1);
        let mut client = server.client();
        // A stored answer would hide that it was shown.
        for _ in 0..2 {
            let headers = [("x-api-key", world.administrator.as_str()), ("idempotency-key", "\"a\"")];
            let reply = client.send("GET", "/access/identifier/item/1", &headers, "");
            assert_eq!((reply.status, reply.json()), (200, shown.clone()));
            assert_eq!(reply.header("cache-control"), Some("no-store"));
        }
        let told = world.events("panel/house");
        let told = told.iter().filter(|event| event["type"] == "PanelIdentifierShown");
        assert_eq!(told.count(), 3);
        let listed = panel("GET", "/access/identifier/items", &NONE).1;
        shown.as_object_mut().unwrap().remove("identifier_number");
        assert_eq!(listed["list_items"], json!([shown]));
        let stranger = asks(&server, &world.stranger);
        assert_eq!(stranger("GET", "/access/identifier/item/1", &NONE).0, 404);
        assert_eq!(stranger("DELETE", "/access/identifier/item/1", &NONE).0, 404);
        assert_eq!(panel("DELETE", "/access/identifier/item/1", &NONE), (200, json!({ "uid": 1 })));
        let gone = (404, error("Identifier with this uid does not exist"));
        assert_eq!(panel("GET", "/access/identifier/item/1", &NONE), gone);
        assert_eq!(panel("DELETE", "/access/identifier/item/1", &NONE), gone);
        assert_eq!(panel("POST", "/access/identifier/item", &code).1, json!({ "uid": 2 }));
        for row in world.rows("panel_identifier").iter().chain(&world.rows("event")) {
            assert!(!crate::secrecy::tells(row, "739146"), "{row}");
        }
        assert_eq!(crate::check::differences(world), [""; 0]);
    }

    fn lists_have_pages_as_the_vendor_numbers_them(world: &World) {
        let server = world.serve();
        let panel = asks(&server, &world.administrator);
        for count in 0..12 {
            assert_eq!(panel("POST", "/access/users/item", &user(&format!("user {count}"))).0, 200);
            assert_eq!(panel("POST", "/apartment/item", &apartment(count)).0, 200);
        }
        assert_eq!(panel("POST", "/access/timeprofile/item", &time_profile("Cleaner")).0, 200);
        for (path, total) in [
            ("/access/users/items", 12_u64),
            ("/access/identifier/items", 0),
            ("/access/timeprofile/items", 1),
            ("/apartment/items", 12),
        ] {
            for limit in [10, 20, 30, 50] {
                let pages = total.div_ceil(limit).max(1);
                let mut uids = Vec::new();
                for page in 1..=pages + 1 {
                    let (status, answer) = panel("GET", &format!("{path}?limit={limit}&page_number={page}"), &NONE);
                    assert_eq!(status, 200);
                    assert_eq!(
                        answer["list_option"]["pagination"],
                        json!({ "total_items": total, "items_limit": limit, "total_pages": pages, "current_page": page })
                    );
                    let items = answer["list_items"].as_array().unwrap();
                    uids.extend(items.iter().map(|item| item["uid"].as_u64().unwrap()));
                }
                assert_eq!(uids, (1..=total).collect::<Vec<_>>(), "{path}");
            }
            assert_eq!(panel("GET", path, &NONE).1["list_option"]["pagination"]["items_limit"], 10);
            // A filter that is passed over would tell of all.
            for wrong in ["limit=11", "limit=-1", "page_number=0", "page_number=99999999999", "filter=a", "sort_field=name"] {
                assert_eq!(panel("GET", &format!("{path}?{wrong}"), &NONE).0, 400, "{path} {wrong}");
            }
            let manager = asks(&server, &world.manager);
            assert_eq!(manager("GET", &format!("{path}?limit=11"), &NONE).0, 403);
        }
    }

    fn a_client_of_the_vendor_logs_in_and_out(world: &World) {
        let server = world.serve();
        let md5 = |key: &str| {
            let bytes: [u8; 16] = Md5::digest(key.as_bytes()).into();
            format!("{:032x}", u128::from_be_bytes(bytes))
        };
        let name = &world.administrator_id;
        let password = md5(&world.administrator);
        let log_in = |name: &str, password: &str| log_in_as(&server, name, password);
        let wrong = (400, error("Wrong username or password"));
        let others = md5(&world.stranger);
        let shorter = password.get(1..).unwrap();
        for (name, password) in [
            (name.as_str(), others.as_str()),
            (name, &world.administrator),
            (name, shorter),
            (name, &format!("{shorter}g")),
            ("nobody", &password),
        ] {
            assert_eq!(log_in(name, password), wrong, "{name}");
        }
        assert_eq!(log_in("", &password).0, 400);
        let (status, logged_in) = log_in(name, &password);
        assert_eq!((status, &logged_in["account_type"]), (200, &json!("admin")));
        // The vendor's page has the digits of the hash in upper case.
        let (status, again) = log_in(name, &password.to_uppercase());
        assert_eq!(status, 200);
        assert_ne!(again["token"], logged_in["token"]);
        let mut client = server.client();
        let mut ask = |token: &Value, method: &str, path: &str, more: &[(&str, &str)]| {
            let token = format!("Bearer {}", token.as_str().unwrap());
            let headers = [&[("authorization", token.as_str())], more].concat();
            client.send(method, path, &headers, "").status
        };
        let (first, second) = (&logged_in["token"], &again["token"]);
        assert_eq!(ask(first, "GET", "/access/users/items", &[]), 200);
        assert_eq!(ask(first, "GET", "/doors", &[]), 200);
        let unknown = json!("6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c99");
        assert_eq!(ask(&unknown, "GET", "/access/users/items", &[]), 401);
        assert_eq!(ask(first, "GET", "/access/users/items", &[("x-api-key", "lw_0000")]), 401);
        assert_eq!(ask(first, "GET", "/logout", &[]), 200);
        assert_eq!(ask(first, "GET", "/access/users/items", &[]), 401);
        assert_eq!(ask(second, "GET", "/access/users/items", &[]), 200);
        world.sql("update session set expires_at = 1").unwrap();
        assert_eq!(ask(second, "GET", "/access/users/items", &[]), 401);
        let (_, third) = log_in(name, &password);
        assert_eq!(ask(&third["token"], "GET", "/access/users/items", &[]), 200);
        world.sql("update api_key set revoked_at = 1").unwrap();
        assert_eq!(ask(&third["token"], "GET", "/access/users/items", &[]), 401);
        assert_eq!(log_in(name, &password), wrong);
        for row in world.rows("session").iter().chain(&world.rows("api_key")) {
            assert!(!row.contains(&password) && !row.contains(third["token"].as_str().unwrap()));
        }
    }
}

fn log_in_as(server: &Server, name: &str, password: &str) -> (u16, Value) {
    let address = format!("/login?username={name}&password={password}");
    let reply = server.client().send("GET", &address, &[], "");
    (reply.status, reply.json())
}
