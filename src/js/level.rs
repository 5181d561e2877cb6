//! Access levels, grants, and the locks of a user.

use alloc::vec::Vec;

use super::Arguments;
use super::answer::{Answer, Out, either, misused};
use super::field::{instant, instant_at};
use super::text;
use crate::schema::{Document, Kind, Name, Table, check_alone, tag};
use crate::system::smartphonekey::{Aggregate, Authorization, Event, LockId, TemporaryKey};
use crate::{
    AccessLevel, Grant, GrantPolicy, GrantState, Grantor, Issues, Opening, Timestamp,
    UnknownFields, Value, Window,
};

/// `[aggregate, event or events]`
pub(super) fn apply(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let mut applied = || {
        let mut aggregate = Aggregate::read(&arguments.get(0)).map_err(misused("aggregate"))?;
        let given = arguments.get(1);
        let is_list = given.root().is_list();
        let events = Event::read_all(&given).map_err(misused("event"))?;
        for (index, event) in events.enumerate() {
            aggregate
                .take(event)
                .map_err(|issue| misused("event")(if is_list { issue.at(index) } else { issue }))?;
        }
        write(&aggregate, out);
        Ok(Answer::Written)
    };
    either(applied())
}

/// Writes an aggregate lock by lock: there may be thousands.
fn write(aggregate: &Aggregate, out: &mut Out) {
    let head = Value::from(aggregate.head());
    let head = head.members().unwrap_or_default();
    out.push(tag::OBJECT, head.len() + 1);
    for (name, member) in head {
        out.text(name);
        out.value(member);
    }
    out.text(Aggregate::LOCKS);
    out.push(tag::ARRAY, aggregate.locks().count());
    for lock in aggregate.locks() {
        out.value(&lock.to_value());
    }
}

/// `[grantor, level, policy?]`
pub(super) fn may_grant(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let may = || {
        let grantor = arguments.get(0);
        let grantor = text::of(&grantor).and_then(|text| match text {
            "organisation" => Ok(Grantor::Organisation),
            text => AccessLevel::parse(text).map(Grantor::Level),
        });
        let grantor = grantor.map_err(misused("grantor"))?;
        let level = arguments.get(1);
        let level = text::of(&level).and_then(AccessLevel::parse);
        let level = level.map_err(misused("level"))?;
        let policy = match arguments.given(2) {
            Some(policy) => GrantPolicy::read(&policy).map_err(misused("policy"))?,
            None => GrantPolicy::default(),
        };
        Ok(Answer::of(&policy.may_grant(grantor, level)))
    };
    either(may())
}

/// `[grant, at]`
pub(super) fn grant_state(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let state = || {
        let grant =
            Grant::read(&arguments.get(0), UnknownFields::Ignore).map_err(misused("grant"))?;
        Ok(Answer::of(&grant.state_at(instant_at(arguments, 1)?)))
    };
    either(state())
}

/// `[key, at]`
pub(super) fn temporary_key_state(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let state = || {
        let key = TemporaryKey::read(&arguments.get(0)).map_err(misused("key"))?;
        Ok(Answer::of(&key.state_at(instant_at(arguments, 1)?)))
    };
    either(state())
}

const LOCK_ID: Name = Name::new(0, "lockId");
const VALID_FROM: Name = Name::new(1, "validFrom");
const VALID_UNTIL: Name = Name::new(2, "validUntil");
const REVOKED: Name = Name::new(3, "revoked");

/// What counts of a grant in a list, which may say more of it.
const LISTED_GRANT: Table = Table::of(&[
    LOCK_ID.required(Kind::Form(&LockId::FORM)),
    VALID_FROM.optional(Kind::Form(&Timestamp::FORM)),
    VALID_UNTIL.optional(Kind::Form(&Timestamp::FORM)),
    REVOKED.optional(Kind::Flag),
])
.with_rules(|grant| Window::judge(grant, VALID_FROM, VALID_UNTIL))
.open();

/// `[grants, lock_id, at]`
pub(super) fn may_open(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let opening = || {
        let lock = arguments.get(1);
        let lock = text::of(&lock).and_then(LockId::parse);
        let lock = lock.map_err(misused("lockId"))?;
        let grants = arguments.get(0);
        check_alone(
            &grants,
            &Kind::List(&Kind::Object(&LISTED_GRANT)),
            UnknownFields::Ignore,
        )
        .map_err(misused("grants"))?;
        let at = instant_at(arguments, 2)?;
        let opening = Opening::of(states(&grants, &lock, at));
        Ok(Answer::of(&opening.to_value()))
    };
    either(opening())
}

/// The states of those grants in a list that are of a lock.
fn states(grants: &Document<'_>, lock: &LockId, at: Timestamp) -> Vec<GrantState> {
    let of_lock = |grant: crate::schema::Given<'_>| {
        let grant = grant.reading(&LISTED_GRANT)?;
        let window = Window::of(&grant, VALID_FROM, VALID_UNTIL);
        let is_revoked = grant.flag(REVOKED) == Some(true);
        (grant.parse(LOCK_ID, LockId::parse)? == *lock)
            .then(|| GrantState::of(window, is_revoked, at))
    };
    grants.root().items().filter_map(of_lock).collect()
}

/// `[headers, now]`
pub(super) fn check_authorization(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let now = match instant(&arguments.get(1)).map_err(misused("now")) {
        Ok(now) => now,
        Err(misuse) => return misuse,
    };
    let checked: Result<_, Issues> = Authorization::read(&arguments.get(0), now);
    Answer::of_checked(
        checked
            .as_ref()
            .map(Authorization::to_value)
            .map_err(Issues::clone),
    )
}
