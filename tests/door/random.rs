//! Scenes at random: mostly ordinary, so that many doors open, with every oddity now and then.

use crate::scene::{
    Item, PlainCredential, PlainDoor, PlainHours, PlainLevel, PlainLockout, PlainPassback,
    PlainSecurity, PlainTimes, Scene, Told,
};

/// Thursday, 26 November 2026, 09:00 in UTC.
pub(crate) const NOON: i64 = 1_795_683_600;
/// The day of the first of [`DATES`].
pub(crate) const FIRST_DAY: i64 = NOON / 86_400 - 3;
/// Days around it, and some that no scene has.
pub(crate) const DATES: [&str; 14] = [
    "2026-11-23",
    "2026-11-24",
    "2026-11-25",
    "2026-11-26",
    "2026-11-27",
    "2026-11-28",
    "2026-11-29",
    "2026-11-30",
    "2026-12-01",
    "2026-12-02",
    "2026-12-03",
    "2026-12-04",
    "2026-12-05",
    "",
];

const CODES: [&str; 6] = ["1234", "1235", "1236", "748369", "748360", "99990000"];
const CARDS: [(&str, &str); 4] = [
    ("uid", "04A1B2C3"),
    ("uid", "12345678"),
    ("number", "12345678"),
    ("word", "10110"),
];
const PHONES: [&str; 2] = ["phone-1", "phone-2"];
const IDS: [&str; 6] = ["key-1", "key-2", "key-3", "key-4", "key-5", "key-6"];
const HOLDERS: [&str; 3] = ["ada", "bob", "eve"];

