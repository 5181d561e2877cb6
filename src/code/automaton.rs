//! A digit automaton: which digits may follow, and how many codes that leaves.
//!
//! Rules about digits look at few things of what stands before: the last digit, how long a run
//! is, which digits were seen. Those are a state, and there are few of them, so that codes can be
//! counted, numbered in order and found by their number without ever being listed. What codes in
//! use forbid (see `parts`) is remembered beside it.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use zeroize::Zeroize;

use super::parts::Parts;
use super::rule::{CodeRule, Step};
use super::taken::power_of_ten;
use super::{Digits, Duress};

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
    /// What codes in use remember.
    part: u32,
    /// Whether a code may not end here, because one of its duress codes may not.
    is_barred: bool,
}

/// What the last digit of a code has to keep beside the rules.
#[derive(Clone, Copy, Default)]
pub(super) struct Tail {
    /// Each code that this makes of one has to be allowed too.
    pub(super) duress: Duress,
    /// The digits that no code may end in, a bit each.
    pub(super) barred: u16,
}

/// Every bit of `seen`.
const THREE_SEEN: u16 = u16::MAX;

/// What an automaton keeps: all rules but `block_common`, which is a list, and what codes in use
/// forbid.
struct Kept<'r> {
    rules: &'r [CodeRule],
    parts: &'r Parts,
    tail: Tail,
    forbidden: Vec<u8>,
}

impl<'r> Kept<'r> {
    fn new(rules: &'r [CodeRule], parts: &'r Parts, tail: Tail) -> Self {
        Self {
            rules,
            parts,
            tail,
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

    /// The state after one more digit, with what its duress codes ask for; `None` when no code goes
    /// on so.
    fn step(&self, state: State, digit: u8) -> Option<State> {
        let ends = |step: u8| {
            let after = self.step_alone(state, (digit + step) % 10);
            after.is_some_and(|after| self.accepts(after))
        };
        let is_barred = self.tail.barred >> digit & 1 == 1 || !self.tail.duress.steps().all(ends);
        Some(State {
            is_barred,
            ..self.step_alone(state, digit)?
        })
    }

    fn step_alone(&self, state: State, digit: u8) -> Option<State> {
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
        let part = self.parts.after(state.part, digit)?;
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
            part,
            is_barred: false,
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
            part: state.part,
            is_barred: false,
        }
    }

    /// Whether a code may end in a state, as far as it alone says.
    fn accepts(&self, state: State) -> bool {
        let sequence = matches!(state.whole, Some(Step::Up | Step::Down));
        !(self.has(CodeRule::NoAscendingOrDescendingSequence) && sequence
            || self.has(CodeRule::NoAllSameDigits) && state.whole == Some(Step::Same)
            || self.has(CodeRule::AtLeastThreeUniqueDigits) && state.seen != THREE_SEEN
            || !self.parts.may_end(state.part))
    }
}

/// One state, as a table.
#[derive(Clone, Copy)]
struct Row {
    /// The row after each digit; [`NONE`] where no code goes on so.
    next: [u32; 10],
    /// How many codes go on from here with so many more digits.
    codes: [u32; LONGEST + 1],
}

/// In place of a row.
const NONE: u32 = u32::MAX;

/// For each next digit how many codes go on with a lower one.
type Lower = [u32; 10];

/// The automaton of a policy's rules, and of what codes in use forbid.
pub(super) struct Automaton {
    /// The first is the beginning. None where any digit may follow any: a code's number is then its
    /// value, and nothing has to be looked up.
    rows: Vec<Row>,
    /// Of each row [`Lower`] for so many digits after the next, where they are kept: rules make few
    /// rows and are drawn from often, codes in use may make very many.
    lower: Vec<[Lower; LONGEST]>,
}

impl Automaton {
    /// The row before the first digit.
    pub(super) const START: u32 = 0;

    /// The automaton of rules alone.
    pub(super) fn new(rules: &[CodeRule], duress: Duress) -> Self {
        let tail = Tail { duress, barred: 0 };
        let mut made = Self::beside(rules, &Parts::NOTHING, tail);
        let rows = made.rows.iter();
        made.lower = rows
            .map(|row| core::array::from_fn(|more| made.lower_of(row, more)))
            .collect();
        made
    }

