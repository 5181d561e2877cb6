//! A digit automaton: which digits may follow, and how many codes that leaves.
//!
//! Rules about digits look at few things of what stands before: the last digit, how long a run
//! is, which digits were seen. Those are a state, and there are few of them, so that codes can be
//! counted, numbered in order and found by their number without ever being listed.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::rule::{CodeRule, Step};
use super::taken::power_of_ten;

/// The digits of the longest code.
const LONGEST: usize = 8;

/// What the rules of a policy remember of the digits so far. What none of them asks for stays 0.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// How many digits there are, up to 4.
    depth: u8,
    /// The last digit.
    last: u8,
    /// The step of the run that the last digit ends.
    run_step: Option<Step>,
    /// How many digits that run has, up to 3; 0 before the first.
    run: u8,
    /// Whether all steps so far were this one; `None` when they were not.
    whole: Option<Step>,
    /// The digits seen, a bit each; all bits once there are three.
    seen: u16,
    /// Which of the first four digits were there, a bit each; 0 after the fourth.
    first_four: u16,
}

/// Every bit of `seen`.
const THREE_SEEN: u16 = u16::MAX;

/// The rules that an automaton keeps: all but `block_common`, which is a list.
struct Kept<'r> {
    rules: &'r [CodeRule],
    forbidden: Vec<u8>,
}

impl<'r> Kept<'r> {
    fn new(rules: &'r [CodeRule]) -> Self {
        Self {
            rules,
            forbidden: rules
                .iter()
                .flat_map(|rule| rule.forbidden())
                .copied()
                .collect(),
        }
    }

    fn has(&self, rule: CodeRule) -> bool {
        self.rules.contains(&rule)
    }

    /// The state after one more digit; `None` when no code goes on so.
    fn step(&self, state: State, digit: u8) -> Option<State> {
        let first = state.depth == 0;
        if self.forbidden.contains(&digit) {
            return None;
        }
        if self.has(CodeRule::CannotStartWith12)
            && state.depth == 1
            && state.last == 1
            && digit == 2
        {
            return None;
        }
        let bit = 1_u16 << digit;
        if self.has(CodeRule::UniqueFirstFourDigits) && state.first_four & bit != 0 {
            return None;
        }
        let step = if first {
            None
        } else {
            Step::between(state.last, digit)
        };
        let run = match step {
            _ if first => 1,
            None => 1,
            Some(step) if state.run_step == Some(step) => state.run + 1,
            Some(_) => 2,
        };
        if self.has(CodeRule::NoTripleConsecutiveInts) && run > 3 {
            return None;
        }
        let depth = (state.depth + 1).min(4);
        let seen = match state.seen | bit {
            seen if seen.count_ones() > 2 => THREE_SEEN,
            seen => seen,
        };
        let whole = if state.depth == 1 {
            step
        } else {
            state.whole.filter(|whole| Some(*whole) == step)
        };
        Some(self.needed(State {
            depth,
            last: digit,
            run_step: step,
            run,
            whole,
            seen,
            first_four: if depth < 4 { state.first_four | bit } else { 0 },
        }))
    }

    /// A state without what no rule asks for, so that there are few.
    fn needed(&self, state: State) -> State {
        let whole = self.has(CodeRule::NoAscendingOrDescendingSequence)
            || self.has(CodeRule::NoAllSameDigits);
        let last = self.has(CodeRule::NoTripleConsecutiveInts)
            || whole && (state.depth == 1 || state.whole.is_some())
            || self.has(CodeRule::CannotStartWith12) && state.depth == 1;
        State {
            // Beginnings count: for the first digits, and to tell the first step from later ones.
            depth: if self.has(CodeRule::UniqueFirstFourDigits) {
                state.depth
            } else if self.has(CodeRule::NoTripleConsecutiveInts)
                || whole
                || self.has(CodeRule::CannotStartWith12)
            {
                state.depth.min(2)
            } else {
                1
            },
            last: if last { state.last } else { 0 },
            run_step: state
                .run_step
                .filter(|_| self.has(CodeRule::NoTripleConsecutiveInts)),
            run: if self.has(CodeRule::NoTripleConsecutiveInts) {
                state.run
            } else {
                0
            },
            whole: state.whole.filter(|_| whole),
            seen: if self.has(CodeRule::AtLeastThreeUniqueDigits) {
                state.seen
            } else {
                0
            },
            first_four: if self.has(CodeRule::UniqueFirstFourDigits) {
                state.first_four
            } else {
                0
            },
        }
    }

    /// Whether a code may end in a state.
    fn accepts(&self, state: State) -> bool {
        let sequence = matches!(state.whole, Some(Step::Up | Step::Down));
        !(self.has(CodeRule::NoAscendingOrDescendingSequence) && sequence
            || self.has(CodeRule::NoAllSameDigits) && state.whole == Some(Step::Same)
            || self.has(CodeRule::AtLeastThreeUniqueDigits) && state.seen != THREE_SEEN)
    }
}

/// One state, as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// The row after each digit.
    next: [Option<u16>; 10],
    /// For so many digits after the next: how many codes go on with a lower next digit than each.
    below: [[u32; 10]; LONGEST],
    /// How many codes go on from here with so many more digits.
    codes: [u32; LONGEST + 1],
}

