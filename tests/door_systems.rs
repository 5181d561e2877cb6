//! Keys, grants and identifiers of the systems are cases of a decision at a door: what each says by
//! itself is what the door says of the credential that is made of it.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use latchwork::door::{
    Attempt, Credential, Credentials, Door, Holder, Means, Method, Methods, Reason, Security,
    Shown, decide,
};
use latchwork::system::basip::{
    CreateIdentifier, IdentifierLock, IdentifierNumber, IdentifierOwner, IdentifierType, OwnerType,
    Validity,
};
use latchwork::system::kiiaccess::{AccessKey, Key};
use latchwork::system::smartphonekey::{LockId, TemporaryKey, TemporaryKeyState};
use latchwork::time::LocalTime;
use latchwork::{AccessLevel, Code, Grant, KeyFormat, Opening, Timestamp, UserId, Uuid, Window};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const LOCK: &str = "4711";
const USER: &str = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";
const NOW: i64 = 1_800_000_000;

fn at(second: i64) -> Timestamp {
    Timestamp::from_epoch(NOW + second, 0).expect("an instant")
}

fn clock(second: i64) -> Option<LocalTime> {
    LocalTime::of(at(second))
}

fn door(id: &str, methods: &[Method]) -> Door {
    let methods = methods.iter().copied().collect::<Methods>();
    Door::ordinary(id, Security::new([methods]).expect("methods"))
}

/// Every window that has an end a second before now, now and a second after, or none.
fn windows() -> Vec<Window> {
    let ends = [None, Some(-1), Some(0), Some(1)];
    let pairs = ends
        .into_iter()
        .flat_map(|from| ends.map(|until| (from, until)));
    let windows = pairs.filter_map(|(from, until)| Window::new(from.map(at), until.map(at)).ok());
    windows.collect()
}

fn reasons(shown: Shown, door: &Door, credentials: Vec<Credential>) -> Vec<Reason> {
    let credentials = Credentials::new(credentials).expect("ids that differ");
    let opening = decide(&Attempt::new(vec![shown]), door, &credentials, clock(0));
    assert_eq!(opening.open, opening.reasons == [Reason::Granted]);
    opening.reasons
}

fn grants() -> Vec<Grant> {
    let level = AccessLevel::Guest;
    let grant = |window, revoked| Grant {
        level,
        window,
        revoked,
    };
    let windows = windows().into_iter();
    windows
        .flat_map(|window| [grant(window, false), grant(window, true)])
        .collect()
}

#[test]
fn whether_grants_open_a_lock_is_what_the_door_of_the_lock_decides() {
    let user = Uuid::parse(USER).expect("a uuid");
    let lock = LockId::parse(LOCK).expect("a lock");
    let grants = grants();
    let lists = grants
        .iter()
        .flat_map(|one| grants.iter().map(move |other| [one, other]));
    let lists = lists
        .map(Vec::from)
        .chain(grants.iter().map(|one| vec![one]))
        .chain([vec![]]);
    for list in lists {
        let states = list.iter().map(|grant| grant.state_at(at(0)));
        let alone = Opening::of(states);
        let credentials = (0..).zip(&list).map(|(number, grant)| {
            let mut credential = lock.credential(user, grant, Holder::active("ada"));
            credential.id = format!("grant {number}");
            credential
        });
        let phone = Shown::new(Means::Phone, USER);
        let found = reasons(phone, &door(LOCK, &[Method::Phone]), credentials.collect());
        assert_eq!(alone.opens(), found == [Reason::Granted], "{list:?}");
        let told = match found.first() {
            Some(Reason::Granted) => "valid",
            Some(Reason::UnknownCredential) => "no-grant",
            Some(Reason::NotYetActive) => "not-yet-valid",
            Some(Reason::Expired) => "expired",
            Some(Reason::Revoked) => "revoked",
            other => other.map_or("nothing", |reason| reason.as_str()),
        };
        assert_eq!(alone.reason(), told, "{list:?}");
    }
}

#[test]
fn a_grant_of_another_lock_opens_nothing_and_takes_nothing() {
    let user = Uuid::parse(USER).expect("a uuid");
    let (lock, other) = (LockId::parse(LOCK), LockId::parse("4712"));
    let other = other.expect("a lock");
    for grant in grants() {
        for own in grants() {
            let [own, mut grant] = [(lock.as_ref().expect("a lock"), &own), (&other, &grant)]
                .map(|(lock, grant)| lock.credential(user, grant, Holder::active("ada")));
            grant.id = "another".into();
            let door = door(LOCK, &[Method::Phone]);
            let phone = || Shown::new(Means::Phone, USER);
            let opens = reasons(phone(), &door, vec![own.clone()]) == [Reason::Granted];
            let found = reasons(phone(), &door, vec![own, grant]);
            assert_eq!(found == [Reason::Granted], opens);
        }
    }
}

