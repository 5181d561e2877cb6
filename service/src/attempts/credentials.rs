//! The credentials that what is shown may be.

use std::collections::BTreeMap;

use latchwork::door::{
    Credential, CredentialState, Credentials, Exemption, Holder, HolderState, Identification,
    Lockout, Place, Role, Times, Uses,
};
use latchwork::{Code, Schedule, Timestamp, Uuid, Value};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::door::{Met, lockout};
use super::sought::{Meant, Sought};
use crate::identified::{PIN, window};
use crate::plain::stored;
use crate::secrets::{Keyring, Sealed};
use crate::smartphonekey::lock_of;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Store, Transaction};

/// What was found, and how the tables have what an opening may change.
pub(super) struct Found {
    pub(super) credentials: Credentials,
    /// The wrong PINs of each key.
    pub(super) wrong_pins: BTreeMap<String, Option<String>>,
    /// Where each person is, and each user of the panel.
    pub(super) places: BTreeMap<String, Option<String>>,
    /// The keys that a former version of the secrets found.
    pub(super) former: Vec<String>,
}

impl Found {
    /// Whether a credential is a key, and not the access to a lock.
    pub(super) fn is_key(&self, id: &str) -> bool {
        self.wrong_pins.contains_key(id)
    }
}

const KEYS: &str = "select k.id, k.kind, k.valid_from, k.valid_until, k.state, k.schedule, k.uses, \
     k.most_uses, k.wrong_pins, k.exempt, k.revoked_at, d.revoked_at as taken_at, d.tag, s.version, \
     s.pin, k.person, p.state as person_state, p.place, p.party \
     from key_door d join access_key k on k.id = d.key join person p on p.id = k.person \
     left join key_secret s on s.key = k.id where true";

pub(super) async fn load(
    sought: &Sought,
    met: &Met,
    keys: &Keyring,
    store: &Store,
    transaction: &mut Transaction,
) -> Result<Found, Error> {
    // People whose state, place or locks change wait until the end, or are waited for. Keys change with
    // their doors.
    let lock = store.for_update();
    let of_people = if lock.is_empty() { "" } else { " of p" };
    let mut loading = Loading {
        sought,
        met,
        keys,
        credentials: BTreeMap::new(),
        wrong_pins: BTreeMap::new(),
        places: BTreeMap::new(),
        former: Vec::new(),
    };
    if !sought.tags.is_empty() {
        let mut statement = Statement::new(KEYS);
        statement.and("d.door = $", Bound::Text(met.door.id.clone()));
        let tags = sought.tags.keys().map(|tag| Bound::Bytes(tag.to_vec()));
        statement.and_in("d.tag", tags);
        statement.add(&format!(" order by p.id{lock}{of_people}"), []);
        for row in statement.rows(&mut **transaction).await? {
            loading.add_key(&row)?;
        }
    }
    if !sought.phones.is_empty() {
        let people = || sought.phones.iter().cloned().map(Bound::Text);
        let mut statement = Statement::new("select p.id from person p where true");
        statement.and_in("p.id", people());
        statement.add(&format!(" order by p.id{lock}"), []);
        statement.rows(&mut **transaction).await?;
        let mut statement = Statement::new(KEYS);
        statement.and("d.door = $", Bound::Text(met.door.id.clone()));
        statement.add(" and k.kind = 'mobile'", []);
        statement.and_in("k.person", people());
        for row in statement.rows(&mut **transaction).await? {
            loading.add_key(&row)?;
        }
        let mut statement = Statement::new(
            "select l.person, l.door, l.name, l.level, l.valid_from, l.valid_until, l.granted_by, \
             p.state as person_state, p.place, p.party \
             from lock_access l join person p on p.id = l.person where true",
        );
        statement.and("l.door = $", Bound::Text(met.door.id.clone()));
        statement.and_in("l.person", people());
        for row in statement.rows(&mut **transaction).await? {
            loading.add_access(&row)?;
        }
    }
    if let Some(panel) = &met.panel
        && !sought.identifiers.is_empty()
    {
        let found = super::panel::load(panel, &sought.identifiers, met, transaction).await?;
        loading.places.extend(found.places);
        for credential in found.credentials {
            loading
                .credentials
                .insert(credential.id.clone(), credential);
        }
    }
    let credentials = Credentials::new(loading.credentials.into_values().collect());
    Ok(Found {
        credentials: credentials.map_err(|_| none("a credential"))?,
        wrong_pins: loading.wrong_pins,
        places: loading.places,
        former: loading.former,
    })
}

struct Loading<'a> {
    sought: &'a Sought,
    met: &'a Met,
    keys: &'a Keyring,
    credentials: BTreeMap<String, Credential>,
    wrong_pins: BTreeMap<String, Option<String>>,
    places: BTreeMap<String, Option<String>>,
    former: Vec<String>,
}

pub(super) fn none(what: &'static str) -> Error {
    Error::Failed(format!("{what} that is stored is none"))
}

