//! Card numbers: key formats, Wiegand words and their formats.

mod decode;
mod drawing;
mod field;
mod format;
mod key;
mod parity;
mod place;
mod table;
mod word;

pub use decode::{Candidate, Diagnosis, Verdict, decode, diagnose};
pub use field::{CardField, CardFields};
pub use format::{CardFormat, Confidence};
pub use key::{KeyFormat, KeyNumber};
pub use word::Word;
