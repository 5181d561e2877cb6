//! What wrong tries lead to: a lock takes none for a while.

use alloc::vec::Vec;

use crate::code::throttle::{
    BUCKET, BUCKET_TRIES, LONGEST_WAIT, MOST_TRIES, SECONDS_EACH, THEN_LONGER, THEN_WAIT_SECONDS,
    TRIES,
};
use crate::code::{Bucket, Throttle};
use crate::schema::{Document, Kind, Name, Reading, Table, read_as, words};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issues, Timestamp, UnknownFields, Value};

const POLICY: Name = Name::new(0, "policy");
const STATE: Name = Name::new(1, "state");

const WRONG: Name = Name::new(0, "wrong");
const WAIT_MILLIS: Name = Name::new(1, "waitMillis");
const OWED_MILLIS: Name = Name::new(2, "owedMillis");
const AT: Name = Name::new(3, "at");
const CLOCK_LOST: Name = Name::new(4, "clockLost");

const WAIT: Kind = Kind::Whole(0, LONGEST_WAIT);
const MILLIS: Kind = Kind::Whole(0, LARGEST_WHOLE);

/// When a lock takes no tries for a while.
///
/// Wrong tries in a row lead to a lock-out, in which the right code is refused too; a valid
/// credential begins a new row, as Matter asks for (`WrongCodeEntryLimit`). With that alone who has a
/// code of his own could guess for ever, one try fewer than leads to a lock-out and then his own: so
/// there can be a bucket of wrong tries beside the row, which only time empties.
///
/// It is counted for each reader: at a keypad there is no credential until its code is right, and a
/// count for each credential lets anybody lock another out. Wrong codes for a card that was shown are
/// counted for that card as well.
///
/// ```
/// use latchwork::door::{LockedBy, Lockout, LockoutPolicy};
/// use latchwork::Timestamp;
///
/// let policy = LockoutPolicy::new(2, 30)?;
/// let at = |second| Timestamp::from_epoch(second, 0);
/// let mut reader = Lockout::new(policy);
/// for second in [0, 5] {
///     reader = reader.after_wrong(at(second));
/// }
/// assert_eq!(reader.locked_by(at(34)), Some(Some(LockedBy::Tries)));
/// assert_eq!(reader.is_locked(at(35)), Some(false));
/// // Without a clock nobody knows.
/// assert_eq!(reader.is_locked(None), None);
/// # Ok::<(), latchwork::Issues>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LockoutPolicy {
    /// For a thief without delay.
    throttle: Throttle,
}

impl LockoutPolicy {
    pub(crate) const TABLE: Table = Table::of(&[
        TRIES.required(Kind::Whole(1, MOST_TRIES)),
        THEN_WAIT_SECONDS.required(WAIT),
        THEN_LONGER.optional(Kind::List(&WAIT)),
        BUCKET.optional(Kind::Object(&Bucket::TABLE)),
    ]);

    /// So many wrong tries in a row, 1 to 10,000, and then a lock-out of so many seconds, up to
    /// ten years; of 0 for none.
    ///
    /// # Errors
    /// `number_out_of_range` at `tries` or `thenWaitSeconds`.
    pub fn new(tries: u64, then_wait_seconds: u64) -> Result<Self, Issues> {
        Self::of_throttle(Throttle::new(tries, then_wait_seconds, 0))
    }

    /// The same with longer waits: after the second, the third and each further lock-out in a row,
    /// the last of them for all after it.
    ///
    /// # Errors
    /// `number_out_of_range` at `thenLonger`, for one that is longer than ten years.
    pub fn then_longer(self, seconds: impl IntoIterator<Item = u64>) -> Result<Self, Issues> {
        Self::of_throttle(Throttle {
            then_longer: seconds.into_iter().collect(),
            ..self.throttle
        })
    }

    /// The same with a bucket beside the row.
    ///
    /// # Errors
    /// `number_out_of_range` at `bucket`: 1 to 10,000 tries, and up to ten years for each.
    pub fn with_bucket(self, bucket: Bucket) -> Result<Self, Issues> {
        Self::of_throttle(Throttle {
            bucket: Some(bucket),
            ..self.throttle
        })
    }

    fn of_throttle(throttle: Throttle) -> Result<Self, Issues> {
        Self::check_value(&Self { throttle }.to_value())
    }

