//! Laws of the systems: locks folded from events, plates, replies, and what leaves as serde writes
//! it.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]
#![cfg_attr(
    target_arch = "wasm32",
    expect(clippy::indexing_slicing, reason = "a test fails by panicking")
)]

use latchwork::system::basip::{
    self, ChangeUser, CreateUser, EntityUid, IdentifierNumber, IdentifierType, StoredUser, Validity,
};
use latchwork::system::kiiaccess::{self, CreateAccessKey};
use latchwork::system::smartphonekey::{
    self, AccessibleLock, Aggregate, Event, GrantLockAccess, LockId, Removal, RemoveLockAccess,
};
use latchwork::{
    AccessLevel, Code, Grant, GrantPolicy, Issue, Issues, LARGEST_BODY, Timestamp, UnknownFields,
    Uuid, Value, Window,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const USER: &str = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";
const OWNER: &str = "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11";

fn now() -> Timestamp {
    Timestamp::parse("2026-03-01T08:00:00Z").expect("an instant")
}

fn uuid(text: &str) -> Uuid {
    Uuid::parse(text).expect("a uuid")
}

fn lock(id: u32) -> AccessibleLock {
    AccessibleLock::new(
        LockId::parse(&id.to_string()).expect("a number"),
        format!("Door {id}"),
        AccessLevel::User,
        Window::ALWAYS,
        uuid(OWNER),
    )
    .expect("a name")
}

fn added(id: u32) -> Event {
    Event::Added {
        user: uuid(USER),
        lock: lock(id),
    }
}

fn removed(id: u32) -> Event {
    let removal = Removal::new(lock(id).id().clone(), uuid(USER), "moved out");
    Event::Removed {
        user: uuid(USER),
        removal: removal.expect("a reason"),
        removed_at: now(),
    }
}

#[test]
fn locks_folded_from_events_are_those_of_a_plain_list() {
    let mut random = ChaCha8Rng::seed_from_u64(9);
    let mut aggregate = Aggregate::default();
    let mut list: Vec<u32> = Vec::new();
    for _ in 0..5_000 {
        let id = random.next_u32() % 150;
        let place = list.iter().position(|listed| *listed == id);
        let adds = random.next_u32() % 2 == 0;
        let event = if adds { added(id) } else { removed(id) };
        let before = aggregate.clone();
        match (aggregate.apply(&event), adds, place) {
            (Ok(()), true, None) => list.push(id),
            (Ok(()), false, Some(place)) => {
                list.remove(place);
            }
            (Err(issue), true, Some(_)) => {
                assert_eq!(issue.code(), "lock_already_accessible");
                assert_eq!(aggregate, before);
            }
            (Err(issue), false, None) => {
                assert_eq!(issue.code(), "lock_not_accessible");
                assert_eq!(aggregate, before);
            }
            (answer, ..) => assert_eq!(answer, Ok(()), "{event:?} after {list:?}"),
        }
        assert!(
            aggregate
                .locks()
                .eq(&list.iter().map(|id| lock(*id)).collect::<Vec<_>>())
        );
        assert_eq!(
            aggregate.lock(lock(id).id()).is_some(),
            list.contains(&id),
            "{id}"
        );
    }
    let written = aggregate.to_value();
    assert_eq!(Aggregate::check_value(&written).as_ref(), Ok(&aggregate));
}

/// Text of few letters, many of which are none, or half white space.
fn text(random: &mut ChaCha8Rng) -> String {
    let letters = " \t\n\u{0}\u{a0}\u{2003}\u{feff}\"\\é４😀ab";
    let letter = |place: u32| {
        letters
            .chars()
            .cycle()
            .nth(usize::try_from(place).unwrap_or_default())
    };
    let length = random.next_u32() % 6;
    (0..length)
        .filter_map(|_| letter(random.next_u32() % 64))
        .collect()
}

/// An instant of the years 0000 to 9999 with any fraction.
fn some_instant(random: &mut ChaCha8Rng) -> Timestamp {
    let seconds = i64::from(random.next_u32()) * 73 - 62_000_000_000;
    Timestamp::from_epoch(seconds, random.next_u32() % 1_000_000_000).expect("an instant")
}

fn some_window(random: &mut ChaCha8Rng) -> Window {
    let mut end = || (!random.next_u32().is_multiple_of(3)).then(|| some_instant(random));
    Window::new(end(), end()).unwrap_or(Window::ALWAYS)
}

/// The same value, written as an object and read again, and by way of a text.
fn is_read_back<T: PartialEq + std::fmt::Debug>(
    it: &T,
    write: for<'a> fn(&'a T) -> Value<'a>,
    read: fn(&Value<'_>) -> Result<T, Issues>,
) {
    let written = write(it);
    assert_eq!(read(&written).as_ref(), Ok(it));
    let body = written.to_json();
    let again = Value::from_json(body.as_bytes(), usize::MAX).expect("JSON");
    assert_eq!(read(&again).as_ref(), Ok(it), "{body}");
}

#[test]
fn whatever_can_be_written_of_locks_can_be_read_back() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let (mut refused, mut kept) = (0, 0);
    for round in 0..300_u64 {
        let user = uuid(if round % 2 == 0 { USER } else { OWNER });
        let mut aggregate = if round % 3 == 0 {
            Aggregate::of_user(user)
        } else {
            Aggregate::default()
        };
        is_read_back(&aggregate, Aggregate::to_value, Aggregate::check_value);
        for _ in 0..random.next_u32() % 40 {
            let id = LockId::parse(&(random.next_u32() % 9).to_string()).expect("a number");
            let level = AccessLevel::ALL[usize::from(random.next_u32() % 4 > 1)];
            let window = some_window(&mut random);
            let lock = AccessibleLock::new(id.clone(), text(&mut random), level, window, user);
            let removal = Removal::new(id, user, text(&mut random));
            let event = if random.next_u32() % 2 == 0 {
                lock.map(|lock| Event::Added { user, lock })
            } else {
                let removed_at = some_instant(&mut random);
                removal.map(|removal| Event::Removed {
                    user,
                    removal,
                    removed_at,
                })
            };
            let Ok(event) = event else {
                refused += 1;
                continue;
            };
            kept += 1;
            is_read_back(&event, Event::to_value, Event::check_value);
            if aggregate.apply(&event).is_ok() {
                is_read_back(&aggregate, Aggregate::to_value, Aggregate::check_value);
            }
        }
    }
    assert!(refused > 500 && kept > 1_000, "{refused} {kept}");
}

