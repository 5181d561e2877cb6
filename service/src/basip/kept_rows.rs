//! Time profiles, apartments and identifiers, as the tables have them.

use latchwork::system::basip::{
    CreateApartment, Effect, EntityUid, StoredApartment, StoredIdentifier, StoredTimeProfile,
};
use latchwork::{Issues, Value};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::Call;
use super::rows::{NUMBER, PanelNumber, number, uid};
use crate::event::Kind;
use crate::secrets::Sealed;
use crate::store::{Error, Transaction};

/// What users belong to: time profiles, apartments.
pub(super) struct Things {
    /// One of them, by organisation and uid.
    one: &'static str,
    /// Its users, by the same.
    users: &'static str,
    /// It as the core has it.
    check: fn(&Value<'_>) -> Result<Value<'static>, Issues>,
}

/// Those that bind users to their hours.
pub(super) const TIME_PROFILES: Things = Things {
    one: "select uid, request from panel_time_profile where organisation = $1 and uid = $2",
    users: "select panel_user from panel_user_time_profile \
            where organisation = $1 and time_profile = $2 order by panel_user",
    check: |value| {
        Ok(StoredTimeProfile::check_value(value)?
            .to_value()
            .into_owned())
    },
};

/// Those that users live in.
pub(super) const APARTMENTS: Things = Things {
    one: "select uid, request from panel_apartment where organisation = $1 and uid = $2",
    users: "select panel_user from panel_resident \
            where organisation = $1 and apartment = $2 order by panel_user",
    check: |value| Ok(StoredApartment::check_value(value)?.to_value().into_owned()),
};

impl Things {
    /// One of a row.
    pub(super) fn of(&self, row: &AnyRow) -> Result<Value<'static>, Error> {
        let checked = (self.check)(&Value::Object(kept(row)?));
        checked.map_err(|_| Error::Failed("what the panel keeps is none".into()))
    }
}

