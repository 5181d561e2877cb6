//! The odds of guessing a code, and of codes clashing.
//!
//! Chances are fractions from 0 to 1, not per cent: 0 only for what cannot happen, 1 only for what
//! must. The relative error of a chance, and of what it lacks to 1, is below 10^-11: one more try
//! or code changes more than that, so no chance falls where it should rise.

use crate::{Issue, IssueCode, Issues};

/// All codes of 4 to 8 digits.
const LARGEST_KEYSPACE: u32 = 111_110_000;

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
    /// [`Throttle::tries_in`](super::Throttle::tries_in).
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
        let success = match self.guessing {
            Guessing::Distinct => Chance::of_overlap(self.keyspace, self.active, self.tries),
            Guessing::Independent => Chance::of(self.active, self.keyspace).in_any_of(self.tries),
        };
        GuessOdds {
            per_try: active / keyspace,
            success: success.hit,
            expected_tries: match self.guessing {
                Guessing::Distinct if self.active > 0 => (keyspace + 1.0) / (active + 1.0),
                // Infinite where no code is active.
                _ => keyspace / active,
            },
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
    (4..=8).find(|&length| 10_u64.pow(length.into()) >= asked)
}

/// The chance that among so many codes, each drawn from the whole keyspace (1 to 111,110,000),
/// two are equal: 1 - (1 - 0 / K) (1 - 1 / K) … (1 - (n - 1) / K).
///
/// # Errors
/// `number_out_of_range` at `keyspace`.
pub fn equal_chance(keyspace: u64, codes: u64) -> Result<f64, Issue> {
    let keyspace = within("keyspace", keyspace, 1, LARGEST_KEYSPACE)?;
    if codes > keyspace.into() {
        return Ok(1.0);
    }
    let each = (0..keyspace).zip(0..codes);
    Ok(Chance::of_any(each.map(|(drawn, _)| Chance::of(drawn, keyspace))).hit)
}

/// The fewest codes whose [`equal_chance`] is at least `chance`, 0 to 1.
///
/// # Errors
/// `number_out_of_range` at `keyspace`, or at `chance`.
pub fn codes_to_equal_chance(keyspace: u64, chance: f64) -> Result<u64, Issue> {
    let keyspace = within("keyspace", keyspace, 1, LARGEST_KEYSPACE)?;
    match chance {
        0.0..1.0 => {}
        1.0 => return Ok(u64::from(keyspace) + 1),
        _ => return Err(out_of_range(IssueCode::ChanceOutOfRange, 0, 1).at("chance")),
    }
    let (mut so_far, mut codes) = (Chance::NEVER, 0);
    while so_far.hit < chance {
        so_far = so_far.or(Chance::of(codes, keyspace));
        codes += 1;
    }
    Ok(codes.into())
}

/// The chance that some code begins with another, shorter one, which opens a keypad without an
/// Enter key early. Takes how many codes of 4, 5, 6, 7 and 8 digits there are, drawn at random,
/// those of a length all different; of more than there can be, all.
///
/// While no code begins with another, the n codes of a length l are the beginnings of
/// n 10^(m - l) codes of the length m, each a different one: those of length m must miss these.
#[must_use]
pub fn prefix_clash_chance(codes_by_length: [u64; 5]) -> f64 {
    let (mut clash, mut possible, mut begun) = (Chance::NEVER, 1000, 0);
    for codes in codes_by_length {
        possible *= 10;
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
        let others = u32::try_from(others).unwrap_or(u32::MAX);
        if some > 0 && others > keyspace - some {
            return Self::CERTAIN;
        }
        // C(K - N, T) / C(K, T) is the same with N and T exchanged.
        let (fewer, more) = (some.min(others), some.max(others));
        Self::of_any((0..fewer).map(|drawn| Self::of(more, keyspace - drawn)))
    }

    /// That of two independent events at least one happens.
    fn or(self, other: Self) -> Self {
        if self.miss == 0.0 || other.miss == 0.0 {
            return Self::CERTAIN;
        }
        let hit = self.hit + self.miss * other.hit;
        // Never 0, which is certainty.
        let miss = (self.miss * other.miss).max(f64::MIN_POSITIVE);
        // The smaller of the two holds more digits. What is not certain stays below 1.
        if hit < 0.5 {
            Self::new(hit, 1.0 - hit)
        } else {
            Self::new((1.0 - miss).min(1.0 - f64::EPSILON / 2.0), miss)
        }
    }

    /// That of independent events, none of them certain, at least one happens. Asks for no more
    /// once f64 cannot tell: whatever the keyspace, within 10^5 of the events there are here.
    fn of_any(mut chances: impl Iterator<Item = Self>) -> Self {
        let mut total = Self::NEVER;
        while total.miss > f64::EPSILON / 256.0
            && let Some(chance) = chances.next()
        {
            total = total.or(chance);
        }
        total
    }

    /// That of so many independent events of this chance at least one happens.
    fn in_any_of(self, events: u64) -> Self {
        let mut total = Self::NEVER;
        for bit in (0..u64::BITS).rev() {
            total = total.or(total);
            if events >> bit & 1 == 1 {
                total = total.or(self);
            }
        }
        total
    }
}

fn within(name: &'static str, number: u64, min: u32, max: u32) -> Result<u32, Issue> {
    match u32::try_from(number) {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ => Err(out_of_range(IssueCode::NumberOutOfRange, min, max).at(name)),
    }
}

fn out_of_range(code: IssueCode, min: u32, max: u32) -> Issue {
    Issue::of(code).param(u64::from(min)).param(u64::from(max))
}
