//! What a machine does to a service: its disk is full, its clock is set, and more callers come at once
//! than it is used to.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use latchwork::Timestamp;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::{Value, json};

use crate::both::over_both;
use crate::check::differences;
use crate::client::head;
use crate::kiiaccess::code;
use crate::machine::Machine;
use crate::plain::{get, patch, post};
use crate::postgres;
use crate::smartphonekey::grant;
use crate::world::{ADA, BACK, BOB, FRONT, Kind, Server, World, runtime, unhurried};

/// Why a database takes no changes.
#[derive(Clone, Copy, Debug)]
enum Refusal {
    /// The file system of `SQLite` has no room.
    Disk,
    /// `PostgreSQL` says that its has none.
    ExtendsNothing,
    /// `PostgreSQL` takes none, as one that only follows another.
    ReadOnly,
}

impl Refusal {
    fn begin(self, world: &World, machine: &Machine) {
        match self {
            Self::Disk => machine.fill_disk(true),
            Self::ExtendsNothing => {
                let sql = "create function no_room() returns trigger language plpgsql as $$ begin \
                    raise exception 'could not extend file' using errcode = '53100'; end $$; \
                    create trigger no_room before insert or update or delete on event execute function no_room(); \
                    create trigger no_room before insert on session execute function no_room()";
                world.sql(sql).unwrap();
            }
            Self::ReadOnly => postgres::take_changes(&world.database, false),
        }
    }

    fn end(self, world: &World, machine: &Machine) {
        match self {
            Self::Disk => machine.fill_disk(false),
            Self::ExtendsNothing => {
                world.sql("drop function no_room() cascade").unwrap();
            }
            Self::ReadOnly => postgres::take_changes(&world.database, true),
        }
    }
}

const COUNTED: [&str; 9] = [
    "access_key",
    "door",
    "event",
    "idempotency",
    "lock_access",
    "outbox",
    "panel_user",
    "person",
    "session",
];

fn counts(world: &World) -> Vec<i64> {
    let count = |table| world.number(&format!("select count(*) from {table}"));
    COUNTED.map(count).into()
}

fn tried(server: &Server, world: &World, digits: &str) -> Value {
    let body = json!({ "shown": [{ "kind": "code", "text": digits }] });
    let reply = post(
        server,
        &world.administrator,
        &format!("/doors/{FRONT}/attempts"),
        &body,
    );
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()
}

/// Makes a key of a code that is valid from one second after now to another.
fn made_for(server: &Server, world: &World, machine: &Machine, digits: &str, window: [u64; 2]) {
    let mut body = code(digits, &[FRONT]);
    for (name, seconds) in ["validFrom", "validTo"].into_iter().zip(window) {
        let end = machine.now() + Duration::from_secs(seconds);
        body[name] = Timestamp::try_from(end).unwrap().to_string().into();
    }
    crate::keys::made(server, &world.administrator, &body);
}

/// An hour, and how long a clock that was set is not relied on.
const HOUR: i64 = 3_600;
const SETTLED: i64 = 40;

