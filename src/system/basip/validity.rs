//! When and how often an identifier opens.

use crate::fields::Fields;
use crate::value::Members;
use crate::{Issue, Issues, Timestamp, UnknownFields, Value, Window, WindowState};

const TIME: &str = "time";
const PASSES: &str = "passes";
const IS_PERMANENT: &str = "is_permanent";
const FROM: &str = "from";
const TO: &str = "to";
const MAX_PASSES: &str = "max_passes";

/// The last second of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// `valid` of an identifier: a window of unix seconds, or always; a count of passes, or any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    window: Window,
    /// At least 1; `None` for any number.
    max_passes: Option<u32>,
}

/// The state of an identifier at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValidityState {
    /// The instant is before the window.
    NotYetValid,
    /// It opens.
    Valid,
    /// The instant is at or after the end.
    Expired,
    /// Every pass was used.
    UsedUp,
}

impl ValidityState {
    /// `not-yet-valid`, `valid`, `expired` or `used-up`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYetValid => "not-yet-valid",
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::UsedUp => "used-up",
        }
    }
}

impl Validity {
    /// Checks a validity written as an object:
    /// `time` (`is_permanent`, `from`, `to`) and `passes` (`is_permanent`, `max_passes`).
    ///
    /// # Errors
    /// Every issue of the object: `wrong_type`, `missing_field`, `number_out_of_range`,
    /// `field_not_permanent`, `window_empty`.
    pub fn check_value(value: &Value<'_>, unknown: UnknownFields) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &[TIME, PASSES], unknown)?;
        let window = fields.required(TIME, |value| check_time(value, unknown));
        let max_passes = fields.required(PASSES, |value| check_passes(value, unknown));
        fields.finish_as(|| {
            Some(Self {
                window: window?,
                max_passes: max_passes?,
            })
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

    /// The state at an instant, after so many passes.
    #[must_use]
    pub fn state_at(&self, instant: Timestamp, passes_used: u64) -> ValidityState {
        let used_up = self
            .max_passes
            .is_some_and(|max| u64::from(max) <= passes_used);
        match self.window.state_at(instant) {
            WindowState::Expired => ValidityState::Expired,
            _ if used_up => ValidityState::UsedUp,
            WindowState::NotYetValid => ValidityState::NotYetValid,
            WindowState::Valid => ValidityState::Valid,
        }
    }

    /// The validity as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let seconds = |end: Timestamp| Value::from(end.epoch_seconds().unsigned_abs());
        let time = Members::default()
            .with(IS_PERMANENT, self.window == Window::ALWAYS)
            .with_some(FROM, self.window.from().map(seconds))
            .with_some(TO, self.window.until().map(seconds));
        let passes = Members::default()
            .with(IS_PERMANENT, self.max_passes.is_none())
            .with_some(MAX_PASSES, self.max_passes.map(u64::from));
        Members::default()
            .with(TIME, time)
            .with(PASSES, passes)
            .into()
    }
}

fn check_time(value: &Value<'_>, unknown: UnknownFields) -> Result<Window, Issues> {
    let mut fields = Fields::of(value, &[IS_PERMANENT, FROM, TO], unknown)?;
    let permanent = fields.required(IS_PERMANENT, Value::boolean);
    if permanent == Some(true) {
        not_permanent(&mut fields, FROM);
        not_permanent(&mut fields, TO);
        return fields.finish_with(Window::ALWAYS);
    }
    if permanent == Some(false) && fields.get(FROM).is_none() && fields.get(TO).is_none() {
        fields.report(FROM, Issue::missing_field());
    }
    let from = fields.optional(FROM, check_seconds);
    let until = fields.optional(TO, check_seconds);
    let window = Window::new(from, until).unwrap_or_else(|issue| {
        fields.report(TO, issue);
        Window::ALWAYS
    });
    fields.finish_with(window)
}

fn check_seconds(value: &Value<'_>) -> Result<Timestamp, Issue> {
    let seconds = value.whole(0, LAST_SECOND)?;
    // Always there: the years end where the range does.
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| Timestamp::from_epoch(seconds, 0))
        .ok_or_else(Issue::missing_field)
}

fn check_passes(value: &Value<'_>, unknown: UnknownFields) -> Result<Option<u32>, Issues> {
    let mut fields = Fields::of(value, &[IS_PERMANENT, MAX_PASSES], unknown)?;
    let count = |value: &Value<'_>| value.whole(1, u32::MAX.into());
    let max_passes = match fields.required(IS_PERMANENT, Value::boolean) {
        Some(true) => {
            not_permanent(&mut fields, MAX_PASSES);
            None
        }
        Some(false) => fields.required(MAX_PASSES, count),
        None => fields.optional(MAX_PASSES, count),
    };
    fields.finish_with(max_passes.and_then(|max| u32::try_from(max).ok()))
}

fn not_permanent(fields: &mut Fields<'_, '_>, name: &'static str) {
    if fields.get(name).is_some() {
        fields.report(
            name,
            Issue::new(
                "field_not_permanent",
                "expected no value for what is permanent, found one",
            ),
        );
    }
}
