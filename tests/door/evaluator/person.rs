//! A person of an attempt, and each credential that what is shown may be.

use std::collections::BTreeSet;

use super::{Candidate, Person, Reasons, is_locked};
use crate::random::{DATES, FIRST_DAY};
use crate::scene::{Item, PlainCredential, PlainDoor, PlainHours, PlainTimes, Scene, Told};

pub(super) fn person(scene: &Scene, place: usize) -> Person<'_> {
    let items = &scene.persons[place];
    let door = &scene.door;
    let mut reasons = Reasons::new();
    let legible = !items.is_empty() && items.iter().all(is_legible);
    if !legible {
        reasons.insert("bad-format");
    }
    let read: Vec<_> = items.iter().filter(|item| is_legible(item)).collect();
    let codes: BTreeSet<_> = read
        .iter()
        .filter(|item| item.kind == "code")
        .map(|item| item.text)
        .collect();
    let keys: BTreeSet<_> = read
        .iter()
        .filter(|item| item.kind != "code")
        .map(|item| thing(item.kind, item.text))
        .collect();
    let several = codes.len() > 1 || keys.len() > 1;
    if several {
        reasons.insert("wrong-factor");
    }
    for (index, item) in items.iter().enumerate() {
        if !is_legible(item) || (index == 0 && place == 0) {
            continue;
        }
        match (item.after, &door.security) {
            (None, _) => drop(reasons.insert("cannot-decide")),
            (Some(after), Some(security)) if after > security.within => {
                reasons.insert("factor-too-late");
            }
            _ => {}
        }
    }
    let is_remote = items.iter().any(|item| item.kind == "remote");
    let clear = legible && !several;
    let shown = if !clear {
        None
    } else if let Some(key) = keys.first() {
        Some(key.clone())
    } else {
        codes.first().map(|code| ("code", (*code).to_owned()))
    };
    let pin = if clear && !keys.is_empty() {
        codes.first().copied()
    } else {
        None
    };
    let mut person = Person {
        reasons,
        candidates: Vec::new(),
        same: Vec::new(),
        has_pin: pin.is_some(),
        is_remote,
    };
    let Some(shown) = shown else {
        factors(scene, items, pin, false, &mut person.reasons);
        return person;
    };
    for credential in &scene.credentials {
        let is_own = thing(credential.kind, credential.text) == shown;
        let is_duress = credential.kind == "code"
            && shown.0 == "code"
            && is_duress(credential, credential.text, &shown.1);
        if is_own || is_duress {
            person.candidates.push(Candidate {
                credential,
                is_own,
                duress: !is_own,
                wrong_pin: false,
                reasons: Reasons::new(),
                how: Reasons::new(),
            });
        }
    }
    if person.candidates.is_empty() {
        person.reasons.insert("unknown-credential");
        factors(scene, items, pin, false, &mut person.reasons);
        return person;
    }
    let same: Vec<_> = person.candidates.clone();
    person.same = same.iter().map(|one| one.credential).collect();
    for one in &mut person.candidates {
        judge(scene, items, pin, is_remote, &same, one);
    }
    for state in ["lost", "stolen"] {
        if same
            .iter()
            .any(|one| one.is_own && one.credential.state == Some(state))
        {
            for one in &mut person.candidates {
                one.reasons.insert(state);
            }
        }
    }
    if scene.persons.len() > 1 {
        if person.candidates.iter().any(|one| one.is_own) {
            person.candidates.retain(|one| one.is_own);
        }
        let holders: BTreeSet<_> = person
            .candidates
            .iter()
            .map(|one| one.credential.holder)
            .collect();
        if holders.len() > 1 {
            person.reasons.insert("cannot-decide");
        }
    }
    person
}

fn is_legible(item: &Item) -> bool {
    let text = item.text;
    match item.kind {
        "code" => (4..=8).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit()),
        "uid" => {
            [8, 10, 14, 16, 20].contains(&text.len()) && text.chars().all(|c| c.is_ascii_hexdigit())
        }
        "number" => !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()),
        "word" => !text.is_empty() && text.chars().all(|c| c == '0' || c == '1'),
        _ => !text.is_empty(),
    }
}

/// What is meant, whatever it is written as.
fn thing(kind: &'static str, text: &str) -> (&'static str, String) {
    match kind {
        "uid" => (kind, text.to_uppercase()),
        "number" => (kind, text.trim_start_matches('0').to_owned()),
        "remote" => ("phone", text.to_owned()),
        _ => (kind, text.to_owned()),
    }
}

