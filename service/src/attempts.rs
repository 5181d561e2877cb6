//! Attempts at doors: decided by the core, with what they count stored in the same transaction.
//!
//! What a refusal tells a controller is one answer. It takes the same statements whatever the reason,
//! so that no time tells one either.

mod claims;
mod credentials;
mod door;
mod panel;
mod sought;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use latchwork::door::{Opening, Reason, decide};
use latchwork::system::plain::{TellOutcome, TryDoor};
use latchwork::{Timestamp, Value};
use sqlx::Row as _;

use crate::body::whole;
use crate::caller::{Principal, Role};
use crate::clock::is_steady;
use crate::event::{About, Event, Kind, next_version};
use crate::job::{Job, Stop};
use crate::metrics;
use crate::plain::{Asked, asked, conflict, stored};
use crate::reply::{Written, problem};
use crate::rights::{Asking, missing, touch};
use crate::rotation;
use crate::server::Service;
use crate::store::{Error, Transaction};

use claims::Kept;
use door::Met;
pub(crate) use door::locked_until;
use sought::Sought;

const MISSING: &str = "expected a door of the organisation";

/// `POST /doors/{id}/attempts`
pub async fn attempt(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    service.limits.caller(&principal.id)?;
    // Nothing that is shown is stored.
    let body = whole(body).await.map_err(|issues| problem(400, &issues))?;
    let asked = Asked::of(principal, body, TryDoor::check)?;
    let is_counted = AtomicBool::new(false);
    let job = |_| Trying {
        service: &service,
        asked: &asked,
        id: &id,
        is_counted: &is_counted,
        decided: OnceLock::new(),
    };
    asked
        .done(&service, &headers, &["POST /doors/attempts", &id], job)
        .await
}

/// `PUT /doors/{id}/attempts/{attempt}/outcome`
pub async fn outcome(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path((id, attempt)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, TellOutcome::check).await?;
    let job = |now| Telling {
        service: &service,
        asked: &asked,
        id: &id,
        attempt: &attempt,
        now,
    };
    asked
        .done(&service, &headers, &["PUT outcome", &id, &attempt], job)
        .await
}

/// One attempt.
struct Trying<'a> {
    service: &'a Arc<Service>,
    asked: &'a Asked<TryDoor>,
    id: &'a str,
    /// Whether it was counted at the door, whatever comes in its way afterwards.
    is_counted: &'a AtomicBool,
    /// Why, once it is decided, and which keys a former version of the secrets found.
    decided: OnceLock<(Option<Reason>, Vec<String>)>,
}

impl Job for Trying<'_> {
    /// Longer than who waits for an answer asks again; no door opens later for who stood there then.
    const KEPT: i64 = 30 * 1_000_000;

    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Asked {
            principal, request, ..
        } = self.asked;
        let store = &self.service.store;
        let met = Met::find(self.id, principal, request.way, store, transaction).await?;
        let mut met = met.ok_or_else(|| missing(MISSING))?;
        touch(principal, std::slice::from_ref(&met.door.id), transaction).await?;
        // Nobody is counted here who may not try it: none keeps others from it.
        if !self.is_counted.swap(true, Ordering::Relaxed) {
            self.service.limits.door(self.id)?;
        }
        let keys = &self.service.keys;
        let sought = Sought::of(&request.attempt, &met, keys);
        let found = credentials::load(&sought, &met, keys, store, transaction).await?;
        // Who waited for others comes after them.
        let at = met.instant(found.wrong_pins.values())?;
        let shown = met.show(at)?;
        // Of a clock that was just set nobody knows whether it is right.
        let clock = is_steady().then_some(shown);
        let opening = decide(&request.attempt, &met.door, &found.credentials, clock);
        let stream = format!("door/{}", self.id);
        let version = next_version(&stream, transaction).await?;
        let kept = Kept {
            met: &met,
            found: &found,
            way: request.way,
            at,
            organisation: &principal.organisation,
        };
        kept.store(&opening, sought.has_pin, transaction).await?;
        let attempt = version.to_string();
        let key = opening
            .credential
            .clone()
            .filter(|id| found.is_key(id.as_str()));
        let event = Event {
            stream,
            version,
            at,
            organisation: Some(principal.organisation.clone()),
            actor: principal.name(),
            person: opening.holder.clone(),
            kind: if opening.open {
                Kind::DoorOpened
            } else {
                Kind::DoorStayedShut
            },
            data: happened(&attempt, &opening, request).to_json(),
        };
        let about = About { door: None, key };
        event.store_about(about, transaction).await?;
        self.decided
            .get_or_init(|| (opening.reason(), found.former));
        let answer = answered(&attempt, &opening, principal);
        Ok(answer)
    }

    fn stored(&self) {
        let Some((reason, former)) = self.decided.get() else {
            return;
        };
        if let Some(reason) = reason {
            metrics::decided(reason.as_str());
        }
        rotation::renew_used(self.service, former);
    }
}

