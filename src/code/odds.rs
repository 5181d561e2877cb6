//! The odds of guessing a code, and of codes clashing.
//!
//! Chances are fractions from 0 to 1, not per cent. They are 0 only for what cannot happen and 1
//! only for what must: anything likelier than f64 can tell from certain is the f64 below 1. The
//! relative error of a chance, and of what it lacks to 1, is below 10^-11, less than one more
//! try or code makes out: so no chance falls where it should rise.

use super::taken::power_of_ten;
use crate::{Issue, Issues};

/// All codes of 4 to 8 digits.
const LARGEST_KEYSPACE: u32 = 111_110_000;

/// The f64 below 1.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// A complement too small to show in its chance: far below that of [`BELOW_ONE`].
const NEGLIGIBLE: f64 = f64::EPSILON / 256.0;

/// How the tries of a thief follow from one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guessing {
    /// No code is tried twice and the valid codes stay: drawing without replacement.
    Distinct,
    /// Any code at any try, because the thief forgets or the codes change: with replacement.
    Independent,
}

/// A thief at a door who knows which codes the policy allows, and none of those in use.
///
/// ```
/// # use latchwork::{Guess, Guessing};
/// let odds = Guess::new(10_000, 250, 5, Guessing::Distinct)?.odds();
/// assert_eq!(odds.per_try, 0.025);
/// assert!((odds.success - 0.119).abs() < 5e-4);
/// assert!((odds.expected_tries - 39.8).abs() < 0.05);
/// # Ok::<(), latchwork::Issues>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    keyspace: u32,
    active: u32,
    tries: u64,
    guessing: Guessing,
}

/// What [`Guess::odds`] tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GuessOdds {
    /// The chance of the first try.
    pub per_try: f64,
    /// The chance that at least one of the tries opens.
    pub success: f64,
    /// Tries up to and with the first that opens, on average, were there no end of them; infinite
    /// where no code is active.
    pub expected_tries: f64,
}

impl Guess {
    /// Tries at a door: `keyspace` is how many codes the policy allows, 1 to 111,110,000;
    /// `active` how many of these open now, 0 to `keyspace`; `tries` any number, for example
    /// [`Throttle::tries_in`].
    ///
    /// # Errors
    /// `number_out_of_range` at `keyspace`, or at `active`.
    pub fn new(keyspace: u64, active: u64, tries: u64, guessing: Guessing) -> Result<Self, Issues> {
        let keyspace = within("keyspace", keyspace, 1, LARGEST_KEYSPACE)?;
        Ok(Self {
            keyspace,
            active: within("active", active, 0, keyspace)?,
            tries,
            guessing,
        })
    }

    /// The odds. Of K codes and N active ones, distinct tries hit after (K + 1) / (N + 1) tries
    /// on average, T of them with chance 1 - C(K - N, T) / C(K, T); independent ones after K / N
    /// tries, with chance 1 - (1 - N / K)^T.
    #[must_use]
    pub fn odds(&self) -> GuessOdds {
        let (keyspace, active) = (f64::from(self.keyspace), f64::from(self.active));
        let each = Chance::of(self.active, self.keyspace);
        let (success, expected_tries) = match self.guessing {
            Guessing::Distinct => (
                Chance::of_overlap(self.keyspace, self.active, self.tries),
                (keyspace + 1.0) / (active + 1.0),
            ),
            Guessing::Independent => (each.in_any_of(self.tries), keyspace / active),
        };
        let none = self.active == 0;
        GuessOdds {
            per_try: each.hit,
            success: success.hit,
            expected_tries: if none { f64::INFINITY } else { expected_tries },
        }
    }
}

/// A lock that makes thieves wait. In whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Throttle {
    /// Tries up to a lock-out; 0 for a lock that takes none.
    pub tries: u64,
    /// How long a lock-out lasts, before as many tries again; 0 for a lock without lock-outs.
    pub then_wait_seconds: u64,
    /// How long a try takes; 0 for a thief without delay.
    pub seconds_per_try: u64,
}

