//! Card numbers.

mod key;

pub use key::{KeyFormat, KeyNumber};
