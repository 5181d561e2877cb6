//! What attempts at doors count, and what is taken back of it.

use serde_json::Value;

use super::super::state::{Cell, Happened, State, Wrong};

/// What was decided, with all that was stored because of it.
pub(super) fn decided(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    state.row("door", &[event.id()])?;
    for when in ["atOnce", "onceOpened"] {
        for claim in claims(event.data.get("effect").and_then(|effect| effect.get(when))) {
            let stored = Stored::of(claim, event)?;
            let cell = state.cell(stored.table, &stored.key, stored.column)?;
            let (was, becomes) = (stored.was, stored.becomes);
            // When somebody came before is another day's.
            if *cell != was && stored.column != "first_came_at" {
                let found = std::mem::replace(cell, becomes);
                return Err(Wrong(format!(
                    "{} {}: {} was {found}, not {was}",
                    stored.table,
                    stored.key.join(" "),
                    stored.column
                )));
            }
            *cell = becomes;
        }
    }
    Ok(())
}

/// Whether the door was opened; where it was not, what was counted is taken back as far as the event says.
pub(super) fn told(event: &Happened, state: &mut State) -> Result<(), Wrong> {
    let door = event.id();
    state.row("door", &[door])?;
    for claim in claims(event.data.get("takenBack")) {
        let stored = Stored::of(claim, event)?;
        *state.cell(stored.table, &stored.key, stored.column)? = stored.was;
    }
    let is_opened = event.member("opened") == true;
    let opened = [("opened", i64::from(is_opened).into())];
    state.add("outcome", &[door, &event.text("attempt")?], opened)
}

fn claims(list: Option<&Value>) -> impl Iterator<Item = &Value> {
    list.and_then(Value::as_array).into_iter().flatten()
}

/// Where a claim is stored, and as what.
struct Stored {
    table: &'static str,
    key: Vec<String>,
    column: &'static str,
    was: Cell,
    becomes: Cell,
}

impl Stored {
    fn of(claim: &Value, event: &Happened) -> Result<Self, Wrong> {
        let text = |name| claim.get(name).and_then(Value::as_str).unwrap_or_default();
        let id = text("id").to_owned();
        let (table, key, column) = match text("of") {
            "lockout" if event.member("from") == "afar" => ("door", vec![id], "tries_afar"),
            "lockout" => ("door", vec![id], "tries"),
            "first-person" => ("door", vec![id], "first_came_at"),
            "wrong-pins" => ("access_key", vec![id], "wrong_pins"),
            "uses" => match id.strip_prefix("panel-identifier/") {
                Some(uid) => ("panel_identifier", of_panel(event, uid)?, "uses"),
                None => ("access_key", vec![id], "uses"),
            },
            "place" => match id.strip_prefix("panel-user/") {
                Some(uid) => ("panel_user", of_panel(event, uid)?, "place"),
                None => ("person", vec![id], "place"),
            },
            "occupancy" => ("area", vec![event.organisation()?, id], "inside"),
            other => return Err(Wrong(format!("nothing is known of a claim of `{other}`"))),
        };
        let side = |name| match claim.get(name) {
            // Who came is kept as when: nobody did before.
            _ if column == "first_came_at" && name == "was" => Cell::Null,
            _ if column == "first_came_at" => event.at.into(),
            // What says that nothing was counted is kept as nothing.
            Some(Value::Object(counted)) if counted.is_empty() => Cell::Null,
            Some(Value::String(word)) if word == "reset" => Cell::Null,
            Some(value) => value.clone(),
            None => Cell::Null,
        };
        Ok(Self {
            table,
            key,
            column,
            was: side("was"),
            becomes: side("becomes"),
        })
    }
}

fn of_panel(event: &Happened, uid: &str) -> Result<Vec<String>, Wrong> {
    Ok(vec![event.organisation()?, uid.to_owned()])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::event::Kind;

    fn happened(kind: Kind, at: i64, data: Value) -> Happened {
        Happened {
            stream: "door/1".into(),
            version: 2,
            at,
            organisation: Some("house".into()),
            person: None,
            kind,
            data,
        }
    }

    #[test]
    fn who_came_first_is_kept_as_when_and_taken_back() {
        let mut state = State::default();
        state.add("door", &["1"], []).ok().unwrap();
        let claim = json!({ "of": "first-person", "id": "1", "was": "needed", "becomes": "came" });
        for day in [7, 8] {
            let data = json!({ "attempt": "2", "effect": { "atOnce": [], "onceOpened": [claim] } });
            decided(&happened(Kind::DoorOpened, day, data), &mut state)
                .ok()
                .unwrap();
            assert_eq!(
                state.row("door", &["1"]).ok().unwrap()["first_came_at"],
                day
            );
        }
        let data = json!({ "attempt": "2", "opened": false, "takenBack": [claim] });
        told(&happened(Kind::DoorOutcomeTold, 9, data), &mut state)
            .ok()
            .unwrap();
        assert_eq!(
            state.row("door", &["1"]).ok().unwrap()["first_came_at"],
            Value::Null
        );
    }
}
