//! The database: `SQLite` or `PostgreSQL` behind one face.
//!
//! A statement is the same text for both, but for the locks that `PostgreSQL` takes on rows; `SQLite`
//! has one writer at a time. No error tells more than its kind and the name of what was violated:
//! what a database says of a row that clashes shows the other row.

mod turn;

use std::fmt;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, Connection as _, SqlStr};

/// A transaction of either database.
pub type Transaction = sqlx::Transaction<'static, sqlx::Any>;

/// The SQL of each database, in the order of its versions. Files that were ever released stay as they are.
const MIGRATIONS: [(&str, [&str; 2]); 1] = [(
    "foundations",
    [
        include_str!("../sql/sqlite.sql"),
        include_str!("../sql/postgres.sql"),
    ],
)];

/// How long a caller waits for a connection, and `SQLite` for its writer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection that did nothing for so long is asked whether it is still one.
const REST: Duration = Duration::from_millis(20);

/// How often a transaction is tried that others got in the way of.
const MOST_ATTEMPTS: u32 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

/// An open database, its tables as this version needs them.
#[derive(Clone, Debug)]
pub struct Store {
    dialect: Dialect,
    readers: AnyPool,
    writers: AnyPool,
    shared: turn::Shared,
}

/// Why a transaction came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Another key of the same code or number got in between, at one of the doors.
    IdentificationInUse,
    /// What a row names is not there.
    Missing,
    /// Somebody else was first: the same again sees what became of it.
    Again,
    /// The database is away, or too busy.
    Unavailable(String),
    /// It never works.
    Failed(String),
}

impl Store {
    /// Opens `sqlite:<file>` or `postgres://…`, makes what is not there, and brings its tables to this version.
    pub async fn open(url: &str) -> Result<Self> {
        install_default_drivers();
        let dialect = Dialect::of(url)?;
        let (readers, writers) = match dialect {
            Dialect::Sqlite => {
                let url = if url.contains('?') {
                    url.to_owned()
                } else {
                    format!("{url}?mode=rwc")
                };
                // The tables first: a reader of a database that is just being made would be in the way.
                let writers = pool(dialect, 1).connect(&url).await;
                let writers = writers.map_err(|error| anyhow::anyhow!("{}", Error::from(error)));
                let file = Self::file_of(&url).unwrap_or_default();
                let writers =
                    writers.with_context(|| format!("{file} can be neither opened nor made"))?;
                (pool(dialect, 4).connect_lazy(&url)?, writers)
            }
            Dialect::Postgres => {
                let both = pool(dialect, 16).connect(url).await;
                let both = both.map_err(|error| anyhow::anyhow!("{}", Error::from(error)));
                // Its address may have a password in it.
                let both = both.context("the database lets nobody in as it was asked")?;
                (both.clone(), both)
            }
        };
        let store = Self {
            dialect,
            readers,
            writers,
            shared: turn::Shared::default(),
        };
        let migrations = MIGRATIONS.iter().zip(1..).map(|((name, sql), version)| {
            let [sqlite, postgres] = *sql;
            let sql = match dialect {
                Dialect::Sqlite => sqlite,
                Dialect::Postgres => postgres,
            };
            let sql = SqlStr::from_static(sql);
            Migration::new(version, (*name).into(), MigrationType::Simple, sql, false)
        });
        Migrator::with_migrations(migrations.collect())
            .run(&store.writers)
            .await
            .context("the tables cannot be brought to this version")?;
        Ok(store)
    }

    /// Where `SQLite` keeps it; `None` for `PostgreSQL`.
    pub fn file_of(url: &str) -> Option<&str> {
        let path = url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        Some(path.split_once('?').map_or(path, |(path, _)| path))
    }

    /// For statements that change nothing.
    pub fn reader(&self) -> &AnyPool {
        &self.readers
    }

    /// For a single statement that changes something.
    pub fn writer(&self) -> &AnyPool {
        &self.writers
    }

    /// Begins a transaction that writes: what it reads under a lock, nobody changes before its end.
    pub async fn begin(&self) -> Result<Transaction, Error> {
        let begin = match self.dialect {
            Dialect::Sqlite => "begin immediate",
            Dialect::Postgres => "begin isolation level read committed",
        };
        Ok(self.writers.begin_with(begin).await?)
    }

    /// Begins a transaction that only reads, all of it at one instant.
    pub async fn read(&self) -> Result<Transaction, Error> {
        let begin = match self.dialect {
            Dialect::Sqlite => "begin",
            Dialect::Postgres => "begin isolation level repeatable read, read only",
        };
        Ok(self.readers.begin_with(begin).await?)
    }

    /// What a `select` ends with whose rows nobody else may change before the end of the transaction.
    pub fn for_update(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "",
            // No key changes: what only refers to the rows need not wait.
            Dialect::Postgres => " for no key update",
        }
    }

    /// The same of the rows of one of the tables that are selected from.
    pub fn for_update_of(&self, table: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => String::new(),
            Dialect::Postgres => format!("{} of {table}", self.for_update()),
        }
    }

    /// The same of rows that others may read so, too.
    pub fn for_share(&self) -> &'static str {
        match self.dialect {
            Dialect::Sqlite => "",
            Dialect::Postgres => " for share",
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query("select 1").execute(&self.readers).await?;
        Ok(())
    }

    /// What each pool is for, how many connections it has, and how many of them do nothing.
    pub fn connections(&self) -> Vec<(&'static str, usize, usize)> {
        let told = |name, pool: &AnyPool| {
            let all = usize::try_from(pool.size()).unwrap_or(usize::MAX);
            (name, all, pool.num_idle())
        };
        match self.dialect {
            Dialect::Sqlite => vec![
                told("readers", &self.readers),
                told("writers", &self.writers),
            ],
            Dialect::Postgres => vec![told("both", &self.writers)],
        }
    }

    /// Ends all connections.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

