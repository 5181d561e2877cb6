//! What identifies a key to others: a code, or the number of a card.

use latchwork::system::kiiaccess::{Identification, Key, RequestedCode};
use latchwork::{Code, KeyFormat, KeyNumber};

/// What identifies a key to others.
pub(super) struct Identified {
    pub(super) identification: Identification,
    format: Option<&'static str>,
}

impl Identified {
    /// What its tag at a door is made of.
    pub(super) fn parts(&self, door: &str) -> [Vec<u8>; 4] {
        let (kind, text) = match &self.identification {
            Identification::Code(code) => ("code", code.as_str()),
            Identification::Rfid { number, .. } => ("rfid", number.canonical()),
        };
        let format = self.format.unwrap_or_default();
        [kind, format, door, text].map(|part| part.as_bytes().to_vec())
    }
}

/// A key that is asked for or was made: the code of it, where there is one.
pub(super) trait Asked {
    fn code(&self) -> Option<&Code>;
}

impl Asked for Code {
    fn code(&self) -> Option<&Code> {
        Some(self)
    }
}

impl Asked for RequestedCode {
    fn code(&self) -> Option<&Code> {
        match self {
            Self::Given(code) => Some(code),
            Self::Generated => None,
        }
    }
}

/// What a key is identified by, and whatever else clashes with it: a number of a card whose format
/// is not known clashes with equal ones of any format.
pub(super) fn identified<C: Asked>(key: &Key<C>) -> Vec<Identified> {
    match key {
        Key::Code(asked) => asked
            .code()
            .map(|code| Identified {
                identification: Identification::Code(code.clone()),
                format: None,
            })
            .into_iter()
            .collect(),
        Key::Rfid { number, format, .. } => {
            let own = format.as_ref().and_then(|format| built_in(format.name()));
            let others = match own {
                Some(_) => vec![None],
                None => KeyFormat::BUILT_IN
                    .iter()
                    .map(|one| built_in(one.name()))
                    .collect(),
            };
            let formats = std::iter::once(own).chain(others);
            formats.map(|format| of_number(number, format)).collect()
        }
        Key::Mobile => Vec::new(),
    }
}

fn of_number(number: &KeyNumber, format: Option<&'static str>) -> Identified {
    let named = format.map(str::to_owned);
    let number = number.clone();
    Identified {
        identification: Identification::Rfid {
            number,
            format: named,
        },
        format,
    }
}

fn built_in(name: &str) -> Option<&'static str> {
    ["EM", "MC", "MD"].into_iter().find(|known| *known == name)
}
