//! How the identifier of a card becomes the number that a fob shows or a reader sends.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

#[cfg(feature = "js-cards")]
use super::names::twice;
use super::uid::{ByteOrder, LENGTHS, PartialUid, Uid};
use super::{KeyFormat, KeyNumber};
use crate::schema::{Document, Judged, Kind, Name, Reading, Step, Table, read_as};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, Param, UnknownFields, Value};

mod layout;
mod preset;
mod step;

pub(super) use layout::{Layout, Numeral};
pub(super) use preset::is_seldom;
pub use step::ConversionStep;

/// More conversions of a caller's own than this are not taken in one call from JavaScript: two
/// numbers are compared in as many ways as each can be read, times the other's.
#[cfg(feature = "js-cards")]
const MOST_CONVERSIONS: usize = 256;

const NAME: Name = Name::new(0, "name");
const DESCRIPTION: Name = Name::new(1, "description");
const BYTES: Name = Name::new(2, "bytes");
const STEPS: Name = Name::new(3, "steps");
const SOURCE: Name = Name::new(4, "source");
const LOSES_BITS: Name = Name::new(5, "losesBits");
const KEY_FORMAT: Name = Name::new(6, "keyFormat");

/// How an identifier of some length becomes a number, step by step: a preset, or a caller's own.
///
/// ```
/// # use latchwork::{Conversion, ConversionStep, Uid};
/// let tag = Uid::parse("0102B0A5FD")?;
/// let printed = Conversion::find("em4100_dez8", &[])?;
/// assert_eq!(printed.convert(tag)?, "11576829");
/// assert_eq!(printed.loses_bits(), 16);
/// assert_eq!(printed.read("11576829")?.to_string(), "????B0A5FD");
///
/// let steps = ["bytes reversed", "decimal of 10 digits"].map(|step| ConversionStep::parse(step));
/// let steps = steps.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let own = Conversion::new("ours", "MIFARE, as our readers send it", 4, &steps)?;
/// assert_eq!(own.read("1904649758")?.whole(), Some(Uid::parse("1EA68671")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    name: Cow<'static, str>,
    description: Cow<'static, str>,
    source: Cow<'static, str>,
    bytes: u8,
    /// Steps that [`Layout::check`] finds right.
    steps: Cow<'static, [ConversionStep]>,
}

impl Conversion {
    pub(crate) const TABLE: Table = Table::of(&[
        NAME.required(Kind::Named(IssueCode::ConversionUnnamed)),
        DESCRIPTION.optional(Kind::Text),
        BYTES.required(Kind::Whole(0, 255)),
        STEPS.required(Kind::SomeList(&Kind::Form(&ConversionStep::FORM))),
        SOURCE.optional(Kind::Text),
        // The last two are written, and so are taken back, but follow from the steps.
        LOSES_BITS.optional(Kind::Any),
        KEY_FORMAT.optional(Kind::Any),
    ])
    .with_rules(Self::judge);

    /// A conversion of the caller's own, for identifiers of 4, 5, 7, 8 or 10 bytes.
    ///
    /// # Errors
    /// As [`Conversion::check_value`], but for values of another type.
    pub fn new(
        name: &str,
        description: &str,
        bytes: u8,
        steps: &[ConversionStep],
    ) -> Result<Self, Issues> {
        let mut issues = Vec::new();
        if name.is_empty() {
            issues.push(Issue::of(IssueCode::ConversionUnnamed).at(NAME));
        }
        if !LENGTHS.contains(&bytes) {
            issues.push(no_length(bytes.into()).at(BYTES));
        }
        if steps.is_empty() {
            issues.push(Issue::of(IssueCode::ListEmpty).at(STEPS));
        } else if LENGTHS.contains(&bytes)
            && let Err((index, issue)) = Layout::check(bytes, steps)
        {
            let is_there = index < steps.len();
            let issue = if is_there { issue.at(index) } else { issue };
            issues.push(issue.at(STEPS));
        }
        if issues.is_empty() {
            Ok(Self {
                name: String::from(name).into(),
                description: String::from(description).into(),
                source: Cow::Borrowed(""),
                bytes,
                steps: Vec::from(steps).into(),
            })
        } else {
            Err(issues.into())
        }
    }

