//! Who acts for an organisation, and the keys of the API, as the tables have them.

use std::collections::{BTreeMap, BTreeSet};

use latchwork::system::plain::PrincipalRole;
use latchwork::system::smartphonekey::LockId;
use latchwork::{Timestamp, Value};
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
        "select p.id, p.name, p.role, p.created_at, p.disabled_at from principal p where true",
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
        let doors: BTreeSet<_> = doors.iter().map(LockId::as_str).collect();
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
        for door in &doors {
            let added = sqlx::query(
                "insert into principal_door (principal, door) \
                 select $1, id from door where id = $2 and organisation = $3",
            )
            .bind(self.principal.to_owned())
            .bind((*door).to_owned())
            .bind(self.organisation.to_owned())
            .execute(&mut **transaction)
            .await?;
            if added.rows_affected() != 1 {
                return Ok(false);
            }
        }
        let doors = doors.into_iter().map(|door| door.to_owned().into());
        let doors: Vec<Value<'_>> = doors.collect();
        let mut data = vec![("id", self.principal.to_owned().into())];
        data.extend(name.map(|name| ("name", name.to_owned().into())));
        data.push(("role", role.as_str().into()));
        data.push(("doors", doors.into()));
        self.happened(Kind::PrincipalCreated, data, transaction)
            .await?;
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

    /// Takes a key of the API back; false where there is none of this id. The sessions that were begun
    /// with it end with it.
    pub async fn revoke_key(
        &self,
        key: &str,
        reason: Option<&str>,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        let found: Option<Option<i64>> =
            sqlx::query_scalar("select revoked_at from api_key where id = $1 and principal = $2")
                .bind(key.to_owned())
                .bind(self.principal.to_owned())
                .fetch_optional(&mut **transaction)
                .await?;
        match found {
            None => return Ok(false),
            // It is so already.
            Some(Some(_)) => return Ok(true),
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
        Ok(true)
    }

    /// Lets a principal do nothing any more, or everything again that the role allows. Whoever is not
    /// let in is signed out, and does not come back by a session of before.
    pub async fn let_in(
        &self,
        is_let_in: bool,
        reason: Option<&str>,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let changed = sqlx::query(if is_let_in {
            "update principal set disabled_at = $1 where id = $2 and disabled_at is not null"
        } else {
            "update principal set disabled_at = $1 where id = $2 and disabled_at is null"
        })
        .bind((!is_let_in).then_some(micros(self.at)))
        .bind(self.principal.to_owned())
        .execute(&mut **transaction)
        .await?;
        // It is so already.
        if changed.rows_affected() != 1 {
            return Ok(());
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
            .await
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

/// Whether there is such a principal of the organisation; nobody else's until the end of the transaction.
pub(super) async fn is_there(
    id: &str,
    organisation: &str,
    lock: &str,
    transaction: &mut Transaction,
) -> Result<bool, Error> {
    let sql = format!("select id from principal where id = $1 and organisation = $2{lock}");
    let found: Option<String> = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(id.to_owned())
        .bind(organisation.to_owned())
        .fetch_optional(&mut **transaction)
        .await?;
    Ok(found.is_some())
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
    Ok(Written::json(status, &beside.told(row, key)?))
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
