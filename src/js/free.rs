//! Sets of free codes that JavaScript keeps, and what is drawn from them.
//!
//! Codes cross as numbers of 32 bits: the value of the digits and, from bit 27 on, how many digits
//! there are beyond four. JavaScript writes the digits.

use alloc::vec::Vec;

use rand_core::{TryCryptoRng, TryRng};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use super::answer::{Answer, misused};
use super::{Arguments, Border, wipe};
use crate::code::Digits;
use crate::schema::{Document, Kind, Name, Table, check, check_alone};
use crate::{
    Code, CodePolicy, Collision, FreeCodes, GenerateError, Issues, OsRng, TakenCode, UnknownFields,
    Window,
};

/// Below it an answer is how many codes there are, or the code.
const NOT_DRAWN: u32 = u32::MAX;

/// Where the length of a code begins; 10^8 is below.
const LENGTH_AT: u32 = 27;
const SHORTEST: u8 = 4;

fn packed(digits: Digits) -> u32 {
    u32::from(digits.length - SHORTEST) << LENGTH_AT | digits.value
}

fn unpacked(word: u32) -> Digits {
    // JavaScript writes 0 to 4.
    let more = u8::try_from(word >> LENGTH_AT).unwrap_or_default();
    Digits {
        length: SHORTEST + more.min(4),
        value: word & ((1 << LENGTH_AT) - 1),
    }
}

/// A set of free codes.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct CodeSet(FreeCodes);

#[wasm_bindgen]
impl CodeSet {
    /// How many codes are free.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.0.left()
    }

    /// How many codes the policy allows.
    #[must_use]
    pub fn keyspace(&self) -> u32 {
        self.0.keyspace()
    }

    /// Takes a code; gives whether it was free.
    pub fn take(&mut self, code: u32) -> bool {
        self.0.take(&Code::from(unpacked(code)))
    }
}

impl CodeSet {
    pub(super) fn codes(&self) -> &FreeCodes {
        &self.0
    }
}

#[wasm_bindgen]
impl Border {
    /// `[policy?, taken?, draw?]`, and codes in use as numbers in `length` bytes of the body. What
    /// it makes is handed over by [`Self::made`].
    pub fn free_codes(&mut self, nodes: usize, text: usize, length: usize) -> u32 {
        let body = core::mem::take(&mut self.body);
        let mut made = None;
        let answer = self.call(nodes, text, &mut |arguments, _| {
            let (taken, _) = body.get(..length).unwrap_or_default().as_chunks();
            let taken = taken.iter().copied().map(u32::from_le_bytes).map(unpacked);
            match free(taken, arguments) {
                Ok(free) => {
                    made = Some(free);
                    Answer::AsGiven
                }
                Err(misuse) => misuse,
            }
        });
        self.body = body;
        wipe(&mut self.body, length);
        self.made = made;
        answer
    }

    /// The set that was made last.
    pub fn made(&mut self) -> Option<CodeSet> {
        self.made.take().map(CodeSet)
    }

    /// Forgets random bytes that were asked for ahead.
    pub fn forget(&mut self) {
        self.ahead = Ahead::default();
    }

    /// Draws a code, which is the answer.
    ///
    /// `ahead` is how many random bytes to ask for at once where there are too few; here and
    /// below.
    pub fn draw(&mut self, set: &CodeSet, ahead: usize) -> u32 {
        let drawn = set.0.draw_digits(self.ahead.of(ahead));
        self.one(drawn)
    }

    /// Draws codes, each from all that are free. None where there is no memory for them, or the
    /// host has not so many random bytes at once: it may have enough for one.
    pub fn draw_each(&mut self, set: &CodeSet, count: u32, ahead: usize) -> u32 {
        let length = usize::try_from(count).unwrap_or(usize::MAX);
        let mut codes = Vec::new();
        let drawn = if self.ahead.of(ahead).has(length.saturating_mul(4))
            && codes.try_reserve_exact(length).is_ok()
        {
            let draw = |_| set.0.draw_digits(&mut self.ahead).map(packed);
            (0..count).map(draw).try_for_each(|drawn| {
                codes.push(drawn?);
                Ok(())
            })
        } else {
            Ok(())
        };
        self.several(drawn.map(|()| codes))
    }

    /// Draws different codes.
    pub fn draw_many(&mut self, set: &CodeSet, count: u32, ahead: usize) -> u32 {
        let rng = self.ahead.of(ahead);
        let drawn = set.0.draw_many_as(count, rng, packed);
        self.several(drawn)
    }

    /// Issues a code, which is the answer.
    pub fn issue(&mut self, set: &mut CodeSet, ahead: usize) -> u32 {
        let issued = set.0.issue_digits(self.ahead.of(ahead));
        self.one(issued)
    }

    /// Issues codes.
    pub fn issue_many(&mut self, set: &mut CodeSet, count: u32, ahead: usize) -> u32 {
        let rng = self.ahead.of(ahead);
        let issued = set.0.issue_many_as(count, rng, packed);
        self.several(issued)
    }
}

const COLLISION: Name = Name::new(0, "collision");
const WINDOW: Name = Name::new(1, "window");

