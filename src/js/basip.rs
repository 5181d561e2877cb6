//! Create user entity, and identifiers.

use super::answer::{Answer, Thrown, argument, judged};
use super::field::instant_at;
use super::system;
use crate::fields::UnknownFields;
use crate::system::basip::{
    self, CreateIdentifier, CreateUser, IdentifierState, StoredIdentifier, StoredUser, UserState,
    Validity, decide_identifier, decide_user,
};
use crate::value::LARGEST_WHOLE;
use crate::{Issues, Value};

pub(super) fn check_user(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let given = judged(arguments, 0);
    let checked = CreateUser::check_value(given, unknown_fields(arguments, 1)?);
    let copied = argument(arguments, 2);
    Ok(system::check(given, copied, checked, CreateUser::to_value))
}

pub(super) fn check_user_json(
    body: Option<&[u8]>,
    arguments: &[Value<'_>],
) -> Result<Answer, Thrown> {
    let unknown = unknown_fields(arguments, 0)?;
    Ok(system::check_body(
        body,
        |value| CreateUser::check_value(&value, unknown),
        CreateUser::to_value,
    ))
}

pub(super) fn check_identifier(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let given = judged(arguments, 0);
    let checked = CreateIdentifier::check_value(given, unknown_fields(arguments, 1)?);
    let copied = argument(arguments, 2);
    Ok(system::check(
        given,
        copied,
        checked,
        CreateIdentifier::to_value,
    ))
}

pub(super) fn check_identifier_json(
    body: Option<&[u8]>,
    arguments: &[Value<'_>],
) -> Result<Answer, Thrown> {
    let unknown = unknown_fields(arguments, 0)?;
    Ok(system::check_body(
        body,
        |value| CreateIdentifier::check_value(&value, unknown),
        CreateIdentifier::to_value,
    ))
}

pub(super) fn refuse(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    system::refuse(arguments, basip::refuse)
}

pub(super) fn decide_user_request(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let state = system::state(arguments, &[], UserState::check_value)?;
    // The panel asks who is there before it reads what they sent.
    if let Some(refusal) = state.session.refusal() {
        return Ok(system::reply(&refusal, None));
    }
    let request = match CreateUser::check_value(judged(arguments, 0), UnknownFields::Ignore) {
        Ok(request) => request,
        Err(issues) => return Ok(system::reply(&basip::refuse(&issues), None)),
    };
    let decision = decide_user(&request, &state);
    let effect = decision.stored().map(StoredUser::to_value);
    Ok(system::reply(&decision.reply(), effect))
}

pub(super) fn decide_identifier_request(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let state = system::state(arguments, &[], IdentifierState::check_value)?;
    if let Some(refusal) = state.session.refusal() {
        return Ok(system::reply(&refusal, None));
    }
    let request = match CreateIdentifier::check_value(judged(arguments, 0), UnknownFields::Ignore) {
        Ok(request) => request,
        Err(issues) => return Ok(system::reply(&basip::refuse(&issues), None)),
    };
    let decision = decide_identifier(&request, &state);
    let effect = decision.stored().map(StoredIdentifier::to_value);
    Ok(system::reply(&decision.reply(), effect))
}

pub(super) fn identifier_state(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let valid = Validity::check_value(judged(arguments, 0), UnknownFields::Ignore)
        .map_err(|issues| Thrown::misuse("valid", issues))?;
    let passes_used = judged(arguments, 1)
        .whole(0, LARGEST_WHOLE)
        .map_err(|issue| Thrown::misuse("passesUsed", issue))?;
    let state = valid.state_at(instant_at(arguments, 2)?, passes_used);
    Ok(Answer::Plain(Value::from(state.as_str())))
}

fn unknown_fields(arguments: &[Value<'_>], index: usize) -> Result<UnknownFields, Thrown> {
    const REFUSE_UNKNOWN_FIELDS: &str = "refuseUnknownFields";
    let Some(options) = argument(arguments, index) else {
        return Ok(UnknownFields::Ignore);
    };
    let misuse = |issues: Issues| Thrown::misuse("options", issues);
    system::flag(options, REFUSE_UNKNOWN_FIELDS)
        .map_err(misuse)
        .map(|refuse| {
            if refuse {
                UnknownFields::Refuse
            } else {
                UnknownFields::Ignore
            }
        })
}
