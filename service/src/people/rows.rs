//! People, as the tables have them.

use latchwork::door::Role;
use latchwork::system::plain::ChangePerson;
use latchwork::{Timestamp, Value};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use crate::caller::Principal;
use crate::clock::{instant, micros};
use crate::event::{Event, Kind};
use crate::page::folded;
use crate::plain::{or_null, stored, words_of};
use crate::store::{Error, Transaction};

/// The columns of a person.
pub(super) const COLUMNS: &str =
    "p.id, p.kind, p.phone, p.first_name, p.last_name, p.state, p.party, p.revision, p.created_at";

/// A person who is to be.
pub struct NewPerson {
    pub id: String,
    /// Whose tenant, guest or member; `None` for nobody's.
    pub organisation: Option<String>,
    /// Whether the phone is who it is.
    pub is_mobile: bool,
    pub phone: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// What the person is among others.
    pub party: Vec<Role>,
}

impl NewPerson {
    /// Stores the person and what happened.
    pub async fn store(
        self,
        actor: &str,
        at: Timestamp,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        sqlx::query(
            "insert into person \
             (id, organisation, kind, phone, first_name, last_name, party, folded, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(self.id.clone())
        .bind(self.organisation.clone())
        .bind(self.kind())
        .bind(self.phone.clone())
        .bind(self.first_name.clone())
        .bind(self.last_name.clone())
        .bind(words_of(&self.party).to_json())
        .bind(self.folded())
        .bind(micros(at))
        .execute(&mut **transaction)
        .await?;
        let event = Event {
            stream: format!("person/{}", self.id),
            version: 1,
            at,
            actor: actor.to_owned(),
            kind: Kind::PersonCreated,
            data: self.created_data(),
            organisation: self.organisation,
            person: Some(self.id),
        };
        event.store(transaction).await
    }

    /// What kind of user the person is.
    pub fn kind(&self) -> &'static str {
        kind(self.is_mobile)
    }

    /// What is searched.
    pub fn folded(&self) -> String {
        folded([
            self.first_name.as_deref(),
            self.last_name.as_deref(),
            self.phone.as_deref(),
        ])
    }

    /// What the event says of the person.
    pub fn created_data(&self) -> String {
        let mut data = vec![
            ("id".into(), Value::from(self.id.clone())),
            ("kind".into(), self.kind().into()),
        ];
        for (name, text) in [
            ("phone", &self.phone),
            ("firstName", &self.first_name),
            ("lastName", &self.last_name),
        ] {
            data.extend(text.clone().map(|text| (name.into(), text.into())));
        }
        if !self.party.is_empty() {
            data.push(("party".into(), words_of(&self.party)));
        }
        Value::Object(data).to_json()
    }
}

fn kind(is_mobile: bool) -> &'static str {
    if is_mobile { "mobile" } else { "none-mobile" }
}

/// A person whom there is.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) is_mobile: bool,
    pub(super) phone: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    state: String,
    /// What the person is among others, as JSON.
    party: String,
    pub(super) revision: i64,
    created_at: i64,
}

/// The Mobile user of a phone.
pub(super) async fn owner_of_phone(
    phone: &str,
    principal: &Principal,
    transaction: &mut Transaction,
) -> Result<Option<String>, Error> {
    let owner = sqlx::query_scalar(
        "select id from person where organisation = $1 and phone = $2 and kind = 'mobile'",
    )
    .bind(principal.organisation.clone())
    .bind(phone.to_owned())
    .fetch_optional(&mut **transaction)
    .await?;
    Ok(owner)
}

/// Whether somebody's phone is a key that was not taken back.
pub(super) async fn has_mobile_keys(
    person: &str,
    transaction: &mut Transaction,
) -> Result<bool, Error> {
    let key: Option<String> = sqlx::query_scalar(
        "select id from access_key where person = $1 and kind = 'mobile' and revoked_at is null \
         limit 1",
    )
    .bind(person.to_owned())
    .fetch_optional(&mut **transaction)
    .await?;
    Ok(key.is_some())
}

