//! `KiiAccess`: create access key.

mod loaded;
mod stored;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use latchwork::system::kiiaccess::{
    CreateAccessKey, Decision, Identification, Key, KeyInUse, Options, RequestedCode,
    State as Known, decide, refuse,
};
use latchwork::{Issue, OsRng, Timestamp, UserId, Uuid};
use sqlx::Row as _;

use crate::body::storable;
use crate::caller::{Asker, Principal, good_of_late};
use crate::clock::micros;
use crate::id;
use crate::idempotency;
use crate::identified::{self, in_use, opened, window};
use crate::job::{Job, Stop, done};
use crate::keys;
use crate::metrics;
use crate::reply::{Written, failure, fault, problem};
use crate::rights::caller;
use crate::secrets::Sealed;
use crate::server::Service;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

use loaded::{Loaded, codes};
use stored::Stored;

/// The most doors of one key.
const MOST_DOORS: usize = 256;

/// The most characters of a name.
const LONGEST_NAME: usize = 200;

/// So often a code is drawn before all that are in use are looked at.
const DRAWS: usize = 8;

/// `POST /access-keys`
pub async fn create(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asker = match good_of_late(&headers, &service) {
        // An answer that comes again is somebody's, and he is known before it is looked for.
        Some(hash) if !idempotency::is_asked(&headers) => Asker::ByKey(hash),
        _ => Asker::Identified(caller(&service, &headers, problem).await?),
    };
    let answer = created(&service, &headers, &asker, body).await;
    let is_for_anybody = match &answer {
        Ok(answer) => answer.status != 401,
        Err(failure) => failure.status >= 500,
    };
    match asker {
        // A stranger is not told what is wrong with what he asks for.
        Asker::ByKey(_) if !is_for_anybody => caller(&service, &headers, problem).await.and(answer),
        _ => answer,
    }
}

async fn created(
    service: &Service,
    headers: &HeaderMap,
    asker: &Asker,
    body: Body,
) -> Result<Written, Written> {
    let body = storable(body)
        .await
        .map_err(|issues| problem(400, &issues))?;
    let request = CreateAccessKey::check_with(&body, &Options::default());
    let request = request.map_err(|issues| Written::from(refuse(&issues)))?;
    let job = Asked {
        route: "POST /access-keys",
        asker,
        body: &body,
        request: &request,
        beside: None,
    };
    job.done(service, headers).await
}

/// A request for a key, whichever way it came in.
pub struct Asked<'a> {
    /// What tells it from requests of other routes that have the same `Idempotency-Key`.
    pub route: &'static str,
    pub asker: &'a Asker,
    pub body: &'a [u8],
    pub request: &'a CreateAccessKey,
    /// What the vendor's request has no fields for, where the caller knows such: the answer is then
    /// the plain API's.
    pub beside: Option<&'a Beside>,
}

/// What a key has beside what the vendor's request says of it.
pub struct Beside {
    /// As JSON.
    pub schedule: Option<String>,
    pub most_uses: Option<i64>,
}

impl Asked<'_> {
    /// Makes the key, once where there is an `Idempotency-Key`.
    ///
    /// # Errors
    /// The answer to what failed.
    pub async fn done(&self, service: &Service, headers: &HeaderMap) -> Result<Written, Written> {
        if self.request.accesses().len() > MOST_DOORS {
            let issue = Issue::new(
                "list_too_long",
                "expected at most {limit} items, found more",
            );
            let issue = issue.with("limit", MOST_DOORS).at("accesses");
            return Err(problem(400, &issue.into()));
        }
        bounded(self.request)?;
        let parts = [self.route.as_bytes(), self.body];
        let again = match self.asker {
            Asker::Identified(caller) => {
                idempotency::Request::of(headers, caller.name(), &parts, &service.keys)
            }
            Asker::ByKey(_) => Ok(None),
        };
        let again = again.map_err(|issues| problem(400, &issues))?;
        let is_in_use = AtomicBool::new(false);
        let answer = done(service, again.as_ref(), |now| Creating {
            service,
            asker: self.asker,
            request: self.request,
            beside: self.beside,
            is_in_use: &is_in_use,
            now,
        });
        answer.await.map_err(|error| failed(&error))
    }
}

