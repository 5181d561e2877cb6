//! Numbers of which some are taken: which are left, and which is the i-th of those.
//!
//! A bit for each number, in chunks that are made when their first number is taken, and above the
//! bits a tree that counts what is left. Finding the i-th number that is left and taking it are
//! one walk down that tree, five steps for a million numbers, whether one of them is taken or all
//! but one.

use alloc::vec::Vec;
use core::ops::Range;

use zeroize::Zeroize;

/// The branches of a node.
const BRANCHES: usize = 8;
/// The words of a chunk: what two levels of nodes reach.
const WORDS: usize = 64;
const NODES: usize = 9;
/// The numbers of a word of bits.
const WORD: u32 = u64::BITS;
/// The numbers of a chunk.
const CHUNK: u32 = 4096;

/// How many numbers are left in the branches before each branch: of the first, none. Two branches
/// are a pair, the first in its low half, so that two are compared and counted at once.
///
/// A tree is a slice of nodes, the first of them above all others; below node n are the nodes from
/// 8n + 1 to 8n + 8, and those that are past the end are the leaves.
#[derive(Clone, Copy)]
struct Node([u64; BRANCHES / 2]);

/// 1 in each half of a pair.
const BOTH: u64 = (1 << u32::BITS) | 1;
/// The highest bit of each half, which no count reaches: all codes there are are fewer than 2^27.
const HIGH: u64 = BOTH << 31;

/// The numbers below a bound, without those that were taken.
#[derive(Clone)]
pub(super) struct Remaining {
    bound: u32,
    left: u32,
    /// Its leaves are the chunks. Empty as long as nothing is taken.
    tree: Vec<Node>,
    /// Of each chunk its place in `chunks`; `None` when nothing of it is taken.
    places: Vec<Option<u16>>,
    chunks: Vec<Chunk>,
}

/// The numbers of a chunk.
#[derive(Clone)]
struct Chunk {
    /// Its leaves are the words.
    tree: [Node; NODES],
    /// A bit for each number that is left.
    words: [u64; WORDS],
}

impl Remaining {
    pub(super) fn below(bound: u32) -> Self {
        Self {
            bound,
            left: bound,
            tree: Vec::new(),
            places: Vec::new(),
            chunks: Vec::new(),
        }
    }

    /// How many numbers are left.
    pub(super) fn left(&self) -> u32 {
        self.left
    }

    /// The number that is left after so many others; below [`Self::left`] there is one.
    pub(super) fn get(&self, index: u32) -> u32 {
        if self.tree.is_empty() {
            return index;
        }
        let (number, index) = find(&self.tree, index);
        let chunk = self.chunk(number);
        start_of(number) + chunk.map_or(index, |chunk| chunk.get(index))
    }

    /// Takes the number that is left after so many others, and gives it.
    pub(super) fn take_at(&mut self, index: u32) -> u32 {
        self.begin();
        let (number, index) = take_at(&mut self.tree, index);
        self.left -= 1;
        let chunk = self.chunk_mut(number);
        start_of(number) + chunk.map_or(index, |chunk| chunk.take_at(index))
    }

    /// Whether a number is left.
    pub(super) fn contains(&self, number: u32) -> bool {
        number < self.bound
            && self
                .chunk(place(number / CHUNK))
                .is_none_or(|chunk| chunk.contains(number % CHUNK))
    }

    /// Takes what is left of some numbers.
    pub(super) fn take(&mut self, numbers: Range<u32>) {
        let end = numbers.end.min(self.bound);
        let mut start = numbers.start;
        while start < end {
            self.begin();
            let number = place(start / CHUNK);
            let first = start_of(number);
            let next = (first + CHUNK).min(end);
            let chunk = self.chunk_mut(number);
            let taken = chunk.map_or(0, |chunk| chunk.take(start - first..next - first));
            take(&mut self.tree, number, taken);
            self.left -= taken;
            start = next;
        }
    }

