//! Eight callers and three servers over one database, all at once: where they are of another program, one
//! of them is of this.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::both::over_both;
use crate::check::differences;
use crate::client::{Client, Reply};
use crate::kiiaccess::code;
use crate::smartphonekey::grant;
use crate::world::{ADA, BACK, BOB, FRONT, Server, World};

const CALLERS: usize = 8;

/// What eight callers are told who send their request at the same time, a share of them to each server.
fn race(servers: &[Server], request: impl Fn(usize, &mut Client) -> Reply + Sync) -> Vec<Reply> {
    let start = Barrier::new(CALLERS);
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let (start, request) = (&start, &request);
                let mut client = servers[caller % servers.len()].client();
                scope.spawn(move || {
                    start.wait();
                    request(caller, &mut client)
                })
            })
            .collect();
        callers
            .into_iter()
            .map(|caller| caller.join().unwrap())
            .collect()
    })
}

fn served(world: &World) -> [Server; 3] {
    [world.serve(), world.serve_own(), world.serve()]
}

/// How many replies have each status.
fn statuses(replies: &[Reply]) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    for reply in replies {
        *counts.entry(reply.status).or_default() += 1;
    }
    counts
}

fn create(world: &World, client: &mut Client, body: &Value) -> Reply {
    client.send(
        "POST",
        "/access-keys",
        &[("x-api-key", &world.administrator)],
        &body.to_string(),
    )
}

