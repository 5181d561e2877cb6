//! A decision once more, slow and obvious: rule by rule as the docs tell them, over texts and
//! numbers. It shares nothing with the crate but the words.

use std::collections::{BTreeMap, BTreeSet};

use crate::scene::{PlainCredential, PlainLockout, Scene, Told};

mod person;

use person::person;

/// Every reason to refuse, in the published order.
const ORDER: [&str; 43] = [
    "out-of-service",
    "locked-down",
    "threat-level",
    "privacy",
    "vacation",
    "interlock",
    "locked-out",
    "bad-format",
    "unknown-credential",
    "stolen",
    "lost",
    "revoked",
    "damaged",
    "suspended",
    "credential-locked-out",
    "expired",
    "used-up",
    "too-long-unused",
    "not-yet-active",
    "holder-left",
    "holder-suspended",
    "non-access",
    "remote-not-allowed",
    "remote-needs-code",
    "wrong-factor",
    "factor-missing",
    "factor-too-late",
    "no-rights",
    "no-rights-in-zone",
    "no-rights-here",
    "outside-schedule",
    "special-day",
    "clock-unknown",
    "no-escort",
    "wrong-escort",
    "second-person",
    "first-person",
    "passback",
    "occupancy-upper",
    "occupancy-lower",
    "verification-needed",
    "delayed",
    "cannot-decide",
];

/// What a decision says, as words.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) open: bool,
    pub(crate) reasons: BTreeSet<&'static str>,
    pub(crate) duress: bool,
    pub(crate) credential: Option<&'static str>,
    pub(crate) companions: Vec<BTreeSet<&'static str>>,
    pub(crate) at_once: BTreeSet<String>,
    pub(crate) once_opened: BTreeSet<String>,
}

type Reasons = BTreeSet<&'static str>;

/// A credential that a person may have shown, and what is found of it.
#[derive(Clone)]
struct Candidate<'s> {
    credential: &'s PlainCredential,
    is_own: bool,
    duress: bool,
    wrong_pin: bool,
    reasons: Reasons,
    how: Reasons,
}

struct Person<'s> {
    /// Reasons that hold whoever it is.
    reasons: Reasons,
    candidates: Vec<Candidate<'s>>,
    /// Every credential that what is shown may be, whichever of them counts.
    same: Vec<&'s PlainCredential>,
    has_pin: bool,
    is_remote: bool,
}

pub(crate) fn decide(scene: &Scene) -> Verdict {
    let door = &scene.door;
    let mut persons: Vec<_> = (0..scene.persons.len())
        .map(|place| person(scene, place))
        .collect();
    let mut reasons = door_reasons(scene, &persons);

    // Who may do what for others counts before anybody is refused for the others.
    let let_in: Vec<_> = persons.iter().map(is_let_in).collect();
    let all = |person: &Person<'_>, role| {
        person
            .candidates
            .iter()
            .all(|one| has_role(person, one, role))
    };
    let escorts: Vec<_> = persons
        .iter()
        .zip(&let_in)
        .map(|(person, let_in)| {
            *let_in
                && all(person, "escort")
                && !person
                    .candidates
                    .iter()
                    .any(|one| needs_escort(person, one))
        })
        .collect();
    let first_comes = persons
        .iter()
        .zip(&let_in)
        .skip(1)
        .any(|(person, let_in)| *let_in && all(person, "first-person"));
    for place in 0..persons.len() {
        let other_escort = (0..escorts.len()).any(|other| other != place && escorts[other]);
        let alone = persons.len() == 1;
        let person = &persons[place];
        let needs: Vec<_> = person
            .candidates
            .iter()
            .map(|one| needs_escort(person, one))
            .collect();
        let firsts: Vec<_> = person
            .candidates
            .iter()
            .map(|one| has_role(person, one, "first-person"))
            .collect();
        let waits = place == 0 && door.first_person == Some("needed") && !first_comes;
        let person = &mut persons[place];
        if waits && person.candidates.is_empty() {
            person.reasons.insert("first-person");
        }
        for ((one, needs), first) in person.candidates.iter_mut().zip(needs).zip(firsts) {
            if needs && !other_escort {
                one.reasons
                    .insert(if alone { "no-escort" } else { "wrong-escort" });
            }
            if waits && !first {
                one.reasons.insert("first-person");
            }
        }
    }

    // Who is there.
    let mut holders = BTreeMap::new();
    for person in &persons {
        let of: BTreeSet<_> = person
            .candidates
            .iter()
            .map(|one| one.credential.holder)
            .collect();
        // A person of whom several are told is nobody.
        if let (1, Some(holder)) = (of.len(), of.first()) {
            *holders.entry(*holder).or_insert(0) += 1;
        }
    }
    let few = door
        .persons
        .is_some_and(|asked| persons.len() < usize::from(asked));
    let refused = persons.iter().skip(1).any(|person| !is_let_in(person));
    let twice = persons.len() > 1 && holders.values().any(|times| *times > 1);
    if few || refused || twice {
        reasons.insert("second-person");
    }

    let main = nearest(&persons[0]);
    reasons.extend(persons[0].reasons.iter().copied());
    if let Some(nearest) = &main {
        reasons.extend(nearest.reasons.iter().copied());
    }
    let open = reasons.is_empty() && is_let_in(&persons[0]);

    let mut verdict = Verdict {
        open,
        duress: persons
            .iter()
            .any(|person| nearest(person).is_some_and(|one| one.duress)),
        ..Verdict::default()
    };
    for person in persons.iter().skip(1) {
        let mut told = person.reasons.clone();
        told.extend(nearest(person).into_iter().flat_map(|one| one.reasons));
        if told.is_empty() {
            told = counted(person)
                .into_iter()
                .flat_map(|one| one.how)
                .collect();
            told.insert("granted");
        }
        verdict.companions.push(told);
    }
    let holders: BTreeSet<_> = counted(&persons[0])
        .iter()
        .map(|one| one.credential.holder)
        .collect();
    if holders.len() == 1
        || !counted(&persons[0])
            .iter()
            .any(|one| one.reasons.is_empty())
    {
        verdict.credential = main.as_ref().map(|one| one.credential.id);
    }
    verdict.at_once = counters(scene, &persons, open);
    if open {
        verdict.reasons = persons
            .iter()
            .flat_map(counted)
            .flat_map(|one| one.how)
            .collect();
        if persons.len() > 1 {
            verdict.reasons.insert("accompanied");
        }
        verdict.reasons.insert("granted");
        verdict.once_opened = stored(scene, &persons);
    } else {
        verdict.reasons = reasons;
    }
    verdict
}

