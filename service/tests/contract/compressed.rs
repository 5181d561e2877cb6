//! Which answers are compressed, for whom, and which never are.

use serde_json::json;

use crate::both::over_both;
use crate::client::Reply;
use crate::kiiaccess::code;
use crate::plain::{get, post};
use crate::world::{FRONT, Server, World};

fn encoded(server: &Server, key: &str, method: &str, path: &str, encodings: &str) -> Reply {
    let headers = [("x-api-key", key), ("accept-encoding", encodings)];
    server.client().send(method, path, &headers, "")
}

fn gzip(server: &Server, key: &str, path: &str) -> Reply {
    encoded(server, key, "GET", path, "gzip, deflate, br")
}

fn is_small(reply: &Reply) -> bool {
    reply.header("content-encoding") == Some("gzip")
}

/// A house in which lists are long.
fn fills(server: &Server, key: &str) {
    for number in 0..20 {
        let person = json!({ "firstName": "Mara", "lastName": format!("Silva {number}") });
        assert_eq!(post(server, key, "/people", &person).status, 201);
    }
}

over_both! {
    fn a_long_list_is_compressed_for_who_asks_and_says_the_same(world: &World) {
        let server = world.serve();
        fills(&server, &world.administrator);
        for path in ["/people", "/events", "/openapi.json"] {
            let plain = get(&server, &world.administrator, path);
            let small = gzip(&server, &world.administrator, path);
            assert!(!is_small(&plain) && is_small(&small), "{path}");
            assert_eq!(plain.text, small.text, "{path}");
            let length = |reply: &Reply| reply.header("content-length").unwrap().parse::<usize>().unwrap();
            assert_eq!(length(&plain), plain.text.len());
            assert!(length(&small) * 3 < length(&plain), "{path}");
            for reply in [&plain, &small] {
                assert_eq!(reply.header("vary"), Some("accept-encoding"), "{path}");
                assert_eq!(reply.header("etag"), None, "{path}");
            }
            assert_eq!(plain.header("cache-control"), small.header("cache-control"));
        }
        // Short, it is as it is; that it could be otherwise is told to those who keep it.
        let short = gzip(&server, &world.administrator, "/people?search=nobody");
        assert!(!is_small(&short));
        assert_eq!(short.header("vary"), Some("accept-encoding"));
    }

    fn who_takes_it_compressed_says_so(world: &World) {
        let server = world.serve();
        for (encodings, expected) in [
            ("gzip", true),
            ("GZIP", true),
            ("br;q=1, gzip;q=0.5", true),
            ("deflate ,\tgzip ; q = 0.001", true),
            ("*", true),
            ("identity;q=0.5, *;q=1", true),
            ("", false),
            ("br", false),
            ("identity", false),
            ("gzip;q=0", false),
            ("gzip;q=0.000, *", false),
            ("*;q=0", false),
            ("identity, gzip;q=0.9", false),
            ("gzip;q=much", false),
            ("gzip;level=9", false),
            ("gzip;q=NaN", false),
            ("gzipped", false),
        ] {
            let reply = encoded(&server, &world.administrator, "GET", "/openapi.json", encodings);
            assert_eq!(reply.status, 200, "{encodings}");
            assert_eq!(is_small(&reply), expected, "{encodings}");
        }
    }

    fn what_is_secret_has_a_tag_or_was_sent_is_never_compressed(world: &World) {
        let server = world.serve();
        fills(&server, &world.administrator);
        let gzip_too = [("x-api-key", world.administrator.as_str()), ("accept-encoding", "gzip")];
        let asked = |method: &str, path: &str, body: &serde_json::Value| {
            let reply = server.client().send(method, path, &gzip_too, &body.to_string());
            assert!(!is_small(&reply), "{method} {path}");
            reply
        };
        // Codes, with a text of the caller's beside them.
        let mut key = code("*", &[FRONT]);
        key["userFirstName"] = json!("x".repeat(60));
        key["keyName"] = json!("482913".repeat(10));
        let made = asked("POST", "/keys", &key);
        assert_eq!(made.status, 201, "{}", made.text);
        let path = made.header("location").unwrap().to_owned();
        assert_eq!(made.header("vary"), None);
        let shown = asked("POST", &format!("{path}/show"), &json!({ "again": true }));
        assert_eq!((shown.status, shown.header("cache-control")), (200, Some("no-store")));
        let found = made.json()["keyIdentification"].clone();
        let sought = asked("POST", "/keys/lookup", &json!({ "identification": found }));
        assert_eq!(sought.status, 200);
        // One thing has a tag, that of its only text, however long that is.
        let levels: Vec<String> = (0..60).map(|number| format!("level of access {number}")).collect();
        let door = asked("POST", "/doors", &json!({ "name": "Shed", "condition": { "levels": levels } }));
        assert_eq!(door.status, 201, "{}", door.text);
        let door = asked("GET", door.header("location").unwrap(), &serde_json::Value::Null);
        assert!(door.text.len() > 1024 && door.header("etag").is_some());
        // Nor what was refused.
        let wrong = format!("/people?limit={}", "9".repeat(1500));
        assert_eq!(asked("GET", &wrong, &serde_json::Value::Null).status, 400);
        let session = asked("GET", "/session", &serde_json::Value::Null);
        assert_eq!(session.header("vary"), None);
    }
}
