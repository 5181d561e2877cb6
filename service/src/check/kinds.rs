//! What each kind of event comes to: one that is stored and not replayed does not compile.

mod attempt;
mod key;
mod panel;

use latchwork::Timestamp;
use serde_json::{Value, json};

use super::state::{Cell, Happened, Row, State, Wrong, count_up};
use crate::event::Kind;

/// Applies an event.
pub(super) fn apply(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    if event.stream.starts_with("panel/") {
        panel::counted(event, state)?;
    }
    match event.kind {
        Kind::OrganisationCreated => organisation_created(event, state),
        Kind::PrincipalCreated => principal_created(event, state),
        Kind::PrincipalChanged => principal_changed(event, state),
        Kind::PrincipalDisabled | Kind::PrincipalEnabled => {
            let is_out = event.kind == Kind::PrincipalDisabled;
            let row = state.row("principal", &[event.id()])?;
            row.insert("disabled_at", is_out.then_some(event.at).into());
            count_up(row, "revision");
            Ok(())
        }
        Kind::ApiKeyCreated => api_key_created(event, state),
        Kind::ApiKeyRevoked => {
            let row = state.row("api_key", &[&event.text("id")?])?;
            row.insert("revoked_at", event.at.into());
            Ok(())
        }
        Kind::DoorCreated => door_created(event, state),
        Kind::DoorChanged => door_changed(event, state),
        Kind::DoorOpened | Kind::DoorStayedShut => attempt::decided(event, state),
        Kind::DoorOutcomeTold => attempt::told(event, state),
        Kind::DoorTriesForgotten => {
            let row = state.row("door", &[event.id()])?;
            for column in ["tries", "tries_afar"] {
                row.insert(column, Cell::Null);
            }
            Ok(())
        }
        Kind::PersonCreated => person_created(event, state),
        Kind::PersonChanged => person_changed(event, state),
        Kind::AccessKeyCreated => key::created(event, state),
        Kind::AccessKeyChanged => key::changed(event, state),
        Kind::AccessKeySuspended => key::suspended(event, state),
        Kind::AccessKeyResumed => key::resumed(event, state),
        Kind::AccessKeyReported => key::reported(event, state),
        Kind::AccessKeyShown => key::shown(event, state),
        Kind::AccessKeyRevoked => key::revoked(event, state),
        Kind::AccessKeyTriesForgotten => key::tries_forgotten(event, state),
        Kind::AccessibleLockAdded | Kind::AccessibleLockRemoved => key::lock(event, state),
        Kind::PanelDoorsSet => panel::doors_set(event, state),
        Kind::PanelUserStored => panel::user_stored(event, state),
        Kind::PanelUserDeleted => panel::user_deleted(event, state),
        Kind::PanelIdentifierStored => panel::identifier_stored(event, state),
        Kind::PanelIdentifierAttached => panel::identifier_attached(event, state),
        Kind::PanelTimeProfileStored => panel::time_profile_stored(event, state),
        Kind::PanelTimeProfileAttached | Kind::PanelTimeProfileDetached => {
            panel::time_profile_bound(event, state)
        }
        Kind::PanelApartmentStored => panel::apartment_stored(event, state),
        Kind::PanelResidentAdded => panel::resident_added(event, state),
        Kind::PanelIdentifierDeleted | Kind::PanelTimeProfileDeleted => {
            panel::deleted(event, state)
        }
        // Told for the record, and nothing is other.
        Kind::PanelIdentifierShown => Ok(()),
        Kind::WebhookCreated => webhook_created(event, state),
        Kind::WebhookDeleted => {
            let row = state.row("webhook", &[event.id()])?;
            row.insert("disabled_at", event.at.into());
            Ok(())
        }
        Kind::WebhookDeliveryGivenUp => state.row("webhook", &[event.id()]).map(drop),
    }
}

fn organisation_created(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let has_mobile_keys = event.member("mobileKeys") == true;
    state.add(
        "organisation",
        &[event.id()],
        [
            ("name", event.member("name")),
            (
                "mobile_keys_since",
                has_mobile_keys.then_some(event.at).into(),
            ),
            ("created_at", event.at.into()),
        ],
    )
}

fn principal_created(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    for door in event.texts("doors") {
        state.add("principal_door", &[event.id(), &door], [])?;
    }
    state.add(
        "principal",
        &[event.id()],
        [
            ("organisation", event.organisation()?.into()),
            ("name", event.member("name")),
            ("role", event.member("role")),
            ("revision", 1.into()),
            ("created_at", event.at.into()),
        ],
    )
}

fn principal_changed(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    if event.data.get("doors").is_some() {
        state.remove_all("principal_door", &[(0, event.id())]);
        for door in event.texts("doors") {
            state.add("principal_door", &[event.id(), &door], [])?;
        }
    }
    let row = state.row("principal", &[event.id()])?;
    change(event, row, &[("name", "name"), ("role", "role")]);
    Ok(())
}

fn api_key_created(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let end = instant(event.data.get("expiresAt"))?;
    state.add(
        "api_key",
        &[&event.text("id")?],
        [
            ("principal", event.id().into()),
            ("created_at", event.at.into()),
            ("expires_at", end.map(crate::clock::micros).into()),
        ],
    )
}

fn door_created(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    state.add(
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
    )
}

fn door_changed(event: &Happened, state: &mut State) -> Result<(), Wrong> {
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

fn person_created(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    state.add(
        "person",
        &[event.id()],
        [
            ("organisation", event.organisation.clone().into()),
            ("kind", event.member("kind")),
            ("phone", event.member("phone")),
            ("first_name", event.member("firstName")),
            ("last_name", event.member("lastName")),
            ("state", "active".into()),
            (
                "party",
                event.data.get("party").cloned().unwrap_or(json!([])),
            ),
            ("revision", 1.into()),
            ("locks_version", 0.into()),
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
        ("party", "party"),
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

fn webhook_created(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    state.add(
        "webhook",
        &[event.id()],
        [
            ("organisation", event.organisation()?.into()),
            ("url", event.member("origin")),
            ("created_at", event.at.into()),
        ],
    )
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

fn instant(text: Option<&Cell>) -> Result<Option<Timestamp>, Wrong> {
    let text = text.and_then(Value::as_str);
    let read = text.map(Timestamp::parse).transpose();
    read.map_err(|_| Wrong("an instant of it is none".into()))
}
