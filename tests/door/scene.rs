//! Attempts as a test writes them down, in numbers and texts, and as the crate has them.

use latchwork::door::{
    Attempt, Credential, CredentialState, Credentials, Direction, Door, Duress, Exemption,
    FirstPerson, FirstUse, FirstUsed, Grace, Holder, HolderState, Identification, Idle, Lockout,
    LockoutPolicy, Means, Method, Methods, Occupancy, Passback, PassbackMode, PassbackScope, Place,
    Remote, Role, Security, Setting, Shown, Times, Uses,
};
use latchwork::schedule::{Period, Schedule, SpecialDays, WeeklyHours};
use latchwork::time::{Date, LocalTime, Weekday, Weekdays};
use latchwork::{Code, Timestamp, Value, Window};

/// Something that may not be told, off, or there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told<T> {
    Not,
    Off,
    On(T),
}

#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) persons: Vec<Vec<Item>>,
    pub(crate) direction: Option<bool>,
    pub(crate) door: PlainDoor,
    pub(crate) credentials: Vec<PlainCredential>,
    /// Seconds since 1970, and the offset of the door in minutes.
    pub(crate) now: Option<(i64, i64)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: &'static str,
    pub(crate) text: &'static str,
    pub(crate) after: Option<u32>,
}

/// Hours on some days of the week, Monday first, closed on one day where there is one.
#[derive(Clone, Debug)]
pub(crate) struct PlainHours {
    pub(crate) days: [bool; 7],
    pub(crate) from: u16,
    pub(crate) until: u16,
    pub(crate) closed: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) enum PlainTimes {
    Always,
    Hours(PlainHours),
}

#[derive(Clone, Debug)]
pub(crate) struct PlainLevel {
    pub(crate) times: PlainTimes,
    pub(crate) priority: u16,
    pub(crate) groups: Vec<Vec<&'static str>>,
}

#[derive(Clone, Debug)]
pub(crate) struct PlainSecurity {
    pub(crate) otherwise: Vec<Vec<&'static str>>,
    pub(crate) levels: Vec<PlainLevel>,
    pub(crate) within: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlainPassback {
    pub(crate) hard: bool,
    pub(crate) by_place: bool,
    pub(crate) reset_after: Option<u32>,
}

/// Wrong tries, so that a reader is locked for so many seconds from an instant on; 0 for none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlainLockout {
    pub(crate) wrong: u64,
    pub(crate) locked: i64,
    pub(crate) at: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct PlainDoor {
    pub(crate) id: &'static str,
    pub(crate) levels: Vec<&'static str>,
    /// Out of service, lock-down, threat level, privacy, vacation, interlock.
    pub(crate) shut: [Option<bool>; 6],
    pub(crate) security: Option<PlainSecurity>,
    pub(crate) lockout: Told<PlainLockout>,
    pub(crate) remote: Option<&'static str>,
    pub(crate) passback: Told<PlainPassback>,
    pub(crate) persons: Option<u8>,
    pub(crate) first_person: Option<&'static str>,
    /// How many are inside, the most, the least.
    pub(crate) occupancy: Told<(u64, Option<u64>, Option<u64>)>,
}

#[derive(Clone, Debug)]
pub(crate) struct PlainCredential {
    pub(crate) id: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) text: &'static str,
    pub(crate) pin: Option<&'static str>,
    pub(crate) duress_code: Option<&'static str>,
    pub(crate) duress_add: Option<u8>,
    pub(crate) wrong_pins: Option<PlainLockout>,
    pub(crate) holder: &'static str,
    pub(crate) holder_state: Option<&'static str>,
    /// Not told; `reset`; an area and since when.
    pub(crate) place: Told<(&'static str, Option<i64>)>,
    pub(crate) roles: Vec<&'static str>,
    pub(crate) state: Option<&'static str>,
    pub(crate) window: Option<(Option<i64>, Option<i64>)>,
    pub(crate) grace: Option<(u32, u32)>,
    pub(crate) times: Option<PlainTimes>,
    pub(crate) doors: Option<Vec<&'static str>>,
    pub(crate) levels: Option<Vec<&'static str>>,
    /// How often it was used, and may be.
    pub(crate) uses: Option<(Option<u64>, Option<u64>)>,
    /// Minutes; not told, never used, or when.
    pub(crate) first_use: Option<(u32, Told<i64>)>,
    pub(crate) idle: Option<(u32, Option<i64>)>,
    pub(crate) exempt: Vec<&'static str>,
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_epoch(second, 0).expect("a second of these years")
}

impl Scene {
    pub(crate) fn now(&self) -> Option<LocalTime> {
        let (second, offset) = self.now?;
        let wall = at(second + offset * 60).to_string();
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let text = format!(
            "{}{sign}{hours:02}:{minutes:02}",
            wall.trim_end_matches('Z')
        );
        LocalTime::of(Timestamp::parse(&text).expect("an instant"))
    }

