//! Access codes: 4 to 8 digits typed at a keypad, the policies that allow them, and draws of them.
//!
//! ```
//! # #[cfg(feature = "os-rng")] {
//! use latchwork::OsRng;
//! use latchwork::code::{Code, Policy};
//!
//! let policy = Policy::preset("nuki").expect("a preset");
//! let issues = policy.check("120455").unwrap_err();
//! assert!(issues.to_string().starts_with("expected no 0"));
//! let taken = [Code::parse("748365")?];
//! let code = Code::generate(&policy, &taken, &mut OsRng)?;
//! assert!(policy.check(code.as_str()).is_ok());
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::Issue;
use crate::schema::{Form, Pattern};

mod automaton;
mod buttons;
mod common;
mod derived;
mod doors;
mod duress;
mod free;
mod generate;
mod length;
mod numbered;
mod odds;
mod parts;
mod policy;
mod preset;
mod remaining;
#[cfg(feature = "serde")]
mod revealed;
mod rule;
mod taken;
pub(crate) mod throttle;

pub use derived::KnownFacts;
pub use doors::DoorCodes;
pub use duress::Duress;
pub use free::FreeCodes;
pub use generate::GenerateError;
pub use odds::{
    CODES_PER_ACTIVE_CODE, Guess, GuessOdds, Guessing, Keypad, codes_to_equal_chance,
    de_bruijn_presses, equal_chance, prefix_clash_chance, recommended_length,
};
pub use policy::CodePolicy;
#[cfg(feature = "serde")]
pub use revealed::{Revealed, reveal};
pub use rule::CodeRule;
pub use taken::{Collision, TakenCode};
pub use throttle::{Bucket, Throttle};

#[doc(inline)]
pub use policy::CodePolicy as Policy;
#[doc(inline)]
pub use rule::CodeRule as Rule;

use length::Lengths;

/// The digits of the longest code.
const DIGITS: usize = 8;

/// An access code: 4 to 8 ASCII digits, leading zeros counted: `0123` and `123` are different.
///
/// A code is a secret. `Debug` shows no digit, equality takes the same time whatever the digits
/// (as far as the compiler lets it; WebAssembly promises nothing), and a code is wiped when it is
/// dropped. There is no `Display`: [`Code::as_str`] says in the source that digits leave the type.
#[derive(Clone)]
pub struct Code {
    /// ASCII digits; zero bytes after the last.
    digits: [u8; DIGITS],
}

impl Code {
    pub(crate) const FORM: Form = Form::new(
        |text| Lengths::ANY.judge(text),
        |text| Lengths::ANY.wrong(text),
        Pattern::of("^[0-9]{4,8}$"),
    );

    /// Checks a code of any length from 4 to 8.
    ///
    /// # Errors
    /// `code_wildcard`, `code_not_digits`, `code_too_short`, `code_too_long`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Lengths::ANY.read(text)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Always Ok: only ASCII is ever stored.
        core::str::from_utf8(self.written()).unwrap_or_default()
    }

    /// The code of ASCII digits, where they are as many as a code has.
    fn of_ascii(written: impl Iterator<Item = u8>) -> Option<Self> {
        let mut code = Self {
            digits: [0; DIGITS],
        };
        let mut slots = code.digits.iter_mut();
        for digit in written {
            *slots.next()? = digit;
        }
        (slots.len() <= DIGITS - usize::from(length::SHORTEST)).then_some(code)
    }

    /// The digits before the padding.
    fn written(&self) -> &[u8] {
        self.digits
            .split(|&byte| byte == 0)
            .next()
            .unwrap_or_default()
    }

    /// The number of digits, 4 to 8.
    #[must_use]
    pub fn length(&self) -> u8 {
        // Always fits: there are at most eight.
        u8::try_from(self.written().len()).unwrap_or_default()
    }

    /// The digits, 0 to 9 each.
    fn digits(&self) -> impl DoubleEndedIterator<Item = u8> {
        self.written().iter().map(|byte| byte - b'0')
    }

    /// What is made of the digits, 0 to 9 each, which are wiped then.
    fn with_digits<T>(&self, make: impl FnOnce(&[u8]) -> T) -> T {
        let mut digits = Zeroizing::new([0; DIGITS]);
        for (slot, digit) in digits.iter_mut().zip(self.digits()) {
            *slot = digit;
        }
        make(digits.get(..self.length().into()).unwrap_or_default())
    }

    /// The code whose last digit is more by so much, 1 to 9, without a carry: what is typed in its
    /// place by somebody who is threatened, where a door takes that.
    #[must_use]
    pub fn plus(&self, more: u8) -> Self {
        let mut other = self.clone();
        let mut digits = other.digits.iter_mut().rev();
        if let Some(last) = digits.find(|digit| **digit != 0) {
            *last = b'0' + (*last - b'0' + more % 10) % 10;
        }
        other
    }

    pub(crate) fn as_digits(&self) -> Digits {
        Digits {
            length: self.length(),
            value: self.value(),
        }
    }

    /// What codes are ordered by: how many digits, then their value.
    fn order(&self) -> (u8, u32) {
        (self.length(), self.value())
    }

    /// The digits as a number, without their leading zeros.
    fn value(&self) -> u32 {
        // OK because eight digits are below 2^32.
        self.digits()
            .fold(0, |value, digit| value * 10 + u32::from(digit))
    }
}

/// The digits of a code, before anything is written.
#[derive(Clone, Copy)]
pub(crate) struct Digits {
    /// How many, 4 to 8.
    pub(crate) length: u8,
    /// Their value.
    pub(crate) value: u32,
}

impl Digits {
    /// The digits, 0 to 9 each, the highest first.
    pub(crate) fn digits(self) -> impl Iterator<Item = u8> {
        let mut digits = [0; DIGITS];
        let mut value = self.value;
        for digit in digits.iter_mut().rev() {
            *digit = u8::try_from(value % 10).unwrap_or_default();
            value /= 10;
        }
        let leading = DIGITS.saturating_sub(self.length.into());
        digits.into_iter().skip(leading)
    }
}

impl From<Digits> for Code {
    fn from(written: Digits) -> Self {
        let mut digits = [0; DIGITS];
        for (slot, digit) in digits.iter_mut().zip(written.digits()) {
            *slot = b'0' + digit;
        }
        Self { digits }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.digits.ct_eq(&other.digits).into()
    }
}

impl Eq for Code {}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        self.digits.zeroize();
    }
}

impl zeroize::ZeroizeOnDrop for Code {}
