//! What no program can do, whatever it tries: the tables hold by themselves.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

use crate::both::over_both;
use crate::world::{ADA, BACK, FRONT, Kind, World};

/// Stores a key at a door, what identifies it told by a tag, between two instants.
fn store(world: &World, key: &str, door: &str, tag: u8, window: [&str; 2]) -> Result<u64, String> {
    let (tag, [from, until]) = (world.sixteen(tag), window);
    world.sql(&format!(
        "insert into key_door (key, door, tag, valid_from, valid_until) \
         values ('{key}', '{door}', {tag}, {from}, {until})"
    ))
}

fn is_refused(done: Result<u64, String>) -> bool {
    done.unwrap_err().contains("identification_in_use")
}

over_both! {
    fn one_code_at_one_door_at_overlapping_times_cannot_be_stored(world: &World) {
        for key in ["a", "b", "c"] {
            world.sql(&format!(
                "insert into access_key (id, organisation, person, kind, created_at) \
                 values ('{key}', 'house', '{ADA}', 'code', 1)"
            )).unwrap();
        }
        store(world, "a", FRONT, 1, ["100", "200"]).unwrap();
        for window in [["100", "200"], ["150", "160"], ["50", "101"], ["199", "300"], ["null", "null"], ["null", "101"], ["199", "null"]] {
            assert!(is_refused(store(world, "b", FRONT, 1, window)), "{window:?}");
        }
        store(world, "b", FRONT, 1, ["200", "300"]).unwrap();
        store(world, "c", FRONT, 1, ["null", "100"]).unwrap();
        store(world, "b", BACK, 1, ["100", "200"]).unwrap();
        store(world, "c", BACK, 2, ["null", "null"]).unwrap();
        assert!(is_refused(world.sql("update key_door set valid_until = 201 where key = 'a'")));
        let tag = world.sixteen(1);
        assert!(is_refused(world.sql(&format!("update key_door set tag = {tag} where key = 'c' and door = '{BACK}'"))));
        // One that is taken back is in nobody's way, and does not come again over another.
        world.sql("update key_door set revoked_at = 5 where key = 'a'").unwrap();
        world.sql(&format!("delete from key_door where key = 'b' and door = '{FRONT}'")).unwrap();
        store(world, "b", FRONT, 1, ["150", "160"]).unwrap();
        assert!(is_refused(world.sql("update key_door set revoked_at = null where key = 'a'")));
        for window in [["200", "100"], ["100", "100"]] {
            assert!(store(world, "b", "1042", 3, window).is_err());
        }
    }

    fn what_happened_is_never_changed(world: &World) {
        let event = |stream: &str, version: i64| format!("insert into event (stream, version, at, actor, type, data) values ('{stream}', {version}, 1, 'a', 'b', '{{}}')");
        world.sql(&event("a", 1)).unwrap();
        world.sql(&event("a", 2)).unwrap();
        for wrong in [event("a", 2), event("a", 1), event("a", 4), event("a", 0), event("b", 2)] {
            assert!(world.sql(&wrong).unwrap_err().contains("version_conflict"), "{wrong}");
        }
        for wrong in ["update event set data = '1'", "delete from event"] {
            assert!(world.sql(wrong).unwrap_err().contains("events_are_kept"), "{wrong}");
        }
        let overwrite = if world.database.starts_with("postgres") {
            "truncate event cascade".to_owned()
        } else {
            event("a", 2).replace("insert into", "insert or replace into")
        };
        assert!(world.sql(&overwrite).is_err());
        assert_eq!(world.number("select count(*) from event where data = '{}'"), 2);
    }

    fn events_of_an_organisation_are_sent_to_who_asked_for_them(world: &World) {
        world.serve();
        let secret = world.sixteen(0);
        let hook = |id: &str, organisation: &str, disabled: &str| format!("insert into webhook (id, organisation, url, version, secret, created_at, disabled_at) values ('{id}', '{organisation}', 'https://localhost', 1, {secret}, 1, {disabled})");
        for (id, organisation, disabled) in [("1", "house", "null"), ("2", "house", "7"), ("3", "hotel", "null")] {
            world.sql(&hook(id, organisation, disabled)).unwrap();
        }
        world.sql("insert into event (stream, version, at, organisation, actor, type, data) values ('a', 1, 9, 'house', 'a', 'b', '{}')").unwrap();
        world.sql("insert into event (stream, version, at, actor, type, data) values ('a', 2, 9, 'a', 'b', '{}')").unwrap();
        assert_eq!(world.number("select count(*) from outbox"), 1);
        assert_eq!(world.number("select count(*) from outbox where webhook = '1' and due_at = 9"), 1);
    }

    fn another_file_of_secrets_is_refused(world: &World) {
        world.serve();
        let secrets = world.folder.join("secrets");
        let kept = std::fs::read(&secrets).unwrap();
        std::fs::remove_file(&secrets).unwrap();
        assert!(world.fails_to_serve().contains("is not there, without which nothing in this database opens"));
        let text = String::from_utf8(kept.clone()).unwrap();
        std::fs::write(&secrets, &text).unwrap();
        assert!(world.fails_to_serve().contains("may be read by others"));
        std::fs::set_permissions(&secrets, Permissions::from_mode(0o600)).unwrap();
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        let line: Vec<_> = lines[1].split(' ').map(str::to_owned).collect();
        lines[1] = format!("{} {} {}", line[0], line[2], line[1]);
        std::fs::write(&secrets, lines.join("\n")).unwrap();
        assert!(world.fails_to_serve().contains("has not the keys of version 1"));
        std::fs::write(&secrets, kept).unwrap();
        world.serve();
    }
}