/// What an event says of an attempt, and what was stored because of it: no digit is in it.
fn happened(attempt: &str, opening: &Opening, request: &TryDoor) -> Value<'static> {
    let whole = opening.to_value().into_owned();
    let mut members = vec![("attempt".into(), attempt.to_owned().into())];
    let Value::Object(ref all) = whole else {
        return Value::Object(members);
    };
    for (name, value) in all {
        let is_told = match name.as_ref() {
            "reason" | "reasons" | "credential" | "grace" | "effect" => true,
            "duress" => opening.duress,
            "unknown" => !opening.unknown.is_empty(),
            "companions" => !opening.companions.is_empty(),
            _ => false,
        };
        if is_told {
            members.push((name.clone(), value.clone()));
        }
    }
    members.push(("from".into(), request.way.as_str().into()));
    Value::Object(members)
}

/// The answer: to who controls a door no more than whether it opens.
fn answered(attempt: &str, opening: &Opening, principal: &Principal) -> Written {
    let mut members = vec![
        ("id".into(), attempt.to_owned().into()),
        ("open".into(), opening.open.into()),
        ("keypad".into(), opening.keypad().into()),
    ];
    if matches!(principal.role, Role::Administrator | Role::Manager)
        && let Value::Object(ref all) = opening.to_value()
    {
        let told = [
            "reason",
            "reasons",
            "duress",
            "credential",
            "holder",
            "unknown",
        ];
        for (name, value) in all {
            if told.contains(&name.as_ref()) {
                members.push((name.to_string().into(), value.clone().into_owned()));
            }
        }
    }
    Written::json(200, &Value::Object(members)).with("cache-control", "no-store")
}

/// One report at one instant.
struct Telling<'a> {
    service: &'a Service,
    asked: &'a Asked<TellOutcome>,
    id: &'a str,
    attempt: &'a str,
    now: Timestamp,
}

impl Job for Telling<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Asked {
            principal, request, ..
        } = self.asked;
        let lock = self.service.store.for_update();
        if !door::keep(self.id, principal, lock, transaction).await? {
            return Err(missing(MISSING).into());
        }
        touch(principal, &[self.id.to_owned()], transaction).await?;
        let stream = format!("door/{}", self.id);
        let Some((attempt, at, effect)) = self.opened(&stream, transaction).await? else {
            let sentence = "expected an attempt that this door was opened for";
            return Err(missing(sentence).into());
        };
        let told: Option<i64> =
            sqlx::query_scalar("select opened from outcome where door = $1 and attempt = $2")
                .bind(self.id.to_owned())
                .bind(attempt)
                .fetch_optional(&mut **transaction)
                .await?;
        if let Some(told) = told {
            if (told == 1) == request.opened {
                // The same once more changes nothing.
                return Err(Written::nothing().into());
            }
            let sentence = "expected the outcome that was told before";
            return Err(conflict("outcome_told_already", sentence, Some("opened")).into());
        }
        let taken = if request.opened {
            Vec::new()
        } else {
            claims::take_back(&effect, (self.id, at), &principal.organisation, transaction).await?
        };
        sqlx::query("insert into outcome (door, attempt, opened) values ($1, $2, $3)")
            .bind(self.id.to_owned())
            .bind(attempt)
            .bind(i64::from(request.opened))
            .execute(&mut **transaction)
            .await?;
        let mut data = vec![
            ("attempt", self.attempt.into()),
            ("opened", request.opened.into()),
        ];
        if !taken.is_empty() {
            data.push(("takenBack", taken.into()));
        }
        let event = Event::next(
            stream,
            Kind::DoorOutcomeTold,
            data,
            principal,
            self.now,
            transaction,
        );
        event.await?.store(transaction).await?;
        Ok(Written::nothing())
    }
}

impl Telling<'_> {
    /// The attempt that the door was opened for, when that was, and what was stored then.
    async fn opened(
        &self,
        stream: &str,
        transaction: &mut Transaction,
    ) -> Result<Option<(i64, i64, Value<'static>)>, Error> {
        let number = self.attempt.parse::<i64>().ok();
        // Of all ways to write it, the one that was told.
        let Some(number) = number.filter(|number| number.to_string() == self.attempt) else {
            return Ok(None);
        };
        let row = sqlx::query(
            "select at, data from event where stream = $1 and version = $2 and type = $3",
        )
        .bind(stream.to_owned())
        .bind(number)
        .bind(Kind::DoorOpened.as_str())
        .fetch_optional(&mut **transaction)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let data = stored(row.try_get::<&str, _>("data")?)?;
        let effect = data
            .get("effect")
            .and_then(|effect| effect.get("onceOpened"));
        let at = row.try_get("at")?;
        Ok(Some((number, at, effect.cloned().unwrap_or(Value::Null))))
    }
}
