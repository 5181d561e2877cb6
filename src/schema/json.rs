//! Reads the nodes of a value out of a JSON body (RFC 8259), in one pass.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroize;

use crate::{DEEPEST_BODY, Issue, IssueCode};

use super::document::{Document, Node, head, node, tag};
use super::literal;

/// A node has 27 bits for a length.
const LONGEST_BODY: usize = (1 << 27) - 1;

impl<'a> Document<'a> {
    /// Reads a body of at most `limit` bytes.
    ///
    /// # Errors
    /// `body_too_large` before anything is read, `body_empty`, `body_not_utf8`, `body_not_json`,
    /// `body_too_deep`.
    pub(crate) fn from_json(body: &'a [u8], limit: usize) -> Result<Self, Issue> {
        let limit = limit.min(LONGEST_BODY);
        if body.len() > limit {
            return Err(Issue::of(IssueCode::BodyTooLarge).param(limit));
        }
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(Issue::of(IssueCode::BodyEmpty));
        }
        let text = core::str::from_utf8(body)
            .map_err(|error| Issue::of(IssueCode::BodyNotUtf8).param(error.valid_up_to() + 1))?;
        let mut reader = Reader {
            text,
            body,
            nodes: Vec::with_capacity(room(body.len())),
            unescaped: String::new(),
        };
        reader.read().map_err(|wrong| {
            reader.unescaped.zeroize();
            match wrong {
                Wrong::NotJson(at) => not_json(body, at),
                Wrong::TooDeep => Issue::body_too_deep(),
            }
        })?;
        Ok(Self {
            nodes: Cow::Owned(reader.nodes),
            text,
            unescaped: reader.unescaped,
        })
    }
}

/// For how many values there is room at first. In the densest body every other byte is one; a
/// request has not a quarter as many. Only what is large is costly to move when it has to grow.
fn room(bytes: usize) -> usize {
    const LARGE: usize = 4096;
    1 + if bytes < LARGE { bytes / 8 } else { bytes / 2 }
}

/// Tells line and column of the byte that is wrong, or of the last one where the body ends too
/// early. Both count from 1; a line feed stands in column 0 of the line that it begins.
#[cold]
fn not_json(body: &[u8], wrong: usize) -> Issue {
    let read = body.get(..=wrong).unwrap_or(body);
    let mut lines = read.rsplit(|&byte| byte == b'\n');
    let column = lines.next().map_or(0, <[u8]>::len);
    let line = 1 + lines.count();
    Issue::of(IssueCode::BodyNotJson).param(line).param(column)
}

/// What is no JSON: the byte at this place, or that the body ends there.
struct NotJson(usize);

/// Where to read on.
type Read = Result<usize, NotJson>;

/// Why a body is refused.
enum Wrong {
    NotJson(usize),
    TooDeep,
}

impl From<NotJson> for Wrong {
    fn from(NotJson(at): NotJson) -> Self {
        Self::NotJson(at)
    }
}

/// Writes nodes. Places in the body are handed from one part to the next, not kept: a place in
/// memory would be what each part waits for.
struct Reader<'a> {
    text: &'a str,
    /// The bytes of `text`.
    body: &'a [u8],
    nodes: Vec<Node>,
    /// May hold a code: it is wiped, and has room enough never to be moved.
    unescaped: String,
}

/// The list or object that a value is in.
#[derive(Clone, Copy)]
struct Around {
    /// Its node. While it is open, that has the node of what it is in as its place.
    at: usize,
    tag: u32,
    /// How many items or members it has so far.
    length: usize,
}

