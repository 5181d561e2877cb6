//! Drawing codes: uniform over the free ones, leading zeros included.

use alloc::vec::Vec;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::{Code, CodePolicy, FreeCodes};

/// Draws refused in a row before the generator is called stuck. Of a sound one, fewer than one
/// draw in 30 is refused, so this happens once in more than 10^94 codes.
const MOST_REFUSALS: usize = 64;

/// Why no code could be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError<E> {
    /// There are not as many free codes as were asked for.
    #[error("{}", exhausted(*.wanted, *.left, *.keyspace))]
    Exhausted {
        /// How many codes were asked for.
        wanted: u32,
        /// How many are free.
        left: u32,
        /// How many the policy allows.
        keyspace: u32,
    },
    /// The generator failed.
    #[error("the random generator failed: {0}")]
    Entropy(E),
    /// The generator gave 64 unusable draws in a row, as a broken one does.
    #[error("the random generator is stuck: 64 draws in a row were unusable")]
    Stuck,
}

fn exhausted(wanted: u32, left: u32, keyspace: u32) -> alloc::string::String {
    match (wanted, left) {
        (1, _) => alloc::format!("expected a free code, found none of {keyspace}"),
        (_, 0) => alloc::format!("expected {wanted} free codes, found none of {keyspace}"),
        _ => alloc::format!("expected {wanted} free codes, found {left} of {keyspace}"),
    }
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
    /// A fixed stream of random bytes gives fixed codes for ever: each draw is four bytes, a
    /// little-endian number, refused when it is not below the largest multiple of the number of
    /// free codes.
    ///
    /// # Errors
    /// [`GenerateError::Exhausted`] when no code is free, [`GenerateError::Entropy`] with the
    /// generator's own error, [`GenerateError::Stuck`].
    pub fn generate<R: TryCryptoRng + ?Sized>(
        policy: &CodePolicy,
        taken: &[Self],
        rng: &mut R,
    ) -> Result<Self, GenerateError<R::Error>> {
        FreeCodes::new(policy, taken).draw(rng)
    }
}

impl FreeCodes {
    /// Draws a free code, each equally likely.
    ///
    /// # Errors
    /// As [`Code::generate`].
    pub fn draw<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
    ) -> Result<Code, GenerateError<R::Error>> {
        let left = self.left();
        let index = match left {
            0 => None,
            left => Some(below(left, rng)?),
        };
        index
            .and_then(|index| self.get(index))
            .ok_or_else(|| self.exhausted(1))
    }

    /// Draws different free codes, each set and each order of them equally likely. It is as if one
    /// were drawn after the other, each taken at once.
    ///
    /// # Errors
    /// As [`Code::generate`]; [`GenerateError::Exhausted`] before anything is drawn.
    pub fn draw_many<R: TryCryptoRng + ?Sized>(
        &self,
        count: u32,
        rng: &mut R,
    ) -> Result<Vec<Code>, GenerateError<R::Error>> {
        let mut left = self.left();
        if count > left {
            return Err(self.exhausted(count));
        }
        let mut drawn = Drawn::default();
        let mut codes = Vec::new();
        for _ in 0..count {
            let index = drawn.insert(below(left, rng)?);
            codes.push(self.get(index).ok_or_else(|| self.exhausted(count))?);
            left -= 1;
        }
        Ok(codes)
    }

    fn exhausted<E>(&self, wanted: u32) -> GenerateError<E> {
        GenerateError::Exhausted {
            wanted,
            left: self.left(),
            keyspace: self.keyspace(),
        }
    }
}

/// Numbers that were drawn, in order, in pieces short enough to insert into.
#[derive(Default)]
struct Drawn {
    pieces: Vec<Zeroizing<Vec<u32>>>,
}

/// A piece of twice this many numbers is cut in two.
const PIECE: usize = 256;

impl Drawn {
    /// Inserts the number that is the `index`-th of those not yet here, and gives it.
    fn insert(&mut self, index: u32) -> u32 {
        let mut number = index;
        for place in 0..self.pieces.len() {
            let is_last = place + 1 == self.pieces.len();
            let Some(piece) = self.pieces.get_mut(place) else {
                continue;
            };
            // Of the numbers here, those up to the one that is sought push it up by one each.
            let length = count(piece.len());
            if !is_last && piece.last().is_some_and(|last| *last < number + length) {
                number += length;
                continue;
            }
            let passed = passed_by(piece, number);
            let pushed = number + count(passed);
            piece.insert(passed, pushed);
            self.cut(place);
            return pushed;
        }
        self.pieces.push(Zeroizing::new(Vec::from([number])));
        number
    }

    fn cut(&mut self, place: usize) {
        let Some(piece) = self.pieces.get_mut(place) else {
            return;
        };
        if piece.len() >= 2 * PIECE {
            let rest = piece.split_off(PIECE);
            self.pieces.insert(place + 1, Zeroizing::new(rest));
        }
    }
}

/// How many numbers of a piece are at or below the `number`-th that is missing before its end.
fn passed_by(piece: &[u32], number: u32) -> usize {
    let (mut low, mut high) = (0, piece.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        match piece.get(middle) {
            Some(here) if *here <= number + count(middle) => low = middle + 1,
            _ => high = middle,
        }
    }
    low
}

/// A length of a piece; pieces are short.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
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
