//! What the panel knows when it judges a request.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Decision, EntityUid, IdentifierNumber, StoredUser};
#[cfg(feature = "plain")]
use crate::Value;
use crate::schema::{Document, Kind, Name, Reading, Table, read_as};
use crate::value::LARGEST_WHOLE;
use crate::{Issues, UnknownFields};

/// What a state is read by, and who asks.
pub(crate) trait PanelState: Sized {
    const TABLE: &'static Table;

    fn session(&self) -> Session;

    fn of(reading: &Reading<'_>) -> Option<Self>;

    fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, Self::TABLE, UnknownFields::Refuse, Self::of)
    }
}

/// Who sends the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whether the caller is logged in.
    pub logged_in: bool,
    /// Whether the caller has administrator rights.
    pub administrator: bool,
}

const LOGGED_IN: Name = Name::new(0, "loggedIn");
const ADMINISTRATOR: Name = Name::new(1, "administrator");

/// Who asks, of any state.
#[cfg(feature = "js")]
const SESSION: Table = Table::of(&[
    LOGGED_IN.required(Kind::Flag),
    ADMINISTRATOR.required(Kind::Flag),
])
.open();

impl Session {
    /// The order in which the panel judges: whether somebody is logged in, whether that is an
    /// administrator, and then what was sent.
    pub(super) fn admit(self, judge: impl FnOnce() -> Decision) -> Decision {
        if !self.logged_in {
            Decision::refused(401, String::from("Log In"))
        } else if !self.administrator {
            Decision::refused(403, String::from("Administrator rights required"))
        } else {
            judge()
        }
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            logged_in: reading.flag(LOGGED_IN)?,
            administrator: reading.flag(ADMINISTRATOR)?,
        })
    }

    /// Who asks, of a state whose other members do not matter.
    #[cfg(feature = "js")]
    pub(crate) fn read(state: &Document<'_>) -> Result<Self, Issues> {
        read_as(state, &SESSION, UnknownFields::Refuse, Self::of)
    }
}

