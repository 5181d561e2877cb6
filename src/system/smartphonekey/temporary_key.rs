//! Temporary keys: codes for a time, and so often.

use core::fmt;

use super::lock;
use crate::door::Reason;
use crate::schema::{Document, Kind, Name, Reading, Table, read_as, words};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Code, Issues, Timestamp, UnknownFields, Value, Window};

const CODE: Name = Name::new(0, "code");
const VALID_FROM: Name = Name::new(1, lock::VALID_FROM);
const VALID_UNTIL: Name = Name::new(2, lock::VALID_UNTIL);
const MAX_USES: Name = Name::new(3, "maxUses");
const USED: Name = Name::new(4, "used");
const REVOKED: Name = Name::new(5, "revoked");

/// A code that opens a lock for a time, and as often as it may.
///
/// `Debug` shows no digit.
#[derive(Clone, PartialEq, Eq)]
pub struct TemporaryKey {
    /// What is typed.
    pub code: Code,
    /// When it opens.
    pub window: Window,
    /// How often it may open; `None` for any number of times.
    pub max_uses: Option<u64>,
    /// How often it opened.
    pub used: u64,
    /// Whether it was taken back.
    pub revoked: bool,
}

words! {
    /// What a temporary key is at an instant.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum TemporaryKeyState {
        /// The instant is before the window.
        NotYetValid = "not-yet-valid",
        /// It opens.
        Valid = "valid",
        /// The instant is at or after the end.
        Expired = "expired",
        /// It opened as often as it may.
        UsedUp = "used-up",
        /// It was taken back.
        Revoked = "revoked",
    }
}

impl TemporaryKey {
    const TABLE: Table = Table::of(&[
        CODE.required(Kind::Form(&Code::FORM)),
        VALID_FROM.optional(Kind::Form(&Timestamp::FORM)),
        VALID_UNTIL.optional(Kind::Form(&Timestamp::FORM)),
        MAX_USES.optional(Kind::OrNull(&Kind::Whole(1, LARGEST_WHOLE))),
        USED.required(Kind::Whole(0, LARGEST_WHOLE)),
        REVOKED.optional(Kind::Flag),
    ])
    .with_rules(|key| Window::judge(key, VALID_FROM, VALID_UNTIL));

    /// A code that opens at any time and any number of times, and has opened nothing yet.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            window: Window::ALWAYS,
            max_uses: None,
            used: 0,
            revoked: false,
        }
    }

    /// Checks a key written as an object: `code`, `validFrom`, `validUntil`, `maxUses`, which is a
    /// number above 0 or null, `used` and `revoked`.
    ///
    /// # Errors
    /// Every issue of the object. How often it was used has to be told.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            code: reading.parse(CODE, Code::parse)?,
            window: Window::of(reading, VALID_FROM, VALID_UNTIL),
            max_uses: reading.whole(MAX_USES),
            used: reading.whole(USED)?,
            revoked: reading.flag(REVOKED) == Some(true),
        })
    }

    /// The key as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with(CODE.text, self.code.as_str())
            .with_some(VALID_FROM.text, self.window.from().map(Value::from))
            .with_some(VALID_UNTIL.text, self.window.until().map(Value::from))
            .with_some(MAX_USES.text, self.max_uses)
            .with(USED.text, self.used)
            .with(REVOKED.text, self.revoked)
            .into()
    }

    /// What the key is at an instant: of several reasons for which it opens nothing the first in the
    /// order of [`Reason`], taken back, expired, used up, not yet valid.
    #[must_use]
    pub fn state_at(&self, instant: Timestamp) -> TemporaryKeyState {
        match self.standing(instant).first() {
            None => TemporaryKeyState::Valid,
            Some(Reason::NotYetActive) => TemporaryKeyState::NotYetValid,
            Some(Reason::UsedUp) => TemporaryKeyState::UsedUp,
            Some(Reason::Expired) => TemporaryKeyState::Expired,
            Some(_) => TemporaryKeyState::Revoked,
        }
    }
}

impl fmt::Debug for TemporaryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TemporaryKey")
            .field("window", &self.window)
            .field("max_uses", &self.max_uses)
            .field("used", &self.used)
            .field("revoked", &self.revoked)
            .finish_non_exhaustive()
    }
}
