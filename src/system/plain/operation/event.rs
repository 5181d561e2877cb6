//! Events.

use super::{FORBIDDEN, LIMIT, NEXT, NOBODY, WRONG, found, problem};
use crate::Timestamp;
use crate::schema::{Field, Kind, Name, Pattern, Table};
use crate::system::openapi::{Component, Operation, Response};
use crate::value::LARGEST_WHOLE;

pub(super) const LIST: Operation = Operation::get(
    "listEvents",
    "List what happened, as far as the caller sees it",
    "/events",
)
.query(&FIND)
.replies(&[found(EVENTS), WRONG, NOBODY, FORBIDDEN]);

pub(super) const STREAM: Operation =
    Operation::get("followEvents", "Follow what happens", "/events/stream")
        .query(&FOLLOW)
        .replies(&[
            Response {
                status: "200",
                description: "Server-sent events",
                content_type: "text/event-stream",
                body: None,
            },
            WRONG,
            NOBODY,
            FORBIDDEN,
            problem("429", "The caller follows enough already"),
        ]);

const FIND: [Field; 9] = [
    DOOR,
    KEY,
    PERSON,
    KIND,
    FROM,
    UNTIL,
    AFTER,
    Name::new(7, "before")
        .optional(Kind::Text)
        .described("What the page before had as next: the newest come first")
        .written(NUMBER),
    Name::new(8, "limit").optional(LIMIT),
];

const FOLLOW: [Field; 7] = [DOOR, KEY, PERSON, KIND, FROM, UNTIL, AFTER];

const DOOR: Field = Name::new(0, "door").optional(Kind::SomeText);
const KEY: Field = Name::new(1, "key").optional(Kind::SomeText);
const PERSON: Field = Name::new(2, "person").optional(Kind::SomeText);
const KIND: Field = Name::new(3, "type").optional(Kind::SomeText);
const FROM: Field = Name::new(4, "from").optional(Kind::Form(&Timestamp::FORM));
const UNTIL: Field = Name::new(5, "until").optional(Kind::Form(&Timestamp::FORM));
const AFTER: Field = Name::new(6, "after")
    .optional(Kind::Text)
    .described("The number of an event: the oldest behind it come first")
    .written(NUMBER);

const NUMBER: Pattern = Pattern::of("^[0-9]{1,18}$");

const EVENTS: Component = Component::reply(
    "Events",
    "Events",
    &Table::of(&[
        Name::new(0, "items").required(Kind::List(&Kind::Object(&EVENT))),
        NEXT,
    ]),
);

const EVENT: Table = Table::of(&[
    Name::new(0, "seq").required(Kind::Whole(1, LARGEST_WHOLE)),
    Name::new(1, "stream").required(Kind::Text),
    Name::new(2, "version").required(Kind::Whole(1, LARGEST_WHOLE)),
    Name::new(3, "at").required(Kind::Form(&Timestamp::FORM)),
    Name::new(4, "actor").required(Kind::Text),
    Name::new(5, "person").required(Kind::OrNull(&Kind::Text)),
    Name::new(6, "type").required(Kind::Text),
    Name::new(7, "data").required(Kind::Any),
]);
