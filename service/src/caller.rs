//! Who asks: tokens and API keys, verified, and what the database knows of their owners.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
pub use latchwork::system::plain::PrincipalRole as Role;
use latchwork::system::smartphonekey::Authorization;
use latchwork::{Issue, Issues, Timestamp, Uuid};
use serde::Deserialize;
use sqlx::Row as _;

use crate::clock::micros;
use crate::secrets;
use crate::server::Service;
use crate::session;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Store};

/// What verifies tokens: keys of one algorithm, whatever a token says of itself.
pub struct Verifier {
    keys: Vec<(Option<String>, DecodingKey)>,
    validation: Validation,
}

/// Whose tokens are good.
#[derive(Default)]
pub struct Expected {
    pub issuer: Option<String>,
    pub audience: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
}

impl Verifier {
    /// The keys of a JWKS file that are for the algorithm.
    pub fn read(file: &Path, algorithm: &str, expected: &Expected) -> Result<Self> {
        let Some(algorithm) = ALGORITHMS.iter().find(|(name, _)| *name == algorithm) else {
            let names: Vec<_> = ALGORITHMS.iter().map(|(name, _)| *name).collect();
            bail!("expected an algorithm of {}", names.join(", "));
        };
        let shown = file.display();
        let text = fs::read_to_string(file).with_context(|| format!("{shown} cannot be read"))?;
        // What a parser says of JSON may show some of it.
        let Ok(set) = serde_json::from_str::<JwkSet>(&text) else {
            bail!("{shown} is no JSON Web Key Set");
        };
        let is_for = |key: &&Jwk| {
            let told = key.common.key_algorithm;
            told.is_none_or(|told| told.to_string() == algorithm.0)
        };
        let mut keys = Vec::new();
        for key in set.keys.iter().filter(is_for) {
            let Ok(decoding) = DecodingKey::from_jwk(key) else {
                bail!("{shown} has a key that is none");
            };
            if decoding.family() == algorithm.1.family() {
                keys.push((key.common.key_id.clone(), decoding));
            }
        }
        if keys.is_empty() {
            bail!("{shown} has no key for {}", algorithm.0);
        }
        let mut validation = Validation::new(algorithm.1);
        // The core has judged times already, to the instant.
        validation.leeway = 0;
        validation.validate_nbf = true;
        let mut required = vec!["exp", "sub"];
        if let Some(issuer) = &expected.issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        match &expected.audience {
            Some(audience) => {
                validation.set_audience(&[audience]);
                required.push("aud");
            }
            None => validation.validate_aud = false,
        }
        validation.set_required_spec_claims(&required);
        Ok(Self { keys, validation })
    }

    /// Whose token it is, where one of the keys signed it.
    fn subject(&self, token: &str) -> Option<String> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let is_named = |named: &Option<String>| match (&header.kid, named) {
            (Some(asked), Some(named)) => asked == named,
            _ => true,
        };
        let keys = self.keys.iter().filter(|(named, _)| is_named(named));
        keys.map(|(_, key)| jsonwebtoken::decode::<Claims>(token, key, &self.validation))
            .find_map(|decoded| Some(decoded.ok()?.claims.sub))
    }
}

const ALGORITHMS: [(&str, Algorithm); 4] = [
    ("HS256", Algorithm::HS256),
    ("RS256", Algorithm::RS256),
    ("ES256", Algorithm::ES256),
    ("EdDSA", Algorithm::EdDSA),
];

/// Who asks for an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    pub id: String,
    pub organisation: String,
    pub role: Role,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// One who acts for an organisation.
    Principal(Principal),
    /// A person, for himself; whether there is one of this id is not known yet.
    Person(Uuid),
}

impl Principal {
    /// What events and stored answers call the principal.
    pub fn name(&self) -> String {
        format!("principal/{}", self.id)
    }
}

impl Caller {
    /// What events and stored answers call the caller.
    pub fn name(&self) -> String {
        match self {
            Self::Principal(principal) => principal.name(),
            Self::Person(id) => format!("person/{id}"),
        }
    }
}

