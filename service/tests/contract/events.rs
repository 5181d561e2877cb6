//! `GET /events` and `GET /events/stream`.

use serde_json::{Value, json};
use sqlx::{Connection as _, Row as _};

use crate::both::over_both;
use crate::client::{Client, Reply};
use crate::kiiaccess::code;
use crate::world::{ADA, BACK, BOB, EVE, FRONT, Kind, Server, World, is_own, runtime, token};

fn get(server: &Server, key: &str, path: &str) -> Reply {
    server.client().send("GET", path, &[("x-api-key", key)], "")
}

fn listed(server: &Server, key: &str, query: &str) -> (Vec<Value>, Value) {
    let reply = get(server, key, &format!("/events{query}"));
    assert_eq!(reply.status, 200, "{query}: {}", reply.text);
    let body = reply.json();
    (
        body["items"].as_array().unwrap().clone(),
        body["next"].clone(),
    )
}

fn seqs(items: &[Value]) -> Vec<u64> {
    items
        .iter()
        .map(|item| item["seq"].as_u64().unwrap())
        .collect()
}

/// Makes a key of a person who is made with it: two events. Gives its id.
fn create(world: &World, server: &Server, doors: &[&str]) -> String {
    let key = [("x-api-key", world.administrator.as_str())];
    let reply = server.post("/access-keys", &key, &code("*", doors));
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()["id"].as_str().unwrap().to_owned()
}

/// The number of the newest event.
fn newest(world: &World) -> i64 {
    world.number("select coalesce(max(seq), 0) from event")
}

