//! Who may do what: by role, and by whose doors they are.
//!
//! A thing of another organisation is not there; one of the own that somebody may not touch is forbidden.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use latchwork::Issue;
use sqlx::Row as _;

use crate::caller::{Caller, Nobody, Principal, Role, identify};
use crate::clock::now;
use crate::job::Stop;
use crate::reply::{Shape, Written, failure, problem};
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
    /// To see who has access to the locks of his own doors.
    SeeLocks,
    /// To have what happened sent elsewhere: an address may have a secret of its own.
    Webhooks,
    /// To say who acts for the organisation, and by which keys of the API.
    Principals,
}

impl Right {
    /// Whether a role has it at all.
    fn is_of(self, role: Role) -> bool {
        match role {
            Role::Administrator => true,
            Role::Manager => !matches!(
                self,
                Self::MakeDoors | Self::Party | Self::Webhooks | Self::Principals
            ),
            Role::Controller => matches!(self, Self::SeeDoors | Self::TryDoors),
            Role::Reader => matches!(self, Self::SeeDoors | Self::Events | Self::SeeLocks),
        }
    }
}

/// Who asks at a route that is for a right, where the role has it.
pub struct Asking(pub Principal);

impl FromRequestParts<Arc<Service>> for Asking {
    type Rejection = Written;

    async fn from_request_parts(
        parts: &mut Parts,
        service: &Arc<Service>,
    ) -> Result<Self, Written> {
        let right = parts.extensions.get::<Right>().copied();
        let of_nobody = || failed(&Error::Failed("a route is for no right".into()));
        let right = right.ok_or_else(of_nobody)?;
        asking(service, &parts.headers, right).await.map(Self)
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
    match caller(service, headers, problem).await? {
        Caller::Principal(principal) => {
            principal.may(right)?;
            Ok(principal)
        }
        Caller::Person(_) => Err(insufficient()),
    }
}

/// Who asks, whoever it is.
///
/// # Errors
/// 401 for nobody, in the system's own shape.
pub async fn caller(
    service: &Service,
    headers: &HeaderMap,
    shape: Shape,
) -> Result<Caller, Written> {
    let at = now().map_err(|error| failure(&error, shape))?;
    let caller = identify(headers, service, at).await;
    caller.map_err(|nobody| match nobody {
        Nobody::Unknown(issues) => shape(401, &issues),
        Nobody::Fault(error) => failure(&error, shape),
    })
}

impl Principal {
    /// Whether he has a right at all.
    ///
    /// # Errors
    /// 403.
    pub fn may(&self, right: Right) -> Result<(), Written> {
        if right.is_of(self.role) {
            Ok(())
        } else {
            Err(insufficient())
        }
    }

    /// Whether he has a right at a door of the organisation that is one of his own, or is not.
    pub fn may_at(&self, right: Right, is_own: bool) -> bool {
        right.is_of(self.role) && (is_own || !self.role.is_of_some_doors())
    }
}

/// The caller's role does not allow it.
pub fn insufficient() -> Written {
    let sentence = "expected a caller whose role allows it";
    problem(403, &Issue::new("role_insufficient", sentence).into())
}

/// The answer to a request that nothing is wrong with.
pub fn failed(error: &Error) -> Written {
    failure(error, problem)
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

/// A condition on doors `d`: they are the principal's, who is `$`.
pub const OWN_DOORS: &str = "d.id in (select door from principal_door where principal = $)";

/// Whether all of these doors of the organisation are the principal's.
pub async fn has_doors(
    principal: &Principal,
    doors: &[String],
    transaction: &mut Transaction,
) -> Result<bool, Error> {
    if !principal.role.is_of_some_doors() {
        return Ok(true);
    }
    let mut statement = Statement::new("select door from principal_door where true");
    statement.and("principal = $", Bound::Text(principal.id.clone()));
    statement.and_in("door", doors.iter().cloned().map(Bound::Text));
    let own = statement.rows(&mut **transaction).await?;
    Ok(own.len() == doors.len())
}

/// The doors of the organisation that are the principal's.
pub async fn doors_of(
    principal: &Principal,
    transaction: &mut Transaction,
) -> Result<Vec<String>, Error> {
    let mut statement = Statement::new("select d.id from door d where true");
    let organisation = Bound::Text(principal.organisation.clone());
    statement.and("d.organisation = $", organisation);
    narrow(principal, &mut statement, OWN_DOORS);
    let rows = statement.rows(&mut **transaction).await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// Lets a principal touch what is of these doors of the organisation.
///
/// # Errors
/// 403 where not all of them are his.
pub async fn touch(
    principal: &Principal,
    doors: &[String],
    transaction: &mut Transaction,
) -> Result<(), Stop> {
    if has_doors(principal, doors, transaction).await? {
        Ok(())
    } else {
        Err(forbidden().into())
    }
}

/// Narrows a list to what is of the principal's doors: a condition in which `$` is the principal.
pub fn narrow(principal: &Principal, statement: &mut Statement, condition: &str) {
    if principal.role.is_of_some_doors() {
        statement.and(condition, Bound::Text(principal.id.clone()));
    }
}
