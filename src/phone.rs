//! Telephone numbers in the international form of ITU-T E.164.

use alloc::string::String;
use core::fmt;

use crate::ascii::are_digits;
use crate::schema::{Form, Pattern, Written};
use crate::{Issue, IssueCode};

mod text;

pub use text::{ParsedPhone, parse_phone};

/// Digits after the plus sign (E.164 §6: at most 15; §10: a country code and a subscriber).
const SHORTEST: usize = 2;
const LONGEST: usize = 15;

/// A strict E.164 number: `+`, a first digit 1-9, 2-15 digits in all, an assigned country code.
///
/// Nothing is trimmed or guessed: a space, a bracket or a leading `00` is an issue.
/// Source: ITU-T E.164 (11/2010) §6 and §10.
///
/// ```
/// # use latchwork::PhoneNumber;
/// let phone = PhoneNumber::parse("+46701234567")?;
/// assert_eq!(phone.country_code(), "46");
/// # Ok::<(), latchwork::Issue>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber {
    /// With the plus sign.
    text: String,
    /// How many digits the country code has.
    country_digits: usize,
}

impl PhoneNumber {
    pub(crate) const FORM: Form = Form::new(
        |text| match country_digits(text) {
            Some(_) => Written::AsGiven,
            None => Written::No,
        },
        wrong,
        Pattern::of("^\\+[1-9][0-9]{1,14}$"),
    );

    /// Checks a number.
    ///
    /// # Errors
    /// `phone_no_plus`, `phone_double_zero`, `phone_not_digits`, `phone_leading_zero`,
    /// `phone_too_short`, `phone_too_long`, `phone_country_unassigned`.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        match country_digits(text) {
            Some(country_digits) => Ok(Self {
                text: text.into(),
                country_digits,
            }),
            None => Err(wrong(text)),
        }
    }

    /// The number with its plus sign.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The country code, without the plus sign: `46`.
    #[must_use]
    pub fn country_code(&self) -> &str {
        self.text
            .get(1..self.country_digits.saturating_add(1))
            .unwrap_or_default()
    }
}

/// What is wrong with a text that is no number.
#[cold]
pub(crate) fn wrong(text: &str) -> Issue {
    let Some(digits) = text.strip_prefix('+') else {
        return Issue::of(if text.starts_with("00") {
            IssueCode::PhoneDoubleZero
        } else {
            IssueCode::PhoneNoPlus
        });
    };
    if let Some(before) = digits.chars().position(|c| !c.is_ascii_digit()) {
        return Issue::of(IssueCode::PhoneNotDigits).param(before.saturating_add(2));
    }
    if digits.starts_with('0') {
        return Issue::of(IssueCode::PhoneLeadingZero);
    }
    let code = match digits.len() {
        ..SHORTEST => IssueCode::PhoneTooShort,
        SHORTEST..=LONGEST => return Issue::of(IssueCode::PhoneCountryUnassigned),
        _ => IssueCode::PhoneTooLong,
    };
    Issue::of(code)
        .param(SHORTEST)
        .param(LONGEST)
        .param(digits.len())
}

/// How many digits of a number are its country code; `None` for what is no number. No code is a
/// prefix of another.
fn country_digits(text: &str) -> Option<usize> {
    let [b'+', digits @ ..] = text.as_bytes() else {
        return None;
    };
    let is_long = (SHORTEST..=LONGEST).contains(&digits.len());
    if !is_long || digits.starts_with(b"0") || !are_digits(digits) {
        return None;
    }
    let mut code = 0;
    digits
        .iter()
        .take(3)
        .enumerate()
        .find_map(|(before, digit)| {
            code = code * 10 + usize::from(digit - b'0');
            IS_ASSIGNED.get(code)?.then_some(before + 1)
        })
}

/// Whether a number below 1000 is a country code in use.
static IS_ASSIGNED: [bool; 1000] = {
    let mut is_assigned = [false; 1000];
    let mut rest: &[u16] = &ASSIGNED;
    while let [code, behind @ ..] = rest {
        #[expect(
            clippy::indexing_slicing,
            clippy::as_conversions,
            reason = "done as it compiles, where a code beyond the table is an error"
        )]
        {
            is_assigned[*code as usize] = true;
        }
        rest = behind;
    }
    is_assigned
};

/// The country codes in use, ascending: 2 of one digit, 44 of two, 169 of three.
///
/// Source: the calling codes that libphonenumber 9 has numbers for, which are those of the ITU's
/// list of assigned codes with 878, 888 and 970 and without 379, where no numbers are in use.
const ASSIGNED: [u16; 215] = [
    1, 7, 20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54,
    55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98, 211,
    212, 213, 216, 218, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234,
    235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249, 250, 251, 252, 253,
    254, 255, 256, 257, 258, 260, 261, 262, 263, 264, 265, 266, 267, 268, 269, 290, 291, 297, 298,
    299, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 370, 371, 372, 373, 374, 375, 376, 377,
    378, 380, 381, 382, 383, 385, 386, 387, 389, 420, 421, 423, 500, 501, 502, 503, 504, 505, 506,
    507, 508, 509, 590, 591, 592, 593, 594, 595, 596, 597, 598, 599, 670, 672, 673, 674, 675, 676,
    677, 678, 679, 680, 681, 682, 683, 685, 686, 687, 688, 689, 690, 691, 692, 800, 808, 850, 852,
    853, 855, 856, 870, 878, 880, 881, 882, 883, 886, 888, 960, 961, 962, 963, 964, 965, 966, 967,
    968, 970, 971, 972, 973, 974, 975, 976, 977, 979, 992, 993, 994, 995, 996, 998,
];

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
