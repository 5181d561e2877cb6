//! Which key becomes of a request: whether its code is one for these doors, and free.

use rand_core::TryCryptoRng;

use super::state::{FREE, IN_USE};
use super::{
    ACCESSES, CreateAccessKey, Identification, KEY_IDENTIFICATION, Key, RequestedCode, State,
};
use crate::{
    Code, CodePolicy, DoorCodes, FreeCodes, GenerateError, Issue, IssueCode, Issues, Window,
};

/// What is wrong with the set of free codes of a state: it may give no code that a door does not
/// allow, nor one that clashes while the key is valid. `window` is when that is from now on, where
/// it is not over.
pub(super) fn unfit(
    request: &CreateAccessKey,
    state: &State<'_>,
    window: Option<Window>,
) -> Issues {
    let Some(free) = state.free else {
        return Issues::default();
    };
    let codes = state.in_use.iter().enumerate().filter(|(_, used)| {
        // Which codes are in use, the set knows: what it does not would be given again.
        matches!(used.identification, Identification::Code(_))
    });
    let beside = codes.map(|(index, _)| Issue::of(IssueCode::CodeBesideSet).at(index).at(IN_USE));
    let other_doors = match &state.codes {
        // Where no code opens all doors, the request is what is wrong.
        Some(doors) => doors
            .chosen()
            .is_some_and(|allowed| !free.policy().is_within(allowed)),
        None => false,
    };
    let other_collision = state
        .collision
        .is_some_and(|collision| collision != free.collision());
    let is_code = matches!(request.key(), Key::Code(_));
    let other_window = is_code && window.is_some_and(|window| !free.window().covers(&window));
    let made_for = [
        (other_doors, "the code policies of these doors"),
        (other_collision, "codes that clash in this way"),
        (other_window, "the whole window of the key"),
    ];
    let made_for = made_for.into_iter().filter(|(is_other, _)| *is_other);
    let unfit =
        made_for.map(|(_, made_for)| Issue::of(IssueCode::CodeSetUnfit).param(made_for).at(FREE));
    beside.chain(unfit).collect()
}

/// What is wrong with the code that a request asks for, whoever has which: the doors do not allow
/// it, or have none in common.
pub(super) fn not_allowed(request: &CreateAccessKey, state: &State<'_>) -> Issues {
    let Key::Code(requested) = request.key() else {
        return Issues::default();
    };
    let any = DoorCodes::default();
    let doors = state.codes.as_ref().unwrap_or(&any);
    let Some(allowed) = doors.chosen() else {
        return Issue::of(IssueCode::DoorsWithoutLength).at(ACCESSES).into();
    };
    // A set allows nothing that the doors do not.
    let allowed = state.free.map_or(allowed, FreeCodes::policy);
    match requested {
        RequestedCode::Generated => Issues::default(),
        RequestedCode::Given(code) => match allowed.check(code.as_str()) {
            Ok(_) => Issues::default(),
            Err(issues) => issues.at(KEY_IDENTIFICATION),
        },
    }
}

/// Why there is no key.
pub(super) enum Clash<E> {
    /// What it would be identified by is in use.
    Conflict(Issue),
    /// The generator failed.
    Generator(GenerateError<E>),
}

/// The key of a request that is allowed, valid during `window`.
pub(super) fn issue_key<R: TryCryptoRng + ?Sized>(
    request: &CreateAccessKey,
    state: &State<'_>,
    window: Window,
    rng: &mut R,
) -> Result<Key<Code>, Clash<R::Error>> {
    let mut in_use = state
        .in_use
        .iter()
        .filter(|used| used.window.overlaps(&window))
        .map(|used| &used.identification);
    match request.key() {
        Key::Code(RequestedCode::Given(code)) => {
            let collision = state.collision.unwrap_or_default();
            let allowed = state.codes.as_ref().and_then(DoorCodes::chosen);
            let duress = allowed.map(CodePolicy::duress).unwrap_or_default();
            let clashes = |used: &Identification| match used {
                Identification::Code(used) => duress.clash(collision, used, code),
                Identification::Rfid { .. } => false,
            };
            let is_taken = state.free.is_some_and(|free| !free.contains(code));
            if is_taken || in_use.any(clashes) {
                return Err(Clash::Conflict(in_use_already()));
            }
            Ok(Key::Code(code.clone()))
        }
        Key::Code(RequestedCode::Generated) => {
            let drawn = if let Some(free) = state.free {
                free.draw(rng)
            } else {
                let codes = in_use.filter_map(|used| match used {
                    Identification::Code(code) => Some(code.as_digits()),
                    Identification::Rfid { .. } => None,
                });
                let policy = policy_of_generated(state);
                let collision = state.collision.unwrap_or_default();
                FreeCodes::beside(&policy, &codes, collision, window).draw(rng)
            };
            drawn.map(Key::Code).map_err(|error| match error {
                GenerateError::Exhausted { keyspace, left, .. } => Clash::Conflict(
                    Issue::of(IssueCode::KeyspaceExhausted)
                        .param(u64::from(keyspace))
                        .param(u64::from(keyspace - left)),
                ),
                failed => Clash::Generator(failed),
            })
        }
        Key::Rfid {
            number,
            format,
            pin,
        } => {
            if in_use.any(|used| used.clashes(number, format.as_ref())) {
                return Err(Clash::Conflict(in_use_already()));
            }
            Ok(Key::Rfid {
                number: number.clone(),
                format: format.clone(),
                pin: pin.clone(),
            })
        }
        Key::Mobile => Ok(Key::Mobile),
    }
}

fn policy_of_generated(state: &State<'_>) -> CodePolicy {
    match &state.codes {
        // Doors without a code in common were refused.
        Some(doors) => doors.generated().cloned().unwrap_or_default(),
        None => CodePolicy::default(),
    }
}

fn in_use_already() -> Issue {
    Issue::of(IssueCode::IdentificationInUse)
}
