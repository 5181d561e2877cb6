//! From the outbox to the webhooks: at least once, in the order of the events, as far as what failed
//! comes again later.
//!
//! Whoever has the lease of a webhook is the only one that sends to it, among all servers over one
//! database; a lease is taken and kept by compare and set, and ends by itself where its holder does.

use std::sync::Arc;
use std::time::Duration;

use latchwork::{Timestamp, Value};
use sqlx::Row as _;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::place;
use super::send::{Failure, Message, PATIENCE};
use super::target::Target;
use crate::clock::{SKEW, micros, now};
use crate::event::{Event, Kind, next_version};
use crate::events::item;
use crate::metrics;
use crate::pulse::settled;
use crate::secrets::Sealed;
use crate::server::Service;
use crate::store::{Error, repeated};

/// How long after the one before each attempt is, in seconds.
const WAITS: [i64; 8] = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];

/// Longer than anything waits, in microseconds: what is due later was stored by a clock that was wrong.
const FARTHEST: i64 = 10 * 3_600 * 1_000_000 + SKEW;

/// How often the outbox is looked at for what comes again, where nothing new happens.
const BEAT: Duration = Duration::from_secs(1);
/// So many webhooks are sent to at a time.
const AT_ONCE: usize = 16;
/// So many events are sent before others have a turn.
const TURN: i64 = 50;
/// How long a lease lasts: longer than an attempt may, and the clocks of two servers differ.
const LEASE: Duration = Duration::from_mins(1);
/// How long what was delivered is kept.
const KEPT: Duration = Duration::from_hours(24);

/// Delivers until the service ends; what is being sent then is sent.
pub async fn deliver(service: Arc<Service>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut turns = JoinSet::new();
    let mut pulse = service.pulse.subscribe();
    while !pulse.borrow_and_update().is_ending {
        match due(&service).await {
            Ok(webhooks) => {
                for id in webhooks {
                    let Ok(place) = room.clone().try_acquire_owned() else {
                        break;
                    };
                    let service = service.clone();
                    turns.spawn(async move {
                        if let Err(error) = turn(&service, &id).await {
                            tracing::warn!(%error, "a webhook's turn ended");
                        }
                        drop(place);
                    });
                }
            }
            Err(error) => tracing::warn!(%error, "the outbox was not read"),
        }
        while turns.try_join_next().is_some() {}
        // Whatever comes first.
        let _ = tokio::time::timeout(BEAT, pulse.changed()).await;
    }
    while turns.join_next().await.is_some() {}
}

/// Forgets what was delivered some time ago.
pub async fn forget(service: &Service) -> Result<(), Error> {
    let kept = i64::try_from(KEPT.as_micros()).unwrap_or(i64::MAX);
    sqlx::query("delete from outbox where delivered_at < $1")
        .bind(micros(now()?) - kept)
        .execute(service.store.writer())
        .await?;
    Ok(())
}

/// Webhooks that something is to be sent to, and that nobody sends to now.
async fn due(service: &Service) -> Result<Vec<String>, Error> {
    let now = micros(now()?);
    let found = sqlx::query_scalar(
        "select w.id from webhook w where w.disabled_at is null \
         and (w.leased_until is null or w.leased_until <= $1 or w.leased_until > $2) and exists (select 1 from outbox o \
         where o.webhook = w.id and (o.due_at <= $1 or o.due_at > $3) and o.delivered_at is null \
         and o.given_up_at is null) order by w.leased_until, w.id limit 64",
    )
    .bind(now)
    .bind(now + length() + SKEW)
    .bind(now + FARTHEST)
    .fetch_all(service.store.reader())
    .await?;
    Ok(found)
}

/// Sends what is due to one webhook, in order, while its lease is ours.
async fn turn(service: &Service, id: &str) -> Result<(), Error> {
    let Some(lease) = Lease::take(service, id).await? else {
        return Ok(());
    };
    // Up to where none is still to come that belongs before.
    let settled = settled(&service.store).await?;
    let rows = sqlx::query(
        "select o.seq as delivery, o.attempts, w.url, w.organisation, w.version as key_version, \
         w.secret, e.seq, e.stream, e.version, e.at, e.actor, e.person, e.type, e.data \
         from outbox o join webhook w on w.id = o.webhook join event e on e.seq = o.event \
         where o.webhook = $1 and o.event <= $2 and (o.due_at <= $3 or o.due_at > $4) \
         and o.delivered_at is null and o.given_up_at is null order by o.event limit $5",
    )
    .bind(id.to_owned())
    .bind(settled)
    .bind(micros(now()?))
    .bind(micros(now()?) + FARTHEST)
    .bind(TURN)
    .fetch_all(service.store.reader())
    .await?;
    for row in &rows {
        if service.pulse.is_ending() || !lease.keep().await? {
            break;
        }
        let delivery = Delivery::read(row, id)?;
        let sent = delivery.send(service).await?;
        let now = now()?;
        repeated(|| delivery.keep(service, sent, now)).await?;
    }
    lease.give_back().await
}

/// The right to send to a webhook.
struct Lease<'a> {
    service: &'a Service,
    webhook: &'a str,
    token: String,
}

impl<'a> Lease<'a> {
    async fn take(service: &'a Service, webhook: &'a str) -> Result<Option<Self>, Error> {
        let token = crate::id::draw()?.to_string();
        let now = micros(now()?);
        let done = sqlx::query(
            "update webhook set lease = $1, leased_until = $2 where id = $3 \
             and disabled_at is null \
             and (leased_until is null or leased_until <= $4 or leased_until > $5)",
        )
        .bind(token.clone())
        .bind(now + length())
        .bind(webhook.to_owned())
        .bind(now)
        .bind(now + length() + SKEW)
        .execute(service.store.writer())
        .await?;
        let lease = Self {
            service,
            webhook,
            token,
        };
        Ok((done.rows_affected() == 1).then_some(lease))
    }

