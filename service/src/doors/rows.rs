//! Doors, as the tables have them.

use latchwork::{Timestamp, Value};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use crate::attempts::locked_until;
use crate::caller::{Principal, Role};
use crate::clock::{instant, micros};
use crate::event::{Event, Kind};
use crate::page::folded;
use crate::plain::{or_null, stored, stored_or_null};
use crate::store::{Error, Transaction};

/// The columns of a door.
pub(super) const COLUMNS: &str = "d.id, d.name, d.zone, d.code_policy, d.condition, \
     d.tries, d.tries_afar, d.revision, d.created_at";

/// A door that is to be.
pub struct NewDoor {
    pub id: String,
    pub organisation: String,
    pub name: String,
    pub zone: Option<String>,
    /// A policy as JSON.
    pub codes: Option<String>,
    pub condition: Value<'static>,
}

impl NewDoor {
    /// Stores it and what happened; `false` where there is one of this id.
    pub async fn store(
        self,
        actor: &str,
        at: Timestamp,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        let stored_codes = self.codes.as_deref().map(stored).transpose()?;
        let made = sqlx::query(
            "insert into door \
             (id, organisation, name, zone, code_policy, condition, folded, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
        )
        .bind(self.id.clone())
        .bind(self.organisation.clone())
        .bind(self.name.clone())
        .bind(self.zone.clone())
        .bind(self.codes)
        .bind(self.condition.to_json())
        .bind(folded([Some(self.name.as_str())]))
        .bind(micros(at))
        .execute(&mut **transaction)
        .await?;
        if made.rows_affected() == 0 {
            return Ok(false);
        }
        let mut data = vec![
            ("id".into(), Value::from(self.id.clone())),
            ("name".into(), self.name.into()),
        ];
        data.extend(self.zone.map(|zone| ("zone".into(), zone.into())));
        data.extend(stored_codes.map(|codes| ("codes".into(), codes)));
        data.push(("condition".into(), self.condition));
        let event = Event {
            stream: format!("door/{}", self.id),
            version: 1,
            at,
            organisation: Some(self.organisation),
            actor: actor.to_owned(),
            person: None,
            kind: Kind::DoorCreated,
            data: Value::Object(data).to_json(),
        };
        event.store(transaction).await?;
        Ok(true)
    }
}

/// A door that there is.
#[derive(Clone)]
pub(super) struct Door {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) zone: Option<String>,
    /// A policy as JSON.
    pub(super) codes: Option<String>,
    pub(super) condition: Value<'static>,
    /// What was counted at the door and from afar, as JSON, for who may know it.
    pub(super) tries: [Option<String>; 2],
    pub(super) revision: i64,
    created_at: i64,
}

impl Door {
    /// The door of an id, where it is of the principal's organisation; `lock` ends the statement.
    pub(super) async fn find(
        id: &str,
        principal: &Principal,
        lock: &str,
        transaction: &mut Transaction,
    ) -> Result<Option<Self>, Error> {
        let sql = format!("select {COLUMNS} from door d where id = $1 and organisation = $2{lock}");
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(id.to_owned())
            .bind(principal.organisation.clone())
            .fetch_optional(&mut **transaction)
            .await?;
        row.as_ref().map(|row| Self::of(row, principal)).transpose()
    }

    pub(super) fn of(row: &AnyRow, principal: &Principal) -> Result<Self, Error> {
        let condition: String = row.try_get("condition")?;
        // Who is told one answer for every refusal does not read here which it was.
        let tries = |column| match principal.role {
            Role::Controller => Ok(None),
            _ => row.try_get(column),
        };
        Ok(Self {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            zone: row.try_get("zone")?,
            codes: row.try_get("code_policy")?,
            condition: stored(&condition)?,
            tries: [tries("tries")?, tries("tries_afar")?],
            revision: row.try_get("revision")?,
            created_at: row.try_get("created_at")?,
        })
    }

    /// Until when wrong tries keep it shut; null where they do not.
    fn locked_until(&self, tries: Option<&str>, now: Timestamp) -> Result<Value<'static>, Error> {
        let until = locked_until(&self.condition, tries, now)?;
        Ok(until.map_or(Value::Null, Value::from))
    }

    /// The door as the API shows it at an instant.
    pub(super) fn to_value(&self, now: Timestamp) -> Result<Value<'static>, Error> {
        let [here, afar] = &self.tries;
        let locked = vec![
            ("door".into(), self.locked_until(here.as_deref(), now)?),
            ("afar".into(), self.locked_until(afar.as_deref(), now)?),
        ];
        Ok(Value::Object(vec![
            ("id".into(), self.id.clone().into()),
            ("name".into(), self.name.clone().into()),
            ("zone".into(), or_null(self.zone.clone())),
            ("codes".into(), stored_or_null(self.codes.clone())?),
            ("condition".into(), self.condition.clone()),
            ("lockedUntil".into(), Value::Object(locked)),
            ("revision".into(), self.revision.unsigned_abs().into()),
            ("createdAt".into(), instant(self.created_at)?.into()),
        ]))
    }

    /// What is other in a later state of it, as the later one has it.
    pub(super) fn difference(
        &self,
        after: &Self,
    ) -> Result<Vec<(&'static str, Value<'static>)>, Error> {
        let mut members = Vec::new();
        if self.name != after.name {
            members.push(("name", after.name.clone().into()));
        }
        if self.zone != after.zone {
            members.push(("zone", or_null(after.zone.clone())));
        }
        if self.codes != after.codes {
            members.push(("codes", stored_or_null(after.codes.clone())?));
        }
        if self.condition != after.condition {
            members.push(("condition", after.condition.clone()));
        }
        Ok(members)
    }

    /// Stores the state that it has now.
    pub(super) async fn store(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let changed = sqlx::query(
            "update door set name = $1, zone = $2, code_policy = $3, condition = $4, folded = $5, \
             revision = $6 where id = $7 and revision = $8",
        )
        .bind(self.name.clone())
        .bind(self.zone.clone())
        .bind(self.codes.clone())
        .bind(self.condition.to_json())
        .bind(folded([Some(self.name.as_str())]))
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