    /// The automaton of rules, and of what codes in use forbid.
    pub(super) fn beside(rules: &[CodeRule], parts: &Parts, tail: Tail) -> Self {
        let rules: Vec<_> = rules
            .iter()
            .copied()
            .filter(|rule| *rule != CodeRule::BlockCommon)
            .collect();
        let mut made = Self {
            rows: Vec::new(),
            lower: Vec::new(),
        };
        // Where any digit may follow any, so may those of duress codes.
        if rules.is_empty() && parts.is_empty() && tail.barred == 0 {
            return made;
        }
        let kept = Kept::new(&rules, parts, tail);
        let mut states = Vec::from([State::default()]);
        let mut places = BTreeMap::from([(State::default(), Self::START)]);
        while let Some(state) = states.get(made.rows.len()).copied() {
            let mut next = [NONE; 10];
            for (digit, slot) in (0..).zip(&mut next) {
                let Some(after) = kept.step(state, digit) else {
                    continue;
                };
                *slot = *places.entry(after).or_insert_with(|| {
                    states.push(after);
                    // OK because rules make a few thousand states, and codes in use a few for each
                    // of their beginnings, of which there are fewer than 2^27.
                    u32::try_from(states.len() - 1).unwrap_or(NONE)
                });
            }
            let mut codes = [0; LONGEST + 1];
            let [here, ..] = &mut codes;
            *here = u32::from(kept.accepts(state) && !state.is_barred);
            made.rows.push(Row { next, codes });
        }
        made.count();
        made
    }

    /// Fills in the counts, from codes that end after the next digit to those that go on longest.
    fn count(&mut self) {
        for more in 0..LONGEST {
            // What goes on from each row is known for `more` digits, and read while it is written
            // for one more.
            let codes: Vec<u32> = self.rows.iter().map(|row| row.with(more)).collect();
            for row in &mut self.rows {
                let nexts = row.next.iter().filter_map(|next| codes.get(place(*next)));
                let sum = nexts.sum();
                if let Some(codes) = row.codes.get_mut(more + 1) {
                    *codes = sum;
                }
            }
        }
    }

    /// The row after one more digit; `None` when no code goes on so.
    pub(super) fn after(&self, row: u32, digit: u8) -> Option<u32> {
        let Some(row) = self.rows.get(place(row)) else {
            return Some(Self::START);
        };
        let next = row.next.get(usize::from(digit)).copied();
        next.filter(|next| *next != NONE)
    }

    /// Whether a code may end in a row.
    pub(super) fn may_end(&self, row: u32) -> bool {
        self.rows.get(place(row)).is_none_or(|row| row.with(0) > 0)
    }

    /// The digits that a code may end in behind a row, a bit each.
    pub(super) fn ends(&self, row: u32) -> u16 {
        let ends = (0..10).filter(|digit| {
            let after = self.after(row, *digit);
            after.is_some_and(|after| self.may_end(after))
        });
        ends.fold(0, |ends, digit| ends | 1 << digit)
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
        let (mut at, mut below) = (place(Self::START), 0);
        let digits = Digits { length, value }.digits().map(usize::from);
        for (more, digit) in (0..usize::from(length)).rev().zip(digits) {
            below += self
                .lower(at, row, more)
                .get(digit)
                .copied()
                .unwrap_or_default();
            at = place(row.next.get(digit).copied().unwrap_or(NONE));
            match self.rows.get(at) {
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
        let (mut at, mut value) = (place(Self::START), 0);
        for more in (0..usize::from(length)).rev() {
            let lower = self.lower(at, row, more);
            // The last digit that has no more codes below it: one that no code goes on with has as
            // many below it as the next.
            let passed = lower.iter().skip(1).filter(|lower| **lower <= index);
            let digit = passed.count();
            index -= lower.get(digit).copied().unwrap_or_default();
            value = value * 10 + u32::try_from(digit).unwrap_or_default();
            at = place(row.next.get(digit).copied().unwrap_or(NONE));
            match self.rows.get(at) {
                Some(next) => row = next,
                None => break,
            }
        }
        value
    }

    /// For each next digit how many codes of so many digits after it go on with a lower one.
    fn lower(&self, at: usize, row: &Row, more: usize) -> Lower {
        let kept = self.lower.get(at).and_then(|lower| lower.get(more));
        kept.copied().unwrap_or_else(|| self.lower_of(row, more))
    }

    fn lower_of(&self, row: &Row, more: usize) -> Lower {
        let mut sum = 0;
        row.next.map(|next| {
            let below = sum;
            sum += self.rows.get(place(next)).map_or(0, |next| next.with(more));
            below
        })
    }
}

impl Drop for Automaton {
    fn drop(&mut self) {
        // They may tell which codes are in use.
        if self.lower.is_empty() {
            for row in &mut self.rows {
                row.next.zeroize();
                row.codes.zeroize();
            }
        }
    }
}

impl Row {
    /// How many codes go on from here with so many more digits.
    fn with(&self, more: usize) -> u32 {
        self.codes.get(more).copied().unwrap_or_default()
    }
}

fn place(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}
