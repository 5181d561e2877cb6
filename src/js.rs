//! The JavaScript face: every `#[wasm_bindgen]` item, and nothing that decides.
//!
//! JavaScript reads the caller's values itself, so no getter or proxy of theirs ever runs inside
//! a wasm frame, and writes them as a frame (see [`frame`]) into the buffers of a [`Border`]. The
//! answer is JSON text in the border's reply; codes that are drawn are numbers (see [`free`]).
//! JavaScript wipes what it wrote and read: there were codes in it.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every call has the same signature, whether it can throw or not"
)]

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{FreeCodes, Value};

mod answer;
mod basip;
mod card;
mod code;
mod field;
mod frame;
mod free;
mod identifier;
mod kiiaccess;
mod odds;
mod smartphonekey;
mod system;

use answer::{Answer, Thrown};

/// The reply is the answer.
const PLAIN: usize = 0;
/// What was given is right; the reply, if there is one, is an object of the members to change.
const CHANGES: usize = 1;
/// The reply is an error to throw.
const ERROR: usize = 2;
/// What was given is right but for the same changes as last time.
const REPEATED: usize = 3;

/// The wasm memory, for the views through which JavaScript writes and reads buffers.
#[wasm_bindgen(skip_typescript)]
#[must_use]
#[expect(unreachable_pub, reason = "reached from JavaScript")]
pub fn core_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// The buffers between JavaScript and the core. One is enough: calls do not overlap.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Border {
    /// The tags and lengths of the arguments.
    words: Vec<u32>,
    /// The texts of the arguments, joined.
    text: Vec<u8>,
    /// A raw HTTP body.
    body: Vec<u8>,
    /// JSON text: the answer to the last call.
    reply: String,
    /// The answer to a call that answers with many numbers: codes that were drawn, words decoded.
    numbers: Vec<u32>,
    /// The last changes given back, so that the same ones need not be written and read again.
    changes: Value<'static>,
    /// The set of free codes that was made last, until it is handed over.
    made: Option<FreeCodes>,
    /// Random bytes.
    ahead: free::Ahead,
}

#[wasm_bindgen]
impl Border {
    /// Empty buffers.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self {
            words: Vec::new(),
            text: Vec::new(),
            body: Vec::new(),
            reply: String::new(),
            numbers: Vec::new(),
            changes: Value::Null,
            made: None,
            ahead: free::Ahead::default(),
        }
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

    /// Where the numbers of a reply are.
    #[must_use]
    pub fn numbers_at(&self) -> usize {
        self.numbers.as_ptr().addr()
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
                    self.call(words, text, &mut $answer)
                }
            )*
        }
    };
}

calls! {
    /// `[code, policy?]`
    check_code = code::check;
    /// `[code]`, one that is none
    refuse_code = code::refuse;
    /// `[count]`, one that is none
    refuse_count = code::refuse_count;
    /// `[]`
    code_policies = code::presets;
    /// `[guess]`
    guess_odds = odds::guess_odds;
    /// `[active, factor?]`
    recommended_length = odds::recommended_length;
    /// `[throttle, seconds]`
    tries_in = odds::tries_in;
    /// `[keypad, digits, presses]`
    tries_of_presses = odds::tries_of_presses;
    /// `[digits]`
    de_bruijn_presses = odds::de_bruijn_presses;
    /// `[{ policy?, codes }]`
    equal_chance = odds::equal_chance;
    /// `[{ policy?, chance }]`
    codes_to_equal_chance = odds::codes_to_equal_chance;
    /// `[{ 4?, 5?, 6?, 7?, 8? }]`
    prefix_clash_chance = odds::prefix_clash_chance;
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
    key_formats = card::key_formats;
    /// `[format, number]`
    check_key_number = card::check_key_number;
    /// `[]`
    card_formats = card::formats;
    /// `[format]`
    check_card_format = card::check_format;
    /// `[word]`
    check_card_word = card::check_word;
    /// `[format, fields]`
    encode_card = card::encode;
    /// `[word, options?]`
    decode_card = card::decode;
    /// `[options?]`
    card_legend = card::legend;
    /// `[]`
    card_conversions = identifier::conversions;
    /// `[conversion]`
    check_card_conversion = identifier::check_conversion;
    /// `[text, options?]`
    identify_card = identifier::identify;
    /// `[text, steps?]`
    convert_card = identifier::convert;
    /// `[a, b, options?]`
    match_cards = identifier::compare;
    /// `[input, options?, copied]`, `copied` when JavaScript holds a copy of the input
    check_create_access_key = kiiaccess::check;
    /// `[body]`, one that is neither text nor bytes
    refuse_body = field::refuse_body;
    /// `[issues]`
    refuse_create_access_key = kiiaccess::refuse;
    /// `[request, state, now]`
    decide_create_access_key = kiiaccess::decide;
    /// `[input, options?, copied]`
    check_grant_lock_access = smartphonekey::check_grant_request;
    /// `[input, options?, copied]`
    check_remove_lock_access = smartphonekey::check_remove_request;
    /// `[issues]`
    refuse_lock_access = smartphonekey::refuse;
    /// `[request, state, now]`
    decide_grant_lock_access = smartphonekey::decide_grant;
    /// `[request, state, now]`
    decide_remove_lock_access = smartphonekey::decide_remove;
    /// `[aggregate, event]`
    apply_lock_event = smartphonekey::apply;
    /// `[granter, level, policy?]`
    may_grant = smartphonekey::may_grant;
    /// `[grant, at]`
    grant_state = smartphonekey::grant_state;
    /// `[grants, lock_id, at]`
    may_open = smartphonekey::may_open;
    /// `[headers, now]`
    check_authorization = smartphonekey::check_authorization;
    /// `[input, options?, copied]`
    check_create_user = basip::check_user;
    /// `[input, options?, copied]`
    check_create_identifier = basip::check_identifier;
    /// `[issues]`
    refuse_create_user = basip::refuse;
    /// `[request, state]`
    decide_create_user = basip::decide_user_request;
    /// `[request, state]`
    decide_create_identifier = basip::decide_identifier_request;
    /// `[valid, passes_used, at]`
    identifier_state = basip::identifier_state;
}

