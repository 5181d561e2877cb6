//! The requests as an `OpenAPI` document tells them.

use super::{
    AddToApartment, AttachIdentifier, AttachTimeProfile, ChangeUser, CreateIdentifier, CreateUser,
    DeleteUser, ReadUser, StoredUser,
};
use crate::schema::{Field, Kind, Name, Table};
use crate::system::Request;
use crate::system::openapi::{Component, Operation, Response, Scheme, Security, Server, System};
use crate::value::LARGEST_WHOLE;

/// The vendor's pages print the paths of what was created; those of creating are the same without
/// the number. The names of the uids in them are this project's, and so is 404.
pub(in crate::system) const SYSTEM: System = System {
    name: "BAS-IP",
    server: Server {
        url: "https://{panel}/api",
        variable: Some(("panel", "panel.example")),
    },
    security: &[Security {
        name: "panelToken",
        scheme: Scheme::Bearer(""),
        description: "The token of an administrator who is logged in",
    }],
    otherwise: Response::json("default", "Something else is wrong", ERROR),
    operations: &[
        Operation {
            id: "createUser",
            summary: "Create a user",
            method: "post",
            path: "/access/users/item",
            ids_of_path: &[],
            query: &[],
            body: Some(Component::request::<CreateUser>("CreateUser")),
            replies: &[
                Response::json(
                    "200",
                    "The user was created; another may have the same name",
                    CREATED_USER,
                ),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
            ],
        },
        Operation {
            id: "readUser",
            summary: "Read a user",
            method: "get",
            path: USER,
            ids_of_path: ReadUser::TABLE.fields,
            query: &[],
            body: None,
            replies: &[
                Response::json(
                    "200",
                    "The user",
                    Component::reply("PanelUser", "User", &StoredUser::TABLE),
                ),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
                NOT_THERE,
            ],
        },
        Operation {
            id: "changeUser",
            summary: "Change a user: any of the fields, at least one",
            method: "patch",
            path: USER,
            ids_of_path: ReadUser::TABLE.fields,
            query: &[],
            body: Some(Component::body::<ChangeUser>(
                "ChangeUser",
                &ChangeUser::BODY,
            )),
            replies: &[
                Response::json(
                    "200",
                    "The user was changed; another may have the same name",
                    CREATED_USER,
                ),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
                NOT_THERE,
            ],
        },
        Operation {
            id: "deleteUser",
            summary: "Delete a user, and the identifiers attached to it",
            method: "delete",
            path: USER,
            ids_of_path: DeleteUser::TABLE.fields,
            query: &[],
            body: None,
            replies: &[
                Response::json("200", "The user was deleted", UID_ALONE),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
                NOT_THERE,
            ],
        },
        Operation {
            id: "attachIdentifier",
            summary: "Attach an identifier to a user",
            method: "post",
            path: "/access/user/{user_uid}/identifier/{identifier_uid}",
            ids_of_path: AttachIdentifier::TABLE.fields,
            query: &[],
            body: None,
            replies: &[
                Response::json(
                    "200",
                    "The identifier is attached",
                    Component::reply(
                        "AttachedIdentifier",
                        "Attached identifier",
                        AttachIdentifier::TABLE,
                    ),
                ),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
                NOT_THERE,
            ],
        },
        Operation {
            id: "attachTimeProfile",
            summary: "Attach a time profile to a user",
            method: "post",
            path: "/access/user/{user_uid}/timeprofile/{timeprofile_uid}",
            ids_of_path: AttachTimeProfile::TABLE.fields,
            query: &[],
            body: None,
            replies: &[
                Response::json(
                    "200",
                    "The time profile is attached",
                    Component::reply(
                        "AttachedTimeProfile",
                        "Attached time profile",
                        AttachTimeProfile::TABLE,
                    ),
                ),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
                NOT_THERE,
            ],
        },
        Operation {
            id: "addToApartment",
            summary: "Add a user to an apartment",
            method: "post",
            path: "/apartment/item/{apartment_uid}/user/{user_uid}",
            ids_of_path: AddToApartment::TABLE.fields,
            query: &[],
            body: None,
            replies: &[
                Response::json(
                    "200",
                    "The user is one of the apartment",
                    Component::reply("Housing", "Housing", AddToApartment::TABLE),
                ),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
                NOT_THERE,
            ],
        },
        Operation {
            id: "createIdentifier",
            summary: "Create an identifier",
            method: "post",
            path: "/access/identifier/item",
            ids_of_path: &[],
            query: &[],
            body: Some(Component::request::<CreateIdentifier>("CreateIdentifier")),
            replies: &[
                Response::json("200", "The identifier was created", UID_ALONE),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
            ],
        },
    ],
};

const USER: &str = "/access/users/item/{user_uid}";

pub(super) const WRONG: Response =
    Response::json("400", "What is wrong, one error at a time", ERROR);
pub(super) const NOT_LOGGED_IN: Response = Response::json("401", "Nobody is logged in", ERROR);
pub(super) const NO_ADMINISTRATOR: Response =
    Response::json("403", "Who is logged in is no administrator", ERROR);

pub(super) const NOT_THERE: Response =
    Response::json("404", "What the path names is not there (ours)", ERROR);

pub(super) const ERROR: Component = Component::reply(
    "PanelError",
    "Error",
    &Table::of(&[Name::new(0, "error")
        .required(Kind::Text)
        .described("In the panel's words")]),
);

const UID: Field = Name::new(0, "uid")
    .required(Kind::Whole(0, LARGEST_WHOLE))
    .described("What later requests name it by");

const CREATED_USER: Component = Component::reply(
    "PanelUserStored",
    "Stored user",
    &Table::of(&[
        UID,
        Name::new(1, "has_dublicates")
            .required(Kind::Flag)
            .described("Whether another user has the same name"),
    ]),
);

const UID_ALONE: Component = Component::reply("PanelUid", "Uid", &Table::of(&[UID]));
