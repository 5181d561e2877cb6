//! Cases of whole requests.

use crate::support::{
    Stream, answer, body, cases, instant, issues_json, json, judge, reply_json, taken, with_value,
};
use latchwork::system::Reply;
use latchwork::system::basip::{
    self, AddToApartment, AddToApartmentState, AttachIdentifier, AttachIdentifierState,
    AttachTimeProfile, AttachTimeProfileState, ChangeUser, ChangeUserState, CreateIdentifier,
    CreateUser, Decision, DeleteUser, DeleteUserState, Effect, IdentifierState, ReadUser,
    ReadUserState, Session, UserState, Validity,
};
#[cfg(feature = "plain")]
use latchwork::system::basip::{
    ChangeApartment, ChangeIdentifier, ChangeKeptState, ChangeTimeProfile, CreateApartment,
    CreateApartmentState, CreateTimeProfile, CreateTimeProfileState, DeleteIdentifier,
    DeleteIdentifierState, DeleteTimeProfile, DeleteTimeProfileState, DetachTimeProfile,
    FoundState, ReadApartment, ReadIdentifier, ReadTimeProfile,
};
use latchwork::system::kiiaccess::{self, CreateAccessKey, DecideError, Options, State};
use latchwork::system::smartphonekey::{
    self, Acceptance, Aggregate, Authorization, Command, GrantLockAccess, LockId, RemoveLockAccess,
    TemporaryKey,
};
use latchwork::{
    CodePolicy, Collision, FreeCodes, GrantState, Issues, KeyFormat, LARGEST_BODY, Offset, Opening,
    TakenCode, Timestamp, UnknownFields, Value, Window,
};
use serde_json::{Value as Json, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn check_access_key(case: &Json) -> Result<Json, Issues> {
    let mut options = Options::default();
    if case.get("ignoreUnknownFields") == Some(&Json::Bool(true)) {
        options.unknown_fields = UnknownFields::Ignore;
    }
    if let Some(offset) = case.get("assumeOffset") {
        let offset = Offset::parse(offset.as_str().expect("text"));
        options.assume_offset = Some(offset.expect("an offset"));
    }
    let body = body(case);
    let checked = CreateAccessKey::check_with(body.as_bytes(), &options);
    let value = Value::from_json(body.as_bytes(), LARGEST_BODY)?;
    let of_value = CreateAccessKey::check_value(&value, &options);
    assert_eq!(of_value, checked, "{}: a body and its value", case["name"]);
    let request = checked?;
    let again = CreateAccessKey::check_value(&request.to_value(), &Options::default());
    assert_eq!(
        again.as_ref(),
        Ok(&request),
        "{}: expected a checked request to check again",
        case["name"]
    );
    Ok(json(&request.to_value()))
}

#[test]
fn create_access_key() {
    judge("create-access-key", &cases!("create-access-key"), |case| {
        let refusal = check_access_key(case)
            .err()
            .map(|issues| kiiaccess::refuse(&issues));
        if let Some(reply) = refusal {
            assert_eq!(reply.status, 400);
        }
        answer(check_access_key(case), Json::clone)
    });
}

/// The set of free codes that a case describes.
fn free_codes(spec: &Json) -> FreeCodes {
    let policy = spec
        .get("policy")
        .map_or_else(CodePolicy::default, |policy| {
            with_value(policy, CodePolicy::check_value).expect("a policy")
        });
    let collision = spec.get("collision").map_or(Collision::Equal, |word| {
        Collision::parse(word.as_str().expect("text")).expect("a way to clash")
    });
    let window = spec.get("window").map_or(Window::ALWAYS, |window| {
        with_value(window, Window::check_value).expect("a window")
    });
    let taken: Vec<_> = taken(spec).into_iter().map(TakenCode::always).collect();
    FreeCodes::during(&policy, &taken, collision, window)
}

#[test]
fn create_access_key_decisions() {
    judge(
        "create-access-key-decide",
        &cases!("create-access-key-decide"),
        |case| {
            let mut state = case["state"].clone();
            let members = state.as_object_mut().expect("a state is an object");
            let now = members.remove("now").expect("a case fixes the instant");
            let now = Timestamp::parse(now.as_str().expect("text")).expect("an instant");
            for code in taken(case) {
                let used = json!({ "keyType": "code", "keyIdentification": code.as_str() });
                members["inUse"].as_array_mut().expect("a list").push(used);
            }
            let formats = members.remove("keyFormats").unwrap_or_else(|| json!([]));
            let options = Options {
                key_formats: formats
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|format| with_value(format, KeyFormat::check_value).expect("a format"))
                    .collect(),
                ..Options::default()
            };
            let mut state = with_value(&state, State::check_value).expect("a state");
            let free = case.get("free").map(free_codes);
            state.free = free.as_ref();
            let request = with_value(&case["request"], |request| {
                CreateAccessKey::check_value(request, &options)
            });
            let request = match request {
                Ok(request) => request,
                Err(issues) => return json!({ "reply": reply_json(&kiiaccess::refuse(&issues)) }),
            };
            let mut random = Stream::of(case);
            let decision = match kiiaccess::decide(&request, &state, now, &mut random) {
                Ok(decision) => decision,
                Err(DecideError::State(issues)) => return json!({ "issues": issues_json(&issues) }),
                Err(failed) => panic!("{}: {failed}", case["name"]),
            };
            let mut answered = json!({ "reply": reply_json(&decision.reply()) });
            if let Some(effect) = decision.effect() {
                answered["effect"] = json(&effect.to_value());
                if let (Some(mut free), Some(code)) = (free, &effect.take_code) {
                    assert!(free.take(code), "{}: it was free", case["name"]);
                    assert!(!free.take(code), "{}: it is taken", case["name"]);
                }
            }
            answered
        },
    );
}

