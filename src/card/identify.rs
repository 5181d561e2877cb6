//! What a number printed on a fob or shown by a reader may be.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::blanks::tidy;
use super::conversion::{Conversion, Layout, Numeral, is_seldom};
use super::digits::push_decimal;
use super::uid::{HexDigits, PartialUid, Uid};
use crate::schema::words;
use crate::value::Members;
use crate::{Candidate, ConversionStep, Diagnosis, Issue, Value, Word};

mod bytes;
mod pair;
mod style;
mod words;

pub use style::{CardStyle, identify_cards};

/// Longer texts are no number of a card: 80 bits, written one by one with a separator between, take
/// 159 characters, and a word in bits 128.
const LONGEST: usize = 160;

/// A number with more zeros in front than this has lost is not read with them.
const MOST_ZEROS_LOST: usize = 3;

const NO_LETTER: &str = ", though without a letter";
const ALL_ZERO: &str = ", all of them zero";

words! {
    /// How well a reading fits.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Fit {
        /// The text is written as this reading writes it, and nothing speaks against it.
        Likely = "likely",
        /// It can be, and is met less often or not written quite so.
        Possible = "possible",
        /// Something speaks against it: few identifiers give such a number.
        Unlikely = "unlikely",
    }
}

/// What a number is read as.
#[derive(Clone, PartialEq, Eq)]
pub enum ReadAs<'a> {
    /// The identifier itself, in hex.
    Identifier(PartialUid),
    /// The number that a conversion makes of an identifier, of which it tells so much.
    Number(&'a Conversion, PartialUid),
    /// A Wiegand word, what it says in a format, and what was wrong with it as it was written.
    Word(Word, Candidate<'a>, Option<Diagnosis>),
    /// The first or last bytes of an identifier, by steps that no preset has: only where it is
    /// compared with a whole one.
    Part(Vec<ConversionStep>, PartialUid),
}

impl fmt::Debug for ReadAs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identifier(_) => f.write_str("Identifier(…)"),
            Self::Number(conversion, _) => write!(f, "Number({}, …)", conversion.name()),
            Self::Word(_, candidate, _) => write!(f, "Word({}, …)", candidate.format().name()),
            Self::Part(..) => f.write_str("Part(…)"),
        }
    }
}

/// What a number may be.
///
/// `Debug` shows no digit of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardReading<'a> {
    /// What it is read as.
    pub read_as: ReadAs<'a>,
    /// How well the reading fits.
    pub fit: Fit,
    /// Why, one sentence.
    pub why: String,
    /// What is worth knowing: `leading_zeros_lost`, `uid_random`, `uid_cut`, and the notes of a
    /// word.
    pub notes: Vec<Issue>,
    /// Of a text of two numbers of one card, the conversion of the one that holds less.
    pub beside: Option<&'a Conversion>,
}

impl<'a> CardReading<'a> {
    /// The conversion that the number is read by.
    #[must_use]
    pub fn conversion(&self) -> Option<&'a Conversion> {
        match self.read_as {
            ReadAs::Number(conversion, _) => Some(conversion),
            _ => None,
        }
    }

    /// The identifier, as far as the number tells it.
    #[must_use]
    pub fn identifier(&self) -> Option<PartialUid> {
        match self.read_as {
            ReadAs::Identifier(identifier)
            | ReadAs::Number(_, identifier)
            | ReadAs::Part(_, identifier) => Some(identifier),
            ReadAs::Word(..) => None,
        }
    }

    /// The reading as an object: `kind`, `conversion` or `steps` and `identifier` or `word` and
    /// `candidate`, `beside`, `fit`, `why`, `notes`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let members = Members::default();
        let members = match &self.read_as {
            ReadAs::Identifier(_) => members.with("kind", "identifier"),
            ReadAs::Number(conversion, _) => members
                .with("kind", "conversion")
                .with("conversion", conversion.name()),
            ReadAs::Word(word, candidate, diagnosis) => members
                .with("kind", "word")
                .with("word", word.to_value())
                .with(
                    "candidate",
                    match diagnosis {
                        Some(diagnosis) => diagnosis.to_value(candidate),
                        None => candidate.to_value(),
                    },
                ),
            ReadAs::Part(steps, _) => {
                let steps = steps.iter().map(|step| Value::from(step.to_string()));
                members
                    .with("kind", "part")
                    .with("steps", steps.collect::<Vec<_>>())
            }
        };
        let identifier = self.identifier();
        let notes: Vec<_> = self.notes.iter().map(Issue::to_value).collect();
        members
            .with_some(
                "identifier",
                identifier.map(|identifier| identifier.to_value()),
            )
            .with_some("beside", self.beside.map(Conversion::name))
            .with("fit", self.fit.as_str())
            .with("why", self.why.as_str())
            .with("notes", notes)
            .into()
    }
}