over_both! {
    fn who_hangs_up_takes_nobody_along(world: &World) {
        const EACH: usize = 30;
        let servers = served(world);
        let body = code("*", &[FRONT, BACK]);
        let answered = Mutex::new(BTreeSet::new());
        race(&servers, |caller, client| {
            for turn in 0..EACH {
                if caller % 2 == 1 {
                    let text = body.to_string();
                    let key = [("x-api-key", world.administrator.as_str())];
                    let mut gone = servers[turn % servers.len()].client();
                    let head = crate::client::head("POST", "/access-keys", &key, text.len());
                    gone.write((head + &text).as_bytes()).unwrap();
                    // At whatever is being done for it by then.
                    thread::sleep(Duration::from_micros(150 * u64::try_from(turn).unwrap()));
                    continue;
                }
                let reply = create(world, client, &body);
                assert_eq!(reply.status, 200, "{}", reply.text);
                let told = reply.json()["keyIdentification"].to_string();
                assert!(answered.lock().unwrap().insert(told));
            }
            create(world, client, &body)
        });
        let told = answered.into_inner().unwrap().len() + CALLERS;
        assert_eq!(told, CALLERS / 2 * EACH + CALLERS);
        let mut made = world.number("select count(*) from access_key");
        // What is still being done for nobody comes to its end.
        loop {
            thread::sleep(Duration::from_millis(300));
            let more = world.number("select count(*) from access_key");
            if more == made {
                break;
            }
            made = more;
        }
        let told = i64::try_from(told).unwrap();
        let asked = told + i64::try_from(CALLERS / 2 * EACH).unwrap();
        assert!((told..=asked).contains(&made), "{told} {made} {asked}");
        assert_eq!(world.number("select count(*) from key_secret"), made);
        assert_eq!(world.number("select count(*) from key_door"), 2 * made);
        assert_eq!(differences(world), [""; 0]);
        // Nobody holds the database: others write too.
        world.sql("update organisation set name = 'House' where id = 'house'").unwrap();
    }

    fn one_gets_the_code_that_all_chose(world: &World) {
        let servers = served(world);
        for round in 0..10 {
            let chosen = format!("{}", 739_146 + round);
            // Half of them name the doors in the other order.
            let replies = race(&servers, |caller, client| {
                let doors = if caller / 2 % 2 == 0 { [FRONT, BACK] } else { [BACK, FRONT] };
                create(world, client, &code(&chosen, &doors))
            });
            assert_eq!(statuses(&replies), BTreeMap::from([(200, 1), (409, 7)]), "{replies:?}");
        }
        assert_eq!(world.number("select count(*) from access_key"), 10);
    }

    fn the_last_codes_go_to_as_many_as_there_are(world: &World) {
        let few = "9c1e7b52-0f3d-4d8a-b6c4-2e5a8f7d1b91";
        world.run("door", &[("id", few), ("organisation", "house"), ("name", "Few"), ("codes", &crate::world::sixteen_codes())]);
        let servers = served(world);
        let mut codes = BTreeSet::new();
        for _ in 0..3 {
            for reply in race(&servers, |_, client| create(world, client, &code("*", &[few]))) {
                if reply.status == 200 {
                    assert!(codes.insert(reply.json()["keyIdentification"].to_string()));
                } else {
                    assert_eq!((reply.status, reply.codes()), (409, vec!["keyspace_exhausted".into()]));
                }
            }
        }
        assert_eq!(codes.len(), 16);
        assert_eq!(world.number("select count(*) from access_key"), 16);
    }

    fn one_changes_the_version_that_all_saw(world: &World) {
        let servers = served(world);
        let path = format!("/users/{ADA}/AddAccessibleLock");
        for (version, lock) in [FRONT, BACK].into_iter().enumerate() {
            let seen = format!("\"{version}\"");
            let body = grant(lock, "OWNER", BOB).to_string();
            let headers = [("x-api-key", world.administrator.as_str()), ("if-match", &seen)];
            let replies = race(&servers, |_, client| client.send("POST", &path, &headers, &body));
            assert_eq!(statuses(&replies), BTreeMap::from([(200, 1), (409, 7)]), "{replies:?}");
        }
        // Without a version the same lock is given once, and the others hear that it was.
        let body = grant("1042", "OWNER", BOB).to_string();
        let headers = [("x-api-key", world.administrator.as_str())];
        let replies = race(&servers, |_, client| client.send("POST", &path, &headers, &body));
        assert_eq!(statuses(&replies), BTreeMap::from([(200, 1), (400, 7)]), "{replies:?}");
        assert_eq!(world.number("select count(*) from event where actor <> 'operator'"), 3);
    }

    fn all_get_the_one_answer_of_the_same_idempotency_key(world: &World) {
        let servers = served(world);
        for round in 0..10 {
            let name = format!("\"round {round}\"");
            let body = code("*", &[FRONT]).to_string();
            let headers = [("x-api-key", world.administrator.as_str()), ("idempotency-key", &name)];
            let replies = race(&servers, |_, client| client.send("POST", "/access-keys", &headers, &body));
            let texts: BTreeSet<_> = replies.iter().map(|reply| &reply.text).collect();
            assert_eq!((statuses(&replies), texts.len()), (BTreeMap::from([(200, 8)]), 1), "{replies:?}");
        }
        assert_eq!(world.number("select count(*) from access_key"), 10);
    }

    fn one_phone_is_one_person(world: &World) {
        let servers = served(world);
        let before = world.number("select count(*) from person");
        let body = serde_json::json!({ "keyType": "mobile", "userId": "+390612345678", "accesses": [FRONT] });
        let replies = race(&servers, |_, client| create(world, client, &body));
        assert_eq!(statuses(&replies), BTreeMap::from([(200, 8)]), "{replies:?}");
        assert_eq!(world.number("select count(*) from person"), before + 1);
    }

    fn one_gets_the_panel_code_that_all_chose(world: &World) {
        let servers = served(world);
        let body = crate::basip::identifier("inputCode", "739146").to_string();
        let key = [("x-api-key", world.administrator.as_str())];
        let replies = race(&servers, |_, client| client.send("POST", "/access/identifier/item", &key, &body));
        assert_eq!(statuses(&replies), BTreeMap::from([(200, 1), (400, 7)]), "{replies:?}");
        assert_eq!(world.number("select count(*) from panel_identifier"), 1);
    }

    fn one_changes_the_revision_that_all_saw(world: &World) {
        let servers = served(world);
        let house = world.administrator.as_str();
        let key = crate::keys::made(&servers[0], house, &code("739146", &[FRONT]));
        let person = format!("/people/{ADA}");
        let door = format!("/doors/{FRONT}");
        for (path, name) in [(&key, "keyName"), (&person, "firstName"), (&door, "name")] {
            for round in 1..4 {
                let seen = format!("\"{round}\"");
                let headers = [("x-api-key", house), ("if-match", seen.as_str())];
                let replies = race(&servers, |caller, client| {
                    let body = serde_json::json!({ name: format!("{round} by {caller}") });
                    client.send("PATCH", path, &headers, &body.to_string())
                });
                assert_eq!(statuses(&replies), BTreeMap::from([(200, 1), (412, 7)]), "{replies:?}");
                let won = replies.iter().find(|reply| reply.status == 200).unwrap();
                assert_eq!(crate::plain::get(&servers[1], house, path).json(), won.json());
            }
        }
    }

    fn one_is_shown_a_code(world: &World) {
        let servers = served(world);
        let house = world.administrator.as_str();
        for number in 0..5 {
            let key = crate::keys::made(&servers[0], house, &code(&format!("{}", 739_146 + number), &[FRONT]));
            let path = format!("{key}/show");
            let replies = race(&servers, |_, client| client.send("POST", &path, &[("x-api-key", house)], ""));
            assert_eq!(statuses(&replies), BTreeMap::from([(200, 1), (409, 7)]), "{replies:?}");
        }
        assert_eq!(world.number("select count(*) from event where type = 'AccessKeyShown'"), 5);
    }

    fn a_code_that_is_taken_back_while_it_is_made_is_one_living_key(world: &World) {
        let servers = served(world);
        let house = world.administrator.as_str();
        let mut living = crate::keys::made(&servers[0], house, &code("739146", &[FRONT, BACK]));
        for _ in 0..10 {
            let replies = race(&servers, |caller, client| {
                if caller < 2 {
                    client.send("POST", &format!("{living}/revoke"), &[("x-api-key", house)], "")
                } else {
                    create(world, client, &code("739146", &[BACK, FRONT]))
                }
            });
            assert!(replies[..2].iter().all(|reply| reply.status == 200), "{replies:?}");
            let made: Vec<_> = replies[2..].iter().filter_map(|reply| reply.header("location")).collect();
            assert!(made.len() <= 1, "{replies:?}");
            living = match made.first() {
                Some(made) => (*made).to_owned(),
                None => crate::keys::made(&servers[0], house, &code("739146", &[FRONT, BACK])),
            };
            assert_eq!(world.number("select count(*) from access_key where revoked_at is null"), 1);
            assert_eq!(world.number("select count(*) from key_door where revoked_at is null"), 2);
            assert_eq!(world.number("select count(*) from access_key k join key_door d on d.key = k.id where (k.revoked_at is null) <> (d.revoked_at is null)"), 0);
        }
    }

    fn windows_that_move_at_one_time_never_overlap(world: &World) {
        let servers = served(world);
        let house = world.administrator.as_str();
        let day = |day: usize| format!("2199-03-{:02}T00:00:00Z", day + 1);
        let keys: Vec<_> = (0..CALLERS)
            .map(|at| {
                let mut body = code("739146", &[FRONT]);
                body["validFrom"] = day(2 * at).into();
                body["validTo"] = day(2 * at + 1).into();
                crate::keys::made(&servers[0], house, &body)
            })
            .collect();
        // Each wants the day after its own, which the next has to be left by nobody, and the one after that.
        let replies = race(&servers, |caller, client| {
            let body = serde_json::json!({ "validTo": day(2 * caller + 3) });
            client.send("PATCH", &keys[caller], &[("x-api-key", house), ("if-match", "*")], &body.to_string())
        });
        let counts = statuses(&replies);
        assert_eq!(counts, BTreeMap::from([(200, 1), (409, 7)]), "{replies:?}");
        assert_eq!(replies[CALLERS - 1].status, 200);
    }

    fn a_window_that_moves_to_where_others_make_a_code_is_one_of_them(world: &World) {
        let servers = served(world);
        let house = world.administrator.as_str();
        let key = [("x-api-key", house), ("if-match", "*")];
        let days = |from: usize, until: usize| {
            let mut body = code("739146", &[FRONT, BACK]);
            body["validFrom"] = format!("2199-03-{from:02}T00:00:00Z").into();
            body["validTo"] = format!("2199-03-{until:02}T00:00:00Z").into();
            body
        };
        for _ in 0..10 {
            let earlier = crate::keys::made(&servers[0], house, &days(1, 2));
            let longer = serde_json::json!({ "validTo": "2199-03-04T00:00:00Z" });
            let replies = race(&servers, |caller, client| match caller {
                3 | 4 => client.send("PATCH", &earlier, &key, &longer.to_string()),
                _ => create(world, client, &days(3, 4)),
            });
            // The two ask the same, and one of them may come first.
            let won = |replies: &[&Reply]| replies.iter().filter(|reply| reply.status == 200).count();
            let (moved, made): (Vec<_>, Vec<_>) = replies.iter().enumerate().partition(|(at, _)| matches!(at, 3 | 4));
            let [moved, made] = [moved, made].map(|of| of.into_iter().map(|(_, reply)| reply).collect::<Vec<_>>());
            let won = (won(&moved), won(&made));
            assert!(won == (2, 0) || won == (0, 1), "{replies:?}");
            for path in made.iter().filter_map(|reply| reply.header("location")).chain([earlier.as_str()]) {
                assert_eq!(servers[0].post(&format!("{path}/revoke"), &[key[0]], &serde_json::json!({})).status, 200);
            }
            assert_eq!(differences(world), [""; 0]);
        }
    }

    fn one_person_gets_the_phone_that_all_want(world: &World) {
        let servers = served(world);
        let body = serde_json::json!({ "phone": "+390612345678" }).to_string();
        let key = [("x-api-key", world.administrator.as_str())];
        let replies = race(&servers, |_, client| client.send("POST", "/people", &key, &body));
        assert_eq!(statuses(&replies), BTreeMap::from([(201, 1), (409, 7)]), "{replies:?}");
    }
}
