//! Whether two numbers are of one card.

use alloc::vec::Vec;
use core::cmp::Reverse;

use super::blanks::tidy;
use super::conversion::Conversion;
use super::identify::{CardReading, Fit, ReadAs, identify_card};
use super::uid::PartialUid;
use crate::schema::words;
use crate::value::Members;
use crate::{Value, Word};

mod parts;
mod words;

/// More ways than this are not told.
const MOST_WAYS: usize = 100;

/// Fewer bits than this are the same by chance too often: of a thousand fobs, eight.
const FEWEST_BITS: u32 = 16;

/// Of two readings that both fit unlikely so many bits are not the same by chance.
const FEWEST_UNLIKELY_BITS: u32 = 56;

words! {
    /// Whether two numbers are of one card.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum MatchVerdict {
        /// Both hold the whole identifier, and it is the same; never a random one, which identifies
        /// nothing.
        Same = "same",
        /// All bits that both hold are the same.
        Possible = "possible",
        /// In no reading are they the same, and they are not the same text.
        Different = "different",
        /// Of one of them at least nothing is known: it has no reading.
        Unknown = "unknown",
    }
}

/// How two numbers can be of one card: what each is read as, and how many bits agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchWay<'a> {
    /// The reading of the first number.
    pub a: CardReading<'a>,
    /// The reading of the second.
    pub b: CardReading<'a>,
    /// How many bits of the identifier, or of the word, both hold, all of them the same.
    pub bits: u32,
}

impl MatchWay<'_> {
    /// The way as an object: `a`, `b`, `bits`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with("a", self.a.to_value())
            .with("b", self.b.to_value())
            .with("bits", u64::from(self.bits))
            .into()
    }
}

/// Whether two numbers are of one card, and how they can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardMatch<'a> {
    /// The verdict of the likeliest way.
    pub verdict: MatchVerdict,
    /// The likeliest first; of those, the ones that rest on most bits. At most 100.
    pub ways: Vec<MatchWay<'a>>,
}

impl CardMatch<'_> {
    /// The match as an object: `verdict`, `ways`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with("verdict", self.verdict.as_str())
            .with(
                "ways",
                self.ways.iter().map(MatchWay::to_value).collect::<Vec<_>>(),
            )
            .into()
    }
}

