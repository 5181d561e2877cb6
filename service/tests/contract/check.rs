//! `latchwork check`: what the events come to is what the tables have.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::both::over_both;
use crate::client::{Client, Reply};
use crate::kiiaccess::code;
use crate::world::{ADA, BACK, BOB, FRONT, NUMBERED, World};

fn check(world: &World) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchwork"));
    command
        .args(["check", "--database", &world.database])
        .output()
        .unwrap()
}

/// What it says, line by line, where it finds something.
pub fn differences(world: &World) -> Vec<String> {
    let done = check(world);
    let out = String::from_utf8(done.stdout).unwrap();
    if done.status.success() {
        assert_eq!(out, "the events come to what the tables have\n");
        return Vec::new();
    }
    let lines: Vec<_> = out.lines().map(str::to_owned).collect();
    let told = format!("error: {} differences\n", lines.len());
    assert_eq!(String::from_utf8(done.stderr).unwrap(), told, "{out}");
    lines
}

/// Numbers that a seed gives.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }

    fn of<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// Who changes things, and what is there to change.
struct Changer<'w> {
    world: &'w World,
    client: Client,
    random: Random,
    keys: Vec<String>,
    people: Vec<String>,
    doors: Vec<String>,
    /// The key that wrong PINs are typed beside.
    card: String,
    webhooks: Vec<String>,
    users: i64,
    identifiers: i64,
}

