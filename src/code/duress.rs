//! Codes that open and tell that the person is threatened.
//!
//! Where such a code is the person's own with another last digit, it opens as the code itself does:
//! it has to be allowed as that is, no other code may be it, and who guesses may hit either.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use zeroize::{Zeroize, Zeroizing};

use super::automaton::Automaton;
use super::taken::Span;
use super::{Code, CodePolicy, Collision, Digits};
use crate::schema::{Given, Kind, Name, Table, words};
use crate::{Issue, Issues, Value};

const LAST_DIGIT: Name = Name::new(0, "lastDigit");

words! {
    /// A way to tell of threats that is one word.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Way: DuressUnknown {
        None = "none",
        OwnCode = "own-code",
    }
}

/// How somebody who is threatened tells so with a code.
///
/// ```
/// # use latchwork::{Code, CodePolicy, Duress, FreeCodes};
/// let policy = CodePolicy::of_lengths([4])?.with_duress(Duress::last_digit([1])?)?;
/// let free = FreeCodes::new(&policy, &[Code::parse("2129")?]);
/// // 2129 opens, and 2120 does under duress; the duress code of 2128 would be 2129.
/// for code in ["2129", "2120", "2128"] {
///     assert!(!free.contains(&Code::parse(code)?));
/// }
/// assert!(free.contains(&Code::parse("2121")?));
/// # Ok::<(), latchwork::Issues>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duress {
    is_own_code: bool,
    /// What may be added to the last digit, a bit each.
    steps: u16,
}

impl Duress {
    /// Nobody can tell.
    pub const NONE: Self = Self {
        is_own_code: false,
        steps: 0,
    };

    /// With a code of its own, which is in use like any other (Matter, `ForcedUser`; Z-Wave).
    pub const OWN_CODE: Self = Self {
        is_own_code: true,
        steps: 0,
    };

    /// With the own code and one of these added to its last digit, 1 to 9; 9 and 1 are 0. One lock
    /// takes 1 (Sonitrol: 11279 is 11270), another 1 and 9, one more or one fewer (Roger).
    ///
    /// # Errors
    /// `list_empty`; `number_out_of_range` at a step that is none.
    pub fn last_digit(steps: impl IntoIterator<Item = u8>) -> Result<Self, Issues> {
        let mut steps_taken = 0;
        for (index, step) in steps.into_iter().enumerate() {
            if !(1..=9).contains(&step) {
                return Err(Issue::out_of_range(1_u8, 9_u8)
                    .at(index)
                    .at(LAST_DIGIT)
                    .into());
            }
            steps_taken |= 1 << step;
        }
        if steps_taken == 0 {
            return Err(Issue::of(crate::IssueCode::ListEmpty).at(LAST_DIGIT).into());
        }
        Ok(Self {
            is_own_code: false,
            steps: steps_taken,
        })
    }

    pub(crate) const KIND: Kind = Kind::ObjectOr(&Self::TABLE, &Kind::Word(&Way::WORDS));

    const TABLE: Table = Table::of(&[LAST_DIGIT.required(Kind::SomeList(&Kind::Whole(1, 9)))]);

    /// The rule of a value that was found right.
    pub(super) fn of(given: Given<'_>) -> Option<Self> {
        let Some(reading) = given.reading(&Self::TABLE) else {
            return Some(match Way::find(given.text()?)? {
                Way::None => Self::NONE,
                Way::OwnCode => Self::OWN_CODE,
            });
        };
        let steps = reading.list(LAST_DIGIT, |step| step.whole(1, 9))?;
        Some(Self {
            is_own_code: false,
            steps: steps.into_iter().fold(0, |steps, step| steps | 1 << step),
        })
    }

