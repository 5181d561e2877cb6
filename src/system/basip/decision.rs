//! What becomes of a checked request.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{
    AddToApartment, AddToApartmentState, AttachIdentifier, AttachIdentifierState,
    AttachTimeProfile, AttachTimeProfileState, ChangeUser, ChangeUserState, CreateIdentifier,
    CreateUser, DeleteUser, DeleteUserState, EntityUid, IdentifierNumber, IdentifierState,
    PanelState, ReadUser, ReadUserState, StoredIdentifier, StoredUser, UserState, error_body,
};
#[cfg(feature = "plain")]
use super::{
    DeleteIdentifier, DeleteTimeProfile, DetachTimeProfile, StoredApartment, StoredTimeProfile,
};
use crate::Value;
use crate::system::{Reply, Request};
use crate::value::Members;

/// A request of the panel, and what becomes of it.
pub(crate) trait PanelRequest: Request {
    type State: PanelState;

    /// What becomes of it where the caller may do this.
    fn decided(&self, state: &Self::State) -> Decision;
}

/// What a request comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    reply: Reply,
    effect: Option<Effect>,
}

/// What the panel has to store.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// `storeUser`: a user, new or changed, whole.
    StoreUser(StoredUser),
    /// `storeIdentifier`: an identifier, new or changed, whole.
    StoreIdentifier(StoredIdentifier),
    /// `deleteUser`: a user, and with it the identifiers attached to it, which must not go on to
    /// open for somebody who is no user any more.
    DeleteUser {
        /// The user.
        user: EntityUid,
        /// The identifiers.
        identifiers: Vec<EntityUid>,
    },
    /// `attachIdentifier`
    AttachIdentifier(AttachIdentifier),
    /// `attachTimeProfile`
    AttachTimeProfile(AttachTimeProfile),
    /// `addToApartment`
    AddToApartment(AddToApartment),
    /// `storeTimeProfile`: a time profile, new or changed, whole.
    #[cfg(feature = "plain")]
    StoreTimeProfile(StoredTimeProfile),
    /// `storeApartment`: an apartment, new or changed, whole.
    #[cfg(feature = "plain")]
    StoreApartment(StoredApartment),
    /// `deleteTimeProfile`
    #[cfg(feature = "plain")]
    DeleteTimeProfile(DeleteTimeProfile),
    /// `detachTimeProfile`
    #[cfg(feature = "plain")]
    DetachTimeProfile(DetachTimeProfile),
    /// `deleteIdentifier`
    #[cfg(feature = "plain")]
    DeleteIdentifier(DeleteIdentifier),
}

impl Decision {
    /// The HTTP reply.
    #[must_use]
    pub fn reply(&self) -> &Reply {
        &self.reply
    }

    /// What the panel has to store, where the reply is 200 and there is something.
    #[must_use]
    pub fn effect(&self) -> Option<&Effect> {
        self.effect.as_ref()
    }

    /// The reply and the effect.
    #[must_use]
    pub fn into_parts(self) -> (Reply, Option<Effect>) {
        (self.reply, self.effect)
    }

    pub(super) fn refused(status: u16, error: String) -> Self {
        Self {
            reply: Reply::json(status, error_body(error)),
            effect: None,
        }
    }

    pub(super) fn unknown(what: &str) -> Self {
        Self::refused(404, format!("{what} with this uid does not exist"))
    }

    pub(super) fn done(body: Value<'static>, effect: Option<Effect>) -> Self {
        Self {
            reply: Reply::json(200, body),
            effect,
        }
    }

    /// A user is stored. `has_dublicates` is the panel's spelling.
    fn stored(user: StoredUser, others: &[String]) -> Self {
        let has_duplicates = others.iter().any(|name| name == user.request.name());
        let body = Members::default()
            .with("uid", user.uid)
            .with("has_dublicates", has_duplicates);
        Self::done(body.into(), Some(Effect::StoreUser(user)))
    }

    /// Two of the panel's things are tied together, where both are there; told of in this order.
    pub(super) fn tied(there: [(bool, &str); 2], body: Value<'static>, effect: Effect) -> Self {
        match there.iter().find(|(exists, _)| !exists) {
            Some((_, what)) => Self::unknown(what),
            None => Self::done(body, Some(effect)),
        }
    }
}

