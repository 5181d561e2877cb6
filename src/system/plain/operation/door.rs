//! Doors.

use super::super::{ChangeDoor, CreateDoor, GiveReason};
use super::{
    CHANGED, CONFLICT, FORBIDDEN, MISSING, NEXT, NOBODY, REUSED, UNSEEN, WRONG, after, done, found,
    limit, made, search,
};
use crate::door::Condition;
use crate::schema::{Field, Kind, Name, Table};
use crate::system::openapi::{Component, Operation};
use crate::system::smartphonekey::LockId;
use crate::value::LARGEST_WHOLE;
use crate::{CodePolicy, Timestamp};

pub(super) const LIST: Operation =
    Operation::get("listDoors", "List the doors that the caller sees", "/doors")
        .query(&[limit(), after(), search(2)])
        .replies(&[found(DOORS), WRONG, NOBODY, FORBIDDEN]);

pub(super) const CREATE: Operation = Operation::post("createDoor", "Make a door", "/doors")
    .body(Component::request::<CreateDoor>("CreateDoor"))
    .replies(&[made(DOOR), WRONG, NOBODY, FORBIDDEN, CONFLICT, REUSED]);

pub(super) const READ: Operation = Operation::get("readDoor", "Read a door", "/doors/{id}")
    .ids(&[ID])
    .replies(&[found(DOOR), NOBODY, FORBIDDEN, MISSING]);

pub(super) const CHANGE: Operation =
    Operation::new("patch", "changeDoor", "Change a door", "/doors/{id}")
        .ids(&[ID])
        .body(Component::request::<ChangeDoor>("ChangeDoor"))
        .replies(&[
            done(DOOR),
            WRONG,
            NOBODY,
            FORBIDDEN,
            MISSING,
            CHANGED,
            UNSEEN,
        ]);

pub(super) const FORGET_TRIES: Operation = Operation::post(
    "forgetTries",
    "End the lock-out of a door: its wrong tries are forgotten",
    "/doors/{id}/forget-tries",
)
.ids(&[ID])
.body(Component::request::<GiveReason>("GiveReason"))
.replies(&[done(DOOR), WRONG, NOBODY, FORBIDDEN, MISSING, REUSED]);

const ID: Field = Name::new(0, "id").required(Kind::Form(&LockId::FORM));

const DOOR: Component = Component::reply("Door", "Door", &TABLE);

const DOORS: Component = Component::reply(
    "Doors",
    "Doors",
    &Table::of(&[
        Name::new(0, "items").required(Kind::List(&Kind::Object(&TABLE))),
        NEXT,
    ]),
);

const INSTANT_OR_NULL: Kind = Kind::OrNull(&Kind::Form(&Timestamp::FORM));

/// Until when no try is taken, in each way.
const LOCKED: Table = Table::of(&[
    Name::new(0, "door").required(INSTANT_OR_NULL),
    Name::new(1, "afar").required(INSTANT_OR_NULL),
]);

const TABLE: Table = Table::of(&[
    ID,
    Name::new(1, "name").required(Kind::Text),
    Name::new(2, "zone").required(Kind::OrNull(&Kind::Text)),
    Name::new(3, "codes").required(Kind::OrNull(&Kind::Object(&CodePolicy::TABLE))),
    Name::new(4, "condition").required(Kind::Object(&Condition::TABLE)),
    Name::new(5, "lockedUntil")
        .required(Kind::Object(&LOCKED))
        .described("Until when wrong tries keep it shut; null: they do not"),
    Name::new(6, "revision").required(Kind::Whole(1, LARGEST_WHOLE)),
    Name::new(7, "createdAt").required(Kind::Form(&Timestamp::FORM)),
]);
