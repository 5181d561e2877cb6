//! What holds for every attempt, whatever the rules are.

use latchwork::Code;
use latchwork::door::{
    Attempt, Claim, Credential, Credentials, Door, Holder, Identification, Means, Method, Methods,
    Opening, Reason, Security, Shown, decide,
};
use latchwork::time::LocalTime;

use crate::opening;
use crate::random::{NOON, Random};
use crate::scene::{PlainCredential, PlainLockout, PlainTimes, Scene, Told};

/// Scenes of which about as many open as stay shut.
fn scenes(count: usize, mut judge: impl FnMut(&mut Random, &Scene, &Opening)) {
    let (mut opened, mut shut) = (0, 0);
    for seed in 1_000_000.. {
        let mut random = Random(seed);
        let scene = random.scene();
        let opening = opening(&scene);
        let of_its_kind = if opening.open { &mut opened } else { &mut shut };
        if *of_its_kind < count {
            *of_its_kind += 1;
            judge(&mut random, &scene, &opening);
        }
        if opened == count && shut == count {
            return;
        }
    }
}

/// An opening without the order of what is told of several credentials.
fn sorted(mut opening: Opening) -> Opening {
    for claims in [&mut opening.at_once, &mut opening.once_opened] {
        claims.sort_by_key(|claim| format!("{claim:?}"));
    }
    opening
}

#[test]
fn the_order_of_lists_makes_no_difference() {
    scenes(1_500, |random, scene, opened| {
        let mut other = scene.clone();
        random.shuffle(&mut other.credentials);
        random.shuffle(&mut other.door.levels);
        if let Some(security) = &mut other.door.security {
            random.shuffle(&mut security.levels);
            random.shuffle(&mut security.otherwise);
            for group in &mut security.otherwise {
                random.shuffle(group);
            }
        }
        for credential in &mut other.credentials {
            random.shuffle(&mut credential.exempt);
            random.shuffle(&mut credential.roles);
            for list in [&mut credential.doors, &mut credential.levels]
                .into_iter()
                .flatten()
            {
                random.shuffle(list);
            }
        }
        assert_eq!(&opening(&other), opened, "{scene:#?}");
        // Nor does it who came with the one whom the door is opened for.
        other.persons[1..].reverse();
        let mut other = opening(&other);
        other.companions.reverse();
        assert_eq!(sorted(other), sorted(opened.clone()), "{scene:#?}");
    });
}

#[test]
fn an_index_makes_no_difference() {
    scenes(1_500, |random, scene, opened| {
        let key = random.next().to_be_bytes().repeat(2);
        let key = key.try_into().expect("16 bytes");
        let credentials = scene.credentials().indexed(key);
        let other = decide(&scene.attempt(), &scene.door(), &credentials, scene.now());
        assert_eq!(&other, opened, "{scene:#?}");
    });
}

/// Whatever the clock of a scene shows.
const LOCKED: PlainLockout = PlainLockout {
    wrong: 3,
    locked: 1_000_000,
    at: NOON - 500_000,
};

