//! Keys, as the tables have them.

use latchwork::{Timestamp, Value, Window, WindowState};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use crate::attempts::locked_until;
use crate::caller::Principal;
use crate::clock::{ends, instant};
use crate::identified::window;
use crate::page::folded;
use crate::plain::{or_null, stored, stored_or_null};
use crate::reply::Written;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

/// The columns of a key, of its person and of what is sealed.
const COLUMNS: &str = "k.id, k.person, k.kind, k.key_format, k.name, k.valid_from, k.valid_until, \
     k.state, k.suspended_at, k.schedule, k.uses, k.most_uses, k.shown_at, k.revision, k.created_at, \
     k.revoked_at, k.exempt, k.wrong_pins, p.first_name, p.last_name, p.phone, \
     cast(case when exists (select 1 from key_secret s where s.key = k.id and s.pin is not null) \
     then 1 else 0 end as bigint) as has_pin \
     from access_key k join person p on p.id = k.person";

/// The beginning of a statement that selects keys.
pub(super) fn select() -> Statement {
    Statement::new(format!("select {COLUMNS} where true"))
}

/// A key that there is.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) id: String,
    pub(super) person: String,
    first_name: Option<String>,
    last_name: Option<String>,
    phone: Option<String>,
    pub(super) kind: String,
    pub(super) format: Option<String>,
    pub(super) name: Option<String>,
    /// The ids of its doors, in their order.
    pub(super) accesses: Vec<String>,
    pub(super) window: Window,
    /// `active`, `suspended`, `lost`, `stolen` or `damaged`.
    pub(super) state: String,
    pub(super) suspended_at: Option<i64>,
    /// As JSON.
    pub(super) schedule: Option<String>,
    uses: i64,
    pub(super) most_uses: Option<i64>,
    has_pin: bool,
    pub(super) shown_at: Option<i64>,
    pub(super) revision: i64,
    created_at: i64,
    pub(super) revoked_at: Option<i64>,
    /// What is not asked of who has it, as JSON.
    pub(super) exempt: String,
    /// The wrong PINs typed beside it, as JSON; `None` where none was.
    pub(super) wrong_pins: Option<String>,
    /// What its doors ask, where it has wrong PINs.
    pub(super) conditions: Vec<Value<'static>>,
}

impl Key {
    /// The key of an id, where it is of the principal's organisation; `lock` ends the statement.
    pub(super) async fn find(
        id: &str,
        principal: &Principal,
        lock: &str,
        transaction: &mut Transaction,
    ) -> Result<Option<Self>, Error> {
        if !lock.is_empty() {
            let sql = format!("select id from access_key where id = $1{lock}");
            sqlx::query(AssertSqlSafe(sql))
                .bind(id.to_owned())
                .fetch_optional(&mut **transaction)
                .await?;
        }
        let mut statement = select();
        statement.and("k.id = $", Bound::Text(id.to_owned()));
        let organisation = Bound::Text(principal.organisation.clone());
        statement.and("k.organisation = $", organisation);
        let rows = statement.rows(&mut **transaction).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let doors = doors_of(&[id.to_owned()], transaction).await?;
        let mut key = Self::of(row)?;
        key.accesses = doors.into_iter().map(|(_, door)| door).collect();
        let conditions = conditions_of(&rows, transaction).await?;
        key.conditions = conditions
            .into_iter()
            .map(|(_, condition)| condition)
            .collect();
        Ok(Some(key))
    }

