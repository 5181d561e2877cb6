//! Drawing codes: uniform over what the policy allows and the taken codes leave free.
//!
//! The free codes are numbered, by length and then by value; one number is drawn without bias and
//! turned into its code. So every free code is equally likely, leading zeros included, and the
//! last free code is found as surely as the first.

use alloc::vec::Vec;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::policy::codes_of_length;
use super::{Code, CodePolicy};

/// Draws refused in a row before the generator is called stuck. Of a sound one, fewer than one
/// draw in 30 is refused, so this happens once in more than 10^94 codes.
const MOST_REFUSALS: usize = 64;

/// Why no code could be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError<E> {
    /// Every allowed code is taken.
    #[error("expected a free code, found all {keyspace} in use")]
    Exhausted {
        /// How many codes the policy allows.
        keyspace: u32,
        /// How many of these are taken.
        taken: u32,
    },
    /// The generator failed.
    #[error("the random generator failed: {0}")]
    Entropy(E),
    /// The generator gave 64 unusable draws in a row, as a broken one does.
    #[error("the random generator is stuck: 64 draws in a row were unusable")]
    Stuck,
}

impl<E> GenerateError<E> {
    /// `keyspace_exhausted`, `entropy_failed` or `entropy_stuck`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Exhausted { .. } => "keyspace_exhausted",
            Self::Entropy(_) => "entropy_failed",
            Self::Stuck => "entropy_stuck",
        }
    }
}

impl Code {
    /// Draws a code that the policy allows and that is not among `taken`, each equally likely.
    ///
    /// Taken codes that the policy does not allow make no difference. A fixed stream of random
    /// bytes gives fixed codes for ever: each draw is four bytes, a little-endian number, refused
    /// when it is not below the largest multiple of the number of free codes.
    ///
    /// # Errors
    /// [`GenerateError::Exhausted`] when no code is free, [`GenerateError::Entropy`] with the
    /// generator's own error, [`GenerateError::Stuck`].
    pub fn generate<'a, R: TryCryptoRng + ?Sized>(
        policy: &CodePolicy,
        taken: impl IntoIterator<Item = &'a Self>,
        rng: &mut R,
    ) -> Result<Self, GenerateError<R::Error>> {
        let mut ranks: Zeroizing<Vec<u32>> = Zeroizing::new(
            taken
                .into_iter()
                .filter_map(|code| rank(policy, code))
                .collect(),
        );
        ranks.sort_unstable();
        ranks.dedup();
        let keyspace = policy.keyspace();
        // Always fits: the ranks are distinct and below the keyspace.
        let taken = u32::try_from(ranks.len()).unwrap_or(keyspace);
        let free = keyspace.saturating_sub(taken);
        if free == 0 {
            return Err(GenerateError::Exhausted { keyspace, taken });
        }
        let mut drawn = below(free, rng)?;
        for &rank in ranks.iter() {
            if rank > drawn {
                break;
            }
            drawn += 1;
        }
        Ok(unrank(policy, drawn))
    }
}

/// The place of a code among all that the policy allows.
fn rank(policy: &CodePolicy, code: &Code) -> Option<u32> {
    let length = code.length();
    let mut before = 0;
    for allowed in policy.lengths() {
        if usize::from(allowed) == length {
            return Some(before + code.value());
        }
        before += codes_of_length(allowed);
    }
    None
}

/// The code at a place among all that the policy allows.
fn unrank(policy: &CodePolicy, mut place: u32) -> Code {
    let mut last = 0;
    for length in policy.lengths() {
        last = length;
        let codes = codes_of_length(length);
        if place < codes {
            break;
        }
        place -= codes;
    }
    Code::of_value(last, place)
}

/// A uniform number below `bound`, which is not 0.
fn below<R: TryCryptoRng + ?Sized>(
    bound: u32,
    rng: &mut R,
) -> Result<u32, GenerateError<R::Error>> {
    let draws = 1_u64 << 32;
    let usable = draws - draws % u64::from(bound);
    for _ in 0..MOST_REFUSALS {
        let mut bytes = Zeroizing::new([0; 4]);
        rng.try_fill_bytes(bytes.as_mut())
            .map_err(GenerateError::Entropy)?;
        let draw = u32::from_le_bytes(*bytes);
        if u64::from(draw) < usable {
            return Ok(draw % bound);
        }
    }
    Err(GenerateError::Stuck)
}
