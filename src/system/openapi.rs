//! The systems as an `OpenAPI` document.

use alloc::format;
use alloc::vec::Vec;

use super::{Request, basip, kiiaccess, smartphonekey};
use crate::schema::{Field, Schema, Table, of_field, of_table};
use crate::value::Members;
use crate::{UnknownFields, Value};

/// A request of a system, as it is sent and answered.
pub(super) struct Operation {
    /// Its name, unlike any other.
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    /// How it is sent: `post`, `get`, …
    pub(super) method: &'static str,
    /// What is called, ids in braces. Operations of one path stand behind each other.
    pub(super) path: &'static str,
    /// The ids of the path.
    pub(super) ids_of_path: &'static [Field],
    /// Absent where the path says all.
    pub(super) body: Option<Component>,
    pub(super) replies: &'static [Response],
}

/// An object with a name of its own in the document.
#[derive(Clone, Copy)]
pub(super) struct Component {
    pub(super) name: &'static str,
    pub(super) schema: Schema,
}

/// What a request is answered with.
pub(super) struct Response {
    pub(super) status: &'static str,
    pub(super) description: &'static str,
    pub(super) content_type: &'static str,
    pub(super) body: Component,
}

/// A system that is served.
pub(super) struct System {
    pub(super) name: &'static str,
    /// Where the vendor serves it.
    pub(super) server: Server,
    /// Each of the ways to say who asks.
    pub(super) security: &'static [Security],
    pub(super) operations: &'static [Operation],
}

/// An address; a part that differs from one to another stands in braces.
pub(super) struct Server {
    pub(super) url: &'static str,
    /// The name of the part in braces, and what stands there for example.
    pub(super) variable: Option<(&'static str, &'static str)>,
}

/// A way to say who asks.
pub(super) struct Security {
    pub(super) name: &'static str,
    pub(super) scheme: Scheme,
    pub(super) description: &'static str,
}

pub(super) enum Scheme {
    /// `Authorization: Bearer …`, with what the token is written as; empty for any way.
    Bearer(&'static str),
    /// A key in a header of this name.
    Header(&'static str),
}

const SYSTEMS: [&System; 3] = [&kiiaccess::SYSTEM, &smartphonekey::SYSTEM, &basip::SYSTEM];

impl Component {
    /// The body of a request, whose fields are all in it.
    pub(super) const fn request<R: Request>(name: &'static str) -> Self {
        Self::body::<R>(name, R::TABLE)
    }

    /// The body of a request beside which an id stands.
    pub(super) const fn body<R: Request>(name: &'static str, table: &'static Table) -> Self {
        let schema = Schema {
            title: R::TITLE,
            table,
            unknown: R::UNKNOWN_FIELDS,
        };
        Self { name, schema }
    }

    /// The body of a reply: later versions may say more.
    pub(super) const fn reply(
        name: &'static str,
        title: &'static str,
        table: &'static Table,
    ) -> Self {
        let schema = Schema {
            title,
            table,
            unknown: UnknownFields::Ignore,
        };
        Self { name, schema }
    }

    fn reference(self) -> Members<'static> {
        Members::default().with("$ref", format!("#/components/schemas/{}", self.name))
    }
}

impl Response {
    pub(super) const fn json(
        status: &'static str,
        description: &'static str,
        body: Component,
    ) -> Self {
        Self {
            status,
            description,
            content_type: "application/json",
            body,
        }
    }
}

/// The requests of the three systems as an `OpenAPI` document, version 3.1: their paths, bodies,
/// replies, and how a caller says who it is.
///
/// What is not the vendors' own is said so where it stands.
///
/// ```
/// let document = latchwork::system::openapi();
/// assert_eq!(document.get("openapi").and_then(|version| version.text()), Some("3.1.0"));
/// ```
#[must_use]
pub fn openapi() -> Value<'static> {
    let license = Members::default()
        .with("name", env!("CARGO_PKG_LICENSE"))
        .with("identifier", env!("CARGO_PKG_LICENSE"));
    let info = Members::default()
        .with("title", "Credentials for doors")
        .with(
            "description",
            "The requests that latchwork checks and decides.",
        )
        .with("version", env!("CARGO_PKG_VERSION"))
        .with("license", license);
    let tags = SYSTEMS.map(|system| Members::default().with("name", system.name).into());
    let mut paths = Members::default();
    let mut schemas = Named::default();
    let mut security_schemes = Members::default();
    for system in SYSTEMS {
        for operations in system
            .operations
            .chunk_by(|one, next| one.path == next.path)
        {
            let mut methods = Members::default();
            for operation in operations {
                methods = methods.with(operation.method, operation_of(system, operation));
            }
            if let [operation, ..] = operations {
                paths = paths.with(operation.path, methods);
            }
        }
        for operation in system.operations {
            operation
                .body
                .into_iter()
                .for_each(|body| schemas.add(body));
            operation
                .replies
                .iter()
                .for_each(|reply| schemas.add(reply.body));
        }
        for security in system.security {
            security_schemes = security_schemes.with(security.name, scheme_of(security));
        }
    }
    let components = Members::default()
        .with("schemas", schemas.written)
        .with("securitySchemes", security_schemes);
    Members::default()
        .with("openapi", "3.1.0")
        .with("info", info)
        .with("tags", Vec::from(tags))
        .with("paths", paths)
        .with("components", components)
        .into()
}

