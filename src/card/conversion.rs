//! How the identifier of a card becomes the number that a fob shows or a reader sends.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::uid::{ByteOrder, LENGTHS, PartialUid, Uid};
use super::{KeyFormat, KeyNumber};
use crate::fields::{Fields, UnknownFields};
use crate::value::Members;
use crate::{Issue, Issues, Param, Value};

mod layout;
mod preset;
mod step;

pub(super) use layout::{Layout, Numeral};
pub(super) use preset::is_seldom;
pub use step::ConversionStep;

const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const BYTES: &str = "bytes";
const STEPS: &str = "steps";
const SOURCE: &str = "source";
/// The last two are written, and so are taken back, but follow from the steps.
const FIELDS: [&str; 7] = [
    NAME,
    DESCRIPTION,
    BYTES,
    STEPS,
    SOURCE,
    "losesBits",
    "keyFormat",
];

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
    /// A conversion of the caller's own, for identifiers of 4, 5, 7, 8 or 10 bytes.
    ///
    /// # Errors
    /// As [`Conversion::check_value`].
    pub fn new(
        name: &str,
        description: &str,
        bytes: u8,
        steps: &[ConversionStep],
    ) -> Result<Self, Issues> {
        let steps: Vec<_> = steps
            .iter()
            .map(|step| Value::from(alloc::format!("{step}")))
            .collect();
        let written = Members::default()
            .with(NAME, name)
            .with(DESCRIPTION, description)
            .with(BYTES, u64::from(bytes))
            .with(STEPS, steps);
        Self::check_value(&written.into())
    }

    /// Checks a conversion written as an object: `name`, `bytes`, `steps` in the words of
    /// [`ConversionStep`], and `description` and `source` if known.
    ///
    /// # Errors
    /// `conversion_unnamed`, `uid_wrong_length`, `list_empty`, `conversion_step_unknown`,
    /// `conversion_step_misplaced`, `conversion_step_unfit`, `conversion_runs_together`, and those
    /// of values of another type.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let mut fields = Fields::of(value, &FIELDS, UnknownFields::Refuse)?;
        let name = fields.name(NAME, "conversion_unnamed");
        let description = fields.text(DESCRIPTION);
        let bytes = fields.required(BYTES, |value| {
            let whole = value.whole(0, u8::MAX.into())?;
            let known = LENGTHS
                .into_iter()
                .find(|length| u64::from(*length) == whole);
            known.ok_or_else(|| other_length("4, 5, 7, 8 or 10", whole))
        });
        let list = fields.required(STEPS, Value::some_list);
        let steps = fields.each(STEPS, list.unwrap_or_default(), |_, step| {
            ConversionStep::parse(step.text()?)
        });
        if let (Some(bytes), Some(list)) = (bytes, list) {
            let whole = list.len() == steps.len();
            if let Err((index, issue)) = Layout::check(bytes, &steps)
                && whole
            {
                let there = index < list.len();
                fields.report(STEPS, if there { issue.at(index) } else { issue });
            }
        }
        let source = fields.text(SOURCE);
        fields.finish_as(|| {
            Some(Self {
                name: name?.into(),
                description: description.unwrap_or_default().into(),
                source: source.unwrap_or_default().into(),
                bytes: bytes?,
                steps: steps.into(),
            })
        })
    }

    /// The conversion as an object, with how many bits it loses and the key format it belongs to.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let steps: Vec<_> = self
            .steps
            .iter()
            .map(|step| Value::from(alloc::format!("{step}")))
            .collect();
        let source = (!self.source.is_empty()).then_some(self.source());
        let format = self.key_format().map(|format| String::from(format.name()));
        Members::default()
            .with(NAME, self.name())
            .with(DESCRIPTION, self.description())
            .with(BYTES, u64::from(self.bytes))
            .with(STEPS, steps)
            .with("losesBits", u64::from(self.loses_bits()))
            .with_some("keyFormat", format)
            .with_some(SOURCE, source)
            .into()
    }

    /// Finds a conversion by its name among the presets and `others`.
    ///
    /// # Errors
    /// `conversion_unknown`.
    pub fn find<'a>(name: &str, others: &'a [Self]) -> Result<&'a Self, Issue> {
        let mut known = Self::PRESETS.iter().chain(others);
        let found = known.find(|conversion| conversion.name == name);
        found.ok_or_else(|| {
            Issue::new(
                "conversion_unknown",
                "expected the name of a conversion, found another value",
            )
        })
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
        match layout.number(&identifier) {
            Some(number) => Ok(layout.print(&number)),
            None => Err(Issue::new(
                "uid_bits_unknown",
                "expected every bit that this conversion takes, \
                 found an identifier of which {known} bits are known",
            )
            .with("known", u64::from(identifier.known_bits()))),
        }
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

fn other_length(expected: impl Into<Param>, found: impl Into<u64>) -> Issue {
    Issue::new(
        "uid_wrong_length",
        "expected an identifier of {expected} bytes, found one of {found}",
    )
    .with("expected", expected)
    .with("found", found.into())
}
