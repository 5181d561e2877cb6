//! Webhooks and what is on its way to them, as the tables have it.

use latchwork::Value;
use sqlx::{Row as _, any::AnyRow};

use crate::clock::instant;
use crate::store::{Error, Store};

/// A webhook that is sent to.
pub(super) struct Webhook {
    pub(super) id: String,
    url: String,
    created_at: i64,
}

impl Webhook {
    /// Those of an organisation, which are few, the newest first.
    pub(super) async fn all(organisation: &str, store: &Store) -> Result<Vec<Self>, Error> {
        let rows = sqlx::query(
            "select id, url, created_at from webhook where organisation = $1 \
             and disabled_at is null order by created_at desc, id desc",
        )
        .bind(organisation.to_owned())
        .fetch_all(store.reader())
        .await?;
        let webhook = |row: &AnyRow| {
            Ok(Self {
                id: row.try_get("id")?,
                url: row.try_get("url")?,
                created_at: row.try_get("created_at")?,
            })
        };
        rows.iter().map(webhook).collect()
    }

    pub(super) fn value(&self) -> Result<Value<'static>, Error> {
        Ok(Value::Object(vec![
            ("id".into(), self.id.clone().into()),
            ("url".into(), self.url.clone().into()),
            ("createdAt".into(), instant(self.created_at)?.into()),
        ]))
    }

    /// A page of what was tried and did not arrive.
    pub(super) async fn deliveries(
        &self,
        before: Option<i64>,
        limit: i64,
        store: &Store,
    ) -> Result<Value<'static>, Error> {
        let rows = sqlx::query(
            "select o.event, e.type, o.attempts, o.due_at, o.given_up_at, o.last_status, o.last_error \
             from outbox o join event e on e.seq = o.event \
             where o.webhook = $1 and o.event < $2 and o.attempts > 0 and o.delivered_at is null \
             order by o.event desc limit $3",
        )
        .bind(self.id.clone())
        .bind(before.unwrap_or(i64::MAX))
        // One more than asked for tells whether there are others.
        .bind(limit + 1)
        .fetch_all(store.reader())
        .await?;
        let shown = usize::try_from(limit).unwrap_or_default();
        let items = rows
            .iter()
            .take(shown)
            .map(delivery)
            .collect::<Result<Vec<_>, _>>()?;
        let next = match rows.get(shown.saturating_sub(1)) {
            Some(last) if rows.len() > shown => last.try_get::<i64, _>("event")?.to_string().into(),
            _ => Value::Null,
        };
        Ok(Value::Object(vec![
            ("items".into(), items.into()),
            ("next".into(), next),
        ]))
    }
}

fn delivery(row: &AnyRow) -> Result<Value<'static>, Error> {
    let whole = |name: &str| row.try_get::<i64, _>(name).map(i64::unsigned_abs);
    let at = |micros: Option<i64>| micros.map(instant).transpose();
    let given_up_at = at(row.try_get("given_up_at")?)?;
    let due_at = match given_up_at {
        None => at(row.try_get("due_at")?)?,
        Some(_) => None,
    };
    let status: Option<i64> = row.try_get("last_status")?;
    let error: Option<String> = row.try_get("last_error")?;
    Ok(Value::Object(vec![
        ("event".into(), whole("event")?.into()),
        ("type".into(), row.try_get::<String, _>("type")?.into()),
        ("attempts".into(), whole("attempts")?.into()),
        (
            "status".into(),
            status.map_or(Value::Null, |status| status.unsigned_abs().into()),
        ),
        ("error".into(), error.map_or(Value::Null, Value::from)),
        ("nextAt".into(), due_at.map_or(Value::Null, Value::from)),
        (
            "givenUpAt".into(),
            given_up_at.map_or(Value::Null, Value::from),
        ),
    ]))
}
