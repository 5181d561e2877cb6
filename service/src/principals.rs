//! Who acts for an organisation: what the names in events stand for, who is let in, and the keys of
//! the API by which they ask.

mod rows;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use latchwork::system::plain::{ChangePrincipal, CreateApiKey, CreatePrincipal, GiveReason};
use latchwork::{Issues, Timestamp};

use crate::caller::Principal;
use crate::id;
use crate::job::{Job, Stop};
use crate::page::Page;
use crate::plain::{Asked, asked, bounded, conflict};
use crate::query::Query;
use crate::reply::{Written, problem};
use crate::revision::Seen;
use crate::rights::{Asking, Right, failed, insufficient, missing};
use crate::server::Service;
use crate::statement::Bound;
use crate::store::{Error, Transaction};

pub use rows::{Acting, Deed};

const MISSING: &str = "expected somebody who acts for the organisation";
const DOORS_MISSING: &str = "expected doors of the organisation";
const KEY_MISSING: &str = "expected a key of who acts";

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
        let mut statement = rows::select();
        let organisation = Bound::Text(principal.organisation.clone());
        statement.and("p.organisation = $", organisation);
        let mut transaction = service.store.read().await?;
        let rows = page.rows(statement, "p", &mut transaction).await?;
        let sees_keys = principal.may(Right::Principals).is_ok();
        rows::page(&rows, sees_keys, &mut transaction).await
    };
    read.await.map_err(|error: Error| failed(&error))
}

/// `GET /principals/{id}`
pub async fn read(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
) -> Result<Written, Written> {
    let read = async {
        let mut transaction = service.store.read().await?;
        let found = Acting::find(&id, &principal.organisation, &mut transaction);
        if found.await?.is_none() {
            return Err(Stop::from(missing(MISSING)));
        }
        Ok(rows::one(&id, 200, None, &mut transaction).await?)
    };
    read.await.map_err(Stop::problem)
}

/// `POST /principals`: the key is in this answer and in no other.
pub async fn create(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, CreatePrincipal::check).await?;
    bounded(&asked.request.to_value().to_json(), "doors")?;
    let job = |now| Creating { asked: &asked, now };
    asked
        .done(&service, &headers, &["POST /principals"], job)
        .await
}

/// `PATCH /principals/{id}`
pub async fn change(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, ChangePrincipal::check).await?;
    let seen = Seen::needed(&headers)?;
    bounded(&asked.request.to_value().to_json(), "doors")?;
    let job = |now| Doing {
        service: &service,
        caller: &asked.principal,
        id: &id,
        what: What::Change(&asked.request, &seen),
        reason: None,
        now,
    };
    asked
        .done(&service, &headers, &["PATCH /principals", &id], job)
        .await
}

/// `POST /principals/{id}/keys`: the key is in this answer and in no other.
pub async fn give_key(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, CreateApiKey::check).await?;
    let job = |now| Doing {
        service: &service,
        caller: &asked.principal,
        id: &id,
        what: What::GiveKey(asked.request.days),
        reason: None,
        now,
    };
    asked
        .done(&service, &headers, &["principals/keys", &id], job)
        .await
}

/// `POST /principals/{id}/keys/{key}/revoke`
pub async fn revoke_key(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path((id, key)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let name = ["revoke", &id, &key];
    let asked = asked(principal, body, GiveReason::check).await?;
    reasoned(&service, &headers, &name, &asked, What::RevokeKey(&key)).await
}

/// `POST /principals/{id}/disable`
pub async fn disable(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, GiveReason::check).await?;
    reasoned(&service, &headers, &["disable", &id], &asked, What::Disable).await
}

/// `POST /principals/{id}/enable`
pub async fn enable(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, GiveReason::check).await?;
    reasoned(&service, &headers, &["enable", &id], &asked, What::Enable).await
}

