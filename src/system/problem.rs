//! Refusals as problem details (RFC 9457).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

#[cfg(feature = "schema")]
use super::openapi::Component;
use super::{Reply, Told};
use crate::IssueCode;
use crate::schema::MOST_ISSUES;
#[cfg(feature = "schema")]
use crate::schema::{Kind, Name, Table};
use crate::value::Members;

/// The body of a reply, as an `OpenAPI` document names it.
#[cfg(feature = "schema")]
pub(super) const PROBLEM: Component = Component::reply(
    "Problem",
    "Problem",
    &Table::of(&[
        Name::new(0, "type")
            .required(Kind::Text)
            .described("about:blank: the status says it"),
        Name::new(1, "title")
            .required(Kind::Text)
            .described("The words of the status"),
        Name::new(2, "status").required(Kind::Whole(400, 599)),
        Name::new(3, "detail")
            .required(Kind::Text)
            .described("The first issue, and how many more there are"),
        Name::new(4, "issues")
            .required(Kind::List(&Kind::Object(&ISSUE)))
            .described("What is wrong, in the order of the fields"),
    ]),
);

#[cfg(feature = "schema")]
const ISSUE: Table = Table::of(&[
    Name::new(0, "code")
        .required(Kind::Text)
        .described("Stable, for machines"),
    Name::new(1, "path")
        .required(Kind::List(&Kind::Any))
        .described("Names and indexes from the outermost value inwards"),
    Name::new(2, "message")
        .required(Kind::Text)
        .described("A sentence for people"),
    Name::new(3, "params")
        .optional(Kind::Members(&Kind::Any))
        .described("The numbers and words of the sentence"),
    Name::new(4, "severity")
        .optional(Kind::Text)
        .described("note: refuses nothing"),
]);

/// A reply of `application/problem+json` with every issue in a member of its own (RFC 9457 §3.2).
pub(super) fn reply<T: Told>(status: u16, title: &'static str, issues: &[T]) -> Reply {
    let listed: Vec<_> = listed(issues).map(Told::to_value).collect();
    Reply {
        status,
        content_type: "application/problem+json",
        body: Members::default()
            .with("type", "about:blank")
            .with("title", title)
            .with("status", u64::from(status))
            .with("detail", detail(issues))
            .with("issues", listed)
            .into(),
    }
}

/// The issues that a reply lists: so many, and the one behind them that says how many there are.
/// What is beyond is counted in the detail.
fn listed<T: Told>(issues: &[T]) -> impl Iterator<Item = &T> {
    let is_count = |issue: &&T| issue.code() == IssueCode::CUT;
    let count = issues.get(MOST_ISSUES).filter(is_count);
    issues.iter().take(MOST_ISSUES).chain(count)
}

/// The first issue with its place, and how many more there are.
fn detail<T: Told>(issues: &[T]) -> String {
    let Some(first) = issues.first() else {
        return String::from("the request was refused");
    };
    let more = match issues.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    format!("{}{more}", first.line())
}
