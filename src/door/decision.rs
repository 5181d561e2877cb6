//! Whether a door opens.

use alloc::string::String;
use alloc::vec::Vec;

use super::attempt::Attempt;
use super::condition::{Door, FirstPerson, Setting};
use super::credential::FirstUsed;
use super::credentials::Credentials;
use super::findings::Findings;
use super::judgement::{Judgement, Scene, place_behind};
use super::opening::{Claim, Companion, Opening};
use super::person::Person;
use super::reason::Reason;
use crate::sorted::sort;
use crate::time::LocalTime;

/// Nobody goes through a door with more others.
const MOST_COMPANIONS: usize = 8;

/// Decides whether a door opens for what somebody shows, by what is known at this moment: of the
/// door, of the credentials that it may be, and of the time, `None` where the clock is not known.
///
/// Every reason that holds is told, in the published order of [`Reason`]; without any, the door
/// opens. The order of lists makes no difference, but for that of companions, who are told of in
/// theirs. What is not known and asked for is a reason.
///
/// - A person shows at most one thing that identifies, and at most one code. A code beside a card or
///   a phone is the PIN of that credential, and judged whether the door asks for it or not.
/// - Several credentials may be what is shown, such as one of a guest who has left and one of the
///   guest who has come. Each is judged alone, and any that opens does: one more denial never opens a
///   door. What several say of one holder counts together. Where those of several persons open,
///   nobody knows who came: none is told, and what is to be stored is stored with each. What is lost
///   or stolen opens by no other credential either.
///   More than 256 of what is shown are too many to tell.
/// - Where none opens, the reasons are those of the nearest: of the one whose first reason comes
///   last in the order, then of the one with the fewest, then of the one whose id is least.
/// - A code that is one person's own and another's for duress is the one's own, where the door opens
///   for it.
/// - A door that was locked by wrong tries takes no right code either.
/// - Everybody who shows something has to be let in: a companion who is refused keeps the door shut.
///   Of those who come together each has to be one person, and another than the rest.
/// - A refusal changes nothing but the counters of wrong tries.
///
/// ```
/// use latchwork::door::{
///     Attempt, Credential, Credentials, Door, Holder, Identification, Means, Method, Methods, Reason,
///     Security, Shown, decide,
/// };
/// use latchwork::Code;
///
/// let by_code = Security::new([Methods::from_iter([Method::Code])])?;
/// let door = Door::ordinary("front", by_code);
/// let code = Identification::Code(Code::parse("748365")?);
/// let credentials = Credentials::new(vec![
///     Credential::always("key-1", code, Holder::active("ada"), "front"),
/// ])?;
///
/// let typed = |digits| Attempt::new(vec![Shown::new(Means::Code, digits)]);
/// let opening = decide(&typed("748365"), &door, &credentials, None);
/// assert!(opening.open);
/// let opening = decide(&typed("748366"), &door, &credentials, None);
/// assert_eq!(opening.reason(), Some(Reason::UnknownCredential));
/// assert_eq!(opening.keypad(), "the door stays shut");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn decide(
    attempt: &Attempt,
    door: &Door,
    credentials: &Credentials,
    now: Option<LocalTime>,
) -> Opening {
    let scene = Scene { attempt, door, now };
    let shown: Vec<_> = attempt.persons().take(MOST_COMPANIONS + 1).collect();
    let is_alone = shown.len() == 1;
    let mut persons: Vec<_> = shown
        .iter()
        .enumerate()
        .map(|(place, shown)| Person::recognise(&scene, credentials, shown, place, is_alone))
        .collect();
    let mut findings = Findings::default();
    findings.add_if(attempt.persons().count() > shown.len(), Reason::BadFormat);
    judge_door(&scene, &persons, &mut findings);
    judge_escorts(&mut persons);
    judge_first_person(&scene, &mut persons, &mut findings);
    let is_same = has_one_twice(&persons);
    for person in &mut persons {
        person.settle();
    }
    let is_refused = persons.iter().skip(1).any(|person| !person.is_let_in());
    findings.add_if(is_same || is_refused, Reason::SecondPerson);
    let asked = findings.told(door.persons, "door.persons");
    let is_short = asked.is_some_and(|asked| persons.len() < usize::from(asked));
    findings.add_if(is_short, Reason::SecondPerson);
    judge_occupancy(&scene, persons.len(), &mut findings);
    told(&scene, &persons, findings)
}

