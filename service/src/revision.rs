//! Which revision of a thing was seen: `ETag` says it, `If-Match` says it back (RFC 9110 §13.1.1).

use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;
use latchwork::{Issue, Issues};

use crate::reply::{Written, problem};

/// What a change expects of what it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing was said.
    Unsaid,
    /// `*`: whatever there is.
    Any,
    /// This revision.
    This(u64),
}

impl Seen {
    /// What `If-Match` says.
    ///
    /// # Errors
    /// For what is not one revision in quotation marks, or `*`.
    pub fn read(headers: &HeaderMap) -> Result<Self, Issues> {
        let mut values = headers.get_all(IF_MATCH).iter();
        let value = match (values.next(), values.next()) {
            (None, _) => return Ok(Self::Unsaid),
            (Some(value), None) => value.to_str().unwrap_or_default(),
            _ => return Err(malformed()),
        };
        if value == "*" {
            return Ok(Self::Any);
        }
        let quoted = value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let digits = quoted.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        let revision = digits.and_then(|digits| digits.parse().ok());
        revision.map(Self::This).ok_or_else(malformed)
    }

    /// The same where something has to be said.
    ///
    /// # Errors
    /// 400 for what cannot be read, 428 for nothing (RFC 6585 §3).
    pub fn needed(headers: &HeaderMap) -> Result<Self, Written> {
        match Self::read(headers) {
            Ok(Self::Unsaid) => {
                let sentence = "expected the revision that was seen, as ETag had it";
                let issue = Issue::new("if_match_missing", sentence).at("If-Match");
                Err(problem(428, &issue.into()))
            }
            Ok(seen) => Ok(seen),
            Err(issues) => Err(problem(400, &issues)),
        }
    }

    /// The revision, where one was said.
    pub fn revision(self) -> Option<u64> {
        match self {
            Self::This(revision) => Some(revision),
            Self::Unsaid | Self::Any => None,
        }
    }

    /// Whether a thing is as it was seen.
    ///
    /// # Errors
    /// 412 for a thing of another revision.
    pub fn judge(self, revision: i64) -> Result<(), Written> {
        let current = revision.unsigned_abs();
        match self.revision() {
            Some(seen) if seen != current => {
                let sentence = "expected revision {current}, found {expected}";
                let issue = Issue::new("revision_conflict", sentence);
                let issue = issue.with("current", current).with("expected", seen);
                Err(problem(412, &issue.at("If-Match").into()))
            }
            _ => Ok(()),
        }
    }
}

impl Written {
    /// The answer about a thing of this revision, as `ETag` says it.
    #[must_use]
    pub fn of_revision(self, revision: u64) -> Self {
        self.with("etag", format!("\"{revision}\""))
    }
}

fn malformed() -> Issues {
    let sentence = "expected one revision in quotation marks, as ETag has it";
    Issue::new("if_match_malformed", sentence)
        .at("If-Match")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(values: &[&'static str]) -> Option<Seen> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IF_MATCH, axum::http::HeaderValue::from_static(value));
        }
        Seen::read(&headers).ok()
    }

    #[test]
    fn one_revision_is_said_or_none() {
        assert_eq!(seen(&[]), Some(Seen::Unsaid));
        assert_eq!(seen(&["*"]), Some(Seen::Any));
        assert_eq!(seen(&["\"3\""]), Some(Seen::This(3)));
        for wrong in [
            "",
            "3",
            "\"\"",
            "W/\"3\"",
            "\"3\", \"4\"",
            "\"+3\"",
            "\"99999999999999999999\"",
        ] {
            assert_eq!(seen(&[wrong]), None, "{wrong}");
        }
        assert_eq!(seen(&["\"3\"", "\"3\""]), None);
        assert!(Seen::This(3).judge(3).is_ok() && Seen::Any.judge(3).is_ok());
        assert_eq!(Seen::This(2).judge(3).unwrap_err().status, 412);
    }
}
