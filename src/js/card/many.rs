//! Many words decoded in one call: neither words nor candidates cross as JSON.
//!
//! Words come as lines of one text: `b` and the bits, or the length, `x` and hex. The answer is, for
//! each word, how many candidates there are, and for each of these a head (see [`head`]), the parity
//! bits that failed where any did, of 128, and the fields that are told, of 64: written as numbers of
//! 32 bits, the low one first.

use alloc::vec::Vec;

use super::Options;
use crate::card::{LONGEST, decode_numbered, diagnose_numbered};
use crate::js::Arguments;
use crate::js::answer::{Answer, Out, either};
use crate::schema::halves;
use crate::value::Members;
use crate::{Candidate, CardField, CardFormat, Diagnosis, Issue, Value, Verdict, Word};

/// `[options?]`: the formats by the numbers that heads have, with the notes that they can get.
pub(in crate::js) fn legend(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let options = match Options::of(arguments.given(0).as_ref()) {
        Ok(options) => options,
        Err(misuse) => return misuse,
    };
    let formats = options.formats();
    let rows = formats.iter().map(|format| {
        let mut notes = Members::default();
        for field in format.fields() {
            let notes_of = Candidate::notes_of(format, field);
            let notes_of: Vec<_> = notes_of.iter().map(Issue::to_value).collect();
            notes = notes.with(field.as_str(), notes_of);
        }
        let row = Members::default()
            .with("format", format.name())
            .with("confidence", format.confidence().as_str())
            .with("notes", Value::from(notes));
        Value::from(row)
    });
    let rows: Vec<_> = rows.collect();
    Answer::of(&rows)
}

/// `[options?, lines, count]`. No numbers where a line is no word, or the lines are more than the
/// words, as one has a line break in it: JavaScript then finds out which.
pub(in crate::js) fn decode_many(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let mut decoded = || {
        let options = Options::of(arguments.given(0).as_ref())?;
        let formats = ByLength::new(&options.formats());
        let lines = arguments.get(1);
        let lines = lines.root().text().unwrap_or_default().split('\n');
        let count = arguments.get(2).root().whole(0, u32::MAX.into());
        if u64::try_from(lines.clone().count()).ok() != count {
            return Ok(Answer::Written);
        }
        for line in lines {
            let Some(word) = word(line) else {
                out.words.clear();
                return Ok(Answer::Written);
            };
            answer_word(word, formats.of(word), options.diagnose, &mut out.words);
        }
        Ok(Answer::Written)
    };
    either(decoded())
}

fn word(line: &str) -> Option<Word> {
    if let Some(bits) = line.strip_prefix('b') {
        return Word::from_bits(bits).ok();
    }
    let (length, hex) = line.split_once('x')?;
    Word::from_hex(hex, length.parse().ok()?).ok()
}

/// Formats by the length of their words, each with its number in the legend.
struct ByLength<'f>(Vec<Vec<(u32, &'f CardFormat)>>);

impl<'f> ByLength<'f> {
    fn new(formats: &[&'f CardFormat]) -> Self {
        let mut by_length = alloc::vec![Vec::new(); usize::from(LONGEST) + 1];
        for (number, format) in (0..).zip(formats) {
            if let Some(of_length) = by_length.get_mut(usize::from(format.bits())) {
                of_length.push((number, *format));
            }
        }
        Self(by_length)
    }

    fn of(&self, word: Word) -> &[(u32, &'f CardFormat)] {
        let of_length = self.0.get(usize::from(word.length()));
        of_length.map(Vec::as_slice).unwrap_or_default()
    }
}

fn answer_word(
    word: Word,
    numbered: &[(u32, &CardFormat)],
    diagnosed: bool,
    answer: &mut Vec<u32>,
) {
    let place = answer.len();
    answer.push(0);
    let mut count = 0;
    for (number, candidate) in decode_numbered(word, numbered) {
        write(&candidate, None, number, answer);
        count += 1;
    }
    if diagnosed {
        for (diagnosis, (number, candidate)) in diagnose_numbered(word, numbered) {
            write(&candidate, Some(diagnosis), number, answer);
            count += 1;
        }
    }
    if let Some(slot) = answer.get_mut(place) {
        *slot = count;
    }
}

fn write(
    candidate: &Candidate<'_>,
    diagnosis: Option<Diagnosis>,
    format: u32,
    answer: &mut Vec<u32>,
) {
    answer.push(head(candidate, diagnosis, format));
    if candidate.verdict() == Verdict::Failed {
        let failed = candidate.failed();
        let [mut high, mut low] = [0_u64; 2];
        for bit in failed {
            match 63_u8.checked_sub(bit) {
                Some(place) => high |= 1 << place,
                None => low |= 1_u64.unbounded_shl(127 - u32::from(bit)),
            }
        }
        answer.extend(halves(low));
        answer.extend(halves(high));
    }
    let fields = candidate.fields();
    for number in CardField::ALL
        .into_iter()
        .filter_map(|field| fields.get(field))
    {
        answer.extend(halves(number));
    }
}

/// The number of the format in 16 bits; above them the verdict in two, a bit for each field that is
/// told, a bit for each that there is a note on, and the diagnosis in two.
fn head(candidate: &Candidate<'_>, diagnosis: Option<Diagnosis>, format: u32) -> u32 {
    let bit_of = |field: CardField| {
        let mut fields = (0..4_u32).zip(CardField::ALL);
        fields
            .find(|(_, known)| *known == field)
            .map_or(0, |(place, _)| 1 << place)
    };
    let fields = candidate.fields();
    let told: u32 = CardField::ALL
        .into_iter()
        .filter(|field| fields.get(*field).is_some())
        .map(bit_of)
        .sum();
    let noted: u32 = candidate.noted().map(bit_of).sum();
    let verdict = match candidate.verdict() {
        Verdict::Ok => 0,
        Verdict::None => 1,
        Verdict::Failed => 2,
    };
    let diagnosis = match diagnosis {
        None => 0,
        Some(Diagnosis::DataLinesSwapped) => 1,
        Some(Diagnosis::BitsReversed) => 2,
    };
    // More formats than that have no number; their options would not fit into a call.
    format.min(u16::MAX.into()) | verdict << 16 | told << 18 | noted << 22 | diagnosis << 26
}
