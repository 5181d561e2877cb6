//! What a service keeps of a request: an id, and the request behind it.

use alloc::vec::Vec;

use crate::schema::{Document, Reading, Table, read_as};
use crate::{Issue, Issues, UnknownFields, Value};

/// Reads an object by a table of the one field in front, and the request from all others.
///
/// # Errors
/// The issues of the field, then those of the request; of what is no object those of the request.
pub(super) fn read<I, R>(
    value: &Value<'_>,
    front: &'static Table,
    id: impl FnOnce(&Reading<'_>) -> Option<I>,
    request: impl FnOnce(&Value<'_>) -> Result<R, Issues>,
) -> Result<(I, R), Issues> {
    let Value::Object(members) = value else {
        return Err(request(value).err().unwrap_or_default());
    };
    let is_in_front = |name: &str| front.fields.iter().any(|field| field.name.text == name);
    let others = members.iter().filter(|(name, _)| !is_in_front(name));
    let request = request(&Value::Object(others.cloned().collect()));
    let id = read_as(&Document::of(value), front, UnknownFields::Ignore, id);
    match (id, request) {
        (Ok(id), Ok(request)) => Ok((id, request)),
        (id, request) => {
            let found = [id.err(), request.err()];
            let all: Vec<Issue> = found.into_iter().flatten().flatten().collect();
            Err(all.into())
        }
    }
}