/// `SplitMix64`: small, fast, and the same for ever.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("an index")
    }

    /// Once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// Mostly one, now and then one of others.
    fn mostly<T: Clone>(&mut self, usual: T, times: usize, others: &[T]) -> T {
        if self.once_in(times) {
            self.of(others)
        } else {
            usual
        }
    }

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for end in (1..all.len()).rev() {
            all.swap(end, self.below(end + 1));
        }
    }

    /// An instant near `NOON`.
    fn near(&mut self) -> i64 {
        let distances = [
            0, 1, -1, 59, 60, -60, 3600, -3600, 86_400, -86_400, 200_000, -200_000,
        ];
        NOON + self.of(&distances)
    }

    pub(crate) fn scene(&mut self) -> Scene {
        let count = self.of(&[1, 1, 2, 2, 3, 4, 6]);
        let credentials: Vec<_> = (0..count)
            .map(|index| self.credential(IDS[index]))
            .collect();
        let known = [
            Some((NOON, 0)),
            Some((NOON + 1800, 60)),
            Some((NOON - 7 * 3600, -480)),
            Some((NOON + 60, 825)),
        ];
        Scene {
            persons: self.persons(&credentials),
            direction: self.direction(),
            door: self.door(),
            credentials,
            now: if self.once_in(10) {
                None
            } else {
                self.of(&known)
            },
        }
    }

    pub(crate) fn direction(&mut self) -> Option<bool> {
        self.mostly(Some(true), 3, &[Some(false), Some(false), None])
    }

    /// One person, now and then two or three.
    pub(crate) fn persons(&mut self, credentials: &[PlainCredential]) -> Vec<Vec<Item>> {
        let others = self.of(&[0, 0, 0, 0, 0, 1, 1, 2]);
        (0..=others)
            .map(|place| self.person(credentials, place))
            .collect()
    }

    /// Mostly what some credential asks for.
    fn person(&mut self, credentials: &[PlainCredential], place: usize) -> Vec<Item> {
        let first = if place == 0 { None } else { Some(2) };
        let mut items = Vec::new();
        if self.once_in(12) {
            for _ in 0..self.below(3) {
                items.push(self.item());
            }
        } else {
            let one = self.of(credentials);
            let typed = match (one.duress_code, self.below(8)) {
                (Some(duress), 0) => duress,
                (_, 1) => self.of(&CODES),
                _ => one.text,
            };
            if one.kind == "code" {
                items.push(Item {
                    kind: "code",
                    text: typed,
                    after: first,
                });
            } else {
                let kind = if one.kind == "phone" {
                    self.of(&["phone", "phone", "remote"])
                } else {
                    one.kind
                };
                items.push(Item {
                    kind,
                    text: one.text,
                    after: first,
                });
                if self.once_in(2) {
                    let pin = one.pin.unwrap_or("1234");
                    let typed = self.mostly(pin, 5, &CODES);
                    items.push(Item {
                        kind: "code",
                        text: typed,
                        after: Some(3),
                    });
                }
            }
        }
        if self.once_in(20) {
            let item = self.item();
            items.push(item);
        }
        for item in &mut items {
            if self.once_in(30) {
                item.after = self.of(&[None, Some(10), Some(11)]);
            }
        }
        items
    }

    fn item(&mut self) -> Item {
        let (kind, text) = match self.below(8) {
            0..3 => ("code", self.of(&CODES)),
            3..5 => self.of(&CARDS),
            5 => (self.of(&["phone", "remote"]), self.of(&PHONES)),
            6 => ("uid", self.of(&["04a1b2c3", "04A1B2"])),
            _ => self.of(&[
                ("code", ""),
                ("code", "12x4"),
                ("number", "012345678"),
                ("word", "102"),
                ("phone", ""),
            ]),
        };
        Item {
            kind,
            text,
            after: self.of(&[Some(1), Some(4), None]),
        }
    }

    fn lockout(&mut self) -> PlainLockout {
        PlainLockout {
            wrong: self.of(&[0, 0, 1, 2]),
            locked: self.mostly(0, 5, &[60, 30]),
            at: NOON - self.of(&[0, 30, 59, 60, 100, -5]),
        }
    }

    fn times(&mut self) -> PlainTimes {
        if self.once_in(2) {
            return PlainTimes::Always;
        }
        let mut days = [true; 7];
        for day in &mut days {
            *day = !self.once_in(4);
        }
        let (from, until) = self.of(&[(0, 1440), (540, 1020), (600, 601), (541, 1440)]);
        PlainTimes::Hours(PlainHours {
            days,
            from,
            until,
            closed: self.mostly(None, 5, &[Some("2026-11-26"), Some("2026-11-27")]),
        })
    }

    fn groups(&mut self) -> Vec<Vec<&'static str>> {
        let open = vec![vec!["code"], vec!["card"], vec!["phone"]];
        self.mostly(
            open.clone(),
            2,
            &[
                open,
                vec![vec!["card", "code"]],
                vec![vec!["card"], vec!["code", "phone"]],
                vec![vec!["phone", "code"], vec!["card", "code"]],
                vec![vec!["code"]],
            ],
        )
    }

    fn door(&mut self) -> PlainDoor {
        let mut shut = [Some(false); 6];
        for one in &mut shut {
            *one = self.mostly(Some(false), 120, &[Some(true), None]);
        }
        let mut levels = Vec::new();
        for priority in 0..self.of(&[0, 0, 0, 1, 2]) {
            levels.push(PlainLevel {
                times: self.times(),
                priority,
                groups: self.groups(),
            });
        }
        let security = PlainSecurity {
            otherwise: self.groups(),
            levels,
            within: 10,
        };
        let passback = PlainPassback {
            hard: self.once_in(2),
            by_place: self.once_in(2),
            reset_after: self.of(&[None, None, Some(3600)]),
        };
        let bounds = [None, Some(1), Some(2), Some(4)];
        let occupancy = (
            self.of(&[0, 1, 2, 4]),
            self.of(&bounds),
            self.of(&[None, None, Some(2)]),
        );
        let mut told = |times| match self.below(times) {
            0 => 0,
            1 | 2 => 1,
            _ => 2,
        };
        let (locks, passes, counts) = (told(20), told(12), told(20));
        let lockout = self.lockout();
        PlainDoor {
            id: "front",
            levels: self.of(&[vec![], vec!["staff"]]),
            shut,
            security: if self.once_in(60) {
                None
            } else {
                Some(security)
            },
            lockout: [Told::Not, Told::On(lockout), Told::Off][locks].clone(),
            remote: self.mostly(Some("yes"), 3, &[Some("no"), Some("with-code"), None]),
            passback: [Told::Not, Told::On(passback), Told::Off][passes].clone(),
            persons: self.mostly(Some(1), 8, &[Some(2), Some(3), None]),
            first_person: self.mostly(Some("off"), 8, &[Some("needed"), Some("came"), None]),
            occupancy: [Told::Not, Told::On(occupancy), Told::Off][counts].clone(),
        }
    }

    pub(crate) fn credential(&mut self, id: &'static str) -> PlainCredential {
        let (kind, text) = match self.below(5) {
            0..2 => ("code", self.of(&CODES)),
            2..4 => self.of(&CARDS),
            _ => ("phone", self.of(&PHONES)),
        };
        let window = [
            Some((Some(self.near()), None)),
            Some((None, Some(self.near()))),
            Some((Some(NOON - 60), Some(NOON + 60))),
            None,
        ];
        let place = [
            Told::Not,
            Told::Off,
            Told::On(("street", Some(self.near()))),
            Told::On(("lobby", Some(self.near()))),
            Told::On(("garage", None)),
        ];
        let wrong_pins = self.lockout();
        let used = self.of(&[Some(0), Some(1), Some(2), None]);
        let near = self.near();
        let first = self.of(&[
            Told::Not,
            Told::Off,
            Told::Off,
            Told::On(near),
            Told::On(NOON - 3600),
        ]);
        let since = self.near();
        PlainCredential {
            id,
            kind,
            text,
            pin: if kind == "code" {
                None
            } else {
                self.mostly(Some("1234"), 3, &[Some("748369"), None])
            },
            duress_code: self.mostly(None, 5, &[Some("1235"), Some("99990000"), Some("55555")]),
            duress_add: self.mostly(None, 4, &[Some(1), Some(2)]),
            wrong_pins: self.mostly(None, 4, &[Some(wrong_pins)]),
            holder: self.of(&HOLDERS),
            holder_state: self.mostly(
                Some("active"),
                40,
                &[None, Some("suspended"), Some("left"), Some("non-access")],
            ),
            place: self.of(&place),
            roles: self.mostly(
                vec![],
                4,
                &[
                    vec!["escort"],
                    vec!["needs-escort"],
                    vec!["first-person"],
                    vec!["escort", "needs-escort"],
                    vec!["escort", "first-person"],
                ],
            ),
            state: self.mostly(
                Some("active"),
                16,
                &[
                    None,
                    Some("suspended"),
                    Some("revoked"),
                    Some("lost"),
                    Some("stolen"),
                    Some("damaged"),
                ],
            ),
            window: self.mostly(Some((None, None)), 6, &window),
            grace: self.mostly(None, 5, &[Some((60, 60)), Some((0, 3600)), Some((3600, 0))]),
            times: match self.below(30) {
                0 => None,
                1..7 => Some(self.times()),
                _ => Some(PlainTimes::Always),
            },
            doors: self.mostly(
                Some(vec!["front"]),
                10,
                &[
                    Some(vec![]),
                    Some(vec!["back"]),
                    None,
                    Some(vec!["back", "front"]),
                ],
            ),
            levels: self.mostly(
                None,
                4,
                &[Some(vec!["staff"]), Some(vec!["guest"]), Some(vec![])],
            ),
            uses: self.mostly(
                None,
                5,
                &[
                    Some((used, Some(2))),
                    Some((used, None)),
                    Some((Some(0), Some(0))),
                ],
            ),
            first_use: self.mostly(None, 8, &[Some((60, first))]),
            idle: self.mostly(None, 10, &[Some((1, Some(since))), Some((30, None))]),
            exempt: self.mostly(
                vec![],
                4,
                &[vec!["code"], vec!["passback"], vec!["passback", "code"]],
            ),
        }
    }
}
