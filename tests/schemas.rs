//! What JSON Schemas and the `OpenAPI` document say natively. Validators of others judge them in
//! `pkg/tests/schemas.test.mjs`.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot read what it judges has failed"
)]

use latchwork::system::basip::{ChangeUser, CreateIdentifier, CreateUser};
use latchwork::system::kiiaccess::CreateAccessKey;
use latchwork::system::openapi;
use latchwork::system::smartphonekey::{GrantLockAccess, RemoveLockAccess};
use serde_json::{Value, json};

fn read(value: &latchwork::Value<'_>) -> Value {
    serde_json::from_str(&value.to_json()).unwrap()
}

/// The rule for a word or a flag of a choice.
#[track_caller]
fn rule(schema: &Value, chosen: &Value) -> Value {
    let rules = schema["allOf"].as_array().unwrap();
    let is_chosen = |rule: &&Value| {
        let condition = rule["if"]["properties"].as_object().unwrap();
        condition.values().any(|by| by["const"] == *chosen)
    };
    rules.iter().find(is_chosen).unwrap()["then"].clone()
}

#[test]
fn a_whole_schema() {
    assert_eq!(
        read(&CreateUser::json_schema()),
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Create user",
            "type": "object",
            "properties": {
                "name": { "description": "The user's name", "type": "string" },
                "info": { "description": "What tells users of one name apart", "type": "string" },
                "auth_factors": {
                    "description": "How the user identifies",
                    "type": "array",
                    "items": {
                        "anyOf": [
                            { "type": "string", "enum": ["card", "input_code", "face_id", "qr", "license_plate"] },
                            {
                                "type": "object",
                                "properties": {
                                    "type": { "type": "string", "enum": ["card", "input_code", "face_id", "qr", "license_plate"] },
                                },
                                "required": ["type"],
                                "additionalProperties": true,
                            },
                        ],
                    },
                    "minItems": 1,
                },
                "lock_number": {
                    "description": "0 both locks, 1 the first, 2 the second",
                    "type": "integer",
                    "minimum": 0,
                    "maximum": 2,
                },
                "is_custom_user_access": {
                    "description": "Whether the user's own factors count, not the panel's",
                    "type": "boolean",
                },
            },
            "required": ["name", "info", "auth_factors", "lock_number", "is_custom_user_access"],
            "additionalProperties": true,
        }),
    );
}

#[test]
fn a_key_type_chooses_the_other_fields() {
    let schema = read(&CreateAccessKey::json_schema());
    assert_eq!(schema["required"], json!(["keyType", "accesses"]));
    assert_eq!(schema["additionalProperties"], json!(false));
    assert_eq!(
        rule(&schema, &json!("code")),
        json!({
            "properties": {
                "keyFormat": { "type": "null" },
                "keyIdentification": { "type": "string", "pattern": "^([0-9]{4,8}|\\*)$" },
                "pin": { "type": "null" },
            },
            "required": ["keyIdentification"],
        }),
    );
    assert_eq!(
        rule(&schema, &json!("mobile"))["required"],
        json!(["userId"])
    );
    // Null is no value where there need be none.
    let properties = &schema["properties"];
    assert_eq!(properties["pin"]["type"], json!(["string", "null"]));
    assert_eq!(properties["keyType"]["type"], json!("string"));
    assert_eq!(properties["accesses"]["type"], json!("array"));
    assert_eq!(
        properties["sendNotification"],
        json!({
            "description": "Whether the user is notified",
            "type": ["boolean", "null"],
            "default": true,
        }),
    );
}

#[test]
fn what_is_permanent_has_no_end() {
    let schema = read(&CreateIdentifier::json_schema());
    let valid = &schema["properties"]["valid"]["properties"];
    assert_eq!(
        rule(&valid["time"], &json!(true)),
        json!({ "properties": { "from": false, "to": false } }),
    );
    assert_eq!(
        rule(&valid["passes"], &json!(false)),
        json!({
            "properties": { "max_passes": { "type": "integer", "minimum": 1, "maximum": u32::MAX } },
            "required": ["max_passes"],
        })
    );
    // Neither end is required alone, so there is nothing to say of a time that is not permanent.
    assert_eq!(valid["time"]["allOf"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_document_has_each_request_once() {
    let document = read(&openapi());
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        [
            "/access-keys",
            "/users/{id}/AddAccessibleLock",
            "/users/{id}/RemoveAccessibleLock",
            "/access/users/item",
            "/access/users/item/{user_uid}",
            "/access/user/{user_uid}/identifier/{identifier_uid}",
            "/access/user/{user_uid}/timeprofile/{timeprofile_uid}",
            "/apartment/item/{apartment_uid}/user/{user_uid}",
            "/access/identifier/item",
        ],
    );
    // The whole requests have the id of the path in them, their bodies have not.
    for (name, whole) in [
        ("GrantLockAccess", GrantLockAccess::json_schema()),
        ("RemoveLockAccess", RemoveLockAccess::json_schema()),
    ] {
        let mut fields = read(&whole)["properties"].clone();
        assert!(fields.as_object_mut().unwrap().shift_remove("id").is_some());
        assert_eq!(
            document["components"]["schemas"][name]["properties"],
            fields
        );
    }
}

#[test]
fn a_path_has_each_method_once_and_its_uids_as_parameters() {
    let document = read(&openapi());
    let user = &document["paths"]["/access/users/item/{user_uid}"];
    let methods: Vec<_> = user.as_object().unwrap().keys().collect();
    assert_eq!(methods, ["get", "patch", "delete"]);
    for (method, has_body) in [("get", false), ("patch", true), ("delete", false)] {
        assert_eq!(user[method].get("requestBody").is_some(), has_body);
        assert_eq!(
            user[method]["parameters"][0]["schema"]["anyOf"],
            json!([
                { "type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991_u64 },
                { "type": "string", "pattern": "^(0|[1-9][0-9]{0,15})$" },
            ]),
        );
    }
    // The body of a change has every field but the uid, and needs none alone.
    let body = &document["components"]["schemas"]["ChangeUser"];
    let whole = read(&ChangeUser::json_schema());
    let mut fields = whole["properties"].clone();
    assert!(
        fields
            .as_object_mut()
            .unwrap()
            .shift_remove("user_uid")
            .is_some()
    );
    assert_eq!(body["properties"], fields);
    assert_eq!(body["required"], json!([]));
    assert_eq!(whole["required"], json!(["user_uid"]));
}
