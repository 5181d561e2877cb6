//! Sessions: a browser that signed in with a key of the API, or with a ticket, asks by a cookie.
//!
//! The cookie counts only where the browser says that the page which asks is one of this service:
//! what another page has a browser send is nobody's request.

mod cookie;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use latchwork::system::plain::BeginSession;
use latchwork::{Issue, Issues, Timestamp, Value};
use sqlx::Row as _;
use zeroize::Zeroizing;

use crate::body::storable;
use crate::caller::{Caller, Principal, Role, owner_of_key, owners_of_keys, principal};
use crate::clock::{SKEW, instant, micros, now};
use crate::job::Stop;
use crate::reply::{Written, problem};
use crate::rights::{caller, failed};
use crate::secrets;
use crate::server::Service;
use crate::statement::Bound;
use crate::store::{Error, Store, Transaction, repeated};

pub use cookie::Cookie;

/// How long a session lasts, in microseconds.
const LASTS: i64 = 12 * 3_600 * 1_000_000;

/// How long a ticket waits to be used, in microseconds.
const WAITS: i64 = 60 * 1_000_000;

/// So many sessions one has at a time; the oldest ends when another begins.
const MOST: i64 = 64;

/// `POST /session`: signs in by `{ "ticket": … }` or `{ "apiKey": … }`.
pub async fn begin(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    if !service.cookie.is_of_own_page(&headers) {
        let sentence = "expected a request of a page of this service";
        let issue = Issue::new("page_of_another", sentence);
        return Err(problem(403, &issue.into()));
    }
    let body = storable(body)
        .await
        .map_err(|issues| problem(400, &issues))?;
    let asked = BeginSession::check(&body).map_err(|issues| problem(400, &issues))?;
    let proof = Proof::Shown(asked);
    let begun = async {
        let secret = secrets::draw_secret()?;
        let session = repeated(|| proof.sign_in(&service.store, &secret, LASTS)).await?;
        let session = session.ok_or_else(|| problem(401, &proof.unknown()))?;
        let answer = session.told(&service.store).await?;
        Ok(answer.with("set-cookie", service.cookie.set(&secret)))
    };
    begun.await.map_err(Stop::problem)
}

