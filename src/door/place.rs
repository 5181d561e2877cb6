//! Where people are: passback, and how many are inside.

use alloc::string::String;

use super::attempt::Direction;
use crate::schema::{Document, Given, Kind, Name, Reading, Table, read_as, words};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issues, Timestamp, UnknownFields, Value};

pub(super) const AREA: Name = Name::new(0, "area");
const SINCE: Name = Name::new(1, "since");

const MODE: Name = Name::new(0, "mode");
const OUTSIDE: Name = Name::new(1, "outside");
const INSIDE: Name = Name::new(2, "inside");
const SCOPE: Name = Name::new(3, "scope");
const RESET_AFTER: Name = Name::new(4, "resetAfter");

const COUNT: Name = Name::new(1, "inside");
pub(super) const MOST: Name = Name::new(2, "most");
pub(super) const LEAST: Name = Name::new(3, "least");

words! {
    #[derive(Clone, Copy)]
    enum Forgotten: DoorWordUnknown {
        Reset = "reset",
    }
}

/// Where a person is, as far as doors tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nobody knows, and that is all right: the person is new, or was forgiven. Either direction is
    /// taken once.
    Reset,
    /// In an area.
    In {
        /// Which.
        area: String,
        /// Since when; `None` where that is not known.
        since: Option<Timestamp>,
    },
}

impl Place {
    pub(super) const KIND: Kind = Kind::ObjectOr(&Self::TABLE, &Kind::Word(&Forgotten::WORDS));

    const TABLE: Table = Table::of(&[
        AREA.required(Kind::SomeText),
        SINCE.optional(Kind::Form(&Timestamp::FORM)),
    ])
    .nullable();

    pub(super) fn of(given: Given<'_>) -> Option<Self> {
        let Some(reading) = given.reading(&Self::TABLE) else {
            return Some(Self::Reset);
        };
        Some(Self::In {
            area: reading.owned(AREA)?,
            since: reading.instant(SINCE),
        })
    }

    /// The place as an object, or the word `reset`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        match self {
            Self::Reset => Forgotten::Reset.as_str().into(),
            Self::In { area, since } => Members::default()
                .with(AREA.text, area.as_str())
                .with_some(SINCE.text, since.map(Value::from))
                .into(),
        }
    }
}

words! {
    /// What becomes of somebody who is where the door leads already.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum PassbackMode: DoorWordUnknown {
        /// The door opens, and that is told.
        Soft = "soft",
        /// The door stays shut.
        Hard = "hard",
    }
}

words! {
    /// Who breaks passback.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum PassbackScope: DoorWordUnknown {
        /// `entry`: who is already where the door leads, as at a pair of readers.
        #[default]
        Entry = "entry",
        /// `place`: whoever is not where the door leads away from.
        Place = "place",
    }
}

/// What a door asks of where people are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passback {
    /// What becomes of who breaks it.
    pub mode: PassbackMode,
    /// The area on the side of the reader that leads in.
    pub outside: String,
    /// The area on the side of the reader that leads out.
    pub inside: String,
    /// Who breaks it.
    pub scope: PassbackScope,
    /// After so many seconds nobody remembers where the person was; `None` for never. To forget
    /// all places at a time of day is the service's: it stores [`Place::Reset`].
    pub reset_after: Option<u32>,
}

impl Passback {
    pub(super) const TABLE: Table = Table::of(&[
        MODE.required(Kind::Word(&PassbackMode::WORDS)),
        OUTSIDE.required(Kind::SomeText),
        INSIDE.required(Kind::SomeText),
        SCOPE.optional(Kind::Word(&PassbackScope::WORDS)),
        RESET_AFTER.optional(Kind::Whole(0, MOST_SECONDS)),
    ])
    .nullable();

    /// Passback between two areas, of those who enter where they are already, for ever.
    #[must_use]
    pub fn new(mode: PassbackMode, outside: &str, inside: &str) -> Self {
        Self {
            mode,
            outside: outside.into(),
            inside: inside.into(),
            scope: PassbackScope::default(),
            reset_after: None,
        }
    }

    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            mode: reading.parse(MODE, PassbackMode::parse)?,
            outside: reading.owned(OUTSIDE)?,
            inside: reading.owned(INSIDE)?,
            scope: reading
                .parse(SCOPE, PassbackScope::parse)
                .unwrap_or_default(),
            reset_after: reading
                .whole(RESET_AFTER)
                .and_then(|seconds| u32::try_from(seconds).ok()),
        })
    }

    /// Checks a passback written as an object: `mode`, `outside`, `inside`, `scope` and
    /// `resetAfter`, in seconds.
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let document = Document::of(value);
        read_as(&document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The area that a reader leads to.
    pub(super) fn target(&self, direction: Direction) -> &str {
        match direction {
            Direction::In => &self.inside,
            Direction::Out => &self.outside,
        }
    }

    /// The area that a reader leads away from.
    fn origin(&self, direction: Direction) -> &str {
        match direction {
            Direction::In => &self.outside,
            Direction::Out => &self.inside,
        }
    }

    /// Whether somebody in a place breaks it. What is told of a place counts while nobody can say
    /// that it is forgotten.
    pub(super) fn is_broken(
        &self,
        place: &Place,
        direction: Direction,
        now: Option<Timestamp>,
    ) -> bool {
        let Place::In { area, since } = place else {
            return false;
        };
        let forgotten = match (self.reset_after, since, now) {
            (Some(seconds), Some(since), Some(now)) => {
                later(*since, seconds.into()).is_some_and(|end| end <= now)
            }
            _ => false,
        };
        let breaks = match self.scope {
            PassbackScope::Entry => area == self.target(direction),
            PassbackScope::Place => area != self.origin(direction),
        };
        breaks && !forgotten
    }
}

/// An instant so many seconds later; `None` beyond the year 9999.
pub(super) fn later(instant: Timestamp, seconds: i64) -> Option<Timestamp> {
    let seconds = instant.epoch_seconds().checked_add(seconds)?;
    Timestamp::from_epoch(seconds, instant.subsec_nanos())
}

/// More than a hundred years.
const MOST_SECONDS: u64 = 4_294_967_295;

/// How many are inside, and how many may be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Occupancy {
    /// Of which area.
    pub area: String,
    /// How many are there.
    pub inside: u64,
    /// No more may be.
    pub most: Option<u64>,
    /// No fewer may be, but for nobody at all.
    pub least: Option<u64>,
}

impl Occupancy {
    pub(super) const TABLE: Table = Table::of(&[
        AREA.required(Kind::SomeText),
        COUNT.required(Kind::Whole(0, LARGEST_WHOLE)),
        MOST.optional(Kind::Whole(0, LARGEST_WHOLE)),
        LEAST.optional(Kind::Whole(0, LARGEST_WHOLE)),
    ])
    .nullable();

    /// So many in an area, without bounds.
    #[must_use]
    pub fn new(area: &str, inside: u64) -> Self {
        Self {
            area: area.into(),
            inside,
            most: None,
            least: None,
        }
    }

    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            area: reading.owned(AREA)?,
            inside: reading.whole(COUNT)?,
            most: reading.whole(MOST),
            least: reading.whole(LEAST),
        })
    }

    /// How many are inside when so many more have gone through.
    pub(super) fn after(&self, persons: u64, direction: Direction) -> u64 {
        match direction {
            Direction::In => self.inside.saturating_add(persons),
            // Nobody can be missing twice: who was never counted in leaves all the same.
            Direction::Out => self.inside.saturating_sub(persons),
        }
    }
}