    /// Makes the tree over the chunks before anything is taken.
    fn begin(&mut self) {
        if !self.tree.is_empty() {
            return;
        }
        let chunks = place(self.bound.div_ceil(CHUNK));
        self.places.resize(chunks, None);
        // The chunks that each branch of a level reaches, from the highest to the lowest.
        let mut reach = 1;
        while reach * BRANCHES < chunks {
            reach *= BRANCHES;
        }
        let mut nodes = 1;
        while reach > 0 {
            for node in 0..nodes {
                let start = |branch| {
                    let chunk = (node * BRANCHES + branch) * reach;
                    start_of(chunk).min(self.bound)
                };
                let mut before = [0; BRANCHES];
                for (branch, before) in before.iter_mut().enumerate() {
                    *before = start(branch) - start(0);
                }
                self.tree.push(Node::of(before));
            }
            nodes *= BRANCHES;
            reach /= BRANCHES;
        }
    }

    fn chunk(&self, number: usize) -> Option<&Chunk> {
        let place = self.places.get(number).copied().flatten()?;
        self.chunks.get(usize::from(place))
    }

    /// A chunk of which something is to be taken.
    fn chunk_mut(&mut self, number: usize) -> Option<&mut Chunk> {
        let place = self.places.get_mut(number)?;
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
        // They tell which codes were issued.
        for chunk in &mut self.chunks {
            chunk.words.zeroize();
        }
    }
}

impl Chunk {
    /// All numbers. Those at and above the bound are there too: they come last, where no index
    /// that is below what is left can reach.
    const FULL: Self = Self {
        tree: [
            Node::of([0, 512, 1024, 1536, 2048, 2560, 3072, 3584]),
            Self::FULL_WORDS,
            Self::FULL_WORDS,
            Self::FULL_WORDS,
            Self::FULL_WORDS,
            Self::FULL_WORDS,
            Self::FULL_WORDS,
            Self::FULL_WORDS,
            Self::FULL_WORDS,
        ],
        words: [u64::MAX; WORDS],
    };
    const FULL_WORDS: Node = Node::of([0, 64, 128, 192, 256, 320, 384, 448]);

    fn get(&self, index: u32) -> u32 {
        let (word, index) = find(&self.tree, index);
        let bits = self.words.get(word).copied().unwrap_or_default();
        number_of(word) + bit_at(bits, index)
    }

    fn take_at(&mut self, index: u32) -> u32 {
        let (word, index) = take_at(&mut self.tree, index);
        let Some(bits) = self.words.get_mut(word) else {
            return index;
        };
        let bit = bit_at(*bits, index);
        *bits &= !(1 << bit);
        number_of(word) + bit
    }

    fn contains(&self, number: u32) -> bool {
        let bits = self.words.get(place(number / WORD));
        bits.is_some_and(|bits| bits >> (number % WORD) & 1 == 1)
    }

    /// Takes what is left of some numbers, and gives how many those were.
    fn take(&mut self, numbers: Range<u32>) -> u32 {
        let mut sum = 0;
        for word in place(numbers.start / WORD)..place(numbers.end.div_ceil(WORD)) {
            let Some(bits) = self.words.get_mut(word) else {
                break;
            };
            let from = numbers.start.saturating_sub(number_of(word));
            let until = (numbers.end - number_of(word)).min(WORD);
            let mask = u64::MAX >> (WORD - (until - from)) << from;
            let taken = (*bits & mask).count_ones();
            *bits &= !mask;
            take(&mut self.tree, word, taken);
            sum += taken;
        }
        sum
    }
}

impl Node {
    const fn of(before: [u32; BRANCHES]) -> Self {
        let [first, second, third, fourth] = *before.as_chunks().0 else {
            return Self([0; BRANCHES / 2]);
        };
        Self([pair(first), pair(second), pair(third), pair(fourth)])
    }

    /// The branch of the number that is left after so many others, and how many are before it.
    ///
    /// Counted without a jump that a processor could not foretell. Of branches that have nothing
    /// left, what is before them is before the next, too.
    fn branch_at(&self, index: u32) -> (usize, u32) {
        let index = (u64::from(index) * BOTH) | HIGH;
        self.last_of(self.0.map(|pair| reached(pair, index)))
    }

    /// As [`Node::branch_at`], for a number that is taken.
    fn take_at(&mut self, index: u32) -> (usize, u32) {
        let index = (u64::from(index) * BOTH) | HIGH;
        let [one, two, three, four] = &mut self.0;
        let are_reached = [one, two, three, four].map(|pair| {
            let reached = reached(*pair, index);
            // One fewer is before those that it does not reach.
            *pair -= reached ^ BOTH;
            reached
        });
        self.last_of(are_reached)
    }