/// Compares two numbers, each printed on a fob or shown by a reader, in every reading of
/// [`identify_card`].
///
/// A way is a reading of each of which these hold:
/// - both are of identifiers of one length, or one is a Wiegand word (below), and the bits that both
///   hold are the same, 16 at least, and 56 where both fit unlikely;
/// - where each of the two conversions can read both numbers, one of the two holds all that the
///   other holds. Otherwise two fobs printed alike would be one for the digits they share: 3.5 A
///   and 3.5 C differ in the byte before the comma.
///
/// Of the ways that tell the same two identifiers, or words, the likeliest is given.
///
/// Two equal texts that say anything are possibly of one card, though there may be no way that is
/// known. Of other texts, where one has no reading at all, nothing is known.
///
/// A number may also be the first or the last bytes of the identifier that the other is, three at
/// least, in either order, in hex or in decimal: there need be no conversion of these steps.
///
/// A rest, as of Paxton Net2 with MIFARE, is compared with the rest of the other number.
///
/// A Wiegand word takes part where its parity holds in a format that sources agree on, in these
/// ways:
/// - the same word twice, of all its bits;
/// - two words of the same facility code and card number, and of the same issue level and OEM code
///   where both formats have them, of the bits of the shorter field of each;
/// - a word of H10301, H10306 or N10002 with what is known of an EM4100 tag, of which it holds the
///   low 24 or 32 bits (as facility code and card number of 8 and 16, or 16 and 16 bits), where one
///   of the two holds all that the other holds.
///
/// The same word is no more than possible: it is what somebody has written to a card, and many were
/// written twice.
///
/// ```
/// # use latchwork::{MatchVerdict, match_cards};
/// let found = match_cards("17642493", "11576829", &[]);
/// assert_eq!(found.verdict, MatchVerdict::Possible);
/// assert_eq!(found.ways[0].bits, 24);
/// assert_eq!(match_cards("1386022627", "3808861522", &[]).verdict, MatchVerdict::Same);
/// assert_eq!(match_cards("11576829", "11576828", &[]).verdict, MatchVerdict::Different);
/// // A word of H10301 in hex, and the number of the fob that it was sent for.
/// assert_eq!(match_cards("2F623AE", "123,04567", &[]).verdict, MatchVerdict::Possible);
/// ```
#[must_use]
pub fn match_cards<'a>(a: &str, b: &str, others: &'a [Conversion]) -> CardMatch<'a> {
    let (text_a, text_b) = (&*tidy(a), &*tidy(b));
    let (mut of_a, mut of_b) = (identify_card(a, others), identify_card(b, others));
    let nothing_known = of_a.is_empty() || of_b.is_empty();
    let (both_a, both_b) = (read_by_both(&of_a, &of_b), read_by_both(&of_b, &of_a));
    let (parts_of_a, parts_of_b) = (parts::of(&of_b, text_a), parts::of(&of_a, text_b));
    of_a.extend(parts_of_a);
    of_b.extend(parts_of_b);
    // For each two that tell the same the likeliest way, or else the first: many readings tell alike.
    let (tells_a, count_a) = numbered(&of_a);
    let (tells_b, count_b) = numbered(&of_b);
    let mut likeliest: Vec<Option<(Rank, usize)>> = alloc::vec![None; count_a * count_b];
    let of_both = |flags: &[bool], index| flags.get(index) == Some(&true);
    for (at, a) in of_a.iter().enumerate() {
        for (place, b) in of_b.iter().enumerate() {
            let side = |text, reading| Side { text, reading };
            let Some(agreed) = agreed(&side(text_a, a), &side(text_b, b)) else {
                continue;
            };
            let is_word = word(a).is_some() || word(b).is_some();
            let alike = is_word || (of_both(&both_a, at) && of_both(&both_b, place));
            let fewest = match a.fit.min(b.fit) {
                Fit::Unlikely => FEWEST_UNLIKELY_BITS,
                _ => FEWEST_BITS,
            };
            if agreed.bits < fewest || (alike && !agreed.all_of_one) {
                continue;
            }
            let bits = agreed.bits;
            let way = (Found { a, b, bits }.rank(), at * of_b.len() + place);
            let tells = tells_a.get(at).zip(tells_b.get(place));
            let known = tells.and_then(|(a, b)| likeliest.get_mut(a * count_b + b));
            if let Some(known) = known
                && known.is_none_or(|known| way < known)
            {
                *known = Some(way);
            }
        }
    }
    let mut best: Vec<(Rank, usize)> = Vec::new();
    for (rank, order) in likeliest.into_iter().flatten() {
        let place = best.partition_point(|known| *known < (rank, order));
        if place < MOST_WAYS {
            best.truncate(MOST_WAYS - 1);
            best.insert(place, (rank, order));
        }
    }
    let found: Vec<_> = best
        .into_iter()
        .filter_map(|((_, _, _, Reverse(bits)), order)| {
            let a = of_a.get(order / of_b.len().max(1))?;
            let b = of_b.get(order % of_b.len().max(1))?;
            Some(Found { a, b, bits })
        })
        .collect();
    let verdict = match found.first() {
        Some(way) if way.is_whole() => MatchVerdict::Same,
        Some(_) => MatchVerdict::Possible,
        None if !text_a.is_empty() && text_a == text_b => MatchVerdict::Possible,
        None if nothing_known => MatchVerdict::Unknown,
        None => MatchVerdict::Different,
    };
    let way = |way: &Found<'_, 'a>| MatchWay {
        a: way.a.clone(),
        b: way.b.clone(),
        bits: way.bits,
    };
    CardMatch {
        verdict,
        ways: found.iter().map(way).collect(),
    }
}

/// Of each reading whether its conversion reads the other number, too; of an identifier, whether the
/// other is read as one.
fn read_by_both(readings: &[CardReading<'_>], others: &[CardReading<'_>]) -> Vec<bool> {
    fn name<'a>(reading: &CardReading<'a>) -> Option<&'a str> {
        reading.conversion().map(Conversion::name)
    }
    let is_both = |reading: &CardReading<'_>| {
        let mut others = others.iter();
        let name_of_reading = name(reading);
        word(reading).is_none()
            && others.any(|other| word(other).is_none() && name(other) == name_of_reading)
    };
    readings.iter().map(is_both).collect()
}

/// What ways are told by, the least first: how well the reading fits that fits less, then the
/// other, whether both are whole and stay, and the bits. The same either way round.
type Rank = (Fit, Fit, bool, Reverse<u32>);

