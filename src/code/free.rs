//! The codes that are free: what a policy allows less what clashes with the codes in use.
//!
//! Free codes are numbered, by length and then by value, and never listed. The policy's automaton
//! gives the number of any allowed code and the code of any number; what is taken out of them is
//! kept as beginnings in order, each with how many free codes come before it. So the i-th free
//! code is found by one binary search and one walk of eight digits, whether one code is taken or
//! all but one: no drawing again until a code is free, which at 99 % takes a hundred draws and at
//! the last code never ends.

use alloc::vec::Vec;

use zeroize::Zeroize;

use super::taken::Beginning;
use super::{Code, CodePolicy, Collision, TakenCode};
use crate::Window;

/// The codes that a policy allows and that do not clash with any in use.
#[derive(Clone)]
pub struct FreeCodes {
    policy: CodePolicy,
    lengths: Vec<OfLength>,
    /// What the policy allows, taken or not.
    keyspace: u32,
}

/// The free codes of one length.
#[derive(Clone)]
struct OfLength {
    length: u8,
    /// How many are free.
    free: u32,
    /// What is taken out, in order: how many free codes come before it, and how many codes are
    /// taken out up to its end.
    gaps: Vec<(u32, u32)>,
}

impl FreeCodes {
    /// The free codes of a policy beside codes of which each is in use for ever.
    #[must_use]
    pub fn new(policy: &CodePolicy, taken: &[Code]) -> Self {
        let taken: Vec<_> = taken.iter().collect();
        Self::beside(policy, &taken, Collision::Equal)
    }

    /// The free codes of a policy beside those in use while `window` is open; codes in use at
    /// other times only do not count.
    #[must_use]
    pub fn during(
        policy: &CodePolicy,
        taken: &[TakenCode],
        collision: Collision,
        window: Window,
    ) -> Self {
        let taken: Vec<_> = taken
            .iter()
            .filter(|taken| taken.window.overlaps(&window))
            .map(|taken| &taken.code)
            .collect();
        Self::beside(policy, &taken, collision)
    }

    fn beside(policy: &CodePolicy, taken: &[&Code], collision: Collision) -> Self {
        let mut keyspace = 0;
        let lengths = policy
            .lengths()
            .map(|length| {
                let mut beginnings = policy.listed(length);
                let allowed = OfLength::new(policy, length, &mut beginnings);
                keyspace += allowed.free;
                if taken.is_empty() {
                    return allowed;
                }
                for code in taken {
                    collision.clashing(code, length, &mut beginnings);
                }
                let of_length = OfLength::new(policy, length, &mut beginnings);
                beginnings.iter_mut().for_each(Zeroize::zeroize);
                of_length
            })
            .collect();
        Self {
            policy: policy.clone(),
            lengths,
            keyspace,
        }
    }

    /// How many codes are free.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.lengths.iter().map(|of_length| of_length.free).sum()
    }

    /// How many codes the policy allows, free or not.
    #[must_use]
    pub fn keyspace(&self) -> u32 {
        self.keyspace
    }

    /// The free code of a number, counted from 0; `None` when there are not so many.
    #[must_use]
    pub fn get(&self, mut index: u32) -> Option<Code> {
        for of_length in &self.lengths {
            if index < of_length.free {
                let allowed = of_length.allowed(index);
                let length = of_length.length;
                let value = self.policy.automaton().code_at(length, allowed);
                return Some(Code::of_value(length, value));
            }
            index -= of_length.free;
        }
        None
    }
}

impl core::fmt::Debug for FreeCodes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FreeCodes")
            .field("policy", &self.policy)
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}

impl OfLength {
    /// Takes these codes out of the allowed ones.
    fn new(policy: &CodePolicy, length: u8, beginnings: &mut [Beginning]) -> Self {
        beginnings.sort_unstable();
        let automaton = policy.automaton();
        let (mut gaps, mut taken) = (Vec::new(), 0);
        // Behind the last code that is out already. Two beginnings are one inside the other or
        // apart, so whatever starts before here lies before here, but for a wider one that starts
        // at the same code.
        let mut behind = 0;
        for beginning in beginnings.iter() {
            let end = beginning.last() + 1;
            if end <= behind {
                continue;
            }
            let start = beginning.first.max(behind);
            let before = automaton.below(start, length);
            let codes = automaton.below(end, length) - before;
            behind = end;
            if codes > 0 {
                gaps.push((before - taken, taken + codes));
                taken += codes;
            }
        }
        Self {
            length,
            free: automaton.total(length) - taken,
            gaps,
        }
    }

    /// The number among all allowed codes of the free code of a number.
    fn allowed(&self, index: u32) -> u32 {
        let passed = self.gaps.partition_point(|(before, _)| *before <= index);
        let taken = passed
            .checked_sub(1)
            .and_then(|last| self.gaps.get(last))
            .map_or(0, |(_, taken)| *taken);
        index + taken
    }
}