impl Reader<'_> {
    /// One value, in one loop: names, texts and numbers in a row need no calls.
    fn read(&mut self) -> Result<(), Wrong> {
        let mut at = 0;
        let mut levels = 0;
        let mut around = Around {
            at: 0,
            tag: tag::NULL,
            length: 0,
        };
        // Whether the name of a member comes next.
        let mut name = false;
        'value: loop {
            match self.byte(at) {
                b' ' | b'\n' | b'\r' | b'\t' => {
                    at += 1;
                    continue;
                }
                b'"' => {
                    let start = at + 1;
                    let end = plain_end(self.body, start);
                    if self.byte(end) == b'"' {
                        self.nodes.push(node(tag::STRING, end - start, start));
                        at = end + 1;
                    } else {
                        at = self.escaped(start)?;
                    }
                    if name {
                        at = self.skip_whitespace(at);
                        if self.byte(at) != b':' {
                            return Err(NotJson(at).into());
                        }
                        at += 1;
                        name = false;
                        continue;
                    }
                }
                _ if name => return Err(NotJson(at).into()),
                b'0'..=b'9' => at = self.number(at)?,
                b'-' => at = self.literal(at)?,
                b'n' => at = self.word(at, b"null", tag::NULL)?,
                b't' => at = self.word(at, b"true", tag::TRUE)?,
                b'f' => at = self.word(at, b"false", tag::FALSE)?,
                open @ (b'[' | b'{') => {
                    if levels == DEEPEST_BODY {
                        return Err(Wrong::TooDeep);
                    }
                    let (tag, end) = if open == b'[' {
                        (tag::ARRAY, b']')
                    } else {
                        (tag::OBJECT, b'}')
                    };
                    around = self.open(around, tag);
                    at = self.skip_whitespace(at + 1);
                    if self.byte(at) != end {
                        levels += 1;
                        name = tag == tag::OBJECT;
                        continue;
                    }
                    around = self.close(around);
                    at += 1;
                }
                _ => return Err(NotJson(at).into()),
            }
            // What comes behind a value.
            loop {
                if levels == 0 {
                    break 'value;
                }
                around.length += 1;
                at = self.skip_whitespace(at);
                match (self.byte(at), around.tag) {
                    (b',', tag) => {
                        name = tag == tag::OBJECT;
                        at += 1;
                        continue 'value;
                    }
                    (b']', tag::ARRAY) | (b'}', tag::OBJECT) => {
                        around = self.close(around);
                        at += 1;
                        levels -= 1;
                    }
                    _ => return Err(NotJson(at).into()),
                }
            }
        }
        at = self.skip_whitespace(at);
        if at < self.body.len() {
            return Err(NotJson(at).into());
        }
        Ok(())
    }

    /// Begins a list or an object; what is around it is set aside in its own node.
    fn open(&mut self, around: Around, tag: u32) -> Around {
        if let Some([head, _]) = self.nodes.get_mut(around.at) {
            [*head, _] = node(around.tag, around.length, 0);
        }
        let at = self.nodes.len();
        self.nodes.push(node(tag, 0, around.at));
        Around { at, tag, length: 0 }
    }

    /// Ends a list or an object, and gives what it is in.
    fn close(&mut self, closed: Around) -> Around {
        let end = self.nodes.len();
        let mut at = 0;
        if let Some(node_of) = self.nodes.get_mut(closed.at) {
            let [_, place] = *node_of;
            at = usize::try_from(place).unwrap_or_default();
            *node_of = node(closed.tag, closed.length, end);
        }
        let [word, _] = self.nodes.get(at).copied().unwrap_or_default();
        let (tag, length) = head(word);
        Around { at, tag, length }
    }

    /// A text that is not plain, or does not end.
    #[cold]
    fn escaped(&mut self, start: usize) -> Read {
        if self.unescaped.capacity() == 0 {
            // No text reads longer than it is written.
            self.unescaped = String::with_capacity(self.body.len() - start);
        }
        let place = self.unescaped.len();
        let mut at = start;
        loop {
            let end = plain_end(self.body, at);
            let plain = self.text.get(at..end).unwrap_or_default();
            self.unescaped.push_str(plain);
            match self.byte(end) {
                b'"' => {
                    let length = self.unescaped.len() - place;
                    self.nodes.push(node(tag::ESCAPED, length, place));
                    return Ok(end + 1);
                }
                b'\\' => at = self.escape(end + 1)?,
                _ => return Err(NotJson(end)),
            }
        }
    }

    /// What stands for a character behind a backslash.
    fn escape(&mut self, at: usize) -> Read {
        let mut end = at + 1;
        let character = match self.byte(at) {
            b'u' => {
                let code_point;
                (code_point, end) = self.code_point(end)?;
                // What is wrong with its digits is known at the last one.
                char::from_u32(code_point).ok_or(NotJson(end - 1))?
            }
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            itself @ (b'"' | b'\\' | b'/') => char::from(itself),
            _ => return Err(NotJson(at)),
        };
        self.unescaped.push(character);
        Ok(end)
    }

    /// Four hexadecimal digits, or twice as many for what UTF-16 writes as two surrogates; and where
    /// to read on.
    fn code_point(&self, at: usize) -> Result<(u32, usize), NotJson> {
        let unit = self.utf16(at)?;
        let mut end = at + 4;
        if !matches!(unit, 0xd800..=0xdbff) {
            return Ok((unit, end));
        }
        end = self.expect(end, b'\\')?;
        end = self.expect(end, b'u')?;
        let low = self.utf16(end)?;
        end += 4;
        if !matches!(low, 0xdc00..=0xdfff) {
            return Err(NotJson(end - 1));
        }
        Ok((0x1_0000 + ((unit & 0x3ff) << 10 | low & 0x3ff), end))
    }

    /// A unit of UTF-16 in four hexadecimal digits.
    fn utf16(&self, at: usize) -> Result<u32, NotJson> {
        let mut unit = 0;
        for digit in at..at + 4 {
            let Some(digit) = char::from(self.byte(digit)).to_digit(16) else {
                return Err(NotJson(at + 3));
            };
            unit = unit << 4 | digit;
        }
        Ok(unit)
    }

    /// A number, from its first digit.
    #[inline]
    fn number(&mut self, start: usize) -> Read {
        // Of 4294967295.
        const MOST_DIGITS: usize = 10;
        let mut whole = 0_u64;
        let mut at = start;
        loop {
            let byte = self.byte(at);
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                let digits = at - start;
                if let Ok(whole) = u32::try_from(whole)
                    && digits <= MOST_DIGITS
                    && (digits == 1 || self.byte(start) != b'0')
                    && !matches!(byte, b'.' | b'e' | b'E')
                {
                    self.nodes.push([tag::WHOLE, whole]);
                    return Ok(at);
                }
                return self.literal(start);
            }
            whole = whole.wrapping_mul(10).wrapping_add(u64::from(digit));
            at += 1;
        }
    }

    /// A number that is not just a few digits. Its value is found when somebody asks for it.
    #[cold]
    fn literal(&mut self, start: usize) -> Read {
        // So many characters and a power of ten of two digits are below 10^308.
        const SHORT: usize = 200;
        let mut at = start;
        if self.byte(at) == b'-' {
            at += 1;
        }
        if self.byte(at) == b'0' {
            at += 1;
            if self.byte(at).is_ascii_digit() {
                return Err(NotJson(at));
            }
        } else {
            at = self.digits(at)?;
        }
        if self.byte(at) == b'.' {
            at = self.digits(at + 1)?;
        }
        let mut power = at;
        if let b'e' | b'E' = self.byte(at) {
            power += 1;
            if let b'+' | b'-' = self.byte(power) {
                power += 1;
            }
            at = self.digits(power)?;
        }
        let literal = self.text.get(start..at).unwrap_or_default();
        if (literal.len() > SHORT || at - power > 2) && literal::is_infinite(literal) {
            return Err(NotJson(self.known_as_infinite(power, at)));
        }
        self.nodes.push(node(tag::LITERAL, at - start, start));
        Ok(at)
    }

    /// Where a number beyond every double is known to be one: at the digit that takes its power of
    /// ten beyond 31 bits, else at its last one.
    fn known_as_infinite(&self, power: usize, end: usize) -> usize {
        let mut value = 0_u64;
        (power..end)
            .find(|&at| {
                value = value * 10 + u64::from(self.byte(at) & 0xf);
                value > 0x7fff_ffff
            })
            .unwrap_or(end - 1)
    }

    /// One digit or more.
    fn digits(&self, start: usize) -> Read {
        let mut at = start;
        while self.byte(at).is_ascii_digit() {
            at += 1;
        }
        if at == start {
            return Err(NotJson(at));
        }
        Ok(at)
    }

    /// One of the three words that JSON has.
    fn word(&mut self, start: usize, word: &[u8], tag: u32) -> Read {
        self.nodes.push(node(tag, 0, 0));
        word.iter()
            .try_fold(start, |at, &byte| self.expect(at, byte))
    }

    fn expect(&self, at: usize, byte: u8) -> Read {
        if self.byte(at) == byte {
            Ok(at + 1)
        } else {
            Err(NotJson(at))
        }
    }

    fn skip_whitespace(&self, mut at: usize) -> usize {
        while let b' ' | b'\n' | b'\r' | b'\t' = self.byte(at) {
            at += 1;
        }
        at
    }

    /// The byte there; at the end 0, which stands nowhere in JSON.
    fn byte(&self, at: usize) -> u8 {
        self.body.get(at).copied().unwrap_or_default()
    }
}

