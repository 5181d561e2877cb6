//! What the panel keeps beside its users: which requests are right, and in which words it refuses.

#![cfg(feature = "plain")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what fails here fails the test"
)]

use latchwork::system::basip::{
    CreateApartment, CreateApartmentState, CreateTimeProfile, CreateTimeProfileState,
    DeleteTimeProfile, DeleteTimeProfileState, Effect, EntityUid, Session, StoredApartment,
    StoredTimeProfile,
};
use serde_json::{Value, json};

const ADMINISTRATOR: Session = Session {
    logged_in: true,
    administrator: true,
};

fn uid(number: u64) -> EntityUid {
    EntityUid::new(number).unwrap()
}

fn profile(body: &Value, session: Session) -> (u16, Value) {
    let state = CreateTimeProfileState {
        session,
        next_uid: uid(7),
    };
    let (reply, effect) =
        CreateTimeProfile::answer(body.to_string().as_bytes(), &state).into_parts();
    let told = serde_json::from_str(&reply.body.to_json()).unwrap();
    if let Some(effect) = effect {
        let Effect::StoreTimeProfile(stored) = effect else {
            panic!("expected a time profile");
        };
        let value = stored.to_value();
        assert_eq!(StoredTimeProfile::check_value(&value), Ok(stored.clone()));
        let again = CreateTimeProfile::check(stored.request.to_value().to_json().as_bytes());
        assert_eq!(again, Ok(stored.request.clone()));
        let mut kept: Value = serde_json::from_str(&value.to_json()).unwrap();
        assert_eq!(kept.as_object_mut().unwrap().remove("uid"), Some(json!(7)));
        assert_eq!(&kept, body);
    }
    (reply.status, told)
}

fn repeated(format: &Value) -> Value {
    json!({
        "name": "Cleaner",
        "time_options": { "is_all_day": true, "date_from": 1_540_819_272, "date_to": 1_540_819_272 },
        "repeat_options": { "repeat_enable": true, "repeat_format": format },
    })
}

/// Every recurrence that the page names, and whether it is one: told by its parts.
#[test]
fn recurrences_are_those_of_the_page() {
    let day = json!({ "week_order": "last", "day_type": "WEEK_DAY" });
    let options = [
        ("none", None),
        ("days", Some(json!(["MON", "SUN"]))),
        ("no days", Some(json!([]))),
        ("other days", Some(json!(["MON", "XXX"]))),
        (
            "numbers",
            Some(json!({ "format": "dayNumbers", "range": [1, 31] })),
        ),
        (
            "other numbers",
            Some(json!({ "format": "dayNumbers", "range": [32] })),
        ),
        (
            "day",
            Some(json!({ "format": "parameterizedDay", "range": day })),
        ),
        (
            "day by number",
            Some(json!({ "format": "dayNumbers", "range": day })),
        ),
        ("months", Some(json!({ "months": [1, 12] }))),
        (
            "months and day",
            Some(json!({ "months": [2], "range": day })),
        ),
        ("other months", Some(json!({ "months": [13] }))),
    ];
    let right = [
        ("day", "none"),
        ("week", "days"),
        ("month", "numbers"),
        ("month", "day"),
        ("year", "months"),
        ("year", "months and day"),
    ];
    for point in ["day", "week", "month", "year", "hour"] {
        for looper in [0, 1, 1000, 1001] {
            for (name, options) in &options {
                let mut custom = json!({ "repeat_point_type": point, "repeat_looper": looper });
                if let Some(options) = options {
                    custom["repeat_options"] = options.clone();
                }
                let body = repeated(&json!({ "repeat_type": "custom", "repeat_custom": custom }));
                let (status, told) = profile(&body, ADMINISTRATOR);
                let is_right = right.contains(&(point, name)) && (1..=1000).contains(&looper);
                assert_eq!(status == 200, is_right, "{point} {looper} {name}: {told}");
                if status == 200 {
                    assert_eq!(told, json!({ "uid": 7 }));
                }
            }
        }
    }
    for (kind, is_right) in [
        ("day", true),
        ("week", true),
        ("twoWeeks", true),
        ("month", true),
        ("year", true),
        ("custom", false),
        ("hour", false),
    ] {
        assert_eq!(
            profile(&repeated(&json!({ "repeat_type": kind })), ADMINISTRATOR).0 == 200,
            is_right,
            "{kind}"
        );
    }
    for (end, is_right) in [
        (json!({ "format": "never" }), true),
        (json!({ "format": "date", "date": 0 }), true),
        (json!({ "format": "date" }), false),
        (json!({ "format": "soon" }), false),
        (json!({ "format": "date", "date": -1 }), false),
        (Value::Null, false),
    ] {
        let body = repeated(&json!({ "repeat_type": "day", "repeat_end": end }));
        assert_eq!(profile(&body, ADMINISTRATOR).0 == 200, is_right, "{end}");
    }
}