over_both! {
    fn what_finds_no_room_is_told_so_and_nothing_of_it_is_left(world: &World) {
        let machine = Machine::new(world);
        let server = world.serve_with(|command| machine.start(command));
        let house = world.administrator.as_str();
        let key = crate::keys::made(&server, house, &code("739146", &[FRONT]));
        assert_eq!(post(&server, house, "/webhooks", &json!({ "url": "https://hooks.example.org/1" })).status, 201);
        let asked = [
            ("/access-keys".to_owned(), code("*", &[FRONT, BACK])),
            ("/access-keys".to_owned(), json!({ "keyType": "mobile", "userId": "+390612345678", "accesses": [FRONT] })),
            (format!("/doors/{FRONT}/attempts"), json!({ "shown": [{ "kind": "code", "text": "739146" }] })),
            (format!("/doors/{FRONT}/attempts"), json!({ "shown": [{ "kind": "code", "text": "111111" }] })),
            ("/people".to_owned(), json!({ "lastName": "Room" })),
            ("/doors".to_owned(), json!({ "name": "Cellar" })),
            (format!("/users/{ADA}/AddAccessibleLock"), grant(FRONT, "OWNER", BOB)),
            ("/access/users/item".to_owned(), crate::basip::user("Ada")),
            (format!("{key}/suspend"), json!({})),
        ];
        let ask = |at: usize| {
            let (path, body) = &asked[at];
            let again = format!("\"{at}\"");
            server.post(path, &[("x-api-key", house), ("idempotency-key", &again)], body)
        };
        let refusals = if world.database.starts_with("postgres") {
            vec![Refusal::ExtendsNothing, Refusal::ReadOnly]
        } else {
            vec![Refusal::Disk]
        };
        for refusal in refusals {
            let before = counts(world);
            refusal.begin(world, &machine);
            for round in 0..2 {
                for (at, (path, _)) in asked.iter().enumerate() {
                    let reply = ask(at);
                    assert_eq!(reply.status, 503, "{refusal:?} {round} {path}: {}", reply.text);
                    assert!(reply.header("retry-after").is_some());
                    // Those two have refusals of their own.
                    if !path.starts_with("/access/") && !path.starts_with("/users/") {
                        assert_eq!(reply.codes(), ["database_away"]);
                    }
                }
            }
            let signed_in = server.post("/session", &[("sec-fetch-site", "same-origin")], &json!({ "apiKey": house }));
            assert_eq!(signed_in.status, 503, "{}", signed_in.text);
            // Who only reads is answered.
            for path in ["/doors", "/keys", "/people", "/events", "/livez", "/readyz"] {
                assert_eq!(get(&server, house, path).status, 200, "{path}");
            }
            assert_eq!(counts(world), before, "{refusal:?}");
            refusal.end(world, &machine);
            assert_eq!(post(&server, house, "/access-keys", &code("*", &[FRONT])).status, 200);
            assert_eq!(differences(world), [""; 0]);
        }
        let before = world.number("select count(*) from event");
        for _ in 0..2 {
            for (at, (path, _)) in asked.iter().enumerate() {
                let reply = ask(at);
                assert!(reply.status < 300, "{path}: {} {}", reply.status, reply.text);
            }
        }
        // Each once, and who has the keys.
        let happened = world.number("select count(*) from event") - before;
        assert_eq!(happened, i64::try_from(asked.len()).unwrap() + 2);
        assert_eq!(differences(world), [""; 0]);
    }

    fn a_clock_that_is_set_opens_nothing_early(world: &World) {
        let machine = Machine::new(world);
        let server = world.serve_with(|command| machine.start(command));
        crate::keys::made(&server, &world.administrator, &code("482951", &[FRONT]));
        made_for(&server, world, &machine, "739146", [3_600, 7_200]);
        let reason = |digits| tried(&server, world, digits)["reason"].as_str().unwrap().to_owned();
        assert_eq!(reason("739146"), "not-yet-active");
        for seconds in [HOUR + 600, 0, -24 * HOUR, 24 * 400 * HOUR, 0] {
            machine.set_clock(seconds);
            assert_eq!(reason("739146"), "clock-unknown", "{seconds}");
            // What goes by no time opens at any.
            assert_eq!(reason("482951"), "granted", "{seconds}");
        }
        machine.pass(SETTLED);
        assert_eq!(reason("739146"), "not-yet-active");
        machine.pass(HOUR);
        assert_eq!(reason("739146"), "granted");
        machine.pass(HOUR);
        assert_eq!(reason("739146"), "expired");
        // Nor is what is over good again.
        machine.set_clock(-HOUR);
        assert_eq!(reason("739146"), "clock-unknown");
        assert_eq!(differences(world), [""; 0]);
    }

    fn a_clock_that_is_set_ends_no_lock_out_early(world: &World) {
        let machine = Machine::new(world);
        let server = world.serve_with(|command| machine.start(command));
        crate::keys::made(&server, &world.administrator, &code("739146", &[FRONT]));
        let lockout = json!({ "condition": { "lockout": { "tries": 3, "thenWaitSeconds": 600 } } });
        assert_eq!(patch(&server, &world.administrator, &format!("/doors/{FRONT}"), "*", &lockout).status, 200);
        for _ in 0..3 {
            assert_eq!(tried(&server, world, "111111")["open"], false);
        }
        for seconds in [0, HOUR, -HOUR, 24 * 400 * HOUR, 0] {
            machine.set_clock(seconds);
            for digits in ["739146", "111111"] {
                assert_eq!(tried(&server, world, digits)["open"], false, "{seconds}");
            }
        }
        machine.pass(SETTLED);
        assert_eq!(tried(&server, world, "739146")["reason"], "locked-out");
        machine.pass(600);
        assert_eq!(tried(&server, world, "739146")["open"], true);
        assert_eq!(differences(world), [""; 0]);
    }

    fn lists_are_whole_and_events_in_order_whatever_the_clock_shows(world: &World) {
        let machine = Machine::new(world);
        let server = world.serve_with(|command| machine.start(command));
        let house = world.administrator.as_str();
        let page = |path: &str, after: &str| {
            let path = if after.is_empty() { path.to_owned() } else { format!("{path}&after={after}") };
            let reply = get(&server, house, &path);
            assert_eq!(reply.status, 200, "{}", reply.text);
            let body = reply.json();
            let items = body["items"].as_array().unwrap().clone();
            (items, body["next"].as_str().map(str::to_owned))
        };
        let mut made = Vec::new();
        for seconds in [0, HOUR, -HOUR, 5, -5, 0, 24 * HOUR, 0] {
            machine.set_clock(seconds);
            for _ in 0..2 {
                let reply = post(&server, house, "/people", &json!({ "lastName": format!("Of {seconds}") }));
                made.push(reply.json()["id"].as_str().unwrap().to_owned());
            }
        }
        let all = world.number("select count(*) from person where organisation = 'house'");
        let (mut ids, mut instants, mut after) = (Vec::new(), Vec::new(), String::new());
        for at in 0.. {
            let (items, next) = page("/people?limit=3", &after);
            for item in items {
                ids.push(item["id"].as_str().unwrap().to_owned());
                instants.push(Timestamp::parse(item["createdAt"].as_str().unwrap()).unwrap());
            }
            // Whoever turns pages meanwhile misses nothing of what was there, and sees nothing twice.
            machine.set_clock(if at % 2 == 0 { 2 * HOUR } else { -2 * HOUR });
            assert_eq!(post(&server, house, "/people", &json!({ "lastName": "Late" })).status, 201);
            match next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert!(instants.is_sorted_by(|one, next| one >= next), "{instants:?}");
        let different: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(different.len(), ids.len());
        assert!(made.iter().all(|id| different.contains(id)));
        assert!(ids.len() >= usize::try_from(all).unwrap());
        let mut seen = Vec::new();
        let mut after = "0".to_owned();
        loop {
            let (items, next) = page("/events?limit=7", &after);
            seen.extend(items.iter().map(|item| item["seq"].as_i64().unwrap()));
            if items.is_empty() {
                break;
            }
            after = next.unwrap();
        }
        assert!(seen.is_sorted_by(|one, next| one < next), "{seen:?}");
        let count = world.number("select count(*) from event where organisation = 'house'");
        assert_eq!(seen.len(), usize::try_from(count).unwrap());
        assert_eq!(differences(world), [""; 0]);
    }

    fn no_lifetime_is_longer_for_a_clock_that_was_wrong(world: &World) {
        let machine = Machine::new(world);
        let server = world.serve_with(|command| machine.start(command));
        let again = [("x-api-key", world.administrator.as_str()), ("idempotency-key", "\"one\"")];
        let create = || server.post("/access-keys", &again, &code("*", &[FRONT])).text;
        let first = create();
        for seconds in [48 * HOUR, -48 * HOUR, 0] {
            machine.set_clock(seconds);
            assert_eq!(create(), first, "{seconds}");
        }
        let own = ("sec-fetch-site", "same-origin");
        let sign_in = |proof: &Value| {
            let reply = server.post("/session", &[own], proof);
            let cookie = reply.header("set-cookie").and_then(|set| set.split_once(';'));
            (reply.status, cookie.map(|(pair, _)| pair.to_owned()).unwrap_or_default())
        };
        let is_in = |cookie: &str| {
            let reply = server.client().send("GET", "/session", &[("cookie", cookie), own], "");
            reply.status == 200
        };
        let ticket = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_latchwork"));
            command.args(["ticket", "--database", &world.database, "--principal", &world.administrator_id]);
            machine.run_on(&mut command);
            let done = command.output().unwrap();
            json!({ "ticket": String::from_utf8(done.stdout).unwrap().trim_end() })
        };
        let by_key = json!({ "apiKey": world.administrator });
        let of_now = ticket();
        let (_, session_of_now) = sign_in(&by_key);
        machine.set_clock(13 * HOUR);
        assert!(!is_in(&session_of_now));
        assert_eq!(sign_in(&of_now).0, 401);
        let early = ticket();
        let (status, of_tomorrow) = sign_in(&by_key);
        assert!(status == 200 && is_in(&of_tomorrow));
        machine.set_clock(0);
        // A clock that is right again knows none of a wrong one.
        assert!(!is_in(&of_tomorrow) && is_in(&session_of_now));
        assert_eq!(sign_in(&early).0, 401);
        assert_eq!(sign_in(&of_now).0, 200);
        machine.pass(SETTLED);
        assert!(is_in(&session_of_now));
        machine.pass(13 * HOUR);
        assert!(!is_in(&session_of_now));
        assert_eq!(create(), first);
        machine.pass(24 * HOUR);
        assert_ne!(create(), first);
    }
}

