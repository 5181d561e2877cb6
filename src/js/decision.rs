//! Decisions of requests.

use alloc::vec::Vec;

use super::Arguments;
use super::answer::{Answer, either, misused};
use super::field::{instant, instant_at};
use super::request::key_formats;
use crate::schema::{Document, Kind, check_alone};
use crate::system::basip::{
    self, CreateIdentifier, CreateUser, IdentifierState, Session, UserState, Validity,
    decide_identifier, decide_user,
};
use crate::system::kiiaccess::{self, CreateAccessKey};
use crate::system::smartphonekey::{self, Command, GrantLockAccess, RemoveLockAccess};
use crate::system::{Options, Reply, Request};
use crate::value::LARGEST_WHOLE;
use crate::{Issues, KeyFormat, OsRng, Timestamp, UnknownFields, Value};

/// `[checked, state, now, keyFormats?]`
pub(super) fn decide(request: u32, arguments: &Arguments<'_>) -> Answer {
    either(match request {
        0 => access_key(arguments),
        1 => lock_access(arguments, |checked| {
            GrantLockAccess::read(checked, &Options::default()).map(Command::Grant)
        }),
        2 => lock_access(arguments, |checked| {
            RemoveLockAccess::read(checked, &Options::default()).map(Command::Remove)
        }),
        3 => user(arguments),
        _ => identifier(arguments),
    })
}

/// The reply of a system, with what the service has to store.
fn decided(reply: Reply, effect: Option<Value<'_>>) -> Answer {
    let decided = reply.into_members().with_some("effect", effect);
    Answer::of(&Value::from(decided))
}

/// The instant of a decision, which JavaScript takes from the state or its own clock.
fn now(arguments: &Arguments<'_>) -> Result<Timestamp, Answer> {
    instant(&arguments.get(2)).map_err(|issue| Answer::Misuse("state", issue.at("now").into()))
}

fn access_key(arguments: &Arguments<'_>) -> Result<Answer, Answer> {
    let state = kiiaccess::State::read(&arguments.get(1)).map_err(misused("state"))?;
    let own = match arguments.given(3) {
        Some(formats) => own_key_formats(&formats)
            .map_err(|issues| Answer::Misuse("state", issues.at("keyFormats")))?,
        None => Vec::new(),
    };
    let now = now(arguments)?;
    let options = Options {
        key_formats: &own,
        ..Options::default()
    };
    let request = match CreateAccessKey::read(&arguments.get(0), &options) {
        Ok(request) => request,
        Err(issues) => return Ok(decided(kiiaccess::refuse(&issues), None)),
    };
    let decision = kiiaccess::decide(&request, &state, now, &mut OsRng)
        .map_err(|failed| Answer::not_drawn(&failed))?;
    let effect = decision.effect().map(kiiaccess::Effect::to_value);
    Ok(decided(decision.reply(), effect))
}

fn own_key_formats(given: &Document<'_>) -> Result<Vec<KeyFormat>, Issues> {
    let list = Kind::List(&Kind::Object(&KeyFormat::TABLE));
    check_alone(given, &list, UnknownFields::Refuse)?;
    Ok(key_formats(given.root().items()))
}

fn lock_access(
    arguments: &Arguments<'_>,
    check: fn(&Document<'_>) -> Result<Command, Issues>,
) -> Result<Answer, Answer> {
    let state = smartphonekey::State::read(&arguments.get(1)).map_err(misused("state"))?;
    let now = now(arguments)?;
    let command = match check(&arguments.get(0)) {
        Ok(command) => command,
        Err(issues) => return Ok(decided(smartphonekey::refuse(&issues), None)),
    };
    let decision = smartphonekey::decide(&command, &state, now);
    let effect = decision
        .acceptance()
        .map(smartphonekey::Acceptance::to_value);
    Ok(decided(decision.reply(), effect))
}

/// The panel asks who is there before it reads what they sent.
fn may_enter(session: Session) -> Result<(), Answer> {
    match session.refusal() {
        Some(refusal) => Err(decided(refusal, None)),
        None => Ok(()),
    }
}

fn user(arguments: &Arguments<'_>) -> Result<Answer, Answer> {
    let state = UserState::read(&arguments.get(1)).map_err(misused("state"))?;
    may_enter(state.session)?;
    match CreateUser::read(&arguments.get(0), &UnknownFields::Ignore.into()) {
        Ok(request) => {
            let decision = decide_user(&request, &state);
            let effect = decision.stored().map(basip::StoredUser::to_value);
            Ok(decided(decision.reply(), effect))
        }
        Err(issues) => Ok(decided(basip::refuse(&issues), None)),
    }
}

fn identifier(arguments: &Arguments<'_>) -> Result<Answer, Answer> {
    let state = IdentifierState::read(&arguments.get(1)).map_err(misused("state"))?;
    may_enter(state.session)?;
    match CreateIdentifier::read(&arguments.get(0), &UnknownFields::Ignore.into()) {
        Ok(request) => {
            let decision = decide_identifier(&request, &state);
            let effect = decision.stored().map(basip::StoredIdentifier::to_value);
            Ok(decided(decision.reply(), effect))
        }
        Err(issues) => Ok(decided(basip::refuse(&issues), None)),
    }
}

/// `[valid, passes_used, at]`
pub(super) fn identifier_state(arguments: &Arguments<'_>, _out: &mut super::Out) -> Answer {
    let state = || {
        let valid =
            Validity::read(&arguments.get(0), UnknownFields::Ignore).map_err(misused("valid"))?;
        let passes_used = super::field::whole(&arguments.get(1), 0, LARGEST_WHOLE)
            .map_err(misused("passesUsed"))?;
        let state = valid.state_at(instant_at(arguments, 2)?, passes_used);
        Ok(Answer::of(&state))
    };
    either(state())
}
