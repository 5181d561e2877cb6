//! `SmartphoneKey`: give and take access to locks, and list those of a user.
//!
//! The vendor publishes no path of the list: `GET /users/{id}/AccessibleLocks` is this project's, and
//! so is `If-Match`, by which a caller says which version of the user's locks it has seen.

mod rows;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use latchwork::system::smartphonekey::{
    AccessibleLock, Aggregate, Caller as Asking, Command, Decision, Event as Happened,
    GrantLockAccess, LockId, RemoveLockAccess, State as Known, decide, refuse,
};
use latchwork::{GrantPolicy, Issue, Issues, Timestamp, Uuid, Value};

use crate::body::storable;
use crate::caller::Caller;
use crate::event::{About, Event, Kind};
use crate::idempotency;
use crate::job::{Job, Stop, done};
use crate::reply::{Written, failure};
use crate::revision::Seen;
use crate::rights::{Right, caller, doors_of, has_doors};
use crate::server::Service;
use crate::store::{Error, Transaction};

pub use rows::lock_of;
use rows::{Rows, add_row, grant, is_of, load};

/// `POST /users/{id}/AddAccessibleLock`
pub async fn add(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let read = |body: &[u8]| GrantLockAccess::check(&id, body).map(Command::Grant);
    changed(&service, b"AddAccessibleLock", &id, &headers, body, read).await
}

/// `POST /users/{id}/RemoveAccessibleLock`
pub async fn remove(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let read = |body: &[u8]| RemoveLockAccess::check(&id, body).map(Command::Remove);
    changed(&service, b"RemoveAccessibleLock", &id, &headers, body, read).await
}

/// A refusal in this system's own shape.
fn refused(status: u16, issues: &Issues) -> Written {
    let mut reply = refuse(issues);
    reply.status = status;
    reply.into()
}

async fn changed(
    service: &Service,
    name: &[u8],
    id: &str,
    headers: &HeaderMap,
    body: Body,
    read: impl FnOnce(&[u8]) -> Result<Command, Issues>,
) -> Result<Written, Written> {
    let caller = caller(service, headers, refused).await?;
    let body = storable(body)
        .await
        .map_err(|issues| refused(400, &issues))?;
    let command = read(&body).map_err(|issues| refused(400, &issues))?;
    let seen = Seen::read(headers).map_err(|issues| refused(400, &issues))?;
    let parts = [name, id.as_bytes(), &body];
    let again = idempotency::Request::of(headers, caller.name(), &parts, &service.keys);
    let again = again.map_err(|issues| refused(400, &issues))?;
    let answer = done(service, again.as_ref(), |now| Change {
        service,
        caller: &caller,
        command: &command,
        seen: &seen,
        now,
    });
    answer.await.map_err(|error| failure(&error, refused))
}

/// One command at one instant.
struct Change<'a> {
    service: &'a Service,
    caller: &'a Caller,
    command: &'a Command,
    seen: &'a Seen,
    now: Timestamp,
}

impl Job for Change<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let user = self.command.user();
        let rows = Rows::Kept(self.service.store.for_update());
        let loaded = load(user, rows, transaction).await?;
        let (lock, named) = self.named();
        let owns = self.owns(lock, transaction).await?;
        let caller = match self.caller {
            Caller::Principal(_) => Asking::Organisation,
            Caller::Person(id) => Asking::User {
                id: *id,
                grant: grant(*id, lock, transaction).await?,
            },
        };
        let user_exists = loaded.is_some();
        let aggregate = loaded.unwrap_or_else(|| Aggregate::of_user(user));
        let state = Known {
            user_exists,
            expected_version: self.seen.other_than(aggregate.version()),
            aggregate,
            caller,
            organisation_owns_lock: owns,
            policy: GrantPolicy::default(),
        };
        let decision = decide(self.command, &state, self.now);
        if let (Caller::Principal(principal), true) = (self.caller, owns)
            && !matches!(decision, Decision::Forbidden(_))
            && !is_of(named, principal, transaction).await?
        {
            let answer = refused(403, &not_of_organisation(self.command));
            return Err(answer.into());
        }
        let answer = Written::from(decision.reply());
        let Some(acceptance) = decision.acceptance() else {
            return Err(answer.into());
        };
        let before = state.aggregate.version();
        let version = acceptance.aggregate.version();
        self.store(&acceptance.event, before, version, transaction)
            .await?;
        Ok(answer)
    }

    fn refused(status: u16, issues: &Issues) -> Written {
        refused(status, issues)
    }
}