impl Throttle {
    /// How many tries end within a time span, its last instant included; an hour has 3600
    /// seconds. `u64::MAX` where there is no end to them.
    #[must_use]
    pub fn tries_in(&self, seconds: u64) -> u64 {
        let tries_of = |left: u64| {
            let most = left.checked_div(self.seconds_per_try);
            most.unwrap_or(u64::MAX).min(self.tries)
        };
        let open = self.tries.checked_mul(self.seconds_per_try);
        match open.and_then(|open| open.checked_add(self.then_wait_seconds)) {
            // Longer than any span.
            None => tries_of(seconds),
            Some(0) => self.tries.saturating_mul(u64::MAX),
            Some(round) => (seconds / round)
                .saturating_mul(self.tries)
                .saturating_add(tries_of(seconds % round)),
        }
    }
}

/// How a keypad finds a code among the digits pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keypad {
    /// Digits up to Enter, or up to the length of a code, are one try; the next starts afresh.
    WholeCodes,
    /// After each digit, the last ones up to the length of a code are tried.
    LastDigits,
}

impl Keypad {
    /// How many codes of so many digits so many presses of digits try; Enter is not counted.
    #[must_use]
    pub fn tries_of_presses(self, digits: u8, presses: u64) -> u64 {
        match (self, u64::from(digits)) {
            (_, 0) => 0,
            (Self::WholeCodes, digits) => presses / digits,
            (Self::LastDigits, digits) => presses.saturating_sub(digits - 1),
        }
    }
}

/// The fewest presses that try every code of so many digits at a [`Keypad::LastDigits`], those of
/// a de Bruijn sequence: 10^n + n - 1, for four digits 10,003. At most `u64::MAX`.
#[must_use]
pub fn de_bruijn_presses(digits: u8) -> u64 {
    (10_u64.saturating_pow(digits.into()) - 1).saturating_add(digits.into())
}

/// Possible codes for each one in use, where the code is the only factor.
///
/// Source: ULC 60839-11-1. Locks of safes ask 100,000.
pub const CODES_PER_ACTIVE_CODE: u64 = 1000;

/// The shortest length, 4 to 8 digits, with at least `factor` possible codes for each active one;
/// none where eight digits are too few.
#[must_use]
pub fn recommended_length(active: u64, factor: u64) -> Option<u8> {
    let asked = active.checked_mul(factor)?;
    (4..=8).find(|&length| u64::from(power_of_ten(length)) >= asked)
}

/// The chance that among so many codes, each drawn from the whole keyspace (1 to 111,110,000),
/// two are equal: 1 - (1 - 0 / K) (1 - 1 / K) … (1 - (n - 1) / K).
///
/// # Errors
/// `number_out_of_range` at `keyspace`.
pub fn equal_chance(keyspace: u64, codes: u64) -> Result<f64, Issue> {
    let keyspace = within("keyspace", keyspace, 1, LARGEST_KEYSPACE)?;
    let chance = match u32::try_from(codes) {
        Ok(codes) if codes <= keyspace => {
            Chance::of_any((0..codes).map(|drawn| Chance::of(drawn, keyspace)))
        }
        _ => Chance::CERTAIN,
    };
    Ok(chance.hit)
}

/// The fewest codes whose [`equal_chance`] is at least `chance`, 0 to 1.
///
/// # Errors
/// `number_out_of_range` at `keyspace`, or at `chance`.
pub fn codes_to_equal_chance(keyspace: u64, chance: f64) -> Result<u64, Issue> {
    let keyspace = within("keyspace", keyspace, 1, LARGEST_KEYSPACE)?;
    if !(0.0..=1.0).contains(&chance) {
        let sentence = "expected a number from {min} to {max}, found another";
        return Err(Issue::new("number_out_of_range", sentence)
            .with("min", 0_u64)
            .with("max", 1_u64)
            .at("chance"));
    }
    let mut so_far = Chance::NEVER;
    let mut reached = |codes: &u32| {
        let reached = so_far.hit >= chance;
        so_far = so_far.or(Chance::of(*codes, keyspace));
        reached
    };
    // Ends early: the chance is next to certain after ten times the square root of the keyspace.
    let found = (chance < 1.0).then(|| (0..=keyspace).find(&mut reached));
    Ok(found.flatten().unwrap_or(keyspace + 1).into())
}