    /// Whether it is still ours, for as long again.
    async fn keep(&self) -> Result<bool, Error> {
        let now = micros(now()?);
        let kept = sqlx::query(
            "update webhook set leased_until = $1 where id = $2 and lease = $3 \
             and leased_until > $4 and disabled_at is null",
        )
        .bind(now + length())
        .bind(self.webhook.to_owned())
        .bind(self.token.clone())
        .bind(now)
        .execute(self.service.store.writer())
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    async fn give_back(self) -> Result<(), Error> {
        sqlx::query(
            "update webhook set lease = null, leased_until = null where id = $1 and lease = $2",
        )
        .bind(self.webhook.to_owned())
        .bind(self.token)
        .execute(self.service.store.writer())
        .await?;
        Ok(())
    }
}

fn length() -> i64 {
    i64::try_from(LEASE.max(2 * PATIENCE).as_micros()).unwrap_or(i64::MAX)
}

/// An event on its way to a webhook.
struct Delivery<'a> {
    webhook: &'a str,
    seq: i64,
    event: i64,
    attempts: usize,
    url: String,
    organisation: String,
    secret: Sealed,
    kind: String,
    body: String,
}

impl<'a> Delivery<'a> {
    fn read(row: &sqlx::any::AnyRow, webhook: &'a str) -> Result<Self, Error> {
        let item = item(row)?;
        let member = |name: &str| item.value.get(name).cloned().unwrap_or(Value::Null);
        let body = Value::Object(vec![
            ("type".into(), member("type")),
            ("timestamp".into(), member("at")),
            ("data".into(), item.value.clone()),
        ]);
        Ok(Self {
            webhook,
            seq: row.try_get("delivery")?,
            event: item.seq,
            attempts: usize::try_from(row.try_get::<i64, _>("attempts")?).unwrap_or(WAITS.len()),
            url: row.try_get("url")?,
            organisation: row.try_get("organisation")?,
            secret: Sealed {
                version: row.try_get("key_version")?,
                bytes: row.try_get("secret")?,
            },
            kind: row.try_get("type")?,
            body: body.to_json(),
        })
    }

    /// One attempt.
    async fn send(&self, service: &Service) -> Result<Result<u16, Failure>, Error> {
        let secret = service.keys.open(&place(self.webhook), &self.secret);
        let secret =
            secret.map_err(|_| Error::Failed("a webhook's secret does not open".into()))?;
        // What was in reach when it was made may be no longer.
        let Ok(target) = Target::read(&self.url, service.webhooks.reach()) else {
            return Ok(Err(Failure::Refused));
        };
        let message = Message {
            id: format!("msg_{}", self.event),
            timestamp: now()?.epoch_seconds(),
            body: self.body.clone(),
        };
        Ok(service.webhooks.send(&target, message, &secret).await)
    }

    /// Keeps what became of it: delivered, to be tried again, or given up with an event that says so.
    async fn keep(
        &self,
        service: &Service,
        sent: Result<u16, Failure>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let (is_delivered, status, error) = match sent {
            Ok(status) => ((200..300).contains(&status), Some(i64::from(status)), None),
            Err(failure) => (false, None, Some(failure.word())),
        };
        let now = micros(at);
        let next = WAITS
            .get(self.attempts + 1)
            .map(|wait| now + wait * 1_000_000);
        let is_given_up = !is_delivered && next.is_none();
        let mut transaction = service.store.begin().await?;
        let kept = sqlx::query(
            "update outbox set attempts = attempts + 1, last_status = $1, last_error = $2, \
             due_at = $3, delivered_at = $4, given_up_at = $5 \
             where seq = $6 and attempts = $7 and delivered_at is null",
        )
        .bind(status)
        .bind(error)
        .bind(next.unwrap_or(now))
        .bind(is_delivered.then_some(now))
        .bind(is_given_up.then_some(now))
        .bind(self.seq)
        .bind(i64::try_from(self.attempts).unwrap_or(i64::MAX))
        .execute(&mut *transaction)
        .await?;
        // None where the webhook was deleted meanwhile.
        if is_given_up && kept.rows_affected() == 1 {
            let version = next_version(&self.stream(), &mut transaction).await?;
            self.given_up(version, status, error, at)
                .store(&mut transaction)
                .await?;
        }
        transaction.commit().await?;
        metrics::sent(match (is_delivered, is_given_up) {
            (true, _) => metrics::Outcome::Delivered,
            (false, false) => metrics::Outcome::Failed,
            (false, true) => metrics::Outcome::GivenUp,
        });
        Ok(())
    }

    fn stream(&self) -> String {
        format!("webhook/{}", self.webhook)
    }

    fn given_up(
        &self,
        version: u64,
        status: Option<i64>,
        error: Option<&'static str>,
        at: Timestamp,
    ) -> Event {
        let status = status.map_or(Value::Null, |status| status.unsigned_abs().into());
        let data = Value::Object(vec![
            ("id".into(), self.webhook.into()),
            ("event".into(), self.event.unsigned_abs().into()),
            ("type".into(), self.kind.as_str().into()),
            ("status".into(), status),
            ("error".into(), error.map_or(Value::Null, Value::from)),
        ]);
        Event {
            stream: self.stream(),
            version,
            at,
            organisation: Some(self.organisation.clone()),
            actor: "service".into(),
            person: None,
            kind: Kind::WebhookDeliveryGivenUp,
            data: data.to_json(),
        }
    }
}