/// The automaton of a policy's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Automaton {
    /// The first is the beginning. None where any digit may follow any: a code's number is then its
    /// value, and nothing has to be looked up.
    rows: Vec<Row>,
}

impl Automaton {
    pub(super) fn new(rules: &[CodeRule]) -> Self {
        let rules: Vec<_> = rules
            .iter()
            .copied()
            .filter(|rule| *rule != CodeRule::BlockCommon)
            .collect();
        if rules.is_empty() {
            return Self { rows: Vec::new() };
        }
        let kept = Kept::new(&rules);
        let mut states = Vec::from([State::default()]);
        let mut places = BTreeMap::from([(State::default(), 0_u16)]);
        let mut rows: Vec<Row> = Vec::new();
        while let Some(state) = states.get(rows.len()).copied() {
            let mut next = [None; 10];
            for (digit, slot) in (0..).zip(&mut next) {
                let Some(after) = kept.step(state, digit) else {
                    continue;
                };
                let place = *places.entry(after).or_insert_with(|| {
                    states.push(after);
                    // OK because a few thousand states are the most that these rules make.
                    u16::try_from(states.len() - 1).unwrap_or(u16::MAX)
                });
                *slot = Some(place);
            }
            let mut codes = [0; LONGEST + 1];
            let [here, ..] = &mut codes;
            *here = u32::from(kept.accepts(state));
            rows.push(Row {
                next,
                below: [[0; 10]; LONGEST],
                codes,
            });
        }
        let mut automaton = Self { rows };
        automaton.count();
        automaton
    }

    /// Fills in the counts, from codes that end after the next digit to those that go on longest.
    fn count(&mut self) {
        for more in 0..LONGEST {
            // What goes on from each row is known for `more` digits, and read while it is written
            // for one more.
            let codes: Vec<u32> = self.rows.iter().map(|row| row.with(more)).collect();
            for row in &mut self.rows {
                let mut sum = 0;
                let nexts = row.next.iter();
                for (below, next) in row.below.iter_mut().skip(more).take(1).flatten().zip(nexts) {
                    *below = sum;
                    let next = next.and_then(|next| codes.get(usize::from(next)));
                    sum += next.copied().unwrap_or_default();
                }
                if let Some(codes) = row.codes.get_mut(more + 1) {
                    *codes = sum;
                }
            }
        }
    }

    /// How many codes of a length there are.
    pub(super) fn total(&self, length: u8) -> u32 {
        match self.rows.first() {
            Some(row) => row.with(length.into()),
            None => power_of_ten(length),
        }
    }

    /// How many codes of a length are below a number of as many digits, which may be 10^length.
    pub(super) fn below(&self, value: u32, length: u8) -> u32 {
        self.locate(value, length).0
    }

    /// How many codes of a length are below a number, and whether the number is itself one.
    pub(super) fn locate(&self, value: u32, length: u8) -> (u32, bool) {
        if value >= power_of_ten(length) {
            return (self.total(length), false);
        }
        let Some(mut row) = self.rows.first() else {
            return (value, true);
        };
        let mut below = 0;
        for (more, digit) in (0..length).rev().zip(digits(value, length)) {
            let lower = row.below.get(usize::from(more));
            below += lower
                .and_then(|lower| lower.get(digit))
                .copied()
                .unwrap_or_default();
            let next = row.next.get(digit).copied().flatten();
            match next.and_then(|next| self.rows.get(usize::from(next))) {
                Some(next) => row = next,
                None => return (below, false),
            }
        }
        (below, row.with(0) > 0)
    }

    /// The code of a length at a place in order, as a number.
    pub(super) fn code_at(&self, length: u8, mut index: u32) -> u32 {
        let Some(mut row) = self.rows.first() else {
            return index;
        };
        let mut value = 0;
        for more in (0..length).rev() {
            let Some(below) = row.below.get(usize::from(more)) else {
                break;
            };
            // The last digit that has no more codes below it: one that no code goes on with has as
            // many below it as the next.
            let digit = below
                .iter()
                .skip(1)
                .filter(|below| **below <= index)
                .count();
            index -= below.get(digit).copied().unwrap_or_default();
            value = value * 10 + u32::try_from(digit).unwrap_or_default();
            let next = row.next.get(digit).copied().flatten();
            match next.and_then(|next| self.rows.get(usize::from(next))) {
                Some(next) => row = next,
                None => break,
            }
        }
        value
    }
}

impl Row {
    /// How many codes go on from here with so many more digits.
    fn with(&self, more: usize) -> u32 {
        self.codes.get(more).copied().unwrap_or_default()
    }
}

/// The digits of a number of that many, the highest first.
fn digits(mut value: u32, length: u8) -> impl Iterator<Item = usize> {
    let mut digits = [0; LONGEST];
    for digit in digits.iter_mut().take(length.into()).rev() {
        *digit = usize::try_from(value % 10).unwrap_or_default();
        value /= 10;
    }
    digits.into_iter().take(length.into())
}
