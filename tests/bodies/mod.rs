//! Random bodies of JSON, and bodies that are no longer any.

use rand_chacha::ChaCha8Rng;
use rand_core::Rng;

pub(crate) fn below(rng: &mut ChaCha8Rng, bound: usize) -> usize {
    rng.next_u32() as usize % bound
}

pub(crate) fn pick<T: Copy>(rng: &mut ChaCha8Rng, choices: &[T]) -> T {
    choices[below(rng, choices.len())]
}

/// Writes a value of so many levels at most, now and then with white space.
pub(crate) fn write_value(rng: &mut ChaCha8Rng, levels: usize, body: &mut Vec<u8>) {
    const NUMBERS: [&str; 12] = [
        "0",
        "-0",
        "-1",
        "1.5",
        "1E5",
        "0.1e-7",
        "-12.5e+3",
        "4294967295",
        "4294967296",
        "9007199254740993",
        "0.9999999999999999",
        "123456789012345678901234567890.5",
    ];
    write_space(rng, body);
    match below(rng, if levels == 0 { 7 } else { 11 }) {
        0 => body.extend(pick(rng, &["null", "true", "false"]).as_bytes()),
        1..=3 => write_text(rng, body),
        4 => body.extend(pick(rng, &NUMBERS).as_bytes()),
        5 | 6 => {
            let digits = (rng.next_u64() >> below(rng, 64)).to_string();
            body.extend(digits.as_bytes());
        }
        7 | 8 => {
            body.push(b'[');
            for item in 0..below(rng, 6) {
                body.extend((item > 0).then_some(b','));
                write_value(rng, levels - 1, body);
            }
            write_space(rng, body);
            body.push(b']');
        }
        _ => {
            body.push(b'{');
            for member in 0..below(rng, 6) {
                body.extend((member > 0).then_some(b','));
                write_space(rng, body);
                write_text(rng, body);
                write_space(rng, body);
                body.push(b':');
                write_value(rng, levels - 1, body);
            }
            write_space(rng, body);
            body.push(b'}');
        }
    }
    write_space(rng, body);
}

fn write_space(rng: &mut ChaCha8Rng, body: &mut Vec<u8>) {
    if below(rng, 5) == 0 {
        body.extend(pick(rng, &[" ", "\n", "\r\n  ", "\t"]).as_bytes());
    }
}

fn write_text(rng: &mut ChaCha8Rng, body: &mut Vec<u8>) {
    const PIECES: [&str; 28] = [
        "a",
        "pin",
        "4711",
        " ",
        "/",
        "{",
        "]",
        ",",
        ":",
        "'",
        "accesses",
        "\u{7f}",
        "é",
        "４",
        "\u{2028}",
        "😀",
        r"\n",
        r#"\""#,
        r"\\",
        r"\/",
        r"\b",
        r"\f",
        r"\r",
        r"\t",
        r"\u0000",
        r"\uD83D\ude00",
        r"\uffff",
        r"\u00E9",
    ];
    body.push(b'"');
    for _ in 0..below(rng, 12) {
        body.extend(pick(rng, &PIECES).as_bytes());
    }
    body.push(b'"');
}

/// Makes one change to a body, after which it is mostly no JSON.
pub(crate) fn change(rng: &mut ChaCha8Rng, body: &mut Vec<u8>) {
    const PIECES: [&str; 44] = [
        "\"",
        "\\",
        r"\u",
        r"\u12",
        r"\u12g4",
        r"\ud83d",
        r"\ude00",
        r"\ud83d\u0041",
        r"\ud83d\n",
        r"\ud83dx",
        r"\x",
        "{",
        "}",
        "[",
        "]",
        ":",
        "::",
        ",",
        ",,",
        ",]",
        ",}",
        "-",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "0x1",
        "nul",
        "tru",
        "fals",
        "nan",
        "\n",
        "\0",
        "\u{1f}",
        "\u{b}",
        "\u{c}",
        "\u{feff}",
        "//",
        "'a'",
        "null null",
        "\"\"\"",
    ];
    let at = below(rng, body.len() + 1);
    let end = body.len().min(at + 1);
    match below(rng, 6) {
        0 => body.truncate(at),
        1 => {
            let bit = 1 << below(rng, 8);
            body[at..end].iter_mut().for_each(|byte| *byte ^= bit);
        }
        2 => drop(body.drain(at..end)),
        3 => body.insert(at, rng.next_u32().to_le_bytes()[0] & 0x7f),
        4 => drop(body.splice(at..end, pick(rng, &PIECES).bytes())),
        _ => drop(body.splice(at..at, pick(rng, &PIECES).bytes())),
    }
}