    /// Checks a conversion written as an object: `name`, `bytes`, `steps` in the words of
    /// [`ConversionStep`], and `description` and `source` if known.
    ///
    /// # Errors
    /// `conversion_unnamed`, `uid_wrong_length`, `list_empty`, `conversion_step_unknown`,
    /// `conversion_step_misplaced`, `conversion_step_unfit`, `conversion_runs_together`, and those
    /// of values of another type.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::check_document(&Document::of(value))
    }

    pub(crate) fn check_document(document: &Document<'_>) -> Result<Self, Issues> {
        read_as(document, &Self::TABLE, UnknownFields::Refuse, Self::of)
    }

    /// The conversion of an object that its table found right.
    pub(crate) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            name: reading.owned(NAME)?.into(),
            description: reading.owned(DESCRIPTION).unwrap_or_default().into(),
            source: reading.owned(SOURCE).unwrap_or_default().into(),
            bytes: u8::try_from(reading.whole(BYTES)?).ok()?,
            steps: steps_of(reading)?.into(),
        })
    }

    /// The rules of a conversion: it is for identifiers that there are, and its steps follow from
    /// each other.
    fn judge(conversion: &mut Judged<'_, '_>) {
        let given = conversion.right(BYTES);
        let Some(whole) = given.and_then(|bytes| bytes.whole(0, u8::MAX.into())) else {
            return;
        };
        let mut lengths = LENGTHS.into_iter();
        let Some(bytes) = lengths.find(|length| u64::from(*length) == whole) else {
            return conversion.report(BYTES, || no_length(whole));
        };
        let Some(steps) = conversion
            .right(STEPS)
            .and_then(|_| steps_of(conversion.reading))
        else {
            return;
        };
        if let Err((index, issue)) = Layout::check(bytes, &steps) {
            let step = (index < steps.len()).then_some(Step::Item(index));
            conversion.report_in(STEPS, step.as_slice(), || issue);
        }
    }

    /// The rule of a field that lists conversions of a caller's own: no two are of one name, and they
    /// are not so many that to compare all of them takes long.
    #[cfg(feature = "js-cards")]
    pub(crate) fn judge_list(options: &mut Judged<'_, '_>, conversions: Name) {
        let list = options.reading.once(conversions);
        if list.is_some_and(|list| list.len() > MOST_CONVERSIONS) {
            return options.report(conversions, || {
                Issue::of(IssueCode::ConversionsTooMany).param(MOST_CONVERSIONS)
            });
        }
        for index in list
            .into_iter()
            .flat_map(|list| twice(list, &Self::TABLE, NAME))
        {
            let steps = [Step::Item(index), Step::Field(NAME)];
            options.report_in(conversions, &steps, || {
                Issue::of(IssueCode::ConversionTwice)
            });
        }
    }

    /// The conversion as an object, with how many bits it loses and the key format it belongs to.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let steps: Vec<_> = self
            .steps
            .iter()
            .map(|step| Value::from(step.to_string()))
            .collect();
        let source = (!self.source.is_empty()).then_some(self.source());
        let format = self.key_format().map(|format| String::from(format.name()));
        Members::default()
            .with(NAME.text, self.name())
            .with(DESCRIPTION.text, self.description())
            .with(BYTES.text, u64::from(self.bytes))
            .with(STEPS.text, steps)
            .with(LOSES_BITS.text, u64::from(self.loses_bits()))
            .with_some(KEY_FORMAT.text, format)
            .with_some(SOURCE.text, source)
            .into()
    }

    /// Finds a conversion by its name among `others` and the presets: the first of that name.
    ///
    /// # Errors
    /// `conversion_unknown`.
    pub fn find<'a>(name: &str, others: &'a [Self]) -> Result<&'a Self, Issue> {
        let mut known = others.iter().chain(Self::PRESETS);
        let found = known.find(|conversion| conversion.name == name);
        found.ok_or_else(|| Issue::of(IssueCode::ConversionUnknown))
    }

    /// Its name: `em4100_dez8`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is, for people; may be empty.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Who says so; may be empty.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The bytes of the identifiers it is for: 4, 5, 7, 8 or 10.
    #[must_use]
    pub fn bytes(&self) -> u8 {
        self.bytes
    }

    /// What is done to the identifier, in order.
    #[must_use]
    pub fn steps(&self) -> &[ConversionStep] {
        &self.steps
    }

    /// How many bits of the identifier the number does not hold, a part of a bit counted as one;
    /// 0: what [`convert`](Self::convert) gives, [`read`](Self::read) turns back.
    #[must_use]
    pub fn loses_bits(&self) -> u32 {
        self.layout().loses_bits(self.bytes)
    }

    /// The key format whose numbers these are: the decimal number of every bit, in either order of
    /// bytes.
    #[must_use]
    pub fn key_format(&self) -> Option<KeyFormat> {
        let format = match self.bytes {
            4 => KeyFormat::MC,
            5 => KeyFormat::EM,
            7 => KeyFormat::MD,
            _ => return None,
        };
        let in_order = matches!(
            *self.steps,
            [ConversionStep::Decimal(_)]
                | [ConversionStep::BytesReversed, ConversionStep::Decimal(_)]
        );
        (in_order && self.layout().is_plain_decimal()).then_some(format)
    }

    /// The number of an identifier, or of as much of one as the number takes.
    ///
    /// # Errors
    /// `uid_wrong_length`; `uid_bits_unknown` where the number takes bits that are not known.
    pub fn convert(&self, identifier: impl Into<PartialUid>) -> Result<String, Issue> {
        let identifier = identifier.into();
        if identifier.len() != self.bytes {
            return Err(other_length(self.bytes, identifier.len()));
        }
        let layout = self.layout();
        let number = layout.number(&identifier).ok_or_else(|| {
            let unknown = Issue::of(IssueCode::UidBitsUnknown);
            unknown.param(u64::from(identifier.known_bits()))
        })?;
        Ok(layout.print(&number))
    }

    /// What a number tells of its identifier. Zeros in front may be missing, or more than are
    /// written; between several numbers may stand any usual separator.
    ///
    /// # Errors
    /// `printed_number_not_digits`, `printed_number_not_split`, `printed_number_wrong_length`,
    /// `printed_number_too_large`; those of [`Uid::parse`] where the number is in hex.
    pub fn read(&self, text: &str) -> Result<PartialUid, Issue> {
        self.read_noting(text).map(|(identifier, _)| identifier)
    }

    /// As [`read`](Self::read), with what is worth knowing: `leading_zeros_lost`, and the notes of
    /// the identifier.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_noting(&self, text: &str) -> Result<(PartialUid, Vec<Issue>), Issue> {
        let layout = self.layout();
        let numeral = layout.read(text)?;
        let identifier = layout.uid(self.bytes, &numeral.bits);
        let notes = numeral.notes(&identifier);
        Ok((identifier, notes))
    }

    /// Whether its numbers are the rest of a division.
    pub(super) fn is_rest(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| matches!(step, ConversionStep::Modulo(_)))
    }

    pub(super) fn layout(&self) -> Layout {
        // A caller's steps were checked when it was made; a test checks those of the presets.
        Layout::of(self.bytes, &self.steps)
    }
}

