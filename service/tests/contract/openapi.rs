//! `GET /openapi.json`: what it tells is served, and what is served it tells.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::both::over_both;
use crate::kiiaccess::code;
use crate::plain::{get, patch, post};
use crate::routes::routes;
use crate::world::{FRONT, World};

/// Every method and path that the document tells of, and its name.
fn told(document: &Value) -> BTreeSet<(String, String, String)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(|(method, operation)| {
                let name = operation["operationId"].as_str().unwrap();
                (method.clone(), path.clone(), name.to_owned())
            })
        })
        .collect()
}

/// Whether a value is as a schema says, as far as it says types, members and words.
fn fits(value: &Value, schema: &Value, document: &Value) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return fits(value, &document["components"]["schemas"][name], document);
    }
    if let Some(kinds) = schema["anyOf"].as_array() {
        let fitting = kinds.iter().any(|kind| fits(value, kind, document).is_ok());
        return fitting.then_some(()).ok_or(format!("{value} fits none"));
    }
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types: Vec<_> = match &schema["type"] {
        Value::Null => return Ok(()),
        Value::String(one) => vec![one.as_str()],
        several => several
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect(),
    };
    let is_right = |kind: &&str| *kind == found || (*kind == "integer" && found == "number");
    if !types.iter().any(is_right) {
        return Err(format!("{value} is no {types:?}"));
    }
    if let (Some(words), true) = (schema["enum"].as_array(), value.is_string())
        && !words.contains(value)
    {
        return Err(format!("{value} is no word of {words:?}"));
    }
    for item in value.as_array().into_iter().flatten() {
        fits(item, &schema["items"], document)?;
    }
    let Some(members) = value.as_object() else {
        return Ok(());
    };
    for required in schema["required"].as_array().into_iter().flatten() {
        if !members.contains_key(required.as_str().unwrap()) {
            return Err(format!("{required} is not there"));
        }
    }
    if schema["properties"]
        .as_object()
        .is_none_or(serde_json::Map::is_empty)
    {
        return Ok(());
    }
    for (name, member) in members {
        let property = &schema["properties"][name];
        if property.is_null() {
            return Err(format!("nothing is told of {name}"));
        }
        fits(member, property, document).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

over_both! {
    fn every_route_is_told_and_what_is_told_is_served(world: &World) {
        let server = world.serve();
        let reply = server.client().send("GET", "/openapi.json", &[], "");
        assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
        let document = reply.json();
        assert_eq!(document["openapi"], "3.1.0");
        let routed = routes().into_iter().map(|route| {
            (route.method.into(), route.path.into(), route.operation.into())
        });
        assert_eq!(told(&document), routed.collect());
        let mut client = server.client();
        for (method, path, _) in told(&document) {
            let path: Vec<_> = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect();
            let reply = client.send(&method.to_uppercase(), &path.join("/"), &[], "");
            assert!(![404, 405].contains(&reply.status), "{method} {path:?}: {}", reply.status);
        }
    }

    fn answers_are_as_they_are_told(world: &World) {
        let server = world.serve();
        let house = world.administrator.as_str();
        let document = get(&server, house, "/openapi.json").json();
        let key = post(&server, house, "/access-keys", &code("*", &[FRONT])).header("location").unwrap().to_owned();
        let door = format!("/doors/{FRONT}");
        let replies = [
            ("get", "/doors", get(&server, house, "/doors?limit=1")),
            ("post", "/doors", post(&server, house, "/doors", &json!({ "name": "Cellar", "zone": "Europe/Rome", "codes": { "lengths": [6] } }))),
            ("get", "/doors/{id}", get(&server, house, &door)),
            ("patch", "/doors/{id}", patch(&server, house, &door, "*", &json!({ "condition": { "lockout": "off" } }))),
            ("patch", "/doors/{id}", patch(&server, house, &door, "\"9\"", &json!({ "name": "x" }))),
            ("patch", "/doors/{id}", server.client().send("PATCH", &door, &[("x-api-key", house)], r#"{"name":"x"}"#)),
            ("post", "/people", post(&server, house, "/people", &json!({ "phone": "+390612345678" }))),
            ("post", "/people", post(&server, house, "/people", &json!({ "phone": "+390612345678" }))),
            ("get", "/people", get(&server, house, "/people")),
            ("get", "/people", get(&server, house, "/people?limit=x")),
            ("get", "/people/{id}", get(&server, house, "/people/1")),
            ("get", "/keys", get(&server, house, "/keys")),
            ("get", "/keys/{id}", get(&server, house, &key)),
            ("patch", "/keys/{id}", patch(&server, house, &key, "*", &json!({ "mostUses": 3, "schedule": {}, "validTo": "2199-01-01T00:00:00Z" }))),
            ("post", "/keys/{id}/suspend", post(&server, house, &format!("{key}/suspend"), &json!({}))),
            ("post", "/keys/{id}/show", post(&server, house, &format!("{key}/show"), &json!({}))),
            ("post", "/keys/{id}/show", post(&server, house, &format!("{key}/show"), &json!({}))),
            ("post", "/keys/{id}/revoke", post(&server, house, &format!("{key}/revoke"), &json!({}))),
            ("post", "/keys/lookup", post(&server, house, "/keys/lookup", &json!({ "identification": "1234" }))),
            ("post", "/keys/lookup", post(&server, &world.reader, "/keys/lookup", &json!({ "identification": "1234" }))),
            ("get", "/events", get(&server, house, "/events")),
            ("get", "/session", get(&server, house, "/session")),
            ("get", "/webhooks", get(&server, house, "/webhooks")),
            ("post", "/webhooks", post(&server, house, "/webhooks", &json!({ "url": "https://example.org" }))),
            ("get", "/users/{id}/AccessibleLocks", get(&server, house, "/users/1/AccessibleLocks")),
            ("post", "/access-keys", post(&server, "lw_0", "/access-keys", &json!({}))),
        ];
        for (method, path, reply) in replies {
            let responses = &document["paths"][path][method]["responses"];
            let told = &responses[reply.status.to_string()];
            assert!(told.is_object(), "{method} {path}: {} is not told", reply.status);
            let schema = &told["content"][reply.header("content-type").unwrap()]["schema"];
            assert!(schema.is_object(), "{method} {path}");
            assert_eq!(fits(&reply.json(), schema, &document), Ok(()), "{method} {path} {}", reply.text);
        }
    }
}
