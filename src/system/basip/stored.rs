//! What the panel keeps, as it is read back.

use super::{CreateIdentifier, EntityUid, StoredIdentifier, StoredUser};
use crate::schema::{Document, Kind, Name, Reading, Table, read_as};
use crate::system::stored;
use crate::value::LARGEST_WHOLE;
use crate::{Issues, UnknownFields, Value};

const UID: Name = Name::new(0, "uid");

/// What stands in front of the fields of a request.
pub(super) const UID_ALONE: Table =
    Table::of(&[UID.required(Kind::Whole(0, LARGEST_WHOLE))]).open();

pub(super) fn uid_of(reading: &Reading<'_>) -> Option<EntityUid> {
    EntityUid::at(reading, UID)
}

impl StoredUser {
    /// Checks a user written as an object: `uid`, and the fields of [`CreateUser`](super::CreateUser).
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let document = Document::of(value);
        read_as(&document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }
}

impl StoredIdentifier {
    /// Checks an identifier written as an object: `uid`, and the fields of [`CreateIdentifier`].
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let (uid, request) = stored::read(value, &UID_ALONE, uid_of, |request| {
            CreateIdentifier::check_value(request, UnknownFields::Refuse)
        })?;
        Ok(Self { uid, request })
    }
}
