//! The BAS-IP panel: users, what they show to it, when they may come in and where they live.
//!
//! Each organisation has one panel. Whoever has a token or a key of the service is logged in;
//! administrators of the organisation are its administrators.

mod asked;
mod kept;
mod kept_rows;
mod list;
mod login;
mod rows;

use axum::body::Body;
use axum::http::HeaderMap;
use latchwork::system::basip::{
    AttachIdentifier, AttachIdentifierState, ChangeUser, ChangeUserState, CreateIdentifier,
    CreateUser, Decision, DeleteUser, DeleteUserState, IdentifierState, ReadUser, ReadUserState,
    Session, UserState, refuse,
};
use latchwork::{Issues, Timestamp, Value};
use sqlx::{AssertSqlSafe, Row as _};

use crate::body::storable;
use crate::caller::{Caller, Nobody, Principal, Role, identify};
use crate::clock::now;
use crate::event::Kind;
use crate::idempotency;
use crate::job::{Job, Stop, done};
use crate::reply::{Written, failure};
use crate::server::Service;
use crate::store::{Error, Transaction, repeated};

use kept::Kept;
use list::List;
use rows::uid;
pub use rows::{PanelNumber, of_stored, parts};

pub use asked::{
    add_to_apartment, attach_identifier, attach_time_profile, change_apartment, change_identifier,
    change_time_profile, change_user, create_apartment, create_identifier, create_time_profile,
    create_user, delete_identifier, delete_time_profile, delete_user, detach_time_profile,
    read_apartment, read_identifier, read_time_profile, read_user,
};
pub use list::{apartments, identifiers, time_profiles, users};
pub use login::{log_in, log_out};

/// What stands in the place of a body where the path says all.
const NO_BODY: &[u8] = b"";

/// A checked request.
enum Request {
    CreateUser(CreateUser),
    ReadUser(ReadUser),
    ChangeUser(ChangeUser),
    DeleteUser(DeleteUser),
    CreateIdentifier(CreateIdentifier),
    AttachIdentifier(AttachIdentifier),
    Kept(Kept),
    List(List),
}

impl Request {
    /// How many users, identifiers, time profiles and apartments it makes.
    fn created(&self) -> [i64; 4] {
        match self {
            Self::CreateUser(_) => [1, 0, 0, 0],
            Self::CreateIdentifier(_) => [0, 1, 0, 0],
            Self::Kept(Kept::CreateTimeProfile(_)) => [0, 0, 1, 0],
            Self::Kept(Kept::CreateApartment(_)) => [0, 0, 0, 1],
            _ => [0; 4],
        }
    }
}

/// What the panel says of what its own pages have no words for.
fn told(status: u16, issues: &Issues) -> Written {
    let sentence = issues.iter().next().map(ToString::to_string);
    let error = Value::from(sentence.unwrap_or_else(|| "the service failed".into()));
    Written::json(status, &Value::Object(vec![("error".into(), error)]))
}

fn failed(error: &Error) -> Written {
    failure(error, told)
}

/// The panel's order: the login, the rights, what was sent, and then what there is.
async fn answer(
    service: &Service,
    headers: &HeaderMap,
    body: Option<Body>,
    name: &[&[u8]],
    read: impl FnOnce(&[u8]) -> Result<Request, Issues>,
) -> Written {
    answered(service, headers, body, name, read)
        .await
        .unwrap_or_else(|refused| refused)
}

async fn answered(
    service: &Service,
    headers: &HeaderMap,
    body: Option<Body>,
    name: &[&[u8]],
    read: impl FnOnce(&[u8]) -> Result<Request, Issues>,
) -> Result<Written, Written> {
    let at = now().map_err(|error| failed(&error))?;
    let caller = identify(headers, service, at).await;
    let caller = match caller {
        Ok(caller) => Some(caller),
        Err(Nobody::Unknown(_)) => None,
        Err(Nobody::Fault(error)) => return Err(failed(&error)),
    };
    let session = |administrator| Session {
        logged_in: caller.is_some(),
        administrator,
    };
    let Some(Caller::Principal(principal)) = &caller else {
        return Err(refuse(&Issues::default(), session(false)).into());
    };
    if principal.role != Role::Administrator {
        return Err(refuse(&Issues::default(), session(false)).into());
    }
    let session = session(true);
    let body = match body {
        Some(body) => storable(body).await.map_err(|issues| told(400, &issues))?,
        None => NO_BODY.to_vec(),
    };
    let request = read(&body).map_err(|issues| Written::from(refuse(&issues, session)))?;
    let parts = [&[&b"panel"[..]], name, &[&body]].concat();
    let actor = principal.name();
    let again = idempotency::Request::of(headers, actor.clone(), &parts, &service.keys);
    let again = again.map_err(|issues| told(400, &issues))?;
    let call_at = |now| Call {
        service,
        principal,
        session,
        request: &request,
        actor: &actor,
        now,
    };
    let answer = match &request {
        Request::ReadUser(_) | Request::List(_) => {
            let call = call_at(at);
            repeated(|| call.read()).await
        }
        Request::Kept(kept) if kept.only_reads() => {
            let call = call_at(at);
            repeated(|| call.read()).await
        }
        // Each time that it is shown is told of.
        Request::Kept(Kept::ReadIdentifier(_)) => done(service, None, call_at).await,
        _ => done(service, again.as_ref(), call_at).await,
    };
    answer.map_err(|error| failed(&error))
}

