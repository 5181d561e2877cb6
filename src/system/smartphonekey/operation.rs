//! The requests as an `OpenAPI` document tells them.

#[cfg(feature = "plain")]
use super::Aggregate;
use super::lock::{ACCESS_LEVEL, LOCK_ID, LOCK_ID_IS, USER_IS};
use super::{AccessibleLock, GrantLockAccess, ID, LockId, RemoveLockAccess, event};
use crate::schema::{Field, Kind, Name, Table};
use crate::system::openapi::{Component, Operation, Response, Scheme, Security, Server, System};
use crate::value::LARGEST_WHOLE;
use crate::{AccessLevel, Uuid};

/// 401, 403 and 409 are this project's.
pub(in crate::system) const SYSTEM: System = System {
    name: "SmartphoneKey",
    server: Server {
        url: "https://api.spkey.co",
        variable: None,
    },
    security: &[
        Security {
            name: "smartphonekeyToken",
            scheme: Scheme::Bearer("JWT"),
            description: "The token of a person or a service",
        },
        Security {
            name: "smartphonekeyApiKey",
            scheme: Scheme::Header("X-API-Key"),
            description: "The key of an organisation, alone or beside a token",
        },
    ],
    otherwise: Response::json("default", "Something else is wrong", REFUSAL),
    operations: &[
        Operation {
            id: "grantLockAccess",
            summary: "Give a user access to a lock",
            method: "post",
            path: "/users/{id}/AddAccessibleLock",
            ids_of_path: &[USER],
            query: &[],
            body: Some(Component::body::<GrantLockAccess>(
                "GrantLockAccess",
                &AccessibleLock::TABLE,
            )),
            replies: &REPLIES,
        },
        Operation {
            id: "removeLockAccess",
            summary: "Take access to a lock away from a user",
            method: "post",
            path: "/users/{id}/RemoveAccessibleLock",
            ids_of_path: &[USER],
            query: &[],
            body: Some(Component::body::<RemoveLockAccess>(
                "RemoveLockAccess",
                &event::RemovalFields::TABLE,
            )),
            replies: &REPLIES,
        },
    ],
};

/// What the vendor has no page of: the path is this project's.
#[cfg(feature = "plain")]
pub(in crate::system) const LISTED: Operation = Operation {
    id: "listLockAccess",
    summary: "List the locks of a user",
    method: "get",
    path: "/users/{id}/AccessibleLocks",
    ids_of_path: &[USER],
    query: &[],
    body: None,
    replies: &[
        Response::json(
            "200",
            "The user's locks; an organisation is told of its own only",
            Component::reply("AccessibleLocks", "Accessible locks", &Aggregate::TABLE),
        ),
        Response::json("400", "The id is wrong", REFUSAL),
        Response::json("401", "The authorization is missing or wrong", REFUSAL),
        Response::json("403", "The locks are not the caller's", REFUSAL),
        Response::json("404", "There is no such user", REFUSAL),
    ],
};

const USER: Field = ID.required(Kind::Form(&Uuid::FORM)).described(USER_IS);

const REPLIES: [Response; 6] = [
    Response::json(
        "200",
        "What was done",
        Component::reply("LockAccess", "Lock access", &LOCK_ACCESS),
    ),
    Response::json(
        "400",
        "The request is wrong, or the lock is accessible already",
        REFUSAL,
    ),
    Response::json("401", "The authorization is missing or wrong", REFUSAL),
    Response::json("403", "The caller has no right to it", REFUSAL),
    Response::json("404", "There is no such user", REFUSAL),
    Response::json("409", "The user's locks were changed meanwhile", REFUSAL),
];

const LOCK_ACCESS: Table = Table::of(&[
    Name::new(0, "success").required(Kind::Flag),
    Name::new(1, "aggregateId")
        .required(Kind::Form(&Uuid::FORM))
        .described(USER_IS),
    Name::new(2, "version")
        .required(Kind::Whole(0, LARGEST_WHOLE))
        .described("Counts up with each change of the user's locks"),
    Name::new(3, "event").required(Kind::OrNull(&Kind::Object(&event::TABLE))),
    Name::new(4, LOCK_ID)
        .required(Kind::Form(&LockId::FORM))
        .described(LOCK_ID_IS),
    Name::new(5, ACCESS_LEVEL).required(Kind::Word(&AccessLevel::WORDS)),
]);

const REFUSAL: Component = Component::reply(
    "LockAccessRefusal",
    "Refusal",
    &Table::of(&[
        Name::new(0, "error")
            .required(Kind::Text)
            .described("A code for machines: that of the first issue"),
        Name::new(1, "message")
            .required(Kind::Text)
            .described("All issues as one sentence"),
    ]),
);
