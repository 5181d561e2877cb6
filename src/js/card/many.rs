//! Many words decoded in one call: neither words nor candidates cross as JSON.
//!
//! Words come as lines of one text: `b` and the bits, or the length, `x` and hex. The answer is, for
//! each word, how many candidates there are, and for each of these a head (see [`head`]), the parity
//! bits that failed where any did, and the fields that are told; these two are of 64 bits, written as
//! two numbers, the low one first.

use alloc::vec::Vec;

use super::Options;
use crate::js::Arguments;
use crate::js::answer::{Answer, Out, either};
use crate::schema::halves;
use crate::value::Members;
use crate::{
    Candidate, CardField, CardFormat, Diagnosis, Issue, Value, Verdict, Word, decode, diagnose,
};

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
struct ByLength<'f>(Vec<Vec<(usize, &'f CardFormat)>>);

impl<'f> ByLength<'f> {
    fn new(formats: &[&'f CardFormat]) -> Self {
        let numbered = formats.iter().copied().enumerate();
        let of_length = |length| {
            let numbered = numbered.clone();
            numbered
                .filter(|(_, format)| format.bits() == length)
                .collect()
        };
        Self((0..=64).map(of_length).collect())
    }

    fn of(&self, word: Word) -> &[(usize, &'f CardFormat)] {
        let of_length = self.0.get(usize::from(word.length()));
        of_length.map(Vec::as_slice).unwrap_or_default()
    }
}

fn answer_word(
    word: Word,
    numbered: &[(usize, &CardFormat)],
    diagnosed: bool,
    answer: &mut Vec<u32>,
) {
    let number = |candidate: &Candidate<'_>| {
        let mut numbered = numbered.iter();
        let found = numbered.find(|(_, format)| core::ptr::eq(*format, candidate.format()));
        found.map_or(0, |(number, _)| *number)
    };
    let formats = numbered.iter().map(|(_, format)| *format);
    let place = answer.len();
    answer.push(0);
    let mut count = 0;
    for candidate in &decode(word, formats.clone()) {
        write(candidate, None, number(candidate), answer);
        count += 1;
    }
    if diagnosed {
        for (diagnosis, candidate) in &diagnose(word, &formats) {
            write(candidate, Some(*diagnosis), number(candidate), answer);
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
    format: usize,
    answer: &mut Vec<u32>,
) {
    answer.push(head(candidate, diagnosis, format));
    if candidate.verdict() == Verdict::Failed {
        let failed = candidate.failed();
        answer.extend(halves(failed.fold(0, |bits, bit| bits | 1 << (63 - bit))));
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
fn head(candidate: &Candidate<'_>, diagnosis: Option<Diagnosis>, format: usize) -> u32 {
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
    u32::from(u16::try_from(format).unwrap_or(u16::MAX))
        | verdict << 16
        | told << 18
        | noted << 22
        | diagnosis << 26
}
