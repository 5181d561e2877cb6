//! HTTP: which path is whose, and what bounds every request.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use latchwork::Issue;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::caller::{Verifier, is_known};
use crate::compressed::compressed;
use crate::limits::{Limits, network};
use crate::places::Places;
use crate::pulse::Pulse;
use crate::reply::{Written, problem};
use crate::secrets::Keyring;
use crate::session::{self, Cookie};
use crate::store::Store;
use crate::{clock, console, idempotency, metrics, room, routes, webhooks};

/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(10);
/// How long an answer may take, with the body.
const ANSWER: Duration = Duration::from_secs(30);
/// How long requests that are being answered may take at the end.
const FAREWELL: Duration = Duration::from_secs(10);
/// How often what is over is deleted.
const FORGETTING: Duration = Duration::from_mins(10);
/// So many connections are served at a time; others wait to be accepted.
const MOST_CONNECTIONS: usize = 16_384;

/// What all requests share.
pub struct Service {
    pub store: Store,
    pub keys: Keyring,
    pub verifier: Option<Verifier>,
    pub cookie: Cookie,
    /// The folder of the admin console, where it is served.
    pub console: Option<PathBuf>,
    pub limits: Limits,
    pub pulse: Pulse,
    pub webhooks: webhooks::Sender,
}

fn router(service: Arc<Service>) -> Result<Router> {
    let routes = routes::apis().layer(from_fn(compressed));
    let routes = match &service.console {
        Some(folder) => console::beside(routes, folder, nothing)?,
        None => routes.fallback(async || nothing()),
    };
    let routes = routes
        .layer(from_fn(storable))
        .layer(from_fn_with_state(service.clone(), strangers))
        // Whoever watches over the service is heard whatever comes from where it watches.
        .merge(routes::health())
        .method_not_allowed_fallback(async || {
            refusal(405, "method_not_allowed", "expected another method")
        })
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            ANSWER,
        ))
        .layer(CatchPanicLayer::custom(|_| {
            refusal(500, "internal_error", "the service failed").into_response()
        }))
        // The route, so that no id and nothing that was typed is in a log.
        .layer(from_fn(log))
        .with_state(service);
    Ok(routes)
}

fn nothing() -> Written {
    refusal(404, "not_found", "there is nothing at this address")
}

/// A problem of one issue.
pub fn refusal(status: u16, code: &'static str, sentence: &'static str) -> Written {
    problem(status, &Issue::new(code, sentence).into())
}

/// At a path with the character NUL there is nothing: no text that is stored has one.
async fn storable(request: Request, next: Next) -> Response {
    if request.uri().path().contains("%00") {
        return nothing().into_response();
    }
    next.run(request).await
}

/// Hears no stranger from where too many came who were nobody: those cost a look into the database each.
/// Who is known is heard, since behind a proxy all come from where it is.
async fn strangers(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let Some(Peer(peer)) = request.extensions().get::<Peer>().copied() else {
        return next.run(request).await;
    };
    let address = service.limits.address(peer, request.headers());
    if let Err(refused) = service.limits.stranger(address)
        && !is_known(request.headers(), &service)
    {
        return refused.into_response();
    }
    let response = next.run(request).await;
    let was_nobody = response.extensions().get::<WasNobody>().is_some();
    if was_nobody || response.status() == StatusCode::UNAUTHORIZED {
        service.limits.was_nobody(address);
    }
    response
}

/// Says of an answer that is no 401 that who asked was nobody all the same.
#[derive(Clone, Copy)]
pub struct WasNobody;

/// Who is at the other end of a connection.
#[derive(Clone, Copy)]
struct Peer(IpAddr);

async fn log(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    metrics::answered(route, &method, status, start.elapsed());
    let micros = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status, micros, "answered");
    response
}

/// Answers until `end`, then ends what was begun.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    end: impl Future<Output = ()>,
) -> Result<()> {
    let store = service.store.clone();
    let service = Arc::new(service);
    let router = TowerToHyperService::new(router(service.clone())?);
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(64);
    let graceful = GracefulShutdown::new();
    let room = room::connections(MOST_CONNECTIONS);
    let of_addresses = Places::new(room, service.limits.connections_of_one(room));
    let room = Arc::new(Semaphore::new(room));
    let mut end = std::pin::pin!(end);
    let forgetting = tokio::spawn(forget(service.clone()));
    let delivering = tokio::spawn(webhooks::deliver(service.clone()));
    let beating = service.clone();
    let beating = tokio::spawn(async move { beating.pulse.beat(&beating.store).await });
    loop {
        let accepted = async {
            let place = room.clone().acquire_owned().await;
            (listener.accept().await, place)
        };
        let Some((accepted, place)) = either(accepted, end.as_mut()).await else {
            break;
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Too many open files end by themselves.
                tracing::warn!(kind = %error.kind(), "no connection was accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Whoever has his share hears nothing, so that he keeps nobody out.
        let Some(of_address) = of_addresses.take(&network(peer.ip())) else {
            metrics::connection_refused();
            continue;
        };
        // Answers are small and whole.
        let _ = stream.set_nodelay(true);
        let (router, peer) = (router.clone(), Peer(peer.ip()));
        let of_peer = service_fn(move |mut request: hyper::Request<_>| {
            request.extensions_mut().insert(peer);
            router.call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), of_peer);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // Callers who hang up are nobody's fault.
            let _ = connection.await;
            drop((place, of_address));
        });
    }
    drop(listener);
    forgetting.abort();
    service.pulse.end();
    let ended = async {
        graceful.shutdown().await;
        // What is being sent is sent; it ends by itself where it is cut off.
        let _ = delivering.await;
    };
    if tokio::time::timeout(FAREWELL, ended).await.is_err() {
        tracing::warn!("requests were cut off at the end");
    }
    beating.abort();
    store.close().await;
    Ok(())
}

/// Deletes what is over, now and then: stored answers, sessions, and deliveries.
async fn forget(service: Arc<Service>) {
    loop {
        let over = async {
            // By a clock that was just set nothing is over.
            if !clock::is_steady() {
                return Ok(());
            }
            idempotency::forget(&service.store, clock::now()?).await?;
            session::forget(&service.store, clock::now()?).await?;
            webhooks::forget(&service).await
        };
        if let Err(error) = over.await {
            tracing::warn!(%error, "what is over was not deleted");
        }
        tokio::time::sleep(FORGETTING).await;
    }
}

/// What comes first: the outcome of the one, or nothing when the other is over.
pub async fn either<T>(
    one: impl Future<Output = T>,
    other: std::pin::Pin<&mut impl Future<Output = ()>>,
) -> Option<T> {
    let (mut one, mut other) = (std::pin::pin!(one), other);
    std::future::poll_fn(|context| {
        if other.as_mut().poll(context).is_ready() {
            return std::task::Poll::Ready(None);
        }
        one.as_mut().poll(context).map(Some)
    })
    .await
}

/// Until somebody says that it is enough: ctrl-c, or the system's SIGTERM.
pub async fn interrupted() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).context("no signals")?;
        let mut interrupt = signal(SignalKind::interrupt()).context("no signals")?;
        let terminated = std::pin::pin!(async {
            terminate.recv().await;
        });
        either(interrupt.recv(), terminated).await;
        Ok(())
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.context("no signals")
}
