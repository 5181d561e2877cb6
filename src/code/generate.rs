//! Drawing codes: uniform over the free ones, leading zeros included.
//!
//! A draw is a uniform number below the count of free codes, and the code of that number (see
//! [`FreeCodes`]): no digit is drawn by itself, so no rule makes one likelier, and no code is drawn
//! that is not free. Of several, each is a number below what is left after those before it.

use alloc::vec::Vec;

use rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::remaining::Remaining;
use super::{Code, CodePolicy, Collision, Digits, FreeCodes};

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
    /// The generator failed; its error is the source.
    #[error("the random generator failed: {0}")]
    Entropy(#[source] E),
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
    /// Draws a free code, each equally likely, and leaves it free.
    ///
    /// # Errors
    /// As [`Code::generate`].
    pub fn draw<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
    ) -> Result<Code, GenerateError<R::Error>> {
        self.draw_digits(rng).map(Code::from)
    }

    /// As [`FreeCodes::draw`].
    pub(crate) fn draw_digits<R: TryCryptoRng + ?Sized>(
        &self,
        rng: &mut R,
    ) -> Result<Digits, GenerateError<R::Error>> {
        let index = self.draw_index(1, self.left(), rng)?;
        let digits = self.first.get(self.remaining.get(index));
        digits.ok_or_else(|| self.exhausted(1, 0))
    }

    /// Draws different free codes, each set and each order of them equally likely, and leaves them
    /// free. It is as if one were drawn after the other, each taken at once, but that it takes no
    /// other with it: codes of several lengths may clash with each other, where
    /// [`issue_many`](Self::issue_many) gives none that do. Codes of the same buttons are the same
    /// code, and so are a code and the duress code of another: no two such are drawn.
    ///
    /// # Errors
    /// As [`Code::generate`]; [`GenerateError::Exhausted`] before anything is drawn.
    pub fn draw_many<R: TryCryptoRng + ?Sized>(
        &self,
        count: u32,
        rng: &mut R,
    ) -> Result<Vec<Code>, GenerateError<R::Error>> {
        self.draw_many_as(count, rng, Code::from)
    }

    /// As [`FreeCodes::draw_many`], each code as what is made of it.
    pub(crate) fn draw_many_as<T, R: TryCryptoRng + ?Sized>(
        &self,
        count: u32,
        rng: &mut R,
        make: fn(Digits) -> T,
    ) -> Result<Vec<T>, GenerateError<R::Error>> {
        if self.takes_others() {
            return self.issued(count, rng, make).map(|(codes, _)| codes);
        }
        let left = self.left();
        if count > left {
            return Err(self.exhausted(count, left));
        }
        let mut remaining = self.remaining.clone();
        let mut codes = Vec::with_capacity(capacity(count));
        for _ in 0..count {
            let index = self.draw_index(count, remaining.left(), rng)?;
            let digits = self.first.get(remaining.take_at(index));
            codes.push(make(digits.ok_or_else(|| self.exhausted(count, left))?));
        }
        Ok(codes)
    }

    /// Whether two codes of one length that differ can clash.
    fn takes_others(&self) -> bool {
        self.first.collision == Collision::Buttons || self.policy().duress().is_by_digit()
    }

    /// Draws a free code, each equally likely, and takes it, and with it all that clash with it:
    /// from now on it counts as in use.
    ///
    /// # Errors
    /// As [`Code::generate`]. Nothing is taken then.
    pub fn issue<R: TryCryptoRng + ?Sized>(
        &mut self,
        rng: &mut R,
    ) -> Result<Code, GenerateError<R::Error>> {
        self.issue_digits(rng).map(Code::from)
    }

    /// As [`FreeCodes::issue`].
    pub(crate) fn issue_digits<R: TryCryptoRng + ?Sized>(
        &mut self,
        rng: &mut R,
    ) -> Result<Digits, GenerateError<R::Error>> {
        let index = self.draw_index(1, self.left(), rng)?;
        let number = self.remaining.get(index);
        let digits = self.first.get(number);
        let digits = digits.ok_or_else(|| self.exhausted(1, 0))?;
        self.first.remove(&mut self.remaining, digits, number);
        Ok(digits)
    }

    /// Issues codes one after the other. None clashes with another: where codes of several lengths
    /// clash, there can be too few before all that are free are drawn.
    ///
    /// # Errors
    /// As [`Code::generate`]; [`GenerateError::Exhausted`] with how many codes it came to. Nothing
    /// is taken then.
    pub fn issue_many<R: TryCryptoRng + ?Sized>(
        &mut self,
        count: u32,
        rng: &mut R,
    ) -> Result<Vec<Code>, GenerateError<R::Error>> {
        self.issue_many_as(count, rng, Code::from)
    }

    /// As [`FreeCodes::issue_many`], each code as what is made of it.
    pub(crate) fn issue_many_as<T, R: TryCryptoRng + ?Sized>(
        &mut self,
        count: u32,
        rng: &mut R,
        make: fn(Digits) -> T,
    ) -> Result<Vec<T>, GenerateError<R::Error>> {
        let (codes, remaining) = self.issued(count, rng, make)?;
        self.remaining = remaining;
        Ok(codes)
    }

    /// Codes that are issued one after the other, and what is left then.
    fn issued<T, R: TryCryptoRng + ?Sized>(
        &self,
        count: u32,
        rng: &mut R,
        make: fn(Digits) -> T,
    ) -> Result<(Vec<T>, Remaining), GenerateError<R::Error>> {
        if count > self.left() {
            return Err(self.exhausted(count, self.left()));
        }
        let mut remaining = self.remaining.clone();
        let mut codes = Vec::with_capacity(capacity(count));
        for issued in 0..count {
            let left = remaining.left();
            if left == 0 {
                return Err(self.exhausted(count, issued));
            }
            let number = remaining.get(self.draw_index(count, left, rng)?);
            let digits = self.first.get(number);
            let digits = digits.ok_or_else(|| self.exhausted(count, issued))?;
            self.first.remove(&mut remaining, digits, number);
            codes.push(make(digits));
        }
        Ok((codes, remaining))
    }

    /// Draws which of the codes that are left.
    fn draw_index<R: TryCryptoRng + ?Sized>(
        &self,
        wanted: u32,
        left: u32,
        rng: &mut R,
    ) -> Result<u32, GenerateError<R::Error>> {
        match left {
            0 => Err(self.exhausted(wanted, 0)),
            left => below(left, rng),
        }
    }

    fn exhausted<E>(&self, wanted: u32, left: u32) -> GenerateError<E> {
        GenerateError::Exhausted {
            wanted,
            left,
            keyspace: self.keyspace(),
        }
    }
}

fn capacity(count: u32) -> usize {
    usize::try_from(count).unwrap_or_default()
}

/// A uniform number below `bound`, which is not 0.
///
/// Draws are dealt out in turn, so that each number has as many as every other; those of the last
/// turn, which does not reach the end, are refused. Each 32-bit draw is divided once, in 32 bits:
/// a draw is of a whole turn when the turn's first draw leaves room for `bound` of them.
fn below<R: TryCryptoRng + ?Sized>(
    bound: u32,
    rng: &mut R,
) -> Result<u32, GenerateError<R::Error>> {
    for _ in 0..MOST_REFUSALS {
        let mut bytes = Zeroizing::new([0; 4]);
        rng.try_fill_bytes(bytes.as_mut())
            .map_err(GenerateError::Entropy)?;
        let draw = u32::from_le_bytes(*bytes);
        let number = draw % bound;
        // 2^32 - bound.
        if draw - number <= bound.wrapping_neg() {
            return Ok(number);
        }
    }
    Err(GenerateError::Stuck)
}
