//! What identifies a key to others: a code, or the number of a card. Kept sealed, found by tags.

use latchwork::system::kiiaccess::{Identification, Key, KeyInUse, RequestedCode};
use latchwork::{Code, KeyFormat, KeyNumber, Timestamp, Window};
use sqlx::Row as _;

use crate::clock::micros;
use crate::secrets::{Keyring, Sealed, Tag};
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

/// The beginning of where what is typed or shown is sealed to.
pub const IDENTIFICATION: &[u8] = b"identification";
pub const PIN: &[u8] = b"pin";

/// How many pairs of a door and a tag a statement asks for: each has two places, of which `SQLite`
/// takes 32,766.
const MOST_PAIRS: usize = 8_000;

/// What identifies a key to others.
pub struct Identified {
    pub identification: Identification,
    format: Option<&'static str>,
}

impl Identified {
    /// What its tag at a door is made of.
    fn parts(&self, door: &str) -> [Vec<u8>; 4] {
        let (kind, text) = match &self.identification {
            Identification::Code(code) => ("code", code.as_str()),
            Identification::Rfid { number, .. } => ("rfid", number.canonical()),
        };
        let format = self.format.unwrap_or_default();
        [kind, format, door, text].map(|part| part.as_bytes().to_vec())
    }
}

impl Identified {
    /// The tag that is written for it at a door.
    pub fn tag(&self, door: &str, keys: &Keyring) -> Tag {
        keys.tag(&self.parts(door).each_ref().map(Vec::as_slice))
    }

    /// The tags that may have been written for it at these doors.
    fn tags(&self, doors: &[String], keys: &Keyring) -> Vec<(String, Tag)> {
        let mut tags = Vec::new();
        for door in doors {
            let parts = self.parts(door);
            let parts = parts.each_ref().map(Vec::as_slice);
            tags.extend(keys.tags(&parts).map(|tag| (door.clone(), tag)));
        }
        tags
    }
}

/// A key that is asked for or was made: the code of it, where there is one.
pub trait Asked {
    fn code(&self) -> Option<&Code>;
}

impl Asked for Code {
    fn code(&self) -> Option<&Code> {
        Some(self)
    }
}

impl Asked for RequestedCode {
    fn code(&self) -> Option<&Code> {
        match self {
            Self::Given(code) => Some(code),
            Self::Generated => None,
        }
    }
}

/// What a key is identified by, and whatever else clashes with it: a number of a card whose format
/// is not known clashes with equal ones of any format.
pub fn identified<C: Asked>(key: &Key<C>) -> Vec<Identified> {
    match key {
        Key::Code(asked) => asked
            .code()
            .map(|code| Identified {
                identification: Identification::Code(code.clone()),
                format: None,
            })
            .into_iter()
            .collect(),
        Key::Rfid { number, format, .. } => {
            let own = format.as_ref().and_then(|format| built_in(format.name()));
            let others = match own {
                Some(_) => vec![None],
                None => KeyFormat::BUILT_IN
                    .iter()
                    .map(|one| built_in(one.name()))
                    .collect(),
            };
            let formats = std::iter::once(own).chain(others);
            formats.map(|format| of_number(number, format)).collect()
        }
        Key::Mobile => Vec::new(),
    }
}

fn of_number(number: &KeyNumber, format: Option<&'static str>) -> Identified {
    let named = format.map(str::to_owned);
    let number = number.clone();
    Identified {
        identification: Identification::Rfid {
            number,
            format: named,
        },
        format,
    }
}

fn built_in(name: &str) -> Option<&'static str> {
    ["EM", "MC", "MD"].into_iter().find(|known| *known == name)
}

/// The keys that have what this one has, or what clashes with it, at these doors from now on.
pub async fn in_use<C: Asked>(
    key: &Key<C>,
    doors: &[String],
    but: Option<&str>,
    keys: &Keyring,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<Vec<KeyInUse>, Error> {
    let mut found = Vec::new();
    for identified in identified(key) {
        let mut statement = Statement::new(
            "select distinct k.id, k.valid_from, k.valid_until \
             from key_door d join access_key k on k.id = d.key where d.revoked_at is null",
        );
        statement.and(
            "(d.valid_until is null or d.valid_until > $)",
            Bound::Number(micros(now)),
        );
        and_tagged(&mut statement, &identified.tags(doors, keys));
        if let Some(but) = but {
            statement.and("k.id <> $", Bound::Text(but.to_owned()));
        }
        for row in statement.rows(&mut **transaction).await? {
            found.push(KeyInUse {
                identification: identified.identification.clone(),
                window: window(row.try_get("valid_from")?, row.try_get("valid_until")?)?,
            });
        }
    }
    Ok(found)
}

/// The ids of all keys that have what is sought at one of these doors, those taken back too.
pub async fn having(
    sought: &[Key<Code>],
    doors: &[String],
    keys: &Keyring,
    transaction: &mut Transaction,
) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for identified in sought.iter().flat_map(identified) {
        for tags in identified.tags(doors, keys).chunks(MOST_PAIRS) {
            let mut statement = Statement::new("select distinct d.key from key_door d where true");
            and_tagged(&mut statement, tags);
            for row in statement.rows(&mut **transaction).await? {
                found.push(row.try_get("key")?);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn and_tagged(statement: &mut Statement, tags: &[(String, Tag)]) {
    let pairs = vec!["($, $)"; tags.len()].join(", ");
    let bound = tags
        .iter()
        .flat_map(|(door, tag)| [Bound::Text(door.clone()), Bound::Bytes(tag.to_vec())]);
    statement.add(&format!(" and (d.door, d.tag) in (values {pairs})"), bound);
}

/// The window of a key, of its ends as the request wrote them.
pub fn window(from: Option<String>, until: Option<String>) -> Result<Window, Error> {
    let end = |text: Option<String>| text.map(|text| Timestamp::parse(&text)).transpose();
    let read = || Window::new(end(from)?, end(until)?);
    read().map_err(|_| Error::Failed("a stored window is none".into()))
}

/// What a key has that was sealed: a code, or the number of a card of some format.
pub fn opened(
    id: &str,
    kind: &str,
    format: Option<&str>,
    sealed: &Sealed,
    keys: &Keyring,
) -> Result<Key<Code>, Error> {
    let none = || Error::Failed("a stored code is none".into());
    let opened = keys.open(&[IDENTIFICATION, id.as_bytes()], sealed);
    let opened = opened.map_err(|_| Error::Failed("a code does not open".into()))?;
    let digits = std::str::from_utf8(&opened).map_err(|_| none())?;
    if kind == "code" {
        return Code::parse(digits).map(Key::Code).map_err(|_| none());
    }
    let format = format.map(|name| KeyFormat::find(name, &[])).transpose();
    let format = format.map_err(|_| none())?;
    let number = KeyFormat::MD.check(digits).map_err(|_| none())?;
    Ok(Key::Rfid {
        number,
        format,
        pin: None,
    })
}
