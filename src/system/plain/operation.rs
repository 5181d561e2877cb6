//! The plain API as an `OpenAPI` document tells it, and what a service serves beside all APIs.

use super::super::openapi::{Component, Operation, Response, Scheme, Security, Server, System};
use super::super::problem::PROBLEM;
use crate::schema::{Field, Kind, Name, Pattern};

mod attempt;
mod door;
mod event;
mod key;
mod panel;
mod person;
mod principal;
mod session;
mod webhook;

/// The plain API; operations of one path stand behind each other.
pub(in crate::system) const PLAIN: System = System {
    name: "Plain",
    server: HERE,
    security: SECURITY,
    otherwise: OTHERWISE,
    operations: &[
        session::READ,
        session::BEGIN,
        session::END,
        door::LIST,
        door::CREATE,
        door::READ,
        door::CHANGE,
        door::FORGET_TRIES,
        attempt::TRY,
        attempt::OUTCOME,
        person::LIST,
        person::CREATE,
        person::READ,
        person::CHANGE,
        key::LIST,
        key::CREATE,
        key::LOOK_UP,
        key::READ,
        key::CHANGE,
        key::SUSPEND,
        key::RESUME,
        key::REPORT,
        key::REVOKE,
        key::FORGET_TRIES,
        key::SHOW,
        principal::LIST,
        principal::CREATE,
        principal::READ,
        principal::CHANGE,
        principal::GIVE_KEY,
        principal::REVOKE_KEY,
        principal::DISABLE,
        principal::ENABLE,
        panel::READ,
        panel::SET,
        event::LIST,
        event::STREAM,
        webhook::LIST,
        webhook::CREATE,
        webhook::READ,
        webhook::DELETE,
        webhook::DELIVERIES,
    ],
};

/// What asks nobody who he is.
pub(in crate::system) const HEALTH: System = System {
    name: "Health",
    server: HERE,
    security: &[],
    otherwise: OTHERWISE,
    operations: &[
        Operation::get("isAlive", "Whether the service is there", "/livez").replies(&[OK_TEXT]),
        Operation::get("isReady", "Whether the service can answer", "/readyz")
            .replies(&[OK_TEXT, problem("503", "The database is away")]),
        Operation::get("openapi", "This document", "/openapi.json").replies(&[Response {
            status: "200",
            description: "OpenAPI 3.1",
            content_type: "",
            body: None,
        }]),
    ],
};

/// The ways to say who asks, at all routes of the service.
pub(in crate::system) const SECURITY: &[Security] = &[
    Security {
        name: "apiKey",
        scheme: Scheme::Header("X-API-Key"),
        description: "The key of one who asks for an organisation, alone or beside a token",
    },
    Security {
        name: "token",
        scheme: Scheme::Bearer("JWT"),
        description: "The token of one who asks for an organisation, or of a person",
    },
    Security {
        name: "session",
        scheme: Scheme::Cookie("latchwork"),
        description: "The session of a console",
    },
];

pub(in crate::system) const IF_MATCH: &[Field] = &[Name::new(0, "If-Match")
    .required(Kind::Text)
    .described("The revisions of which one was seen, as ETag had it, or *")
    .written(Pattern::of(
        "^(\\*|[\t ,]*(W/)?\"[!#-~]*\"([\t ]*,[\t ,]*(W/)?\"[!#-~]*\")*[\t ,]*)$",
    ))];

pub(in crate::system) const IDEMPOTENCY_KEY: &[Field] = &[Name::new(0, "Idempotency-Key")
    .optional(Kind::Any)
    .described("A string of RFC 9651: the same request again has the same answer, for a day")];

/// What asks nobody who he is, for he says so by it, or takes it back.
pub(in crate::system) const UNASKED: [&str; 4] = ["beginSession", "endSession", "logIn", "logOut"];

const HERE: Server = Server {
    url: "/",
    variable: None,
};

const OTHERWISE: Response = problem("default", "Something else is wrong");

const OK_TEXT: Response = Response {
    status: "200",
    description: "It is",
    content_type: "text/plain",
    body: None,
};

const fn problem(status: &'static str, description: &'static str) -> Response {
    Response {
        status,
        description,
        content_type: "application/problem+json",
        body: Some(PROBLEM),
    }
}

const WRONG: Response = problem("400", "What is wrong with the request");
const NOBODY: Response = problem("401", "Who asks is missing or unknown");
const FORBIDDEN: Response = problem("403", "The caller's role, or doors, do not allow it");
const MISSING: Response = problem("404", "There is none in the organisation");
const CONFLICT: Response = problem("409", "It is at odds with how things are");
const CHANGED: Response = problem("412", "It was changed meanwhile");
const REUSED: Response = problem("422", "Another request has this Idempotency-Key");
const UNSEEN: Response = problem("428", "If-Match is missing");

const fn found(body: Component) -> Response {
    Response::json("200", "What was found", body)
}

const fn done(body: Component) -> Response {
    Response::json("200", "As it is now", body)
}

const fn made(body: Component) -> Response {
    Response::json("201", "What was made; Location says where it is", body)
}

const LIMIT: Kind = Kind::Whole(1, 200);

/// The fields of the query of a list, whose own begin at 2.
const fn limit() -> Field {
    Name::new(0, "limit")
        .optional(LIMIT)
        .described("How many at most; 50 where nothing is said")
}

const fn after() -> Field {
    Name::new(1, "after")
        .optional(Kind::Text)
        .described("What the page before had as next")
        .written(CURSOR)
}

const CURSOR: Pattern = Pattern::of("^[0-9]{1,18}\\.[0-9A-Za-z-]+$");

const fn search(at: usize) -> Field {
    Name::new(at, "search")
        .optional(Kind::Text)
        .described("Some part of a name or a phone, in whatever case")
        .written(Pattern::longest(255))
}

const NEXT: Field = Name::new(1, "next")
    .required(Kind::OrNull(&Kind::Text))
    .described("Where the next page begins; null: nowhere");

impl Operation {
    const fn new(
        method: &'static str,
        id: &'static str,
        summary: &'static str,
        path: &'static str,
    ) -> Self {
        Self {
            id,
            summary,
            method,
            path,
            ids_of_path: &[],
            query: &[],
            body: None,
            replies: &[],
        }
    }

    const fn get(id: &'static str, summary: &'static str, path: &'static str) -> Self {
        Self::new("get", id, summary, path)
    }

    const fn post(id: &'static str, summary: &'static str, path: &'static str) -> Self {
        Self::new("post", id, summary, path)
    }

    const fn ids(self, ids_of_path: &'static [Field]) -> Self {
        Self {
            ids_of_path,
            ..self
        }
    }

    const fn query(self, query: &'static [Field]) -> Self {
        Self { query, ..self }
    }

    const fn body(self, body: Component) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    const fn replies(self, replies: &'static [Response]) -> Self {
        Self { replies, ..self }
    }
}
