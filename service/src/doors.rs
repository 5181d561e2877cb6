//! Doors: listed, made and changed.

mod rows;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use latchwork::Timestamp;
use latchwork::door::Condition;
use latchwork::system::plain::{ChangeDoor, CreateDoor, GiveReason};

use crate::caller::Principal;
use crate::clock::now;
use crate::event::{Event, Kind};
use crate::id;
use crate::job::{Job, Stop};
use crate::page::Page;
use crate::plain::{Asked, asked, bounded, conflict};
use crate::reply::Written;
use crate::revision::Seen;
use crate::rights::{Asking, OWN_DOORS, failed, missing, narrow, touch};
use crate::server::Service;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

pub use rows::NewDoor;
use rows::{COLUMNS, Door};

const MISSING: &str = "expected a door of the organisation";

/// `GET /doors`
pub async fn list(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    RawQuery(query): RawQuery,
) -> Result<Written, Written> {
    let (page, search) = Page::searched(query.as_deref())?;
    let read = async {
        let mut statement = Statement::new(format!("select {COLUMNS} from door d where true"));
        let organisation = Bound::Text(principal.organisation.clone());
        statement.and("d.organisation = $", organisation);
        narrow(&principal, &mut statement, OWN_DOORS);
        statement.and_text("d.folded like $ escape '!'", search.as_ref());
        let mut transaction = service.store.read().await?;
        let rows = page.rows(statement, "d", &mut transaction).await?;
        let now = now()?;
        rows.answer(|row| Door::of(row, &principal)?.to_value(now))
    };
    read.await.map_err(|error| failed(&error))
}

/// `GET /doors/{id}`
pub async fn read(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
) -> Result<Written, Written> {
    let read = async {
        let mut transaction = service.store.read().await?;
        let door = own(&id, &principal, "", &mut transaction).await?;
        Ok(door.answer(200, now()?)?)
    };
    read.await.map_err(Stop::problem)
}

/// The door of an id, where it is the principal's to see or to touch; `lock` ends the statement.
async fn own(
    id: &str,
    principal: &Principal,
    lock: &str,
    transaction: &mut Transaction,
) -> Result<Door, Stop> {
    let door = Door::find(id, principal, lock, transaction).await?;
    let door = door.ok_or_else(|| missing(MISSING))?;
    touch(principal, std::slice::from_ref(&door.id), transaction).await?;
    Ok(door)
}

/// `POST /doors`
pub async fn create(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, CreateDoor::check).await?;
    if let Some(codes) = &asked.request.codes {
        bounded(&codes.to_value().to_json(), "codes")?;
    }
    bounded(&asked.request.kept().to_value().to_json(), "condition")?;
    let job = |now| Creating { asked: &asked, now };
    asked.done(&service, &headers, &["POST /doors"], job).await
}

/// `PATCH /doors/{id}`
pub async fn change(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, ChangeDoor::check).await?;
    let seen = Seen::needed(&headers)?;
    bounded(&asked.request.to_value().to_json(), "condition")?;
    let job = |now| Changing {
        service: &service,
        asked: &asked,
        id: &id,
        seen: &seen,
        now,
    };
    asked
        .done(&service, &headers, &["PATCH /doors", &id], job)
        .await
}

/// `POST /doors/{id}/forget-tries`
pub async fn forget_tries(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, GiveReason::check).await?;
    let job = |now| Forgetting {
        service: &service,
        asked: &asked,
        id: &id,
        now,
    };
    asked
        .done(&service, &headers, &["forget-tries", &id], job)
        .await
}

struct Forgetting<'a> {
    service: &'a Service,
    asked: &'a Asked<GiveReason>,
    id: &'a str,
    now: Timestamp,
}

impl Job for Forgetting<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Asked {
            principal, request, ..
        } = self.asked;
        let lock = self.service.store.for_update();
        let mut door = own(self.id, principal, lock, transaction).await?;
        if door.tries.iter().all(Option::is_none) {
            return Err(door.answer(200, self.now)?.into());
        }
        door.tries = [None, None];
        sqlx::query("update door set tries = null, tries_afar = null where id = $1")
            .bind(door.id.clone())
            .execute(&mut **transaction)
            .await?;
        let reason = request.reason.clone();
        let data = reason.map(|reason| ("reason", reason.into()));
        let event = Event::next(
            format!("door/{}", self.id),
            Kind::DoorTriesForgotten,
            data.into_iter().collect(),
            principal,
            self.now,
            transaction,
        );
        event.await?.store(transaction).await?;
        Ok(door.answer(200, self.now)?)
    }
}

struct Creating<'a> {
    asked: &'a Asked<CreateDoor>,
    now: Timestamp,
}

impl Job for Creating<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Asked {
            principal, request, ..
        } = self.asked;
        let id = match &request.id {
            Some(id) => id.as_str().to_owned(),
            None => id::draw()?.to_string(),
        };
        let new = NewDoor {
            id: id.clone(),
            organisation: principal.organisation.clone(),
            name: request.name.clone(),
            zone: request.zone.clone(),
            codes: request
                .codes
                .as_ref()
                .map(|codes| codes.to_value().to_json()),
            condition: request.kept().to_value(),
        };
        if !new.store(&principal.name(), self.now, transaction).await? {
            let sentence = "expected an id that no other door has";
            return Err(conflict("door_id_in_use", sentence, Some("id")).into());
        }
        let found = Door::find(&id, principal, "", transaction).await?;
        let door =
            found.ok_or_else(|| Error::Failed("a door that was stored is not there".into()))?;
        let answer = door
            .answer(201, self.now)?
            .with("location", format!("/doors/{id}"));
        Ok(answer)
    }
}

struct Changing<'a> {
    service: &'a Service,
    asked: &'a Asked<ChangeDoor>,
    id: &'a str,
    seen: &'a Seen,
    now: Timestamp,
}

impl Job for Changing<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Asked {
            principal, request, ..
        } = self.asked;
        let lock = self.service.store.for_update();
        let door = own(self.id, principal, lock, transaction).await?;
        self.seen.judge(door.revision)?;
        let after = changed(&door, request)?;
        let data = door.difference(&after)?;
        if data.is_empty() {
            return Err(door.answer(200, self.now)?.into());
        }
        after.store(transaction).await?;
        let stream = format!("door/{}", self.id);
        let event = Event::next(
            stream,
            Kind::DoorChanged,
            data,
            principal,
            self.now,
            transaction,
        );
        event.await?.store(transaction).await?;
        Ok(after.answer(200, self.now)?)
    }
}

/// The door as the change leaves it.
fn changed(door: &Door, change: &ChangeDoor) -> Result<Door, Error> {
    let mut after = door.clone();
    if let Some(name) = &change.name {
        after.name.clone_from(name);
    }
    after.zone = change.zone.clone().after(after.zone);
    let codes = change
        .codes
        .as_ref()
        .map(|codes| codes.to_value().to_json());
    after.codes = codes.after(after.codes);
    if let Some(change) = &change.condition {
        let kept = Condition::check_value(&door.condition);
        let kept = kept.map_err(|_| Error::Failed("a stored condition is none".into()))?;
        after.condition = kept.changed(change).to_value();
    }
    after.revision += 1;
    Ok(after)
}

impl Door {
    /// The door as one is answered.
    fn answer(&self, status: u16, now: Timestamp) -> Result<Written, Error> {
        let answer = Written::json(status, &self.to_value(now)?);
        Ok(answer.of_revision(self.revision.unsigned_abs()))
    }
}