/// What the door itself is refused for.
fn judge_door(scene: &Scene<'_>, persons: &[Person<'_>], findings: &mut Findings) {
    let door = scene.door;
    let shut = [
        (
            door.out_of_service,
            "door.outOfService",
            Reason::OutOfService,
        ),
        (door.lockdown, "door.lockdown", Reason::LockedDown),
        (door.threat_level, "door.threatLevel", Reason::ThreatLevel),
        (door.privacy, "door.privacy", Reason::Privacy),
        (door.vacation, "door.vacation", Reason::Vacation),
        (door.interlock, "door.interlock", Reason::Interlock),
    ];
    for (is_shut, name, reason) in shut {
        let is_shut = findings.told(is_shut, name);
        findings.add_if(is_shut == Some(true), reason);
    }
    if let Some(Setting::On(lockout)) = findings.told(door.lockout.as_ref(), "door.lockout") {
        let is_locked = findings.timed(lockout.is_locked(scene.instant()));
        findings.add_if(is_locked == Some(true), Reason::LockedOut);
    }
    // It is asked for whoever comes.
    findings.told(door.security.as_ref(), "door.security");
    let passback = findings.told(door.passback.as_ref(), "door.passback");
    let is_at_reader = persons.iter().any(|person| !person.showing.is_remote);
    if let Some(Setting::On(_)) = passback
        && is_at_reader
    {
        findings.told(scene.attempt.leads(), "attempt.direction");
    }
}

/// Who needs an escort has one among the others.
fn judge_escorts(persons: &mut [Person<'_>]) {
    let escorts: Vec<_> = persons.iter().map(may_escort).collect();
    let reason = if persons.len() > 1 {
        Reason::WrongEscort
    } else {
        Reason::NoEscort
    };
    for (place, person) in persons.iter_mut().enumerate() {
        let mut others = escorts.iter().enumerate();
        let has_escort = others.any(|(other, is_escort)| other != place && *is_escort);
        for judged in &mut person.judged {
            let needs_one = judged.needs_escort() && !has_escort;
            judged.findings.add_if(needs_one, reason);
        }
    }
}

fn may_escort(person: &Person<'_>) -> bool {
    // Of those who come together each is one person.
    person.is_let_in() && person.judged.iter().all(Judgement::may_escort)
}

/// A door that waits for certain persons opens for one of them, or for who comes with one.
fn judge_first_person(scene: &Scene<'_>, persons: &mut [Person<'_>], findings: &mut Findings) {
    let first = findings.told(scene.door.first_person, "door.firstPerson");
    let [person, companions @ ..] = persons else {
        return;
    };
    let comes = |other: &Person<'_>| {
        other.is_let_in() && other.judged.iter().all(Judgement::is_first_person)
    };
    if first != Some(FirstPerson::Needed) || companions.iter().any(comes) {
        return;
    }
    for judged in &mut person.judged {
        let waits = !judged.is_first_person();
        judged.findings.add_if(waits, Reason::FirstPerson);
    }
    person
        .findings
        .add_if(person.judged.is_empty(), Reason::FirstPerson);
}

/// Whether one of those who come together is there twice.
fn has_one_twice(persons: &[Person<'_>]) -> bool {
    let mut holders: Vec<_> = persons.iter().filter_map(Person::holder).collect();
    let known = holders.len();
    sort(&mut holders);
    holders.dedup();
    holders.len() < known
}

/// How many would be inside.
fn judge_occupancy(scene: &Scene<'_>, persons: usize, findings: &mut Findings) {
    let occupancy = findings.told(scene.door.occupancy.as_ref(), "door.occupancy");
    let Some(Setting::On(occupancy)) = occupancy else {
        return;
    };
    let direction = findings.told(scene.attempt.leads(), "attempt.direction");
    let Some(direction) = direction else {
        return;
    };
    let inside = occupancy.after(count(persons), direction);
    let is_more = inside > occupancy.inside;
    let too_many = is_more && occupancy.most.is_some_and(|most| inside > most);
    let too_few = inside > 0 && occupancy.least.is_some_and(|least| inside < least);
    findings.add_if(too_many, Reason::OccupancyUpper);
    findings.add_if(too_few, Reason::OccupancyLower);
}

fn count(persons: usize) -> u64 {
    u64::try_from(persons).unwrap_or(u64::MAX)
}

/// What is told of all that was found.
fn told(scene: &Scene<'_>, persons: &[Person<'_>], mut findings: Findings) -> Opening {
    let (first, companions) = match persons {
        [first, companions @ ..] => (Some(first), companions),
        [] => (None, persons),
    };
    if let Some(first) = first {
        findings.extend(&first.findings);
    }
    let open = findings.is_empty() && first.is_some_and(Person::is_let_in);
    let mut opening = Opening {
        open,
        duress: persons.iter().any(Person::is_threatened),
        companions: companions.iter().map(companion).collect(),
        at_once: counted(scene, persons, open),
        ..Opening::default()
    };
    if let Some(first) = first {
        opening.grace = first.grace().filter(|_| open);
        (opening.credential, opening.holder) = named(first);
    }
    if open {
        let mut how = Findings::default();
        for judged in persons.iter().flat_map(|person| &person.judged) {
            how.extend(&judged.how);
        }
        how.add_if(!companions.is_empty(), Reason::Accompanied);
        how.add(Reason::Granted);
        opening.reasons = how.reasons;
        opening.once_opened = stored(scene, persons);
    } else {
        opening.reasons = findings.reasons;
        opening.unknown = findings.unknown;
    }
    opening
}