    pub(crate) fn attempt(&self) -> Attempt {
        let shown = |person: &Vec<Item>| -> Vec<Shown> {
            let items = person.iter().map(|item| {
                let means = Means::parse(item.kind).expect("a kind");
                let shown = Shown::new(means, item.text);
                match item.after {
                    Some(after) => shown.after(after),
                    None => shown,
                }
            });
            items.collect()
        };
        let mut persons = self.persons.iter().map(shown);
        let mut attempt = Attempt::new(persons.next().expect("somebody"));
        for person in persons {
            attempt = attempt.with(person);
        }
        match self.direction {
            Some(true) => attempt.direction(Direction::In),
            Some(false) => attempt.direction(Direction::Out),
            None => attempt,
        }
    }

    pub(crate) fn door(&self) -> Door {
        let plain = &self.door;
        let mut door = Door::new(plain.id);
        door.levels = texts(&plain.levels);
        let [service, lockdown, threat, privacy, vacation, interlock] = plain.shut;
        door.out_of_service = service;
        door.lockdown = lockdown;
        door.threat_level = threat;
        door.privacy = privacy;
        door.vacation = vacation;
        door.interlock = interlock;
        door.security = plain.security.as_ref().map(security);
        door.lockout = setting(&plain.lockout, lockout);
        door.remote = plain
            .remote
            .map(|word| Remote::parse(word).expect("a word"));
        door.passback = setting(&plain.passback, |passback| {
            let mode = if passback.hard {
                PassbackMode::Hard
            } else {
                PassbackMode::Soft
            };
            let mut passes = Passback::new(mode, "street", "lobby");
            if passback.by_place {
                passes.scope = PassbackScope::Place;
            }
            passes.reset_after = passback.reset_after;
            passes
        });
        door.persons = plain.persons;
        door.first_person = plain
            .first_person
            .map(|word| FirstPerson::parse(word).expect("a word"));
        door.occupancy = setting(&plain.occupancy, |(inside, most, least)| {
            let mut occupancy = Occupancy::new("lobby", *inside);
            occupancy.most = *most;
            occupancy.least = *least;
            occupancy
        });
        door
    }

