//! A door as it is when somebody stands before it.

use jiff::tz::TimeZone;
use latchwork::door::{Door, FirstPerson, Lockout, LockoutPolicy, Setting};
use latchwork::system::plain::Way;
use latchwork::time::LocalTime;
use latchwork::{CodePolicy, Timestamp, Value};
use sqlx::{AssertSqlSafe, Row as _};

use super::panel::Panel;
use crate::caller::Principal;
use crate::clock::{instant, now};
use crate::plain::{stored, stored_or_null};
use crate::store::{Error, Store, Transaction};

/// So much later another server may have counted than it is here: their clocks differ a little.
const AHEAD: i64 = 1_000;

/// A door, and what only the time says of it.
pub(super) struct Met {
    pub(super) door: Door,
    /// Where it is; `None` where nobody knows.
    pub(super) zone: Option<TimeZone>,
    /// The panel of the organisation, where it has the door at one of its locks.
    pub(super) panel: Option<Panel>,
    /// What its keypad takes for the code of somebody who is threatened: what is added to the last digit.
    pub(super) duress: Vec<u8>,
    /// The count of its lock-out in this way, as it is stored.
    pub(super) tries: Option<String>,
    /// When somebody came whom it waits for, as it is stored.
    pub(super) first_came_at: Option<i64>,
}

impl Met {
    /// The door of an id, where it is of the principal's organisation. Nobody else changes it, or what
    /// its panel has, until the end of the transaction.
    pub(super) async fn find(
        id: &str,
        principal: &Principal,
        way: Way,
        store: &Store,
        transaction: &mut Transaction,
    ) -> Result<Option<Self>, Error> {
        let sql = format!(
            "select zone, code_policy, condition, {} as tries, first_came_at, \
             (select count(*) from panel where organisation = door.organisation \
             and (first_door = door.id or second_door = door.id)) as panels \
             from door where id = $1 and organisation = $2{}",
            column(way),
            store.for_update()
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(id.to_owned())
            .bind(principal.organisation.clone())
            .fetch_optional(&mut **transaction)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let zone: Option<String> = row.try_get("zone")?;
        // A name that no zone has any more is as none.
        let zone = zone.and_then(|name| TimeZone::get(&name).ok());
        let tries: Option<String> = row.try_get("tries")?;
        let first_came_at: Option<i64> = row.try_get("first_came_at")?;
        let condition: String = row.try_get("condition")?;
        let mut members = vec![("id".into(), Value::from(id.to_owned()))];
        if let Value::Object(ref mut kept) = stored(&condition)? {
            members.append(kept);
        }
        for (name, value) in &mut members {
            match name.as_ref() {
                "lockout" if value.text().is_none() => {
                    let policy = std::mem::replace(value, Value::Null);
                    *value = lockout(policy, tries.as_deref())?;
                }
                "occupancy" if value.text().is_none() => {
                    let area = value.get("area").and_then(Value::text).unwrap_or_default();
                    let inside = inside(area, principal, transaction).await?;
                    if let Value::Object(of_area) = value {
                        of_area.push(("inside".into(), inside.unsigned_abs().into()));
                    }
                }
                _ => {}
            }
        }
        let door = Door::check_value(&Value::Object(members));
        let mut door =
            door.map_err(|_| Error::Failed("a door's stored condition is none".into()))?;
        if zone.is_none() {
            door.security = door.security.map(latchwork::door::Security::unplaced);
        }
        let panel = if row.try_get::<i64, _>("panels")? > 0 {
            Panel::find(&door.id, principal, store.for_share(), transaction).await?
        } else {
            None
        };
        let policy = stored_or_null(row.try_get("code_policy")?)?;
        Ok(Some(Self {
            door,
            zone,
            panel,
            duress: duress(&policy)?,
            tries,
            first_came_at,
        }))
    }

    /// The instant of an attempt, once all that it counts is nobody else's: no earlier than what was
    /// counted before.
    pub(super) fn instant<'c>(
        &'c self,
        counts: impl Iterator<Item = &'c Option<String>>,
    ) -> Result<Timestamp, Error> {
        let now = now()?;
        let mut latest = now;
        for count in counts.chain([&self.tries]).flatten() {
            let counted = stored(count)?;
            let at = counted.get("at").and_then(Value::text);
            let at = at.and_then(|at| Timestamp::parse(at).ok());
            let is_near = |at: &Timestamp| at.epoch_millis() - now.epoch_millis() <= AHEAD;
            latest = at.filter(is_near).unwrap_or(now).max(latest);
        }
        Ok(latest)
    }

