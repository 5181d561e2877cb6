//! What the panel keeps of requests, as it is stored and read back.

#[cfg(feature = "plain")]
use super::{CreateApartment, CreateTimeProfile};
use super::{CreateIdentifier, CreateUser, EntityUid};
use crate::schema::{Document, Kind, Name, Reading, Table};
use crate::system::{Request as _, stored};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issues, UnknownFields, Value};

/// What the panel keeps of a request: the request, and the uid that it is named by from then on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<R> {
    /// What later requests name it by.
    pub uid: EntityUid,
    /// What was asked for.
    pub request: R,
}

const UID: Name = Name::new(0, "uid");

/// What stands in front of the fields of a request.
const UID_ALONE: Table = Table::of(&[UID.required(Kind::Whole(0, LARGEST_WHOLE))]).open();

fn uid_of(reading: &Reading<'_>) -> Option<EntityUid> {
    EntityUid::at(reading, UID)
}

/// Says of which requests something is kept.
macro_rules! kept {
    ($($(#[$attribute:meta])* $stored:ident of $request:ident;)*) => {$(
        $(#[$attribute])*
        pub type $stored = Stored<$request>;

        $(#[$attribute])*
        impl Stored<$request> {
            /// Checks it written as an object: `uid`, and the fields of the request, none of which
            /// is unknown.
            ///
            /// # Errors
            /// Every issue of the object.
            pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
                let (uid, request) = stored::read(value, &UID_ALONE, uid_of, |request| {
                    $request::read(&Document::of(request), &UnknownFields::Refuse.into())
                })?;
                Ok(Self { uid, request })
            }

            /// It as an object: `uid`, then the fields of the request.
            #[must_use]
            pub fn to_value(&self) -> Value<'_> {
                let members = Members::default().with(UID.text, self.uid);
                self.request.write(members).into()
            }
        }
    )*};
}

kept! {
    /// A user as the panel keeps it.
    StoredUser of CreateUser;
    /// An identifier as the panel keeps it.
    StoredIdentifier of CreateIdentifier;
    /// A time profile as the panel keeps it.
    #[cfg(feature = "plain")]
    StoredTimeProfile of CreateTimeProfile;
    /// An apartment as the panel keeps it.
    #[cfg(feature = "plain")]
    StoredApartment of CreateApartment;
}