#[test]
fn a_time_profile_is_refused_in_the_panels_words() {
    let right = repeated(&json!({ "repeat_type": "day" }));
    let with = |name: &str, value: Value| {
        let mut body = right.clone();
        body[name] = value;
        body
    };
    let mut misspelt = right.clone();
    misspelt["repeat_options"]["repeat_format"]["repeat_ende"] = json!({});
    let mut without = right.clone();
    without.as_object_mut().unwrap().remove("repeat_options");
    let empty = json!({ "is_all_day": false, "date_from": 5, "date_to": 5 });
    for (body, words) in [
        (json!([]), "Wrong JSON body"),
        (without, "Wrong JSON body: no value for `repeat_options`"),
        (
            with("name", json!(1)),
            "Wrong JSON body: value `name` was of the wrong type",
        ),
        (
            with("name", json!("  ")),
            "Wrong JSON body: value `name` was wrong",
        ),
        (
            with("name", json!("x".repeat(201))),
            "Wrong JSON body: value `name` was wrong",
        ),
        (
            with("time_options", empty),
            "Wrong JSON body: value `time_options` was wrong",
        ),
        (
            with("time_option", json!({})),
            "Wrong JSON body: unknown value `time_option`",
        ),
        (misspelt, "Wrong JSON body: unknown value `repeat_options`"),
    ] {
        assert_eq!(
            profile(&body, ADMINISTRATOR),
            (400, json!({ "error": words }))
        );
        let nobody = Session {
            logged_in: false,
            administrator: true,
        };
        assert_eq!(profile(&body, nobody), (401, json!({ "error": "Log In" })));
    }
    // Off is off, whatever would come again.
    let off = with("repeat_options", json!({ "repeat_enable": false }));
    assert_eq!(profile(&off, ADMINISTRATOR).0, 200);
}

#[test]
fn an_apartment_is_at_an_address_of_its_own() {
    let body = |address: Value, name: &str, count: Value| json!({ "apartment_address": address, "apartment_name": name, "residents": { "count": count }, "photo_path": "x" });
    let answer = |body: &Value, address_in_use| {
        let state = CreateApartmentState {
            session: ADMINISTRATOR,
            address_in_use,
            next_uid: uid(1),
        };
        let (reply, effect) =
            CreateApartment::answer(body.to_string().as_bytes(), &state).into_parts();
        if let Some(Effect::StoreApartment(stored)) = &effect {
            assert_eq!(
                StoredApartment::check_value(&stored.to_value()).as_ref(),
                Ok(stored)
            );
        }
        assert_eq!(reply.status == 200, effect.is_some());
        let told: Value = serde_json::from_str(&reply.body.to_json()).unwrap();
        told["error"].as_str().unwrap_or("").to_owned()
    };
    let here = json!({ "building": 1 });
    assert_eq!(answer(&body(here.clone(), "a", json!(0)), false), "");
    assert_eq!(answer(&body(json!({}), "221 b", json!(1)), false), "");
    assert_eq!(
        answer(&body(here.clone(), "a", json!(0)), true),
        "Apartment with that Logical Address already exist"
    );
    for (part, least, most) in [
        ("building", 1, 9999),
        ("unit", 0, 99),
        ("floor", 0, 98),
        ("room", 0, 99),
    ] {
        for (number, words) in [
            (least, ""),
            (most, ""),
            (least - 1, "Wrong Logical Address"),
            (most + 1, "Wrong Logical Address"),
        ] {
            assert_eq!(
                answer(&body(json!({ part: number }), "a", json!(0)), false),
                words,
                "{part} {number}"
            );
        }
    }
    for name in ["", " ", " a", "a ", "a\nb", &"x".repeat(201)] {
        assert_eq!(
            answer(&body(here.clone(), name, json!(0)), false),
            "Wrong JSON body: value `apartment_name` was wrong",
            "{name:?}"
        );
    }
    assert_eq!(
        answer(&body(here, "a", Value::Null), false),
        "Wrong JSON body: value `residents` was of the wrong type"
    );
}

#[test]
fn a_time_profile_that_binds_somebody_stays() {
    for time_profile_exists in [false, true] {
        for is_attached in [false, true] {
            let state = DeleteTimeProfileState {
                session: ADMINISTRATOR,
                time_profile_exists,
                is_attached,
            };
            let decision = DeleteTimeProfile::new(uid(3)).decide(&state);
            let expected = match (time_profile_exists, is_attached) {
                (false, _) => 404,
                (true, true) => 400,
                (true, false) => 200,
            };
            assert_eq!(decision.reply().status, expected);
            assert_eq!(decision.effect().is_some(), expected == 200);
        }
    }
}
