//! Lists of the panel, page by page as the vendor numbers them.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use latchwork::{Issue, Issues, Value};
use sqlx::any::AnyRow;

use super::kept_rows::{APARTMENTS, TIME_PROFILES, identifier_of};
use super::rows::user_of;
use super::{Call, Request, answer, told};
use crate::query::Query;
use crate::reply::Written;
use crate::server::Service;
use crate::store::{Error, Transaction};

/// How many things a page may have, and has where nothing is said.
const LIMITS: [i64; 4] = [10, 20, 30, 50];
const USUAL: i64 = 10;

/// A page that is asked for.
pub struct List {
    of: Of,
    query: Option<String>,
}

/// What a list is of.
#[derive(Clone, Copy)]
enum Of {
    Users,
    Identifiers,
    TimeProfiles,
    Apartments,
}

impl Of {
    /// How many there are, and a page of them.
    fn statements(self) -> [&'static str; 2] {
        match self {
            Self::Users => [
                "select count(*) from panel_user where organisation = $1",
                "select uid, name, info, auth_factors, lock_number, is_custom_user_access \
                 from panel_user where organisation = $1 order by uid limit $2 offset $3",
            ],
            Self::Identifiers => [
                "select count(*) from panel_identifier where organisation = $1",
                "select uid, panel_user, request \
                 from panel_identifier where organisation = $1 order by uid limit $2 offset $3",
            ],
            Self::TimeProfiles => [
                "select count(*) from panel_time_profile where organisation = $1",
                "select uid, request \
                 from panel_time_profile where organisation = $1 order by uid limit $2 offset $3",
            ],
            Self::Apartments => [
                "select count(*) from panel_apartment where organisation = $1",
                "select uid, request \
                 from panel_apartment where organisation = $1 order by uid limit $2 offset $3",
            ],
        }
    }

    fn item(self, row: &AnyRow) -> Result<Value<'static>, Error> {
        match self {
            Self::Users => Ok(user_of(row)?.to_value().into_owned()),
            Self::Identifiers => identifier_of(row),
            Self::TimeProfiles => TIME_PROFILES.of(row),
            Self::Apartments => APARTMENTS.of(row),
        }
    }
}

/// Says lists, each at its address.
macro_rules! lists {
    ($($(#[$address:meta])* $name:ident $of:ident;)*) => {$(
        $(#[$address])*
        pub async fn $name(
            State(service): State<Arc<Service>>,
            RawQuery(query): RawQuery,
            headers: HeaderMap,
        ) -> Written {
            let read = |_: &[u8]| Ok(Request::List(List { of: Of::$of, query }));
            let name: [&[u8]; 1] = [b"list"];
            answer(&service, &headers, None, &name, read).await
        }
    )*};
}

lists! {
    /// `GET /access/users/items`
    users Users;
    /// `GET /access/identifier/items`
    identifiers Identifiers;
    /// `GET /access/timeprofile/items`
    time_profiles TimeProfiles;
    /// `GET /apartment/items`
    apartments Apartments;
}

/// How many to a page, and which page, counted from 1.
fn page_of(query: Option<&str>) -> Result<(i64, i64), Issues> {
    let mut query = Query::read(query, &["limit", "page_number"])?;
    let limit = query.number("limit")?.unwrap_or(USUAL);
    let page = query.number("page_number")?.unwrap_or(1);
    let wrong = |name, sentence| Err(Issue::new("parameter_malformed", sentence).at(name).into());
    if !LIMITS.contains(&limit) {
        return wrong("limit", "expected a limit of 10, 20, 30 or 50");
    }
    if !(1..=i64::from(u32::MAX)).contains(&page) {
        return wrong("page_number", "expected a page number of at least 1");
    }
    Ok((limit, page))
}

impl Call<'_> {
    pub(super) async fn list(
        &self,
        list: &List,
        transaction: &mut Transaction,
    ) -> Result<Written, Error> {
        let (limit, page) = match page_of(list.query.as_deref()) {
            Ok(page) => page,
            Err(issues) => return Ok(told(400, &issues)),
        };
        let [count, rows] = list.of.statements();
        let total: i64 = sqlx::query_scalar(count)
            .bind(self.organisation())
            .fetch_one(&mut **transaction)
            .await?;
        let rows = sqlx::query(rows)
            .bind(self.organisation())
            .bind(limit)
            .bind((page - 1) * limit)
            .fetch_all(&mut **transaction)
            .await?;
        let items = rows.iter().map(|row| list.of.item(row));
        let items = items.collect::<Result<Vec<_>, _>>()?;
        let pages = total.unsigned_abs().div_ceil(limit.unsigned_abs()).max(1);
        let pagination = Value::Object(vec![
            ("total_items".into(), total.unsigned_abs().into()),
            ("items_limit".into(), limit.unsigned_abs().into()),
            ("total_pages".into(), pages.into()),
            ("current_page".into(), page.unsigned_abs().into()),
        ]);
        let option = Value::Object(vec![("pagination".into(), pagination)]);
        let answer = Value::Object(vec![
            ("list_option".into(), option),
            ("list_items".into(), items.into()),
        ]);
        Ok(Written::json(200, &answer))
    }
}
