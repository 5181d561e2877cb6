//! A server that ends in the middle: what it acknowledged is there, once.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

use serde_json::Value;

use crate::both::over_both;
use crate::client::{Client, Reply};
use crate::kiiaccess::code;
use crate::postgres;
use crate::world::{FRONT, Kind, World};

const CALLERS: usize = 4;
const ROUNDS: usize = 5;
/// So many answers there are in each round at least.
const FEWEST: usize = 10;

/// A request that is sent until it is answered, under one idempotency key.
fn key_of(round: usize, caller: usize, at: usize) -> String {
    format!("\"{round}-{caller}-{at}\"")
}

over_both! {
    fn no_acknowledged_key_is_lost_and_none_is_there_twice(world: &World) {
        // What was acknowledged, by idempotency key.
        let acknowledged: Mutex<BTreeMap<String, Value>> = Mutex::default();
        let unanswered: Mutex<Vec<String>> = Mutex::default();
        let refused: Mutex<Vec<Reply>> = Mutex::default();
        let body = code("*", &[FRONT]).to_string();
        for round in 0..ROUNDS {
            let mut server = world.serve();
            let address = server.address.clone();
            thread::scope(|scope| {
                for caller in 0..CALLERS {
                    let (address, body) = (&address, &body);
                    let (acknowledged, unanswered) = (&acknowledged, &unanswered);
                    let refused = &refused;
                    scope.spawn(move || {
                        let Ok(mut client) = Client::try_to(address) else { return };
                        for at in 0.. {
                            let name = key_of(round, caller, at);
                            let headers = [("x-api-key", world.administrator.as_str()), ("idempotency-key", &name)];
                            let reply = client.try_send("POST", "/access-keys", &headers, body);
                            match reply {
                                Ok(reply) if reply.status == 200 => {
                                    acknowledged.lock().unwrap().insert(name, reply.json());
                                }
                                other => {
                                    refused.lock().unwrap().extend(other.ok());
                                    unanswered.lock().unwrap().push(name);
                                    return;
                                }
                            }
                        }
                    });
                }
                // In the middle of what the callers are at, whenever that is.
                let enough = acknowledged.lock().unwrap().len() + FEWEST;
                let all_ended = CALLERS * (round + 1);
                while acknowledged.lock().unwrap().len() < enough && unanswered.lock().unwrap().len() < all_ended {
                    thread::yield_now();
                }
                server.kill();
            });
        }
        assert_eq!(refused.into_inner().unwrap(), []);
        let server = world.serve();
        let mut client = server.client();
        // Whoever was not answered asks again; whoever was is told the same.
        let (answers, open) = (acknowledged.into_inner().unwrap(), unanswered.into_inner().unwrap());
        let mut ids = BTreeMap::new();
        for name in answers.keys().chain(&open) {
            let headers = [("x-api-key", world.administrator.as_str()), ("idempotency-key", name)];
            let reply = client.send("POST", "/access-keys", &headers, &body);
            assert_eq!(reply.status, 200);
            let reply = reply.json();
            if let Some(first) = answers.get(name) {
                assert_eq!(*first, reply);
            }
            assert!(ids.insert(reply["keyIdentification"].to_string(), reply["id"].to_string()).is_none());
        }
        let count = i64::try_from(ids.len()).unwrap();
        for table in ["access_key", "key_secret", "key_door", "idempotency"] {
            assert_eq!(world.number(&format!("select count(*) from {table}")), count, "{table}");
        }
        assert_eq!(world.number("select count(*) from event where type = 'AccessKeyCreated'"), count);
    }

    fn what_is_being_answered_is_answered_at_the_end(world: &World) {
        let mut server = world.serve();
        let mut client = server.client();
        let body = code("*", &[FRONT]).to_string();
        let key = [("x-api-key", world.administrator.as_str()), ("expect", "100-continue")];
        let head = crate::client::head("POST", "/access-keys", &key, body.len());
        client.write(head.as_bytes()).unwrap();
        // It waits for the body.
        assert_eq!(client.read().unwrap().status, 100);
        let id = server.process.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        // It listens no more.
        while Client::try_to(&server.address).is_ok() {
            thread::yield_now();
        }
        client.write(body.as_bytes()).unwrap();
        assert_eq!(client.read().unwrap().status, 200);
        assert!(server.process.wait().unwrap().success());
        assert_eq!(world.number("select count(*) from access_key"), 1);
    }
}

/// The database is away, and back again.
#[test]
fn without_its_database_it_says_so_and_goes_on_after() {
    let world = World::new(Kind::Postgres);
    let server = world.serve();
    let create = || {
        let key = [("x-api-key", world.administrator.as_str())];
        server
            .post("/access-keys", &key, &code("*", &[FRONT]))
            .status
    };
    let ready = || server.client().send("GET", "/readyz", &[], "").status;
    assert_eq!((create(), ready()), (200, 200));
    postgres::close(&world.database);
    assert_eq!((create(), ready()), (503, 503));
    assert_eq!(server.client().send("GET", "/livez", &[], "").status, 200);
    postgres::open(&world.database);
    assert_eq!((create(), ready()), (200, 200));
    assert_eq!(world.number("select count(*) from access_key"), 2);
}
