//! What is given back to the allocator holds no digits of a code.
//!
//! Not in blocks that are dropped, and not in those that a growing list or text leaves behind.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use latchwork::door::{Attempt, Credentials, Door, Method, Methods, Security, decide};
use latchwork::system::basip::{
    CreateIdentifier, IdentifierNumber, IdentifierState, IdentifierType,
};
use latchwork::system::kiiaccess::{self, CreateAccessKey};
use latchwork::{
    Code, CodePolicy, Collision, Duress, FreeCodes, KeyFormat, KnownFacts, TakenCode, Timestamp,
    Value, Window,
};
use probe::{Probe, found};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

#[global_allocator]
static PROBE: Probe = Probe;

const CODE: &str = "73519462";

/// The digits as text, and as numbers.
const SECRETS: &[&[u8]] = &[CODE.as_bytes(), &[7, 3, 5, 1, 9, 4, 6, 2]];

/// Asserts that a call leaves no digit behind. What it is made of is made before.
#[track_caller]
fn assert_wiped<T>(name: &str, call: impl FnOnce() -> T) {
    let found = found(SECRETS, call);
    assert!(
        found.is_empty(),
        "{name}: expected no block with a code, found {}; the first, of\n{}",
        found.len(),
        found.first().map(String::as_str).unwrap_or_default()
    );
}

fn value(json: &str) -> Value<'static> {
    Value::from_json(json.as_bytes(), usize::MAX).expect("JSON")
}

/// As many codes as make a list grow, the secret one among them.
fn codes() -> Vec<Code> {
    let mut texts: Vec<String> = (10_000_000..10_000_100)
        .map(|code| code.to_string())
        .collect();
    texts.insert(3, CODE.into());
    texts
        .iter()
        .map(|text| Code::parse(text).expect("a code"))
        .collect()
}

/// The same as a JSON list.
fn list() -> String {
    let codes = codes();
    let texts: Vec<String> = codes
        .iter()
        .map(|code| format!("\"{}\"", code.as_str()))
        .collect();
    format!("[{}]", texts.join(","))
}

#[test]
fn the_probe_finds_what_is_not_wiped() {
    assert_eq!(found(SECRETS, || String::from(CODE)).len(), 1);
    let mut grown = String::from(CODE);
    assert_eq!(found(SECRETS, || grown.reserve(1 << 16)).len(), 1);
    assert_eq!(found(SECRETS, || vec![7_u8, 3, 5, 1, 9, 4, 6, 2]).len(), 1);
    assert_eq!(found(SECRETS, || String::from("73519463")).len(), 0);
}

