//! What events come to: rows of tables, as far as events tell.

use std::collections::BTreeMap;

use serde_json::Value;

use super::tables::{TABLES, Table};
use crate::event::Kind;
use crate::page::folded;

/// What a column holds: text, a whole number, or JSON.
pub(super) type Cell = Value;
pub(super) type Row = BTreeMap<&'static str, Cell>;

/// What happened.
pub(super) struct Happened {
    pub(super) stream: String,
    pub(super) version: i64,
    pub(super) at: i64,
    pub(super) organisation: Option<String>,
    pub(super) person: Option<String>,
    pub(super) kind: Kind,
    pub(super) data: Value,
}

/// Why an event comes to nothing.
pub(super) struct Wrong(pub(super) String);

impl Happened {
    /// The id that its stream is of.
    pub(super) fn id(&self) -> &str {
        self.stream.split_once('/').map_or("", |(_, id)| id)
    }

    /// A member of what happened; null where it has none.
    pub(super) fn member(&self, name: &str) -> Cell {
        self.data.get(name).cloned().unwrap_or(Cell::Null)
    }

    /// The same, where it has to be a text.
    pub(super) fn text(&self, name: &str) -> Result<String, Wrong> {
        let text = self.data.get(name).and_then(Value::as_str);
        text.map(str::to_owned)
            .ok_or_else(|| Wrong(format!("it has no {name}")))
    }

    /// The texts of a list.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let list = self.data.get(name).and_then(Value::as_array);
        let texts = list.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }

    /// Whose it is.
    pub(super) fn organisation(&self) -> Result<String, Wrong> {
        let organisation = self.organisation.clone();
        organisation.ok_or_else(|| Wrong("it is no organisation's".into()))
    }
}

/// Rows by table and key.
#[derive(Default)]
pub(super) struct State(BTreeMap<&'static str, BTreeMap<Vec<String>, Row>>);

impl State {
    /// Adds a row; what is not told of it is null.
    pub(super) fn add<const N: usize>(
        &mut self,
        table: &'static str,
        key: &[&str],
        told: [(&'static str, Cell); N],
    ) -> Result<(), Wrong> {
        let columns = TABLES
            .iter()
            .find(|known| known.name == table)
            .map_or(&[][..], Table::columns);
        let mut row: Row = columns
            .iter()
            .map(|column| (column.name, Cell::Null))
            .collect();
        row.extend(told);
        match self.0.entry(table).or_default().insert(owned(key), row) {
            None => Ok(()),
            Some(_) => Err(Wrong(format!("{table} {} is there already", key.join(" ")))),
        }
    }

    /// A row that has to be there.
    pub(super) fn row(&mut self, table: &'static str, key: &[&str]) -> Result<&mut Row, Wrong> {
        let found = self.0.entry(table).or_default().get_mut(&owned(key));
        found.ok_or_else(|| Wrong(format!("{table} {} is not there", key.join(" "))))
    }

    /// What a column of a row holds that has to be there; an area is there from when somebody came in.
    pub(super) fn cell(
        &mut self,
        table: &'static str,
        key: &[String],
        column: &'static str,
    ) -> Result<&mut Cell, Wrong> {
        let rows = self.0.entry(table).or_default();
        if table == "area" && !rows.contains_key(key) {
            rows.insert(key.to_vec(), Row::from([("inside", 0.into())]));
        }
        let row = rows.get_mut(key);
        let row = row.ok_or_else(|| Wrong(format!("{table} {} is not there", key.join(" "))))?;
        Ok(row.entry(column).or_insert(Cell::Null))
    }

    /// Adds what is kept of names to be searched.
    pub(super) fn fold(&mut self) {
        const SEARCHED: [(&str, &[&str]); 3] = [
            ("door", &["name"]),
            ("person", &["first_name", "last_name", "phone"]),
            ("access_key", &["name"]),
        ];
        for (table, columns) in SEARCHED {
            for row in self.0.entry(table).or_default().values_mut() {
                let texts = columns.iter().map(|column| row.get(column)?.as_str());
                let text = folded(texts);
                row.insert("folded", text.into());
            }
        }
    }

    pub(super) fn remove(&mut self, table: &'static str, key: &[&str]) -> Result<Row, Wrong> {
        let found = self.0.entry(table).or_default().remove(&owned(key));
        found.ok_or_else(|| Wrong(format!("{table} {} is not there", key.join(" "))))
    }

    /// Removes the rows whose keys have these parts, where there are any.
    pub(super) fn remove_all(&mut self, table: &'static str, parts: &[(usize, &str)]) {
        let has = |key: &Vec<String>| {
            parts
                .iter()
                .all(|(at, part)| key.get(*at).is_some_and(|own| own == part))
        };
        self.0.entry(table).or_default().retain(|key, _| !has(key));
    }

    /// The rows whose keys begin with this.
    pub(super) fn rows_of<'s>(
        &'s mut self,
        table: &'static str,
        first: &'s str,
    ) -> impl Iterator<Item = (&'s Vec<String>, &'s mut Row)> {
        let rows = self
            .0
            .entry(table)
            .or_default()
            .range_mut(owned(&[first])..);
        rows.take_while(move |(key, _)| key.first().is_some_and(|own| own == first))
    }

    pub(super) fn find(&self, table: &str, key: &[String]) -> Option<&Row> {
        self.0.get(table)?.get(key)
    }

    pub(super) fn keys(&self, table: &str) -> impl Iterator<Item = &Vec<String>> {
        self.0.get(table).into_iter().flat_map(BTreeMap::keys)
    }

    pub(super) fn count(&self, table: &str) -> usize {
        self.0.get(table).map_or(0, BTreeMap::len)
    }
}

fn owned(key: &[&str]) -> Vec<String> {
    key.iter().map(|part| (*part).to_owned()).collect()
}

/// One more than a number of a row.
pub(super) fn count_up(row: &mut Row, column: &'static str) {
    let count = row.get(column).and_then(Value::as_i64).unwrap_or_default();
    row.insert(column, (count + 1).into());
}
