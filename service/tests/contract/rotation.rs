//! `latchwork secrets`: another version of the keys, while the service runs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

use serde_json::json;

use crate::both::over_both;
use crate::kiiaccess::code;
use crate::world::{BACK, FRONT, Server, World};

fn secrets(world: &World, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchwork"));
    command
        .arg("secrets")
        .args(words)
        .args(["--database", &world.database]);
    command
        .arg("--secrets")
        .arg(world.folder.join("secrets"))
        .output()
        .unwrap()
}

/// What a task says that does as it is told.
fn done(world: &World, words: &[&str]) -> String {
    let done = secrets(world, words);
    assert!(
        done.status.success(),
        "{words:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).unwrap()
}

/// What one says that does not.
fn refused(world: &World, words: &[&str]) -> String {
    let done = secrets(world, words);
    assert!(!done.status.success(), "{words:?}");
    String::from_utf8(done.stderr).unwrap()
}

fn create(world: &World, server: &Server, body: &serde_json::Value) -> u16 {
    server
        .post("/access-keys", &[("x-api-key", &world.administrator)], body)
        .status
}

over_both! {
    fn what_is_used_is_sealed_anew(world: &World) {
        let house = [("x-api-key", world.administrator.as_str())];
        let card = json!({ "keyType": "rfid", "keyIdentification": "80213947", "keyFormat": "EM", "accesses": [FRONT, BACK] });
        let paths = {
            let server = world.serve();
            let made = [code("739146", &[FRONT, BACK]), card, code("739147", &[FRONT]), code("739148", &[FRONT])];
            made.map(|body| server.post("/access-keys", &house, &body).header("location").unwrap().to_owned())
        };
        done(world, &["add"]);
        let server = world.serve();
        let former = || world.number("select count(*) from key_secret where version = 1");
        let tries = |shown: serde_json::Value| {
            let reply = server.post(&format!("/doors/{FRONT}/attempts"), &house, &json!({ "shown": [shown] }));
            reply.json()["open"].as_bool().unwrap()
        };
        let (typed, read) = (json!({ "kind": "code", "text": "739146" }), json!({ "kind": "number", "text": "80213947" }));
        assert!(tries(typed.clone()) && tries(read.clone()));
        for _ in 0..500 {
            if former() == 2 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(former(), 2);
        // Found by the tag that it has now, and taken still.
        assert!(tries(typed) && tries(read));
        assert_eq!(create(world, &server, &code("739146", &[BACK])), 409);
        // Nobody used the last.
        let told = server.post(&format!("{}/show", paths[2]), &house, &json!({})).json();
        assert_eq!((told["keyIdentification"].as_str(), former()), (Some("739147"), 1));
        world.sql("delete from idempotency").unwrap();
        assert!(refused(world, &["drop", "1"]).contains("(1 of key_secret)"));
    }

    fn what_is_sealed_is_sealed_anew_while_the_service_runs(world: &World) {
        let card = json!({ "keyType": "rfid", "keyIdentification": "80213947", "keyFormat": "EM", "pin": "9031", "accesses": [FRONT, BACK] });
        let identifier = crate::basip::identifier("inputCode", "602214");
        let house = [("x-api-key", world.administrator.as_str())];
        let named = [house[0], ("idempotency-key", "\"one\"")];
        let (first, shown) = {
            let server = world.serve();
            for number in 0..120 {
                assert_eq!(create(world, &server, &code(&format!("{}", 700_000 + number), &[FRONT])), 200);
            }
            assert_eq!(create(world, &server, &card), 200);
            assert_eq!(server.post("/access/identifier/item", &house, &identifier).status, 200);
            assert_eq!(server.post("/webhooks", &house, &json!({ "url": "https://example.org" })).status, 201);
            let first = server.post("/access-keys", &named, &code("739146", &[FRONT]));
            let keys = server.client().send("GET", "/keys?kind=rfid", &house, "").json();
            (first, format!("/keys/{}/show", keys["items"][0]["id"].as_str().unwrap()))
        };
        let file = world.folder.join("secrets");
        let before = fs::read_to_string(&file).unwrap();
        assert!(done(world, &["add"]).starts_with("version 2 writes"));
        let after = fs::read_to_string(&file).unwrap();
        assert!(after.starts_with(&before) && after.lines().count() == 3);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(refused(world, &["drop", "1"]).contains("rows are sealed by version 1"));
        assert_eq!(fs::read_to_string(&file).unwrap(), after);
        let server = world.serve();
        // While others make keys.
        std::thread::scope(|scope| {
            let making = scope.spawn(|| {
                for number in 0..40 {
                    assert_eq!(create(world, &server, &code(&format!("{}", 800_000 + number), &[FRONT])), 200);
                    // What was there is found by whatever version.
                    assert_eq!(create(world, &server, &code(&format!("{}", 700_000 + number), &[FRONT])), 409);
                }
            });
            assert_eq!(done(world, &["renew"]), "124 rows are sealed anew, by version 2\n");
            making.join().unwrap();
        });
        assert_eq!(done(world, &["renew"]), "0 rows are sealed anew, by version 2\n");
        for table in ["key_secret", "panel_identifier", "webhook"] {
            assert_eq!(world.number(&format!("select count(*) from {table} where version <> 2")), 0, "{table}");
        }
        let told = refused(world, &["drop", "1"]);
        assert!(told.contains("(1 of idempotency)"), "{told}");
        // The same answer again is of the former version until it is over.
        assert_eq!(server.post("/access-keys", &named, &code("739146", &[FRONT])).json(), first.json());
        world.sql("delete from idempotency").unwrap();
        assert_eq!(done(world, &["drop", "1"]), "");
        let last = fs::read_to_string(&file).unwrap();
        assert_eq!(last.lines().collect::<Vec<_>>(), [after.lines().next().unwrap(), after.lines().nth(2).unwrap()]);
        drop(server);
        let server = world.serve();
        for taken in [code("700000", &[FRONT]), code("700119", &[FRONT]), code("800039", &[FRONT]), code("739146", &[FRONT]), card] {
            assert_eq!(create(world, &server, &taken), 409, "{taken}");
        }
        let told = server.post(&shown, &house, &json!({})).json();
        assert_eq!((&told["keyIdentification"], &told["pin"]), (&json!("80213947"), &json!("9031")));
        let again = server.post("/access/identifier/item", &house, &identifier);
        assert_ne!(again.status, 200, "{}", again.text);
        assert!(refused(world, &["drop", "2"]).contains("the one that writes"));
        assert!(refused(world, &["drop", "1"]).contains("has no version 1"));
    }

    fn a_file_is_replaced_whole_or_not_at_all(world: &World) {
        world.serve();
        let file = world.folder.join("secrets");
        let before = fs::read_to_string(&file).unwrap();
        let new = world.folder.join("secrets.new");
        fs::write(&new, "").unwrap();
        assert!(refused(world, &["add"]).contains("another may be at it"));
        assert!(new.exists());
        fs::remove_file(&new).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(refused(world, &["add"]).contains("may be read by others"));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
        assert!(refused(world, &["drop", "7"]).contains("has no version 7"));
        for wrong in [&["drop"][..], &["drop", "x"], &["turn"], &[]] {
            refused(world, wrong);
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), before);
        assert!(!new.exists());
        done(world, &["add"]);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o400);
        let words: Vec<_> = before.lines().nth(1).unwrap().split(' ').skip(1).collect();
        for told in [done(world, &["add"]), done(world, &["renew"]), refused(world, &["drop", "9"])] {
            assert!(!words.iter().any(|word| told.contains(word)), "{told}");
        }
    }
}
