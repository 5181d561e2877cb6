//! What comes of an attempt: whether the door opens, why, and what is to be stored.

use alloc::string::String;
use alloc::vec::Vec;

use super::place::Place;
use super::reason::Reason;
use super::{FirstPerson, Lockout};
use crate::value::Members;
use crate::{Timestamp, Value};

/// What the keypad says to whom the door opens for.
const WELCOME: &str = "the door opens";

/// What the keypad says to everybody else, whatever the reason.
const REFUSED: &str = "the door stays shut";

/// Whether a door opens, and why.
///
/// [`keypad`](Self::keypad) is for who stands there, [`reason`](Self::reason) for the log,
/// [`reasons`](Self::reasons) for the operator. What is to be stored at once changes nothing but
/// counters of wrong tries; the rest counts only where the door really opened. There is no code and
/// no number of a card in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opening {
    /// Whether the door opens.
    pub open: bool,
    /// Every reason that holds, in the published order: of a door that stays shut why, of one that
    /// opens how, [`Granted`](Reason::Granted) last.
    pub reasons: Vec<Reason>,
    /// Whether what was typed says that somebody is threatened, whether the door opens or not.
    pub duress: bool,
    /// Which widening of a window was used; never without [`Reason::Grace`].
    pub grace: Option<String>,
    /// The id of the credential; `None` where none was recognised, or where
    /// the door opens for those of several persons and nobody knows who came.
    pub credential: Option<String>,
    /// The id of its holder.
    pub holder: Option<String>,
    /// What nobody told that was asked for, as the names of members: `door.privacy`.
    pub unknown: Vec<&'static str>,
    /// What becomes of each other person, in the order of the attempt.
    pub companions: Vec<Companion>,
    /// What to store at once, whether the door opens or not.
    pub at_once: Vec<Claim>,
    /// What to store once the door really opened. Where two may come at once, it is stored before
    /// the door is released, and taken back where it was not opened.
    pub once_opened: Vec<Claim>,
}

/// What becomes of a person beside the one whom the door is opened for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Companion {
    /// Why that person is refused, or let in.
    pub reasons: Vec<Reason>,
    /// Which widening of a window was used.
    pub grace: Option<String>,
    /// The id of the credential.
    pub credential: Option<String>,
    /// The id of its holder.
    pub holder: Option<String>,
    /// What nobody told that was asked for.
    pub unknown: Vec<&'static str>,
}

/// Something to store, and what it was when it was decided on: where it is something else by now,
/// nothing of the opening is stored, and the attempt is decided anew. So two who come at once do not
/// use one last use twice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claim {
    /// The tries at the reader of a door.
    Lockout {
        /// The door.
        door: String,
        /// What was told.
        was: Lockout,
        /// What it becomes.
        becomes: Lockout,
    },
    /// The wrong PINs typed beside a credential.
    WrongPins {
        /// The credential.
        credential: String,
        /// What was told.
        was: Lockout,
        /// What it becomes.
        becomes: Lockout,
    },
    /// How often a credential was used.
    Uses {
        /// The credential.
        credential: String,
        /// How often before.
        was: u64,
        /// One more.
        becomes: u64,
    },
    /// The first use of a credential, which had none.
    FirstUse {
        /// The credential.
        credential: String,
        /// When.
        becomes: Timestamp,
    },
    /// The last use of a credential that may not be idle.
    Idle {
        /// The credential.
        credential: String,
        /// When it was used before.
        was: Timestamp,
        /// When it was used now.
        becomes: Timestamp,
    },
    /// Where a person is.
    Place {
        /// The person.
        holder: String,
        /// Where the person was.
        was: Place,
        /// Where the door leads.
        becomes: Place,
    },
    /// How many are in an area.
    Occupancy {
        /// The area.
        area: String,
        /// How many before.
        was: u64,
        /// How many now.
        becomes: u64,
    },
    /// That one of certain persons has come.
    FirstPerson {
        /// The door.
        door: String,
    },
}

