//! What becomes of requests about what the panel keeps beside its users.

use alloc::string::String;

use super::apartment::TAKEN;
use super::{
    AttachTimeProfileState, CreateApartment, CreateApartmentState, CreateTimeProfile,
    CreateTimeProfileState, Decision, DeleteIdentifier, DeleteIdentifierState, DeleteTimeProfile,
    DeleteTimeProfileState, DetachTimeProfile, Effect, EntityUid, FoundState, PanelRequest,
    ReadApartment, ReadIdentifier, ReadTimeProfile, StoredApartment, StoredTimeProfile,
};
use crate::Value;
use crate::value::Members;

const TIME_PROFILE: &str = "Time profile";

fn created(uid: EntityUid, effect: Effect) -> Decision {
    Decision::done(Members::default().with("uid", uid).into(), Some(effect))
}

impl PanelRequest for CreateTimeProfile {
    type State = CreateTimeProfileState;

    fn decided(&self, state: &CreateTimeProfileState) -> Decision {
        let stored = StoredTimeProfile {
            uid: state.next_uid,
            request: self.clone(),
        };
        created(stored.uid, Effect::StoreTimeProfile(stored))
    }
}

impl PanelRequest for CreateApartment {
    type State = CreateApartmentState;

    fn decided(&self, state: &CreateApartmentState) -> Decision {
        if state.address_in_use {
            return Decision::refused(400, String::from(TAKEN));
        }
        let stored = StoredApartment {
            uid: state.next_uid,
            request: self.clone(),
        };
        created(stored.uid, Effect::StoreApartment(stored))
    }
}

/// A thing as it is kept, where it is there.
fn found(what: &str, state: &FoundState) -> Decision {
    match &state.found {
        Some(kept) => Decision::done(kept.clone(), None),
        None => Decision::unknown(what),
    }
}

/// Says what is read as it is kept.
macro_rules! readings {
    ($($name:ident = $what:expr;)*) => {$(
        impl PanelRequest for $name {
            type State = FoundState;

            fn decided(&self, state: &FoundState) -> Decision {
                found($what, state)
            }
        }
    )*};
}

readings! {
    ReadTimeProfile = TIME_PROFILE;
    ReadApartment = "Apartment";
    ReadIdentifier = "Identifier";
}

impl PanelRequest for DeleteTimeProfile {
    type State = DeleteTimeProfileState;

    fn decided(&self, state: &DeleteTimeProfileState) -> Decision {
        if !state.time_profile_exists {
            return Decision::unknown(TIME_PROFILE);
        }
        // Whoever it kept out at night would come in at any time.
        if state.is_attached {
            let error = "Time profile is attached to a user";
            return Decision::refused(400, String::from(error));
        }
        created(self.time_profile(), Effect::DeleteTimeProfile(*self))
    }
}

impl PanelRequest for DetachTimeProfile {
    type State = AttachTimeProfileState;

    fn decided(&self, state: &AttachTimeProfileState) -> Decision {
        let there = [
            (state.user_exists, "User"),
            (state.time_profile_exists, TIME_PROFILE),
        ];
        Decision::tied(there, self.to_value(), Effect::DetachTimeProfile(*self))
    }
}

impl PanelRequest for DeleteIdentifier {
    type State = DeleteIdentifierState;

    fn decided(&self, state: &DeleteIdentifierState) -> Decision {
        if state.identifier_exists {
            created(self.identifier(), Effect::DeleteIdentifier(*self))
        } else {
            Decision::unknown("Identifier")
        }
    }
}

impl Effect {
    /// What to store of these, as its name and what stands under it.
    pub(super) fn kept(&self) -> Option<(&'static str, Value<'_>)> {
        Some(match self {
            Self::StoreTimeProfile(profile) => ("storeTimeProfile", profile.to_value()),
            Self::StoreApartment(apartment) => ("storeApartment", apartment.to_value()),
            Self::DeleteTimeProfile(request) => ("deleteTimeProfile", request.to_value()),
            Self::DetachTimeProfile(request) => ("detachTimeProfile", request.to_value()),
            Self::DeleteIdentifier(request) => ("deleteIdentifier", request.to_value()),
            _ => return None,
        })
    }
}