const CONNECTIONS: usize = 10_000;

#[test]
fn ten_thousand_connections_keep_nobody_out() {
    let world = World::new(Kind::Sqlite);
    let limit = getrlimit(Resource::Nofile);
    let allow = |current: Option<u64>| {
        setrlimit(Resource::Nofile, Rlimit { current, ..limit }).unwrap();
    };
    assert!(
        limit.maximum.is_none_or(|most| most >= 17_000),
        "expected to be allowed 17,000 open files, found {:?}: ulimit -Hn",
        limit.maximum
    );
    // It is started with few, as programs are.
    allow(Some(1_024));
    // All of them come from one address, as those of a proxy do.
    let server = world.serve_with(|command| {
        unhurried(command);
        command.args(["--proxies", "1"]);
    });
    allow(limit.maximum);
    let at_rest = server.memory().unwrap();
    let started = Instant::now();
    let request = head("GET", "/livez", &[], 0);
    let mut callers: Vec<_> = (0..CONNECTIONS)
        .map(|at| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            stream
                .set_read_timeout(Some(Duration::from_mins(1)))
                .unwrap();
            match at % 3 {
                // One says nothing, one half of what it wants.
                0 => {}
                1 => stream.write_all(&request.as_bytes()[..20]).unwrap(),
                // One was answered, and stays.
                _ => {
                    stream.write_all(request.as_bytes()).unwrap();
                    let mut answer = [0; 12];
                    stream.read_exact(&mut answer).unwrap();
                    assert_eq!(&answer, b"HTTP/1.1 200");
                }
            }
            stream
        })
        .collect();
    let open = started.elapsed();
    let held = server.memory().unwrap() - at_rest;
    let asked = Instant::now();
    let made = post(
        &server,
        &world.administrator,
        "/access-keys",
        &code("*", &[FRONT]),
    );
    let answered = asked.elapsed();
    assert_eq!(made.status, 200, "{}", made.text);
    let each = held / u64::try_from(CONNECTIONS).unwrap();
    println!(
        "{CONNECTIONS} in {open:?}, {each} bytes each, a new caller is answered in {answered:?}"
    );
    assert!(answered < Duration::from_secs(5), "{answered:?}");
    assert!(each < 32 * 1024, "{each}");
    // None of them stays for ever.
    for (at, stream) in callers.iter_mut().enumerate() {
        let mut rest = Vec::new();
        match stream.read_to_end(&mut rest) {
            Ok(_) => {}
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{at}"),
        }
    }
    drop(callers);
    allow(limit.current);
}

