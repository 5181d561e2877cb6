//! Rules about the digits of a code, under the names that Seam gives them.

use crate::Issue;

/// A rule that a code has to keep.
///
/// Names and meanings: Seam, "access code constraints", of those about digits; `block_common` is
/// this project's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CodeRule {
    /// `no_zeros`: no 0 anywhere.
    NoZeros,
    /// `cannot_start_with_12`
    CannotStartWith12,
    /// `no_triple_consecutive_ints`: "no more than 3 digits in a row consecutive or the same", so
    /// no run of 4 or more equal, rising or falling digits; 9 and 0 are no neighbours.
    NoTripleConsecutiveInts,
    /// `no_ascending_or_descending_sequence`: the whole code is not one run of steps of one.
    NoAscendingOrDescendingSequence,
    /// `at_least_three_unique_digits`: 1122 is refused, 1123 is not.
    AtLeastThreeUniqueDigits,
    /// `no_all_same_digits`: 1111 is refused.
    NoAllSameDigits,
    /// `unique_first_four_digits`: the first four digits all differ.
    UniqueFirstFourDigits,
    /// `cannot_contain_089`: for keypads without these keys.
    CannotContain089,
    /// `cannot_contain_0789`: for keypads without these keys.
    CannotContain0789,
    /// `block_common`: none of the codes that people choose first, repetitions, sequences, years, dates,
    /// patterns on the keypad and two dozen favourites.
    BlockCommon,
}

impl CodeRule {
    /// Every rule, in the order that a check tells them.
    pub const ALL: [Self; 10] = [
        Self::NoZeros,
        Self::CannotStartWith12,
        Self::NoTripleConsecutiveInts,
        Self::NoAscendingOrDescendingSequence,
        Self::AtLeastThreeUniqueDigits,
        Self::NoAllSameDigits,
        Self::UniqueFirstFourDigits,
        Self::CannotContain089,
        Self::CannotContain0789,
        Self::BlockCommon,
    ];

    /// Checks a rule's name.
    ///
    /// # Errors
    /// `code_rule_unknown`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        Self::ALL
            .into_iter()
            .find(|rule| rule.as_str() == text)
            .ok_or_else(|| {
                Issue::new(
                    "code_rule_unknown",
                    "expected one of {expected}, found another value",
                )
                .with("expected", Self::ALL.map(Self::as_str).join(", "))
            })
    }

    /// The rule's name: `no_zeros`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoZeros => "no_zeros",
            Self::CannotStartWith12 => "cannot_start_with_12",
            Self::NoTripleConsecutiveInts => "no_triple_consecutive_ints",
            Self::NoAscendingOrDescendingSequence => "no_ascending_or_descending_sequence",
            Self::AtLeastThreeUniqueDigits => "at_least_three_unique_digits",
            Self::NoAllSameDigits => "no_all_same_digits",
            Self::UniqueFirstFourDigits => "unique_first_four_digits",
            Self::CannotContain089 => "cannot_contain_089",
            Self::CannotContain0789 => "cannot_contain_0789",
            Self::BlockCommon => "block_common",
        }
    }

    /// The digits that a code may not have anywhere.
    pub(super) fn forbidden(self) -> &'static [u8] {
        match self {
            Self::NoZeros => &[0],
            Self::CannotContain089 => &[0, 8, 9],
            Self::CannotContain0789 => &[0, 7, 8, 9],
            _ => &[],
        }
    }

    /// What is wrong with a code by this rule. `digits` are 0 to 9, four to eight of them.
    pub(super) fn broken(self, digits: &[u8]) -> Option<Issue> {
        match self {
            Self::NoZeros => self.found(
                digits,
                "code_contains_zero",
                "expected no 0, found one at position {position}",
            ),
            Self::CannotContain089 => self.found(
                digits,
                "code_contains_089",
                "expected none of 0, 8 and 9, found one at position {position}",
            ),
            Self::CannotContain0789 => self.found(
                digits,
                "code_contains_0789",
                "expected none of 0, 7, 8 and 9, found one at position {position}",
            ),
            Self::CannotStartWith12 => digits.starts_with(&[1, 2]).then(|| {
                Issue::new(
                    "code_starts_with_12",
                    "expected a code that does not start with 12",
                )
                .with("position", 1_u8)
            }),
            Self::NoTripleConsecutiveInts => first_run(digits).map(|(start, length)| {
                Issue::new(
                    "code_has_run",
                    "expected no more than 3 digits in a row the same or consecutive, \
                     found {length} from position {position}",
                )
                .with("position", start + 1)
                .with("length", length)
            }),
            Self::NoAscendingOrDescendingSequence => {
                let whole = [Step::Up, Step::Down]
                    .into_iter()
                    .any(|step| run_length(digits, step) == digits.len());
                whole.then(|| {
                    Issue::new(
                        "code_is_sequence",
                        "expected digits that are not one rising or falling sequence",
                    )
                })
            }
            Self::AtLeastThreeUniqueDigits => {
                let found = (0..10).filter(|digit| digits.contains(digit)).count();
                (found < 3).then(|| {
                    Issue::new(
                        "code_few_unique_digits",
                        "expected at least {min} different digits, found {found}",
                    )
                    .with("min", 3_u8)
                    .with("found", found)
                })
            }
            Self::NoAllSameDigits => (run_length(digits, Step::Same) == digits.len())
                .then(|| Issue::new("code_all_same", "expected digits that are not all the same")),
            Self::UniqueFirstFourDigits => {
                let mut first = digits.iter().take(4).enumerate();
                let again = first.find(|(index, digit)| {
                    digits.iter().take(*index).any(|before| before == *digit)
                });
                again.map(|(index, _)| {
                    Issue::new(
                        "code_repeats_in_first_four",
                        "expected the first four digits to differ, \
                         found a repetition at position {position}",
                    )
                    .with("position", index + 1)
                })
            }
            Self::BlockCommon => super::common::pattern(digits).map(|pattern| {
                Issue::new(
                    "code_common",
                    "expected a code that few people choose, found {pattern}",
                )
                .with("pattern", pattern)
            }),
        }
    }

    /// The issue of the first digit that is forbidden.
    fn found(self, digits: &[u8], code: &'static str, sentence: &'static str) -> Option<Issue> {
        let before = digits
            .iter()
            .position(|digit| self.forbidden().contains(digit))?;
        Some(Issue::new(code, sentence).with("position", before + 1))
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
