//! What the panel is asked for, each at its address: read by the core, and answered by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use latchwork::system::basip::{
    AddToApartment, AttachIdentifier, AttachTimeProfile, ChangeApartment, ChangeIdentifier,
    ChangeTimeProfile, ChangeUser, CreateApartment, CreateIdentifier, CreateTimeProfile,
    CreateUser, DeleteIdentifier, DeleteTimeProfile, DeleteUser, DetachTimeProfile, ReadApartment,
    ReadIdentifier, ReadTimeProfile, ReadUser,
};
use latchwork::{Issues, UnknownFields, Value};

use super::kept::Kept;
use super::{Request, answer};
use crate::reply::Written;
use crate::server::Service;

/// A request among those of its kind.
macro_rules! of {
    (Users $request:ident) => {
        Request::$request
    };
    (Kept $request:ident) => {
        |request| Request::Kept(Kept::$request(request))
    };
}

/// Says requests whose body says all.
macro_rules! creations {
    ($($(#[$address:meta])* $name:ident $request:ident in $kind:ident;)*) => {$(
        $(#[$address])*
        pub async fn $name(
            State(service): State<Arc<Service>>,
            headers: HeaderMap,
            body: Body,
        ) -> Written {
            let read = |body: &[u8]| $request::check(body).map(of!($kind $request));
            let name = [stringify!($request).as_bytes()];
            answer(&service, &headers, Some(body), &name, read).await
        }
    )*};
}

creations! {
    /// `POST /access/users/item`
    create_user CreateUser in Users;
    /// `POST /access/identifier/item`
    create_identifier CreateIdentifier in Users;
    /// `POST /access/timeprofile/item`
    create_time_profile CreateTimeProfile in Kept;
    /// `POST /apartment/item`
    create_apartment CreateApartment in Kept;
}

/// Says changes of what a uid in the path names.
macro_rules! changes {
    ($($(#[$address:meta])* $name:ident $request:ident in $kind:ident;)*) => {$(
        $(#[$address])*
        pub async fn $name(
            State(service): State<Arc<Service>>,
            Path(uid): Path<String>,
            headers: HeaderMap,
            body: Body,
        ) -> Written {
            let read = |body: &[u8]| $request::check(&uid, body).map(of!($kind $request));
            let name = [stringify!($request).as_bytes(), uid.as_bytes()];
            answer(&service, &headers, Some(body), &name, read).await
        }
    )*};
}

changes! {
    /// `PATCH /access/users/item/{user_uid}`
    change_user ChangeUser in Users;
    /// `PATCH /access/identifier/item/{identifier_uid}`
    change_identifier ChangeIdentifier in Kept;
    /// `PATCH /access/timeprofile/item/{timeprofile_uid}`
    change_time_profile ChangeTimeProfile in Kept;
    /// `PATCH /apartment/item/{apartment_uid}`
    change_apartment ChangeApartment in Kept;
}

/// The uids of a path by the names that the core and the router both have for them.
type Uids = BTreeMap<String, String>;

/// Says requests whose path says all.
macro_rules! by_path {
    ($($(#[$address:meta])* $name:ident $request:ident in $kind:ident;)*) => {$(
        $(#[$address])*
        pub async fn $name(
            State(service): State<Arc<Service>>,
            Path(uids): Path<Uids>,
            headers: HeaderMap,
        ) -> Written {
            let read = |value: &Value<'_>| {
                $request::check_value(value, UnknownFields::Refuse).map(of!($kind $request))
            };
            of_path(&service, &headers, stringify!($request), &uids, read).await
        }
    )*};
}

by_path! {
    /// `GET /access/users/item/{user_uid}`
    read_user ReadUser in Users;
    /// `DELETE /access/users/item/{user_uid}`
    delete_user DeleteUser in Users;
    /// `POST /access/user/{user_uid}/identifier/{identifier_uid}`
    attach_identifier AttachIdentifier in Users;
    /// `GET /access/identifier/item/{identifier_uid}`
    read_identifier ReadIdentifier in Kept;
    /// `DELETE /access/identifier/item/{identifier_uid}`
    delete_identifier DeleteIdentifier in Kept;
    /// `GET /access/timeprofile/item/{timeprofile_uid}`
    read_time_profile ReadTimeProfile in Kept;
    /// `DELETE /access/timeprofile/item/{timeprofile_uid}`
    delete_time_profile DeleteTimeProfile in Kept;
    /// `POST /access/user/{user_uid}/timeprofile/{timeprofile_uid}`
    attach_time_profile AttachTimeProfile in Kept;
    /// `DELETE /access/user/{user_uid}/timeprofile/{timeprofile_uid}`
    detach_time_profile DetachTimeProfile in Kept;
    /// `GET /apartment/item/{apartment_uid}`
    read_apartment ReadApartment in Kept;
    /// `POST /apartment/item/{apartment_uid}/user/{user_uid}`
    add_to_apartment AddToApartment in Kept;
}

async fn of_path(
    service: &Service,
    headers: &HeaderMap,
    request: &str,
    uids: &Uids,
    read: impl FnOnce(&Value<'_>) -> Result<Request, Issues>,
) -> Written {
    let member = |(name, uid): (&String, &String)| (name.clone().into(), uid.clone().into());
    let value = Value::Object(uids.iter().map(member).collect());
    let mut name = vec![request.as_bytes()];
    name.extend(uids.values().map(String::as_bytes));
    answer(service, headers, None, &name, |_| read(&value)).await
}
