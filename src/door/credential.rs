//! What is known of a credential when it is shown.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::Lockout;
use super::attempt::Identification;
use super::place::{Place, later};
use super::times::Times;
use crate::schema::words;
use crate::{Code, Timestamp, Window};

mod object;

/// What the first use of a credential is called that was never used.
pub(super) const UNUSED: &str = "unused";

words! {
    /// What was done with a credential.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum CredentialState: DoorWordUnknown {
        /// It opens.
        Active = "active",
        /// It was suspended by hand.
        Suspended = "suspended",
        /// It was taken back.
        Revoked = "revoked",
        /// It was lost: what it is identified by opens by no other credential either.
        Lost = "lost",
        /// It was stolen: what it is identified by opens by no other credential either.
        Stolen = "stolen",
        /// It is damaged.
        Damaged = "damaged",
    }
}

words! {
    /// What the holder of a credential is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum HolderState: DoorWordUnknown {
        /// Let in.
        Active = "active",
        /// Suspended.
        Suspended = "suspended",
        /// No longer there.
        Left = "left",
        /// `non-access`: recognised, and never let in.
        NonAccess = "non-access",
    }
}

words! {
    /// What is not asked of a holder.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Exemption: DoorWordUnknown {
        /// `code`: a code beside something else that identifies. From afar it is asked all the same.
        Code = "code",
        /// `passback`: to be anywhere else.
        Passback = "passback",
    }
}

words! {
    /// What a holder is among others.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Role: DoorWordUnknown {
        /// `needs-escort`: let in with an escort only.
        NeedsEscort = "needs-escort",
        /// `escort`: may accompany who needs one.
        Escort = "escort",
        /// `first-person`: opens a door that waits for certain persons.
        FirstPerson = "first-person",
    }
}

/// A credential as it is when it is shown.
///
/// What is `None` of its state, its holder, its window, its times and its doors is not known: it
/// opens nothing. Limits are different: a credential without one is not limited in that way.
///
/// `Debug` shows no digit.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credential {
    /// Its id, which no other has.
    pub id: String,
    /// What tells it from others.
    pub identification: Identification,
    /// The code that is typed beside it.
    pub pin: Option<Code>,
    /// What is typed in place of its code, or of its PIN, by somebody who is threatened.
    pub duress: Duress,
    /// The wrong PINs typed beside it; `None` where they are not counted.
    pub wrong_pins: Option<Lockout>,
    /// Whose it is.
    pub holder: Holder,
    /// What was done with it.
    pub state: Option<CredentialState>,
    /// When it opens.
    pub window: Option<Window>,
    /// A widening of the window.
    pub grace: Option<Grace>,
    /// The hours in which it opens.
    pub times: Option<Times>,
    /// The ids of the doors that it opens. With neither these nor levels told, nobody knows.
    pub doors: Option<Vec<String>>,
    /// The access levels that it has.
    pub levels: Option<Vec<String>>,
    /// How often it was used, and may be.
    pub uses: Option<Uses>,
    /// That its time runs from its first use.
    pub first_use: Option<FirstUse>,
    /// That it opens no longer when it was not used for some days.
    pub idle: Option<Idle>,
    /// What is not asked of its holder.
    pub exempt: Vec<Exemption>,
}

/// Whose a credential is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Holder {
    /// The person's id, which no other has.
    pub id: String,
    /// What the person is.
    pub state: Option<HolderState>,
    /// Where the person is.
    pub place: Option<Place>,
    /// What the person is among others.
    pub party: Vec<Role>,
}

/// What is typed in place of a code by somebody who is threatened; the door opens, or not, as for
/// the code itself, and that is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Duress {
    /// A code of its own.
    pub code: Option<Code>,
    /// What the last digit is more by, 1 to 9, without a carry.
    pub add: Option<u8>,
}

/// A widening of a window that has a name, so that the log can tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grace {
    /// What it is called.
    pub name: String,
    /// So many seconds before the window.
    pub before: u32,
    /// So many seconds after it.
    pub after: u32,
}

/// How often a credential was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uses {
    /// How often it opened a door; `None` where that is not known.
    pub used: Option<u64>,
    /// How often it may; `None` for any number of times.
    pub most: Option<u64>,
}

