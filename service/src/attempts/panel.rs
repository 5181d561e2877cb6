//! What is shown to the panel, at the doors of its locks: identifiers as credentials, in the hours of
//! the time profiles that bind their users.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use latchwork::door::{Credential, Holder, HolderState, Place, Times};
use latchwork::schedule::{DoorClock, Maker, MakerOptions};
use latchwork::system::basip::{CreateIdentifier, IdentifierNumber, IdentifierType};
use latchwork::{Offset, Timestamp, Value};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::credentials::{none, place_of};
use super::door::Met;
use super::sought::Meant;
use crate::basip::of_stored;
use crate::caller::Principal;
use crate::plain::stored;
use crate::secrets::Tag;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

/// The beginning of what openings call an identifier, and a user: neither is the id of a key or a person.
pub(super) const IDENTIFIER: &str = "panel-identifier/";
pub(super) const USER: &str = "panel-user/";

/// More changes of a clock than zones have until the end of the century.
const MOST_CHANGES: usize = 300;

/// A panel that has the door at one of its locks.
pub(super) struct Panel {
    pub(super) organisation: String,
    /// The doors of its locks; empty where one has none.
    pub(super) doors: [String; 2],
}

impl Panel {
    /// The panel of the principal's organisation, where it has the door; `lock` ends the statement, and
    /// nobody changes what the panel has.
    pub(super) async fn find(
        door: &str,
        principal: &Principal,
        lock: &str,
        transaction: &mut Transaction,
    ) -> Result<Option<Self>, Error> {
        let sql =
            format!("select first_door, second_door from panel where organisation = $1{lock}");
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(principal.organisation.clone())
            .fetch_optional(&mut **transaction)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let locks: [Option<String>; 2] = [row.try_get("first_door")?, row.try_get("second_door")?];
        let doors = locks.map(Option::unwrap_or_default);
        let has_door = doors.iter().any(|own| own == door);
        Ok(has_door.then(|| Self {
            organisation: principal.organisation.clone(),
            doors,
        }))
    }
}

/// What was found: the credentials, where each user is, and of which of them.
#[derive(Default)]
pub(super) struct Found {
    pub(super) credentials: Vec<Credential>,
    pub(super) places: BTreeMap<String, Option<String>>,
}

/// The identifiers of these tags.
pub(super) async fn load(
    panel: &Panel,
    sought: &BTreeMap<Tag, (IdentifierNumber, Meant)>,
    met: &Met,
    transaction: &mut Transaction,
) -> Result<Found, Error> {
    let tagged = |sql: &str| {
        let mut statement = Statement::new(sql);
        statement.and(
            "i.organisation = $",
            Bound::Text(panel.organisation.clone()),
        );
        let tags = sought.keys().map(|tag| Bound::Bytes(tag.to_vec()));
        statement.and_in("i.tag", tags);
        statement
    };
    let profiles = tagged(
        "select distinct t.panel_user, f.uid, f.request from panel_identifier i \
         join panel_user_time_profile t on t.organisation = i.organisation and t.panel_user = i.panel_user \
         join panel_time_profile f on f.organisation = t.organisation and f.uid = t.time_profile \
         where true",
    );
    let mut of_user: BTreeMap<i64, Vec<Value<'static>>> = BTreeMap::new();
    for row in profiles.rows(&mut **transaction).await? {
        let request: String = row.try_get("request")?;
        let of_user = of_user.entry(row.try_get("panel_user")?).or_default();
        of_user.push(stored(&request)?);
    }
    let identifiers = tagged(
        "select i.uid, i.panel_user, i.request, i.tag, i.uses, u.lock_number, \
         u.is_custom_user_access, u.auth_factors, u.place from panel_identifier i \
         left join panel_user u on u.organisation = i.organisation and u.uid = i.panel_user where true",
    );
    let mut found = Found::default();
    for row in identifiers.rows(&mut **transaction).await? {
        let tag: Vec<u8> = row.try_get("tag")?;
        let mut known = sought.iter();
        if let Some((_, (number, meant))) = known.find(|(known, _)| known.as_slice() == tag) {
            let user: Option<i64> = row.try_get("panel_user")?;
            let profiles = user.and_then(|user| of_user.get(&user));
            found.add(&row, number, meant, profiles, panel, met)?;
        }
    }
    Ok(found)
}