    pub(crate) fn credentials(&self) -> Credentials {
        let all = self.credentials.iter().map(credential).collect();
        Credentials::new(all).expect("no id twice")
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn setting<T, U>(told: &Told<T>, of: impl Fn(&T) -> U) -> Option<Setting<U>> {
    match told {
        Told::Not => None,
        Told::Off => Some(Setting::Off),
        Told::On(on) => Some(Setting::On(of(on))),
    }
}

/// Three tries, then a minute.
pub(crate) fn lockout(plain: &PlainLockout) -> Lockout {
    let policy = LockoutPolicy::new(3, 60).expect("a policy").to_value();
    let number = |number: u64| Value::from(number);
    let state = Value::Object(vec![
        ("wrong".into(), number(plain.wrong)),
        (
            "waitMillis".into(),
            number(plain.locked.unsigned_abs() * 1000),
        ),
        ("at".into(), Value::from(at(plain.at))),
    ]);
    let whole = Value::Object(vec![("policy".into(), policy), ("state".into(), state)]);
    Lockout::check_value(&whole).expect("a lock-out")
}

fn times(plain: &PlainTimes) -> Times {
    let PlainTimes::Hours(hours) = plain else {
        return Times::Always;
    };
    let days = Weekday::ALL.into_iter().zip(hours.days);
    let days: Weekdays = days.filter(|(_, on)| *on).map(|(day, _)| day).collect();
    let period = Period::new(hours.from, hours.until).expect("a period");
    let weekly = WeeklyHours::new(days, period).into_iter().collect();
    let special = hours.closed.map(|date| {
        let date = Date::parse(date).expect("a date");
        SpecialDays::new(vec![date.into()], vec![]).expect("a special day")
    });
    let schedule = Schedule::new(weekly, vec![], special.into_iter().collect());
    Times::from(schedule.expect("a schedule"))
}

fn groups(groups: &[Vec<&'static str>]) -> Vec<Methods> {
    let group = |group: &Vec<&'static str>| {
        let methods = group
            .iter()
            .map(|word| Method::parse(word).expect("a method"));
        methods.collect()
    };
    groups.iter().map(group).collect()
}

fn security(plain: &PlainSecurity) -> Security {
    let made = Security::new(groups(&plain.otherwise)).expect("groups");
    plain
        .levels
        .iter()
        .fold(made.within(plain.within), |made, level| {
            let groups = groups(&level.groups);
            made.level(times(&level.times), level.priority, groups)
                .expect("another priority")
        })
}

fn code(text: &str) -> Code {
    Code::parse(text).expect("a code")
}

fn credential(plain: &PlainCredential) -> Credential {
    let means = Means::parse(plain.kind).expect("a kind");
    let identification = Identification::parse(means, plain.text).expect("an identification");
    let mut holder = Holder::new(plain.holder);
    holder.state = plain
        .holder_state
        .map(|word| HolderState::parse(word).expect("a word"));
    holder.place = match &plain.place {
        Told::Not => None,
        Told::Off => Some(Place::Reset),
        Told::On((area, since)) => Some(Place::In {
            area: (*area).to_owned(),
            since: since.map(at),
        }),
    };
    let roles = plain
        .roles
        .iter()
        .map(|word| Role::parse(word).expect("a word"));
    holder.party = roles.collect();
    let mut made = Credential::new(plain.id, identification, holder);
    made.pin = plain.pin.map(code);
    let mut duress = Duress::default();
    duress.code = plain.duress_code.map(code);
    duress.add = plain.duress_add;
    made.duress = duress;
    made.wrong_pins = plain.wrong_pins.as_ref().map(lockout);
    made.state = plain
        .state
        .map(|word| CredentialState::parse(word).expect("a word"));
    made.window = plain
        .window
        .map(|(from, until)| Window::new(from.map(at), until.map(at)).expect("a window"));
    made.grace = plain
        .grace
        .map(|(before, after)| Grace::new("grace", before, after));
    made.times = plain.times.as_ref().map(times);
    made.doors = plain.doors.as_deref().map(texts);
    made.levels = plain.levels.as_deref().map(texts);
    made.uses = plain.uses.map(|(used, most)| {
        let mut uses = Uses::default();
        uses.used = used;
        uses.most = most;
        uses
    });
    made.first_use = plain.first_use.as_ref().map(|(minutes, used)| {
        let used = match used {
            Told::Not => None,
            Told::Off => Some(FirstUsed::Unused),
            Told::On(second) => Some(FirstUsed::At(at(*second))),
        };
        let mut first_use = FirstUse::new(*minutes, FirstUsed::Unused);
        first_use.at = used;
        first_use
    });
    made.idle = plain.idle.map(|(days, since)| {
        let mut idle = Idle::new(days, at(0));
        idle.since = since.map(at);
        idle
    });
    let exempt = plain
        .exempt
        .iter()
        .map(|word| Exemption::parse(word).expect("a word"));
    made.exempt = exempt.collect();
    made
}