/// Checks the body of a case, and the request it makes once more.
fn check_request<T: PartialEq + std::fmt::Debug>(
    case: &Json,
    check: impl Fn(&Value<'_>) -> Result<T, Issues>,
    check_with_id: impl Fn(&str, &Value<'_>) -> Result<T, Issues>,
    write: for<'a> fn(&'a T) -> Value<'a>,
) -> Result<Json, Issues> {
    let body = body(case);
    let body = Value::from_json(body.as_bytes(), LARGEST_BODY)?;
    let request = match case.get("id") {
        Some(id) => check_with_id(id.as_str().expect("an id is text"), &body)?,
        None => check(&body)?,
    };
    assert_eq!(
        check(&write(&request)).as_ref(),
        Ok(&request),
        "{}: expected a checked request to check again",
        case["name"]
    );
    Ok(json(&write(&request)))
}

/// The answer of a check and, when it found issues, what the system's own 400 says of them.
fn answer_with_refusal(
    checked: Result<Json, Issues>,
    refuse: impl FnOnce(&Issues) -> Reply,
) -> Json {
    let refusal = checked.as_ref().err().map(refuse);
    let mut answered = answer(checked, Json::clone);
    if let Some(reply) = refusal {
        assert_eq!(
            (reply.status, reply.content_type),
            (400, "application/json")
        );
        answered["refuse"] = json(&reply.body);
    }
    answered
}

/// Unknown fields as a case asks for them.
fn unknown_fields(case: &Json, otherwise: UnknownFields) -> UnknownFields {
    match (
        case.get("ignoreUnknownFields"),
        case.get("refuseUnknownFields"),
    ) {
        (Some(Json::Bool(true)), _) => UnknownFields::Ignore,
        (_, Some(Json::Bool(true))) => UnknownFields::Refuse,
        _ => otherwise,
    }
}

/// The state of a case without its instant, and the instant.
fn state_and_now(case: &Json) -> (Json, Option<Timestamp>) {
    let mut state = case["state"].clone();
    let now = state.as_object_mut().expect("an object").remove("now");
    (state, now.as_ref().map(instant))
}

fn answer_reply(reply: &Reply, effect: Option<&Value<'_>>) -> Json {
    let mut answered = json!({ "reply": reply_json(reply) });
    if let Some(effect) = effect {
        answered["effect"] = json(effect);
    }
    answered
}

#[test]
fn grant_lock_access() {
    judge("grant-lock-access", &cases!("grant-lock-access"), |case| {
        let unknown = unknown_fields(case, UnknownFields::Refuse);
        let check = |value: &Value<'_>| GrantLockAccess::check_value(value, unknown);
        let check_with_id =
            |id: &str, body: &Value<'_>| GrantLockAccess::check_with_id(id, body, unknown);
        let checked = check_request(case, check, check_with_id, GrantLockAccess::to_value);
        answer_with_refusal(checked, smartphonekey::refuse)
    });
}

#[test]
fn remove_lock_access() {
    judge(
        "remove-lock-access",
        &cases!("remove-lock-access"),
        |case| {
            let unknown = unknown_fields(case, UnknownFields::Refuse);
            let check = |value: &Value<'_>| RemoveLockAccess::check_value(value, unknown);
            let check_with_id =
                |id: &str, body: &Value<'_>| RemoveLockAccess::check_with_id(id, body, unknown);
            let checked = check_request(case, check, check_with_id, RemoveLockAccess::to_value);
            answer_with_refusal(checked, smartphonekey::refuse)
        },
    );
}

/// Decides a command, and folds its event into the aggregate it was decided on.
fn decide_lock_access(case: &Json, check: impl Fn(&Value<'_>) -> Result<Command, Issues>) -> Json {
    let (state, now) = state_and_now(case);
    let state = with_value(&state, smartphonekey::State::check_value).expect("a state");
    let command = match with_value(&case["request"], check) {
        Ok(command) => command,
        Err(issues) => return answer_reply(&smartphonekey::refuse(&issues), None),
    };
    let decision = smartphonekey::decide(&command, &state, now.expect("a case fixes the instant"));
    if let Some(acceptance) = decision.acceptance() {
        let mut aggregate: Aggregate = state.aggregate.clone();
        aggregate.apply(&acceptance.event).expect("the event fits");
        assert_eq!(aggregate, acceptance.aggregate, "{}", case["name"]);
    }
    let effect = decision.acceptance().map(Acceptance::to_value);
    answer_reply(&decision.reply(), effect.as_ref())
}

#[test]
fn grant_lock_access_decisions() {
    let cases = cases!("grant-lock-access-decide");
    judge("grant-lock-access-decide", &cases, |case| {
        decide_lock_access(case, |request| {
            GrantLockAccess::check_value(request, UnknownFields::Refuse).map(Command::Grant)
        })
    });
}

#[test]
fn remove_lock_access_decisions() {
    let cases = cases!("remove-lock-access-decide");
    judge("remove-lock-access-decide", &cases, |case| {
        decide_lock_access(case, |request| {
            RemoveLockAccess::check_value(request, UnknownFields::Refuse).map(Command::Remove)
        })
    });
}

#[test]
fn temporary_key_states() {
    judge(
        "temporary-key-states",
        &cases!("temporary-key-states"),
        |case| match with_value(&case["key"], TemporaryKey::check_value) {
            Ok(key) => json!({ "state": key.state_at(instant(&case["at"])).as_str() }),
            Err(issues) => json!({ "issues": issues_json(&issues) }),
        },
    );
}

#[test]
fn may_open() {
    judge("may-open", &cases!("may-open"), |case| {
        let lock = |value: &Json| LockId::parse(value.as_str().expect("text")).expect("a lock id");
        let wanted = lock(&case["lockId"]);
        let at = instant(&case["at"]);
        let grants = case["grants"].as_array().expect("a list");
        let of_lock = grants
            .iter()
            .filter(|grant| lock(&grant["lockId"]) == wanted);
        let opening = Opening::of(of_lock.map(|grant| {
            let end = |name: &str| grant.get(name).map(instant);
            let window = Window::new(end("validFrom"), end("validUntil")).expect("a window");
            GrantState::of(window, grant.get("revoked") == Some(&Json::Bool(true)), at)
        }));
        json!({ "answer": { "open": opening.opens(), "reason": opening.reason() } })
    });
}

#[test]
fn authorization() {
    judge("authorization", &cases!("authorization"), |case| {
        let now = instant(&case["now"]);
        let checked = with_value(&case["input"], |headers| {
            Authorization::check_value(headers, now)
        });
        answer(checked, |authorization| json(&authorization.to_value()))
    });
}

/// How a request of the panel is checked and decided: each way to a reply.
trait Panel: Sized + PartialEq + std::fmt::Debug {
    type State;

    fn check_value(value: &Value<'_>) -> Result<Self, Issues>;
    fn check_state(value: &Value<'_>) -> Result<Self::State, Issues>;
    fn session(state: &Self::State) -> Session;
    fn decide(&self, state: &Self::State) -> Decision;
    fn written(&self) -> Json;
}

macro_rules! panel {
    ($($name:ident by $state:ident;)*) => {$(
        impl Panel for $name {
            type State = $state;

            fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
                $name::check_value(value, UnknownFields::Ignore)
            }

            fn check_state(value: &Value<'_>) -> Result<$state, Issues> {
                $state::check_value(value)
            }

            fn session(state: &$state) -> Session {
                state.session
            }

            fn decide(&self, state: &$state) -> Decision {
                $name::decide(self, state)
            }

            fn written(&self) -> Json {
                json(&self.to_value())
            }
        }
    )*};
}

panel! {
    CreateUser by UserState;
    CreateIdentifier by IdentifierState;
    ChangeUser by ChangeUserState;
    ReadUser by ReadUserState;
    DeleteUser by DeleteUserState;
    AttachIdentifier by AttachIdentifierState;
    AttachTimeProfile by AttachTimeProfileState;
    AddToApartment by AddToApartmentState;
}

#[cfg(feature = "plain")]
panel! {
    CreateTimeProfile by CreateTimeProfileState;
    ReadTimeProfile by FoundState;
    DeleteTimeProfile by DeleteTimeProfileState;
    DetachTimeProfile by AttachTimeProfileState;
    CreateApartment by CreateApartmentState;
    ReadApartment by FoundState;
    ReadIdentifier by FoundState;
    DeleteIdentifier by DeleteIdentifierState;
}

/// What the panel's 400 says to an administrator.
fn refuse_administrator(issues: &Issues) -> Reply {
    let session = Session {
        logged_in: true,
        administrator: true,
    };
    basip::refuse(issues, session)
}

/// Judges the body of a case as a request of the panel.
fn check_panel<R: Panel>(
    case: &Json,
    check: impl Fn(&Value<'_>, UnknownFields) -> Result<R, Issues>,
) -> Json {
    let unknown = unknown_fields(case, UnknownFields::Ignore);
    let checked = || {
        let body = body(case);
        let body = Value::from_json(body.as_bytes(), LARGEST_BODY)?;
        let request = check(&body, unknown)?;
        let again = with_value(&request.written(), R::check_value);
        assert_eq!(again.as_ref(), Ok(&request), "{}", case["name"]);
        Ok(request.written())
    };
    answer_with_refusal(checked(), refuse_administrator)
}

/// Decides the request of a case, whether it checks or not.
fn decide_panel<R: Panel>(case: &Json) -> Json {
    let state = with_value(&case["state"], R::check_state).expect("a state");
    match with_value(&case["request"], R::check_value) {
        Ok(request) => answer_decision(&request.decide(&state)),
        Err(issues) => answer_reply(&basip::refuse(&issues, R::session(&state)), None),
    }
}

fn answer_decision(decision: &Decision) -> Json {
    let effect = decision.effect().map(Effect::to_value);
    answer_reply(decision.reply(), effect.as_ref())
}

fn user_uid(case: &Json) -> Option<String> {
    path_uid(case, "user_uid")
}

/// The uid of a path, which JavaScript may hand over as a number.
fn path_uid(case: &Json, name: &str) -> Option<String> {
    case.get(name).map(|uid| match uid.as_str() {
        Some(text) => text.to_owned(),
        None => uid.to_string(),
    })
}

#[test]
fn create_user() {
    judge("create-user", &cases!("create-user"), |case| {
        check_panel(case, CreateUser::check_value)
    });
}

#[test]
fn create_identifier() {
    judge("create-identifier", &cases!("create-identifier"), |case| {
        check_panel(case, CreateIdentifier::check_value)
    });
}

#[test]
fn change_user() {
    judge("change-user", &cases!("change-user"), |case| {
        check_panel(case, |body, unknown| match user_uid(case) {
            Some(uid) => ChangeUser::check_with_uid(&uid, body, unknown),
            None => ChangeUser::check_value(body, unknown),
        })
    });
}

#[test]
fn panel_paths() {
    judge(
        "panel-paths",
        &cases!("panel-paths"),
        |case| match case["of"].as_str() {
            Some("readUser") => check_panel(case, ReadUser::check_value),
            Some("deleteUser") => check_panel(case, DeleteUser::check_value),
            Some("attachIdentifier") => check_panel(case, AttachIdentifier::check_value),
            Some("attachTimeProfile") => check_panel(case, AttachTimeProfile::check_value),
            Some("addToApartment") => check_panel(case, AddToApartment::check_value),
            _ => panic!("expected a request that is known"),
        },
    );
}

#[test]
fn create_user_decisions() {
    let cases = cases!("create-user-decide");
    judge("create-user-decide", &cases, decide_panel::<CreateUser>);
}

#[test]
fn create_identifier_decisions() {
    let cases = cases!("create-identifier-decide");
    judge(
        "create-identifier-decide",
        &cases,
        decide_panel::<CreateIdentifier>,
    );
}

#[test]
fn change_user_decisions() {
    let cases = cases!("change-user-decide");
    judge("change-user-decide", &cases, decide_panel::<ChangeUser>);
}

#[test]
fn panel_path_decisions() {
    let cases = cases!("panel-paths-decide");
    judge("panel-paths-decide", &cases, |case| {
        match case["of"].as_str() {
            Some("readUser") => decide_panel::<ReadUser>(case),
            Some("deleteUser") => decide_panel::<DeleteUser>(case),
            Some("attachIdentifier") => decide_panel::<AttachIdentifier>(case),
            Some("attachTimeProfile") => decide_panel::<AttachTimeProfile>(case),
            Some("addToApartment") => decide_panel::<AddToApartment>(case),
            _ => panic!("expected a request that is known"),
        }
    });
}

#[cfg(feature = "plain")]
#[test]
fn panel_kept_decisions() {
    let cases = cases!("panel-kept-decide");
    judge("panel-kept-decide", &cases, |case| {
        match case["of"].as_str() {
            Some("createTimeProfile") => decide_panel::<CreateTimeProfile>(case),
            Some("readTimeProfile") => decide_panel::<ReadTimeProfile>(case),
            Some("deleteTimeProfile") => decide_panel::<DeleteTimeProfile>(case),
            Some("detachTimeProfile") => decide_panel::<DetachTimeProfile>(case),
            Some("createApartment") => decide_panel::<CreateApartment>(case),
            Some("readApartment") => decide_panel::<ReadApartment>(case),
            Some("readIdentifier") => decide_panel::<ReadIdentifier>(case),
            Some("deleteIdentifier") => decide_panel::<DeleteIdentifier>(case),
            _ => panic!("expected a request that is known"),
        }
    });
}

/// Answers a raw body in one call, and in several: the check, then the decision or the refusal.
fn answer_panel<R: Panel>(
    case: &Json,
    in_one: impl Fn(&[u8], &R::State) -> Decision,
    check: impl Fn(&[u8], UnknownFields) -> Result<R, Issues>,
) -> Json {
    let state = with_value(&case["state"], R::check_state).expect("a state");
    let body = body(case);
    let unknown = unknown_fields(case, UnknownFields::Ignore);
    let in_several = match check(body.as_bytes(), unknown) {
        Ok(request) => answer_decision(&request.decide(&state)),
        Err(issues) => answer_reply(&basip::refuse(&issues, R::session(&state)), None),
    };
    if unknown == UnknownFields::Ignore {
        let answered = answer_decision(&in_one(body.as_bytes(), &state));
        assert_eq!(answered, in_several, "{}", case["name"]);
    }
    in_several
}

#[test]
fn panel_answers() {
    judge("panel-answers", &cases!("panel-answers"), |case| {
        let value = |body: &[u8]| Value::from_json(body, LARGEST_BODY).map(Value::into_owned);
        match (case["of"].as_str(), user_uid(case)) {
            (Some("createUser"), _) => answer_panel(case, CreateUser::answer, |body, unknown| {
                CreateUser::check_value(&value(body)?, unknown)
            }),
            (Some("createIdentifier"), _) => {
                answer_panel(case, CreateIdentifier::answer, |body, unknown| {
                    CreateIdentifier::check_value(&value(body)?, unknown)
                })
            }
            (Some("changeUser"), Some(uid)) => answer_panel(
                case,
                |body, state| ChangeUser::answer(&uid, body, state),
                |body, unknown| ChangeUser::check_with_uid(&uid, &value(body)?, unknown),
            ),
            // The uid of the body counts where the path has none, which Rust has no one call for.
            (Some("changeUser"), None) => {
                let body = json(&value(body(case).as_bytes()).expect("JSON"));
                let mut case = case.clone();
                case["request"] = body;
                decide_panel::<ChangeUser>(&case)
            }
            _ => panic!("expected a request that is known"),
        }
    });
}

/// Answers a change of something that the panel keeps: check, then the decision or the refusal.
#[cfg(feature = "plain")]
macro_rules! answer_change {
    ($case:ident, $request:ident, $uid:literal) => {{
        let state = with_value(&$case["state"], ChangeKeptState::check_value).expect("a state");
        let uid = path_uid($case, $uid).expect("a uid");
        let unknown = unknown_fields($case, UnknownFields::Ignore);
        let body = body($case);
        let checked = match unknown {
            UnknownFields::Ignore => $request::check(&uid, body.as_bytes()),
            UnknownFields::Refuse => Value::from_json(body.as_bytes(), LARGEST_BODY)
                .map_err(Issues::from)
                .and_then(|value| $request::check_with_uid(&uid, &value, unknown)),
        };
        match checked {
            Ok(request) => {
                let name = &$case["name"];
                let again = $request::check_with_uid(&uid, &request.to_value(), unknown);
                assert_eq!(again.as_ref(), Ok(&request), "{name}");
                answer_decision(&request.decide(&state))
            }
            Err(issues) => answer_reply(&basip::refuse(&issues, state.session), None),
        }
    }};
}

#[cfg(feature = "plain")]
#[test]
fn panel_changes() {
    judge(
        "panel-changes",
        &cases!("panel-changes"),
        |case| match case["of"].as_str() {
            Some("changeIdentifier") => answer_change!(case, ChangeIdentifier, "identifier_uid"),
            Some("changeTimeProfile") => answer_change!(case, ChangeTimeProfile, "timeprofile_uid"),
            Some("changeApartment") => answer_change!(case, ChangeApartment, "apartment_uid"),
            _ => panic!("expected a request that is known"),
        },
    );
}

#[test]
fn identifier_states() {
    judge("identifier-states", &cases!("identifier-states"), |case| {
        let valid = with_value(&case["valid"], |valid| {
            Validity::check_value(valid, UnknownFields::Ignore)
        });
        let used = case["passesUsed"].as_u64().expect("a count");
        let state = valid
            .expect("a validity")
            .state_at(instant(&case["at"]), used);
        json!({ "state": state.as_str() })
    });
}
