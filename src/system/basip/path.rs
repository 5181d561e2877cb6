//! Requests that say all there is to say in their path: which of the panel's things they are about.

use super::EntityUid;
use crate::schema::{Kind, Name, Reading, Table};
use crate::system::{Options, Request};
use crate::value::Members;
use crate::{UnknownFields, Value};

const USER_UID: Name = Name::new(0, "user_uid");
const IDENTIFIER_UID: Name = Name::new(1, "identifier_uid");
const TIME_PROFILE_UID: Name = Name::new(1, "timeprofile_uid");
/// Alone.
#[cfg(feature = "plain")]
const THE_IDENTIFIER: Name = Name::new(0, IDENTIFIER_UID.text);
#[cfg(feature = "plain")]
const THE_TIME_PROFILE: Name = Name::new(0, TIME_PROFILE_UID.text);
const APARTMENT_UID: Name = Name::new(0, "apartment_uid");
/// Behind the apartment.
const ITS_USER_UID: Name = Name::new(1, "user_uid");

/// Says requests whose fields are uids, in the order of their path.
///
/// A uid is a number, or its digits as a router hands them over.
macro_rules! path_requests {
    ($(
        $(#[$attribute:meta])*
        $title:literal $name:ident { $($field:ident: $uid:ident = $is:literal,)+ }
    )*) => {$(
        $(#[$attribute])*
        ///
        /// Its issues: `wrong_type`, `missing_field` and `number_out_of_range`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name {
            $($field: EntityUid,)+
        }

        impl $name {
            /// The request of a path.
            #[must_use]
            pub const fn new($($field: EntityUid),+) -> Self {
                Self { $($field),+ }
            }

            $(
                #[doc = $is]
                #[must_use]
                pub const fn $field(self) -> EntityUid {
                    self.$field
                }
            )+

            /// The request as an object. It checks to the same request again.
            #[must_use]
            pub fn to_value(self) -> Value<'static> {
                Members::default()$(.with($uid.text, self.$field))+.into()
            }
        }

        impl Request for $name {
            const TABLE: &'static Table =
                &Table::of(&[$($uid.required(Kind::Uid).described($is)),+]);

            const UNKNOWN_FIELDS: UnknownFields = UnknownFields::Ignore;

            #[cfg(feature = "schema")]
            const TITLE: &'static str = $title;

            fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
                Some(Self { $($field: EntityUid::at(reading, $uid)?),+ })
            }
        }
    )*};
}

path_requests! {
    /// A checked request to read a user.
    "Read user" ReadUser {
        user: USER_UID = "The user to read",
    }

    /// A checked request to delete a user.
    "Delete user" DeleteUser {
        user: USER_UID = "The user to delete",
    }

    /// A checked request to attach an identifier to a user.
    "Attach identifier" AttachIdentifier {
        user: USER_UID = "The user",
        identifier: IDENTIFIER_UID = "What is to open for the user",
    }

    /// A checked request to attach a time profile to a user.
    "Attach time profile" AttachTimeProfile {
        user: USER_UID = "The user",
        time_profile: TIME_PROFILE_UID = "When the user may come in",
    }

    /// A checked request to add a user to an apartment.
    "Add to apartment" AddToApartment {
        apartment: APARTMENT_UID = "The apartment",
        user: ITS_USER_UID = "Who is to live there",
    }
}

#[cfg(feature = "plain")]
path_requests! {
    /// A checked request to read a time profile.
    "Read time profile" ReadTimeProfile {
        time_profile: THE_TIME_PROFILE = "The time profile to read",
    }

    /// A checked request to delete a time profile.
    "Delete time profile" DeleteTimeProfile {
        time_profile: THE_TIME_PROFILE = "The time profile to delete",
    }

    /// A checked request to detach a time profile from a user.
    "Detach time profile" DetachTimeProfile {
        user: USER_UID = "The user",
        time_profile: TIME_PROFILE_UID = "What is to bind the user no more",
    }

    /// A checked request to read an apartment.
    "Read apartment" ReadApartment {
        apartment: APARTMENT_UID = "The apartment to read",
    }

    /// A checked request to read an identifier.
    "Read identifier" ReadIdentifier {
        identifier: THE_IDENTIFIER = "The identifier to read",
    }

    /// A checked request to delete an identifier.
    "Delete identifier" DeleteIdentifier {
        identifier: THE_IDENTIFIER = "The identifier to delete",
    }
}

/// The fields that stand in a path and not in a body.
pub(super) const UIDS: [&str; 4] = [
    USER_UID.text,
    IDENTIFIER_UID.text,
    TIME_PROFILE_UID.text,
    APARTMENT_UID.text,
];
