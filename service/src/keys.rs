//! Keys: listed, looked up, made, changed, held back, taken back and shown. They are made as those of
//! `KiiAccess` are, together with their hours.

mod change;
mod list;
mod rows;
mod show;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use latchwork::system::plain::{
    ChangeKey, CreateKey, GiveReason, LookUpKeys, ReportKey, Reported, ShowKey,
};
use latchwork::{Timestamp, Value};

use crate::caller::{Asker, Caller, Principal};
use crate::clock::now;
use crate::job::{Job, Stop};
use crate::kiiaccess::{self, Beside};
use crate::plain::{Asked, asked, bounded};
use crate::reply::{Written, problem};
use crate::revision::Seen;
use crate::rights::{Asking, failed, forbidden, has_doors, missing, touch};
use crate::server::Service;
use crate::store::{Error, Transaction};

use rows::Key;

const MISSING: &str = "expected a key of the organisation";

/// `GET /keys`
pub async fn list(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    RawQuery(query): RawQuery,
) -> Result<Written, Written> {
    list::listed(&service, &principal, query.as_deref()).await
}

/// `POST /keys`
pub async fn create(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, CreateKey::check).await?;
    let request = &asked.request;
    let schedule = request.schedule.as_ref();
    let schedule = schedule.map(|schedule| schedule.to_value().to_json());
    if let Some(schedule) = &schedule {
        bounded(schedule, "schedule")?;
    }
    let most = request.most_uses;
    let beside = Beside {
        schedule,
        most_uses: most.map(|most| i64::try_from(most).unwrap_or(i64::MAX)),
    };
    let asked = kiiaccess::Asked {
        route: "POST /keys",
        asker: &Asker::Identified(Caller::Principal(asked.principal)),
        body: &asked.body,
        request: &request.access_key,
        beside: Some(&beside),
    };
    asked.done(&service, &headers).await
}

/// The answer to who made a key: the key, and what is typed or shown.
pub async fn made(
    id: &str,
    principal: &Principal,
    number: Option<&str>,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<Written, Error> {
    let key = Key::find(id, principal, "", transaction).await?;
    let key = key.ok_or_else(|| Error::Failed("a key is not there".into()))?;
    let mut members = vec![("key".into(), key.to_value(now)?)];
    members.extend(number.map(|number| ("keyIdentification".into(), number.to_owned().into())));
    let answer = Written::json(201, &Value::Object(members));
    Ok(answer.of_revision(key.revision.unsigned_abs()))
}

/// `POST /keys/lookup`
pub async fn look_up(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, LookUpKeys::check).await?;
    let found = list::having(&service, &asked.principal, &asked.request.sought).await;
    found.map_err(|error| failed(&error))
}

/// `GET /keys/{id}`
pub async fn read(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
) -> Result<Written, Written> {
    let read = async {
        let now = now()?;
        let mut transaction = service.store.read().await?;
        let key = Key::find(&id, &principal, "", &mut transaction).await?;
        let key = key.ok_or_else(|| missing(MISSING))?;
        // One of the doors is enough to see it.
        for door in &key.accesses {
            if has_doors(&principal, std::slice::from_ref(door), &mut transaction).await? {
                return Ok(key.answer(now)?);
            }
        }
        Err(forbidden().into())
    };
    read.await.map_err(Stop::problem)
}

/// `PATCH /keys/{id}`
pub async fn change(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, ChangeKey::check).await?;
    let seen = Seen::needed(&headers)?;
    bounded(&asked.request.to_value().to_json(), "schedule")?;
    let deed = |request: &ChangeKey| Deed::Change(request.clone());
    done(&service, &headers, &id, "PATCH /keys", seen, &asked, deed).await
}

/// `POST /keys/{id}/suspend`
pub async fn suspend(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    reasoned(
        &service,
        principal,
        &headers,
        &id,
        "suspend",
        body,
        Deed::Suspend,
    )
    .await
}

/// `POST /keys/{id}/resume`
pub async fn resume(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    reasoned(
        &service,
        principal,
        &headers,
        &id,
        "resume",
        body,
        Deed::Resume,
    )
    .await
}

