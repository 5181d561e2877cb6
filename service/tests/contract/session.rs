//! `/session`: a browser that signed in asks by a cookie; and the files of the console.

use std::fs;

use serde_json::json;

use crate::both::over_both;
use crate::client::Reply;
use crate::kiiaccess::code;
use crate::world::{FRONT, Server, World, is_own};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn sign_in(server: &Server, proof: &serde_json::Value) -> Reply {
    server.post("/session", &[OWN], proof)
}

/// The cookie that an answer has a browser keep, as the browser sends it.
fn cookie(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{}", reply.text);
    let set = reply.header("set-cookie").unwrap();
    let (pair, attributes) = set.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; HttpOnly; SameSite=Strict");
    pair.to_owned()
}

fn asks(server: &Server, method: &str, path: &str, cookie: &str, more: &[(&str, &str)]) -> Reply {
    let headers = [&[("cookie", cookie), OWN], more].concat();
    server.client().send(method, path, &headers, "")
}

fn ticket(world: &World) -> String {
    let printed = world.run("ticket", &[("principal", &world.administrator_id)]);
    printed.trim_end().to_owned()
}

over_both! {
    fn a_key_signs_in_and_the_session_ends_with_it(world: &World) {
        let server = world.serve();
        let reply = sign_in(&server, &json!({ "apiKey": world.administrator }));
        let cookie = cookie(&reply);
        let told = reply.json();
        assert_eq!(told["organisation"], json!({ "id": "house", "name": "The house" }));
        assert_eq!((&told["role"], &told["doors"]), (&json!("administrator"), &json!(null)));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert_eq!(asks(&server, "GET", "/session", &cookie, &[]).json(), told);
        assert_eq!(asks(&server, "GET", "/events", &cookie, &[]).status, 200);
        let made = server.post("/access-keys", &[("cookie", &cookie), OWN], &code("*", &[FRONT]));
        assert_eq!(made.status, 200, "{}", made.text);
        assert_eq!(
            world.number("select count(*) from event where type = 'AccessKeyCreated' and actor like 'principal/%'"),
            1
        );
        world.sql("update api_key set revoked_at = 1").unwrap();
        assert_eq!(asks(&server, "GET", "/session", &cookie, &[]).codes(), ["session_over"]);
    }

    fn a_ticket_signs_in_once_and_soon(world: &World) {
        let server = world.serve();
        let (first, late) = (ticket(world), ticket(world));
        assert_ne!(first, late);
        let kept = cookie(&sign_in(&server, &json!({ "ticket": first })));
        assert_eq!(sign_in(&server, &json!({ "ticket": first })).status, 401);
        world.sql("update ticket set expires_at = 1").unwrap();
        assert_eq!(sign_in(&server, &json!({ "ticket": late })).codes(), ["proof_unknown"]);
        world.sql("update principal set disabled_at = 1").unwrap();
        assert_eq!(asks(&server, "GET", "/session", &kept, &[]).status, 401);
        let secret = kept.strip_prefix("latchwork=").unwrap();
        for table in ["ticket", "session"] {
            for row in world.rows(table) {
                assert!(!row.contains(&late) && !row.contains(secret), "{table}");
            }
        }
    }

    fn a_ticket_that_many_have_is_the_first_ones(world: &World) {
        let server = world.serve();
        let ticket = ticket(world);
        let won: usize = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| sign_in(&server, &json!({ "ticket": ticket })).status))
                .collect();
            tries.into_iter().map(|one| usize::from(one.join().unwrap() == 200)).sum()
        });
        assert_eq!(won, 1);
    }

    fn pages_of_others_ask_for_nobody(world: &World) {
        let server = world.serve();
        let kept = cookie(&sign_in(&server, &json!({ "apiKey": world.administrator })));
        let elsewhere: [&[(&str, &str)]; 4] = [
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site")],
            &[("origin", "http://localhost:3000")],
            &[("origin", "null")],
        ];
        for page in elsewhere {
            let headers = [&[("cookie", kept.as_str())], page].concat();
            let reply = server.post("/access-keys", &headers, &code("*", &[FRONT]));
            assert_eq!(reply.codes(), ["authorization_missing"], "{page:?}");
            let reply = server.post("/session", page, &json!({ "apiKey": world.administrator }));
            assert_eq!(reply.status, 403, "{page:?}");
        }
        // Without a word of the page, as over HTTP from another host: the origin has to be the own.
        let headers = [("cookie", kept.as_str()), ("origin", "http://localhost")];
        assert_eq!(server.post("/access-keys", &headers, &code("*", &[FRONT])).status, 200);
        assert_eq!(world.number("select count(*) from access_key"), 1);
    }

    fn who_signs_out_is_nobody(world: &World) {
        let server = world.serve();
        let kept = cookie(&sign_in(&server, &json!({ "apiKey": world.manager })));
        assert_eq!(asks(&server, "GET", "/session", &kept, &[]).json()["doors"], json!([FRONT]));
        let reply = asks(&server, "DELETE", "/session", &kept, &[]);
        assert_eq!(reply.status, 204);
        assert!(reply.header("set-cookie").unwrap().ends_with("; Max-Age=0"));
        assert_eq!(asks(&server, "GET", "/session", &kept, &[]).status, 401);
        assert_eq!(asks(&server, "DELETE", "/session", &kept, &[]).status, 204);
    }

    fn what_is_no_proof_is_refused_without_being_shown(world: &World) {
        let server = world.serve();
        for (proof, status) in [
            (json!({ "apiKey": world.expired }), 401),
            (json!({ "apiKey": "lw_4711" }), 401),
            (json!({ "ticket": world.administrator }), 401),
            (json!({ "apiKey": world.administrator, "ticket": "x" }), 400),
            (json!({ "apiKey": world.administrator, "x": 1 }), 400),
            (json!({ "apiKey": 4711 }), 400),
            (json!([]), 400),
        ] {
            let reply = sign_in(&server, &proof);
            assert_eq!(reply.status, status, "{proof}");
            assert!(reply.header("set-cookie").is_none());
            assert!(!crate::secrecy::tells(&reply.text, "4711") && !reply.text.contains(&world.administrator));
        }
        // A key that stands beside a cookie says who asks.
        let kept = cookie(&sign_in(&server, &json!({ "apiKey": world.administrator })));
        let reply = asks(&server, "GET", "/session", &kept, &[("x-api-key", &world.reader)]);
        assert_eq!(reply.json()["role"], json!("reader"));
        assert_eq!(reply.json()["expiresAt"], json!(null));
        let reply = asks(&server, "GET", "/session", &kept, &[("x-api-key", "lw_4711")]);
        assert_eq!(reply.codes(), ["api_key_unknown"]);
    }
}