#[test]
fn an_event_of_another_user_changes_nothing() {
    let mut aggregate = Aggregate::default();
    aggregate.apply(&added(1)).expect("nobody's yet");
    assert_eq!(aggregate.user(), Some(uuid(USER)));
    let others = |event: Event| match event {
        Event::Added { lock, .. } => Event::Added {
            user: uuid(OWNER),
            lock,
        },
        Event::Removed {
            removal,
            removed_at,
            ..
        } => Event::Removed {
            user: uuid(OWNER),
            removal,
            removed_at,
        },
    };
    for event in [added(2), added(1), removed(1), removed(2)] {
        let before = aggregate.clone();
        let issue = aggregate.apply(&others(event)).expect_err("another's");
        assert_eq!(issue.code(), "user_not_of_locks");
        assert_eq!(aggregate, before);
    }
    let mut named = Aggregate::of_user(uuid(OWNER));
    assert_eq!(
        named.apply(&added(1)).expect_err("another's").code(),
        "user_not_of_locks"
    );
    assert_eq!(named, Aggregate::of_user(uuid(OWNER)));
}

#[test]
fn what_is_left_of_removed_locks_makes_no_difference() {
    let mut long = Aggregate::default();
    for id in 0..100 {
        long.apply(&added(id)).expect("it is added");
    }
    for id in 0..99 {
        long.apply(&removed(id)).expect("it is removed");
    }
    let written = long.to_value();
    let read = Aggregate::check_value(&written).expect("locks");
    assert_eq!(long, read);
    assert_eq!(long.lock(lock(99).id()), Some(&lock(99)));
    assert_eq!(long.locks().count(), 1);
}

