//! A key that was decided, as the tables have it.

use latchwork::system::kiiaccess::{AccessKey, Effect, Key};
use latchwork::{KeyFormat, Timestamp, Value};

use super::{Beside, Creating, text};
use crate::caller::Principal;
use crate::clock::{ends, micros};
use crate::event::{self, Event, Kind};
use crate::identified::{IDENTIFICATION, PIN, identified};
use crate::page::folded;
use crate::people::NewPerson;
use crate::plain::stored;
use crate::store::{Error, Transaction};

/// A key that was decided, on its way into the database.
pub(super) struct Stored<'a> {
    pub(super) job: &'a Creating<'a>,
    pub(super) principal: &'a Principal,
    pub(super) effect: &'a Effect,
    /// Whose key it is.
    pub(super) person: &'a str,
}

impl Stored<'_> {
    pub(super) async fn store(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let key = &self.effect.store_key;
        let id = key.id.map(text);
        let id = id.ok_or_else(|| Error::Failed("a key has no id".into()))?;
        if self.effect.create_user.is_some() {
            self.store_person(transaction).await?;
        }
        let (format, number) = match &key.key {
            Key::Rfid { format, .. } => (format.as_ref().map(KeyFormat::name), true),
            Key::Code(_) => (None, true),
            Key::Mobile => (None, false),
        };
        let end = |end: Option<Timestamp>| end.map(|end| end.to_string());
        let phone = key.mobile_phone_number.as_ref();
        let beside = self.job.beside;
        sqlx::query(
            "insert into access_key (id, organisation, person, kind, key_format, name, \
             mobile_phone_number, valid_from, valid_until, schedule, most_uses, folded, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(id.clone())
        .bind(self.principal.organisation.clone())
        .bind(self.person.to_owned())
        .bind(key.key.key_type().as_str())
        .bind(format.map(str::to_owned))
        .bind(key.key_name.clone())
        .bind(phone.map(|phone| phone.as_str().to_owned()))
        .bind(end(key.window.from()))
        .bind(end(key.window.until()))
        .bind(beside.and_then(|beside| beside.schedule.clone()))
        .bind(beside.and_then(|beside| beside.most_uses))
        .bind(folded([key.key_name.as_deref()]))
        .bind(micros(self.job.now))
        .execute(&mut **transaction)
        .await?;
        if number {
            self.store_secret(&id, transaction).await?;
        }
        self.store_doors(&id, transaction).await?;
        let event = Event {
            stream: format!("access-key/{id}"),
            version: 1,
            at: self.job.now,
            organisation: Some(self.principal.organisation.clone()),
            actor: self.job.caller.name(),
            person: Some(self.person.to_owned()),
            kind: Kind::AccessKeyCreated,
            data: created_data(key, beside)?.to_json(),
        };
        event.store(transaction).await
    }

    async fn store_person(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let Some(user) = &self.effect.create_user else {
            return Ok(());
        };
        let new = NewPerson {
            id: self.person.to_owned(),
            organisation: Some(self.principal.organisation.clone()),
            is_mobile: user.mobile,
            phone: user
                .phone_number
                .as_ref()
                .map(|phone| phone.as_str().to_owned()),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            party: Vec::new(),
        };
        new.store(&self.job.caller.name(), self.job.now, transaction)
            .await
    }

    async fn store_secret(&self, id: &str, transaction: &mut Transaction) -> Result<(), Error> {
        let keys = &self.job.service.keys;
        let (identification, pin) = match &self.effect.store_key.key {
            Key::Code(code) => (code.as_str(), None),
            Key::Rfid { number, pin, .. } => (number.as_str(), pin.as_ref()),
            Key::Mobile => return Ok(()),
        };
        let identification =
            keys.seal(&[IDENTIFICATION, id.as_bytes()], identification.as_bytes())?;
        let pin = match pin {
            Some(pin) => Some(
                keys.seal(&[PIN, id.as_bytes()], pin.as_str().as_bytes())?
                    .bytes,
            ),
            None => None,
        };
        sqlx::query(
            "insert into key_secret (key, version, identification, pin) values ($1, $2, $3, $4)",
        )
        .bind(id.to_owned())
        .bind(identification.version)
        .bind(identification.bytes)
        .bind(pin)
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }

    async fn store_doors(&self, id: &str, transaction: &mut Transaction) -> Result<(), Error> {
        let key = &self.effect.store_key;
        let (from, until) = ends(key.window);
        let own = identified(&key.key).into_iter().next();
        for access in &key.accesses {
            let door = text(*access);
            let keys = &self.job.service.keys;
            let tag = own
                .as_ref()
                .map(|identified| identified.tag(&door, keys).to_vec());
            sqlx::query(
                "insert into key_door (key, door, tag, valid_from, valid_until) \
                 values ($1, $2, $3, $4, $5)",
            )
            .bind(id.to_owned())
            .bind(door)
            .bind(tag)
            .bind(from)
            .bind(until)
            .execute(&mut **transaction)
            .await?;
        }
        Ok(())
    }
}

/// What an event says of a key: all but what is typed or shown.
fn created_data<'k>(key: &'k AccessKey, beside: Option<&Beside>) -> Result<Value<'k>, Error> {
    let mut data = event::without(key.to_value(), &["keyIdentification", "pin"]);
    let Value::Object(members) = &mut data else {
        return Ok(data);
    };
    if matches!(&key.key, Key::Rfid { pin: Some(_), .. }) {
        members.push(("hasPin".into(), true.into()));
    }
    if let Some(beside) = beside {
        if let Some(schedule) = &beside.schedule {
            members.push(("schedule".into(), stored(schedule)?));
        }
        if let Some(most) = beside.most_uses {
            members.push(("mostUses".into(), most.unsigned_abs().into()));
        }
    }
    Ok(data)
}