/// `POST /keys/{id}/revoke`
pub async fn revoke(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    reasoned(
        &service,
        principal,
        &headers,
        &id,
        "revoke",
        body,
        Deed::Revoke,
    )
    .await
}

/// `POST /keys/{id}/report`
pub async fn report(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, ReportKey::check).await?;
    let seen = Seen::read(&headers).map_err(|issues| problem(400, &issues))?;
    let deed = |request: &ReportKey| Deed::Report(request.state);
    done(&service, &headers, &id, "report", seen, &asked, deed).await
}

/// `POST /keys/{id}/show`
pub async fn show(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, ShowKey::check).await?;
    let seen = Seen::read(&headers).map_err(|issues| problem(400, &issues))?;
    let deed = |request: &ShowKey| Deed::Show {
        again: request.again,
    };
    done(&service, &headers, &id, "show", seen, &asked, deed).await
}

/// `POST /keys/{id}/forget-tries`
pub async fn forget_tries(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    reasoned(
        &service,
        principal,
        &headers,
        &id,
        "keys/forget-tries",
        body,
        Deed::ForgetTries,
    )
    .await
}

/// What is done to a key.
enum Deed {
    Change(ChangeKey),
    Suspend(Option<String>),
    Resume(Option<String>),
    Revoke(Option<String>),
    ForgetTries(Option<String>),
    Report(Reported),
    Show { again: bool },
}

async fn reasoned(
    service: &Service,
    principal: Principal,
    headers: &HeaderMap,
    id: &str,
    name: &str,
    body: Body,
    deed: fn(Option<String>) -> Deed,
) -> Result<Written, Written> {
    let asked = asked(principal, body, GiveReason::check).await?;
    let seen = Seen::read(headers).map_err(|issues| problem(400, &issues))?;
    let deed = |request: &GiveReason| deed(request.reason.clone());
    done(service, headers, id, name, seen, &asked, deed).await
}

async fn done<R>(
    service: &Service,
    headers: &HeaderMap,
    id: &str,
    name: &str,
    seen: Seen,
    asked: &Asked<R>,
    deed: impl Fn(&R) -> Deed,
) -> Result<Written, Written> {
    let deed = deed(&asked.request);
    let job = |now| Doing {
        service,
        principal: &asked.principal,
        id,
        seen: &seen,
        deed: &deed,
        now,
    };
    asked.done(service, headers, &[name, id], job).await
}

/// One deed at one instant.
struct Doing<'a> {
    service: &'a Service,
    principal: &'a Principal,
    id: &'a str,
    seen: &'a Seen,
    deed: &'a Deed,
    now: Timestamp,
}

impl Job for Doing<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let key = self.key(transaction).await?;
        let key = key.ok_or_else(|| missing(MISSING))?;
        touch(self.principal, &key.accesses, transaction).await?;
        self.seen.judge(key.revision)?;
        match self.deed {
            Deed::Change(change) => self.change(key, change, transaction).await,
            Deed::Suspend(reason) => self.suspend(key, reason.as_ref(), transaction).await,
            Deed::Resume(reason) => self.resume(key, reason.as_ref(), transaction).await,
            Deed::Revoke(reason) => self.revoke(key, reason.as_ref(), transaction).await,
            Deed::ForgetTries(reason) => self.forget_tries(key, reason.as_ref(), transaction).await,
            Deed::Report(state) => self.report(key, *state, transaction).await,
            Deed::Show { again } => self.show(key, *again, transaction).await,
        }
    }
}

impl Doing<'_> {
    /// The key, its doors first and then itself nobody else's until the end of the transaction, as
    /// who makes a key takes them. The doors of a key are always the same.
    async fn key(&self, transaction: &mut Transaction) -> Result<Option<Key>, Error> {
        let lock = self.service.store.for_update();
        let Some(key) = Key::find(self.id, self.principal, "", transaction).await? else {
            return Ok(None);
        };
        key.keep_doors(lock, transaction).await?;
        Key::find(self.id, self.principal, lock, transaction).await
    }
}
