//! Laws of lock-outs: what a lock does is what its throttle tells, and no clock ends one early.

#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::expect_used,
    reason = "a test fails by panicking, and counts in small numbers"
)]

use latchwork::Timestamp;
use latchwork::door::{Lockout, LockoutPolicy};
use latchwork::odds::{Bucket, Throttle};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0.next_u64() % bound
    }

    fn of<T: Copy>(&mut self, sides: &[T]) -> T {
        let at = self.below(sides.len() as u64);
        sides.iter().copied().nth(at as usize).expect("a side")
    }

    fn policy(&mut self) -> LockoutPolicy {
        let tries = 1 + self.below(6);
        let wait = self.of(&[0, 0, 1, 3, 7, 30]);
        let policy = LockoutPolicy::new(tries, wait).expect("a policy");
        let longer: Vec<_> = (0..self.below(4)).map(|_| self.below(40)).collect();
        let policy = policy.then_longer(longer).expect("a policy");
        if self.below(3) == 0 {
            return policy;
        }
        let bucket = Bucket {
            tries: 1 + self.below(12),
            seconds_each: self.of(&[1, 2, 5, 11, 60]),
        };
        policy.with_bucket(bucket).expect("a policy")
    }
}

fn dice(seed: u64) -> Dice {
    Dice(ChaCha8Rng::seed_from_u64(seed))
}

fn at(second: u64) -> Option<Timestamp> {
    Timestamp::from_epoch(1_800_000_000 + second as i64, 0)
}

/// How many tries have ended by each second, for a thief who begins each as soon as he can.
fn tries_by_second(policy: &LockoutPolicy, each: u64, seconds: u64) -> Vec<u64> {
    let mut lock = Lockout::new(policy.clone());
    let (mut now, mut done) = (0, vec![0; seconds as usize + 1]);
    loop {
        while lock.is_locked(at(now)) != Some(false) {
            now += 1;
            if now > seconds {
                return done;
            }
        }
        let ended = now + each;
        if ended > seconds {
            return done;
        }
        for count in done.iter_mut().skip(ended as usize) {
            *count += 1;
        }
        // A thief without delay at a lock that no longer shuts has no end of tries.
        if done.last().is_some_and(|count| *count > 10_000) {
            for count in done.iter_mut().skip(ended as usize) {
                *count = u64::MAX;
            }
            return done;
        }
        lock = lock.after_wrong(at(ended));
        now = ended;
    }
}

#[test]
fn a_throttle_tells_what_a_lock_out_does() {
    let mut dice = dice(1);
    for _ in 0..1500 {
        let (policy, each) = (dice.policy(), dice.below(4));
        let throttle = policy.throttle(each);
        let done = tries_by_second(&policy, each, 250);
        for (second, done) in done.into_iter().enumerate() {
            let told = throttle.tries_in(second as u64);
            assert_eq!(told, done, "{throttle:?} in {second} s");
        }
    }
}

#[test]
fn a_throttle_counts_on_for_as_long_as_is_asked() {
    let mut dice = dice(2);
    for _ in 0..40 {
        let (policy, each) = (dice.policy(), 1 + dice.below(3));
        let done = tries_by_second(&policy, each, 6_000);
        let throttle = policy.throttle(each);
        for second in [5_000, 5_500, 5_999, 6_000] {
            assert_eq!(Some(&throttle.tries_in(second as u64)), done.get(second));
        }
    }
    // Twice as long once nothing changes from one round to the next: no second is lost.
    let day = Throttle {
        then_longer: vec![60, 300, 900],
        bucket: Some(Bucket {
            tries: 20,
            seconds_each: 600,
        }),
        ..Throttle::new(5, 30, 2)
    };
    let (one, two) = (
        day.tries_in(1 << 40),
        day.tries_in((1 << 40) + 900 * 1_000_000),
    );
    assert_eq!((two - one) * 600, 900 * 1_000_000);
}

/// By the rules alone: the row, the waits and the bucket over all tries that were taken, at the
/// instants at which they truly happened.
struct Truth {
    policy: LockoutPolicy,
    /// When tries were taken, and whether they were wrong.
    taken: Vec<(u64, bool)>,
}

impl Truth {
    fn is_locked(&self, now: u64) -> bool {
        let throttle = self.policy.throttle(0);
        let (mut row, mut until) = (0, 0);
        let mut empty = 0;
        for (at, is_wrong) in &self.taken {
            if !is_wrong {
                row = 0;
                continue;
            }
            row += 1;
            if row % throttle.tries == 0 {
                let waits: Vec<_> = std::iter::once(throttle.then_wait_seconds)
                    .chain(throttle.then_longer.iter().copied())
                    .collect();
                let round = (row / throttle.tries - 1) as usize;
                until = at + waits.get(round).or(waits.last()).expect("a wait");
            }
            if let Some(bucket) = throttle.bucket {
                empty = empty.max(*at) + bucket.seconds_each;
            }
        }
        let is_full = throttle.bucket.is_some_and(|bucket| {
            empty.saturating_sub(now) > (bucket.tries - 1) * bucket.seconds_each
        });
        now < until || is_full
    }
}

