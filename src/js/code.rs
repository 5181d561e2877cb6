//! Codes.

use super::Arguments;
use super::answer::{Answer, Out, misused};
use super::text;
use crate::{Code, CodePolicy};

/// `[code, policy?]`
pub(super) fn check(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let code = arguments.get(0);
    let Some(policy) = arguments.given(1) else {
        let form = &Code::FORM;
        return text::check(&code, &form.judge, &form.explain, &|text| text.into(), out);
    };
    let policy = match CodePolicy::read_for_checking(&policy).map_err(misused("policy")) {
        Ok(policy) => policy,
        Err(misuse) => return misuse,
    };
    let checked = match text::of(&code) {
        Ok(text) => policy.check(text),
        Err(issue) => Err(issue.into()),
    };
    match checked {
        Ok(_) => Answer::AsGiven,
        Err(issues) => Answer::Refused(issues),
    }
}

/// `[code]`, one that is none
pub(super) fn refuse(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let code = arguments.get(0);
    match text::of(&code).and_then(Code::parse) {
        Ok(_) => Answer::AsGiven,
        Err(issue) => Answer::Misuse("code", issue.into()),
    }
}

/// `[count]`, one that is none
pub(super) fn refuse_count(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    match super::field::whole(&arguments.get(0), 0, u32::MAX.into()) {
        Ok(_) => Answer::AsGiven,
        Err(issues) => Answer::Misuse("count", issues),
    }
}
