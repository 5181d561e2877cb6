//! What a service keeps, written by serde and read back: the same again, by the same check as
//! everything that comes from outside.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]
#![cfg_attr(
    target_arch = "wasm32",
    expect(clippy::indexing_slicing, reason = "a test fails by panicking")
)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use latchwork::door::{Attempt, Credentials, Door, decide};
use latchwork::system::basip::{
    AuthFactor, CreateIdentifier, CreateUser, EntityUid, IdentifierLock, IdentifierNumber,
    IdentifierOwner, IdentifierType, OwnerType, StoredIdentifier, StoredUser, Validity,
};
use latchwork::system::kiiaccess::{AccessKey, Key, Options};
use latchwork::system::smartphonekey::{AccessibleLock, LockId};
use latchwork::time::LocalTime;
use latchwork::{
    AccessLevel, CardFormat, Code, CodePolicy, Collision, Conversion, KeyFormat, KnownFacts,
    Offset, PhoneNumber, TakenCode, Timestamp, Uid, UserId, Uuid, Value, Window, Word,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const ROUNDS: u32 = 2_000;
const UUID: &str = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";

fn generator() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0x6b65_7074)
}

fn read<T: DeserializeOwned>(written: Json) -> Result<T, String> {
    serde_json::from_value(written).map_err(|refused| refused.to_string())
}

#[track_caller]
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> Json {
    let written = serde_json::to_value(value).expect("JSON");
    assert_eq!(read::<T>(written.clone()).as_ref(), Ok(value));
    // From text and from bytes of it, which are not borrowed alike.
    let text = serde_json::to_string(value).expect("JSON");
    assert_eq!(serde_json::from_str::<T>(&text).ok().as_ref(), Some(value));
    let again = serde_json::from_reader::<_, T>(text.as_bytes());
    assert_eq!(again.ok().as_ref(), Some(value));
    written
}

/// That what is text is the text it prints, and read from it in every way.
#[track_caller]
fn is_text<T>(value: &T)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug + ToString + std::str::FromStr,
    T: for<'t> TryFrom<&'t str>,
{
    let text = value.to_string();
    assert_eq!(survives(value), Json::from(text.clone()));
    assert_eq!(text.parse::<T>().ok().as_ref(), Some(value));
    assert_eq!(T::try_from(text.as_str()).ok().as_ref(), Some(value));
}

fn instant(rng: &mut ChaCha8Rng) -> Timestamp {
    let text = format!(
        "20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}",
        rng.next_u32() % 100,
        rng.next_u32() % 12 + 1,
        rng.next_u32() % 28 + 1,
        rng.next_u32() % 24,
        rng.next_u32() % 60,
        rng.next_u32() % 60,
    );
    let offset = i16::try_from(rng.next_u32() % 2879).expect("minutes") - 1439;
    Timestamp::parse(&format!("{text}{}", Offset::Minutes(offset))).expect("an instant")
}

fn window(rng: &mut ChaCha8Rng) -> Window {
    let mut end = || (!rng.next_u32().is_multiple_of(3)).then(|| instant(rng));
    let (from, until) = (end(), end());
    Window::new(from, until).unwrap_or_default()
}

#[test]
fn what_is_text_is_its_text() {
    let mut rng = generator();
    for _ in 0..ROUNDS {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        is_text(&Uuid::from_bytes(bytes));
        is_text(&UserId::from(Uuid::from_bytes(bytes)));
        is_text(&LockId::parse(&rng.next_u64().to_string()).expect("a lock"));
        for length in [4, 5, 7, 8, 10] {
            is_text(&Uid::from_bytes(&bytes[..length]).expect("an identifier"));
        }
        let number = format!("+4670{:07}", rng.next_u32() % 10_000_000);
        let number = PhoneNumber::parse(&number).expect("a number");
        is_text(&number);
        is_text(&UserId::from(number));
        is_text(&instant(&mut rng));
        is_text(&instant(&mut rng).offset());
    }
    for offset in [Offset::Utc, Offset::Unknown, Offset::Minutes(-1439)] {
        is_text(&offset);
    }
    for level in AccessLevel::ALL {
        is_text(&level);
    }
    for collision in Collision::ALL {
        survives(&collision);
    }
}

#[test]
fn what_is_an_object_is_the_same_again() {
    let mut rng = generator();
    for _ in 0..ROUNDS {
        let window = window(&mut rng);
        survives(&window);
        let [level, ..] = AccessLevel::ALL;
        let id = LockId::parse(&rng.next_u64().to_string()).expect("a lock");
        let name = format!("Door {}", rng.next_u32());
        let grantor = Uuid::parse(UUID).expect("a uuid");
        survives(&AccessibleLock::new(id, name, level, window, grantor).expect("a name"));
    }
    let facts = json!({ "birthDate": "1984-02-29", "apartmentNumber": "12" });
    let facts: KnownFacts = read(facts).expect("facts");
    survives(&facts);
    survives(&KnownFacts::default());
}

