//! Numbers of which some are taken: which are left, and which is the i-th of those.
//!
//! A bit for each number, in chunks that are made when their first number is taken, and above the
//! bits a binary tree that counts what is left of each half. Finding the i-th number that is left
//! and taking it are one walk down that tree, twenty steps for a million numbers, whether one of
//! them is taken or all but one.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroize;

/// The numbers of a word of bits.
const WORD: u32 = u64::BITS;
/// The words of a chunk.
const WORDS: usize = 64;
/// The numbers of a chunk.
const CHUNK: u32 = 4096;

/// The numbers below a bound, without those that were taken.
#[derive(Clone)]
pub(super) struct Remaining {
    bound: u32,
    left: u32,
    /// Of each chunk its place in `chunks`; `None` when nothing of it is taken. Empty as long as
    /// that holds for all.
    places: Vec<Option<u16>>,
    /// How many numbers are left in the lower half of the chunks below each node of a tree. The
    /// first node is 1, the nodes below node n are 2n and 2n + 1.
    lower: Vec<u32>,
    chunks: Vec<Chunk>,
}

/// The numbers of a chunk.
#[derive(Clone)]
struct Chunk {
    /// A bit for each number that is left.
    words: [u64; WORDS],
    /// As for chunks, the tree over the words.
    lower: [u16; WORDS],
}

impl Remaining {
    pub(super) fn below(bound: u32) -> Self {
        Self {
            bound,
            left: bound,
            places: Vec::new(),
            lower: Vec::new(),
            chunks: Vec::new(),
        }
    }

    /// How many numbers are left.
    pub(super) fn left(&self) -> u32 {
        self.left
    }

    /// The number that is left after so many others; below [`Self::left`] there is one.
    pub(super) fn get(&self, index: u32) -> u32 {
        if self.places.is_empty() {
            return index;
        }
        let size = self.lower.len();
        let (mut node, mut index) = (1, index);
        while let Some(lower) = self.lower.get(node) {
            let upper = index >= *lower;
            index -= if upper { *lower } else { 0 };
            node = 2 * node + usize::from(upper);
        }
        let chunk = node - size;
        let inside = self.chunk(chunk).map_or(index, |chunk| chunk.get(index));
        start_of(chunk) + inside
    }

    /// Takes the number that is left after so many others, and gives it.
    pub(super) fn take_at(&mut self, index: u32) -> u32 {
        self.begin();
        let size = self.lower.len();
        let (mut node, mut index) = (1, index);
        while let Some(lower) = self.lower.get_mut(node) {
            let upper = index >= *lower;
            index -= if upper { *lower } else { 0 };
            *lower -= u32::from(!upper);
            node = 2 * node + usize::from(upper);
        }
        self.left -= 1;
        let chunk = node - size;
        start_of(chunk)
            + self
                .chunk_mut(chunk)
                .map_or(index, |chunk| chunk.take_at(index))
    }

    /// Whether a number is left.
    pub(super) fn contains(&self, number: u32) -> bool {
        number < self.bound
            && self
                .chunk(index_of(number / CHUNK))
                .is_none_or(|chunk| chunk.contains(number % CHUNK))
    }

    /// Takes what is left of some numbers.
    pub(super) fn take(&mut self, numbers: Range<u32>) {
        let mut start = numbers.start;
        let end = numbers.end.min(self.bound);
        if start < end {
            self.begin();
        }
        while start < end {
            let number = start / CHUNK;
            let next = ((number + 1) * CHUNK).min(end);
            let base = number * CHUNK;
            let number = index_of(number);
            let taken = self
                .chunk_mut(number)
                .map_or(0, |chunk| chunk.take(start - base..next - base));
            self.left -= taken;
            let mut node = self.lower.len() + number;
            while node > 1 {
                let is_lower = node.is_multiple_of(2);
                node /= 2;
                if let Some(lower) = self.lower.get_mut(node).filter(|_| is_lower) {
                    *lower -= taken;
                }
            }
            start = next;
        }
    }

    /// Makes the tree over the chunks before anything is taken.
    fn begin(&mut self) {
        if !self.places.is_empty() {
            return;
        }
        let chunks = index_of(self.bound.div_ceil(CHUNK));
        self.places.resize(chunks, None);
        let size = chunks.next_power_of_two();
        self.lower.resize(size, 0);
        for (node, lower) in self.lower.iter_mut().enumerate().skip(1) {
            // Where the node's row begins, and how many chunks are below each of its nodes.
            let row = 1 << node.ilog2();
            let width = size / row;
            let first = (node - row) * width;
            let middle = first + width / 2;
            *lower = start_of(middle).min(self.bound) - start_of(first).min(self.bound);
        }
    }

    fn chunk(&self, chunk: usize) -> Option<&Chunk> {
        let place = self.places.get(chunk).copied().flatten()?;
        self.chunks.get(usize::from(place))
    }

