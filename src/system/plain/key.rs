//! Keys: found, changed, held back, shown.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Change, NAMED, judge_change, set, text, with_change, words_of};
use crate::door::Exemption;
use crate::schema::{Judged, Kind, Name, Pattern, Reading, Table, words};
use crate::system::kiiaccess::Key;
use crate::system::{Options, Request};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Code, Issue, KeyFormat, Schedule, Timestamp, Value, Window};

const KEY_NAME: Name = Name::new(0, "keyName");
const VALID_FROM: Name = Name::new(1, "validFrom");
const VALID_TO: Name = Name::new(2, "validTo");
const SCHEDULE: Name = Name::new(3, "schedule");
const MOST_USES: Name = Name::new(4, "mostUses");
const EXEMPT: Name = Name::new(5, "exempt");

const INSTANT: Kind = Kind::Form(&Timestamp::FORM);

/// What is not asked of who has a key, of a request and of what is answered.
pub(super) const EXEMPT_KIND: Kind = Kind::Set(&Exemption::WORDS);
pub(super) const EXEMPT_IS: &str =
    "What is not asked of who has it: a code beside it, or to have left before";

const CHANGE: Table = Table::of(&[
    KEY_NAME
        .optional(Kind::OrNull(&Kind::Form(&NAMED)))
        .described("What notifications call the key"),
    VALID_FROM
        .optional(Kind::OrNull(&INSTANT))
        .described("Null: at once"),
    VALID_TO
        .optional(Kind::OrNull(&INSTANT))
        .described("Exclusive; null: for ever"),
    SCHEDULE
        .optional(Kind::OrNull(&Kind::Object(&Schedule::TABLE)))
        .described("In which hours it opens, by the clocks of each door; null: in all"),
    MOST_USES
        .optional(Kind::OrNull(&Kind::Whole(1, LARGEST_WHOLE)))
        .described("How often it opens in all; null: any number of times"),
    EXEMPT.optional(EXEMPT_KIND).described(EXEMPT_IS),
])
.with_rules(|change| {
    judge_change(change);
    Window::judge(change, VALID_FROM, VALID_TO);
});

/// A checked change of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeKey {
    /// What notifications call it.
    pub key_name: Change<String>,
    /// The first instant at which it opens.
    pub valid_from: Change<Timestamp>,
    /// The first at which it does not any more.
    pub valid_to: Change<Timestamp>,
    /// In which hours it opens.
    pub schedule: Change<Schedule>,
    /// How often it opens in all, at least 1.
    pub most_uses: Change<u64>,
    /// What is not asked of who has it from now on, each word once.
    pub exempt: Option<Vec<Exemption>>,
}

impl ChangeKey {
    /// The window of a key that has this one.
    ///
    /// # Errors
    /// `window_empty` at `validTo`.
    pub fn window(&self, before: Window) -> Result<Window, Issue> {
        let from = self.valid_from.clone().after(before.from());
        let until = self.valid_to.clone().after(before.until());
        Window::new(from, until).map_err(|issue| issue.at(VALID_TO))
    }

    /// The change as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let name = self.key_name.as_ref().map(String::as_str);
        let mut members = with_change(Members::default(), KEY_NAME, name);
        for (name, change) in [(VALID_FROM, &self.valid_from), (VALID_TO, &self.valid_to)] {
            members = with_change(members, name, change.clone());
        }
        let schedule = self.schedule.as_ref().map(Schedule::to_value);
        let members = with_change(members, SCHEDULE, schedule);
        with_change(members, MOST_USES, self.most_uses.clone())
            .with_some(EXEMPT.text, self.exempt.as_deref().map(words_of))
            .into()
    }
}

impl Request for ChangeKey {
    const TABLE: &'static Table = &CHANGE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Change key";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        let instant =
            |name| Change::of(reading, name, |given| Timestamp::parse(given.text()?).ok());
        Some(Self {
            key_name: Change::of(reading, KEY_NAME, text)?,
            valid_from: instant(VALID_FROM)?,
            valid_to: instant(VALID_TO)?,
            schedule: Change::of(reading, SCHEDULE, |given| {
                Schedule::of(&given.reading(&Schedule::TABLE)?)
            })?,
            most_uses: Change::of(reading, MOST_USES, |given| given.whole(1, LARGEST_WHOLE))?,
            exempt: set(reading, EXEMPT, &Exemption::ALL, Exemption::find),
        })
    }
}

const IDENTIFICATION: Name = Name::new(0, "identification");
const KEY_FORMAT: Name = Name::new(1, "keyFormat");

