//! Turns at the writer. `SQLite` has one, and waits for the disk at the end of each transaction: jobs
//! that wait for it share one transaction, a savepoint each, so that nothing is left of one that
//! refused or was cut off. `PostgreSQL` has many, and each job a transaction.
//!
//! What one job has read, another of the same transaction may have written: nothing is told of any of
//! them before all is committed.

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard, watch};
use tokio::time::timeout;

use super::{Dialect, Error, PATIENCE, Store, Transaction};

/// So many jobs share a transaction at most: the first of them waits for all.
const MOST_JOBS: u32 = 32;

/// The transaction that jobs share, where one is open. Whoever waits comes in the order of arrival.
pub(super) type Shared = Arc<Mutex<Option<Open>>>;

/// A transaction with a savepoint of the name `job` behind the jobs that ended.
#[derive(Debug)]
pub(super) struct Open {
    transaction: Transaction,
    jobs: u32,
    /// Whether something may be behind the savepoint: a job is there, or was cut off.
    is_dirty: bool,
    /// What became of it, once it is known.
    end: watch::Sender<Option<Result<(), Error>>>,
}

/// A job's turn.
pub struct Turn(Way);

enum Way {
    Own(Transaction),
    Shared {
        open: OwnedMutexGuard<Option<Open>>,
        end: watch::Receiver<Option<Result<(), Error>>>,
    },
}

impl Store {
    /// The next turn.
    pub async fn turn(&self) -> Result<Turn, Error> {
        if self.dialect == Dialect::Postgres {
            return Ok(Turn(Way::Own(self.begin().await?)));
        }
        let mut open = timeout(PATIENCE, self.shared.clone().lock_owned())
            .await
            .map_err(|_| Error::Unavailable("no connection is free".into()))?;
        if let Some(shared) = open.as_mut()
            && shared.cleared().await.is_err()
        {
            lost(&mut open);
        }
        if open.is_none() {
            *open = Some(Open::begin(self).await?);
            // It stands behind those who wait by now, and they all go first.
            let shared = self.shared.clone();
            tokio::spawn(async move { commit(shared.lock_owned().await).await });
        }
        let shared = open.as_mut().ok_or_else(over)?;
        shared.jobs += 1;
        shared.is_dirty = true;
        let end = shared.end.subscribe();
        Ok(Turn(Way::Shared { open, end }))
    }
}

impl Turn {
    /// The transaction of the job.
    pub fn transaction(&mut self) -> Result<&mut Transaction, Error> {
        match &mut self.0 {
            Way::Own(transaction) => Ok(transaction),
            Way::Shared { open, .. } => match open.as_mut() {
                Some(open) => Ok(&mut open.transaction),
                None => Err(over()),
            },
        }
    }

    /// Ends it, once what the job did is stored for good.
    pub async fn keep(self) -> Result<(), Error> {
        match self.0 {
            Way::Own(transaction) => Ok(transaction.commit().await?),
            Way::Shared { open, end } => ended("release job; savepoint job", open, end).await,
        }
    }

    /// Ends it with nothing left of what the job did, once what it read is there for good.
    pub async fn leave(self) -> Result<(), Error> {
        match self.0 {
            // It is rolled back by itself, and nobody waits for that.
            Way::Own(_) => Ok(()),
            Way::Shared { open, end } => ended("rollback to job", open, end).await,
        }
    }
}

impl Open {
    async fn begin(store: &Store) -> Result<Self, Error> {
        let mut transaction = store.begin().await?;
        sqlx::raw_sql("savepoint job")
            .execute(&mut *transaction)
            .await?;
        Ok(Self {
            transaction,
            jobs: 0,
            is_dirty: false,
            end: watch::Sender::new(None),
        })
    }

    /// Takes away what a job left that was cut off. One that was cut off as it ended has left no
    /// savepoint: of such a transaction nobody can tell any more what is whose.
    async fn cleared(&mut self) -> Result<(), Error> {
        if self.is_dirty {
            self.run("rollback to job").await?;
        }
        Ok(())
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), Error> {
        sqlx::raw_sql(sql).execute(&mut *self.transaction).await?;
        self.is_dirty = false;
        Ok(())
    }
}

async fn ended(
    sql: &'static str,
    mut open: OwnedMutexGuard<Option<Open>>,
    mut end: watch::Receiver<Option<Result<(), Error>>>,
) -> Result<(), Error> {
    let shared = open.as_mut().ok_or_else(over)?;
    // Where the disk is full the transaction is over, and its savepoint with it.
    if let Err(error) = shared.run(sql).await {
        lost(&mut open);
        return Err(error);
    }
    if shared.jobs >= MOST_JOBS {
        // No caller who hangs up cuts it off.
        tokio::spawn(commit(open));
    } else {
        drop(open);
    }
    let told = end.wait_for(Option::is_some).await.map_err(|_| over())?;
    told.clone().unwrap_or_else(|| Err(over()))
}

/// Commits what is open, and tells all whose jobs are in it.
async fn commit(mut open: OwnedMutexGuard<Option<Open>>) {
    let Some(mut shared) = open.take() else {
        return;
    };
    let end = shared.end.clone();
    let committed = async {
        shared.cleared().await.map_err(|_| Error::Again)?;
        Ok(shared.transaction.commit().await?)
    };
    let told = committed.await;
    end.send_replace(Some(told));
}

/// Of a transaction that came to an end by itself nothing is left, and all its jobs come again.
fn lost(open: &mut Option<Open>) {
    if let Some(shared) = open.take() {
        shared.end.send_replace(Some(Err(Error::Again)));
    }
}

fn over() -> Error {
    Error::Unavailable("it is being closed".into())
}
