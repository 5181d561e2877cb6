//! What is known of a credential when it is shown.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::Lockout;
use super::attempt::{Identification, Means};
use super::condition::read;
use super::place::{Place, later};
use super::times::Times;
use crate::schema::{
    Document, Given, Judged, Kind, Name, Reading, Step, Table, Words, read_as, words,
};
use crate::value::LARGEST_WHOLE;
use crate::{Code, Issue, IssueCode, Issues, Timestamp, UnknownFields, Value, Window};

const ID: Name = Name::new(0, "id");
const IDENTIFICATION: Name = Name::new(1, "identification");
const HOLDER: Name = Name::new(2, "holder");
const STATE: Name = Name::new(3, "state");
const WINDOW: Name = Name::new(4, "window");
const GRACE: Name = Name::new(5, "grace");
const SCHEDULE: Name = Name::new(6, "schedule");
const DOORS: Name = Name::new(7, "doors");
const LEVELS: Name = Name::new(8, "levels");
const USES: Name = Name::new(9, "uses");
const FIRST_USE: Name = Name::new(10, "firstUse");
const IDLE: Name = Name::new(11, "idle");
const EXEMPT: Name = Name::new(12, "exempt");

const TABLE: Table = Table::of(&[
    ID.required(Kind::SomeText),
    IDENTIFICATION.required(Kind::Object(&IDENTIFICATION_TABLE)),
    HOLDER.required(Kind::Object(&HOLDER_TABLE)),
    STATE.optional(Kind::Word(&CredentialState::WORDS)),
    WINDOW.optional(Kind::Object(&Window::TABLE)),
    GRACE.optional(Kind::Object(&GRACE_TABLE)),
    SCHEDULE.optional(Times::KIND),
    DOORS.optional(Kind::List(&Kind::SomeText)),
    LEVELS.optional(Kind::List(&Kind::SomeText)),
    USES.optional(Kind::Object(&USES_TABLE)),
    FIRST_USE.optional(Kind::Object(&FIRST_USE_TABLE)),
    IDLE.optional(Kind::Object(&IDLE_TABLE)),
    EXEMPT.optional(Kind::List(&Kind::Word(&Exemption::WORDS))),
])
.nullable();

const KIND: Name = Name::new(0, "kind");
const TEXT: Name = Name::new(1, "text");
const PIN: Name = Name::new(2, "pin");
const DURESS: Name = Name::new(3, "duress");
const WRONG_PINS: Name = Name::new(4, "wrongPins");

const IDENTIFICATION_TABLE: Table = Table::of(&[
    KIND.required(Kind::Word(&KINDS)),
    TEXT.required(Kind::Text),
    PIN.optional(Kind::Form(&Code::FORM)),
    DURESS.optional(Kind::Object(&DURESS_TABLE)),
    WRONG_PINS.optional(Kind::Object(&Lockout::TABLE)),
])
.with_rules(judge_identification)
.nullable();

/// What may identify: what comes from afar is the phone or the account that it comes from.
const KINDS: Words = Words {
    all: &[
        Means::Code.as_str(),
        Means::Uid.as_str(),
        Means::Number.as_str(),
        Means::Word.as_str(),
        Means::Phone.as_str(),
    ],
    unknown: IssueCode::DoorWordUnknown,
};

const CODE: Name = Name::new(0, "code");
const ADD: Name = Name::new(1, "add");

const DURESS_TABLE: Table = Table::of(&[
    CODE.optional(Kind::Form(&Code::FORM)),
    ADD.optional(Kind::Whole(1, 9)),
])
.nullable();

const HOLDER_STATE: Name = Name::new(1, "state");
const PLACE: Name = Name::new(2, "place");
const PARTY: Name = Name::new(3, "party");

