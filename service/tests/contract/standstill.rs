//! What stands still in the middle of a transaction, a server or another program, holds up others for a
//! while only.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::check::differences;
use crate::kiiaccess::code;
use crate::rivals::{CALLERS, condition, done, key, send, typed};
use crate::world::{FRONT, Kind, World, runtime};

/// A connection that nobody answers for any more, in the middle of a transaction.
#[test]
fn a_transaction_that_is_left_open_holds_up_followers_for_a_while_only() {
    let world = World::new(Kind::Postgres);
    let server = world.serve();
    let headers = [("x-api-key", world.administrator.as_str())];
    let mut follower = server.client();
    let head = crate::client::head(
        "GET",
        "/events/stream?after=0&type=PersonCreated",
        &headers,
        0,
    );
    follower.write(head.as_bytes()).unwrap();
    let runtime = runtime();
    let mut foreign = runtime.block_on(world.connect());
    let event = "begin; insert into event (stream, version, at, organisation, actor, type, data) \
                 values ('foreign/1', 1, 1, 'house', 'another program', 'Foreign', '{}')";
    runtime
        .block_on(sqlx::raw_sql(event).execute(&mut foreign))
        .unwrap();
    let start = Instant::now();
    let person = json!({ "lastName": "Late" });
    done(&server, &world, "POST", "/people", &person);
    loop {
        let line = follower.line().unwrap();
        if line.starts_with("data: ") && line.contains("Late") {
            break;
        }
    }
    let waited = start.elapsed();
    assert!(waited > Duration::from_secs(5), "{waited:?}");
    assert!(waited < Duration::from_secs(30), "{waited:?}");
    // What it stored is not there, and it is told so.
    let ended = runtime.block_on(sqlx::raw_sql("commit").execute(&mut foreign));
    assert!(ended.is_err());
    assert_eq!(
        world.number("select count(*) from event where type = 'Foreign'"),
        0
    );
}

/// A server that the operating system stops, as it stops machines that move, with doors in its hands.
#[test]
fn a_server_that_stands_still_keeps_no_door_shut_for_long() {
    let world = World::new(Kind::Postgres);
    let (stopped, other) = (world.serve(), world.serve_own());
    key(&other, &world, &code("739146", &[FRONT]));
    condition(&other, &world, FRONT, &json!({ "lockout": "off" }));
    let process =
        rustix::process::Pid::from_raw(i32::try_from(stopped.process.id()).unwrap()).unwrap();
    let signal = |signal| rustix::process::kill_process(process, signal).unwrap();
    for _ in 0..3 {
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..CALLERS {
                let mut client = stopped.client();
                let (world, is_over) = (&world, &is_over);
                scope.spawn(move || {
                    let path = format!("/doors/{FRONT}/attempts");
                    let body = json!({ "shown": typed("739146"), "direction": "in" });
                    let headers = [("x-api-key", world.administrator.as_str())];
                    while !is_over.load(Ordering::Relaxed) {
                        // It may hang up on who waited for so long.
                        let sent = client.try_send("POST", &path, &headers, &body.to_string());
                        let Ok(reply) = sent else { break };
                        assert!(
                            [200, 503].contains(&reply.status),
                            "{} {}",
                            reply.status,
                            reply.text
                        );
                    }
                });
            }
            thread::sleep(Duration::from_millis(500));
            signal(rustix::process::Signal::STOP);
            let start = Instant::now();
            let mut client = other.client();
            let path = format!("/doors/{FRONT}/attempts");
            let body = json!({ "shown": typed("739146"), "direction": "in" });
            // Who waits is told to come again, or let in.
            while send(&mut client, &world.administrator, "POST", &path, &body).status != 200 {
                assert!(
                    start.elapsed() < Duration::from_secs(40),
                    "{:?}",
                    start.elapsed()
                );
            }
            signal(rustix::process::Signal::CONT);
            is_over.store(true, Ordering::Relaxed);
        });
    }
    assert_eq!(differences(&world), [""; 0]);
}
