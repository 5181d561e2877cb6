//! The systems as an `OpenAPI` document.

use alloc::format;
use alloc::vec::Vec;

use super::{Request, basip, kiiaccess, smartphonekey};
use crate::schema::{Field, Presence, Schema, Table, of_field, of_table};
use crate::value::Members;
use crate::{UnknownFields, Value};

/// A request of a system, as it is sent and answered.
pub(super) struct Operation {
    /// Its name, unlike any other.
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    /// How it is sent: `post`, `get`, …
    pub(super) method: &'static str,
    /// What is called, ids in braces.
    pub(super) path: &'static str,
    /// The ids of the path.
    pub(super) ids_of_path: &'static [Field],
    /// What its query may say.
    #[cfg_attr(
        not(feature = "plain"),
        expect(dead_code, reason = "the systems have no queries")
    )]
    pub(super) query: &'static [Field],
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
    /// Empty for none.
    pub(super) content_type: &'static str,
    /// Absent for text, and where there is nothing to say.
    pub(super) body: Option<Component>,
}

/// A system that is served.
pub(super) struct System {
    pub(super) name: &'static str,
    /// Where the vendor serves it.
    pub(super) server: Server,
    /// Each of the ways to say who asks.
    pub(super) security: &'static [Security],
    /// What a service answers beside what the vendor's pages tell of.
    pub(super) otherwise: Response,
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
    /// A cookie of this name.
    #[cfg(feature = "plain")]
    Cookie(&'static str),
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
            body: Some(body),
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
    let mut document = Document::default();
    for system in SYSTEMS {
        document.add(system, system.operations.iter(), &told_by_vendor);
        for security in system.security {
            document.add_security(security);
        }
    }
    document.finish("The requests that latchwork checks and decides.", None)
}

/// The same of a service that serves them all itself, with what else it serves.
#[cfg(feature = "plain")]
pub(super) fn served() -> Value<'static> {
    use super::plain::{HEALTH, PLAIN, SECURITY};

    let mut document = Document::default();
    document.add(&PLAIN, PLAIN.operations.iter(), &told_by_service);
    for system in SYSTEMS {
        let more: &[Operation] = match system.name {
            name if name == smartphonekey::SYSTEM.name => &[smartphonekey::LISTED],
            name if name == basip::SYSTEM.name => basip::SERVED,
            _ => &[],
        };
        let operations = system.operations.iter().chain(more);
        document.add(system, operations, &told_by_service);
    }
    document.add(&HEALTH, HEALTH.operations.iter(), &told_by_service);
    for security in SECURITY {
        document.add_security(security);
    }
    let server = Members::default().with("url", "/");
    document.finish(
        "Doors, people and keys of organisations, and the three systems over them.",
        Some(server.into()),
    )
}

/// A document that grows.
#[derive(Default)]
struct Document {
    tags: Vec<Value<'static>>,
    paths: Members<'static>,
    schemas: Named,
    security_schemes: Members<'static>,
}

impl Document {
    /// Adds operations of a system, each as it is told.
    fn add<'o>(
        &mut self,
        system: &System,
        operations: impl Iterator<Item = &'o Operation>,
        told: &dyn Fn(&System, &Operation) -> Members<'static>,
    ) {
        let tag = Members::default().with("name", system.name);
        self.tags.push(tag.into());
        let mut by_path: Vec<(&str, Vec<&Operation>)> = Vec::new();
        for operation in operations {
            match by_path.iter_mut().find(|(path, _)| *path == operation.path) {
                Some((_, others)) => others.push(operation),
                None => by_path.push((operation.path, Vec::from([operation]))),
            }
        }
        for (path, operations) in by_path {
            let mut methods = Members::default();
            for operation in operations {
                methods = methods.with(operation.method, told(system, operation));
                let replies = operation.replies.iter().chain([&system.otherwise]);
                let replies = replies.filter_map(|reply| reply.body);
                for component in operation.body.into_iter().chain(replies) {
                    self.schemas.add(component);
                }
            }
            self.paths = core::mem::take(&mut self.paths).with(path, methods);
        }
    }

    fn add_security(&mut self, security: &Security) {
        let schemes = core::mem::take(&mut self.security_schemes);
        self.security_schemes = schemes.with(security.name, scheme_of(security));
    }

    fn finish(self, description: &'static str, server: Option<Value<'static>>) -> Value<'static> {
        let license = Members::default()
            .with("name", env!("CARGO_PKG_LICENSE"))
            .with("identifier", env!("CARGO_PKG_LICENSE"));
        let info = Members::default()
            .with("title", "Credentials for doors")
            .with("description", description)
            .with("version", env!("CARGO_PKG_VERSION"))
            .with("license", license);
        let components = Members::default()
            .with("schemas", self.schemas.written)
            .with("securitySchemes", self.security_schemes);
        Members::default()
            .with("openapi", "3.1.0")
            .with("info", info)
            .with_some("servers", server.map(|server| Vec::from([server])))
            .with("tags", self.tags)
            .with("paths", self.paths)
            .with("components", components)
            .into()
    }
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

