//! One number of a card into another.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::conversion::Conversion;
use super::uid::{PartialUid, Uid};
use crate::value::Members;
use crate::{Issue, IssueCode, Value};

/// A number of a card, and the identifier behind it.
///
/// `Debug` shows no digit of either.
#[derive(Clone, PartialEq, Eq)]
pub struct ConvertedCard {
    /// The number asked for, or the identifier in hex.
    pub text: String,
    /// The identifier, as far as the number given tells it.
    pub identifier: PartialUid,
    /// What is worth knowing: `leading_zeros_lost`, `uid_partly_known`, `uid_random`, `uid_cut`.
    pub notes: Vec<Issue>,
}

impl ConvertedCard {
    /// The number as an object: `text`, `identifier`, `notes`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let notes: Vec<_> = self.notes.iter().map(Issue::to_value).collect();
        Members::default()
            .with("text", self.text.as_str())
            .with("identifier", self.identifier.to_value())
            .with("notes", notes)
            .into()
    }
}

impl core::fmt::Debug for ConvertedCard {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ConvertedCard(…)")
    }
}

/// Converts an identifier in hex, or with `from` a number of that conversion, to the number of a
/// conversion; without `to` to the identifier in hex, with `?` for what is not known of it.
///
/// ```
/// # use latchwork::{Conversion, convert_card};
/// let [printed, read] = ["em4100_dez3_5c_joined", "em4100_dez8"]
///     .map(|name| Conversion::find(name, &[]).unwrap());
/// assert_eq!(convert_card("17642493", Some(printed), Some(read))?.text, "11576829");
/// assert_eq!(convert_card("17642493", Some(printed), None)?.text, "????B0A5FD");
/// # Ok::<(), latchwork::Issue>(())
/// ```
///
/// # Errors
/// Those of [`Uid::parse`] or, with `from`, of [`Conversion::read`]; those of
/// [`Conversion::convert`].
pub fn convert_card(
    text: &str,
    from: Option<&Conversion>,
    to: Option<&Conversion>,
) -> Result<ConvertedCard, Issue> {
    let (identifier, mut notes) = if let Some(from) = from {
        from.read_noting(text)?
    } else {
        let uid = Uid::parse(text)?;
        (uid.into(), uid.notes())
    };
    let bits = 8 * u64::from(identifier.len());
    let known = u64::from(identifier.known_bits());
    if known < bits {
        let partly = Issue::of(IssueCode::UidPartlyKnown);
        notes.push(partly.param(bits).param(known));
    }
    Ok(ConvertedCard {
        text: match to {
            Some(to) => to.convert(identifier)?,
            None => identifier.to_string(),
        },
        identifier,
        notes,
    })
}