impl PartialUid {
    /// The identifier as an object: `hex`, `bytes`, `whole`.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        Members::default()
            .with("hex", self.to_string())
            .with("bytes", u64::from(self.len()))
            .with("whole", self.whole().is_some())
            .into()
    }
}

/// Every reading of a number: as an identifier, by the presets and by conversions of the caller's own
/// (one of these in the place of the preset of its name), as a Wiegand word; the likelier first,
/// those that fit alike in this order. None where the text can be nothing known. Blanks around it,
/// and around what stands between its parts, make no difference.
///
/// An identifier is written in hex, or byte by byte in decimal; a byte behind it may be the exclusive
/// or of those before, as readers of 125 kHz send it and as ISO 14443-3 puts it behind each part of
/// an identifier (there the cascade tag 88 counts, whether it is written or not).
///
/// A text of two numbers, as many fobs show them, is read where both are of one card.
///
/// Of words in hex every length is tried that so many digits are written for; what does not verify
/// is not read as one, unless it does with every bit turned over. In the framings of HID Prox, PACS
/// and iCLASS credentials ([`Word::from_prox`], [`Word::from_pacs`], [`Word::from_sentinel`]) only
/// what verifies is; without a letter, or after a sentinel alone, only where the frame has 12 bits
/// beside those of its word.
///
/// A number that would need an identifier with more than two zero bytes in front, of EM4100 more
/// than three, is not read so where that conversion writes no zeros; nor is one that would have
/// lost more than three zeros, or in hex more than one.
///
/// ```
/// # use latchwork::{Fit, identify_card};
/// let readings = identify_card("11576829", &[]);
/// assert_eq!(readings[0].conversion().map(|conversion| conversion.name()), Some("em4100_dez8"));
/// assert_eq!(readings[0].identifier().map(|uid| uid.to_string()).as_deref(), Some("????B0A5FD"));
/// assert_eq!(readings[0].fit, Fit::Likely);
/// ```
#[must_use]
pub fn identify_card<'a>(text: &str, others: &'a [Conversion]) -> Vec<CardReading<'a>> {
    let text = text.trim_ascii();
    if text.len() > LONGEST || text.is_empty() {
        return Vec::new();
    }
    let text = &*tidy(text);
    let mut readings = bytes::readings(text);
    let is_identifier = !readings.is_empty();
    readings.extend(numbers(text, others));
    pair::add(&mut readings, text, others);
    words::add(&mut readings, text, is_identifier);
    // By fit; what fits alike stays in order.
    let mut sorted = Vec::with_capacity(readings.len());
    for fit in [Fit::Likely, Fit::Possible, Fit::Unlikely] {
        sorted.extend(readings.extract_if(.., |reading| reading.fit == fit));
    }
    sorted
}

/// The readings by conversions, of which one of the caller's own stands in the place of the preset
/// of its name.
fn numbers<'a>(text: &str, others: &'a [Conversion]) -> impl Iterator<Item = CardReading<'a>> {
    let is_own = |preset: &&Conversion| others.iter().any(|own| own.name() == preset.name());
    let presets = Conversion::PRESETS
        .iter()
        .filter(move |preset| !is_own(preset));
    let presets = presets.map(|preset| (preset, is_seldom(preset)));
    let own = others.iter().map(|own| (own, false));
    let known = presets.chain(own);
    known.filter_map(move |(conversion, is_seldom)| read(conversion, is_seldom, text))
}

/// What an identifier says of itself.
struct Hint {
    fit: Fit,
    /// How the sentence goes on.
    why: &'static str,
    /// Whether it is as cards of its length are.
    confirms: bool,
}

fn hint(uid: &Uid) -> Hint {
    let (fit, why, confirms) = match (uid.len(), uid.first()) {
        (4, 0x88) => (Fit::Unlikely, ", starting 88: a first part", false),
        (7, 0x04) => (Fit::Likely, ", starting 04 as those of NXP", true),
        (7, 0x00) => (Fit::Unlikely, ", starting 00, which is no maker's", false),
        (7, _) => (Fit::Possible, ", of another maker than NXP", false),
        (8, 0xE0) => (Fit::Likely, ", starting E0 as ISO 15693 asks", true),
        (8, _) => (Fit::Unlikely, ", not starting E0 as ISO 15693 asks", false),
        (10, _) => (Fit::Possible, ", a length few cards have", false),
        _ => (Fit::Likely, "", false),
    };
    Hint { fit, why, confirms }
}