#[test]
fn a_code_and_its_checks() {
    let list = value(&format!(r#"{{"lengths":[8],"blocked":{}}}"#, list()));
    assert_wiped("a code", || Box::new(Code::parse(CODE)));
    assert_wiped("a policy with a list", || CodePolicy::check_value(&list));
    let policies = [
        CodePolicy::of_lengths([8]).expect("a policy"),
        CodePolicy::check_value(&list).expect("a policy"),
        CodePolicy::new([8], latchwork::CodeRule::ALL).expect("a policy"),
        CodePolicy::check_value(&value(
            r#"{"lengths":[8],"notDerivedFrom":{"phoneNumber":"+46 73519462","apartmentNumber":"26491537"}}"#,
        ))
        .expect("a policy"),
    ];
    for policy in policies {
        assert_wiped("a code of a policy", || policy.check(CODE));
        assert_wiped("a copy of a policy", || policy.clone());
        assert_wiped("a policy as a value", || policy.to_value());
        assert_wiped("a keyspace", || policy.keyspace());
        assert_wiped("a keyspace by buttons", || policy.keyspace_by_buttons());
    }
    let facts = value(r#"{"phoneNumber":"+46 73519462","apartmentNumber":"73519462"}"#);
    assert_wiped("facts", || KnownFacts::check_value(&facts));
}

#[test]
fn codes_that_are_drawn_and_taken() {
    let policy = CodePolicy::of_lengths([8]).expect("a policy");
    let codes = codes();
    let in_use: Vec<_> = codes.iter().cloned().map(TakenCode::always).collect();
    let code = Code::parse(CODE).expect("a code");
    let duress = Duress::last_digit([1, 9]).expect("steps");
    let with_duress = policy.clone().with_duress(duress).expect("a policy");
    for policy in [policy, with_duress] {
        for mode in Collision::ALL {
            assert_wiped("a set", || {
                let mut free = FreeCodes::during(&policy, &in_use, mode, Window::ALWAYS);
                let taken = free.take(&code);
                (free.clone(), taken, policy.check(CODE).is_ok())
            });
        }
    }
    let six = CodePolicy::of_lengths([4]).expect("a policy");
    // The only code that is left, so that it is drawn.
    let all: Vec<Code> = (0..10_000)
        .filter(|value| *value != 7351)
        .map(|value| Code::parse(&format!("{value:04}")).expect("a code"))
        .collect();
    let left = found(&[b"7351", &[7, 3, 5, 1]], || {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut free = FreeCodes::new(&six, &all);
        let drawn = Code::generate(&six, &all, &mut rng).expect("a code");
        (
            free.draw(&mut rng),
            free.draw_many(1, &mut rng),
            free.issue_many(1, &mut rng),
            drawn,
        )
    });
    assert!(left.is_empty(), "{left:?}");
    let taken = value(&format!(
        r#"{{"code":"{CODE}","from":"2026-03-01T08:00:00Z"}}"#
    ));
    assert_wiped("a taken code", || TakenCode::check_value(&taken));
}

#[test]
fn values_and_numbers() {
    let json = format!(
        r#"{{"a":[{}],"pin":"{CODE}","escaped":"\u0037\u0033519462"}}"#,
        list()
    );
    assert_wiped("a value of JSON", || {
        Value::from_json(json.as_bytes(), usize::MAX)
    });
    let document = value(&json);
    assert_wiped("a copy of a value", || document.clone().into_owned());
    assert_wiped("JSON", || zeroize::Zeroizing::new(document.to_json()));
    assert_wiped("the number of a key", || KeyFormat::EM.check(CODE));
    for kind in [
        IdentifierType::Card,
        IdentifierType::InputCode,
        IdentifierType::LicensePlate,
    ] {
        assert_wiped("an identifier", || IdentifierNumber::parse(kind, CODE));
    }
}

#[test]
fn requests_of_kiiaccess() {
    let now = Timestamp::parse("2026-03-01T08:00:00Z").expect("an instant");
    let ids: Vec<String> = (0..200)
        .map(|id| format!("\"9f3b6c1e-4a52-4d7e-8b10-{id:012}\""))
        .collect();
    let accesses = ids.join(",");
    let bodies = [
        format!(r#"{{"keyType":"code","keyIdentification":"{CODE}","accesses":[{accesses}]}}"#),
        format!(
            r#"{{"keyType":"code","keyIdentification":"\u0037\u0033519462","keyName":"\u00e9","accesses":[{accesses}]}}"#
        ),
        format!(
            r#"{{"keyType":"rfid","keyFormat":"EM","keyIdentification":"{CODE}","pin":"{CODE}","accesses":[{accesses}]}}"#
        ),
        format!(r#"{{"keyType":"code","keyIdentification":"*","accesses":[{accesses}]}}"#),
        format!(
            r#"{{"keyType":"code","keyIdentification":"{CODE}x","pin":"{CODE}","accesses":[]}}"#
        ),
    ];
    let used: Vec<String> = codes()
        .iter()
        .map(|code| {
            format!(
                r#"{{"keyType":"code","keyIdentification":"{}"}}"#,
                code.as_str()
            )
        })
        .collect();
    let state = |in_use: &str| {
        value(&format!(
            r#"{{"userExists":false,"mobileKeysEnabled":true,"mayManageAccesses":true,"inUse":[{in_use}],"codePolicy":{{"lengths":[8]}}}}"#
        ))
    };
    let states = [state(""), state(&used.join(","))];
    for body in &bodies {
        assert_wiped("a check", || CreateAccessKey::check(body.as_bytes()));
        let Ok(request) = CreateAccessKey::check(body.as_bytes()) else {
            continue;
        };
        assert_wiped("a copy of a request", || request.clone());
        for state in &states {
            assert_wiped("a state", || kiiaccess::State::check_value(state));
            let state = kiiaccess::State::check_value(state).expect("a state");
            let decide = || {
                let mut rng = ChaCha8Rng::seed_from_u64(1);
                kiiaccess::decide(&request, &state, now, &mut rng).expect("a decision")
            };
            assert_wiped("a decision", decide);
            let decision = decide();
            assert_wiped("a reply", || decision.reply());
            assert_wiped("an effect", || {
                decision
                    .effect()
                    .map(|effect| effect.to_value().into_owned())
            });
            assert_wiped("a reply as JSON", || {
                zeroize::Zeroizing::new(decision.reply().body.to_json())
            });
        }
    }
}

#[test]
fn requests_of_the_panel() {
    for kind in ["card", "ukey", "inputCode", "license_plate"] {
        let body = format!(
            r#"{{"identifier_owner":{{"name":"Ada","type":"owner"}},"identifier_type":"{kind}","lock":"first","identifier_number":"{CODE}","valid":{{"time":{{"is_permanent":true}},"passes":{{"is_permanent":true}}}}}}"#
        );
        assert_wiped("a check", || CreateIdentifier::check(body.as_bytes()));
        let request = CreateIdentifier::check(body.as_bytes()).expect("a request");
        let state = value(&format!(
            r#"{{"loggedIn":true,"administrator":true,"identifiersInUse":[{{"identifier_type":"inputCode","identifier_number":"{CODE}"}},{{"identifier_type":"inputCode","identifier_number":"1"}},{{"identifier_type":"inputCode","identifier_number":"2"}},{{"identifier_type":"inputCode","identifier_number":"3"}},{{"identifier_type":"inputCode","identifier_number":"4"}},{{"identifier_type":"inputCode","identifier_number":"5"}}],"nextUid":1}}"#
        ));
        assert_wiped("a state", || IdentifierState::check_value(&state));
        let state = IdentifierState::check_value(&state).expect("a state");
        assert_wiped("a decision", || {
            let decision = request.decide(&state);
            let effect = decision
                .effect()
                .map(|effect| effect.to_value().into_owned());
            (decision, effect)
        });
    }
}

#[test]
fn an_attempt_at_a_door() {
    let mut listed: Vec<_> = (0..30)
        .map(|number| {
            format!(
                r#"{{"id":"key-{number}","identification":{{"kind":"code","text":"{}"}},"holder":{{"id":"ada"}}}}"#,
                40_000_000 + number
            )
        })
        .collect();
    let open = r#""holder":{"id":"ada","state":"active"},"state":"active","window":{},"schedule":"always","doors":["front"]"#;
    listed.insert(
        3,
        format!(r#"{{"id":"code","identification":{{"kind":"code","text":"{CODE}","duress":{{"add":1}}}},{open}}}"#),
    );
    listed.push(format!(
        r#"{{"id":"card","identification":{{"kind":"uid","text":"04A1B2C3","pin":"1379","duress":{{"code":"{CODE}"}}}},{open}}}"#
    ));
    let listed = value(&format!("[{}]", listed.join(",")));
    let methods = [Method::Code, Method::Card].map(|method| Methods::from_iter([method]));
    let door = Door::ordinary("front", Security::new(methods).expect("groups"));
    let credentials = Credentials::check_value(&listed).expect("credentials");
    let indexed = credentials.clone().indexed([7; 16]);
    let code = format!(r#"{{"kind":"code","text":"{CODE}","after":1}}"#);
    let card = r#"{"kind":"uid","text":"04A1B2C3"}"#;
    for shown in [format!("[{code}]"), format!("[{card},{code}]")] {
        let attempt = value(&format!(r#"{{"shown":{shown},"with":[{shown}]}}"#));
        assert_wiped("an attempt", || Attempt::check_value(&attempt));
        let attempt = Attempt::check_value(&attempt).expect("an attempt");
        for credentials in [&credentials, &indexed] {
            assert_wiped("a decision", || decide(&attempt, &door, credentials, None));
        }
    }
}
