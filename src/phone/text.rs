//! Numbers as people write them: with blanks, hyphens, brackets, `00`.

use alloc::string::String;
use alloc::vec::Vec;

use super::{ASSIGNED, PhoneNumber};
use crate::{Issue, IssueCode};

/// What [`parse_phone`] made of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParsedPhone {
    /// The number.
    pub number: PhoneNumber,
    /// What was changed: `phone_double_zero_read`, `phone_trunk_zero_left_out`,
    /// `phone_signs_left_out`, in this order. None where the text is the number itself.
    pub notes: Vec<Issue>,
}

/// Reads a number as people write it, and says what it changed.
///
/// What [`PhoneNumber::parse`] takes is taken as it is. Else the text begins with `+` or with `00`,
/// which is read as `+`; among the digits may stand blanks, hyphens, full stops and one pair of
/// brackets, which may be around the country code, too; a `(0)` right behind the country code, which is not dialled from abroad, is left out.
/// Blanks around it do no harm.
///
/// Nothing is guessed. Refused are a number without its country; an extension (`x12`); a slash or a
/// comma, behind which another number may stand; a second `+`; letters; digits of other scripts; a
/// 0 behind the country code that is not written `(0)`, and `(0)` itself for Italy, San Marino,
/// Ivory Coast, Gabon and Congo, where numbers begin with that 0.
///
/// ```
/// # use latchwork::parse_phone;
/// let parsed = parse_phone("+44 (0)20 7946 0018")?;
/// assert_eq!(parsed.number.as_str(), "+442079460018");
/// assert_eq!(parsed.notes.len(), 2);
/// # Ok::<(), latchwork::Issue>(())
/// ```
///
/// # Errors
/// `phone_no_plus`; `phone_not_digits` and `phone_extension` with the position of the first
/// character that cannot be; `phone_trunk_zero`; of what is left `phone_leading_zero`,
/// `phone_too_short`, `phone_too_long`, `phone_country_unassigned`.
pub fn parse_phone(text: &str) -> Result<ParsedPhone, Issue> {
    if let Ok(number) = PhoneNumber::parse(text) {
        let notes = Vec::new();
        return Ok(ParsedPhone { number, notes });
    }
    let mut writing = Writing::default();
    for (index, next) in text.chars().enumerate() {
        writing.read(next, index + 1)?;
    }
    writing.end()
}

/// The country codes whose numbers may begin with 0, so that it is dialled from abroad, too.
///
/// Source: the numbering plans that the ITU publishes of Italy, Ivory Coast, Gabon, Congo and San
/// Marino.
const BEGIN_WITH_ZERO: [u16; 5] = [39, 225, 241, 242, 378];

/// What was read so far.
#[derive(Default)]
struct Writing {
    /// With a plus sign, once there was one or `00`.
    digits: String,
    /// Whether it began with a 0, which another has to follow.
    zero: bool,
    brackets: Brackets,
    /// Where the last character stands that is no blank, unless a digit or a bracket may end there.
    unfinished: Option<usize>,
    trunk_zero: bool,
    signs: bool,
}

/// The one pair there may be.
#[derive(Default)]
enum Brackets {
    #[default]
    None,
    /// Where it was opened, and the length of `digits` there.
    Open {
        position: usize,
        before: usize,
    },
    Closed,
}

impl Writing {
    fn read(&mut self, next: char, position: usize) -> Result<(), Issue> {
        match next {
            '0' if self.digits.is_empty() && !self.zero => self.zero = true,
            '0' if self.digits.is_empty() => self.digits.push('+'),
            _ if self.zero && self.digits.is_empty() => {
                return Err(Issue::of(IssueCode::PhoneNoPlus));
            }
            '+' if self.digits.is_empty() => self.digits.push('+'),
            _ if is_blank(next) => self.signs = true,
            '(' if matches!(self.brackets, Brackets::None) => {
                self.signs = true;
                self.brackets = Brackets::Open {
                    position,
                    before: self.digits.len(),
                };
            }
            _ if self.digits.is_empty() => return Err(Issue::of(IssueCode::PhoneNoPlus)),
            '0'..='9' => {
                self.digits.push(next);
                self.unfinished = None;
            }
            '-' | '.' | '\u{2010}'..='\u{2013}' if self.digits.len() > 1 => {
                self.signs = true;
                self.unfinished = Some(position);
            }
            ')' => self.close(position)?,
            'x' | 'X' | 'e' | 'E' | '#' | ';' if self.digits.len() > 1 => {
                return Err(Issue::of(IssueCode::PhoneExtension).param(position));
            }
            _ => return Err(other_character(position)),
        }
        Ok(())
    }

    fn close(&mut self, position: usize) -> Result<(), Issue> {
        let Brackets::Open { before, .. } = self.brackets else {
            return Err(other_character(position));
        };
        self.brackets = Brackets::Closed;
        let inside = self.digits.get(before..).unwrap_or_default();
        if !inside.ends_with(|last: char| last.is_ascii_digit()) {
            return Err(other_character(position));
        }
        self.unfinished = None;
        if inside != "0" {
            return Ok(());
        }
        let country = self.digits.get(1..before).unwrap_or_default();
        match country.parse() {
            Ok(country)
                if ASSIGNED.binary_search(&country).is_ok()
                    && !BEGIN_WITH_ZERO.contains(&country) =>
            {
                self.digits.truncate(before);
                self.trunk_zero = true;
                Ok(())
            }
            _ => Err(Issue::of(IssueCode::PhoneTrunkZero)),
        }
    }

    fn end(self) -> Result<ParsedPhone, Issue> {
        if let Brackets::Open { position, .. } = self.brackets {
            return Err(other_character(position));
        }
        if let Some(position) = self.unfinished {
            return Err(other_character(position));
        }
        let number = PhoneNumber::parse(&self.digits)?;
        let country = number.country_code();
        let national = self.digits.get(1 + country.len()..).unwrap_or_default();
        let may_begin = || {
            country
                .parse()
                .is_ok_and(|code| BEGIN_WITH_ZERO.contains(&code))
        };
        if national.starts_with('0') && !may_begin() {
            return Err(Issue::of(IssueCode::PhoneTrunkZero));
        }
        let notes = [
            (self.zero, IssueCode::PhoneDoubleZeroRead),
            (self.trunk_zero, IssueCode::PhoneTrunkZeroLeftOut),
            (self.signs, IssueCode::PhoneSignsLeftOut),
        ];
        let notes = notes.into_iter().filter(|(changed, _)| *changed);
        Ok(ParsedPhone {
            number,
            notes: notes.map(|(_, note)| Issue::of(note)).collect(),
        })
    }
}

/// A space, a tab, or one of the spaces that keep a number on one line. The end of a line is none:
/// behind it another number may stand.
fn is_blank(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}'
    )
}

fn other_character(position: usize) -> Issue {
    Issue::of(IssueCode::PhoneOtherCharacter).param(position)
}