/// One more denial, at random.
fn deny(random: &mut Random, scene: &mut Scene, more: usize) {
    let at = random.below(scene.credentials.len());
    let id = ["key-7", "key-8", "key-9"][more];
    let fresh = random.credential(id);
    let copy = scene.credentials[at].clone();
    let door = &mut scene.door;
    let one = &mut scene.credentials[at];
    match random.below(26) {
        0 => door.shut[random.below(6)] = Some(true),
        1 => door.lockout = Told::On(LOCKED),
        2 => door.remote = Some("no"),
        3 => door.persons = door.persons.map(|persons| persons + 1),
        4 => door.first_person = Some("needed"),
        5 => {
            if let Told::On(passback) = &mut door.passback {
                passback.hard = true;
                passback.reset_after = None;
            }
        }
        6 => {
            if let Told::On((_, most, _)) = &mut door.occupancy {
                *most = Some(1);
            }
        }
        7 => {
            if let Some(security) = &mut door.security {
                security.within = 0;
            }
        }
        8 => {
            // Every group asks for a code as well.
            if let Some(security) = &mut door.security {
                let levels = security
                    .levels
                    .iter_mut()
                    .flat_map(|level| &mut level.groups);
                for group in security.otherwise.iter_mut().chain(levels) {
                    if !group.contains(&"code") {
                        group.push("code");
                    }
                }
            }
        }
        // What is lost stays so: to say less of it is no denial.
        9 if matches!(one.state, Some("active") | None) => {
            one.state = Some(random.of(&["suspended", "revoked", "lost", "stolen", "damaged"]));
        }
        9 => {}
        10 => one.holder_state = Some(random.of(&["suspended", "left", "non-access"])),
        11 => one.window = Some((Some(NOON + 1_000_000), None)),
        12 => one.window = Some((None, Some(NOON - 1_000_000))),
        13 => one.grace = None,
        14 => one.times = never(),
        15 => (one.doors, one.levels) = (Some(vec!["back"]), Some(vec![])),
        16 => one.uses = Some((Some(2), Some(2))),
        17 => one.first_use = Some((0, Told::On(NOON - 1_000_000))),
        18 => one.idle = Some((0, Some(NOON - 86_400))),
        19 => one.exempt.clear(),
        20 => one.roles = vec!["needs-escort"],
        21 => one.roles.retain(|role| *role == "needs-escort"),
        22 => one.pin = Some("5555"),
        23 => one.wrong_pins = Some(LOCKED),
        // What was shown is lost, by a record more.
        24 => scene.credentials.push(PlainCredential {
            id,
            state: Some(random.of(&["lost", "stolen", "revoked"])),
            ..copy
        }),
        _ => scene.credentials.push(PlainCredential {
            state: Some("revoked"),
            ..fresh
        }),
    }
}

fn never() -> Option<PlainTimes> {
    let mut never = Random(0);
    // Hours on no day.
    loop {
        let drawn = never.credential("key-1").times;
        if let Some(PlainTimes::Hours(mut hours)) = drawn {
            hours.days = [false; 7];
            return Some(PlainTimes::Hours(hours));
        }
    }
}

#[test]
fn one_more_denial_opens_no_door() {
    scenes(1_500, |random, scene, opened| {
        for _ in 0..4 {
            let mut denied = scene.clone();
            let mut was = opened.open;
            for more in 0..3 {
                deny(random, &mut denied, more);
                let is = opening(&denied).open;
                assert!(was || !is, "{scene:#?}\n{denied:#?}");
                was = is;
            }
        }
    });
}

/// Forgets something that was told, at random; gives whether every decision asks for it.
fn forget(random: &mut Random, scene: &mut Scene) -> bool {
    let at = random.below(scene.credentials.len());
    let door = &mut scene.door;
    match random.below(21) {
        0 => door.shut[random.below(6)] = None,
        1 => door.security = None,
        2 => door.lockout = Told::Not,
        3 => door.passback = Told::Not,
        4 => door.persons = None,
        5 => door.first_person = None,
        6 => door.occupancy = Told::Not,
        others => {
            let one = &mut scene.credentials[at];
            match others {
                7 => one.state = None,
                8 => one.holder_state = None,
                9 => one.window = None,
                10 => one.times = None,
                11 => (one.doors, one.levels) = (None, None),
                12 => one.place = Told::Not,
                13 => one.uses = one.uses.map(|(_, most)| (None, most)),
                14 => {
                    one.first_use = one
                        .first_use
                        .clone()
                        .map(|(minutes, _)| (minutes, Told::Not));
                }
                15 => one.idle = one.idle.map(|(days, _)| (days, None)),
                16 => one.pin = None,
                17 => door.remote = None,
                18 => scene.now = None,
                19 => scene.direction = None,
                _ => {
                    for item in scene.persons.iter_mut().flatten() {
                        item.after = None;
                    }
                }
            }
            return false;
        }
    }
    true
}

