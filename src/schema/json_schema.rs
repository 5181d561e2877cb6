//! Tables as JSON Schemas, draft 2020-12.
//!
//! A schema accepts whatever its table finds right. It may accept more: it sees neither names that
//! come twice nor what ties fields together.

use alloc::vec::Vec;

use crate::value::{LARGEST_WHOLE, Members};
use crate::{Timestamp, Value};

use super::{Choice, Field, Kind, LAST_SECOND, Pattern, Presence, Said, Table, UnknownFields};

/// The draft.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// An object, and what it is called.
#[derive(Clone, Copy)]
pub(crate) struct Schema {
    pub(crate) title: &'static str,
    pub(crate) table: &'static Table,
    pub(crate) unknown: UnknownFields,
}

/// The schema of a request, which stands alone.
pub(crate) fn of_request(schema: Schema) -> Value<'static> {
    let head = Members::default()
        .with("$schema", DIALECT)
        .with("title", schema.title);
    object(head, schema.table, schema.unknown)
}

/// The schema of an object inside of another document.
pub(crate) fn of_table(schema: Schema) -> Value<'static> {
    let head = Members::default().with("title", schema.title);
    object(head, schema.table, schema.unknown)
}

/// The schema of a field.
pub(crate) fn of_field(field: &Field, unknown: UnknownFields) -> Value<'static> {
    of_field_or_null(field, false, unknown)
}

/// The schema of a field, for which null may stand too where it need not be there.
fn of_field_or_null(field: &Field, is_nullable: bool, unknown: UnknownFields) -> Value<'static> {
    let Said {
        description,
        pattern,
    } = field.said;
    let head = Members::default().with_some("description", some(description));
    let members = with_pattern(of_kind(head, &field.kind, unknown), pattern).with_some(
        "default",
        (field.presence == Presence::OrTrue).then_some(true),
    );
    if is_nullable && !is_required(field) {
        or_null(members)
    } else {
        members.into()
    }
}

/// What a schema takes, and null.
fn or_null(schema: Members<'static>) -> Value<'static> {
    let mut schema = Value::from(schema);
    if let Value::Object(members) = &mut schema {
        for (name, value) in members {
            match (name.as_ref(), value) {
                ("type", one @ Value::String(_)) => {
                    let null = Value::from("null");
                    *one = Vec::from([one.clone(), null]).into();
                }
                ("enum", Value::Array(words)) => words.push(Value::Null),
                ("anyOf", Value::Array(kinds)) => kinds.push(null()),
                _ => {}
            }
        }
    }
    schema
}

/// The schema of null.
fn null() -> Value<'static> {
    Members::default().with("type", "null").into()
}

fn object(head: Members<'static>, table: &Table, unknown: UnknownFields) -> Value<'static> {
    with_object(head, table, unknown).into()
}

fn with_object(head: Members<'static>, table: &Table, unknown: UnknownFields) -> Members<'static> {
    let mut properties = Members::default();
    for field in table.fields {
        let field_or_null = of_field_or_null(field, table.is_nullable, unknown);
        properties = properties.with(field.name.text, field_or_null);
    }
    let required = table.fields.iter().filter(|field| is_required(field));
    let required = required.map(|field| field.name.text);
    let is_open = table.is_open || unknown == UnknownFields::Ignore;
    let rules = table
        .choice
        .as_ref()
        .map(|choice| rules(table, choice, unknown));
    head.with("type", "object")
        .with("properties", properties)
        .with("required", names(required))
        .with("additionalProperties", is_open)
        .with_some("allOf", rules)
}

/// What each word or flag of a choice makes of the other fields.
fn rules(table: &Table, choice: &Choice, unknown: UnknownFields) -> Vec<Value<'static>> {
    let by = table.fields.get(choice.by.at).map(|field| field.kind);
    let rows = choice.rows.iter().enumerate();
    rows.filter_map(|(index, row)| {
        let chosen = match by? {
            Kind::Word(words) => Value::from(*words.all.get(index)?),
            _ => Value::from(index == 1),
        };
        let chosen = Members::default().with("const", chosen);
        let condition = Members::default()
            .with(
                "properties",
                Members::default().with(choice.by.text, chosen),
            )
            .with("required", names([choice.by.text]));
        let then = row_beside(table, row, unknown)?;
        let rule = Members::default().with("if", condition).with("then", then);
        Some(rule.into())
    })
    .collect()
}

/// What a row says beyond what the fields say in any case; `None` for nothing.
fn row_beside(table: &Table, row: &[Field], unknown: UnknownFields) -> Option<Members<'static>> {
    let alone = |field: &Field| {
        let members = of_kind(Members::default(), &field.kind, unknown);
        let members = with_pattern(members, field.said.pattern);
        if table.is_nullable && !is_required(field) {
            or_null(members)
        } else {
            Value::from(members)
        }
    };
    let mut properties = Members::default();
    let mut required = Vec::new();
    for (any, own) in table.fields.iter().zip(row) {
        let becomes_required = is_required(own) && !is_required(any);
        let kind = alone(own);
        if matches!(own.presence, Presence::Barred(_)) {
            let barred = if table.is_nullable {
                null()
            } else {
                false.into()
            };
            properties = properties.with(own.name.text, barred);
        } else if becomes_required || kind != alone(any) {
            properties = properties.with(own.name.text, kind);
        }
        if becomes_required {
            required.push(own.name.text);
        }
    }
    // What is required is among the properties.
    (!properties.is_empty()).then(|| {
        let required = (!required.is_empty()).then(|| names(required));
        Members::default()
            .with("properties", properties)
            .with_some("required", required)
    })
}

