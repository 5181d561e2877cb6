//! The codes of one length in order: the number of each, without those taken out from the start.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroize;

use super::automaton::Automaton;
use super::taken::Span;

/// The free codes of one length, numbered by their value.
#[derive(Clone)]
pub(super) struct Numbered {
    pub(super) length: u8,
    /// How many are free.
    pub(super) free: u32,
    /// What is taken out, in order.
    gaps: Vec<Gap>,
    /// For each run of 2^`shift` numbers, how many gaps lie before its first; there are about as
    /// many runs as gaps, so that one gap or two are left to look at, and where gaps crowd, a
    /// binary search among those of one run.
    hints: Vec<u32>,
    shift: u32,
}

/// Codes taken out between two free ones.
#[derive(Clone, Copy)]
struct Gap {
    /// How many free codes come before it.
    before: u32,
    /// How many codes are taken out up to its end.
    taken: u32,
}

impl Gap {
    /// The number among all allowed codes of the first after it.
    fn end(self) -> u32 {
        self.before + self.taken
    }
}

/// With fewer gaps hints save nothing.
const FEW_GAPS: usize = 16;

impl Numbered {
    /// Takes codes out of those that an automaton allows. The spans are put in order.
    pub(super) fn new(automaton: &Automaton, length: u8, spans: &mut [Span]) -> Self {
        Span::put_in_order(spans);
        let mut gaps: Vec<Gap> = Vec::new();
        let mut taken = 0;
        // One more than the last code that is out already, and how many allowed ones that is.
        let (mut behind, mut allowed_behind) = (0, 0);
        for span in spans.iter() {
            let (start, end) = (span.first.max(behind), span.end());
            if end <= start {
                continue;
            }
            let (before, is_allowed) = if start == behind && end > start + 1 {
                (allowed_behind, true)
            } else {
                automaton.locate(start, length)
            };
            let codes = if end == start + 1 {
                u32::from(is_allowed)
            } else {
                automaton.below(end, length) - before
            };
            (behind, allowed_behind) = (end, before + codes);
            if codes == 0 {
                continue;
            }
            let free_before = before - taken;
            taken += codes;
            match gaps.last_mut() {
                Some(last) if last.before == free_before => last.taken = taken,
                _ => gaps.push(Gap {
                    before: free_before,
                    taken,
                }),
            }
        }
        let mut numbered = Self {
            length,
            free: automaton.total(length) - taken,
            gaps,
            hints: Vec::new(),
            shift: 0,
        };
        numbered.hint();
        numbered
    }

    fn hint(&mut self) {
        let gaps = self.gaps.len();
        if gaps < FEW_GAPS {
            return;
        }
        let runs = |shift: u32| usize::try_from(self.free >> shift).unwrap_or(usize::MAX);
        self.shift = (0..32).find(|shift| runs(*shift) <= gaps).unwrap_or(31);
        let mut hints = Vec::with_capacity(runs(self.shift) + 2);
        let mut passed = 0;
        for gap in &self.gaps {
            let run = usize::try_from(gap.before >> self.shift).unwrap_or(usize::MAX);
            if hints.len() <= run {
                hints.resize(run + 1, passed);
            }
            passed += 1;
        }
        hints.resize(runs(self.shift) + 2, passed);
        self.hints = hints;
    }

    /// The number among all allowed codes of the free code of a number.
    pub(super) fn allowed(&self, number: u32) -> u32 {
        if self.gaps.is_empty() {
            return number;
        }
        let passed = if self.hints.is_empty() {
            self.gaps.partition_point(|gap| gap.before <= number)
        } else {
            let run = usize::try_from(number >> self.shift).unwrap_or(usize::MAX);
            let hint = |run: usize| {
                let hint = self.hints.get(run).copied().unwrap_or_default();
                usize::try_from(hint).unwrap_or_default()
            };
            let (first, end) = (hint(run), hint(run + 1));
            let gaps = self.gaps.get(first..end).unwrap_or_default();
            first + gaps.partition_point(|gap| gap.before <= number)
        };
        let last = passed.checked_sub(1).and_then(|last| self.gaps.get(last));
        number + last.map_or(0, |gap| gap.taken)
    }

    /// How many free codes come before an allowed code of a number, and whether it is itself free.
    fn locate(&self, allowed: u32) -> (u32, bool) {
        let passed = self.gaps.partition_point(|gap| gap.end() <= allowed);
        let last = passed.checked_sub(1).and_then(|last| self.gaps.get(last));
        let taken = last.map_or(0, |gap| gap.taken);
        match self.gaps.get(passed) {
            Some(gap) if gap.before + taken <= allowed => (gap.before, false),
            _ => (allowed - taken, true),
        }
    }

    /// The number of a code, when it is free.
    pub(super) fn number(&self, automaton: &Automaton, value: u32) -> Option<u32> {
        let (allowed, is_allowed) = automaton.locate(value, self.length);
        let (number, is_free) = self.locate(allowed);
        (is_allowed && is_free).then_some(number)
    }

    /// The numbers of the free codes of a span.
    pub(super) fn numbers(&self, automaton: &Automaton, span: Span) -> Range<u32> {
        let number = |value| self.locate(automaton.below(value, self.length)).0;
        number(span.first)..number(span.end())
    }
}

impl Drop for Numbered {
    fn drop(&mut self) {
        // They tell which codes are in use.
        for gap in &mut self.gaps {
            gap.before.zeroize();
            gap.taken.zeroize();
        }
    }
}
