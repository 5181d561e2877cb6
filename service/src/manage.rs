//! What has to be there before anybody can ask: organisations, doors, people and keys of the API.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use latchwork::door::Condition;
use latchwork::system::smartphonekey::LockId;
use latchwork::{CodePolicy, Issues, Timestamp, Uuid, Value};

use crate::caller::Role;
use crate::clock::{instant, micros, now};
use crate::doors::NewDoor;
use crate::event::{Event, Kind};
use crate::id;
use crate::options::Options;
use crate::people::NewPerson;
use crate::secrets::{self, Keyring, Tag};
use crate::session;
use crate::store::{Error, Store, Transaction, repeated};

/// What events call who runs the program by hand.
const OPERATOR: &str = "operator";

/// What a key of the API begins with, by which it is known where it should not be.
const KEY_MARK: &str = "lw_";

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

/// `latchwork api-key`: its owner and the key, which is in no database.
pub async fn api_key(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let organisation = options.needed("organisation")?;
    let role = Role::parse(&options.needed("role")?)
        .context("expected --role administrator, manager, controller or reader")?;
    let name = options.take("name");
    let doors = options.take("doors").unwrap_or_default();
    let doors: Vec<_> = doors.split(',').filter(|door| !door.is_empty()).collect();
    let doors = doors
        .into_iter()
        .map(LockId::parse)
        .collect::<Result<Vec<_>, _>>();
    let doors = doors.map_err(|issue| anyhow!("--doors: {issue}"))?;
    if doors.is_empty() == matches!(role, Role::Manager | Role::Controller) {
        bail!("expected --doors for a manager or controller, and for nobody else");
    }
    let days = options
        .take("days")
        .map(|days| days.parse::<u16>())
        .transpose();
    let days = days.context("expected --days from 0 to 65535")?;
    options.finish()?;
    let secret = secrets::draw_secret()?;
    let key = zeroize::Zeroizing::new(format!("{KEY_MARK}{}", *secret));
    let at = now()?;
    let days = days.map(i64::from);
    let new = NewKey {
        principal: id::draw()?.to_string(),
        organisation,
        name,
        role,
        doors,
        hash: secrets::hash(&key).to_vec(),
        panel_hash: secrets::panel_hash(&key).to_vec(),
        at,
        expires_at: days.map(|days| micros(at) + days * 86_400 * 1_000_000),
    };
    let store = Store::open(&database).await?;
    if let Err(error) = repeated(|| new.store(&store)).await {
        bail!("{error}");
    }
    store.close().await;
    writeln!(std::io::stdout(), "{}\n{}", new.principal, *key)?;
    Ok(())
}

/// `latchwork ticket`: signs in to the console, once and soon.
pub async fn ticket(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let principal = options.needed("principal")?;
    options.finish()?;
    let store = Store::open(&database).await?;
    let ticket = session::ticket(&principal, &store).await;
    store.close().await;
    match ticket {
        Ok(ticket) => Ok(writeln!(std::io::stdout(), "{}", *ticket)?),
        Err(Error::Missing) => bail!("there is no such principal"),
        Err(error) => bail!("{error}"),
    }
}

struct NewKey {
    principal: String,
    organisation: String,
    /// What people call who acts with it.
    name: Option<String>,
    role: Role,
    doors: Vec<LockId>,
    hash: Vec<u8>,
    panel_hash: Vec<u8>,
    at: Timestamp,
    expires_at: Option<i64>,
}

impl NewKey {
    async fn store(&self, store: &Store) -> Result<(), Error> {
        let id = id::draw()?.to_string();
        let mut transaction: Transaction = store.begin().await?;
        sqlx::query(
            "insert into principal (id, organisation, name, role, created_at) \
             values ($1, $2, $3, $4, $5)",
        )
        .bind(self.principal.clone())
        .bind(self.organisation.clone())
        .bind(self.name.clone())
        .bind(self.role.word())
        .bind(micros(self.at))
        .execute(&mut *transaction)
        .await?;
        for door in &self.doors {
            sqlx::query("insert into principal_door (principal, door) values ($1, $2)")
                .bind(self.principal.clone())
                .bind(door.as_str().to_owned())
                .execute(&mut *transaction)
                .await?;
        }
        sqlx::query(
            "insert into api_key (id, principal, hash, panel_hash, created_at, expires_at) \
             values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.clone())
        .bind(self.principal.clone())
        .bind(self.hash.clone())
        .bind(self.panel_hash.clone())
        .bind(micros(self.at))
        .bind(self.expires_at)
        .execute(&mut *transaction)
        .await?;
        for (version, kind, data) in [
            (1, Kind::PrincipalCreated, self.principal_value()),
            (2, Kind::ApiKeyCreated, self.value(id)?),
        ] {
            let stream = format!("principal/{}", self.principal);
            let event = event(stream, version, &self.organisation, kind, data, self.at);
            event.store(&mut transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    fn principal_value(&self) -> Vec<(Cow<'static, str>, Value<'static>)> {
        let doors = self
            .doors
            .iter()
            .map(|door| door.as_str().to_owned().into());
        let name = self.name.clone();
        let mut members = vec![("id".into(), self.principal.clone().into())];
        members.extend(name.map(|name| ("name".into(), name.into())));
        members.push(("role".into(), self.role.word().into()));
        members.push(("doors".into(), doors.collect::<Vec<Value<'_>>>().into()));
        members
    }

    fn value(&self, id: String) -> Result<Vec<(Cow<'static, str>, Value<'static>)>, Error> {
        let mut members = vec![("id".into(), id.into())];
        if let Some(end) = self.expires_at {
            members.push(("expiresAt".into(), instant(end)?.into()));
        }
        Ok(members)
    }
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
