//! Whether the service is well, for whoever watches over it.

use std::sync::Arc;

use axum::extract::State;

use crate::reply::Written;
use crate::server::{Service, refusal};

/// `GET /livez`
pub async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: whether the database answers; that its tables and the secrets fit was found before
/// anything listened.
pub async fn ready(State(service): State<Arc<Service>>) -> Result<&'static str, Written> {
    let answered = service.store.ping().await;
    answered.map(|()| "ok").map_err(|error| {
        tracing::warn!(%error, "not ready");
        refusal(503, "database_away", "the database is away")
    })
}
