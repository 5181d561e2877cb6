//! Time profiles, apartments and identifiers, as the tables have them.

use latchwork::Value;
use latchwork::system::basip::{
    CreateApartment, Effect, EntityUid, StoredApartment, StoredIdentifier, StoredTimeProfile,
};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::Call;
use super::rows::{NUMBER, PanelNumber, number, uid};
use crate::event::Kind;
use crate::secrets::Sealed;
use crate::store::{Error, Transaction};

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

    pub(super) async fn has_time_profile(
        &self,
        profile: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        let count: i64 = sqlx::query_scalar(
            "select count(*) from panel_time_profile where organisation = $1 and uid = $2",
        )
        .bind(self.organisation())
        .bind(number(profile))
        .fetch_one(&mut **transaction)
        .await?;
        Ok(count > 0)
    }

    pub(super) async fn users_of_profile(
        &self,
        profile: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Vec<i64>, Error> {
        let users = sqlx::query_scalar(
            "select panel_user from panel_user_time_profile \
             where organisation = $1 and time_profile = $2 order by panel_user",
        )
        .bind(self.organisation())
        .bind(number(profile))
        .fetch_all(&mut **transaction)
        .await?;
        Ok(users)
    }

    /// A time profile as it is stored.
    pub(super) async fn stored_time_profile(
        &self,
        profile: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<Value<'static>>, Error> {
        let sql =
            "select uid, request from panel_time_profile where organisation = $1 and uid = $2";
        let row = self.row(sql, profile, transaction).await?;
        row.as_ref().map(time_profile_of).transpose()
    }

    /// A time profile, and whom it binds.
    pub(super) async fn time_profile(
        &self,
        profile: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<Value<'static>>, Error> {
        let Some(found) = self.stored_time_profile(profile, transaction).await? else {
            return Ok(None);
        };
        let users = self.users_of_profile(profile, transaction).await?;
        Ok(Some(with_users(found, users)))
    }

    /// An apartment as it is stored.
    pub(super) async fn stored_apartment(
        &self,
        apartment: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<Value<'static>>, Error> {
        let sql = "select uid, request from panel_apartment where organisation = $1 and uid = $2";
        let row = self.row(sql, apartment, transaction).await?;
        row.as_ref().map(apartment_of).transpose()
    }

    /// An apartment, and who lives there.
    pub(super) async fn apartment(
        &self,
        apartment: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<Value<'static>>, Error> {
        let Some(found) = self.stored_apartment(apartment, transaction).await? else {
            return Ok(None);
        };
        let users = sqlx::query_scalar(
            "select panel_user from panel_resident \
             where organisation = $1 and apartment = $2 order by panel_user",
        )
        .bind(self.organisation())
        .bind(number(apartment))
        .fetch_all(&mut **transaction)
        .await?;
        Ok(Some(with_users(found, users)))
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

pub(super) fn time_profile_of(row: &AnyRow) -> Result<Value<'static>, Error> {
    let stored = StoredTimeProfile::check_value(&Value::Object(kept(row)?));
    let stored = stored.map_err(|_| Error::Failed("a stored time profile is none".into()))?;
    Ok(stored.to_value().into_owned())
}

pub(super) fn apartment_of(row: &AnyRow) -> Result<Value<'static>, Error> {
    let stored = StoredApartment::check_value(&Value::Object(kept(row)?));
    let stored = stored.map_err(|_| Error::Failed("a stored apartment is none".into()))?;
    Ok(stored.to_value().into_owned())
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

/// A thing and its users, as the panel lists what belongs to a thing.
fn with_users(mut value: Value<'static>, users: Vec<i64>) -> Value<'static> {
    let count = u64::try_from(users.len()).unwrap_or_default();
    let users = users.into_iter().map(|uid| Value::from(uid.unsigned_abs()));
    let listed = Value::Object(vec![
        ("uid_items".into(), users.collect::<Vec<_>>().into()),
        ("count".into(), count.into()),
    ]);
    push(&mut value, "users", listed);
    value
}

fn push(value: &mut Value<'static>, name: &'static str, member: Value<'static>) {
    if let Value::Object(members) = value {
        members.push((name.into(), member));
    }
}
