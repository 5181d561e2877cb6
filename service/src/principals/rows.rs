//! Who acts for an organisation, and the keys of the API, as the tables have them.

use std::collections::{BTreeMap, BTreeSet};

use latchwork::system::plain::{ChangePrincipal, PrincipalRole};
use latchwork::system::smartphonekey::LockId;
use latchwork::{Issue, Timestamp, Value};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};
use zeroize::Zeroizing;

use crate::clock::{instant, micros};
use crate::event::{Event, Kind};
use crate::id;
use crate::page::Rows;
use crate::plain::or_null;
use crate::reply::Written;
use crate::secrets;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

/// What a key of the API begins with, by which it is known where it should not be.
const KEY_MARK: &str = "lw_";

/// In a day, as tables count.
const DAY: i64 = 86_400 * 1_000_000;

/// The beginning of a statement that selects who acts.
pub(super) fn select() -> Statement {
    Statement::new(
        "select p.id, p.name, p.role, p.revision, p.created_at, p.disabled_at \
         from principal p where true",
    )
}

/// Who is made, or done something to, and by whom.
pub struct Deed<'a> {
    pub organisation: &'a str,
    pub principal: &'a str,
    /// What events call who does it.
    pub actor: &'a str,
    pub at: Timestamp,
}

impl Deed<'_> {
    /// Makes a principal of some doors of the organisation, or of all; false where a door is none of them.
    pub async fn create(
        &self,
        name: Option<&str>,
        role: PrincipalRole,
        doors: &[LockId],
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        let doors = ids_of(doors);
        sqlx::query(
            "insert into principal (id, organisation, name, role, created_at) \
             values ($1, $2, $3, $4, $5)",
        )
        .bind(self.principal.to_owned())
        .bind(self.organisation.to_owned())
        .bind(name.map(str::to_owned))
        .bind(role.as_str())
        .bind(micros(self.at))
        .execute(&mut **transaction)
        .await?;
        if !self.add_doors(&doors, transaction).await? {
            return Ok(false);
        }
        let mut data = vec![("id", self.principal.to_owned().into())];
        data.extend(name.map(|name| ("name", name.to_owned().into())));
        data.push(("role", role.as_str().into()));
        data.push(("doors", list_of(&doors)));
        self.happened(Kind::PrincipalCreated, data, transaction)
            .await?;
        Ok(true)
    }

    /// Stores what becomes of a principal, where anything does; false where a door is none of the
    /// organisation's. Whoever acts does so by it from the next request on.
    ///
    /// # Errors
    /// [`Error::Again`] where another was first.
    pub async fn change(
        &self,
        before: &Acting,
        after: &Acting,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        let data = before.difference(after);
        if data.is_empty() {
            return Ok(true);
        }
        let changed = sqlx::query(
            "update principal set name = $1, role = $2, revision = $3 \
             where id = $4 and revision = $5",
        )
        .bind(after.name.clone())
        .bind(after.role.as_str())
        .bind(before.revision + 1)
        .bind(self.principal.to_owned())
        .bind(before.revision)
        .execute(&mut **transaction)
        .await?;
        if changed.rows_affected() != 1 {
            return Err(Error::Again);
        }
        if before.doors != after.doors {
            sqlx::query("delete from principal_door where principal = $1")
                .bind(self.principal.to_owned())
                .execute(&mut **transaction)
                .await?;
            if !self.add_doors(&after.doors, transaction).await? {
                return Ok(false);
            }
        }
        self.happened(Kind::PrincipalChanged, data, transaction)
            .await?;
        Ok(true)
    }

    /// Adds doors to a principal's; false where one is none of the organisation's.
    async fn add_doors(
        &self,
        doors: &BTreeSet<String>,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        for door in doors {
            let added = sqlx::query(
                "insert into principal_door (principal, door) \
                 select $1, id from door where id = $2 and organisation = $3",
            )
            .bind(self.principal.to_owned())
            .bind(door.clone())
            .bind(self.organisation.to_owned())
            .execute(&mut **transaction)
            .await?;
            if added.rows_affected() != 1 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Gives another key of the API, which is good for so many days or until it is taken back. It is in
    /// no table.
    pub async fn give_key(
        &self,
        days: Option<u64>,
        transaction: &mut Transaction,
    ) -> Result<Zeroizing<String>, Error> {
        let id = id::draw()?.to_string();
        let secret = secrets::draw_secret()?;
        let key = Zeroizing::new(format!("{KEY_MARK}{}", *secret));
        let days = days.map(|days| i64::try_from(days).unwrap_or(i64::MAX));
        let end = days.map(|days| micros(self.at).saturating_add(days.saturating_mul(DAY)));
        sqlx::query(
            "insert into api_key (id, principal, hash, panel_hash, created_at, expires_at) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.clone())
        .bind(self.principal.to_owned())
        .bind(secrets::hash(&key).to_vec())
        .bind(secrets::panel_hash(&key).to_vec())
        .bind(micros(self.at))
        .bind(end)
        .execute(&mut **transaction)
        .await?;
        let mut data = vec![("id", id.into())];
        if let Some(end) = end {
            data.push(("expiresAt", instant(end)?.into()));
        }
        self.happened(Kind::ApiKeyCreated, data, transaction)
            .await?;
        Ok(key)
    }

    /// Takes a key of the API back: whether it was good until now, and `None` where there is none of this
    /// id. The sessions that were begun with it end with it.
    pub async fn revoke_key(
        &self,
        key: &str,
        reason: Option<&str>,
        transaction: &mut Transaction,
    ) -> Result<Option<bool>, Error> {
        let found: Option<Option<i64>> =
            sqlx::query_scalar("select revoked_at from api_key where id = $1 and principal = $2")
                .bind(key.to_owned())
                .bind(self.principal.to_owned())
                .fetch_optional(&mut **transaction)
                .await?;
        match found {
            None => return Ok(None),
            Some(Some(_)) => return Ok(Some(false)),
            Some(None) => {}
        }
        sqlx::query("update api_key set revoked_at = $1 where id = $2")
            .bind(micros(self.at))
            .bind(key.to_owned())
            .execute(&mut **transaction)
            .await?;
        let mut data = vec![("id", key.to_owned().into())];
        data.extend(reason.map(|reason| ("reason", reason.to_owned().into())));
        self.happened(Kind::ApiKeyRevoked, data, transaction)
            .await?;
        Ok(Some(true))
    }

    /// Lets a principal do nothing any more, or everything again that the role allows; false where it is so
    /// already. Whoever is not let in is signed out, and does not come back by a session of before.
    pub async fn let_in(
        &self,
        is_let_in: bool,
        reason: Option<&str>,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        let changed = sqlx::query(if is_let_in {
            "update principal set disabled_at = $1, revision = revision + 1 \
             where id = $2 and disabled_at is not null"
        } else {
            "update principal set disabled_at = $1, revision = revision + 1 \
             where id = $2 and disabled_at is null"
        })
        .bind((!is_let_in).then_some(micros(self.at)))
        .bind(self.principal.to_owned())
        .execute(&mut **transaction)
        .await?;
        if changed.rows_affected() != 1 {
            return Ok(false);
        }
        let kind = if is_let_in {
            Kind::PrincipalEnabled
        } else {
            for sql in [
                "delete from session where principal = $1",
                "delete from ticket where principal = $1",
            ] {
                sqlx::query(sql)
                    .bind(self.principal.to_owned())
                    .execute(&mut **transaction)
                    .await?;
            }
            Kind::PrincipalDisabled
        };
        let reason = reason.map(|reason| ("reason", reason.to_owned().into()));
        self.happened(kind, reason.into_iter().collect(), transaction)
            .await?;
        Ok(true)
    }

    async fn happened(
        &self,
        kind: Kind,
        data: Vec<(&'static str, Value<'static>)>,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let event = Event::next_by(
            format!("principal/{}", self.principal),
            kind,
            data,
            self.organisation,
            self.actor.to_owned(),
            self.at,
            transaction,
        );
        event.await?.store(transaction).await
    }
}

/// Keeps two principals of the organisation as they are until the end of the transaction, but for what
/// it does itself.
pub(super) async fn hold(
    [one, other]: [&str; 2],
    organisation: &str,
    lock: &str,
    transaction: &mut Transaction,
) -> Result<(), Error> {
    let sql = format!(
        "select id from principal where organisation = $1 and id in ($2, $3) order by id{lock}"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(organisation.to_owned())
        .bind(one.to_owned())
        .bind(other.to_owned())
        .fetch_all(&mut **transaction)
        .await?;
    Ok(())
}

/// Whether somebody is an administrator and let in.
pub(super) async fn lets_in(id: &str, transaction: &mut Transaction) -> Result<bool, Error> {
    let found: Option<String> = sqlx::query_scalar(
        "select id from principal where id = $1 and role = $2 and disabled_at is null",
    )
    .bind(id.to_owned())
    .bind(PrincipalRole::Administrator.as_str())
    .fetch_optional(&mut **transaction)
    .await?;
    Ok(found.is_some())
}

/// Who acts, as what of it may be changed has it.
#[derive(Clone, PartialEq, Eq)]
pub struct Acting {
    name: Option<String>,
    pub(super) role: PrincipalRole,
    doors: BTreeSet<String>,
    pub(super) revision: i64,
}

impl Acting {
    /// The principal of an id, where it is of the organisation.
    pub async fn find(
        id: &str,
        organisation: &str,
        transaction: &mut Transaction,
    ) -> Result<Option<Self>, Error> {
        let row = sqlx::query(
            "select name, role, revision from principal where id = $1 and organisation = $2",
        )
        .bind(id.to_owned())
        .bind(organisation.to_owned())
        .fetch_optional(&mut **transaction)
        .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let doors: Vec<String> =
            sqlx::query_scalar("select door from principal_door where principal = $1")
                .bind(id.to_owned())
                .fetch_all(&mut **transaction)
                .await?;
        let role: String = row.try_get("role")?;
        let role = PrincipalRole::find(&role);
        Ok(Some(Self {
            name: row.try_get("name")?,
            role: role.ok_or_else(|| Error::Failed("a role is none".into()))?,
            doors: doors.into_iter().collect(),
            revision: row.try_get("revision")?,
        }))
    }

    /// The same as a change leaves it: who has all doors from now on has none of his own.
    ///
    /// # Errors
    /// `doors_needed` and `doors_of_all`, at `doors`.
    pub fn changed(&self, change: &ChangePrincipal) -> Result<Self, Issue> {
        let mut after = self.clone();
        if let Some(name) = &change.name {
            after.name = Some(name.clone());
        }
        after.role = change.role.unwrap_or(self.role);
        match &change.doors {
            Some(_) if !after.role.is_of_some_doors() => {
                let sentence = "expected no doors for a role that has all of them";
                return Err(Issue::new("doors_of_all", sentence).at("doors"));
            }
            Some(doors) => after.doors = ids_of(doors),
            None if !after.role.is_of_some_doors() => after.doors.clear(),
            None if after.doors.is_empty() => {
                let sentence = "expected doors for a role that has some";
                return Err(Issue::new("doors_needed", sentence).at("doors"));
            }
            None => {}
        }
        Ok(after)
    }

    /// What is other in a later state, as the later one has it.
    fn difference(&self, after: &Self) -> Vec<(&'static str, Value<'static>)> {
        let mut data = Vec::new();
        if self.name != after.name {
            data.push(("name", or_null(after.name.clone())));
        }
        if self.role != after.role {
            data.push(("role", after.role.as_str().into()));
        }
        if self.doors != after.doors {
            data.push(("doors", list_of(&after.doors)));
        }
        data
    }

    /// Whether a later state lets nobody in any more.
    pub(super) fn is_demoted(&self, after: &Self) -> bool {
        let administrator = PrincipalRole::Administrator;
        self.role == administrator && after.role != administrator
    }
}

/// Doors, each once, in the order of their ids.
fn ids_of(doors: &[LockId]) -> BTreeSet<String> {
    doors.iter().map(|door| door.as_str().to_owned()).collect()
}

fn list_of(doors: &BTreeSet<String>) -> Value<'static> {
    let doors = doors.iter().map(|door| door.clone().into());
    doors.collect::<Vec<_>>().into()
}

/// What is told of principals beside their own row.
pub(super) struct Beside {
    doors: BTreeMap<String, Vec<Value<'static>>>,
    /// Absent for those whom the keys are none of the business of.
    keys: Option<BTreeMap<String, Vec<Value<'static>>>>,
}

impl Beside {
    /// What there is of the principals of these rows.
    pub(super) async fn of(
        rows: &[AnyRow],
        sees_keys: bool,
        transaction: &mut Transaction,
    ) -> Result<Self, Error> {
        let ids = rows.iter().map(|row| Ok(row.try_get("id")?));
        let ids = ids.collect::<Result<Vec<String>, Error>>()?;
        let among = |sql: &str, order: &str| {
            let mut statement = Statement::new(format!("{sql} where true"));
            statement.and_in("principal", ids.iter().cloned().map(Bound::Text));
            statement.add(order, []);
            statement
        };
        let doors = among(
            "select principal, door from principal_door",
            " order by door",
        );
        let mut beside = Self {
            doors: BTreeMap::new(),
            keys: sees_keys.then(BTreeMap::new),
        };
        for row in doors.rows(&mut **transaction).await? {
            let doors = beside.doors.entry(row.try_get("principal")?).or_default();
            doors.push(row.try_get::<String, _>("door")?.into());
        }
        if let Some(known) = &mut beside.keys {
            let columns = "id, principal, created_at, expires_at, revoked_at";
            let keys = among(
                &format!("select {columns} from api_key"),
                " order by created_at, id",
            );
            for row in keys.rows(&mut **transaction).await? {
                let keys = known.entry(row.try_get("principal")?).or_default();
                keys.push(key(&row)?);
            }
        }
        Ok(beside)
    }

    /// A principal as it is told, with these members behind its own.
    fn told(
        &mut self,
        row: &AnyRow,
        more: impl IntoIterator<Item = (&'static str, Value<'static>)>,
    ) -> Result<Value<'static>, Error> {
        let id: String = row.try_get("id")?;
        let doors = self.doors.remove(&id).unwrap_or_default();
        let keys = self.keys.as_mut();
        let keys = keys.map(|keys| keys.remove(&id).unwrap_or_default());
        let mut members = vec![
            ("id".into(), id.into()),
            ("name".into(), or_null(row.try_get("name")?)),
            ("role".into(), row.try_get::<String, _>("role")?.into()),
            ("doors".into(), doors.into()),
            ("revision".into(), revision(row)?.into()),
            (
                "createdAt".into(),
                instant(row.try_get("created_at")?)?.into(),
            ),
            ("disabledAt".into(), end(row, "disabled_at")?),
        ];
        members.extend(keys.map(|keys| ("keys".into(), keys.into())));
        members.extend(more.into_iter().map(|(name, value)| (name.into(), value)));
        Ok(Value::Object(members))
    }
}

/// A page of principals.
pub(super) async fn page(
    rows: &Rows,
    sees_keys: bool,
    transaction: &mut Transaction,
) -> Result<Written, Error> {
    let mut beside = Beside::of(&rows.rows, sees_keys, transaction).await?;
    rows.answer(|row| beside.told(row, []))
}

/// One principal that there is, as its administrator sees it, with the key that was just given.
pub(super) async fn one(
    id: &str,
    status: u16,
    key: Option<&str>,
    transaction: &mut Transaction,
) -> Result<Written, Error> {
    let mut statement = select();
    statement.and("p.id = $", Bound::Text(id.to_owned()));
    let rows = statement.rows(&mut **transaction).await?;
    let mut beside = Beside::of(&rows, true, transaction).await?;
    let row = rows.first();
    let row = row.ok_or_else(|| Error::Failed("a principal is not there".into()))?;
    let key = key.map(|key| ("apiKey", key.to_owned().into()));
    let answer = Written::json(status, &beside.told(row, key)?);
    Ok(answer.of_revision(revision(row)?))
}

fn revision(row: &AnyRow) -> Result<u64, Error> {
    let revision: i64 = row.try_get("revision")?;
    Ok(revision.unsigned_abs())
}

fn key(row: &AnyRow) -> Result<Value<'static>, Error> {
    Ok(Value::Object(vec![
        ("id".into(), row.try_get::<String, _>("id")?.into()),
        (
            "createdAt".into(),
            instant(row.try_get("created_at")?)?.into(),
        ),
        ("expiresAt".into(), end(row, "expires_at")?),
        ("revokedAt".into(), end(row, "revoked_at")?),
    ]))
}

fn end(row: &AnyRow, column: &str) -> Result<Value<'static>, Error> {
    let at: Option<i64> = row.try_get(column)?;
    at.map_or(Ok(Value::Null), |at| instant(at).map(Value::from))
}
