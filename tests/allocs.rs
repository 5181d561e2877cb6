//! What each call asks the allocator for, held against `allocs.snap`: how many times, how many bytes
//! in all, how many of them at once. A vector that grows counts once for each place it has lain in.
//!
//! Where a change is meant, `LATCHWORK_SNAPSHOTS=write cargo test --test allocs` writes the file
//! anew, and a review sees what it costs.
#![cfg(all(not(target_arch = "wasm32"), target_pointer_width = "64"))]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::fmt::{Debug, Write as _};
use std::hint::black_box;
use std::{env, fs};

use latchwork::schedule::LocalTime;
use latchwork::system::basip::{CreateIdentifier, CreateUser};
use latchwork::system::kiiaccess::{self, CreateAccessKey, State};
use latchwork::system::smartphonekey::{GrantLockAccess, RemoveLockAccess};
use latchwork::{
    AccessLevel, CardFields, CardFormat, Code, CodePolicy, FreeCodes, Issues, KeyFormat,
    PhoneNumber, Schedule, Timestamp, Uid, UserId, Uuid, Value, Window, Word, decode,
    identify_card, match_cards,
};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/allocs.snap");
const UUID: &str = "9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11";

/// The lines of the snapshot.
struct Lines(String);

impl Lines {
    fn add<T>(&mut self, name: &str, call: impl Fn() -> T) {
        // Whatever is made once in the life of a process is not of this call.
        drop(black_box(call()));
        let took = allocation_counter::measure(|| drop(black_box(call())));
        assert_eq!(took.bytes_current, 0, "{name}: expected no leak");
        let (count, bytes, most) = (took.count_total, took.bytes_total, took.bytes_max);
        writeln!(self.0, "{name:<48}{count:>8}{bytes:>10}{most:>10}").expect("room");
    }

    /// A request's bodies: one that is right, one with one issue, one with six.
    fn add_request<T: Debug>(
        &mut self,
        name: &str,
        bodies: [&str; 3],
        check: impl Fn(&[u8]) -> Result<T, Issues>,
    ) {
        let told = [("valid", 0), ("one issue", 1), ("six issues", 6)];
        for (body, (kind, expected)) in bodies.into_iter().zip(told) {
            let checked = check(body.as_bytes());
            let found = checked.as_ref().err().map_or(0, Issues::len);
            assert_eq!(found, expected, "{name}, {kind}: {checked:?}");
            self.add(&format!("{name}, {kind}"), || check(body.as_bytes()));
        }
    }
}