impl Call<'_> {
    /// The row of a thing of the panel, by a statement that asks for an organisation and a uid.
    async fn row(
        &self,
        sql: &'static str,
        uid: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<AnyRow>, Error> {
        let query = sqlx::query(sql).bind(self.organisation());
        let row = query.bind(number(uid)).fetch_optional(&mut **transaction);
        Ok(row.await?)
    }

    /// A thing as it is stored.
    pub(super) async fn stored(
        &self,
        things: &Things,
        uid: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<Value<'static>>, Error> {
        let row = self.row(things.one, uid, transaction).await?;
        row.as_ref().map(|row| things.of(row)).transpose()
    }

    /// The users who belong to a thing.
    pub(super) async fn users_of(
        &self,
        things: &Things,
        uid: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Vec<i64>, Error> {
        let users = sqlx::query_scalar(things.users)
            .bind(self.organisation())
            .bind(number(uid))
            .fetch_all(&mut **transaction)
            .await?;
        Ok(users)
    }

    /// A thing and its users, as the panel lists what belongs to a thing.
    pub(super) async fn with_users(
        &self,
        things: &Things,
        uid: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<Value<'static>>, Error> {
        let Some(mut found) = self.stored(things, uid, transaction).await? else {
            return Ok(None);
        };
        let users = self.users_of(things, uid, transaction).await?;
        let count = u64::try_from(users.len()).unwrap_or_default();
        let users = users.into_iter().map(|uid| Value::from(uid.unsigned_abs()));
        let listed = Value::Object(vec![
            ("uid_items".into(), users.collect::<Vec<_>>().into()),
            ("count".into(), count.into()),
        ]);
        push(&mut found, "users", listed);
        Ok(Some(found))
    }

    /// Whether an apartment, but the one of this uid, is at this address.
    pub(super) async fn is_occupied(
        &self,
        request: &CreateApartment,
        but: Option<EntityUid>,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        let count: i64 = sqlx::query_scalar(
            "select count(*) from panel_apartment \
             where organisation = $1 and address = $2 and uid <> $3",
        )
        .bind(self.organisation())
        .bind(request.address().to_value().to_json())
        .bind(but.map_or(-1, number))
        .fetch_one(&mut **transaction)
        .await?;
        Ok(count > 0)
    }

    /// An identifier with what is shown to the panel, and whose it is: -1 is nobody's.
    pub(super) async fn identifier(
        &self,
        identifier: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<Value<'static>>, Error> {
        let found = self.stored_identifier(identifier, transaction).await?;
        Ok(found.map(|(stored, owner)| {
            let mut value = stored.to_value().into_owned();
            push(&mut value, "user_uid", owner);
            value
        }))
    }

    /// An identifier with what is shown to the panel, and whose it is.
    pub(super) async fn stored_identifier(
        &self,
        identifier: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<(StoredIdentifier, Value<'static>)>, Error> {
        let sql = "select uid, panel_user, request, version, number from panel_identifier \
                   where organisation = $1 and uid = $2";
        let Some(row) = self.row(sql, identifier, transaction).await? else {
            return Ok(None);
        };
        let none = || Error::Failed("a stored identifier is none".into());
        let sealed = Sealed {
            version: row.try_get("version")?,
            bytes: row.try_get("number")?,
        };
        let own = PanelNumber {
            organisation: &self.principal.organisation,
            uid: &identifier.to_string(),
        };
        let opened = self.service.keys.open(&own.place(), &sealed);
        let opened = opened.map_err(|_| Error::Failed("an identifier does not open".into()))?;
        let shown = std::str::from_utf8(&opened).map_err(|_| none())?;
        let mut members = kept(&row)?;
        members.push((NUMBER.into(), shown.to_owned().into()));
        let stored = StoredIdentifier::check_value(&Value::Object(members)).map_err(|_| none())?;
        Ok(Some((stored, owner_of(&row)?)))
    }

    /// Stores what is kept, and what its event is called.
    pub(super) async fn store_kept(
        &self,
        effect: &Effect,
        transaction: &mut Transaction,
    ) -> Result<Kind, Error> {
        let organisation = self.organisation();
        let (kind, query) = match effect {
            Effect::StoreTimeProfile(profile) => (
                Kind::PanelTimeProfileStored,
                sqlx::query(
                    "insert into panel_time_profile (organisation, uid, request) \
                     values ($1, $2, $3) \
                     on conflict (organisation, uid) do update set request = excluded.request",
                )
                .bind(organisation)
                .bind(number(profile.uid))
                .bind(profile.request.to_value().to_json()),
            ),
            Effect::DeleteTimeProfile(request) => (
                Kind::PanelTimeProfileDeleted,
                sqlx::query("delete from panel_time_profile where organisation = $1 and uid = $2")
                    .bind(organisation)
                    .bind(number(request.time_profile())),
            ),
            Effect::AttachTimeProfile(request) => (
                Kind::PanelTimeProfileAttached,
                sqlx::query(
                    "insert into panel_user_time_profile (organisation, panel_user, time_profile) \
                     values ($1, $2, $3) on conflict do nothing",
                )
                .bind(organisation)
                .bind(number(request.user()))
                .bind(number(request.time_profile())),
            ),
            Effect::DetachTimeProfile(request) => (
                Kind::PanelTimeProfileDetached,
                sqlx::query(
                    "delete from panel_user_time_profile \
                     where organisation = $1 and panel_user = $2 and time_profile = $3",
                )
                .bind(organisation)
                .bind(number(request.user()))
                .bind(number(request.time_profile())),
            ),
            Effect::StoreApartment(apartment) => (
                Kind::PanelApartmentStored,
                sqlx::query(
                    "insert into panel_apartment (organisation, uid, request, address) \
                     values ($1, $2, $3, $4) on conflict (organisation, uid) \
                     do update set request = excluded.request, address = excluded.address",
                )
                .bind(organisation)
                .bind(number(apartment.uid))
                .bind(apartment.request.to_value().to_json())
                .bind(apartment.request.address().to_value().to_json()),
            ),
            Effect::AddToApartment(request) => (
                Kind::PanelResidentAdded,
                sqlx::query(
                    "insert into panel_resident (organisation, apartment, panel_user) \
                     values ($1, $2, $3) on conflict do nothing",
                )
                .bind(organisation)
                .bind(number(request.apartment()))
                .bind(number(request.user())),
            ),
            Effect::DeleteIdentifier(request) => (
                Kind::PanelIdentifierDeleted,
                sqlx::query("delete from panel_identifier where organisation = $1 and uid = $2")
                    .bind(organisation)
                    .bind(number(request.identifier())),
            ),
            _ => return Err(Error::Failed("an effect is not of this panel".into())),
        };
        query.execute(&mut **transaction).await?;
        Ok(kind)
    }
}

/// `uid` and the members of `request`.
fn kept(row: &AnyRow) -> Result<Vec<(std::borrow::Cow<'static, str>, Value<'static>)>, Error> {
    let text: String = row.try_get("request")?;
    let uid = uid(row.try_get("uid")?)?;
    let mut members = vec![("uid".into(), uid.into())];
    match Value::from_json(text.as_bytes(), text.len()) {
        Ok(Value::Object(ref mut request)) => members.append(request),
        _ => return Err(Error::Failed("a stored request is none".into())),
    }
    Ok(members)
}

/// An identifier without what is shown to the panel.
pub(super) fn identifier_of(row: &AnyRow) -> Result<Value<'static>, Error> {
    let mut value = Value::Object(kept(row)?);
    push(&mut value, "user_uid", owner_of(row)?);
    Ok(value)
}

/// Whose an identifier is, as the panel says it: -1 is nobody.
fn owner_of(row: &AnyRow) -> Result<Value<'static>, Error> {
    Ok(match row.try_get::<Option<i64>, _>("panel_user")? {
        Some(user) => uid(user)?.into(),
        None => Value::Number(-1.0),
    })
}

fn push(value: &mut Value<'static>, name: &'static str, member: Value<'static>) {
    if let Value::Object(members) = value {
        members.push((name.into(), member));
    }
}
