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
        let Some(given) = reading.get(field.name) else {
            return match field.presence {
                Presence::Required => {
                    let path = path.to(Step::Field(field.name));
                    self.no(&path, &mut || Issue::of(IssueCode::MissingField))
                }
                Presence::Optional | Presence::OrTrue | Presence::Barred(_) => Written::AsGiven,
            };
        };
        let is_once = !reading.is_again(field.name);
        if is_once && !matches!(field.presence, Presence::Barred(_)) {
            let judged = field.kind.judge(given);
            if judged != Written::No {
                return judged;
            }
        }
        let path = path.to(Step::Field(field.name));
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
        if !is_once {
            // Which of its values is meant, nobody can tell.
            return self.no(&path, &mut || Issue::of(IssueCode::DuplicateField));
        }
        self.look(given, &field.kind, &path)
    }

    fn no(&mut self, path: &Path<'_>, issue: &mut dyn FnMut() -> Issue) -> Written {
        self.report.add(path, issue);
        Written::No
    }

    /// Judges a value, and reports what is wrong in it.
    fn value(&mut self, given: Given<'_>, kind: &Kind, path: &Path<'_>) -> Written {
        match kind.judge(given) {
            Written::No => self.look(given, kind, path),
            right => right,
        }
    }

    /// Looks closer at a value that is not right at first sight.
    fn look(&mut self, given: Given<'_>, kind: &Kind, path: &Path<'_>) -> Written {
        match kind {
            Kind::Any => Written::AsGiven,
            Kind::Text
            | Kind::SomeText
            | Kind::Named(_)
            | Kind::Form(_)
            | Kind::Instant
            | Kind::Word(_) => match given.text() {
                Some(text) => self.text(text, kind, path),
                None => self.other(given, Type::String, path),
            },
            Kind::Flag => self.other(given, Type::Boolean, path),
            Kind::Number => self.other(given, Type::Number, path),
            Kind::Whole(min, max) => self.whole(given, *min, *max, path),
            Kind::UnixTime => self.whole(given, 0, LAST_SECOND, path),
            Kind::Uid => match given.text() {
                Some(_) => self.no(path, &mut || Issue::out_of_range(0_u64, LARGEST_WHOLE)),
                None => self.whole(given, 0, LARGEST_WHOLE, path),
            },
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
            Kind::OrNull(kind) => self.value(given, kind, path),
            #[cfg(any(feature = "js", feature = "schema"))]
            Kind::Members(kind) => self.members(given, kind, path),
        }
    }

    /// What is no text of a kind.
    #[cold]
    fn text(&mut self, text: &str, kind: &Kind, path: &Path<'_>) -> Written {
        match kind {
            Kind::Instant => self.assumed_instant(text, path),
            _ => self.no(path, &mut || match kind {
                Kind::Named(unnamed) => Issue::of(*unnamed),
                Kind::Form(form) => (form.explain)(text),
                Kind::Word(words) => words.unknown(),
                _ => Issue::of(IssueCode::TextEmpty),
            }),
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
        match given.number() {
            Some(_) => self.no(path, &mut || Issue::out_of_range(min, max)),
            None => self.other(given, Type::Number, path),
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
            all = all.and(match item.judge(one) {
                Written::No => self.look(one, item, &path.to(Step::Item(index))),
                right => right,
            });
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

impl Kind {
    /// What a value is at first sight: what it is found right by is right. `No` where it is wrong,
    /// and where that takes a closer look.
    fn judge(&self, given: Given<'_>) -> Written {
        let is_right = match self {
            Self::Any => true,
            Self::Text
            | Self::SomeText
            | Self::Named(_)
            | Self::Form(_)
            | Self::Instant
            | Self::Word(_) => match given.text() {
                Some(text) => return self.judge_text(text),
                None => false,
            },
            Self::Flag => given.flag().is_some(),
            Self::Number => given.number().is_some(),
            Self::Whole(min, max) => return whole(given, *min, *max),
            Self::UnixTime => return whole(given, 0, LAST_SECOND),
            Self::Uid => match given.text() {
                Some(_) if given.numbered().is_some() => return Written::Otherwise,
                Some(_) => false,
                None => return whole(given, 0, LARGEST_WHOLE),
            },
            Self::List(item) => return item.judge_all(given),
            Self::SomeList(item) if given.len() > 0 => return item.judge_all(given),
            Self::OrNull(_) if given.is_null() => true,
            Self::OrNull(kind) => return kind.judge(given),
            _ => false,
        };
        if is_right {
            Written::AsGiven
        } else {
            Written::No
        }
    }

    /// The same of a text.
    fn judge_text(&self, text: &str) -> Written {
        let is_right = match self {
            Self::Form(form) => return (form.judge)(text),
            Self::Instant => return (Timestamp::FORM.judge)(text),
            Self::Word(words) => words.position(text).is_some(),
            Self::SomeText => !text.trim().is_empty(),
            Self::Named(_) => !text.is_empty(),
            _ => true,
        };
        if is_right {
            Written::AsGiven
        } else {
            Written::No
        }
    }

    /// The same of the items of a list.
    fn judge_all(&self, list: Given<'_>) -> Written {
        if list.tag() != tag::ARRAY {
            return Written::No;
        }
        let mut all = Written::AsGiven;
        for item in list.items() {
            all = all.and(self.judge(item));
            if all == Written::No {
                break;
            }
        }
        all
    }
}

/// A whole number within bounds.
fn whole(given: Given<'_>, min: u64, max: u64) -> Written {
    match given.whole(min, max) {
        // -0 is 0.
        Some(0) if given.number().is_some_and(f64::is_sign_negative) => Written::Otherwise,
        Some(_) => Written::AsGiven,
        None => Written::No,
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
