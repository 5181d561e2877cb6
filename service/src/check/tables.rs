//! The tables that events come to, and their columns.

use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::state::{Cell, Row};
use crate::store::{Error, Transaction};
use crate::webhooks::origin_of;

/// How a column is read.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Number,
    Json,
    /// Whether there is any, of what nobody is told.
    Presence,
    /// Of an address that may have a secret in it: what events say of it.
    Origin,
}

pub(super) struct Column {
    pub(super) name: &'static str,
    kind: Kind,
}

pub(super) struct Table {
    pub(super) name: &'static str,
    key: &'static [&'static str],
    columns: &'static [Column],
}

const fn text(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Text,
    }
}

const fn number(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Number,
    }
}

const fn json(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Json,
    }
}

const fn presence(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Presence,
    }
}

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "organisation",
        key: &["id"],
        columns: &[
            text("name"),
            number("mobile_keys_since"),
            number("created_at"),
        ],
    },
    Table {
        name: "principal",
        key: &["id"],
        columns: &[
            text("organisation"),
            text("name"),
            text("role"),
            number("revision"),
            number("created_at"),
            number("disabled_at"),
        ],
    },
    Table {
        name: "principal_door",
        key: &["principal", "door"],
        columns: &[],
    },
    Table {
        name: "api_key",
        key: &["id"],
        columns: &[
            text("principal"),
            number("created_at"),
            number("expires_at"),
            number("revoked_at"),
        ],
    },
    Table {
        name: "door",
        key: &["id"],
        columns: &[
            text("organisation"),
            text("name"),
            json("code_policy"),
            text("zone"),
            json("condition"),
            json("tries"),
            json("tries_afar"),
            number("first_came_at"),
            text("folded"),
            number("revision"),
            number("created_at"),
        ],
    },
    Table {
        name: "person",
        key: &["id"],
        columns: &[
            text("organisation"),
            text("kind"),
            text("phone"),
            text("first_name"),
            text("last_name"),
            text("state"),
            json("party"),
            json("place"),
            text("folded"),
            number("revision"),
            number("locks_version"),
            number("created_at"),
        ],
    },
    Table {
        name: "access_key",
        key: &["id"],
        columns: &[
            text("organisation"),
            text("person"),
            text("kind"),
            text("key_format"),
            text("name"),
            text("mobile_phone_number"),
            text("folded"),
            text("valid_from"),
            text("valid_until"),
            text("state"),
            number("suspended_at"),
            json("schedule"),
            number("uses"),
            number("most_uses"),
            json("exempt"),
            json("wrong_pins"),
            number("shown_at"),
            number("revision"),
            number("created_at"),
            number("revoked_at"),
        ],
    },
    Table {
        name: "key_secret",
        key: &["key"],
        columns: &[presence("pin")],
    },
    Table {
        name: "key_door",
        key: &["key", "door"],
        columns: &[
            presence("tag"),
            number("valid_from"),
            number("valid_until"),
            number("revoked_at"),
        ],
    },
    Table {
        name: "lock_access",
        key: &["person", "door"],
        columns: &[
            number("since_version"),
            text("name"),
            text("level"),
            text("valid_from"),
            text("valid_until"),
            text("granted_by"),
        ],
    },
    Table {
        name: "area",
        key: &["organisation", "name"],
        columns: &[number("inside")],
    },
    Table {
        name: "outcome",
        key: &["door", "attempt"],
        columns: &[number("opened")],
    },
    Table {
        name: "panel",
        key: &["organisation"],
        columns: &[
            text("first_door"),
            text("second_door"),
            number("next_user"),
            number("next_identifier"),
            number("next_time_profile"),
            number("next_apartment"),
            number("version"),
        ],
    },
    Table {
        name: "panel_user",
        key: &["organisation", "uid"],
        columns: &[
            text("name"),
            text("info"),
            json("auth_factors"),
            number("lock_number"),
            json("place"),
            number("is_custom_user_access"),
        ],
    },
    Table {
        name: "panel_identifier",
        key: &["organisation", "uid"],
        columns: &[
            number("uses"),
            number("panel_user"),
            json("request"),
            text("kind"),
        ],
    },
    Table {
        name: "panel_time_profile",
        key: &["organisation", "uid"],
        columns: &[json("request")],
    },
    Table {
        name: "panel_user_time_profile",
        key: &["organisation", "panel_user", "time_profile"],
        columns: &[],
    },
    Table {
        name: "panel_apartment",
        key: &["organisation", "uid"],
        columns: &[json("request"), json("address")],
    },
    Table {
        name: "panel_resident",
        key: &["organisation", "panel_user", "apartment"],
        columns: &[],
    },
    Table {
        name: "webhook",
        key: &["id"],
        columns: &[
            text("organisation"),
            Column {
                name: "url",
                kind: Kind::Origin,
            },
            number("created_at"),
            number("disabled_at"),
        ],
    },
];

impl Table {
    pub(super) fn columns(&self) -> &[Column] {
        self.columns
    }

    /// All rows, each with its key.
    pub(super) async fn rows(
        &self,
        transaction: &mut Transaction,
    ) -> Result<Vec<(Vec<String>, Row)>, Error> {
        // A key's number is text as well.
        let keys = self
            .key
            .iter()
            .map(|name| format!("cast({name} as text) as key_{name}"));
        let names = self.columns.iter().map(|column| column.name.to_owned());
        let all: Vec<_> = keys.chain(names).collect();
        let sql = format!("select {} from {}", all.join(", "), self.name);
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&mut **transaction)
            .await?;
        rows.iter().map(|row| self.row(row)).collect()
    }

    fn row(&self, row: &AnyRow) -> Result<(Vec<String>, Row), Error> {
        let key = (0..self.key.len()).map(|at| row.try_get(at));
        let cell = |column: &Column| Ok::<_, Error>((column.name, column.cell(row)?));
        let cells = self.columns.iter().map(cell);
        Ok((
            key.collect::<Result<_, _>>()?,
            cells.collect::<Result<_, _>>()?,
        ))
    }
}

impl Column {
    fn cell(&self, row: &AnyRow) -> Result<Cell, Error> {
        if let Kind::Number = self.kind {
            let number: Option<i64> = row.try_get(self.name)?;
            return Ok(number.map_or(Cell::Null, Cell::from));
        }
        if let Kind::Presence = self.kind {
            let bytes: Option<Vec<u8>> = row.try_get(self.name)?;
            return Ok(bytes.is_some().into());
        }
        let Some(text) = row.try_get::<Option<String>, _>(self.name)? else {
            return Ok(Cell::Null);
        };
        Ok(match self.kind {
            Kind::Json => serde_json::from_str(&text).unwrap_or(Value::String(text)),
            Kind::Origin => origin_of(&text).map_or(Cell::Null, Cell::from),
            Kind::Text | Kind::Number | Kind::Presence => text.into(),
        })
    }
}