/// The components told of so far, each once.
#[derive(Default)]
struct Named {
    names: Vec<&'static str>,
    written: Members<'static>,
}

impl Named {
    fn add(&mut self, component: Component) {
        if self.names.contains(&component.name) {
            return;
        }
        self.names.push(component.name);
        let written = core::mem::take(&mut self.written);
        self.written = written.with(component.name, of_table(component.schema));
    }
}

fn operation_of(system: &System, operation: &Operation) -> Members<'static> {
    let parameters = operation.ids_of_path.iter().map(|id| {
        let parameter = Members::default()
            .with("name", id.name.text)
            .with("in", "path")
            .with("required", true)
            .with("schema", of_field(id, UnknownFields::Refuse));
        parameter.into()
    });
    let parameters: Vec<_> = parameters.collect();
    let body = operation.body.map(|body| {
        let required = Members::default().with("required", true);
        content(required, "application/json", body)
    });
    let mut replies = Members::default();
    for reply in operation.replies {
        let said = Members::default().with("description", reply.description);
        replies = replies.with(reply.status, content(said, reply.content_type, reply.body));
    }
    let ways = system.security.iter().map(|security| {
        // A list of scopes, of which there are none.
        Members::default().with(security.name, Vec::new()).into()
    });
    Members::default()
        .with("operationId", operation.id)
        .with("summary", operation.summary)
        .with("tags", Vec::from([Value::from(system.name)]))
        .with("servers", Vec::from([server_of(&system.server)]))
        .with("security", ways.collect::<Vec<_>>())
        .with_some("parameters", (!parameters.is_empty()).then_some(parameters))
        .with_some("requestBody", body)
        .with("responses", replies)
}

fn content(
    beside: Members<'static>,
    content_type: &'static str,
    body: Component,
) -> Members<'static> {
    let schema = Members::default().with("schema", body.reference());
    beside.with("content", Members::default().with(content_type, schema))
}

fn server_of(server: &Server) -> Value<'static> {
    let variables = server.variable.map(|(name, example)| {
        let variable = Members::default().with("default", example);
        Members::default().with(name, variable)
    });
    Members::default()
        .with("url", server.url)
        .with_some("variables", variables)
        .into()
}

fn scheme_of(security: &Security) -> Members<'static> {
    let scheme = match security.scheme {
        Scheme::Bearer(written) => Members::default()
            .with("type", "http")
            .with("scheme", "bearer")
            .with_some("bearerFormat", (!written.is_empty()).then_some(written)),
        Scheme::Header(name) => Members::default()
            .with("type", "apiKey")
            .with("in", "header")
            .with("name", name),
    };
    scheme.with("description", security.description)
}
