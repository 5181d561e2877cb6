//! The JavaScript face: every `#[wasm_bindgen]` item, and nothing that decides.
//!
//! JavaScript reads the caller's values itself, so no getter or proxy of theirs ever runs inside
//! a wasm frame, and writes them as a frame (see [`frame`]) into the buffers of a [`Border`]. The
//! answer is JSON text in the border's reply. Buffers are wiped after each call: they held codes.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use zeroize::Zeroize;

use crate::Value;

mod answer;
mod code;
mod field;
mod frame;
mod kiiaccess;

use answer::Answer;

/// Buffers above this many bytes are given back after a call.
const KEPT: usize = 1 << 16;

/// The wasm memory, for the views through which JavaScript writes and reads buffers.
#[wasm_bindgen(skip_typescript)]
#[must_use]
#[expect(unreachable_pub, reason = "reached from JavaScript")]
pub fn core_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// The buffers between JavaScript and the core. One is enough: calls do not overlap.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug, Default)]
pub struct Border {
    /// The tags and lengths of the arguments.
    words: Vec<u32>,
    /// The texts of the arguments, joined.
    text: Vec<u8>,
    /// A raw HTTP body.
    body: Vec<u8>,
    /// JSON text: the answer to the last call.
    reply: String,
}

#[wasm_bindgen]
impl Border {
    /// Empty buffers.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many words and bytes. Afterwards the memory may be another.
    pub fn reserve(&mut self, words: usize, text: usize, body: usize) {
        grow(&mut self.words, words);
        grow(&mut self.text, text);
        grow(&mut self.body, body);
    }

    /// Where the words are, as an address in the memory.
    #[must_use]
    pub fn words_at(&self) -> usize {
        self.words.as_ptr().addr()
    }

    /// Where the joined texts are.
    #[must_use]
    pub fn text_at(&self) -> usize {
        self.text.as_ptr().addr()
    }

    /// Where the body is.
    #[must_use]
    pub fn body_at(&self) -> usize {
        self.body.as_ptr().addr()
    }

    /// Where the reply is.
    #[must_use]
    pub fn reply_at(&self) -> usize {
        self.reply.as_ptr().addr()
    }

    /// Wipes the last reply.
    pub fn forget(&mut self) {
        self.reply.zeroize();
        if self.reply.capacity() > KEPT {
            self.reply = String::new();
        }
    }
}

macro_rules! calls {
    ($($(#[doc = $doc:literal])* $name:ident = $answer:path;)*) => {
        #[wasm_bindgen]
        impl Border {
            $(
                $(#[doc = $doc])*
                ///
                /// `words` and `text` are how much of each buffer the arguments fill. Gives the
                /// length of the reply.
                pub fn $name(&mut self, words: usize, text: usize) -> usize {
                    self.call(words, text, $answer)
                }
            )*
        }
    };
}

calls! {
    /// `[code, policy?]`
    check_code = code::check;
    /// `[policy?, taken]`
    generate_code = code::generate;
    /// `[text]`
    check_phone = field::check_phone;
    /// `[text]`
    check_user_id = field::check_user_id;
    /// `[text]`
    check_uuid = field::check_uuid;
    /// `[text, options?]`
    parse_timestamp = field::parse_timestamp;
    /// `[window]`
    check_window = field::check_window;
    /// `[window, instant]`
    window_state = field::window_state;
    /// `[text]`
    check_access_level = field::check_access_level;
    /// `[]`
    key_formats = field::key_formats;
    /// `[format, number]`
    check_key_number = field::check_key_number;
    /// `[input, options?]`
    check_create_access_key = kiiaccess::check;
    /// `[body]`, one that is neither text nor bytes
    refuse_body = field::refuse_body;
    /// `[issues]`
    refuse_create_access_key = kiiaccess::refuse;
    /// `[request, state, now]`
    decide_create_access_key = kiiaccess::decide;
}

#[wasm_bindgen]
impl Border {
    /// `[options?]`, and a raw body of `length` bytes. Above the limit the length is enough: the
    /// body need not be there.
    pub fn check_create_access_key_json(
        &mut self,
        words: usize,
        text: usize,
        length: usize,
    ) -> usize {
        let mut body = core::mem::take(&mut self.body);
        let written = self.call(words, text, |arguments| {
            kiiaccess::check_json(body.get(..length), arguments)
        });
        wipe(&mut body, length);
        self.body = body;
        written
    }

    fn call(
        &mut self,
        words: usize,
        text: usize,
        answer: impl FnOnce(&[Value<'_>]) -> Answer,
    ) -> usize {
        self.forget();
        let arguments = frame::read(
            self.words.get(..words).unwrap_or_default(),
            self.text.get(..text).unwrap_or_default(),
        );
        self.reply = match arguments {
            Ok(Value::Array(arguments)) => answer(&arguments),
            Ok(other) => answer(&[other]),
            Err(issue) => Answer::Issues(issue.into()),
        }
        .into_value()
        .to_json();
        wipe(&mut self.words, words);
        wipe(&mut self.text, text);
        self.reply.len()
    }
}

fn grow<T: Clone + Default>(buffer: &mut Vec<T>, length: usize) {
    if buffer.len() < length {
        buffer.resize(length, T::default());
    }
}

/// Wipes what a call used of a buffer.
fn wipe<T: Zeroize>(buffer: &mut Vec<T>, used: usize) {
    if let Some(used) = buffer.get_mut(..used) {
        used.iter_mut().for_each(Zeroize::zeroize);
    }
    if buffer.len() > KEPT {
        *buffer = Vec::new();
    }
}
