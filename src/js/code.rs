//! Codes.

use alloc::vec::Vec;

use super::answer::{Answer, Thrown, argument, judged, misused};
use crate::code::Digits;
use crate::fields::{Fields, UnknownFields};
use crate::{Code, CodePolicy, Collision, FreeCodes, Issues, TakenCode, Value, Window};

pub(super) fn check(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let given = judged(arguments, 0);
    let checked = match argument(arguments, 1) {
        Some(policy) => {
            let policy = CodePolicy::check_value_for_checking(policy).map_err(misused("policy"))?;
            given
                .text()
                .map_err(Issues::from)
                .and_then(|text| policy.check(text))
        }
        None => given.text().and_then(Code::parse).map_err(Issues::from),
    };
    Ok(match checked {
        Ok(_) => Answer::Unchanged,
        Err(issues) => Answer::of(Err(issues)),
    })
}

/// `[code]`, one that is none
pub(super) fn refuse(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    match judged(arguments, 0).text().and_then(Code::parse) {
        Ok(_) => Ok(Answer::Unchanged),
        Err(issue) => Err(Thrown::misuse("code", issue)),
    }
}

/// `[count]`, one that is none
pub(super) fn refuse_count(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    match judged(arguments, 0).whole(0, u32::MAX.into()) {
        Ok(_) => Ok(Answer::Unchanged),
        Err(issue) => Err(Thrown::misuse("count", issue)),
    }
}

pub(super) fn presets(_arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let presets = CodePolicy::PRESETS.into_iter().filter_map(|name| {
        let policy = CodePolicy::preset(name)?;
        Some((name.into(), policy.to_value().into_owned()))
    });
    Ok(Answer::Plain(Value::Object(presets.collect())))
}

fn policy(arguments: &[Value<'_>], index: usize) -> Result<CodePolicy, Thrown> {
    match argument(arguments, index) {
        Some(policy) => CodePolicy::check_value(policy).map_err(misused("policy")),
        None => Ok(CodePolicy::default()),
    }
}

/// The codes that `[policy?, taken?, draw?]` leave free, and those in use that are numbers.
pub(super) fn free(
    packed: impl Iterator<Item = Digits> + Clone,
    arguments: &[Value<'_>],
) -> Result<FreeCodes, Thrown> {
    let policy = policy(arguments, 0)?;
    let taken = match argument(arguments, 1) {
        Some(list) => check_taken(list).map_err(misused("taken"))?,
        None => Vec::new(),
    };
    let (collision, window) = match argument(arguments, 2) {
        Some(draw) => check_draw(draw).map_err(misused("draw"))?,
        None => (Collision::Equal, Window::ALWAYS),
    };
    let overlapping = taken
        .iter()
        .filter(|taken| taken.window.overlaps(&window))
        .map(|taken| taken.code.as_digits());
    let taken = packed.chain(overlapping);
    Ok(FreeCodes::beside(&policy, &taken, collision))
}

fn check_taken(list: &Value<'_>) -> Result<Vec<TakenCode>, Issues> {
    let mut taken = Vec::new();
    for (index, item) in list.list()?.iter().enumerate() {
        let code = TakenCode::check_value(item).map_err(|issues| issues.at(index))?;
        taken.push(code);
    }
    Ok(taken)
}

fn check_draw(value: &Value<'_>) -> Result<(Collision, Window), Issues> {
    let mut fields = Fields::of(value, &["collision", "window"], UnknownFields::Refuse)?;
    let collision = fields.optional("collision", |value| Collision::parse(value.text()?));
    let window = fields.optional("window", Window::check_value);
    fields.finish_with((
        collision.unwrap_or_default(),
        window.unwrap_or(Window::ALWAYS),
    ))
}
