//! `/metrics`, on a listener of its own.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use crate::both::over_both;
use crate::kiiaccess::code;
use crate::world::{FRONT, World};

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

over_both! {
    fn what_is_done_is_counted_and_nobody_is_named(world: &World) {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let server = world.serve_with(|command| {
            command.args(["--metrics", &address]);
        });
        let key = [("x-api-key", world.administrator.as_str()), ("idempotency-key", "\"739146\"")];
        for _ in 0..2 {
            assert_eq!(server.post("/access-keys", &key, &code("739146", &[FRONT])).status, 200);
        }
        let plain = [("x-api-key", world.administrator.as_str())];
        assert_eq!(server.post("/access-keys", &plain, &code("739146", &[FRONT])).status, 409);
        assert_eq!(server.post("/739146", &plain, &code("739146", &[FRONT])).status, 404);
        server.client().send("BREW", "/access/users/item/739146", &plain, "");
        let text = get(&address, "/metrics");
        assert!(text.starts_with("HTTP/1.1 200"), "{text}");
        assert!(text.contains("application/openmetrics-text; version=1.0.0"));
        for line in [
            "http_request_duration_seconds_count{route=\"/access-keys\",method=\"POST\",status=\"200\"} 2",
            "http_request_duration_seconds_count{route=\"/access-keys\",method=\"POST\",status=\"409\"} 1",
            "http_request_duration_seconds_count{route=\"\",method=\"POST\",status=\"404\"} 1",
            "http_request_duration_seconds_count{route=\"/access/users/item/{user_uid}\",method=\"other\",status=\"405\"} 1",
            // The same answer again is no other key.
            "keys_created_total 1",
        ] {
            assert!(text.lines().any(|told| told == line), "{line}\n{text}");
        }
        assert!(text.contains("build_info{version=") && text.contains("database_connections{pool="));
        assert!(text.ends_with("# EOF\n"));
        let secrets = ["739146", &world.administrator, &world.administrator_id, FRONT, "house"];
        for secret in secrets {
            assert!(!text.contains(secret), "{secret}");
        }
        assert!(get(&address, "/").starts_with("HTTP/1.1 404"));
        // Nobody gets it where the doors are asked about.
        assert_eq!(server.client().send("GET", "/metrics", &[], "").status, 404);
    }
}