/// How many files a server may open: 344 connections, of which 86 are the share of an address.
const FEW: u16 = 600;
const SHARE: usize = 86;

/// A connection from an address of this machine.
fn from(address: &str, server: &Server) -> TcpStream {
    let (own, other): (SocketAddr, SocketAddr) = (
        format!("{address}:0").parse().unwrap(),
        server.address.parse().unwrap(),
    );
    let stream = runtime().block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(own).unwrap();
        socket.connect(other).await.unwrap()
    });
    let stream = stream.into_std().unwrap();
    stream.set_nonblocking(false).unwrap();
    let patience = Some(Duration::from_mins(1));
    stream.set_read_timeout(patience).unwrap();
    stream
}

/// Whether a connection is heard: what asks is answered, or the connection is closed.
fn is_heard(stream: &mut TcpStream) -> bool {
    let asked = stream.write_all(head("GET", "/livez", &[], 0).as_bytes());
    let mut answer = [0; 12];
    asked.is_ok() && stream.read_exact(&mut answer).is_ok() && &answer == b"HTTP/1.1 200"
}

#[test]
fn one_address_keeps_nobody_else_out() {
    let world = World::new(Kind::Sqlite);
    let server = world.serve_small(FEW, |_| {});
    let mut held: Vec<_> = (0..SHARE).map(|_| from("127.0.0.1", &server)).collect();
    // Each is one that is heard, and stays.
    assert!(held.iter_mut().all(is_heard));
    assert!(!is_heard(&mut from("127.0.0.1", &server)));
    let mut others: Vec<_> = (0..SHARE).map(|_| from("127.0.0.2", &server)).collect();
    assert!(others.iter_mut().all(is_heard));
    assert!(!is_heard(&mut from("127.0.0.2", &server)));
    assert!(is_heard(&mut from("127.0.0.3", &server)));
    // What is given back is for whoever comes next, once the server has seen that it is.
    held.pop();
    let given_back = Instant::now();
    while !is_heard(&mut from("127.0.0.1", &server)) {
        assert!(given_back.elapsed() < Duration::from_secs(10));
    }
    drop((held, others));
}

#[test]
fn a_proxy_has_no_share() {
    let world = World::new(Kind::Sqlite);
    let server = world.serve_small(FEW, |command| {
        command.args(["--proxies", "1"]);
    });
    let mut held: Vec<_> = (0..2 * SHARE).map(|_| from("127.0.0.1", &server)).collect();
    assert!(held.iter_mut().all(is_heard));
}
