//! Card numbers.

mod format;

pub use format::{KeyFormat, KeyNumber};