impl KeyFormat {
    /// The bytes of the identifiers that its numbers stand for, where their bits are whole bytes.
    fn uid_bytes(&self) -> Option<u8> {
        LENGTHS.into_iter().find(|bytes| bytes * 8 == self.bits())
    }

    /// The identifier that a number of this format stands for, read in an order of bytes; `None`
    /// where the format's bits are no identifier's.
    ///
    /// ```
    /// # use latchwork::{ByteOrder, KeyFormat};
    /// let number = KeyFormat::MD.check("1303214056063478")?;
    /// let [first, last] = [ByteOrder::MostSignificantFirst, ByteOrder::LeastSignificantFirst]
    ///     .map(|order| KeyFormat::MD.uid(&number, order).unwrap().to_string());
    /// assert_eq!(first, "04A1442AE0C1F6");
    /// assert_eq!(last, "F6C1E02A44A104");
    /// # Ok::<(), latchwork::Issue>(())
    /// ```
    #[must_use]
    pub fn uid(&self, number: &KeyNumber, order: ByteOrder) -> Option<Uid> {
        let bytes = self.uid_bytes().filter(|_| number.value() <= self.max())?;
        let all = number.value().to_be_bytes();
        let uid = Uid::from_bytes(all.get(all.len() - usize::from(bytes)..)?).ok()?;
        Some(match order {
            ByteOrder::MostSignificantFirst => uid,
            ByteOrder::LeastSignificantFirst => uid.reversed(),
        })
    }
}

/// The steps of an object, where each is one.
fn steps_of(reading: &Reading<'_>) -> Option<Vec<ConversionStep>> {
    reading.list(STEPS, |step| ConversionStep::parse(step.text()?).ok())
}

/// What is wrong with a number of bytes that no identifier has.
fn no_length(found: u64) -> Issue {
    other_length("4, 5, 7, 8 or 10", found)
}

fn other_length(expected: impl Into<Param>, found: impl Into<u64>) -> Issue {
    Issue::of(IssueCode::UidOtherLength)
        .param(expected)
        .param(found.into())
}
