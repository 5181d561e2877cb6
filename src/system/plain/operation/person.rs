//! People.

use super::super::person::{PARTY_IS, PARTY_KIND};
use super::super::{ChangePerson, CreatePerson, PersonState};
use super::{
    CHANGED, CONFLICT, FORBIDDEN, MISSING, NEXT, NOBODY, REUSED, UNSEEN, WRONG, after, done, found,
    limit, made, search,
};
use crate::schema::{Field, Kind, Name, Table, Words};
use crate::system::openapi::{Component, Operation};
use crate::value::LARGEST_WHOLE;
use crate::{IssueCode, PhoneNumber, Timestamp, Uuid};

pub(super) const LIST: Operation = Operation::get(
    "listPeople",
    "List the people of the organisation",
    "/people",
)
.query(&[limit(), after(), search(2)])
.replies(&[found(PEOPLE), WRONG, NOBODY, FORBIDDEN]);

pub(super) const CREATE: Operation = Operation::post("createPerson", "Make a person", "/people")
    .body(Component::request::<CreatePerson>("CreatePerson"))
    .replies(&[made(PERSON), WRONG, NOBODY, FORBIDDEN, CONFLICT, REUSED]);

pub(super) const READ: Operation = Operation::get("readPerson", "Read a person", "/people/{id}")
    .ids(&[ID])
    .replies(&[found(PERSON), NOBODY, FORBIDDEN, MISSING]);

pub(super) const CHANGE: Operation =
    Operation::new("patch", "changePerson", "Change a person", "/people/{id}")
        .ids(&[ID])
        .body(Component::request::<ChangePerson>("ChangePerson"))
        .replies(&[
            done(PERSON),
            WRONG,
            NOBODY,
            FORBIDDEN,
            MISSING,
            CONFLICT,
            CHANGED,
            UNSEEN,
        ]);

const ID: Field = Name::new(0, "id").required(Kind::Form(&Uuid::FORM));

const PERSON: Component = Component::reply("Person", "Person", &TABLE);

const PEOPLE: Component = Component::reply(
    "People",
    "People",
    &Table::of(&[
        Name::new(0, "items").required(Kind::List(&Kind::Object(&TABLE))),
        NEXT,
    ]),
);

const KINDS: Words = Words {
    all: &["mobile", "none-mobile"],
    unknown: IssueCode::KeyTypeUnknown,
};

const TABLE: Table = Table::of(&[
    ID,
    Name::new(1, "kind")
        .required(Kind::Word(&KINDS))
        .described("A Mobile user is known by the phone"),
    Name::new(2, "phone").required(Kind::OrNull(&Kind::Form(&PhoneNumber::FORM))),
    Name::new(3, "firstName").required(Kind::OrNull(&Kind::Text)),
    Name::new(4, "lastName").required(Kind::OrNull(&Kind::Text)),
    Name::new(5, "state").required(Kind::Word(&PersonState::WORDS)),
    Name::new(6, "revision").required(Kind::Whole(1, LARGEST_WHOLE)),
    Name::new(7, "createdAt").required(Kind::Form(&Timestamp::FORM)),
    Name::new(8, "party")
        .required(PARTY_KIND)
        .described(PARTY_IS),
]);
