//! Which revision of a thing was seen: `ETag` says it, `If-Match` says it back (RFC 9110 §13.1.1).

use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, HeaderValue};
use latchwork::{Issue, Issues};

use crate::reply::{Written, problem};

/// What a change expects of what it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Nothing was said.
    Unsaid,
    /// `*`: whatever there is.
    Any,
    /// One of these revisions: those that a list of tags has. By the strong comparison a weak tag is
    /// never one (§8.8.3.2), nor is a tag that this service gives nothing.
    These(Vec<u64>),
}

/// A revision that nothing comes to.
const NEVER: u64 = u64::MAX >> 11;

impl Seen {
    /// What `If-Match` says, in however many lines.
    ///
    /// # Errors
    /// For what is neither a list of tags nor `*`.
    pub fn read(headers: &HeaderMap) -> Result<Self, Issues> {
        let lines: Vec<_> = headers.get_all(IF_MATCH).iter().collect();
        let lines: Vec<_> = lines.into_iter().map(HeaderValue::as_bytes).collect();
        match lines[..] {
            [] => Ok(Self::Unsaid),
            [b"*"] => Ok(Self::Any),
            _ => tagged(&lines.join(&b','))
                .map(Self::These)
                .ok_or_else(malformed),
        }
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

    /// The revision that was expected of a thing that has another; `None` where it is as it was seen.
    pub fn other_than(&self, current: u64) -> Option<u64> {
        match self {
            Self::These(seen) if !seen.contains(&current) => {
                Some(seen.first().copied().unwrap_or(NEVER))
            }
            _ => None,
        }
    }

    /// Whether a thing is as it was seen.
    ///
    /// # Errors
    /// 412 for a thing of another revision.
    pub fn judge(&self, revision: i64) -> Result<(), Written> {
        let current = revision.unsigned_abs();
        let Some(seen) = self.other_than(current) else {
            return Ok(());
        };
        let told = |sentence| Issue::new("revision_conflict", sentence).with("current", current);
        let issue = if seen == NEVER {
            told("expected revision {current}, found a tag of no revision")
        } else {
            told("expected revision {current}, found {expected}").with("expected", seen)
        };
        Err(problem(412, &issue.at("If-Match").into()))
    }
}

/// The revisions of a list of tags (§5.6.1, §8.8.3); `None` where it is no list, or one of nothing.
fn tagged(list: &[u8]) -> Option<Vec<u64>> {
    let (mut revisions, mut is_empty) = (Vec::new(), true);
    let mut rest = after(list, b" \t,");
    while !rest.is_empty() {
        let weak = rest.strip_prefix(b"W/");
        let quoted = weak.unwrap_or(rest).strip_prefix(b"\"")?;
        let end = quoted.iter().position(|byte| *byte == b'"')?;
        let (tag, behind) = quoted.split_at_checked(end)?;
        if !tag.iter().all(|byte| matches!(byte, 0x21..=0x7e | 0x80..)) {
            return None;
        }
        if weak.is_none() {
            revisions.extend(revision(tag));
        }
        is_empty = false;
        let behind = after(behind.strip_prefix(b"\"")?, b" \t");
        if !behind.is_empty() && !behind.starts_with(b",") {
            return None;
        }
        rest = after(behind, b" \t,");
    }
    (!is_empty).then_some(revisions)
}

/// What stands behind these bytes.
fn after<'a>(text: &'a [u8], bytes: &[u8]) -> &'a [u8] {
    let start = text.iter().position(|byte| !bytes.contains(byte));
    start
        .and_then(|start| text.get(start..))
        .unwrap_or_default()
}

/// The revision that a thing of this tag has, written as this service writes it.
fn revision(tag: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(tag).ok()?;
    let revision: u64 = digits.parse().ok()?;
    (revision < NEVER && revision.to_string() == digits).then_some(revision)
}

impl Written {
    /// The answer about a thing of this revision, as `ETag` says it.
    #[must_use]
    pub fn of_revision(self, revision: u64) -> Self {
        self.with("etag", format!("\"{revision}\""))
    }
}

fn malformed() -> Issues {
    let sentence = "expected revisions in quotation marks, as ETag has them, or *";
    Issue::new("if_match_malformed", sentence)
        .at("If-Match")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(values: &[&'static [u8]]) -> Option<Seen> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IF_MATCH, HeaderValue::from_bytes(value).unwrap());
        }
        Seen::read(&headers).ok()
    }

    fn these(revisions: &[u64]) -> Seen {
        Seen::These(revisions.to_vec())
    }

    #[test]
    fn a_list_of_tags_is_read_whole_or_not_at_all() {
        assert_eq!(seen(&[]), Some(Seen::Unsaid));
        assert_eq!(seen(&[b"*"]), Some(Seen::Any));
        assert_eq!(seen(&[b"\"3\""]), Some(these(&[3])));
        assert_eq!(
            seen(&[b"\"3\", \"4\",\"5\"\t,\"x\""]),
            Some(these(&[3, 4, 5]))
        );
        // Lines are one list, in which nothing may stand between two commas.
        assert_eq!(seen(&[b"\"3\"", b", ,\"4\" ,"]), Some(these(&[3, 4])));
        // A comma may stand in a tag, and a star is one there; none of these is of a revision.
        for other in [
            &b"W/\"3\""[..],
            b"\"\"",
            b"\"3,4\"",
            b"\"*\"",
            b"\"+3\"",
            b"\"03\"",
            b"\"W/3\"",
            b"\"\xe5\"",
            b"\"99999999999999999999\"",
        ] {
            assert_eq!(seen(&[other]), Some(these(&[])), "{other:?}");
        }
        assert_eq!(seen(&[b"W/\"3\",\"4,5\",\"6\""]), Some(these(&[6])));
        for wrong in [
            &b""[..],
            b",",
            b" , ,",
            b"3",
            b"\"3",
            b"3\"",
            b"w/\"3\"",
            b"W/ \"3\"",
            b"W/",
            b"\"3\" \"4\"",
            b"\"3\"\"4\"",
            b"\"3\";\"4\"",
            b"\"3, 4\"",
            b"*, \"3\"",
            b"\"3\", *",
            b"**",
        ] {
            assert_eq!(seen(&[wrong]), None, "{wrong:?}");
        }
        assert_eq!(seen(&[b"*", b"*"]), None);
    }

    #[test]
    fn one_of_the_tags_is_of_the_thing_or_it_is_another() {
        let list = |list: &'static [u8]| seen(&[list]).unwrap();
        for right in [&b"\"3\""[..], b"\"2\", \"3\"", b"W/\"2\",\"3\"", b"*"] {
            assert!(list(right).judge(3).is_ok(), "{right:?}");
            assert_eq!(list(right).other_than(3), None);
        }
        for (wrong, expected) in [
            (&b"\"2\""[..], 2),
            (b"\"4\", \"2\"", 4),
            (b"W/\"3\"", NEVER),
            (b"\"x\"", NEVER),
        ] {
            let refused = list(wrong).judge(3).unwrap_err();
            assert_eq!(refused.status, 412, "{wrong:?}");
            assert_eq!(list(wrong).other_than(3), Some(expected));
        }
    }
}
