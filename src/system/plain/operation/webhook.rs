//! Webhooks.

use super::super::CreateWebhook;
use super::{CONFLICT, FORBIDDEN, LIMIT, MISSING, NEXT, NOBODY, REUSED, WRONG, found, made};
use crate::schema::{Field, Kind, Name, Pattern, Table};
use crate::system::openapi::{Component, Operation, Response};
use crate::{Timestamp, Uuid};

pub(super) const LIST: Operation = Operation::get(
    "listWebhooks",
    "List the webhooks of the organisation",
    "/webhooks",
)
.replies(&[found(WEBHOOKS), NOBODY, FORBIDDEN]);

pub(super) const CREATE: Operation = Operation::post(
    "createWebhook",
    "Have events sent to an address",
    "/webhooks",
)
.body(Component::request::<CreateWebhook>("CreateWebhook"))
.replies(&[made(SECRET), WRONG, NOBODY, FORBIDDEN, CONFLICT, REUSED]);

pub(super) const READ: Operation =
    Operation::get("readWebhook", "Read a webhook", "/webhooks/{id}")
        .ids(&[ID])
        .replies(&[found(WEBHOOK), NOBODY, FORBIDDEN, MISSING]);

pub(super) const DELETE: Operation = Operation::new(
    "delete",
    "deleteWebhook",
    "Send nothing more to an address",
    "/webhooks/{id}",
)
.ids(&[ID])
.replies(&[
    Response {
        status: "204",
        description: "Nothing more is sent",
        content_type: "",
        body: None,
    },
    NOBODY,
    FORBIDDEN,
    MISSING,
]);

pub(super) const DELIVERIES: Operation = Operation::get(
    "listDeliveries",
    "List what was tried and did not arrive",
    "/webhooks/{id}/deliveries",
)
.ids(&[ID])
.query(&[
    Name::new(0, "limit").optional(LIMIT),
    Name::new(1, "before")
        .optional(Kind::Text)
        .written(Pattern::of("^[0-9]{1,18}$")),
])
.replies(&[found(DELIVERED), WRONG, NOBODY, FORBIDDEN, MISSING]);

const ID: Field = Name::new(0, "id").required(Kind::Form(&Uuid::FORM));
const URL: Field = Name::new(1, "url").required(Kind::Text);
const CREATED_AT: Field = Name::new(2, "createdAt").required(Kind::Form(&Timestamp::FORM));

const SECRET: Component = Component::reply(
    "CreatedWebhook",
    "Created webhook",
    &Table::of(&[
        ID,
        URL,
        CREATED_AT,
        Name::new(3, "secret")
            .required(Kind::Text)
            .described("What signs; in this answer alone"),
    ]),
);

const WEBHOOK: Component = Component::reply("Webhook", "Webhook", &TABLE);

const WEBHOOKS: Component = Component::reply(
    "Webhooks",
    "Webhooks",
    &Table::of(&[
        Name::new(0, "items").required(Kind::List(&Kind::Object(&TABLE))),
        NEXT,
    ]),
);

const TABLE: Table = Table::of(&[ID, URL, CREATED_AT]);

const DELIVERED: Component = Component::reply(
    "Deliveries",
    "Deliveries",
    &Table::of(&[Name::new(0, "items").required(Kind::List(&Kind::Any)), NEXT]),
);
