//! What has to be shown at a door, and when.

use alloc::vec::Vec;

use super::times::Times;
use crate::schema::{Document, Given, Judged, Kind, Name, Reading, Step, Table, read_as, words};
use crate::time::LocalTime;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

const OTHERWISE: Name = Name::new(0, "otherwise");
const LEVELS: Name = Name::new(1, "levels");
const WITHIN: Name = Name::new(2, "within");

const SCHEDULE: Name = Name::new(0, "schedule");
const PRIORITY: Name = Name::new(1, "priority");
const GROUPS: Name = Name::new(2, "groups");

const GROUP_LIST: Kind = Kind::SomeList(&Kind::SomeList(&Kind::Word(&Method::WORDS)));

const LEVEL_TABLE: Table = Table::of(&[
    SCHEDULE.required(Times::KIND),
    PRIORITY.required(Kind::Whole(0, HIGHEST)),
    GROUPS.required(GROUP_LIST),
]);

/// The highest priority of a level.
const HIGHEST: u64 = 65_535;

/// The most seconds from one factor to the next that a door may wait.
const LONGEST_WAIT: u64 = 3_600;

/// How long a door waits where nothing is said.
const USUAL_WAIT: u32 = 10;

words! {
    /// A method by which somebody is recognised.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Method: DoorWordUnknown {
        /// `card`
        Card = "card",
        /// `code`: one that identifies, or the PIN of what is shown beside it.
        Code = "code",
        /// `phone`
        Phone = "phone",
    }
}

/// A set of methods: all of them are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Methods(u8);

impl Methods {
    /// Whether every method of another set is in this one.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether there is no method in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn bit(method: Method) -> u8 {
        match method {
            Method::Card => 1,
            Method::Code => 2,
            Method::Phone => 4,
        }
    }

    /// What is asked of somebody who need not type a code: the code alone where nothing else
    /// would say who it is.
    pub(super) fn without_code(self) -> Self {
        let others = Self(self.0 & !Self::bit(Method::Code));
        if others.is_empty() { self } else { others }
    }
}

impl FromIterator<Method> for Methods {
    fn from_iter<I: IntoIterator<Item = Method>>(methods: I) -> Self {
        Self(
            methods
                .into_iter()
                .fold(0, |all, method| all | Self::bit(method)),
        )
    }
}

/// Which methods a door asks for: groups, of which one has to be shown whole.
///
/// While the hours of a level hold, its groups count; where those of several do, the ones of the
/// highest priority; where none do, those that were told first. So ONVIF's authentication behaviour
/// has it.
///
/// ```
/// use latchwork::door::{Method, Methods, Security};
///
/// let card = Methods::from_iter([Method::Card]);
/// let card_and_code = Methods::from_iter([Method::Card, Method::Code]);
/// let security = Security::new([card_and_code])?.level(latchwork::door::Times::Always, 1, [card])?;
/// # let _ = security;
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// At least one, none of them empty.
    otherwise: Vec<Methods>,
    /// Of different priorities.
    levels: Vec<Level>,
    within: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Level {
    times: Times,
    priority: u16,
    /// At least one, none of them empty.
    groups: Vec<Methods>,
}

impl Security {
    /// One of these groups at any time, each factor within 10 seconds of the one before.
    ///
    /// # Errors
    /// `list_empty` for no group, and for one of no method.
    pub fn new(groups: impl IntoIterator<Item = Methods>) -> Result<Self, Issue> {
        Ok(Self {
            otherwise: some(groups)?,
            levels: Vec::new(),
            within: USUAL_WAIT,
        })
    }

    /// The same with other groups at certain times; the higher priority counts.
    ///
    /// # Errors
    /// `list_empty` as above; `door_priority_twice` for a priority that another level has: which
    /// of both counts, nobody could tell.
    pub fn level(
        mut self,
        times: Times,
        priority: u16,
        groups: impl IntoIterator<Item = Methods>,
    ) -> Result<Self, Issue> {
        if self.levels.iter().any(|level| level.priority == priority) {
            return Err(Issue::of(IssueCode::DoorPriorityTwice));
        }
        let groups = some(groups)?;
        self.levels.push(Level {
            times,
            priority,
            groups,
        });
        Ok(self)
    }

