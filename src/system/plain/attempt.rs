//! Attempts at a door.

use super::Options;
use crate::door::FIELDS;
use crate::door::{Attempt, Means};
use crate::schema::{Judged, Kind, Name, Reading, Table, words};
use crate::system::Request;
use crate::value::Members;
use crate::{Issue, Value};

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
    const TITLE: &'static str = "Try a door";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        let attempt = Attempt::of(reading)?;
        let way = Way::of(&attempt);
        Some(Self { attempt, way })
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
        let sentence = "expected `afar` for what is shown by `remote`, and `door` for all else";
        request.report(FROM, || Issue::new("door_way_other", sentence));
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
    const TITLE: &'static str = "Tell whether a door was opened";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            opened: reading.flag(OPENED)?,
        })
    }
}