#[wasm_bindgen]
impl Border {
    /// `[options?, lines, count]`; a plain reply is in the numbers, and its length is how many.
    pub fn decode_cards(&mut self, words: usize, text: usize) -> usize {
        let mut numbers = Vec::new();
        let answer = self.call(words, text, &mut |arguments| {
            numbers = card::decode_many(arguments)?;
            Ok(Answer::Unchanged)
        });
        self.numbers = numbers;
        match answer & 3 {
            CHANGES => self.numbers.len() << 2 | PLAIN,
            _ => answer,
        }
    }
}

macro_rules! body_checks {
    ($($name:ident = $answer:path;)*) => {
        #[wasm_bindgen]
        impl Border {
            $(
                /// `[options?]`, and a raw body of `length` bytes. Above the limit the length is
                /// enough: the body need not be there.
                pub fn $name(&mut self, words: usize, text: usize, length: usize) -> usize {
                    let body = core::mem::take(&mut self.body);
                    let answer = self.call(words, text, &mut |arguments| {
                        $answer(body.get(..length), arguments)
                    });
                    self.body = body;
                    answer
                }
            )*
        }
    };
}

body_checks! {
    check_create_access_key_json = kiiaccess::check_json;
    check_grant_lock_access_json = smartphonekey::check_grant_json;
    check_remove_lock_access_json = smartphonekey::check_remove_json;
    check_create_user_json = basip::check_user_json;
    check_create_identifier_json = basip::check_identifier_json;
}

impl Border {
    /// Gives the kind of the answer in its two low bits and above them the length of the reply.
    ///
    /// `answer` is no type parameter: the module would have all this once for each call.
    fn call(
        &mut self,
        words: usize,
        text: usize,
        answer: &mut dyn FnMut(&[Value<'_>]) -> Result<Answer, Thrown>,
    ) -> usize {
        let arguments = frame::read(
            self.words.get(..words).unwrap_or_default(),
            self.text.get(..text).unwrap_or_default(),
        );
        let (kind, reply) = match answer(&arguments) {
            Ok(Answer::Plain(value)) => (PLAIN, value.to_json()),
            Ok(Answer::Unchanged) => return CHANGES,
            Ok(Answer::Changes(changes)) if changes == self.changes => return REPEATED,
            Ok(Answer::Changes(changes)) => {
                let reply = changes.to_json();
                self.changes = changes;
                (CHANGES, reply)
            }
            Err(Thrown(error)) => (ERROR, error.to_json()),
        };
        self.answer(kind, reply)
    }

    fn answer(&mut self, kind: usize, reply: String) -> usize {
        self.reply = reply;
        self.reply.len() << 2 | kind
    }
}

fn grow<T: Clone + Default>(buffer: &mut Vec<T>, length: usize) {
    if buffer.len() < length {
        buffer.resize(length, T::default());
    }
}
