//! The admin console: files of a folder, beside the routes of the APIs.

use std::path::Path;

use anyhow::{Result, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use tower_http::services::ServeDir;

use crate::reply::Written;

/// Below it stand files whose names change with what is in them.
const ASSETS: &str = "/assets/";

/// WebAssembly is compiled, and nothing but files of this service is loaded, asked or run.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 3] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Serves the files of a folder where no route of the router is; what is no file either is `nothing`.
pub fn beside<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    folder: &Path,
    nothing: fn() -> Written,
) -> Result<Router<S>> {
    if !folder.join("index.html").is_file() {
        bail!("{} has no index.html", folder.display());
    }
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip();
    let files = Router::new().fallback_service(files);
    let files = files.layer(from_fn(move |request: Request, next: Next| async move {
        told(request, next, nothing).await
    }));
    Ok(router.fallback_service(files))
}

async fn told(request: Request<Body>, next: Next, nothing: fn() -> Written) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_asset = request.uri().path().starts_with(ASSETS);
    let mut response = next.run(request).await;
    if !is_read || response.status() == StatusCode::NOT_FOUND {
        return nothing().into_response();
    }
    let kept = if is_asset {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