/// The chance that some code begins with another, shorter one, which opens a keypad without an
/// Enter key early. Takes how many codes of 4, 5, 6, 7 and 8 digits there are, drawn at random,
/// those of a length all different; of more than there can be, all.
///
/// While no code begins with another, the n codes of a length l are the beginnings of
/// n 10^(m - l) codes of the length m, each a different one: those of length m must miss these.
#[must_use]
pub fn prefix_clash_chance(codes_by_length: [u64; 5]) -> f64 {
    let mut clash = Chance::NEVER;
    let mut begun = 0;
    for (length, codes) in (4..).zip(codes_by_length) {
        let possible = power_of_ten(length);
        let codes = u32::try_from(codes).map_or(possible, |codes| codes.min(possible));
        // OK because before the last length at most 2 * 10^7 are begun.
        begun = possible.min(begun * 10);
        clash = clash.or(Chance::of_overlap(possible, begun, codes.into()));
        begun += codes;
    }
    clash.hit
}

/// A chance and its complement: where one is near 1, only the other can tell how near.
#[derive(Clone, Copy)]
struct Chance {
    hit: f64,
    miss: f64,
}

impl Chance {
    const NEVER: Self = Self::new(0.0, 1.0);
    const CERTAIN: Self = Self::new(1.0, 0.0);

    const fn new(hit: f64, miss: f64) -> Self {
        Self { hit, miss }
    }

    /// To draw one of `part` among `whole`, which is at least `part` and not 0.
    fn of(part: u32, whole: u32) -> Self {
        let share = |part| f64::from(part) / f64::from(whole);
        Self::new(share(part), share(whole - part))
    }

    /// To have something in common, for `some` and `others` different codes of a keyspace.
    fn of_overlap(keyspace: u32, some: u32, others: u64) -> Self {
        match u32::try_from(others) {
            _ if some == 0 => Self::NEVER,
            Ok(others) if others <= keyspace - some => {
                // C(K - N, T) / C(K, T) is the same with N and T exchanged.
                let (fewer, more) = (some.min(others), some.max(others));
                Self::of_any((0..fewer).map(|drawn| Self::of(more, keyspace - drawn)))
            }
            _ => Self::CERTAIN,
        }
    }

    /// That of two independent events at least one happens.
    fn or(self, other: Self) -> Self {
        if self.miss == 0.0 || other.miss == 0.0 {
            return Self::CERTAIN;
        }
        let hit = self.hit + self.miss * other.hit;
        // Never 0, which is certainty.
        let miss = (self.miss * other.miss).max(f64::MIN_POSITIVE);
        // The smaller of the two holds more digits.
        if hit < 0.5 {
            Self::new(hit, 1.0 - hit)
        } else {
            Self::new(BELOW_ONE.min(1.0 - miss), miss)
        }
    }

    /// That of independent events, none of them certain, at least one happens. However large the
    /// keyspace, the chances here add up to certain for f64 within 10^5 events.
    fn of_any(chances: impl Iterator<Item = Self>) -> Self {
        let mut total = Self::NEVER;
        for chance in chances {
            if total.miss < NEGLIGIBLE {
                break;
            }
            total = total.or(chance);
        }
        total
    }

    /// That of so many independent events of this chance at least one happens.
    fn in_any_of(self, mut events: u64) -> Self {
        let (mut total, mut doubled) = (Self::NEVER, self);
        while events > 0 {
            if events & 1 == 1 {
                total = total.or(doubled);
            }
            doubled = doubled.or(doubled);
            events >>= 1;
        }
        total
    }
}

/// The number a name stands for, when it is in its range.
fn within(name: &'static str, number: u64, min: u32, max: u32) -> Result<u32, Issue> {
    let small = u32::try_from(number).ok();
    small
        .filter(|small| (min..=max).contains(small))
        .ok_or_else(|| {
            let sentence = "expected a whole number from {min} to {max}, found another";
            Issue::new("number_out_of_range", sentence)
                .with("min", u64::from(min))
                .with("max", u64::from(max))
                .at(name)
        })
}