impl Found {
    fn add(
        &mut self,
        row: &AnyRow,
        number: &IdentifierNumber,
        meant: &Meant,
        profiles: Option<&Vec<Value<'static>>>,
        panel: &Panel,
        met: &Met,
    ) -> Result<(), Error> {
        let id = format!("{IDENTIFIER}{}", row.try_get::<i64, _>("uid")?);
        let request = of_stored(row.try_get("request")?, number.as_str().as_bytes())?;
        let user: Option<i64> = row.try_get("panel_user")?;
        let holder = self.holder(&id, user, row)?;
        let passes = row.try_get::<i64, _>("uses")?.unsigned_abs();
        let [first, second] = &panel.doors;
        let Some(mut credential) = request.credential(&id, passes, [first, second], holder) else {
            return Ok(());
        };
        credential.identification = meant.identification.clone();
        let steps = &met.duress;
        credential.duress.add = meant.added.or_else(|| steps.first().copied());
        if user.is_some() {
            let opened: &[&String] = match row.try_get::<i64, _>("lock_number")? {
                1 => &[first],
                2 => &[second],
                _ => &[first, second],
            };
            let doors = credential.doors.get_or_insert_default();
            doors.retain(|door| opened.contains(&door));
            if !is_enough(&request, row)? {
                // Nobody here knows what is shown beside it.
                credential.state = None;
            }
        }
        if let Some(profiles) = profiles {
            credential.times = times(profiles, met);
        }
        self.credentials.push(credential);
        Ok(())
    }

    /// Who has an identifier: a user, or else nobody of whom it is known where he is.
    fn holder(&mut self, id: &str, user: Option<i64>, row: &AnyRow) -> Result<Holder, Error> {
        let Some(user) = user else {
            let mut holder = Holder::new(id);
            holder.state = Some(HolderState::Active);
            return Ok(holder);
        };
        let id = format!("{USER}{user}");
        let place: Option<String> = row.try_get("place")?;
        let mut holder = Holder::active(&id);
        holder.place = Some(match place.as_deref() {
            None => Place::Reset,
            Some(place) => place_of(&stored(place)?)?,
        });
        self.places.insert(id, place);
        Ok(holder)
    }
}

/// Whether an identifier is all that its user has to show: one with factors of his own shows all of
/// those.
fn is_enough(request: &CreateIdentifier, row: &AnyRow) -> Result<bool, Error> {
    if row.try_get::<i64, _>("is_custom_user_access")? == 0 {
        return Ok(true);
    }
    let own = match request.number().kind() {
        IdentifierType::Card => "card",
        IdentifierType::InputCode => "input_code",
        _ => return Ok(false),
    };
    let Value::Array(ref factors) = stored(row.try_get("auth_factors")?)? else {
        return Err(none("a list of factors"));
    };
    Ok(factors.iter().all(|factor| factor.text() == Some(own)))
}

/// The hours of all profiles together; `None` for a recurrence that no schedule has, of which nobody
/// knows when it opens.
fn times(profiles: &[Value<'static>], met: &Met) -> Option<Times> {
    let Some(zone) = &met.zone else {
        return Some(Times::Unplaced);
    };
    let mut options = MakerOptions::default();
    options.clock = Some(clock(zone)?);
    let profiles = Value::Object(vec![("profiles".into(), profiles.to_vec().into())]);
    let read = Maker::Basip.read(&profiles, &options).ok()?;
    Some(Times::During(read.schedule))
}

/// The clock of a zone, with each change since 1970.
fn clock(zone: &TimeZone) -> Option<DoorClock> {
    let offset = |offset: jiff::tz::Offset| {
        let minutes = i16::try_from(offset.seconds().div_euclid(60)).ok()?;
        Some(Offset::Minutes(minutes))
    };
    let epoch = jiff::Timestamp::UNIX_EPOCH;
    let clock = DoorClock::new(offset(zone.to_offset(epoch))?)?;
    let mut changes = zone.following(epoch).take(MOST_CHANGES);
    changes.try_fold(clock, |clock, change| {
        let at = Timestamp::try_from(change.timestamp()).ok()?;
        clock.changing(at, offset(change.offset())?)
    })
}
