//! The named conversions.

use alloc::borrow::Cow;

use super::Conversion;
use super::ConversionStep::{
    ByteBitsReversed, Bytes, BytesReversed, Decimal, Hexadecimal, Joined, LowBits, Modulo,
    NibbleBitsReversed, NibbleDecimal, Split,
};

const AIC_PICO: &str = "github.com/whowechina/aic_pico, pull request 1";
const BYTE_ORDERS: &str = "mifare.net forum, different numbers on different types of readers";
const ESPHOME: &str = "github.com/esphome/feature-requests, issue 2725";
const IKEYS: &str = "i-keys.de, chip codes";
const ISO_15693: &str = "ISO/IEC 15693-3, unique identifier";
const MIFARE_FORUM: &str = "mifare.net forum, MIFARE 7 byte UID to 4 byte UID conversion";
const MONKEYBOARD_54: &str =
    "github.com/monkeyboard/Wiegand-Protocol-Library-for-Arduino, issue 54";
const MONKEYBOARD_56: &str =
    "github.com/monkeyboard/Wiegand-Protocol-Library-for-Arduino, issue 56";
const NET2_EM: &str = "industrialmonitordirect.com, Paxton Net2 with EM4100 tokens";
const NET2_MIFARE: &str = "chocolatechips.me, Paxton Net2 tokens from MIFARE";
const NITGEN: &str = "NITGEN eNCard-i manual, page 56";
const PROXMARK: &str = "Proxmark3, lf em 410x";
const QUICKDOED: &str = "quickdoed11, nibble bit reversal";
const SUPREMA: &str = "Suprema BioStar 2 FAQ 24000040584";
const WIEGAND_EM: &str = "YetAnotherArduinoWiegandLibrary, issue 8";
const ZGZNK: &str = "zgznk.com, 09A-EMID reader";

macro_rules! presets {
    ($($name:ident $bytes:literal, $source:ident, [$($step:expr),*], $description:literal;)*) => {
        impl Conversion {
            /// The named conversions, those of one kind of card together. Each tells its source.
            pub const PRESETS: &[Self] = &[$(Self {
                name: Cow::Borrowed(stringify!($name)),
                description: Cow::Borrowed($description),
                source: Cow::Borrowed($source),
                bytes: $bytes,
                steps: Cow::Borrowed(&[$($step),*]),
            }),*];
        }
    };
}

