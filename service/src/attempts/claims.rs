//! What an attempt changes: stored where it still is what was decided on, and taken back where it still
//! is what was left.

use latchwork::door::{Claim, Opening};
use latchwork::system::plain::Way;
use latchwork::{Timestamp, Value};
use sqlx::AssertSqlSafe;

use super::credentials::Found;
use super::door::{Met, column};
use super::panel::{IDENTIFIER, USER};
use crate::clock::micros;
use crate::store::{Error, Transaction};

/// Where an attempt changes something.
pub(super) struct Kept<'a> {
    pub(super) met: &'a Met,
    pub(super) found: &'a Found,
    pub(super) way: Way,
    pub(super) at: Timestamp,
    pub(super) organisation: &'a str,
}

impl Kept<'_> {
    /// Stores all that an opening claims. A refusal takes the same statements whatever its reason: the
    /// counts are written where they stay as they are, too.
    pub(super) async fn store(
        &self,
        opening: &Opening,
        has_pin: bool,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let tries = opening.at_once.iter().find_map(|claim| match claim {
            Claim::Lockout { becomes, .. } => Some(becomes.state().to_value().to_json()),
            _ => None,
        });
        if tries.is_some() || !opening.open {
            let after = tries.or_else(|| self.met.tries.clone());
            self.store_tries(after, transaction).await?;
        }
        let mut is_pin_stored = opening.open || !has_pin;
        for claim in &opening.at_once {
            if let Claim::WrongPins {
                credential,
                becomes,
                ..
            } = claim
            {
                is_pin_stored = true;
                let after = becomes.state().to_value().to_json();
                let before = self.found.wrong_pins.get(credential).cloned().flatten();
                let stored = store_pins(credential, &after, before, transaction).await?;
                is_one(stored)?;
            }
        }
        if !is_pin_stored {
            // No key has this id.
            store_pins("", "{}", None, transaction).await?;
        }
        for claim in &opening.once_opened {
            self.store_once_opened(claim, transaction).await?;
        }
        Ok(())
    }

    async fn store_tries(
        &self,
        after: Option<String>,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let column = column(self.way);
        let sql =
            format!("update door set {column} = $1 where id = $2 and coalesce({column}, '') = $3");
        let stored = sqlx::query(AssertSqlSafe(sql))
            .bind(after)
            .bind(self.met.door.id.clone())
            .bind(self.met.tries.clone().unwrap_or_default())
            .execute(&mut **transaction)
            .await?;
        is_one(stored.rows_affected())
    }

    async fn store_once_opened(
        &self,
        claim: &Claim,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let stored = match claim {
            Claim::Uses {
                credential,
                was,
                becomes,
            } => store_uses(credential, self.organisation, *was, *becomes, transaction).await?,
            Claim::Place {
                holder, becomes, ..
            } => {
                let before = self.found.places.get(holder).cloned().flatten();
                let after = becomes.to_value().to_json();
                store_place(holder, self.organisation, before, Some(after), transaction).await?
            }
            Claim::Occupancy { area, was, becomes } => {
                store_inside(area, self.organisation, *was, *becomes, transaction).await?
            }
            Claim::FirstPerson { door } => {
                let came = Some(micros(self.at));
                store_first(door, self.met.first_came_at, came, transaction).await?
            }
            // No key has a time that runs from its first use, and none is idle; wrong tries are stored at once.
            _ => 1,
        };
        is_one(stored)
    }
}

/// What was claimed was there.
fn is_one(rows: u64) -> Result<(), Error> {
    if rows == 1 { Ok(()) } else { Err(Error::Again) }
}

async fn store_pins(
    key: &str,
    after: &str,
    before: Option<String>,
    transaction: &mut Transaction,
) -> Result<u64, Error> {
    let stored = sqlx::query(
        "update access_key set wrong_pins = $1 where id = $2 and coalesce(wrong_pins, '') = $3",
    )
    .bind(after.to_owned())
    .bind(key.to_owned())
    .bind(before.unwrap_or_default())
    .execute(&mut **transaction)
    .await?;
    Ok(stored.rows_affected())
}

