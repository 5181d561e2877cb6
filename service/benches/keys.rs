//! How many keys are created in a second, over both databases, beside a server of axum and sqlx that
//! does nothing but insert a row; and what the service takes when nobody asks.
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
    let (mut inserted, mut own, mut shared) = <(Rate, Rate, Rate)>::default();
    for _ in 0..SLICES {
        create(&mut inserted, &bare, "/", &[], &apart);
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
        ("bare insert", &inserted),
        ("keys, a door each", &own),
        ("keys, one door", &shared),
    ] {
        let ratio = inserted.each_second() / rate.each_second();
        println!("{}, {ratio:.2} of the bare insert's time", rate.told(name));
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

/// Serves inserts of one row into a table of the same database, tells where, and what has to run on.
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
            let router = Router::new().route("/", post(insert)).with_state(pool);
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

async fn insert(State(pool): State<AnyPool>, body: String) -> String {
    let request: serde_json::Value = serde_json::from_str(&body).unwrap();
    let mut id = [0; 16];
    getrandom::fill(&mut id).unwrap();
    sqlx::query("insert into bare (id, door, kind, body) values ($1, $2, $3, $4)")
        .bind(id.to_vec())
        .bind(request["accesses"][0].as_str().unwrap().to_owned())
        .bind("code")
        .bind(body.clone())
        .execute(&pool)
        .await
        .unwrap();
    body
}