#[test]
fn an_id_beside_the_body_is_judged_first_and_whatever_the_body_is() {
    let issues = |id: &str, body: &str| {
        let issues = RemoveLockAccess::check(id, body.as_bytes()).expect_err("not right");
        issues.to_string()
    };
    let id = "id: expected 36 characters, found 1";
    assert_eq!(
        issues("x", "[]"),
        format!("{id}; expected an object, found a list")
    );
    assert_eq!(
        issues("x", r#"{"lockId":"1","removedBy":1,"reason":"r"}"#),
        format!("{id}; removedBy: expected a string, found a number")
    );
    assert_eq!(
        issues(
            USER,
            &format!(r#"{{"id":"{USER}","lockId":"1","removedBy":"{USER}","reason":"r"}}"#)
        ),
        "id: expected a field of this request, found an unknown one"
    );
    let unknown: Vec<String> = (0..200).map(|n| format!(r#""x{n}":1"#)).collect();
    let body = format!("{{{}}}", unknown.join(","));
    let found = GrantLockAccess::check("x", body.as_bytes()).expect_err("unknown fields");
    assert_eq!(found.len(), 101);
    assert_eq!(found.as_slice()[0].place().to_string(), "id");
    assert_eq!(
        found.as_slice()[100].to_string(),
        "expected at most 100 issues, found 205: the rest is left out"
    );
}

#[test]
fn plates_are_alike_in_capitals_and_small_letters_as_unicode_pairs_them() {
    let plate =
        |text: &str| IdentifierNumber::parse(IdentifierType::LicensePlate, text).expect("a plate");
    let alphabets = [
        'a'..='z',
        'à'..='ö',
        'ø'..='ÿ',
        'Ā'..='į',
        'Ĳ'..='ķ',
        'Ĺ'..='ň',
        'Ŋ'..='ž',
        'α'..='ϋ',
        'а'..='ҁ',
        'Ҋ'..='ԯ',
    ];
    let mut pairs = 0;
    for letter in alphabets.into_iter().flatten() {
        let capital: String = letter.to_uppercase().collect();
        assert_eq!(
            plate(&format!("{letter} 1")),
            plate(&format!("{capital}1")),
            "{letter}"
        );
        pairs += usize::from(!capital.starts_with(letter));
    }
    assert!(pairs > 250, "{pairs}");
    assert_ne!(plate("SS 1"), plate("ß 1"));
    assert_ne!(plate("O 1"), plate("0 1"));
}

#[test]
fn a_problem_lists_a_hundred_issues_and_counts_the_rest() {
    let own = |count: usize| -> Issues {
        let issue = |n: usize| Issue::new("too_many_keys", "expected fewer keys").at(n);
        (0..count).map(issue).collect()
    };
    let told = |issues: &Issues| {
        let reply = serde_json::to_value(kiiaccess::refuse(issues)).expect("JSON");
        let listed = reply["body"]["issues"].as_array().expect("a list").clone();
        (listed, reply["body"]["detail"].clone())
    };
    let (listed, detail) = told(&own(100));
    assert_eq!(listed.len(), 100);
    assert_eq!(detail, "[0]: expected fewer keys (and 99 more)");
    let (listed, detail) = told(&own(30_000));
    assert_eq!(listed.len(), 100);
    assert_eq!(detail, "[0]: expected fewer keys (and 29999 more)");

    let unknown: Vec<String> = (0..5_000).map(|n| format!(r#""x{n}":1"#)).collect();
    let body = format!("{{{}}}", unknown.join(","));
    let issues = CreateAccessKey::check(body.as_bytes()).expect_err("unknown fields");
    let (listed, _) = told(&issues);
    assert_eq!(listed.len(), 101);
    assert_eq!(listed[100]["code"], "issues_cut");
    assert_eq!(
        listed[100]["params"],
        json!({ "limit": 100, "found": 5_002 })
    );
}

fn written(value: &impl Serialize) -> Json {
    serde_json::to_value(value).expect("JSON")
}

#[track_caller]
fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let again: T = serde_json::from_value(written(value)).expect("the same again");
    assert_eq!(again, *value);
}

#[test]
fn what_is_stored_survives_serialisation() {
    let grant = Grant {
        level: AccessLevel::Guest,
        window: Window::new(None, Some(now())).expect("a window"),
        revoked: true,
    };
    survives(&grant);
    survives(&GrantPolicy::default());
    survives(&added(1));
    survives(&removed(1));
    survives(lock(1).id());
    let mut aggregate = Aggregate::default();
    aggregate.apply(&added(7)).expect("it is added");
    survives(&aggregate);
    let valid = json!({
        "time": { "is_permanent": false, "to": 1_900_000_000 },
        "passes": { "is_permanent": false, "max_passes": 3 },
    });
    let valid: Validity = serde_json::from_value(valid).expect("a validity");
    survives(&valid);
    let refused = serde_json::from_value::<Grant>(json!({ "accessLevel": "GUST" }));
    let refused = refused.expect_err("no level").to_string();
    assert!(
        refused.contains("accessLevel: expected one of"),
        "{refused}"
    );
}

#[test]
fn replies_and_effects_are_written_as_their_objects() {
    let body = format!(
        r#"{{"keyType":"rfid","keyIdentification":"4711","pin":"0415","accesses":["{OWNER}"]}}"#
    );
    let request = CreateAccessKey::check(body.as_bytes()).expect("a request");
    let mut state = kiiaccess::State::new(Vec::new());
    state.may_manage_accesses = true;
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let decision = kiiaccess::decide(&request, &state, now(), &mut random).expect("a decision");
    let reply = written(&decision.reply());
    assert_eq!(reply["status"], 200);
    assert_eq!(reply["contentType"], "application/json");
    assert_eq!(reply["body"].get("pin"), None);
    let effect = decision.effect().expect("a key");
    let stored = written(effect);
    assert_eq!(stored, written(&effect.to_value()));
    // What the service stores has the pin: it would be lost otherwise.
    assert_eq!(stored["storeKey"]["pin"], "0415");
    assert_eq!(stored["createUser"], written(&effect.create_user));

    let command = smartphonekey::Command::Grant(
        GrantLockAccess::check(
            USER,
            format!(
                r#"{{"lockId":"1","lockName":"Door","accessLevel":"OWNER","grantedBy":"{OWNER}"}}"#
            )
            .as_bytes(),
        )
        .expect("a request"),
    );
    let state = smartphonekey::State {
        user_exists: true,
        aggregate: Aggregate::default(),
        caller: smartphonekey::Caller::Organisation,
        organisation_owns_lock: true,
        expected_version: None,
        policy: GrantPolicy::default(),
    };
    let decision = smartphonekey::decide(&command, &state, now());
    let acceptance = decision.acceptance().expect("accepted");
    assert_eq!(written(acceptance), written(&acceptance.to_value()));

    let body = br#"{"name":"Ada","info":"","auth_factors":["card"],"lock_number":0,"is_custom_user_access":false}"#;
    let state = basip::UserState {
        session: basip::Session {
            logged_in: true,
            administrator: true,
        },
        names_in_use: Vec::new(),
        next_uid: EntityUid::new(5).expect("a uid"),
    };
    let decision = CreateUser::answer(body, &state);
    let effect = decision.effect().expect("a user");
    let stored = written(effect)["storeUser"].clone();
    assert_eq!(stored["uid"], 5);
    let again: StoredUser = serde_json::from_value(stored.clone()).expect("a user is read");
    assert_eq!(written(&again), stored);
    let uid: EntityUid = serde_json::from_value(stored["uid"].clone()).expect("a uid is read");
    assert_eq!((uid, written(&uid)), (again.uid, json!(5)));
    assert!(serde_json::from_value::<EntityUid>(json!(1_u64 << 53)).is_err());
}

#[test]
fn a_code_is_written_only_where_it_is_revealed() {
    #[derive(Serialize, serde::Deserialize)]
    struct Letter {
        #[serde(serialize_with = "latchwork::reveal")]
        code: Code,
    }
    let code = Code::parse("0415").expect("a code");
    assert_eq!(format!("{:?}", code.reveal()), "Revealed(Code(…))");
    let letter = written(&Letter { code });
    assert_eq!(letter, json!({ "code": "0415" }));
    let again: Letter = serde_json::from_value(letter).expect("a code is read");
    assert_eq!(again.code.as_str(), "0415");
}

#[test]
fn fields_of_the_panel_are_passed_over_or_refused_wherever_they_are() {
    let valid = Value::from_json(
        br#"{"time":{"is_permanent":true,"x":1},"passes":{"is_permanent":true}}"#,
        1024,
    )
    .expect("JSON");
    assert!(Validity::check_value(&valid, UnknownFields::Ignore).is_ok());
    let refused = Validity::check_value(&valid, UnknownFields::Refuse).expect_err("unknown");
    assert_eq!(refused.as_slice()[0].place().to_string(), "time.x");
    let user = Value::from_json(
        br#"{"name":"","info":"","auth_factors":[{"type":"qr","x":1}],"lock_number":0,"is_custom_user_access":true}"#,
        1024,
    )
    .expect("JSON");
    // What a factor says besides its type is the panel's business.
    assert!(CreateUser::check_value(&user, UnknownFields::Refuse).is_ok());
}

fn session(logged_in: bool, administrator: bool) -> basip::Session {
    basip::Session {
        logged_in,
        administrator,
    }
}

const SESSIONS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

/// The status that the order of judgement asks for, said plainly.
fn status_of((logged_in, administrator): (bool, bool), is_right: bool, is_there: bool) -> u16 {
    match (logged_in, administrator, is_right, is_there) {
        (false, ..) => 401,
        (true, false, ..) => 403,
        (true, true, false, _) => 400,
        (true, true, true, false) => 404,
        (true, true, true, true) => 200,
    }
}

#[test]
fn the_panel_looks_at_who_asks_first_whichever_way_it_is_asked() {
    let large = vec![b' '; LARGEST_BODY + 1];
    let ada = br#"{"name":"Ada","info":"","auth_factors":["card"],"lock_number":0,"is_custom_user_access":false}"#;
    let bodies: [(&[u8], bool, bool); 7] = [
        (ada, true, true),
        (br#"{"name":"Bo"}"#, false, true),
        (br#"{"name":5}"#, false, false),
        (b"{}", false, false),
        (b"[]", false, false),
        (b"{", false, false),
        (&large, false, false),
    ];
    let user = StoredUser {
        uid: EntityUid::new(3).expect("a uid"),
        request: CreateUser::check(ada).expect("a user"),
    };
    for who in SESSIONS {
        let session = session(who.0, who.1);
        for (body, creates, changes) in bodies {
            let state = basip::UserState {
                session,
                names_in_use: Vec::new(),
                next_uid: user.uid,
            };
            let in_one = CreateUser::answer(body, &state);
            assert_eq!(in_one.reply().status, status_of(who, creates, true));
            let in_several = match CreateUser::check(body) {
                Ok(request) => request.decide(&state).reply().clone(),
                Err(issues) => basip::refuse(&issues, session),
            };
            assert_eq!(*in_one.reply(), in_several);
            assert_eq!(in_one.effect().is_some(), in_one.reply().status == 200);

            for (path, is_uid) in [("3", true), ("4", true), ("03", false), ("", false)] {
                for is_there in [true, false] {
                    let state = basip::ChangeUserState {
                        session,
                        user: is_there.then(|| user.clone()),
                        names_in_use: Vec::new(),
                    };
                    let in_one = ChangeUser::answer(path, body, &state);
                    let expected = status_of(who, is_uid && changes, is_there && path == "3");
                    assert_eq!(in_one.reply().status, expected, "{path}");
                    let in_several = match ChangeUser::check(path, body) {
                        Ok(request) => request.decide(&state).reply().clone(),
                        Err(issues) => basip::refuse(&issues, session),
                    };
                    assert_eq!(*in_one.reply(), in_several);
                }
            }
        }
    }
}

#[test]
fn a_change_is_what_it_names_and_else_what_was_there() {
    let fields = |name: &str, factor: &str, lock: u8, custom: bool| {
        json!({
            "name": name,
            "info": format!("of {name}"),
            "auth_factors": [factor],
            "lock_number": lock,
            "is_custom_user_access": custom,
        })
    };
    let old = fields("Ada", "card", 0, false);
    let new = fields("Bo", "qr", 2, true);
    let names: Vec<_> = old.as_object().expect("members").keys().cloned().collect();
    let user = StoredUser {
        uid: EntityUid::new(3).expect("a uid"),
        request: CreateUser::check(old.to_string().as_bytes()).expect("a user"),
    };
    let state = basip::ChangeUserState {
        session: session(true, true),
        user: Some(user),
        names_in_use: vec!["Bo".into()],
    };
    for told in 0..1_u32 << names.len() {
        let is_changed = |at: usize| told >> at & 1 == 1;
        let mut change = serde_json::Map::new();
        let mut expected = json!({ "uid": 3 });
        for (at, name) in names.iter().enumerate() {
            let from = if is_changed(at) { &new } else { &old };
            expected[name] = from[name].clone();
            if is_changed(at) {
                change.insert(name.clone(), new[name].clone());
            }
        }
        let body = serde_json::Value::from(change).to_string();
        let decision = ChangeUser::answer("3", body.as_bytes(), &state);
        if told == 0 {
            assert_eq!(decision.reply().status, 400);
            continue;
        }
        let stored = written(decision.effect().expect("a user"));
        assert_eq!(stored, json!({ "storeUser": expected }));
        let reply = written(&decision.reply().body);
        assert_eq!(reply, json!({ "uid": 3, "has_dublicates": is_changed(0) }));
    }
}

#[test]
fn a_uid_is_a_number_and_never_text() {
    const LARGEST: u64 = (1 << 53) - 1;
    let numbers = (0..=64)
        .flat_map(|bits| [-1_i128, 0, 1].map(|beside| (1_i128 << bits) + beside))
        .filter_map(|number| u64::try_from(number).ok());
    for number in numbers {
        let uid = EntityUid::new(number);
        assert_eq!(uid.is_ok(), number <= LARGEST, "{number}");
        assert_eq!(EntityUid::parse(&number.to_string()), uid);
        if let Ok(uid) = uid {
            assert_eq!(
                Value::from(uid).number().map(|n| n.to_string()),
                Some(number.to_string())
            );
            assert!(EntityUid::parse(&format!("0{number}")).is_err());
            assert!(EntityUid::parse(&format!("+{number}")).is_err());
        }
    }
}
