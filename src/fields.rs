//! One walk over the fields of a request: what is missing, of another type, unknown or twice there.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::issue::Segment;
use crate::{Issue, Issues, Value};

/// More issues than this are counted, not listed: a reply must not grow far beyond its request.
const MOST_ISSUES: usize = 1000;

/// What becomes of fields that a request does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownFields {
    /// Each is an issue: a misspelt `validTO` must not open a door for ever.
    #[default]
    Refuse,
    /// They are passed over.
    Ignore,
}

/// What an object has for a field.
#[derive(Clone, Default)]
struct Found<'v> {
    value: Option<&'v Value<'v>>,
    /// Whether there was more than one.
    again: bool,
    /// What is wrong with it, the first thousand.
    issues: Vec<Issue>,
}

/// The members of an object, sorted into the fields of a table.
pub(crate) struct Fields<'t, 'v> {
    names: &'t [&'static str],
    /// One for each name.
    found: Vec<Found<'v>>,
    /// Issues of unknown fields, the first thousand.
    unknown: Vec<Issue>,
    /// How many issues there are, listed or not.
    issues: usize,
}

impl<'t, 'v> Fields<'t, 'v> {
    /// Sorts an object's members; `names` is the order that issues come in.
    ///
    /// # Errors
    /// What is wrong with a value that is not an object.
    pub(crate) fn of(
        value: &'v Value<'v>,
        names: &'t [&'static str],
        unknown: UnknownFields,
    ) -> Result<Self, Issue> {
        let members = value.members()?;
        let mut fields = Self {
            names,
            found: alloc::vec![Found::default(); names.len()],
            unknown: Vec::new(),
            issues: 0,
        };
        // Members mostly come in the table's order: the search goes on where the last one ended.
        let mut next = 0;
        for (name, value) in members {
            let (before, after) = names.split_at_checked(next).unwrap_or((names, &[]));
            let place = after
                .iter()
                .position(|known| known == name)
                .map(|ahead| next + ahead)
                .or_else(|| before.iter().position(|known| known == name));
            let found = place.and_then(|place| Some((place, fields.found.get_mut(place)?)));
            match found {
                Some((place, found)) => {
                    found.again = found.value.is_some();
                    found.value = Some(value);
                    next = place + 1;
                }
                None if unknown == UnknownFields::Refuse => {
                    list(&mut fields.unknown, &mut fields.issues, || {
                        unknown_field(name, names)
                    });
                }
                None => {}
            }
        }
        Ok(fields)
    }

    /// Where a field stands in the table. Its name mostly is the very text of the table.
    fn place(&self, name: &'static str) -> Option<usize> {
        let mut names = self.names.iter();
        names
            .clone()
            .position(|known| core::ptr::eq(*known, name))
            .or_else(|| names.position(|known| *known == name))
    }

    fn found(&self, name: &'static str) -> Option<&Found<'v>> {
        self.found.get(self.place(name)?)
    }

    /// The value of a field as it came, the last of several.
    pub(crate) fn get(&self, name: &'static str) -> Option<&'v Value<'v>> {
        self.found(name)?.value
    }

    /// Reads a field that may be absent. `None` when it is, or when an issue was found.
    pub(crate) fn optional<T, E: Into<Issues>>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Value<'v>) -> Result<T, E>,
    ) -> Option<T> {
        let value = self.single(name)?;
        match read(value) {
            Ok(checked) => Some(checked),
            Err(found) => {
                self.report_all(name, found.into());
                None
            }
        }
    }

    /// Reads a field that must be there. `None` only when an issue was found.
    pub(crate) fn required<T, E: Into<Issues>>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&'v Value<'v>) -> Result<T, E>,
    ) -> Option<T> {
        self.miss(name);
        self.optional(name, read)
    }

    /// Reads a text that may be absent.
    #[inline(never)]
    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        self.optional(name, |value| value.text().map(String::from))
    }

    /// Reads a name that must be there; `unnamed` is the code of the issue where it is empty.
    #[inline(never)]
    pub(crate) fn name(&mut self, name: &'static str, unnamed: &'static str) -> Option<String> {
        self.required(name, |value| match value.text()? {
            "" => Err(Issue::new(unnamed, "expected a name, found none")),
            text => Ok(String::from(text)),
        })
    }

    /// The value of a field that is there once. Not inlined, as nothing that each field of each
    /// request needs: the module would grow by it dozens of times.
    #[inline(never)]
    fn single(&mut self, name: &'static str) -> Option<&'v Value<'v>> {
        let found = self.found(name)?;
        let value = found.value?;
        if found.again {
            // Which of its values is meant, nobody can tell.
            self.report(name, duplicate_field());
            return None;
        }
        Some(value)
    }

    /// Reports a field that is not there.
    #[inline(never)]
    fn miss(&mut self, name: &'static str) {
        if self.get(name).is_none() {
            self.report(name, Issue::missing_field());
        }
    }

    #[inline(never)]
    fn report_all(&mut self, name: &'static str, issues: Issues) {
        for issue in issues {
            self.report(name, issue);
        }
    }

    /// Reads the items of a list that is the value of a field; those that are wrong are issues.
    pub(crate) fn each<T, E: Into<Issues>>(
        &mut self,
        name: &'static str,
        list: &'v [Value<'v>],
        mut read: impl FnMut(usize, &'v Value<'v>) -> Result<T, E>,
    ) -> Vec<T> {
        let mut checked = Vec::with_capacity(list.len());
        for (index, item) in list.iter().enumerate() {
            match read(index, item) {
                Ok(item) => checked.push(item),
                Err(found) => self.report_all(name, found.into().at(index)),
            }
        }
        checked
    }

    /// Adds an issue of a field.
    #[inline(never)]
    pub(crate) fn report(&mut self, name: &'static str, issue: Issue) {
        let place = self.place(name);
        if let Some(found) = place.and_then(|place| self.found.get_mut(place)) {
            list(&mut found.issues, &mut self.issues, || issue.at(name));
        }
    }

    /// What was read, unless an issue was found.
    ///
    /// # Errors
    /// Every issue, as [`Fields::finish`] gives them.
    pub(crate) fn finish_with<T>(self, read: T) -> Result<T, Issues> {
        self.finish_as(|| Some(read))
    }

    /// Makes of its parts what was read, unless an issue was found. A part is missing only where
    /// an issue says so.
    ///
    /// # Errors
    /// Every issue, as [`Fields::finish`] gives them.
    pub(crate) fn finish_as<T>(self, make: impl FnOnce() -> Option<T>) -> Result<T, Issues> {
        let issues = self.finish();
        if issues.is_empty() {
            make().ok_or(issues)
        } else {
            Err(issues)
        }
    }

    /// Every issue found, in the order of the fields, unknown ones last.
    #[inline(never)]
    pub(crate) fn finish(self) -> Issues {
        if self.issues == 0 {
            return Issues::default();
        }
        let known = self.found.into_iter().flat_map(|found| found.issues);
        let mut issues: Vec<_> = known.chain(self.unknown).take(MOST_ISSUES).collect();
        if self.issues > MOST_ISSUES {
            issues.push(
                Issue::new(
                    "issues_cut",
                    "expected at most {limit} issues, found {found}: the rest is left out",
                )
                .with("limit", MOST_ISSUES)
                .with("found", self.issues),
            );
        }
        Issues::from(issues)
    }
}

