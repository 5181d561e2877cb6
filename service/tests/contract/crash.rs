//! A server that ends in the middle: what it acknowledged is there, once.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::client::Client;
use crate::kiiaccess::code;
use crate::world::{FRONT, World, over_both};

const CALLERS: usize = 4;
const ROUNDS: u64 = 5;

/// A request that is sent until it is answered, under one idempotency key.
fn key_of(round: u64, caller: usize, at: usize) -> String {
    format!("\"{round}-{caller}-{at}\"")
}

over_both! {
    fn no_acknowledged_key_is_lost_and_none_is_there_twice(world: &World) {
        // What was acknowledged, by idempotency key.
        let acknowledged: Mutex<BTreeMap<String, Value>> = Mutex::default();
        let unanswered: Mutex<Vec<String>> = Mutex::default();
        let body = code("*", &[FRONT]).to_string();
        for round in 0..ROUNDS {
            let mut server = world.serve();
            let address = server.address.clone();
            thread::scope(|scope| {
                for caller in 0..CALLERS {
                    let (address, body) = (&address, &body);
                    let (acknowledged, unanswered) = (&acknowledged, &unanswered);
                    scope.spawn(move || {
                        let Ok(mut client) = Client::try_to(address) else { return };
                        for at in 0.. {
                            let name = key_of(round, caller, at);
                            let headers = [("x-api-key", world.administrator.as_str()), ("idempotency-key", &name)];
                            let reply = client.try_send("POST", "/access-keys", &headers, body);
                            let Ok(reply) = reply else {
                                unanswered.lock().unwrap().push(name);
                                return;
                            };
                            assert_eq!(reply.status, 200, "{}", reply.text);
                            acknowledged.lock().unwrap().insert(name, reply.json());
                        }
                    });
                }
                // At other instants of what it does each time.
                thread::sleep(Duration::from_millis(150 + 37 * round));
                server.kill();
            });
        }
        let server = world.serve();
        let mut client = server.client();
        // Whoever was not answered asks again; whoever was is told the same.
        let (answers, open) = (acknowledged.into_inner().unwrap(), unanswered.into_inner().unwrap());
        assert!(answers.len() > 10, "{}", answers.len());
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
        let key = [("x-api-key", world.administrator.as_str())];
        let head = crate::client::head("POST", "/access-keys", &key, body.len());
        client.write(head.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(100));
        let id = server.process.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        thread::sleep(Duration::from_millis(100));
        assert!(Client::try_to(&server.address).is_err());
        client.write(body.as_bytes()).unwrap();
        assert_eq!(client.read().unwrap().status, 200);
        assert!(server.process.wait().unwrap().success());
        assert_eq!(world.number("select count(*) from access_key"), 1);
    }
}
