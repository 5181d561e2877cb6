//! The codes that are free: what a policy allows less what clashes with the codes in use.
//!
//! Free codes are numbered, by length and then by value, and never listed. The policy's automaton
//! gives the number of any allowed code and the code of any number; what is taken out of them from
//! the start is kept as gaps in order, each with how many free codes come before it and a table of
//! hints over them. So the i-th free code is found by a look at a gap or two and a walk of eight
//! digits, whether one code is taken or all but one: no drawing again until a code is free, which
//! at 99 % takes a hundred draws and at the last code never ends.
//!
//! Gaps cost as much as what was taken, however large the keyspace, but nothing can be put between
//! them cheaply. What is taken later is therefore kept apart, as bits over the numbers of what was
//! free at first with a tree of counts above them (see `remaining`): taking a code out changes
//! twenty counts and moves nothing.
//!
//! Where a code in use forbids very many others, not these are taken out but it is made part of the
//! automaton (see `parts`), which then accepts none of them.

use alloc::sync::Arc;
use alloc::vec::Vec;

use zeroize::{Zeroize, Zeroizing};

use super::automaton::{Automaton, Tail};
use super::numbered::Numbered;
use super::remaining::Remaining;
use super::taken::Span;
use super::{Code, CodePolicy, Collision, Digits, TakenCode};
use crate::Window;

/// The codes that a policy allows and that do not clash with any in use.
///
/// A service that draws codes one after the other makes this once and keeps it:
/// [`draw`](Self::draw) looks and [`issue`](Self::issue) takes. A code that is free again is one
/// only in a set made anew.
///
/// ```
/// # use latchwork::{Code, CodePolicy, FreeCodes, OsRng};
/// let nuki = CodePolicy::preset("nuki").unwrap();
/// let mut free = FreeCodes::new(&nuki, &[Code::parse("748365").unwrap()]);
/// assert_eq!(free.left(), 524_879);
/// let code = free.issue(&mut OsRng).unwrap();
/// assert!(!free.take(&code));
/// assert_eq!(free.left(), 524_878);
/// ```
#[derive(Clone)]
pub struct FreeCodes {
    /// Never changed: a copy of the set shares it.
    pub(super) first: Arc<FreeAtFirst>,
    /// Which numbers of those codes were not taken since.
    pub(super) remaining: Remaining,
    /// When they are free.
    window: Window,
}

/// The codes that were free when the set was made, by number.
pub(super) struct FreeAtFirst {
    policy: CodePolicy,
    automaton: Automaton,
    pub(super) collision: Collision,
    lengths: Vec<Numbered>,
    /// What the policy allows, taken or not.
    pub(super) keyspace: u32,
}

impl FreeCodes {
    /// The free codes of a policy beside codes of which each is in use for ever.
    #[must_use]
    pub fn new(policy: &CodePolicy, taken: &[Code]) -> Self {
        let taken = taken.iter().map(Code::as_digits);
        Self::beside(policy, &taken, Collision::Equal, Window::ALWAYS)
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
        let taken = taken
            .iter()
            .filter(|taken| taken.window.overlaps(&window))
            .map(|taken| taken.code.as_digits());
        Self::beside(policy, &taken, collision, window)
    }

    /// The free codes of a policy beside those in use at some time of a window.
    pub(crate) fn beside(
        policy: &CodePolicy,
        taken: &(impl Iterator<Item = Digits> + Clone),
        collision: Collision,
        window: Window,
    ) -> Self {
        let longest = policy.lengths().next_back().unwrap_or_default();
        let duress = policy.duress();
        let barred = duress.barred(collision);
        // Whatever opens is in use.
        let taken = taken.clone().flat_map(|code| duress.opening(code));
        let parts = collision.parts(&taken, longest);
        let rules = Automaton::new(policy.rules(), duress);
        let beside = (!parts.is_empty() || barred != 0)
            .then(|| Automaton::beside(policy.rules(), &parts, Tail { duress, barred }));
        let mut keyspace = 0;
        let lengths: Vec<_> = policy
            .lengths()
            .map(|length| {
                let mut spans = policy.listed(length);
                let allowed = Numbered::new(&rules, length, &mut spans);
                keyspace += allowed.free;
                let listed = spans.len();
                for code in taken.clone() {
                    make_room(&mut spans);
                    collision.listed(code, length, longest, &mut spans);
                }
                duress.close(&mut spans, listed);
                if spans.len() == listed && beside.is_none() {
                    return allowed;
                }
                let automaton = beside.as_ref().unwrap_or(&rules);
                Numbered::new(automaton, length, &mut spans)
            })
            .collect();
        let free = lengths.iter().map(|numbered| numbered.free).sum();
        Self {
            first: Arc::new(FreeAtFirst {
                policy: policy.clone(),
                automaton: beside.unwrap_or(rules),
                collision,
                lengths,
                keyspace,
            }),
            remaining: Remaining::below(free),
            window,
        }
    }