    /// A key of a row, without its doors.
    pub(super) fn of(row: &AnyRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.try_get("id")?,
            person: row.try_get("person")?,
            first_name: row.try_get("first_name")?,
            last_name: row.try_get("last_name")?,
            phone: row.try_get("phone")?,
            kind: row.try_get("kind")?,
            format: row.try_get("key_format")?,
            name: row.try_get("name")?,
            accesses: Vec::new(),
            window: window(row.try_get("valid_from")?, row.try_get("valid_until")?)?,
            state: row.try_get("state")?,
            suspended_at: row.try_get("suspended_at")?,
            schedule: row.try_get("schedule")?,
            uses: row.try_get("uses")?,
            most_uses: row.try_get("most_uses")?,
            has_pin: row.try_get::<i64, _>("has_pin")? == 1,
            shown_at: row.try_get("shown_at")?,
            revision: row.try_get("revision")?,
            created_at: row.try_get("created_at")?,
            revoked_at: row.try_get("revoked_at")?,
            exempt: row.try_get("exempt")?,
            wrong_pins: row.try_get("wrong_pins")?,
            conditions: Vec::new(),
        })
    }

    /// Keeps the rows of its doors, in the order of their ids.
    pub(super) async fn keep_doors(
        &self,
        lock: &str,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let mut statement = Statement::new("select id from door where true");
        statement.and_in("id", self.accesses.iter().cloned().map(Bound::Text));
        statement.add(&format!(" order by id{lock}"), []);
        statement.rows(&mut **transaction).await?;
        Ok(())
    }

    /// The key as the API shows it at an instant.
    pub(super) fn to_value(&self, now: Timestamp) -> Result<Value<'static>, Error> {
        let at = |at: Option<i64>| at.map_or(Ok(Value::Null), |at| instant(at).map(Value::from));
        let end = |end: Option<Timestamp>| end.map_or(Value::Null, Value::from);
        let accesses: Vec<_> = self.accesses.iter().cloned().map(Value::from).collect();
        let person = vec![
            ("id".into(), self.person.clone().into()),
            ("firstName".into(), or_null(self.first_name.clone())),
            ("lastName".into(), or_null(self.last_name.clone())),
            ("phone".into(), or_null(self.phone.clone())),
        ];
        let most = self.most_uses.map(i64::unsigned_abs);
        let uses = vec![
            ("used".into(), self.uses.unsigned_abs().into()),
            ("most".into(), most.map_or(Value::Null, Value::from)),
        ];
        Ok(Value::Object(vec![
            ("id".into(), self.id.clone().into()),
            ("person".into(), Value::Object(person)),
            ("keyType".into(), self.kind.clone().into()),
            ("keyFormat".into(), or_null(self.format.clone())),
            ("keyName".into(), or_null(self.name.clone())),
            ("accesses".into(), accesses.into()),
            ("validFrom".into(), end(self.window.from())),
            ("validTo".into(), end(self.window.until())),
            ("schedule".into(), stored_or_null(self.schedule.clone())?),
            ("state".into(), self.state_at(now).to_owned().into()),
            ("uses".into(), Value::Object(uses)),
            ("hasPin".into(), self.has_pin.into()),
            ("shownAt".into(), at(self.shown_at)?),
            ("revision".into(), self.revision.unsigned_abs().into()),
            ("createdAt".into(), instant(self.created_at)?.into()),
            ("revokedAt".into(), at(self.revoked_at)?),
            ("exempt".into(), stored(&self.exempt)?),
            ("lockedUntil".into(), end(self.locked_until(now)?)),
        ]))
    }

    /// Until when wrong PINs keep it out at all of its doors; `None` where they do not at any.
    fn locked_until(&self, now: Timestamp) -> Result<Option<Timestamp>, Error> {
        let pins = self.wrong_pins.as_deref();
        let until = self.conditions.iter();
        let until = until.map(|condition| locked_until(condition, pins, now));
        let until = until.collect::<Result<Vec<_>, _>>()?;
        Ok(until.into_iter().flatten().max())
    }

    /// What it is at an instant: what was done with it, and where nothing was what its window says.
    fn state_at(&self, now: Timestamp) -> &str {
        match (self.revoked_at, self.state.as_str()) {
            (Some(_), _) => "revoked",
            (None, "active") => match self.window.state_at(now) {
                WindowState::NotYetValid => "not-yet-active",
                WindowState::Valid => "active",
                WindowState::Expired => "expired",
            },
            (None, other) => other,
        }
    }

    /// The key as one is answered.
    pub(super) fn answer(&self, now: Timestamp) -> Result<Written, Error> {
        let answer = Written::json(200, &self.to_value(now)?);
        Ok(answer.of_revision(self.revision.unsigned_abs()))
    }

    /// Stores the state that it has now; of its doors, when and whether it opens there.
    pub(super) async fn store(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let end = |end: Option<Timestamp>| end.map(|end| end.to_string());
        let changed = sqlx::query(
            "update access_key set name = $1, valid_from = $2, valid_until = $3, state = $4, \
             suspended_at = $5, schedule = $6, most_uses = $7, shown_at = $8, revoked_at = $9, \
             exempt = $10, folded = $11, revision = $12 where id = $13 and revision = $14",
        )
        .bind(self.name.clone())
        .bind(end(self.window.from()))
        .bind(end(self.window.until()))
        .bind(self.state.clone())
        .bind(self.suspended_at)
        .bind(self.schedule.clone())
        .bind(self.most_uses)
        .bind(self.shown_at)
        .bind(self.revoked_at)
        .bind(self.exempt.clone())
        .bind(folded([self.name.as_deref()]))
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

    /// Stores of its doors when and whether it opens there.
    pub(super) async fn store_doors(&self, transaction: &mut Transaction) -> Result<(), Error> {
        let (from, until) = ends(self.window);
        sqlx::query(
            "update key_door set valid_from = $1, valid_until = $2, revoked_at = $3 where key = $4",
        )
        .bind(from)
        .bind(until)
        .bind(self.revoked_at)
        .bind(self.id.clone())
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }
}

/// What the doors of those keys ask that have wrong PINs, each with the id of its key before it.
pub(super) async fn conditions_of(
    keys: &[AnyRow],
    transaction: &mut Transaction,
) -> Result<Vec<(String, Value<'static>)>, Error> {
    let mut counted = Vec::new();
    for key in keys {
        if key.try_get::<Option<String>, _>("wrong_pins")?.is_some() {
            counted.push(Bound::Text(key.try_get("id")?));
        }
    }
    if counted.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = Statement::new(
        "select d.key, o.condition from key_door d join door o on o.id = d.door where true",
    );
    statement.and_in("d.key", counted.into_iter());
    let rows = statement.rows(&mut **transaction).await?;
    let condition = |row: &AnyRow| {
        let condition: String = row.try_get("condition")?;
        Ok((row.try_get("key")?, stored(&condition)?))
    };
    rows.iter().map(condition).collect()
}

/// The doors of keys, each with the id of its key before it, in their order.
pub(super) async fn doors_of(
    keys: &[String],
    transaction: &mut Transaction,
) -> Result<Vec<(String, String)>, Error> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = Statement::new("select key, door from key_door where true");
    statement.and_in("key", keys.iter().cloned().map(Bound::Text));
    statement.add(" order by key, door", []);
    let rows = statement.rows(&mut **transaction).await?;
    let door = |row: &AnyRow| Ok((row.try_get("key")?, row.try_get("door")?));
    rows.iter().map(door).collect()
}
