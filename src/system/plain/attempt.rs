//! Attempts at a door.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use super::Options;
use crate::door::FIELDS;
use crate::door::{Attempt, Identification, Means};
use crate::schema::{Judged, Kind, Name, Reading, Table, words};
use crate::system::Request;
use crate::value::Members;
use crate::{CardFormat, Issue, IssueCode, KeyFormat, KeyNumber, Value, Word};

const FROM: Name = Name::new(3, "from");

const TRY: Table = Table::of(&[
    FIELDS[0].described("What the person shows, in order"),
    FIELDS[1].described("Where the reader leads; absent: not known"),
    FIELDS[2].described("What each other person shows"),
    FROM.optional(Kind::Word(&Way::WORDS))
        .described("Whether somebody is at the door; absent: as what is shown says"),
])
.nullable()
.with_rules(judge_way);

words! {
    /// From where somebody tries to open a door.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Way: DoorWordUnknown {
        /// From before it.
        Door = "door",
        /// From anywhere else: what is shown is `remote`.
        Afar = "afar",
    }
}

/// A checked attempt at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TryDoor {
    /// What is shown.
    pub attempt: Attempt,
    /// From where: wrong tries of each way are counted apart, so that nobody locks a door from afar
    /// for those who stand before it.
    pub way: Way,
}

impl Way {
    /// The way that what is shown says.
    fn of(attempt: &Attempt) -> Self {
        let mut shown = attempt.persons().flatten();
        if shown.any(|one| one.means() == Means::Remote) {
            Self::Afar
        } else {
            Self::Door
        }
    }
}

impl Request for TryDoor {
    const TABLE: &'static Table = &TRY;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Try a door";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        let attempt = Attempt::of(reading)?;
        let way = Way::of(&attempt);
        Some(Self { attempt, way })
    }
}

/// A number by which a key may be known that a reader reads the card of.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyOfCard {
    /// The name of its format; `None` for a key of which nobody knows it.
    pub format: Option<&'static str>,
    /// The number.
    pub number: KeyNumber,
}

impl KeyOfCard {
    /// All that a reader's card may be known by: the number itself, or those of its identifier, its
    /// bytes read either way, in the format of its length; and of a word of another length the number
    /// that it holds, of which nobody says of which format it is. A part of an identifier is of no key
    /// of its format: many cards have it. Nothing for what is no card.
    ///
    /// A key without a format is one of whichever card holds its number: words of every length at
    /// which the formats agree are looked for by it, since nobody said of which length its card is,
    /// and of each length one word at most holds it. Cards of two lengths may hold the same number,
    /// as two cards of 26 bits may: no number of a card is a secret. A key that names its format
    /// is looked for by no word of another.
    ///
    /// ```
    /// use latchwork::door::{Means, Shown};
    /// use latchwork::system::plain::KeyOfCard;
    ///
    /// let card = Shown::new(Means::Uid, "04:A1:B2:C3").read().expect("an identifier");
    /// let numbers = KeyOfCard::all(&card);
    /// assert_eq!(numbers[1].format, Some("MC"));
    /// assert_eq!(numbers[1].number.canonical(), "77705923");
    /// ```
    #[must_use]
    pub fn all(card: &Identification) -> Vec<Self> {
        match card {
            Identification::Number(number) => {
                let number = |format| Self {
                    format,
                    number: number.clone(),
                };
                [None, Some("EM"), Some("MC"), Some("MD")]
                    .map(number)
                    .into()
            }
            Identification::Uid(uid) => Self::of_bytes(uid.as_bytes()),
            Identification::Word(word) => Self::of_word(*word),
            // What is typed or held is no card.
            Identification::Code(_) | Identification::Phone(_) => Vec::new(),
        }
    }

    /// Words of whole bytes are identifiers as they are.
    fn of_word(word: Word) -> Vec<Self> {
        let all = word.value().to_be_bytes();
        if let 32 | 40 | 56 = word.length() {
            let length = usize::from(word.length() / 8);
            let first = all.len().checked_sub(length);
            let bytes = first.and_then(|first| all.get(first..));
            return bytes.map(Self::of_bytes).unwrap_or_default();
        }
        let Some(held) = word.number(CardFormat::built_in_of(word.length())) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        found.extend(Self::of(None, &KeyFormat::MD, held.value));
        if word.length() == 34 {
            // Readers of 34 bits send the four bytes of an identifier, in either order.
            let reversed = held.value.to_le_bytes();
            let reversed = reversed.iter().take(4);
            let reversed = reversed.fold(0, |value, byte| value << 8 | u64::from(*byte));
            for value in [held.value, reversed] {
                found.extend(Self::of(Some("MC"), &KeyFormat::MC, value));
            }
        }
        found
    }

    fn of_bytes(bytes: &[u8]) -> Vec<Self> {
        let (format, name) = match bytes.len() {
            4 => (KeyFormat::MC, "MC"),
            5 => (KeyFormat::EM, "EM"),
            7 => (KeyFormat::MD, "MD"),
            _ => return Vec::new(),
        };
        let number = |value, byte: &u8| value << 8 | u64::from(*byte);
        let orders = [
            bytes.iter().fold(0, number),
            bytes.iter().rev().fold(0, number),
        ];
        let named = |value| [None, Some(name)].map(|name| Self::of(name, &format, value));
        orders.into_iter().flat_map(named).flatten().collect()
    }

    fn of(format: Option<&'static str>, bounds: &KeyFormat, value: u64) -> Option<Self> {
        let number = bounds.check(&value.to_string()).ok()?;
        Some(Self { format, number })
    }
}

impl fmt::Debug for KeyOfCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyOfCard")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

/// The way that is told is the one that what is shown says.
fn judge_way(request: &mut Judged<'_, '_>) {
    let Some(told) = request.text(FROM) else {
        return;
    };
    if !request.is_right() {
        return;
    }
    let shown = Attempt::of(request.reading);
    if shown.is_some_and(|shown| Way::of(&shown).as_str() != told) {
        request.report(FROM, || Issue::of(IssueCode::DoorWayOther));
    }
}

const OPENED: Name = Name::new(0, "opened");

const TELL: Table = Table::of(&[OPENED
    .required(Kind::Flag)
    .described("false: the door was not opened, and what was stored for it is taken back")])
.nullable();

/// A checked report whether a door that was let open was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TellOutcome {
    /// Whether it was.
    pub opened: bool,
}

impl TellOutcome {
    /// The report as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default().with(OPENED.text, self.opened).into()
    }
}

impl Request for TellOutcome {
    const TABLE: &'static Table = &TELL;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Tell whether a door was opened";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            opened: reading.flag(OPENED)?,
        })
    }
}
