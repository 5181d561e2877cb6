//! How the plain API is asked.

use serde_json::Value;

use crate::client::Reply;
use crate::world::Server;

pub fn get(server: &Server, key: &str, path: &str) -> Reply {
    server.client().send("GET", path, &[("x-api-key", key)], "")
}

pub fn post(server: &Server, key: &str, path: &str, body: &Value) -> Reply {
    server.post(path, &[("x-api-key", key)], body)
}

/// Changes what was seen of a revision, as `If-Match` has it.
pub fn patch(server: &Server, key: &str, path: &str, seen: &str, body: &Value) -> Reply {
    let headers = [("x-api-key", key), ("if-match", seen)];
    server
        .client()
        .send("PATCH", path, &headers, &body.to_string())
}

/// The things of a list that is one page.
pub fn listed(server: &Server, key: &str, path: &str) -> Vec<Value> {
    let reply = get(server, key, path);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    let body = reply.json();
    assert_eq!(body["next"], Value::Null);
    body["items"].as_array().unwrap().clone()
}