fn requests(lines: &mut Lines) {
    lines.add_request(
        "create access key",
        [
            r#"{"userId":"+46701234567","userFirstName":"Ada","userLastName":"Lindqvist","keyType":"rfid","keyFormat":"EM","keyIdentification":"4711471147","keyName":"Front door","pin":"2580","accesses":["9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11","1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"],"validFrom":"2026-03-01T08:00:00Z","validTo":"2027-03-01T08:00:00+01:00"}"#,
            r#"{"userId":"+46701234567","userFirstName":"Ada","userLastName":"Lindqvist","keyType":"rfid","keyFormat":"EM","keyIdentification":"47x1","keyName":"Front door","pin":"2580","accesses":["9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11","1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"],"validFrom":"2026-03-01T08:00:00Z","validTo":"2027-03-01T08:00:00+01:00"}"#,
            r#"{"userId":"46701234567","userFirstName":"Ada","userLastName":"Lindqvist","keyType":"rfid","keyFormat":"EM","keyIdentification":"47x1","keyName":5,"pin":"123","accesses":["9f3b6c1e-4a52-4d7e-8b10"],"validFrom":"2026-03-01","validTo":"2027-03-01T08:00:00+01:00"}"#,
        ],
        CreateAccessKey::check,
    );
    lines.add_request(
        "grant lock access",
        [
            r#"{"lockId":"4711","lockName":"Front door","accessLevel":"USER","validFrom":"2026-03-01T08:00:00Z","validUntil":"2027-03-01T08:00:00Z","grantedBy":"7a1d9e03-5b6c-4f28-9d47-0e3c8b5a2f61"}"#,
            r#"{"lockId":"4711","lockName":"Front door","accessLevel":"user","validFrom":"2026-03-01T08:00:00Z","validUntil":"2027-03-01T08:00:00Z","grantedBy":"7a1d9e03-5b6c-4f28-9d47-0e3c8b5a2f61"}"#,
            r#"{"lockId":"47x1","lockName":5,"accessLevel":"user","validFrom":"2026-03-01","validUntil":"2027","grantedBy":"7a1d9e03"}"#,
        ],
        |body| GrantLockAccess::check(UUID, body),
    );
    lines.add_request(
        "remove lock access",
        [
            r#"{"lockId":"4711","removedBy":"7a1d9e03-5b6c-4f28-9d47-0e3c8b5a2f61","reason":"moved out"}"#,
            r#"{"lockId":"4711","removedBy":"7a1d9e03","reason":"moved out"}"#,
            r#"{"lockId":"47x1","removedBy":"7a1d9e03","reason":5,"a":1,"b":2,"c":3}"#,
        ],
        |body| RemoveLockAccess::check(UUID, body),
    );
    lines.add_request(
        "create user",
        [
            r#"{"name":"Ada Lindqvist","info":"flat 12","auth_factors":["card","input_code"],"lock_number":1,"is_custom_user_access":true}"#,
            r#"{"name":"Ada Lindqvist","info":"flat 12","auth_factors":["card","input_code"],"lock_number":3,"is_custom_user_access":true}"#,
            r#"{"name":5,"info":5,"auth_factors":["key","pin"],"lock_number":3,"is_custom_user_access":1}"#,
        ],
        CreateUser::check,
    );
    lines.add_request(
        "create identifier",
        [
            r#"{"identifier_owner":{"name":"Ada Lindqvist","type":"owner"},"identifier_type":"inputCode","identifier_number":"2580","lock":"all","valid":{"time":{"is_permanent":false,"from":1772352000,"to":1788249600},"passes":{"is_permanent":false,"max_passes":5}}}"#,
            r#"{"identifier_owner":{"name":"Ada Lindqvist","type":"owner"},"identifier_type":"inputCode","identifier_number":"25x","lock":"all","valid":{"time":{"is_permanent":false,"from":1772352000,"to":1788249600},"passes":{"is_permanent":false,"max_passes":5}}}"#,
            r#"{"identifier_owner":{"name":"Ada Lindqvist","type":"owner"},"identifier_type":"inputCode","identifier_number":"25x","lock":"all","valid":{"time":{"is_permanent":0,"from":"a","to":"b"},"passes":{"is_permanent":0,"max_passes":"c"}}}"#,
        ],
        CreateIdentifier::check,
    );
}

fn values(lines: &mut Lines) {
    lines.add("code", || Code::parse("735194"));
    lines.add("code, wrong", || Code::parse("73519x"));
    lines.add("uuid", || Uuid::parse(UUID));
    lines.add("uuid, wrong", || Uuid::parse("9f3b6c1e-4a52"));
    lines.add("timestamp", || {
        Timestamp::parse("2027-03-01T08:00:00+01:00")
    });
    lines.add("timestamp, wrong", || Timestamp::parse("2027-03-01"));
    lines.add("phone number", || PhoneNumber::parse("+46701234567"));
    lines.add("phone number, wrong", || PhoneNumber::parse("0701234567"));
    lines.add("user id", || UserId::parse(UUID));
    lines.add("access level", || AccessLevel::parse("OWNER"));
    let [from, until] = ["2026-03-01T08:00:00Z", "2027-03-01T08:00:00Z"]
        .map(|text| Timestamp::parse(text).expect("an instant"));
    lines.add("window", || Window::new(Some(from), Some(until)));
    lines.add("window, wrong", || Window::new(Some(until), Some(from)));
    lines.add("key number", || KeyFormat::EM.check("4711471147"));
    lines.add("key number, wrong", || KeyFormat::EM.check("47x1"));
}