impl Change<'_> {
    /// The lock, and who gives or takes it by the request's own word.
    fn named(&self) -> (&LockId, Uuid) {
        match self.command {
            Command::Grant(request) => (request.lock().id(), request.lock().granted_by()),
            Command::Remove(request) => (request.lock(), request.removed_by()),
        }
    }

    /// Whether the organisation that asks has the lock, and who asks for it manages it.
    async fn owns(&self, lock: &LockId, transaction: &mut Transaction) -> Result<bool, Error> {
        let Caller::Principal(principal) = self.caller else {
            return Ok(false);
        };
        let owner: Option<String> =
            sqlx::query_scalar("select organisation from door where id = $1")
                .bind(lock.as_str().to_owned())
                .fetch_optional(&mut **transaction)
                .await?;
        if owner.as_ref() != Some(&principal.organisation) {
            return Ok(false);
        }
        let lock = [lock.as_str().to_owned()];
        let is_own = has_doors(principal, &lock, transaction).await?;
        Ok(principal.may_at(Right::Keys, is_own))
    }

    async fn store(
        &self,
        event: &Happened,
        before: u64,
        version: u64,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let user = event.user().to_string();
        let [before, number] = [before, version].map(|one| i64::try_from(one).unwrap_or(i64::MAX));
        let lock = match event {
            Happened::Added { lock, .. } => {
                add_row(&user, number, lock, transaction).await?;
                lock.id()
            }
            Happened::Removed { removal, .. } => {
                sqlx::query("delete from lock_access where person = $1 and door = $2")
                    .bind(user.clone())
                    .bind(removal.lock().as_str().to_owned())
                    .execute(&mut **transaction)
                    .await?;
                removal.lock()
            }
        };
        let counted = sqlx::query(
            "update person set locks_version = $1 where id = $2 and locks_version = $3",
        )
        .bind(number)
        .bind(user.clone())
        .bind(before)
        .execute(&mut **transaction)
        .await?;
        if counted.rows_affected() != 1 {
            return Err(Error::Again);
        }
        let organisation: Option<String> =
            sqlx::query_scalar("select organisation from door where id = $1")
                .bind(lock.as_str().to_owned())
                .fetch_optional(&mut **transaction)
                .await?;
        let kind = match event {
            Happened::Added { .. } => Kind::AccessibleLockAdded,
            Happened::Removed { .. } => Kind::AccessibleLockRemoved,
        };
        let value = event.to_value();
        let data = value.get("data").map(Value::to_json).unwrap_or_default();
        let stored = Event {
            stream: format!("locks/{user}"),
            version,
            at: self.now,
            organisation,
            actor: self.caller.name(),
            person: Some(user.clone()),
            kind,
            data,
        };
        let about = About {
            door: Some(lock.as_str().to_owned()),
            key: None,
        };
        stored.store_about(about, transaction).await
    }
}

fn not_of_organisation(command: &Command) -> Issues {
    let field = match command {
        Command::Grant(_) => "grantedBy",
        Command::Remove(_) => "removedBy",
    };
    let sentence = "expected a person of the organisation";
    Issue::new("grantor_not_of_organisation", sentence)
        .at(field)
        .into()
}

/// `GET /users/{id}/AccessibleLocks`: the user himself sees all, an organisation those of its locks that the
/// caller manages; nobody else learns whether there is such a user.
pub async fn list(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Written, Written> {
    let caller = caller(&service, &headers, refused).await?;
    let user = Uuid::parse(&id).map_err(|issue| refused(400, &issue.at("id").into()))?;
    if let Caller::Person(own) = caller
        && own != user
    {
        return Err(refused(403, &not_yours()));
    }
    let listed = listed(&service, user, &caller).await;
    listed.map_err(|stop| stop.answer(refused))
}

async fn listed(service: &Service, user: Uuid, caller: &Caller) -> Result<Written, Stop> {
    // One transaction, so that the version is that of the locks.
    let mut transaction = service.store.read().await?;
    let loaded = load(user, Rows::Seen, &mut transaction).await?;
    let shown = match caller {
        Caller::Person(_) => None,
        Caller::Principal(principal) if principal.may(Right::SeeLocks).is_ok() => Some(
            BTreeSet::from_iter(doors_of(principal, &mut transaction).await?),
        ),
        Caller::Principal(_) => Some(BTreeSet::new()),
    };
    transaction.rollback().await?;
    let is_shown = |lock: &&AccessibleLock| {
        let id = lock.id().as_str();
        shown.as_ref().is_none_or(|doors| doors.contains(id))
    };
    let no_user = || refused(404, &no_user());
    let aggregate = loaded.ok_or_else(no_user)?;
    let locks: Vec<_> = aggregate
        .locks()
        .filter(is_shown)
        .map(AccessibleLock::to_value)
        .collect();
    if shown.is_some() && locks.is_empty() {
        // An organisation is told of its own locks only, and of no version where it has none.
        return Err(no_user().into());
    }
    let version = aggregate.version();
    let body = Value::Object(vec![
        ("userId".into(), user.into()),
        ("version".into(), version.into()),
        ("locks".into(), locks.into()),
    ]);
    Ok(Written::json(200, &body).of_revision(version))
}

fn not_yours() -> Issues {
    let sentence = "expected the locks of the caller";
    Issue::new("locks_not_of_caller", sentence).at("id").into()
}

fn no_user() -> Issues {
    let sentence = "expected a user who has locks of the caller";
    Issue::new("user_unknown", sentence).at("id").into()
}
