//! What each kind of event comes to. A kind that is not here is told as a difference.

use latchwork::{Timestamp, Window};
use serde_json::{Value, json};

use super::state::{Cell, Happened, Row, State, Wrong, count_up};
use crate::clock::ends;

/// Applies an event.
pub(super) fn apply(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    match event.kind.as_str() {
        "OrganisationCreated" => state.add(
            "organisation",
            &[event.id()],
            [
                ("name", event.member("name")),
                (
                    "mobile_keys_since",
                    at_if(event, event.member("mobileKeys") == true),
                ),
                ("created_at", event.at.into()),
            ],
        ),
        "PrincipalCreated" => principal(event, state),
        "ApiKeyCreated" => state.add(
            "api_key",
            &[&event.text("id")?],
            [
                ("principal", event.id().into()),
                ("created_at", event.at.into()),
                ("expires_at", micros_of(&event.member("expiresAt"))?),
            ],
        ),
        "DoorCreated" => state.add(
            "door",
            &[event.id()],
            [
                ("organisation", event.organisation()?.into()),
                ("name", event.member("name")),
                ("zone", event.member("zone")),
                ("code_policy", event.member("codes")),
                ("condition", event.member("condition")),
                ("revision", 1.into()),
                ("created_at", event.at.into()),
            ],
        ),
        "DoorChanged" => {
            let row = state.row("door", &[event.id()])?;
            let names = [
                ("name", "name"),
                ("zone", "zone"),
                ("codes", "code_policy"),
                ("condition", "condition"),
            ];
            change(event, row, &names);
            Ok(())
        }
        // What became of an attempt is counted elsewhere, and changes no door.
        "DoorOpened" | "DoorStayedShut" | "DoorOutcomeTold" => {
            state.row("door", &[event.id()]).map(drop)
        }
        "PersonCreated" => state.add(
            "person",
            &[event.id()],
            [
                ("organisation", event.organisation.clone().into()),
                ("kind", event.member("kind")),
                ("phone", event.member("phone")),
                ("first_name", event.member("firstName")),
                ("last_name", event.member("lastName")),
                ("state", "active".into()),
                ("revision", 1.into()),
                ("locks_version", 0.into()),
                ("created_at", event.at.into()),
            ],
        ),
        "PersonChanged" => person_changed(event, state),
        kind if kind.starts_with("AccessKey") => access_key(event, state),
        kind if kind.starts_with("AccessibleLock") => lock(event, state),
        kind if kind.starts_with("Panel") => panel(event, state),
        "WebhookCreated" => state.add(
            "webhook",
            &[event.id()],
            [
                ("organisation", event.organisation()?.into()),
                ("url", event.member("origin")),
                ("created_at", event.at.into()),
            ],
        ),
        "WebhookDeleted" => {
            state
                .row("webhook", &[event.id()])?
                .insert("disabled_at", event.at.into());
            Ok(())
        }
        "WebhookDeliveryGivenUp" => state.row("webhook", &[event.id()]).map(drop),
        _ => Err(unknown()),
    }
}

fn unknown() -> Wrong {
    Wrong("nothing is known of this kind".into())
}

fn principal(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    for door in event.texts("doors") {
        state.add("principal_door", &[event.id(), &door], [])?;
    }
    state.add(
        "principal",
        &[event.id()],
        [
            ("organisation", event.organisation()?.into()),
            ("role", event.member("role")),
            ("created_at", event.at.into()),
        ],
    )
}

fn person_changed(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let row = state.row("person", &[event.id()])?;
    let names = [
        ("firstName", "first_name"),
        ("lastName", "last_name"),
        ("phone", "phone"),
        ("state", "state"),
    ];
    change(event, row, &names);
    // Who has a phone is a Mobile user.
    if let Some(phone) = event.data.get("phone") {
        let kind = if phone.is_null() {
            "none-mobile"
        } else {
            "mobile"
        };
        row.insert("kind", kind.into());
    }
    Ok(())
}

