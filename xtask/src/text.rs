//! The wasm file as text in a script, for the loader of most hosts (`pkg/loaders/text.js`).
//!
//! The commoner half of the byte values takes one character, the others two. Unlike base64 this
//! keeps bytes apart, so a compressed download is a few per cent larger than that of the wasm
//! file, not a quarter. Every character is ASCII and needs no escape in quotation marks.

use std::cmp::Reverse;
use std::fmt::Write;

/// Character of index 0.
const FIRST: u8 = b'#';
/// Indexes of one character; the two after them begin the characters of two.
const SINGLES: usize = 90;
/// The index that would be a backslash.
const BACKSLASH: usize = (b'\\' - FIRST) as usize;

/// A module that exports `length`, the bytes in `order` of their indexes, and the `text`.
pub fn module(wasm: &[u8]) -> String {
    let order = order(wasm);
    let mut index_of = [0; 256];
    for (index, byte) in order.iter().enumerate() {
        if let Some(slot) = byte.and_then(|byte| index_of.get_mut(usize::from(byte))) {
            *slot = index;
        }
    }
    let mut text = String::with_capacity(wasm.len() * 5 / 4);
    for byte in wasm {
        let index = index_of
            .get(usize::from(*byte))
            .copied()
            .unwrap_or_default();
        if index >= SINGLES {
            text.push(character(SINGLES - 1 + index / SINGLES));
        }
        text.push(character(index % SINGLES));
    }
    let mut order_text = String::new();
    for byte in &order {
        // A hole in the order never occurs in the text.
        write!(order_text, "{},", byte.unwrap_or_default()).ok();
    }
    let order_text = order_text.trim_end_matches(',');
    format!(
        "export const length = {};\nexport const order = [{order_text}];\nexport const text =\n  \"{text}\";\n",
        wasm.len()
    )
}

/// The 256 byte values, those of one character first, with a hole where an index has no character.
///
/// Both halves are in the order of the values: what is alike as a byte is so as a character, of
/// which a compressed download is 1 % smaller.
fn order(wasm: &[u8]) -> Vec<Option<u8>> {
    let mut count = [0_usize; 256];
    for byte in wasm {
        if let Some(count) = count.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let mut bytes: Vec<u8> = (0..=u8::MAX).collect();
    bytes.sort_by_key(|byte| Reverse(count.get(usize::from(*byte)).copied()));
    // One of the indexes of one character is a hole.
    let (often, seldom) = bytes.split_at_mut(SINGLES - 1);
    often.sort_unstable();
    seldom.sort_unstable();
    let mut order = Vec::new();
    for byte in bytes {
        if order.len() % SINGLES == BACKSLASH {
            order.push(None);
        }
        order.push(Some(byte));
    }
    order
}

fn character(index: usize) -> char {
    u8::try_from(index).map_or('#', |index| char::from(FIRST.saturating_add(index)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the loader reads it.
    fn decode(module: &str) -> Option<Vec<u8>> {
        let (_, rest) = module.split_once('[')?;
        let (order, rest) = rest.split_once(']')?;
        let order: Vec<u8> = order
            .split(',')
            .map(|byte| byte.parse().ok())
            .collect::<Option<_>>()?;
        let text = rest.split_once('"')?.1.split_once('"')?.0;
        let mut indexes = text.bytes().map(|character| usize::from(character - FIRST));
        let mut bytes = Vec::new();
        while let Some(index) = indexes.next() {
            let index = match index {
                0..SINGLES => index,
                _ => (index - SINGLES + 1) * SINGLES + indexes.next()?,
            };
            bytes.push(*order.get(index)?);
        }
        Some(bytes)
    }

    #[test]
    fn every_byte_is_read_as_it_was_written() {
        let rare_first = (0..=u8::MAX).rev().enumerate();
        let wasm: Vec<u8> = rare_first
            .flat_map(|(times, byte)| vec![byte; times + 1])
            .collect();
        let module = module(&wasm);
        assert_eq!(decode(&module).as_deref(), Some(wasm.as_slice()));
        assert!(module.is_ascii());
        assert!(!module.contains('\\'));
    }
}
