//! What the panel keeps, as it is read back.

use alloc::vec::Vec;

use super::{CreateIdentifier, EntityUid, StoredIdentifier, StoredUser};
use crate::schema::{Document, Kind, Name, Table, check, read_as};
use crate::value::LARGEST_WHOLE;
use crate::{Issue, Issues, UnknownFields, Value};

const UID: Name = Name::new(0, "uid");

/// What stands in front of the fields of a request.
const UID_ALONE: Table = Table::of(&[UID.required(Kind::Whole(0, LARGEST_WHOLE))]).open();

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
        let refuse = UnknownFields::Refuse;
        let Value::Object(members) = value else {
            let request = CreateIdentifier::check_value(value, refuse);
            return Err(request.err().unwrap_or_default());
        };
        let others = members.iter().filter(|(name, _)| name != UID.text);
        let request = Value::Object(others.cloned().collect());
        let request = CreateIdentifier::check_value(&request, refuse);
        let document = Document::of(value);
        let uid = check(&document, &UID_ALONE, UnknownFields::Ignore, &mut |_| {})
            .map(|reading| EntityUid::at(&reading, UID));
        match (uid, request) {
            (Ok(Some(uid)), Ok(request)) => Ok(Self { uid, request }),
            (uid, request) => {
                let found = [uid.err(), request.err()];
                let all: Vec<Issue> = found.into_iter().flatten().flatten().collect();
                Err(all.into())
            }
        }
    }
}