fn is_duress(credential: &PlainCredential, code: &str, typed: &str) -> bool {
    let added = credential.duress_add.map(|add| {
        let (front, last) = code.split_at(code.len() - 1);
        let last: u32 = last.parse().expect("a digit");
        format!("{front}{}", (last + u32::from(add)) % 10)
    });
    credential.duress_code == Some(typed) || added.as_deref() == Some(typed)
}

/// Judges what is shown; gives whether it is enough only for who need not type a code.
fn factors(
    scene: &Scene,
    items: &[Item],
    pin: Option<&str>,
    exempt: bool,
    reasons: &mut Reasons,
) -> bool {
    let door = &scene.door;
    if items.iter().any(|item| item.kind == "remote") {
        match door.remote {
            None => drop(reasons.insert("cannot-decide")),
            Some("no") => drop(reasons.insert("remote-not-allowed")),
            Some("with-code") if pin.is_none() => drop(reasons.insert("remote-needs-code")),
            Some(_) => {}
        }
        return false;
    }
    let Some(security) = &door.security else {
        reasons.insert("cannot-decide");
        return false;
    };
    let mut best = (None, &security.otherwise);
    for level in &security.levels {
        match holds(&level.times, scene.now) {
            None => {
                reasons.insert("clock-unknown");
                return false;
            }
            Some(true) if best.0.is_none_or(|priority| priority < level.priority) => {
                best = (Some(level.priority), &level.groups);
            }
            Some(_) => {}
        }
    }
    let method = |item: &Item| match item.kind {
        "code" => "code",
        "phone" => "phone",
        _ => "card",
    };
    let shown: BTreeSet<_> = items.iter().map(method).collect();
    let is_shown = |group: &[&str]| group.iter().all(|one| shown.contains(one));
    if best.1.iter().any(|group| is_shown(group)) {
        return false;
    }
    let rest = |group: &Vec<&'static str>| {
        let rest: Vec<_> = group.iter().copied().filter(|one| *one != "code").collect();
        !rest.is_empty() && is_shown(&rest)
    };
    if exempt && best.1.iter().any(rest) {
        return true;
    }
    reasons.insert("factor-missing");
    false
}

/// The day of the week, Monday 0, and the minute that the wall shows.
fn wall((second, offset): (i64, i64)) -> (i64, u16) {
    let local = (second + offset * 60).div_euclid(60);
    let minute = u16::try_from(local.rem_euclid(1440)).expect("a minute");
    (local.div_euclid(1440), minute)
}

fn holds(times: &PlainTimes, now: Option<(i64, i64)>) -> Option<bool> {
    let PlainTimes::Hours(hours) = times else {
        return Some(true);
    };
    let (day, minute) = wall(now?);
    // 1970-01-01 was a Thursday.
    let weekday = usize::try_from((day + 3).rem_euclid(7)).expect("a weekday");
    let within = hours.days[weekday] && hours.from <= minute && minute < hours.until;
    Some(within && !is_closed(hours, day))
}

fn is_closed(hours: &PlainHours, day: i64) -> bool {
    hours.closed.is_some_and(|date| {
        // Of the days that scenes use.
        date == DATES[usize::try_from(day - FIRST_DAY)
            .unwrap_or(usize::MAX - 1)
            .min(13)]
    })
}

