//! What becomes of a key: changed, held back, reported, taken back.

use latchwork::system::plain::{ChangeKey, Reported};
use latchwork::{Schedule, Timestamp, Value};

use super::Doing;
use super::rows::Key;
use super::show::Secret;
use crate::clock::micros;
use crate::event::{Event, Kind};
use crate::identified::{in_use, opened};
use crate::job::Stop;
use crate::plain::{conflict, or_null, words_of};
use crate::reply::{Written, problem};
use crate::store::{Error, Transaction};

impl Doing<'_> {
    pub(super) async fn change(
        &self,
        key: Key,
        change: &ChangeKey,
        transaction: &mut Transaction,
    ) -> Result<Written, Stop> {
        key.not_revoked()?;
        let mut after = key.clone();
        let window = change.window(key.window);
        after.window = window.map_err(|issue| problem(400, &issue.into()))?;
        after.name = change.key_name.clone().after(after.name);
        let schedule = change.schedule.as_ref().map(Schedule::to_value);
        after.schedule = schedule
            .map(|schedule| schedule.to_json())
            .after(after.schedule);
        let most = change.most_uses.as_ref();
        let most = most.map(|most| i64::try_from(*most).unwrap_or(i64::MAX));
        after.most_uses = most.after(after.most_uses);
        if let Some(exempt) = &change.exempt {
            after.exempt = words_of(exempt).to_json();
        }
        let data = difference(&key, &after, change);
        if data.is_empty() {
            return Err(key.answer(self.now)?.into());
        }
        if key.window != after.window {
            let secret = self.secret(&key.id, transaction).await?;
            if let Some(secret) = secret
                && self.clashes(&after, &secret, transaction).await?
            {
                return Err(Error::IdentificationInUse.into());
            }
            after.store_doors(transaction).await?;
        }
        self.finish(after, Kind::AccessKeyChanged, data, transaction)
            .await
    }

    /// Whether another key has what this one has, at one of its doors at some time from now on.
    async fn clashes(
        &self,
        key: &Key,
        secret: &Secret,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        let Some(window) = key.window.since(self.now) else {
            return Ok(false);
        };
        let keys = &self.service.keys;
        let format = key.format.as_deref();
        let own = opened(&key.id, &key.kind, format, &secret.identification, keys)?;
        let but = Some(key.id.as_str());
        let others = in_use(&own, &key.accesses, but, keys, self.now, transaction).await?;
        Ok(others.iter().any(|other| window.overlaps(&other.window)))
    }

    pub(super) async fn suspend(
        &self,
        mut key: Key,
        reason: Option<&String>,
        transaction: &mut Transaction,
    ) -> Result<Written, Stop> {
        key.not_revoked()?;
        if key.suspended_at.is_some() {
            return Err(key.answer(self.now)?.into());
        }
        key.suspended_at = Some(micros(self.now));
        // What was lost is so still.
        if key.state == "active" {
            key.state = "suspended".into();
        }
        self.finish(key, Kind::AccessKeySuspended, because(reason), transaction)
            .await
    }

    pub(super) async fn resume(
        &self,
        mut key: Key,
        reason: Option<&String>,
        transaction: &mut Transaction,
    ) -> Result<Written, Stop> {
        key.not_revoked()?;
        if key.suspended_at.is_none() {
            return Err(key.answer(self.now)?.into());
        }
        key.suspended_at = None;
        if key.state == "suspended" {
            key.state = "active".into();
        }
        self.finish(key, Kind::AccessKeyResumed, because(reason), transaction)
            .await
    }

    pub(super) async fn report(
        &self,
        mut key: Key,
        reported: Reported,
        transaction: &mut Transaction,
    ) -> Result<Written, Stop> {
        key.not_revoked()?;
        // What was found again is suspended still where it was.
        let state = match reported {
            Reported::Active if key.suspended_at.is_some() => "suspended",
            other => other.as_str(),
        };
        if key.state == state {
            return Err(key.answer(self.now)?.into());
        }
        key.state = state.into();
        let data = vec![("state", reported.as_str().into())];
        self.finish(key, Kind::AccessKeyReported, data, transaction)
            .await
    }

    pub(super) async fn revoke(
        &self,
        mut key: Key,
        reason: Option<&String>,
        transaction: &mut Transaction,
    ) -> Result<Written, Stop> {
        if key.revoked_at.is_some() {
            return Err(key.answer(self.now)?.into());
        }
        key.revoked_at = Some(micros(self.now));
        key.store_doors(transaction).await?;
        self.finish(key, Kind::AccessKeyRevoked, because(reason), transaction)
            .await
    }

    pub(super) async fn forget_tries(
        &self,
        mut key: Key,
        reason: Option<&String>,
        transaction: &mut Transaction,
    ) -> Result<Written, Stop> {
        key.not_revoked()?;
        if key.wrong_pins.is_none() {
            return Err(key.answer(self.now)?.into());
        }
        key.wrong_pins = None;
        sqlx::query("update access_key set wrong_pins = null where id = $1")
            .bind(key.id.clone())
            .execute(&mut **transaction)
            .await?;
        let data = because(reason);
        self.finish(key, Kind::AccessKeyTriesForgotten, data, transaction)
            .await
    }

    /// Stores what became of a key, and that it did.
    async fn finish(
        &self,
        key: Key,
        kind: Kind,
        data: Vec<(&'static str, Value<'static>)>,
        transaction: &mut Transaction,
    ) -> Result<Written, Stop> {
        let key = self.store(key, kind, data, transaction).await?;
        Ok(key.answer(self.now)?)
    }

    pub(super) async fn store(
        &self,
        mut key: Key,
        kind: Kind,
        data: Vec<(&'static str, Value<'static>)>,
        transaction: &mut Transaction,
    ) -> Result<Key, Error> {
        key.revision += 1;
        let stream = format!("access-key/{}", key.id);
        let event = Event::next(stream, kind, data, self.principal, self.now, transaction);
        event
            .await?
            .about(key.person.clone())
            .store(transaction)
            .await?;
        key.store(transaction).await?;
        Ok(key)
    }
}

