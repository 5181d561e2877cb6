//! Arguments that are texts.

use alloc::string::String;

use super::answer::{Answer, Out};
use crate::Issue;
use crate::issue::Type;
use crate::schema::{Document, Written};

/// The text of an argument.
pub(super) fn of<'d>(given: &'d Document<'_>) -> Result<&'d str, Issue> {
    let root = given.root();
    root.text().ok_or_else(|| root.other_than(Type::String))
}

/// Checks a text and gives back its canonical form.
pub(super) fn check(
    given: &Document<'_>,
    judge: &dyn Fn(&str) -> Written,
    explain: &dyn Fn(&str) -> Issue,
    canonical: &dyn Fn(&str) -> String,
    out: &mut Out,
) -> Answer {
    let text = match of(given) {
        Ok(text) => text,
        Err(issue) => return Answer::Refused(issue.into()),
    };
    match judge(text) {
        Written::AsGiven => Answer::AsGiven,
        Written::Otherwise => {
            out.text(&canonical(text));
            Answer::Written
        }
        Written::No => Answer::Refused(explain(text).into()),
    }
}
