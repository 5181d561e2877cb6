//! The JavaScript face: every `#[wasm_bindgen]` item, and nothing that decides.
//!
//! JavaScript reads the caller's values itself, so no getter or proxy of theirs ever runs inside
//! a wasm frame, and writes them as nodes (see [`document`](crate::schema)) into the buffers of a
//! [`Border`]. What a check finds crosses back as numbers and one text (see [`answer`]); what a
//! service stores or sends crosses as JavaScript objects.
//!
//! Nothing in a border is an answer to any but the last call. JavaScript uses an instance of the
//! module again only after a call that ended as it should, so that one that was cut off, wherever
//! that was, leaves nothing behind. A call wipes what was written for it, and JavaScript what it
//! reads of the answer: there were codes in it. What the core itself copies is wiped by its
//! allocator, and by [`Border::scrub`] on the stack.

use alloc::vec::Vec;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::schema::{Document, Node, end_of, tag, tag_of};

mod answer;
mod canonical;
#[cfg(feature = "js-cards")]
mod card;
mod clock;
mod code;
#[cfg(feature = "js-decisions")]
mod decision;
#[cfg(feature = "js-doors")]
mod door;
mod field;
#[cfg(feature = "js-codes")]
mod free;
#[cfg(feature = "js-cards")]
mod identifier;
#[cfg(feature = "js-requests")]
mod issue;
mod key;
#[cfg(feature = "js-decisions")]
mod level;
#[cfg(feature = "js-doors")]
mod lockout;
#[cfg(feature = "js-makers")]
mod maker;
#[cfg(feature = "js-odds")]
mod odds;
#[cfg(feature = "js-plain")]
mod plain;
#[cfg(feature = "js-requests")]
mod request;
#[cfg(feature = "js-schedules")]
mod schedule;
mod text;

use answer::{Answer, Out};

/// Memory is wiped when it is given back: there may have been a code in it.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

#[wasm_bindgen]
extern "C" {
    /// JavaScript's own reader of numbers. Of `js-sys`, which has it too, more would come along.
    #[wasm_bindgen(js_name = parseFloat)]
    pub(crate) fn parse_float(literal: &str) -> f64;
}

/// The wasm memory, for the views through which JavaScript writes and reads buffers.
#[wasm_bindgen(skip_typescript)]
#[must_use]
#[expect(unreachable_pub, reason = "reached from JavaScript")]
pub fn core_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// The buffers between JavaScript and the core, of one call at a time.
#[wasm_bindgen(skip_typescript)]
#[derive(Default)]
pub struct Border {
    /// The arguments.
    nodes: Vec<Node>,
    /// The texts of the arguments, joined.
    text: Vec<u8>,
    /// A raw HTTP body, or numbers.
    body: Vec<u8>,
    /// The answer.
    out: Out,
    /// The answer to a call that answers with an object.
    #[cfg(feature = "js-objects")]
    object: JsValue,
    #[cfg(feature = "js-codes")]
    made: Option<crate::FreeCodes>,
    #[cfg(feature = "js-codes")]
    ahead: free::Ahead,
}

impl core::fmt::Debug for Border {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Border(…)")
    }
}

#[wasm_bindgen]
impl Border {
    /// Empty buffers.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many nodes and bytes. Afterwards the memory may be another.
    pub fn reserve(&mut self, nodes: usize, text: usize, body: usize) {
        grow(&mut self.nodes, nodes);
        grow(&mut self.text, text);
        grow(&mut self.body, body);
    }

    /// Where the nodes are, as an address in the memory.
    #[must_use]
    pub fn nodes_at(&self) -> usize {
        self.nodes.as_ptr().addr()
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

    /// Where the words of the answer are.
    #[must_use]
    pub fn words_at(&self) -> usize {
        self.out.words.as_ptr().addr()
    }

    /// How many words the answer has.
    #[must_use]
    pub fn words(&self) -> usize {
        self.out.words.len()
    }

    /// Where the text of the answer is.
    #[must_use]
    pub fn answer_at(&self) -> usize {
        self.out.text.as_ptr().addr()
    }

    /// How many bytes the text of the answer has.
    #[must_use]
    pub fn answer(&self) -> usize {
        self.out.text.len()
    }

    /// The object of the answer, handed over.
    #[cfg(feature = "js-objects")]
    pub fn object(&mut self) -> JsValue {
        core::mem::take(&mut self.object)
    }

    /// Wipes what calls have left on the stack. No method: the frame of one would lie above what is
    /// wiped, with what was there before.
    pub fn scrub() {
        scrub();
    }
}

/// Deeper than any call goes.
const STACK: usize = 1 << 15;

/// Nothing but the wiped bytes is in its frame.
#[inline(never)]
fn scrub() {
    #[expect(
        clippy::large_stack_arrays,
        reason = "to lie over what was on the stack is what it is for"
    )]
    seen(&mut [0; STACK]);
}

/// Keeps bytes from being left out because nobody reads them.
#[inline(never)]
fn seen(stack: &mut [u8; STACK]) {
    core::hint::black_box(stack);
}

