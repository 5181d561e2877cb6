//! What codes in use forbid of a code, digit by digit.
//!
//! Where codes clash that stand inside one another, or that are the same buttons, a code in use
//! forbids very many others: one of four digits stands inside 49,996 of eight. These are not
//! listed. They are what an automaton does not accept that looks for all codes in use at once, and
//! its states are as many as the beginnings of those codes.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use zeroize::Zeroize;

use super::Digits;
use super::buttons::partner;

/// A state, and what each digit makes of it.
#[derive(Clone, Copy)]
struct Part {
    next: [u32; 10],
    /// Whether a code may end here.
    may_end: bool,
}

/// In place of a state: no code goes on so.
const DEAD: u32 = u32::MAX;
/// In place of a state, while the automaton is made: no code in use goes on so.
const NONE: u32 = u32::MAX - 1;

/// Of codes that are the same buttons as none in use.
const FREE: u32 = 1;
/// Of codes that are the buttons of one in use, while nothing comes behind them.
const ENDED: u32 = 2;

/// The automaton of what is forbidden.
pub(super) struct Parts {
    /// The first is the beginning. None where nothing is forbidden.
    parts: Vec<Part>,
}

impl Parts {
    pub(super) const NOTHING: Self = Self { parts: Vec::new() };

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Forbids what one of these codes stands inside of.
    ///
    /// A state is the longest beginning of a code in use that the digits so far end with (Aho and
    /// Corasick 1975). The end of one is no state: nothing goes on from there.
    pub(super) fn inside(codes: &(impl Iterator<Item = Digits> + Clone)) -> Self {
        let mut made = Self::NOTHING;
        // The short ones first: what they stand inside of adds nothing.
        for length in 4..=8 {
            for code in codes.clone().filter(|code| code.length == length) {
                made.begin(NONE);
                made.forbid_part(code);
            }
        }
        made.complete();
        made
    }

    /// Forbids what is the same buttons as one of these codes.
    ///
    /// A state is the buttons so far, as long as a code in use begins with them.
    pub(super) fn same_buttons(codes: impl Iterator<Item = Digits>) -> Self {
        let mut made = Self::NOTHING;
        for code in codes {
            if made.begin(FREE) {
                made.push(FREE, true);
                made.push(FREE, false);
            }
            made.forbid_buttons(code);
        }
        made
    }

    /// The state after one more digit; `None` when no code goes on so.
    pub(super) fn after(&self, part: u32, digit: u8) -> Option<u32> {
        if self.is_empty() {
            return Some(0);
        }
        Some(self.next(part, digit)).filter(|next| *next != DEAD)
    }

    /// Whether a code may end in a state.
    pub(super) fn may_end(&self, part: u32) -> bool {
        self.at(part).is_none_or(|part| part.may_end)
    }

    /// Makes the beginning, unless there is one.
    fn begin(&mut self, next: u32) -> bool {
        let is_first = self.is_empty();
        if is_first {
            self.push(next, true);
        }
        is_first
    }

    fn push(&mut self, next: u32, may_end: bool) -> u32 {
        self.parts.push(Part {
            next: [next; 10],
            may_end,
        });
        // OK because codes of eight digits have fewer beginnings than 2^32.
        u32::try_from(self.parts.len() - 1).unwrap_or(DEAD)
    }

    fn forbid_part(&mut self, code: Digits) {
        let (mut at, mut left) = (0, code.length);
        for digit in code.digits() {
            left -= 1;
            match self.next(at, digit) {
                DEAD => return,
                _ if left == 0 => self.set(at, digit, DEAD),
                NONE => {
                    let part = self.push(NONE, true);
                    self.set(at, digit, part);
                    at = part;
                }
                next => at = next,
            }
        }
    }

    /// Where no code in use goes on, what goes on is what the digits so far end with beside it.
    fn complete(&mut self) {
        if self.is_empty() {
            return;
        }
        let mut shorter = alloc::vec![0; self.parts.len()];
        // The shortest beginnings first: what they end with is shorter yet.
        let mut states = VecDeque::from([0]);
        while let Some(at) = states.pop_front() {
            let rest = shorter.get(place(at)).copied().unwrap_or_default();
            for digit in 0..10 {
                let beside = if at == 0 { 0 } else { self.next(rest, digit) };
                match self.next(at, digit) {
                    DEAD => {}
                    NONE => self.set(at, digit, beside),
                    _ if beside == DEAD => self.set(at, digit, DEAD),
                    next => {
                        if let Some(shorter) = shorter.get_mut(place(next)) {
                            *shorter = beside;
                        }
                        states.push_back(next);
                    }
                }
            }
        }
    }

    fn forbid_buttons(&mut self, code: Digits) {
        let (mut at, mut left) = (0, code.length);
        for digit in code.digits() {
            left -= 1;
            let next = match self.next(at, digit) {
                FREE if left == 0 => ENDED,
                next @ (FREE | ENDED) if left > 0 => self.push(FREE, next == FREE),
                next => next,
            };
            self.set(at, digit, next);
            self.set(at, partner(digit), next);
            at = next;
        }
        if let Some(part) = self.parts.get_mut(place(at)) {
            part.may_end = false;
        }
    }

    fn at(&self, part: u32) -> Option<&Part> {
        self.parts.get(place(part))
    }

    fn next(&self, part: u32, digit: u8) -> u32 {
        let next = self.at(part).map(|part| &part.next);
        let next = next.and_then(|next| next.get(usize::from(digit)));
        next.copied().unwrap_or(DEAD)
    }

    fn set(&mut self, part: u32, digit: u8, next: u32) {
        let part = self.parts.get_mut(place(part));
        if let Some(slot) = part.and_then(|part| part.next.get_mut(usize::from(digit))) {
            *slot = next;
        }
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        // They tell which codes are in use.
        for part in &mut self.parts {
            part.next.zeroize();
        }
    }
}

fn place(part: u32) -> usize {
    usize::try_from(part).unwrap_or(usize::MAX)
}
