//! Some events of an organisation, of those that the caller sees.

use latchwork::{Issues, Timestamp, Value};
use sqlx::Row as _;

use crate::caller::{Principal, Role};
use crate::clock::{instant, micros_up};
use crate::query::Query;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Store};

/// Which events are asked for.
pub(super) struct Filter {
    door: Option<String>,
    key: Option<String>,
    person: Option<String>,
    kind: Option<String>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Filter {
    pub(super) fn read(query: &mut Query) -> Result<Self, Issues> {
        Ok(Self {
            door: query.take("door"),
            key: query.take("key"),
            person: query.take("person"),
            kind: query.take("type"),
            from: query.instant("from")?,
            until: query.instant("until")?,
        })
    }
}

/// Where a page begins.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// The oldest behind an event.
    After(i64),
    /// The newest, or those before an event.
    Before(Option<i64>),
}

pub(super) struct Page {
    pub(super) items: Vec<Item>,
    /// Where the next page begins; backwards nothing at the beginning of all.
    pub(super) next: Option<i64>,
}

/// An event as it is told.
pub struct Item {
    pub seq: i64,
    pub value: Value<'static>,
}

/// Reads a page of what is settled.
pub(super) async fn page(
    store: &Store,
    principal: &Principal,
    filter: &Filter,
    place: Place,
    settled: i64,
    limit: i64,
) -> Result<Page, Error> {
    let mut statement = Statement::new(
        "select seq, stream, version, at, actor, person, type, data from event where true",
    );
    let organisation = Bound::Text(principal.organisation.clone());
    statement.and("organisation = $", organisation);
    seen(principal, &mut statement);
    // A door's events are those at it, and those of its keys that are at no other.
    statement.and_text(
        "(door = $ or (door is null and access_key in (select key from key_door where door = $)))",
        filter.door.as_ref(),
    );
    statement.and_text("access_key = $", filter.key.as_ref());
    statement.and_text("person = $", filter.person.as_ref());
    statement.and_text("type = $", filter.kind.as_ref());
    if let Some(from) = filter.from {
        statement.and("at >= $", Bound::Number(micros_up(from)));
    }
    if let Some(until) = filter.until {
        statement.and("at < $", Bound::Number(micros_up(until)));
    }
    let order = match place {
        Place::After(after) => {
            statement.and("seq <= $", Bound::Number(settled));
            statement.and("seq > $", Bound::Number(after));
            "asc"
        }
        Place::Before(before) => {
            let end = before.map_or(settled, |before| settled.min(before.saturating_sub(1)));
            statement.and("seq <= $", Bound::Number(end));
            "desc"
        }
    };
    // One more than asked for tells whether there are others.
    let end = format!(" order by seq {order} limit $");
    statement.add(&end, [Bound::Number(limit + 1)]);
    let rows = statement.rows(store.reader()).await?;
    let limit = usize::try_from(limit).unwrap_or_default();
    let items = rows
        .iter()
        .take(limit)
        .map(item)
        .collect::<Result<Vec<_>, _>>()?;
    let last = items
        .last()
        .map(|item| item.seq)
        .filter(|_| rows.len() > limit);
    let next = match place {
        Place::After(after) => Some(last.unwrap_or(settled.max(after))),
        Place::Before(_) => last,
    };
    Ok(Page { items, next })
}

/// A manager sees what is about his doors, and what is about keys of theirs and at no other door.
fn seen(principal: &Principal, statement: &mut Statement) {
    let condition = match principal.role {
        Role::Administrator | Role::Reader => return,
        Role::Manager => {
            "(door in (select door from principal_door where principal = $) or (door is null \
             and access_key in (select k.key from key_door k join principal_door d on d.door = k.door \
             where d.principal = $)))"
        }
        Role::Controller => "actor = $ and 1 = 0",
    };
    statement.and(condition, Bound::Text(principal.id.clone()));
}

/// The event of a row that has its columns.
///
/// # Errors
/// For what is none.
pub fn item(row: &sqlx::any::AnyRow) -> Result<Item, Error> {
    let text = |name: &str| row.try_get::<String, _>(name);
    let seq: i64 = row.try_get("seq")?;
    let data = text("data")?;
    let data = Value::from_json(data.as_bytes(), data.len());
    let person: Option<String> = row.try_get("person")?;
    let value = Value::Object(vec![
        ("seq".into(), seq.unsigned_abs().into()),
        ("stream".into(), text("stream")?.into()),
        (
            "version".into(),
            row.try_get::<i64, _>("version")?.unsigned_abs().into(),
        ),
        ("at".into(), instant(row.try_get("at")?)?.into()),
        ("actor".into(), text("actor")?.into()),
        ("person".into(), person.map_or(Value::Null, Value::from)),
        ("type".into(), text("type")?.into()),
        (
            "data".into(),
            data.map_err(|_| Error::Failed("a stored event is none".into()))?,
        ),
    ]);
    Ok(Item { seq, value })
}