/// That the time of a credential runs from its first use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FirstUse {
    /// For so many minutes.
    pub minutes: u32,
    /// When that was; `None` where it is not known.
    pub at: Option<FirstUsed>,
}

/// When a credential was first used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstUsed {
    /// Never yet.
    Unused,
    /// At an instant.
    At(Timestamp),
}

/// That a credential opens no longer when it was not used for some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Idle {
    /// For so many days of 24 hours.
    pub days: u32,
    /// When it was last used, or given out; `None` where that is not known.
    pub since: Option<Timestamp>,
}

impl Credential {
    /// A credential of which nothing more is known: it opens nothing.
    #[must_use]
    pub fn new(id: &str, identification: Identification, holder: Holder) -> Self {
        Self {
            id: id.into(),
            identification,
            pin: None,
            duress: Duress::default(),
            wrong_pins: None,
            holder,
            state: None,
            window: None,
            grace: None,
            times: None,
            doors: None,
            levels: None,
            uses: None,
            first_use: None,
            idle: None,
            exempt: Vec::new(),
        }
    }

    /// An active credential that opens a door at any time.
    #[must_use]
    pub fn always(id: &str, identification: Identification, holder: Holder, door: &str) -> Self {
        Self {
            state: Some(CredentialState::Active),
            window: Some(Window::ALWAYS),
            times: Some(Times::Always),
            doors: Some(Vec::from([door.into()])),
            ..Self::new(id, identification, holder)
        }
    }

    /// Whether this is not asked of the holder.
    pub(super) fn is_exempt(&self, from: Exemption) -> bool {
        self.exempt.contains(&from)
    }
}

impl Duress {
    /// The codes that stand for a code.
    pub(super) fn codes(&self, code: &Code) -> [Option<Code>; 2] {
        let added = self.add.filter(|add| (1..=9).contains(add));
        [self.code.clone(), added.map(|add| code.plus(add))]
    }

    /// Whether a code that is typed stands for a code. All are compared, whatever they are.
    pub(super) fn stands_for(&self, code: &Code, typed: &Code) -> bool {
        let mut stands_for = false;
        for duress in self.codes(code).iter().flatten() {
            stands_for |= duress == typed;
        }
        stands_for
    }
}

impl Holder {
    /// A person of whom nothing is known: nobody lets that person in.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            state: None,
            place: None,
            party: Vec::new(),
        }
    }

    /// A person who is let in, wherever that person is.
    #[must_use]
    pub fn active(id: &str) -> Self {
        Self {
            state: Some(HolderState::Active),
            place: Some(Place::Reset),
            ..Self::new(id)
        }
    }

    /// Whether the person is this among others.
    pub(super) fn is(&self, role: Role) -> bool {
        self.party.contains(&role)
    }
}

impl Grace {
    /// A widening of that name by so many seconds before and after a window.
    #[must_use]
    pub fn new(name: &str, before: u32, after: u32) -> Self {
        Self {
            name: name.into(),
            before,
            after,
        }
    }

    /// Whether it takes an instant in that is before or after the window.
    pub(super) fn takes(&self, window: Window, now: Timestamp) -> bool {
        let (before, after) = (i64::from(self.before), i64::from(self.after));
        // An end beyond the years there are lies further out than any instant.
        let begins = window
            .from()
            .and_then(|from| later(from, -before))
            .is_none_or(|from| from <= now);
        let ends = window
            .until()
            .and_then(|until| later(until, after))
            .is_none_or(|until| now < until);
        begins && ends
    }
}

impl Uses {
    /// So many uses, of so many.
    #[must_use]
    pub fn new(used: u64, most: u64) -> Self {
        Self {
            used: Some(used),
            most: Some(most),
        }
    }
}

impl FirstUse {
    /// So many minutes from the first use on.
    #[must_use]
    pub fn new(minutes: u32, at: FirstUsed) -> Self {
        Self {
            minutes,
            at: Some(at),
        }
    }
}

impl Idle {
    /// So many days since an instant.
    #[must_use]
    pub fn new(days: u32, since: Timestamp) -> Self {
        Self {
            days,
            since: Some(since),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("id", &self.id)
            .field("identification", &self.identification)
            .field("holder", &self.holder)
            .field("state", &self.state)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}