/// By the words of the panel alone.
fn told_of(valid: Validity, used: u64) -> &'static str {
    let window = valid.window();
    if window.until().is_some_and(|until| until <= at(0)) {
        "expired"
    } else if valid.max_passes().is_some_and(|max| used >= u64::from(max)) {
        "used-up"
    } else if window.from().is_some_and(|from| from > at(0)) {
        "not-yet-valid"
    } else {
        "valid"
    }
}

fn word(reason: Option<&Reason>) -> &'static str {
    match reason {
        Some(Reason::Granted) | None => "valid",
        Some(Reason::NotYetActive) => "not-yet-valid",
        Some(reason) => reason.as_str(),
    }
}

#[test]
fn the_state_of_an_identifier_is_what_the_door_says_of_it() {
    let owner = || IdentifierOwner::new("Ada", OwnerType::Owner);
    let number = IdentifierNumber::parse(IdentifierType::InputCode, "748365").expect("a code");
    for window in windows() {
        for passes in [None, Some(1), Some(2)] {
            let seconds =
                |end: Option<Timestamp>| end.map(|end| end.epoch_seconds().unsigned_abs());
            let valid =
                Validity::of_seconds(seconds(window.from()), seconds(window.until()), passes);
            let valid = valid.expect("a validity");
            for used in 0..4 {
                assert_eq!(valid.state_at(at(0), used).as_str(), told_of(valid, used));
                let identifier =
                    CreateIdentifier::new(owner(), number.clone(), IdentifierLock::All, valid);
                let locks = ["front", "back"];
                let credential = identifier.credential("7", used, locks, Holder::active("ada"));
                let typed = Shown::new(Means::Code, "748365");
                let credentials = vec![credential.expect("a credential")];
                let found = reasons(typed, &door("back", &[Method::Code]), credentials);
                assert_eq!(
                    word(found.first()),
                    told_of(valid, used),
                    "{valid:?} {used}"
                );
            }
        }
    }
}

#[test]
fn an_identifier_opens_the_locks_that_it_names_by_what_a_door_reads() {
    let owner = || IdentifierOwner::new("Ada", OwnerType::Guest);
    for (kind, text, means, shown) in [
        (
            IdentifierType::Card,
            "11576829",
            Some(Means::Number),
            "0011576829",
        ),
        (
            IdentifierType::Card,
            "04:A1:B2:C3",
            Some(Means::Uid),
            "04a1b2c3",
        ),
        (IdentifierType::Ukey, "1234", Some(Means::Phone), "1234"),
        (IdentifierType::InputCode, "0748", Some(Means::Code), "0748"),
        (IdentifierType::InputCode, "748", None, "748"),
        (IdentifierType::InputCode, "748365748", None, "748365748"),
        (IdentifierType::LicensePlate, "ABC 123", None, "ABC 123"),
        (IdentifierType::FaceId, "Ada", None, "Ada"),
        (IdentifierType::Qr, USER, None, USER),
    ] {
        let number = IdentifierNumber::parse(kind, text).expect("a number");
        for (lock, opened) in [
            (IdentifierLock::First, [true, false]),
            (IdentifierLock::Second, [false, true]),
            (IdentifierLock::All, [true, true]),
        ] {
            let valid = Validity::default();
            let identifier = CreateIdentifier::new(owner(), number.clone(), lock, valid);
            let holder = Holder::active("ada");
            let credential = identifier.credential("7", 0, ["front", "back"], holder);
            assert_eq!(credential.is_some(), means.is_some(), "{kind} {text}");
            let Some((credential, means)) = credential.zip(means) else {
                continue;
            };
            for (id, opens) in ["front", "back"].into_iter().zip(opened) {
                let methods = [Method::Card, Method::Code, Method::Phone];
                let any = methods.map(|method| Methods::from_iter([method]));
                let door = Door::ordinary(id, Security::new(any).expect("methods"));
                let found = reasons(Shown::new(means, shown), &door, vec![credential.clone()]);
                let expected = if opens {
                    Reason::Granted
                } else {
                    Reason::NoRightsHere
                };
                assert_eq!(found, [expected], "{kind} {text} at {id}");
            }
        }
    }
}

