//! Who acts for an organisation.

use super::{FORBIDDEN, NEXT, NOBODY, WRONG, after, found, limit};
use crate::schema::{Kind, Name, Table, Words};
use crate::system::openapi::{Component, Operation};
use crate::{IssueCode, Timestamp};

pub(super) const LIST: Operation = Operation::get(
    "listPrincipals",
    "List who acts for the organisation: principal/<id> is the actor of events",
    "/principals",
)
.query(&[limit(), after()])
.replies(&[found(PRINCIPALS), WRONG, NOBODY, FORBIDDEN]);

const ROLES: Words = Words {
    all: &["administrator", "manager", "controller", "reader"],
    unknown: IssueCode::DoorWordUnknown,
};

const INSTANT: Kind = Kind::Form(&Timestamp::FORM);

const PRINCIPAL: Table = Table::of(&[
    Name::new(0, "id").required(Kind::Text),
    Name::new(1, "name")
        .required(Kind::OrNull(&Kind::Text))
        .described("What people call it; null: nothing was told"),
    Name::new(2, "role").required(Kind::Word(&ROLES)),
    Name::new(3, "createdAt").required(INSTANT),
    Name::new(4, "disabledAt").required(Kind::OrNull(&INSTANT)),
]);

const PRINCIPALS: Component = Component::reply(
    "Principals",
    "Principals",
    &Table::of(&[
        Name::new(0, "items").required(Kind::List(&Kind::Object(&PRINCIPAL))),
        NEXT,
    ]),
);
