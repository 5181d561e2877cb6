//! `latchwork check`: the events once more, and what they come to beside what the tables have.
//!
//! Secrets and their tags are in no event: that there is one is all that is compared. Neither are what
//! passes: sessions, answers that come again, the outbox.

mod kinds;
mod state;
mod tables;

use std::io::Write as _;

use anyhow::{Result, bail};
use serde_json::Value;
use sqlx::Row as _;

use crate::event::Kind;
use crate::options::Options;
use crate::store::{Error, Store, Transaction};

use state::{Cell, Happened, State, Wrong};
use tables::{TABLES, Table};

/// So many events are read at a time.
const PAGE: i64 = 1000;
/// So many differences are told.
const MOST: usize = 100;

/// `latchwork check`
pub async fn check(mut options: Options) -> Result<()> {
    let database = options.database()?;
    options.finish()?;
    let store = Store::open(&database).await?;
    let differences = differences(&store).await;
    store.close().await;
    let differences = differences?;
    let mut out = std::io::stdout().lock();
    for difference in differences.iter().take(MOST) {
        writeln!(out, "{difference}")?;
    }
    match differences.len() {
        0 => Ok(writeln!(out, "the events come to what the tables have")?),
        count => bail!("{count} differences"),
    }
}

/// Where events and tables differ, all at one instant.
async fn differences(store: &Store) -> Result<Vec<String>, Error> {
    let mut transaction = store.read().await?;
    let (state, mut differences) = replayed(&mut transaction).await?;
    for table in TABLES {
        compare(table, &state, &mut differences, &mut transaction).await?;
    }
    transaction.rollback().await?;
    Ok(differences)
}

/// What all events come to, and those that come to nothing.
async fn replayed(transaction: &mut Transaction) -> Result<(State, Vec<String>), Error> {
    let (mut state, mut wrong, mut after) = (State::default(), Vec::new(), 0);
    loop {
        let rows = sqlx::query(
            "select seq, stream, version, at, organisation, person, type, data from event \
             where seq > $1 order by seq limit $2",
        )
        .bind(after)
        .bind(PAGE)
        .fetch_all(&mut **transaction)
        .await?;
        for row in &rows {
            after = row.try_get("seq")?;
            let data: String = row.try_get("data")?;
            let word: String = row.try_get("type")?;
            let (stream, version): (String, i64) =
                (row.try_get("stream")?, row.try_get("version")?);
            let Some(kind) = Kind::parse(&word) else {
                wrong.push(format!(
                    "{stream} {version}: {word}: nothing is known of this kind"
                ));
                continue;
            };
            let happened = Happened {
                stream,
                version,
                at: row.try_get("at")?,
                organisation: row.try_get("organisation")?,
                person: row.try_get("person")?,
                kind,
                data: serde_json::from_str(&data).unwrap_or(Value::Null),
            };
            if let Err(Wrong(why)) = kinds::apply(&happened, &mut state) {
                let Happened {
                    stream, version, ..
                } = &happened;
                wrong.push(format!("{stream} {version}: {word}: {why}"));
            }
        }
        if rows.is_empty() {
            state.fold();
            return Ok((state, wrong));
        }
    }
}

async fn compare(
    table: &'static Table,
    state: &State,
    differences: &mut Vec<String>,
    transaction: &mut Transaction,
) -> Result<(), Error> {
    let mut found = 0;
    let name = table.name;
    for (key, row) in table.rows(transaction).await? {
        let shown = key.join(" ");
        let Some(expected) = state.find(name, &key) else {
            differences.push(format!("{name} {shown}: no event made it"));
            continue;
        };
        found += 1;
        for (column, cell) in row {
            let expected = expected.get(column).unwrap_or(&Cell::Null);
            if *expected != cell {
                differences.push(format!(
                    "{name} {shown}: {column} is {cell}, by the events {expected}"
                ));
            }
        }
    }
    if found == state.count(name) {
        return Ok(());
    }
    // Which they are is known by a second look, that is seldom needed.
    let there: std::collections::BTreeSet<_> = table
        .rows(transaction)
        .await?
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    for key in state.keys(name).filter(|key| !there.contains(*key)) {
        differences.push(format!(
            "{name} {}: is not there, by the events it is",
            key.join(" ")
        ));
    }
    Ok(())
}
