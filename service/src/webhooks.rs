//! Webhooks: what happens is sent to addresses that an administrator names, signed as Standard
//! Webhooks has it (standardwebhooks.com), from the outbox that the database fills.

mod deliver;
mod rows;
mod send;
mod target;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchwork::system::plain::CreateWebhook;
use latchwork::{Issue, Issues, Timestamp, Value};
use zeroize::Zeroizing;

use crate::caller::Principal;
use crate::clock::{instant, micros};
use crate::event::{Event, Kind};
use crate::job::{Job, Stop, done};
use crate::plain::asked;
use crate::query::Query;
use crate::reply::{Written, problem};
use crate::rights::{Asking, failed, missing};
use crate::server::Service;
use crate::store::Transaction;

pub use deliver::{deliver, forget};
pub use send::Sender;
pub use target::Reach;

use rows::Webhook;
use target::Target;

/// The most webhooks of an organisation.
const MOST: usize = 20;

/// What a secret is written behind, by Standard Webhooks.
const SECRET_MARK: &str = "whsec_";

/// What the secret of a webhook is sealed to.
pub fn place(id: &str) -> [&[u8]; 2] {
    [b"webhook", id.as_bytes()]
}

/// What events say of a webhook's address.
pub fn origin_of(url: &str) -> Option<String> {
    Some(Target::read(url, Reach::Everything).ok()?.origin())
}

/// `GET /webhooks`: the organisation's, the newest first.
pub async fn list(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
) -> Result<Written, Written> {
    let listed = async {
        let found = Webhook::all(&principal.organisation, &service.store).await?;
        let items = found.iter().map(Webhook::value);
        let items = items.collect::<Result<Vec<_>, _>>()?;
        let body = Value::Object(vec![
            ("items".into(), items.into()),
            ("next".into(), Value::Null),
        ]);
        Ok(Written::json(200, &body))
    };
    listed.await.map_err(|error| failed(&error))
}

/// `GET /webhooks/{id}`
pub async fn read(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
) -> Result<Written, Written> {
    let read = async {
        let webhook = found(&service, &principal, &id).await?;
        Ok(Written::json(200, &webhook.value()?))
    };
    read.await.map_err(Stop::problem)
}

/// `POST /webhooks`: its secret is in this answer and in no other.
pub async fn create(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, CreateWebhook::check).await?;
    let target = Target::read(&asked.request.url, service.webhooks.reach());
    let target = target.map_err(|issue| problem(400, &issue.at("url").into()))?;
    let job = |now| Creating {
        service: &service,
        principal: &asked.principal,
        url: &asked.request.url,
        target: &target,
        now,
    };
    asked
        .done(&service, &headers, &["POST /webhooks"], job)
        .await
}

/// `DELETE /webhooks/{id}`: nothing more is sent to it.
pub async fn delete(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
) -> Result<Written, Written> {
    let answer = done(&service, None, |now| Deleting {
        principal: &principal,
        id: &id,
        now,
    });
    answer.await.map_err(|error| failed(&error))
}

/// `GET /webhooks/{id}/deliveries`: what was tried and did not arrive, the newest event first.
pub async fn deliveries(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Written, Written> {
    let wrong = |issues: Issues| problem(400, &issues);
    let mut query = Query::read(query.as_deref(), &["before", "limit"]).map_err(wrong)?;
    let limit = query.limit().map_err(wrong)?;
    let before = query.number("before").map_err(wrong)?;
    let listed = async {
        let webhook = found(&service, &principal, &id).await?;
        let page = webhook.deliveries(before, limit, &service.store).await?;
        Ok(Written::json(200, &page))
    };
    listed.await.map_err(Stop::problem)
}

async fn found(service: &Service, principal: &Principal, id: &str) -> Result<Webhook, Stop> {
    let all = Webhook::all(&principal.organisation, &service.store).await?;
    let found = all.into_iter().find(|webhook| webhook.id == id);
    Ok(found.ok_or_else(|| missing(MISSING))?)
}

const MISSING: &str = "expected a webhook of the organisation";

struct Creating<'a> {
    service: &'a Service,
    principal: &'a Principal,
    url: &'a str,
    target: &'a Target,
    now: Timestamp,
}

impl Job for Creating<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let organisation = &self.principal.organisation;
        // Two who add the last at one time wait for each other.
        let lock = self.service.store.for_update();
        let sql = format!("select id from organisation where id = $1{lock}");
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(organisation.clone())
            .execute(&mut **transaction)
            .await?;
        let count: i64 = sqlx::query_scalar(
            "select count(*) from webhook where organisation = $1 and disabled_at is null",
        )
        .bind(organisation.clone())
        .fetch_one(&mut **transaction)
        .await?;
        if usize::try_from(count).unwrap_or(MOST) >= MOST {
            let sentence = "expected at most {limit} webhooks, found as many";
            let issue = Issue::new("too_many_webhooks", sentence).with("limit", MOST);
            return Err(problem(409, &issue.into()).into());
        }
        let id = crate::id::draw()?.to_string();
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *bytes)?;
        let secret = Zeroizing::new(format!("{SECRET_MARK}{}", STANDARD.encode(*bytes)));
        let sealed = self.service.keys.seal(&place(&id), &*bytes)?;
        sqlx::query(
            "insert into webhook (id, organisation, url, version, secret, created_at) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.clone())
        .bind(organisation.clone())
        .bind(self.url.to_owned())
        .bind(sealed.version)
        .bind(sealed.bytes)
        .bind(micros(self.now))
        .execute(&mut **transaction)
        .await?;
        let data = vec![
            ("id", id.clone().into()),
            ("origin", self.target.origin().into()),
        ];
        let stream = format!("webhook/{id}");
        let event = Event::next(
            stream,
            Kind::WebhookCreated,
            data,
            self.principal,
            self.now,
            transaction,
        );
        event.await?.store(transaction).await?;
        let body = Value::Object(vec![
            ("id".into(), id.clone().into()),
            ("url".into(), self.url.into()),
            ("secret".into(), secret.as_str().into()),
            ("createdAt".into(), instant(micros(self.now))?.into()),
        ]);
        let answer = Written::json(201, &body)
            .with("location", format!("/webhooks/{id}"))
            .with("cache-control", "no-store");
        Ok(answer)
    }
}

struct Deleting<'a> {
    principal: &'a Principal,
    id: &'a str,
    now: Timestamp,
}

impl Job for Deleting<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let disabled = sqlx::query(
            "update webhook set disabled_at = $1 where id = $2 and organisation = $3 \
             and disabled_at is null",
        )
        .bind(micros(self.now))
        .bind(self.id.to_owned())
        .bind(self.principal.organisation.clone())
        .execute(&mut **transaction)
        .await?;
        if disabled.rows_affected() != 1 {
            return Err(missing(MISSING).into());
        }
        sqlx::query("delete from outbox where webhook = $1")
            .bind(self.id.to_owned())
            .execute(&mut **transaction)
            .await?;
        let stream = format!("webhook/{}", self.id);
        let data = vec![("id", self.id.into())];
        let event = Event::next(
            stream,
            Kind::WebhookDeleted,
            data,
            self.principal,
            self.now,
            transaction,
        );
        event.await?.store(transaction).await?;
        Ok(Written::nothing())
    }
}
