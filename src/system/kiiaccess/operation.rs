//! The request as an `OpenAPI` document tells it.

use super::decision::ID;
use super::{
    ACCESSES, CreateAccessKey, KEY_FORMAT, KEY_IDENTIFICATION, KEY_NAME, KEY_TYPE, KeyType,
    MOBILE_PHONE_NUMBER, NUMBER, USER_ID, VALID_FROM, VALID_TO,
};
use crate::schema::{Kind, Name, Table};
use crate::system::openapi::{Component, Operation, Response, Scheme, Security, Server, System};
use crate::system::problem::PROBLEM;
use crate::{PhoneNumber, Timestamp, UserId, Uuid};

/// The vendor publishes no path: `/access-keys` is this project's.
pub(in crate::system) const SYSTEM: System = System {
    name: "KiiAccess",
    server: Server {
        url: "https://api.kiiaccess.se",
        variable: None,
    },
    security: &[Security {
        name: "kiiaccessToken",
        scheme: Scheme::Bearer("JWT"),
        description: "The token of an integration, for one appliance owner",
    }],
    otherwise: problem("default", "Something else is wrong"),
    operations: &[Operation {
        id: "createAccessKey",
        summary: "Create an access key, for an existing user or a new one",
        method: "post",
        path: "/access-keys",
        ids_of_path: &[],
        query: &[],
        body: Some(Component::request::<CreateAccessKey>("CreateAccessKey")),
        replies: &[
            Response::json(
                "200",
                "The key as it was created; a generated code is in it, a pin is not",
                Component::reply("AccessKey", "Access key", &ACCESS_KEY),
            ),
            problem("400", "What is wrong with the request"),
            problem("401", "The token is missing or wrong"),
            problem(
                "403",
                "Mobile keys are not enabled, or an access is not the caller's to give",
            ),
            problem("409", "The identification is in use"),
        ],
    }],
};

/// The bodies of refusals are this project's too.
const fn problem(status: &'static str, description: &'static str) -> Response {
    Response {
        status,
        description,
        content_type: "application/problem+json",
        body: Some(PROBLEM),
    }
}

/// A key as a reply shows it, in the order of the reply.
const ACCESS_KEY: Table = Table::of(&[
    Name::new(0, ID)
        .optional(Kind::Form(&Uuid::FORM))
        .described("The id of the key"),
    at(1, KEY_TYPE).required(Kind::Word(&KeyType::WORDS)),
    at(2, KEY_FORMAT).optional(Kind::Text),
    at(3, KEY_IDENTIFICATION)
        .optional(Kind::Text)
        .described("The code or the number of the key")
        .written(NUMBER),
    at(4, KEY_NAME).optional(Kind::Text),
    at(5, USER_ID).optional(Kind::Form(&UserId::FORM)),
    at(6, MOBILE_PHONE_NUMBER).optional(Kind::Form(&PhoneNumber::FORM)),
    at(7, ACCESSES).required(Kind::SomeList(&Kind::Form(&Uuid::FORM))),
    at(8, VALID_FROM).optional(INSTANT),
    at(9, VALID_TO).optional(INSTANT),
]);

const INSTANT: Kind = Kind::Form(&Timestamp::FORM);

const fn at(at: usize, name: Name) -> Name {
    Name::new(at, name.text)
}