const DRAW: Table = Table::of(&[
    COLLISION.optional(Kind::Word(&Collision::WORDS)),
    WINDOW.optional(Kind::Object(&Window::TABLE)),
]);

/// The codes that `[policy?, taken?, draw?]` leave free, and those in use that are numbers.
fn free(
    packed: impl Iterator<Item = Digits> + Clone,
    arguments: &Arguments<'_>,
) -> Result<FreeCodes, Answer> {
    let policy = match arguments.given(0) {
        Some(policy) => CodePolicy::read(&policy).map_err(misused("policy"))?,
        None => CodePolicy::default(),
    };
    let taken = match arguments.given(1) {
        Some(list) => taken(&list).map_err(misused("taken"))?,
        None => Vec::new(),
    };
    let (collision, window) = match arguments.given(2) {
        Some(given) => draw(&given).map_err(misused("draw"))?,
        None => (Collision::Equal, Window::ALWAYS),
    };
    let overlapping = taken
        .iter()
        .filter(|taken| taken.window.overlaps(&window))
        .map(|taken| taken.code.as_digits());
    let taken = packed.chain(overlapping);
    Ok(FreeCodes::beside(&policy, &taken, collision, window))
}

fn taken(list: &Document<'_>) -> Result<Vec<TakenCode>, Issues> {
    check_alone(list, &Kind::List(&TakenCode::KIND), UnknownFields::Refuse)?;
    Ok(list.root().items().filter_map(TakenCode::of).collect())
}

fn draw(given: &Document<'_>) -> Result<(Collision, Window), Issues> {
    let reading = check(given, &DRAW, UnknownFields::Refuse, &mut |_| {})?;
    let collision = reading.parse(COLLISION, Collision::parse);
    let window = reading.get(WINDOW).and_then(Window::of_given);
    Ok((
        collision.unwrap_or_default(),
        window.unwrap_or(Window::ALWAYS),
    ))
}

type Failed = GenerateError<<OsRng as TryRng>::Error>;

impl Border {
    fn one(&mut self, drawn: Result<Digits, Failed>) -> u32 {
        match drawn {
            // A code is below 2^30.
            Ok(digits) => packed(digits),
            Err(failed) => self.not_drawn(&failed),
        }
    }

    fn several(&mut self, drawn: Result<Vec<u32>, Failed>) -> u32 {
        match drawn {
            Ok(codes) => {
                let count = codes.len();
                self.out.words = codes;
                u32::try_from(count).unwrap_or_default()
            }
            Err(failed) => self.not_drawn(&failed),
        }
    }

    fn not_drawn(&mut self, failed: &Failed) -> u32 {
        self.out.clear();
        self.answered(Answer::not_drawn(failed));
        NOT_DRAWN
    }
}

/// The host's generator, asked for many bytes at once: each question crosses the border.
#[derive(Default)]
pub(super) struct Ahead {
    bytes: Zeroizing<Vec<u8>>,
    used: usize,
    /// How many bytes to ask for next.
    room: usize,
}

impl core::fmt::Debug for Ahead {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Ahead(…)")
    }
}

impl Ahead {
    fn of(&mut self, room: usize) -> &mut Self {
        self.room = room;
        self
    }

    /// The next four bytes that are here, which are wiped: what a draw takes.
    fn take(&mut self) -> Option<[u8; 4]> {
        let bytes = self.bytes.get_mut(self.used..)?.first_chunk_mut()?;
        self.used += bytes.len();
        Some(core::mem::take(bytes))
    }

    /// Whether so many bytes are here, or can be asked for.
    fn has(&mut self, bytes: usize) -> bool {
        let left = |ahead: &Self| ahead.bytes.len().saturating_sub(ahead.used);
        left(self) >= bytes || {
            self.ask();
            left(self) >= bytes
        }
    }

    /// Asks for more bytes, behind those that are here. They may not come: there may be no memory
    /// for them, or the host may have fewer.
    fn ask(&mut self) {
        // Once: after that draws that were refused took more than was foreseen.
        let room = core::mem::take(&mut self.room);
        self.bytes.drain(..self.used);
        self.used = 0;
        let here = self.bytes.len();
        if self.bytes.try_reserve(room).is_err() {
            return;
        }
        self.bytes.resize(here + room, 0);
        let asked = self.bytes.get_mut(here..).unwrap_or_default();
        if OsRng.try_fill_bytes(asked).is_err() {
            self.bytes.truncate(here);
        }
    }
}

impl TryRng for Ahead {
    type Error = <OsRng as TryRng>::Error;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, wanted: &mut [u8]) -> Result<(), Self::Error> {
        let Ok(four) = <&mut [u8; 4]>::try_from(&mut *wanted) else {
            return OsRng.try_fill_bytes(wanted);
        };
        if let Some(bytes) = self.take() {
            *four = bytes;
            return Ok(());
        }
        if self.room > four.len() {
            self.ask();
            if let Some(bytes) = self.take() {
                *four = bytes;
                return Ok(());
            }
        }
        OsRng.try_fill_bytes(four)
    }
}

impl TryCryptoRng for Ahead {}