/// Says states: who asks, and members in their order, each with its kind and how it is read.
macro_rules! panel_states {
    ($(
        $(#[$attribute:meta])*
        $name:ident {
            $(
                $(#[$member_attribute:meta])*
                $member:ident: $type:ty = $at:literal $text:literal, $kind:expr, $read:expr;
            )+
        }
    )*) => {$(
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            /// Who sends the request.
            pub session: Session,
            $($(#[$member_attribute])* pub $member: $type,)+
        }

        impl $name {
            /// Checks a state written as an object; who sends the request are its members
            /// `loggedIn` and `administrator`.
            ///
            /// # Errors
            /// Every issue of the state.
            pub fn check_value(value: &crate::Value<'_>) -> Result<Self, Issues> {
                Self::read(&Document::of(value))
            }
        }

        impl PanelState for $name {
            const TABLE: &'static Table = &Table::of(&[
                LOGGED_IN.required(Kind::Flag),
                ADMINISTRATOR.required(Kind::Flag),
                $(Name::new($at, $text).required($kind),)+
            ]);

            fn session(&self) -> Session {
                self.session
            }

            fn of(reading: &Reading<'_>) -> Option<Self> {
                Some(Self {
                    session: Session::of(reading)?,
                    $($member: $read(reading, Name::new($at, $text))?,)+
                })
            }
        }
    )*};
}

panel_states! {
    /// What the panel knows when a user is to be created.
    #[derive(Eq)]
    UserState {
        /// The names of the users there are: `namesInUse`.
        names_in_use: Vec<String> = 2 "namesInUse", Kind::List(&Kind::Text), names;
        /// The uid that the new user gets: `nextUid`.
        next_uid: EntityUid = 3 "nextUid", UID, EntityUid::at;
    }

    /// What the panel knows when an identifier is to be created.
    #[derive(Eq)]
    IdentifierState {
        /// The identifiers there are: `identifiersInUse`, each its `identifier_type` and
        /// `identifier_number`.
        identifiers_in_use: Vec<IdentifierNumber> = 2 "identifiersInUse", NUMBERS, numbers;
        /// The uid that the new identifier gets: `nextUid`.
        next_uid: EntityUid = 3 "nextUid", UID, EntityUid::at;
    }

    /// What the panel knows when a user is to be read.
    #[derive(Eq)]
    ReadUserState {
        /// The user of that uid, `None` where there is none: `user`, an object or null.
        user: Option<StoredUser> = 2 "user", USER, user;
    }

    /// What the panel knows when a user is to be changed.
    #[derive(Eq)]
    ChangeUserState {
        /// The user of that uid, `None` where there is none: `user`, an object or null.
        user: Option<StoredUser> = 2 "user", USER, user;
        /// The names of all other users: `namesInUse`.
        names_in_use: Vec<String> = 3 "namesInUse", Kind::List(&Kind::Text), names;
    }

    /// What the panel knows when a user is to be deleted.
    #[derive(Eq)]
    DeleteUserState {
        /// Whether there is a user of that uid: `userExists`.
        user_exists: bool = 2 "userExists", Kind::Flag, Reading::flag;
        /// The uids of the identifiers attached to the user: `identifiers`.
        identifiers: Vec<EntityUid> = 3 "identifiers", Kind::List(&UID), uids;
    }

    /// What the panel knows when an identifier is to be attached to a user.
    #[derive(Eq)]
    AttachIdentifierState {
        /// Whether there is a user of that uid: `userExists`.
        user_exists: bool = 2 "userExists", Kind::Flag, Reading::flag;
        /// Whether there is an identifier of that uid: `identifierExists`.
        identifier_exists: bool = 3 "identifierExists", Kind::Flag, Reading::flag;
        /// The user that the identifier is attached to, `None` for nobody: `attachedTo`, a uid or
        /// null.
        attached_to: Option<EntityUid> = 4 "attachedTo", Kind::OrNull(&UID), uid_or_null;
    }

    /// What the panel knows when a time profile is to be attached to a user.
    #[derive(Eq)]
    AttachTimeProfileState {
        /// Whether there is a user of that uid: `userExists`.
        user_exists: bool = 2 "userExists", Kind::Flag, Reading::flag;
        /// Whether there is a time profile of that uid: `timeProfileExists`.
        time_profile_exists: bool = 3 "timeProfileExists", Kind::Flag, Reading::flag;
    }

    /// What the panel knows when a user is to be added to an apartment.
    #[derive(Eq)]
    AddToApartmentState {
        /// Whether there is an apartment of that uid: `apartmentExists`.
        apartment_exists: bool = 2 "apartmentExists", Kind::Flag, Reading::flag;
        /// Whether there is a user of that uid: `userExists`.
        user_exists: bool = 3 "userExists", Kind::Flag, Reading::flag;
    }
}

#[cfg(feature = "plain")]
panel_states! {
    /// What the panel knows when a time profile is to be created.
    #[derive(Eq)]
    CreateTimeProfileState {
        /// The uid that it gets: `nextUid`.
        next_uid: EntityUid = 2 "nextUid", UID, EntityUid::at;
    }

    /// What the panel knows when an apartment is to be created.
    #[derive(Eq)]
    CreateApartmentState {
        /// Whether another has the same address: `addressInUse`.
        address_in_use: bool = 2 "addressInUse", Kind::Flag, Reading::flag;
        /// The uid that it gets: `nextUid`.
        next_uid: EntityUid = 3 "nextUid", UID, EntityUid::at;
    }

    /// What the panel knows when a time profile, an apartment or an identifier is to be read.
    FoundState {
        /// The thing as the answer has it, `None` where there is none: `found`, anything or null.
        found: Option<Value<'static>> = 2 "found", Kind::Any, found;
    }

    /// What the panel knows when a time profile, an apartment or an identifier is to be changed.
    ChangeKeptState {
        /// The thing as it is stored, `uid` and the fields of the request for it, `None` where there
        /// is none: `found`, anything or null.
        found: Option<Value<'static>> = 2 "found", Kind::Any, found;
        /// Whether another has the number, or is at the address, that it would have: `isTaken`.
        is_taken: bool = 3 "isTaken", Kind::Flag, Reading::flag;
    }

    /// What the panel knows when a time profile is to be deleted.
    #[derive(Eq)]
    DeleteTimeProfileState {
        /// Whether there is a time profile of that uid: `timeProfileExists`.
        time_profile_exists: bool = 2 "timeProfileExists", Kind::Flag, Reading::flag;
        /// Whether it is attached to a user: `isAttached`.
        is_attached: bool = 3 "isAttached", Kind::Flag, Reading::flag;
    }

    /// What the panel knows when an identifier is to be deleted.
    #[derive(Eq)]
    DeleteIdentifierState {
        /// Whether there is an identifier of that uid: `identifierExists`.
        identifier_exists: bool = 2 "identifierExists", Kind::Flag, Reading::flag;
    }
}

/// A uid that the service itself has: a number.
const UID: Kind = Kind::Whole(0, LARGEST_WHOLE);
const USER: Kind = Kind::OrNull(&Kind::Object(&StoredUser::TABLE));
const NUMBERS: Kind = Kind::List(&Kind::Object(&IdentifierNumber::TABLE));

fn names(reading: &Reading<'_>, name: Name) -> Option<Vec<String>> {
    reading.list(name, |name| name.text().map(String::from))
}

fn numbers(reading: &Reading<'_>, name: Name) -> Option<Vec<IdentifierNumber>> {
    reading.list(name, |number| {
        IdentifierNumber::of(&number.reading(&IdentifierNumber::TABLE)?)
    })
}

fn uids(reading: &Reading<'_>, name: Name) -> Option<Vec<EntityUid>> {
    reading.list(name, EntityUid::of)
}

#[expect(clippy::option_option, reason = "null is no user, and none is a fault")]
fn user(reading: &Reading<'_>, name: Name) -> Option<Option<StoredUser>> {
    let given = reading.get(name)?;
    match given.reading(&StoredUser::TABLE) {
        Some(user) => StoredUser::of(&user).map(Some),
        None => Some(None),
    }
}

#[cfg(feature = "plain")]
#[expect(clippy::option_option, reason = "null is nothing, and none is a fault")]
fn found(reading: &Reading<'_>, name: Name) -> Option<Option<Value<'static>>> {
    let given = reading.get(name)?;
    Some((!given.is_null()).then(|| Value::of(given)))
}

#[expect(clippy::option_option, reason = "null is nobody, and none is a fault")]
fn uid_or_null(reading: &Reading<'_>, name: Name) -> Option<Option<EntityUid>> {
    let given = reading.get(name)?;
    if given.is_null() {
        Some(None)
    } else {
        EntityUid::of(given).map(Some)
    }
}