#[test]
fn what_the_panel_keeps_is_the_same_again() {
    let uid = EntityUid::new(7).expect("a uid");
    survives(&uid);
    let request = CreateUser::new("Ada", [AuthFactor::Card, AuthFactor::Qr]).expect("a user");
    let user = StoredUser { uid, request };
    let written = survives(&user);
    assert_eq!(written["uid"], 7);
    for (kind, number) in [
        (IdentifierType::Card, "4711"),
        (IdentifierType::InputCode, "04151"),
        (IdentifierType::Qr, UUID),
        (IdentifierType::LicensePlate, "AB 123"),
    ] {
        let number = IdentifierNumber::parse(kind, number).expect("a number");
        let owner = IdentifierOwner::new("Ada", OwnerType::Guest);
        let valid = Validity::of_seconds(None, Some(1_900_000_000), Some(3)).expect("a validity");
        let request = CreateIdentifier::new(owner, number, IdentifierLock::First, valid);
        let mut written = survives(&StoredIdentifier { uid, request });
        written["uid"] = json!(-1);
        written["lock"] = json!("third");
        written["lok"] = json!("first");
        let refused = read::<StoredIdentifier>(written).expect_err("three issues");
        for place in ["uid: ", "lock: ", "lok: "] {
            assert!(refused.contains(place), "{refused}");
        }
    }
    assert!(read::<StoredIdentifier>(json!([])).is_err());
    assert!(
        read::<StoredIdentifier>(json!({}))
            .expect_err("nothing")
            .contains("uid")
    );
    assert!(read::<EntityUid>(json!(9_007_199_254_740_992_u64)).is_err());
}

#[test]
fn a_key_is_the_same_again() {
    let code = Code::parse("04151").expect("a code");
    let phone = PhoneNumber::parse("+46701234567").expect("a number");
    let pin = Some(code.clone());
    let rfid = |format: Option<KeyFormat>, pin| {
        let number = KeyFormat::MC.check("0000004711").expect("a number");
        Key::Rfid {
            number,
            format,
            pin,
        }
    };
    let mut rng = generator();
    for (key, user_id) in [
        (Key::Code(code), None),
        (
            rfid(None, None),
            Some(UserId::from(Uuid::from_bytes([7; 16]))),
        ),
        (rfid(Some(KeyFormat::MC), pin.clone()), None),
        (Key::Mobile, Some(UserId::from(phone.clone()))),
    ] {
        for id in [None, Some(Uuid::from_bytes([9; 16]))] {
            survives(&AccessKey {
                id,
                key: key.clone(),
                key_name: id.map(|id| id.to_string()),
                user_id: user_id.clone(),
                mobile_phone_number: None,
                accesses: vec![Uuid::from_bytes([1; 16]), Uuid::from_bytes([2; 16])],
                window: window(&mut rng),
            });
        }
    }
    // The format of a caller's own is for him to say.
    let own = KeyFormat::new("SITE", "", 12, 40).expect("a format");
    let key = AccessKey {
        id: None,
        key: rfid(Some(own.clone()), pin),
        key_name: None,
        user_id: None,
        mobile_phone_number: Some(phone),
        accesses: vec![Uuid::from_bytes([1; 16])],
        window: Window::ALWAYS,
    };
    let written = serde_json::to_value(&key).expect("JSON");
    assert!(
        read::<AccessKey>(written)
            .expect_err("a format")
            .contains("keyFormat")
    );
    let options = Options {
        key_formats: vec![own],
        ..Options::default()
    };
    assert_eq!(
        AccessKey::check_value(&key.to_value(), &options),
        Ok(key.clone())
    );

    let wrong = json!({
        "id": "7", "keyType": "code", "keyIdentification": "*", "accesses": [UUID],
        "userFirstName": "Ada", "nme": "",
    });
    let refused = read::<AccessKey>(wrong).expect_err("issues");
    for place in ["id: ", "userFirstName: ", "nme: "] {
        assert!(refused.contains(place), "{refused}");
    }
    let any = json!({ "keyType": "code", "keyIdentification": "*", "accesses": [UUID] });
    assert!(
        read::<AccessKey>(any)
            .expect_err("no code")
            .contains("keyIdentification")
    );
}

#[test]
fn a_code_in_use_is_read_and_never_written() {
    let code = Code::parse("0415").expect("a code");
    let until = Timestamp::parse("2026-03-01T08:00:00Z").expect("an instant");
    let taken = TakenCode {
        code: code.clone(),
        window: Window::new(None, Some(until)).expect("a window"),
    };
    let written = json!({ "code": "0415", "until": "2026-03-01T08:00:00Z" });
    assert_eq!(read(written), Ok(taken));
    assert_eq!(read(json!("0415")), Ok(TakenCode::always(code)));
}

