//! Modules of the npm package that are made of the core's own tables.

use std::fmt::Write as _;

use anyhow::Result;
use latchwork::system::basip::{
    AddToApartment, AttachIdentifier, AttachTimeProfile, ChangeApartment, ChangeIdentifier,
    ChangeTimeProfile, ChangeUser, CreateApartment, CreateIdentifier, CreateTimeProfile,
    CreateUser, DeleteIdentifier, DeleteTimeProfile, DeleteUser, DetachTimeProfile, ReadApartment,
    ReadIdentifier, ReadTimeProfile, ReadUser,
};
use latchwork::system::kiiaccess::CreateAccessKey;
use latchwork::system::plain::{
    self, BeginSession, ChangeDoor, ChangeKey, ChangePerson, ChangePrincipal, CreateApiKey,
    CreateDoor, CreateKey, CreatePerson, CreatePrincipal, CreateWebhook, GiveReason, LookUpKeys,
    ReportKey, SetPanelDoors, ShowKey, TellOutcome, TryDoor,
};
use latchwork::system::smartphonekey::{GrantLockAccess, RemoveLockAccess};
use latchwork::{AccessLevel, CodePolicy, IssueCode, KeyFormat, Part, Type};
use serde_json::{Map, Value, json};

use crate::entry::Entry;

/// What stands in the place of each row of the catalogue: its code, its sentence, and where there
/// are any its params and whether it is a note. An entry has the rows of its parts; the others are
/// holes, so that a row has the same number everywhere. Beside them stands the number of each row
/// by its name, for issues that JavaScript makes itself.
pub fn catalogue(entry: Entry) -> Result<String> {
    let mut rows = String::new();
    let mut numbers = String::new();
    for (number, row) in IssueCode::ALL.iter().enumerate() {
        if entry.parts.contains(&row.part()) {
            let mut columns = vec![json!(row.code()), json!(row.sentence())];
            if !row.params().is_empty() || row.is_note() {
                columns.push(json!(row.params()));
            }
            if row.is_note() {
                columns.push(json!(true));
            }
            write!(rows, "{}", Value::from(columns))?;
            writeln!(numbers, "export const {row:?} = {number};")?;
        }
        rows.push(',');
    }
    let types: Vec<_> = Type::ALL
        .map(|known| json!([known.name(), known.phrase()]))
        .into();
    Ok(format!(
        "export const catalogue = [{rows}];\nexport const types = {};\n{numbers}",
        Value::from(types)
    ))
}

/// The JSON Schema of each request, by the name that JavaScript knows it by.
fn requests() -> [(&'static str, latchwork::Value<'static>); 40] {
    [
        ("createAccessKey", CreateAccessKey::json_schema()),
        ("grantLockAccess", GrantLockAccess::json_schema()),
        ("removeLockAccess", RemoveLockAccess::json_schema()),
        ("createUser", CreateUser::json_schema()),
        ("createIdentifier", CreateIdentifier::json_schema()),
        ("changeUser", ChangeUser::json_schema()),
        ("readUser", ReadUser::json_schema()),
        ("deleteUser", DeleteUser::json_schema()),
        ("attachIdentifier", AttachIdentifier::json_schema()),
        ("attachTimeProfile", AttachTimeProfile::json_schema()),
        ("addToApartment", AddToApartment::json_schema()),
        ("createDoor", CreateDoor::json_schema()),
        ("changeDoor", ChangeDoor::json_schema()),
        ("createPerson", CreatePerson::json_schema()),
        ("changePerson", ChangePerson::json_schema()),
        ("createKey", CreateKey::json_schema()),
        ("changeKey", ChangeKey::json_schema()),
        ("lookUpKeys", LookUpKeys::json_schema()),
        ("giveReason", GiveReason::json_schema()),
        ("reportKey", ReportKey::json_schema()),
        ("showKey", ShowKey::json_schema()),
        ("tryDoor", TryDoor::json_schema()),
        ("tellOutcome", TellOutcome::json_schema()),
        ("beginSession", BeginSession::json_schema()),
        ("createWebhook", CreateWebhook::json_schema()),
        ("setPanelDoors", SetPanelDoors::json_schema()),
        ("createPrincipal", CreatePrincipal::json_schema()),
        ("changePrincipal", ChangePrincipal::json_schema()),
        ("createApiKey", CreateApiKey::json_schema()),
        ("createTimeProfile", CreateTimeProfile::json_schema()),
        ("readTimeProfile", ReadTimeProfile::json_schema()),
        ("deleteTimeProfile", DeleteTimeProfile::json_schema()),
        ("detachTimeProfile", DetachTimeProfile::json_schema()),
        ("createApartment", CreateApartment::json_schema()),
        ("readApartment", ReadApartment::json_schema()),
        ("readIdentifier", ReadIdentifier::json_schema()),
        ("deleteIdentifier", DeleteIdentifier::json_schema()),
        ("changeTimeProfile", ChangeTimeProfile::json_schema()),
        ("changeApartment", ChangeApartment::json_schema()),
        ("changeIdentifier", ChangeIdentifier::json_schema()),
    ]
}

