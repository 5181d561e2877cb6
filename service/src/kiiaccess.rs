//! `KiiAccess`: create access key.

mod stored;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use latchwork::system::kiiaccess::{
    CreateAccessKey, Decision, Identification, Key, KeyInUse, Options, RequestedCode,
    State as Known, decide, refuse,
};
use latchwork::{CodePolicy, DoorCodes, Issue, Issues, OsRng, Timestamp, UserId, Uuid, Value};
use sqlx::Row as _;

use crate::body::storable;
use crate::caller::{Caller, Principal};
use crate::clock::micros;
use crate::id;
use crate::idempotency;
use crate::identified::{self, in_use, opened, window};
use crate::job::{Job, Stop, done};
use crate::keys;
use crate::metrics;
use crate::reply::{Written, failure, fault, problem};
use crate::rights::{Right, caller};
use crate::secrets::Sealed;
use crate::server::Service;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

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
    let caller = caller(&service, &headers, problem).await?;
    let body = storable(body)
        .await
        .map_err(|issues| problem(400, &issues))?;
    let request = CreateAccessKey::check_with(&body, &Options::default());
    let request = request.map_err(|issues| Written::from(refuse(&issues)))?;
    let asked = Asked {
        route: "POST /access-keys",
        caller: &caller,
        body: &body,
        request: &request,
        beside: None,
    };
    asked.done(&service, &headers).await
}

/// A request for a key, whichever way it came in.
pub struct Asked<'a> {
    /// What tells it from requests of other routes that have the same `Idempotency-Key`.
    pub route: &'static str,
    pub caller: &'a Caller,
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
        let again = idempotency::Request::of(
            headers,
            self.caller.name(),
            &[self.route.as_bytes(), self.body],
            &service.keys,
        );
        let again = again.map_err(|issues| problem(400, &issues))?;
        let answer = done(service, again.as_ref(), |now| Creating {
            service,
            caller: self.caller,
            request: self.request,
            beside: self.beside,
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
    caller: &'a Caller,
    request: &'a CreateAccessKey,
    beside: Option<&'a Beside>,
    now: Timestamp,
}

impl Job for Creating<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let doors = self.doors(transaction).await?;
        let managed = self.managed(&doors);
        let person = self.person(transaction).await?;
        let mut state = Known::new(Vec::new());
        state.user_exists = person.is_some();
        state.may_manage_accesses = managed.is_some();
        state.codes = codes(&doors)?;
        state.key_id = Some(id::draw()?);
        state.new_user_id = Some(id::draw()?);
        if managed.is_some() {
            state.mobile_keys_enabled = doors.iter().all(|door| door.may_have_mobile_keys);
            state.in_use = self.in_use(self.request.key(), transaction).await?;
        }
        let decision = self.decided(state, managed.is_some(), transaction).await?;
        let (Some(effect), Some(principal)) = (decision.effect(), managed) else {
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
        let is_generated = matches!(self.request.key(), Key::Code(RequestedCode::Generated));
        match error {
            // Other programs take no locks: of what they get in between with, another code is drawn.
            Error::IdentificationInUse if is_generated => Error::Again,
            other => other,
        }
    }
}

impl Creating<'_> {
    /// The doors of the request that there are, nobody else's until the end of the transaction.
    async fn doors(&self, transaction: &mut Transaction) -> Result<Vec<Door>, Error> {
        let principal = match self.caller {
            Caller::Principal(principal) => principal.id.clone(),
            Caller::Person(_) => String::new(),
        };
        let mut statement = Statement::new("");
        statement.add(
            "select id, organisation, code_policy, \
             (select count(*) from principal_door a where a.principal = $ and a.door = door.id) as assigned, \
             (select mobile_keys_since from organisation where id = door.organisation) as mobile_keys_since \
             from door where true",
            [Bound::Text(principal)],
        );
        statement.and_in("id", self.doors_of_request());
        let end = format!(" order by id{}", self.service.store.for_update());
        statement.add(&end, []);
        let rows = statement.rows(&mut **transaction).await?;
        let door = |row: &sqlx::any::AnyRow| {
            let mobile_keys_since: Option<i64> = row.try_get("mobile_keys_since")?;
            Ok(Door {
                organisation: row.try_get("organisation")?,
                code_policy: row.try_get("code_policy")?,
                is_assigned: row.try_get::<i64, _>("assigned")? > 0,
                may_have_mobile_keys: mobile_keys_since.is_some(),
            })
        };
        rows.iter().map(door).collect()
    }

    fn doors_of_request(&self) -> impl ExactSizeIterator<Item = Bound> {
        let doors = self.request.accesses().iter().copied();
        doors.map(|door| Bound::Text(text(door)))
    }

    /// By whose right the caller manages every door of the request, where there is one.
    fn managed(&self, doors: &[Door]) -> Option<&Principal> {
        let Caller::Principal(principal) = self.caller else {
            return None;
        };
        let manages = |door: &Door| {
            door.organisation == principal.organisation
                && principal.may_at(Right::Keys, door.is_assigned)
        };
        let all = doors.len() == self.request.accesses().len() && doors.iter().all(manages);
        all.then_some(principal)
    }

    /// The person of the request's `userId`, one of the caller's organisation.
    async fn person(&self, transaction: &mut Transaction) -> Result<Option<String>, Error> {
        let (Caller::Principal(principal), Some(user)) = (self.caller, self.request.user_id())
        else {
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

    /// Decides; a generated code that somebody has is drawn again beside it, and in the end beside all.
    async fn decided(
        &self,
        mut state: Known<'_>,
        may: bool,
        transaction: &mut Transaction,
    ) -> Result<Decision, Error> {
        let is_generated = matches!(self.request.key(), Key::Code(RequestedCode::Generated));
        for draw in 0..=DRAWS {
            if draw == DRAWS {
                state.in_use = self.all_codes(transaction).await?;
            }
            let decision = decide(self.request, &state, self.now, &mut OsRng);
            let decision = decision.map_err(|_| Error::Failed("no code could be drawn".into()))?;
            let Some(effect) = decision
                .effect()
                .filter(|_| is_generated && may && draw < DRAWS)
            else {
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

/// A door of a request.
struct Door {
    organisation: String,
    code_policy: Option<String>,
    /// Whether it is one of the doors of who asks.
    is_assigned: bool,
    /// Whether phones may be keys in its organisation.
    may_have_mobile_keys: bool,
}

/// The codes that all doors allow, where any of them says.
fn codes(doors: &[Door]) -> Result<Option<DoorCodes>, Error> {
    let policies = doors.iter().filter_map(|door| door.code_policy.as_deref());
    let policies = policies.map(|text| {
        let value = Value::from_json(text.as_bytes(), text.len()).map_err(Issues::from);
        value.and_then(|value| CodePolicy::check_value(&value))
    });
    let policies = policies.collect::<Result<Vec<_>, _>>();
    let policies = policies.map_err(|_| Error::Failed("a door's code policy is none".into()))?;
    Ok((!policies.is_empty()).then(|| DoorCodes::of(&policies)))
}

fn text(id: Uuid) -> String {
    id.to_string()
}