macro_rules! calls {
    ($parts:meta: $($(#[doc = $doc:literal])* $name:ident = $answer:path;)*) => {
        #[cfg($parts)]
        #[wasm_bindgen]
        impl Border {
            $(
                $(#[doc = $doc])*
                ///
                /// `nodes` and `text` are how much of each buffer the arguments fill.
                pub fn $name(&mut self, nodes: usize, text: usize) -> u32 {
                    self.call(nodes, text, &mut $answer)
                }
            )*
        }
    };
}

calls! { any(feature = "js-fields", feature = "js-cards"):
    /// `[format, number]`
    check_key_number = key::check_number;
}

calls! { feature = "js-fields":
    /// `[text]`
    check_phone = field::check_phone;
    /// `[text]`
    parse_phone = field::parse_phone;
    /// `[text]`
    check_user_id = field::check_user_id;
    /// `[text]`
    check_uuid = field::check_uuid;
    /// `[text]`
    check_access_level = field::check_access_level;
    /// `[window]`
    check_window = field::check_window;
    /// `[window, instant]`
    window_state = field::window_state;
}

// What a clock shows is an instant too.
calls! { any(feature = "js-fields", feature = "js-schedules", feature = "js-doors"):
    /// `[text, options?]`
    parse_timestamp = field::parse_timestamp;
}

calls! { any(feature = "js-fields", feature = "js-odds"):
    /// `[code, policy?]`
    check_code = code::check;
}

calls! { feature = "js-requests":
    /// `[text]`, what is no body
    refuse_body = field::refuse_body;
}

calls! { all(feature = "js-locks", feature = "js-decisions"):
    /// `[aggregate, event]`
    apply_lock_event = level::apply;
    /// `[grantor, level, policy?]`
    may_grant = level::may_grant;
    /// `[grant, at]`
    grant_state = level::grant_state;
    /// `[key, at]`
    temporary_key_state = level::temporary_key_state;
    /// `[grants, lock_id, at]`
    may_open = level::may_open;
    /// `[headers, now]`
    check_authorization = level::check_authorization;
}

calls! { all(feature = "js-panel", feature = "js-decisions"):
    /// `[valid, passes_used, at]`
    identifier_state = decision::identifier_state;
}

calls! { feature = "js-schedules":
    /// `[schedule]`
    check_schedule = schedule::check;
    /// `[schedule]`
    hours = schedule::hours;
}

calls! { feature = "js-makers":
    /// `[maker, schedule, options?]`
    schedule_to = maker::hold;
    /// `[maker, value, options?]`
    schedule_from = maker::read;
    /// `[]`
    schedule_makers = maker::makers;
    /// `[numbers, days]`
    weekday_numbers = maker::weekday_numbers;
    /// `[numbers, number or list]`
    weekdays_of = maker::weekdays_of;
    /// `[text]`
    schedule_from_icalendar = maker::from_icalendar;
    /// `[schedule]`
    schedule_to_icalendar = maker::to_icalendar;
}

calls! { feature = "js-plain":
    /// `[change, before?]`
    changed_condition = plain::changed_condition;
    /// `[shown]`
    read_shown = plain::read_shown;
}

calls! { feature = "js-doors":
    /// `[]`
    door_reasons = door::reasons;
    /// `[vocabulary, reason]`
    reason_in = door::reason_in;
    /// `[vocabulary, word]`
    reasons_from = door::reasons_from;
    /// `[attempt, door, credentials, clock?]`
    decide_attempt = door::decide;
    /// `[lockout, now]`
    lock_out_state = lockout::state;
    /// `[lockout, tried, now]`
    lock_out_after = lockout::after;
}

calls! { feature = "js-codes":
    /// `[code]`, one that is none
    refuse_code = code::refuse;
    /// `[count]`, one that is none
    refuse_count = code::refuse_count;
}

calls! { feature = "js-odds":
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
    /// `[{ policy?, codes, buttons? }]`
    equal_chance = odds::equal_chance;
    /// `[{ policy?, chance, buttons? }]`
    codes_to_equal_chance = odds::codes_to_equal_chance;
    /// `[{ 4?, 5?, 6?, 7?, 8? }]`
    prefix_clash_chance = odds::prefix_clash_chance;
}

calls! { feature = "js-cards":
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
    /// `[options?, lines, count]`
    decode_cards = card::decode_many;
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
}

#[cfg(feature = "js-requests")]
#[wasm_bindgen]
impl Border {
    /// `[issues, state?]`
    pub fn refuse(&mut self, request: u32, nodes: usize, text: usize) -> u32 {
        self.call(nodes, text, &mut |arguments, out| {
            request::refuse(request, arguments, out)
        })
    }

    /// `[checked, state, now, keyFormats?]`
    #[cfg(feature = "js-decisions")]
    pub fn decide(&mut self, request: u32, nodes: usize, text: usize) -> u32 {
        self.call(nodes, text, &mut |arguments, _| {
            decision::decide(request, arguments)
        })
    }

    /// `[state, options?, body?]`, and a raw body as for [`Border::check_json`]; what is no body is
    /// an argument.
    #[cfg(all(feature = "js-panel", feature = "js-decisions"))]
    pub fn answer_json(&mut self, request: u32, nodes: usize, text: usize, length: usize) -> u32 {
        let body = core::mem::take(&mut self.body);
        let answer = self.call(nodes, text, &mut |arguments, _| {
            request::answer_json(request, body.get(..length), arguments)
        });
        self.body = body;
        wipe(&mut self.body, length);
        answer
    }

    /// `[checked, state, now, keyFormats?]` of "create access key", with a set of free codes that
    /// lives in this instance.
    #[cfg(all(
        feature = "js-access-key",
        feature = "js-decisions",
        feature = "js-codes"
    ))]
    pub fn decide_with(&mut self, set: &free::CodeSet, nodes: usize, text: usize) -> u32 {
        self.call(nodes, text, &mut |arguments, _| {
            decision::decide_with(arguments, set.codes())
        })
    }

    /// `[input, options?]`. `is_held` tells whether JavaScript holds what it read of the input, and
    /// needs no value where that is right as it is.
    pub fn check(&mut self, request: u32, nodes: usize, text: usize, is_held: bool) -> u32 {
        self.call(nodes, text, &mut |arguments, out| {
            request::check(request, arguments, is_held, out)
        })
    }

    /// `[options?]`, and a raw body of `length` bytes. Above the limit the length is enough: the
    /// body need not be there.
    pub fn check_json(&mut self, request: u32, nodes: usize, text: usize, length: usize) -> u32 {
        let body = core::mem::take(&mut self.body);
        let answer = self.call(nodes, text, &mut |arguments, out| {
            request::check_json(request, body.get(..length), arguments, out)
        });
        self.body = body;
        wipe(&mut self.body, length);
        answer
    }
}