fn judge(
    scene: &Scene,
    items: &[Item],
    pin: Option<&str>,
    is_remote: bool,
    same: &[Candidate<'_>],
    one: &mut Candidate<'_>,
) {
    let credential = one.credential;
    let now = scene.now.map(|(second, _)| second);
    let holder: Vec<_> = same
        .iter()
        .map(|other| other.credential)
        .filter(|other| other.holder == credential.holder)
        .collect();
    let reasons = &mut one.reasons;
    match credential.state {
        None => drop(reasons.insert("cannot-decide")),
        Some("active") => {}
        Some(word) => drop(reasons.insert(word)),
    }
    if let Some(lockout) = &credential.wrong_pins {
        match is_locked(lockout, scene) {
            None => drop(reasons.insert("clock-unknown")),
            Some(true) => drop(reasons.insert("credential-locked-out")),
            Some(false) => {}
        }
    }
    match (credential.window, now) {
        (None, _) => drop(reasons.insert("cannot-decide")),
        (Some((None, None)), _) => {}
        (Some(_), None) => drop(reasons.insert("clock-unknown")),
        (Some((from, until)), Some(now)) => {
            let early = from.is_some_and(|from| now < from);
            let late = until.is_some_and(|until| until <= now);
            let (before, after) = credential.grace.unwrap_or((0, 0));
            let too_early = from.is_some_and(|from| now < from - i64::from(before));
            let too_late = until.is_some_and(|until| until + i64::from(after) <= now);
            if too_late || (late && credential.grace.is_none()) {
                reasons.insert("expired");
            } else if too_early || (early && credential.grace.is_none()) {
                reasons.insert("not-yet-active");
            } else if early || late {
                one.how.insert("grace");
            }
        }
    }
    match credential.uses {
        Some((None, Some(_))) => drop(reasons.insert("cannot-decide")),
        Some((Some(used), Some(most))) if used >= most => drop(reasons.insert("used-up")),
        _ => {}
    }
    if let Some((minutes, at)) = &credential.first_use {
        match at {
            Told::Not => drop(reasons.insert("cannot-decide")),
            Told::Off => drop(one.how.insert("first-use")),
            Told::On(at) if now.is_some_and(|now| at + i64::from(*minutes) * 60 <= now) => {
                reasons.insert("expired");
            }
            Told::On(_) => {}
        }
        if now.is_none() {
            reasons.insert("clock-unknown");
        }
    }
    if let Some((days, since)) = credential.idle {
        match (since, now) {
            (None, _) => drop(reasons.insert("cannot-decide")),
            (Some(since), Some(now)) if since + i64::from(days) * 86_400 <= now => {
                reasons.insert("too-long-unused");
            }
            _ => {}
        }
        if now.is_none() {
            reasons.insert("clock-unknown");
        }
    }
    for other in &holder {
        match other.holder_state {
            None => drop(reasons.insert("cannot-decide")),
            Some("suspended") => drop(reasons.insert("holder-suspended")),
            Some("left") => drop(reasons.insert("holder-left")),
            Some("non-access") => drop(reasons.insert("non-access")),
            Some(_) => {}
        }
    }
    if let Some(typed) = pin {
        let is_pin = credential.pin == Some(typed);
        let is_duress = credential
            .pin
            .is_some_and(|pin| is_duress(credential, pin, typed));
        if is_duress && !is_pin {
            one.duress = true;
        }
        if !is_pin && !is_duress {
            one.wrong_pin = true;
            reasons.insert("wrong-factor");
        }
    }
    if factors(
        scene,
        items,
        pin,
        credential.exempt.contains(&"code"),
        reasons,
    ) {
        one.how.insert("exempt-code");
    }
    match (&credential.doors, &credential.levels) {
        (None, None) => drop(reasons.insert("cannot-decide")),
        (doors, levels) => {
            let doors = doors.clone().unwrap_or_default();
            let levels = levels.clone().unwrap_or_default();
            let door: &PlainDoor = &scene.door;
            if doors.is_empty() && levels.is_empty() {
                reasons.insert("no-rights");
            } else if !doors.contains(&door.id)
                && !levels.iter().any(|level| door.levels.contains(level))
            {
                reasons.insert("no-rights-here");
            }
        }
    }
    match credential
        .times
        .as_ref()
        .map(|times| holds(times, scene.now))
    {
        None => drop(reasons.insert("cannot-decide")),
        Some(None) => drop(reasons.insert("clock-unknown")),
        Some(Some(true)) => {}
        Some(Some(false)) => {
            let closed = match (&credential.times, scene.now) {
                (Some(PlainTimes::Hours(hours)), Some(now)) => is_closed(hours, wall(now).0),
                _ => false,
            };
            reasons.insert(if closed {
                "special-day"
            } else {
                "outside-schedule"
            });
        }
    }
    if let Told::On(passback) = &scene.door.passback {
        let mut broken = is_remote;
        for other in holder.iter().filter(|_| !is_remote) {
            match (&other.place, scene.direction) {
                (Told::Not, _) => drop(reasons.insert("cannot-decide")),
                (Told::On((area, since)), Some(is_in)) => {
                    let (to, from) = if is_in {
                        ("lobby", "street")
                    } else {
                        ("street", "lobby")
                    };
                    let forgotten = match (passback.reset_after, since, now) {
                        (Some(reset), Some(since), Some(now)) => since + i64::from(reset) <= now,
                        _ => false,
                    };
                    let breaks = if passback.by_place {
                        *area != from
                    } else {
                        *area == to
                    };
                    broken |= breaks && !forgotten;
                }
                _ => {}
            }
        }
        if broken {
            if credential.exempt.contains(&"passback") {
                one.how.insert("exempt-passback");
            } else if passback.hard {
                one.reasons.insert("passback");
            } else {
                one.how.insert("soft-passback");
            }
        }
    }
    if one.duress {
        one.how.insert("duress");
    }
}
