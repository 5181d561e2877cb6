//! Refusals as problem details (RFC 9457).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Reply;
use crate::value::Members;
use crate::{Issue, Issues};

/// A reply of `application/problem+json` with every issue in a member of its own (RFC 9457 §3.2).
pub(super) fn reply(status: u16, title: &'static str, issues: &Issues) -> Reply {
    let listed: Vec<_> = issues.iter().map(Issue::to_value).collect();
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

/// The first issue with its place, and how many more there are.
fn detail(issues: &Issues) -> String {
    let Some(first) = issues.iter().next() else {
        return String::from("the request was refused");
    };
    let place = if first.path().is_empty() {
        String::new()
    } else {
        format!("{}: ", first.place())
    };
    let more = match issues.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    format!("{place}{first}{more}")
}