impl Person {
    /// The person of an id, where he is of the principal's organisation; `lock` ends the statement.
    pub(super) async fn find(
        id: &str,
        principal: &Principal,
        lock: &str,
        transaction: &mut Transaction,
    ) -> Result<Option<Self>, Error> {
        let sql =
            format!("select {COLUMNS} from person p where id = $1 and organisation = $2{lock}");
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(id.to_owned())
            .bind(principal.organisation.clone())
            .fetch_optional(&mut **transaction)
            .await?;
        row.as_ref().map(Self::of).transpose()
    }

    pub(super) fn of(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get("id")?,
            is_mobile: row.try_get::<String, _>("kind")? == kind(true),
            phone: row.try_get("phone")?,
            first_name: row.try_get("first_name")?,
            last_name: row.try_get("last_name")?,
            state: row.try_get("state")?,
            party: row.try_get("party")?,
            revision: row.try_get("revision")?,
            created_at: row.try_get("created_at")?,
        })
    }

    /// The person as the API shows him.
    pub(super) fn to_value(&self) -> Result<Value<'static>, Error> {
        Ok(Value::Object(vec![
            ("id".into(), self.id.clone().into()),
            ("kind".into(), kind(self.is_mobile).into()),
            ("phone".into(), or_null(self.phone.clone())),
            ("firstName".into(), or_null(self.first_name.clone())),
            ("lastName".into(), or_null(self.last_name.clone())),
            ("state".into(), self.state.clone().into()),
            ("revision".into(), self.revision.unsigned_abs().into()),
            ("createdAt".into(), instant(self.created_at)?.into()),
            ("party".into(), stored(&self.party)?),
        ]))
    }

    /// The person as the change leaves him: who is given a phone is a Mobile user, who loses it none.
    pub(super) fn changed(&self, change: &ChangePerson) -> Self {
        let mut after = self.clone();
        after.first_name = change.first_name.clone().after(after.first_name);
        after.last_name = change.last_name.clone().after(after.last_name);
        let phone = change.phone.as_ref();
        after.phone = phone
            .map(|phone| phone.as_str().to_owned())
            .after(after.phone);
        if after.phone != self.phone {
            after.is_mobile = after.phone.is_some();
        }
        if let Some(state) = change.state {
            state.as_str().clone_into(&mut after.state);
        }
        if let Some(party) = &change.party {
            after.party = words_of(party).to_json();
        }
        after.revision += 1;
        after
    }

    /// What is other in a later state, as the later one has it.
    pub(super) fn difference(
        &self,
        after: &Self,
    ) -> Result<Vec<(&'static str, Value<'static>)>, Error> {
        let mut members = Vec::new();
        for (name, before, after) in [
            ("firstName", &self.first_name, &after.first_name),
            ("lastName", &self.last_name, &after.last_name),
            ("phone", &self.phone, &after.phone),
        ] {
            if before != after {
                members.push((name, or_null(after.clone())));
            }
        }
        if self.state != after.state {
            members.push(("state", after.state.clone().into()));
        }
        if self.party != after.party {
            members.push(("party", stored(&after.party)?));
        }
        Ok(members)
    }

    /// Stores the state that there is now.
    pub(super) async fn store(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let changed = sqlx::query(
            "update person set kind = $1, phone = $2, first_name = $3, last_name = $4, state = $5, \
             party = $6, folded = $7, revision = $8 where id = $9 and revision = $10",
        )
        .bind(kind(self.is_mobile))
        .bind(self.phone.clone())
        .bind(self.first_name.clone())
        .bind(self.last_name.clone())
        .bind(self.state.clone())
        .bind(self.party.clone())
        .bind(folded([
            self.first_name.as_deref(),
            self.last_name.as_deref(),
            self.phone.as_deref(),
        ]))
        .bind(self.revision)
        .bind(self.id.clone())
        .bind(self.revision - 1)
        .execute(&mut **transaction)
        .await?;
        if changed.rows_affected() == 1 {
            Ok(())
        } else {
            Err(Error::Again)
        }
    }
}
