//! Decisions of requests.

use alloc::vec::Vec;

use super::Arguments;
use super::answer::{Answer, either, misused};
use super::field::{instant, instant_at};
use super::issue::GivenIssue;
use super::request::{decides, key_formats, read_body};
use super::text;
use crate::schema::{Document, Kind, check_alone};
use crate::system::basip::{self, PanelRequest, PanelState, Session, Validity};
use crate::system::kiiaccess::{self, CreateAccessKey, DecideError};
use crate::system::smartphonekey::{self, Command};
use crate::system::{Options, Reply, Request};
use crate::value::LARGEST_WHOLE;
use crate::{FreeCodes, Issue, Issues, KeyFormat, OsRng, Timestamp, UnknownFields, Value};

/// What decides on a request.
pub(super) enum Decides {
    #[cfg(feature = "js-access-key")]
    AccessKey,
    /// What the command is, of which the state and the instant then tell.
    #[cfg(feature = "js-locks")]
    Lock(fn(&Document<'_>) -> Result<Command, Issues>),
    /// Nothing does here.
    #[cfg(feature = "js-plain")]
    Nothing,
    #[cfg(feature = "js-panel")]
    Panel(fn(&PanelCall<'_>) -> Result<Answer, Answer>),
}

#[cfg(feature = "js-panel")]
impl Decides {
    pub(super) const fn by_panel<R: PanelRequest>() -> Self {
        Self::Panel(judged::<R>)
    }
}

/// `[checked, state, now, keyFormats?]`
pub(super) fn decide(request: u32, arguments: &Arguments<'_>) -> Answer {
    either(match decides(request) {
        #[cfg(feature = "js-access-key")]
        Some(Decides::AccessKey) => access_key(arguments, None),
        #[cfg(feature = "js-locks")]
        Some(Decides::Lock(check)) => lock_access(arguments, *check),
        #[cfg(feature = "js-panel")]
        Some(Decides::Panel(judge)) => judge(&PanelCall {
            state: &arguments.get(1),
            request: &|| Ok(arguments.get(0)),
            options: &UnknownFields::Ignore.into(),
        }),
        #[cfg(feature = "js-plain")]
        Some(Decides::Nothing) => Ok(Answer::Refused(Issues::default())),
        None => Ok(Answer::Refused(Issues::default())),
    })
}

/// As [`decide`], of the request that draws from a set of free codes.
pub(super) fn decide_with(arguments: &Arguments<'_>, free: &FreeCodes) -> Answer {
    either(access_key(arguments, Some(free)))
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

fn access_key(arguments: &Arguments<'_>, free: Option<&FreeCodes>) -> Result<Answer, Answer> {
    let mut state = kiiaccess::State::read(&arguments.get(1)).map_err(misused("state"))?;
    state.free = free;
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
    let decision =
        kiiaccess::decide(&request, &state, now, &mut OsRng).map_err(|failed| match failed {
            DecideError::State(issues) => Answer::Misuse("state", issues),
            DecideError::Generate(failed) => Answer::not_drawn(&failed),
        })?;
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

/// What is decided about a request of the panel.
pub(super) struct PanelCall<'c> {
    state: &'c Document<'c>,
    request: &'c dyn Fn() -> Result<Document<'c>, Issues>,
    options: &'c Options<'c>,
}

fn judged<R: PanelRequest>(call: &PanelCall<'_>) -> Result<Answer, Answer> {
    let state = R::State::read(call.state).map_err(misused("state"))?;
    let read = || R::read(&(call.request)()?, call.options);
    let (reply, effect) = basip::judge(&state, read).into_parts();
    Ok(decided(reply, effect.as_ref().map(basip::Effect::to_value)))
}

#[cfg(feature = "js-panel")]
/// `[state, options?, body?]`: a body is an argument only where it is none.
pub(super) fn answer_json(
    decides: &Decides,
    body: Option<&[u8]>,
    arguments: &Arguments<'_>,
    options: &Options<'_>,
) -> Answer {
    let Decides::Panel(judge) = decides else {
        return Answer::Refused(Issues::default());
    };
    either(judge(&PanelCall {
        state: &arguments.get(0),
        request: &|| match arguments.given(2) {
            Some(given) => Err(text::of(&given)
                .err()
                .unwrap_or_else(Issue::not_read)
                .into()),
            None => read_body(body),
        },
        options,
    }))
}

/// The panel's refusal, to a caller of whom a state tells where there is one.
pub(super) fn refuse_by_panel(
    issues: &[GivenIssue<'_>],
    state: Option<&Document<'_>>,
) -> Result<Reply, Answer> {
    let Some(state) = state else {
        return Ok(basip::refuse_told(issues));
    };
    let session = Session::read(state).map_err(misused("state"))?;
    Ok(basip::refuse_in(issues, session))
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
