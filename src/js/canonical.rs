//! What was checked, as it is given back: in the order of its fields, each text canonical, what is
//! true by default told.
//!
//! The words are those of a document, but for the texts, which stand behind each other: of a list
//! or an object the number is how many items or members it has, and after `NUMBER` come the two
//! halves of its bits. Of an object whose fields JavaScript knows there are no names: its word is
//! `FIELD`, with a bit for each field that is there.

use crate::Value;
use crate::schema::{Field, Form, Given, Kind, Presence, Reading, Table, Written, tag};

use super::answer::Out;

/// Writes an object that its table found right, by the names of its fields.
pub(super) fn object(reading: &Reading<'_>, out: &mut Out) {
    out.push(tag::OBJECT, told(reading).count());
    for field in told(reading) {
        out.text(field.name.text);
        member(reading, field, out);
    }
}

/// Writes an object that its table found right, whose fields JavaScript knows.
pub(super) fn fields(reading: &Reading<'_>, out: &mut Out) {
    out.push(
        tag::FIELD,
        told(reading).map(|field| 1 << field.name.at).sum(),
    );
    for field in told(reading) {
        member(reading, field, out);
    }
}

/// The fields that are there, or are true where they are absent.
fn told(reading: &Reading<'_>) -> impl Iterator<Item = &'static Field> {
    reading
        .fields
        .iter()
        .filter(|field| reading.at(field.name.at).is_some() || field.presence == Presence::OrTrue)
}

fn member(reading: &Reading<'_>, field: &Field, out: &mut Out) {
    match reading.at(field.name.at) {
        Some(given) if reading.is_written(field.name) => as_given(given, &field.kind, out),
        Some(_) if matches!(field.kind, Kind::Instant) => instant(reading, field, out),
        Some(given) => value(given, &field.kind, out),
        None => out.push(tag::TRUE, 0),
    }
}

/// Writes a value whose texts are right as they are.
fn as_given(given: Given<'_>, kind: &Kind, out: &mut Out) {
    match kind {
        Kind::Form(_) | Kind::Instant => plain(given, out),
        Kind::List(Kind::Form(_)) | Kind::SomeList(Kind::Form(_)) => {
            out.push(tag::ARRAY, given.len());
            given.items().for_each(|one| plain(one, out));
        }
        _ => value(given, kind, out),
    }
}

/// Writes an object that its table found right behind a member that stood beside it.
pub(super) fn object_beside(beside: (&str, Value<'_>), reading: &Reading<'_>, out: &mut Out) {
    let (name, value) = beside;
    let at = out.words.len();
    object(reading, out);
    let members = out.words.get(at).map_or(0, |word| word >> 5);
    // The text of the member stands in front of all others.
    let behind = out.words.split_off(at);
    let others = core::mem::take(&mut out.text);
    out.push(
        tag::OBJECT,
        usize::try_from(members).unwrap_or_default() + 1,
    );
    out.text(name);
    out.value(&value);
    out.words.extend(behind.into_iter().skip(1));
    out.text.push_str(&others);
}

fn value(given: Given<'_>, kind: &Kind, out: &mut Out) {
    match kind {
        Kind::Form(form) => text(given, form, out),
        Kind::List(item) | Kind::SomeList(item) => {
            out.push(tag::ARRAY, given.len());
            given.items().for_each(|one| value(one, item, out));
        }
        #[cfg(feature = "plain")]
        Kind::Set(words) => {
            let is_given = |word: &&&str| given.items().any(|one| one.text() == Some(**word));
            out.push(tag::ARRAY, words.all.iter().filter(is_given).count());
            words
                .all
                .iter()
                .filter(is_given)
                .for_each(|word| out.text(word));
        }
        Kind::Object(table) => nested(given, table, out),
        Kind::ObjectOr(table, or) => {
            if given.is_object() {
                nested(given, table, out);
            } else {
                value(given, or, out);
            }
        }
        Kind::WordOr(words, table) => match given.reading(table) {
            Some(reading) => {
                if let Some(word) = reading.at(0) {
                    value(word, &Kind::Word(words), out);
                }
            }
            None => plain(given, out),
        },
        Kind::Uid => {
            if let Some(number) = given.numbered() {
                out.value(&number.into());
            }
        }
        Kind::OrNull(kind) if !given.is_null() => value(given, kind, out),
        _ => plain(given, out),
    }
}

fn nested(given: Given<'_>, table: &'static Table, out: &mut Out) {
    if let Some(reading) = given.reading(table) {
        object(&reading, out);
    }
}

/// An instant that is written otherwise, in the offset that the caller assumes where it has none.
fn instant(reading: &Reading<'_>, field: &Field, out: &mut Out) {
    if let Some(instant) = reading.instant(field.name) {
        out.text(&alloc::format!("{instant}"));
    }
}

fn text(given: Given<'_>, form: &Form, out: &mut Out) {
    let text = given.text().unwrap_or_default();
    match (form.judge)(text) {
        Written::Otherwise => out.text(&(form.canonical)(text)),
        _ => out.text(text),
    }
}

fn plain(given: Given<'_>, out: &mut Out) {
    if let Some(text) = given.text() {
        out.text(text);
    } else if let Some(number) = given.number() {
        out.number(number);
    } else {
        out.push(given.tag(), 0);
    }
}
