//! The one walk that holds what was given against a table.

use alloc::string::String;
use alloc::vec::Vec;

use crate::issue::Type;
use crate::value::LARGEST_WHOLE;
use crate::{Issue, IssueCode, Issues, Offset, Timestamp};

use super::document::{Document, Given, tag};
use super::reading::{Judged, Reading, bit};
use super::report::{Path, Report, Step};
use super::{Field, Kind, LAST_SECOND, Presence, Table, UnknownFields, Written};

/// The most fields of a table.
pub(crate) const MOST_FIELDS: usize = 20;

/// Holds a document against a table, and then against the rules that need more than is in it.
///
/// # Errors
/// Every issue, in the order of the fields.
pub(crate) fn check<'d>(
    document: &'d Document<'_>,
    table: &'static Table,
    unknown: UnknownFields,
    rules: &mut dyn FnMut(&mut Judged<'_, 'd>),
) -> Result<Reading<'d>, Issues> {
    check_assuming(document, table, unknown, None, rules)
}

/// As [`check`], with an offset for instants that may be without one.
///
/// # Errors
/// Every issue, in the order of the fields.
pub(crate) fn check_assuming<'d>(
    document: &'d Document<'_>,
    table: &'static Table,
    unknown: UnknownFields,
    assumed: Option<Offset>,
    rules: &mut dyn FnMut(&mut Judged<'_, 'd>),
) -> Result<Reading<'d>, Issues> {
    let mut report = Report::default();
    let read = read(document.root(), table, unknown, assumed, &mut report, rules);
    report.finish()?;
    // Always there where nothing was reported.
    read.ok_or_else(Issues::default)
}

/// Holds a document against a table, and makes of it what `of` makes of what is right.
///
/// # Errors
/// Every issue, in the order of the fields.
pub(crate) fn read_as<T>(
    document: &Document<'_>,
    table: &'static Table,
    unknown: UnknownFields,
    of: impl FnOnce(&Reading<'_>) -> Option<T>,
) -> Result<T, Issues> {
    let reading = check(document, table, unknown, &mut |_| {})?;
    // Always there where nothing was reported.
    of(&reading).ok_or_else(Issues::default)
}

/// Holds a document against a kind.
///
/// # Errors
/// Every issue, in the order of the fields.
pub(crate) fn check_alone(
    document: &Document<'_>,
    kind: &Kind,
    unknown: UnknownFields,
) -> Result<(), Issues> {
    check_alone_and(document, kind, unknown, &mut |_| {})
}

/// Holds a document against a kind, and then against the rules that tie its parts together.
///
/// # Errors
/// Every issue, in the order of the fields.
pub(crate) fn check_alone_and(
    document: &Document<'_>,
    kind: &Kind,
    unknown: UnknownFields,
    rules: &mut dyn FnMut(&mut Report),
) -> Result<(), Issues> {
    let mut report = Report::default();
    let mut walk = Walk {
        unknown,
        assumed: None,
        report: &mut report,
    };
    walk.value(document.root(), kind, &Path::WHOLE);
    rules(&mut report);
    report.finish()
}

/// Holds a value against a table. `None` for what is no object, which is reported.
pub(crate) fn read<'d>(
    given: Given<'d>,
    table: &'static Table,
    unknown: UnknownFields,
    assumed: Option<Offset>,
    report: &mut Report,
    rules: &mut dyn FnMut(&mut Judged<'_, 'd>),
) -> Option<Reading<'d>> {
    if !given.is_object() {
        report.add(&Path::WHOLE, &mut || given.other_than(Type::Object));
        return None;
    }
    let before = report.found();
    let mut walk = Walk {
        unknown,
        assumed,
        report,
    };
    let mut reading = walk.object(given, table, &Path::WHOLE);
    rules(&mut Judged {
        reading: &mut reading,
        path: &Path::WHOLE,
        report,
        before,
    });
    Some(reading)
}

struct Walk<'r> {
    unknown: UnknownFields,
    /// The offset of instants that have none.
    assumed: Option<Offset>,
    report: &'r mut Report,
}

