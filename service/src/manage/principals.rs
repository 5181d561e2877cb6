//! Who acts for organisations, made and let in by hand.

use std::io::Write as _;

use anyhow::{Context as _, Result, anyhow, bail};
use latchwork::Value;
use latchwork::system::plain::ChangePrincipal;
use latchwork::system::smartphonekey::LockId;
use sqlx::Row as _;
use zeroize::Zeroizing;

use super::OPERATOR;
use crate::caller::Role;
use crate::clock::{instant, now};
use crate::id;
use crate::options::Options;
use crate::principals::{Acting, Deed};
use crate::secrets;
use crate::session;
use crate::store::{Error, Store, Transaction, repeated};

/// `latchwork api-key`: its owner and the key, which is in no database. The owner is one who is made, or
/// who was there before.
pub async fn api_key(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let days = options
        .take("days")
        .map(|days| days.parse::<u16>().map(u64::from))
        .transpose();
    let days = days.context("expected --days from 0 to 65535")?;
    let principal = options.take("principal");
    let new = match principal {
        Some(_) => None,
        None => Some(NewPrincipal::read(&mut options)?),
    };
    options.finish()?;
    let principal = match principal {
        Some(principal) => principal,
        None => id::draw()?.to_string(),
    };
    let at = now()?;
    let made = within(&database, async |transaction| {
        let organisation = match &new {
            Some(new) => new.organisation.clone(),
            None => organisation_of(&principal, transaction).await?,
        };
        let deed = Deed {
            organisation: &organisation,
            principal: &principal,
            actor: OPERATOR,
            at,
        };
        if let Some(new) = &new {
            let name = new.name.as_deref();
            let is_made = deed.create(name, new.role, &new.doors, transaction);
            if !is_made.await? {
                return Err(Error::Missing);
            }
        }
        deed.give_key(days, transaction).await
    });
    match (made.await?, &new) {
        (Ok(key), _) => Ok(writeln!(std::io::stdout(), "{principal}\n{}", *key)?),
        (Err(Error::Missing), Some(new)) if new.doors.is_empty() => {
            bail!("there is no such organisation")
        }
        (Err(Error::Missing), Some(_)) => {
            bail!("there is no such organisation, or one of the doors is none of its")
        }
        (Err(Error::Missing), None) => bail!(NO_PRINCIPAL),
        (Err(error), _) => bail!("{error}"),
    }
}

/// Who is to act for an organisation, as the command line has it.
struct NewPrincipal {
    organisation: String,
    /// What people call who acts.
    name: Option<String>,
    role: Role,
    doors: Vec<LockId>,
}

impl NewPrincipal {
    fn read(options: &mut Options) -> Result<Self> {
        let organisation = options.needed("organisation")?;
        let role = Role::find(&options.needed("role")?)
            .context("expected --role administrator, manager, controller or reader")?;
        let doors = options.take("doors").unwrap_or_default();
        let doors = split(&doors).map(LockId::parse);
        let doors = doors.collect::<Result<Vec<_>, _>>();
        let doors = doors.map_err(|issue| anyhow!("--doors: {issue}"))?;
        if doors.is_empty() == role.is_of_some_doors() {
            bail!("expected --doors for a manager or controller, and for nobody else");
        }
        Ok(Self {
            organisation,
            name: options.take("name"),
            role,
            doors,
        })
    }
}

/// The ids of a list.
fn split(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|id| !id.is_empty())
}

/// Does something in a transaction of a database, once more where others were first.
async fn within<T>(
    database: &str,
    what: impl AsyncFn(&mut Transaction) -> Result<T, Error>,
) -> Result<Result<T, Error>> {
    let store = Store::open(database).await?;
    let done = repeated(|| async {
        let mut transaction = store.begin().await?;
        let done = what(&mut transaction).await?;
        transaction.commit().await?;
        Ok(done)
    });
    let done = done.await;
    store.close().await;
    Ok(done)
}

/// For whom a principal acts.
///
/// # Errors
/// [`Error::Missing`] where there is no such principal.
async fn organisation_of(principal: &str, transaction: &mut Transaction) -> Result<String, Error> {
    let found = sqlx::query_scalar("select organisation from principal where id = $1")
        .bind(principal.to_owned())
        .fetch_optional(&mut **transaction)
        .await?;
    found.ok_or(Error::Missing)
}

const NO_PRINCIPAL: &str = "there is no such principal";