fn is_let_in(person: &Person<'_>) -> bool {
    person.reasons.is_empty() && person.candidates.iter().any(|one| one.reasons.is_empty())
}

/// All credentials of the same holder that may be what the person shows.
fn of_holder<'s>(person: &Person<'s>, one: &Candidate<'_>) -> Vec<&'s PlainCredential> {
    let all = person.same.iter().copied();
    all.filter(|other| other.holder == one.credential.holder)
        .collect()
}

fn needs_escort(person: &Person<'_>, one: &Candidate<'_>) -> bool {
    of_holder(person, one)
        .iter()
        .any(|other| other.roles.contains(&"needs-escort"))
}

fn has_role(person: &Person<'_>, one: &Candidate<'_>, role: &str) -> bool {
    of_holder(person, one)
        .iter()
        .all(|other| other.roles.contains(&role))
}

/// Those that open, own codes before others; where none does, all.
fn counted<'s>(person: &Person<'s>) -> Vec<Candidate<'s>> {
    let opening: Vec<_> = person
        .candidates
        .iter()
        .filter(|one| one.reasons.is_empty())
        .cloned()
        .collect();
    if opening.is_empty() {
        return person.candidates.clone();
    }
    let own: Vec<_> = opening.iter().filter(|one| one.is_own).cloned().collect();
    if own.is_empty() { opening } else { own }
}

/// The one that is told of: that opens with the least indulgence, or is nearest to opening.
fn nearest<'s>(person: &Person<'s>) -> Option<Candidate<'s>> {
    let mut all = counted(person);
    all.sort_by_key(|one| {
        let first = ORDER.iter().position(|reason| one.reasons.contains(reason));
        let further = ORDER.len() - first.unwrap_or(ORDER.len());
        // How one opens that does not, makes no difference.
        let indulgence = if one.reasons.is_empty() {
            one.how.len()
        } else {
            0
        };
        (further, one.reasons.len(), indulgence, one.credential.id)
    });
    all.into_iter().next()
}

