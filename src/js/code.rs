//! Codes.

use alloc::string::String;
use alloc::vec::Vec;

use super::answer::{Answer, Thrown, argument, judged};
use super::field::check_text;
use crate::{Code, CodePolicy, Issues, OsRng, Value};

pub(super) fn check(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let any = CodePolicy::ANY_LENGTH;
    let policy = match argument(arguments, 1) {
        Some(policy) => CodePolicy::check_value_or(policy, any).map_err(misused_policy)?,
        None => any,
    };
    Ok(check_text(
        judged(arguments, 0),
        |text| policy.check(text),
        |code| String::from(code.as_str()),
    ))
}

pub(super) fn generate(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let policy = match argument(arguments, 0) {
        Some(policy) => CodePolicy::check_value(policy).map_err(misused_policy)?,
        None => CodePolicy::default(),
    };
    let taken = match argument(arguments, 1) {
        Some(list) => taken(list).map_err(|issues| Thrown::misuse("taken", issues))?,
        None => Vec::new(),
    };
    let code =
        Code::generate(&policy, &taken, &mut OsRng).map_err(|failed| Thrown::not_drawn(&failed))?;
    Ok(Answer::Plain(Value::from(String::from(code.as_str()))))
}

fn misused_policy(issues: Issues) -> Thrown {
    Thrown::misuse("policy", issues)
}

fn taken(list: &Value<'_>) -> Result<Vec<Code>, Issues> {
    let mut codes = Vec::new();
    for (index, item) in list.list()?.iter().enumerate() {
        let code = item.text().and_then(Code::parse);
        codes.push(code.map_err(|issue| issue.at(index))?);
    }
    Ok(codes)
}
