//! What happened: read backwards page by page, read on from an event, and followed as it comes.

mod follow;
mod page;

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use latchwork::{Issue, Issues, Value};

use crate::pulse::settled;
use crate::query::Query;
use crate::reply::{Written, problem};
use crate::rights::{Asking, failed};
use crate::server::Service;

pub use follow::stream;
pub use page::item;
use page::{Filter, Place, page};

/// What finds events.
const FILTER: [&str; 6] = ["door", "from", "key", "person", "type", "until"];

/// `GET /events`
pub async fn list(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    RawQuery(query): RawQuery,
) -> Result<Written, Written> {
    let wrong = |issues: Issues| problem(400, &issues);
    let names = [&FILTER[..], &["after", "before", "limit"]].concat();
    let mut query = Query::read(query.as_deref(), &names).map_err(wrong)?;
    let limit = query.limit().map_err(wrong)?;
    let after = query.number("after").map_err(wrong)?;
    let before = query.number("before").map_err(wrong)?;
    let place = match (after, before) {
        (Some(after), None) => Place::After(after),
        (None, before) => Place::Before(before),
        (Some(_), Some(_)) => {
            let sentence = "expected after or before, found both";
            return Err(wrong(
                Issue::new("parameters_exclusive", sentence)
                    .at("after")
                    .into(),
            ));
        }
    };
    let filter = Filter::read(&mut query).map_err(wrong)?;
    let read = async {
        let settled = settled(&service.store).await?;
        page(&service.store, &principal, &filter, place, settled, limit).await
    };
    let page = read.await.map_err(|error| failed(&error))?;
    let next = page
        .next
        .map_or(Value::Null, |next| next.to_string().into());
    let body = Value::Object(vec![
        (
            "items".into(),
            page.items
                .iter()
                .map(|item| item.value.clone())
                .collect::<Vec<_>>()
                .into(),
        ),
        ("next".into(), next),
    ]);
    Ok(Written::json(200, &body))
}