/// The JSON Schemas of the requests, each as a function that makes it: a form that never asks for
/// one pays for none.
pub fn schemas() -> Result<String> {
    let mut module = String::new();
    for (name, schema) in requests() {
        writeln!(
            module,
            "export const {name} = () => ({});",
            schema.to_json()
        )?;
    }
    Ok(module)
}

/// The fields of the requests, as code that names each of them: an engine finds a member by a name
/// that stands in the code at once, and by any other in ten times as long.
pub fn fields() -> Result<String> {
    let mut module = String::new();
    for (request, schema) in requests() {
        let schema: Value = serde_json::from_str(&schema.to_json())?;
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields = || properties.into_iter().flatten().enumerate();
        let names = Value::from_iter(fields().map(|(_, (name, _))| name.as_str()));
        let (mut cases, mut owned, mut filled) = (String::new(), Vec::new(), String::new());
        for (place, (name, field)) in fields() {
            let name = json!(name);
            write!(cases, "case {name}: return {place}; ")?;
            owned.push(format!("{name} in object"));
            let bit = 1 << place;
            if field.get("default") == Some(&Value::Bool(true)) {
                write!(
                    filled,
                    "value[{name}] = mask & {bit} ? given[{place}] : true; "
                )?;
            } else {
                write!(filled, "if (mask & {bit}) value[{name}] = given[{place}]; ")?;
            }
        }
        writeln!(
            module,
            "export const {request} = {{
names: {names},
placeOf(name) {{ switch (name) {{ {cases}default: return -1; }} }},
areIn(object) {{ return {}; }},
fill(value, given, mask) {{ {filled}return value; }},
}};",
            owned.join(" || ")
        )?;
    }
    Ok(module)
}

/// The systems as an OpenAPI document.
pub fn openapi() -> String {
    document(&latchwork::system::openapi())
}

/// All that a service serves, as another.
pub fn served() -> String {
    document(&plain::openapi())
}

fn document(document: &latchwork::Value<'_>) -> String {
    let mut document = document.to_json();
    document.push('\n');
    document
}

/// What the core has as constants: the policies of locks, key formats, and access levels.
pub fn presets() -> Result<String> {
    let policies: Map<_, _> = CodePolicy::PRESETS
        .into_iter()
        .filter_map(|name| Some((name.into(), json!(CodePolicy::preset(name)?))))
        .collect();
    let outside: Map<_, _> = CodePolicy::PRESETS
        .into_iter()
        .map(|name| (name.into(), json!(CodePolicy::lengths_outside(name))))
        .collect();
    Ok(format!(
        "export const policies = {};\nexport const outside = {};\nexport const formats = {};\nexport const levels = {};\n",
        Value::from(policies),
        Value::from(outside),
        serde_json::to_string(&KeyFormat::BUILT_IN)?,
        serde_json::to_string(&AccessLevel::ALL)?
    ))
}

/// The codes as a type.
pub fn issue_codes() -> String {
    let mut codes: Vec<_> = IssueCode::ALL.iter().map(|row| row.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut types =
        String::from("/** Every code that an issue can have. */\nexport type IssueCode =");
    for code in codes {
        types.push_str("\n  | \"");
        types.push_str(code);
        types.push('"');
    }
    types.push_str(";\n");
    types
}

/// Which parts of the catalogue an entry can answer with.
pub type Parts = &'static [Part];