fn codes(lines: &mut Lines) {
    let six = CodePolicy::default();
    let nuki = CodePolicy::preset("nuki").expect("a preset");
    lines.add("policy, default", CodePolicy::default);
    lines.add("policy, preset", || CodePolicy::preset("nuki"));
    lines.add("policy checks a code", || nuki.check("748365"));
    lines.add("policy checks a code, wrong", || nuki.check("120455"));
    lines.add("keyspace", || nuki.keyspace());
    lines.add("free codes of six digits, none taken", || {
        FreeCodes::new(&six, &[])
    });
    let free = FreeCodes::new(&six, &[]);
    let generator = || ChaCha8Rng::seed_from_u64(1);
    lines.add("one code drawn", || free.draw(&mut generator()));
    let body = format!(r#"{{"keyType":"code","keyIdentification":"*","accesses":["{UUID}"]}}"#);
    let request = CreateAccessKey::check(body.as_bytes()).expect("a request");
    let now = Timestamp::parse("2026-03-01T08:00:00Z").expect("an instant");
    let mut taken = free.draw_many(100_000, &mut generator()).expect("codes");
    for count in ["100,000", "10"] {
        let set = FreeCodes::new(&six, &taken);
        let mut state = State::new(Vec::new());
        state.may_manage_accesses = true;
        state.free = Some(&set);
        lines.add(
            &format!("access key, a set of which {count} are taken"),
            || kiiaccess::decide(&request, &state, now, &mut generator()),
        );
        taken.truncate(10);
    }
    lines.add("1,000 codes drawn", || {
        free.draw_many(1_000, &mut generator())
    });
}

fn cards(lines: &mut Lines) {
    let format = CardFormat::find("H10301", &[]).expect("a format");
    let fields = CardFields {
        facility: Some(123),
        card: Some(4567),
        ..CardFields::default()
    };
    let word = format.encode(&fields).expect("fields that fit");
    lines.add("word from bits", || {
        Word::from_bits("00101111011000100011101011")
    });
    lines.add("word from hex", || Word::from_hex("2F623AE", 26));
    lines.add("word from a proximity frame", || {
        Word::from_prox("2006F623AE")
    });
    lines.add("word from a PACS frame", || Word::from_pacs("06BD88EB80"));
    lines.add("word encoded", || format.encode(&fields));
    lines.add("word decoded", || decode(word, CardFormat::built_in()));
    lines.add("uid", || Uid::parse("04:A2:2B:5E:D8:33:80"));
    lines.add("printed number identified", || {
        identify_card("11576829", &[])
    });
    lines.add("printed number converted", || {
        let named = |name| latchwork::Conversion::find(name, &[]).expect("a conversion");
        let (from, to) = (named("em4100_dez3_5c_joined"), named("em4100_dez8"));
        from.read("17642493")
            .and_then(|identifier| to.convert(identifier))
    });
    lines.add("printed numbers matched", || {
        match_cards("17642493", "11576829", &[])
    });
}

fn schedules(lines: &mut Lines) {
    let rule = r#"{"days":["mon","tue","wed","thu","fri"],"from":540,"until":1020}"#;
    let rules = [rule; 20].join(",");
    let text = format!(
        r#"{{"weekly":[{rules}],"special":[{{"days":["2026-12-25","2027-01-01"],"periods":[]}}]}}"#
    );
    let value = Value::from_json(text.as_bytes(), text.len()).expect("JSON");
    lines.add("schedule of 20 rules", || Schedule::check_value(&value));
    let schedule = Schedule::check_value(&value).expect("a schedule");
    lines.add("hours made of it", || schedule.hours());
    let hours = schedule.hours();
    let now = Timestamp::parse("2026-12-24T18:00:00+01:00").expect("an instant");
    lines.add("hours asked", || hours.state(LocalTime::of(now)));
    lines.add("hours told by rules", || hours.to_schedule());
}

#[test]
fn every_call_takes_what_the_snapshot_says() {
    let mut lines = Lines(format!(
        "{:<48}{:>8}{:>10}{:>10}\n",
        "", "times", "bytes", "at once"
    ));
    requests(&mut lines);
    values(&mut lines);
    codes(&mut lines);
    cards(&mut lines);
    schedules(&mut lines);
    let Lines(found) = lines;
    if env::var_os("LATCHWORK_SNAPSHOTS").is_some_and(|value| value == "write") {
        fs::write(SNAPSHOT, found).expect("the snapshot can be written");
        return;
    }
    let expected = fs::read_to_string(SNAPSHOT).unwrap_or_default();
    let lines_of = |text: &str| text.lines().map(String::from).collect::<Vec<_>>();
    let (expected, found) = (lines_of(&expected), lines_of(&found));
    let gone = expected.iter().filter(|line| !found.contains(line));
    let come = found.iter().filter(|line| !expected.contains(line));
    let differ: Vec<_> = gone
        .map(|line| format!("- {line}"))
        .chain(come.map(|line| format!("+ {line}")))
        .collect();
    assert!(
        differ.is_empty(),
        "allocs.snap says otherwise; where that is meant: \
         LATCHWORK_SNAPSHOTS=write cargo test --test allocs\n{}",
        differ.join("\n")
    );
    assert_eq!(
        expected, found,
        "expected the lines of allocs.snap in their order"
    );
}