#[test]
fn the_state_of_a_temporary_key_is_what_the_door_says_of_it() {
    let lock = LockId::parse(LOCK).expect("a lock");
    let code = Code::parse("0748").expect("a code");
    for window in windows() {
        for max_uses in [None, Some(1), Some(2)] {
            for (used, revoked) in [0, 1, 2, 3]
                .into_iter()
                .flat_map(|used| [(used, false), (used, true)])
            {
                let mut key = TemporaryKey::new(code.clone());
                (key.window, key.max_uses) = (window, max_uses);
                (key.used, key.revoked) = (used, revoked);
                let told = if revoked {
                    TemporaryKeyState::Revoked
                } else if window.until().is_some_and(|until| until <= at(0)) {
                    TemporaryKeyState::Expired
                } else if max_uses.is_some_and(|most| used >= most) {
                    TemporaryKeyState::UsedUp
                } else if window.from().is_some_and(|from| from > at(0)) {
                    TemporaryKeyState::NotYetValid
                } else {
                    TemporaryKeyState::Valid
                };
                assert_eq!(key.state_at(at(0)), told, "{key:?}");
                let read = TemporaryKey::check_value(&key.to_value()).expect("a key");
                assert_eq!(read, key);
                let credential = key.credential("key-1", &lock, Holder::active("ada"));
                let typed = Shown::new(Means::Code, "0748");
                let found = reasons(typed, &door(LOCK, &[Method::Code]), vec![credential]);
                assert_eq!(word(found.first()), told.as_str(), "{key:?}");
            }
        }
    }
}

#[test]
fn a_temporary_key_is_used_once_more_when_the_door_opened() {
    let lock = LockId::parse(LOCK).expect("a lock");
    let mut key = TemporaryKey::new(Code::parse("0748").expect("a code"));
    key.max_uses = Some(1);
    let credential = key.credential("key-1", &lock, Holder::active("ada"));
    let credentials = Credentials::new(vec![credential]).expect("a credential");
    let typed = Attempt::new(vec![Shown::new(Means::Code, "0748")]);
    let opening = decide(&typed, &door(LOCK, &[Method::Code]), &credentials, clock(0));
    assert_eq!(opening.once_opened.len(), 1);
    let claim = opening.once_opened.first().expect("a claim");
    assert_eq!((claim.of(), claim.id()), ("uses", "key-1"));
    assert!(opening.at_once.is_empty());
}

fn access_key(key: Key<Code>) -> AccessKey {
    AccessKey {
        id: Uuid::parse("0b9fd2a1-6c3e-4a7b-9d58-1e2f3a4b5c6d").ok(),
        key,
        key_name: None,
        user_id: UserId::parse("+46701234567").ok(),
        mobile_phone_number: None,
        accesses: vec![Uuid::parse(USER).expect("a uuid")],
        window: Window::new(None, Some(at(1))).expect("a window"),
    }
}

#[test]
fn a_key_opens_its_accesses_by_code_by_card_and_pin_and_by_phone() {
    let code = Code::parse("748365").expect("a code");
    let pin = || Code::parse("1379").ok();
    let [em, ..] = KeyFormat::BUILT_IN;
    let number = em.check("11576829").expect("a number");
    let of = |key| {
        access_key(key)
            .credential(Holder::active("ada"))
            .expect("a credential")
    };
    let card = of(Key::Rfid {
        number,
        format: None,
        pin: pin(),
    });
    let cases = [
        (
            of(Key::Code(code)),
            vec![Shown::new(Means::Code, "748365")],
            vec![Method::Code],
        ),
        (
            of(Key::Mobile),
            vec![Shown::new(Means::Phone, "+46701234567")],
            vec![Method::Phone],
        ),
        (
            card.clone(),
            vec![
                Shown::new(Means::Number, "11576829"),
                Shown::new(Means::Code, "1379").after(3),
            ],
            vec![Method::Card, Method::Code],
        ),
    ];
    for (credential, shown, methods) in cases {
        let credentials = Credentials::new(vec![credential]).expect("a credential");
        let found = |door: &str, second| {
            let door = door.to_owned();
            let attempt = Attempt::new(shown.clone());
            decide(
                &attempt,
                &self::door(&door, &methods),
                &credentials,
                clock(second),
            )
            .reasons
        };
        assert_eq!(found(USER, 0), [Reason::Granted]);
        assert_eq!(found(USER, 1), [Reason::Expired]);
        assert_eq!(found("another", 0), [Reason::NoRightsHere]);
    }
    let wrong = vec![
        Shown::new(Means::Number, "11576829"),
        Shown::new(Means::Code, "1378").after(3),
    ];
    let credentials = Credentials::new(vec![card]).expect("a credential");
    let door = door(USER, &[Method::Card]);
    let opening = decide(&Attempt::new(wrong), &door, &credentials, clock(0));
    assert_eq!(opening.reasons, [Reason::WrongFactor]);
}

#[test]
fn a_key_without_an_id_and_a_phone_of_nobody_are_no_credentials_yet() {
    let mut key = access_key(Key::Mobile);
    key.user_id = None;
    assert!(key.credential(Holder::active("ada")).is_none());
    let mut key = access_key(Key::Mobile);
    key.id = None;
    assert!(key.credential(Holder::active("ada")).is_none());
}
