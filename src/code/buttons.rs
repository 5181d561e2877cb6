//! Keypads of five buttons, each with two digits: 1 and 2, 3 and 4, 5 and 6, 7 and 8, 9 and 0.
//!
//! There 1357 is 2468: a code is the buttons that it is on. Of the codes that are the same buttons
//! one can be in use, and whoever presses them tries all of them at once.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::automaton::Automaton;
use super::taken::{Span, power_of_ten};
use super::{CodePolicy, Digits, Duress};

/// How many buttons there are.
const BUTTONS: u32 = 5;

/// The other digit of a digit's button.
pub(super) fn partner(digit: u8) -> u8 {
    if digit % 2 == 1 {
        (digit + 1) % 10
    } else {
        (digit + 9) % 10
    }
}

/// The button of a digit.
fn button(digit: u8) -> u32 {
    u32::from(digit + 9) % 10 / 2
}

/// Whether two codes are on the same buttons.
pub(super) fn are_same(one: Digits, other: Digits) -> bool {
    let buttons = |code: Digits| code.digits().map(button);
    one.length == other.length && buttons(one).eq(buttons(other))
}

/// Every code of the same buttons, the code itself among them.
pub(super) fn same_buttons(code: Digits) -> impl Iterator<Item = u32> {
    (0..1_u32 << code.length).map(move |choice| {
        let chosen = code.digits().enumerate().map(|(place, digit)| {
            if choice >> place & 1 == 1 {
                partner(digit)
            } else {
                digit
            }
        });
        chosen.fold(0, |value, digit| value * 10 + u32::from(digit))
    })
}

impl CodePolicy {
    /// The keyspace of who guesses at a keypad of five buttons, each with two digits: how many codes
    /// the policy allows for each one that the best try opens with, rounded down.
    ///
    /// A try is a press of buttons, and opens with every code that is on them, or whose duress code is. Of four digits
    /// without a rule all presses are equally good, and the keyspace is theirs, 5^4 of 10^4. Where
    /// rules leave the codes of some buttons fewer than those of others, or codes are of several
    /// lengths, a thief presses the most likely first: this is what the chance of that try tells.
    ///
    /// ```
    /// # use latchwork::CodePolicy;
    /// assert_eq!(CodePolicy::default().keyspace_by_buttons(), 15_625);
    /// let nuki = CodePolicy::preset("nuki").unwrap();
    /// assert_eq!(nuki.keyspace_by_buttons(), 524_880 / 64);
    /// ```
    #[must_use]
    pub fn keyspace_by_buttons(&self) -> u32 {
        let automaton = Automaton::new(self.rules(), self.duress());
        let mut most = 0;
        for length in self.lengths().rev() {
            let mut search = Search {
                automaton: &automaton,
                opening: [1, 3, 5, 7, 9].map(|digit| opening(self.duress(), digit)),
                length,
                listed: listed(self, &automaton, length),
                most,
            };
            search.from(&[Automaton::START], 0, 0);
            most = search.most;
        }
        self.keyspace().checked_div(most).unwrap_or_default()
    }
}

/// A press of buttons, its digits in base 5.
fn press(code: Digits) -> usize {
    let buttons = code.digits().map(button);
    let press = buttons.fold(0, |press, button| press * BUTTONS + button);
    usize::try_from(press).unwrap_or(usize::MAX)
}

/// For each press of so many buttons, how many of its codes the automaton allows and a list does
/// not.
fn listed(policy: &CodePolicy, automaton: &Automaton, length: u8) -> Vec<u16> {
    let mut spans = policy.listed(length);
    if spans.is_empty() {
        return Vec::new();
    }
    Span::put_in_order(&mut spans);
    let presses = usize::try_from(BUTTONS.pow(length.into())).unwrap_or_default();
    let mut listed = alloc::vec![0; presses];
    let duress = policy.duress();
    let mut behind = 0;
    for span in spans.iter() {
        for value in span.first.max(behind)..span.end() {
            if !automaton.locate(value, length).1 {
                continue;
            }
            // No press that opens with it opens with it any more.
            let opening = duress.opening(Digits { length, value });
            let mut presses = BTreeSet::new();
            for press in opening.map(press) {
                if presses.insert(press)
                    && let Some(slot) = listed.get_mut(press)
                {
                    *slot += 1;
                }
            }
        }
        behind = behind.max(span.end().min(power_of_ten(length)));
    }
    listed
}

/// The last digits of the codes that a button opens with, a bit each: where it is pressed last.
fn opening(duress: Duress, digit: u8) -> u16 {
    let last = |value: u8| Digits {
        length: 1,
        value: value.into(),
    };
    let ours = [digit, partner(digit)].map(u32::from);
    let opens = |code: &u8| {
        duress
            .opening(last(*code))
            .any(|open| ours.contains(&open.value))
    };
    (0..10)
        .filter(opens)
        .fold(0, |codes, code| codes | 1 << code)
}

/// The search for the press of the most codes.
struct Search<'a> {
    automaton: &'a Automaton,
    /// What [`opening`] says of each button.
    opening: [u16; 5],
    length: u8,
    listed: Vec<u16>,
    /// The most codes found so far.
    most: u32,
}

impl Search<'_> {
    /// Goes on from a press of `pressed` buttons, with the rows that its codes have come to.
    fn from(&mut self, rows: &[u32], press: usize, pressed: u8) {
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        // No more codes than two for each of them at each button to come, and at the last as many as
        // it opens with.
        let last = self.opening.iter().map(|codes| codes.count_ones()).max();
        let before_last = self.length - pressed - 1;
        if (count << before_last).saturating_mul(last.unwrap_or_default()) <= self.most {
            return;
        }
        if before_last == 0 {
            for (button, opening) in (0..).zip(self.opening) {
                let ends = |row: &u32| (self.automaton.ends(*row) & opening).count_ones();
                let codes: u32 = rows.iter().map(ends).sum();
                let listed = self.listed.get(press * 5 + button).copied();
                let codes = codes - u32::from(listed.unwrap_or_default());
                self.most = self.most.max(codes);
            }
            return;
        }
        for (button, digit) in (0..).zip([1, 3, 5, 7, 9]) {
            let digits = [digit, partner(digit)];
            let after = rows.iter().flat_map(|row| {
                let next = |digit| self.automaton.after(*row, digit);
                digits.into_iter().filter_map(next)
            });
            let after: Vec<u32> = after.collect();
            self.from(&after, press * 5 + button, pressed + 1);
        }
    }
}
