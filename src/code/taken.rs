//! Codes that are in use, and what it means for another to clash with one.

use alloc::vec::Vec;

use zeroize::{Zeroize, Zeroizing};

use super::parts::Parts;
use super::{Code, Digits, buttons};
use crate::schema::{Document, Given, Kind, Name, Table, check_alone, words};
use crate::{Issues, Timestamp, UnknownFields, Value, Window};

const CODE: Name = Name::new(0, "code");
const FROM: Name = Name::new(1, "from");
const UNTIL: Name = Name::new(2, "until");

/// A code in use, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenCode {
    /// The code.
    pub code: Code,
    /// When it opens.
    pub window: Window,
}

impl TakenCode {
    /// A code that is in use for ever.
    #[must_use]
    pub fn always(code: Code) -> Self {
        Self {
            code,
            window: Window::ALWAYS,
        }
    }

    /// A taken code as a value: its text, or an object of `code`, `from` and `until`.
    pub(crate) const KIND: Kind = Kind::ObjectOr(&Self::TABLE, &Kind::Form(&Code::FORM));

    const TABLE: Table = Table::of(&[
        CODE.required(Kind::Form(&Code::FORM)),
        FROM.optional(Kind::Form(&Timestamp::FORM)),
        UNTIL.optional(Kind::Form(&Timestamp::FORM)),
    ])
    .with_rules(|taken| Window::judge(taken, FROM, UNTIL));

    /// Checks a taken code: its text, or an object of `code`, `from` and `until`.
    ///
    /// # Errors
    /// Those of [`Code::parse`] and [`Window::new`].
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        let document = Document::of(value);
        check_alone(&document, &Self::KIND, UnknownFields::Refuse)?;
        // Always there where nothing was reported.
        Self::of(document.root()).ok_or_else(Issues::default)
    }

    /// The taken code of a value that was found right.
    pub(crate) fn of(given: Given<'_>) -> Option<Self> {
        let Some(reading) = given.reading(&Self::TABLE) else {
            return Code::parse(given.text()?).ok().map(Self::always);
        };
        Some(Self {
            code: reading.parse(CODE, Code::parse)?,
            window: Window::of(&reading, FROM, UNTIL),
        })
    }
}

words! {
    /// When a code counts as the same as one in use, for the panel it is typed at.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Collision: CollisionUnknown {
        /// `equal`: the same digits.
        #[default]
        Equal = "equal",
        /// `equal_without_leading_zeros`: for panels that read 0100 as 100.
        EqualWithoutLeadingZeros = "equal_without_leading_zeros",
        /// `prefix`: one begins with the other, for keypads without an Enter key, which open early.
        Prefix = "prefix",
        /// `inside`: one stands inside the other, for panels that test the last keys pressed.
        Inside = "inside",
        /// `buttons`: the same buttons, for keypads of five with two digits each, 1 and 2, 3 and 4,
        /// 5 and 6, 7 and 8, 9 and 0: 1357 is 2468 there.
        Buttons = "buttons",
    }
}

impl Collision {
    /// Whether a code counts as the same as another, whichever of them is in use.
    #[must_use]
    pub fn clash(self, one: &Code, other: &Code) -> bool {
        self.clash_of(one.as_digits(), other.as_digits())
    }

    /// As [`Self::clash`].
    pub(super) fn clash_of(self, one: Digits, other: Digits) -> bool {
        let (short, long) = if one.length <= other.length {
            (one, other)
        } else {
            (other, one)
        };
        let more = long.length - short.length;
        match self {
            Self::Equal => more == 0 && short.value == long.value,
            Self::EqualWithoutLeadingZeros => short.value == long.value,
            Self::Prefix => short.value == long.value / power_of_ten(more),
            Self::Inside => (0..=more).any(|after| {
                let part = long.value / power_of_ten(after) % power_of_ten(short.length);
                short.value == part
            }),
            Self::Buttons => buttons::are_same(one, other),
        }
    }

    /// What codes in use forbid of codes of at most `longest` digits that are not listed: where
    /// those are very many for each code.
    pub(super) fn parts(
        self,
        taken: &(impl Iterator<Item = Digits> + Clone),
        longest: u8,
    ) -> Parts {
        let taken = taken.clone().filter(|code| self.is_part(*code, longest));
        match self {
            Self::Inside => Parts::inside(&taken),
            Self::Buttons => Parts::same_buttons(taken),
            _ => Parts::NOTHING,
        }
    }

    /// Whether a code in use is among those that [`Self::parts`] is made of.
    fn is_part(self, taken: Digits, longest: u8) -> bool {
        match self {
            // Of the next length 11 codes at most are listed.
            Self::Inside => taken.length + 1 < longest,
            Self::Buttons => taken.length <= longest,
            _ => false,
        }
    }