/// `latchwork change`: what a principal is called, may do, and at which doors.
pub async fn change(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let principal = options.needed("principal")?;
    let mut members = Vec::new();
    for name in ["name", "role"] {
        members.extend(options.take(name).map(|text| (name.into(), text.into())));
    }
    if let Some(doors) = options.take("doors") {
        let doors: Vec<Value<'_>> = split(&doors).map(|id| id.to_owned().into()).collect();
        members.push(("doors".into(), doors.into()));
    }
    options.finish()?;
    let change = ChangePrincipal::check_value(&Value::Object(members));
    let change = change.map_err(|issues| anyhow!("{issues}"))?;
    let at = now()?;
    let changed = within(&database, async |transaction| {
        let organisation = organisation_of(&principal, transaction).await?;
        let deed = Deed {
            organisation: &organisation,
            principal: &principal,
            actor: OPERATOR,
            at,
        };
        let before = Acting::find(&principal, &organisation, transaction).await?;
        let before = before.ok_or(Error::Missing)?;
        let after = match before.changed(&change) {
            Ok(after) => after,
            Err(issue) => return Ok(Err(issue)),
        };
        if deed.change(&before, &after, transaction).await? {
            Ok(Ok(()))
        } else {
            Err(Error::Missing)
        }
    });
    match changed.await? {
        Ok(Ok(())) => Ok(()),
        Ok(Err(issue)) => bail!("--doors: {issue}"),
        Err(Error::Missing) if change.doors.is_some() => {
            bail!("there is no such principal, or one of the doors is none of its organisation")
        }
        Err(Error::Missing) => bail!(NO_PRINCIPAL),
        Err(error) => bail!("{error}"),
    }
}

/// `latchwork disable` and `latchwork enable`: whether a principal is let in.
pub async fn let_in(mut options: Options, is_let_in: bool) -> Result<()> {
    let database = options.database()?;
    let principal = options.needed("principal")?;
    let reason = options.take("reason");
    options.finish()?;
    let at = now()?;
    let made = within(&database, async |transaction| {
        let deed = Deed {
            organisation: &organisation_of(&principal, transaction).await?,
            principal: &principal,
            actor: OPERATOR,
            at,
        };
        deed.let_in(is_let_in, reason.as_deref(), transaction).await
    });
    match made.await? {
        Ok(_) => Ok(()),
        Err(Error::Missing) => bail!(NO_PRINCIPAL),
        Err(error) => bail!("{error}"),
    }
}

/// `latchwork revoke`: takes a key of the API back, by its id, or by itself where that is what leaked.
pub async fn revoke(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let key = Zeroizing::new(options.needed("key")?);
    let reason = options.take("reason");
    options.finish()?;
    let at = now()?;
    let revoked = within(&database, async |transaction| {
        let sql = "select k.id, k.principal, p.organisation from api_key k \
                   join principal p on p.id = k.principal where k.id = $1 or k.hash = $2";
        let row = sqlx::query(sql)
            .bind(key.to_string())
            .bind(secrets::hash(&key).to_vec())
            .fetch_optional(&mut **transaction)
            .await?;
        let row = row.ok_or(Error::Missing)?;
        let text = |column: &str| row.try_get::<String, _>(column);
        let deed = Deed {
            organisation: &text("organisation")?,
            principal: &text("principal")?,
            actor: OPERATOR,
            at,
        };
        let reason = reason.as_deref();
        deed.revoke_key(&text("id")?, reason, transaction).await
    });
    match revoked.await? {
        Ok(_) => Ok(()),
        Err(Error::Missing) => bail!("there is no such key"),
        Err(error) => bail!("{error}"),
    }
}

/// `latchwork principals`: who acts for organisations, a line each, and the keys of each below.
pub async fn list(mut options: Options) -> Result<()> {
    let database = options.database()?;
    options.finish()?;
    let store = Store::open(&database).await?;
    let lines = lines(&store).await;
    store.close().await;
    let mut out = std::io::stdout().lock();
    for line in lines.map_err(|error| anyhow!("{error}"))? {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

async fn lines(store: &Store) -> Result<Vec<String>, Error> {
    let rows = sqlx::query(
        "select p.id, p.organisation, p.role, p.name, p.disabled_at, \
         k.id as key, k.created_at, k.expires_at, k.revoked_at \
         from principal p left join api_key k on k.principal = p.id \
         order by p.organisation, p.created_at, p.id, k.created_at, k.id",
    )
    .fetch_all(store.reader())
    .await?;
    let mut lines = Vec::new();
    let mut before = String::new();
    for row in &rows {
        let text = |column: &str| row.try_get::<String, _>(column);
        let at = |column: &str, word: &str| {
            let at: Option<i64> = row.try_get(column)?;
            let at = at.map(|at| Ok::<_, Error>(format!(" {word} {}", instant(at)?)));
            Ok::<_, Error>(at.transpose()?.unwrap_or_default())
        };
        let id = text("id")?;
        if id != before {
            let name: Option<String> = row.try_get("name")?;
            let name = name.map(|name| format!(" {name:?}")).unwrap_or_default();
            let disabled = at("disabled_at", "disabled")?;
            let (organisation, role) = (text("organisation")?, text("role")?);
            lines.push(format!("{id} {organisation} {role}{name}{disabled}"));
            before = id;
        }
        let key: Option<String> = row.try_get("key")?;
        if let Some(key) = key {
            let (since, until) = (at("created_at", "since")?, at("expires_at", "until")?);
            let revoked = at("revoked_at", "revoked")?;
            lines.push(format!("  key {key}{since}{until}{revoked}"));
        }
    }
    Ok(lines)
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
        Err(Error::Missing) => bail!(NO_PRINCIPAL),
        Err(error) => bail!("{error}"),
    }
}
