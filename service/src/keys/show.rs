//! What is typed or shown, told once to who may know it.

use latchwork::Value;
use sqlx::Row as _;

use super::Doing;
use super::rows::Key;
use crate::caller::Role;
use crate::clock::micros;
use crate::event::Kind;
use crate::identified::{IDENTIFICATION, PIN};
use crate::job::Stop;
use crate::plain::conflict;
use crate::reply::Written;
use crate::rotation::renew_key;
use crate::secrets::Sealed;
use crate::store::{Error, Transaction};

/// What of a key is sealed.
pub(super) struct Secret {
    pub(super) identification: Sealed,
    pin: Option<Sealed>,
}

impl Doing<'_> {
    pub(super) async fn show(
        &self,
        mut key: Key,
        again: bool,
        transaction: &mut Transaction,
    ) -> Result<Written, Stop> {
        // Somebody else may have the same by now.
        key.not_revoked()?;
        let Some(secret) = self.secret(&key.id, transaction).await? else {
            let sentence = "expected a key that is typed or read, found a phone";
            return Err(conflict("key_without_code", sentence, None).into());
        };
        let may_again = again && self.principal.role == Role::Administrator;
        if key.shown_at.is_some() && !may_again {
            let sentence = "expected a key that was not shown yet; an administrator may say again";
            return Err(conflict("code_shown_already", sentence, None).into());
        }
        key.shown_at = Some(micros(self.now));
        let key = self
            .store(key, Kind::AccessKeyShown, Vec::new(), transaction)
            .await?;
        let keys = &self.service.keys;
        if secret.identification.version < keys.version() {
            renew_key(&key.id, &self.service.store, keys, transaction).await?;
        }
        let identification = self.text(IDENTIFICATION, &key, &secret.identification)?;
        let mut members = vec![("keyIdentification".into(), identification)];
        if let Some(pin) = &secret.pin {
            members.push(("pin".into(), self.text(PIN, &key, pin)?));
        }
        let answer = Written::json(200, &Value::Object(members))
            .of_revision(key.revision.unsigned_abs())
            .with("cache-control", "no-store");
        Ok(answer)
    }

    fn text(&self, part: &[u8], key: &Key, sealed: &Sealed) -> Result<Value<'static>, Error> {
        let opened = self.service.keys.open(&[part, key.id.as_bytes()], sealed);
        let opened = opened.map_err(|_| Error::Failed("a code does not open".into()))?;
        let text = std::str::from_utf8(&opened);
        let text = text.map_err(|_| Error::Failed("a stored code is none".into()))?;
        // Wiped when it is dropped.
        Ok(Value::from(text.to_owned()))
    }

    /// What of a key is sealed, where anything is.
    pub(super) async fn secret(
        &self,
        key: &str,
        transaction: &mut Transaction,
    ) -> Result<Option<Secret>, Error> {
        let row = sqlx::query("select version, identification, pin from key_secret where key = $1")
            .bind(key.to_owned())
            .fetch_optional(&mut **transaction)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let version: i64 = row.try_get("version")?;
        let pin: Option<Vec<u8>> = row.try_get("pin")?;
        Ok(Some(Secret {
            identification: Sealed {
                version,
                bytes: row.try_get("identification")?,
            },
            pin: pin.map(|bytes| Sealed { version, bytes }),
        }))
    }
}
