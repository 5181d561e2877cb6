//! A key that was decided, as the tables have it.

use latchwork::system::kiiaccess::{AccessKey, Effect, Key};
use latchwork::{KeyFormat, Timestamp, Value};

use super::identified::identified;
use super::{Creating, IDENTIFICATION, PIN, text};
use crate::caller::Principal;
use crate::clock::{ends, micros};
use crate::event::{self, Event};
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
        sqlx::query(
            "insert into access_key (id, organisation, person, kind, key_format, name, \
             mobile_phone_number, valid_from, valid_until, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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
        .bind(micros(self.job.now))
        .execute(&mut **transaction)
        .await?;
        if number {
            self.store_secret(&id, transaction).await?;
        }
        self.store_doors(&id, transaction).await?;
        self.event(
            format!("access-key/{id}"),
            "AccessKeyCreated",
            &created_data(key),
        )
        .store(transaction)
        .await
    }

    async fn store_person(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let Some(user) = &self.effect.create_user else {
            return Ok(());
        };
        let kind = if user.mobile { "mobile" } else { "none-mobile" };
        sqlx::query(
            "insert into person (id, organisation, kind, phone, first_name, last_name, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.person.to_owned())
        .bind(self.principal.organisation.clone())
        .bind(kind)
        .bind(
            user.phone_number
                .as_ref()
                .map(|phone| phone.as_str().to_owned()),
        )
        .bind(user.first_name.clone())
        .bind(user.last_name.clone())
        .bind(micros(self.job.now))
        .execute(&mut **transaction)
        .await?;
        let stream = format!("person/{}", self.person);
        self.event(stream, "PersonCreated", &user.to_value())
            .store(transaction)
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
            let tag = own.as_ref().map(|identified| {
                let parts = identified.parts(&door);
                let parts = parts.each_ref().map(Vec::as_slice);
                self.job.service.keys.tag(&parts).to_vec()
            });
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

    fn event(&self, stream: String, kind: &'static str, data: &Value<'_>) -> Event {
        Event {
            stream,
            version: 1,
            at: self.job.now,
            organisation: Some(self.principal.organisation.clone()),
            actor: self.job.caller.name(),
            person: Some(self.person.to_owned()),
            kind,
            data: data.to_json(),
        }
    }
}

/// What an event says of a key: all but what is typed or shown.
fn created_data(key: &AccessKey) -> Value<'_> {
    event::without(key.to_value(), &["keyIdentification", "pin"])
}