/// The credential to tell of, and its holder.
fn named(person: &Person<'_>) -> (Option<String>, Option<String>) {
    let credential = person.told().map(|told| told.credential);
    let id = credential.map(|credential| credential.id.clone());
    (
        id,
        credential.map(|credential| credential.holder.id.clone()),
    )
}

fn companion(person: &Person<'_>) -> Companion {
    let (credential, holder) = named(person);
    let mut companion = Companion {
        credential,
        holder,
        ..Companion::default()
    };
    if person.is_let_in() {
        let mut how = Findings::default();
        for judged in &person.judged {
            how.extend(&judged.how);
        }
        how.add(Reason::Granted);
        companion.grace = person.grace();
        companion.reasons = how.reasons;
    } else {
        companion.reasons.clone_from(&person.findings.reasons);
        companion.unknown.clone_from(&person.findings.unknown);
    }
    companion
}

/// The counters of wrong tries, whether the door opens or not.
fn counted(scene: &Scene<'_>, persons: &[Person<'_>], open: bool) -> Vec<Claim> {
    let now = scene.instant();
    let mut claims = Vec::new();
    let Some(lockout) = &scene.door.lockout else {
        // Whether the reader takes tries is not known: none is judged.
        return claims;
    };
    if let Setting::On(was) = lockout {
        let is_guess = |person: &Person<'_>| {
            person
                .findings
                .reasons
                .iter()
                .any(|reason| reason.is_guess())
        };
        // A try while none is taken counts for nothing.
        let is_taken = was.is_locked(now) == Some(false);
        let becomes = if !is_taken || persons.iter().any(is_guess) {
            was.after_wrong(now)
        } else if open {
            was.after_right(now)
        } else {
            was.clone()
        };
        if becomes != *was {
            claims.push(Claim::Lockout {
                door: scene.door.id.clone(),
                was: was.clone(),
                becomes,
            });
        }
        if !is_taken {
            return claims;
        }
    }
    for person in persons.iter().filter(|person| person.showing.pin.is_some()) {
        let is_let_in = person.is_let_in();
        for judged in &person.judged {
            let credential = judged.credential;
            let is_wrong = judged.wrong_pin && !is_let_in;
            if !is_wrong && !open {
                continue;
            }
            let Some(was) = &credential.wrong_pins else {
                continue;
            };
            let becomes = if is_wrong {
                was.after_wrong(now)
            } else {
                was.after_right(now)
            };
            if becomes != *was {
                claims.push(Claim::WrongPins {
                    credential: credential.id.clone(),
                    was: was.clone(),
                    becomes,
                });
            }
        }
    }
    claims
}

/// What is to be stored once the door really opened.
fn stored(scene: &Scene<'_>, persons: &[Person<'_>]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for person in persons {
        for judged in &person.judged {
            store_use(scene, judged, &mut claims);
            if !person.showing.is_remote {
                store_place(scene, judged, &mut claims);
            }
        }
    }
    if let Some(Setting::On(occupancy)) = &scene.door.occupancy
        && let Some(direction) = scene.attempt.leads()
    {
        claims.push(Claim::Occupancy {
            area: occupancy.area.clone(),
            was: occupancy.inside,
            becomes: occupancy.after(count(persons.len()), direction),
        });
    }
    if scene.door.first_person == Some(FirstPerson::Needed) {
        claims.push(Claim::FirstPerson {
            door: scene.door.id.clone(),
        });
    }
    claims
}

fn store_use(scene: &Scene<'_>, chosen: &Judgement<'_>, claims: &mut Vec<Claim>) {
    let credential = chosen.credential;
    let id = || -> String { credential.id.clone() };
    if let Some(was) = credential.uses.and_then(|uses| uses.used) {
        claims.push(Claim::Uses {
            credential: id(),
            was,
            becomes: was.saturating_add(1),
        });
    }
    let Some(now) = scene.instant() else {
        return;
    };
    if let Some(first_use) = credential.first_use
        && first_use.at == Some(FirstUsed::Unused)
    {
        claims.push(Claim::FirstUse {
            credential: id(),
            becomes: now,
        });
    }
    if let Some(was) = credential.idle.and_then(|idle| idle.since) {
        claims.push(Claim::Idle {
            credential: id(),
            was,
            becomes: now,
        });
    }
}

fn store_place(scene: &Scene<'_>, chosen: &Judgement<'_>, claims: &mut Vec<Claim>) {
    let holder = &chosen.credential.holder;
    if let Some(Setting::On(passback)) = &scene.door.passback
        && let Some(direction) = scene.attempt.leads()
        && let Some(was) = &holder.place
    {
        let claim = Claim::Place {
            holder: holder.id.clone(),
            was: was.clone(),
            becomes: place_behind(passback, direction, scene.instant()),
        };
        // Several credentials of one person are in one place.
        if !claims.contains(&claim) {
            claims.push(claim);
        }
    }
}
