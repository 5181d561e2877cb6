//! What a service serves of the panel beside what the core's document of the systems tells.

use super::operation::{ERROR, NO_ADMINISTRATOR, NOT_LOGGED_IN, NOT_THERE, WRONG};
use super::{
    ChangeApartment, ChangeIdentifier, ChangeTimeProfile, CreateApartment, CreateTimeProfile,
    DeleteIdentifier, DeleteTimeProfile, DetachTimeProfile, ReadApartment, ReadIdentifier,
    ReadTimeProfile,
};
use crate::schema::{Field, Kind, Name, Table};
use crate::system::Request;
use crate::system::openapi::{Component, Operation, Response};

/// Operations of paths that the core's document has as well stand by them.
pub(in crate::system) const SERVED: &[Operation] = &[
    Operation {
        query: &[
            Name::new(0, "username").required(Kind::Text),
            Name::new(1, "password")
                .required(Kind::Text)
                .described("The MD5 of a key, in hexadecimal digits"),
        ],
        replies: &[
            ANSWER,
            Response::json("400", "They open nothing, or are none", ERROR),
        ],
        ..operation("logIn", "Get a token", "get", "/login", &[])
    },
    operation("logOut", "End a token", "get", "/logout", &[]),
    list("listUsers", "List users", "/access/users/items"),
    path::<ReadIdentifier>("readIdentifier", "Read an identifier", "get", IDENTIFIER),
    change::<ChangeIdentifier, ReadIdentifier>(
        "changeIdentifier",
        "Change an identifier: any of the fields, at least one",
        "ChangeIdentifier",
        IDENTIFIER,
    ),
    path::<DeleteIdentifier>(
        "deleteIdentifier",
        "Delete an identifier",
        "delete",
        IDENTIFIER,
    ),
    list(
        "listIdentifiers",
        "List identifiers",
        "/access/identifier/items",
    ),
    Operation {
        body: Some(Component::request::<CreateTimeProfile>("CreateTimeProfile")),
        ..operation(
            "createTimeProfile",
            "Create a time profile",
            "post",
            "/access/timeprofile/item",
            &[],
        )
    },
    path::<ReadTimeProfile>(
        "readTimeProfile",
        "Read a time profile",
        "get",
        TIME_PROFILE,
    ),
    change::<ChangeTimeProfile, ReadTimeProfile>(
        "changeTimeProfile",
        "Change a time profile: any of the fields, at least one",
        "ChangeTimeProfile",
        TIME_PROFILE,
    ),
    path::<DeleteTimeProfile>(
        "deleteTimeProfile",
        "Delete a time profile",
        "delete",
        TIME_PROFILE,
    ),
    list(
        "listTimeProfiles",
        "List time profiles",
        "/access/timeprofile/items",
    ),
    path::<DetachTimeProfile>(
        "detachTimeProfile",
        "Take a time profile from a user",
        "delete",
        "/access/user/{user_uid}/timeprofile/{timeprofile_uid}",
    ),
    Operation {
        body: Some(Component::request::<CreateApartment>("CreateApartment")),
        ..operation(
            "createApartment",
            "Create an apartment",
            "post",
            "/apartment/item",
            &[],
        )
    },
    path::<ReadApartment>("readApartment", "Read an apartment", "get", APARTMENT),
    change::<ChangeApartment, ReadApartment>(
        "changeApartment",
        "Change an apartment: any of the fields, at least one",
        "ChangeApartment",
        APARTMENT,
    ),
    list("listApartments", "List apartments", "/apartment/items"),
];

const IDENTIFIER: &str = "/access/identifier/item/{identifier_uid}";
const TIME_PROFILE: &str = "/access/timeprofile/item/{timeprofile_uid}";
const APARTMENT: &str = "/apartment/item/{apartment_uid}";

const ANSWER: Response = Response::json(
    "200",
    "What there is, or that it was done",
    Component::reply("PanelAnswer", "Answer", &Table::of(&[])),
);

const fn operation(
    id: &'static str,
    summary: &'static str,
    method: &'static str,
    path: &'static str,
    ids_of_path: &'static [Field],
) -> Operation {
    Operation {
        id,
        summary,
        method,
        path,
        ids_of_path,
        query: &[],
        body: None,
        replies: &[ANSWER, WRONG, NOT_LOGGED_IN, NO_ADMINISTRATOR, NOT_THERE],
    }
}

const fn path<R: Request>(
    id: &'static str,
    summary: &'static str,
    method: &'static str,
    path: &'static str,
) -> Operation {
    operation(id, summary, method, path, R::TABLE.fields)
}

/// A change at the path of what is read there.
const fn change<R: Request, P: Request>(
    id: &'static str,
    summary: &'static str,
    body: &'static str,
    path: &'static str,
) -> Operation {
    Operation {
        body: Some(Component::request::<R>(body)),
        ..operation(id, summary, "patch", path, P::TABLE.fields)
    }
}

const PAGE: [Field; 2] = [
    Name::new(0, "limit").optional(Kind::Uid),
    Name::new(1, "page_number").optional(Kind::Uid),
];

const fn list(id: &'static str, summary: &'static str, path: &'static str) -> Operation {
    Operation {
        query: &PAGE,
        ..operation(id, summary, "get", path, &[])
    }
}