/// What is kept as it was written is bounded, as the plain API bounds it.
fn bounded(request: &CreateAccessKey) -> Result<(), Written> {
    for (field, text) in [
        ("userFirstName", request.user_first_name()),
        ("userLastName", request.user_last_name()),
        ("keyName", request.key_name()),
    ] {
        if text.is_some_and(|text| text.chars().count() > LONGEST_NAME) {
            let sentence = "expected at most {limit} characters, found more";
            let issue = Issue::new("text_too_long", sentence);
            let issue = issue.with("limit", LONGEST_NAME).at(field);
            return Err(problem(400, &issue.into()));
        }
    }
    Ok(())
}

fn failed(error: &Error) -> Written {
    if *error == Error::IdentificationInUse {
        let (status, issues) = fault(error);
        return problem(status, &issues.at("keyIdentification"));
    }
    failure(error, problem)
}

/// One request at one instant.
struct Creating<'a> {
    service: &'a Service,
    asker: &'a Asker,
    request: &'a CreateAccessKey,
    beside: Option<&'a Beside>,
    /// Whether what was to be stored turned out to be somebody's.
    is_in_use: &'a AtomicBool,
    now: Timestamp,
}

impl Job for Creating<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Loaded { managed, doors } = self.loaded(transaction).await?;
        let person = self.person(managed.as_ref(), transaction).await?;
        let mut state = Known::new(Vec::new());
        state.user_exists = person.is_some();
        state.may_manage_accesses = managed.is_some();
        state.codes = codes(&doors)?;
        state.key_id = Some(id::draw()?);
        state.new_user_id = Some(id::draw()?);
        if managed.is_some() {
            state.mobile_keys_enabled = doors.iter().all(|door| door.may_have_mobile_keys);
            if self.looks() {
                state.in_use = self.in_use(self.request.key(), transaction).await?;
            }
        }
        let decision = self.decided(state, managed.is_some(), transaction).await?;
        let (Some(effect), Some(principal)) = (decision.effect(), &managed) else {
            return Err(Written::from(decision.reply()).into());
        };
        let owner = person.or(effect
            .create_user
            .as_ref()
            .and_then(|user| user.id.map(text)));
        let owner = owner.ok_or_else(|| Error::Failed("a key is nobody's".into()))?;
        let stored = Stored {
            job: self,
            principal,
            effect,
            person: &owner,
        };
        stored.store(transaction).await?;
        let key = effect.store_key.id.map(text).unwrap_or_default();
        let answer = if self.beside.is_some() {
            let number = match &effect.store_key.key {
                Key::Code(code) => Some(code.as_str()),
                Key::Rfid { number, .. } => Some(number.as_str()),
                Key::Mobile => None,
            };
            keys::made(&key, principal, number, self.now, transaction).await?
        } else {
            Written::from(decision.reply())
        };
        let answer = answer
            .with("location", format!("/keys/{key}"))
            .with("cache-control", "no-store");
        Ok(answer)
    }

    fn stored(&self) {
        metrics::key_created();
    }

    fn meant(&self, error: Error) -> Error {
        if error != Error::IdentificationInUse {
            return error;
        }
        let has_looked = self.looks();
        self.is_in_use.store(true, Ordering::Relaxed);
        // Whoever got in between: of what he has, another code is drawn.
        let is_generated = matches!(self.request.key(), Key::Code(RequestedCode::Generated));
        if has_looked && !is_generated {
            return error;
        }
        Error::Again
    }
}