/// Who asks, as far as is known before anything is loaded.
pub enum Asker {
    Identified(Caller),
    /// Who shows a key of the API that was good of late, by its hash: whose it is, and whether it is
    /// good still, is read beside what he asks about.
    ByKey(secrets::Hash),
}

/// Why nobody asks.
pub enum Nobody {
    /// 401: what was shown is nobody's, or none was.
    Unknown(Issues),
    Fault(Error),
}

impl<E: Into<Error>> From<E> for Nobody {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// Whether somebody asks who is no stranger: with what was good of late, or with a token that a key of
/// this service signed. Whether it is good still is not said.
pub fn is_known(headers: &HeaderMap, service: &Service) -> bool {
    let is_signed = |verifier: &Verifier| {
        let header = one(headers, AUTHORIZATION.as_str()).ok().flatten();
        header.is_some_and(|header| verifier.subject(token_of(header)).is_some())
    };
    service.limits.knows(headers) || service.verifier.as_ref().is_some_and(is_signed)
}

/// Who sent a request. A token beside a key says who asks; the key has to be good all the same. Beside
/// either a cookie counts for nothing.
pub async fn identify(
    headers: &HeaderMap,
    service: &Service,
    now: Timestamp,
) -> Result<Caller, Nobody> {
    let identified = identified(headers, service, now).await;
    match &identified {
        Ok(_) => service.limits.was_somebody(headers),
        Err(Nobody::Unknown(_)) => service.limits.is_nobody(headers),
        Err(Nobody::Fault(_)) => {}
    }
    identified
}

async fn identified(
    headers: &HeaderMap,
    service: &Service,
    now: Timestamp,
) -> Result<Caller, Nobody> {
    let store = &service.store;
    let authorization = one(headers, AUTHORIZATION.as_str()).map_err(Nobody::Unknown)?;
    let api_key = one(headers, "x-api-key").map_err(Nobody::Unknown)?;
    if let (None, None) = (authorization, api_key)
        && let Some(secret) = service.cookie.shown(headers).map_err(Nobody::Unknown)?
    {
        let signed_in = session::of_secret(secret, store, now).await?;
        return signed_in.map(Caller::Principal).ok_or_else(session_over);
    }
    if let Some(token) = authorization.and_then(panel_token) {
        // A bad key does not hide behind a good token.
        if let Some(key) = api_key {
            Authorization::check(None, Some(key), now).map_err(Nobody::Unknown)?;
            of_key(key, store, now).await?.ok_or_else(key_unknown)?;
        }
        let logged_in = session::of_secret(&token, store, now).await?;
        return logged_in.map(Caller::Principal).ok_or_else(token_unknown);
    }
    Authorization::check(authorization, api_key, now).map_err(Nobody::Unknown)?;
    let by_key = match api_key {
        Some(key) => Some(of_key(key, store, now).await?.ok_or_else(key_unknown)?),
        None => None,
    };
    let Some(header) = authorization else {
        return by_key.map(Caller::Principal).ok_or_else(key_unknown);
    };
    let token = token_of(header);
    let verifier = service.verifier.as_ref();
    let subject = verifier.and_then(|verifier| verifier.subject(token));
    // Nobody has an id with the character NUL.
    let subject = subject.filter(|subject| !subject.contains('\0'));
    let subject = subject.ok_or_else(token_unknown)?;
    match of_subject(&subject, store).await? {
        Known::Good(principal) => Ok(Caller::Principal(principal)),
        // Who may not ask any more is nobody, and not a person of the same id.
        Known::Disabled => Err(token_unknown()),
        Known::Not => Uuid::parse(&subject)
            .map(Caller::Person)
            .map_err(|_| token_unknown()),
    }
}

/// The token of a header.
fn token_of(header: &str) -> &str {
    header.split_once(' ').map_or("", |(_, token)| token).trim()
}

/// The token of who logged in to the panel, as a header shows it: a uuid.
pub fn panel_token(header: &str) -> Option<String> {
    let (scheme, token) = header.split_once(' ')?;
    let token = scheme.eq_ignore_ascii_case("bearer").then_some(token)?;
    Uuid::parse(token.trim())
        .ok()
        .map(|token| token.to_string())
}

fn token_unknown() -> Nobody {
    let sentence = "expected a token that is signed by a key of this service and names its owner";
    let issue = Issue::new("token_unknown", sentence);
    Nobody::Unknown(issue.at("authorization").into())
}

fn session_over() -> Nobody {
    let sentence = "expected a session that is not over: sign in again";
    Nobody::Unknown(Issue::new("session_over", sentence).at("cookie").into())
}

fn key_unknown() -> Nobody {
    Nobody::Unknown(no_such_key())
}

/// What is said of a key of the API that is not good.
pub fn no_such_key() -> Issues {
    let sentence = "expected a key of this service that is valid";
    Issue::new("api_key_unknown", sentence).at("apiKey").into()
}

/// The text of a header that is there once at most: of two, another reader may take the other.
fn one<'h>(headers: &'h HeaderMap, name: &'static str) -> Result<Option<&'h str>, Issues> {
    let mut values = headers.get_all(name).iter();
    let (first, second) = (values.next(), values.next());
    let text = match (first, second) {
        (None, _) => return Ok(None),
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    };
    text.map(Some).ok_or_else(|| {
        let sentence = "expected the header once, of visible characters";
        Issue::new("header_malformed", sentence).at(name).into()
    })
}

/// The hash of the key of the API that a request shows, where it shows nothing else and the key was
/// good of late.
pub fn good_of_late(headers: &HeaderMap, service: &Service) -> Option<secrets::Hash> {
    if headers.contains_key(AUTHORIZATION) || !service.limits.knows(headers) {
        return None;
    }
    let key = one(headers, "x-api-key").ok().flatten()?;
    Some(secrets::hash(key))
}

async fn of_key(key: &str, store: &Store, now: Timestamp) -> Result<Option<Principal>, Error> {
    let statement = owner_of_key(secrets::hash(key), micros(now));
    let rows = statement.rows(store.reader()).await?;
    rows.first().map(principal).transpose()
}

/// Whose the key of the API is that has a hash, where it is good at an instant.
pub fn owner_of_key(hash: secrets::Hash, at: i64) -> Statement {
    let mut statement = owners_of_keys(at);
    statement.and("k.hash = $", Bound::Bytes(hash.to_vec()));
    statement
}

/// Whose the keys of the API are that are good at an instant, and the id of each.
pub fn owners_of_keys(at: i64) -> Statement {
    let mut statement = Statement::new(
        "select p.id, p.organisation, p.role, k.id as api_key \
         from api_key k join principal p on p.id = k.principal \
         where k.revoked_at is null and p.disabled_at is null",
    );
    let good = "(k.expires_at is null or k.expires_at > $)";
    statement.and(good, Bound::Number(at));
    statement
}

/// What is known of the principal that a token names.
enum Known {
    Good(Principal),
    Disabled,
    Not,
}

async fn of_subject(subject: &str, store: &Store) -> Result<Known, Error> {
    let row =
        sqlx::query("select id, organisation, role, disabled_at from principal where id = $1")
            .bind(subject.to_owned())
            .fetch_optional(store.reader())
            .await?;
    let Some(row) = row else {
        return Ok(Known::Not);
    };
    match row.try_get::<Option<i64>, _>("disabled_at")? {
        Some(_) => Ok(Known::Disabled),
        None => principal(&row).map(Known::Good),
    }
}

/// A row of principals.
pub fn principal(row: &sqlx::any::AnyRow) -> Result<Principal, Error> {
    let role: String = row.try_get("role")?;
    Ok(Principal {
        id: row.try_get("id")?,
        organisation: row.try_get("organisation")?,
        role: Role::find(&role).ok_or_else(|| Error::Failed("a role is none".into()))?,
    })
}