#[test]
fn with_a_clock_that_is_right_a_lock_is_locked_by_the_rules() {
    let mut dice = dice(3);
    for _ in 0..400 {
        let policy = dice.policy();
        let mut truth = Truth {
            policy: policy.clone(),
            taken: Vec::new(),
        };
        let (mut lock, mut now) = (Lockout::new(policy), 0);
        for _ in 0..120 {
            now += dice.below(6);
            assert_eq!(lock.is_locked(at(now)), Some(truth.is_locked(now)));
            let until = lock.locked_until(at(now));
            assert_eq!(until.is_some(), truth.is_locked(now));
            if let Some(until) = until {
                let until = (until.epoch_seconds() - 1_800_000_000) as u64;
                assert!(truth.is_locked(until - 1) && !truth.is_locked(until));
            }
            let is_wrong = dice.below(5) > 0;
            let next = if is_wrong {
                lock.after_wrong(at(now))
            } else {
                lock.after_right(at(now))
            };
            if truth.is_locked(now) {
                assert_eq!(next, lock, "a try that is not taken counts for nothing");
            } else {
                truth.taken.push((now, is_wrong));
            }
            // Stored and read again it is the same.
            lock = Lockout::check_value(&next.to_value()).expect("a lock-out");
            assert_eq!(lock, next);
        }
    }
}

#[test]
fn no_clock_that_is_lost_or_goes_back_ends_a_lock_out_early() {
    let mut dice = dice(4);
    let mut opened = 0;
    for _ in 0..1000 {
        let policy = dice.policy();
        let mut truth = Truth {
            policy: policy.clone(),
            taken: Vec::new(),
        };
        let (mut lock, mut now) = (Lockout::new(policy), 1000);
        for _ in 0..120 {
            now += dice.below(6);
            // Only what is stored is known of what it showed.
            let shown = lock.state().to_value();
            let shown = shown.get("at").and_then(latchwork::Value::text);
            let shown = shown.and_then(|at| Timestamp::parse(at).ok());
            let shown = shown.map(|at| (at.epoch_seconds() - 1_800_000_000) as u64);
            let second = match (dice.below(4), shown) {
                (0, _) => None,
                (1, Some(shown)) => Some(dice.below(shown)),
                _ => Some(now),
            };
            let clock = second.and_then(at);
            let is_open = lock.is_locked(clock) == Some(false);
            assert!(
                !is_open || !truth.is_locked(now),
                "{lock:?} at {now}, shown {second:?}"
            );
            let is_wrong = dice.below(5) > 0;
            lock = if is_wrong {
                lock.after_wrong(clock)
            } else {
                lock.after_right(clock)
            };
            if is_open {
                truth.taken.push((now, is_wrong));
                opened += 1;
            }
        }
    }
    assert!(opened > 10_000, "{opened}");
}

#[test]
fn a_valid_credential_never_empties_the_bucket() {
    // Whoever shows his own code after each guess is held up by the bucket alone.
    let bucket = Bucket {
        tries: 20,
        seconds_each: 180,
    };
    let policy = LockoutPolicy::new(5, 30).and_then(|policy| policy.with_bucket(bucket));
    let mut lock = Lockout::new(policy.expect("a policy"));
    let mut guesses = 0;
    for now in 0..3600 {
        if lock.is_locked(at(now)) == Some(false) {
            lock = lock.after_wrong(at(now)).after_right(at(now));
            guesses += 1;
        }
    }
    assert_eq!(guesses, 20 + 3599 / 180);
}

#[test]
fn the_extremes_of_what_may_be_told_panic_nowhere() {
    let largest = (1_u64 << 53) - 1;
    let state = latchwork::Value::from_json(
        format!(
            r#"{{"policy":{{"tries":10000,"thenWaitSeconds":315360000,"thenLonger":[0,315360000],
            "bucket":{{"tries":10000,"secondsEach":315360000}}}},"state":{{"wrong":{largest},
            "waitMillis":{largest},"owedMillis":{largest},"at":"9999-12-31T23:59:59.999999999Z"}}}}"#
        )
        .as_bytes(),
        usize::MAX,
    )
    .expect("JSON");
    let lock = Lockout::check_value(&state).expect("a lock-out");
    for now in [
        None,
        Timestamp::parse("0000-01-01T00:00:00Z").ok(),
        lock_end(),
    ] {
        for next in [lock.after_wrong(now), lock.after_right(now)] {
            assert!(next.is_locked(now) != Some(false));
            assert_eq!(next.locked_until(now), None);
            assert_eq!(Lockout::check_value(&next.to_value()), Ok(next));
        }
    }
}

fn lock_end() -> Option<Timestamp> {
    Timestamp::parse("9999-12-31T23:59:59.999999999Z").ok()
}

/// Who comes in the same millisecond as somebody before him is later than that, and not of a clock that
/// went back: counts are kept by the millisecond.
#[test]
fn a_clock_that_goes_on_by_less_than_a_millisecond_is_known() {
    let second = 1_800_000_000;
    let policy = LockoutPolicy::new(2, 30).expect("a policy");
    let at = |nanos| Timestamp::from_epoch(second, nanos);
    for nanos in [0, 1, 999_999, 1_000_000, 1_000_001, 999_999_999] {
        let tried = Lockout::new(policy.clone()).after_wrong(at(nanos));
        for later in [nanos, nanos + 1, nanos + 400_000] {
            if let Some(later) = at(later) {
                assert_eq!(tried.is_locked(Some(later)), Some(false), "{nanos}");
                let locked = tried.after_wrong(Some(later));
                assert_eq!(locked.is_locked(Some(later)), Some(true), "{nanos}");
            }
        }
    }
    let tried = Lockout::new(policy).after_wrong(at(5_000_000));
    let locked = tried.after_wrong(at(5_000_000));
    assert_eq!(locked.is_locked(at(4_000_000)), None);
}
