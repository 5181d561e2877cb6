//! BAS-IP panel: create user entity, and what that page and those around it name: read, change and
//! delete a user, attach an identifier or a time profile to one, add one to an apartment, and create
//! an identifier.
//!
//! Source: the vendor's API pages "Creates user entity" and "Create identifier entity". The panel
//! names one error at a time, in the words of [`refuse`]; a form gets every issue from the checks.
//! Unknown fields are passed over, as the panel does, unless the caller refuses them.
//!
//! # The order of judgement
//! Whether somebody is logged in (401), whether that is an administrator (403), what was sent (400:
//! whether the body is JSON, the path, then the fields in their order), and then what there is (404,
//! 400). Each way to a reply keeps it: `decide` of a request, [`refuse`] of its issues with the same session, and
//! `answer`, which reads a raw body only once its sender may send one.
//!
//! # Ours
//! Where the vendor is silent this project chose:
//! - An item of `auth_factors` is a name or an object with that name as `type`, since the panel's
//!   own pages write both; `lock_number` is 0, 1 or 2.
//! - Every request needs an administrator.
//! - A change that names no field is a 400: a body of misspelt names would else be a success. A field
//!   that is named becomes what is given, whole.
//! - What is not there is a 404; an identifier of another user is not attached, a 400.
//! - A user that is deleted takes the identifiers attached to it along.
//! - Without a header of its own a client of the vendor logs in; how, is the service's.
//! - A time profile that is attached to a user is not deleted, a 400: whoever it kept out at night
//!   would come in at any time. Fields that it does not know are refused.
//! - A reply to what is attached or added is the request, one to what is deleted its uid.
//!
//! ```
//! use latchwork::system::basip::{CreateUser, EntityUid, Session, UserState};
//!
//! let mut state = UserState {
//!     session: Session { logged_in: true, administrator: true },
//!     names_in_use: vec![],
//!     next_uid: EntityUid::new(3)?,
//! };
//! let body = br#"{"name":"Ada","info":"","auth_factors":["card"],"lock_number":0,"is_custom_user_access":false}"#;
//! assert_eq!(CreateUser::answer(body, &state).reply().status, 200);
//! assert_eq!(CreateUser::answer(b"{}", &state).reply().status, 400);
//! state.session.logged_in = false;
//! assert_eq!(CreateUser::answer(b"{}", &state).reply().status, 401);
//! # Ok::<(), latchwork::Issue>(())
//! ```

use alloc::string::String;

use super::{Reply, Request, Told};
use crate::issue::Segment;
use crate::value::Members;
use crate::{Issues, UnknownFields, Value};

#[cfg(feature = "plain")]
mod apartment;
#[cfg(feature = "plain")]
mod change;
mod create_identifier;
mod credential;
mod decision;
mod identifier;
#[cfg(feature = "plain")]
mod kept;
#[cfg(feature = "schema")]
mod operation;
mod path;
mod plate;
#[cfg(all(feature = "plain", feature = "schema"))]
mod served;
mod state;
mod stored;
#[cfg(feature = "plain")]
mod time_profile;
mod uid;
mod user;
mod validity;

#[cfg(feature = "plain")]
pub use apartment::{ApartmentAddress, CreateApartment};
#[cfg(feature = "plain")]
pub use change::{ChangeApartment, ChangeIdentifier, ChangeTimeProfile};
pub use create_identifier::{CreateIdentifier, IdentifierLock, IdentifierOwner, OwnerType};
pub(crate) use decision::PanelRequest;
pub use decision::{Decision, Effect};
pub use identifier::{IdentifierNumber, IdentifierType};
#[cfg(feature = "schema")]
pub(super) use operation::SYSTEM;
pub use path::{AddToApartment, AttachIdentifier, AttachTimeProfile, DeleteUser, ReadUser};
#[cfg(feature = "plain")]
pub use path::{
    DeleteIdentifier, DeleteTimeProfile, DetachTimeProfile, ReadApartment, ReadIdentifier,
    ReadTimeProfile,
};
#[cfg(all(feature = "plain", feature = "schema"))]
pub(super) use served::SERVED;
pub(crate) use state::PanelState;
pub use state::{
    AddToApartmentState, AttachIdentifierState, AttachTimeProfileState, ChangeUserState,
    DeleteUserState, IdentifierState, ReadUserState, Session, UserState,
};
#[cfg(feature = "plain")]
pub use state::{
    ChangeKeptState, CreateApartmentState, CreateTimeProfileState, DeleteIdentifierState,
    DeleteTimeProfileState, FoundState,
};
pub use stored::{Stored, StoredIdentifier, StoredUser};
#[cfg(feature = "plain")]
pub use stored::{StoredApartment, StoredTimeProfile};
#[cfg(feature = "plain")]
pub use time_profile::CreateTimeProfile;
pub use uid::EntityUid;
pub use user::{AuthFactor, ChangeUser, CreateUser, UserChanges};
pub use validity::{Validity, ValidityState};

/// What all requests of the panel have.
macro_rules! panel_requests {
    ($($name:ident by $state:ident;)*) => {$(
        impl $name {
            /// Checks a value, whatever it was read from.
            ///
            /// # Errors
            /// Every issue of the request, in the order of its fields: those of the type.
            pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
                Self::read_value(value, &unknown.into())
            }

            /// The request as a JSON Schema, draft 2020-12: whatever `check_value` accepts, it
            /// accepts, as far as the options are those by default.
            #[cfg(feature = "schema")]
            #[must_use]
            pub fn json_schema() -> Value<'static> {
                Self::schema()
            }

            /// Decides the request: the login, the rights, then what there is.
            #[must_use]
            pub fn decide(&self, state: &$state) -> Decision {
                state.session.admit(|| self.decided(state))
            }
        }
    )*};
}

