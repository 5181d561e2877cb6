//! How many attempts at doors are decided in a second, over both databases, where a thousand doors have
//! a hundred codes each: whoever comes types a right one.
//!
//! `cargo xtask bench service`. Callers, servers and databases share the machine.

#![expect(
    dead_code,
    clippy::cast_precision_loss,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a measurement fails by panicking, and shares the tests' modules"
)]

#[path = "../tests/contract/client.rs"]
mod client;
#[path = "../tests/contract/postgres.rs"]
mod postgres;
mod rate;
#[path = "../tests/contract/world.rs"]
mod world;

use std::sync::atomic::Ordering;
use std::thread;

use serde_json::{Value, json};

use client::Client;
use rate::{CALLERS, Rate};
use world::{Kind, Server, World};

const DOORS: usize = 1_000;
const CODES: usize = 100;

fn main() {
    postgres::ON_DISK.store(true, Ordering::Relaxed);
    for kind in [Kind::Sqlite, Kind::Postgres] {
        measure(kind);
    }
}

fn measure(kind: Kind) {
    let world = World::new(kind);
    // What keeps a caller from trying all codes would be measured otherwise.
    let server = world.serve_with(|serve| {
        serve.args(["--attempts-of-caller", "1000000"]);
        serve.args(["--attempts-at-door", "1000000"]);
    });
    let doors = filled(&server, &world);
    println!("{kind:?}: {} doors with {CODES} codes each", doors.len());
    let house = [("x-api-key", world.administrator.as_str())];
    let at = |client: &mut Client, door: usize, code: usize| {
        let (id, codes) = &doors[door];
        let shown = json!({ "shown": [{ "kind": "code", "text": codes[code] }] });
        let path = format!("/doors/{id}/attempts");
        let reply = client.send("POST", &path, &house, &shown.to_string());
        assert_eq!(reply.json()["open"], true, "{}", reply.text);
    };
    let all = Rate::of(&server.address, &|_, client| {
        at(client, drawn(DOORS), drawn(CODES));
    });
    println!("{}", all.told("attempts, any door"));
    let one = Rate::of(&server.address, &|_, client| at(client, 0, drawn(CODES)));
    println!("{}", one.told("attempts, one door"));
}

/// The doors of a house, each with its codes.
fn filled(server: &Server, world: &World) -> Vec<(String, Vec<String>)> {
    let house = [("x-api-key", world.administrator.as_str())];
    let post = |client: &mut Client, path: &str, body: &Value| {
        let reply = client.send("POST", path, &house, &body.to_string());
        assert!(reply.status < 300, "{}", reply.text);
        reply.json()
    };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let door = |client: &mut Client| {
        let door = json!({ "name": "Door", "codes": { "lengths": [8] } });
        let id = text(&post(client, "/doors", &door)["id"]);
        let key = json!({ "keyType": "code", "keyIdentification": "*", "accesses": [id] });
        let codes =
            (0..CODES).map(|_| text(&post(client, "/access-keys", &key)["keyIdentification"]));
        let codes = codes.collect();
        (id, codes)
    };
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut client = server.client();
                    let own = (0..DOORS / CALLERS).map(|_| door(&mut client));
                    own.collect::<Vec<_>>()
                })
            })
            .collect();
        let doors = callers.into_iter().map(|caller| caller.join().unwrap());
        doors.flatten().collect()
    })
}

/// A number below this one.
fn drawn(below: usize) -> usize {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).unwrap();
    u32::from_le_bytes(bytes) as usize % below
}