impl Changer<'_> {
    fn send(&mut self, method: &str, path: &str, body: &Value) -> Reply {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let headers = [
            ("x-api-key", self.world.administrator.as_str()),
            ("if-match", "*"),
        ];
        let reply = self.client.send(method, path, &headers, &body);
        assert!(reply.status < 500, "{method} {path} {body}: {}", reply.text);
        reply
    }

    /// The id of what was made, where it was.
    fn made(reply: &Reply) -> Option<String> {
        let location = reply.header("location")?;
        Some(location.rsplit_once('/').unwrap().1.to_owned())
    }

    fn key(&mut self) -> String {
        self.random.of(&self.keys).clone()
    }

    /// One change of each kind, by its number; whether it is made depends on what was before.
    fn change(&mut self, kind: usize) {
        let number = self.random.below(1_000);
        match kind {
            0..=8 => self.change_key(kind, number),
            9..=14 => self.change_house(kind, number),
            15..=21 => self.change_panel(kind, number),
            22..=24 => self.try_a_door(number),
            25..=32 => self.change_places(kind, number),
            _ => self.change_principal(kind, number),
        }
        self.learn();
    }

    fn change_key(&mut self, kind: usize, number: usize) {
        match kind {
            0 => {
                let door = self.random.of(&self.doors).clone();
                let mut body = code("*", &[FRONT, &door]);
                if number.is_multiple_of(2) {
                    body["validFrom"] = when(number % 7);
                    body["validTo"] = when(10 + number % 7);
                }
                if number.is_multiple_of(3) {
                    body["schedule"] = json!({ "weekly": [{ "days": ["sat"], "from": 60 + number % 9, "until": 720 }] });
                    body["mostUses"] = (1 + number).into();
                    self.send("POST", "/keys", &body);
                    return;
                }
                self.send("POST", "/access-keys", &body);
            }
            1 => {
                let body = json!({ "keyType": "rfid", "keyIdentification": format!("{}", 10_000 + number), "keyFormat": "EM", "pin": "4711", "keyName": "Card", "accesses": [BACK], "userId": ADA });
                self.send("POST", "/access-keys", &body);
            }
            2 => {
                let body = json!({ "keyType": "mobile", "userId": format!("+4917012{number:05}"), "accesses": [FRONT] });
                self.send("POST", "/access-keys", &body);
            }
            3 => {
                let key = self.key();
                let change = match number % 5 {
                    4 => {
                        json!({ "exempt": self.random.of(&[json!(["code"]), json!(["code", "passback"]), json!([])]) })
                    }
                    0 => json!({ "keyName": format!("Key {number}") }),
                    1 => json!({ "validFrom": when(number % 5), "validTo": when(20 + number % 9) }),
                    2 => json!({ "keyName": null, "validTo": null, "mostUses": number }),
                    _ => {
                        json!({ "mostUses": null, "schedule": { "weekly": [{ "days": ["mon"], "from": 480, "until": 720 }] } })
                    }
                };
                self.send("PATCH", &format!("/keys/{key}"), &change);
            }
            _ => {
                let (key, what) = (
                    self.key(),
                    ["suspend", "resume", "revoke", "report", "show"][kind - 4],
                );
                let body = match what {
                    "report" => {
                        json!({ "state": self.random.of(&["lost", "stolen", "damaged", "active"]) })
                    }
                    "show" => json!({ "again": true }),
                    _ => json!({ "reason": "because" }),
                };
                self.send("POST", &format!("/keys/{key}/{what}"), &body);
            }
        }
    }

    /// Doors, people and their locks.
    fn change_house(&mut self, kind: usize, number: usize) {
        let door = self.random.of(&[FRONT, BACK, NUMBERED]).to_string();
        match kind {
            9 => {
                let reply = self.send(
                    "POST",
                    "/doors",
                    &json!({ "name": format!("Door {number}"), "zone": "Europe/Berlin" }),
                );
                self.doors.extend(Self::made(&reply));
            }
            10 => {
                let door = self.random.of(&self.doors).clone();
                let change = match number % 3 {
                    0 => json!({ "name": format!("Door {number}") }),
                    1 => json!({ "zone": null, "condition": { "vacation": true } }),
                    _ => json!({ "condition": { "vacation": false, "persons": 1 + number % 2 } }),
                };
                self.send("PATCH", &format!("/doors/{door}"), &change);
                let door = self.random.of(&[FRONT, BACK]);
                self.send("POST", &format!("/doors/{door}/forget-tries"), &json!({}));
                self.forget_wrong_pins();
            }
            11 => {
                let phone = (number.is_multiple_of(2)).then(|| format!("+4917155{number:05}"));
                let reply = self.send(
                    "POST",
                    "/people",
                    &json!({ "firstName": "Pa", "lastName": format!("N {number}") }),
                );
                self.people.extend(Self::made(&reply));
                if let Some(phone) = phone {
                    let reply = self.send("POST", "/people", &json!({ "phone": phone }));
                    self.people.extend(Self::made(&reply));
                }
            }
            12 => {
                let person = self.random.of(&self.people).clone();
                let change = match number % 5 {
                    4 => {
                        json!({ "party": self.random.of(&[json!(["escort"]), json!(["needs-escort", "first-person"]), json!([])]) })
                    }
                    0 => json!({ "firstName": format!("Pa {number}"), "lastName": null }),
                    1 => json!({ "phone": format!("+4917166{number:05}") }),
                    2 => json!({ "phone": null }),
                    _ => json!({ "state": self.random.of(&["active", "suspended", "left"]) }),
                };
                self.send("PATCH", &format!("/people/{person}"), &change);
            }
            13 => {
                let mut body = crate::smartphonekey::grant(&door, "OWNER", BOB);
                if number.is_multiple_of(2) {
                    body["validUntil"] = when(number);
                }
                self.send("POST", &format!("/users/{ADA}/AddAccessibleLock"), &body);
            }
            _ => {
                self.send(
                    "POST",
                    &format!("/users/{ADA}/RemoveAccessibleLock"),
                    &crate::smartphonekey::removal(&door, BOB),
                );
            }
        }
    }

    /// The panel, and webhooks.
    fn change_panel(&mut self, kind: usize, number: usize) {
        match kind {
            15 => {
                let second = number.is_multiple_of(2).then_some(BACK);
                let doors = json!({ "first": FRONT, "second": second });
                self.send("PUT", "/panel/doors", &doors);
                let reply = self.send(
                    "POST",
                    "/access/users/item",
                    &crate::basip::user(&format!("User {number}")),
                );
                self.users += i64::from(reply.status == 200);
            }
            16 => {
                let user = 1 + self.random.below(usize::try_from(self.users).unwrap());
                self.send(
                    "PATCH",
                    &format!("/access/users/item/{user}"),
                    &json!({ "name": format!("Named {number}"), "lock_number": number % 3 }),
                );
            }
            17 => {
                let user = 1 + self.random.below(usize::try_from(self.users).unwrap());
                self.send(
                    "DELETE",
                    &format!("/access/users/item/{user}"),
                    &Value::Null,
                );
            }
            18 => {
                let reply = self.send(
                    "POST",
                    "/access/identifier/item",
                    &crate::basip::identifier("inputCode", &format!("{}", 100_000 + number)),
                );
                self.identifiers += i64::from(reply.status == 200);
            }
            19 => {
                let user = 1 + self.random.below(usize::try_from(self.users).unwrap());
                let identifier = 1 + self
                    .random
                    .below(usize::try_from(self.identifiers).unwrap());
                self.send(
                    "POST",
                    &format!("/access/user/{user}/identifier/{identifier}"),
                    &Value::Null,
                );
            }
            20 => {
                let reply = self.send(
                    "POST",
                    "/webhooks",
                    &json!({ "url": format!("https://hooks.example.org/{number}?secret=4711") }),
                );
                self.webhooks.extend(Self::made(&reply));
            }
            _ => {
                let webhook = self.random.of(&self.webhooks).clone();
                self.send("DELETE", &format!("/webhooks/{webhook}"), &Value::Null);
            }
        }
    }

    /// Somebody stands before a door, right or wrong, and may stay where he is.
    fn try_a_door(&mut self, number: usize) {
        let shown = match number % 5 {
            0 => json!([{ "kind": "code", "text": CODE }]),
            1 => json!([{ "kind": "code", "text": format!("{}", 100_000 + number) }]),
            2 => {
                json!([{ "kind": "number", "text": CARD }, { "kind": "code", "text": PIN, "after": 1 }])
            }
            3 => {
                json!([{ "kind": "number", "text": CARD }, { "kind": "code", "text": "4712", "after": 1 }])
            }
            _ => json!([{ "kind": "remote", "text": BOB }]),
        };
        let direction = if number.is_multiple_of(2) {
            "in"
        } else {
            "out"
        };
        let body = json!({ "shown": shown, "direction": direction, "from": if number % 5 == 4 { "afar" } else { "door" } });
        let door = self.random.of(&[FRONT, FRONT, BACK]).to_string();
        let reply = self
            .send("POST", &format!("/doors/{door}/attempts"), &body)
            .json();
        if reply["open"] == true && number.is_multiple_of(3) {
            let path = format!(
                "/doors/{door}/attempts/{}/outcome",
                reply["id"].as_str().unwrap()
            );
            self.send("PUT", &path, &json!({ "opened": number.is_multiple_of(4) }));
        }
    }

    /// Time profiles and apartments of the panel, and its identifiers one by one.
    fn change_places(&mut self, kind: usize, number: usize) {
        let user = 1 + self.random.below(usize::try_from(self.users).unwrap());
        let place = 1 + number % 4;
        let (method, path, body) = match kind {
            25 => (
                "POST",
                "/access/timeprofile/item".to_owned(),
                crate::panel::time_profile(&format!("Times {number}")),
            ),
            26 => (
                "POST",
                "/apartment/item".to_owned(),
                crate::panel::apartment(u64::try_from(number % 100).unwrap()),
            ),
            27 => (
                "POST",
                format!("/access/user/{user}/timeprofile/{place}"),
                Value::Null,
            ),
            28 => (
                "DELETE",
                format!("/access/user/{user}/timeprofile/{place}"),
                Value::Null,
            ),
            29 => (
                "POST",
                format!("/apartment/item/{place}/user/{user}"),
                Value::Null,
            ),
            30 => (
                "GET",
                format!("/access/identifier/item/{place}"),
                Value::Null,
            ),
            31 => (
                "DELETE",
                format!("/access/timeprofile/item/{place}"),
                Value::Null,
            ),
            _ => (
                "DELETE",
                format!("/access/identifier/item/{place}"),
                Value::Null,
            ),
        };
        self.send(method, &path, &body);
    }

    /// Who acts beside the administrator: made, given a key, which is taken back; let in, or not.
    fn change_principal(&mut self, kind: usize, number: usize) {
        if kind == 33 {
            let body = json!({ "name": format!("Bo {number}"), "role": "manager", "doors": [FRONT], "days": 1 + number });
            let made = self.send("POST", "/principals", &body).json();
            if let (Some(id), Some(key)) = (made["id"].as_str(), made["keys"][0]["id"].as_str()) {
                let path = format!("/principals/{id}");
                self.send("POST", &format!("{path}/keys"), &json!({}));
                let reason = number.is_multiple_of(2).then_some("in a log");
                let body = json!({ "reason": reason });
                self.send("POST", &format!("{path}/keys/{key}/revoke"), &body);
            }
            return;
        }
        let list = self.send("GET", "/principals", &Value::Null).json();
        let others = list["items"].as_array().unwrap().iter();
        let others: Vec<_> = others
            .filter_map(|one| one["id"].as_str())
            .filter(|id| *id != self.world.administrator_id)
            .map(str::to_owned)
            .collect();
        let other = self.random.of(&others).clone();
        let change = match number % 4 {
            0 => json!({ "name": format!("Lee {number}") }),
            1 => json!({ "role": "reader" }),
            2 => json!({ "role": "manager", "doors": [FRONT, BACK] }),
            _ => json!({ "role": "controller", "doors": [BACK], "name": "Gate" }),
        };
        self.send("PATCH", &format!("/principals/{other}"), &change);
        for what in ["disable", "enable", "disable"].iter().take(1 + number % 3) {
            let path = format!("/principals/{other}/{what}");
            self.send("POST", &path, &json!({}));
        }
    }

    fn forget_wrong_pins(&mut self) {
        let path = format!("/keys/{}/forget-tries", self.card);
        self.send("POST", &path, &json!({ "reason": "another finger" }));
    }

    /// Which keys there are, the newest of them.
    fn learn(&mut self) {
        let list = self.send("GET", "/keys?limit=30", &Value::Null).json();
        let ids = list["items"].as_array().unwrap().iter();
        self.keys = ids
            .map(|key| key["id"].as_str().unwrap().to_owned())
            .collect();
    }
}