#[test]
fn what_is_not_known_opens_no_door() {
    scenes(1_500, |random, scene, opened| {
        let mut other = scene.clone();
        let is_asked_for = forget(random, &mut other);
        let other = opening(&other);
        assert!(opened.open || !other.open, "{scene:#?}");
        if is_asked_for {
            assert!(
                !other.open && other.reasons.contains(&Reason::CannotDecide),
                "{scene:#?}"
            );
            assert!(!other.unknown.is_empty());
        }
    });
}

#[test]
fn a_refusal_changes_nothing_but_counters() {
    scenes(1_500, |_, _, opened| {
        let is_counter =
            |claim: &Claim| matches!(claim, Claim::Lockout { .. } | Claim::WrongPins { .. });
        assert!(opened.at_once.iter().all(is_counter));
        assert!(!opened.once_opened.iter().any(is_counter));
        assert!(opened.open || opened.once_opened.is_empty());
        assert!(opened.open || opened.grace.is_none());
        // What is told is why, or how: never both, and in one order.
        assert!(
            opened
                .reasons
                .iter()
                .all(|reason| reason.opens() == opened.open)
        );
        assert!(opened.reasons.is_sorted() && !opened.reasons.is_empty());
        let cannot = opened.reasons.contains(&Reason::CannotDecide);
        assert_eq!(opened.unknown.is_empty(), !cannot);
        assert_eq!(opened.keypad() == "the door opens", opened.open);
    });
}

#[test]
fn nothing_that_was_typed_or_read_is_told() {
    let secrets = [
        "1234", "1235", "1236", "748369", "748360", "99990000", "55555", "04A1B2C3", "12345678",
        "10110",
    ];
    scenes(300, |_, scene, opened| {
        let told = [
            format!("{opened:?}"),
            format!("{:?}", scene.attempt()),
            format!("{:?}", scene.credentials()),
            serde_json::to_string(&opened.to_value()).expect("JSON"),
        ];
        let told = told.join("\n");
        for secret in secrets {
            let digits = told.split(|c: char| !c.is_ascii_alphanumeric());
            assert!(
                !digits.into_iter().any(|word| word == secret),
                "{secret}: {told}"
            );
        }
    });
}

/// A service that stores what it is told to, where nothing has changed since.
struct Service {
    scene: Scene,
}

impl Service {
    fn credentials(
        &mut self,
        is_it: impl Fn(&PlainCredential) -> bool,
    ) -> impl Iterator<Item = &mut PlainCredential> {
        let all = self.scene.credentials.iter_mut();
        all.filter(move |one| is_it(one))
    }

    /// Stores claims all together or not at all.
    fn store(&mut self, claims: &[Claim]) -> bool {
        let stands =
            |claim: &Claim| match claim {
                Claim::Uses {
                    credential, was, ..
                } => self.scene.credentials.iter().any(|one| {
                    one.id == credential && one.uses.and_then(|(used, _)| used) == Some(*was)
                }),
                Claim::Occupancy { was, .. } => {
                    matches!(&self.scene.door.occupancy, Told::On((inside, _, _)) if inside == was)
                }
                Claim::FirstUse { credential, .. } => self.scene.credentials.iter().any(|one| {
                    one.id == credential && matches!(one.first_use, Some((_, Told::Off)))
                }),
                Claim::FirstPerson { .. } => self.scene.door.first_person == Some("needed"),
                _ => true,
            };
        if !claims.iter().all(stands) {
            return false;
        }
        for claim in claims {
            match claim {
                Claim::Uses {
                    credential,
                    becomes,
                    ..
                } => {
                    for one in self.credentials(|one| one.id == *credential) {
                        one.uses = one.uses.map(|(_, most)| (Some(*becomes), most));
                    }
                }
                Claim::Occupancy { becomes, .. } => {
                    if let Told::On((inside, _, _)) = &mut self.scene.door.occupancy {
                        *inside = *becomes;
                    }
                }
                Claim::FirstUse {
                    credential,
                    becomes,
                } => {
                    for one in self.credentials(|one| one.id == *credential) {
                        one.first_use = one
                            .first_use
                            .clone()
                            .map(|(minutes, _)| (minutes, Told::On(becomes.epoch_seconds())));
                    }
                }
                Claim::FirstPerson { .. } => self.scene.door.first_person = Some("came"),
                Claim::Place {
                    holder, becomes, ..
                } => {
                    let latchwork::door::Place::In { area, since } = becomes else {
                        continue;
                    };
                    let area = if area == "lobby" { "lobby" } else { "street" };
                    for one in self.credentials(|one| one.holder == *holder) {
                        one.place = Told::On((area, since.map(|since| since.epoch_seconds())));
                    }
                }
                _ => {}
            }
        }
        true
    }
}