impl Loading<'_> {
    fn add_key(&mut self, row: &AnyRow) -> Result<(), Error> {
        let id: String = row.try_get("id")?;
        let tag: Option<Vec<u8>> = row.try_get("tag")?;
        let person: String = row.try_get("person")?;
        let meant = self
            .sought
            .tags
            .iter()
            .find(|(known, _)| tag.as_deref() == Some(known.as_slice()));
        let (identification, added) = match meant {
            Some((
                _,
                Meant {
                    identification,
                    added,
                },
            )) => (identification.clone(), *added),
            None => (Identification::Phone(person.clone()), None),
        };
        let version: Option<i64> = row.try_get("version")?;
        if meant.is_some() && version.is_some_and(|version| version < self.keys.version()) {
            self.former.push(id.clone());
        }
        let holder = self.holder(&person, row)?;
        let mut credential = Credential::new(&id, identification, holder);
        let is_revoked = row.try_get::<Option<i64>, _>("revoked_at")?.is_some()
            || row.try_get::<Option<i64>, _>("taken_at")?.is_some();
        credential.state = Some(if is_revoked {
            CredentialState::Revoked
        } else {
            CredentialState::parse(row.try_get("state")?).map_err(|_| none("a state"))?
        });
        credential.window = Some(window(
            row.try_get("valid_from")?,
            row.try_get("valid_until")?,
        )?);
        credential.times = Some(match row.try_get::<Option<String>, _>("schedule")? {
            None => Times::Always,
            Some(_) if self.met.zone.is_none() => Times::Unplaced,
            Some(schedule) => {
                let schedule = Schedule::check_value(&stored(&schedule)?);
                Times::During(schedule.map_err(|_| none("a schedule"))?)
            }
        });
        credential.doors = Some(vec![self.met.door.id.clone()]);
        credential.exempt = set(row.try_get("exempt")?, Exemption::find)?;
        let counted: i64 = row.try_get("uses")?;
        let most: Option<i64> = row.try_get("most_uses")?;
        let mut uses = Uses::new(counted.unsigned_abs(), 0);
        uses.most = most.map(i64::unsigned_abs);
        credential.uses = Some(uses);
        credential.duress.add = added.or_else(|| self.met.duress.first().copied());
        let wrong: Option<String> = row.try_get("wrong_pins")?;
        if let Some(pin) = row.try_get::<Option<Vec<u8>>, _>("pin")? {
            let pin = self.pin(&id, row.try_get("version")?, pin)?;
            credential.duress.add = self.added_to(&pin);
            credential.pin = Some(pin);
            credential.wrong_pins = self.wrong_pins_of(wrong.as_deref())?;
        }
        self.wrong_pins.insert(id.clone(), wrong);
        self.credentials.insert(id, credential);
        Ok(())
    }

    fn add_access(&mut self, row: &AnyRow) -> Result<(), Error> {
        let person: String = row.try_get("person")?;
        let holder = self.holder(&person, row)?;
        let user = Uuid::parse(&person).map_err(|_| none("a person"))?;
        let credential = lock_of(row)?.credential(user, holder);
        self.credentials.insert(credential.id.clone(), credential);
        Ok(())
    }

    fn holder(&mut self, person: &str, row: &AnyRow) -> Result<Holder, Error> {
        let state: String = row.try_get("person_state")?;
        let place: Option<String> = row.try_get("place")?;
        let mut holder = Holder::new(person);
        holder.state = Some(HolderState::parse(&state).map_err(|_| none("a person's state"))?);
        holder.place = Some(match place.as_deref() {
            None => Place::Reset,
            Some(place) => place_of(&stored(place)?)?,
        });
        holder.party = set(row.try_get("party")?, Role::find)?;
        self.places.insert(person.to_owned(), place);
        Ok(holder)
    }

    fn pin(&self, id: &str, version: i64, bytes: Vec<u8>) -> Result<Code, Error> {
        let sealed = Sealed { version, bytes };
        let opened = self.keys.open(&[PIN, id.as_bytes()], &sealed);
        let opened = opened.map_err(|_| Error::Failed("a PIN does not open".into()))?;
        let digits = std::str::from_utf8(&opened).map_err(|_| none("a PIN"))?;
        Code::parse(digits).map_err(|_| none("a PIN"))
    }

    /// What was added to a PIN, where somebody typed it who is threatened.
    fn added_to(&self, pin: &Code) -> Option<u8> {
        let typed = |step: &&u8| self.sought.pins.contains(&pin.plus(**step));
        let steps = &self.met.duress;
        steps.iter().find(typed).or(steps.first()).copied()
    }

    fn wrong_pins_of(&self, state: Option<&str>) -> Result<Option<Lockout>, Error> {
        let Some(policy) = self.met.lockout_policy() else {
            return Ok(None);
        };
        let lockout = Lockout::check_value(&lockout(policy.to_value(), state)?);
        lockout.map(Some).map_err(|_| none("a count of PINs"))
    }
}

/// The words of a list that was stored.
fn set<T>(json: &str, find: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Error> {
    let Value::Array(ref words) = stored(json)? else {
        return Err(none("a list of words"));
    };
    let words = words.iter().map(|word| find(word.text()?));
    words.collect::<Option<_>>().ok_or_else(|| none("a word"))
}

/// A place, as it was stored.
pub(super) fn place_of(place: &Value<'_>) -> Result<Place, Error> {
    let text = |name| place.get(name).and_then(Value::text);
    let since = text("since").map(Timestamp::parse).transpose();
    Ok(Place::In {
        area: text("area").ok_or_else(|| none("a place"))?.to_owned(),
        since: since.map_err(|_| none("a place"))?,
    })
}
