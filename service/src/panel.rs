//! The doors of the panel's locks, where what is shown to the panel opens.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use latchwork::system::plain::SetPanelDoors;
use latchwork::system::smartphonekey::LockId;
use latchwork::{Timestamp, Value};
use sqlx::{AssertSqlSafe, Row as _};

use crate::basip;
use crate::caller::Principal;
use crate::event::{Event, Kind};
use crate::job::{Job, Stop};
use crate::plain::{Asked, asked, or_null};
use crate::reply::Written;
use crate::rights::{Asking, failed, missing};
use crate::server::Service;
use crate::store::{Error, Transaction};

/// `GET /panel/doors`
pub async fn read(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
) -> Result<Written, Written> {
    let read = async {
        let mut transaction = service.store.read().await?;
        let doors = Doors::find(&principal, "", &mut transaction).await?;
        Ok(doors.map_or_else(|| told([None, None]), |doors| told(doors.ids)))
    };
    read.await.map_err(|error: Error| failed(&error))
}

/// `PUT /panel/doors`
pub async fn set(
    State(service): State<Arc<Service>>,
    Asking(principal): Asking,
    headers: HeaderMap,
    body: Body,
) -> Result<Written, Written> {
    let asked = asked(principal, body, SetPanelDoors::check).await?;
    let job = |now| Setting {
        service: &service,
        asked: &asked,
        now,
    };
    asked
        .done(&service, &headers, &["PUT /panel/doors"], job)
        .await
}

/// The doors of a panel that there is.
struct Doors {
    ids: [Option<String>; 2],
    version: i64,
}

impl Doors {
    async fn find(
        principal: &Principal,
        lock: &str,
        transaction: &mut Transaction,
    ) -> Result<Option<Self>, Error> {
        let sql = format!(
            "select first_door, second_door, version from panel where organisation = $1{lock}"
        );
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(principal.organisation.clone())
            .fetch_optional(&mut **transaction)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        Ok(Some(Self {
            ids: [row.try_get("first_door")?, row.try_get("second_door")?],
            version: row.try_get("version")?,
        }))
    }
}

fn told([first, second]: [Option<String>; 2]) -> Written {
    let members = vec![
        ("first".into(), or_null(first)),
        ("second".into(), or_null(second)),
    ];
    Written::json(200, &Value::Object(members))
}

struct Setting<'a> {
    service: &'a Service,
    asked: &'a Asked<SetPanelDoors>,
    now: Timestamp,
}

impl Job for Setting<'_> {
    async fn decide(&self, transaction: &mut Transaction) -> Result<Written, Stop> {
        let Asked {
            principal, request, ..
        } = self.asked;
        let ids = [&request.first, &request.second];
        let ids = ids.map(|door| door.as_ref().map(|door: &LockId| door.as_str().to_owned()));
        for id in ids.iter().flatten() {
            let found: Option<String> =
                sqlx::query_scalar("select id from door where id = $1 and organisation = $2")
                    .bind(id.clone())
                    .bind(principal.organisation.clone())
                    .fetch_optional(&mut **transaction)
                    .await?;
            if found.is_none() {
                return Err(missing("expected doors of the organisation").into());
            }
        }
        basip::made(&principal.organisation, transaction).await?;
        let lock = self.service.store.for_update();
        let doors = Doors::find(principal, lock, transaction).await?;
        let doors = doors.ok_or_else(|| Error::Failed("a panel is not there".into()))?;
        if doors.ids == ids {
            return Err(told(ids).into());
        }
        let [first, second] = ids.clone();
        sqlx::query(
            "update panel set first_door = $1, second_door = $2, version = version + 1 \
             where organisation = $3",
        )
        .bind(first)
        .bind(second)
        .bind(principal.organisation.clone())
        .execute(&mut **transaction)
        .await?;
        let event = Event {
            stream: format!("panel/{}", principal.organisation),
            version: doors.version.unsigned_abs() + 1,
            at: self.now,
            organisation: Some(principal.organisation.clone()),
            actor: principal.name(),
            person: None,
            kind: Kind::PanelDoorsSet,
            data: request.to_value().to_json(),
        };
        event.store(transaction).await?;
        Ok(told(ids))
    }
}
