//! Grant lock access, and remove it.

use alloc::vec::Vec;

use super::answer::{Answer, Thrown, argument, judged};
use super::field::{instant, instant_at};
use super::system;
use crate::fields::{Fields, UnknownFields};
use crate::system::smartphonekey::{
    self, Acceptance, Aggregate, Authorization, Command, Event, GrantLockAccess, LockId,
    RemoveLockAccess, State, check_grant,
};
use crate::value::Members;
use crate::{
    AccessLevel, GrantPolicy, GrantState, Grantor, Issue, Issues, Opening, Timestamp, Uuid, Value,
    Window,
};

const IGNORE_UNKNOWN_FIELDS: &str = "ignoreUnknownFields";
const ID: &str = "id";

pub(super) fn check_grant_request(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let given = judged(arguments, 0);
    let unknown = value_options(arguments)?;
    let checked = GrantLockAccess::check_value(given, unknown);
    let copied = argument(arguments, 2);
    Ok(system::check(
        given,
        copied,
        checked,
        GrantLockAccess::to_value,
    ))
}

pub(super) fn check_grant_json(
    body: Option<&[u8]>,
    arguments: &[Value<'_>],
) -> Result<Answer, Thrown> {
    let options = body_options(arguments)?;
    Ok(system::check_body(
        body,
        |body| match &options.id {
            Some(id) => GrantLockAccess::check_beside(id.clone(), &body, options.unknown),
            None => GrantLockAccess::check_value(&body, options.unknown),
        },
        GrantLockAccess::to_value,
    ))
}

pub(super) fn check_remove_request(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let given = judged(arguments, 0);
    let unknown = value_options(arguments)?;
    let checked = RemoveLockAccess::check_value(given, unknown);
    let copied = argument(arguments, 2);
    Ok(system::check(
        given,
        copied,
        checked,
        RemoveLockAccess::to_value,
    ))
}

pub(super) fn check_remove_json(
    body: Option<&[u8]>,
    arguments: &[Value<'_>],
) -> Result<Answer, Thrown> {
    let options = body_options(arguments)?;
    Ok(system::check_body(
        body,
        |body| match &options.id {
            Some(id) => RemoveLockAccess::check_beside(id.clone(), &body, options.unknown),
            None => RemoveLockAccess::check_value(&body, options.unknown),
        },
        RemoveLockAccess::to_value,
    ))
}

pub(super) fn refuse(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    system::refuse(arguments, smartphonekey::refuse)
}

pub(super) fn decide_grant(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    decide(arguments, |request| {
        GrantLockAccess::check_value(request, UnknownFields::Refuse).map(Command::Grant)
    })
}

pub(super) fn decide_remove(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    decide(arguments, |request| {
        RemoveLockAccess::check_value(request, UnknownFields::Refuse).map(Command::Remove)
    })
}

fn decide(
    arguments: &[Value<'_>],
    check: impl FnOnce(&Value<'_>) -> Result<Command, Issues>,
) -> Result<Answer, Thrown> {
    let state = system::state(arguments, &[], State::check_value)?;
    let now = system::now(arguments)?;
    let command = match check(judged(arguments, 0)) {
        Ok(command) => command,
        Err(issues) => return Ok(system::reply(&smartphonekey::refuse(&issues), None)),
    };
    let decision = smartphonekey::decide(&command, &state, now);
    let effect = decision.acceptance().map(Acceptance::to_value);
    Ok(system::reply(&decision.reply(), effect))
}

pub(super) fn apply(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let mut aggregate = Aggregate::check_value(judged(arguments, 0))
        .map_err(|issues| Thrown::misuse("aggregate", issues))?;
    let event = Event::check_value(judged(arguments, 1))
        .map_err(|issues| Thrown::misuse("event", issues))?;
    aggregate
        .apply(&event)
        .map_err(|issue| Thrown::misuse("event", issue))?;
    Ok(Answer::Plain(aggregate.to_value().into_owned()))
}

pub(super) fn may_grant(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let granter = judged(arguments, 0).text().and_then(|text| match text {
        "organisation" => Ok(Grantor::Organisation),
        text => AccessLevel::parse(text).map(Grantor::Level),
    });
    let granter = granter.map_err(|issue| Thrown::misuse("granter", issue))?;
    let level = judged(arguments, 1).text().and_then(AccessLevel::parse);
    let level = level.map_err(|issue| Thrown::misuse("level", issue))?;
    let policy = match argument(arguments, 2) {
        Some(policy) => {
            GrantPolicy::check_value(policy).map_err(|issues| Thrown::misuse("policy", issues))?
        }
        None => GrantPolicy::default(),
    };
    let may = policy.may_grant(granter, level);
    Ok(Answer::Plain(Value::from(may)))
}

pub(super) fn grant_state(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let grant = check_grant(judged(arguments, 0), UnknownFields::Ignore)
        .map_err(|issues| Thrown::misuse("grant", issues))?;
    let state = grant.state_at(instant_at(arguments, 1)?);
    Ok(Answer::Plain(Value::from(state.as_str())))
}

pub(super) fn may_open(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let lock = judged(arguments, 1).text().and_then(LockId::parse);
    let lock = lock.map_err(|issue| Thrown::misuse("lockId", issue))?;
    let grants = judged(arguments, 0)
        .list()
        .map_err(|issue| Thrown::misuse("grants", issue))?;
    let at = instant_at(arguments, 2)?;
    let mut states = Vec::new();
    for (index, value) in grants.iter().enumerate() {
        let state = listed_state(value, &lock, at)
            .map_err(|issues| Thrown::misuse("grants", issues.at(index)))?;
        states.extend(state);
    }
    let opening = Opening::of(states);
    Ok(Answer::Plain(
        Members::default()
            .with("open", opening.opens())
            .with("reason", opening.reason())
            .into(),
    ))
}

/// The state of a grant in a list, when it is one of this lock. A list may say more of a grant.
fn listed_state(
    value: &Value<'_>,
    lock: &LockId,
    at: Timestamp,
) -> Result<Option<GrantState>, Issues> {
    let names = ["lockId", "validFrom", "validUntil", "revoked"];
    let mut fields = Fields::of(value, &names, UnknownFields::Ignore)?;
    let id = fields.required("lockId", |value| LockId::parse(value.text()?));
    let window = Window::read(&mut fields, "validFrom", "validUntil");
    let revoked = fields.optional("revoked", Value::boolean);
    fields.finish_as(|| {
        let state = GrantState::of(window, revoked == Some(true), at);
        Some((id? == *lock).then_some(state))
    })
}

pub(super) fn check_authorization(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let now = instant(judged(arguments, 1)).map_err(|issue| Thrown::misuse("now", issue))?;
    let checked = Authorization::check_value(judged(arguments, 0), now);
    Ok(Answer::of(
        checked
            .as_ref()
            .map(Authorization::to_value)
            .map_err(Issues::clone),
    ))
}

struct Options {
    unknown: UnknownFields,
    /// The id of the path, where it is not among the members of the body.
    id: Option<Result<Uuid, Issue>>,
}

/// Options of a value, which has its id inside.
fn value_options(arguments: &[Value<'_>]) -> Result<UnknownFields, Thrown> {
    options(arguments, 1, &[IGNORE_UNKNOWN_FIELDS]).map(|options| options.unknown)
}

/// Options of a raw body, beside which the id may stand.
fn body_options(arguments: &[Value<'_>]) -> Result<Options, Thrown> {
    options(arguments, 0, &[IGNORE_UNKNOWN_FIELDS, ID])
}

fn options(
    arguments: &[Value<'_>],
    index: usize,
    names: &[&'static str],
) -> Result<Options, Thrown> {
    let mut read = Options {
        unknown: UnknownFields::Refuse,
        id: None,
    };
    let Some(options) = argument(arguments, index) else {
        return Ok(read);
    };
    let misuse = |issues| Thrown::misuse("options", issues);
    let mut fields = Fields::of(options, names, UnknownFields::Refuse)
        .map_err(|issue| misuse(Issues::from(issue)))?;
    if fields.optional(IGNORE_UNKNOWN_FIELDS, Value::boolean) == Some(true) {
        read.unknown = UnknownFields::Ignore;
    }
    // What the text of an id says is judged with the body; that it is text is the service's part.
    read.id = fields.optional(ID, |id| match id {
        Value::String(text) => Ok(Uuid::parse(text)),
        Value::Broken(issue) => Ok(Err(issue.clone())),
        other => other.text().map(Uuid::parse),
    });
    fields.finish_with(read).map_err(misuse)
}
