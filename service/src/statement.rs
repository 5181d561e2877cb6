//! Statements that grow with what is asked for.

use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Executor};

use crate::store::Error;

/// What a place in a statement stands for.
pub enum Bound {
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A `select` up to its conditions, and what its places stand for.
pub struct Statement {
    sql: String,
    bound: Vec<Bound>,
}

impl Statement {
    /// A statement that ends inside of its conditions.
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            bound: Vec::new(),
        }
    }

    /// The same with a text before it, in which nothing is bound.
    pub fn after(mut self, before: &str) -> Self {
        self.sql.insert_str(0, before);
        self
    }

    /// Adds a part, in which each `$` is one of what is bound, in order.
    pub fn add(&mut self, part: &str, bound: impl IntoIterator<Item = Bound>) {
        let mut bound = bound.into_iter();
        for (at, text) in part.split('$').enumerate() {
            if at > 0
                && let Some(bound) = bound.next()
            {
                self.bound.push(bound);
                let place = self.bound.len().to_string();
                self.sql.push('$');
                self.sql.push_str(&place);
            }
            self.sql.push_str(text);
        }
    }

    /// Adds a condition, in which each `$` is the same that is bound.
    pub fn and(&mut self, condition: &str, bound: Bound) {
        self.bound.push(bound);
        let place = format!("${}", self.bound.len());
        self.sql.push_str(" and ");
        self.sql.push_str(&condition.replace('$', &place));
    }

    /// Adds the condition that a column has one of what is bound.
    pub fn and_in(&mut self, column: &str, bound: impl ExactSizeIterator<Item = Bound>) {
        let places = match bound.len() {
            0 => "null".to_owned(),
            count => vec!["$"; count].join(", "),
        };
        self.add(&format!(" and {column} in ({places})"), bound);
    }

    /// The same where there is a text.
    pub fn and_text(&mut self, condition: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.and(condition, Bound::Text(text.clone()));
        }
    }

    /// All its rows.
    pub async fn rows<'e>(
        self,
        executor: impl Executor<'e, Database = Any>,
    ) -> Result<Vec<AnyRow>, Error> {
        let mut query = sqlx::query(AssertSqlSafe(self.sql));
        for bound in self.bound {
            query = match bound {
                Bound::Number(number) => query.bind(number),
                Bound::Text(text) => query.bind(text),
                Bound::Bytes(bytes) => query.bind(bytes),
            };
        }
        Ok(query.fetch_all(executor).await?)
    }
}