/// Counts an issue, and lists it while there are not too many.
fn list(issues: &mut Vec<Issue>, found: &mut usize, issue: impl FnOnce() -> Issue) {
    *found += 1;
    if issues.len() < MOST_ISSUES {
        issues.push(issue());
    }
}

fn duplicate_field() -> Issue {
    Issue::new("duplicate_field", "expected the field once, found it again")
}

fn unknown_field(name: &str, names: &[&'static str]) -> Issue {
    let near = names
        .iter()
        .find(|known| known.eq_ignore_ascii_case(name))
        .or_else(|| names.iter().find(|known| misspells(known, name)));
    let issue = match near {
        Some(known) => Issue::new(
            "unknown_field",
            "expected a field of this request, found an unknown one; did you mean `{suggestion}`?",
        )
        .with("suggestion", *known),
        None => return Issue::unknown_field(name),
    };
    issue.at(Segment::Field(Cow::Owned(name.into())))
}

/// Whether a name is a known one but for a letter or two put in, left out or exchanged: two in
/// names long enough that it is no accident.
fn misspells(known: &str, name: &str) -> bool {
    let most = if known.len() > 4 { 2 } else { 1 };
    if known.len().abs_diff(name.len()) > most {
        return false;
    }
    // The row of the Levenshtein table for the letters of `known` seen so far.
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (seen, letter) in known.bytes().enumerate() {
        let mut diagonal = seen;
        let mut left = seen + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, other) in row.iter_mut().skip(1).zip(name.bytes()) {
            let exchanged = diagonal + usize::from(letter != other);
            diagonal = *cell;
            left = exchanged.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().is_some_and(|&edits| edits <= most)
}