/// A call of the core, by arguments that may be absent.
type Call<'c> = &'c mut dyn FnMut(&Arguments<'_>, &mut Out) -> Answer;

impl Border {
    /// Gives what kind of answer there is.
    ///
    /// `call` is no type parameter: the module would have all this once for each call.
    fn call(&mut self, nodes: usize, text: usize, call: Call<'_>) -> u32 {
        self.out.clear();
        let arguments = Arguments {
            nodes: self.nodes.get(..nodes).unwrap_or_default(),
            // Always UTF-8: JavaScript's encoder wrote it.
            text: core::str::from_utf8(self.text.get(..text).unwrap_or_default())
                .unwrap_or_default(),
        };
        let answer = call(&arguments, &mut self.out);
        wipe(&mut self.text, text);
        self.answered(answer)
    }

    fn answered(&mut self, answer: Answer) -> u32 {
        match answer {
            Answer::AsGiven => answer::AS_GIVEN,
            Answer::Written => answer::WRITTEN,
            Answer::Refused(issues) => {
                self.out.issues(&issues);
                answer::REFUSED
            }
            Answer::Misuse(argument, issues) => {
                self.out.issues(&issues.at(argument));
                answer::MISUSE
            }
            Answer::Failed { code, message } => {
                self.out.failure(code, &message);
                answer::FAILED
            }
            #[cfg(feature = "js-objects")]
            Answer::Object(object) => {
                self.object = object;
                answer::OBJECT
            }
        }
    }
}

/// Wipes what JavaScript wrote: there may have been a code or a pin in it.
fn wipe(buffer: &mut [u8], length: usize) {
    // Of a body that is too large nothing was written.
    buffer.get_mut(..length).unwrap_or_default().fill(0);
}

fn grow<T: Clone + Default>(buffer: &mut Vec<T>, length: usize) {
    if buffer.len() < length {
        buffer.resize(length, T::default());
    }
}

/// The arguments of a call, one document after the other.
struct Arguments<'a> {
    nodes: &'a [Node],
    text: &'a str,
}

impl<'a> Arguments<'a> {
    /// An argument; one that JavaScript did not write is `undefined`.
    fn get(&self, index: usize) -> Document<'a> {
        let own = self.nodes_of(index);
        Document::new(
            if own.is_empty() {
                &[[tag::UNDEFINED, 0]]
            } else {
                own
            },
            self.text,
        )
    }

    /// The nodes of an argument; none of one that is not there.
    fn nodes_of(&self, index: usize) -> &'a [Node] {
        let mut rest = self.nodes;
        for _ in 0..index {
            rest = rest.get(end_of(rest)..).unwrap_or_default();
        }
        rest.get(..end_of(rest)).unwrap_or_default()
    }

    /// An argument that may be absent.
    fn given(&self, index: usize) -> Option<Document<'a>> {
        let own = self.nodes_of(index);
        let is_given = own
            .first()
            .is_some_and(|node| tag_of(*node) != tag::UNDEFINED);
        is_given.then(|| Document::new(own, self.text))
    }
}