    /// Checks a policy written as an object: `tries`, `thenWaitSeconds`, `thenLonger`, and `bucket`
    /// of `tries` and `secondsEach`.
    ///
    /// # Errors
    /// Every issue of the object.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        read_as(
            &Document::of(value),
            &Self::TABLE,
            UnknownFields::Refuse,
            Self::of,
        )
    }

    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            throttle: Throttle::of(reading, 0)?,
        })
    }

    /// The policy as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let Throttle {
            tries,
            then_wait_seconds,
            then_longer,
            bucket,
            ..
        } = &self.throttle;
        let longer: Vec<_> = then_longer.iter().copied().map(Value::from).collect();
        let bucket = bucket.map(|bucket| {
            Members::default()
                .with(BUCKET_TRIES.text, bucket.tries)
                .with(SECONDS_EACH.text, bucket.seconds_each)
        });
        Members::default()
            .with(TRIES.text, *tries)
            .with(THEN_WAIT_SECONDS.text, *then_wait_seconds)
            .with_some(THEN_LONGER.text, (!longer.is_empty()).then_some(longer))
            .with_some(BUCKET.text, bucket)
            .into()
    }

    /// The same rules for a thief who needs so many seconds for a try: how many tries they leave.
    #[must_use]
    pub fn throttle(&self, seconds_per_try: u64) -> Throttle {
        Throttle {
            seconds_per_try,
            ..self.throttle.clone()
        }
    }
}

words! {
    /// What a lock-out comes from.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum LockedBy {
        /// Wrong tries in a row.
        Tries = "tries",
        /// A bucket that is full.
        Bucket = "bucket",
    }
}

/// What a lock has counted. The default is that of a lock at which nobody has tried.
///
/// What is to come of a wait and of the bucket is kept as it was at an instant. A clock that shows
/// less than it did is not known, as one that shows nothing: what has to pass begins to pass when it
/// is known again, so that no lock-out ends early. One that was far ahead when somebody tried leaves a
/// lock that has to be told anew, with an empty state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LockoutState {
    /// Wrong tries in a row.
    wrong: u64,
    /// What was left of a lock-out.
    wait_millis: u64,
    /// How long the bucket had to leak to be empty.
    owed_millis: u64,
    /// The latest instant at which that was so; `None` before there was a clock.
    at: Option<Timestamp>,
    /// Whether something was counted without a clock since: then nothing has passed before there is
    /// one again.
    clock_lost: bool,
}

impl LockoutState {
    pub(crate) const TABLE: Table = Table::of(&[
        WRONG.optional(MILLIS),
        WAIT_MILLIS.optional(MILLIS),
        OWED_MILLIS.optional(MILLIS),
        AT.optional(Kind::Form(&Timestamp::FORM)),
        CLOCK_LOST.optional(Kind::Flag),
    ]);

    pub(crate) fn of(reading: &Reading<'_>) -> Self {
        let number = |name| reading.whole(name).unwrap_or_default();
        Self {
            wrong: number(WRONG),
            wait_millis: number(WAIT_MILLIS),
            owed_millis: number(OWED_MILLIS),
            at: reading.instant(AT),
            clock_lost: reading.flag(CLOCK_LOST) == Some(true),
        }
    }

    /// The state as an object: `wrong`, `waitMillis`, `owedMillis`, `at` and `clockLost`, of which
    /// those are left out that say nothing.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let counted = |count: u64| (count > 0).then_some(count);
        Members::default()
            .with_some(WRONG.text, counted(self.wrong))
            .with_some(WAIT_MILLIS.text, counted(self.wait_millis))
            .with_some(OWED_MILLIS.text, counted(self.owed_millis))
            .with_some(AT.text, self.at.map(Value::from))
            .with_some(CLOCK_LOST.text, self.clock_lost.then_some(true))
            .into()
    }

    /// How many wrong tries there were in a row.
    #[must_use]
    pub fn wrong(&self) -> u64 {
        self.wrong
    }

    /// The instant of a clock that does not show less than it did, by the millisecond that it is counted to.
    fn known(&self, now: Option<Timestamp>) -> Option<Timestamp> {
        now.filter(|now| self.at.is_none_or(|at| up(*now) >= up(at)))
    }

    /// The same at a later instant; as it is where that is not known.
    fn passed(&self, now: Option<Timestamp>) -> Self {
        let Some(now) = self.known(now) else {
            return *self;
        };
        let passed = match self.at {
            // OK because less than nothing is nothing.
            Some(at) if !self.clock_lost => now.epoch_millis().saturating_sub(up(at)),
            // It begins to pass now.
            _ => 0,
        };
        let passed = u64::try_from(passed).unwrap_or_default();
        Self {
            wrong: self.wrong,
            wait_millis: self.wait_millis.saturating_sub(passed),
            owed_millis: self.owed_millis.saturating_sub(passed),
            at: Timestamp::from_epoch_millis(up(now)),
            clock_lost: false,
        }
    }
}

/// The first millisecond that is not before an instant.
fn up(instant: Timestamp) -> i64 {
    let is_between = !instant.subsec_nanos().is_multiple_of(1_000_000);
    instant.epoch_millis().saturating_add(is_between.into())
}

/// The lock-out of a reader, or of a card that is shown to readers: what is allowed, and what was
/// counted so far. It is data: what is told stays as it was, and what comes of it is given back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lockout {
    policy: LockoutPolicy,
    state: LockoutState,
}