#[test]
fn the_number_of_a_key_is_written_as_it_was_and_read_by_its_format() {
    let number = KeyFormat::MC.check("0000004711").expect("a number");
    let written = serde_json::to_value(&number).expect("JSON");
    assert_eq!(written, json!("0000004711"));
    let text = written.as_str().expect("text");
    assert_eq!(KeyFormat::MC.check(text), Ok(number));
}

#[test]
fn nothing_passes_by_its_check() {
    fn refused<T: DeserializeOwned + Debug>(written: Json) -> String {
        read::<T>(written).expect_err("an issue")
    }
    let sentence = "expected 36 characters, found 5";
    assert_eq!(refused::<Uuid>(json!("abcde")), sentence);
    assert!(refused::<Uuid>(json!(5)).contains("integer `5`"));
    assert!(refused::<Uid>(json!("04A1B")).contains("digits"));
    assert!(refused::<Offset>(json!("+25:00")).contains("offset"));
    assert!(refused::<Window>(json!({ "untill": "2026-03-01T08:00:00Z" })).contains("untill"));
    let backwards = json!({ "from": "2026-03-01T08:00:00Z", "until": "2026-03-01T09:00:00+01:00" });
    assert!(refused::<Window>(backwards.clone()).contains("expected"));
    let lock = json!({
        "lockId": "1", "lockName": "", "accessLevel": "GUEST", "grantedBy": UUID,
        "validFrom": backwards["from"], "validUntil": backwards["until"],
    });
    let both = refused::<AccessibleLock>(lock);
    assert!(
        both.contains("lockName") && both.contains("validUntil"),
        "{both}"
    );
    // What is wrong with a code is told without the code.
    let issue = refused::<TakenCode>(json!({ "code": "04151984x" }));
    assert!(!issue.contains("0415"), "{issue}");
    assert!(refused::<KnownFacts>(json!({ "birthDate": "1984-02-30" })).contains("birthDate"));
}

#[test]
fn what_is_configured_survives() {
    for name in CodePolicy::PRESETS {
        survives(&CodePolicy::preset(name).expect("a preset"));
    }
    for format in CardFormat::built_in() {
        survives(format);
    }
    for format in KeyFormat::BUILT_IN {
        survives(&format);
    }
    for conversion in Conversion::PRESETS {
        survives(conversion);
    }
    survives(&Word::from_hex("2F623AE", 26).expect("a word"));
    let refused = read::<CodePolicy>(json!({ "lengths": [3] })).expect_err("3 digits");
    let sentence = "lengths[0]: expected a whole number from 4 to 8, found another";
    assert!(refused.contains(sentence), "{refused}");
}

#[test]
fn what_a_door_decides_is_written_and_what_it_decides_by_is_read() {
    let cases = include_str!("cases/door-attempts.json");
    let cases: Vec<Json> = serde_json::from_str(cases).expect("cases");
    for case in cases.iter().filter(|case| case.get("answer").is_some()) {
        let attempt: Attempt = read(case["attempt"].clone()).expect("an attempt");
        let door: Door = read(case["door"].clone()).expect("a door");
        let credentials: Credentials = read(case["credentials"].clone()).expect("credentials");
        let clock = case.get("clock").and_then(Json::as_str);
        let now = clock.and_then(|clock| LocalTime::of(Timestamp::parse(clock).ok()?));
        let opening = decide(&attempt, &door, &credentials, now);
        let written = serde_json::to_value(&opening).expect("JSON");
        assert_eq!(written, case["answer"], "{}", case["name"]);
    }
    let issue = read::<Door>(json!({ "id": "front", "persons": 0 })).expect_err("nobody");
    assert!(
        issue.contains("persons: expected a whole number from 1 to 8"),
        "{issue}"
    );
}

#[test]
fn what_is_checked_can_be_a_key() {
    let uuid = Uuid::parse(UUID).expect("a uuid");
    let doors: HashMap<Uuid, &str> = HashMap::from([(uuid, "Main door")]);
    assert_eq!(doors.get(&uuid), Some(&"Main door"));
    let users: BTreeMap<UserId, u8> = BTreeMap::from([(uuid.into(), 1)]);
    let written = serde_json::to_string(&users).expect("JSON");
    assert_eq!(written, format!(r#"{{"{UUID}":1}}"#));
    let again = serde_json::from_str::<BTreeMap<UserId, u8>>(&written);
    assert_eq!(again.expect("the same again"), users);
    assert_eq!(Value::from(uuid).text(), Some(UUID));
}