/// What opens, whatever else becomes of keys.
const CODE: &str = "739146";
const CARD: &str = "1386024675";
const PIN: &str = "748365";

const CHANGES: usize = 35;

/// The beginning of some year from now on.
fn when(year: usize) -> Value {
    json!(format!("{}-01-01T00:00:00.000001Z", 2100 + year % 50))
}

/// All kinds of events that the service stores, but for one that takes a webhook days to come to.
fn kinds() -> BTreeSet<String> {
    let text = include_str!("../../src/event/kind.rs");
    let (_, list) = text.split_once("\nkinds! {").unwrap();
    let (list, _) = list.split_once('}').unwrap();
    let all = list.split(',').map(str::trim);
    let all: BTreeSet<_> = all.filter(|kind| !kind.is_empty()).collect();
    assert!(all.contains("DoorOpened"), "{all:?}");
    let others = all
        .into_iter()
        .filter(|kind| *kind != "WebhookDeliveryGivenUp");
    others.map(str::to_owned).collect()
}

over_both! {
    fn events_come_to_what_the_tables_have(world: &World) {
        let server = world.serve();
        let mut changer = Changer {
            world,
            client: server.client(),
            random: Random(0x9e37_79b9_7f4a_7c15),
            keys: Vec::new(),
            people: vec![ADA.into(), BOB.into()],
            doors: vec![FRONT.into(), BACK.into()],
            card: String::new(),
            webhooks: Vec::new(),
            users: 0,
            identifiers: 0,
        };
        // What is needed by what comes after, and then anything.
        let asked = json!({ "condition": {
            "passback": { "mode": "soft", "outside": "street", "inside": "hall" },
            "occupancy": { "area": "hall", "most": 9 },
            "lockout": { "tries": 50, "thenWaitSeconds": 1 },
            "remote": "yes",
        } });
        changer.send("PATCH", &format!("/doors/{FRONT}"), &asked);
        changer.send("POST", "/access-keys", &code(CODE, &[FRONT, BACK]));
        let card = json!({ "keyType": "rfid", "keyIdentification": CARD, "pin": PIN, "accesses": [FRONT, BACK] });
        let card = changer.send("POST", "/access-keys", &card);
        changer.card = Changer::made(&card).unwrap();
        for kind in [0, 1, 2, 15, 15, 15, 18, 18, 18, 18, 20, 4, 5, 7, 8, 25, 25, 25, 26, 26, 26] {
            changer.change(kind);
        }
        // One attempt of each kind, let in or left outside.
        for number in (0..12).chain([30, 32, 36, 42]) {
            changer.try_a_door(number);
        }
        changer.forget_wrong_pins();
        for step in 0..330 {
            let kind = if step < CHANGES { step } else { changer.random.below(CHANGES) };
            // One that is taken back is seldom of use afterwards.
            if kind != 6 || step % 3 == 0 {
                changer.change(kind);
            }
        }
        // Whatever was taken away, a user has hours.
        let mut of_panel = |path: &str, body: &Value| changer.send("POST", path, body).json()["uid"].clone();
        let user = of_panel("/access/users/item", &crate::basip::user("Zoe"));
        let times = of_panel("/access/timeprofile/item", &crate::panel::time_profile("Always"));
        of_panel(&format!("/access/user/{user}/timeprofile/{times}"), &Value::Null);
        let happened: BTreeSet<_> = get_all(&mut changer).into_iter().collect();
        let missing: Vec<_> = kinds().difference(&happened).cloned().collect();
        assert_eq!(missing, [""; 0]);
        assert_eq!(differences(world), [""; 0]);
        drop(server);
        each_column_that_is_other_is_told(world);
        let key = changer.keys[0].clone();
        let mut expected = 0;
        for (sql, told) in [
            ("update door set name = 'Another' where id = '1042'".to_owned(), "door 1042: name is \"Another\", by the events \"Door\"".to_owned()),
            (format!("update person set locks_version = locks_version + 1 where id = '{ADA}'"), format!("person {ADA}: locks_version is")),
            (format!("update access_key set revision = 99 where id = '{key}'"), format!("access_key {key}: revision is 99")),
            (format!("update key_door set valid_until = 9007199254740991 where key = '{key}'"), format!("key_door {key} ")),
            ("update panel set next_user = 77".into(), "panel house: next_user is 77".into()),
            ("insert into panel_user (organisation, uid, name, info, auth_factors, lock_number, is_custom_user_access) values ('house', 999, 'a', '', '[]', 0, 0)".into(), "panel_user house 999: no event made it".into()),
            ("delete from principal_door".into(), "principal_door ".into()),
            ("insert into event (stream, version, at, organisation, actor, type, data) values ('moon/1', 1, 1, 'house', 'a', 'MoonRisen', '{}')".into(), "moon/1 1: MoonRisen: nothing is known of this kind".into()),
            ("insert into event (stream, version, at, organisation, actor, type, data) values ('access-key/none', 1, 1, 'house', 'a', 'AccessKeyRevoked', '{}')".into(), "access-key/none 1: AccessKeyRevoked: access_key none is not there".into()),
        ] {
            world.sql(&sql).unwrap();
            let found = differences(world);
            assert!(found.len() > expected, "{sql}");
            expected = found.len();
            assert!(found.iter().any(|line| line.starts_with(&told)), "{told}\n{}", found.join("\n"));
        }
        // No secret of an address is told.
        assert!(!crate::secrecy::tells(&String::from_utf8(check(world).stdout).unwrap(), "4711"));
    }
}

