//! What a guess wins, and how likely codes are to be equal or to clash.
//!
//! Chances are fractions from 0 to 1, not per cent: 0 only for what cannot happen, 1 only for what
//! must.
//!
//! ```
//! use latchwork::odds::{CODES_PER_ACTIVE_CODE, equal_chance, recommended_length};
//!
//! // Of 120 codes of four digits two are more likely equal than not.
//! assert!(equal_chance(10_000, 120)? > 0.5);
//! assert_eq!(recommended_length(100, CODES_PER_ACTIVE_CODE), Some(5));
//! # Ok::<(), latchwork::Issue>(())
//! ```

#[doc(inline)]
pub use crate::code::{
    Bucket, CODES_PER_ACTIVE_CODE, Guess, GuessOdds, Guessing, Keypad, Throttle,
    codes_to_equal_chance, de_bruijn_presses, equal_chance, prefix_clash_chance,
    recommended_length,
};
