//! How many keys are created in a second, over both databases, beside a server of axum and sqlx that
//! does nothing but insert: one row, and the rows of a key. And what the service takes when nobody asks.
//!
//! `cargo xtask bench service`, which measures the example in Node beside a server of Fastify too:
//! `LATCHWORK_SERVER` says what serves, and `LATCHWORK_BARE` which script of Node inserts. Callers, servers and databases share the
//! machine: compare the ratios of one run. `PostgreSQL` writes to the disk as `SQLite` does.

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

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde_json::json;
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;

use rate::{CALLERS, Rate};
use world::{FRONT, Kind, World};

/// So often each is measured, in turn, and for how long: what else the machine does meets all of them.
const SLICES: usize = 16;
const SLICE: Duration = Duration::from_secs(1);

fn main() {
    postgres::ON_DISK.store(true, Ordering::Relaxed);
    if let Ok(load) = fs::read_to_string("/proc/loadavg") {
        println!("load before: {}", load.trim_end());
    }
    for kind in [Kind::Sqlite, Kind::Postgres] {
        measure(kind);
    }
}

fn measure(kind: Kind) {
    let world = World::new(kind);
    let start = Instant::now();
    let server = world.serve();
    assert_eq!(server.client().send("GET", "/readyz", &[], "").status, 200);
    let cold = start.elapsed();
    let rest = server.memory().unwrap_or(0) / 1_000_000;
    let (bare, _running) = bare(&world);
    // A code is chosen by nobody, at a door for each caller and at one for all.
    let doors: Vec<_> = (0..CALLERS)
        .map(|n| format!("6f1c2a34-9d1e-4c58-8a01-{n:012}"))
        .collect();
    for id in &doors {
        world.run(
            "door",
            &[
                ("id", id),
                ("organisation", "house"),
                ("name", "Door"),
                ("codes", r#"{"lengths":[8]}"#),
            ],
        );
    }
    let key = [("x-api-key", world.administrator.as_str())];
    let body = |door: &str| {
        json!({ "keyType": "code", "keyIdentification": "*", "accesses": [door] }).to_string()
    };
    let apart = |caller: usize| body(&doors[caller]);
    let together = |_: usize| body(FRONT);
    let [mut row, mut rows, mut own, mut shared] = <[Rate; 4]>::default();
    for _ in 0..SLICES {
        create(&mut row, &bare, "/row", &[], &apart);
        create(&mut rows, &bare, "/key", &[], &apart);
        create(&mut own, &server.address, "/access-keys", &key, &apart);
        create(
            &mut shared,
            &server.address,
            "/access-keys",
            &key,
            &together,
        );
    }
    println!(
        "{kind:?}: {} ms to the first answer of a new server, {rest} MB at rest, {} MB after",
        cold.as_millis(),
        server.memory().unwrap_or(0) / 1_000_000
    );
    for (name, rate) in [
        ("bare insert of a row", &row),
        ("bare insert of a key's rows", &rows),
        ("keys, a door each", &own),
        ("keys, one door", &shared),
    ] {
        let of = |bare: &Rate| bare.each_second() / rate.each_second();
        let told = rate.told(name);
        let (row, rows) = (of(&row), of(&rows));
        println!("{told}; {row:.2} of the time of a row, {rows:.2} of a key's rows");
    }
}

/// Creates keys, or inserts rows, of the body of each caller, for a slice of time.
fn create(
    rate: &mut Rate,
    address: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &(impl Fn(usize) -> String + Sync),
) {
    rate.measure(address, SLICE, &|caller, client| {
        let reply = client.send("POST", path, headers, &body(caller));
        assert_eq!(reply.status, 200, "{}", reply.text);
    });
}

/// Serves inserts into the same database, of one row into a table of its own at `/row`, and of all rows
/// of a key at `/key`; tells where, and what has to run on.
fn bare(world: &World) -> (String, Option<Child>) {
    let postgres = world.database.starts_with("postgres");
    let bytes = if postgres { "bytea" } else { "blob" };
    world
        .sql(&format!(
            "create table bare (id {bytes} primary key, door text not null, kind text not null, body text not null)"
        ))
        .unwrap();
    if let Some(script) = env::var_os("LATCHWORK_BARE") {
        return bare_in_node(&script, world);
    }
    let database = world.database.clone();
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let options = AnyPoolOptions::new().max_connections(if postgres { 16 } else { 1 });
            let options = options.after_connect(move |connection, _| {
                Box::pin(async move {
                    if !postgres {
                        let settings = "pragma journal_mode = wal; pragma synchronous = full";
                        sqlx::raw_sql(settings).execute(connection).await?;
                    }
                    Ok(())
                })
            });
            let pool = options.connect(&database).await.unwrap();
            let router = Router::new()
                .route("/row", post(insert_row))
                .route("/key", post(insert_key))
                .with_state(pool);
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap().to_string())
                .unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    (told.recv().unwrap(), None)
}

/// The same by a script, which ends with its standard input.
fn bare_in_node(script: &OsStr, world: &World) -> (String, Option<Child>) {
    let mut node = Command::new("node");
    node.arg(script).arg(&world.database);
    let node = node.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn().unwrap();
    let mut line = String::new();
    let stdout = node.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("http://").unwrap();
    (address.to_owned(), Some(node))
}

async fn insert_row(State(pool): State<AnyPool>, body: String) -> String {
    sqlx::query("insert into bare (id, door, kind, body) values ($1, $2, $3, $4)")
        .bind(drawn().to_vec())
        .bind(door_of(&body))
        .bind("code")
        .bind(body.clone())
        .execute(&pool)
        .await
        .unwrap();
    body
}

/// What a key of the service is in the tables, with nothing looked at before.
async fn insert_key(State(pool): State<AnyPool>, body: String) -> String {
    let [key, person, tag] = [(); 3].map(|()| hex(&drawn()));
    let doors = json!([{ "door": door_of(&body), "tag": tag }]).to_string();
    let data = json!({ "id": key, "keyType": "code", "accesses": [door_of(&body)] }).to_string();
    sqlx::query(
        "insert into new_key (id, organisation, person, actor, at, kind, folded, version, identification, \
         doors, opens_from, data, person_kind, person_folded, person_data) \
         values ($1, 'house', $2, 'nobody', 1, 'code', '', 1, $3, $4, 1, $5, 'none-mobile', '', '{}')",
    )
    .bind(key)
    .bind(person)
    .bind([drawn(), drawn()].concat())
    .bind(doors)
    .bind(data)
    .execute(&pool)
    .await
    .unwrap();
    body
}

fn door_of(body: &str) -> String {
    let request: serde_json::Value = serde_json::from_str(body).unwrap();
    request["accesses"][0].as_str().unwrap().to_owned()
}

fn drawn() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

fn hex(bytes: &[u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(*bytes))
}