const HOLDER_TABLE: Table = Table::of(&[
    ID.required(Kind::SomeText),
    HOLDER_STATE.optional(Kind::Word(&HolderState::WORDS)),
    PLACE.optional(Place::KIND),
    PARTY.optional(Kind::List(&Kind::Word(&Role::WORDS))),
])
.nullable();

const NAME: Name = Name::new(0, "name");
const BEFORE: Name = Name::new(1, "before");
const AFTER: Name = Name::new(2, "after");

const GRACE_TABLE: Table = Table::of(&[
    NAME.required(Kind::SomeText),
    BEFORE.optional(SECONDS),
    AFTER.optional(SECONDS),
])
.nullable();

/// More than a hundred years of them.
const SECONDS: Kind = Kind::Whole(0, 4_294_967_295);

const USED: Name = Name::new(0, "used");
const MOST: Name = Name::new(1, "most");

const USES_TABLE: Table = Table::of(&[USED.optional(COUNT), MOST.optional(COUNT)]).nullable();

const COUNT: Kind = Kind::Whole(0, LARGEST_WHOLE);

const MINUTES: Name = Name::new(0, "minutes");
const AT: Name = Name::new(1, "at");

const FIRST_USE_TABLE: Table = Table::of(&[MINUTES.required(SECONDS), AT.optional(Kind::Any)])
    .with_rules(judge_first_use)
    .nullable();

const DAYS: Name = Name::new(0, "days");
const SINCE: Name = Name::new(1, "since");

const IDLE_TABLE: Table = Table::of(&[
    DAYS.required(Kind::Whole(0, MOST_DAYS)),
    SINCE.optional(Kind::Form(&Timestamp::FORM)),
])
.nullable();

/// The days of the years 0000 to 9999, and a few.
const MOST_DAYS: u64 = 4_000_000;

/// What the first use of a credential is called that was never used.
pub(super) const UNUSED: &str = "unused";

words! {
    /// What was done with a credential.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum CredentialState: DoorWordUnknown {
        /// It opens.
        Active = "active",
        /// It was suspended by hand.
        Suspended = "suspended",
        /// It was taken back.
        Revoked = "revoked",
        /// It was lost: what it is identified by opens by no other credential either.
        Lost = "lost",
        /// It was stolen: what it is identified by opens by no other credential either.
        Stolen = "stolen",
        /// It is damaged.
        Damaged = "damaged",
    }
}

words! {
    /// What the holder of a credential is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum HolderState: DoorWordUnknown {
        /// Let in.
        Active = "active",
        /// Suspended.
        Suspended = "suspended",
        /// No longer there.
        Left = "left",
        /// `non-access`: recognised, and never let in.
        NonAccess = "non-access",
    }
}

words! {
    /// What is not asked of a holder.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Exemption: DoorWordUnknown {
        /// `code`: a code beside something else that identifies. From afar it is asked all the same.
        Code = "code",
        /// `passback`: to be anywhere else.
        Passback = "passback",
    }
}

words! {
    /// What a holder is among others.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Role: DoorWordUnknown {
        /// `needs-escort`: let in with an escort only.
        NeedsEscort = "needs-escort",
        /// `escort`: may accompany who needs one.
        Escort = "escort",
        /// `first-person`: opens a door that waits for certain persons.
        FirstPerson = "first-person",
    }
}