    /// The same with so many seconds from one factor to the next, the last of them included.
    #[must_use]
    pub fn within(self, seconds: u32) -> Self {
        Self {
            within: seconds,
            ..self
        }
    }

    /// The same at a door whose clock nobody knows: which of several levels count, it does not tell.
    #[must_use]
    pub fn unplaced(mut self) -> Self {
        for level in &mut self.levels {
            if level.times != Times::Always {
                level.times = Times::Unplaced;
            }
        }
        self
    }

    /// The most seconds from one factor to the next.
    pub(super) fn seconds(&self) -> u32 {
        self.within
    }

    /// The groups that count; `None` where the clock is not known that would tell.
    pub(super) fn groups_at(&self, now: Option<LocalTime>) -> Option<&[Methods]> {
        let mut best: Option<&Level> = None;
        for level in &self.levels {
            let holds = level.times.holds(now)?;
            if holds && best.is_none_or(|best| best.priority < level.priority) {
                best = Some(level);
            }
        }
        Some(best.map_or(&self.otherwise, |level| &level.groups))
    }

    pub(super) const TABLE: Table = Table::of(&[
        OTHERWISE.required(GROUP_LIST),
        LEVELS.optional(Kind::List(&Kind::Object(&LEVEL_TABLE))),
        WITHIN.optional(Kind::Whole(0, LONGEST_WAIT)),
    ])
    .with_rules(judge_priorities);

    /// Checks what a door asks for, written as an object: `otherwise`, groups of methods; `levels`,
    /// each `schedule`, `priority` and `groups`; `within`, seconds.
    ///
    /// # Errors
    /// Every issue of the object; `door_priority_twice` at a priority that another level has.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let document = Document::of(value);
        read_as(&document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// What an object asks for that its table found right.
    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        let within = match reading.whole(WITHIN) {
            Some(within) => u32::try_from(within).ok()?,
            None => USUAL_WAIT,
        };
        Some(Self {
            otherwise: groups_of(reading, OTHERWISE)?,
            levels: reading.list(LEVELS, Level::of)?,
            within,
        })
    }
}

impl Level {
    fn of(given: Given<'_>) -> Option<Self> {
        let reading = given.reading(&LEVEL_TABLE)?;
        Some(Self {
            times: Times::of(reading.get(SCHEDULE)?)?,
            priority: u16::try_from(reading.whole(PRIORITY)?).ok()?,
            groups: groups_of(&reading, GROUPS)?,
        })
    }
}

fn groups_of(reading: &Reading<'_>, name: Name) -> Option<Vec<Methods>> {
    reading.list(name, |group| {
        let methods = group.items().map(|method| Method::find(method.text()?));
        methods.collect()
    })
}

fn some(groups: impl IntoIterator<Item = Methods>) -> Result<Vec<Methods>, Issue> {
    let groups: Vec<_> = groups.into_iter().collect();
    if groups.is_empty() || groups.iter().any(|group| group.is_empty()) {
        return Err(Issue::of(IssueCode::ListEmpty));
    }
    Ok(groups)
}

/// The rule of all levels: no priority comes twice.
fn judge_priorities(security: &mut Judged<'_, '_>) {
    let Some(levels) = security.right(LEVELS) else {
        return;
    };
    let priority = |level: Given<'_>| level.reading(&LEVEL_TABLE)?.whole(PRIORITY);
    let mut seen = alloc::collections::BTreeSet::new();
    for (index, level) in levels.items().enumerate() {
        if priority(level).is_some_and(|priority| !seen.insert(priority)) {
            security.report_in(LEVELS, &[Step::Item(index), Step::Field(PRIORITY)], || {
                Issue::of(IssueCode::DoorPriorityTwice)
            });
        }
    }
}
