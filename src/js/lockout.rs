//! Lock-outs: what wrong tries at a reader or for a card lead to.

use super::Arguments;
use super::answer::{Answer, Out, either, misused};
use super::field::instant;
use super::text;
use crate::door::{LockedBy, Lockout};
use crate::value::Members;
use crate::{Issue, IssueCode, Timestamp, Value};

/// `[lockout, now]`, an instant or null where it is not known.
pub(super) fn state(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let mut state = || {
        let (lockout, now) = (lockout(arguments)?, clock(arguments, 1)?);
        let state = match lockout.locked_by(now) {
            Some(None) => Members::default().with("state", "open"),
            Some(Some(by)) => Members::default()
                .with("state", "locked")
                .with("by", LockedBy::as_str(by))
                .with_some("until", lockout.locked_until(now).map(Value::from)),
            None => Members::default().with("state", "unknown"),
        };
        out.value(&state.into());
        Ok(Answer::Written)
    };
    either(state())
}

/// `[lockout, "wrong" or "right", now]`
pub(super) fn after(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let mut after = || {
        let (lockout, now) = (lockout(arguments)?, clock(arguments, 2)?);
        let tried = arguments.get(1);
        let after = text::of(&tried).and_then(|tried| match tried {
            "wrong" => Ok(lockout.after_wrong(now)),
            "right" => Ok(lockout.after_right(now)),
            _ => Err(Issue::of(IssueCode::DoorWordUnknown).param("wrong, right")),
        });
        let after = after.map_err(misused("tried"))?;
        out.value(&after.state().to_value());
        Ok(Answer::Written)
    };
    either(after())
}

fn lockout(arguments: &Arguments<'_>) -> Result<Lockout, Answer> {
    Lockout::read(&arguments.get(0)).map_err(misused("lockOut"))
}

/// What a clock shows; `None` for null, which is a clock that is not known.
fn clock(arguments: &Arguments<'_>, index: usize) -> Result<Option<Timestamp>, Answer> {
    let given = arguments.get(index);
    if given.root().is_null() {
        return Ok(None);
    }
    instant(&given).map(Some).map_err(misused("now"))
}
