//! What happened, kept for ever.

mod kind;

use latchwork::{Timestamp, Value};

use crate::caller::Principal;
use crate::clock::micros;
use crate::store::{Error, Transaction};

pub use kind::Kind;

/// One event of a stream.
pub struct Event {
    /// What it happened to: `access-key/<id>`, `door/<id>`, `person/<id>`, `locks/<id>`.
    pub stream: String,
    /// One more than that of the event before.
    pub version: u64,
    pub at: Timestamp,
    /// Whose webhooks hear of it.
    pub organisation: Option<String>,
    /// Who did it.
    pub actor: String,
    /// The id of whom it is about, where it is about somebody.
    pub person: Option<String>,
    pub kind: Kind,
    /// What happened, as JSON; nothing in it opens a door.
    pub data: String,
}

/// What an event is about beside its stream: who sees it, and what finds it.
#[derive(Default)]
pub struct About {
    /// At which door.
    pub door: Option<String>,
    /// With which key.
    pub key: Option<String>,
}

impl Event {
    /// What a principal did, behind the events of a stream that are there.
    pub async fn next(
        stream: String,
        kind: Kind,
        data: Vec<(&'static str, Value<'_>)>,
        principal: &Principal,
        at: Timestamp,
        transaction: &mut Transaction,
    ) -> Result<Self, Error> {
        let (organisation, actor) = (&principal.organisation, principal.name());
        Self::next_by(stream, kind, data, organisation, actor, at, transaction).await
    }

    /// The same of whoever did it, by the name that events have for him.
    pub async fn next_by(
        stream: String,
        kind: Kind,
        data: Vec<(&'static str, Value<'_>)>,
        organisation: &str,
        actor: String,
        at: Timestamp,
        transaction: &mut Transaction,
    ) -> Result<Self, Error> {
        let members = data.into_iter().map(|(name, value)| (name.into(), value));
        Ok(Self {
            version: next_version(&stream, transaction).await?,
            stream,
            at,
            organisation: Some(organisation.to_owned()),
            actor,
            person: None,
            kind,
            data: Value::Object(members.collect()).to_json(),
        })
    }

    /// The same about somebody.
    #[must_use]
    pub fn about(self, person: String) -> Self {
        Self {
            person: Some(person),
            ..self
        }
    }

    /// Stores the event behind those of its stream; it is about the door or the key that the stream is of.
    ///
    /// # Errors
    /// [`Error::Again`] where another was first.
    pub async fn store(self, transaction: &mut Transaction) -> Result<(), Error> {
        self.store_about(About::default(), transaction).await
    }

    /// The same of an event that is about more.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    pub async fn store_about(
        self,
        about: About,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let of_stream = |start| self.stream.strip_prefix(start).map(str::to_owned);
        let door = about.door.or_else(|| of_stream("door/"));
        let key = about.key.or_else(|| of_stream("access-key/"));
        sqlx::query(
            "insert into event \
             (stream, version, at, organisation, actor, person, door, access_key, type, data) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(self.stream)
        .bind(i64::try_from(self.version).unwrap_or(i64::MAX))
        .bind(micros(self.at))
        .bind(self.organisation)
        .bind(self.actor)
        .bind(self.person)
        .bind(door)
        .bind(key)
        .bind(self.kind.as_str())
        .bind(self.data)
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }
}

/// The version of the next event of a stream.
pub async fn next_version(stream: &str, transaction: &mut Transaction) -> Result<u64, Error> {
    let last: i64 =
        sqlx::query_scalar("select coalesce(max(version), 0) from event where stream = $1")
            .bind(stream.to_owned())
            .fetch_one(&mut **transaction)
            .await?;
    Ok(last.unsigned_abs() + 1)
}

/// An object without some of its members.
pub fn without<'v>(mut value: Value<'v>, names: &[&str]) -> Value<'v> {
    if let Value::Object(members) = &mut value {
        members.retain(|(name, _)| !names.contains(&name.as_ref()));
    }
    value
}