presets! {
    em4100_hex 5, IKEYS, [Hexadecimal],
        "EM4100, the whole identifier in hex";
    em4100_decimal 5, SUPREMA, [Decimal(few(&[]))],
        "EM4100, all 40 bits in decimal";
    em4100_dez8 5, IKEYS, [LowBits(24), Decimal(few(&[8]))],
        "EM4100, DEZ 8: low 3 bytes, as printed on fobs";
    em4100_dez10 5, IKEYS, [LowBits(32), Decimal(few(&[10]))],
        "EM4100, DEZ 10: low 4 bytes, as printed on fobs";
    em4100_dez12 5, ZGZNK, [Decimal(few(&[12]))],
        "EM4100, 10H>12D: all 40 bits in 12 digits";
    em4100_dez5_5_comma 5, ZGZNK, [LowBits(32), Split(few(&[16, 16])), Decimal(few(&[5, 5])), Joined(',')],
        "EM4100, DEZ 5.5: low 4 bytes as 16 and 16 bits, with a comma, as printed on fobs";
    em4100_dez3_5c_comma 5, WIEGAND_EM, [LowBits(24), Split(few(&[8, 16])), Decimal(few(&[3, 5])), Joined(',')],
        "EM4100, DEZ 3.5 C: the third byte and the low 16 bits, with a comma, as printed on fobs";
    em4100_dez3_5a_comma 5, PROXMARK, [Bytes(few(&[1, 4, 5])), Split(few(&[8, 16])), Decimal(few(&[3, 5])), Joined(',')],
        "EM4100, DEZ 3.5 A: the first byte and the low 16 bits, with a comma, as printed on fobs";
    em4100_dez3_5b_comma 5, PROXMARK, [Bytes(few(&[2, 4, 5])), Split(few(&[8, 16])), Decimal(few(&[3, 5])), Joined(',')],
        "EM4100, DEZ 3.5 B: the second byte and the low 16 bits, with a comma, as printed on fobs";
    em4100_dez5_5 5, PROXMARK, [LowBits(32), Split(few(&[16, 16])), Decimal(few(&[5, 5])), Joined('.')],
        "EM4100, DEZ 5.5: low 4 bytes as 16 and 16 bits, with a point, as programs show it";
    em4100_dez3_5c 5, PROXMARK, [LowBits(24), Split(few(&[8, 16])), Decimal(few(&[3, 5])), Joined('.')],
        "EM4100, DEZ 3.5 C: the third byte and the low 16 bits, with a point, as programs show it";
    em4100_dez3_5a 5, PROXMARK, [Bytes(few(&[1, 4, 5])), Split(few(&[8, 16])), Decimal(few(&[3, 5])), Joined('.')],
        "EM4100, DEZ 3.5 A: the first byte and the low 16 bits, with a point, as programs show it";
    em4100_dez3_5b 5, PROXMARK, [Bytes(few(&[2, 4, 5])), Split(few(&[8, 16])), Decimal(few(&[3, 5])), Joined('.')],
        "EM4100, DEZ 3.5 B: the second byte and the low 16 bits, with a point, as programs show it";
    em4100_dez5_5_joined 5, PROXMARK, [LowBits(32), Split(few(&[16, 16])), Decimal(few(&[5, 5]))],
        "EM4100, DEZ 5.5: low 4 bytes as 16 and 16 bits, without a separator";
    em4100_dez3_5c_joined 5, NITGEN, [LowBits(24), Split(few(&[8, 16])), Decimal(few(&[3, 5]))],
        "EM4100, DEZ 3.5 C: the third byte and the low 16 bits, without a separator";
    em4100_dez3_5a_joined 5, PROXMARK, [Bytes(few(&[1, 4, 5])), Split(few(&[8, 16])), Decimal(few(&[3, 5]))],
        "EM4100, DEZ 3.5 A: the first byte and the low 16 bits, without a separator";
    em4100_dez3_5b_joined 5, PROXMARK, [Bytes(few(&[2, 4, 5])), Split(few(&[8, 16])), Decimal(few(&[3, 5]))],
        "EM4100, DEZ 3.5 B: the second byte and the low 16 bits, without a separator";
    em4100_ik2 5, PROXMARK, [Decimal(few(&[14]))],
        "EM4100, DEZ 14 (IK2): all 40 bits in 14 digits";
    em4100_ik3 5, PROXMARK, [ByteBitsReversed, Decimal(few(&[15]))],
        "EM4100, DEZ 15 (IK3): each byte's bits reversed, in 15 digits";
    em4100_zk20 5, PROXMARK, [ByteBitsReversed, NibbleDecimal],
        "EM4100, DEZ 20 (ZK): each byte's bits reversed, two digits for each nibble";
    em4100_nibble_reversed14 5, QUICKDOED, [NibbleBitsReversed, Decimal(few(&[14]))],
        "EM4100, each nibble's bits reversed, in 14 digits";
    em4100_8h 5, IKEYS, [LowBits(32), Hexadecimal],
        "EM4100, low 4 bytes in hex";
    em4100_6h 5, ZGZNK, [LowBits(24), Hexadecimal],
        "EM4100, low 3 bytes in hex";
    net2_em 5, NET2_EM, [LowBits(24), Decimal(few(&[8]))],
        "Paxton Net2 with EM4100 fobs: low 3 bytes in decimal";
    em4100_w26 5, WIEGAND_EM, [LowBits(24), Decimal(few(&[]))],
        "EM4100 over Wiegand 26: 24 bits as one number";
    em4100_w26_pair 5, WIEGAND_EM, [LowBits(24), Split(few(&[8, 16])), Decimal(few(&[])), Joined(',')],
        "EM4100 over Wiegand 26: facility code and card number";
    em4100_w26_card 5, WIEGAND_EM, [LowBits(16), Decimal(few(&[5]))],
        "EM4100 over Wiegand 26: the card number alone, without its facility code";
    em4100_w34 5, IKEYS, [LowBits(32), Decimal(few(&[]))],
        "EM4100 over Wiegand 34: 32 bits as one number";
    em4100_w34_pair 5, IKEYS, [LowBits(32), Split(few(&[16, 16])), Decimal(few(&[])), Joined(',')],
        "EM4100 over Wiegand 34: 16 and 16 bits";
    mifare4_msb 4, NITGEN, [Decimal(few(&[]))],
        "MIFARE, 4 bytes, decimal, first byte most significant";
    mifare4_lsb 4, MONKEYBOARD_56, [BytesReversed, Decimal(few(&[]))],
        "MIFARE, 4 bytes, decimal, last byte most significant";
    mifare4_msb_hex 4, NITGEN, [Hexadecimal],
        "MIFARE, 4 bytes, the whole identifier in hex";
    mifare4_lsb_hex 4, BYTE_ORDERS, [BytesReversed, Hexadecimal],
        "MIFARE, 4 bytes, hex, last byte first";
    mifare4_w26_msb 4, BYTE_ORDERS, [LowBits(24), Decimal(few(&[]))],
        "MIFARE, 4 bytes, over Wiegand 26: low 24 bits, first byte most significant";
    mifare4_w26_pair_msb 4, BYTE_ORDERS, [LowBits(24), Split(few(&[8, 16])), Decimal(few(&[])), Joined(',')],
        "MIFARE, 4 bytes, over Wiegand 26: facility code and card number, first byte most significant";
    mifare4_w34_pair_msb 4, BYTE_ORDERS, [Split(few(&[16, 16])), Decimal(few(&[])), Joined(',')],
        "MIFARE, 4 bytes, over Wiegand 34: 16 and 16 bits, first byte most significant";
    mifare4_w26_lsb 4, MONKEYBOARD_54, [BytesReversed, LowBits(24), Decimal(few(&[]))],
        "MIFARE, 4 bytes, over Wiegand 26: low 24 bits, last byte most significant";
    mifare4_w26_pair_lsb 4, MONKEYBOARD_54, [BytesReversed, LowBits(24), Split(few(&[8, 16])), Decimal(few(&[])), Joined(',')],
        "MIFARE, 4 bytes, over Wiegand 26: facility code and card number, last byte most significant";
    mifare4_w34_pair_lsb 4, MONKEYBOARD_56, [BytesReversed, Split(few(&[16, 16])), Decimal(few(&[])), Joined(',')],
        "MIFARE, 4 bytes, over Wiegand 34: 16 and 16 bits, last byte most significant";
    net2_mifare4 4, NET2_MIFARE, [Modulo(100_000_000), Decimal(few(&[8]))],
        "Paxton Net2 with MIFARE cards: last 8 digits of the decimal number";
    mifare7_msb 7, MIFARE_FORUM, [Decimal(few(&[]))],
        "MIFARE, 7 bytes, decimal, first byte most significant";
    mifare7_lsb 7, BYTE_ORDERS, [BytesReversed, Decimal(few(&[]))],
        "MIFARE, 7 bytes, decimal, last byte most significant";
    mifare7_msb_hex 7, MIFARE_FORUM, [Hexadecimal],
        "MIFARE, 7 bytes, the whole identifier in hex";
    mifare7_lsb_hex 7, BYTE_ORDERS, [BytesReversed, Hexadecimal],
        "MIFARE, 7 bytes, hex, last byte first";
    mifare7_w26_lsb 7, MONKEYBOARD_54, [Bytes(few(&[3, 2, 1])), Decimal(few(&[]))],
        "MIFARE, 7 bytes, over Wiegand 26: first 3 bytes, the third most significant";
    mifare7_w34_first 7, ESPHOME, [Bytes(few(&[1, 2, 3, 4])), Decimal(few(&[]))],
        "MIFARE, 7 bytes, over Wiegand 34: first 4 bytes";
    mifare7_w34_last 7, ESPHOME, [LowBits(32), Decimal(few(&[]))],
        "MIFARE, 7 bytes, over Wiegand 34: last 4 bytes";
    net2_mifare7 7, NET2_MIFARE, [Bytes(few(&[1, 2, 3, 4])), Modulo(100_000_000), Decimal(few(&[8]))],
        "Paxton Net2 with MIFARE cards: last 8 digits of the decimal of the first 4 bytes";
    iso15693_msb 8, ISO_15693, [Decimal(few(&[]))],
        "ISO 15693, decimal, first byte most significant";
    iso15693_lsb 8, AIC_PICO, [BytesReversed, Decimal(few(&[]))],
        "ISO 15693, decimal, last byte most significant";
    iso15693_msb_hex 8, ISO_15693, [Hexadecimal],
        "ISO 15693, the whole identifier in hex";
    iso15693_lsb_hex 8, AIC_PICO, [BytesReversed, Hexadecimal],
        "ISO 15693, hex, last byte first";
}

