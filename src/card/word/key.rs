//! Words of one key press: a keypad that is read like a card sends one for each.

use super::Word;
use crate::{Issue, IssueCode};

/// The keys by the number that stands for them.
const KEYS: [char; 12] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'];

impl Word {
    /// The word of a key, a digit, `*` or `#`, in 4 bits or in 8: its number, a digit's own, 10 for
    /// `*` and 11 for `#`; of 8 bits the first four are those of the number turned over (HID Wiegand
    /// `PINPad` and Rosslare AY-T6350 manuals: eight bits; `KeyKing` 6630 manual: four).
    ///
    /// # Errors
    /// `card_word_not_key` for another character or length.
    pub fn from_key(key: char, length: u8) -> Result<Self, Issue> {
        let number = (0..).zip(KEYS).find(|(_, known)| *known == key);
        match (number, length) {
            (Some((number, _)), 4) => Self::new(number, 4),
            (Some((number, _)), 8) => Self::new((!number & 15) << 4 | number, 8),
            (Some(_), _) => Err(Issue::of(IssueCode::CardWordKeyLength).param(length)),
            (None, _) => Err(Issue::of(IssueCode::CardWordNotKey)),
        }
    }

    /// The key that was pressed, where the word may be of a key: [`from_key`](Self::from_key).
    #[must_use]
    pub fn key(self) -> Option<char> {
        let number = self.value() & 15;
        let is_key = match self.length {
            4 => true,
            8 => self.value() >> 4 == !number & 15,
            _ => false,
        };
        let key = KEYS.get(usize::try_from(number).ok()?);
        key.copied().filter(|_| is_key)
    }

    /// The word of a key that is written as a text.
    pub(super) fn from_key_text(text: &str, length: u8) -> Result<Self, Issue> {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(key), None) => Self::from_key(key, length),
            _ => Err(Issue::of(IssueCode::CardWordNotKey)),
        }
    }
}