fn is_required(field: &Field) -> bool {
    field.presence == Presence::Required
}

fn of_kind(head: Members<'static>, kind: &Kind, unknown: UnknownFields) -> Members<'static> {
    let inner = |kind: &Kind| Value::from(of_kind(Members::default(), kind, unknown));
    let object = |table: &Table| object(Members::default(), table, unknown);
    match kind {
        Kind::Any => head,
        Kind::Text => head.with("type", "string"),
        Kind::SomeText => with_pattern(head.with("type", "string"), Pattern::SOME_TEXT),
        Kind::Named(_) => head.with("type", "string").with("minLength", 1_u64),
        Kind::Form(form) => with_pattern(head.with("type", "string"), form.pattern()),
        Kind::Instant => of_kind(head, &Kind::Form(&Timestamp::FORM), unknown),
        Kind::Word(words) => head
            .with("type", "string")
            .with("enum", names(words.all.iter().copied())),
        Kind::Flag => head.with("type", "boolean"),
        Kind::Number => head.with("type", "number"),
        Kind::Whole(min, max) => head
            .with("type", "integer")
            .with("minimum", *min)
            .with("maximum", *max),
        Kind::UnixTime => head
            .with("type", "integer")
            .with("format", "unixtime")
            .with("minimum", 0_u64)
            .with("maximum", LAST_SECOND),
        Kind::Uid => {
            let digits = Members::default().with("type", "string");
            let digits = with_pattern(digits, Pattern::of("^(0|[1-9][0-9]{0,15})$"));
            let number = inner(&Kind::Whole(0, LARGEST_WHOLE));
            head.with("anyOf", Vec::from([number, digits.into()]))
        }
        #[cfg(feature = "plain")]
        Kind::Set(words) => head
            .with("type", "array")
            .with("items", inner(&Kind::Word(words))),
        Kind::List(item) => head.with("type", "array").with("items", inner(item)),
        Kind::SomeList(item) => head
            .with("type", "array")
            .with("items", inner(item))
            .with("minItems", 1_u64),
        Kind::Object(table) => with_object(head, table, unknown),
        Kind::ObjectOr(table, or) => head.with("anyOf", Vec::from([object(table), inner(or)])),
        Kind::WordOr(words, table) => {
            let word = inner(&Kind::Word(words));
            head.with("anyOf", Vec::from([word, object(table)]))
        }
        Kind::Members(kind) => head
            .with("type", "object")
            .with("additionalProperties", inner(kind)),
        Kind::OrNull(kind) => head.with("anyOf", Vec::from([inner(kind), null()])),
    }
}

fn with_pattern(members: Members<'static>, pattern: Pattern) -> Members<'static> {
    let longest = u64::try_from(pattern.longest)
        .ok()
        .filter(|longest| *longest > 0);
    members
        .with_some("pattern", some(pattern.expression))
        .with_some("format", some(pattern.format))
        .with_some("minLength", longest.map(|_| 1_u64))
        .with_some("maxLength", longest)
}

fn names(names: impl IntoIterator<Item = &'static str>) -> Vec<Value<'static>> {
    names.into_iter().map(Value::from).collect()
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}
