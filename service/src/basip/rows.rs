//! What the panel knows and keeps, as the tables have it.

use latchwork::system::basip::{
    CreateIdentifier, Effect, EntityUid, IdentifierNumber, StoredIdentifier, StoredUser,
};
use latchwork::{UnknownFields, Value};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Call, Panel};
use crate::event::{Event, Kind, without};
use crate::secrets::{Keyring, Tag};
use crate::store::{Error, Transaction};

impl Call<'_> {
    /// The name, where another user has it.
    pub(super) async fn others(
        &self,
        name: &str,
        own: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Vec<String>, Error> {
        let names = sqlx::query_scalar(
            "select name from panel_user where organisation = $1 and name = $2 and uid <> $3 limit 1",
        )
        .bind(self.organisation())
        .bind(name.to_owned())
        .bind(number(own))
        .fetch_all(&mut **transaction)
        .await?;
        Ok(names)
    }

    pub(super) async fn user(
        &self,
        user: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<StoredUser>, Error> {
        let row = sqlx::query(
            "select uid, name, info, auth_factors, lock_number, is_custom_user_access \
             from panel_user where organisation = $1 and uid = $2",
        )
        .bind(self.organisation())
        .bind(number(user))
        .fetch_optional(&mut **transaction)
        .await?;
        row.as_ref().map(user_of).transpose()
    }

    pub(super) async fn identifiers(
        &self,
        user: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Vec<EntityUid>, Error> {
        let uids: Vec<i64> = sqlx::query_scalar(
            "select uid from panel_identifier where organisation = $1 and panel_user = $2 order by uid",
        )
        .bind(self.organisation())
        .bind(number(user))
        .fetch_all(&mut **transaction)
        .await?;
        uids.into_iter().map(uid).collect()
    }

    /// Whether an identifier, but the one of this uid, has this number.
    pub(super) async fn has_number(
        &self,
        request: &CreateIdentifier,
        but: Option<EntityUid>,
        transaction: &mut Transaction,
    ) -> Result<bool, Error> {
        for tag in self
            .service
            .keys
            .tags(&parts(&self.principal.organisation, request.number()))
        {
            let known: i64 = sqlx::query_scalar(
                "select count(*) from panel_identifier \
                 where organisation = $1 and tag = $2 and uid <> $3",
            )
            .bind(self.organisation())
            .bind(tag.to_vec())
            .bind(but.map_or(-1, number))
            .fetch_one(&mut **transaction)
            .await?;
            if known > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether there is an identifier, and whose it is.
    pub(super) async fn attached(
        &self,
        identifier: EntityUid,
        transaction: &mut Transaction,
    ) -> Result<Option<Option<EntityUid>>, Error> {
        let user: Option<Option<i64>> = sqlx::query_scalar(
            "select panel_user from panel_identifier where organisation = $1 and uid = $2",
        )
        .bind(self.organisation())
        .bind(number(identifier))
        .fetch_optional(&mut **transaction)
        .await?;
        user.map(|user| user.map(uid).transpose()).transpose()
    }

    pub(super) async fn store(
        &self,
        effect: &Effect,
        panel: &Panel,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let kind = match effect {
            Effect::StoreUser(user) => {
                self.store_user(user, transaction).await?;
                Kind::PanelUserStored
            }
            Effect::StoreIdentifier(identifier) => {
                self.store_identifier(identifier, transaction).await?;
                Kind::PanelIdentifierStored
            }
            Effect::DeleteUser { user, .. } => {
                for sql in [
                    "delete from panel_identifier where organisation = $1 and panel_user = $2",
                    "delete from panel_user where organisation = $1 and uid = $2",
                ] {
                    sqlx::query(sql)
                        .bind(self.organisation())
                        .bind(number(*user))
                        .execute(&mut **transaction)
                        .await?;
                }
                Kind::PanelUserDeleted
            }
            Effect::AttachIdentifier(request) => {
                sqlx::query(
                    "update panel_identifier set panel_user = $1 where organisation = $2 and uid = $3",
                )
                .bind(number(request.user()))
                .bind(self.organisation())
                .bind(number(request.identifier()))
                .execute(&mut **transaction)
                .await?;
                Kind::PanelIdentifierAttached
            }
            other => self.store_kept(other, transaction).await?,
        };
        self.happened(kind, data(effect).to_json(), panel, transaction)
            .await
    }

    /// Tells what happened, behind what happened to the panel before.
    pub(super) async fn happened(
        &self,
        kind: Kind,
        data: String,
        panel: &Panel,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let [users, identifiers, time_profiles, apartments] = self.request.created();
        sqlx::query(
            "update panel set next_user = next_user + $1, next_identifier = next_identifier + $2, \
             next_time_profile = next_time_profile + $3, next_apartment = next_apartment + $4, \
             version = version + 1 where organisation = $5",
        )
        .bind(users)
        .bind(identifiers)
        .bind(time_profiles)
        .bind(apartments)
        .bind(self.organisation())
        .execute(&mut **transaction)
        .await?;
        let event = Event {
            stream: format!("panel/{}", self.principal.organisation),
            version: panel.version.unsigned_abs() + 1,
            at: self.now,
            organisation: Some(self.organisation()),
            actor: self.actor.to_owned(),
            person: None,
            kind,
            data,
        };
        event.store(transaction).await
    }

    async fn store_user(
        &self,
        user: &StoredUser,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let request = &user.request;
        let factors = request.auth_factors().iter();
        let factors: Vec<_> = factors.map(|factor| Value::from(factor.as_str())).collect();
        sqlx::query(
            "insert into panel_user \
             (organisation, uid, name, info, auth_factors, lock_number, is_custom_user_access) \
             values ($1, $2, $3, $4, $5, $6, $7) \
             on conflict (organisation, uid) do update set name = excluded.name, \
             info = excluded.info, auth_factors = excluded.auth_factors, \
             lock_number = excluded.lock_number, \
             is_custom_user_access = excluded.is_custom_user_access",
        )
        .bind(self.organisation())
        .bind(number(user.uid))
        .bind(request.name().to_owned())
        .bind(request.info().to_owned())
        .bind(Value::from(factors).to_json())
        .bind(i64::from(request.lock_number()))
        .bind(i64::from(request.is_custom_user_access()))
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }

    async fn store_identifier(
        &self,
        identifier: &StoredIdentifier,
        transaction: &mut Transaction,
    ) -> Result<(), Error> {
        let (keys, request) = (&self.service.keys, &identifier.request);
        let uid = number(identifier.uid);
        let own = PanelNumber {
            organisation: &self.principal.organisation,
            uid: &uid.to_string(),
        };
        let sealed = keys.seal(&own.place(), request.number().as_str().as_bytes())?;
        sqlx::query(
            "insert into panel_identifier (organisation, uid, request, kind, tag, version, number) \
             values ($1, $2, $3, $4, $5, $6, $7) \
             on conflict (organisation, uid) do update set request = excluded.request, \
             kind = excluded.kind, tag = excluded.tag, version = excluded.version, \
             number = excluded.number",
        )
        .bind(self.organisation())
        .bind(uid)
        .bind(without(request.to_value(), &[NUMBER]).to_json())
        .bind(request.number().kind().as_str())
        .bind(own.tag(request, keys).to_vec())
        .bind(sealed.version)
        .bind(sealed.bytes)
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }
}

/// A user of a row.
pub(super) fn user_of(row: &AnyRow) -> Result<StoredUser, Error> {
    let whole = |name: &str| row.try_get::<i64, _>(name).map(i64::unsigned_abs);
    let text = |name: &str| row.try_get::<String, _>(name);
    let factors = text("auth_factors")?;
    let factors = Value::from_json(factors.as_bytes(), factors.len());
    let stored = Value::Object(vec![
        ("uid".into(), whole("uid")?.into()),
        ("name".into(), text("name")?.into()),
        ("info".into(), text("info")?.into()),
        ("auth_factors".into(), factors.unwrap_or(Value::Null)),
        ("lock_number".into(), whole("lock_number")?.into()),
        (
            "is_custom_user_access".into(),
            (whole("is_custom_user_access")? == 1).into(),
        ),
    ]);
    StoredUser::check_value(&stored).map_err(|_| Error::Failed("a stored user is none".into()))
}

/// Where the number of an identifier is kept.
pub struct PanelNumber<'a> {
    pub organisation: &'a str,
    /// As text.
    pub uid: &'a str,
}

impl PanelNumber<'_> {
    /// What it is sealed to.
    pub fn place(&self) -> [&[u8]; 3] {
        [
            b"panel identifier",
            self.organisation.as_bytes(),
            self.uid.as_bytes(),
        ]
    }

    /// The tag that is written for it.
    pub fn tag(&self, request: &CreateIdentifier, keys: &Keyring) -> Tag {
        keys.tag(&parts(self.organisation, request.number()))
    }
}

/// What the tag of an identifier is made of.
pub fn parts<'r>(organisation: &'r str, number: &'r IdentifierNumber) -> [&'r [u8]; 4] {
    let kind = number.kind().as_str();
    [
        b"panel",
        organisation.as_bytes(),
        kind.as_bytes(),
        number.canonical().as_bytes(),
    ]
}

/// The identifier that was asked for, of what the table has of it and its number.
pub fn of_stored(request: &str, number: &[u8]) -> Result<CreateIdentifier, Error> {
    let none = || Error::Failed("a stored identifier is none".into());
    let mut value = Value::from_json(request.as_bytes(), request.len()).map_err(|_| none())?;
    let number = std::str::from_utf8(number).map_err(|_| none())?;
    if let Value::Object(members) = &mut value {
        members.push((NUMBER.into(), number.to_owned().into()));
    }
    CreateIdentifier::check_value(&value, UnknownFields::Refuse).map_err(|_| none())
}

/// What opens, in an identifier.
pub(super) const NUMBER: &str = "identifier_number";

/// What an event says of an effect: all but what is shown to the panel.
fn data(effect: &Effect) -> Value<'_> {
    let mut value = effect.to_value();
    match &mut value {
        Value::Object(members) => match members.pop() {
            Some((_, stored)) => without(stored, &[NUMBER]),
            None => Value::Null,
        },
        _ => Value::Null,
    }
}

pub(super) fn uid(number: i64) -> Result<EntityUid, Error> {
    let uid = u64::try_from(number)
        .ok()
        .and_then(|number| EntityUid::new(number).ok());
    uid.ok_or_else(|| Error::Failed("a stored uid is none".into()))
}

pub(super) fn number(uid: EntityUid) -> i64 {
    // Always fits: there are 2^53.
    i64::try_from(uid.get()).unwrap_or(i64::MAX)
}
