//! A card format from its drawing, read by the compiler.

use alloc::borrow::Cow;

use super::format::{CardFormat, Confidence};
use super::parity::{Parity, ParityKind, first, mask};
use super::place::{Coding, Drawn, Offset, Place};

/// What a row of the table may have beyond its drawing.
#[derive(Clone, Copy)]
pub(super) struct More {
    /// Largest numbers below what the bits hold, by field.
    pub(super) max: [Option<u64>; 4],
    /// The bits of fields that do not lie in one run.
    pub(super) scattered: [&'static [u8]; 4],
    /// What an absent field is.
    pub(super) absent: [u64; 4],
    /// The only facility code that is right.
    pub(super) facility: Option<u64>,
    pub(super) card_coding: Coding,
    /// What is added to card numbers from a certain one on.
    pub(super) card_offset: Option<Offset>,
    pub(super) note: &'static str,
    pub(super) source: &'static str,
}

/// Nothing more: the source is the table that most rows are known from.
pub(super) const NONE: More = More {
    max: [None; 4],
    scattered: [&[]; 4],
    absent: [0; 4],
    facility: None,
    card_coding: Coding::Binary,
    card_offset: None,
    note: "",
    source: "Proxmark3 client, Wiegand formats",
};

/// A row of the table, from its drawing. A letter stands for each bit, the one sent first first:
/// `F`, `C`, `I` and `M` for facility, card, issue and OEM, `E` and `O` for parity, `0` and `1` for
/// bits that are always so, `.` for bits that nothing is known of.
pub(super) const fn row(
    name: &'static str,
    description: &'static str,
    confidence: Confidence,
    drawing: &'static str,
    parity: &'static [Parity],
    more: More,
) -> CardFormat {
    let [facility_max, card_max, issue_max, oem_max] = more.max;
    let [facility_bits, card_bits, issue_bits, oem_bits] = more.scattered;
    let [facility, card, issue, oem] = more.absent;
    let plain = Drawn {
        bits: 0,
        scattered: &[],
        max: None,
        absent: 0,
        fixed: None,
        coding: Coding::Binary,
        offset: None,
    };
    let zeros = drawn(drawing, b'0');
    let ones = drawn(drawing, b'1');
    CardFormat {
        name: Cow::Borrowed(name),
        description: Cow::Borrowed(description),
        bits: length(drawing),
        places: [
            Place::drawn(Drawn {
                bits: drawn(drawing, b'F'),
                scattered: facility_bits,
                max: facility_max,
                absent: facility,
                fixed: more.facility,
                ..plain
            }),
            Place::drawn(Drawn {
                bits: drawn(drawing, b'C'),
                scattered: card_bits,
                max: card_max,
                absent: card,
                coding: more.card_coding,
                offset: more.card_offset,
                ..plain
            }),
            Place::drawn(Drawn {
                bits: drawn(drawing, b'I'),
                scattered: issue_bits,
                max: issue_max,
                absent: issue,
                ..plain
            }),
            Place::drawn(Drawn {
                bits: drawn(drawing, b'M'),
                scattered: oem_bits,
                max: oem_max,
                absent: oem,
                ..plain
            }),
        ],
        parity: Cow::Borrowed(parity),
        fixed: zeros | ones,
        ones,
        confidence,
        note: Cow::Borrowed(more.note),
        source: Cow::Borrowed(more.source),
    }
}

/// A parity bit from its drawing: `E` or `O` is the bit, `#` what it covers.
pub(super) const fn parity(drawing: &'static str) -> Parity {
    let odd = drawn(drawing, b'O');
    let own = odd | drawn(drawing, b'E');
    Parity {
        bit: first(own),
        kind: if odd == 0 {
            ParityKind::Even
        } else {
            ParityKind::Odd
        },
        over: drawn(drawing, b'#'),
    }
}

/// Where a letter stands in a drawing.
const fn drawn(drawing: &str, letter: u8) -> u128 {
    let mut rest = drawing.as_bytes();
    let (mut bits, mut bit) = (0, 0);
    while let [first, after @ ..] = rest {
        if *first == letter {
            bits |= mask(bit);
        }
        bit += 1;
        rest = after;
    }
    bits
}

/// How many bits there are.
const fn length(drawing: &str) -> u8 {
    let mut rest = drawing.as_bytes();
    let mut length = 0;
    while let [_, after @ ..] = rest {
        length += 1;
        rest = after;
    }
    length
}
