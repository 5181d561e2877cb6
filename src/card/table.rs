//! The built-in card formats.
//!
//! The table is written by hand, as drawings that the compiler turns into constants: a row is what
//! somebody adds, it can be held against a manual line by line, and neither a build step nor a parser
//! at run time stands between it and the code. `tests/cases/card-formats.json` says the same as lists
//! of bits; a test holds one against the other.
//!
//! Sources: the Wiegand tables of open card tools, and words read from real cards. Where they
//! contradict each other the row is `Uncertain` and its note says in what; a largest number is that
//! of the source where it is smaller than the bits hold.

use super::drawing::{More, NONE, parity, row};
use super::format::CardFormat;
use super::format::Confidence::{Agreed, NoParityKnown, Uncertain};
use super::place::{Coding, Offset};

/// Shortest first.
pub(super) static BUILT_IN: [CardFormat; 47] = [
    row(
        "H10301",
        "HID H10301 26-bit",
        Agreed,
        "EFFFFFFFFCCCCCCCCCCCCCCCCO",
        &[
            parity("E############............."),
            parity(".............############O"),
        ],
        NONE,
    ),
    row(
        "ind26",
        "Indala 26-bit",
        Agreed,
        "EFFFFFFFFFFFFCCCCCCCCCCCCO",
        &[
            parity("E############............."),
            parity(".............############O"),
        ],
        NONE,
    ),
    row(
        "ind27",
        "Indala 27-bit",
        NoParityKnown,
        "FFFFFFFFFFFFFCCCCCCCCCCCCCC",
        &[],
        NONE,
    ),
    row(
        "indasc27",
        "Indala ASC 27-bit",
        NoParityKnown,
        "FCCCFFFFFFFCFCCCFCCFCCFCFCC",
        &[],
        More {
            scattered: [
                &[9, 4, 6, 5, 0, 7, 19, 8, 10, 16, 24, 12, 22],
                &[26, 1, 3, 15, 14, 17, 20, 13, 25, 2, 18, 21, 11, 23],
                &[],
                &[],
            ],
            ..NONE
        },
    ),
    row(
        "Tecom27",
        "Tecom 27-bit",
        NoParityKnown,
        "CCFFCCFCCCFCCCFFCCFFCCFFFCC",
        &[],
        More {
            scattered: [
                &[15, 19, 24, 23, 22, 18, 6, 10, 14, 3, 2],
                &[0, 1, 13, 12, 9, 26, 20, 16, 17, 21, 25, 7, 8, 11, 4, 5],
                &[],
                &[],
            ],
            ..NONE
        },
    ),
    row(
        "2804W",
        "2804 Wiegand 28-bit",
        Agreed,
        "E.O.FFFFFFFFCCCCCCCCCCCCCCCO",
        &[
            parity("..O.##.##.##.##.##.##.##.##."),
            parity("E#############.............."),
            parity("###########################O"),
        ],
        More {
            note: "bits 1 and 3 are written as 0 and not checked",
            ..NONE
        },
    ),
    row(
        "ind29",
        "Indala 29-bit",
        NoParityKnown,
        "FFFFFFFFFFFFFCCCCCCCCCCCCCCCC",
        &[],
        NONE,
    ),
    row(
        "ATSW30",
        "ATS Wiegand 30-bit",
        Agreed,
        "EFFFFFFFFFFFFCCCCCCCCCCCCCCCCO",
        &[
            parity("E############................."),
            parity(".............################O"),
        ],
        NONE,
    ),
    row(
        "ADT31",
        "HID ADT 31-bit",
        NoParityKnown,
        ".FFFFCCCCCCCCCCCCCCCCCCCCCCC...",
        &[],
        More {
            note: "bits 0 and 28 to 30 have no known use",
            ..NONE
        },
    ),
    row(
        "HCP32",
        "HID Check Point 32-bit",
        NoParityKnown,
        ".CCCCCCCCCCCCCCCCCCCCCCCC.......",
        &[],
        More {
            max: [None, Some(16_383), None, None],
            note: "sources allow 14 of the 24 bits of the card number",
            ..NONE
        },
    ),
    row(
        "HPP32",
        "HID Hewlett-Packard 32-bit",
        Uncertain,
        ".FFFFFFFFFFFFCCCCCCCCCCCCCCCCCCC",
        &[],
        More {
            note: "sources disagree on the width of the card number, 19 or 29 bits; the word has room for 19",
            ..NONE
        },
    ),
    row(
        "Kastle",
        "Kastle 32-bit",
        Agreed,
        "E1IIIIIFFFFFFFFCCCCCCCCCCCCCCCCO",
        &[
            parity("E################..............."),
            parity("..............#################O"),
        ],
        NONE,
    ),
    row(
        "Kantech",
        "Indala/Kantech KFS 32-bit",
        NoParityKnown,
        ".......FFFFFFFFCCCCCCCCCCCCCCCC.",
        &[],
        NONE,
    ),
    row(
        "WIE32",
        "Wiegand 32-bit",
        NoParityKnown,
        "....FFFFFFFFFFFFCCCCCCCCCCCCCCCC",
        &[],
        NONE,
    ),
    row(
        "D10202",
        "HID D10202 33-bit",
        Agreed,
        "EFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E################................"),
            parity("................################O"),
        ],
        More {
            note: "bit 16 is covered by both parity bits",
            ..NONE
        },
    ),
    row(
        "H10306",
        "HID H10306 34-bit",
        Agreed,
        "EFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCO",
        &[
            parity("E################................."),
            parity(".................################O"),
        ],
        More {
            note: "the same layout as N10002",
            ..NONE
        },
    ),
    row(
        "N10002",
        "Honeywell/Northern N10002 34-bit",
        Agreed,
        "EFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCO",
        &[
            parity("E################................."),
            parity(".................################O"),
        ],
        More {
            note: "the same layout as H10306",
            ..NONE
        },
    ),
    row(
        "Optus34",
        "Indala Optus 34-bit",
        NoParityKnown,
        ".CCCCCCCCCCCCCCCC.....FFFFFFFFFFF.",
        &[],
        More {
            max: [Some(1_023), None, None, None],
            note: "sources allow 10 of the 11 bits of the facility code",
            ..NONE
        },
    ),
    row(
        "SMP34",
        "Cardkey Smartpass 34-bit",
        NoParityKnown,
        ".FFFFFFFFFFFFFIIICCCCCCCCCCCCCCCC.",
        &[],
        More {
            max: [Some(1_023), None, None, None],
            note: "sources allow 10 of the 13 bits of the facility code",
            ..NONE
        },
    ),
    row(
        "BQT34",
        "BQT 34-bit",
        Agreed,
        "EFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E################................."),
            parity(".................################O"),
        ],
        NONE,
    ),
    row(
        "C1k35s",
        "HID Corporate 1000 35-bit std",
        Agreed,
        "OEFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity(".E##.##.##.##.##.##.##.##.##.##.##."),
            parity(".##.##.##.##.##.##.##.##.##.##.##.O"),
            parity("O##################################"),
        ],
        NONE,
    ),
    row(
        "C15001",
        "HID KeyScan 36-bit",
        Agreed,
        "EMMMMMMMMMMFFFFFFFFCCCCCCCCCCCCCCCCO",
        &[
            parity("E#################.................."),
            parity("..................#################O"),
        ],
        More {
            absent: [0, 0, 0, 900],
            note: "the OEM code of an encoder that is told none is 900",
            ..NONE
        },
    ),
    row(
        "S12906",
        "HID Simplex 36-bit",
        Agreed,
        "OFFFFFFFFIICCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("O#################.................."),
            parity(".................##################O"),
        ],
        More {
            note: "bit 17 is covered by both parity bits",
            ..NONE
        },
    ),
    row(
        "S12906b",
        "HID Simplex Grinnell 36-bit",
        Uncertain,
        "OFFFFFFFFEECCCCCCCCCCCCCCCCCCCCCCCC.",
        &[
            parity("O##.##.##...##.##.##.##.##.##.##.##."),
            parity("..##.##.#E.#.##.##.##.##.##.##.##.##"),
            parity(".#.##.##..E##.##.##.##.##.##.##.##.#"),
        ],
        More {
            facility: Some(217),
            note: "the facility code is always 217",
            ..NONE
        },
    ),
    row(
        "Sie36",
        "HID 36-bit Siemens",
        Agreed,
        "OFFFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCE",
        &[
            parity("O#.##.##.##.##.##.##.##.##.##.##.##."),
            parity(".##.##.##.##.##.##.##.##.##.##.##.#E"),
        ],
        NONE,
    ),
    row(
        "H10320",
        "HID H10320 37-bit BCD",
        Uncertain,
        "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCEOEE.",
        &[
            parity("#...#...#...#...#...#...#...#...E...."),
            parity(".#...#...#...#...#...#...#...#...O..."),
            parity("..#...#...#...#...#...#.....#.#...E.."),
            parity("...#...#...#...#...#...#.....#.#...E."),
        ],
        More {
            card_coding: Coding::Decimal,
            note: "sources disagree on the length, 36 or 37 bits, and on what the parity bits cover",
            ..NONE
        },
    ),
    row(
        "H10302",
        "HID H10302 37-bit huge ID",
        Agreed,
        "ECCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E##################.................."),
            parity("..................##################O"),
        ],
        More {
            note: "H10304 has the same parity bits; bit 18 is covered by both",
            ..NONE
        },
    ),
    row(
        "H10304",
        "HID H10304 37-bit",
        Agreed,
        "EFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E##################.................."),
            parity("..................##################O"),
        ],
        More {
            note: "H10302 has the same parity bits; bit 18 is covered by both",
            ..NONE
        },
    ),
    row(
        "P10004",
        "HID P10004 37-bit PCSC",
        NoParityKnown,
        ".FFFFFFFFFFFFFCCCCCCCCCCCCCCCCCC.....",
        &[],
        More {
            note: "bits 0 and 32 to 36 have no known use",
            ..NONE
        },
    ),
    row(
        "HGen37",
        "HID Generic 37-bit",
        Uncertain,
        "E.OECCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC1",
        &[
            parity("E...#...#...#...#...#...#...#...#...."),
            parity("..O...#...#...#...#...#...#...#...#.."),
            parity("...E...#...#...#...#...#...#...#...#."),
        ],
        More {
            max: [None, Some(524_287), None, None],
            note: "sources disagree on what bit 2 covers",
            ..NONE
        },
    ),
    row(
        "MDI37",
        "PointGuard MDI 37-bit",
        Uncertain,
        "E..FFFFCCCCCCCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E##################.................."),
            parity("..................##################O"),
        ],
        More {
            note: "words of real cards contradict this layout: see S10401",
            ..NONE
        },
    ),
    row(
        "S10401",
        "AMAG S10401 37-bit",
        Agreed,
        "EFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E#################..................."),
            parity("..................##################O"),
        ],
        More {
            source: "words of real cards: unleashed-firmware issue 1158",
            ..NONE
        },
    ),
    row(
        "BQT38",
        "BQT 38-bit",
        Agreed,
        "ECCCCCCCCCCCCCCCCCCCIIIIFFFFFFFFFFFFFO",
        &[
            parity("E##################..................."),
            parity("...................##################O"),
        ],
        More {
            max: [Some(4_095), Some(262_143), Some(7), None],
            note: "sources allow one bit less than each field has",
            ..NONE
        },
    ),
    row(
        "ISCS",
        "ISCS 38-bit",
        Agreed,
        "EMMMMFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E##################..................."),
            parity("...................##################O"),
        ],
        More {
            max: [None, None, None, Some(7)],
            note: "sources allow 3 of the 4 bits of the OEM code, and card numbers that 22 bits cannot hold",
            ..NONE
        },
    ),
    row(
        "PW39",
        "Pyramid 39-bit wiegand format",
        Agreed,
        "EFFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E##################...................."),
            parity("...................###################O"),
        ],
        More {
            max: [Some(65_535), None, None, None],
            note: "sources allow 16 of the 17 bits of the facility code",
            ..NONE
        },
    ),
    row(
        "P10001",
        "HID P10001 Honeywell 40-bit",
        Agreed,
        "1111FFFFFFFFFFFFCCCCCCCCCCCCCCCCEEEEEEEE",
        &[
            parity("#.......#.......#.......#.......E......."),
            parity(".#.......#.......#.......#.......E......"),
            parity("..#.......#.......#.......#.......E....."),
            parity("...#.......#.......#.......#.......E...."),
            parity("....#.......#.......#.......#.......E..."),
            parity(".....#.......#.......#.......#.......E.."),
            parity("......#.......#.......#.......#.......E."),
            parity(".......#.......#.......#.......#.......E"),
        ],
        More {
            note: "the last byte is the exclusive or of the four before it",
            ..NONE
        },
    ),
    row(
        "Casi40",
        "Casi-Rusco 40-bit",
        NoParityKnown,
        ".CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC.",
        &[],
        More {
            note: "sources allow card numbers that 38 bits cannot hold",
            ..NONE
        },
    ),
    row(
        "C10106",
        "Casi-Rusco C10106 40-bit, as printed",
        NoParityKnown,
        "00FFFFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCC",
        &[],
        More {
            max: [Some(159_999), Some(457_681), None, None],
            card_offset: Some(Offset {
                from: 262_144,
                by: 66_606,
            }),
            note: "printed in six digits each, the first beginning with 15; 66606 is added to card numbers from 262144 on: cards are known without it up to 195543 and with it from 286571 on",
            source: "github.com/DarkFlippers/unleashed-firmware, pull request 1163",
            ..NONE
        },
    ),
    row(
        "H10314",
        "HID H10314 40-bit",
        Uncertain,
        ".FFFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCCCCC.",
        &[],
        More {
            note: "its 40 bits are told by who has such cards; the widths are those of a format of 40 bits that a dealer sells, and no source says that it is this one",
            source: "github.com/ssieb/esphome_components, issue 33; proxsource.com, prox card formats",
            ..NONE
        },
    ),
    row(
        "Verkada40",
        "Verkada 40-bit",
        Agreed,
        "EFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCCCCCE",
        &[
            parity("E##########............................."),
            parity("...........############################E"),
        ],
        NONE,
    ),
    row(
        "BC40",
        "Bundy TimeClock 40-bit",
        Agreed,
        "MMMMMMMFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCC.O",
        &[parity("...................###################.O")],
        More {
            note: "bit 38 has no known use; sources allow card numbers that 19 bits cannot hold",
            ..NONE
        },
    ),
    row(
        "H800002",
        "HID H800002 46-bit",
        Agreed,
        "EFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E############################################."),
            parity(".############################################O"),
        ],
        NONE,
    ),
    row(
        "C1k48s",
        "HID Corporate 1000 48-bit std",
        Agreed,
        "OEFFFFFFFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity(".E.##.##.##.##.##.##.##.##.##.##.##.##.##.##.##."),
            parity("..##.##.##.##.##.##.##.##.##.##.##.##.##.##.##.O"),
            parity("O###############################################"),
        ],
        NONE,
    ),
    row(
        "AWID50",
        "AWID 50-bit",
        Agreed,
        "EFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E########################........................."),
            parity(".........................########################O"),
        ],
        More {
            source: "a word of the Proxmark3 client's tests",
            ..NONE
        },
    ),
    row(
        "Avig56",
        "Avigilon 56-bit",
        Agreed,
        "EFFFFFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCO",
        &[
            parity("E###########################............................"),
            parity("............................###########################O"),
        ],
        NONE,
    ),
    row(
        "IR56",
        "Inner Range 56-bit",
        NoParityKnown,
        "FFFFFFFFFFFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC",
        &[],
        NONE,
    ),
    row(
        "PIV75",
        "PIV 75-bit, of the FASC-N",
        Uncertain,
        "EMMMMMMMMMMMMMMFFFFFFFFFFFFFFCCCCCCCCCCCCCCCCCCCC.........................O",
        &[
            parity("E#####################################....................................."),
            parity("......................................####################################O"),
        ],
        More {
            note: "the OEM code is the agency code; bits 49 to 73 are the date of expiry, written as 0; one source tells what the parity bits cover",
            source: "accessgrid.com, 75bit PIV",
            ..NONE
        },
    ),
];
