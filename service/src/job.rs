//! What a request has done: loaded, decided and stored in one transaction, and tried again where
//! another was in the way.

use latchwork::{Issues, Timestamp};

use crate::clock::now;
use crate::idempotency::{self, Before};
use crate::reply::{Written, problem};
use crate::server::Service;
use crate::store::{Error, Transaction, repeated};

/// One request at one instant.
pub trait Job {
    /// Loads, decides and stores.
    async fn decide(&self, transaction: &mut Transaction) -> Result<Outcome, Error>;

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

/// What was decided.
pub enum Outcome {
    /// It is stored, once the transaction is committed, and this is the answer.
    Stored(Written),
    /// This is answered, and nothing is left of the transaction.
    Refused(Written),
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
        Ok(Outcome::Stored(answer)) => {
            turn.keep().await?;
            job.stored();
            Ok(answer)
        }
        Ok(Outcome::Refused(answer)) => {
            turn.leave().await?;
            Ok(answer)
        }
        Err(error) => {
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
) -> Result<Outcome, Error> {
    let Some(again) = again else {
        return job.decide(transaction).await;
    };
    match again.claim(transaction, &service.keys, now).await? {
        Before::Nothing => {}
        Before::Answered(answer) => return Ok(Outcome::Refused(answer)),
        Before::Other => {
            return Ok(Outcome::Refused(J::refused(
                422,
                &idempotency::of_another(),
            )));
        }
    }
    let outcome = job.decide(transaction).await?;
    if let Outcome::Stored(answer) = &outcome {
        again.keep(answer, transaction, &service.keys).await?;
    }
    Ok(outcome)
}
