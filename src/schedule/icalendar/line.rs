//! Content lines: `NAME;PARAM=VALUE:VALUE`, long ones folded.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// A line with its number, from 1 on, where it begins.
pub(super) struct Line<'t> {
    pub(super) number: usize,
    /// Before the first colon or semicolon.
    pub(super) name: &'t str,
    /// Between the first semicolon and the colon.
    pub(super) params: &'t str,
    pub(super) value: &'t str,
}

/// Unfolds a text: a line that begins with white space goes on the one before (RFC 5545 3.1). Where
/// the first line is indented, as inside of XML, all are, and so much is taken off each.
pub(super) fn unfolded(text: &str) -> Vec<(usize, Cow<'_, str>)> {
    let is_blank = |line: &&str| line.trim().is_empty();
    let first = text
        .lines()
        .find(|line| !is_blank(line))
        .unwrap_or_default();
    let indent = first.len() - first.trim_start_matches([' ', '\t']).len();
    let indent = first.get(..indent).unwrap_or_default();
    let mut lines: Vec<(usize, Cow<'_, str>)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.strip_prefix(indent).unwrap_or(line);
        let is_folded = line.starts_with([' ', '\t']);
        match lines.last_mut() {
            Some((_, before)) if is_folded && !line.trim().is_empty() => {
                let mut chars = line.chars();
                chars.next();
                before.to_mut().push_str(chars.as_str());
            }
            _ if line.trim().is_empty() => {}
            _ => lines.push((at + 1, Cow::Borrowed(line))),
        }
    }
    lines
}

impl<'t> Line<'t> {
    /// The parts of a line; `None` for what has no colon.
    pub(super) fn of(number: usize, line: &'t str) -> Option<Self> {
        let (head, value) = split_at_colon(line)?;
        let (name, params) = head.split_once(';').unwrap_or((head, ""));
        Some(Self {
            number,
            name: name.trim(),
            params,
            // ONVIF's own examples have a blank here.
            value: value.trim(),
        })
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether a parameter has a value.
    pub(super) fn has_param(&self, name: &str, value: &str) -> bool {
        self.params.split(';').any(|param| {
            param.split_once('=').is_some_and(|(of, is)| {
                of.eq_ignore_ascii_case(name) && is.eq_ignore_ascii_case(value)
            })
        })
    }

    /// The name in capitals, for sentences.
    pub(super) fn upper_name(&self) -> String {
        self.name.to_ascii_uppercase()
    }
}

/// Splits at the first colon that no quotes are around.
fn split_at_colon(line: &str) -> Option<(&str, &str)> {
    let mut is_quoted = false;
    let at = line.bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b':' && !is_quoted
    })?;
    let (head, value) = line.split_at_checked(at)?;
    Some((head, value.get(1..)?))
}