impl Dialect {
    fn of(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres)
        } else {
            // The address may have a password in it.
            bail!("expected a database sqlite:<file> or postgres://…");
        }
    }
}

fn pool(dialect: Dialect, most: u32) -> AnyPoolOptions {
    let options = AnyPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false);
    match dialect {
        Dialect::Postgres => options
            .before_acquire(|connection, told| {
                Box::pin(async move {
                    if told.idle_for > REST {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // A server that stands still, or whose machine is gone, lets go of what it has; and who
                    // waits for another program's lock does not take a connection with him for ever.
                    let settings = "set idle_in_transaction_session_timeout = '10s'; \
                                    set lock_timeout = '10s'";
                    sqlx::raw_sql(settings).execute(connection).await?;
                    Ok(())
                })
            }),
        // A file does not go away.
        Dialect::Sqlite => options
            // Where the disk is full, SQLite ends a transaction by itself, and the driver holds it to be
            // open for ever: nothing would be stored any more.
            .before_acquire(|connection, _| {
                let is_free = !connection.is_in_transaction();
                Box::pin(async move { Ok(is_free) })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // A writer does not stop readers; what was acknowledged outlives a loss of power.
                    let settings = "pragma journal_mode = wal; pragma synchronous = full; \
                                    pragma busy_timeout = 5000; pragma foreign_keys = on";
                    sqlx::raw_sql(settings).execute(connection).await?;
                    Ok(())
                })
            }),
    }
}

/// Tries a transaction, and once more while others get in its way; a moment later, and not all at one
/// time.
pub async fn repeated<T, F>(attempt: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut attempts = 0;
    loop {
        let done = attempt().await;
        attempts += 1;
        if !matches!(done, Err(Error::Again)) || attempts >= MOST_ATTEMPTS {
            return done;
        }
        let mut noise = [0];
        // Without entropy all come back at one time, which is no worse than it was.
        let _ = getrandom::fill(&mut noise);
        let wait = (1_u64 << attempts) + u64::from(noise[0] % 8);
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let Some(database) = error.as_database_error() else {
            return match error {
                sqlx::Error::Io(error) => Self::Unavailable(error.kind().to_string()),
                sqlx::Error::Protocol(_) => Self::Unavailable("it ended in the middle".into()),
                sqlx::Error::PoolTimedOut => Self::Unavailable("no connection is free".into()),
                sqlx::Error::PoolClosed => Self::Unavailable("it is being closed".into()),
                sqlx::Error::WorkerCrashed => Self::Unavailable("its worker ended".into()),
                sqlx::Error::Configuration(_) => Self::Failed("its address is none".into()),
                sqlx::Error::ColumnDecode { index, .. } => {
                    Self::Failed(format!("a column holds what it cannot: {index}"))
                }
                sqlx::Error::RowNotFound => Self::Failed("a row is not there".into()),
                _ => Self::Failed("the driver failed".into()),
            };
        };
        let code = database.code().unwrap_or_default().into_owned();
        let constraint = database.constraint().unwrap_or_default();
        let kind = |code: &str| format!("{code} {constraint}").trim_end().to_owned();
        match code.as_str() {
            "23P01" if constraint == "identification_in_use" => Self::IdentificationInUse,
            // SQLite tells what a trigger says as the message.
            "1811" => match database.message() {
                "identification_in_use" => Self::IdentificationInUse,
                "version_conflict" => Self::Again,
                _ => Self::Failed(kind(&code)),
            },
            "23503" | "787" => Self::Missing,
            // Serialization, deadlock, unique; in SQLite unique and primary key.
            "40001" | "40P01" | "23505" | "1555" | "2067" => Self::Again,
            // Shutting down, starting up, full, letting nobody in, taking no changes; locked for long, and
            // ended because nothing was done for long.
            "57P01" | "57P02" | "57P03" | "53100" | "53200" | "53300" | "55000" | "25006"
            | "55P03" | "25P03" => Self::Unavailable(kind(&code)),
            // The connection itself.
            other if other.len() == 5 && other.starts_with("08") => Self::Unavailable(kind(&code)),
            // In SQLite the low byte of a code is its kind: busy; read-only, failing, full and not to be
            // opened, as its disk is.
            other => match other.parse::<u16>().map(|code| code & 0xff) {
                Ok(5) => Self::Again,
                Ok(8 | 10 | 13 | 14) => Self::Unavailable(kind(&code)),
                _ => Self::Failed(kind(&code)),
            },
        }
    }
}

impl From<getrandom::Error> for Error {
    fn from(_: getrandom::Error) -> Self {
        Self::Failed("the operating system has no entropy".into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IdentificationInUse => f.write_str("the identification is in use"),
            Self::Missing => f.write_str("what a row names is not there"),
            Self::Again => f.write_str("others were first"),
            Self::Unavailable(why) => write!(f, "the database is away: {why}"),
            Self::Failed(why) => write!(f, "the database failed: {why}"),
        }
    }
}

impl std::error::Error for Error {}
