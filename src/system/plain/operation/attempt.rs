//! Attempts at doors.

use super::super::{TellOutcome, TryDoor};
use super::{CONFLICT, FORBIDDEN, MISSING, NOBODY, REUSED, WRONG, found, problem};
use crate::schema::{Field, Kind, Name, Table};
use crate::system::openapi::{Component, Operation, Response};
use crate::system::smartphonekey::LockId;

pub(super) const TRY: Operation = Operation::post(
    "tryDoor",
    "Ask whether a door opens",
    "/doors/{id}/attempts",
)
.ids(&[ID])
.body(Component::request::<TryDoor>("TryDoor"))
.replies(&[
    found(ANSWER),
    WRONG,
    NOBODY,
    FORBIDDEN,
    MISSING,
    REUSED,
    problem("429", "Enough was tried; Retry-After says when again"),
]);

pub(super) const OUTCOME: Operation = Operation::new(
    "put",
    "tellOutcome",
    "Tell whether a door that was let open was opened",
    "/doors/{id}/attempts/{attempt}/outcome",
)
.ids(&[ID, Name::new(1, "attempt").required(Kind::Text)])
.body(Component::request::<TellOutcome>("TellOutcome"))
.replies(&[
    Response {
        status: "204",
        description: "It is kept",
        content_type: "",
        body: None,
    },
    WRONG,
    NOBODY,
    FORBIDDEN,
    MISSING,
    CONFLICT,
]);

const ID: Field = Name::new(0, "id").required(Kind::Form(&LockId::FORM));

const ANSWER: Component = Component::reply(
    "Opening",
    "Opening",
    &Table::of(&[
        Name::new(0, "id")
            .required(Kind::Text)
            .described("The attempt"),
        Name::new(1, "open").required(Kind::Flag),
        Name::new(2, "keypad")
            .required(Kind::Any)
            .described("What a keypad shows"),
        Name::new(3, "reason")
            .optional(Kind::Text)
            .described("This and what follows for administrators and managers alone"),
        Name::new(4, "reasons").optional(Kind::List(&Kind::Any)),
        Name::new(5, "duress").optional(Kind::Any),
        Name::new(6, "credential").optional(Kind::Any),
        Name::new(7, "holder").optional(Kind::Any),
        Name::new(8, "unknown").optional(Kind::Any),
    ]),
);