    /// The policy that allows them.
    #[must_use]
    pub fn policy(&self) -> &CodePolicy {
        &self.first.policy
    }

    /// When a code counts as the same as one in use.
    #[must_use]
    pub fn collision(&self) -> Collision {
        self.first.collision
    }

    /// When they are free; always, where the codes in use are so for ever.
    #[must_use]
    pub fn window(&self) -> Window {
        self.window
    }

    /// How many codes are free.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.remaining.left()
    }

    /// How many codes the policy allows, free or not.
    #[must_use]
    pub fn keyspace(&self) -> u32 {
        self.first.keyspace
    }

    /// The free code of a number, counted from 0; `None` when there are not so many.
    #[must_use]
    pub fn get(&self, index: u32) -> Option<Code> {
        if index < self.left() {
            self.first.get(self.remaining.get(index)).map(Code::from)
        } else {
            None
        }
    }

    /// Whether a code is free: the policy allows it, and it clashes with none in use.
    #[must_use]
    pub fn contains(&self, code: &Code) -> bool {
        let number = self.first.number(code.as_digits());
        number.is_some_and(|number| self.remaining.contains(number))
    }

    /// Takes a code that somebody chose, and with it all that clash with it. Gives whether it was
    /// free: a code that the policy does not allow, or that clashes with one in use, changes
    /// nothing.
    pub fn take(&mut self, code: &Code) -> bool {
        let code = code.as_digits();
        let number = self.first.number(code);
        match number.filter(|number| self.remaining.contains(*number)) {
            Some(number) => {
                self.first.remove(&mut self.remaining, code, number);
                true
            }
            None => false,
        }
    }
}

/// Makes room for what one code in use takes out of a length, which is listed when a set is made:
/// the ten codes and the span that one stands in of the next length. What is moved is wiped.
fn make_room(spans: &mut Vec<Span>) {
    const MOST: usize = 11;
    if spans.capacity() - spans.len() < MOST {
        let mut larger = Vec::with_capacity(2 * spans.len() + MOST);
        larger.extend_from_slice(spans);
        spans.zeroize();
        *spans = larger;
    }
}

impl core::fmt::Debug for FreeCodes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FreeCodes")
            .field("left", &self.left())
            .field("keyspace", &self.keyspace())
            .finish_non_exhaustive()
    }
}

impl FreeAtFirst {
    /// The code of a number.
    pub(super) fn get(&self, mut number: u32) -> Option<Digits> {
        for numbered in &self.lengths {
            if number < numbered.free {
                let (length, allowed) = (numbered.length, numbered.allowed(number));
                let value = self.automaton.code_at(length, allowed);
                return Some(Digits { length, value });
            }
            number -= numbered.free;
        }
        None
    }

    /// The number of a code.
    fn number(&self, code: Digits) -> Option<u32> {
        let mut shorter = 0;
        for numbered in &self.lengths {
            if numbered.length == code.length {
                let number = numbered.number(&self.automaton, code.value);
                return number.map(|number| shorter + number);
            }
            shorter += numbered.free;
        }
        None
    }

    /// Takes a code of a number, and all that clash with it.
    pub(super) fn remove(&self, remaining: &mut Remaining, code: Digits, number: u32) {
        let duress = self.policy.duress();
        let is_equality = self.lengths.len() == 1 && self.collision.is_equality_of_one_length();
        if (self.collision == Collision::Equal || is_equality) && !duress.is_by_digit() {
            remaining.take(number..number + 1);
            return;
        }
        let mut shorter = 0;
        for numbered in &self.lengths {
            let mut spans = Zeroizing::new(Vec::new());
            for code in duress.opening(code) {
                make_room(&mut spans);
                self.collision.clashing(code, numbered.length, &mut spans);
            }
            duress.close(&mut spans, 0);
            for span in spans.iter() {
                let numbers = numbered.numbers(&self.automaton, *span);
                remaining.take(shorter + numbers.start..shorter + numbers.end);
            }
            shorter += numbered.free;
        }
    }
}