impl Key {
    /// Whether it was not taken back: then it is neither changed nor shown any more.
    ///
    /// # Errors
    /// 409 for one that was.
    pub(super) fn not_revoked(&self) -> Result<(), Written> {
        if self.revoked_at.is_none() {
            return Ok(());
        }
        let sentence = "expected a key that was not taken back";
        Err(conflict("key_revoked", sentence, None))
    }
}

fn because(reason: Option<&String>) -> Vec<(&'static str, Value<'static>)> {
    let reason = reason.map(|reason| ("reason", Value::from(reason.clone())));
    reason.into_iter().collect()
}

/// What is other afterwards, as it is then.
fn difference(
    before: &Key,
    after: &Key,
    change: &ChangeKey,
) -> Vec<(&'static str, Value<'static>)> {
    let end = |end: Option<Timestamp>| end.map_or(Value::Null, Value::from);
    let mut members = Vec::new();
    if before.name != after.name {
        members.push(("keyName", or_null(after.name.clone())));
    }
    if before.window.from() != after.window.from() {
        members.push(("validFrom", end(after.window.from())));
    }
    if before.window.until() != after.window.until() {
        members.push(("validTo", end(after.window.until())));
    }
    if before.schedule != after.schedule {
        let schedule = change.schedule.as_ref().map(Schedule::to_value);
        members.push(("schedule", schedule.after(None).unwrap_or(Value::Null)));
    }
    if before.most_uses != after.most_uses {
        let most = after.most_uses.map(i64::unsigned_abs);
        members.push(("mostUses", most.map_or(Value::Null, Value::from)));
    }
    if before.exempt != after.exempt {
        let exempt = change.exempt.as_deref().unwrap_or_default();
        members.push(("exempt", words_of(exempt)));
    }
    members
}
