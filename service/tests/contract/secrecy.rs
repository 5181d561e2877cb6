//! Nothing that opens a door is in a log, in the database, or in what the program says of itself.

use std::fs;

use serde_json::json;

use crate::both::over_both;
use crate::kiiaccess::code;
use crate::world::{ADA, BOB, FRONT, World, token};

/// Whether a text holds a secret other than by chance: names that are drawn at random and times
/// have digits too, in which a short code may be.
pub fn tells(text: &str, secret: &str) -> bool {
    const CHANCE: [&str; 2] = [
        "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh",
        "dddd-dd-ddTdd:dd:dd",
    ];
    let (mut at, mut said) = (0, Vec::new());
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let shape = CHANCE.into_iter().find(|shape| {
            let here = bytes[at..].get(..shape.len());
            here.is_some_and(|here| {
                here.iter().zip(shape.bytes()).all(|(byte, of)| match of {
                    b'h' => byte.is_ascii_hexdigit(),
                    b'd' => byte.is_ascii_digit(),
                    of => *byte == of,
                })
            })
        });
        said.push(shape.map_or(*byte, |_| b'|'));
        at += shape.map_or(1, str::len);
        let fraction = shape == Some(CHANCE[1]) && bytes.get(at) == Some(&b'.');
        if fraction {
            at += 1;
            at += bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
        }
    }
    said.windows(secret.len())
        .any(|window| window == secret.as_bytes())
}

#[test]
fn a_secret_is_told_by_what_is_not_drawn_by_chance() {
    for told in [
        "9031",
        "code 9031.",
        "x9031x",
        "9031-2026-11-27T09:03:11Z",
        "aa4bf0bb-d213-492e-9b21-5790619031",
    ] {
        assert!(tells(told, "9031"), "{told}");
    }
    for chance in [
        "",
        "903",
        "aa4bf0bb-d213-492e-9b21-579061903189",
        "2026-11-27T09:03:11.90319031Z",
        "9031-11-27T09:03:11Z",
    ] {
        assert!(!tells(chance, "9031"), "{chance}");
    }
}