fn access_key(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let id = event.id();
    if event.kind == "AccessKeyCreated" {
        return created(event, state);
    }
    let row = state.row("access_key", &[id])?;
    match event.kind.as_str() {
        "AccessKeyChanged" => {
            let names = [
                ("keyName", "name"),
                ("validFrom", "valid_from"),
                ("validTo", "valid_until"),
                ("schedule", "schedule"),
                ("mostUses", "most_uses"),
            ];
            change(event, row, &names);
            let window = window(row.get("valid_from"), row.get("valid_until"))?;
            for (_, door) in state.rows_of("key_door", id) {
                set_window(door, window);
            }
            return Ok(());
        }
        "AccessKeySuspended" => {
            row.insert("suspended_at", event.at.into());
            if row.get("state").is_some_and(|state| state == "active") {
                row.insert("state", "suspended".into());
            }
        }
        "AccessKeyResumed" => {
            row.insert("suspended_at", Cell::Null);
            if row.get("state").is_some_and(|state| state == "suspended") {
                row.insert("state", "active".into());
            }
        }
        "AccessKeyReported" => {
            let is_suspended = row.get("suspended_at").is_some_and(|at| !at.is_null());
            let state = match event.text("state")?.as_str() {
                "active" if is_suspended => "suspended".into(),
                other => Cell::from(other),
            };
            row.insert("state", state);
        }
        "AccessKeyShown" => {
            row.insert("shown_at", event.at.into());
        }
        "AccessKeyRevoked" => {
            row.insert("revoked_at", event.at.into());
            count_up(row, "revision");
            for (_, door) in state.rows_of("key_door", id) {
                door.insert("revoked_at", event.at.into());
            }
            return Ok(());
        }
        _ => return Err(unknown()),
    }
    count_up(row, "revision");
    Ok(())
}

fn created(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let id = event.id();
    let window = window(event.data.get("validFrom"), event.data.get("validTo"))?;
    for door in event.texts("accesses") {
        state.add("key_door", &[id, &door], [])?;
        set_window(state.row("key_door", &[id, &door])?, window);
    }
    let kind = event.text("keyType")?;
    // A phone is not typed and not shown.
    if kind != "mobile" {
        state.add("key_secret", &[id], [])?;
    }
    state.add(
        "access_key",
        &[id],
        [
            ("organisation", event.organisation()?.into()),
            ("person", event.person.clone().into()),
            ("kind", kind.into()),
            ("key_format", event.member("keyFormat")),
            ("name", event.member("keyName")),
            ("mobile_phone_number", event.member("mobilePhoneNumber")),
            ("valid_from", event.member("validFrom")),
            ("valid_until", event.member("validTo")),
            ("schedule", event.member("schedule")),
            ("most_uses", event.member("mostUses")),
            ("state", "active".into()),
            ("revision", 1.into()),
            ("created_at", event.at.into()),
        ],
    )
}

fn lock(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let (person, door) = (event.id(), event.text("lockId")?);
    state
        .row("person", &[person])?
        .insert("locks_version", event.version.into());
    match event.kind.as_str() {
        "AccessibleLockAdded" => state.add(
            "lock_access",
            &[person, &door],
            [
                ("since_version", event.version.into()),
                ("name", event.member("lockName")),
                ("level", event.member("accessLevel")),
                ("valid_from", event.member("validFrom")),
                ("valid_until", event.member("validUntil")),
                ("granted_by", event.member("grantedBy")),
            ],
        ),
        "AccessibleLockRemoved" => state.remove("lock_access", &[person, &door]).map(drop),
        _ => Err(unknown()),
    }
}

fn panel(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let organisation = event.id();
    if event.version == 1 {
        let first = [
            ("next_user", 1.into()),
            ("next_identifier", 1.into()),
            ("next_time_profile", 1.into()),
            ("next_apartment", 1.into()),
            ("version", 0.into()),
        ];
        state.add("panel", &[organisation], first)?;
    }
    state
        .row("panel", &[organisation])?
        .insert("version", event.version.into());
    let uid = |name: &str| uid_of(event, name);
    match event.kind.as_str() {
        "PanelUserStored" => {
            let uid = uid("uid")?;
            next(state, organisation, "next_user", uid)?;
            let key = [organisation, &uid.to_string()];
            // It was made, or is other now.
            let _ = state.remove("panel_user", &key);
            state.add(
                "panel_user",
                &key,
                [
                    ("name", event.member("name")),
                    ("info", event.data.get("info").cloned().unwrap_or("".into())),
                    (
                        "auth_factors",
                        event.data.get("auth_factors").cloned().unwrap_or(json!([])),
                    ),
                    ("lock_number", event.member("lock_number")),
                    (
                        "is_custom_user_access",
                        i64::from(event.member("is_custom_user_access") == true).into(),
                    ),
                ],
            )
        }
        "PanelIdentifierStored" => {
            let uid = uid("uid")?;
            next(state, organisation, "next_identifier", uid)?;
            let mut request = event.data.clone();
            if let Value::Object(members) = &mut request {
                members.remove("uid");
            }
            let kind = event.member("identifier_type");
            let told = [("request", request), ("kind", kind)];
            state.add("panel_identifier", &[organisation, &uid.to_string()], told)
        }
        "PanelUserDeleted" => {
            for identifier in event.member("identifiers").as_array().into_iter().flatten() {
                state.remove("panel_identifier", &[organisation, &identifier.to_string()])?;
            }
            let user = uid("uid")?.to_string();
            for table in ["panel_user_time_profile", "panel_resident"] {
                state.remove_all(table, &[(0, organisation), (1, &user)]);
            }
            state.remove("panel_user", &[organisation, &user]).map(drop)
        }
        // Told for the record, and nothing is other.
        "PanelIdentifierShown" => Ok(()),
        "PanelIdentifierDeleted" => {
            let identifier = uid("identifier_uid")?.to_string();
            state
                .remove("panel_identifier", &[organisation, &identifier])
                .map(drop)
        }
        "PanelIdentifierAttached" => {
            let row = state.row(
                "panel_identifier",
                &[organisation, &uid("identifier_uid")?.to_string()],
            )?;
            row.insert("panel_user", event.member("user_uid"));
            Ok(())
        }
        _ => panel_times_and_places(event, organisation, state),
    }
}

