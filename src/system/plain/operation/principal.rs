//! Who acts for an organisation.

use super::super::{ChangePrincipal, CreateApiKey, CreatePrincipal, GiveReason, PrincipalRole};
use super::{
    CHANGED, CONFLICT, FORBIDDEN, MISSING, NEXT, NOBODY, REUSED, UNSEEN, WRONG, after, done, found,
    limit, made,
};
use crate::schema::{Field, Kind, Name, Table};
use crate::system::openapi::{Component, Operation, Response};
use crate::value::LARGEST_WHOLE;
use crate::{Timestamp, Uuid};

pub(super) const LIST: Operation = Operation::get(
    "listPrincipals",
    "List who acts for the organisation: principal/<id> is the actor of events",
    "/principals",
)
.query(&[limit(), after()])
.replies(&[found(PRINCIPALS), WRONG, NOBODY, FORBIDDEN]);

pub(super) const CREATE: Operation = Operation::post(
    "createPrincipal",
    "Let somebody act for the organisation, by a key of the API that is in the answer alone",
    "/principals",
)
.body(Component::request::<CreatePrincipal>("CreatePrincipal"))
.replies(&[made(PRINCIPAL), WRONG, NOBODY, FORBIDDEN, MISSING, REUSED]);

pub(super) const READ: Operation = Operation::get(
    "readPrincipal",
    "Read who acts for the organisation, and by which keys of the API",
    "/principals/{id}",
)
.ids(&[ID])
.replies(&[found(PRINCIPAL), NOBODY, FORBIDDEN, MISSING]);

pub(super) const CHANGE: Operation = Operation::new(
    "patch",
    "changePrincipal",
    "Change who acts for the organisation: at the next request of every key and session",
    "/principals/{id}",
)
.ids(&[ID])
.body(Component::request::<ChangePrincipal>("ChangePrincipal"))
.replies(&[
    done(PRINCIPAL),
    WRONG,
    NOBODY,
    FORBIDDEN,
    MISSING,
    CONFLICT,
    CHANGED,
    UNSEEN,
]);

pub(super) const GIVE_KEY: Operation = Operation::post(
    "createApiKey",
    "Give another key of the API, which is in the answer alone",
    "/principals/{id}/keys",
)
.ids(&[ID])
.body(Component::request::<CreateApiKey>("CreateApiKey"))
.replies(&[
    Response::json("201", "The key is in this answer alone", PRINCIPAL),
    WRONG,
    NOBODY,
    FORBIDDEN,
    MISSING,
    REUSED,
]);

pub(super) const REVOKE_KEY: Operation = Operation::post(
    "revokeApiKey",
    "Take a key of the API back, with the sessions that were begun with it",
    "/principals/{id}/keys/{key}/revoke",
)
.ids(&[ID, KEY])
.body(Component::request::<GiveReason>("GiveReason"))
.replies(DEED);

pub(super) const DISABLE: Operation = Operation::post(
    "disablePrincipal",
    "Let somebody act no more, by whatever key or session",
    "/principals/{id}/disable",
)
.ids(&[ID])
.body(Component::request::<GiveReason>("GiveReason"))
.replies(DEED);

pub(super) const ENABLE: Operation = Operation::post(
    "enablePrincipal",
    "Let somebody act again, by the keys of before",
    "/principals/{id}/enable",
)
.ids(&[ID])
.body(Component::request::<GiveReason>("GiveReason"))
.replies(DEED);

const DEED: &[Response] = &[
    done(PRINCIPAL),
    WRONG,
    NOBODY,
    FORBIDDEN,
    MISSING,
    CONFLICT,
    REUSED,
];

const ID: Field = Name::new(0, "id").required(Kind::Form(&Uuid::FORM));
const KEY: Field = Name::new(1, "key").required(Kind::Form(&Uuid::FORM));

const INSTANT: Kind = Kind::Form(&Timestamp::FORM);

const TABLE: Table = Table::of(&[
    Name::new(0, "id").required(Kind::Text),
    Name::new(1, "name")
        .required(Kind::OrNull(&Kind::Text))
        .described("What people call it; null: nothing was told"),
    Name::new(2, "role").required(Kind::Word(&PrincipalRole::WORDS)),
    Name::new(3, "doors")
        .required(Kind::List(&Kind::Text))
        .described("Of a manager or a controller; the others have all"),
    Name::new(4, "revision").required(Kind::Whole(1, LARGEST_WHOLE)),
    Name::new(5, "createdAt").required(INSTANT),
    Name::new(6, "disabledAt").required(Kind::OrNull(&INSTANT)),
    Name::new(7, "keys")
        .optional(Kind::List(&Kind::Object(&API_KEY)))
        .described("The keys of the API, told to administrators"),
    Name::new(8, "apiKey")
        .optional(Kind::Text)
        .described("The key that was just given; in this answer alone"),
]);

const API_KEY: Table = Table::of(&[
    Name::new(0, "id").required(Kind::Text),
    Name::new(1, "createdAt").required(INSTANT),
    Name::new(2, "expiresAt")
        .required(Kind::OrNull(&INSTANT))
        .described("Null: good until it is taken back"),
    Name::new(3, "revokedAt").required(Kind::OrNull(&INSTANT)),
]);

const PRINCIPAL: Component = Component::reply("Principal", "Principal", &TABLE);

const PRINCIPALS: Component = Component::reply(
    "Principals",
    "Principals",
    &Table::of(&[
        Name::new(0, "items").required(Kind::List(&Kind::Object(&TABLE))),
        NEXT,
    ]),
);
