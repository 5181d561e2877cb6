//! The JavaScript face: every `#[wasm_bindgen]` item, and nothing that decides.
//!
//! JavaScript reads the caller's values itself, so no getter or proxy of theirs ever runs inside
//! a wasm frame, and writes them as a frame (see [`frame`]) into the buffers of a [`Border`]. The
//! answer is JSON text in the border's reply. JavaScript wipes what it wrote and read: there were
//! codes in it.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::Value;

mod answer;
mod code;
mod field;
mod frame;
mod kiiaccess;

use answer::Answer;

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
}

macro_rules! calls {
    ($($(#[doc = $doc:literal])* $name:ident = $answer:path;)*) => {
        #[wasm_bindgen]
        impl Border {
            $(
                $(#[doc = $doc])*
                ///
                /// `words` and `text` are how much of each buffer the arguments fill.
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
    /// `[input, options?, copied]`, `copied` when JavaScript holds a copy of the input
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
        let body = core::mem::take(&mut self.body);
        let answer = self.call(words, text, |arguments| {
            kiiaccess::check_json(body.get(..length), arguments)
        });
        self.body = body;
        answer
    }

    /// Gives the kind of the answer in its two low bits and above them the length of the reply.
    fn call(
        &mut self,
        words: usize,
        text: usize,
        answer: impl FnOnce(&[Value<'_>]) -> Answer,
    ) -> usize {
        let arguments = frame::read(
            self.words.get(..words).unwrap_or_default(),
            self.text.get(..text).unwrap_or_default(),
        );
        let (kind, reply) = answer(&arguments).into_reply();
        self.reply = reply;
        self.reply.len() << 2 | kind
    }
}

fn grow<T: Clone + Default>(buffer: &mut Vec<T>, length: usize) {
    if buffer.len() < length {
        buffer.resize(length, T::default());
    }
}