/// Where the next byte is that ends what is plain in a text: a quotation mark, a backslash, a
/// control character; or the end.
#[inline]
fn plain_end(body: &[u8], from: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    // Quotation marks come to stand at 0x20, directly behind the control characters.
    const SWAPPED: u64 = ONES * 0x02;
    const BACKSLASHES: u64 = ONES * 0x5c;
    let mut at = from;
    let mut rest = body.get(from..).unwrap_or_default();
    while let Some((bytes, behind)) = rest.split_first_chunk() {
        let bytes = u64::from_le_bytes(*bytes);
        // Subtracting sets the highest bit of a byte that was less. It borrows from the bytes behind
        // it, of which none is asked then.
        let ends =
            (bytes ^ SWAPPED).wrapping_sub(ONES * 0x21) | (bytes ^ BACKSLASHES).wrapping_sub(ONES);
        let ends = ends & !bytes & (ONES << 7);
        if ends != 0 {
            let plain = ends.trailing_zeros() / u8::BITS;
            return at + usize::try_from(plain).unwrap_or_default();
        }
        at += size_of::<u64>();
        rest = behind;
    }
    let plain = rest
        .iter()
        .take_while(|&&byte| byte >= 0x20 && byte != b'"' && byte != b'\\')
        .count();
    at + plain
}
