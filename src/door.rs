//! One attempt at a door: what it is refused or granted for, and what wrong tries lead to.
//!
//! Every reason has a word that stays, a place in a published order and a [`Stage`] of it. No
//! standard has such an order (ONVIF leaves it open in so many words); this one goes from what
//! needs no knowledge of the person to what changes state: the door itself, its lock-out, what was
//! read, who that is, what was shown, and when and with whom the door may be opened. Of several
//! reasons that hold, the first is the one to show.
//!
//! A keypad learns none of them: it has one sentence for every refusal. The log gets the word, the
//! operator all words.
//!
//! ```
//! use latchwork::door::{Reason, Stage, Vocabulary, Word};
//!
//! assert_eq!(Reason::Lost.stage(), Stage::Credential);
//! assert!(Reason::Lost < Reason::OutsideSchedule);
//! assert_eq!(Reason::Lost.said_in(Vocabulary::Bacnet), Some(Word::Number(143)));
//! assert!(Vocabulary::Onvif.reasons(Word::Text("InvalidPIN")).eq([Reason::WrongFactor]));
//! ```

mod attempt;
mod condition;
mod credential;
mod credentials;
mod decision;
mod findings;
mod judgement;
#[cfg(feature = "plain")]
mod kept;
mod lockout;
mod opening;
mod person;
mod place;
mod reason;
mod security;
mod showing;
mod times;
mod vocabulary;

#[cfg(feature = "plain")]
pub(crate) use attempt::FIELDS;
pub use attempt::{Attempt, Direction, Identification, Means, Shown};
pub use condition::{Door, FirstPerson, Remote, Setting};
pub use credential::{
    Credential, CredentialState, Duress, Exemption, FirstUse, FirstUsed, Grace, Holder,
    HolderState, Idle, Role, Uses,
};
pub use credentials::Credentials;
pub use decision::decide;
#[cfg(feature = "plain")]
pub use kept::Condition;
pub use lockout::{LockedBy, Lockout, LockoutPolicy, LockoutState};
pub use opening::{Claim, Companion, Opening};
pub use place::{Occupancy, Passback, PassbackMode, PassbackScope, Place};
pub use reason::{Reason, Stage};
pub use security::{Method, Methods, Security};
pub use times::Times;
pub use vocabulary::{Vocabulary, Word};
