//! The codes that open several doors.

use alloc::vec::Vec;

use super::CodePolicy;
use crate::schema::{Given, Kind};

/// Which codes all doors of a key allow: what their policies allow together.
///
/// A code of somebody's choice may have any length that all doors take. One that is generated has
/// six digits where no door says anything of lengths.
///
/// ```
/// # use latchwork::{CodePolicy, DoorCodes};
/// let (nuki, tedee) = (CodePolicy::preset("nuki").unwrap(), CodePolicy::preset("tedee").unwrap());
/// let both = DoorCodes::of([&nuki, &tedee]);
/// assert_eq!(both.generated().unwrap().keyspace(), 522_648);
/// let four = CodePolicy::of_lengths([4]).unwrap();
/// assert!(DoorCodes::of([&nuki, &four]).chosen().is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorCodes {
    chosen: Option<CodePolicy>,
    generated: Option<CodePolicy>,
}

impl Default for DoorCodes {
    /// Doors of which nothing is known: any code of 4 to 8 digits; generated ones have six.
    fn default() -> Self {
        Self {
            chosen: Some(CodePolicy::any_length()),
            generated: Some(CodePolicy::default()),
        }
    }
}

impl DoorCodes {
    /// The codes that each of the policies allows. None at all where two have no length in common,
    /// or there is no policy.
    #[must_use]
    pub fn of<'p>(policies: impl IntoIterator<Item = &'p CodePolicy>) -> Self {
        let mut policies = policies.into_iter();
        let first = policies.next().cloned();
        let met = policies.try_fold(first, |met, policy| Some(met?.meet(policy)));
        let met = met.flatten();
        Self {
            chosen: met.clone(),
            generated: met,
        }
    }

    /// What a code of somebody's choice is judged by; `None` where no code opens all doors.
    #[must_use]
    pub fn chosen(&self) -> Option<&CodePolicy> {
        self.chosen.as_ref()
    }

    /// What a code is drawn from; `None` where no code opens all doors.
    #[must_use]
    pub fn generated(&self) -> Option<&CodePolicy> {
        self.generated.as_ref()
    }

    /// The policy of a door, or a list of those of several.
    pub(crate) const KIND: Kind = Kind::ObjectOr(
        &CodePolicy::TABLE,
        &Kind::SomeList(&Kind::Object(&CodePolicy::TABLE)),
    );

    /// The codes of policies that were found right.
    pub(crate) fn of_given(given: Given<'_>) -> Option<Self> {
        let policy =
            |given: Given<'_>| CodePolicy::of_any_length(&given.reading(&CodePolicy::TABLE)?);
        let read: Vec<_> = if given.is_object() {
            Vec::from([policy(given)?])
        } else {
            given.items().map(policy).collect::<Option<_>>()?
        };
        let met = Self::of(read.iter().map(|(policy, _)| policy));
        if read.iter().any(|(_, says_no_length)| !says_no_length) {
            return Some(met);
        }
        Some(Self {
            generated: met.chosen.clone().map(CodePolicy::of_six),
            chosen: met.chosen,
        })
    }
}
