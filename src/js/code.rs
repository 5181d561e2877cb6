//! Codes.

use alloc::string::String;
use alloc::vec::Vec;

use super::answer::{Answer, argument, judged};
use super::field::check_text;
use crate::{Code, CodePolicy, Issues, OsRng, Value};

const POLICY: &str = "policy";

pub(super) fn check(arguments: &[Value<'_>]) -> Answer {
    let policy = argument(arguments, 1).map_or(Ok(CodePolicy::ANY_LENGTH), |policy| {
        CodePolicy::check_value_or(policy, CodePolicy::ANY_LENGTH)
    });
    match policy {
        Ok(policy) => check_text(
            judged(arguments, 0),
            |text| policy.check(text),
            |code| String::from(code.as_str()),
        ),
        Err(issues) => Answer::misuse(POLICY, issues),
    }
}

pub(super) fn generate(arguments: &[Value<'_>]) -> Answer {
    let policy = argument(arguments, 0).map_or(Ok(CodePolicy::default()), CodePolicy::check_value);
    let taken = argument(arguments, 1).map_or(Ok(Vec::new()), taken);
    match (policy, taken) {
        (Ok(policy), Ok(taken)) => match Code::generate(&policy, &taken, &mut OsRng) {
            Ok(code) => Answer::Plain(Value::from(String::from(code.as_str()))),
            Err(failed) => Answer::not_drawn(&failed),
        },
        (Err(issues), _) => Answer::misuse(POLICY, issues),
        (_, Err(issues)) => Answer::misuse("taken", issues),
    }
}

fn taken(list: &Value<'_>) -> Result<Vec<Code>, Issues> {
    let mut codes = Vec::new();
    for (index, item) in list.list()?.iter().enumerate() {
        let code = item.text().and_then(Code::parse);
        codes.push(code.map_err(|issue| issue.at(index))?);
    }
    Ok(codes)
}
