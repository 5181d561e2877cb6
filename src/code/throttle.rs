//! Locks that make thieves wait, and how many tries they leave.

use alloc::vec::Vec;

use crate::schema::{Kind, Name, Reading, Table};

/// The members of a throttle as an object.
pub(crate) const TRIES: Name = Name::new(0, "tries");
pub(crate) const THEN_WAIT_SECONDS: Name = Name::new(1, "thenWaitSeconds");
pub(crate) const THEN_LONGER: Name = Name::new(2, "thenLonger");
pub(crate) const BUCKET: Name = Name::new(3, "bucket");

/// Those of its bucket.
pub(crate) const BUCKET_TRIES: Name = Name::new(0, "tries");
pub(crate) const SECONDS_EACH: Name = Name::new(1, "secondsEach");

/// Ten years.
pub(crate) const LONGEST_WAIT: u64 = 315_360_000;
pub(crate) const MOST_TRIES: u64 = 10_000;

/// A lock that makes thieves wait. In whole seconds.
///
/// Wrong tries in a row lead to lock-outs, and beside them they fill a bucket that leaks: who shows
/// a valid code of his own now and then begins a new row, and the bucket stays as it is.
/// [`LockoutPolicy`](crate::door::LockoutPolicy) is what a door does by the same rules.
///
/// ```
/// # use latchwork::Throttle;
/// let lock = Throttle::new(5, 30, 2);
/// assert_eq!(lock.tries_in(3600), 450);
/// let growing = Throttle { then_longer: vec![60, 300], ..lock };
/// assert_eq!(growing.tries_in(3600), 70);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Throttle {
    /// Tries up to a lock-out; 0 for a lock that takes none.
    pub tries: u64,
    /// How long a lock-out lasts, before as many tries again; 0 for a lock without lock-outs.
    pub then_wait_seconds: u64,
    /// How long the second, the third and each further lock-out in a row last; all after the last of
    /// these as long as that. As the first where there are none.
    pub then_longer: Vec<u64>,
    /// The bucket beside them; `None` for a lock without.
    pub bucket: Option<Bucket>,
    /// How long a try takes; 0 for a thief without delay.
    pub seconds_per_try: u64,
}

/// A bucket of wrong tries that leaks: when it is full, no try is taken until it has room for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bucket {
    /// How many wrong tries it holds; 0 for one that never takes any.
    pub tries: u64,
    /// In how many seconds one of them leaks away; 0 for a bucket that is never full.
    pub seconds_each: u64,
}

impl Bucket {
    pub(crate) const TABLE: Table = Table::of(&[
        BUCKET_TRIES.required(Kind::Whole(1, MOST_TRIES)),
        SECONDS_EACH.required(Kind::Whole(1, LONGEST_WAIT)),
    ]);

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            tries: reading.whole(BUCKET_TRIES)?,
            seconds_each: reading.whole(SECONDS_EACH)?,
        })
    }

    /// How many seconds of leaking may be to come while it still has room for a try.
    pub(crate) fn room(self) -> u64 {
        self.tries
            .saturating_sub(1)
            .saturating_mul(self.seconds_each)
    }
}

impl Throttle {
    /// A lock whose lock-outs are all as long, without a bucket.
    #[must_use]
    pub fn new(tries: u64, then_wait_seconds: u64, seconds_per_try: u64) -> Self {
        Self {
            tries,
            then_wait_seconds,
            then_longer: Vec::new(),
            bucket: None,
            seconds_per_try,
        }
    }

    /// The throttle of an object whose table begins with its members and found them right.
    pub(crate) fn of(reading: &Reading<'_>, seconds_per_try: u64) -> Option<Self> {
        let bucket = reading.object(BUCKET, &Bucket::TABLE);
        Some(Self {
            tries: reading.whole(TRIES)?,
            then_wait_seconds: reading.whole(THEN_WAIT_SECONDS)?,
            then_longer: reading.list(THEN_LONGER, |wait| wait.whole(0, u64::MAX))?,
            bucket: bucket.as_ref().and_then(Bucket::of),
            seconds_per_try,
        })
    }

    /// How long the lock-out after so many others in a row lasts.
    pub(crate) fn wait_after(&self, others: u64) -> u64 {
        let Some(longer) = others.checked_sub(1) else {
            return self.then_wait_seconds;
        };
        let longer = usize::try_from(longer).ok();
        let longer = longer.and_then(|longer| self.then_longer.get(longer));
        let longer = longer.or(self.then_longer.last());
        longer.copied().unwrap_or(self.then_wait_seconds)
    }