/// What becomes of the time profiles and apartments of a panel.
fn panel_times_and_places(
    event: &Happened,
    organisation: &str,
    state: &mut State,
) -> Result<(), Wrong> {
    let uid = |name: &str| uid_of(event, name);
    match event.kind.as_str() {
        "PanelTimeProfileStored" | "PanelApartmentStored" => {
            let uid = uid("uid")?;
            let mut request = event.data.clone();
            if let Value::Object(members) = &mut request {
                members.remove("uid");
            }
            let key = [organisation, &uid.to_string()];
            if event.kind == "PanelTimeProfileStored" {
                next(state, organisation, "next_time_profile", uid)?;
                return state.add("panel_time_profile", &key, [("request", request)]);
            }
            next(state, organisation, "next_apartment", uid)?;
            state.add("panel_apartment", &key, [("request", request)])
        }
        "PanelTimeProfileDeleted" => {
            let profile = uid("timeprofile_uid")?.to_string();
            state
                .remove("panel_time_profile", &[organisation, &profile])
                .map(drop)
        }
        "PanelTimeProfileAttached" | "PanelTimeProfileDetached" => {
            let (user, profile) = (
                uid("user_uid")?.to_string(),
                uid("timeprofile_uid")?.to_string(),
            );
            state.remove_all(
                "panel_user_time_profile",
                &[(0, organisation), (1, &user), (2, &profile)],
            );
            if event.kind == "PanelTimeProfileAttached" {
                state.add(
                    "panel_user_time_profile",
                    &[organisation, &user, &profile],
                    [],
                )?;
            }
            Ok(())
        }
        "PanelResidentAdded" => {
            let (user, apartment) = (
                uid("user_uid")?.to_string(),
                uid("apartment_uid")?.to_string(),
            );
            state.remove_all(
                "panel_resident",
                &[(0, organisation), (1, &user), (2, &apartment)],
            );
            state.add("panel_resident", &[organisation, &user, &apartment], [])
        }
        _ => Err(unknown()),
    }
}

fn uid_of(event: &Happened, name: &str) -> Result<i64, Wrong> {
    let uid = event.member(name).as_i64();
    uid.ok_or_else(|| Wrong(format!("it has no {name}")))
}

/// A number was given: the next is behind it.
fn next(
    state: &mut State,
    organisation: &str,
    column: &'static str,
    uid: i64,
) -> Result<(), Wrong> {
    let row = state.row("panel", &[organisation])?;
    let next = row.get(column).and_then(Value::as_i64).unwrap_or_default();
    row.insert(column, next.max(uid + 1).into());
    Ok(())
}

/// Takes over what an event has of these members; null takes away.
fn change(event: &Happened, row: &mut Row, names: &[(&str, &'static str)]) {
    for (member, column) in names {
        if let Some(value) = event.data.get(*member) {
            row.insert(column, value.clone());
        }
    }
    count_up(row, "revision");
}

fn at_if(event: &Happened, is_so: bool) -> Cell {
    if is_so { event.at.into() } else { Cell::Null }
}

/// An instant of an event as the tables have it.
fn micros_of(text: &Cell) -> Result<Cell, Wrong> {
    let end = instant(Some(text))?;
    Ok(end.map_or(Cell::Null, |end| crate::clock::micros(end).into()))
}

fn instant(text: Option<&Cell>) -> Result<Option<Timestamp>, Wrong> {
    let text = text.and_then(Value::as_str);
    let read = text.map(Timestamp::parse).transpose();
    read.map_err(|_| Wrong("an instant of it is none".into()))
}

fn window(from: Option<&Cell>, until: Option<&Cell>) -> Result<Window, Wrong> {
    let window = Window::new(instant(from)?, instant(until)?);
    window.map_err(|_| Wrong("its window is none".into()))
}

fn set_window(door: &mut Row, window: Window) {
    let (from, until) = ends(window);
    door.insert("valid_from", from.into());
    door.insert("valid_until", until.into());
}
