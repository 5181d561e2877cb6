//! `latchwork secrets`: another version of the keys, all that is sealed under it, and the end of a former.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use sqlx::{AssertSqlSafe, Row as _};

use crate::basip::{PanelNumber, of_stored};
use crate::identified::{IDENTIFICATION, PIN, identified, opened};
use crate::manage::{keyring, secrets_file};
use crate::options::Options;
use crate::secrets::{Keyring, Sealed};
use crate::server::Service;
use crate::store::{Error, Store, Transaction, repeated};
use crate::webhooks;

/// So many rows are looked at in one go; each is sealed in a transaction of its own, which keeps
/// nobody waiting.
const BATCH: i64 = 100;

/// `latchwork secrets add`, `renew` and `drop <version>`
pub async fn secrets(mut words: impl Iterator<Item = String>) -> Result<()> {
    let action = words.next().unwrap_or_default();
    let version = match action.as_str() {
        "add" | "renew" => None,
        "drop" => {
            let version = words.next().and_then(|word| word.parse::<i64>().ok());
            Some(version.context("expected the number of a version after drop")?)
        }
        other => bail!("expected secrets add, renew or drop, found `{other}`"),
    };
    let mut options = Options::read(words)?;
    let told = options.take("secrets").map(PathBuf::from);
    // Where the file is told, a version is added to it whatever database it is of.
    let database = match options.database() {
        Err(_) if action == "add" && told.is_some() => String::new(),
        database => database?,
    };
    options.finish()?;
    let file = secrets_file(&database, told)?;
    if action == "add" {
        return add(&file);
    }
    let store = Store::open(&database).await?;
    let done = match version {
        Some(version) => Keyring::remove(&file, version, || forget(&store, version)).await,
        None => renew(&store, &file).await,
    };
    store.close().await;
    done
}

fn add(file: &Path) -> Result<()> {
    let version = Keyring::add(file)?;
    println!("version {version} writes, once every server over the database was started anew");
    Ok(())
}

async fn renew(store: &Store, file: &Path) -> Result<()> {
    let keys = keyring(store, file).await?;
    let renewal = Renewal { store, keys: &keys };
    let count = renewal.all().await?;
    println!(
        "{count} rows are sealed anew, by version {}",
        keys.version()
    );
    Ok(())
}

/// Takes a version out of the database, which refuses that while any row is sealed by it.
async fn forget(store: &Store, version: i64) -> Result<()> {
    let forgotten = sqlx::query("delete from secret_version where version = $1")
        .bind(version)
        .execute(store.writer())
        .await;
    match forgotten.map_err(Error::from) {
        Ok(_) => return Ok(()),
        Err(Error::Missing) => {}
        Err(error) => bail!("{error}"),
    }
    let mut found = Vec::new();
    for table in ["key_secret", "panel_identifier", "webhook", "idempotency"] {
        let sql = format!("select count(*) from {table} where version = $1");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(version)
            .fetch_one(store.reader())
            .await
            .map_err(Error::from)?;
        if count > 0 {
            found.push(format!("{count} of {table}"));
        }
    }
    bail!(
        "rows are sealed by version {version} ({}): `latchwork secrets renew` seals them anew, but for \
         answers to be given again (idempotency), which are over in a day",
        found.join(", ")
    )
}

struct Renewal<'a> {
    store: &'a Store,
    keys: &'a Keyring,
}

