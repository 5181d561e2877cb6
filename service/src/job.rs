//! What a request has done: loaded, decided and stored in one transaction, and tried again where
//! another was in the way.

use latchwork::{Issues, Timestamp};

use crate::clock::now;
use crate::idempotency::{self, Before};
use crate::reply::{Shape, Written, failure, problem};
use crate::server::Service;
use crate::store::{Error, Transaction, repeated};

/// One request at one instant.
pub trait Job {
    /// How long its answer is given again, in microseconds.
    const KEPT: i64 = idempotency::KEPT;

    /// Loads, decides and stores: the answer, once the transaction is committed.
    ///
    /// # Errors
    /// Why nothing is left of the transaction.
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop>;

    /// A refusal in the system's own shape: a problem, where it has none.
    fn refused(status: u16, issues: &Issues) -> Written {
        problem(status, issues)
    }

    /// It is stored, and what comes now cannot fail.
    fn stored(&self) {}

    /// What an error of the transaction means to the request.
    fn meant(&self, error: Error) -> Error {
        error
    }
}

/// Why nothing is stored.
pub enum Stop {
    /// This is answered: a refusal, or how things are already.
    Answered(Written),
    Failed(Error),
}

impl Stop {
    /// The answer of a request that stores nothing, in a system's own shape.
    pub fn answer(self, shape: Shape) -> Written {
        match self {
            Self::Answered(answer) => answer,
            Self::Failed(error) => failure(&error, shape),
        }
    }

    /// The same as a problem.
    pub fn problem(self) -> Written {
        self.answer(problem)
    }
}

impl From<Written> for Stop {
    fn from(answer: Written) -> Self {
        Self::Answered(answer)
    }
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Does what a request asks for, once, whatever is sent again.
pub async fn done<J: Job>(
    service: &Service,
    again: Option<&idempotency::Request>,
    job_at: impl Fn(Timestamp) -> J,
) -> Result<Written, Error> {
    repeated(|| async {
        let now = now()?;
        let job = job_at(now);
        let attempt = attempt(service, again, &job, now).await;
        attempt.map_err(|error| job.meant(error))
    })
    .await
}

async fn attempt<J: Job>(
    service: &Service,
    again: Option<&idempotency::Request>,
    job: &J,
    now: Timestamp,
) -> Result<Written, Error> {
    let mut turn = service.store.turn().await?;
    match decided(service, again, job, now, turn.transaction()?).await {
        Ok(answer) => {
            turn.keep().await?;
            job.stored();
            Ok(answer)
        }
        Err(Stop::Answered(answer)) => {
            turn.leave().await?;
            Ok(answer)
        }
        Err(Stop::Failed(error)) => {
            let left = turn.leave().await;
            match error {
                // It is the cause of whatever went wrong then.
                Error::Unavailable(_) | Error::Failed(_) => Err(error),
                _ => left.and(Err(error)),
            }
        }
    }
}

async fn decided<J: Job>(
    service: &Service,
    again: Option<&idempotency::Request>,
    job: &J,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<Written, Stop> {
    let Some(again) = again else {
        return job.decide(transaction).await;
    };
    match again
        .claim(transaction, &service.keys, now, J::KEPT)
        .await?
    {
        Before::Nothing => {}
        Before::Answered(answer) => return Err(answer.into()),
        Before::Other => return Err(J::refused(422, &idempotency::of_another()).into()),
    }
    let answer = job.decide(transaction).await?;
    again.keep(&answer, transaction, &service.keys).await?;
    Ok(answer)
}
