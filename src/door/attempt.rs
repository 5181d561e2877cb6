//! What somebody shows at a door.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::security::Method;
#[cfg(feature = "js-plain")]
use crate::schema::check_alone;
use crate::schema::{Document, Field, Given, Kind, Name, Reading, Table, read_as, words};
use crate::{
    Code, Issue, IssueCode, Issues, KeyFormat, KeyNumber, Uid, UnknownFields, Value, Word,
};

const SHOWN: Name = Name::new(0, "shown");
const DIRECTION: Name = Name::new(1, "direction");
const WITH: Name = Name::new(2, "with");

const KIND: Name = Name::new(0, "kind");
const TEXT: Name = Name::new(1, "text");
const AFTER: Name = Name::new(2, "after");

const TABLE: Table = Table::of(&FIELDS).nullable();

/// The fields of an attempt, which a request for one has too.
pub(crate) const FIELDS: [Field; 3] = [
    SHOWN.required(SHOWN_LIST),
    DIRECTION.optional(Kind::Word(&Direction::WORDS)),
    WITH.optional(Kind::List(&SHOWN_LIST)),
];

const SHOWN_LIST: Kind = Kind::List(&Kind::Object(&SHOWN_TABLE));
const SHOWN_TABLE: Table = Table::of(&[
    KIND.required(Kind::Word(&Means::WORDS)),
    TEXT.required(Kind::Text),
    AFTER.optional(Kind::Whole(0, SECONDS_OF_A_DAY)),
])
.nullable();

/// Nobody takes longer from one reading to the next.
const SECONDS_OF_A_DAY: u64 = 86_400;

/// One try to open a door: what a person shows, in which direction, and who else shows something.
///
/// ```
/// use latchwork::door::{Attempt, Direction, Means, Shown};
///
/// let card = Shown::new(Means::Uid, "04:A1:B2:C3");
/// let pin = Shown::new(Means::Code, "748365").after(4);
/// let attempt = Attempt::new(vec![card, pin]).direction(Direction::In);
/// # assert_eq!(attempt.shown().len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    shown: Vec<Shown>,
    direction: Option<Direction>,
    with: Vec<Vec<Shown>>,
}

impl Attempt {
    /// What one person shows, in order; a list of nothing opens no door.
    #[must_use]
    pub fn new(shown: Vec<Shown>) -> Self {
        Self {
            shown,
            direction: None,
            with: Vec::new(),
        }
    }

    /// The same at a reader that leads there. Without it the direction is not known, which a door
    /// refuses that keeps who is where.
    #[must_use]
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }

    /// The same with what one more person shows: a second person, or one who accompanies.
    #[must_use]
    pub fn with(mut self, shown: Vec<Shown>) -> Self {
        self.with.push(shown);
        self
    }

    /// Checks an attempt written as an object: `shown` (a list of `kind`, `text` and `after`),
    /// `direction`, and `with`, such a list of each other person.
    ///
    /// # Errors
    /// Every issue of the object. What the reader or the keypad gave is none: a text that has not
    /// the form of its kind is a reason to refuse, [`BadFormat`](super::Reason::BadFormat).
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The attempt of an object that a table with these fields found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            shown: reading.list(SHOWN, Shown::of)?,
            direction: reading.parse(DIRECTION, Direction::parse),
            with: reading.list(WITH, |person| {
                // With room for all of it: a list that grows leaves codes behind.
                let mut shown = Vec::with_capacity(person.len());
                for one in person.items() {
                    shown.push(Shown::of(one)?);
                }
                Some(shown)
            })?,
        })
    }

    /// What the person shows.
    #[must_use]
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// Where the reader leads; `None` where that is not known.
    #[must_use]
    pub fn leads(&self) -> Option<Direction> {
        self.direction
    }

    /// What each person shows, whom the door is opened for first.
    pub fn persons(&self) -> impl Iterator<Item = &[Shown]> {
        let others = self.with.iter().map(Vec::as_slice);
        core::iter::once(self.shown.as_slice()).chain(others)
    }
}

words! {
    /// Where a reader leads.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Direction: DoorWordUnknown {
        /// Inside.
        In = "in",
        /// Outside.
        Out = "out",
    }
}

words! {
    /// By what means something is shown.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Means: DoorWordUnknown {
        /// `code`: digits typed at a keypad.
        Code = "code",
        /// `uid`: a card, of which the reader gives the identifier, in hex.
        Uid = "uid",
        /// `number`: a card, of which the reader gives a decimal number.
        Number = "number",
        /// `word`: a card, of which the reader sends the bits, `0` and `1`.
        Word = "word",
        /// `phone`: a phone at the reader, by its id.
        Phone = "phone",
        /// `remote`: nobody at the door, but a request of whose phone or account this is the id.
        Remote = "remote",
    }
}