/// A credential as it is when it is shown.
///
/// What is `None` of its state, its holder, its window, its times and its doors is not known: it
/// opens nothing. Limits are different: a credential without one is not limited in that way.
///
/// `Debug` shows no digit.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credential {
    /// Its id, which no other has.
    pub id: String,
    /// What tells it from others.
    pub identification: Identification,
    /// The code that is typed beside it.
    pub pin: Option<Code>,
    /// What is typed in place of its code, or of its PIN, by somebody who is threatened.
    pub duress: Duress,
    /// The wrong PINs typed beside it; `None` where they are not counted.
    pub wrong_pins: Option<Lockout>,
    /// Whose it is.
    pub holder: Holder,
    /// What was done with it.
    pub state: Option<CredentialState>,
    /// When it opens.
    pub window: Option<Window>,
    /// A widening of the window.
    pub grace: Option<Grace>,
    /// The hours in which it opens.
    pub times: Option<Times>,
    /// The ids of the doors that it opens. With neither these nor levels told, nobody knows.
    pub doors: Option<Vec<String>>,
    /// The access levels that it has.
    pub levels: Option<Vec<String>>,
    /// How often it was used, and may be.
    pub uses: Option<Uses>,
    /// That its time runs from its first use.
    pub first_use: Option<FirstUse>,
    /// That it opens no longer when it was not used for some days.
    pub idle: Option<Idle>,
    /// What is not asked of its holder.
    pub exempt: Vec<Exemption>,
}

/// Whose a credential is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Holder {
    /// The person's id, which no other has.
    pub id: String,
    /// What the person is.
    pub state: Option<HolderState>,
    /// Where the person is.
    pub place: Option<Place>,
    /// What the person is among others.
    pub party: Vec<Role>,
}

/// What is typed in place of a code by somebody who is threatened; the door opens, or not, as for
/// the code itself, and that is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Duress {
    /// A code of its own.
    pub code: Option<Code>,
    /// What the last digit is more by, 1 to 9, without a carry.
    pub add: Option<u8>,
}

/// A widening of a window that has a name, so that the log can tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grace {
    /// What it is called.
    pub name: String,
    /// So many seconds before the window.
    pub before: u32,
    /// So many seconds after it.
    pub after: u32,
}

/// How often a credential was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uses {
    /// How often it opened a door; `None` where that is not known.
    pub used: Option<u64>,
    /// How often it may; `None` for any number of times.
    pub most: Option<u64>,
}

/// That the time of a credential runs from its first use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FirstUse {
    /// For so many minutes.
    pub minutes: u32,
    /// When that was; `None` where it is not known.
    pub at: Option<FirstUsed>,
}

/// When a credential was first used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstUsed {
    /// Never yet.
    Unused,
    /// At an instant.
    At(Timestamp),
}

/// That a credential opens no longer when it was not used for some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Idle {
    /// For so many days of 24 hours.
    pub days: u32,
    /// When it was last used, or given out; `None` where that is not known.
    pub since: Option<Timestamp>,
}

impl Credential {
    /// A credential of which nothing more is known: it opens nothing.
    #[must_use]
    pub fn new(id: &str, identification: Identification, holder: Holder) -> Self {
        Self {
            id: id.into(),
            identification,
            pin: None,
            duress: Duress::default(),
            wrong_pins: None,
            holder,
            state: None,
            window: None,
            grace: None,
            times: None,
            doors: None,
            levels: None,
            uses: None,
            first_use: None,
            idle: None,
            exempt: Vec::new(),
        }
    }

    /// An active credential that opens a door at any time.
    #[must_use]
    pub fn always(id: &str, identification: Identification, holder: Holder, door: &str) -> Self {
        Self {
            state: Some(CredentialState::Active),
            window: Some(Window::ALWAYS),
            times: Some(Times::Always),
            doors: Some(Vec::from([door.into()])),
            ..Self::new(id, identification, holder)
        }
    }