impl Creating<'_> {
    /// Whether it is looked who has what is asked for. Where that has one tag at a door, the database
    /// stores no two at once: who finds it taken looks then.
    fn looks(&self) -> bool {
        let has_one_tag =
            matches!(self.request.key(), Key::Code(_)) && self.service.keys.is_single();
        !has_one_tag || self.is_in_use.load(Ordering::Relaxed)
    }

    fn doors_of_request(&self) -> impl ExactSizeIterator<Item = Bound> {
        let doors = self.request.accesses().iter().copied();
        doors.map(|door| Bound::Text(text(door)))
    }

    /// The person of the request's `userId`, one of the organisation of who asks.
    async fn person(
        &self,
        principal: Option<&Principal>,
        transaction: &mut Transaction,
    ) -> Result<Option<String>, Error> {
        let (Some(principal), Some(user)) = (principal, self.request.user_id()) else {
            return Ok(None);
        };
        let sql = match user {
            UserId::Uuid(_) => "select id from person where organisation = $1 and id = $2",
            UserId::Phone(_) => {
                "select id from person where organisation = $1 and phone = $2 and kind = 'mobile'"
            }
        };
        let row = sqlx::query_scalar(sql)
            .bind(principal.organisation.clone())
            .bind(user.to_string())
            .fetch_optional(&mut **transaction)
            .await?;
        Ok(row)
    }

    /// Who has what the request asks for, or a code that was drawn: at its doors, from now on.
    async fn in_use<C: identified::Asked>(
        &self,
        key: &Key<C>,
        transaction: &mut Transaction,
    ) -> Result<Vec<KeyInUse>, Error> {
        let doors: Vec<_> = self.request.accesses().iter().copied().map(text).collect();
        let keys = &self.service.keys;
        in_use(key, &doors, None, keys, self.now, transaction).await
    }

    /// Decides; where it is looked, a generated code that somebody has is drawn again beside it, and in the
    /// end beside all.
    async fn decided(
        &self,
        mut state: Known<'_>,
        may: bool,
        transaction: &mut Transaction,
    ) -> Result<Decision, Error> {
        let is_generated = matches!(self.request.key(), Key::Code(RequestedCode::Generated));
        let is_drawn_again = is_generated && may && self.looks();
        for draw in 0..=DRAWS {
            if draw == DRAWS {
                state.in_use = self.all_codes(transaction).await?;
            }
            let decision = decide(self.request, &state, self.now, &mut OsRng);
            let decision = decision.map_err(|_| Error::Failed("no code could be drawn".into()))?;
            let Some(effect) = decision.effect().filter(|_| is_drawn_again && draw < DRAWS) else {
                return Ok(decision);
            };
            let others = self.in_use(&effect.store_key.key, transaction).await?;
            if others.iter().all(|other| !self.overlaps(other)) {
                return Ok(decision);
            }
            state.in_use.extend(others);
        }
        Err(Error::Failed("no code could be drawn".into()))
    }

    fn overlaps(&self, other: &KeyInUse) -> bool {
        let window = self.request.window().since(self.now);
        window.is_some_and(|window| window.overlaps(&other.window))
    }

    /// All codes at the doors of the request, from now on.
    async fn all_codes(&self, transaction: &mut Transaction) -> Result<Vec<KeyInUse>, Error> {
        let mut statement = Statement::new(
            "select distinct k.id, k.valid_from, k.valid_until, s.version, s.identification \
             from key_door d join access_key k on k.id = d.key join key_secret s on s.key = k.id \
             where k.kind = 'code' and d.revoked_at is null",
        );
        let now = Bound::Number(micros(self.now));
        statement.and("(d.valid_until is null or d.valid_until > $)", now);
        statement.and_in("d.door", self.doors_of_request());
        let mut found = Vec::new();
        for row in statement.rows(&mut **transaction).await? {
            let key: String = row.try_get("id")?;
            let sealed = Sealed {
                version: row.try_get("version")?,
                bytes: row.try_get("identification")?,
            };
            let keys = &self.service.keys;
            let Key::Code(code) = opened(&key, "code", None, &sealed, keys)? else {
                continue;
            };
            found.push(KeyInUse {
                identification: Identification::Code(code),
                window: window(row.try_get("valid_from")?, row.try_get("valid_until")?)?,
            });
        }
        Ok(found)
    }
}

fn text(id: Uuid) -> String {
    id.to_string()
}