panel_requests! {
    CreateUser by UserState;
    CreateIdentifier by IdentifierState;
    ReadUser by ReadUserState;
    ChangeUser by ChangeUserState;
    DeleteUser by DeleteUserState;
    AttachIdentifier by AttachIdentifierState;
    AttachTimeProfile by AttachTimeProfileState;
    AddToApartment by AddToApartmentState;
}

#[cfg(feature = "plain")]
panel_requests! {
    CreateTimeProfile by CreateTimeProfileState;
    CreateApartment by CreateApartmentState;
    ReadTimeProfile by FoundState;
    ReadApartment by FoundState;
    ReadIdentifier by FoundState;
    DeleteTimeProfile by DeleteTimeProfileState;
    DetachTimeProfile by AttachTimeProfileState;
    DeleteIdentifier by DeleteIdentifierState;
}

#[cfg(feature = "plain")]
macro_rules! panel_changes {
    ($($name:ident)*) => {$(
        impl $name {
            /// Decides the change: the login, the rights, then what there is.
            #[must_use]
            pub fn decide(&self, state: &ChangeKeptState) -> Decision {
                state.session.admit(|| self.decided(state))
            }
        }
    )*};
}

#[cfg(feature = "plain")]
panel_changes! { ChangeIdentifier ChangeTimeProfile ChangeApartment }

/// What those have whose body says all.
macro_rules! panel_bodies {
    ($($name:ident by $state:ident;)*) => {$(
        impl $name {
            /// Checks a raw HTTP body of at most [`LARGEST_BODY`](crate::LARGEST_BODY) bytes.
            ///
            /// # Errors
            /// As `check_value`, and the issues of [`Value::from_json`].
            pub fn check(body: &[u8]) -> Result<Self, Issues> {
                Self::read_body(body, &Self::UNKNOWN_FIELDS.into())
            }

            /// Decides a raw HTTP body: the login, the rights, the body, then what there is. What
            /// is sent without rights is not read.
            #[must_use]
            pub fn answer(body: &[u8], state: &$state) -> Decision {
                judge(state, || Self::check(body))
            }
        }
    )*};
}

panel_bodies! {
    CreateUser by UserState;
    CreateIdentifier by IdentifierState;
}

#[cfg(feature = "plain")]
panel_bodies! {
    CreateTimeProfile by CreateTimeProfileState;
    CreateApartment by CreateApartmentState;
}

impl ChangeUser {
    /// Decides a raw HTTP body beside the uid of the path: the login, the rights, the path, the
    /// body, then what there is. What is sent without rights is not read.
    #[must_use]
    pub fn answer(user_uid: &str, body: &[u8], state: &ChangeUserState) -> Decision {
        judge(state, || Self::check(user_uid, body))
    }
}

/// Judges a request that is read only once its sender may send it.
pub(crate) fn judge<R: PanelRequest>(
    state: &R::State,
    read: impl FnOnce() -> Result<R, Issues>,
) -> Decision {
    state.session().admit(|| match read() {
        Ok(request) => request.decided(state),
        Err(issues) => Decision::refused(400, told(issues.as_slice())),
    })
}

/// The panel's reply to a request with issues: 401 or 403 for a caller who may not send it, and else
/// a 400 with the first issue, in the panel's words.
#[must_use]
pub fn refuse(issues: &Issues, session: Session) -> Reply {
    refuse_in(issues.as_slice(), session)
}

pub(crate) fn refuse_in<T: Told>(issues: &[T], session: Session) -> Reply {
    let decision = session.admit(|| Decision::refused(400, told(issues)));
    decision.into_parts().0
}

/// The 400 alone, for a form that knows of no session.
#[cfg(feature = "js")]
pub(crate) fn refuse_told<T: Told>(issues: &[T]) -> Reply {
    Reply::json(400, error_body(told(issues)))
}

fn told<T: Told>(issues: &[T]) -> String {
    issues
        .first()
        .map_or_else(|| String::from(WRONG_BODY), panel_words)
}

const WRONG_BODY: &str = "Wrong JSON body";

/// What is in no JSON body.
const WRONG_PATH: &str = "Wrong path";

/// What the panel says of an issue. The backticks are part of its text.
fn panel_words<T: Told>(issue: &T) -> String {
    let code = issue.code();
    let Some(Segment::Field(param)) = issue.path().first() else {
        return match code {
            "change_empty" => [WRONG_BODY, ": no value to change"].concat(),
            _ => String::from(WRONG_BODY),
        };
    };
    #[cfg(feature = "plain")]
    if param == apartment::APARTMENT_ADDRESS.text && issue.path().len() > 1 {
        return String::from("Wrong Logical Address");
    }
    let (before, after) = match code {
        "missing_field" => ("no value for", ""),
        "wrong_type" => ("value", " was of the wrong type"),
        "list_empty" if param == "auth_factors" => {
            return String::from("auth_factors must contain at least one item");
        }
        // What follows the panel has no words for; these are in its style.
        "number_out_of_range" => ("value", " was out of range"),
        "duplicate_field" => ("value", " was given twice"),
        "unknown_field" => ("unknown value", ""),
        _ => ("value", " was wrong"),
    };
    let wrong = if code != "unknown_field" && path::UIDS.iter().any(|uid| uid == param) {
        WRONG_PATH
    } else {
        WRONG_BODY
    };
    [wrong, ": ", before, " `", param, "`", after].concat()
}

fn error_body(error: String) -> Value<'static> {
    Members::default().with("error", error).into()
}