fn door_reasons(scene: &Scene, persons: &[Person<'_>]) -> Reasons {
    let door = &scene.door;
    let mut reasons = Reasons::new();
    let words = [
        "out-of-service",
        "locked-down",
        "threat-level",
        "privacy",
        "vacation",
        "interlock",
    ];
    for (word, told) in words.into_iter().zip(door.shut) {
        match told {
            None => drop(reasons.insert("cannot-decide")),
            Some(true) => drop(reasons.insert(word)),
            Some(false) => {}
        }
    }
    match &door.lockout {
        Told::Not => drop(reasons.insert("cannot-decide")),
        Told::Off => {}
        Told::On(lockout) => match is_locked(lockout, scene) {
            None => drop(reasons.insert("clock-unknown")),
            Some(true) => drop(reasons.insert("locked-out")),
            Some(false) => {}
        },
    }
    let asks_direction = match &door.passback {
        Told::On(_) => persons.iter().any(|person| !person.is_remote),
        _ => false,
    };
    let asks_direction = asks_direction || matches!(door.occupancy, Told::On(_));
    let untold = door.security.is_none()
        || door.passback == Told::Not
        || door.persons.is_none()
        || door.first_person.is_none()
        || door.occupancy == Told::Not
        || (asks_direction && scene.direction.is_none());
    if untold {
        reasons.insert("cannot-decide");
    }
    if let (Told::On((inside, most, least)), Some(is_in)) = (&door.occupancy, scene.direction) {
        let through = persons.len() as u64;
        let then = if is_in {
            inside + through
        } else {
            inside.saturating_sub(through)
        };
        if is_in && most.is_some_and(|most| then > most) {
            reasons.insert("occupancy-upper");
        }
        if then > 0 && least.is_some_and(|least| then < least) {
            reasons.insert("occupancy-lower");
        }
    }
    reasons
}

/// `None` where nobody can say: no clock, or one that goes back, while something has to pass.
fn is_locked(lockout: &PlainLockout, scene: &Scene) -> Option<bool> {
    if lockout.locked == 0 {
        return Some(false);
    }
    let (now, _) = scene.now?;
    if now < lockout.at {
        None
    } else {
        Some(now < lockout.at + lockout.locked)
    }
}

fn counters(scene: &Scene, persons: &[Person<'_>], open: bool) -> BTreeSet<String> {
    let mut claims = BTreeSet::new();
    if scene.door.lockout == Told::Not {
        return claims;
    }
    let guess = persons.iter().any(|person| {
        let near = nearest(person).map(|one| one.reasons).unwrap_or_default();
        let all: BTreeSet<_> = person.reasons.union(&near).collect();
        all.contains(&"unknown-credential") || all.contains(&"wrong-factor")
    });
    if let Told::On(lockout) = &scene.door.lockout {
        if is_locked(lockout, scene) != Some(false) {
            return claims;
        }
        if guess {
            claims.insert(format!("lockout {} wrong", scene.door.id));
        } else if open && lockout.wrong > 0 {
            claims.insert(format!("lockout {} right", scene.door.id));
        }
    }
    for person in persons.iter().filter(|person| person.has_pin) {
        for one in counted(person) {
            let Some(lockout) = &one.credential.wrong_pins else {
                continue;
            };
            if is_locked(lockout, scene) != Some(false) {
                continue;
            }
            let id = one.credential.id;
            if one.wrong_pin && !is_let_in(person) {
                claims.insert(format!("wrong-pins {id} wrong"));
            } else if open && lockout.wrong > 0 {
                claims.insert(format!("wrong-pins {id} right"));
            }
        }
    }
    claims
}

fn stored(scene: &Scene, persons: &[Person<'_>]) -> BTreeSet<String> {
    let mut claims = BTreeSet::new();
    let now = scene.now.map(|(second, _)| second);
    for person in persons {
        for one in counted(person) {
            let credential = one.credential;
            let id = credential.id;
            if let Some((Some(used), _)) = credential.uses {
                claims.insert(format!("uses {id} {used} {}", used + 1));
            }
            if let (Some((_, Told::Off)), Some(now)) = (&credential.first_use, now) {
                claims.insert(format!("first-use {id} unused {now}"));
            }
            if let (Some((_, Some(since))), Some(now)) = (credential.idle, now) {
                claims.insert(format!("idle {id} {since} {now}"));
            }
            if let (Told::On(_), Some(is_in), false) =
                (&scene.door.passback, scene.direction, person.is_remote)
            {
                let was = match &credential.place {
                    Told::On((area, since)) => format!("{area} {since:?}"),
                    _ => "reset".to_owned(),
                };
                let to = if is_in { "lobby" } else { "street" };
                claims.insert(format!("place {} {was} {to} {now:?}", credential.holder));
            }
        }
    }
    if let (Told::On((inside, _, _)), Some(is_in)) = (&scene.door.occupancy, scene.direction) {
        let through = persons.len() as u64;
        let then = if is_in {
            inside + through
        } else {
            inside.saturating_sub(through)
        };
        claims.insert(format!("occupancy lobby {inside} {then}"));
    }
    if scene.door.first_person == Some("needed") {
        claims.insert(format!("first-person {}", scene.door.id));
    }
    claims
}
