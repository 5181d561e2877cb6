//! Sessions of browsers.

use super::super::BeginSession;
use super::{FORBIDDEN, NOBODY, WRONG, problem};
use crate::Timestamp;
use crate::schema::{Kind, Name, Table, Words};
use crate::system::openapi::{Component, Operation, Response};
use crate::{IssueCode, system::smartphonekey::LockId};

pub(super) const READ: Operation = Operation::get("readSession", "Read who asks", "/session")
    .replies(&[
        Response::json("200", "Who asks", SESSION),
        NOBODY,
        FORBIDDEN,
    ]);

pub(super) const BEGIN: Operation =
    Operation::post("beginSession", "Sign a browser in", "/session")
        .body(Component::request::<BeginSession>("BeginSession"))
        .replies(&[
            Response::json("200", "Who asks from now on, by the cookie", SESSION),
            WRONG,
            NOBODY,
            problem("403", "A page of another place asks"),
        ]);

pub(super) const END: Operation =
    Operation::new("delete", "endSession", "Sign a browser out", "/session").replies(&[Response {
        status: "204",
        description: "The cookie is good for nothing more",
        content_type: "",
        body: None,
    }]);

const ROLES: Words = Words {
    all: &["administrator", "manager", "controller", "reader"],
    unknown: IssueCode::CallerUnknown,
};

const SESSION: Component = Component::reply(
    "Session",
    "Session",
    &Table::of(&[
        Name::new(0, "organisation").required(Kind::Object(&Table::of(&[
            Name::new(0, "id").required(Kind::Text),
            Name::new(1, "name").required(Kind::Text),
        ]))),
        Name::new(1, "role").required(Kind::Word(&ROLES)),
        Name::new(2, "principal").required(Kind::Text),
        Name::new(3, "doors")
            .required(Kind::OrNull(&Kind::List(&Kind::Form(&LockId::FORM))))
            .described("Null: all of the organisation"),
        Name::new(4, "expiresAt").required(Kind::OrNull(&Kind::Form(&Timestamp::FORM))),
    ]),
);