/// The uid of what is of the panel.
fn of_panel(id: &str, kind: &str) -> Option<i64> {
    id.strip_prefix(kind)?.parse().ok()
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

async fn store_uses(
    key: &str,
    organisation: &str,
    was: u64,
    becomes: u64,
    transaction: &mut Transaction,
) -> Result<u64, Error> {
    let query = match of_panel(key, IDENTIFIER) {
        None => {
            sqlx::query("update access_key set uses = $1 where uses = $2 and id = $3")
                .bind(whole(becomes))
                .bind(whole(was))
                .bind(key.to_owned())
        }
        Some(uid) => sqlx::query(
            "update panel_identifier set uses = $1 where uses = $2 and uid = $3 and organisation = $4",
        )
        .bind(whole(becomes))
        .bind(whole(was))
        .bind(uid)
        .bind(organisation.to_owned()),
    };
    Ok(query.execute(&mut **transaction).await?.rows_affected())
}

async fn store_place(
    person: &str,
    organisation: &str,
    before: Option<String>,
    after: Option<String>,
    transaction: &mut Transaction,
) -> Result<u64, Error> {
    let query = match of_panel(person, USER) {
        None => {
            sqlx::query("update person set place = $1 where coalesce(place, '') = $2 and id = $3")
                .bind(after)
                .bind(before.unwrap_or_default())
                .bind(person.to_owned())
        }
        Some(uid) => sqlx::query(
            "update panel_user set place = $1 \
             where coalesce(place, '') = $2 and uid = $3 and organisation = $4",
        )
        .bind(after)
        .bind(before.unwrap_or_default())
        .bind(uid)
        .bind(organisation.to_owned()),
    };
    Ok(query.execute(&mut **transaction).await?.rows_affected())
}

async fn store_inside(
    area: &str,
    organisation: &str,
    was: u64,
    becomes: u64,
    transaction: &mut Transaction,
) -> Result<u64, Error> {
    let stored = sqlx::query(
        "insert into area (organisation, name, inside) values ($1, $2, $3) \
         on conflict (organisation, name) do update set inside = excluded.inside \
         where area.inside = $4",
    )
    .bind(organisation.to_owned())
    .bind(area.to_owned())
    .bind(whole(becomes))
    .bind(whole(was))
    .execute(&mut **transaction)
    .await?;
    Ok(stored.rows_affected())
}

async fn store_first(
    door: &str,
    before: Option<i64>,
    after: Option<i64>,
    transaction: &mut Transaction,
) -> Result<u64, Error> {
    let stored = sqlx::query(
        "update door set first_came_at = $1 where id = $2 and coalesce(first_came_at, -1) = $3",
    )
    .bind(after)
    .bind(door.to_owned())
    .bind(before.unwrap_or(-1))
    .execute(&mut **transaction)
    .await?;
    Ok(stored.rows_affected())
}

/// Takes back what an event of some instant says was stored once a door opened, where it still is as it
/// was left then.
/// Gives the claims that were taken back.
pub(super) async fn take_back(
    claims: &Value<'_>,
    (door, at): (&str, i64),
    organisation: &str,
    transaction: &mut Transaction,
) -> Result<Vec<Value<'static>>, Error> {
    let Value::Array(claims) = claims else {
        return Ok(Vec::new());
    };
    let mut taken = Vec::new();
    for claim in claims {
        let text = |name| claim.get(name).and_then(Value::text).unwrap_or_default();
        let (Some(was), Some(becomes)) = (claim.get("was"), claim.get("becomes")) else {
            continue;
        };
        let id = text("id");
        let stored = match text("of") {
            "uses" => {
                let (was, becomes) = (count(was), count(becomes));
                store_uses(id, organisation, becomes, was, transaction).await?
            }
            "occupancy" => {
                let (was, becomes) = (count(was), count(becomes));
                store_inside(id, organisation, becomes, was, transaction).await?
            }
            "place" => {
                let before = was.text().is_none().then(|| was.to_json());
                store_place(
                    id,
                    organisation,
                    Some(becomes.to_json()),
                    before,
                    transaction,
                )
                .await?
            }
            "first-person" => store_first(door, Some(at), None, transaction).await?,
            _ => 0,
        };
        if stored == 1 {
            taken.push(claim.clone().into_owned());
        }
    }
    Ok(taken)
}

/// The number of a claim: a whole one of JSON.
fn count(value: &Value<'_>) -> u64 {
    value.to_json().parse().unwrap_or(u64::MAX)
}