const fn few(numbers: &'static [u8]) -> Cow<'static, [u8]> {
    Cow::Borrowed(numbers)
}

/// Conversions that a number is not first thought to be of, though it looks like one: few readers
/// or fobs use them, and others write numbers of the same look.
const SELDOM: [&str; 26] = [
    "em4100_w34",
    "em4100_w34_pair",
    "em4100_dez3_5a_comma",
    "em4100_dez3_5b_comma",
    "em4100_dez3_5a",
    "em4100_dez3_5b",
    "em4100_dez3_5a_joined",
    "em4100_dez3_5b_joined",
    "em4100_nibble_reversed14",
    "em4100_8h",
    "em4100_6h",
    "em4100_w26_card",
    "mifare4_lsb_hex",
    "mifare4_w26_msb",
    "mifare4_w26_pair_msb",
    "mifare4_w34_pair_msb",
    "mifare4_w26_lsb",
    "mifare4_w26_pair_lsb",
    "mifare4_w34_pair_lsb",
    "net2_mifare4",
    "mifare7_lsb_hex",
    "mifare7_w26_lsb",
    "mifare7_w34_first",
    "mifare7_w34_last",
    "net2_mifare7",
    "iso15693_lsb_hex",
];

/// Whether a preset is met seldom.
pub(crate) fn is_seldom(preset: &Conversion) -> bool {
    SELDOM.contains(&preset.name())
}