impl Renewal<'_> {
    async fn all(&self) -> Result<usize, Error> {
        let mut count = 0;
        for table in [KEY_SECRETS, PANEL_IDENTIFIERS, WEBHOOKS] {
            loop {
                let rows: Vec<Vec<String>> = self.former(table).await?;
                if rows.is_empty() {
                    break;
                }
                for row in rows {
                    repeated(|| self.row(table, &row)).await?;
                    count += 1;
                }
            }
        }
        Ok(count)
    }

    /// The keys of some rows that a former version sealed.
    async fn former(&self, table: &Sealing) -> Result<Vec<Vec<String>>, Error> {
        let names: Vec<_> = table
            .key
            .iter()
            .map(|name| format!("cast({name} as text)"))
            .collect();
        let sql = format!(
            "select {} from {} where version < $1 limit $2",
            names.join(", "),
            table.name
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(self.keys.version())
            .bind(BATCH)
            .fetch_all(self.store.reader())
            .await?;
        let key =
            |row: &sqlx::any::AnyRow| (0..table.key.len()).map(|at| row.try_get(at)).collect();
        rows.iter()
            .map(key)
            .collect::<Result<_, _>>()
            .map_err(Error::from)
    }

    async fn row(&self, table: &Sealing, key: &[String]) -> Result<(), Error> {
        let mut transaction = self.store.begin().await?;
        match (table.name, key) {
            ("key_secret", [id]) => renew_key(id, self.store, self.keys, &mut transaction).await?,
            ("panel_identifier", [organisation, uid]) => {
                self.panel_identifier(organisation, uid, &mut transaction)
                    .await?;
            }
            ("webhook", [id]) => self.webhook(id, &mut transaction).await?,
            _ => {}
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn panel_identifier(
        &self,
        organisation: &str,
        uid: &str,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let lock = self.store.for_update();
        let sql = format!(
            "select request, version, number from panel_identifier \
             where organisation = $1 and cast(uid as text) = $2{lock}"
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(organisation.to_owned())
            .bind(uid.to_owned())
            .fetch_optional(&mut **transaction)
            .await?;
        let Some(row) = row else {
            return Ok(());
        };
        let number = PanelNumber { organisation, uid };
        let sealed = Sealed {
            version: row.try_get("version")?,
            bytes: row.try_get("number")?,
        };
        let text = self
            .keys
            .open(&number.place(), &sealed)
            .map_err(|_| closed())?;
        let request = of_stored(row.try_get("request")?, &text)?;
        let renewed = self.keys.seal(&number.place(), &text)?;
        sqlx::query(
            "update panel_identifier set tag = $1, version = $2, number = $3 \
             where organisation = $4 and cast(uid as text) = $5",
        )
        .bind(number.tag(&request, self.keys).to_vec())
        .bind(renewed.version)
        .bind(renewed.bytes)
        .bind(organisation.to_owned())
        .bind(uid.to_owned())
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }

    async fn webhook(&self, id: &str, transaction: &mut Transaction) -> Result<(), Error> {
        let lock = self.store.for_update();
        let sql = format!("select version, secret from webhook where id = $1{lock}");
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(id.to_owned())
            .fetch_one(&mut **transaction)
            .await?;
        let sealed = Sealed {
            version: row.try_get("version")?,
            bytes: row.try_get("secret")?,
        };
        let secret = self
            .keys
            .open(&webhooks::place(id), &sealed)
            .map_err(|_| closed())?;
        let renewed = self.keys.seal(&webhooks::place(id), &secret)?;
        sqlx::query("update webhook set version = $1, secret = $2 where id = $3")
            .bind(renewed.version)
            .bind(renewed.bytes)
            .bind(id.to_owned())
            .execute(&mut **transaction)
            .await?;
        Ok(())
    }
}

/// Rows that are sealed.
struct Sealing {
    name: &'static str,
    key: &'static [&'static str],
}

const KEY_SECRETS: &Sealing = &Sealing {
    name: "key_secret",
    key: &["key"],
};
const PANEL_IDENTIFIERS: &Sealing = &Sealing {
    name: "panel_identifier",
    key: &["organisation", "uid"],
};
const WEBHOOKS: &Sealing = &Sealing {
    name: "webhook",
    key: &["id"],
};

fn closed() -> Error {
    Error::Failed("what is sealed does not open".into())
}

/// Seals anew the keys that were found by a former version, of which somebody made use. Nobody waits
/// for it: no time tells whether there was any.
pub fn renew_used(service: &Arc<Service>, keys: &[String]) {
    if keys.is_empty() {
        return;
    }
    let (service, keys) = (Arc::clone(service), keys.to_vec());
    tokio::spawn(async move {
        for id in keys {
            let renewed = repeated(|| async {
                let mut transaction = service.store.begin().await?;
                renew_key(&id, &service.store, &service.keys, &mut transaction).await?;
                transaction.commit().await?;
                Ok(())
            });
            if let Err(error) = renewed.await {
                tracing::warn!(%error, "a key that was used was not sealed anew");
            }
        }
    });
}

/// Seals what identifies a key by the last version, and tags it so at its doors, where a former did.
pub async fn renew_key(
    id: &str,
    store: &Store,
    keys: &Keyring,
    transaction: &mut Transaction,
) -> Result<(), Error> {
    let lock = store.for_update();
    // Whoever looks for a code at one of its doors, or opens one by it, has these first.
    let sql = format!(
        "select id from door where id in (select door from key_door where key = $1) order by id{lock}"
    );
    let doors: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(id.to_owned())
        .fetch_all(&mut **transaction)
        .await?;
    let sql = format!("select kind, key_format from access_key where id = $1{lock}");
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(id.to_owned())
        .fetch_one(&mut **transaction)
        .await?;
    let (kind, format): (String, Option<String>) =
        (row.try_get("kind")?, row.try_get("key_format")?);
    let secret = sqlx::query("select version, identification, pin from key_secret where key = $1")
        .bind(id.to_owned())
        .fetch_one(&mut **transaction)
        .await?;
    let version: i64 = secret.try_get("version")?;
    if version >= keys.version() {
        return Ok(());
    }
    let sealed = |bytes| Sealed { version, bytes };
    let identification = sealed(secret.try_get("identification")?);
    let own = opened(id, &kind, format.as_deref(), &identification, keys)?;
    let again = |place: &[u8], former: &Sealed| {
        let place = [place, id.as_bytes()];
        let text = keys.open(&place, former).map_err(|_| closed())?;
        Ok::<_, Error>(keys.seal(&place, &text)?)
    };
    let pin: Option<Vec<u8>> = secret.try_get("pin")?;
    let pin = pin.map(|pin| again(PIN, &sealed(pin))).transpose()?;
    let renewed = again(IDENTIFICATION, &identification)?;
    sqlx::query("update key_secret set version = $1, identification = $2, pin = $3 where key = $4")
        .bind(renewed.version)
        .bind(renewed.bytes)
        .bind(pin.map(|pin| pin.bytes))
        .bind(id.to_owned())
        .execute(&mut **transaction)
        .await?;
    let identified = identified(&own);
    let identified = identified.first().ok_or_else(closed)?;
    for door in doors {
        sqlx::query("update key_door set tag = $1 where key = $2 and door = $3")
            .bind(identified.tag(&door, keys).to_vec())
            .bind(id.to_owned())
            .bind(door)
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}
