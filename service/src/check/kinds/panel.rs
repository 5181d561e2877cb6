//! What becomes of an organisation's panel.

use serde_json::{Value, json};

use super::super::state::{Cell, Happened, State, Wrong};
use crate::event::Kind;

const USER: &str = "user_uid";
const IDENTIFIER: &str = "identifier_uid";
const TIME_PROFILE: &str = "timeprofile_uid";
const APARTMENT: &str = "apartment_uid";

/// Before each of them: the panel is there from its first event on, and counts them.
pub(super) fn counted(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let organisation = event.id();
    if event.version == 1 {
        let first = [
            ("next_user", 1.into()),
            ("next_identifier", 1.into()),
            ("next_time_profile", 1.into()),
            ("next_apartment", 1.into()),
        ];
        state.add("panel", &[organisation], first)?;
    }
    state
        .row("panel", &[organisation])?
        .insert("version", event.version.into());
    Ok(())
}

pub(super) fn doors_set(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let row = state.row("panel", &[event.id()])?;
    row.insert("first_door", event.member("first"));
    row.insert("second_door", event.member("second"));
    Ok(())
}

pub(super) fn user_stored(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let uid = next(event, state, "next_user")?;
    let key = [event.id(), &uid];
    // It was made, or is other now, and stays where it is.
    let before = state.remove("panel_user", &key).ok();
    let place = before.and_then(|before| before.get("place").cloned());
    let has_own_access = event.member("is_custom_user_access") == true;
    let or = |name, other: Cell| event.data.get(name).cloned().unwrap_or(other);
    state.add(
        "panel_user",
        &key,
        [
            ("name", event.member("name")),
            ("info", or("info", "".into())),
            ("auth_factors", or("auth_factors", json!([]))),
            ("lock_number", event.member("lock_number")),
            ("is_custom_user_access", i64::from(has_own_access).into()),
            ("place", place.unwrap_or(Cell::Null)),
        ],
    )
}

pub(super) fn user_deleted(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let organisation = event.id();
    for identifier in event.member("identifiers").as_array().into_iter().flatten() {
        state.remove("panel_identifier", &[organisation, &identifier.to_string()])?;
    }
    let user = uid_of(event, "uid")?.to_string();
    for table in ["panel_user_time_profile", "panel_resident"] {
        state.remove_all(table, &[(0, organisation), (1, &user)]);
    }
    state.remove("panel_user", &[organisation, &user]).map(drop)
}

pub(super) fn identifier_stored(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let uid = next(event, state, "next_identifier")?;
    // It was made, or is other now, and stays whose it is and as often used.
    let before = state.remove("panel_identifier", &[event.id(), &uid]).ok();
    let stays = |name, new: Cell| {
        let before = before.as_ref().and_then(|before| before.get(name));
        (name, before.cloned().unwrap_or(new))
    };
    let told = [
        ("request", request(event)),
        ("kind", event.member("identifier_type")),
        stays("panel_user", Cell::Null),
        stays("uses", 0.into()),
    ];
    state.add("panel_identifier", &[event.id(), &uid], told)
}

pub(super) fn identifier_attached(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let uid = uid_of(event, IDENTIFIER)?.to_string();
    let row = state.row("panel_identifier", &[event.id(), &uid])?;
    row.insert("panel_user", event.member(USER));
    Ok(())
}

pub(super) fn time_profile_stored(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let uid = next(event, state, "next_time_profile")?;
    let told = [("request", request(event))];
    let _ = state.remove("panel_time_profile", &[event.id(), &uid]);
    state.add("panel_time_profile", &[event.id(), &uid], told)
}

/// Who is bound twice is bound, and who is let go is so whether bound or not.
pub(super) fn time_profile_bound(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let (user, profile) = (uid_of(event, USER)?, uid_of(event, TIME_PROFILE)?);
    let key = [event.id(), &user.to_string(), &profile.to_string()];
    let _ = state.remove("panel_user_time_profile", &key);
    if event.kind == Kind::PanelTimeProfileDetached {
        return Ok(());
    }
    state.add("panel_user_time_profile", &key, [])
}

pub(super) fn apartment_stored(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let uid = next(event, state, "next_apartment")?;
    let told = [
        ("request", request(event)),
        ("address", event.member("apartment_address")),
    ];
    let _ = state.remove("panel_apartment", &[event.id(), &uid]);
    state.add("panel_apartment", &[event.id(), &uid], told)
}

pub(super) fn resident_added(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let (user, apartment) = (uid_of(event, USER)?, uid_of(event, APARTMENT)?);
    let key = [event.id(), &user.to_string(), &apartment.to_string()];
    let _ = state.remove("panel_resident", &key);
    state.add("panel_resident", &key, [])
}

/// What is deleted and takes nothing along.
pub(super) fn deleted(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let (table, name) = if event.kind == Kind::PanelTimeProfileDeleted {
        ("panel_time_profile", TIME_PROFILE)
    } else {
        ("panel_identifier", IDENTIFIER)
    };
    let uid = uid_of(event, name)?.to_string();
    state.remove(table, &[event.id(), &uid]).map(drop)
}

/// All that was asked for, which is what is kept.
fn request(event: &Happened) -> Cell {
    let mut request = event.data.clone();
    if let Value::Object(members) = &mut request {
        members.remove("uid");
    }
    request
}

fn uid_of(event: &Happened, name: &str) -> Result<i64, Wrong> {
    let uid = event.member(name).as_i64();
    uid.ok_or_else(|| Wrong(format!("it has no {name}")))
}

/// The number that was given, as a key has it: the next is behind it.
fn next(event: &Happened, state: &mut State, column: &'static str) -> Result<String, Wrong> {
    let uid = uid_of(event, "uid")?;
    let row = state.row("panel", &[event.id()])?;
    let next = row.get(column).and_then(Value::as_i64).unwrap_or_default();
    row.insert(column, next.max(uid + 1).into());
    Ok(uid.to_string())
}