    /// The last of the branches that are reached, and how many are before it.
    #[inline]
    fn last_of(&self, [one, two, three, four]: [u64; BRANCHES / 2]) -> (usize, u32) {
        let both = one + two + three + four;
        // The first always is.
        let branch = low(both + (both >> u32::BITS)).wrapping_sub(1);
        let pair = self.0.get(place(branch / 2)).copied().unwrap_or_default();
        (place(branch), low(pair >> (branch % 2 * u32::BITS)))
    }

    /// Lowers what is left before the branches after one.
    fn lower(&mut self, branch: usize, count: u32) {
        for (at, counts) in self.0.iter_mut().enumerate() {
            let after = |branch_of_it| if branch_of_it > branch { count } else { 0 };
            *counts -= pair([after(2 * at), after(2 * at + 1)]);
        }
    }
}

#[expect(clippy::as_conversions, reason = "none is lost")]
const fn pair([even, odd]: [u32; 2]) -> u64 {
    even as u64 | (odd as u64) << u32::BITS
}

/// The low half.
fn low(pair: u64) -> u32 {
    u32::try_from(pair & u64::from(u32::MAX)).unwrap_or_default()
}

/// 1 in each half of a pair that is at most an index, which stands in both with [`HIGH`].
fn reached(pair: u64, index: u64) -> u64 {
    ((index - pair) & HIGH) >> 31
}

/// The leaf of the number that is left after so many others, and how many of its own are before.
fn find(tree: &[Node], mut index: u32) -> (usize, u32) {
    let mut at = 0;
    while let Some(node) = tree.get(at) {
        let (branch, before) = node.branch_at(index);
        index -= before;
        at = at * BRANCHES + 1 + branch;
    }
    (at - tree.len(), index)
}

/// As [`find`], for a number that is taken.
fn take_at(tree: &mut [Node], mut index: u32) -> (usize, u32) {
    let mut at = 0;
    while let Some(node) = tree.get_mut(at) {
        let (branch, before) = node.take_at(index);
        index -= before;
        at = at * BRANCHES + 1 + branch;
    }
    (at - tree.len(), index)
}

/// Takes so many numbers of a leaf.
fn take(tree: &mut [Node], leaf: usize, count: u32) {
    let mut at = tree.len() + leaf;
    while let Some(above) = at.checked_sub(1) {
        at = above / BRANCHES;
        if let Some(node) = tree.get_mut(at) {
            node.lower(above % BRANCHES, count);
        }
    }
}

/// The place of the set bit that so many others are below.
///
/// All eight bytes are counted and compared at once, and then the eight bits of one: most processors
/// that this is built for may not count bits by themselves.
fn bit_at(bits: u64, index: u32) -> u32 {
    let pairs = bits - ((bits >> 1) & (0x55 * ONES));
    let fours = (pairs & (0x33 * ONES)) + ((pairs >> 2) & (0x33 * ONES));
    let counts = (fours + (fours >> 4)) & (0x0f * ONES);
    let index = u64::from(index);
    let (byte, before) = byte_at(counts, index);
    // A byte for each bit of it.
    let each = ((bits >> (8 * byte) & 0xff) * ONES) & 0x8040_2010_0804_0201;
    let are_set = (each + 0x7f * ONES) >> 7 & ONES;
    let (bit, _) = byte_at(are_set, index - before);
    u32::try_from(8 * byte + bit).unwrap_or_default()
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// In which byte one comes that so many others are before, where each has so many, 64 at most; and
/// how many are before that byte.
fn byte_at(counts: u64, index: u64) -> (u64, u64) {
    const HIGHS: u64 = 0x80 * ONES;
    // Up to the end of each byte; the high bit is free to borrow from.
    let until = counts.wrapping_mul(ONES);
    let passed = (((index * ONES) | HIGHS) - until) & HIGHS;
    let byte = (passed >> 7).wrapping_mul(ONES) >> 56;
    (byte, ((until << 8) >> (8 * byte)) & 0xff)
}

fn place(number: u32) -> usize {
    // Always fits: there are at most 111,110,000 numbers.
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The first number of a chunk.
fn start_of(chunk: usize) -> u32 {
    u32::try_from(chunk).map_or(u32::MAX, |chunk| chunk.saturating_mul(CHUNK))
}

/// The first number of a word.
fn number_of(word: usize) -> u32 {
    u32::try_from(word).unwrap_or_default() * WORD
}
