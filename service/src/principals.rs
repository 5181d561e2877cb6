//! Who acts for an organisation: what the names in events stand for.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use latchwork::{Issues, Value};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::clock::instant;
use crate::page::Page;
use crate::plain::or_null;
use crate::query::Query;
use crate::reply::{Written, problem};
use crate::rights::{Asking, failed};
use crate::server::Service;
use crate::statement::{Bound, Statement};
use crate::store::Error;

/// `GET /principals`
pub async fn list(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    RawQuery(query): RawQuery,
) -> Result<Written, Written> {
    // Whoever sees what was done sees who did it.
    let page = Query::read(query.as_deref(), &["after", "limit"])
        .and_then(|mut query| Page::read(&mut query));
    let page = page.map_err(|issues: Issues| problem(400, &issues))?;
    let read = async {
        let columns = "p.id, p.name, p.role, p.created_at, p.disabled_at";
        let mut statement = Statement::new(format!("select {columns} from principal p where true"));
        let organisation = Bound::Text(principal.organisation.clone());
        statement.and("p.organisation = $", organisation);
        let mut transaction = service.store.read().await?;
        let rows = page.rows(statement, "p", &mut transaction).await?;
        rows.answer(value)
    };
    read.await.map_err(|error: Error| failed(&error))
}

fn value(row: &AnyRow) -> Result<Value<'static>, Error> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let disabled: Option<i64> = row.try_get("disabled_at")?;
    let disabled = disabled.map_or(Ok(Value::Null), |at| instant(at).map(Value::from))?;
    Ok(Value::Object(vec![
        ("id".into(), text("id")?.into()),
        ("name".into(), or_null(row.try_get("name")?)),
        ("role".into(), text("role")?.into()),
        (
            "createdAt".into(),
            instant(row.try_get("created_at")?)?.into(),
        ),
        ("disabledAt".into(), disabled),
    ]))
}