/// Tables of which events say nothing: what passes, what is outside of all organisations, and events.
const PASSING: [&str; 7] = [
    "_sqlx_migrations",
    "event",
    "idempotency",
    "outbox",
    "secret_version",
    "session",
    "ticket",
];

/// Columns of which events say nothing: secrets and what is made of them, and who is being sent to.
const SECRET: [(&str, &str); 11] = [
    ("api_key", "hash"),
    ("api_key", "panel_hash"),
    ("key_secret", "version"),
    ("key_secret", "identification"),
    ("panel_identifier", "tag"),
    ("panel_identifier", "version"),
    ("panel_identifier", "number"),
    ("webhook", "version"),
    ("webhook", "secret"),
    ("webhook", "lease"),
    ("webhook", "leased_until"),
];

/// Columns of which events say whether there is something.
const THERE: [(&str, &str); 2] = [("key_door", "tag"), ("key_secret", "pin")];

/// A column as the database has it: its name, whether it is a number, and whether it names the row.
struct Column {
    name: String,
    is_number: bool,
    is_key: bool,
}

/// Far from all numbers there are, in either direction, and yet an instant of every database.
const FAR: i64 = 1 << 56;

impl Column {
    fn changed(&self) -> String {
        let name = &self.name;
        match name.as_str() {
            // A window has its end after its beginning.
            "valid_from" if self.is_number => format!("{name} = coalesce({name}, 0) - {FAR}"),
            _ if self.is_number => format!("{name} = coalesce({name}, 0) + {FAR}"),
            _ => format!("{name} = '~' || coalesce({name}, '')"),
        }
    }