    /// How many tries end within a time span, its last instant included, for a thief who begins each
    /// as soon as the lock takes it, with an empty bucket; an hour has 3600 seconds. `u64::MAX` where
    /// there is no end to them.
    #[must_use]
    pub fn tries_in(&self, seconds: u64) -> u64 {
        let takes_none = |bucket: Bucket| bucket.tries == 0;
        let Some(others) = self.tries.checked_sub(1) else {
            return 0;
        };
        if self.bucket.is_some_and(takes_none) {
            return 0;
        }
        let limit = i128::from(seconds);
        let next = self.step(0);
        let rest = next.times(others);
        let (mut at, mut done, mut wait) = (Moment::START, 0_u64, 0);
        // The rounds of which each waits as long as no other: the first does not wait at all.
        for round in 0..=self.then_longer.len() {
            let whole = at.after(&self.step(wait).then(&rest));
            if whole.ended > limit {
                return done.saturating_add(self.begun(at, wait, limit));
            }
            (at, done) = (whole, done.saturating_add(self.tries));
            wait = self.wait_after(u64::try_from(round).unwrap_or(u64::MAX));
        }
        // All others wait as long as each other.
        let (rounds, at) = at.most(&self.step(wait).then(&rest), u64::MAX, limit);
        done.saturating_add(rounds.saturating_mul(self.tries))
            .saturating_add(self.begun(at, wait, limit))
    }

    /// How many tries of a round end in time, where not all do.
    fn begun(&self, at: Moment, wait: u64, limit: i128) -> u64 {
        let first = at.after(&self.step(wait));
        if first.ended > limit {
            return 0;
        }
        let others = self.tries.saturating_sub(2);
        1 + first.most(&self.step(0), others, limit).0
    }

    /// A try that begins when a wait is over and the bucket has room.
    fn step(&self, wait: u64) -> Step {
        let takes = i128::from(self.seconds_per_try);
        let (each, room) = self.bucket.map_or((0, i128::MAX), |bucket| {
            (bucket.seconds_each.into(), bucket.room().into())
        });
        let by_wait = takes + i128::from(wait);
        let by_room = takes - room;
        Step {
            ended: [by_wait, by_room],
            // The try is in the bucket when it has ended.
            emptied: [by_wait + each, each.max(by_room + each)],
        }
    }
}

/// When the last try ended, and when the bucket will be empty if there is no other.
#[derive(Clone, Copy)]
struct Moment {
    ended: i128,
    emptied: i128,
}

/// What tries make of a moment: either instant is the later of what either leads to, so many seconds
/// after it. Such steps can be put together, as matrices are multiplied, with the later of two for a
/// sum and the sum for a product.
#[derive(Clone, Copy)]
struct Step {
    /// When the last try ends, by when the one before has ended and by when the bucket is empty.
    ended: [i128; 2],
    /// When the bucket is empty, by the same.
    emptied: [i128; 2],
}

/// The later of what two instants lead to.
fn later(moment: Moment, [ended, emptied]: [i128; 2]) -> i128 {
    let by_end = moment.ended.saturating_add(ended);
    by_end.max(moment.emptied.saturating_add(emptied))
}

impl Moment {
    const START: Self = Self {
        ended: 0,
        emptied: 0,
    };

    fn after(self, step: &Step) -> Self {
        Self {
            ended: later(self, step.ended),
            emptied: later(self, step.emptied),
        }
    }

    /// How often, up to a number of times, a step can be taken until an instant; and what is then.
    fn most(self, step: &Step, times: u64, limit: i128) -> (u64, Self) {
        let mut powers = Vec::from([*step]);
        while let Some(last) = powers.last()
            && self.after(last).ended <= limit
            && powers.len() < 64
        {
            powers.push(last.then(last));
        }
        let (mut taken, mut at) = (0_u64, self);
        for (power, step) in powers.iter().enumerate().rev() {
            let next = at.after(step);
            if times - taken >= 1 << power && next.ended <= limit {
                (taken, at) = (taken + (1 << power), next);
            }
        }
        (taken, at)
    }
}

impl Step {
    /// This step, and then another.
    fn then(&self, next: &Self) -> Self {
        // What each of the two instants leads to, taken by itself.
        let [by_end, by_emptied] = [0, 1].map(|at| {
            let part = |parts: [i128; 2]| parts.get(at).copied().unwrap_or(i128::MIN);
            Moment {
                ended: part(self.ended),
                emptied: part(self.emptied),
            }
            .after(next)
        });
        Self {
            ended: [by_end.ended, by_emptied.ended],
            emptied: [by_end.emptied, by_emptied.emptied],
        }
    }

    /// This step so many times.
    fn times(&self, mut times: u64) -> Self {
        let mut all = Self::NOTHING;
        let mut power = *self;
        while times > 0 {
            if times & 1 == 1 {
                all = all.then(&power);
            }
            power = power.then(&power);
            times >>= 1;
        }
        all
    }

    /// No try.
    const NOTHING: Self = Self {
        ended: [0, i128::MIN],
        emptied: [i128::MIN, 0],
    };
}
