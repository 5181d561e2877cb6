//! `Idempotency-Key`: a request that is sent again gets the answer of the first, a generated code
//! included, for a day, and that of an attempt at a door for a moment. Only what was done is kept: a
//! request that changed nothing may try anew.
//!
//! The header is the string of draft-ietf-httpapi-idempotency-key-header-07, or the same without
//! quotation marks, as many clients send it.

use axum::http::HeaderMap;
use latchwork::{Issue, Issues, Timestamp};
use sqlx::Row as _;

use crate::clock::{is_steady, micros};
use crate::reply::Written;
use crate::secrets::{Keyring, Sealed, Tag};
use crate::store::{Error, Store, Transaction};

const HEADER: &str = "idempotency-key";

/// How long an answer is kept, in microseconds, where nothing else is said.
pub const KEPT: i64 = 24 * 3_600 * 1_000_000;

const LONGEST: usize = 255;

/// A request that may be sent again.
pub struct Request {
    caller: String,
    key: String,
    /// By all versions of the keys, the one that writes last.
    fingerprints: Vec<Tag>,
}

/// What became of the same key before.
pub enum Before {
    /// Nothing: what is decided now is kept by [`Request::keep`].
    Nothing,
    /// This was answered.
    Answered(Written),
    /// Another request has it.
    Other,
}

impl Request {
    /// The request of a caller, where its headers have a key.
    ///
    /// # Errors
    /// What is wrong with the header.
    pub fn of(
        headers: &HeaderMap,
        caller: String,
        parts: &[&[u8]],
        keys: &Keyring,
    ) -> Result<Option<Self>, Issues> {
        let mut values = headers.get_all(HEADER).iter();
        let Some(value) = values.next() else {
            return Ok(None);
        };
        let text = value.to_str().ok().filter(|_| values.next().is_none());
        let key = text.and_then(key_of).ok_or_else(|| {
            let sentence = "expected one string of 1 to 255 visible characters";
            Issues::from(Issue::new("idempotency_key_malformed", sentence).at("Idempotency-Key"))
        })?;
        // Keyed, since a code is soon guessed.
        let parts = [&[&b"request"[..]], parts].concat();
        Ok(Some(Self {
            caller,
            key,
            fingerprints: keys.tags(&parts).collect(),
        }))
    }

    /// Claims the key until the end of the transaction, which waits for others that have it; its answer
    /// is `kept` for so many microseconds.
    pub async fn claim(
        &self,
        transaction: &mut Transaction,
        keys: &Keyring,
        now: Timestamp,
        kept: i64,
    ) -> Result<Before, Error> {
        let now = micros(now);
        // One that is over is as if it were not there; by a clock that was just set none is: what was
        // done is not done again.
        let over = if is_steady() { now } else { i64::MIN };
        let claimed = sqlx::query(
            "insert into idempotency (caller, key, fingerprint, version, expires_at) \
             values ($1, $2, $3, $4, $5) on conflict (caller, key) do update \
             set fingerprint = excluded.fingerprint, version = excluded.version, \
             expires_at = excluded.expires_at, status = null, content_type = null, \
             headers = null, body = null where idempotency.expires_at <= $6",
        )
        .bind(self.caller.clone())
        .bind(self.key.clone())
        .bind(
            self.fingerprints
                .last()
                .copied()
                .unwrap_or_default()
                .to_vec(),
        )
        .bind(keys.version())
        .bind(now + kept)
        .bind(over)
        .execute(&mut **transaction)
        .await?;
        if claimed.rows_affected() == 1 {
            return Ok(Before::Nothing);
        }
        let row = sqlx::query(
            "select fingerprint, version, status, content_type, headers, body from idempotency \
             where caller = $1 and key = $2",
        )
        .bind(self.caller.clone())
        .bind(self.key.clone())
        .fetch_optional(&mut **transaction)
        .await?
        .ok_or(Error::Again)?;
        let fingerprint: Vec<u8> = row.try_get("fingerprint")?;
        if !self.fingerprints.iter().any(|own| fingerprint == *own) {
            return Ok(Before::Other);
        }
        let sealed = Sealed {
            version: row.try_get("version")?,
            bytes: row.try_get("body")?,
        };
        let body = keys.open(&self.place(), &sealed);
        let body = body.map_err(|_| Error::Failed("a stored answer does not open".into()))?;
        let status = u16::try_from(row.try_get::<i64, _>("status")?);
        Ok(Before::Answered(Written {
            status: status.map_err(|_| Error::Failed("a stored status is none".into()))?,
            content_type: row.try_get("content_type")?,
            headers: Written::headers_of(row.try_get("headers")?),
            body: body.to_vec(),
        }))
    }

