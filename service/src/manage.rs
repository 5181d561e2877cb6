//! What has to be there before anybody can ask: organisations, doors, people and keys of the API.

mod principals;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use latchwork::door::Condition;
use latchwork::system::smartphonekey::LockId;
use latchwork::{CodePolicy, Issues, Timestamp, Uuid, Value};

use crate::clock::{micros, now};
use crate::doors::NewDoor;
use crate::event::{Event, Kind};
use crate::options::Options;
use crate::people::NewPerson;
use crate::secrets::{Keyring, Tag};
use crate::store::{Error, Store};

pub use principals::{api_key, change, let_in, list, revoke, ticket};

/// What events call who runs the program by hand.
const OPERATOR: &str = "operator";

/// The secrets of a database, made with it. Others than those that it was made with are refused.
pub async fn keyring(store: &Store, file: &Path) -> Result<Keyring> {
    let known: Vec<(i64, Vec<u8>)> = sqlx::query_as("select version, proof from secret_version")
        .fetch_all(store.reader())
        .await
        .map_err(Error::from)?;
    let shown = file.display();
    let keys = match Keyring::read(file)? {
        Some(keys) => keys,
        None if known.is_empty() => Keyring::create(file)?,
        None => bail!("{shown} is not there, without which nothing in this database opens"),
    };
    let proofs: Vec<(i64, Tag)> = keys.proofs().collect();
    for (version, proof) in known {
        if !proofs
            .iter()
            .any(|(number, own)| *number == version && proof == *own)
        {
            bail!(
                "{shown} has not the keys of version {version} that this database was written with"
            );
        }
    }
    let at = micros(now()?);
    for (version, proof) in proofs {
        sqlx::query(
            "insert into secret_version (version, proof, created_at) values ($1, $2, $3) \
             on conflict do nothing",
        )
        .bind(version)
        .bind(proof.to_vec())
        .bind(at)
        .execute(store.writer())
        .await
        .map_err(Error::from)?;
    }
    // Of two instances that made keys at the same time, one has others than the database.
    let written: Vec<(i64, Vec<u8>)> = sqlx::query_as("select version, proof from secret_version")
        .fetch_all(store.writer())
        .await
        .map_err(Error::from)?;
    let is_own = |(version, proof): &(i64, Vec<u8>)| {
        keys.proofs()
            .any(|(number, own)| number == *version && *proof == own)
    };
    if !written.iter().all(is_own) {
        bail!(
            "{shown} was made at the same time as another: only that of the first opens this database"
        );
    }
    Ok(keys)
}

/// Beside the file of `SQLite`, where nothing else is said.
pub fn secrets_file(database: &str, told: Option<PathBuf>) -> Result<PathBuf> {
    let beside = || {
        Some(PathBuf::from(format!(
            "{}.secrets",
            Store::file_of(database)?
        )))
    };
    told.or_else(beside)
        .context("expected --secrets <file>, which all instances over one database share")
}

/// `latchwork organisation`
pub async fn organisation(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let (id, name) = (options.needed("id")?, options.needed("name")?);
    let at = now()?;
    let mobile_keys_since = match options.take("mobile-keys").as_deref() {
        None | Some("no") => None,
        Some("yes") => Some(micros(at)),
        Some(other) => bail!("expected yes or no after --mobile-keys, found `{other}`"),
    };
    options.finish()?;
    let store = Store::open(&database).await?;
    let made = async {
        let mut transaction = store.begin().await?;
        sqlx::query(
            "insert into organisation (id, name, mobile_keys_since, created_at) \
             values ($1, $2, $3, $4)",
        )
        .bind(id.clone())
        .bind(name.clone())
        .bind(mobile_keys_since)
        .bind(micros(at))
        .execute(&mut *transaction)
        .await?;
        let data = vec![
            ("id".into(), id.clone().into()),
            ("name".into(), name.into()),
            ("mobileKeys".into(), mobile_keys_since.is_some().into()),
        ];
        let stream = format!("organisation/{id}");
        let event = event(stream, 1, &id, Kind::OrganisationCreated, data, at);
        event.store(&mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    };
    let made = made.await;
    finished(store, made).await
}

/// What an operator did.
fn event(
    stream: String,
    version: u64,
    organisation: &str,
    kind: Kind,
    data: Vec<(Cow<'static, str>, Value<'static>)>,
    at: Timestamp,
) -> Event {
    Event {
        stream,
        version,
        at,
        organisation: Some(organisation.to_owned()),
        actor: OPERATOR.into(),
        person: None,
        kind,
        data: Value::Object(data).to_json(),
    }
}

/// `latchwork door`
pub async fn door(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let id = LockId::parse(&options.needed("id")?).map_err(|issue| anyhow!("--id: {issue}"))?;
    let (organisation, name) = (options.needed("organisation")?, options.needed("name")?);
    let codes = options
        .take("codes")
        .map(|codes| policy(&codes))
        .transpose()?;
    let zone = options.take("zone");
    options.finish()?;
    let new = NewDoor {
        id: id.as_str().to_owned(),
        organisation,
        name,
        zone,
        codes,
        condition: Condition::ordinary().to_value(),
    };
    let store = Store::open(&database).await?;
    let made = async {
        let mut transaction = store.begin().await?;
        if !new.store(OPERATOR, now()?, &mut transaction).await? {
            return Err(Error::Again);
        }
        transaction.commit().await?;
        Ok(())
    };
    let made = made.await;
    finished(store, made).await
}

/// A policy as the database has it: of its name, or of its object.
fn policy(text: &str) -> Result<String> {
    if let Some(preset) = CodePolicy::preset(text) {
        return Ok(preset.to_value().to_json());
    }
    let value = Value::from_json(text.as_bytes(), text.len()).map_err(Issues::from);
    let checked = value.and_then(|value| CodePolicy::check_value(&value));
    let checked = checked.map_err(|issues| anyhow!("--codes: {issues}"))?;
    Ok(checked.to_value().to_json())
}

/// `latchwork person`
pub async fn person(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let id = Uuid::parse(&options.needed("id")?).map_err(|issue| anyhow!("--id: {issue}"))?;
    let organisation = options.take("organisation");
    let names = ["first-name", "last-name"].map(|name| options.take(name));
    options.finish()?;
    let [first_name, last_name] = names;
    let new = NewPerson {
        id: id.to_string(),
        organisation,
        is_mobile: false,
        phone: None,
        first_name,
        last_name,
        party: Vec::new(),
    };
    let store = Store::open(&database).await?;
    let made = async {
        let mut transaction = store.begin().await?;
        new.store(OPERATOR, now()?, &mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    };
    let made = made.await;
    finished(store, made).await
}

async fn finished(store: Store, made: Result<(), Error>) -> Result<()> {
    store.close().await;
    match made {
        Ok(()) => Ok(()),
        Err(Error::Again) => bail!("there is one of this id already"),
        Err(Error::Missing) => bail!("there is no such organisation"),
        Err(error) => bail!("{error}"),
    }
}