    /// A chunk of which something is to be taken.
    fn chunk_mut(&mut self, chunk: usize) -> Option<&mut Chunk> {
        let place = self.places.get_mut(chunk)?;
        let place = if let Some(place) = place {
            *place
        } else {
            // Always fits: all codes there are make 27,127 chunks.
            let last = u16::try_from(self.chunks.len()).ok()?;
            self.chunks.push(Chunk::FULL);
            *place.insert(last)
        };
        self.chunks.get_mut(usize::from(place))
    }
}

impl Drop for Remaining {
    fn drop(&mut self) {
        for chunk in &mut self.chunks {
            chunk.words.zeroize();
        }
    }
}

impl Chunk {
    /// All numbers. Those at and above the bound are there too: they come last, where no index
    /// that is below what is left can reach.
    const FULL: Self = Self {
        words: [u64::MAX; WORDS],
        lower: full_tree(),
    };

    /// The word that has the number left after so many others, and after how many of its own.
    fn find(&self, mut index: u32) -> (usize, u32) {
        let mut node = 1;
        while let Some(lower) = self.lower.get(node) {
            let lower = u32::from(*lower);
            let upper = index >= lower;
            index -= if upper { lower } else { 0 };
            node = 2 * node + usize::from(upper);
        }
        (node - WORDS, index)
    }

    fn get(&self, index: u32) -> u32 {
        let (word, index) = self.find(index);
        let bits = self.words.get(word).copied().unwrap_or_default();
        number_of(word, bit_at(bits, index))
    }

    fn take_at(&mut self, mut index: u32) -> u32 {
        let mut node = 1;
        while let Some(lower) = self.lower.get_mut(node) {
            let count = u32::from(*lower);
            let upper = index >= count;
            index -= if upper { count } else { 0 };
            *lower -= u16::from(!upper);
            node = 2 * node + usize::from(upper);
        }
        let word = node - WORDS;
        let Some(bits) = self.words.get_mut(word) else {
            return index;
        };
        let bit = bit_at(*bits, index);
        *bits &= !(1 << bit);
        number_of(word, bit)
    }

    fn contains(&self, number: u32) -> bool {
        let bits = self.words.get(index_of(number / WORD));
        bits.is_some_and(|bits| bits >> (number % WORD) & 1 == 1)
    }

    /// Takes what is left of some numbers, and gives how many those were.
    fn take(&mut self, numbers: Range<u32>) -> u32 {
        let mut sum = 0;
        let words = index_of(numbers.start / WORD)..index_of(numbers.end.div_ceil(WORD));
        for word in words {
            let Some(bits) = self.words.get_mut(word) else {
                break;
            };
            let first = number_of(word, 0);
            let from = numbers.start.saturating_sub(first);
            let until = (numbers.end - first).min(WORD);
            let mask = u64::MAX >> (WORD - (until - from)) << from;
            let taken = (*bits & mask).count_ones();
            *bits &= !mask;
            sum += taken;
            let mut node = WORDS + word;
            while node > 1 {
                let is_lower = node.is_multiple_of(2);
                node /= 2;
                if let Some(lower) = self.lower.get_mut(node).filter(|_| is_lower) {
                    // Always fits: a word has 64 numbers.
                    *lower -= u16::try_from(taken).unwrap_or_default();
                }
            }
        }
        sum
    }
}

/// The tree over words of which nothing is taken.
const fn full_tree() -> [u16; WORDS] {
    let mut lower = [0; WORDS];
    let (mut node, mut half) = (1, 2048);
    while node < WORDS {
        #[expect(clippy::indexing_slicing, reason = "checked when it is compiled")]
        {
            lower[node] = half;
        }
        node += 1;
        if node.is_power_of_two() {
            half /= 2;
        }
    }
    lower
}

/// The place of the set bit that so many others are below.
fn bit_at(bits: u64, mut index: u32) -> u32 {
    let (mut bits, mut place) = (bits, 0);
    for width in [32, 16, 8] {
        let lower = (bits & ((1 << width) - 1)).count_ones();
        let upper = index >= lower;
        index -= if upper { lower } else { 0 };
        let shift = if upper { width } else { 0 };
        bits >>= shift;
        place += shift;
    }
    for _ in 0..index {
        bits &= bits.wrapping_sub(1);
    }
    place + bits.trailing_zeros()
}

fn index_of(number: u32) -> usize {
    // Always fits: there are at most 10^8 numbers.
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The first number of a chunk.
fn start_of(chunk: usize) -> u32 {
    u32::try_from(chunk).map_or(u32::MAX, |chunk| chunk.saturating_mul(CHUNK))
}

/// The number of a bit in a word.
fn number_of(word: usize, bit: u32) -> u32 {
    u32::try_from(word).unwrap_or_default() * WORD + bit
}