impl Walk<'_> {
    fn object<'d>(
        &mut self,
        given: Given<'d>,
        table: &'static Table,
        path: &Path<'_>,
    ) -> Reading<'d> {
        let before = self.report.found();
        let is_refused = self.unknown == UnknownFields::Refuse && !table.is_open;
        let mut reading = Reading::of(given, table, &mut |name| {
            if is_refused {
                let path = path.to(Step::Member(name));
                self.report
                    .add(&path, &mut || unknown_field(name, table.fields));
            }
        });
        reading.assumed = self.assumed;
        for field in reading.fields {
            match self.field(&reading, field, table, path) {
                Written::AsGiven => {}
                Written::Otherwise => reading.otherwise |= bit(field.name.at),
                Written::No => reading.mark_wrong(field.name),
            }
        }
        if let Some(rules) = table.rules {
            rules(&mut Judged {
                reading: &mut reading,
                path,
                report: self.report,
                before,
            });
        }
        reading
    }

    fn field(
        &mut self,
        reading: &Reading<'_>,
        field: &Field,
        table: &Table,
        path: &Path<'_>,
    ) -> Written {
        let path = path.to(Step::Field(field.name));
        let Some(given) = reading.get(field.name) else {
            return match field.presence {
                Presence::Required => self.no(&path, &mut || Issue::of(IssueCode::MissingField)),
                Presence::Optional | Presence::OrTrue | Presence::Barred(_) => Written::AsGiven,
            };
        };
        if let Presence::Barred(issue) = field.presence {
            let word = table
                .choice
                .as_ref()
                .and_then(|choice| reading.text(choice.by));
            return self.no(&path, &mut || match word {
                Some(word) => Issue::of(issue).param(String::from(word)),
                None => Issue::of(issue),
            });
        }
        if reading.is_again(field.name) {
            // Which of its values is meant, nobody can tell.
            return self.no(&path, &mut || Issue::of(IssueCode::DuplicateField));
        }
        self.value(given, &field.kind, &path)
    }

    fn no(&mut self, path: &Path<'_>, issue: &mut dyn FnMut() -> Issue) -> Written {
        self.report.add(path, issue);
        Written::No
    }

    fn value(&mut self, given: Given<'_>, kind: &Kind, path: &Path<'_>) -> Written {
        match kind {
            Kind::Any => Written::AsGiven,
            Kind::Text => match given.text() {
                Some(_) => Written::AsGiven,
                None => self.other(given, Type::String, path),
            },
            Kind::SomeText => match given.text() {
                Some(text) if text.trim().is_empty() => {
                    self.no(path, &mut || Issue::of(IssueCode::TextEmpty))
                }
                Some(_) => Written::AsGiven,
                None => self.other(given, Type::String, path),
            },
            Kind::Named(unnamed) => match given.text() {
                Some("") => self.no(path, &mut || Issue::of(*unnamed)),
                Some(_) => Written::AsGiven,
                None => self.other(given, Type::String, path),
            },
            Kind::Form(form) => match given.text() {
                Some(text) => match (form.judge)(text) {
                    Written::No => self.no(path, &mut || (form.explain)(text)),
                    right => right,
                },
                None => self.other(given, Type::String, path),
            },
            Kind::Instant => match given.text() {
                Some(text) => match (Timestamp::FORM.judge)(text) {
                    Written::No => self.assumed_instant(text, path),
                    right => right,
                },
                None => self.other(given, Type::String, path),
            },
            Kind::Word(words) => match given.text() {
                Some(text) if words.position(text).is_some() => Written::AsGiven,
                Some(_) => self.no(path, &mut || words.unknown()),
                None => self.other(given, Type::String, path),
            },
            Kind::Flag => match given.flag() {
                Some(_) => Written::AsGiven,
                None => self.other(given, Type::Boolean, path),
            },
            Kind::Number => match given.number() {
                Some(_) => Written::AsGiven,
                None => self.other(given, Type::Number, path),
            },
            Kind::Whole(min, max) => self.whole(given, *min, *max, path),
            Kind::UnixTime => self.whole(given, 0, LAST_SECOND, path),
            Kind::Uid if given.text().is_some() => match given.numbered() {
                Some(_) => Written::Otherwise,
                None => self.no(path, &mut || Issue::out_of_range(0_u64, LARGEST_WHOLE)),
            },
            Kind::Uid => self.whole(given, 0, LARGEST_WHOLE, path),
            // In its own order, whoever wrote it.
            #[cfg(feature = "plain")]
            Kind::Set(words) => match self.list(given, &Kind::Word(words), false, path) {
                Written::No => Written::No,
                _ => Written::Otherwise,
            },
            Kind::List(item) => self.list(given, item, false, path),
            Kind::SomeList(item) => self.list(given, item, true, path),
            Kind::Object(table) => {
                if given.is_object() {
                    self.nested(given, table, path)
                } else {
                    self.other(given, Type::Object, path)
                }
            }
            Kind::ObjectOr(table, or) => {
                if given.is_object() {
                    self.nested(given, table, path)
                } else {
                    self.value(given, or, path)
                }
            }
            Kind::WordOr(words, table) => {
                if given.is_object() {
                    match self.nested(given, table, path) {
                        Written::No => Written::No,
                        _ => Written::Otherwise,
                    }
                } else {
                    self.value(given, &Kind::Word(words), path)
                }
            }
            Kind::OrNull(kind) => {
                if given.is_null() {
                    Written::AsGiven
                } else {
                    self.value(given, kind, path)
                }
            }
            #[cfg(any(feature = "js", feature = "schema"))]
            Kind::Members(kind) => self.members(given, kind, path),
        }
    }

    /// What is no instant of RFC 3339.
    #[cold]
    fn assumed_instant(&mut self, text: &str, path: &Path<'_>) -> Written {
        match Timestamp::parse_where(text, self.assumed) {
            Ok(_) => Written::Otherwise,
            Err(issue) => self.no(path, &mut || issue.clone()),
        }
    }

    #[cold]
    fn other(&mut self, given: Given<'_>, expected: Type, path: &Path<'_>) -> Written {
        self.no(path, &mut || given.other_than(expected))
    }

    fn whole(&mut self, given: Given<'_>, min: u64, max: u64, path: &Path<'_>) -> Written {
        let Some(number) = given.number() else {
            return self.other(given, Type::Number, path);
        };
        if given.whole(min, max).is_none() {
            return self.no(path, &mut || Issue::out_of_range(min, max));
        }
        // -0 is 0.
        if number == 0.0 && number.is_sign_negative() {
            Written::Otherwise
        } else {
            Written::AsGiven
        }
    }

    fn nested(&mut self, given: Given<'_>, table: &'static Table, path: &Path<'_>) -> Written {
        let before = self.report.found();
        let reading = self.object(given, table, path);
        if self.report.found() > before {
            Written::No
        } else if reading.otherwise != 0 || !reading.is_in_order {
            Written::Otherwise
        } else {
            Written::AsGiven
        }
    }

    fn list(&mut self, given: Given<'_>, item: &Kind, is_some: bool, path: &Path<'_>) -> Written {
        if given.tag() != tag::ARRAY {
            return self.other(given, Type::Array, path);
        }
        if is_some && given.len() == 0 {
            return self.no(path, &mut || Issue::of(IssueCode::ListEmpty));
        }
        let mut all = Written::AsGiven;
        for (index, one) in given.items().enumerate() {
            all = all.and(self.value(one, item, &path.to(Step::Item(index))));
        }
        all
    }

    #[cfg(any(feature = "js", feature = "schema"))]
    fn members(&mut self, given: Given<'_>, kind: &Kind, path: &Path<'_>) -> Written {
        if !given.is_object() {
            return self.other(given, Type::Object, path);
        }
        let mut all = Written::AsGiven;
        for (name, value) in given.members() {
            let name = name.name(&[]);
            all = all.and(self.value(value, kind, &path.to(Step::Member(name))));
        }
        all
    }
}

impl Written {
    /// Both together: wrong where either is, otherwise where either is.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::AsGiven, Self::AsGiven) => Self::AsGiven,
            _ => Self::Otherwise,
        }
    }
}

#[cold]
fn unknown_field(name: &str, fields: &[Field]) -> Issue {
    let names = || fields.iter().map(|field| field.name.text);
    let near = names()
        .find(|known| known.eq_ignore_ascii_case(name))
        .or_else(|| names().find(|known| misspells(known, name)));
    match near {
        Some(known) => Issue::of(IssueCode::MisspeltField).param(known),
        None => Issue::of(IssueCode::UnknownField),
    }
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
