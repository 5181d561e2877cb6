//! Identifiers and conversions for laws.

use latchwork::{Conversion, ConversionStep, Issues, Uid};
use rand_chacha::ChaCha8Rng;
use rand_core::Rng;

/// How often a law is tried: unoptimised wasm is slow.
pub(crate) const ROUNDS: usize = if cfg!(target_arch = "wasm32") {
    20
} else {
    100
};

/// An identifier as cards have it: of no byte 00, and starting as its length asks.
pub(crate) fn random_uid(random: &mut ChaCha8Rng, bytes: u8) -> Uid {
    let mut drawn = vec![0; bytes.into()];
    random.fill_bytes(&mut drawn);
    for byte in &mut drawn {
        *byte = (*byte).max(1);
    }
    match bytes {
        4 if matches!(drawn[0], 0x08 | 0x88) => drawn[0] = 0x1E,
        7 => drawn[0] = 0x04,
        8 => drawn[0] = 0xE0,
        _ => {}
    }
    Uid::from_bytes(&drawn).expect("an identifier")
}

/// An identifier with one bit turned over; 0 is the last of its last byte.
pub(crate) fn flipped(uid: Uid, bit: usize) -> Uid {
    let mut bytes = uid.as_bytes().to_vec();
    let last = bytes.len() - 1;
    bytes[last - bit / 8] ^= 1 << (bit % 8);
    Uid::from_bytes(&bytes).expect("an identifier")
}

pub(crate) fn steps(words: &[&str]) -> Vec<ConversionStep> {
    let parsed = words.iter().map(|step| ConversionStep::parse(step));
    parsed.collect::<Result<_, _>>().expect("steps")
}

pub(crate) fn own(bytes: u8, words: &[&str]) -> Result<Conversion, Issues> {
    Conversion::new("own", "", bytes, &steps(words))
}
