//! Who may do what: by role, and by whose doors they are.
//!
//! A thing of another organisation is not there; one of the own that somebody may not touch is forbidden.

use axum::http::HeaderMap;
use latchwork::Issue;

use crate::caller::{Caller, Nobody, Principal, Role, identify};
use crate::clock::now;
use crate::kiiaccess::manages;
use crate::reply::{Written, fault, problem};
use crate::server::Service;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

/// What somebody asks to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    SeeDoors,
    MakeDoors,
    /// Of his own.
    ChangeDoors,
    /// To see, make and change them.
    People,
    /// To say who escorts, who needs it, and for whom doors wait: it holds at all doors.
    Party,
    /// To see, change, take back and show those of his own doors.
    Keys,
    /// To ask whether some doors open.
    TryDoors,
    /// To see what happened.
    Events,
    /// To have what happened sent elsewhere: an address may have a secret of its own.
    Webhooks,
}

impl Role {
    /// Whether a role has a right at all.
    fn has(self, right: Right) -> bool {
        match self {
            Self::Administrator => true,
            Self::Manager => !matches!(right, Right::MakeDoors | Right::Party | Right::Webhooks),
            Self::Controller => matches!(right, Right::SeeDoors | Right::TryDoors),
            Self::Reader => matches!(right, Right::SeeDoors | Right::Events),
        }
    }

    /// Whether it goes for some doors only.
    fn is_of_some_doors(self) -> bool {
        matches!(self, Self::Manager | Self::Controller)
    }
}

/// Who asks, where the role has the right.
///
/// # Errors
/// 401 for nobody, 403 for one who has it not.
pub async fn asking(
    service: &Service,
    headers: &HeaderMap,
    right: Right,
) -> Result<Principal, Written> {
    let at = now().map_err(|error| failed(&error))?;
    match identify(headers, service, at).await {
        Ok(Caller::Principal(principal)) => {
            principal.may(right)?;
            Ok(principal)
        }
        Ok(Caller::Person(_)) => Err(insufficient()),
        Err(Nobody::Unknown(issues)) => Err(problem(401, &issues)),
        Err(Nobody::Fault(error)) => Err(failed(&error)),
    }
}

impl Principal {
    /// Whether he has a right at all.
    ///
    /// # Errors
    /// 403.
    pub fn may(&self, right: Right) -> Result<(), Written> {
        if self.role.has(right) {
            Ok(())
        } else {
            Err(insufficient())
        }
    }
}

fn insufficient() -> Written {
    let sentence = "expected a caller whose role allows it";
    problem(403, &Issue::new("role_insufficient", sentence).into())
}

/// The answer to a request that nothing is wrong with.
pub fn failed(error: &Error) -> Written {
    if *error != Error::IdentificationInUse {
        tracing::error!(%error, "a request failed");
    }
    let (status, issues) = fault(error);
    problem(status, &issues)
}

/// There is none, or it is another's, which is the same to who asks.
pub fn missing(sentence: &'static str) -> Written {
    problem(404, &Issue::new("not_found", sentence).into())
}

/// It is not his to see or to touch.
pub fn forbidden() -> Written {
    let sentence = "expected what is of doors of the caller alone";
    problem(403, &Issue::new("doors_not_of_caller", sentence).into())
}

/// Whether all of these doors are the principal's.
pub async fn has_doors(
    principal: &Principal,
    doors: &[String],
    transaction: &mut Transaction,
) -> Result<bool, Error> {
    if !principal.role.is_of_some_doors() {
        return Ok(true);
    }
    let doors = doors.iter().map(String::as_str);
    manages(principal, doors, transaction).await
}

/// Narrows a list to what is of the principal's doors: a condition in which `$` is the principal.
pub fn narrow(principal: &Principal, statement: &mut Statement, condition: &str) {
    if principal.role.is_of_some_doors() {
        statement.and(condition, Bound::Text(principal.id.clone()));
    }
}
