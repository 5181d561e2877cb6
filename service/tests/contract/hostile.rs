//! What no caller means: characters that a database keeps in no text, and floods beside which somebody
//! has to be heard.

use serde_json::{Value, json};

use crate::both::over_both;
use crate::kiiaccess::code;
use crate::smartphonekey::{grant, removal};
use crate::world::{ADA, BOB, FRONT, World};

/// The character NUL inside of a text.
const NUL: &str = "a\0b";

fn with(mut body: Value, name: &str) -> String {
    body[name] = NUL.into();
    body.to_string()
}

over_both! {
    fn nothing_has_the_character_nul_whatever_the_database(world: &World) {
        let server = world.serve();
        let mut client = server.client();
        let user = crate::basip::user("Ada");
        let mut asked: Vec<(&str, String, String)> = vec![
            ("POST", "/access-keys".into(), with(code("*", &[FRONT]), "keyName")),
            ("POST", "/access-keys".into(), with(code("*", &[FRONT]), "userFirstName")),
            ("POST", format!("/users/{ADA}/AddAccessibleLock"), with(grant(FRONT, "OWNER", BOB), "lockName")),
            ("POST", format!("/users/{ADA}/RemoveAccessibleLock"), with(removal(FRONT, BOB), "reason")),
            ("POST", "/access/users/item".into(), with(user.clone(), "name")),
            ("POST", "/access/users/item".into(), with(user, "info")),
            ("GET", "/events?type=%00".into(), String::new()),
            ("GET", "/events?person=a%00b".into(), String::new()),
        ];
        let reason = json!({ "reason": NUL }).to_string();
        asked.extend([
            ("POST", "/doors".into(), json!({ "name": NUL }).to_string()),
            ("PATCH", format!("/doors/{FRONT}"), json!({ "name": NUL }).to_string()),
            ("POST", "/people".into(), json!({ "lastName": NUL }).to_string()),
            ("POST", "/keys/1/revoke".into(), reason),
            ("GET", "/doors?search=%00".into(), String::new()),
            ("GET", "/keys?door=%00".into(), String::new()),
            ("GET", "/people?after=1.%00".into(), String::new()),
        ]);
        for (method, path, body) in asked {
            let headers = [("x-api-key", world.administrator.as_str()), ("if-match", "*")];
            let headers = &headers[..if method == "PATCH" { 2 } else { 1 }];
            let reply = client.send(method, &path, headers, &body);
            assert_eq!(reply.status, 400, "{method} {path} {body}: {}", reply.text);
            assert!(reply.text.contains("without the character NUL"), "{}", reply.text);
        }
        for path in ["/doors/%00", "/people/a%00b", "/keys/%00", "/webhooks/%00", "/users/%00/AccessibleLocks", "/%00"] {
            let reply = client.send("GET", path, &[("x-api-key", &world.administrator)], "");
            assert_eq!((reply.status, reply.codes()), (404, vec!["not_found".into()]), "{path}");
        }
        // A backslash before u0000 is no NUL.
        let named = code("*", &[FRONT]).to_string().replacen('{', r#"{"keyName":"\\u0000","#, 1);
        assert_eq!(client.send("POST", "/access-keys", &[("x-api-key", &world.administrator)], &named).status, 200);
    }

    fn who_watches_is_heard_beside_a_flood_of_nobody(world: &World) {
        let server = world.serve_with(|command| {
            command.args(["--failures-of-address", "1"]);
        });
        let mut client = server.client();
        let mut refused = 0;
        for _ in 0..20 {
            let reply = client.send("GET", "/doors", &[("x-api-key", "lw_0000")], "");
            refused += usize::from(reply.status == 429);
        }
        assert!(refused > 0);
        for path in ["/livez", "/readyz"] {
            assert_eq!(client.send("GET", path, &[], "").text, "ok");
        }
    }
}
