//! People of an organisation: listed, made and changed.

mod rows;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use latchwork::Timestamp;
use latchwork::system::plain::{ChangePerson, CreatePerson};

use crate::event::{Event, Kind};
use crate::id;
use crate::job::{Job, Stop};
use crate::page::Page;
use crate::plain::{Asked, asked, conflict};
use crate::reply::Written;
use crate::revision::Seen;
use crate::rights::{Asking, Right, failed, missing};
use crate::server::Service;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

pub use rows::NewPerson;
use rows::{COLUMNS, Person, has_mobile_keys, owner_of_phone};

const MISSING: &str = "expected a person of the organisation";

/// `GET /people`
pub async fn list(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    RawQuery(query): RawQuery,
) -> Result<Written, Written> {
    let (page, search) = Page::searched(query.as_deref())?;
    let read = async {
        let mut statement = Statement::new(format!("select {COLUMNS} from person p where true"));
        statement.and("p.organisation = $", Bound::Text(principal.organisation));
        statement.and_text("p.folded like $ escape '!'", search.as_ref());
        let mut transaction = service.store.read().await?;
        let rows = page.rows(statement, "p", &mut transaction).await?;
        rows.answer(|row| Person::of(row)?.to_value())
    };
    read.await.map_err(|error| failed(&error))
}

/// `GET /people/{id}`
pub async fn read(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
) -> Result<Written, Written> {
    let read = async {
        let mut transaction = service.store.read().await?;
        let person = Person::find(&id, &principal, "", &mut transaction).await?;
        Ok(person.ok_or_else(|| missing(MISSING))?.answer(200)?)
    };
    read.await.map_err(Stop::problem)
}

/// `POST /people`
pub async fn create(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, CreatePerson::check).await?;
    if asked.request.party.is_some() {
        asked.principal.may(Right::Party)?;
    }
    let job = |now| Creating { asked: &asked, now };
    asked.done(&service, &headers, &["POST /people"], job).await
}

/// `PATCH /people/{id}`
pub async fn change(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, ChangePerson::check).await?;
    if asked.request.party.is_some() {
        asked.principal.may(Right::Party)?;
    }
    let seen = Seen::needed(&headers)?;
    let job = |now| Changing {
        service: &service,
        asked: &asked,
        id: &id,
        seen: &seen,
        now,
    };
    asked
        .done(&service, &headers, &["PATCH /people", &id], job)
        .await
}

struct Creating<'a> {
    asked: &'a Asked<CreatePerson>,
    now: Timestamp,
}

impl Job for Creating<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Asked {
            principal, request, ..
        } = self.asked;
        let phone = request
            .phone
            .as_ref()
            .map(|phone| phone.as_str().to_owned());
        if let Some(phone) = &phone
            && owner_of_phone(phone, principal, transaction)
                .await?
                .is_some()
        {
            return Err(phone_in_use().into());
        }
        let id = id::draw()?.to_string();
        let new = NewPerson {
            id: id.clone(),
            organisation: Some(principal.organisation.clone()),
            is_mobile: phone.is_some(),
            phone,
            first_name: request.first_name.clone(),
            last_name: request.last_name.clone(),
            party: request.party.clone().unwrap_or_default(),
        };
        new.store(&principal.name(), self.now, transaction).await?;
        let found = Person::find(&id, principal, "", transaction).await?;
        let person =
            found.ok_or_else(|| Error::Failed("a person who was stored is not there".into()))?;
        let answer = person
            .answer(201)?
            .with("location", format!("/people/{id}"));
        Ok(answer)
    }
}

struct Changing<'a> {
    service: &'a Service,
    asked: &'a Asked<ChangePerson>,
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
        let person = Person::find(self.id, principal, lock, transaction).await?;
        let person = person.ok_or_else(|| missing(MISSING))?;
        self.seen.judge(person.revision)?;
        let after = person.changed(request);
        let data = person.difference(&after)?;
        if data.is_empty() {
            return Err(person.answer(200)?.into());
        }
        if let (Some(phone), true) = (&after.phone, after.is_mobile)
            && owner_of_phone(phone, principal, transaction)
                .await?
                .is_some_and(|owner| owner != person.id)
        {
            return Err(phone_in_use().into());
        }
        if person.is_mobile && !after.is_mobile && has_mobile_keys(&person.id, transaction).await? {
            let sentence = "expected a phone for a person whose phone is a key";
            return Err(conflict("phone_needed", sentence, Some("phone")).into());
        }
        after.store(transaction).await?;
        let stream = format!("person/{}", person.id);
        let event = Event::next(
            stream,
            Kind::PersonChanged,
            data,
            principal,
            self.now,
            transaction,
        );
        event.await?.about(person.id).store(transaction).await?;
        Ok(after.answer(200)?)
    }
}

fn phone_in_use() -> Written {
    let sentence = "expected a phone that no other Mobile user has";
    conflict("phone_in_use", sentence, Some("phone"))
}

impl Person {
    /// The person as one is answered.
    fn answer(&self, status: u16) -> Result<Written, Error> {
        let answer = Written::json(status, &self.to_value()?);
        Ok(answer.of_revision(self.revision.unsigned_abs()))
    }
}
