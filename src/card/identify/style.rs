//! What several numbers may be that are all written in one style.

use alloc::vec::Vec;

use super::{CardReading, Fit, ReadAs, identify_card};
use crate::value::Members;
use crate::{Conversion, Diagnosis, Value};

/// A way to read each of several numbers: as identifiers, by one conversion, or as words of one
/// format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardStyle<'a> {
    /// How well the reading fits that fits least.
    pub fit: Fit,
    /// The reading of each number, in their order.
    pub readings: Vec<CardReading<'a>>,
}

impl<'a> CardStyle<'a> {
    /// The conversion that all numbers are read by.
    #[must_use]
    pub fn conversion(&self) -> Option<&'a Conversion> {
        self.readings.first()?.conversion()
    }

    /// The style as an object: `kind`, `conversion`, `bytes` or `format`, `fit`, `readings`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let first = self.readings.first();
        let format = first.and_then(|reading| match &reading.read_as {
            ReadAs::Word(_, candidate, _) => Some(candidate.format().name()),
            _ => None,
        });
        let conversion = self.conversion().map(Conversion::name);
        let bytes = first.and_then(CardReading::identifier);
        let bytes = bytes.map(|identifier| u64::from(identifier.len()));
        let kind = match (format, conversion) {
            (Some(_), _) => "word",
            (None, Some(_)) => "conversion",
            (None, None) => "identifier",
        };
        let readings = self.readings.iter().map(CardReading::to_value);
        Members::default()
            .with("kind", kind)
            .with_some("conversion", conversion)
            .with_some("bytes", bytes)
            .with_some("format", format)
            .with("fit", self.fit.as_str())
            .with("readings", readings.collect::<Vec<_>>())
            .into()
    }
}

/// What style a reading is of.
#[derive(PartialEq)]
enum Style<'r> {
    Identifier { bytes: u8, known: u32 },
    Number(&'r str),
    Word(&'r str, Option<Diagnosis>),
}

fn style<'r>(reading: &'r CardReading<'_>) -> Style<'r> {
    match &reading.read_as {
        ReadAs::Number(conversion, _) => Style::Number(conversion.name()),
        ReadAs::Word(_, candidate, diagnosis) => Style::Word(candidate.format().name(), *diagnosis),
        ReadAs::Identifier(identifier) | ReadAs::Part(_, identifier) => Style::Identifier {
            bytes: identifier.len(),
            known: identifier.known_bits(),
        },
    }
}

/// The styles that all of several numbers can be written in, each of another card, the likelier
/// first. One number may be many things; what explains three of them is most often one, and that is
/// what the next is to be typed as. None where one of them is nothing known, or they have no style in
/// common.
///
/// The likeliest is the one whose least fitting reading fits best; of these, the one with the fewest
/// readings that are not likely.
///
/// ```
/// # use latchwork::identify_cards;
/// // The first may be one number of 24 bits or two of 8 and 16; the second is too large for one.
/// let styles = identify_cards(&["02207638", "17642493", "07302202"], &[]);
/// let best = styles[0].conversion().map(|conversion| conversion.name());
/// assert_eq!(best, Some("em4100_dez3_5c_joined"));
/// ```
#[must_use]
pub fn identify_cards<'a>(texts: &[&str], others: &'a [Conversion]) -> Vec<CardStyle<'a>> {
    let mut texts = texts.iter();
    let Some(first) = texts.next() else {
        return Vec::new();
    };
    let mut styles: Vec<CardStyle<'a>> = Vec::new();
    for reading in identify_card(first, others) {
        let known = |known: &CardStyle<'_>| {
            let first = known.readings.first();
            first.is_some_and(|first| style(first) == style(&reading))
        };
        if !styles.iter().any(known) {
            styles.push(CardStyle {
                fit: reading.fit,
                readings: alloc::vec![reading],
            });
        }
    }
    for text in texts {
        if styles.is_empty() {
            break;
        }
        let readings = identify_card(text, others);
        styles.retain_mut(|known| {
            let is_same = |reading: &&CardReading<'_>| {
                let first = known.readings.first();
                first.is_some_and(|first| style(first) == style(reading))
            };
            let Some(reading) = readings.iter().find(is_same) else {
                return false;
            };
            known.fit = known.fit.max(reading.fit);
            known.readings.push(reading.clone());
            true
        });
    }
    let rank = |known: &CardStyle<'_>| {
        let readings = known.readings.iter();
        let doubtful = readings.filter(|reading| reading.fit > Fit::Likely);
        (known.fit, doubtful.count())
    };
    let mut ordered: Vec<CardStyle<'a>> = Vec::with_capacity(styles.len());
    for known in styles {
        let rank_of_known = rank(&known);
        let place = ordered.partition_point(|before| rank(before) <= rank_of_known);
        ordered.insert(place, known);
    }
    ordered
}