    /// Checks a credential written as an object: `id`, `identification`, `holder`, `state`,
    /// `window`, `grace`, `schedule`, `doors`, `levels`, `uses`, `firstUse`, `idle` and
    /// `exempt`. What is absent or null is not known, or, of limits, not there.
    ///
    /// # Errors
    /// Every issue of the object; `door_word_unknown`, `door_duress_same`, and those of codes,
    /// numbers, identifiers, windows, schedules and lock-outs.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let document = Document::of(value);
        read_as(&document, &TABLE, UnknownFields::Refuse, Self::of)
    }

    /// A credential as a value.
    pub(super) const VALUE: Kind = Kind::Object(&TABLE);

    /// The credential of a value that was found right.
    pub(super) fn of_given(given: Given<'_>) -> Option<Self> {
        Self::of(&given.reading(&TABLE)?)
    }

    /// Its id, of one that is given.
    pub(super) fn id_of(given: Given<'_>) -> Option<&str> {
        given.reading(&TABLE)?.text(ID)
    }

    pub(super) const ID: Name = ID;

    fn of(reading: &Reading<'_>) -> Option<Self> {
        let shown = reading.object(IDENTIFICATION, &IDENTIFICATION_TABLE)?;
        let means = shown.parse(KIND, Means::parse)?;
        let duress = shown.object(DURESS, &DURESS_TABLE);
        let holder = reading.object(HOLDER, &HOLDER_TABLE)?;
        let texts = |name| match reading.get(name) {
            Some(_) => reading
                .list(name, |text| text.text().map(String::from))
                .map(Some),
            None => Some(None),
        };
        let words = reading.items(EXEMPT).filter_map(Given::text);
        Some(Self {
            id: reading.owned(ID)?,
            identification: shown.parse(TEXT, |text| Identification::parse(means, text))?,
            pin: shown.parse(PIN, Code::parse),
            duress: duress.map(|duress| Duress::of(&duress)).unwrap_or_default(),
            wrong_pins: read(&shown, WRONG_PINS, &Lockout::TABLE, Lockout::of)?,
            holder: Holder::of(&holder)?,
            state: reading.parse(STATE, CredentialState::parse),
            window: reading.get(WINDOW).and_then(Window::of_given),
            grace: read(reading, GRACE, &GRACE_TABLE, Grace::of)?,
            times: match reading.get(SCHEDULE) {
                Some(times) => Some(Times::of(times)?),
                None => None,
            },
            doors: texts(DOORS)?,
            levels: texts(LEVELS)?,
            uses: reading.object(USES, &USES_TABLE).map(|uses| Uses {
                used: uses.whole(USED),
                most: uses.whole(MOST),
            }),
            first_use: read(reading, FIRST_USE, &FIRST_USE_TABLE, FirstUse::of)?,
            idle: read(reading, IDLE, &IDLE_TABLE, Idle::of)?,
            exempt: words.filter_map(Exemption::find).collect(),
        })
    }

    /// Whether this is not asked of the holder.
    pub(super) fn is_exempt(&self, from: Exemption) -> bool {
        self.exempt.contains(&from)
    }
}

impl Duress {
    fn of(reading: &Reading<'_>) -> Self {
        Self {
            code: reading.parse(CODE, Code::parse),
            add: reading.whole(ADD).and_then(|add| u8::try_from(add).ok()),
        }
    }

    /// The codes that stand for a code.
    pub(super) fn codes(&self, code: &Code) -> [Option<Code>; 2] {
        let added = self.add.filter(|add| (1..=9).contains(add));
        [self.code.clone(), added.map(|add| code.plus(add))]
    }

    /// Whether a code that is typed stands for a code. All are compared, whatever they are.
    pub(super) fn stands_for(&self, code: &Code, typed: &Code) -> bool {
        let mut stands_for = false;
        for duress in self.codes(code).iter().flatten() {
            stands_for |= duress == typed;
        }
        stands_for
    }
}

impl Holder {
    /// A person of whom nothing is known: nobody lets that person in.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            state: None,
            place: None,
            party: Vec::new(),
        }
    }

    /// A person who is let in, wherever that person is.
    #[must_use]
    pub fn active(id: &str) -> Self {
        Self {
            state: Some(HolderState::Active),
            place: Some(Place::Reset),
            ..Self::new(id)
        }
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            id: reading.owned(ID)?,
            state: reading.parse(HOLDER_STATE, HolderState::parse),
            place: match reading.get(PLACE) {
                Some(place) => Some(Place::of(place)?),
                None => None,
            },
            party: reading
                .items(PARTY)
                .filter_map(|role| Role::find(role.text()?))
                .collect(),
        })
    }

    /// Whether the person is this among others.
    pub(super) fn is(&self, role: Role) -> bool {
        self.party.contains(&role)
    }
}