    /// The codes of a length that clash with a taken code and are not forbidden by
    /// [`Self::parts`], some of them twice.
    pub(super) fn listed(self, taken: Digits, length: u8, longest: u8, spans: &mut Vec<Span>) {
        if taken.length > length || !self.is_part(taken, longest) {
            self.clashing(taken, length, spans);
        }
    }

    /// Whether codes of one length clash only when they are the same.
    pub(super) fn is_equality_of_one_length(self) -> bool {
        self != Self::Buttons
    }

    /// The codes of a length that clash with a taken code, some of them twice.
    pub(super) fn clashing(self, taken: Digits, length: u8, spans: &mut Vec<Span>) {
        let (value, digits) = (taken.value, taken.length);
        match self {
            Self::Equal if digits == length => spans.push(Span::one(value)),
            Self::EqualWithoutLeadingZeros => {
                if value < power_of_ten(length) {
                    spans.push(Span::one(value));
                }
            }
            Self::Prefix if digits >= length => {
                spans.push(Span::one(value / power_of_ten(digits - length)));
            }
            Self::Prefix => spans.push(Span::beginning(value, length - digits)),
            Self::Inside if digits >= length => {
                let parts = (0..=digits - length)
                    .map(|after| value / power_of_ten(after) % power_of_ten(length));
                spans.extend(parts.map(Span::one));
            }
            Self::Inside => {
                // Whatever stands before it; what comes after makes no difference.
                for before in 0..=length - digits {
                    let choices = 0..power_of_ten(before);
                    spans.extend(choices.map(|choice| {
                        let beginning = choice * power_of_ten(digits) + value;
                        Span::beginning(beginning, length - digits - before)
                    }));
                }
            }
            Self::Buttons if digits == length => {
                spans.extend(buttons::same_buttons(taken).map(Span::one));
            }
            Self::Equal | Self::Buttons => {}
        }
    }
}

/// Codes of a length that stand side by side in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The first of the codes.
    pub(super) first: u32,
    /// How many other codes there are.
    others: u32,
}

impl Span {
    pub(super) fn one(value: u32) -> Self {
        Self {
            first: value,
            others: 0,
        }
    }

    /// The codes that begin with certain digits and have so many more.
    pub(super) fn beginning(digits: u32, more: u8) -> Self {
        let codes = power_of_ten(more);
        Self {
            first: digits * codes,
            others: codes - 1,
        }
    }

    /// The codes from the first to the last, both included.
    pub(super) fn between(first: u32, last: u32) -> Self {
        Self {
            first,
            others: last - first,
        }
    }

    /// The same codes behind certain digits, where they have so many digits themselves.
    pub(super) fn after(self, digits: u32, length: u8) -> Self {
        Self {
            first: digits * power_of_ten(length) + self.first,
            others: self.others,
        }
    }

    /// One more than the last of the codes.
    pub(super) fn end(self) -> u32 {
        self.first + self.others + 1
    }

    /// Puts spans in the order of their first codes, each of which is below 2^27.
    ///
    /// There may be millions, so this is done digit by digit, in base 512: a heap would take four
    /// times as long, the sort of the standard library 7 kB of wasm.
    pub(super) fn put_in_order(spans: &mut [Self]) {
        if spans.is_sorted_by_key(|span| span.first) {
            return;
        }
        let mut former = Zeroizing::new(spans.to_vec());
        for shift in [0, 9, 18] {
            let digit =
                |span: &Self| usize::try_from(span.first >> shift & 511).unwrap_or_default();
            former.copy_from_slice(spans);
            let mut ends = [0_usize; 512];
            for span in former.iter() {
                if let Some(count) = ends.get_mut(digit(span)) {
                    *count += 1;
                }
            }
            let mut end = 0;
            for slot in &mut ends {
                end += *slot;
                *slot = end;
            }
            // From the last on: what is equal in this digit stays in the order of the lower ones.
            for span in former.iter().rev() {
                if let Some(end) = ends.get_mut(digit(span)) {
                    *end -= 1;
                    if let Some(place) = spans.get_mut(*end) {
                        *place = *span;
                    }
                }
            }
        }
    }
}

impl Zeroize for Span {
    fn zeroize(&mut self) {
        self.first.zeroize();
        self.others.zeroize();
    }
}

/// 10^exponent; at most 10^8 for what is asked here.
pub(super) fn power_of_ten(exponent: u8) -> u32 {
    const POWERS: [u32; 9] = [
        1,
        10,
        100,
        1_000,
        10_000,
        100_000,
        1_000_000,
        10_000_000,
        100_000_000,
    ];
    let power = POWERS.get(usize::from(exponent));
    power.copied().unwrap_or(u32::MAX)
}