/// Follows events; the answer has begun.
fn follow(server: &Server, key: &str, query: &str, heard: Option<u64>) -> Client {
    let mut client = server.client();
    let heard = heard.map(|heard| heard.to_string());
    let mut headers = vec![("x-api-key", key)];
    headers.extend(heard.as_deref().map(|heard| ("last-event-id", heard)));
    let reply = client.send("GET", &format!("/events/stream{query}"), &headers, "");
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(reply.header("content-type"), Some("text/event-stream"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    client
}

/// The next event that is told.
fn next(client: &mut Client) -> Value {
    let mut id = String::new();
    loop {
        let line = client.line().unwrap();
        if let Some(told) = line.strip_prefix("id: ") {
            id = told.to_owned();
        }
        if let Some(data) = line.strip_prefix("data: ") {
            let item: Value = serde_json::from_str(data).unwrap();
            assert_eq!(item["seq"].to_string(), id);
            return item;
        }
    }
}

over_both! {
    fn events_are_read_backwards_and_on_from_any(world: &World) {
        let server = world.serve();
        let start = newest(world);
        let id = create(world, &server, &[FRONT]);
        for _ in 0..3 {
            create(world, &server, &[FRONT]);
        }
        let (all, next) = listed(&server, &world.administrator, &format!("?after={start}&limit=200"));
        assert_eq!(all.len(), 8);
        assert_eq!(next, json!(newest(world).to_string()));
        let first = all.iter().find(|item| item["stream"] == format!("access-key/{id}")).unwrap();
        assert_eq!(first["type"], "AccessKeyCreated");
        assert_eq!((&first["version"], &first["data"]["accesses"]), (&json!(1), &json!([FRONT])));
        assert_eq!(first["actor"], format!("principal/{}", world.administrator_id));
        assert!(first["person"].is_string() && first["at"].as_str().unwrap().ends_with('Z'));
        let names: Vec<_> = first.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["actor", "at", "data", "person", "seq", "stream", "type", "version"]);
        // Backwards in pages of every size it is the same, and nothing comes twice.
        for limit in 1..=9 {
            let (mut found, mut query) = (Vec::new(), format!("?limit={limit}"));
            loop {
                let (items, next) = listed(&server, &world.administrator, &query);
                found.extend(seqs(&items));
                let Some(next) = next.as_str() else { break };
                assert_eq!(items.len(), limit);
                query = format!("?limit={limit}&before={next}");
            }
            found.reverse();
            assert_eq!(found[found.len() - 8..], seqs(&all));
            assert!(found.is_sorted_by(|one, other| one < other));
            // And on from each.
            let (mut found, mut after) = (Vec::new(), start.to_string());
            loop {
                let (items, next) = listed(&server, &world.administrator, &format!("?limit={limit}&after={after}"));
                after = next.as_str().unwrap().to_owned();
                found.extend(seqs(&items));
                if items.len() < limit { break }
            }
            assert_eq!(found, seqs(&all));
        }
    }

    fn events_are_found_by_what_they_are_about(world: &World) {
        let server = world.serve();
        let (front, back) = (create(world, &server, &[FRONT]), create(world, &server, &[BACK]));
        let both = create(world, &server, &[FRONT, BACK]);
        let house = [("x-api-key", world.administrator.as_str())];
        let given = server.post(&format!("/users/{ADA}/AddAccessibleLock"), &house, &crate::smartphonekey::grant(BACK, "OWNER", BOB));
        assert_eq!(given.status, 200, "{}", given.text);
        let streams = |query: &str| -> Vec<String> {
            let (items, _) = listed(&server, &world.administrator, query);
            let streams = items.iter().map(|item| item["stream"].as_str().unwrap().to_owned());
            streams.filter(|stream| stream.starts_with("access-key/") || stream.starts_with("locks/")).collect()
        };
        let key = |id: &str| format!("access-key/{id}");
        assert_eq!(streams(&format!("?door={FRONT}")), [key(&both), key(&front)]);
        assert_eq!(streams(&format!("?door={BACK}")), [format!("locks/{ADA}"), key(&both), key(&back)]);
        assert_eq!(streams(&format!("?key={front}")), [key(&front)]);
        assert_eq!(streams(&format!("?person={ADA}")), [format!("locks/{ADA}")]);
        assert_eq!(streams("?type=AccessKeyCreated&limit=2"), [key(&both), key(&back)]);
        assert_eq!(streams("?type=AccessKeyCreated&until=2001-01-01T00:00:00Z"), [""; 0]);
        assert_eq!(streams("?type=AccessKeyCreated&from=2001-01-01T00%3A00%3A00Z&until=2999-01-01T01:00:00%2B01:00").len(), 3);
        let (items, _) = listed(&server, &world.administrator, &format!("?key={front}"));
        let at = items[0]["at"].as_str().unwrap();
        assert_eq!(streams(&format!("?key={front}&from={at}")).len(), 1);
        assert_eq!(streams(&format!("?key={front}&until={at}")).len(), 0);
        for (query, code) in [
            ("?limit=0", "parameter_malformed"),
            ("?after=x", "parameter_malformed"),
            ("?after=-1", "parameter_malformed"),
            ("?after=1&before=2", "parameters_exclusive"),
            ("?door=", "parameter_malformed"),
            ("?kind=code", "parameter_unknown"),
            ("?type=a&type=a", "parameter_repeated"),
        ] {
            let reply = get(&server, &world.administrator, &format!("/events{query}"));
            assert_eq!((reply.status, reply.codes()), (400, vec![code.to_owned()]), "{query}");
        }
        let reply = get(&server, &world.administrator, "/events?from=yesterday");
        assert_eq!(reply.status, 400);
    }

    fn each_sees_what_is_his(world: &World) {
        let server = world.serve();
        let (front, back) = (create(world, &server, &[FRONT]), create(world, &server, &[BACK]));
        let both = create(world, &server, &[BACK, FRONT]);
        let at_back = "insert into event (stream, version, at, organisation, actor, door, access_key, type, data) \
            select 'door/' || '{door}', coalesce(max(version), 0) + 1, 1, 'house', 'a', '{door}', '{key}', 'DoorOpened', '{}' \
            from event where stream = 'door/' || '{door}'";
        for door in [BACK, FRONT] {
            world.sql(&at_back.replace("{door}", door).replace("{key}", &both)).unwrap();
        }
        let seen = |key: &str| -> Vec<String> {
            let (items, _) = listed(&server, key, "?limit=200");
            let kinds = ["AccessKeyCreated", "DoorOpened"];
            let items = items.iter().filter(|item| kinds.iter().any(|kind| item["type"] == *kind));
            items.map(|item| item["stream"].as_str().unwrap().to_owned()).collect()
        };
        let of = |key: &str| format!("access-key/{key}");
        let all = [format!("door/{FRONT}"), format!("door/{BACK}"), of(&both), of(&back), of(&front)];
        assert_eq!(seen(&world.administrator), all);
        assert_eq!(seen(&world.reader), all);
        // A key that he sees too is at another's door there.
        assert_eq!(seen(&world.manager), [format!("door/{FRONT}"), of(&both), of(&front)]);
        let (items, _) = listed(&server, &world.manager, &format!("?door={BACK}&type=DoorOpened"));
        assert_eq!(items.len(), 0);
        assert_eq!(seen(&world.stranger), [""; 0]);
        let printed = world.run("api-key", &[("organisation", "house"), ("role", "controller"), ("doors", FRONT)]);
        let controller = printed.lines().nth(1).unwrap();
        for path in ["/events", "/events/stream"] {
            assert_eq!(get(&server, controller, path).status, 403);
            let eve = token(EVE, 60);
            let reply = server.client().send("GET", path, &[("authorization", &eve)], "");
            assert_eq!((reply.status, reply.codes()), (403, vec!["role_insufficient".into()]));
        }
    }

    fn a_stream_tells_what_comes_and_goes_on_where_it_was(world: &World) {
        let mut server = world.serve();
        create(world, &server, &[FRONT]);
        let mut manager = follow(&server, &world.manager, "?type=AccessKeyCreated", None);
        let mut reader = follow(&server, &world.reader, "", None);
        create(world, &server, &[BACK]);
        let id = create(world, &server, &[FRONT]);
        let heard = next(&mut manager);
        assert_eq!(heard["stream"], format!("access-key/{id}"));
        let told: Vec<_> = (0..4).map(|_| next(&mut reader)["seq"].as_u64().unwrap()).collect();
        let (items, _) = listed(&server, &world.reader, "?limit=4");
        assert_eq!(told.iter().rev().copied().collect::<Vec<_>>(), seqs(&items));
        // Once more from the second; from what was heard rather than from what the address says.
        let mut again = follow(&server, &world.reader, "?after=0", Some(told[1]));
        assert_eq!([next(&mut again)["seq"].as_u64(), next(&mut again)["seq"].as_u64()], [Some(told[2]), Some(told[3])]);
        let mut all = follow(&server, &world.reader, "?after=0&type=AccessKeyCreated", None);
        for _ in 0..3 {
            next(&mut all);
        }
        let wrong = server.client().send("GET", "/events/stream", &[("x-api-key", &world.reader), ("last-event-id", "x")], "");
        assert_eq!((wrong.status, wrong.codes()), (400, vec!["last_event_id_malformed".into()]));
        // At the end they are ended, and not cut off.
        let id = server.process.id().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        for mut client in [manager, reader, again, all] {
            while let Ok(line) = client.line() {
                if line == "0" { break }
            }
        }
        assert!(server.process.wait().unwrap().success());
        assert!(!std::fs::read_to_string(&server.log).unwrap().contains("cut off"));
    }

    fn streams_of_one_are_few(world: &World) {
        let server = world.serve();
        let mut open: Vec<_> = (0..8).map(|_| follow(&server, &world.reader, "", None)).collect();
        let refused = get(&server, &world.reader, "/events/stream");
        assert_eq!((refused.status, refused.codes()), (429, vec!["too_many_streams".into()]));
        open.push(follow(&server, &world.manager, "", None));
        open.remove(0);
        // The next event is what it finds out by that nobody listens.
        for _ in 0..100 {
            create(world, &server, &[FRONT]);
            if get_stream(&server, &world.reader) == 200 {
                return;
            }
        }
        panic!("no place was given back");
    }

    fn who_may_not_ask_any_more_hears_no_more(world: &World) {
        let server = world.serve();
        let mut reader = follow(&server, &world.reader, "", None);
        create(world, &server, &[FRONT]);
        next(&mut reader);
        world.sql("update principal set disabled_at = 1 where role = 'reader'").unwrap();
        create(world, &server, &[FRONT]);
        let rest = std::iter::from_fn(|| reader.line().ok()).take_while(|line| line != "0");
        // What belongs to the first key may still have been on its way.
        assert!(rest.filter(|line| line.starts_with("data: ")).count() < 2);
    }

    fn a_reader_who_does_not_read_holds_nobody_up(world: &World) {
        let server = world.serve();
        let slow: Vec<_> = (0..4).map(|_| follow(&server, &world.reader, "?after=0", None)).collect();
        let text = "x".repeat(4000);
        let many = format!("insert into event (stream, version, at, organisation, actor, type, data) values ('much', $v, 1, 'house', 'a', 'Much', '{{\"text\":\"{text}\"}}')");
        let before = server.memory().unwrap();
        for version in 1..=2000 {
            world.sql(&many.replace("$v", &version.to_string())).unwrap();
        }
        let mut quick = follow(&server, &world.reader, "?after=0&type=Much", None);
        for version in 1..=2000 {
            assert_eq!(next(&mut quick)["version"], json!(version));
        }
        // 8 MB were told to each of the others, who took none of it.
        let grown = server.memory().unwrap().saturating_sub(before);
        // Others may have garbage that is nobody's any more, of the 8 MB for the one who read.
        let room = if is_own() { 16 << 20 } else { 48 << 20 };
        assert!(grown < room, "{grown} bytes more");
        drop(slow);
    }
}

fn get_stream(server: &Server, key: &str) -> u16 {
    let mut client = server.client();
    let head = crate::client::head("GET", "/events/stream", &[("x-api-key", key)], 0);
    client.write(head.as_bytes()).unwrap();
    client.read().unwrap().status
}

fn event(stream: usize, version: u64) -> sqlx::AssertSqlSafe<String> {
    sqlx::AssertSqlSafe(format!(
        "insert into event (stream, version, at, organisation, actor, type, data) \
         values ('s{stream}', {version}, 1, 'house', 'a', 'b', '{{}}')"
    ))
}

/// Two transactions that end in another order than they began in.
#[test]
fn what_is_still_to_come_is_waited_for() {
    let world = World::new(Kind::Postgres);
    let server = world.serve();
    let mut reader = follow(&server, &world.reader, "", None);
    runtime().block_on(async {
        let (mut one, mut other) = (world.connect().await, world.connect().await);
        let mut first = one.begin().await.unwrap();
        sqlx::query(event(1, 1)).execute(&mut *first).await.unwrap();
        let mut second = other.begin().await.unwrap();
        sqlx::query(event(2, 1))
            .execute(&mut *second)
            .await
            .unwrap();
        second.commit().await.unwrap();
        let (seen, next) = listed(&server, &world.reader, "?type=b");
        assert_eq!(seen.len(), 0);
        let (on, next_on) = listed(&server, &world.reader, "?type=b&after=0");
        assert_eq!((on.len(), next), (0, Value::Null));
        first.commit().await.unwrap();
        let (on, _) = listed(
            &server,
            &world.reader,
            &format!("?after={}", next_on.as_str().unwrap()),
        );
        let streams: Vec<_> = on
            .iter()
            .map(|item| item["stream"].as_str().unwrap())
            .collect();
        assert_eq!(streams, ["s1", "s2"]);
    });
    assert_eq!(
        (
            next(&mut reader)["stream"].clone(),
            next(&mut reader)["stream"].clone()
        ),
        (json!("s1"), json!("s2"))
    );
}

/// Every order that a seed draws: what is read on is all there is, once, in the order of the numbers.
#[test]
fn nothing_is_skipped_in_any_order() {
    let world = World::new(Kind::Postgres);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut draw = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % u64::try_from(below).unwrap()).unwrap()
    };
    runtime().block_on(async {
        const WRITERS: usize = 5;
        let mut watcher = world.connect().await;
        let mut writers = Vec::new();
        for _ in 0..WRITERS {
            writers.push((world.connect().await, false, 0_u64, 0_u64));
        }
        let (mut after, mut heard) = (0_i64, Vec::new());
        let mut read = async |heard: &mut Vec<i64>| {
            let settled: i64 = sqlx::query_scalar("select seq from settled")
                .fetch_one(&mut watcher)
                .await
                .unwrap();
            let rows =
                sqlx::query("select seq from event where seq > $1 and seq <= $2 order by seq")
                    .bind(after)
                    .bind(settled)
                    .fetch_all(&mut watcher)
                    .await
                    .unwrap();
            heard.extend(rows.iter().map(|row| row.get::<i64, _>("seq")));
            assert!(settled >= after);
            after = settled;
        };
        for _ in 0..600 {
            let at = draw(WRITERS);
            let (connection, is_open, stored, written) = &mut writers[at];
            match (*is_open, draw(4)) {
                (false, _) => {
                    sqlx::raw_sql("begin")
                        .execute(&mut *connection)
                        .await
                        .unwrap();
                    *is_open = true;
                }
                (true, 0) => {
                    sqlx::raw_sql("commit")
                        .execute(&mut *connection)
                        .await
                        .unwrap();
                    (*is_open, *stored) = (false, *written);
                }
                (true, 1) => {
                    sqlx::raw_sql("rollback")
                        .execute(&mut *connection)
                        .await
                        .unwrap();
                    (*is_open, *written) = (false, *stored);
                }
                (true, _) => {
                    *written += 1;
                    sqlx::query(event(at, *written))
                        .execute(&mut *connection)
                        .await
                        .unwrap();
                }
            }
            read(&mut heard).await;
        }
        for (connection, ..) in &mut writers {
            sqlx::raw_sql("commit").execute(connection).await.unwrap();
        }
        read(&mut heard).await;
        let mut other = world.connect().await;
        let all: Vec<i64> = sqlx::query_scalar("select seq from event order by seq")
            .fetch_all(&mut other)
            .await
            .unwrap();
        assert!(all.len() > 50);
        assert_eq!(heard, all);
    });
}
