//! A key that was decided, as the tables have it.

use latchwork::system::kiiaccess::{AccessKey, Effect, Key};
use latchwork::{KeyFormat, Timestamp, Uuid, Value};

use super::{Beside, Creating, text};
use crate::caller::Principal;
use crate::clock::{ends, micros};
use crate::event;
use crate::identified::{IDENTIFICATION, PIN, identified};
use crate::page::folded;
use crate::people::NewPerson;
use crate::plain::stored;
use crate::secrets::to_hex;
use crate::store::{Error, Transaction};

/// A key that was decided, on its way into the database.
pub(super) struct Stored<'a> {
    pub(super) job: &'a Creating<'a>,
    pub(super) principal: &'a Principal,
    pub(super) effect: &'a Effect,
    /// Whose key it is.
    pub(super) person: &'a str,
}

/// What is typed or shown, sealed by a version of the secrets, and the PIN beside it: a phone has none.
#[derive(Default)]
struct Secret {
    version: Option<i64>,
    identification: Option<Vec<u8>>,
    pin: Option<Vec<u8>>,
}

impl Stored<'_> {
    /// All its rows and those of a person who is new, by one statement.
    pub(super) async fn store(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let key = &self.effect.store_key;
        let id = key.id.map(text);
        let id = id.ok_or_else(|| Error::Failed("a key has no id".into()))?;
        let format = match &key.key {
            Key::Rfid { format, .. } => format.as_ref().map(KeyFormat::name),
            Key::Code(_) | Key::Mobile => None,
        };
        let end = |end: Option<Timestamp>| end.map(|end| end.to_string());
        let phone = key.mobile_phone_number.as_ref();
        let beside = self.job.beside;
        let secret = self.secret(&id)?;
        let (opens_from, opens_until) = ends(key.window);
        let query = sqlx::query(
            "insert into new_key (id, organisation, person, actor, at, kind, key_format, name, \
             mobile_phone_number, folded, valid_from, valid_until, schedule, most_uses, version, \
             identification, pin, doors, opens_from, opens_until, data, person_kind, phone, \
             first_name, last_name, person_folded, person_data) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
             $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)",
        )
        .bind(id)
        .bind(self.principal.organisation.clone())
        .bind(self.person.to_owned())
        .bind(self.principal.name())
        .bind(micros(self.job.now))
        .bind(key.key.key_type().as_str())
        .bind(format.map(str::to_owned))
        .bind(key.key_name.clone())
        .bind(phone.map(|phone| phone.as_str().to_owned()))
        .bind(folded([key.key_name.as_deref()]))
        .bind(end(key.window.from()))
        .bind(end(key.window.until()))
        .bind(beside.and_then(|beside| beside.schedule.clone()))
        .bind(beside.and_then(|beside| beside.most_uses))
        .bind(secret.version)
        .bind(secret.identification)
        .bind(secret.pin)
        .bind(self.doors())
        .bind(opens_from)
        .bind(opens_until)
        .bind(created_data(key, beside)?.to_json());
        let person = self.person();
        let query = match &person {
            Some(person) => query
                .bind(Some(person.kind()))
                .bind(person.phone.clone())
                .bind(person.first_name.clone())
                .bind(person.last_name.clone())
                .bind(Some(person.folded()))
                .bind(Some(person.created_data())),
            None => (0..6).fold(query, |query, _| query.bind(None::<String>)),
        };
        query.execute(&mut **transaction).await?;
        Ok(())
    }

    /// Who is to be beside the key.
    fn person(&self) -> Option<NewPerson> {
        let user = self.effect.create_user.as_ref()?;
        let phone = user.phone_number.as_ref();
        Some(NewPerson {
            id: self.person.to_owned(),
            organisation: Some(self.principal.organisation.clone()),
            is_mobile: user.mobile,
            phone: phone.map(|phone| phone.as_str().to_owned()),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            party: Vec::new(),
        })
    }

    fn secret(&self, id: &str) -> Result<Secret, Error> {
        let keys = &self.job.service.keys;
        let (identification, pin) = match &self.effect.store_key.key {
            Key::Code(code) => (code.as_str(), None),
            Key::Rfid { number, pin, .. } => (number.as_str(), pin.as_ref()),
            Key::Mobile => return Ok(Secret::default()),
        };
        let sealed = keys.seal(&[IDENTIFICATION, id.as_bytes()], identification.as_bytes())?;
        let pin = pin.map(|pin| keys.seal(&[PIN, id.as_bytes()], pin.as_str().as_bytes()));
        Ok(Secret {
            version: Some(sealed.version),
            identification: Some(sealed.bytes),
            pin: pin.transpose()?.map(|sealed| sealed.bytes),
        })
    }

    /// Its doors with the tags that it has there, as JSON: in one order, so that no two wait
    /// for each other.
    fn doors(&self) -> String {
        let key = &self.effect.store_key;
        let mut accesses: Vec<_> = key.accesses.iter().collect();
        accesses.sort_unstable();
        let own = identified(&key.key).into_iter().next();
        let door = |access: &Uuid| {
            let door = text(*access);
            let tag = own.as_ref().map(|identified| {
                let tag = identified.tag(&door, &self.job.service.keys);
                Value::from(to_hex(&tag).as_str().to_owned())
            });
            let tag = tag.unwrap_or(Value::Null);
            Value::Object(vec![("door".into(), door.into()), ("tag".into(), tag)])
        };
        Value::Array(accesses.into_iter().map(door).collect()).to_json()
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
