//! Locks of users, as the tables have them.

use latchwork::system::smartphonekey::{AccessibleLock, Aggregate, LockId};
use latchwork::{Grant, Timestamp, Uuid, Value};
use sqlx::{AssertSqlSafe, Row as _};

use crate::caller::Principal;
use crate::store::{Error, Transaction};

/// Stores an access.
pub(super) async fn add_row(
    user: &str,
    version: i64,
    lock: &AccessibleLock,
    transaction: &mut Transaction,
) -> Result<(), Error> {
    let end = |end: Option<Timestamp>| end.map(|end| end.to_string());
    sqlx::query(
        "insert into lock_access \
         (person, door, since_version, name, level, valid_from, valid_until, granted_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(user.to_owned())
    .bind(lock.id().as_str().to_owned())
    .bind(version)
    .bind(lock.name().to_owned())
    .bind(lock.level().as_str())
    .bind(end(lock.window().from()))
    .bind(end(lock.window().until()))
    .bind(lock.granted_by().to_string())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// Whether a person is of the principal's organisation.
pub(super) async fn is_of(
    person: Uuid,
    principal: &Principal,
    transaction: &mut Transaction,
) -> Result<bool, Error> {
    let found: Option<String> =
        sqlx::query_scalar("select id from person where id = $1 and organisation = $2")
            .bind(person.to_string())
            .bind(principal.organisation.clone())
            .fetch_optional(&mut **transaction)
            .await?;
    Ok(found.is_some())
}

/// What becomes of rows that were read.
pub(super) enum Rows {
    /// Others may change them.
    Seen,
    /// Nobody may before the end of the transaction, by this end of the statement.
    Kept(&'static str),
}

/// A user's locks, where there is such a user.
pub(super) async fn load(
    user: Uuid,
    rows: Rows,
    transaction: &mut Transaction,
) -> Result<Option<Aggregate>, Error> {
    let end = match rows {
        Rows::Seen => "",
        Rows::Kept(end) => end,
    };
    let sql = format!("select locks_version from person where id = $1{end}");
    let version: Option<i64> = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(user.to_string())
        .fetch_optional(&mut **transaction)
        .await?;
    let Some(version) = version else {
        return Ok(None);
    };
    let rows = sqlx::query(
        "select door, name, level, valid_from, valid_until, granted_by from lock_access \
         where person = $1 order by since_version",
    )
    .bind(user.to_string())
    .fetch_all(&mut **transaction)
    .await?;
    let locks = rows.iter().map(lock_of).collect::<Result<Vec<_>, _>>()?;
    let locks: Vec<_> = locks.iter().map(AccessibleLock::to_value).collect();
    let version = u64::try_from(version).unwrap_or_default();
    let stored = Value::Object(vec![
        ("userId".into(), user.into()),
        ("version".into(), version.into()),
        ("locks".into(), locks.into()),
    ]);
    let aggregate = Aggregate::check_value(&stored);
    aggregate
        .map(Some)
        .map_err(|_| Error::Failed("stored locks are none".into()))
}

/// The access of a person to a lock.
pub(super) async fn grant(
    person: Uuid,
    lock: &LockId,
    transaction: &mut Transaction,
) -> Result<Option<Grant>, Error> {
    let row = sqlx::query(
        "select door, name, level, valid_from, valid_until, granted_by from lock_access \
         where person = $1 and door = $2",
    )
    .bind(person.to_string())
    .bind(lock.as_str().to_owned())
    .fetch_optional(&mut **transaction)
    .await?;
    let lock = row.as_ref().map(lock_of).transpose()?;
    Ok(lock.map(|lock| lock.grant()))
}

/// The access of a row.
pub fn lock_of(row: &sqlx::any::AnyRow) -> Result<AccessibleLock, Error> {
    let mut members = Vec::new();
    for (column, name) in [
        ("door", "lockId"),
        ("name", "lockName"),
        ("level", "accessLevel"),
        ("valid_from", "validFrom"),
        ("valid_until", "validUntil"),
        ("granted_by", "grantedBy"),
    ] {
        if let Some(text) = row.try_get::<Option<String>, _>(column)? {
            members.push((name.into(), Value::from(text)));
        }
    }
    AccessibleLock::check_value(&Value::Object(members))
        .map_err(|_| Error::Failed("a stored lock is none".into()))
}
