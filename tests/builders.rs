//! Requests that a program writes: the same, and the same issues, as if they had arrived.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use latchwork::system::basip::{
    AuthFactor, CreateIdentifier, CreateUser, IdentifierLock, IdentifierNumber, IdentifierOwner,
    IdentifierType, OwnerType, Validity,
};
use latchwork::system::kiiaccess::{CreateAccessKey, Options};
use latchwork::system::smartphonekey::{
    AccessibleLock, GrantLockAccess, LockId, Removal, RemoveLockAccess,
};
use latchwork::{
    AccessLevel, Code, CodePolicy, Issues, KnownFacts, PhoneNumber, Timestamp, UnknownFields,
    UserId, Uuid, Value, Window,
};
use serde_json::{Map, Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const DOOR: &str = "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11";
const USER: &str = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";

fn uuid(text: &str) -> Uuid {
    Uuid::parse(text).expect("a uuid")
}

fn codes(issues: &Issues) -> Vec<&str> {
    issues.iter().map(latchwork::Issue::code).collect()
}

#[test]
fn whatever_is_told_of_a_key_is_judged_as_if_it_had_arrived() {
    let code = Code::parse("04151").expect("a code");
    let phone = PhoneNumber::parse("+46701234567").expect("a number");
    let user = UserId::from(uuid(USER));
    let from = Timestamp::parse("2026-03-01T08:00:00+01:00").expect("an instant");
    let window = Window::new(Some(from), None).expect("a window");
    let kinds = [
        (
            CreateAccessKey::generated_code(),
            json!({ "keyType": "code", "keyIdentification": "*" }),
        ),
        (
            CreateAccessKey::code(&code),
            json!({ "keyType": "code", "keyIdentification": "04151" }),
        ),
        (
            CreateAccessKey::rfid("0004711"),
            json!({ "keyType": "rfid", "keyIdentification": "0004711" }),
        ),
        (
            CreateAccessKey::rfid("12a"),
            json!({ "keyType": "rfid", "keyIdentification": "12a" }),
        ),
        (
            CreateAccessKey::mobile(&phone),
            json!({ "keyType": "mobile", "userId": "+46701234567" }),
        ),
    ];
    let mut right = 0;
    for (start, members) in kinds {
        for told in 0..1_u32 << 10 {
            let mut built = start.clone();
            let mut body: Map<String, Json> = members.as_object().expect("members").clone();
            for bit in (0..10).filter(|bit| told >> bit & 1 == 1) {
                let (name, value) = match bit {
                    0 => ("userId", json!(USER)),
                    1 => ("userFirstName", json!("Ada")),
                    2 => ("userLastName", json!("")),
                    3 => ("keyFormat", json!("MC")),
                    4 => ("keyName", json!("Cleaner")),
                    5 => ("pin", json!("04151")),
                    6 => ("accesses", json!([DOOR, USER])),
                    7 => ("validFrom", json!("2026-03-01T08:00:00+01:00")),
                    8 => ("mobilePhoneNumber", json!("+46701234567")),
                    _ => ("sendNotification", json!(false)),
                };
                body.insert(name.into(), value);
                built = match bit {
                    0 => built.user_id(&user),
                    1 => built.user_first_name("Ada"),
                    2 => built.user_last_name(""),
                    3 => built.key_format("EM").key_format("MC"),
                    4 => built.key_name("Cleaner"),
                    5 => built.pin(&code),
                    6 => built.accesses([uuid(DOOR), uuid(USER)]),
                    7 => built.window(window),
                    8 => built.mobile_phone_number(&phone),
                    _ => built.send_notification(false),
                };
            }
            let arrived = CreateAccessKey::check(Json::from(body).to_string().as_bytes());
            right += usize::from(arrived.is_ok());
            assert_eq!(built.check(&Options::default()), arrived);
        }
    }
    assert!(right > 500, "{right}");
    // What is told again is replaced, and a window without ends has none.
    let always = CreateAccessKey::generated_code()
        .accesses([uuid(USER)])
        .accesses([uuid(DOOR)])
        .window(window)
        .window(Window::ALWAYS)
        .check(&Options::default())
        .expect("a request");
    assert_eq!(always.accesses(), [uuid(DOOR)]);
    assert_eq!(always.window(), Window::ALWAYS);
    let shown = format!("{:?}", CreateAccessKey::code(&code).pin(&code));
    assert!(!shown.contains("04151"), "{shown}");
}

#[test]
fn what_is_asked_of_a_lock_is_judged_as_if_it_had_arrived() {
    let id = LockId::parse("7").expect("a lock");
    let lock = |name: &str| {
        let (level, window) = (AccessLevel::Guest, Window::ALWAYS);
        AccessibleLock::new(id.clone(), name, level, window, uuid(DOOR))
    };
    let granted = GrantLockAccess::new(uuid(USER), lock("Door").expect("a name"));
    let refuse = UnknownFields::Refuse;
    assert_eq!(
        GrantLockAccess::check_value(&granted.to_value(), refuse).as_ref(),
        Ok(&granted)
    );
    let removal = |reason: &str| Removal::new(id.clone(), uuid(DOOR), reason);
    let removed = RemoveLockAccess::new(uuid(USER), removal("moved out").expect("a reason"));
    assert_eq!(removed.reason(), "moved out");
    assert_eq!(
        RemoveLockAccess::check_value(&removed.to_value(), refuse).as_ref(),
        Ok(&removed)
    );
    for text in ["", " ", "\t\n\u{a0}\u{2003}"] {
        assert_eq!(lock(text).expect_err("no name").code(), "text_empty");
        assert_eq!(removal(text).expect_err("no reason").code(), "text_empty");
    }
}

#[test]
fn what_the_panel_is_asked_is_judged_as_if_it_had_arrived() {
    let user = CreateUser::new("Ada", [AuthFactor::Card]).expect("a request");
    assert_eq!((user.info(), user.lock_number()), ("", 0));
    let user = user.with_info("flat 12").with_custom_user_access(true);
    let second = user.clone().with_lock_number(2).expect("a request");
    assert!(second.is_custom_user_access());
    assert_eq!(
        CreateUser::check_value(&second.to_value(), UnknownFields::Refuse),
        Ok(second.clone())
    );
    let third = user.with_lock_number(3).expect_err("two locks");
    assert_eq!(codes(&third), ["number_out_of_range"]);
    let none = CreateUser::new("Ada", []).expect_err("no factor");
    assert_eq!(codes(&none), ["list_empty"]);

    let valid = Validity::of_seconds(Some(1_900_000_000), None, Some(3)).expect("a validity");
    assert_eq!(valid.max_passes(), Some(3));
    let from = valid.window().from().map(|from| from.epoch_seconds());
    assert_eq!(from, Some(1_900_000_000));
    assert_eq!(
        Validity::of_seconds(None, None, None),
        Ok(Validity::default())
    );
    for (wrong, code) in [
        (Validity::of_seconds(Some(5), Some(5), None), "window_empty"),
        (
            Validity::of_seconds(None, Some(u64::MAX), None),
            "number_out_of_range",
        ),
        (
            Validity::of_seconds(None, None, Some(0)),
            "number_out_of_range",
        ),
    ] {
        assert_eq!(codes(&wrong.expect_err("a bound")), [code]);
    }

    let number = IdentifierNumber::parse(IdentifierType::Card, "4711").expect("a number");
    let owner = IdentifierOwner::new("Ada", OwnerType::Guest);
    let identifier = CreateIdentifier::new(owner, number, IdentifierLock::All, valid);
    let again = CreateIdentifier::check_value(&identifier.to_value(), UnknownFields::Refuse);
    assert_eq!(again, Ok(identifier));
}

#[test]
fn a_policy_is_built_of_what_it_forbids() {
    let facts = KnownFacts::default()
        .with_birth_date("1984-02-29")
        .and_then(|facts| facts.with_phone_number("+46 70-123 45 67"))
        .and_then(|facts| facts.with_apartment_number("no. 12"))
        .expect("facts");
    let written = Value::from_json(
        br#"{"birthDate":"1984-02-29","phoneNumber":"46701234567","apartmentNumber":"12"}"#,
        1024,
    );
    assert_eq!(
        KnownFacts::check_value(&written.expect("JSON")),
        Ok(facts.clone())
    );
    let issue = KnownFacts::default().with_birth_date("1984-02-30");
    assert_eq!(issue.expect_err("no day").code(), "birth_date_malformed");
    let issue = KnownFacts::default().with_apartment_number("ground floor");
    assert_eq!(issue.expect_err("no digit").code(), "digits_missing");

    let blocked = ["2580", "1212", "2580"].map(|code| Code::parse(code).expect("a code"));
    let policy = CodePolicy::of_lengths([4])
        .and_then(|policy| policy.with_blocked(blocked))
        .and_then(|policy| policy.with_known_facts(facts))
        .expect("a policy");
    for code in ["2580", "1984", "4567", "1200"] {
        assert!(policy.check(code).is_err(), "{code}");
    }
    assert!(policy.check("7391").is_ok());
    let all = (0..10_000).map(|code| Code::parse(&format!("{code:04}")).expect("a code"));
    let nothing = CodePolicy::of_lengths([4]).and_then(|policy| policy.with_blocked(all));
    assert_eq!(
        codes(&nothing.expect_err("no code")),
        ["policy_allows_nothing"]
    );
}
