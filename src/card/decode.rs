//! What a Wiegand word may say: every format of its length, each with a verdict.

use alloc::vec::Vec;

use super::field::{CardField, CardFields};
use super::format::{CardFormat, Confidence};
use super::parity::{first, mask};
use super::word::Word;
use crate::schema::words;
use crate::value::Members;
use crate::{Issue, IssueCode, Value};

words! {
    /// Whether the parity bits of a word hold in a format.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Verdict {
        /// All of them hold.
        Ok = "ok",
        /// The format has none.
        None = "none",
        /// At least one does not.
        Failed = "failed",
    }
}

words! {
    /// What may be wrong with the wiring of a reader, or the program between it and the panel.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Diagnosis {
        /// The wires D0 and D1 are swapped: each bit is turned over.
        DataLinesSwapped = "data-lines-swapped",
        /// The bits come from the last to the first.
        BitsReversed = "bits-reversed",
    }
}

impl Diagnosis {
    /// A candidate of the mended word, as an object.
    #[must_use]
    pub fn to_value<'f>(self, candidate: &Candidate<'f>) -> Value<'f> {
        let members = candidate.members();
        members.with("diagnosis", self.as_str()).into()
    }

    /// The word that was meant.
    #[must_use]
    pub fn mend(self, word: Word) -> Word {
        match self {
            Self::DataLinesSwapped => word.inverted(),
            Self::BitsReversed => word.reversed(),
        }
    }
}

/// What a word says in a format of its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<'f> {
    format: &'f CardFormat,
    fields: CardFields,
    verdict: Verdict,
    /// The parity bits that do not hold.
    failed: u128,
}

impl<'f> Candidate<'f> {
    /// What a word says in a format; `None` where it has another length, or where the bits that
    /// are always the same in this format are others, or a field says another number than its only
    /// one: such a word is none of its words.
    #[must_use]
    pub fn new(word: Word, format: &'f CardFormat) -> Option<Self> {
        let bits = word.bits();
        if format.bits != word.length() || bits & format.fixed != format.ones {
            return None;
        }
        let failed = format.parity.iter().filter(|parity| !parity.holds(bits));
        let failed = failed.fold(0, |failed, parity| failed | mask(parity.bit));
        let mut fields = CardFields::default();
        for (field, place) in CardField::ALL.into_iter().zip(&format.places) {
            if let Some(place) = place {
                let number = place.read(bits);
                if !place.allows(number) {
                    return None;
                }
                fields.set(field, number);
            }
        }
        Some(Self {
            format,
            fields,
            verdict: match (format.parity.is_empty(), failed) {
                (true, _) => Verdict::None,
                (false, 0) => Verdict::Ok,
                (false, _) => Verdict::Failed,
            },
            failed,
        })
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> &'f CardFormat {
        self.format
    }

    /// What the bits of the fields say, whether or not the format allows it. A field of decimal
    /// digits that are none is absent.
    #[must_use]
    pub fn fields(&self) -> CardFields {
        self.fields
    }

    /// Whether the parity bits hold.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Whether the parity bits hold in a format whose sources agree on them.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verdict == Verdict::Ok && self.format.confidence == Confidence::Agreed
    }

    /// The numbers of the parity bits that do not hold.
    pub fn failed(&self) -> impl Iterator<Item = u8> + use<> {
        let mut rest = self.failed;
        core::iter::from_fn(move || {
            let bit = (rest != 0).then(|| first(rest))?;
            rest &= !mask(bit);
            Some(bit)
        })
    }

    /// What fields say that the format does not allow: `card_field_above_max`,
    /// `card_field_not_decimal`.
    #[must_use]
    pub fn notes(&self) -> Vec<Issue> {
        let noted = self.noted().map(|field| {
            let [above_max, not_decimal] = Self::notes_of(self.format, field);
            match self.fields.get(field) {
                Some(_) => above_max,
                None => not_decimal,
            }
        });
        noted.collect()
    }

    /// The fields that there is a note on.
    pub(crate) fn noted(&self) -> impl Iterator<Item = CardField> {
        self.format.fields().filter(|field| {
            let number = self.fields.get(*field);
            number.is_none_or(|number| self.format.max(*field) < Some(number))
        })
    }

    /// The notes that a field of a format can get: where a number is told, and where none is.
    pub(crate) fn notes_of(format: &CardFormat, field: CardField) -> [Issue; 2] {
        let max = format.max(field).unwrap_or_default();
        let above_max = Issue::of(IssueCode::CardFieldAboveMax).param(max);
        let not_decimal = Issue::of(IssueCode::CardFieldNotDecimal);
        [above_max, not_decimal].map(|note| note.at(field.as_str()))
    }

    /// The candidate as an object, numbers as text.
    #[must_use]
    pub fn to_value(&self) -> Value<'f> {
        self.members().into()
    }

    fn members(&self) -> Members<'f> {
        let failed: Vec<_> = self
            .failed()
            .map(|bit| Value::from(u64::from(bit)))
            .collect();
        let notes: Vec<_> = self.notes().iter().map(Issue::to_value).collect();
        Members::default()
            .with("format", self.format.name())
            .with("fields", self.fields.to_value())
            .with("parity", self.verdict.as_str())
            .with_some("failed", (!failed.is_empty()).then_some(failed))
            .with("confidence", self.format.confidence().as_str())
            .with_some("notes", (!notes.is_empty()).then_some(notes))
    }

    /// The ranks that there are, best first: what fails or has no parity is never verified.
    const RANKS: [(Verdict, bool); 4] = [
        (Verdict::Ok, false),
        (Verdict::Ok, true),
        (Verdict::None, true),
        (Verdict::Failed, true),
    ];

    /// What candidates are ordered by.
    fn rank(&self) -> (Verdict, bool) {
        (self.verdict, !self.is_verified())
    }
}