/// Numbers what readings tell, an identifier or a word: the number of each reading, and how many there
/// are.
fn numbered(readings: &[CardReading<'_>]) -> (Vec<usize>, usize) {
    let mut known: Vec<(Option<PartialUid>, Option<Word>)> = Vec::new();
    let number = |reading: &CardReading<'_>| {
        let tells = (reading.identifier(), word(reading));
        let found = known.iter().position(|known| *known == tells);
        found.unwrap_or_else(|| {
            known.push(tells);
            known.len() - 1
        })
    };
    let numbers = readings.iter().map(number).collect();
    (numbers, known.len())
}

/// A way, while it is compared with others.
struct Found<'r, 'a> {
    a: &'r CardReading<'a>,
    b: &'r CardReading<'a>,
    bits: u32,
}

impl Found<'_, '_> {
    fn is_whole(&self) -> bool {
        let stays = |uid: PartialUid| uid.whole().is_some_and(|uid| !uid.is_random());
        self.a.identifier().is_some_and(stays) && self.b.identifier().is_some_and(stays)
    }

    fn rank(&self) -> Rank {
        let (a, b) = (self.a.fit, self.b.fit);
        (a.max(b), a.min(b), !self.is_whole(), Reverse(self.bits))
    }
}

/// A number and one of its readings.
struct Side<'s> {
    text: &'s str,
    reading: &'s CardReading<'s>,
}

struct Agreed {
    bits: u32,
    /// Whether one of the readings holds no other bits.
    all_of_one: bool,
}

/// The word that a reading is of.
fn word(reading: &CardReading<'_>) -> Option<Word> {
    match reading.read_as {
        ReadAs::Word(word, ..) => Some(word),
        _ => None,
    }
}

/// The identifier that a reading is compared as.
fn told(reading: &CardReading<'_>) -> Option<PartialUid> {
    match &reading.read_as {
        ReadAs::Word(_, candidate, _) => words::tag(candidate),
        _ => reading.identifier(),
    }
}

/// What two readings hold in common, where it is the same.
fn agreed(a: &Side<'_>, b: &Side<'_>) -> Option<Agreed> {
    if let ReadAs::Word(word, candidate, _) = &a.reading.read_as
        && let ReadAs::Word(other, others, _) = &b.reading.read_as
        && let Some(bits) = words::agreed((*word, candidate), (*other, others))
    {
        let all_of_one = true;
        return Some(Agreed { bits, all_of_one });
    }
    let (of_a, of_b) = (told(a.reading)?, told(b.reading)?);
    let bits = of_a.agreed(&of_b)?;
    let known = of_a.known_bits().min(of_b.known_bits());
    let rest = match (rest(a, b, &of_b), rest(b, a, &of_a)) {
        (Rest::Another, _) | (_, Rest::Another) => return None,
        (Rest::Same(bits), _) | (_, Rest::Same(bits)) => Some(bits),
        (Rest::Incomparable, Rest::Incomparable) => None,
    };
    Some(Agreed {
        bits: rest.unwrap_or(bits),
        all_of_one: rest.is_some() || bits == known,
    })
}

/// How the rest of a division compares.
enum Rest {
    /// There is none, or nothing to compare it with.
    Incomparable,
    /// It is the same, of so many bits.
    Same(u32),
    Another,
}

/// Compares a number that is the rest of a division with that of the other's identifier, or with
/// the other number where that is such a rest.
fn rest(this: &Side<'_>, other: &Side<'_>, identifier: &PartialUid) -> Rest {
    let conversion = this.reading.conversion();
    let Some(conversion) = conversion.filter(|conversion| conversion.is_rest()) else {
        return Rest::Incomparable;
    };
    let layout = conversion.layout();
    let number = |text: &str| Some(layout.read_tidy(text).ok()?.bits);
    let others = if is_same(this.reading, other.reading) {
        number(other.text)
    } else {
        layout.number(identifier)
    };
    match others {
        Some(others) => {
            if number(this.text) == Some(others) {
                Rest::Same(layout.held_bits())
            } else {
                Rest::Another
            }
        }
        None => Rest::Incomparable,
    }
}

/// Whether two readings are by one conversion, or both as an identifier.
fn is_same(a: &CardReading<'_>, b: &CardReading<'_>) -> bool {
    a.conversion() == b.conversion() && word(a).is_none() && word(b).is_none()
}