const LOOK_UP: Table = Table::of(&[
    IDENTIFICATION
        .required(Kind::Text)
        .described("A code, or the number of a card")
        .written(Pattern::of("^[0-9]{1,20}$")),
    KEY_FORMAT
        .optional(Kind::Text)
        .described("Of a card: EM, MC or MD; absent: a code, or a card of any format"),
])
.nullable()
.with_rules(judge_number);

/// A checked question whose a code or a card is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LookUpKeys {
    /// What is typed or shown: a code, and a card, where it may be either.
    pub sought: Vec<Key<Code>>,
}

impl LookUpKeys {
    /// The question as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let mut members = Members::default();
        if let Some(Key::Rfid { number, format, .. }) = self.sought.last() {
            members = members
                .with(IDENTIFICATION.text, number.as_str())
                .with_some(KEY_FORMAT.text, format.as_ref().map(KeyFormat::name));
        }
        members.into()
    }
}

impl Request for LookUpKeys {
    const TABLE: &'static Table = &LOOK_UP;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Look up keys";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        let format = reading.parse(KEY_FORMAT, |name| KeyFormat::find(name, &[]));
        let digits = reading.text(IDENTIFICATION)?;
        let code = Code::parse(digits).ok().filter(|_| format.is_none());
        let unnamed = KeyFormat::UNNAMED;
        let card = Key::Rfid {
            number: format.as_ref().unwrap_or(&unnamed).check(digits).ok()?,
            format,
            pin: None,
        };
        Some(Self {
            sought: code.map(Key::Code).into_iter().chain([card]).collect(),
        })
    }
}

/// The number is one of its format, or of any.
fn judge_number(request: &mut Judged<'_, '_>) {
    let unnamed = KeyFormat::UNNAMED;
    let mut bounds = &unnamed;
    if let Some(name) = request.text(KEY_FORMAT) {
        match KeyFormat::known(name, &[]) {
            Some(format) => bounds = format,
            None => request.report(KEY_FORMAT, || KeyFormat::unknown(&[])),
        }
    }
    if let Some(number) = request.text(IDENTIFICATION)
        && bounds.value_of(number).is_none()
    {
        request.report(IDENTIFICATION, || bounds.wrong(number));
    }
}

const REASON: Name = Name::new(0, "reason");

const GIVE_REASON: Table = Table::of(&[REASON
    .optional(Kind::Form(&NAMED))
    .described("What people are told who ask why; kept for ever")])
.nullable();

/// A checked request to suspend a key, to let it open again or to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GiveReason {
    /// Why.
    pub reason: Option<String>,
}

impl GiveReason {
    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with_some(REASON.text, self.reason.as_deref())
            .into()
    }
}

impl Request for GiveReason {
    const TABLE: &'static Table = &GIVE_REASON;

    /// There is nothing to say mostly.
    const NOTHING: &'static [u8] = b"{}";

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Give a reason";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            reason: reading.owned(REASON),
        })
    }
}

const STATE: Name = Name::new(0, "state");

const REPORT: Table = Table::of(&[STATE
    .required(Kind::Word(&Reported::WORDS))
    .described("active: it was found, or is whole again")]);

words! {
    /// What became of a key.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Reported: DoorWordUnknown {
        /// It was lost.
        Lost = "lost",
        /// It was stolen.
        Stolen = "stolen",
        /// It is damaged.
        Damaged = "damaged",
        /// It is there, and whole.
        Active = "active",
    }
}

/// A checked report of what became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportKey {
    /// What became of it.
    pub state: Reported,
}

impl ReportKey {
    /// The report as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with(STATE.text, self.state.as_str())
            .into()
    }
}

impl Request for ReportKey {
    const TABLE: &'static Table = &REPORT;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Report key";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            state: reading.parse(STATE, Reported::parse)?,
        })
    }
}

const AGAIN: Name = Name::new(0, "again");

const SHOW: Table = Table::of(&[AGAIN
    .optional(Kind::Flag)
    .described("Whether it may have been shown before; for administrators")])
.nullable();

/// A checked request to show what is typed or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShowKey {
    /// Whether it may have been shown before.
    pub again: bool,
}

impl ShowKey {
    /// The request as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let again = self.again.then_some(true);
        Members::default().with_some(AGAIN.text, again).into()
    }
}

impl Request for ShowKey {
    const TABLE: &'static Table = &SHOW;

    /// There is nothing to say mostly.
    const NOTHING: &'static [u8] = b"{}";

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Show key";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            again: reading.flag(AGAIN).unwrap_or(false),
        })
    }
}