/// The reading by a conversion, where there is one.
fn read<'a>(conversion: &'a Conversion, is_seldom: bool, text: &str) -> Option<CardReading<'a>> {
    let layout = conversion.layout();
    if layout.is_identity(conversion.bytes()) {
        return None;
    }
    let numeral = layout.read_tidy(text).ok()?;
    let identifier = layout.uid(conversion.bytes(), &numeral.bits);
    let hint = identifier.whole().map(|uid| hint(&uid));
    let confirmed = hint.as_ref().is_some_and(|hint| hint.confirms);
    let (mut fit, mut why) = written(&layout, &numeral, confirmed)?;
    if layout.numbers_in_a_row() == 2 {
        let (row_fit, row_why) = in_a_row(&layout, text);
        fit = fit.max(row_fit);
        why.push_str(row_why);
    }
    if let Some(hint) = hint {
        fit = fit.max(hint.fit);
        why.push_str(hint.why);
    }
    if is_seldom && !confirmed {
        fit = fit.max(Fit::Possible);
    }
    if layout.is_hexadecimal() && !HexDigits::read_tidy(text).is_ok_and(|digits| digits.shown) {
        fit = Fit::Unlikely;
        why.push_str(NO_LETTER);
    }
    if identifier.is_zero() {
        fit = Fit::Unlikely;
        why.push_str(ALL_ZERO);
    }
    Some(CardReading {
        notes: numeral.notes(&identifier),
        read_as: ReadAs::Number(conversion, identifier),
        fit,
        why,
        beside: None,
    })
}

/// How likely a row of digits is two numbers: where one number could not be as large, it is.
fn in_a_row(layout: &Layout, text: &str) -> (Fit, &'static str) {
    match text.parse::<u64>() {
        Ok(one) if one >> layout.number_bits().min(63) == 0 => {
            (Fit::Possible, ", which may be one number as well")
        }
        _ => (Fit::Likely, ", too large for one number"),
    }
}

/// How well the digits of a text are those that a conversion writes, and why; `None` where they
/// are not. An identifier that is confirmed is never too small.
fn written(layout: &Layout, numeral: &Numeral, confirmed: bool) -> Option<(Fit, String)> {
    let Numeral {
        found, expected, ..
    } = *numeral;
    let bits = layout.number_bits();
    // Of a rest every value is as good as any other.
    let zero_bits = if layout.is_modulo() {
        0
    } else {
        numeral.bits.iter().take_while(|bit| **bit == 0).count()
    };
    let usual = match bits {
        // The first byte of EM4100 is a version or a customer, a facility code is a number that
        // somebody chose: both are often small.
        40 => 12,
        24 => 8,
        _ => 4,
    };
    let is_hex = layout.is_hexadecimal();
    let lost = numeral.zeros_lost();
    if lost > if is_hex { 1 } else { MOST_ZEROS_LOST } {
        return None;
    }
    let mut why = String::new();
    push_count(&mut why, found);
    why.push_str(if found == 1 { " digit" } else { " digits" });
    let mut fit = if lost > 0 {
        why.push_str(" where this style writes ");
        push_count(&mut why, expected);
        if lost > 2 || is_hex {
            Fit::Unlikely
        } else {
            Fit::Possible
        }
    } else if numeral.filled {
        why.push_str(" with zeros in front");
        Fit::Possible
    } else {
        why.push_str(", as this style writes it");
        Fit::Likely
    };
    if !layout.has_width() {
        if zero_bits > usual + 12 {
            return None;
        }
        let small = match zero_bits.saturating_sub(usual) {
            _ if confirmed => Fit::Likely,
            0 => Fit::Likely,
            1..=4 => Fit::Possible,
            _ => Fit::Unlikely,
        };
        if small > Fit::Likely {
            why.push_str(", small for so many bits");
        }
        fit = fit.max(small);
    }
    if let Some(separator) = numeral.other_separator {
        // Where a comma or a point stands, another conversion has just that.
        if layout.separator() != Some(',') || separator == '.' {
            return None;
        }
        fit = fit.max(Fit::Possible);
    }
    Some((fit, why))
}

fn push_count(text: &mut String, count: usize) {
    push_decimal(text, u64::try_from(count).unwrap_or(u64::MAX), 0);
}