    /// The rule as a value: `none`, `own-code`, or an object of `lastDigit`, what may be added.
    #[must_use]
    pub fn to_value(self) -> Value<'static> {
        if self.steps == 0 {
            let way = if self.is_own_code {
                Way::OwnCode
            } else {
                Way::None
            };
            return way.as_str().into();
        }
        let steps: Vec<_> = self
            .steps()
            .map(|step| Value::from(u64::from(step)))
            .collect();
        crate::value::Members::default()
            .with(LAST_DIGIT.text, steps)
            .into()
    }

    /// What may be added to the last digit, ascending; nothing where no code has a duress code of its
    /// own digits.
    pub fn steps(self) -> impl Iterator<Item = u8> + Clone + use<> {
        // Asked for each code in use, mostly of none: no step is looked for that is not there.
        let mut left = self.steps;
        core::iter::from_fn(move || {
            let step = left.trailing_zeros();
            left &= left.checked_sub(1)?;
            u8::try_from(step).ok()
        })
    }

    /// The duress codes of a code.
    pub fn codes_of(self, code: &Code) -> impl Iterator<Item = Code> + use<'_> {
        self.steps().map(|step| code.plus(step))
    }

    pub(super) fn is_by_digit(self) -> bool {
        self.steps != 0
    }

    /// What either rule asks for.
    pub(super) fn met(self, other: Self) -> Self {
        let steps = self.steps | other.steps;
        Self {
            is_own_code: steps == 0 && (self.is_own_code || other.is_own_code),
            steps,
        }
    }

    /// Whether each code that another rule reserves is reserved by this one.
    pub(super) fn covers(self, other: Self) -> bool {
        self.steps | other.steps == self.steps
    }

    /// The codes that open where one is in use: itself, and its duress codes.
    pub(crate) fn opening(self, code: Digits) -> impl Iterator<Item = Digits> + Clone {
        let more = self.steps().map(move |step| code.plus(step));
        core::iter::once(code).chain(more)
    }

    /// Whether what opens with a code clashes with what opens with another.
    pub(crate) fn clash(self, collision: Collision, one: &Code, other: &Code) -> bool {
        self.opening(one.as_digits()).any(|one| {
            let mut others = self.opening(other.as_digits());
            others.any(|other| collision.clash_of(one, other))
        })
    }

    /// The last digits that a code may not have because its duress code would be the same to the
    /// panel, a bit each.
    pub(super) fn barred(self, collision: Collision) -> u16 {
        (0..10)
            .filter(|digit| {
                let code = Digits {
                    length: 4,
                    value: *digit,
                };
                self.opening(code)
                    .skip(1)
                    .any(|other| collision.clash_of(code, other))
            })
            .fold(0, |barred, digit| barred | 1 << digit)
    }

    /// How many codes a try opens with at most, of those that end in one of certain digits, a bit
    /// each.
    fn most_opened(self, ends: u16) -> u32 {
        let opens = |tried: u8| {
            let codes = self.steps().map(|step| (tried + 10 - step) % 10);
            let codes = core::iter::once(tried).chain(codes);
            codes.filter(|last| ends >> last & 1 == 1).count()
        };
        let most = (0..10).map(opens).max().unwrap_or_default();
        u32::try_from(most).unwrap_or_default()
    }

    /// Adds to spans, from one of them on, the codes whose duress codes are in them.
    pub(super) fn close(self, spans: &mut Zeroizing<Vec<Span>>, from: usize) {
        if !self.is_by_digit() {
            return;
        }
        let new = spans.get(from..).unwrap_or_default();
        // Whole tens have the duress codes of their own codes; those of the others are listed.
        let edges = |span: &Span| {
            let (first, end) = (span.first, span.end());
            let head = end.min(first.next_multiple_of(10));
            (first..head).chain(head.max(end - end % 10)..end)
        };
        let steps = self.steps().count();
        let more: usize = new.iter().map(|span| edges(span).count() * steps).sum();
        let mut closed = Zeroizing::new(Vec::with_capacity(spans.len() + more));
        closed.extend_from_slice(spans);
        for value in new.iter().flat_map(edges) {
            let before = |step| Span::one(plus(value, 10 - step));
            closed.extend(self.steps().map(before));
        }
        spans.zeroize();
        *spans = closed;
    }
}

impl CodePolicy {
    /// The keyspace of who guesses: how many codes the policy allows for each one that the best try
    /// opens with, rounded down; fewer than there are where codes have duress codes, each of which
    /// opens too.
    ///
    /// As far as rules say it: a block list may leave no code with all that it shares its try with,
    /// so that a try wins less.
    ///
    /// ```
    /// # use latchwork::{CodePolicy, Duress};
    /// let policy = CodePolicy::of_lengths([4])?;
    /// assert_eq!(policy.keyspace_by_tries(), 10_000);
    /// // One more or one fewer: three codes open for each person.
    /// let roger = policy.with_duress(Duress::last_digit([1, 9])?)?;
    /// assert_eq!(roger.keyspace_by_tries(), 3_333);
    /// # Ok::<(), latchwork::Issues>(())
    /// ```
    #[must_use]
    pub fn keyspace_by_tries(&self) -> u32 {
        let duress = self.duress();
        if !duress.is_by_digit() {
            return self.keyspace();
        }
        let automaton = Automaton::new(self.rules(), duress);
        let longest = self.lengths().next_back().unwrap_or_default();
        let mut rows = BTreeSet::from([Automaton::START]);
        let mut most = 0;
        for length in 1..=longest {
            if self.lengths().any(|known| known == length) {
                let opened = rows
                    .iter()
                    .map(|row| duress.most_opened(automaton.ends(*row)));
                most = most.max(opened.max().unwrap_or_default());
            }
            let after = rows
                .iter()
                .flat_map(|row| (0..10).filter_map(|digit| automaton.after(*row, digit)));
            // One by one: a set that is made of many at once sorts them first, with 4 kB of code.
            let mut next = BTreeSet::new();
            next.extend(after);
            rows = next;
        }
        self.keyspace().checked_div(most).unwrap_or_default()
    }
}

impl Digits {
    /// The same with so much added to the last digit, of which ten is 0.
    fn plus(self, step: u8) -> Self {
        Self {
            value: plus(self.value, step),
            ..self
        }
    }
}

fn plus(value: u32, step: u8) -> u32 {
    let last = value % 10;
    value - last + (last + u32::from(step)) % 10
}
