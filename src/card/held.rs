//! The number that a Wiegand word holds.

use core::fmt;

use super::decode::decode;
use super::field::CardFields;
use super::format::{CardFormat, Confidence};
use super::parity::mask;
use super::place::Place;
use super::word::{LONGEST, Word};

/// More bits than this no number of a key has.
const MOST_BITS: u8 = 56;

/// The number that a word holds, as a reader that prints numbers prints it. `Debug` shows no digit.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeldNumber {
    /// The bits of all fields, as they are sent.
    pub value: u64,
    /// How many bits those are, at most 56.
    pub bits: u8,
}

impl Word {
    /// The number that the word holds: all bits that some field has, in the order in which they are
    /// sent, without those that check others or are always the same. Of 26 bits it is the facility
    /// code times 65,536 and the card number.
    ///
    /// Two words of one length never hold the same number. So it is `None` where too little is known:
    /// no format of `formats` whose sources agree fits with check bits that hold, fields that the format
    /// allows and zeros where no use of a bit is known; two that fit hold different numbers; or by
    /// another format of this length another word holds the number.
    ///
    /// ```
    /// # use latchwork::{CardFormat, Word};
    /// let word = Word::from_hex("2F623AE", 26)?;
    /// let held = word.number(CardFormat::built_in()).unwrap();
    /// assert_eq!((held.value, held.bits), (123 * 65_536 + 4567, 24));
    /// assert_eq!(word.inverted().number(CardFormat::built_in()), None);
    /// # Ok::<(), latchwork::Issue>(())
    /// ```
    #[must_use]
    pub fn number(self, formats: &[CardFormat]) -> Option<HeldNumber> {
        let mut found = None;
        for candidate in decode(self, formats) {
            if !candidate.is_verified()
                || candidate.format().encode(&candidate.fields()) != Ok(self)
            {
                continue;
            }
            let held = candidate.format().held(self)?;
            if found.is_some_and(|other| other != held) {
                return None;
            }
            found = Some(held);
        }
        let held = found?;
        let of_length = formats.iter().filter(|format| {
            format.bits() == self.length() && format.confidence() == Confidence::Agreed
        });
        let mut words = of_length.filter_map(|format| format.holding(held.value));
        words.all(|word| word == self).then_some(held)
    }
}

impl CardFormat {
    /// The bits that the fields have, in the order in which they are sent.
    fn said(&self) -> impl DoubleEndedIterator<Item = u128> {
        let places = self.fields().filter_map(|field| self.place(field));
        let said = places.flat_map(Place::order);
        let said = said.fold(0, |bits, bit| bits | mask(bit));
        (0..LONGEST).map(mask).filter(move |bit| said & bit != 0)
    }

    /// The bits of a word that the fields have.
    fn held(&self, word: Word) -> Option<HeldNumber> {
        let mut held = HeldNumber { value: 0, bits: 0 };
        for bit in self.said() {
            held.value = held.value << 1 | u64::from(word.bits() & bit != 0);
            held.bits += 1;
        }
        (held.bits <= MOST_BITS).then_some(held)
    }

    /// The word of a card that holds a number, where there is such a card.
    fn holding(&self, number: u64) -> Option<Word> {
        let (mut bits, mut rest) = (0, number);
        for bit in self.said().rev() {
            if rest & 1 == 1 {
                bits |= bit;
            }
            rest >>= 1;
        }
        if rest != 0 {
            return None;
        }
        let mut fields = CardFields::default();
        for field in self.fields() {
            fields.set(field, self.place(field)?.read(bits));
        }
        self.encode(&fields).ok()
    }
}

impl fmt::Debug for HeldNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeldNumber({} bits)", self.bits)
    }
}