/// Every format that a word can be of, those that verify first, then those without parity, then
/// those whose parity fails; in each of these, sure ones before uncertain ones.
///
/// That there are several is normal: every valid word of H10301 is a valid word of ind26.
///
/// ```
/// # use latchwork::{CardFormat, Word, decode};
/// let word = Word::from_hex("2F623AE", 26)?;
/// let candidates = decode(word, CardFormat::built_in());
/// let names: Vec<_> = candidates.iter().map(|found| found.format().name()).collect();
/// assert_eq!(names, ["H10301", "ind26"]);
/// assert_eq!(candidates[0].fields().card, Some(4567));
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[must_use]
pub fn decode<'f>(
    word: Word,
    formats: impl IntoIterator<Item = &'f CardFormat>,
) -> Vec<Candidate<'f>> {
    let found = formats.into_iter();
    let found = found.filter_map(|format| Candidate::new(word, format));
    in_order(found.collect(), |candidate| candidate)
}

/// As [`decode`], each with the number of its format.
#[cfg(feature = "js-cards")]
pub(crate) fn decode_numbered<'f>(
    word: Word,
    formats: &[(u32, &'f CardFormat)],
) -> Vec<(u32, Candidate<'f>)> {
    let found = formats.iter();
    let found = found.filter_map(|(number, format)| Some((*number, Candidate::new(word, format)?)));
    in_order(found.collect(), |(_, candidate)| candidate)
}

/// Candidates by their rank. There are a handful of ranks, and each is gone through for: what ranks
/// alike stays in order, and of many formats none costs more than of few.
fn in_order<'f, T>(mut candidates: Vec<T>, of: fn(&T) -> &Candidate<'f>) -> Vec<T> {
    let rank = |one: &T| of(one).rank();
    if candidates.is_sorted_by_key(rank) {
        return candidates;
    }
    let mut sorted = Vec::with_capacity(candidates.len());
    for known in Candidate::RANKS {
        sorted.extend(candidates.extract_if(.., |one| rank(one) == known));
    }
    sorted
}

/// What a word may be that verifies in no format: where it verifies once the data lines are taken
/// for swapped, or the bits for reversed, what it says then. Empty where the word verifies as it is.
///
/// A chance word verifies too, one in four where there are two parity bits: a diagnosis is a
/// question to the installer, never an answer.
#[must_use]
pub fn diagnose<'f, I>(word: Word, formats: &I) -> Vec<(Diagnosis, Candidate<'f>)>
where
    I: IntoIterator<Item = &'f CardFormat> + Clone,
{
    diagnose_by(
        word,
        |word| decode(word, formats.clone()),
        |candidate| candidate,
    )
}

/// As [`diagnose`], each with the number of its format.
#[cfg(feature = "js-cards")]
pub(crate) fn diagnose_numbered<'f>(
    word: Word,
    formats: &[(u32, &'f CardFormat)],
) -> Vec<(Diagnosis, (u32, Candidate<'f>))> {
    diagnose_by(
        word,
        |word| decode_numbered(word, formats),
        |(_, candidate)| candidate,
    )
}

fn diagnose_by<'f, T>(
    word: Word,
    decode: impl Fn(Word) -> Vec<T>,
    of: fn(&T) -> &Candidate<'f>,
) -> Vec<(Diagnosis, T)> {
    let verified = |word| {
        let candidates = decode(word).into_iter();
        candidates.filter(move |one| of(one).is_verified())
    };
    if verified(word).next().is_some() {
        return Vec::new();
    }
    Diagnosis::ALL
        .into_iter()
        .flat_map(|diagnosis| {
            let found = verified(diagnosis.mend(word));
            found.map(move |candidate| (diagnosis, candidate))
        })
        .collect()
}