impl Effect {
    /// What to store, as an object: its name, and what is stored under it.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let (name, stored) = match self {
            Self::StoreUser(user) => ("storeUser", user.to_value()),
            Self::StoreIdentifier(identifier) => ("storeIdentifier", identifier.to_value()),
            Self::DeleteUser { user, identifiers } => {
                let identifiers: Vec<_> = identifiers.iter().copied().map(Value::from).collect();
                let deleted = Members::default()
                    .with("uid", *user)
                    .with("identifiers", identifiers);
                ("deleteUser", deleted.into())
            }
            Self::AttachIdentifier(request) => ("attachIdentifier", request.to_value()),
            Self::AttachTimeProfile(request) => ("attachTimeProfile", request.to_value()),
            Self::AddToApartment(request) => ("addToApartment", request.to_value()),
            #[cfg(feature = "plain")]
            other => other.kept().unwrap_or(("", Value::Null)),
        };
        Members::default().with(name, stored).into()
    }
}

/// What the panel's sentences call a user.
const USER: &str = "User";

impl PanelRequest for CreateUser {
    type State = UserState;

    fn decided(&self, state: &UserState) -> Decision {
        let user = StoredUser {
            uid: state.next_uid,
            request: self.clone(),
        };
        Decision::stored(user, &state.names_in_use)
    }
}

impl PanelRequest for CreateIdentifier {
    type State = IdentifierState;

    fn decided(&self, state: &IdentifierState) -> Decision {
        let number = self.number();
        if state.identifiers_in_use.contains(number) {
            return Decision::refused(400, taken(number));
        }
        let identifier = StoredIdentifier {
            uid: state.next_uid,
            request: self.clone(),
        };
        Decision::done(
            Members::default().with("uid", identifier.uid).into(),
            Some(Effect::StoreIdentifier(identifier)),
        )
    }
}

/// What is said where another identifier has the number.
pub(super) fn taken(number: &IdentifierNumber) -> String {
    let kind = number.kind().word();
    format!("Identifier with the same {kind} number already exists")
}

/// The user of a state, where it is the one that is asked for.
fn asked(user: Option<&StoredUser>, uid: EntityUid) -> Option<&StoredUser> {
    user.filter(|user| user.uid == uid)
}

impl PanelRequest for ReadUser {
    type State = ReadUserState;

    fn decided(&self, state: &ReadUserState) -> Decision {
        match asked(state.user.as_ref(), self.user()) {
            Some(user) => Decision::done(user.to_value().into_owned(), None),
            None => Decision::unknown(USER),
        }
    }
}

impl PanelRequest for ChangeUser {
    type State = ChangeUserState;

    fn decided(&self, state: &ChangeUserState) -> Decision {
        match asked(state.user.as_ref(), self.user()) {
            Some(user) => Decision::stored(user.changed(self), &state.names_in_use),
            None => Decision::unknown(USER),
        }
    }
}

impl PanelRequest for DeleteUser {
    type State = DeleteUserState;

    fn decided(&self, state: &DeleteUserState) -> Decision {
        if !state.user_exists {
            return Decision::unknown(USER);
        }
        let effect = Effect::DeleteUser {
            user: self.user(),
            identifiers: state.identifiers.clone(),
        };
        Decision::done(
            Members::default().with("uid", self.user()).into(),
            Some(effect),
        )
    }
}

impl PanelRequest for AttachIdentifier {
    type State = AttachIdentifierState;

    fn decided(&self, state: &AttachIdentifierState) -> Decision {
        let there = [
            (state.user_exists, USER),
            (state.identifier_exists, "Identifier"),
        ];
        let decision = Decision::tied(there, self.to_value(), Effect::AttachIdentifier(*self));
        // Once more to the same user changes nothing, and is what a caller asks who got no answer.
        if decision.effect.is_some() && state.attached_to.is_some_and(|user| user != self.user()) {
            return Decision::refused(400, String::from("Identifier belongs to another user"));
        }
        decision
    }
}

impl PanelRequest for AttachTimeProfile {
    type State = AttachTimeProfileState;

    fn decided(&self, state: &AttachTimeProfileState) -> Decision {
        let there = [
            (state.user_exists, USER),
            (state.time_profile_exists, "Time profile"),
        ];
        Decision::tied(there, self.to_value(), Effect::AttachTimeProfile(*self))
    }
}

impl PanelRequest for AddToApartment {
    type State = AddToApartmentState;

    fn decided(&self, state: &AddToApartmentState) -> Decision {
        let there = [
            (state.apartment_exists, "Apartment"),
            (state.user_exists, USER),
        ];
        Decision::tied(there, self.to_value(), Effect::AddToApartment(*self))
    }
}
