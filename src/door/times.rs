//! When something holds: always, or in the hours of a schedule.

use crate::schedule::Schedule;
use crate::schema::{Document, Given, Kind, check_alone, words};
use crate::time::LocalTime;
use crate::{Issues, UnknownFields, Value};

words! {
    #[derive(Clone, Copy)]
    enum Word: DoorWordUnknown {
        Always = "always",
    }
}

words! {
    #[derive(Clone, Copy)]
    enum WordOfCredential: DoorWordUnknown {
        Always = "always",
        Unplaced = "unplaced",
    }
}

/// When something holds at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Times {
    /// At any time, whether the clock is known or not.
    Always,
    /// In these hours, by the door's clock.
    During(Schedule),
    /// In some hours, by a clock that nobody knows: as of a door of which it is not known in which
    /// zone it is.
    Unplaced,
}

impl Times {
    /// `always`, or a schedule.
    pub(super) const KIND: Kind = Kind::ObjectOr(&Schedule::TABLE, &Kind::Word(&Word::WORDS));

    /// The same of a credential, whose hours may be those of a door whose zone nobody knows: `unplaced`.
    pub(super) const OF_CREDENTIAL: Kind =
        Kind::ObjectOr(&Schedule::TABLE, &Kind::Word(&WordOfCredential::WORDS));

    /// Checks times: the word `always`, or a schedule written as an object.
    ///
    /// # Errors
    /// Every issue of the value.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let document = Document::of(value);
        check_alone(&document, &Self::KIND, UnknownFields::Refuse)?;
        // Always there where nothing was reported.
        Self::of(document.root()).ok_or_else(Issues::default)
    }

    pub(super) fn of(given: Given<'_>) -> Option<Self> {
        match given.reading(&Schedule::TABLE) {
            Some(schedule) => Schedule::of(&schedule).map(Self::During),
            None if given.text() == Some(WordOfCredential::Unplaced.as_str()) => {
                Some(Self::Unplaced)
            }
            None => Some(Self::Always),
        }
    }

    /// Whether they hold; `None` where the clock is not known that would tell.
    pub(super) fn holds(&self, now: Option<LocalTime>) -> Option<bool> {
        match self {
            Self::Always => Some(true),
            Self::During(schedule) => now.map(|now| schedule.is_open(now.local())),
            Self::Unplaced => None,
        }
    }

    /// Whether it is a special day by them, which has hours of its own.
    pub(super) fn is_special(&self, now: Option<LocalTime>) -> bool {
        match (self, now) {
            (Self::During(schedule), Some(now)) => schedule.is_special(now.local()),
            _ => false,
        }
    }
}

impl From<Schedule> for Times {
    fn from(schedule: Schedule) -> Self {
        Self::During(schedule)
    }
}
