//! What is counted, for Prometheus, on a listener of its own. No label has an id or anything that was
//! typed: routes, methods, statuses and words of this program are all there are.

use std::convert::Infallible;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::store::Store;

/// Bounds of how long answers take, in seconds.
const BOUNDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(5);
/// How many may ask at a time.
const MOST_CONNECTIONS: usize = 16;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Decided {
    reason: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Sent {
    outcome: Outcome,
}

/// What became of an attempt to send something to a webhook.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, EncodeLabelValue)]
pub enum Outcome {
    Delivered,
    Failed,
    GivenUp,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Connections {
    pool: &'static str,
    state: &'static str,
}

struct Metrics {
    registry: Registry,
    answers: Family<Answered, Histogram, fn() -> Histogram>,
    decisions: Family<Decided, Counter>,
    keys: Counter,
    deliveries: Family<Sent, Counter>,
    connections: Family<Connections, Gauge<i64, AtomicI64>>,
    refused: Counter,
}

static METRICS: LazyLock<Metrics> = LazyLock::new(|| {
    let mut registry = Registry::default();
    let histogram: fn() -> Histogram = || Histogram::new(BOUNDS);
    let answers = Family::new_with_constructor(histogram);
    let (decisions, keys, deliveries) = (Family::default(), Counter::default(), Family::default());
    let (connections, refused) = (Family::default(), Counter::default());
    registry.register_with_unit(
        "http_request_duration",
        "How long answers took, by route, method and status",
        Unit::Seconds,
        answers.clone(),
    );
    registry.register(
        "decisions",
        "Attempts at doors, by the reason told",
        decisions.clone(),
    );
    registry.register("keys_created", "Keys that were created", keys.clone());
    registry.register(
        "webhook_deliveries",
        "Attempts to send to webhooks",
        deliveries.clone(),
    );
    registry.register(
        "database_connections",
        "Connections to the database",
        connections.clone(),
    );
    registry.register(
        "connections_refused",
        "Connections of addresses that had their share of all",
        refused.clone(),
    );
    let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
    registry.register("build", "What is running", build);
    Metrics {
        registry,
        answers,
        decisions,
        keys,
        deliveries,
        connections,
        refused,
    }
});

/// An answer was given; `route` is a pattern of the router, empty where none fits.
pub fn answered(route: &str, method: &Method, status: u16, took: Duration) {
    let method = match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        // Anybody may think of others.
        _ => "other",
    };
    let labels = Answered {
        route: route.to_owned(),
        method,
        status,
    };
    METRICS
        .answers
        .get_or_create(&labels)
        .observe(took.as_secs_f64());
}

/// A door's attempt was decided, and stored.
pub fn decided(reason: &'static str) {
    METRICS.decisions.get_or_create(&Decided { reason }).inc();
}

/// A key was created, and stored.
pub fn key_created() {
    METRICS.keys.inc();
}

/// A connection was closed at once, of an address that has its share.
pub fn connection_refused() {
    METRICS.refused.inc();
}

/// Something was sent to a webhook, or was not.
pub fn sent(outcome: Outcome) {
    METRICS.deliveries.get_or_create(&Sent { outcome }).inc();
}

/// All of it as text, as `OpenMetrics` has it.
fn text(store: &Store) -> Option<String> {
    for (pool, all, idle) in store.connections() {
        for (state, count) in [("idle", idle), ("used", all.saturating_sub(idle))] {
            let gauge = METRICS
                .connections
                .get_or_create(&Connections { pool, state });
            gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }
    let mut text = String::new();
    encode(&mut text, &METRICS.registry).ok()?;
    Some(text)
}

/// Answers `/metrics` until it is dropped.
pub async fn serve(listener: TcpListener, store: Store) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let place = room.clone().acquire_owned().await;
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let store = store.clone();
        tokio::spawn(async move {
            let answer = service_fn(|request: Request<Incoming>| {
                let store = store.clone();
                async move { Ok::<_, Infallible>(answer(&request, &store)) }
            });
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_headers(64);
            // Callers who hang up are nobody's fault.
            let _ = http.serve_connection(TokioIo::new(stream), answer).await;
            drop(place);
        });
    }
}

fn answer(request: &Request<Incoming>, store: &Store) -> Response<Full<Bytes>> {
    let (status, kind, body) = match (request.method(), request.uri().path()) {
        (&Method::GET, "/metrics") => match text(store) {
            Some(text) => (StatusCode::OK, OPEN_METRICS, text),
            None => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "text/plain",
                String::new(),
            ),
        },
        _ => (
            StatusCode::NOT_FOUND,
            "text/plain",
            String::from("expected /metrics\n"),
        ),
    };
    let built = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, kind);
    built.body(Full::new(Bytes::from(body))).unwrap_or_default()
}

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