    /// As it was before, null where it was.
    fn changed_back(&self, was_null: bool) -> String {
        let name = &self.name;
        match name.as_str() {
            _ if was_null => format!("{name} = null"),
            "valid_from" if self.is_number => format!("{name} = {name} + {FAR}"),
            _ if self.is_number => format!("{name} = {name} - {FAR}"),
            _ => format!("{name} = ltrim({name}, '~')"),
        }
    }

    fn is_changed(&self) -> String {
        let name = &self.name;
        if self.is_number {
            format!("abs({name}) >= {}", FAR / 2)
        } else {
            format!("{name} like '~%'")
        }
    }
}

/// The columns of a table that are neither made of others nor only there or not.
fn columns(world: &World, table: &str) -> Vec<Column> {
    let sql = if is_postgres(world) {
        format!(
            "select c.column_name::text as name, c.data_type::text as kind, (exists (select 1 from pg_index i \
             join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey) \
             where i.indisprimary and i.indrelid = '{table}'::regclass and a.attname = c.column_name))::int::bigint as own \
             from information_schema.columns c where c.table_name = '{table}' and c.is_generated = 'NEVER'"
        )
    } else {
        format!("select name, lower(type) as kind, pk as own from pragma_table_info('{table}')")
    };
    let is_told = |name: &str| !SECRET.contains(&(table, name)) && !THERE.contains(&(table, name));
    let rows = world.query::<(String, String, i64)>(&sql);
    let told = rows.into_iter().filter(|(name, _, _)| is_told(name));
    told.map(|(name, kind, own)| Column {
        is_number: ["bigint", "integer"].contains(&kind.as_str()),
        is_key: own > 0,
        name,
    })
    .collect()
}