/// One thing that is shown, as the reader or the keypad gave it: nothing is known of it yet.
///
/// `Debug` shows no digit, and the text is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    means: Means,
    text: Zeroizing<String>,
    after: Option<u32>,
}

impl Shown {
    /// What was given, whatever it is.
    #[must_use]
    pub fn new(means: Means, text: &str) -> Self {
        Self {
            means,
            text: Zeroizing::new(text.into()),
            after: None,
        }
    }

    /// The same, so many seconds after what was shown before it. What comes first needs none; of
    /// anything else it is not known without it whether it came in time.
    #[must_use]
    pub fn after(mut self, seconds: u32) -> Self {
        self.after = Some(seconds);
        self
    }

    /// What is written as an object: as each item of `shown` is.
    #[cfg(feature = "js-plain")]
    pub(crate) fn read_value(document: &Document<'_>) -> Result<Self, Issues> {
        check_alone(document, &Kind::Object(&SHOWN_TABLE), UnknownFields::Refuse)?;
        Self::of(document.root()).ok_or_else(Issues::default)
    }

    fn of(given: Given<'_>) -> Option<Self> {
        let reading = given.reading(&SHOWN_TABLE)?;
        Some(Self {
            means: reading.parse(KIND, Means::parse)?,
            text: Zeroizing::new(reading.text(TEXT)?.into()),
            after: reading
                .whole(AFTER)
                .and_then(|after| u32::try_from(after).ok()),
        })
    }

    /// By what means.
    #[must_use]
    pub fn means(&self) -> Means {
        self.means
    }

    /// How many seconds after what was shown before it.
    pub(super) fn seconds_after(&self) -> Option<u32> {
        self.after
    }

    /// What it identifies; `None` for a text that has not the form of its kind.
    #[must_use]
    pub fn read(&self) -> Option<Identification> {
        Identification::parse(self.means, &self.text).ok()
    }

    /// The method of a security level that it is; `None` from afar.
    pub(super) fn method(&self) -> Option<Method> {
        match self.means {
            Means::Code => Some(Method::Code),
            Means::Uid | Means::Number | Means::Word => Some(Method::Card),
            Means::Phone => Some(Method::Phone),
            Means::Remote => None,
        }
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shown")
            .field("means", &self.means)
            .field("after", &self.after)
            .finish_non_exhaustive()
    }
}

/// What tells a credential from all others.
///
/// Two are equal when they are of one kind and mean the same: a decimal number never equals an
/// identifier, since which bytes it was made of it does not tell. Codes are compared in constant
/// time. `Debug` shows no digit.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Identification {
    /// A code.
    Code(Code),
    /// The identifier of a card.
    Uid(Uid),
    /// The decimal number of a card.
    Number(KeyNumber),
    /// The bits of a card.
    Word(Word),
    /// The id of a phone, or of an account that may open from afar; not empty.
    Phone(String),
}

impl Identification {
    /// Reads what is shown by some means; [`Means::Phone`] and [`Means::Remote`] give the same.
    ///
    /// # Errors
    /// Those of [`Code::parse`] and of a [`KeyNumber`], `door_card_malformed` for what is no identifier
    /// or no bits, `text_empty` for an id without a letter.
    pub fn parse(means: Means, text: &str) -> Result<Self, Issue> {
        Ok(match means {
            Means::Code => Self::Code(Code::parse(text)?),
            Means::Uid => Self::Uid(Uid::parse(text).map_err(|_| malformed())?),
            Means::Number => Self::Number(KeyFormat::WIDEST.check(text)?),
            Means::Word => Self::Word(Word::from_bits(text).map_err(|_| malformed())?),
            Means::Phone | Means::Remote if text.trim().is_empty() => {
                return Err(Issue::of(IssueCode::TextEmpty));
            }
            Means::Phone | Means::Remote => Self::Phone(text.into()),
        })
    }

    /// The code, of one that is a code.
    pub(super) fn code(&self) -> Option<&Code> {
        match self {
            Self::Code(code) => Some(code),
            _ => None,
        }
    }
}

/// What is no identifier of a card, and no bits of one. The issues of cards say more, but are of a part
/// of the core that those who decide at doors need not have.
fn malformed() -> Issue {
    Issue::of(IssueCode::DoorCardMalformed)
}

impl fmt::Debug for Identification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Code(_) => "Code(…)",
            Self::Uid(_) => "Uid(…)",
            Self::Number(_) => "Number(…)",
            Self::Word(_) => "Word(…)",
            Self::Phone(_) => "Phone(…)",
        })
    }
}
