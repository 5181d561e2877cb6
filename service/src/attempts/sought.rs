//! What somebody shows, as the tables may have it.

use std::collections::BTreeMap;

use latchwork::door::{Attempt, Identification, Shown};
use latchwork::system::basip::IdentifierNumber;
use latchwork::system::plain::KeyOfCard;
use latchwork::{Code, KeyNumber, Uuid};

use super::door::Met;
use crate::basip::parts;
use crate::secrets::{Keyring, Tag};

/// The core reads no more persons, and no more of each.
const MOST: usize = 9;

/// What is looked for: the more is shown, the more, whoever's it is.
pub(super) struct Sought {
    /// What each tag stands for.
    pub(super) tags: BTreeMap<Tag, Meant>,
    /// What each tag of the panel's identifiers stands for, at a door of one of its locks.
    pub(super) identifiers: BTreeMap<Tag, (IdentifierNumber, Meant)>,
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
            identifiers: BTreeMap::new(),
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
        self.identifier(shown, None, met, keys);
        match shown {
            Identification::Code(code) => {
                self.tag("code", "", code.as_str(), shown, None, met, keys);
                for step in &met.duress {
                    // Of which code it would be what somebody types who is threatened.
                    let own = code.plus(10 - step);
                    let meant = Identification::Code(own.clone());
                    self.tag("code", "", own.as_str(), &meant, Some(*step), met, keys);
                    self.identifier(&meant, Some(*step), met, keys);
                }
            }
            Identification::Phone(id) => {
                let is_id = Uuid::parse(id).is_ok_and(|uuid| uuid.to_string() == *id);
                self.phones
                    .push(if is_id { id.clone() } else { String::new() });
            }
            card => {
                for (format, number) in numbers(card) {
                    let text = number.canonical();
                    self.tag("rfid", format, text, shown, None, met, keys);
                }
            }
        }
    }

    /// Looks for an identifier of the panel, too, where the door is at one of its locks.
    fn identifier(&mut self, shown: &Identification, added: Option<u8>, met: &Met, keys: &Keyring) {
        let Some(panel) = &met.panel else {
            return;
        };
        let Some(number) = IdentifierNumber::shown(shown) else {
            return;
        };
        for tag in keys.tags(&parts(&panel.organisation, &number)) {
            let meant = || Meant {
                identification: shown.clone(),
                added,
            };
            let identifiers = self.identifiers.entry(tag);
            identifiers.or_insert_with(|| (number.clone(), meant()));
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

/// The numbers of keys that a card may have that is shown, each with its format's name.
fn numbers(card: &Identification) -> Vec<(&'static str, KeyNumber)> {
    let all = KeyOfCard::all(card).into_iter();
    all.map(|key| (key.format.unwrap_or_default(), key.number))
        .collect()
}

#[cfg(test)]
mod tests {
    use latchwork::card::Uid;
    use latchwork::{CardFormat, Word};

    use super::*;

    fn told(shown: &Identification) -> Vec<(&'static str, u64)> {
        let numbers = numbers(shown);
        numbers
            .iter()
            .map(|(name, number)| (*name, number.value()))
            .collect()
    }

    fn bits(word: &str) -> Identification {
        Identification::Word(Word::from_bits(word).unwrap())
    }

    /// Words of each format of the table, of numbers that spread over all that it allows.
    fn words() -> Vec<(&'static CardFormat, Word)> {
        let mut words = Vec::new();
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for format in CardFormat::built_in() {
            for _ in 0..200 {
                let mut fields = latchwork::CardFields::default();
                let mut number = |field| {
                    random ^= random << 13;
                    random ^= random >> 7;
                    random ^= random << 17;
                    let max = format.max(field)?;
                    Some(
                        format
                            .fixed(field)
                            .unwrap_or(random % max.saturating_add(1)),
                    )
                };
                fields.facility = number(latchwork::CardField::Facility);
                fields.card = number(latchwork::CardField::Card);
                fields.issue = number(latchwork::CardField::Issue);
                fields.oem = number(latchwork::CardField::Oem);
                words.push((format, format.encode(&fields).unwrap()));
            }
        }
        words
    }

    #[test]
    fn words_of_all_formats_are_of_their_own_number_or_of_none() {
        for (format, word) in words() {
            let found = told(&Identification::Word(word));
            let whole = u64::try_from(word.value()).ok();
            match word.length() {
                // Whole bytes are an identifier, in either order, and nothing else.
                32 | 40 | 56 => {
                    let length = usize::from(word.length() / 8);
                    let bytes = word.value().to_be_bytes();
                    let uid = Uid::from_bytes(&bytes[bytes.len() - length..]).unwrap();
                    assert_eq!(found, told(&Identification::Uid(uid)));
                    assert!(found.iter().any(|(_, number)| Some(*number) == whole));
                }
                length => {
                    let held = word.number(CardFormat::built_in());
                    let Some(held) = held else {
                        assert_eq!(found, [], "{}", format.name());
                        continue;
                    };
                    let mut expected = vec![("", held.value)];
                    if length == 34 {
                        let low = u32::try_from(held.value).unwrap();
                        expected.push(("MC", low.into()));
                        expected.push(("MC", low.swap_bytes().into()));
                    }
                    assert_eq!(found, expected, "{}", format.name());
                }
            }
        }
    }

    #[test]
    fn a_part_of_an_identifier_is_of_no_key_of_its_format() {
        // 0102B0A5FD as a reader of 26 bits sends it: the low 24 bits.
        let word = CardFormat::find("H10301", &[]).unwrap();
        let fields = latchwork::CardFields {
            facility: Some(0xB0),
            card: Some(0xA5FD),
            ..latchwork::CardFields::default()
        };
        let word = word.encode(&fields).unwrap();
        assert_eq!(told(&Identification::Word(word)), [("", 11_576_829)]);
        // With a parity bit that does not hold it is nothing.
        let wrong = Word::new(word.value() ^ 1, 26).unwrap();
        assert_eq!(told(&Identification::Word(wrong)), []);
    }

    #[test]
    fn what_no_format_is_known_of_is_of_no_key() {
        for length in 1..=128_usize {
            let is_known = CardFormat::built_in().iter().any(|format| {
                usize::from(format.bits()) == length
                    && format.confidence() == latchwork::Confidence::Agreed
            });
            if !is_known && ![32, 40, 56].contains(&length) {
                for word in ["0".repeat(length), "1".repeat(length)] {
                    assert_eq!(told(&bits(&word)), [], "{length}");
                }
            }
        }
    }
}