/// One request at one instant.
struct Call<'a> {
    service: &'a Service,
    principal: &'a Principal,
    session: Session,
    request: &'a Request,
    actor: &'a str,
    now: Timestamp,
}

/// What the panel counts.
struct Panel {
    next_user: i64,
    next_identifier: i64,
    next_time_profile: i64,
    next_apartment: i64,
    version: i64,
}

impl Job for Call<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let panel = self.panel(transaction).await?;
        let decision = self.decided(&panel, transaction).await?;
        let answer = Written::from(decision.reply().clone());
        if let Some(effect) = decision.effect() {
            self.store(effect, &panel, transaction).await?;
            return Ok(answer);
        }
        if let Request::Kept(Kept::ReadIdentifier(request)) = self.request
            && answer.status == 200
        {
            let data = request.to_value().to_json();
            self.happened(Kind::PanelIdentifierShown, data, &panel, transaction)
                .await?;
            return Ok(answer.with("cache-control", "no-store"));
        }
        Err(answer.into())
    }

    fn refused(status: u16, issues: &Issues) -> Written {
        told(status, issues)
    }
}

/// Makes the panel of an organisation, where it is not there yet.
pub async fn made(organisation: &str, transaction: &mut Transaction) -> Result<(), Error> {
    sqlx::query("insert into panel (organisation) values ($1) on conflict do nothing")
        .bind(organisation.to_owned())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

impl Call<'_> {
    /// What only reads keeps nobody out.
    async fn read(&self) -> Result<Written, Error> {
        let mut transaction = self.service.store.read().await?;
        let decision = match self.request {
            Request::ReadUser(request) => self.looked_up(*request, &mut transaction).await?,
            Request::Kept(request) => self.kept_read(request, &mut transaction).await?,
            Request::List(list) => return self.list(list, &mut transaction).await,
            _ => return Err(Error::Failed("a request is no reading".into())),
        };
        Ok(decision.reply().clone().into())
    }

    async fn looked_up(
        &self,
        request: ReadUser,
        transaction: &mut Transaction,
    ) -> Result<Decision, Error> {
        Ok(request.decide(&ReadUserState {
            session: self.session,
            user: self.user(request.user(), transaction).await?,
        }))
    }

    fn organisation(&self) -> String {
        self.principal.organisation.clone()
    }

    /// The panel of the organisation, nobody else's until the end of the transaction.
    async fn panel(&self, transaction: &mut Transaction) -> Result<Panel, Error> {
        made(&self.principal.organisation, transaction).await?;
        let sql = format!(
            "select next_user, next_identifier, next_time_profile, next_apartment, version \
             from panel where organisation = $1{}",
            self.service.store.for_update()
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(self.organisation())
            .fetch_one(&mut **transaction)
            .await?;
        Ok(Panel {
            next_user: row.try_get("next_user")?,
            next_identifier: row.try_get("next_identifier")?,
            next_time_profile: row.try_get("next_time_profile")?,
            next_apartment: row.try_get("next_apartment")?,
            version: row.try_get("version")?,
        })
    }

    async fn decided(
        &self,
        panel: &Panel,
        transaction: &mut Transaction,
    ) -> Result<Decision, Error> {
        let session = self.session;
        Ok(match self.request {
            Request::CreateUser(request) => {
                let next_uid = uid(panel.next_user)?;
                let names = self.others(request.name(), next_uid, transaction).await?;
                request.decide(&UserState {
                    session,
                    names_in_use: names,
                    next_uid,
                })
            }
            Request::ReadUser(request) => self.looked_up(*request, transaction).await?,
            Request::Kept(request) => self.kept_decided(request, panel, transaction).await?,
            Request::List(_) => return Err(Error::Failed("a list decides nothing".into())),
            Request::ChangeUser(request) => {
                let user = self.user(request.user(), transaction).await?;
                let name = match (&request.changes().name, &user) {
                    (Some(name), _) => name.as_str(),
                    (None, Some(user)) => user.request.name(),
                    (None, None) => "",
                };
                let names = self.others(name, request.user(), transaction).await?;
                request.decide(&ChangeUserState {
                    session,
                    user: user.clone(),
                    names_in_use: names,
                })
            }
            Request::DeleteUser(request) => request.decide(&DeleteUserState {
                session,
                user_exists: self.user(request.user(), transaction).await?.is_some(),
                identifiers: self.identifiers(request.user(), transaction).await?,
            }),
            Request::CreateIdentifier(request) => {
                let known = self.has_number(request, None, transaction).await?;
                request.decide(&IdentifierState {
                    session,
                    identifiers_in_use: known
                        .then(|| request.number().clone())
                        .into_iter()
                        .collect(),
                    next_uid: uid(panel.next_identifier)?,
                })
            }
            Request::AttachIdentifier(request) => {
                let attached = self.attached(request.identifier(), transaction).await?;
                request.decide(&AttachIdentifierState {
                    session,
                    user_exists: self.user(request.user(), transaction).await?.is_some(),
                    identifier_exists: attached.is_some(),
                    attached_to: attached.flatten(),
                })
            }
        })
    }
}
