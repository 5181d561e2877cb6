//! ASCII texts, judged, read and compared eight characters at a time.
//!
//! Eight characters are one number, the first in its lowest byte. No sum of two bytes reaches into
//! the next.

const ONES: u64 = u64::MAX / 255;
/// The highest bit of each byte.
const HIGHEST: u64 = ONES << 7;

/// What eight characters look like.
#[derive(Clone, Copy)]
pub(crate) struct Picture {
    characters: u64,
    /// How far each may be above that.
    most: u64,
}

impl Picture {
    /// Eight digits.
    const DIGITS: Self = Self::of(*b"00000000");

    /// A digit wherever there is a zero, and what else there is.
    pub(crate) const fn of(characters: [u8; 8]) -> Self {
        let mut most = [0; 8];
        let mut rest: &mut [u8] = &mut most;
        let mut shown: &[u8] = &characters;
        while let ([most, behind @ ..], [character, after @ ..]) = (rest, shown) {
            if *character == b'0' {
                *most = 9;
            }
            rest = behind;
            shown = after;
        }
        Self {
            characters: u64::from_le_bytes(characters),
            most: u64::from_le_bytes(most),
        }
    }

    /// The digits of a text that looks so, 0 to 9 in each byte, and 0 in those of what is none.
    pub(crate) const fn read(self, characters: [u8; 8]) -> Option<u64> {
        let found = u64::from_le_bytes(characters) ^ self.characters;
        if above(found, self.most) == 0 {
            Some(found)
        } else {
            None
        }
    }
}

/// Of digits, 0 to 9 in each byte, what each two say that begin there.
pub(crate) const fn pairs(digits: u64) -> [u8; 8] {
    (digits * 10 + (digits >> 8)).to_le_bytes()
}

/// Whether a text has nothing but digits.
pub(crate) fn are_digits(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some((eight, behind)) = rest.split_first_chunk() {
        if Picture::DIGITS.read(*eight).is_none() {
            return false;
        }
        rest = behind;
    }
    match text.last_chunk() {
        // Some of them once more.
        Some(eight) => Picture::DIGITS.read(*eight).is_some(),
        None => rest.iter().all(u8::is_ascii_digit),
    }
}

/// Whether two texts are the same: for short ones, where to call what compares long ones takes
/// longer than that.
pub(crate) fn are_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let is_same =
        |one: &[u8; 8], other: &[u8; 8]| u64::from_le_bytes(*one) == u64::from_le_bytes(*other);
    let (Some(last), Some(last_of_other)) = (one.last_chunk(), other.last_chunk()) else {
        return one.iter().zip(other).all(|(one, other)| one == other);
    };
    let chunks = one.as_chunks().0.iter().zip(other.as_chunks().0);
    // Some of the last ones twice.
    is_same(last, last_of_other) && { chunks }.all(|(one, other)| is_same(one, other))
}

/// The number of a text that has nothing but digits; `None` for any other, and beyond 64 bits.
pub(crate) fn number_of(text: &str) -> Option<u64> {
    /// A number of so many digits always has few enough bits.
    const SHORT: usize = 19;
    let mut rest = text.as_bytes();
    if rest.len() > SHORT {
        return text.parse().ok().filter(|_| are_digits(rest));
    }
    let mut number = 0;
    while let Some((eight, behind)) = rest.split_first_chunk() {
        number = number * 100_000_000 + of_eight(Picture::DIGITS.read(*eight)?);
        rest = behind;
    }
    for character in rest {
        let digit = character.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number)
}

/// The number of eight digits.
const fn of_eight(digits: u64) -> u64 {
    let twos = (digits * 10 + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (twos * 100 + (twos >> 16)) & 0x0000_ffff_0000_ffff;
    (fours * 10_000 + (fours >> 32)) & 0xffff_ffff
}

/// Hexadecimal digits, eight in each number.
pub(crate) struct Hex {
    /// What each digit is, in a byte.
    digits: [u64; 4],
    /// Whether one of them is a capital.
    pub(crate) has_capital: bool,
}

impl Hex {
    /// The digits of a text of 32; `None` where one is none.
    pub(crate) fn read(characters: [u64; 4]) -> Option<Self> {
        let [a, b, c, d] = characters;
        if (a | b | c | d) & HIGHEST != 0 {
            return None;
        }
        let (mut others, mut capitals) = (0, 0);
        for word in characters {
            // Letters of either case are 1 to 6 here. No byte comes above 255.
            let letter = (word | (ONES * 0x20)) ^ (ONES * 0x60);
            let letters = (letter + ONES * 0x7f) & !(letter + ONES * 0x79);
            let no_digits = (word ^ (ONES * 0x30)) + ONES * 0x76;
            others |= no_digits & !letters;
            capitals |= letters & !(word << 2);
        }
        (others & HIGHEST == 0).then_some(Self {
            digits: characters.map(|word| (word & (ONES * 0xf)) + (word >> 6 & ONES) * 9),
            has_capital: capitals & HIGHEST != 0,
        })
    }

    /// The bytes that each two digits are.
    pub(crate) fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        for (bytes, digits) in bytes.as_chunks_mut().0.iter_mut().zip(self.digits) {
            let twos = (digits << 4 | digits >> 8) & 0x00ff_00ff_00ff_00ff;
            let fours = (twos | twos >> 8) & 0x0000_ffff_0000_ffff;
            let [b0, b1, b2, b3, ..] = (fours | fours >> 16).to_le_bytes();
            *bytes = [b0, b1, b2, b3];
        }
        bytes
    }
}

/// The highest bit of each byte that is more than it may be at most, which is below 128.
const fn above(bytes: u64, most: u64) -> u64 {
    (((bytes & !HIGHEST) + (ONES * 0x7f - most)) | bytes) & HIGHEST
}
