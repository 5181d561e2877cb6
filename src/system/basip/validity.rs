//! When and how often an identifier opens.

use alloc::string::String;

use crate::door::{Credential, Holder, Identification, Reason};
use crate::schema::{
    Document, Field, Given, Judged, Kind, LAST_SECOND, Name, Reading, Table, read_as, words,
};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, IssueCode, Issues, Timestamp, UnknownFields, Value, Window};

const TIME: Name = Name::new(0, "time");
const PASSES: Name = Name::new(1, "passes");

/// Of a time and of passes alike.
const IS_PERMANENT: Name = Name::new(0, "is_permanent");
const FROM: Name = Name::new(1, "from");
const TO: Name = Name::new(2, "to");
const MAX_PASSES: Name = Name::new(1, "max_passes");

/// What is permanent has no end.
const TIME_TABLE: Table = Table::of(&ENDS)
    .with_choice(
        IS_PERMANENT,
        &[
            &ENDS,
            &[
                PERMANENT,
                FROM.barred_as(IssueCode::FieldNotPermanent),
                TO.barred_as(IssueCode::FieldNotPermanent),
            ],
        ],
    )
    .with_rules(judge_ends);
const ENDS: [Field; 3] = [
    PERMANENT,
    FROM.optional(Kind::UnixTime)
        .described("Seconds since 1970; absent: at once"),
    TO.optional(Kind::UnixTime)
        .described("Seconds since 1970, exclusive; absent: for ever"),
];

const PASSES_TABLE: Table = Table::of(&[
    PERMANENT,
    MAX_PASSES.optional(COUNT).described("How often it opens"),
])
.with_choice(
    IS_PERMANENT,
    &[
        &[PERMANENT, MAX_PASSES.required(COUNT)],
        &[
            PERMANENT,
            MAX_PASSES.barred_as(IssueCode::FieldNotPermanent),
        ],
    ],
);
const COUNT: Kind = Kind::Whole(1, MOST_PASSES);

#[expect(
    clippy::as_conversions,
    reason = "`From` is not const; nothing is lost"
)]
const MOST_PASSES: u64 = u32::MAX as u64;

const PERMANENT: Field = IS_PERMANENT
    .required(Kind::Flag)
    .described("Without bounds");

/// `valid` of an identifier: a window of unix seconds, or always; a count of passes, or any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    window: Window,
    /// At least 1; `None` for any number.
    max_passes: Option<u32>,
}

words! {
    /// The state of an identifier at an instant.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum ValidityState {
        /// The instant is before the window.
        NotYetValid = "not-yet-valid",
        /// It opens.
        Valid = "valid",
        /// The instant is at or after the end.
        Expired = "expired",
        /// Every pass was used.
        UsedUp = "used-up",
    }
}

impl Validity {
    pub(crate) const TABLE: Table = Table::of(&[
        TIME.required(Kind::Object(&TIME_TABLE)),
        PASSES.required(Kind::Object(&PASSES_TABLE)),
    ]);

    /// From one instant until before another, both in seconds since 1970, and so often; what is
    /// absent is without bounds.
    ///
    /// # Errors
    /// `number_out_of_range` at `time.from`, `time.to` and `passes.max_passes`, `window_empty`.
    pub fn of_seconds(
        from: Option<u64>,
        to: Option<u64>,
        max_passes: Option<u32>,
    ) -> Result<Self, Issues> {
        // A number still, and beyond the last second all the same.
        let [from, to] = [from, to].map(|end| end.map(|end| end.min(LARGEST_WHOLE)));
        let time = Members::default()
            .with(IS_PERMANENT.text, from.or(to).is_none())
            .with_some(FROM.text, from)
            .with_some(TO.text, to);
        let passes = Members::default()
            .with(IS_PERMANENT.text, max_passes.is_none())
            .with_some(MAX_PASSES.text, max_passes.map(u64::from));
        let valid = Members::default()
            .with(TIME.text, Value::from(time))
            .with(PASSES.text, Value::from(passes));
        Self::check_value(&valid.into(), UnknownFields::Refuse)
    }

    /// Checks a validity written as an object:
    /// `time` (`is_permanent`, `from`, `to`) and `passes` (`is_permanent`, `max_passes`).
    ///
    /// # Errors
    /// Every issue of the object: `wrong_type`, `missing_field`, `number_out_of_range`,
    /// `field_not_permanent`, `window_empty`.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        Self::read(&Document::of(value), unknown)
    }

    pub(crate) fn read(document: &Document<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, unknown, Self::of)
    }

    /// The validity of an object that its table found right.
    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        let time = reading.object(TIME, &TIME_TABLE)?;
        let passes = reading.object(PASSES, &PASSES_TABLE)?;
        let end = |name| instant(time.whole(name)?);
        Some(Self {
            // Empty ones were refused.
            window: Window::new(end(FROM), end(TO)).ok()?,
            max_passes: match passes.whole(MAX_PASSES) {
                Some(max) => Some(u32::try_from(max).ok()?),
                None => None,
            },
        })
    }

    /// When it opens.
    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// How often it opens; `None` for any number of times.
    #[must_use]
    pub fn max_passes(&self) -> Option<u32> {
        self.max_passes
    }

    /// The state at an instant, after so many passes: of several reasons for which it opens nothing
    /// the first in the order of [`Reason`], expired, used up, not yet valid.
    #[must_use]
    pub fn state_at(&self, instant: Timestamp, passes_used: u64) -> ValidityState {
        // What is shown and by whom makes no difference.
        let nothing = Identification::Phone(String::new());
        let mut credential = Credential::new("", nothing, Holder::new(""));
        self.limit(&mut credential, passes_used);
        match credential.standing(Some(instant)).first() {
            None => ValidityState::Valid,
            Some(Reason::NotYetActive) => ValidityState::NotYetValid,
            Some(Reason::UsedUp) => ValidityState::UsedUp,
            Some(_) => ValidityState::Expired,
        }
    }

    /// The validity as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let seconds = |end: Timestamp| Value::from(end.epoch_seconds().unsigned_abs());
        let time = Members::default()
            .with(IS_PERMANENT.text, self.window == Window::ALWAYS)
            .with_some(FROM.text, self.window.from().map(seconds))
            .with_some(TO.text, self.window.until().map(seconds));
        let passes = Members::default()
            .with(IS_PERMANENT.text, self.max_passes.is_none())
            .with_some(MAX_PASSES.text, self.max_passes.map(u64::from));
        Members::default()
            .with(TIME.text, time)
            .with(PASSES.text, passes)
            .into()
    }
}

/// A time that is not permanent begins or ends, and ends after it begins.
fn judge_ends(time: &mut Judged<'_, '_>) {
    let permanent = time.right(IS_PERMANENT).and_then(Given::flag);
    if permanent == Some(false) && !time.is_there(FROM) && !time.is_there(TO) {
        time.report(FROM, || Issue::of(IssueCode::MissingField));
    }
    let end = |name| instant(time.right(name)?.whole(0, LAST_SECOND)?);
    if let Err(issue) = Window::new(end(FROM), end(TO)) {
        time.report(TO, || issue);
    }
}

/// Always there: the seconds end where the years do.
fn instant(seconds: u64) -> Option<Timestamp> {
    Timestamp::from_epoch(i64::try_from(seconds).ok()?, 0)
}
