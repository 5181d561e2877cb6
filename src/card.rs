//! Card numbers: key formats, identifiers and the numbers made of them, Wiegand words and their
//! formats.
//!
//! ```
//! use latchwork::card::{CardFormat, KeyFormat, Uid, Word, decode};
//!
//! let word = Word::from_hex("2F623AE", 26)?;
//! let candidates = decode(word, CardFormat::built_in());
//! assert!(candidates.len() > 1, "of one word there are several readings");
//! assert!(KeyFormat::MC.check("4294967296").is_err());
//! assert_eq!(Uid::parse("04:a1:b2:c3:d4:e5:f6")?.len(), 7);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod blanks;
mod conversion;
mod convert;
mod decode;
mod digits;
mod drawing;
mod field;
mod format;
mod held;
mod identify;
mod key;
mod matching;
mod names;
mod parity;
mod place;
mod table;
mod uid;
mod word;

pub use conversion::{Conversion, ConversionStep};
pub use convert::{ConvertedCard, convert_card};
pub use decode::{Candidate, Diagnosis, Verdict, decode, diagnose};
#[cfg(feature = "js-cards")]
pub(crate) use decode::{decode_numbered, diagnose_numbered};
pub use field::{CardField, CardFields};
pub use format::{CardFormat, Confidence};
pub use held::HeldNumber;
pub use identify::{CardReading, CardStyle, Fit, ReadAs, identify_card, identify_cards};
pub use key::{KeyFormat, KeyNumber};
pub use matching::{CardMatch, MatchVerdict, MatchWay, match_cards};
pub use uid::{ByteOrder, PartialUid, Uid};
#[cfg(feature = "js-cards")]
pub(crate) use word::LONGEST;
pub use word::Word;
