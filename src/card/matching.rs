//! Whether two numbers are of one card.

use alloc::vec::Vec;

use super::conversion::Conversion;
use super::identify::{CardReading, Fit, identify_card};
use crate::Value;
use crate::value::Members;

/// Fewer bits than this are the same by chance too often: of a thousand fobs, eight.
const FEWEST_BITS: u32 = 16;

/// Whether two numbers are of one card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchVerdict {
    /// Both hold the whole identifier, and it is the same.
    Same,
    /// All bits that both hold are the same.
    Possible,
    /// In no reading are they the same.
    Different,
}

impl MatchVerdict {
    /// Its name: `possible`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Possible => "possible",
            Self::Different => "different",
        }
    }
}

/// How two numbers can be of one card: what each is read as, and how many bits agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchWay {
    /// The reading of the first number.
    pub a: CardReading,
    /// The reading of the second.
    pub b: CardReading,
    /// How many bits of the identifier both hold, all of them the same.
    pub bits: u32,
}

impl MatchWay {
    fn is_whole(&self) -> bool {
        let whole = |reading: &CardReading| reading.identifier.whole().is_some();
        whole(&self.a) && whole(&self.b)
    }

    /// The fit of the reading that fits less well, and of the other.
    fn fits(&self) -> (Fit, Fit) {
        (self.a.fit.max(self.b.fit), self.a.fit.min(self.b.fit))
    }
}

/// Whether two numbers are of one card, and how they can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardMatch {
    /// The verdict of the likeliest way.
    pub verdict: MatchVerdict,
    /// The likeliest first; of those, the ones that rest on most bits.
    pub ways: Vec<MatchWay>,
}

impl CardMatch {
    /// The match as an object: `verdict`, `ways`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let way = |way: &MatchWay| {
            Members::default()
                .with("a", way.a.to_value().into_owned())
                .with("b", way.b.to_value().into_owned())
                .with("bits", u64::from(way.bits))
                .into()
        };
        Members::default()
            .with("verdict", self.verdict.as_str())
            .with("ways", self.ways.iter().map(way).collect::<Vec<_>>())
            .into()
    }
}

/// Compares two numbers, each printed on a fob or shown by a reader, in every reading of
/// [`identify_card`].
///
/// A way is a reading of each of which these hold:
/// - both are of identifiers of one length, and the bits that both hold are the same, 16 at least;
/// - not both fit unlikely;
/// - where each of the two conversions can read both numbers, one of the two holds all that the
///   other holds. Otherwise two fobs printed alike would be one for the digits they share: 3.5 A
///   and 3.5 C differ in the byte before the comma.
///
/// Of the ways that tell the same two identifiers the likeliest is given.
///
/// A rest, as of Paxton Net2 with MIFARE, is compared with the rest of the other number.
///
/// ```
/// # use latchwork::{MatchVerdict, match_cards};
/// let found = match_cards("17642493", "11576829", &[]);
/// assert_eq!(found.verdict, MatchVerdict::Possible);
/// assert_eq!(found.ways[0].bits, 24);
/// assert_eq!(match_cards("1386022627", "3808861522", &[]).verdict, MatchVerdict::Same);
/// assert_eq!(match_cards("11576829", "11576828", &[]).verdict, MatchVerdict::Different);
/// ```
#[must_use]
pub fn match_cards(a: &str, b: &str, others: &[Conversion]) -> CardMatch {
    let (of_a, of_b) = (identify_card(a, others), identify_card(b, others));
    let reads = |readings: &[CardReading], conversion: &Option<Conversion>| {
        readings
            .iter()
            .any(|reading| reading.conversion == *conversion)
    };
    let mut ways = Vec::new();
    for a in &of_a {
        for b in &of_b {
            if a.fit.min(b.fit) == Fit::Unlikely {
                continue;
            }
            let Some(agreed) = agreed(a, b) else { continue };
            let alike = reads(&of_b, &a.conversion) && reads(&of_a, &b.conversion);
            if agreed.bits >= FEWEST_BITS && (agreed.all_of_one || !alike) {
                ways.push(MatchWay {
                    a: a.clone(),
                    b: b.clone(),
                    bits: agreed.bits,
                });
            }
        }
    }
    // Stable, and the same either way round as far as the verdict goes.
    ways.sort_by_key(|way| (way.fits(), core::cmp::Reverse((way.is_whole(), way.bits))));
    let mut told = Vec::new();
    ways.retain(|way| {
        let pair = (way.a.identifier, way.b.identifier);
        let is_new = !told.contains(&pair);
        told.push(pair);
        is_new
    });
    let verdict = match ways.first() {
        Some(way) if way.is_whole() => MatchVerdict::Same,
        Some(_) => MatchVerdict::Possible,
        None => MatchVerdict::Different,
    };
    CardMatch { verdict, ways }
}

struct Agreed {
    bits: u32,
    /// Whether one of the readings holds no other bits.
    all_of_one: bool,
}

/// What two readings hold in common, where it is the same.
fn agreed(a: &CardReading, b: &CardReading) -> Option<Agreed> {
    let both = a.identifier.agreed(&b.identifier)?;
    let bits = both.count_ones();
    let known = a.identifier.known_bits().min(b.identifier.known_bits());
    let as_bits = Agreed {
        bits,
        all_of_one: bits == known,
    };
    let rests = [rest(a, b), rest(b, a)];
    if rests.contains(&Some(Rest::Other)) {
        return None;
    }
    let same = rests.into_iter().find_map(|rest| match rest {
        Some(Rest::Same(bits)) => Some(Agreed {
            bits,
            all_of_one: true,
        }),
        _ => None,
    });
    Some(same.unwrap_or(as_bits))
}

#[derive(PartialEq)]
enum Rest {
    /// The same, of so many bits.
    Same(u32),
    Other,
}

/// Compares the rest of a division that a reading is with that of the other's identifier, or with
/// the other where that is the same rest; `None` where there is no rest to compare.
fn rest(reading: &CardReading, other: &CardReading) -> Option<Rest> {
    let conversion = reading.conversion.as_ref()?;
    let layout = conversion.layout();
    let number = if other.conversion.as_ref() == Some(conversion) {
        Some(other.number.0)
    } else {
        layout.number(&other.identifier)
    };
    let number = number.filter(|_| layout.is_modulo())?;
    Some(if number == reading.number.0 {
        Rest::Same(layout.held_bits())
    } else {
        Rest::Other
    })
}