impl Opening {
    /// The reason to show in a log: the first that holds.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reasons.first().copied()
    }

    /// The sentence for who stands at the door: one for every refusal.
    #[must_use]
    pub fn keypad(&self) -> &'static str {
        if self.open { WELCOME } else { REFUSED }
    }

    fn named(&self) -> [Option<&str>; 3] {
        [&self.grace, &self.credential, &self.holder].map(Option::as_deref)
    }

    /// The opening as an object: `open`, `keypad`, `reason`, `reasons`, `duress`, `grace`,
    /// `credential`, `holder`, `unknown`, `companions`, and `effect`, which has `atOnce` and
    /// `onceOpened`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let companions: Vec<_> = self.companions.iter().map(Companion::to_value).collect();
        let claims = |claims: &[Claim]| -> Vec<Value<'static>> {
            claims.iter().map(Claim::to_value).collect()
        };
        let effect = Members::default()
            .with("atOnce", claims(&self.at_once))
            .with("onceOpened", claims(&self.once_opened));
        let members = Members::default()
            .with("open", self.open)
            .with("keypad", self.keypad())
            .with_some("reason", self.reason().map(Reason::as_str))
            .with("reasons", words(&self.reasons))
            .with("duress", self.duress);
        told(members, self.named())
            .with("unknown", names(&self.unknown))
            .with("companions", companions)
            .with("effect", Value::from(effect))
            .into()
    }
}

impl Companion {
    fn named(&self) -> [Option<&str>; 3] {
        [&self.grace, &self.credential, &self.holder].map(Option::as_deref)
    }

    /// What becomes of the person as an object: `reasons`, `grace`, `credential`, `holder` and
    /// `unknown`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let members = Members::default().with("reasons", words(&self.reasons));
        told(members, self.named())
            .with("unknown", names(&self.unknown))
            .into()
    }
}

fn told<'a>(members: Members<'a>, told: [Option<&'a str>; 3]) -> Members<'a> {
    let [grace, credential, holder] = told;
    members
        .with_some("grace", grace)
        .with_some("credential", credential)
        .with_some("holder", holder)
}

fn words(reasons: &[Reason]) -> Vec<Value<'static>> {
    let words = reasons.iter().map(|reason| reason.as_str().into());
    words.collect()
}

fn names(names: &[&'static str]) -> Vec<Value<'static>> {
    names.iter().map(|name| Value::from(*name)).collect()
}

impl Claim {
    /// What is to be stored: `lockout`, `wrong-pins`, `uses`, `first-use`, `idle`, `place`,
    /// `occupancy` or `first-person`.
    #[must_use]
    pub fn of(&self) -> &'static str {
        match self {
            Self::Lockout { .. } => "lockout",
            Self::WrongPins { .. } => "wrong-pins",
            Self::Uses { .. } => "uses",
            Self::FirstUse { .. } => "first-use",
            Self::Idle { .. } => "idle",
            Self::Place { .. } => "place",
            Self::Occupancy { .. } => "occupancy",
            Self::FirstPerson { .. } => "first-person",
        }
    }

    /// The id of the door, the credential, the holder or the area that it is stored with.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Lockout { door: id, .. }
            | Self::FirstPerson { door: id }
            | Self::WrongPins { credential: id, .. }
            | Self::Uses { credential: id, .. }
            | Self::FirstUse { credential: id, .. }
            | Self::Idle { credential: id, .. }
            | Self::Place { holder: id, .. }
            | Self::Occupancy { area: id, .. } => id,
        }
    }

    /// The claim as an object: `of`, `id`, `was` and `becomes`, the two as the state has them.
    #[must_use]
    pub fn to_value(&self) -> Value<'static> {
        let (was, becomes): (Value<'static>, Value<'static>) = match self {
            Self::Lockout { was, becomes, .. } | Self::WrongPins { was, becomes, .. } => (
                was.state().to_value().into_owned(),
                becomes.state().to_value().into_owned(),
            ),
            Self::Uses { was, becomes, .. } | Self::Occupancy { was, becomes, .. } => {
                ((*was).into(), (*becomes).into())
            }
            Self::FirstUse { becomes, .. } => (super::credential::UNUSED.into(), (*becomes).into()),
            Self::Idle { was, becomes, .. } => ((*was).into(), (*becomes).into()),
            Self::Place { was, becomes, .. } => {
                (was.to_value().into_owned(), becomes.to_value().into_owned())
            }
            Self::FirstPerson { .. } => (
                FirstPerson::Needed.as_str().into(),
                FirstPerson::Came.as_str().into(),
            ),
        };
        Members::default()
            .with("of", self.of())
            .with("id", String::from(self.id()))
            .with("was", was)
            .with("becomes", becomes)
            .into()
    }
}
