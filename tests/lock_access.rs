//! Laws of who may give and take access to a lock: all callers, levels and windows, against a second
//! evaluator that is slow and obvious.

#![expect(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use latchwork::system::smartphonekey::{
    Aggregate, Caller, Command, Decision, Event, GrantLockAccess, RemoveLockAccess, State, decide,
};
use latchwork::{AccessLevel, Grant, GrantPolicy, Grantor, Timestamp, Uuid, Value, Window};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Whose locks they are.
const USER: &str = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";
/// Who asks, mostly.
const CALLER: &str = "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11";
/// Somebody else.
const OTHER: &str = "0d9e8f7a-6b5c-4d3e-a2f1-c0b9a8d7e6f5";

/// The instant of every decision, in seconds.
const NOW: i64 = 50;

/// A window in seconds: from, until.
type Span = (Option<i64>, Option<i64>);

/// An access as the second evaluator knows it: rank of the level (0 is OWNER), window, taken back.
type Access = (usize, Span, bool);

/// Who asks, as the second evaluator knows it.
#[derive(Clone, Copy, Debug)]
enum Who {
    Organisation,
    Person(&'static str, Option<Access>),
}

/// What is asked, as the second evaluator knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Asked {
    Give(usize, Span),
    Take,
}

/// All that a decision knows.
#[derive(Clone, Copy, Debug)]
struct Facts {
    who: Who,
    owns: bool,
    named: &'static str,
    asked: Asked,
    /// The level that the user has at the lock.
    held: Option<usize>,
    exists: bool,
    /// Whether another version of the locks was expected.
    stale: bool,
}