#[test]
fn two_at_once_use_no_last_use_twice() {
    let mut taken = 0;
    scenes(1_500, |random, scene, opened| {
        if !opened.open {
            return;
        }
        // Two are decided by one state, and both are told to store.
        let mut service = Service {
            scene: scene.clone(),
        };
        let first = opened;
        let second = opening(&service.scene);
        assert!(
            service.store(&first.once_opened),
            "what was just told stands"
        );
        let is_scarce = |claim: &&Claim| {
            matches!(
                claim,
                Claim::Uses { .. }
                    | Claim::Occupancy { .. }
                    | Claim::FirstUse { .. }
                    | Claim::FirstPerson { .. }
            )
        };
        let is_changed = first
            .once_opened
            .iter()
            .filter(is_scarce)
            .any(|claim| match claim {
                // Nobody was there before, nor is now.
                Claim::Occupancy { was, becomes, .. } => was != becomes,
                _ => true,
            });
        if is_changed {
            taken += 1;
            assert!(!service.store(&second.once_opened), "{scene:#?}");
        }
        // Decided anew it holds again, or is refused: no count ever passes its bound.
        for _ in 0..5 {
            let again = opening(&service.scene);
            assert!(service.store(&again.once_opened));
            for one in &service.scene.credentials {
                if let Some((Some(used), Some(most))) = one.uses {
                    assert!(used <= most, "{scene:#?}");
                }
            }
            service.scene.direction = service
                .scene
                .direction
                .map(|is_in| is_in ^ random.once_in(3));
        }
    });
    assert!(taken > 100, "{taken} with something scarce");
}

#[test]
fn a_door_of_which_nothing_is_told_stays_shut() {
    let nobody = Credentials::default();
    scenes(100, |_, scene, _| {
        let door = Door::new("front");
        let opened = decide(&scene.attempt(), &door, &scene.credentials(), scene.now());
        assert!(!opened.open && opened.reasons.contains(&Reason::CannotDecide));
        let opened = decide(&scene.attempt(), &scene.door(), &nobody, None::<LocalTime>);
        assert!(!opened.open);
    });
}

#[test]
fn more_credentials_of_one_code_than_anybody_keeps_open_no_door() {
    let code = || Identification::Code(Code::parse("1234").expect("a code"));
    let credentials = |count| {
        let one = |number| {
            let id = format!("key-{number}");
            Credential::always(&id, code(), Holder::active("ada"), "front")
        };
        Credentials::new((0..count).map(one).collect()).expect("no id twice")
    };
    let by_code = Security::new([Methods::from_iter([Method::Code])]).expect("a group");
    let door = Door::ordinary("front", by_code);
    let attempt = Attempt::new(vec![Shown::new(Means::Code, "1234")]);
    assert!(decide(&attempt, &door, &credentials(256), None).open);
    for count in [257, 20_000] {
        let opening = decide(&attempt, &door, &credentials(count), None);
        assert_eq!(opening.reasons, [Reason::CannotDecide]);
        assert_eq!(opening.unknown, ["credentials"]);
    }
}
