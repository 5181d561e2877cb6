//! Parts of identifiers among the ways that two numbers are of one card.

use alloc::string::String;
use alloc::vec::Vec;

use crate::card::digits::decimal;
use crate::card::uid::{HexDigits, PartialUid, Uid};
use crate::{CardReading, ConversionStep, Fit, Issue, ReadAs};

/// Fewer bytes than this are the same by chance too often.
const FEWEST_BYTES: u8 = 3;

/// Fewer decimal digits than this are any number.
const FEWEST_DIGITS: usize = 5;

/// The readings of a text as the first or last bytes of the identifiers that another is read as.
pub(super) fn of<'a>(readings: &[CardReading<'_>], text: &str) -> Vec<CardReading<'a>> {
    let whole = readings.iter().filter_map(|reading| match reading.read_as {
        ReadAs::Identifier(identifier) => identifier.whole(),
        _ => None,
    });
    let mut whole: Vec<Uid> = whole.collect();
    whole.dedup();
    let Some(written) = Written::of(text).filter(|_| !whole.is_empty()) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    for uid in &whole {
        for count in FEWEST_BYTES..uid.len() {
            let first: Vec<u8> = (1..=count).collect();
            let last: Vec<u8> = (uid.len() - count + 1..=uid.len()).collect();
            for (mut places, end) in [(first, "first"), (last, "last")] {
                for order in ["", ", the last of them first"] {
                    let step = written.step(uid, &places);
                    parts.extend(
                        step.map(|step| part(uid, &places, step, written.is_shown, [end, order])),
                    );
                    places.reverse();
                }
            }
        }
    }
    parts
}

/// What a text says, as far as it can be of bytes.
struct Written {
    /// Its digits in hex, with an even number of them.
    hex: Option<Vec<u8>>,
    /// Whether it can be nothing but hex.
    is_shown: bool,
    /// Its digits in decimal, without zeros in front.
    decimal: Option<String>,
}

impl Written {
    fn of(text: &str) -> Option<Self> {
        let hex = HexDigits::read_tidy(text).ok();
        let hex = hex.filter(|digits| digits.count == digits.first.len());
        let is_number = text.len() >= FEWEST_DIGITS && text.bytes().all(|b| b.is_ascii_digit());
        let written = Self {
            is_shown: hex.as_ref().is_some_and(|digits| digits.shown),
            hex: hex.map(|digits| digits.first),
            decimal: is_number.then(|| String::from(text.trim_start_matches('0'))),
        };
        (written.hex.is_some() || written.decimal.is_some()).then_some(written)
    }

    /// The step that writes bytes of an identifier so, where one does.
    fn step(&self, uid: &Uid, places: &[u8]) -> Option<ConversionStep> {
        let byte = |place: &u8| {
            uid.as_bytes()
                .get(usize::from(*place).checked_sub(1)?)
                .copied()
        };
        let bytes = || places.iter().filter_map(byte);
        if let Some(hex) = &self.hex
            && bytes()
                .flat_map(|byte| [byte >> 4, byte & 15])
                .eq(hex.iter().copied())
        {
            return Some(ConversionStep::Hexadecimal);
        }
        let number = self.decimal.as_ref().filter(|_| places.len() <= 8)?;
        let value = bytes().fold(0, |value, byte| value << 8 | u64::from(byte));
        (decimal(value) == *number).then(|| ConversionStep::Decimal(Vec::new().into()))
    }
}

fn part<'a>(
    uid: &Uid,
    places: &[u8],
    step: ConversionStep,
    is_shown: bool,
    [end, order]: [&str; 2],
) -> CardReading<'a> {
    let mut identifier = PartialUid::unknown(uid.len());
    let whole = PartialUid::from(*uid);
    for place in places {
        let first = 8 * place.saturating_sub(1);
        for place in first..first.saturating_add(8) {
            identifier.set(place, whole.bit(place).unwrap_or_default());
        }
    }
    let (how, fit) = match step {
        ConversionStep::Hexadecimal if is_shown => (" bytes in hex", Fit::Possible),
        ConversionStep::Hexadecimal => (" bytes in hex", Fit::Unlikely),
        _ => (" bytes in decimal", Fit::Possible),
    };
    let count = decimal(places.len().try_into().unwrap_or_default());
    let why = ["the ", end, " ", &count, how, order].concat();
    CardReading {
        read_as: ReadAs::Part(
            alloc::vec![ConversionStep::Bytes(Vec::from(places).into()), step],
            identifier,
        ),
        fit,
        why,
        notes: Vec::<Issue>::new(),
        beside: None,
    }
}