    /// Keeps what was answered, in the transaction that claimed the key.
    pub async fn keep(
        &self,
        answer: &Written,
        transaction: &mut Transaction,
        keys: &Keyring,
    ) -> Result<(), Error> {
        let sealed = keys.seal(&self.place(), &answer.body)?;
        sqlx::query(
            "update idempotency set status = $1, content_type = $2, headers = $3, version = $4, \
             body = $5 where caller = $6 and key = $7",
        )
        .bind(i64::from(answer.status))
        .bind(answer.content_type.clone())
        .bind(answer.head())
        .bind(sealed.version)
        .bind(sealed.bytes)
        .bind(self.caller.clone())
        .bind(self.key.clone())
        .execute(&mut **transaction)
        .await?;
        Ok(())
    }

    fn place(&self) -> [&[u8]; 3] {
        [b"answer", self.caller.as_bytes(), self.key.as_bytes()]
    }
}

/// Deletes the answers that are over.
pub async fn forget(store: &Store, now: Timestamp) -> Result<(), Error> {
    sqlx::query("delete from idempotency where expires_at <= $1")
        .bind(micros(now))
        .execute(store.writer())
        .await?;
    Ok(())
}

/// Whether a request has the header, whatever it says.
pub fn is_asked(headers: &HeaderMap) -> bool {
    headers.contains_key(HEADER)
}

/// 422, as the draft has it.
pub fn of_another() -> Issues {
    let sentence = "expected the request that was first sent with this key";
    Issue::new("idempotency_key_reused", sentence)
        .at("Idempotency-Key")
        .into()
}

/// The string of a header.
fn key_of(header: &str) -> Option<String> {
    let key = match header.strip_prefix('"') {
        Some(rest) => unquoted(rest.strip_suffix('"')?)?,
        None => Some(header.to_owned()).filter(|key| !key.contains(['"', '\\', ',', ';', ' ']))?,
    };
    let is_visible = |byte| (b' '..=b'~').contains(&byte);
    ((1..=LONGEST).contains(&key.len()) && key.bytes().all(is_visible)).then_some(key)
}

/// RFC 9651 §3.3.3: a quotation mark and a backslash stand behind a backslash, and nothing else does.
fn unquoted(quoted: &str) -> Option<String> {
    let mut text = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '"' => return None,
            '\\' => characters
                .next()
                .filter(|next| ['"', '\\'].contains(next))?,
            other => other,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_string_with_or_without_its_marks() {
        for (header, key) in [
            ("\"8e03978e\"", Some("8e03978e")),
            ("8e03978e-40d5", Some("8e03978e-40d5")),
            (r#""a \"b\" \\ c""#, Some(r#"a "b" \ c"#)),
            (r#""a\b""#, None),
            (r#""a"b""#, None),
            ("\"a", None),
            ("\"a\\\"", None),
            ("\"", None),
            ("\"\"", None),
            ("", None),
            ("a, b", None),
            ("\"a\";p=1", None),
        ] {
            assert_eq!(key_of(header).as_deref(), key, "{header}");
        }
        assert!(key_of(&"a".repeat(255)).is_some());
        assert!(key_of(&"a".repeat(256)).is_none());
    }
}