over_both! {
    fn no_secret_is_anywhere_but_in_its_answer(world: &World) {
        let server = world.serve();
        let mut client = server.client();
        let ada = token(ADA, 60);
        let mut secrets = vec!["739146".to_owned(), "80213947".into(), "9031".into(), world.administrator.clone(), ada.clone()];
        let key = ("x-api-key", world.administrator.as_str());
        let again = ("idempotency-key", "\"k\"");
        for (path, headers, body) in [
            ("/access-keys".to_owned(), vec![key, again], code("739146", &[FRONT])),
            ("/access-keys".into(), vec![key], code("739146", &[FRONT])),
            ("/access-keys".into(), vec![key], json!({ "keyType": "rfid", "keyIdentification": "80213947", "pin": "9031", "accesses": [FRONT] })),
            ("/access-keys".into(), vec![key], code("739146x", &[FRONT])),
            (format!("/users/{ADA}/AddAccessibleLock"), vec![("authorization", ada.as_str())], crate::smartphonekey::grant(FRONT, "USER", BOB)),
            ("/739146".into(), vec![], json!({})),
            ("/users/739146/AddAccessibleLock".into(), vec![key], json!({})),
        ] {
            client.send("POST", &path, &headers, &body.to_string());
        }
        let generated = client.send("POST", "/access-keys", &[key, ("idempotency-key", "\"g\"")], &code("*", &[FRONT]).to_string());
        secrets.push(generated.json()["keyIdentification"].as_str().unwrap().to_owned());
        let card = client.send("POST", "/access-keys", &[key], &json!({ "keyType": "rfid", "keyIdentification": "80213948", "pin": "90311", "accesses": [FRONT] }).to_string());
        secrets.extend(["80213948".to_owned(), "90311".into()]);
        let path = card.header("location").unwrap();
        for (method, path, headers, body) in [
            ("POST", "/keys/lookup".to_owned(), vec![key, ("idempotency-key", "\"l\"")], json!({ "identification": "80213948" })),
            ("POST", "/keys/lookup".into(), vec![key], json!({ "identification": "739146x" })),
            ("POST", format!("{path}/show"), vec![key, ("idempotency-key", "\"s\"")], json!({})),
            ("POST", format!("{path}/show"), vec![key, ("idempotency-key", "\"s\"")], json!({})),
            ("POST", format!("{path}/show"), vec![key], json!({})),
            ("POST", format!("{path}/show"), vec![key], json!({ "again": "739146" })),
            ("PATCH", path.to_owned(), vec![key, ("if-match", "*")], json!({ "validTo": "2199-01-01T00:00:00Z" })),
            ("PATCH", path.to_owned(), vec![key, ("if-match", "739146")], json!({ "keyName": "x" })),
            ("POST", format!("{path}/revoke"), vec![key], json!({ "reason": "lost" })),
            ("GET", "/keys?search=739146".into(), vec![key], json!({})),
            ("GET", "/keys?739146=1".into(), vec![key], json!({})),
            ("GET", "/keys/739146".into(), vec![key], json!({})),
        ] {
            let reply = client.send(method, &path, &headers, &body.to_string());
            // What is shown is shown there alone.
            if !path.ends_with("/show") || reply.status != 200 {
                for secret in &secrets {
                    assert!(!tells(&reply.text, secret), "{method} {path}: {}", reply.text);
                }
            } else {
                assert_eq!(reply.json(), json!({ "keyIdentification": "80213948", "pin": "90311" }));
            }
        }
        let log = fs::read_to_string(&server.log).unwrap();
        assert!(log.contains("/users/{id}/AddAccessibleLock"), "{log}");
        for line in log.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            // Times have digits, which a code may be among by chance.
            let fields = line["fields"].as_object().unwrap().iter().filter(|(name, _)| *name != "micros");
            let fields: Vec<_> = fields.map(|(name, value)| format!("{name}={value}")).collect();
            let fields = fields.join(" ");
            for secret in &secrets {
                assert!(!tells(&fields, secret), "{fields}");
            }
        }
        for table in ["access_key", "key_door", "event", "idempotency", "api_key", "key_secret", "person"] {
            for row in &world.rows(table) {
                for secret in &secrets {
                    assert!(!tells(row, secret), "{table}: {row}");
                }
            }
        }
    }

    fn keys_of_a_new_version_find_what_a_former_one_stored(world: &World) {
        let key = ("x-api-key", world.administrator.as_str());
        let named = [key, ("idempotency-key", "\"one\"")];
        let first = {
            let server = world.serve();
            server.post("/access-keys", &named, &code("739146", &[FRONT]))
        };
        assert_eq!(first.status, 200);
        let file = world.folder.join("secrets");
        let text = fs::read_to_string(&file).unwrap();
        let words: Vec<_> = text.lines().nth(1).unwrap().split(' ').collect();
        fs::write(&file, format!("{text}2 {} {}\n", words[2], words[1])).unwrap();
        let server = world.serve();
        assert_eq!(server.post("/access-keys", &[key], &code("739146", &[FRONT])).status, 409);
        assert_eq!(server.post("/access-keys", &named, &code("739146", &[FRONT])).json(), first.json());
        assert_eq!(server.post("/access-keys", &[key], &code("739147", &[FRONT])).status, 200);
        assert_eq!(server.post("/access-keys", &[key], &code("739147", &[FRONT])).status, 409);
        assert_eq!(world.number("select count(*) from key_secret where version = 2"), 1);
        let path = first.header("location").unwrap();
        let shown = server.post(&format!("{path}/show"), &[key], &json!({}));
        assert_eq!(shown.json()["keyIdentification"], "739146");
        assert_eq!(server.post("/access-keys", &[key], &code("739146", &[FRONT])).status, 409);
        let found = server.post("/keys/lookup", &[key], &json!({ "identification": "739146" })).json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
    }
}