/// Over TLS, by a certificate that is told, and to nobody else.
/// Until a table was analysed, `PostgreSQL` tells apart no indexes of which a statement names a column.
#[test]
fn a_tag_is_looked_up_by_its_own_index_in_a_new_database() {
    let world = World::new(Kind::Postgres);
    world.serve();
    let plan: Vec<(String,)> = world.query(
        "explain select d.key from key_door d where d.revoked_at is null \
         and (d.valid_until is null or d.valid_until > 1) \
         and (d.door, d.tag) in (values ('a', decode('00', 'hex')))",
    );
    let plan: String = plan.into_iter().map(|(line,)| line + "\n").collect();
    assert!(plan.contains("using key_door_of_tag on key_door"), "{plan}");
}

#[test]
fn postgres_is_reached_over_tls_by_its_certificate() {
    let mut world = World::new(Kind::Postgres);
    let own = crate::webhooks::certificate(&world);
    let database = crate::postgres::over_tls(&own);
    let trusted = own[0].display().to_string();
    world.database = format!("{database}?sslmode=verify-full&sslrootcert={trusted}");
    world.run("organisation", &[("id", "house"), ("name", "House")]);
    let _server = world.serve();
    let over = |ssl: &str| {
        format!(
            "select count(*) from pg_stat_ssl s join pg_stat_activity a on a.pid = s.pid where a.usename = 'latchwork' and {ssl}"
        )
    };
    assert!(world.number(&over("s.ssl")) >= 2);
    assert_eq!(world.number(&over("not s.ssl")), 0);
    let other = World::new(Kind::Sqlite);
    let [untrusted, _] = crate::webhooks::certificate(&other);
    for wrong in [
        format!(
            "{database}?sslmode=verify-full&sslrootcert={}",
            untrusted.display()
        ),
        // The machine trusts no such certificate.
        format!("{database}?sslmode=verify-full"),
        // The certificate is of another name.
        format!(
            "{}?sslmode=verify-full&sslrootcert={trusted}",
            database.replace("localhost", "127.0.0.1")
        ),
    ] {
        world.database = wrong;
        let told = world.fails_to_serve();
        assert!(
            told.contains("the driver failed") || told.contains("away"),
            "{told}"
        );
        assert!(!told.contains("sslmode"), "{told}");
    }
}
