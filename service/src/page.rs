//! Lists, page by page: the newest first, each page behind the last thing of the one before, so that
//! whatever is added meanwhile nothing comes twice and nothing that was there is left out.

use latchwork::{Issue, Issues, Value};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::query::{Query, whole};
use crate::reply::{Written, problem};
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

/// The most bytes of the things of a page; the first is there whatever it has.
const LARGEST: usize = 1 << 20;

/// Which page is asked for.
pub struct Page {
    limit: i64,
    /// The instant and the id of the last thing of the page before.
    after: Option<(i64, String)>,
}

/// The rows of a page, one more where others follow.
pub struct Rows {
    pub rows: Vec<AnyRow>,
    limit: usize,
}

impl Page {
    /// Reads `limit` and `after`.
    ///
    /// # Errors
    /// For a limit that is none, and a cursor that no answer had.
    pub fn read(query: &mut Query) -> Result<Self, Issues> {
        let cursor = |text: String| {
            let place = text.split_once('.');
            let place = place.and_then(|(at, id)| Some((whole(at)?, id.to_owned())));
            place.ok_or_else(|| {
                let sentence = "expected what an answer had as next";
                Issues::from(Issue::new("cursor_malformed", sentence).at("after"))
            })
        };
        Ok(Self {
            limit: query.limit()?,
            after: query.take("after").map(cursor).transpose()?,
        })
    }

    /// Which page is asked for by a query that may have `search` beside it, and the pattern of that.
    ///
    /// # Errors
    /// 400 for a query that is none.
    pub fn searched(query: Option<&str>) -> Result<(Self, Option<String>), Written> {
        let read = || {
            let mut query = Query::read(query, &["after", "limit", "search"])?;
            let page = Self::read(&mut query)?;
            Ok((page, query.take("search").map(|text| anywhere(&text))))
        };
        read().map_err(|issues: Issues| problem(400, &issues))
    }

    /// The first so many.
    pub fn first(limit: i64) -> Self {
        Self { limit, after: None }
    }

    /// The rows of a statement whose things have `created_at` and `id` under this name.
    pub async fn rows(
        &self,
        mut statement: Statement,
        name: &str,
        transaction: &mut Transaction,
    ) -> Result<Rows, Error> {
        if let Some((at, id)) = &self.after {
            statement.add(
                &format!(" and ({name}.created_at, {name}.id) < ($, $)"),
                [Bound::Number(*at), Bound::Text(id.clone())],
            );
        }
        let order = format!(" order by {name}.created_at desc, {name}.id desc limit $");
        statement.add(&order, [Bound::Number(self.limit + 1)]);
        Ok(Rows {
            rows: statement.rows(&mut **transaction).await?,
            limit: usize::try_from(self.limit).unwrap_or_default(),
        })
    }
}

impl Rows {
    /// The answer, of what each row is.
    pub fn answer(
        &self,
        mut item: impl FnMut(&AnyRow) -> Result<Value<'static>, Error>,
    ) -> Result<Written, Error> {
        let mut body = String::from("{\"items\":[");
        let mut last = None;
        for row in self.rows.iter().take(self.limit) {
            let text = item(row)?.to_json();
            if last.is_some() {
                if body.len() + text.len() > LARGEST {
                    break;
                }
                body.push(',');
            }
            body.push_str(&text);
            last = Some((row, last.map_or(1, |(_, count)| count + 1)));
        }
        let next = match last {
            Some((row, count)) if count < self.rows.len() => {
                let (at, id): (i64, String) = (row.try_get("created_at")?, row.try_get("id")?);
                Value::from(format!("{at}.{id}"))
            }
            _ => Value::Null,
        };
        body.push_str("],\"next\":");
        body.push_str(&next.to_json());
        body.push('}');
        Ok(Written {
            body: body.into_bytes(),
            ..Written::json(200, &Value::Null)
        })
    }
}

/// What search looks in, or for: texts in lower case, a blank between them.
pub fn folded<'t>(texts: impl IntoIterator<Item = Option<&'t str>>) -> String {
    let texts: Vec<_> = texts.into_iter().flatten().collect();
    texts.join(" ").to_lowercase()
}

/// The pattern that finds a text anywhere, in a `like … escape '!'`.
pub fn anywhere(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in folded([Some(text)]).chars() {
        if ['!', '%', '_'].contains(&character) {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
