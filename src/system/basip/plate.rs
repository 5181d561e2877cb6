//! License plates, and which of them are alike.

use alloc::string::String;

/// A plate as one text for all that differ in spaces or letter case alone.
pub(super) fn canonical(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters.map(upper).collect()
}

/// The upper case of a letter of the alphabets that plates are written in: Latin with the letters of
/// Europe's languages, Greek, Cyrillic. For these it is Unicode's own, whose tables for all scripts
/// stay out of the download. Other letters stay as they are.
fn upper(c: char) -> char {
    let letter = u32::from(c);
    let upper = match letter {
        0x61..=0x7a | 0xe0..=0xf6 | 0xf8..=0xfe | 0x3b1..=0x3c1 | 0x3c3..=0x3cb | 0x430..=0x44f => {
            letter - 0x20
        }
        0xff => 0x178,
        // The sigma at the end of a word.
        0x3c2 => 0x3a3,
        0x450..=0x45f => letter - 0x50,
        0x4cf => 0x4c0,
        // Here each small letter comes right behind its capital, which is even …
        0x100..=0x12f
        | 0x132..=0x137
        | 0x14a..=0x177
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f => letter & !1,
        // … and here odd.
        0x139..=0x148 | 0x179..=0x17e | 0x4c1..=0x4ce => (letter - 1) | 1,
        _ => letter,
    };
    char::from_u32(upper).unwrap_or(c)
}