impl Lockout {
    pub(crate) const TABLE: Table = Table::of(&[
        POLICY.required(Kind::Object(&LockoutPolicy::TABLE)),
        STATE.required(Kind::Object(&LockoutState::TABLE)),
    ]);

    /// A lock at which nobody has tried.
    #[must_use]
    pub fn new(policy: LockoutPolicy) -> Self {
        Self {
            policy,
            state: LockoutState::default(),
        }
    }

    /// Checks a lock-out written as an object: `policy`, and the `state` as it was stored, `{}` where
    /// nobody has tried yet.
    ///
    /// # Errors
    /// Every issue of the object. A state that is left out is one: what was counted is not known.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The lock-out of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        let policy = reading.object(POLICY, &LockoutPolicy::TABLE)?;
        let state = reading.object(STATE, &LockoutState::TABLE)?;
        Some(Self {
            policy: LockoutPolicy::of(&policy)?,
            state: LockoutState::of(&state),
        })
    }

    /// The lock-out as an object.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        Members::default()
            .with(POLICY.text, self.policy.to_value())
            .with(STATE.text, self.state.to_value())
            .into()
    }

    /// What is allowed.
    #[must_use]
    pub fn policy(&self) -> &LockoutPolicy {
        &self.policy
    }

    /// What was counted: what is to be stored.
    #[must_use]
    pub fn state(&self) -> &LockoutState {
        &self.state
    }

    /// Whether tries are taken, the right code among them. `None` where that is not known, without a
    /// clock while something has to pass: such a lock takes none.
    #[must_use]
    pub fn is_locked(&self, now: Option<Timestamp>) -> Option<bool> {
        self.locked_by(now).map(|by| by.is_some())
    }

    /// What locks it, if anything does: what of both lasts longer. `None` where that is not known.
    #[must_use]
    pub fn locked_by(&self, now: Option<Timestamp>) -> Option<Option<LockedBy>> {
        let (wait, room) = self.left(now);
        match (wait.max(room), self.state.known(now)) {
            (0, _) => Some(None),
            (_, None) => None,
            _ if wait >= room => Some(Some(LockedBy::Tries)),
            _ => Some(Some(LockedBy::Bucket)),
        }
    }

    /// The first instant at which it takes tries again; `None` where none is known: it takes them
    /// now, there is no clock, or that is after the year 9999.
    #[must_use]
    pub fn locked_until(&self, now: Option<Timestamp>) -> Option<Timestamp> {
        let (wait, room) = self.left(now);
        let left = Some(wait.max(room)).filter(|left| *left > 0)?;
        let now = self.state.known(now)?;
        let until = up(now).checked_add(i64::try_from(left).ok()?)?;
        Timestamp::from_epoch_millis(until)
    }

    /// How many milliseconds of a lock-out, and of a full bucket, are left.
    fn left(&self, now: Option<Timestamp>) -> (u64, u64) {
        let state = self.state.passed(now);
        let bucket = self.policy.throttle.bucket;
        let room = bucket.map_or(u64::MAX, |bucket| bucket.room().saturating_mul(1000));
        (state.wait_millis, state.owed_millis.saturating_sub(room))
    }

    /// What becomes of it after a wrong try. What is tried while it is locked counts for nothing.
    #[must_use]
    pub fn after_wrong(&self, now: Option<Timestamp>) -> Self {
        if self.is_locked(now) != Some(false) {
            return self.looked_at(now);
        }
        let throttle = &self.policy.throttle;
        let mut state = self.state.passed(now);
        state.clock_lost |= self.state.known(now).is_none();
        state.wrong = LARGEST_WHOLE.min(state.wrong.saturating_add(1));
        if let Some(bucket) = throttle.bucket {
            let owed = bucket.seconds_each.saturating_mul(1000);
            state.owed_millis = state.owed_millis.saturating_add(owed);
        }
        // Where it counts no further, each try is the last of a row.
        if state.wrong.is_multiple_of(throttle.tries) || state.wrong == LARGEST_WHOLE {
            let others = (state.wrong / throttle.tries).saturating_sub(1);
            state.wait_millis = throttle.wait_after(others).saturating_mul(1000);
        }
        self.with(state)
    }

    /// What becomes of it after a valid credential that was let in: a new row of tries begins. The
    /// bucket stays as it is, and while it is locked nothing is valid.
    #[must_use]
    pub fn after_right(&self, now: Option<Timestamp>) -> Self {
        if self.is_locked(now) != Some(false) {
            return self.looked_at(now);
        }
        self.with(LockoutState {
            wrong: 0,
            ..self.state
        })
    }

    /// What becomes of it when somebody looks: where something was counted without a clock, it begins
    /// to pass when there is one.
    fn looked_at(&self, now: Option<Timestamp>) -> Self {
        if self.state.clock_lost || self.state.at.is_none() {
            self.with(self.state.passed(now))
        } else {
            self.clone()
        }
    }

    fn with(&self, state: LockoutState) -> Self {
        Self {
            policy: self.policy.clone(),
            state,
        }
    }
}