/// The rows of a policy as ranks: of each level, then of the organisation.
type Rows = [&'static [usize]; 5];

const BY_DEFAULT: Rows = [&[1, 2, 3], &[2, 3], &[3], &[], &[0]];
const NOTHING: Rows = [&[]; 5];
const EVERYTHING: Rows = [&[0, 1, 2, 3]; 5];
const CROSSED: Rows = [&[3], &[0], &[2], &[1, 2], &[1, 3]];

fn instant(seconds: i64) -> Timestamp {
    Timestamp::from_epoch(seconds, 0).expect("an instant")
}

fn uuid(text: &str) -> Uuid {
    Uuid::parse(text).expect("a uuid")
}

fn window((from, until): Span) -> Window {
    Window::new(from.map(instant), until.map(instant)).expect("a window")
}

fn policy(rows: Rows) -> GrantPolicy {
    GrantPolicy::new(rows.map(|row| row.iter().map(|rank| AccessLevel::ALL[*rank]).collect()))
}

fn caller(who: Who) -> Caller {
    match who {
        Who::Organisation => Caller::Organisation,
        Who::Person(id, access) => Caller::User {
            id: uuid(id),
            grant: access.map(|(rank, span, revoked)| Grant {
                level: AccessLevel::ALL[rank],
                window: window(span),
                revoked,
            }),
        },
    }
}

fn command(asked: Asked, named: &str) -> Command {
    let body = match asked {
        Asked::Give(rank, (from, until)) => {
            let end = |name: &str, end: Option<i64>| {
                end.map_or(String::new(), |end| {
                    format!(r#""{name}":"{}","#, instant(end))
                })
            };
            format!(
                r#"{{"lockId":"7","lockName":"Door","accessLevel":"{}",{}{}"grantedBy":"{named}"}}"#,
                AccessLevel::ALL[rank],
                end("validFrom", from),
                end("validUntil", until),
            )
        }
        Asked::Take => format!(r#"{{"lockId":"7","removedBy":"{named}","reason":"moved out"}}"#),
    };
    match asked {
        Asked::Give(..) => {
            Command::Grant(GrantLockAccess::check(USER, body.as_bytes()).expect("a request"))
        }
        Asked::Take => {
            Command::Remove(RemoveLockAccess::check(USER, body.as_bytes()).expect("a request"))
        }
    }
}

/// The locks of a user who has this level at the lock, or none.
fn locks(held: Option<usize>) -> Aggregate {
    let lock = held.map_or(String::new(), |rank| {
        let level = AccessLevel::ALL[rank];
        format!(
            r#"{{"lockId":"7","lockName":"Door","accessLevel":"{level}","grantedBy":"{OTHER}"}}"#
        )
    });
    let written = format!(r#"{{"userId":"{USER}","version":3,"locks":[{lock}]}}"#);
    let value = Value::from_json(written.as_bytes(), 1 << 20).expect("JSON");
    Aggregate::check_value(&value).expect("locks")
}

thread_local! {
    /// What was made of parts of facts before: there are few, in many combinations.
    static COMMANDS: RefCell<HashMap<(Asked, &'static str), Rc<Command>>> = RefCell::default();
    static LOCKS: RefCell<HashMap<Option<usize>, Aggregate>> = RefCell::default();
}

fn decided(facts: Facts, rows: Rows) -> Decision {
    let state = State {
        user_exists: facts.exists,
        aggregate: LOCKS.with_borrow_mut(|known| {
            let made = known.entry(facts.held);
            made.or_insert_with(|| locks(facts.held)).clone()
        }),
        caller: caller(facts.who),
        organisation_owns_lock: facts.owns,
        expected_version: facts.stale.then_some(2),
        policy: policy(rows),
    };
    let command = COMMANDS.with_borrow_mut(|known| {
        let made = known.entry((facts.asked, facts.named));
        Rc::clone(made.or_insert_with(|| Rc::new(command(facts.asked, facts.named))))
    });
    decide(&command, &state, instant(NOW))
}

/// Seconds at which windows are looked at, before, at and after every end that occurs.
fn seconds() -> std::ops::Range<i64> {
    0..100
}

fn contains((from, until): Span, second: i64) -> bool {
    from.is_none_or(|from| second >= from) && until.is_none_or(|until| second < until)
}

/// Whether access from now on stays inside a window, looked at second by second; a start that is
/// written counts though it has passed.
fn stays_inside(given: Span, own: Span) -> bool {
    let ahead = seconds().skip(usize::try_from(NOW).expect("it is positive"));
    let is_inside = ahead
        .filter(|second| contains(given, *second))
        .all(|second| contains(own, second));
    let first = seconds().find(|second| contains(own, *second));
    is_inside
        && given
            .0
            .is_none_or(|from| first.is_some_and(|first| from >= first))
}

/// The status by the rules as they are written, one after the other.
fn expected(facts: Facts, rows: Rows) -> u16 {
    let level = match facts.asked {
        Asked::Give(rank, _) => Some(rank),
        Asked::Take => facts.held,
    };
    let is_own = matches!(facts.who, Who::Person(USER, _))
        && facts.named == USER
        && matches!(facts.asked, Asked::Take);
    let may = |row: usize| level.is_none_or(|level| rows[row].contains(&level));
    let has_right = match facts.who {
        _ if is_own => true,
        Who::Organisation => facts.owns && may(4),
        Who::Person(_, None) => false,
        Who::Person(id, Some((rank, own, revoked))) => {
            let reaches = match facts.asked {
                Asked::Give(_, given) => stays_inside(given, own),
                Asked::Take => true,
            };
            id == facts.named && !revoked && contains(own, NOW) && may(rank) && reaches
        }
    };
    let can_be_done = match facts.asked {
        Asked::Give(rank, (_, until)) => {
            facts.held.is_none() && until.map_or(rank != 3, |until| until > NOW)
        }
        Asked::Take => facts.held.is_some(),
    };
    match () {
        () if !has_right => 403,
        () if !facts.exists => 404,
        () if facts.stale => 409,
        () if !can_be_done => 400,
        () => 200,
    }
}

/// Windows that begin before, at or after now, or never, and end likewise.
fn spans(froms: &[i64], untils: &[i64]) -> Vec<Span> {
    let ends = |ends: &[i64]| {
        let mut all = vec![None];
        all.extend(ends.iter().copied().map(Some));
        all
    };
    let pairs = ends(froms)
        .into_iter()
        .flat_map(|from| ends(untils).into_iter().map(move |until| (from, until)));
    pairs
        .filter(|(from, until)| from.is_none_or(|from| until.is_none_or(|until| from < until)))
        .collect()
}

fn callers() -> Vec<Who> {
    let mut callers = vec![
        Who::Organisation,
        Who::Person(CALLER, None),
        Who::Person(USER, None),
    ];
    for own in spans(&[20, NOW, 70], &[40, NOW, 60]) {
        for rank in 0..4 {
            for revoked in [false, true] {
                let access = Some((rank, own, revoked));
                callers.push(Who::Person(CALLER, access));
                callers.push(Who::Person(USER, access));
            }
        }
    }
    callers
}

fn asked() -> Vec<Asked> {
    let mut asked = vec![Asked::Take];
    for given in spans(&[10, 20, 55], &[NOW, 60, 61]) {
        asked.extend((0..4).map(|rank| Asked::Give(rank, given)));
    }
    asked
}

/// Every combination of who asks in whose name for what, where the user exists and has this level.
fn all(held: Option<usize>) -> impl Iterator<Item = Facts> {
    let asked = asked();
    callers().into_iter().flat_map(move |who| {
        let asked = asked.clone();
        [CALLER, USER, OTHER].into_iter().flat_map(move |named| {
            let asked = asked.clone();
            asked.into_iter().flat_map(move |asked| {
                [false, true].map(|owns| Facts {
                    who,
                    owns,
                    named,
                    asked,
                    held,
                    exists: true,
                    stale: false,
                })
            })
        })
    })
}

/// As the reply has it; making one takes longer than deciding.
fn status(decision: &Decision) -> u16 {
    match decision {
        Decision::Accepted(_) => 200,
        Decision::Refused(_) => 400,
        Decision::Forbidden(_) => 403,
        Decision::UserUnknown(_) => 404,
        Decision::VersionConflict(_) => 409,
    }
}

fn every_level_or_none() -> impl Iterator<Item = Option<usize>> {
    std::iter::once(None).chain((0..4).map(Some))
}

#[test]
fn decisions_are_those_of_the_written_rules() {
    let mut statuses = BTreeMap::new();
    for rows in [BY_DEFAULT, NOTHING, EVERYTHING, CROSSED] {
        for held in every_level_or_none() {
            // What is given does not depend on the level of what is there already.
            let facts = all(held).filter(|facts| {
                matches!(facts.asked, Asked::Take) || held.is_none_or(|rank| rank == 2)
            });
            for facts in facts {
                let status = status(&decided(facts, rows));
                assert_eq!(status, expected(facts, rows), "{facts:?} by {rows:?}");
                *statuses.entry(status).or_insert(0_u32) += 1;
            }
        }
    }
    assert_eq!(
        statuses.keys().copied().collect::<Vec<_>>(),
        [200, 400, 403]
    );
    assert!(
        statuses.values().all(|count| *count > 1_000),
        "{statuses:?}"
    );
}

#[test]
fn nobody_gives_or_takes_what_is_not_below_him_nor_beyond_his_window() {
    let mut yes = 0;
    for held in every_level_or_none() {
        for facts in all(held) {
            if decided(facts, BY_DEFAULT).acceptance().is_none() {
                continue;
            }
            yes += 1;
            let level = match facts.asked {
                Asked::Give(rank, _) => rank,
                Asked::Take => held.expect("what is taken is there"),
            };
            match (facts.who, facts.asked) {
                (Who::Person(USER, _), Asked::Take) => assert_eq!(facts.named, USER),
                (Who::Organisation, _) => {
                    assert!(facts.owns, "{facts:?}");
                    assert_eq!(level, 0, "{facts:?}");
                }
                (Who::Person(id, access), asked) => {
                    let (rank, own, revoked) = access.expect("an access of his own");
                    assert_eq!(id, facts.named, "{facts:?}");
                    assert!(rank < level && !revoked && contains(own, NOW), "{facts:?}");
                    if let Asked::Give(_, given) = asked {
                        let beyond =
                            |second: &i64| contains(given, *second) && !contains(own, *second);
                        let ahead = seconds().filter(|second| *second >= NOW);
                        assert_eq!(ahead.filter(beyond).count(), 0, "{facts:?}");
                    }
                }
            }
        }
    }
    assert!(yes > 300, "{yes}");
}

/// The same facts with one thing more that speaks against a yes.
fn denials(facts: Facts) -> Vec<Facts> {
    let mut denied = vec![
        Facts {
            exists: false,
            ..facts
        },
        Facts {
            stale: true,
            ..facts
        },
        Facts {
            owns: false,
            ..facts
        },
        Facts {
            named: OTHER,
            ..facts
        },
    ];
    if let Who::Person(id, access) = facts.who {
        denied.push(Facts {
            who: Who::Person(id, None),
            ..facts
        });
        if let Some((rank, (from, until), revoked)) = access {
            let narrower = [
                (Some(from.map_or(55, |from| from.max(55))), until),
                (from, Some(until.map_or(56, |until| until.min(56)))),
            ];
            let is_window = |(from, until): &Span| {
                from.is_none_or(|from| until.is_none_or(|until| from < until))
            };
            let mut others = vec![(3, (from, until), revoked), (rank, (from, until), true)];
            others.extend(
                narrower
                    .into_iter()
                    .filter(is_window)
                    .map(|span| (rank, span, revoked)),
            );
            denied.extend(others.into_iter().map(|access| Facts {
                who: Who::Person(id, Some(access)),
                ..facts
            }));
        }
    }
    denied
}

#[test]
fn more_denials_never_make_a_yes() {
    let less: Rows = [&[1, 3], &[3], &[], &[], &[]];
    let mut no = 0;
    for held in [None, Some(2)] {
        // Only where there is no yes can one appear.
        let is_yes = |facts, rows| decided(facts, rows).acceptance().is_some();
        for facts in all(held).filter(|facts| !is_yes(*facts, BY_DEFAULT)) {
            no += 1;
            for denied in denials(facts) {
                assert!(!is_yes(denied, BY_DEFAULT), "{denied:?} after {facts:?}");
            }
            assert!(!is_yes(facts, less), "{facts:?} by less");
        }
    }
    assert!(no > 10_000, "{no}");
}

#[test]
fn who_has_no_right_learns_nothing_of_the_user_the_version_or_the_lock() {
    let mut refused = 0;
    for facts in all(None).filter(|facts| matches!(facts.asked, Asked::Give(..))) {
        let reply = decided(facts, BY_DEFAULT).reply();
        if reply.status != 403 {
            continue;
        }
        refused += 1;
        for (exists, stale, held) in [
            (false, true, None),
            (true, true, Some(0)),
            (false, false, Some(2)),
        ] {
            let other = Facts {
                held,
                exists,
                stale,
                ..facts
            };
            assert_eq!(decided(other, BY_DEFAULT).reply(), reply, "{other:?}");
        }
    }
    assert!(refused > 1_000, "{refused}");
}

#[test]
fn a_refusal_changes_nothing_and_a_yes_one_version() {
    for facts in all(Some(1)).chain(all(None)).step_by(7) {
        let decision = decided(facts, BY_DEFAULT);
        match decision.acceptance() {
            Some(acceptance) => {
                assert_eq!(decision.reply().status, 200);
                assert_eq!(acceptance.aggregate.version(), 4);
            }
            None => assert_ne!(decision.reply().status, 200),
        }
    }
}

/// A command on one of five locks: an owner gives, an owner or the user takes.
fn random_command(random: &mut ChaCha8Rng) -> (Command, Caller) {
    let mut below = |bound: u32| random.next_u32() % bound;
    let lock = below(5);
    if below(2) == 0 {
        let level = ["ADMIN", "USER", "GUEST"][below(3) as usize];
        let month = below(6) + 1;
        let body = format!(
            r#"{{"lockId":"{lock}","lockName":"Door {lock}","accessLevel":"{level}",
                "validUntil":"2026-0{month}-01T00:00:00Z","grantedBy":"{CALLER}"}}"#
        );
        let command = GrantLockAccess::check(USER, body.as_bytes()).expect("a request");
        let owner = caller(Who::Person(CALLER, Some((0, (None, None), false))));
        return (Command::Grant(command), owner);
    }
    let rank = below(4) as usize;
    let (by, access) = if below(2) == 0 {
        (USER, None)
    } else {
        (CALLER, Some((rank, (None, None), false)))
    };
    let body = format!(r#"{{"lockId":"{lock}","removedBy":"{by}","reason":"moved out"}}"#);
    let command = RemoveLockAccess::check(USER, body.as_bytes()).expect("a request");
    (Command::Remove(command), caller(Who::Person(by, access)))
}

#[test]
fn replaying_the_accepted_events_gives_the_same_locks_and_version() {
    let mut random = ChaCha8Rng::seed_from_u64(0x6c6f_636b);
    let now = Timestamp::parse("2026-03-01T08:00:00Z").expect("an instant");
    for _ in 0..300 {
        let mut aggregate = Aggregate::default();
        let mut events = Vec::new();
        for _ in 0..30 {
            let (command, caller) = random_command(&mut random);
            let state = State {
                user_exists: true,
                aggregate: aggregate.clone(),
                caller,
                organisation_owns_lock: false,
                expected_version: Some(aggregate.version()),
                policy: GrantPolicy::default(),
            };
            let Decision::Accepted(acceptance) = decide(&command, &state, now) else {
                continue;
            };
            assert_eq!(acceptance.aggregate.version(), aggregate.version() + 1);
            let written = acceptance.event.to_value();
            assert_eq!(Event::check_value(&written).as_ref(), Ok(&acceptance.event));
            events.push(acceptance.event.clone());
            aggregate = acceptance.aggregate;
        }
        assert!(!events.is_empty());
        let mut replayed = Aggregate::default();
        for event in &events {
            replayed.apply(event).expect("an event that happened");
        }
        assert_eq!(replayed, aggregate);
        let written = replayed.to_value();
        assert_eq!(Aggregate::check_value(&written), Ok(replayed.clone()));
    }
}

#[test]
fn nobody_below_a_level_may_grant_it_by_default() {
    let policy = GrantPolicy::default();
    for (rank, grantor) in AccessLevel::ALL.into_iter().enumerate() {
        for (other, level) in AccessLevel::ALL.into_iter().enumerate() {
            assert_eq!(
                policy.may_grant(Grantor::Level(grantor), level),
                rank < other
            );
        }
    }
}

#[test]
fn a_state_that_does_not_say_who_asks_is_refused() {
    let state = |caller: &str| {
        let written =
            format!(r#"{{"userExists":true,"aggregate":{{"version":0,"locks":[]}}{caller}}}"#);
        let value = Value::from_json(written.as_bytes(), 1 << 20).expect("JSON");
        State::check_value(&value).map_err(|issues| issues.to_string())
    };
    let refused = |caller: &str| state(caller).expect_err("nobody asks");
    assert_eq!(refused(""), "caller: expected a value, found none");
    assert_eq!(
        refused(r#","caller":null"#),
        "caller: expected an object, found null"
    );
    assert_eq!(
        refused(r#","caller":{"kind":"admin"}"#),
        "caller.kind: expected one of user, organisation, found another value"
    );
    assert_eq!(
        refused(&format!(r#","caller":{{"kind":"user","id":"{CALLER}"}}"#)),
        "caller.grant: expected a value, found none"
    );
    assert_eq!(
        refused(&format!(
            r#","caller":{{"kind":"organisation","id":"{CALLER}"}}"#
        )),
        "caller.id: expected no value for a caller that is the organisation, found one"
    );
    let organisation = state(r#","caller":{"kind":"organisation"}"#).expect("a state");
    assert_eq!(organisation.caller, Caller::Organisation);
    assert!(!organisation.organisation_owns_lock, "what is not known");
    let person = state(&format!(
        r#","caller":{{"kind":"user","id":"{CALLER}","grant":null}}"#
    ));
    assert_eq!(
        person.expect("a state").caller,
        caller(Who::Person(CALLER, None))
    );
}
