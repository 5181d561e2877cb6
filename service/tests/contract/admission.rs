//! Who is let in at every route: strangers, those whose time is over, those of other doors.

use serde_json::json;

use crate::both::over_both;
use crate::client::Client;
use crate::kiiaccess::code;
use crate::routes::Route;
use crate::smartphonekey::{grant, removal};
use crate::world::{ADA, BACK, BOB, EVE, FRONT, World, forged, token};

/// Every route that asks who is there, with what would be right for the administrator of the house.
fn routes() -> [(&'static str, String, String); 34] {
    let (user, identifier) = (
        crate::basip::user("Ada"),
        crate::basip::identifier("inputCode", "739146"),
    );
    [
        (
            "POST",
            "/access-keys".into(),
            code("*", &[FRONT, BACK]).to_string(),
        ),
        (
            "POST",
            format!("/users/{ADA}/AddAccessibleLock"),
            grant(BACK, "OWNER", BOB).to_string(),
        ),
        (
            "POST",
            format!("/users/{ADA}/RemoveAccessibleLock"),
            removal(BACK, BOB).to_string(),
        ),
        (
            "GET",
            format!("/users/{ADA}/AccessibleLocks"),
            String::new(),
        ),
        ("POST", "/access/users/item".into(), user.to_string()),
        ("GET", "/access/users/item/1".into(), String::new()),
        (
            "PATCH",
            "/access/users/item/1".into(),
            json!({ "name": "Bob" }).to_string(),
        ),
        ("DELETE", "/access/users/item/1".into(), String::new()),
        (
            "POST",
            "/access/identifier/item".into(),
            identifier.to_string(),
        ),
        ("POST", "/access/user/1/identifier/1".into(), String::new()),
        ("GET", "/access/users/items".into(), String::new()),
        ("GET", "/access/identifier/item/1".into(), String::new()),
        ("DELETE", "/access/identifier/item/1".into(), String::new()),
        (
            "PATCH",
            "/access/identifier/item/1".into(),
            json!({ "lock": "all" }).to_string(),
        ),
        (
            "PATCH",
            "/access/timeprofile/item/1".into(),
            json!({ "name": "Gardener" }).to_string(),
        ),
        (
            "PATCH",
            "/apartment/item/1".into(),
            json!({ "apartment_name": "5" }).to_string(),
        ),
        ("GET", "/access/identifier/items".into(), String::new()),
        (
            "POST",
            "/access/timeprofile/item".into(),
            crate::panel::time_profile("Cleaner").to_string(),
        ),
        ("GET", "/access/timeprofile/item/1".into(), String::new()),
        ("DELETE", "/access/timeprofile/item/1".into(), String::new()),
        ("GET", "/access/timeprofile/items".into(), String::new()),
        ("POST", "/access/user/1/timeprofile/1".into(), String::new()),
        (
            "DELETE",
            "/access/user/1/timeprofile/1".into(),
            String::new(),
        ),
        (
            "POST",
            "/apartment/item".into(),
            crate::panel::apartment(4).to_string(),
        ),
        ("GET", "/apartment/item/1".into(), String::new()),
        ("POST", "/apartment/item/1/user/1".into(), String::new()),
        ("GET", "/apartment/items".into(), String::new()),
        ("GET", "/events".into(), String::new()),
        ("GET", "/events/stream".into(), String::new()),
        ("GET", "/webhooks".into(), String::new()),
        (
            "POST",
            "/webhooks".into(),
            json!({ "url": "https://example.org" }).to_string(),
        ),
        ("GET", "/webhooks/1".into(), String::new()),
        ("DELETE", "/webhooks/1".into(), String::new()),
        ("GET", "/webhooks/1/deliveries".into(), String::new()),
    ]
}

fn is_of_panel(path: &str) -> bool {
    path.starts_with("/access/") || path.starts_with("/apartment/")
}

/// The callers of a route of the plain API, in the order of their answers.
const CALLERS: usize = 6;

/// A route of the plain API, what would be right there, and what each of the callers is answered.
type Plain = (&'static str, String, String, [u16; CALLERS]);

/// The routes about who acts for the organisation.
fn principal_routes() -> Vec<Plain> {
    let nobody = [404, 403, 403, 403, 404, 403];
    let of_nobody = |what: &str| format!("/principals/{ADA}{what}");
    vec![
        (
            "POST",
            "/principals".into(),
            json!({ "name": "Other", "role": "reader" }).to_string(),
            [201, 403, 403, 403, 201, 403],
        ),
        ("GET", of_nobody(""), String::new(), nobody),
        (
            "PATCH",
            of_nobody(""),
            json!({ "role": "reader" }).to_string(),
            nobody,
        ),
        ("POST", of_nobody("/keys"), String::new(), nobody),
        ("POST", of_nobody("/keys/1/revoke"), String::new(), nobody),
        ("POST", of_nobody("/disable"), String::new(), nobody),
        ("POST", of_nobody("/enable"), String::new(), nobody),
    ]
}

/// Every route of the plain API about a key of a door that is not the manager's, and what it answers
/// the administrator, the manager, the controller, the reader, another house's administrator, and a
/// person who asks for nobody.
fn plain_routes(key: &str) -> Vec<Plain> {
    let everybody = [200, 200, 200, 200, 200, 403];
    let lists = [200, 200, 403, 403, 200, 403];
    let people = [200, 200, 403, 403, 404, 403];
    let keys = [200, 403, 403, 403, 404, 403];
    let of_all = [200, 403, 403, 403, 200, 403];
    let doors = json!({ "first": BACK, "second": null }).to_string();
    let name = json!({ "name": "Other" }).to_string();
    let first = json!({ "firstName": "Other" }).to_string();
    let sought = json!({ "identification": "739146" }).to_string();
    let of_key = |what: &str| format!("{key}/{what}");
    let mut routes = vec![
        ("GET", "/session".into(), String::new(), everybody),
        ("GET", "/doors".into(), String::new(), everybody),
        (
            "POST",
            "/doors".into(),
            name.clone(),
            [201, 403, 403, 403, 201, 403],
        ),
        (
            "GET",
            format!("/doors/{BACK}"),
            String::new(),
            [200, 403, 403, 200, 404, 403],
        ),
        (
            "PATCH",
            format!("/doors/{BACK}"),
            name,
            [200, 403, 403, 403, 404, 403],
        ),
        ("GET", "/panel/doors".into(), String::new(), of_all),
        ("PUT", "/panel/doors".into(), doors, keys),
        ("GET", "/people".into(), String::new(), lists),
        (
            "POST",
            "/people".into(),
            "{}".into(),
            [201, 201, 403, 403, 201, 403],
        ),
        ("GET", format!("/people/{ADA}"), String::new(), people),
        ("PATCH", format!("/people/{ADA}"), first, people),
        ("GET", "/keys".into(), String::new(), lists),
        (
            "POST",
            "/keys".into(),
            code("*", &[BACK]).to_string(),
            [201, 403, 403, 403, 403, 403],
        ),
        ("POST", "/keys/lookup".into(), sought, lists),
        ("GET", key.into(), String::new(), keys),
        (
            "PATCH",
            key.into(),
            json!({ "keyName": "x" }).to_string(),
            keys,
        ),
        ("POST", of_key("show"), String::new(), keys),
        ("POST", of_key("suspend"), String::new(), keys),
        ("POST", of_key("resume"), String::new(), keys),
        (
            "POST",
            of_key("report"),
            json!({ "state": "lost" }).to_string(),
            keys,
        ),
        ("POST", of_key("forget-tries"), String::new(), keys),
        ("POST", of_key("revoke"), String::new(), keys),
        (
            "POST",
            format!("/doors/{BACK}/forget-tries"),
            String::new(),
            keys,
        ),
        (
            "GET",
            "/principals".into(),
            String::new(),
            [200, 200, 403, 200, 200, 403],
        ),
        (
            "POST",
            format!("/doors/{BACK}/attempts"),
            json!({ "shown": [] }).to_string(),
            keys,
        ),
        (
            "PUT",
            format!("/doors/{BACK}/attempts/1/outcome"),
            json!({ "opened": true }).to_string(),
            [404, 403, 403, 403, 404, 403],
        ),
    ];
    routes.extend(principal_routes());
    routes
}

/// Whether the administrator, the manager, the controller and the reader have a right at all.
fn may(right: &str) -> [bool; 4] {
    match right {
        "SeeDoors" | "Own" => [true; 4],
        "MakeDoors" | "Principals" | "Webhooks" => [true, false, false, false],
        "ChangeDoors" | "People" | "Keys" => [true, true, false, false],
        "TryDoors" => [true, true, true, false],
        "Events" => [true, true, false, true],
        other => panic!("expected a right that is known, found {other}"),
    }
}

#[test]
fn every_route_is_tried_here_and_nobody_does_what_is_not_his() {
    let key = "/keys/1";
    let plain = plain_routes(key);
    let tried: Vec<_> = routes()
        .into_iter()
        .map(|(method, path, _)| (method, path, None))
        .chain(
            plain
                .into_iter()
                .map(|(method, path, _, expected)| (method, path, Some(expected))),
        )
        .collect();
    for route in crate::routes::routes() {
        let mut of_route = tried
            .iter()
            .filter(|(method, path, _)| route.has(method, path));
        let Route { path, who, .. } = route;
        let Some((_, _, expected)) = of_route.next() else {
            // Who signs in, and who looks whether the service is well, is nobody yet.
            assert_eq!(who, "Anybody", "{path} is not tried");
            continue;
        };
        for (has, status) in may(who).into_iter().zip(expected.iter().flatten()) {
            assert!(has || *status == 403, "{path}: {who} answers {status}");
        }
    }
    for (method, path, _) in tried {
        let is_route = |route: &Route| route.has(method, &path);
        assert!(
            crate::routes::routes().iter().any(is_route),
            "{method} {path} is no route"
        );
    }
}

over_both! {
    fn nobody_gets_401_everywhere_in_the_words_of_the_api(world: &World) {
        let server = world.serve();
        let mut client = server.client();
        let (good, past, other) = (token(ADA, 60), token(ADA, -1), forged(ADA));
        let unsigned = format!("{}.", good.rsplit_once('.').unwrap().0);
        let nameless = token("nobody in particular", 60);
        let wrong = |end: &str| format!("{}{end}", world.administrator);
        let (longer, upper) = (wrong("0"), world.administrator.to_uppercase());
        let nobody: [&[(&str, &str)]; 13] = [
            &[],
            &[("x-api-key", "")],
            &[("x-api-key", "lw_0000")],
            &[("x-api-key", &longer)],
            &[("x-api-key", &upper)],
            &[("x-api-key", &world.expired)],
            &[("x-api-key", &world.administrator), ("x-api-key", &world.administrator)],
            &[("authorization", "Basic YTpi")],
            &[("authorization", &past)],
            &[("authorization", &other)],
            &[("authorization", &unsigned)],
            &[("authorization", &nameless)],
            // A good key does not make up for a bad token.
            &[("authorization", &other), ("x-api-key", &world.administrator)],
        ];
        let plain = plain_routes("/keys/6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c99");
        let plain = plain.into_iter().map(|(method, path, body, _)| (method, path, body));
        for (method, path, body) in routes().into_iter().chain(plain) {
            for headers in nobody {
                let reply = client.send(method, &path, headers, &body);
                assert_eq!(reply.status, 401, "{method} {path} {headers:?}: {}", reply.text);
                assert!(reply.header("www-authenticate").is_some());
                for (_, shown) in headers.iter().filter(|(_, shown)| shown.len() > 6) {
                    assert!(!reply.text.contains(shown));
                }
                if is_of_panel(&path) {
                    assert_eq!(reply.json(), json!({ "error": "Log In" }));
                } else if path.starts_with("/users/") {
                    assert!(reply.json()["error"].is_string());
                } else {
                    assert_eq!(reply.codes().len(), 1, "{headers:?} {}", reply.text);
                }
            }
            // A bad key does not hide behind a good token either.
            let reply = client.send(method, &path, &[("authorization", &good), ("x-api-key", "lw_0000")], &body);
            assert_eq!(reply.status, 401);
        }
        assert_eq!(world.number("select count(*) from event where actor <> 'operator'"), 0);
    }

    fn others_get_403_or_see_nothing(world: &World) {
        let server = world.serve();
        let mut client = server.client();
        let eve = token(EVE, 60);
        let others = [
            ("x-api-key", world.reader.as_str()),
            ("x-api-key", &world.manager),
            ("x-api-key", &world.stranger),
            ("authorization", &eve),
        ];
        for (method, path, body) in routes() {
            for header in others {
                // Each sees his own events, as the tests of events have it.
                if path.starts_with("/events") && header.0 == "x-api-key" {
                    continue;
                }
                let reply = client.send(method, &path, &[header], &body);
                // Another house's administrator has a panel and webhooks too, on which nothing of this one is.
                if (is_of_panel(&path) || path.starts_with("/webhooks")) && header.1 == world.stranger {
                    continue;
                }
                let expected: &[u16] = if method == "GET" { &[403, 404] } else { &[403] };
                assert!(expected.contains(&reply.status), "{method} {path} {header:?}: {} {}", reply.status, reply.text);
            }
        }
        let of_house = "select count(*) from event where (organisation is null or organisation = 'house') and actor <> 'operator'";
        assert_eq!(world.number(of_house), 0);
    }

    fn roles_have_their_rights_at_every_route_of_the_plain_api(world: &World) {
        let server = world.serve();
        let mut client = server.client();
        let eve = token(EVE, 60);
        let made = server.post("/access-keys", &[("x-api-key", &world.administrator)], &code("739146", &[BACK]));
        let callers: [(&str, &str); CALLERS] = [
            ("x-api-key", &world.administrator),
            ("x-api-key", &world.manager),
            ("x-api-key", &world.controller),
            ("x-api-key", &world.reader),
            ("x-api-key", &world.stranger),
            ("authorization", &eve),
        ];
        for (method, path, body, expected) in plain_routes(made.header("location").unwrap()) {
            // The administrator last, who changes things.
            for (caller, status) in callers.into_iter().zip(expected).rev() {
                let reply = client.send(method, &path, &[caller, ("if-match", "*")], &body);
                assert_eq!(reply.status, status, "{method} {path} {caller:?}: {}", reply.text);
            }
        }
    }

    fn a_token_may_name_one_who_asks_for_an_organisation(world: &World) {
        let server = world.serve();
        let token = token(&world.administrator_id, 60);
        let reply = server.post("/access-keys", &[("authorization", &token)], &code("*", &[FRONT]));
        assert_eq!(reply.status, 200, "{}", reply.text);
        world.sql("update principal set disabled_at = 1").unwrap();
        let reply = server.post("/access-keys", &[("authorization", &token)], &code("*", &[FRONT]));
        assert_eq!(reply.status, 401);
        let reply = server.post("/access-keys", &[("x-api-key", &world.administrator)], &code("*", &[FRONT]));
        assert_eq!(reply.status, 401);
    }

    fn whose_key_was_good_is_nobody_once_it_is_not(world: &World) {
        let server = world.serve();
        let key = ("x-api-key", world.administrator.as_str());
        let nowhere = "6f1c2a34-9d1e-4c58-8a01-ffffffffffff";
        let unknown: Vec<_> = (0..300).map(|n| format!("6f1c2a34-9d1e-4c58-8a01-{n:012}")).collect();
        let doors: Vec<_> = unknown.iter().map(String::as_str).collect();
        let asked = [code("*", &[FRONT]), code("739146", &[FRONT]), json!({ "keyType": "code" }), code("*", &[nowhere]), code("*", &doors)];
        for (over, again) in [
            ("update api_key set revoked_at = 1", "update api_key set revoked_at = null"),
            ("update api_key set expires_at = 1", "update api_key set expires_at = null"),
            ("update principal set disabled_at = 1", "update principal set disabled_at = null"),
        ] {
            for headers in [vec![key], vec![key, ("idempotency-key", "\"one\"")]] {
                for body in &asked {
                    let before = server.post("/access-keys", &[key], &code("*", &[FRONT]));
                    assert_eq!(before.status, 200, "{}", before.text);
                    let keys = world.number("select count(*) from access_key");
                    world.sql(over).unwrap();
                    let reply = server.post("/access-keys", &headers, body);
                    assert_eq!((reply.status, reply.codes()), (401, vec!["api_key_unknown".into()]), "{over}: {body}");
                    assert_eq!(world.number("select count(*) from access_key"), keys);
                    world.sql(again).unwrap();
                }
            }
        }
    }

    fn health_asks_nobody(world: &World) {
        let server = world.serve();
        let mut client = server.client();
        for path in ["/livez", "/readyz"] {
            let reply = client.send("GET", path, &[], "");
            assert_eq!((reply.status, reply.text.as_str()), (200, "ok"));
        }
        assert_eq!(client.send("GET", "/", &[], "").codes(), ["not_found"]);
        assert_eq!(client.send("GET", "/access-keys", &[], "").codes(), ["method_not_allowed"]);
    }

    fn bodies_are_bounded_and_callers_may_hang_up(world: &World) {
        let server = world.serve();
        let key = [("x-api-key", world.administrator.as_str())];
        let large = format!("{{\"keyName\":\"{}\"}}", "x".repeat(2 << 20));
        let mut client = server.client();
        // The answer comes before all was read, and the rest may find nobody.
        let _ = client.write((crate::client::head("POST", "/access-keys", &key, large.len()) + &large).as_bytes());
        if let Ok(reply) = client.read() {
            assert_eq!((reply.status, reply.codes()), (400, vec!["body_too_large".into()]));
        }
        let body = code("*", &[FRONT]).to_string();
        let whole = crate::client::head("POST", "/access-keys", &key, body.len()) + &body;
        for length in [3, 40, whole.len() - body.len(), whole.len() - 1] {
            let mut client = server.client();
            client.write(&whole.as_bytes()[..length]).unwrap();
        }
        for wrong in ["GET / HTTP/1.1\r\nhost: a\r\nx: \u{1}\r\n\r\n", "\r\n\r\nnonsense\r\n\r\n"] {
            let mut client = Client::to(server.client().address());
            client.write(wrong.as_bytes()).unwrap();
            let _ = client.read();
        }
        assert_eq!(server.post("/access-keys", &key, &json!([])).status, 400);
        assert_eq!(server.post("/access-keys", &key, &code("*", &[FRONT])).status, 200);
    }
}