#[test]
fn the_console_is_files_of_its_folder_and_no_others() {
    // Others serve no files.
    if !is_own() {
        return;
    }
    let world = World::new(crate::world::Kind::Sqlite);
    let folder = world.folder.join("console");
    fs::create_dir_all(folder.join("assets")).unwrap();
    fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
    fs::write(folder.join("assets/a-1.js"), "export {};").unwrap();
    fs::write(world.folder.join("private"), "4711").unwrap();
    let server = world.serve_with(|command| {
        command.arg("--console").arg(&folder);
    });
    let get = |path: &str| server.client().send("GET", path, &[], "");
    let page = get("/?page=keys");
    assert_eq!((page.status, page.text.as_str()), (200, "<!doctype html>"));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"));
    let asset = get("/assets/a-1.js");
    assert_eq!(asset.header("content-type"), Some("text/javascript"));
    assert!(asset.header("cache-control").unwrap().contains("immutable"));
    for path in [
        "/assets/b.js",
        "/../private",
        "/%2e%2e/private",
        "/assets/..%2f..%2fprivate",
        "//etc/passwd",
    ] {
        let reply = get(path);
        assert_eq!(reply.status, 404, "{path}: {}", reply.text);
        assert_eq!(reply.codes(), ["not_found"]);
    }
    assert_eq!(server.post("/", &[], &json!({})).status, 404);
    assert_eq!(get("/events").status, 401);
    assert_eq!(get("/livez").text, "ok");
}