    /// What its clock shows, one of UTC where nobody knows in which zone it is. Somebody whom it waits
    /// for may have come on that day.
    pub(super) fn show(&mut self, at: Timestamp) -> Result<LocalTime, Error> {
        let shown = local(at, self.zone.as_ref())?;
        // Where the zone is not known nobody knows whether it is the same day there.
        if let (Some(came), Some(zone)) = (self.first_came_at, &self.zone)
            && local(instant(came)?, Some(zone))?.date() == shown.date()
            && self.door.first_person == Some(FirstPerson::Needed)
        {
            self.door.first_person = Some(FirstPerson::Came);
        }
        Ok(shown)
    }

    /// What the door allows of wrong tries, where it counts any.
    pub(super) fn lockout_policy(&self) -> Option<&LockoutPolicy> {
        match &self.door.lockout {
            Some(Setting::On(lockout)) => Some(lockout.policy()),
            _ => None,
        }
    }
}

/// Where the count of a way is stored.
pub(super) fn column(way: Way) -> &'static str {
    match way {
        Way::Door => "tries",
        Way::Afar => "tries_afar",
    }
}

/// A policy and what was counted, as the core reads both.
pub(crate) fn lockout(
    policy: Value<'static>,
    state: Option<&str>,
) -> Result<Value<'static>, Error> {
    let state = match state {
        Some(state) => stored(state)?,
        None => Value::Object(Vec::new()),
    };
    Ok(Value::Object(vec![
        ("policy".into(), policy),
        ("state".into(), state),
    ]))
}

/// Until when what was counted keeps out whoever comes to a door of this condition.
pub(crate) fn locked_until(
    condition: &Value<'static>,
    tries: Option<&str>,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let policy = condition.get("lockout");
    let (Some(policy), Some(tries)) = (policy.filter(|one| one.text().is_none()), tries) else {
        return Ok(None);
    };
    let kept = Lockout::check_value(&lockout(policy.clone(), Some(tries))?);
    let kept = kept.map_err(|_| Error::Failed("a stored lock-out is none".into()))?;
    Ok(kept.locked_until(Some(now)))
}

/// What clocks show at an instant in a zone, and of UTC where there is none.
fn local(at: Timestamp, zone: Option<&TimeZone>) -> Result<LocalTime, Error> {
    let none = || Error::Failed("the clock is of no year".into());
    let instant = jiff::Timestamp::try_from(at).map_err(|_| none())?;
    let zone = zone.cloned().unwrap_or(TimeZone::UTC);
    let zoned = jiff::ZonedDateTime::new(instant, zone);
    let shown = Timestamp::try_from(&zoned).map_err(|_| none())?;
    LocalTime::of(shown).ok_or_else(none)
}

async fn inside(
    area: &str,
    principal: &Principal,
    transaction: &mut Transaction,
) -> Result<i64, Error> {
    let inside =
        sqlx::query_scalar("select inside from area where organisation = $1 and name = $2")
            .bind(principal.organisation.clone())
            .bind(area.to_owned())
            .fetch_optional(&mut **transaction)
            .await?;
    Ok(inside.unwrap_or(0))
}

/// What a policy lets somebody add who is threatened.
fn duress(policy: &Value<'_>) -> Result<Vec<u8>, Error> {
    if *policy == Value::Null {
        return Ok(Vec::new());
    }
    let policy = CodePolicy::check_value(policy);
    let policy = policy.map_err(|_| Error::Failed("a door's code policy is none".into()))?;
    Ok(policy.duress().steps().collect())
}

/// Whether there is such a door of the principal's organisation, which nobody else changes then.
pub(super) async fn keep(
    id: &str,
    principal: &Principal,
    lock: &str,
    transaction: &mut Transaction,
) -> Result<bool, Error> {
    let sql = format!("select id from door where id = $1 and organisation = $2{lock}");
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(id.to_owned())
        .bind(principal.organisation.clone())
        .fetch_optional(&mut **transaction)
        .await?;
    Ok(row.is_some())
}
