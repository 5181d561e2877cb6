//! Card numbers.

mod conversion;
mod convert;
mod identify;
mod key;
mod matching;
mod uid;

pub use conversion::{Conversion, ConversionStep};
pub use convert::{ConvertedCard, convert_card};
pub use identify::{CardReading, Fit, identify_card};
pub use key::{KeyFormat, KeyNumber};
pub use matching::{CardMatch, MatchVerdict, MatchWay, match_cards};
pub use uid::{ByteOrder, PartialUid, Uid};