/// Does what is asked for with no more than a reason; of the name, the second part is whom to.
async fn reasoned(
    service: &Service,
    headers: &HeaderMap,
    name: &[&str],
    asked: &Asked<GiveReason>,
    what: What<'_>,
) -> Result<Written, Written> {
    let job = |now| Doing {
        service,
        caller: &asked.principal,
        id: name.get(1).copied().unwrap_or_default(),
        what,
        reason: asked.request.reason.as_deref(),
        now,
    };
    asked.done(service, headers, name, job).await
}

struct Creating<'a> {
    asked: &'a Asked<CreatePrincipal>,
    now: Timestamp,
}

impl Job for Creating<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Asked {
            principal, request, ..
        } = self.asked;
        let id = id::draw()?.to_string();
        let deed = Deed {
            organisation: &principal.organisation,
            principal: &id,
            actor: &principal.name(),
            at: self.now,
        };
        let name = Some(request.name.as_str());
        let is_made = deed.create(name, request.role, &request.doors, transaction);
        if !is_made.await? {
            return Err(missing(DOORS_MISSING).into());
        }
        let key = deed.give_key(request.days, transaction).await?;
        let answer = rows::one(&id, 201, Some(&key), transaction).await?;
        Ok(answer
            .with("location", format!("/principals/{id}"))
            .with("cache-control", "no-store"))
    }
}

/// What is done to somebody who acts.
#[derive(Clone, Copy)]
enum What<'a> {
    Change(&'a ChangePrincipal, &'a Seen),
    GiveKey(Option<u64>),
    RevokeKey(&'a str),
    Disable,
    Enable,
}

struct Doing<'a> {
    service: &'a Service,
    caller: &'a Principal,
    id: &'a str,
    what: What<'a>,
    reason: Option<&'a str>,
    now: Timestamp,
}

impl Job for Doing<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let organisation = &self.caller.organisation;
        let lock = self.service.store.for_update();
        rows::hold([self.id, &self.caller.id], organisation, lock, transaction).await?;
        let before = Acting::find(self.id, organisation, transaction).await?;
        let before = before.ok_or_else(|| missing(MISSING))?;
        let deed = Deed {
            organisation,
            principal: self.id,
            actor: &self.caller.name(),
            at: self.now,
        };
        let is_changed = match self.what {
            What::Change(change, seen) => {
                seen.judge(before.revision)?;
                let after = before.changed(change);
                let after = after.map_err(|issue| problem(409, &issue.into()))?;
                if before.is_demoted(&after) {
                    self.leave_somebody(transaction).await?;
                }
                if !deed.change(&before, &after, transaction).await? {
                    return Err(missing(DOORS_MISSING).into());
                }
                before != after
            }
            What::GiveKey(days) => {
                let key = deed.give_key(days, transaction).await?;
                let answer = rows::one(self.id, 201, Some(&key), transaction).await?;
                return Ok(answer.with("cache-control", "no-store"));
            }
            What::RevokeKey(key) => {
                let revoked = deed.revoke_key(key, self.reason, transaction).await?;
                revoked.ok_or_else(|| missing(KEY_MISSING))?
            }
            What::Disable => {
                self.leave_somebody(transaction).await?;
                deed.let_in(false, self.reason, transaction).await?
            }
            What::Enable => deed.let_in(true, self.reason, transaction).await?,
        };
        let answer = rows::one(self.id, 200, None, transaction).await?;
        if is_changed {
            Ok(answer)
        } else {
            Err(answer.into())
        }
    }
}

impl Doing<'_> {
    /// Somebody has to be left who lets in again: who asks, and whom nobody has shut out meanwhile.
    async fn leave_somebody(&self, transaction: &mut Transaction) -> Result<(), Stop> {
        if self.id == self.caller.id {
            let sentence = "expected somebody else than who asks";
            return Err(conflict("own_access", sentence, None).into());
        }
        if !rows::lets_in(&self.caller.id, transaction).await? {
            return Err(insufficient().into());
        }
        Ok(())
    }
}
