//! `GET /openapi.json`: what is served, told by the core's tables.

use std::sync::LazyLock;

use latchwork::system::plain;

use crate::reply::Written;

static DOCUMENT: LazyLock<Written> = LazyLock::new(|| {
    // The same until another version is started.
    Written::json(200, &plain::openapi()).with("cache-control", "no-cache")
});

/// `GET /openapi.json`
pub async fn document() -> Written {
    DOCUMENT.clone()
}