fn is_postgres(world: &World) -> bool {
    world.database.starts_with("postgres")
}

/// Runs a statement as nothing that keeps the tables right lets a program.
fn force(world: &World, sql: &str) {
    let free = if is_postgres(world) {
        ""
    } else {
        "pragma foreign_keys = off; pragma ignore_check_constraints = on; "
    };
    world.sql(&format!("{free}{sql}")).unwrap();
}

/// Takes away what keeps the tables right, and gives the statement that lists them.
fn loosened(world: &World) -> &'static str {
    if is_postgres(world) {
        force(
            world,
            "do $$ declare own record; begin for own in select conrelid::regclass as of, conname from pg_constraint \
             where connamespace = 'public'::regnamespace and contype in ('c', 'f', 'x') order by contype desc loop \
             execute format('alter table %s drop constraint %I', own.of, own.conname); end loop; end $$",
        );
        "select table_name::text from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
    } else {
        force(
            world,
            "drop trigger key_door_insert; drop trigger key_door_update",
        );
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    }
}

/// Changes a row of each table by hand, column by column, and back again.
fn each_column_that_is_other_is_told(world: &World) {
    let tables = loosened(world);
    let row = if is_postgres(world) { "ctid" } else { "rowid" };
    let mut seen = 0;
    for (table,) in world.query::<(String,)>(tables) {
        if PASSING.contains(&table.as_str()) {
            continue;
        }
        let (own, others): (Vec<_>, Vec<_>) = columns(world, &table)
            .into_iter()
            .partition(|column| column.is_key);
        // All but the key at once, and one of the key.
        for changed in [&others[..], &own[own.len() - 1..]] {
            let Some(first) = changed.first() else {
                continue;
            };
            let was_null: Vec<_> = changed
                .iter()
                .map(|column| {
                    let sql = format!(
                        "select count(*) from {table} where {row} = (select min({row}) from {table}) and {} is null",
                        column.name
                    );
                    world.number(&sql) == 1
                })
                .collect();
            let set: Vec<_> = changed.iter().map(Column::changed).collect();
            force(
                world,
                &format!(
                    "update {table} set {} where {row} = (select min({row}) from {table})",
                    set.join(", ")
                ),
            );
            let found = differences(world);
            for column in changed {
                let told = format!(": {} is ", column.name);
                let is_told = |line: &String| {
                    line.starts_with(&format!("{table} "))
                        && (line.contains(&told)
                            || column.is_key && line.ends_with(": no event made it"))
                };
                assert!(
                    found.iter().any(is_told),
                    "{table}.{}\n{}",
                    column.name,
                    found.join("\n")
                );
                seen += 1;
            }
            let set: Vec<_> = changed
                .iter()
                .zip(was_null)
                .map(|(column, was_null)| column.changed_back(was_null))
                .collect();
            force(
                world,
                &format!(
                    "update {table} set {} where {}",
                    set.join(", "),
                    first.is_changed()
                ),
            );
        }
    }
    for (table, column) in THERE {
        let bytes = world.sixteen(7);
        force(
            world,
            &format!(
                "update {table} set {column} = {bytes} where {row} = (select min({row}) from {table} where {column} is null)"
            ),
        );
        let told = format!(": {column} is true, by the events false");
        let found = differences(world);
        assert!(
            found
                .iter()
                .any(|line| line.starts_with(table) && line.ends_with(&told)),
            "{found:?}"
        );
        force(
            world,
            &format!("update {table} set {column} = null where {column} = {bytes}"),
        );
        seen += 1;
    }
    assert!(seen > 90, "{seen}");
    assert_eq!(differences(world), [""; 0]);
}

/// The kinds of all events.
fn get_all(changer: &mut Changer<'_>) -> Vec<String> {
    let (mut kinds, mut after) = (Vec::new(), "0".to_owned());
    loop {
        let page = changer
            .send(
                "GET",
                &format!("/events?limit=200&after={after}"),
                &Value::Null,
            )
            .json();
        let items = page["items"].as_array().unwrap();
        kinds.extend(
            items
                .iter()
                .map(|item| item["type"].as_str().unwrap().to_owned()),
        );
        page["next"].as_str().unwrap().clone_into(&mut after);
        if items.is_empty() {
            return kinds;
        }
    }
}
