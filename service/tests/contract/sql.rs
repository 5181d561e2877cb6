//! What no program can do, whatever it tries: the tables hold by themselves.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

use crate::world::{ADA, BACK, FRONT, World, over_both};

/// A key at a door, its code told by a tag, between two instants.
fn key_door(key: &str, door: &str, tag: u8, from: &str, until: &str) -> String {
    let tag = format!("{tag:02x}").repeat(16);
    format!(
        "insert into key_door (key, door, tag, valid_from, valid_until) values ('{key}', '{door}', {}, {from}, {until})",
        format_args!("TAG{tag}")
    )
}

fn run(world: &World, statement: &str) -> Result<u64, String> {
    let postgres = world.database.starts_with("postgres");
    let (before, after) = if postgres { ("'\\x", "'") } else { ("x'", "'") };
    let mut sql = statement.to_owned();
    while let Some(at) = sql.find("TAG") {
        let digits = sql[at + 3..at + 35].to_owned();
        sql.replace_range(at..at + 35, &format!("{before}{digits}{after}"));
    }
    world.sql(&sql)
}

fn keys(world: &World) {
    for key in ["a", "b", "c"] {
        let sql = format!(
            "insert into access_key (id, organisation, person, kind, created_at) values ('{key}', 'house', '{ADA}', 'code', 1)"
        );
        run(world, &sql).unwrap();
    }
}

fn refused(world: &World, statement: &str) {
    let error = run(world, statement).unwrap_err();
    assert!(
        error.contains("identification_in_use"),
        "{statement}: {error}"
    );
}

over_both! {
    fn one_code_at_one_door_at_overlapping_times_cannot_be_stored(world: &World) {
        keys(world);
        run(world, &key_door("a", FRONT, 1, "100", "200")).unwrap();
        for (from, until) in [("100", "200"), ("150", "160"), ("50", "101"), ("199", "300"), ("null", "null"), ("null", "101"), ("199", "null")] {
            refused(world, &key_door("b", FRONT, 1, from, until));
        }
        run(world, &key_door("b", FRONT, 1, "200", "300")).unwrap();
        run(world, &key_door("c", FRONT, 1, "null", "100")).unwrap();
        run(world, &key_door("b", BACK, 1, "100", "200")).unwrap();
        run(world, &key_door("c", BACK, 2, "null", "null")).unwrap();
        refused(world, "update key_door set valid_until = 201 where key = 'a'");
        refused(world, &format!("update key_door set tag = TAG{} where key = 'c' and door = '{BACK}'", "01".repeat(16)));
        // One that is taken back is in nobody's way, and does not come again over another.
        run(world, &format!("update key_door set revoked_at = 5 where key = 'a' and door = '{FRONT}'")).unwrap();
        run(world, &format!("delete from key_door where key = 'b' and door = '{FRONT}'")).unwrap();
        run(world, &key_door("b", FRONT, 1, "150", "160")).unwrap();
        refused(world, "update key_door set revoked_at = null where key = 'a'");
        assert!(run(world, &key_door("b", "1042", 3, "200", "100")).is_err());
        assert!(run(world, &key_door("b", "1042", 3, "100", "100")).is_err());
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
        let blob = if world.database.starts_with("postgres") { "'\\x00'" } else { "x'00'" };
        let hook = |id: &str, organisation: &str, disabled: &str| format!("insert into webhook (id, organisation, url, version, secret, created_at, disabled_at) values ('{id}', '{organisation}', 'https://localhost', 1, {blob}, 1, {disabled})");
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
