//! Changes of what the panel keeps beside its users: the fields that become other, each whole.
//!
//! Source: the vendor's pages have `PATCH` beside the reading of each. Ours is that a change of
//! nothing is refused, and that what comes of it is judged like a request for it whole.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use super::apartment::{self, TAKEN};
use super::decision::taken;
use super::user::{beside, judge_some};
use super::{
    ChangeKeptState, CreateApartment, CreateIdentifier, CreateTimeProfile, Decision, Effect,
    EntityUid, PanelRequest, StoredApartment, StoredIdentifier, StoredTimeProfile,
    create_identifier, time_profile, told,
};
use crate::schema::{Document, Field, Presence, Reading, Table, check as check_table};
use crate::system::{Options, Request};
use crate::value::Members;
use crate::{Issues, UnknownFields, Value};

/// Says the change of each.
macro_rules! changes {
    ($(
        $(#[$attribute:meta])*
        $title:literal $name:ident of $request:ident as $stored:ident:
        $uid:literal, $fields:expr, $effect:ident, $what:literal, $taken:expr;
    )*) => {$(
        $(#[$attribute])*
        ///
        /// `Debug` shows nothing of what becomes other.
        #[derive(Clone, PartialEq)]
        pub struct $name {
            uid: EntityUid,
            /// The fields that become other, in the order of the table.
            fields: Value<'static>,
        }

        impl $name {
            /// Checks a raw HTTP body beside the uid of the path.
            ///
            /// # Errors
            /// That of a body that is no JSON; else the issue of the uid; else every issue of the
            /// body, `change_empty` among them. What does not fit to fields that stay is found by
            /// [`applied`](Self::applied).
            pub fn check(uid: &str, body: &[u8]) -> Result<Self, Issues> {
                Self::read_body(body, &beside(uid, Self::UNKNOWN_FIELDS))
            }

            /// Checks the value of a body beside the uid of the path.
            ///
            /// # Errors
            /// As [`check`](Self::check), without the issues of reading a body.
            pub fn check_with_uid(
                uid: &str,
                value: &Value<'_>,
                unknown_fields: UnknownFields,
            ) -> Result<Self, Issues> {
                Self::read_value(value, &beside(uid, unknown_fields))
            }

            /// What is to be changed.
            #[must_use]
            pub fn uid(&self) -> EntityUid {
                self.uid
            }

            /// What is there afterwards, of what is there before: an object with its `uid` and the
            /// fields of the request for it.
            ///
            /// # Errors
            /// Every issue of what would be there.
            pub fn applied(&self, before: &Value<'_>) -> Result<$stored, Issues> {
                $stored::check_value(&over(before, &self.fields))
            }

            /// The fields of the request as a JSON Schema, draft 2020-12.
            #[cfg(feature = "schema")]
            #[must_use]
            pub fn json_schema() -> Value<'static> {
                Self::schema()
            }

            /// The fields that become other, as an object.
            #[must_use]
            pub fn to_value(&self) -> Value<'_> {
                self.fields.clone()
            }
        }

        impl Request for $name {
            const TABLE: &'static Table = &Table::of(&$fields).with_rules(judge_some);

            const UNKNOWN_FIELDS: UnknownFields = $request::UNKNOWN_FIELDS;

            #[cfg(feature = "schema")]
            const TITLE: &'static str = $title;

            /// What is wrong with the path is told before what is wrong with the fields of the body.
            fn judge<'d>(
                document: &'d Document<'_>,
                options: &Options<'_>,
            ) -> Result<Reading<'d>, Issues> {
                if let Some(Err(issue)) = &options.uid {
                    return Err(issue.clone().at($uid).into());
                }
                // Some know no other fields, whatever the caller says.
                let unknown = match Self::UNKNOWN_FIELDS {
                    UnknownFields::Refuse => UnknownFields::Refuse,
                    UnknownFields::Ignore => options.unknown_fields,
                };
                check_table(document, Self::TABLE, unknown, &mut |_| {})
            }

            fn of(reading: &Reading<'_>, options: &Options<'_>) -> Option<Self> {
                Some(Self {
                    uid: options.uid.as_ref()?.as_ref().ok().copied()?,
                    fields: given(reading),
                })
            }
        }

        impl PanelRequest for $name {
            type State = ChangeKeptState;

            fn decided(&self, state: &ChangeKeptState) -> Decision {
                let Some(before) = &state.found else {
                    return Decision::unknown($what);
                };
                match self.applied(before) {
                    Err(issues) => Decision::refused(400, told(issues.as_slice())),
                    Ok(after) if state.is_taken => Decision::refused(400, $taken(&after)),
                    Ok(after) => {
                        let uid = Members::default().with("uid", after.uid);
                        Decision::done(uid.into(), Some(Effect::$effect(after)))
                    }
                }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("uid", &self.uid).finish_non_exhaustive()
            }
        }
    )*};
}

changes! {
    /// A checked change of an identifier. It stays with the user that it is attached to, and so many
    /// passes as were used stay used.
    "Change identifier" ChangeIdentifier of CreateIdentifier as StoredIdentifier:
        "identifier_uid", create_identifier::CHANGED, StoreIdentifier, "Identifier",
        |after: &StoredIdentifier| taken(after.request.number());

    /// A checked change of a time profile, for all users that it is attached to. Fields that it does
    /// not know are refused, as those of [`CreateTimeProfile`].
    "Change time profile" ChangeTimeProfile of CreateTimeProfile as StoredTimeProfile:
        "timeprofile_uid", time_profile::CHANGED, StoreTimeProfile, "Time profile",
        |_: &StoredTimeProfile| String::new();

    /// A checked change of an apartment.
    "Change apartment" ChangeApartment of CreateApartment as StoredApartment:
        "apartment_uid", apartment::CHANGED, StoreApartment, "Apartment",
        |_: &StoredApartment| String::from(TAKEN);
}

/// A field that stays as it is where it is absent.
pub(super) const fn stays(field: Field) -> Field {
    Field {
        presence: Presence::Optional,
        ..field
    }
}

/// The fields that are given, in the order of the table.
fn given(reading: &Reading<'_>) -> Value<'static> {
    let fields = reading.fields.iter();
    let fields = fields.filter_map(|field| {
        let value = Value::of(reading.get(field.name)?);
        Some((Cow::Borrowed(field.name.text), value))
    });
    Value::Object(fields.collect())
}

/// An object with the members of another in the place of its own.
fn over(before: &Value<'_>, change: &Value<'static>) -> Value<'static> {
    let Value::Object(ref members) = *before else {
        return Value::Null;
    };
    let members = members.iter().map(|(name, value)| {
        let after = change.get(name).unwrap_or(value);
        (
            Cow::Owned(name.clone().into_owned()),
            after.clone().into_owned(),
        )
    });
    Value::Object(members.collect())
}