/// An operation as its vendor has it.
fn told_by_vendor(system: &System, operation: &Operation) -> Members<'static> {
    let servers = Vec::from([server_of(&system.server)]);
    let parameters = parameters("path", operation.ids_of_path);
    operation_of(
        system,
        operation,
        Some(servers),
        system.security,
        parameters,
    )
    .with("responses", replies_of(operation.replies.iter()))
}

/// An operation as the service has it, which serves it itself and lets whoever it knows ask.
#[cfg(feature = "plain")]
fn told_by_service(system: &System, operation: &Operation) -> Members<'static> {
    use super::plain::{IDEMPOTENCY_KEY, IF_MATCH, SECURITY, UNASKED};

    let security = if system.security.is_empty() || UNASKED.contains(&operation.id) {
        &[]
    } else {
        SECURITY
    };
    let headers = match (system.security, operation.method) {
        ([], _) => &[],
        (_, "patch") if system.name == super::plain::PLAIN.name => IF_MATCH,
        (_, "post") => IDEMPOTENCY_KEY,
        _ => &[],
    };
    let mut given = parameters("path", operation.ids_of_path);
    given.extend(parameters("query", operation.query));
    given.extend(parameters("header", headers));
    let replies = operation.replies.iter().chain([&system.otherwise]);
    operation_of(system, operation, None, security, given).with("responses", replies_of(replies))
}

fn parameters(place: &'static str, fields: &[Field]) -> Vec<Value<'static>> {
    let parameter = |field: &Field| {
        Members::default()
            .with("name", field.name.text)
            .with("in", place)
            .with("required", field.presence == Presence::Required)
            .with("schema", of_field(field, UnknownFields::Refuse))
            .into()
    };
    fields.iter().map(parameter).collect()
}

/// All of an operation but its replies.
fn operation_of(
    system: &System,
    operation: &Operation,
    servers: Option<Vec<Value<'static>>>,
    security: &[Security],
    parameters: Vec<Value<'static>>,
) -> Members<'static> {
    let body = operation.body.map(|body| {
        let required = Members::default().with("required", true);
        content(required, "application/json", body.reference())
    });
    let ways = security.iter().map(|security| {
        // A list of scopes, of which there are none.
        Members::default().with(security.name, Vec::new()).into()
    });
    Members::default()
        .with("operationId", operation.id)
        .with("summary", operation.summary)
        .with("tags", Vec::from([Value::from(system.name)]))
        .with_some("servers", servers)
        .with("security", ways.collect::<Vec<_>>())
        .with_some("parameters", (!parameters.is_empty()).then_some(parameters))
        .with_some("requestBody", body)
}

fn replies_of<'r>(replies: impl Iterator<Item = &'r Response>) -> Members<'static> {
    let mut told = Members::default();
    for reply in replies {
        let said = Members::default().with("description", reply.description);
        let said = match (reply.body, reply.content_type) {
            (Some(body), content_type) => content(said, content_type, body.reference()),
            (None, "") => said,
            (None, content_type) => {
                let text = Members::default().with("type", "string");
                content(said, content_type, text)
            }
        };
        told = told.with(reply.status, said);
    }
    told
}

fn content(
    beside: Members<'static>,
    content_type: &'static str,
    schema: Members<'static>,
) -> Members<'static> {
    let schema = Members::default().with("schema", schema);
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
        #[cfg(feature = "plain")]
        Scheme::Cookie(name) => Members::default()
            .with("type", "apiKey")
            .with("in", "cookie")
            .with("name", name),
    };
    scheme.with("description", security.description)
}