impl Grace {
    /// A widening of that name by so many seconds before and after a window.
    #[must_use]
    pub fn new(name: &str, before: u32, after: u32) -> Self {
        Self {
            name: name.into(),
            before,
            after,
        }
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        let seconds = |name| u32::try_from(reading.whole(name).unwrap_or_default()).ok();
        Some(Self {
            name: reading.owned(NAME)?,
            before: seconds(BEFORE)?,
            after: seconds(AFTER)?,
        })
    }

    /// Whether it takes an instant in that is before or after the window.
    pub(super) fn takes(&self, window: Window, now: Timestamp) -> bool {
        let (before, after) = (i64::from(self.before), i64::from(self.after));
        // An end beyond the years there are lies further out than any instant.
        let begins = window
            .from()
            .and_then(|from| later(from, -before))
            .is_none_or(|from| from <= now);
        let ends = window
            .until()
            .and_then(|until| later(until, after))
            .is_none_or(|until| now < until);
        begins && ends
    }
}

impl Uses {
    /// So many uses, of so many.
    #[must_use]
    pub fn new(used: u64, most: u64) -> Self {
        Self {
            used: Some(used),
            most: Some(most),
        }
    }
}

impl FirstUse {
    /// So many minutes from the first use on.
    #[must_use]
    pub fn new(minutes: u32, at: FirstUsed) -> Self {
        Self {
            minutes,
            at: Some(at),
        }
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        let at = match reading.text(AT) {
            Some(UNUSED) => Some(FirstUsed::Unused),
            Some(_) => Some(FirstUsed::At(reading.instant(AT)?)),
            None => None,
        };
        Some(Self {
            minutes: u32::try_from(reading.whole(MINUTES)?).ok()?,
            at,
        })
    }
}

impl Idle {
    /// So many days since an instant.
    #[must_use]
    pub fn new(days: u32, since: Timestamp) -> Self {
        Self {
            days,
            since: Some(since),
        }
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            days: u32::try_from(reading.whole(DAYS)?).ok()?,
            since: reading.instant(SINCE),
        })
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("id", &self.id)
            .field("identification", &self.identification)
            .field("holder", &self.holder)
            .field("state", &self.state)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}

/// The rules of what identifies: it has the form of its kind, and a duress code is another code.
fn judge_identification(identification: &mut Judged<'_, '_>) {
    let Some(means) = identification.text(KIND).and_then(Means::find) else {
        return;
    };
    let Some(text) = identification.text(TEXT) else {
        return;
    };
    let told = match Identification::parse(means, text) {
        Ok(told) => told,
        Err(issue) => return identification.report(TEXT, || issue),
    };
    let pin = identification
        .text(PIN)
        .and_then(|pin| Code::parse(pin).ok());
    let duress = identification.right(DURESS);
    let own = duress
        .and_then(|duress| Some(Duress::of(&duress.reading(&DURESS_TABLE)?)))
        .and_then(|duress| duress.code);
    let code = pin.as_ref().or(told.code());
    if own.is_some() && own.as_ref() == code {
        identification.report_in(DURESS, &[Step::Field(CODE)], || {
            Issue::of(IssueCode::DoorDuressSame)
        });
    }
}

/// The rule of a first use: an instant, or that there was none.
fn judge_first_use(first_use: &mut Judged<'_, '_>) {
    let Some(at) = first_use.right(AT) else {
        return;
    };
    let Some(text) = at.text() else {
        let issue = at.other_than(crate::Type::String);
        return first_use.report(AT, || issue);
    };
    if text != UNUSED
        && let Err(issue) = Timestamp::parse(text)
    {
        first_use.report(AT, || issue);
    }
}
