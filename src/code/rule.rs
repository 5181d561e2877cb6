//! Rules about the digits of a code, under the names that Seam gives them.

use crate::schema::words;
use crate::{Issue, IssueCode};

words! {
    /// A rule that a code has to keep, in the order that a check tells them.
    ///
    /// Names and meanings: Seam, "access code constraints", of those about digits; `block_common` is
    /// this project's.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum CodeRule: CodeRuleUnknown {
        /// `no_zeros`: no 0 anywhere.
        NoZeros = "no_zeros",
        /// `cannot_start_with_12`
        CannotStartWith12 = "cannot_start_with_12",
        /// `no_triple_consecutive_ints`: "no more than 3 digits in a row consecutive or the same", so
        /// no run of 4 or more equal, rising or falling digits; 9 and 0 are no neighbours.
        NoTripleConsecutiveInts = "no_triple_consecutive_ints",
        /// `no_ascending_or_descending_sequence`: the whole code is not one run of steps of one.
        NoAscendingOrDescendingSequence = "no_ascending_or_descending_sequence",
        /// `at_least_three_unique_digits`: 1122 is refused, 1123 is not.
        AtLeastThreeUniqueDigits = "at_least_three_unique_digits",
        /// `no_all_same_digits`: 1111 is refused.
        NoAllSameDigits = "no_all_same_digits",
        /// `unique_first_four_digits`: the first four digits all differ.
        UniqueFirstFourDigits = "unique_first_four_digits",
        /// `cannot_contain_089`: for keypads without these keys.
        CannotContain089 = "cannot_contain_089",
        /// `cannot_contain_0789`: for keypads without these keys.
        CannotContain0789 = "cannot_contain_0789",
        /// `block_common`: none of the codes that people choose first, repetitions, sequences, years, dates,
        /// patterns on the keypad and two dozen favourites.
        BlockCommon = "block_common",
    }
}

impl CodeRule {
    /// The digits that a code may not have anywhere.
    pub(super) fn forbidden(self) -> &'static [u8] {
        match self {
            Self::NoZeros => &[0],
            Self::CannotContain089 => &[0, 8, 9],
            Self::CannotContain0789 => &[0, 7, 8, 9],
            _ => &[],
        }
    }

    /// Whether what the rule finds in the beginning of a code, no digits behind it undo.
    pub(super) fn is_final(self) -> bool {
        matches!(
            self,
            Self::NoZeros
                | Self::CannotStartWith12
                | Self::NoTripleConsecutiveInts
                | Self::UniqueFirstFourDigits
                | Self::CannotContain089
                | Self::CannotContain0789
        )
    }

    /// What is wrong with a code by this rule. `digits` are 0 to 9, four to eight of them.
    pub(super) fn broken(self, digits: &[u8]) -> Option<Issue> {
        match self {
            Self::NoZeros => self.found(digits, IssueCode::CodeContainsZero),
            Self::CannotContain089 => self.found(digits, IssueCode::CodeContains089),
            Self::CannotContain0789 => self.found(digits, IssueCode::CodeContains0789),
            Self::CannotStartWith12 => digits
                .starts_with(&[1, 2])
                .then(|| Issue::of(IssueCode::CodeStartsWith12).param(1_u8)),
            Self::NoTripleConsecutiveInts => first_run(digits).map(|(start, length)| {
                Issue::of(IssueCode::CodeHasRun)
                    .param(start + 1)
                    .param(length)
            }),
            Self::NoAscendingOrDescendingSequence => {
                let whole = [Step::Up, Step::Down]
                    .into_iter()
                    .any(|step| run_length(digits, step) == digits.len());
                whole.then(|| Issue::of(IssueCode::CodeIsSequence))
            }
            Self::AtLeastThreeUniqueDigits => {
                let found = (0..10).filter(|digit| digits.contains(digit)).count();
                (found < 3).then(|| {
                    Issue::of(IssueCode::CodeFewUniqueDigits)
                        .param(3_u8)
                        .param(found)
                })
            }
            Self::NoAllSameDigits => (run_length(digits, Step::Same) == digits.len())
                .then(|| Issue::of(IssueCode::CodeAllSame)),
            Self::UniqueFirstFourDigits => {
                let mut first = digits.iter().take(4).enumerate();
                let again = first.find(|(index, digit)| {
                    digits.iter().take(*index).any(|before| before == *digit)
                });
                again
                    .map(|(index, _)| Issue::of(IssueCode::CodeRepeatsInFirstFour).param(index + 1))
            }
            Self::BlockCommon => super::common::pattern(digits)
                .map(|pattern| Issue::of(IssueCode::CodeCommon).param(pattern)),
        }
    }

    /// The issue of the first digit that is forbidden.
    fn found(self, digits: &[u8], code: IssueCode) -> Option<Issue> {
        let before = digits
            .iter()
            .position(|digit| self.forbidden().contains(digit))?;
        Some(Issue::of(code).param(before + 1))
    }
}

/// How one digit follows another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Same,
    Up,
    Down,
}

impl Step {
    pub(super) const ALL: [Self; 3] = [Self::Same, Self::Up, Self::Down];

    pub(super) fn between(before: u8, after: u8) -> Option<Self> {
        if before == after {
            Some(Self::Same)
        } else if before + 1 == after {
            Some(Self::Up)
        } else if after + 1 == before {
            Some(Self::Down)
        } else {
            None
        }
    }
}

/// How many digits from the first on follow each other by one step.
fn run_length(digits: &[u8], step: Step) -> usize {
    let pairs = digits.iter().zip(digits.iter().skip(1));
    1 + pairs
        .take_while(|(before, after)| Step::between(**before, **after) == Some(step))
        .count()
}

/// Where the first run of four or more digits begins, and how many it has.
fn first_run(digits: &[u8]) -> Option<(usize, usize)> {
    (0..digits.len()).find_map(|start| {
        let rest = digits.get(start..)?;
        let length = Step::ALL
            .map(|step| run_length(rest, step))
            .into_iter()
            .max()?;
        (length >= 4).then_some((start, length))
    })
}
