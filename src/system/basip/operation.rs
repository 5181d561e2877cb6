//! The requests as an `OpenAPI` document tells them.

use super::{CreateIdentifier, CreateUser};
use crate::schema::{Field, Kind, Name, Table};
use crate::system::openapi::{Component, Operation, Response, Scheme, Security, Server, System};
use crate::value::LARGEST_WHOLE;

/// The vendor's pages print the paths of what was created; those of creating are the same without
/// the number.
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
    operations: &[
        Operation {
            id: "createUser",
            summary: "Create a user",
            path: "/access/users/item",
            id_of_path: None,
            body: Component::request::<CreateUser>("CreateUser"),
            replies: &[
                Response::json(
                    "200",
                    "The user was created; another may have the same name",
                    Component::reply("PanelUser", "User", &USER),
                ),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
            ],
        },
        Operation {
            id: "createIdentifier",
            summary: "Create an identifier",
            path: "/access/identifier/item",
            id_of_path: None,
            body: Component::request::<CreateIdentifier>("CreateIdentifier"),
            replies: &[
                Response::json(
                    "200",
                    "The identifier was created",
                    Component::reply("PanelIdentifier", "Identifier", &IDENTIFIER),
                ),
                WRONG,
                NOT_LOGGED_IN,
                NO_ADMINISTRATOR,
            ],
        },
    ],
};

const WRONG: Response = Response::json("400", "What is wrong, one error at a time", ERROR);
const NOT_LOGGED_IN: Response = Response::json("401", "Nobody is logged in", ERROR);
const NO_ADMINISTRATOR: Response =
    Response::json("403", "Who is logged in is no administrator", ERROR);

const ERROR: Component = Component::reply(
    "PanelError",
    "Error",
    &Table::of(&[Name::new(0, "error")
        .required(Kind::Text)
        .described("In the panel's words")]),
);

const UID: Field = Name::new(0, "uid")
    .required(Kind::Whole(0, LARGEST_WHOLE))
    .described("What later requests name it by");

const USER: Table = Table::of(&[
    UID,
    Name::new(1, "has_dublicates")
        .required(Kind::Flag)
        .described("Whether another user has the same name"),
]);

const IDENTIFIER: Table = Table::of(&[UID]);
