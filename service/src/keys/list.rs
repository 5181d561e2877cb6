//! Which keys there are: of a door, of a person, in some state, called something, with some code.

use std::collections::BTreeMap;

use latchwork::system::kiiaccess::{Key as Sought, KeyType};
use latchwork::{Code, Issue, Issues, Timestamp};
use sqlx::Row as _;

use super::rows::{Key, conditions_of, doors_of, select};
use crate::caller::Principal;
use crate::clock::{micros, now};
use crate::identified;
use crate::page::{Page, Rows, anywhere};
use crate::query::Query;
use crate::reply::{Written, problem};
use crate::rights::{self, failed, narrow};
use crate::server::Service;
use crate::statement::{Bound, Statement};
use crate::store::{Error, Transaction};

const NAMES: [&str; 7] = [
    "after", "door", "kind", "limit", "person", "search", "state",
];

/// How many keys a code that was sought has at most in an answer: the newest.
const MOST_FOUND: i64 = 200;

/// Keys of which one door is the principal's.
const OF_OWN_DOORS: &str = "k.id in (select d.key from key_door d \
     join principal_door m on m.door = d.door where m.principal = $)";

/// What is asked of the state of keys.
#[derive(Clone, Copy)]
enum Asked {
    /// What was done with it.
    Revoked,
    State(&'static str),
    /// Nothing was done, and this is what its window says.
    Active,
    NotYetActive,
    Expired,
}

impl Asked {
    const WORDS: [(&'static str, Self); 8] = [
        ("active", Self::Active),
        ("not-yet-active", Self::NotYetActive),
        ("expired", Self::Expired),
        ("suspended", Self::State("suspended")),
        ("lost", Self::State("lost")),
        ("stolen", Self::State("stolen")),
        ("damaged", Self::State("damaged")),
        ("revoked", Self::Revoked),
    ];

    fn parse(word: &str) -> Result<Self, Issues> {
        let found = Self::WORDS.iter().find(|(known, _)| *known == word);
        found
            .map(|(_, asked)| *asked)
            .ok_or_else(|| unknown("state", &Self::WORDS.map(|(word, _)| word)))
    }

    fn narrow(self, statement: &mut Statement, now: Timestamp) {
        let now = Bound::Number(micros(now));
        // All doors of a key have its window.
        match self {
            Self::Revoked => statement.add(" and k.revoked_at is not null", []),
            Self::State(word) => {
                statement.add(" and k.revoked_at is null", []);
                statement.and("k.state = $", Bound::Text(word.into()));
            }
            Self::Active => statement.and(
                "k.revoked_at is null and k.state = 'active' and exists (select 1 from key_door d \
                 where d.key = k.id and (d.valid_from is null or d.valid_from <= $) \
                 and (d.valid_until is null or d.valid_until > $))",
                now,
            ),
            Self::NotYetActive => statement.and(
                "k.revoked_at is null and k.state = 'active' and exists (select 1 from key_door d \
                 where d.key = k.id and d.valid_from > $ \
                 and (d.valid_until is null or d.valid_until > $))",
                now,
            ),
            Self::Expired => statement.and(
                "k.revoked_at is null and k.state = 'active' and exists (select 1 from key_door d \
                 where d.key = k.id and d.valid_until <= $)",
                now,
            ),
        }
    }
}

fn unknown(name: &'static str, words: &[&str]) -> Issues {
    let sentence = "expected one of {expected}, found another value";
    let issue = Issue::new("parameter_malformed", sentence);
    issue.with("expected", words.join(", ")).at(name).into()
}

/// A page of the keys that the principal sees.
pub(super) async fn listed(
    service: &Service,
    principal: &Principal,
    query: Option<&str>,
) -> Result<Written, Written> {
    let read = || {
        let mut query = Query::read(query, &NAMES)?;
        let page = Page::read(&mut query)?;
        let state = query.take("state").map(|word| Asked::parse(&word));
        let kind = query.take("kind").map(|word| {
            KeyType::find(&word).ok_or_else(|| unknown("kind", &KeyType::ALL.map(KeyType::as_str)))
        });
        Ok::<_, Issues>((page, state.transpose()?, kind.transpose()?, query))
    };
    let (page, state, kind, mut query) = read().map_err(|issues| problem(400, &issues))?;
    let found = async {
        let now = now()?;
        let mut statement = of_organisation(principal);
        statement.and_text(
            "k.id in (select key from key_door where door = $)",
            query.take("door").as_ref(),
        );
        statement.and_text("k.person = $", query.take("person").as_ref());
        if let Some(kind) = kind {
            statement.and("k.kind = $", Bound::Text(kind.as_str().into()));
        }
        if let Some(state) = state {
            state.narrow(&mut statement, now);
        }
        let search = query.take("search").map(|text| anywhere(&text));
        statement.and_text(
            "(k.folded like $ escape '!' or p.folded like $ escape '!')",
            search.as_ref(),
        );
        let mut transaction = service.store.read().await?;
        let rows = page.rows(statement, "k", &mut transaction).await?;
        answer(&rows, now, &mut transaction).await
    };
    found.await.map_err(|error: Error| failed(&error))
}

/// The keys that have what is sought at a door of the principal's, those taken back too.
pub(super) async fn having(
    service: &Service,
    principal: &Principal,
    sought: &[Sought<Code>],
) -> Result<Written, Error> {
    let now = now()?;
    let mut transaction = service.store.read().await?;
    let doors = rights::doors_of(principal, &mut transaction).await?;
    let found = identified::having(sought, &doors, &service.keys, &mut transaction).await?;
    let mut statement = of_organisation(principal);
    statement.and_in("k.id", found.into_iter().map(Bound::Text));
    let page = Page::first(MOST_FOUND);
    let rows = page.rows(statement, "k", &mut transaction).await?;
    answer(&rows, now, &mut transaction).await
}

fn of_organisation(principal: &Principal) -> Statement {
    let mut statement = select();
    let organisation = Bound::Text(principal.organisation.clone());
    statement.and("k.organisation = $", organisation);
    narrow(principal, &mut statement, OF_OWN_DOORS);
    statement
}

async fn answer(
    rows: &Rows,
    now: Timestamp,
    transaction: &mut Transaction,
) -> Result<Written, Error> {
    let ids = rows.rows.iter().map(|row| Ok(row.try_get("id")?));
    let ids = ids.collect::<Result<Vec<String>, Error>>()?;
    let mut doors = of_each(doors_of(&ids, transaction).await?);
    let mut conditions = of_each(conditions_of(&rows.rows, transaction).await?);
    rows.answer(|row| {
        let mut key = Key::of(row)?;
        key.accesses = doors.remove(&key.id).unwrap_or_default();
        key.conditions = conditions.remove(&key.id).unwrap_or_default();
        key.to_value(now)
    })
}

/// What is told of keys, of each key together.
fn of_each<T>(told: Vec<(String, T)>) -> BTreeMap<String, Vec<T>> {
    let mut each: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for (key, one) in told {
        each.entry(key).or_default().push(one);
    }
    each
}
