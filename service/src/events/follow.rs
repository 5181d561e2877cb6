//! `GET /events/stream`: server-sent events (WHATWG HTML §9.2), as they come.
//!
//! Each reader has a page in memory at most: the next is read when this one was taken.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use http_body_util::channel::{Channel, Sender};
use latchwork::{Issue, Issues};
use tokio::sync::watch;

use super::FILTER;
use super::page::{Filter, Item, Place, page};
use crate::pulse::{self, settled};
use crate::query::{Query, whole};
use crate::reply::{Written, problem};
use crate::rights::{Asking, Right, asking, failed};
use crate::server::Service;

/// How long nothing is said at most, so that whoever stands between does not hang up.
const QUIET: Duration = Duration::from_secs(15);
/// How many events are read at a time.
const PAGE: i64 = 50;

/// `GET /events/stream`
pub async fn stream(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Written> {
    let wrong = |issues: Issues| problem(400, &issues);
    let names = [&FILTER[..], &["after"]].concat();
    let mut query = Query::read(query.as_deref(), &names).map_err(wrong)?;
    let after = query.number("after").map_err(wrong)?;
    let filter = Filter::read(&mut query).map_err(wrong)?;
    // What was last heard is newer than what an address says for ever.
    let after = last_heard(&headers).map_err(wrong)?.or(after);
    let after = match after {
        Some(after) => after,
        None => settled(&service.store)
            .await
            .map_err(|error| failed(&error))?,
    };
    let Some(place) = service.pulse.place(&principal.id) else {
        let sentence = "expected fewer streams at a time";
        let issue = Issue::new("too_many_streams", sentence);
        return Err(problem(429, &issue.into()));
    };
    let (sender, body) = Channel::<Bytes, Infallible>::new(1);
    let pulse = service.pulse.subscribe();
    let follower = Follower {
        service,
        headers,
        filter,
        after,
        sender,
        pulse,
    };
    tokio::spawn(async move {
        let mut ending = follower.pulse.clone();
        let end = std::pin::pin!(async {
            // An error is the end of the service, too.
            let _ = ending.wait_for(|state| state.is_ending).await;
        });
        crate::server::either(follower.follow(), end).await;
        drop(place);
    });
    let mut response = Response::new(Body::new(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that collect answers are told not to.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// The event that a client heard last, as browsers say when they come again.
fn last_heard(headers: &HeaderMap) -> Result<Option<i64>, Issues> {
    let mut values = headers.get_all("last-event-id").iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let text = value.to_str().ok().filter(|_| values.next().is_none());
    // Empty where nothing was heard yet.
    if text == Some("") {
        return Ok(None);
    }
    text.and_then(whole).map(Some).ok_or_else(|| {
        let sentence = "expected the id of an event";
        Issue::new("last_event_id_malformed", sentence)
            .at("Last-Event-ID")
            .into()
    })
}

struct Follower {
    service: Arc<Service>,
    headers: HeaderMap,
    filter: Filter,
    after: i64,
    sender: Sender<Bytes, Infallible>,
    pulse: watch::Receiver<pulse::State>,
}

impl Follower {
    /// Sends what comes, until the reader is gone or may not read any more.
    async fn follow(mut self) {
        if !self.say(String::from("retry: 2000\n\n")).await {
            return;
        }
        loop {
            let settled = self.pulse.borrow_and_update().settled;
            if settled > self.after {
                // Who may not ask any more is told nothing more.
                let Ok(principal) = asking(&self.service, &self.headers, Right::Events).await
                else {
                    return;
                };
                let place = Place::After(self.after);
                let read = page(
                    &self.service.store,
                    &principal,
                    &self.filter,
                    place,
                    settled,
                    PAGE,
                );
                // Where the database is away the reader comes again, and is told so.
                let Ok(page) = read.await else {
                    return;
                };
                let text: String = page.items.iter().map(told).collect();
                self.after = page.next.unwrap_or(self.after);
                if !text.is_empty() && !self.say(text).await {
                    return;
                }
                continue;
            }
            match tokio::time::timeout(QUIET, self.pulse.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return,
                Err(_) => {
                    // An id without data: so far there was nothing that is missed.
                    let text = format!("id: {}\n\n", self.after);
                    if !self.say(text).await {
                        return;
                    }
                }
            }
        }
    }

    /// Whether the reader takes it; waits until there is room.
    async fn say(&mut self, text: String) -> bool {
        self.sender.send_data(Bytes::from(text)).await.is_ok()
    }
}

fn told(item: &Item) -> String {
    format!("id: {}\ndata: {}\n\n", item.seq, item.value.to_json())
}
