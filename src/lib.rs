//! Validates, issues and judges credentials for doors: access codes, card numbers, phone numbers,
//! validity windows, weekly hours and access levels, and the requests of three HTTP APIs that carry them.
//!
//! A form in a browser and the server behind it run this same core, so they cannot disagree about
//! what is valid. Nothing here reads a clock, opens a file or draws randomness of its own: the
//! instant and the generator are arguments.
//!
//! ```
//! use latchwork::system::kiiaccess::{self, CreateAccessKey, Decision, State};
//! use latchwork::{OsRng, Timestamp};
//!
//! let body = br#"{"keyType":"code","keyIdentification":"*",
//!                 "accesses":["6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11"]}"#;
//! let request = CreateAccessKey::check(body)?;
//! let keys_in_use = vec![];
//! let mut state = State::new(keys_in_use);
//! state.may_manage_accesses = true;
//! let now = Timestamp::parse("2026-03-01T08:00:00Z")?;
//! let decision = kiiaccess::decide(&request, &state, now, &mut OsRng)?;
//! assert_eq!(decision.reply().status, 200);
//! assert!(matches!(decision, Decision::Created(_)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it does not do
//! It stores nothing, sends nothing and verifies no signature. It does not know which users,
//! doors or codes exist: the caller tells it. It does not hash codes for storage.
//!
//! # Features
//! - `json` (default): replies to JSON text.
//! - `os-rng` (default): [`OsRng`], the operating system's generator.
//! - `serde`: `Serialize` and `Deserialize` for the checked types, and for what is to be stored or sent;
//!   a [`Code`] is written out only where [`Code::reveal`] says so.
//! - `schema` (default): the requests as JSON Schema, the systems as an `OpenAPI` document.
//! - `plain`: the requests of the service's plain API.
//! - `uuid`: [`Uuid`] from and to the `uuid` crate's.
//! - `std`, `jiff`, `time`, `chrono`: [`Timestamp`] from and to `std::time::SystemTime` and the
//!   instants of these crates.
//! - `icalendar`: recurrences of iCalendar that are not weekly, written out as dated rules.
//! - `js`: the JavaScript face, for `wasm32-unknown-unknown`.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    all(
        feature = "js",
        not(all(feature = "js-service", feature = "js-cards", feature = "js-plain"))
    ),
    allow(
        dead_code,
        irrefutable_let_patterns,
        unused_imports,
        reason = "a module for JavaScript has some of the calls: what nothing uses shows where it has all"
    )
)]

extern crate alloc;
// The allocator of the module; the clock of the operating system.
#[cfg(any(feature = "js", feature = "std"))]
extern crate std;

mod ascii;
mod phone;
mod schema;
#[cfg(feature = "serde")]
mod serialized;
mod sorted;
mod text;
mod user;
mod uuid;
mod value;

#[cfg(feature = "js")]
mod js;

/// The examples of the README are tried as those of the crate are.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub mod card;
pub mod code;
pub mod door;
pub mod issue;
pub mod level;
pub mod odds;
pub mod schedule;
pub mod system;
pub mod time;
pub mod window;

#[cfg(any(
    feature = "std",
    feature = "jiff",
    feature = "time",
    feature = "chrono"
))]
pub use self::time::InstantError;
pub use self::time::{Offset, Timestamp};
pub use self::uuid::Uuid;
pub use card::{
    ByteOrder, Candidate, CardField, CardFields, CardFormat, CardMatch, CardReading, CardStyle,
    Confidence, Conversion, ConversionStep, ConvertedCard, Diagnosis, Fit, KeyFormat, KeyNumber,
    MatchVerdict, MatchWay, PartialUid, ReadAs, Uid, Verdict, Word, convert_card, decode, diagnose,
    identify_card, identify_cards, match_cards,
};
pub use code::{
    Bucket, CODES_PER_ACTIVE_CODE, Code, CodePolicy, CodeRule, Collision, DoorCodes, Duress,
    FreeCodes, GenerateError, Guess, GuessOdds, Guessing, Keypad, KnownFacts, TakenCode, Throttle,
    codes_to_equal_chance, de_bruijn_presses, equal_chance, prefix_clash_chance,
    recommended_length,
};
#[cfg(feature = "serde")]
pub use code::{Revealed, reveal};
pub use issue::{Issue, IssueCode, Issues, Param, Part, Segment, Type};
pub use level::{AccessLevel, Grant, GrantPolicy, GrantState, Grantor, Opening};
pub use phone::{ParsedPhone, PhoneNumber, parse_phone};
pub use schedule::{Hours, Schedule};
pub use schema::UnknownFields;
pub use user::UserId;
pub use value::{DEEPEST_BODY, LARGEST_BODY, Value};
pub use window::{Window, WindowState};

/// The operating system's secure generator, drawn from at each call.
#[cfg(feature = "os-rng")]
pub use getrandom::SysRng as OsRng;
