//! What somebody shows, as the tables may have it.

use std::collections::BTreeMap;

use latchwork::door::{Attempt, Identification, Shown};
use latchwork::{Code, KeyFormat, Uid, Uuid};

use super::door::Met;
use crate::secrets::{Keyring, Tag};

/// The core reads no more persons, and no more of each.
const MOST: usize = 9;

/// What is looked for: the more is shown, the more, whoever's it is.
pub(super) struct Sought {
    /// What each tag stands for.
    pub(super) tags: BTreeMap<Tag, Meant>,
    /// The ids of people whose phones are shown; empty for a phone that is nobody's.
    pub(super) phones: Vec<String>,
    /// The code beside a card.
    pub(super) pins: Vec<Code>,
    /// Whether somebody shows a code beside something else.
    pub(super) has_pin: bool,
}

/// What was shown, where a tag is found.
pub(super) struct Meant {
    /// What identifies the credential.
    pub(super) identification: Identification,
    /// What was added to the code's last digit.
    pub(super) added: Option<u8>,
}

impl Sought {
    pub(super) fn of(attempt: &Attempt, met: &Met, keys: &Keyring) -> Self {
        let mut sought = Self {
            tags: BTreeMap::new(),
            phones: Vec::new(),
            pins: Vec::new(),
            has_pin: false,
        };
        for person in attempt.persons().take(MOST) {
            let read: Vec<_> = person.iter().take(MOST).filter_map(Shown::read).collect();
            let is_code = |one: &Identification| matches!(one, Identification::Code(_));
            let is_alone = read.iter().all(is_code);
            sought.has_pin |= !is_alone && read.iter().any(is_code);
            for one in read {
                match one {
                    Identification::Code(code) if !is_alone => sought.pins.push(code),
                    one => sought.add(&one, met, keys),
                }
            }
        }
        sought
    }

    fn add(&mut self, shown: &Identification, met: &Met, keys: &Keyring) {
        match shown {
            Identification::Code(code) => {
                self.tag("code", "", code.as_str(), shown, None, met, keys);
                for step in &met.duress {
                    // Of which code it would be what somebody types who is threatened.
                    let own = code.plus(10 - step);
                    let meant = Identification::Code(own.clone());
                    self.tag("code", "", own.as_str(), &meant, Some(*step), met, keys);
                }
            }
            Identification::Number(number) => {
                for format in ["", "EM", "MC", "MD"] {
                    let text = number.canonical();
                    self.tag("rfid", format, text, shown, None, met, keys);
                }
            }
            Identification::Uid(uid) => self.card(uid.as_bytes(), shown, met, keys),
            Identification::Word(word) => {
                // Words of other lengths hold a part of an identifier only, which many cards have.
                let length = usize::from(word.length() / 8);
                let bytes = word.value().to_be_bytes();
                if word.length() % 8 == 0
                    && let Some(bytes) = bytes.get(bytes.len() - length..)
                {
                    self.card(bytes, shown, met, keys);
                }
            }
            Identification::Phone(id) => {
                let is_id = Uuid::parse(id).is_ok_and(|uuid| uuid.to_string() == *id);
                self.phones
                    .push(if is_id { id.clone() } else { String::new() });
            }
            // A kind that came later is of no key here.
            _ => {}
        }
    }

    /// The numbers of an identifier: of its bytes in either order, and of the format of its length.
    fn card(&mut self, bytes: &[u8], shown: &Identification, met: &Met, keys: &Keyring) {
        let format = match bytes.len() {
            4 => KeyFormat::MC,
            5 => KeyFormat::EM,
            7 => KeyFormat::MD,
            _ => return,
        };
        let Ok(uid) = Uid::from_bytes(bytes) else {
            return;
        };
        for uid in [uid, uid.reversed()] {
            let value = uid
                .as_bytes()
                .iter()
                .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
            let Ok(number) = format.check(&value.to_string()) else {
                continue;
            };
            for format in ["", format.name()] {
                let text = number.canonical();
                self.tag("rfid", format, text, shown, None, met, keys);
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of a tag, and whose it is"
    )]
    fn tag(
        &mut self,
        kind: &str,
        format: &str,
        text: &str,
        identification: &Identification,
        added: Option<u8>,
        met: &Met,
        keys: &Keyring,
    ) {
        let parts = [kind, format, met.door.id.as_str(), text].map(str::as_bytes);
        for tag in keys.tags(&parts) {
            let meant = || Meant {
                identification: identification.clone(),
                added,
            };
            self.tags.entry(tag).or_insert_with(meant);
        }
    }
}
