//! What becomes of keys, and of the locks that people have.

use latchwork::Window;
use serde_json::{Value, json};

use super::super::state::{Cell, Happened, Row, State, Wrong, count_up};
use super::{change, instant};
use crate::clock::ends;
use crate::event::Kind;

pub(super) fn created(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let id = event.id();
    let window = window(event.data.get("validFrom"), event.data.get("validTo"))?;
    let kind = event.text("keyType")?;
    // A phone is not typed and not shown.
    let is_typed = kind != "mobile";
    for door in event.texts("accesses") {
        state.add("key_door", &[id, &door], [("tag", is_typed.into())])?;
        set_window(state.row("key_door", &[id, &door])?, window);
    }
    if is_typed {
        let has_pin = event.member("hasPin") == true;
        state.add("key_secret", &[id], [("pin", has_pin.into())])?;
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
            ("uses", 0.into()),
            ("most_uses", event.member("mostUses")),
            ("state", "active".into()),
            ("exempt", json!([])),
            ("revision", 1.into()),
            ("created_at", event.at.into()),
        ],
    )
}

pub(super) fn changed(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let id = event.id();
    let row = state.row("access_key", &[id])?;
    let names = [
        ("keyName", "name"),
        ("validFrom", "valid_from"),
        ("validTo", "valid_until"),
        ("schedule", "schedule"),
        ("mostUses", "most_uses"),
        ("exempt", "exempt"),
    ];
    change(event, row, &names);
    let window = window(row.get("valid_from"), row.get("valid_until"))?;
    for (_, door) in state.rows_of("key_door", id) {
        set_window(door, window);
    }
    Ok(())
}

pub(super) fn suspended(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let row = state.row("access_key", &[event.id()])?;
    row.insert("suspended_at", event.at.into());
    if row.get("state").is_some_and(|state| state == "active") {
        row.insert("state", "suspended".into());
    }
    count_up(row, "revision");
    Ok(())
}

pub(super) fn resumed(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let row = state.row("access_key", &[event.id()])?;
    row.insert("suspended_at", Cell::Null);
    if row.get("state").is_some_and(|state| state == "suspended") {
        row.insert("state", "active".into());
    }
    count_up(row, "revision");
    Ok(())
}

pub(super) fn reported(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let row = state.row("access_key", &[event.id()])?;
    let is_suspended = row.get("suspended_at").is_some_and(|at| !at.is_null());
    let state = match event.text("state")?.as_str() {
        "active" if is_suspended => "suspended".into(),
        other => Cell::from(other),
    };
    row.insert("state", state);
    count_up(row, "revision");
    Ok(())
}

pub(super) fn shown(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let row = state.row("access_key", &[event.id()])?;
    row.insert("shown_at", event.at.into());
    count_up(row, "revision");
    Ok(())
}

pub(super) fn revoked(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let id = event.id();
    let row = state.row("access_key", &[id])?;
    row.insert("revoked_at", event.at.into());
    count_up(row, "revision");
    for (_, door) in state.rows_of("key_door", id) {
        door.insert("revoked_at", event.at.into());
    }
    Ok(())
}

pub(super) fn tries_forgotten(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let row = state.row("access_key", &[event.id()])?;
    row.insert("wrong_pins", Cell::Null);
    count_up(row, "revision");
    Ok(())
}

/// What becomes of a person's locks.
pub(super) fn lock(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let (person, door) = (event.id(), event.text("lockId")?);
    state
        .row("person", &[person])?
        .insert("locks_version", event.version.into());
    if event.kind == Kind::AccessibleLockRemoved {
        return state.remove("lock_access", &[person, &door]).map(drop);
    }
    state.add(
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
    )
}

fn window(from: Option<&Value>, until: Option<&Value>) -> Result<Window, Wrong> {
    let window = Window::new(instant(from)?, instant(until)?);
    window.map_err(|_| Wrong("its window is none".into()))
}

fn set_window(door: &mut Row, window: Window) {
    let (from, until) = ends(window);
    door.insert("valid_from", from.into());
    door.insert("valid_until", until.into());
}
