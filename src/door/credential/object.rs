//! Credentials as objects.

use alloc::string::String;

use super::{
    Credential, CredentialState, Duress, Exemption, FirstUse, FirstUsed, Grace, Holder,
    HolderState, Idle, Role, UNUSED, Uses,
};
use crate::door::Lockout;
use crate::door::attempt::{Identification, Means};
use crate::door::condition::read;
use crate::door::place::Place;
use crate::door::times::Times;
use crate::schema::{Document, Given, Judged, Kind, Name, Reading, Step, Table, Words, read_as};
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
    SCHEDULE.optional(Times::OF_CREDENTIAL),
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

impl Credential {
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
    pub(in crate::door) const VALUE: Kind = Kind::Object(&TABLE);

    /// The credential of a value that was found right.
    pub(in crate::door) fn of_given(given: Given<'_>) -> Option<Self> {
        Self::of(&given.reading(&TABLE)?)
    }

    /// Its id, of one that is given.
    pub(in crate::door) fn id_of(given: Given<'_>) -> Option<&str> {
        given.reading(&TABLE)?.text(ID)
    }

    pub(in crate::door) const ID: Name = ID;

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
}

impl Duress {
    fn of(reading: &Reading<'_>) -> Self {
        Self {
            code: reading.parse(CODE, Code::parse),
            add: reading.whole(ADD).and_then(|add| u8::try_from(add).ok()),
        }
    }
}

impl Holder {
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
}

impl Grace {
    fn of(reading: &Reading<'_>) -> Option<Self> {
        let seconds = |name| u32::try_from(reading.whole(name).unwrap_or_default()).ok();
        Some(Self {
            name: reading.owned(NAME)?,
            before: seconds(BEFORE)?,
            after: seconds(AFTER)?,
        })
    }
}

impl FirstUse {
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
    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            days: u32::try_from(reading.whole(DAYS)?).ok()?,
            since: reading.instant(SINCE),
        })
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