/// `GET /session`: who asks, and for which organisation.
pub async fn read(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Written, Written> {
    let principal = match caller(&service, &headers, problem).await? {
        Caller::Principal(principal) => principal,
        Caller::Person(_) => return Err(problem(403, &not_of_organisation())),
    };
    let read = async {
        // Beside a key or a token the cookie counts for nothing.
        let is_by_cookie =
            !headers.contains_key(AUTHORIZATION) && !headers.contains_key("x-api-key");
        let expires_at = match service.cookie.shown(&headers) {
            Ok(Some(secret)) if is_by_cookie => expiry(secret, &service.store).await?,
            _ => None,
        };
        let session = Session {
            principal,
            expires_at,
        };
        session.told(&service.store).await
    };
    read.await.map_err(|error| failed(&error))
}

/// `DELETE /session`: signs out. Who is not signed in is so already.
pub async fn end(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
) -> Result<Written, Written> {
    if let Ok(Some(secret)) = service.cookie.shown(&headers) {
        let ended = over(secret, &service.store).await;
        ended.map_err(|error| failed(&error))?;
    }
    Ok(Written::nothing().with("set-cookie", service.cookie.taken_back()))
}

/// Ends a session, where there is one of this secret.
pub async fn over(secret: &str, store: &Store) -> Result<(), Error> {
    sqlx::query("delete from session where hash = $1")
        .bind(secrets::hash(secret).to_vec())
        .execute(store.writer())
        .await?;
    Ok(())
}

fn not_of_organisation() -> Issues {
    let sentence = "expected somebody who acts for an organisation";
    Issue::new("principal_missing", sentence).into()
}

/// Whose session it is, by what a cookie or a client of the panel has.
pub async fn of_secret(
    secret: &str,
    store: &Store,
    now: Timestamp,
) -> Result<Option<Principal>, Error> {
    let row = sqlx::query(
        "select p.id, p.organisation, p.role \
         from session s join principal p on p.id = s.principal left join api_key k on k.id = s.api_key \
         where s.hash = $1 and s.expires_at > $2 and s.created_at <= $3 and p.disabled_at is null \
         and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)",
    )
    .bind(secrets::hash(secret).to_vec())
    .bind(micros(now))
    .bind(micros(now) + SKEW)
    .fetch_optional(store.reader())
    .await?;
    row.as_ref().map(principal).transpose()
}

async fn expiry(secret: &str, store: &Store) -> Result<Option<i64>, Error> {
    let expires_at = sqlx::query_scalar("select expires_at from session where hash = $1")
        .bind(secrets::hash(secret).to_vec())
        .fetch_optional(store.reader())
        .await?;
    Ok(expires_at)
}

/// A ticket that signs in as a principal, once and soon.
///
/// # Errors
/// [`Error::Missing`] where there is no such principal.
pub async fn ticket(principal: &str, store: &Store) -> Result<Zeroizing<String>, Error> {
    let secret = secrets::draw_secret()?;
    sqlx::query("insert into ticket (hash, principal, expires_at) values ($1, $2, $3)")
        .bind(secrets::hash(&secret).to_vec())
        .bind(principal.to_owned())
        .bind(micros(now()?) + WAITS)
        .execute(store.writer())
        .await?;
    Ok(secret)
}

/// Deletes what is over.
pub async fn forget(store: &Store, now: Timestamp) -> Result<(), Error> {
    for sql in [
        "delete from session where expires_at <= $1",
        "delete from ticket where expires_at <= $1",
    ] {
        sqlx::query(sql)
            .bind(micros(now))
            .execute(store.writer())
            .await?;
    }
    Ok(())
}

/// What somebody signs in with.
pub enum Proof {
    /// As a page of this service asks.
    Shown(BeginSession),
    /// As clients of the panel's vendor do.
    Panel {
        principal: String,
        /// SHA-256 of the MD5 of a key.
        hash: [u8; 32],
    },
}

impl Proof {
    fn unknown(&self) -> Issues {
        let (name, sentence) = match self {
            Self::Shown(BeginSession::Ticket(_)) => {
                ("ticket", "expected a ticket that nobody has used yet")
            }
            Self::Shown(BeginSession::ApiKey(_)) => {
                ("apiKey", "expected a key of this service that is valid")
            }
            Self::Panel { .. } => ("password", "expected the MD5 of a key that is valid"),
        };
        Issue::new("proof_unknown", sentence).at(name).into()
    }

    /// Begins a session that lasts so long, in microseconds, and is asked with by the secret; `None`
    /// for who is nobody.
    pub async fn sign_in(
        &self,
        store: &Store,
        secret: &str,
        lasts: i64,
    ) -> Result<Option<Session>, Error> {
        let at = micros(now()?);
        let mut transaction = store.begin().await?;
        let Some((principal, key)) = self.owner(at, &mut transaction).await? else {
            return Ok(None);
        };
        sqlx::query(
            "insert into session (hash, principal, api_key, created_at, expires_at) \
             values ($1, $2, $3, $4, $5)",
        )
        .bind(secrets::hash(secret).to_vec())
        .bind(principal.id.clone())
        .bind(key)
        .bind(at)
        .bind(at + lasts)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "delete from session where principal = $1 and hash not in \
             (select hash from session where principal = $1 order by created_at desc, hash limit $2)",
        )
        .bind(principal.id.clone())
        .bind(MOST)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        tracing::info!(principal = principal.id, "signed in");
        Ok(Some(Session {
            principal,
            expires_at: Some(at + lasts),
        }))
    }

    /// Whose it is, and the key that the session ends with. A ticket is used up.
    async fn owner(
        &self,
        at: i64,
        transaction: &mut Transaction,
    ) -> Result<Option<(Principal, Option<String>)>, Error> {
        let row = match self {
            Self::Shown(BeginSession::Ticket(ticket)) => {
                let used: Option<String> = sqlx::query_scalar(
                    "delete from ticket where hash = $1 and expires_at > $2 and expires_at <= $3 \
                     returning principal",
                )
                .bind(secrets::hash(ticket.as_str()).to_vec())
                .bind(at)
                .bind(at + WAITS + SKEW)
                .fetch_optional(&mut **transaction)
                .await?;
                sqlx::query(
                    "select id, organisation, role, null as api_key from principal \
                     where id = $1 and disabled_at is null",
                )
                .bind(used)
                .fetch_optional(&mut **transaction)
                .await?
            }
            Self::Shown(BeginSession::ApiKey(key)) => {
                let statement = owner_of_key(secrets::hash(key.as_str()), at);
                statement.rows(&mut **transaction).await?.pop()
            }
            Self::Panel { principal, hash } => {
                let mut statement = owners_of_keys(at);
                statement.and("k.panel_hash = $", Bound::Bytes(hash.to_vec()));
                statement.and("p.id = $", Bound::Text(principal.clone()));
                statement.rows(&mut **transaction).await?.pop()
            }
        };
        let Some(row) = row else {
            return Ok(None);
        };
        let key = match self {
            Self::Shown(BeginSession::Ticket(_)) => None,
            Self::Shown(BeginSession::ApiKey(_)) | Self::Panel { .. } => {
                Some(row.try_get("api_key")?)
            }
        };
        Ok(Some((principal(&row)?, key)))
    }
}

/// Who is signed in.
pub struct Session {
    pub principal: Principal,
    /// None for who asks with a key or a token.
    expires_at: Option<i64>,
}

impl Session {
    async fn told(&self, store: &Store) -> Result<Written, Error> {
        let Principal {
            id,
            organisation,
            role,
        } = &self.principal;
        let name: String = sqlx::query_scalar("select name from organisation where id = $1")
            .bind(organisation.clone())
            .fetch_one(store.reader())
            .await?;
        let doors = match role {
            Role::Administrator | Role::Reader => Value::Null,
            Role::Manager | Role::Controller => {
                let doors: Vec<String> = sqlx::query_scalar(
                    "select door from principal_door where principal = $1 order by door",
                )
                .bind(id.clone())
                .fetch_all(store.reader())
                .await?;
                doors
                    .into_iter()
                    .map(Value::from)
                    .collect::<Vec<_>>()
                    .into()
            }
        };
        let expires_at = match self.expires_at {
            Some(at) => instant(at)?.into(),
            None => Value::Null,
        };
        let organisation = Value::Object(vec![
            ("id".into(), organisation.clone().into()),
            ("name".into(), name.into()),
        ]);
        let told = Value::Object(vec![
            ("organisation".into(), organisation),
            ("role".into(), role.as_str().into()),
            ("principal".into(), id.clone().into()),
            ("doors".into(), doors),
            ("expiresAt".into(), expires_at),
        ]);
        Ok(Written::json(200, &told).with("cache-control", "no-store"))
    }
}
