//! One credential against the door at which it is shown.

use alloc::vec::Vec;

use super::attempt::{Attempt, Direction};
use super::condition::{Door, Setting};
use super::credential::{
    Credential, CredentialState, Exemption, FirstUsed, Holder, HolderState, Idle, Role,
};
use super::credentials::Candidate;
use super::findings::Findings;
use super::place::{Passback, PassbackMode, Place, later};
use super::reason::Reason;
use super::showing::Showing;
use crate::time::LocalTime;
use crate::{Timestamp, WindowState};

const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_DAY: i64 = 86_400;

/// What an attempt is judged by.
#[derive(Clone, Copy)]
pub(super) struct Scene<'s> {
    pub(super) attempt: &'s Attempt,
    pub(super) door: &'s Door,
    pub(super) now: Option<LocalTime>,
}

impl Scene<'_> {
    pub(super) fn instant(&self) -> Option<Timestamp> {
        self.now.map(LocalTime::instant)
    }
}

/// What a credential is found to be.
pub(super) struct Judgement<'c> {
    pub(super) credential: &'c Credential,
    /// Its holder, as each credential has the person that what is shown may be.
    holder: Vec<&'c Holder>,
    /// Why it opens nothing here and now.
    pub(super) findings: Findings,
    /// What is told where it opens.
    pub(super) how: Findings,
    /// Whether what was typed says that its holder is threatened.
    pub(super) duress: bool,
    /// Whether what was shown is its own code or number, and not that of somebody threatened.
    pub(super) is_own: bool,
    /// Whether a code beside it was wrong.
    pub(super) wrong_pin: bool,
}

/// Judges a credential that what is shown may be.
///
/// What several credentials of `candidates` say of one holder counts together: a denial of any, a
/// permission of all.
pub(super) fn judge<'c>(
    scene: &Scene<'_>,
    showing: &Showing,
    candidate: Candidate<'c>,
    candidates: &[Candidate<'c>],
) -> Judgement<'c> {
    let credential = candidate.credential;
    let is_of_holder = |other: &&Candidate<'_>| other.credential.holder.id == credential.holder.id;
    let of_holder = candidates.iter().filter(is_of_holder);
    let mut judgement = Judgement {
        credential,
        holder: of_holder.map(|one| &one.credential.holder).collect(),
        findings: Findings::default(),
        how: Findings::default(),
        duress: candidate.duress,
        is_own: !candidate.duress,
        wrong_pin: false,
    };
    judgement.judge_itself(scene.instant());
    judgement.judge_holder();
    judgement.judge_pin(showing);
    let is_exempt = credential.is_exempt(Exemption::Code);
    let let_off = showing.judge_factors(is_exempt, scene.door, scene.now, &mut judgement.findings);
    judgement.how.add_if(let_off, Reason::ExemptCode);
    judgement.judge_right(scene);
    judgement.judge_times(scene);
    judgement.judge_passback(scene, showing);
    judgement.how.add_if(judgement.duress, Reason::Duress);
    judgement
}

impl Credential {
    /// Why it opens no door at all now, whoever shows it where: its state, its window, its uses and
    /// how long it was not used. None where it opens what it opens. `now` is `None` where the clock
    /// is not known.
    ///
    /// ```
    /// # use latchwork::door::{Credential, Holder, Identification, Reason, Uses};
    /// # use latchwork::Code;
    /// let code = Identification::Code(Code::parse("748365")?);
    /// let mut credential = Credential::always("key-1", code, Holder::active("ada"), "front");
    /// credential.uses = Some(Uses::new(3, 3));
    /// assert_eq!(credential.standing(None), [Reason::UsedUp]);
    /// # Ok::<(), latchwork::Issue>(())
    /// ```
    #[must_use]
    pub fn standing(&self, now: Option<Timestamp>) -> Vec<Reason> {
        let mut judgement = Judgement {
            credential: self,
            holder: Vec::new(),
            findings: Findings::default(),
            how: Findings::default(),
            duress: false,
            is_own: true,
            wrong_pin: false,
        };
        judgement.judge_itself(now);
        judgement.findings.reasons
    }
}

impl<'c> Judgement<'c> {
    /// The name of the widening that it opens by.
    pub(super) fn grace(&self) -> Option<&'c str> {
        let grace = self.credential.grace.as_ref();
        let grace = grace.filter(|_| self.how.has(Reason::Grace));
        grace.map(|grace| grace.name.as_str())
    }

    /// Whether its holder may come with an escort only.
    pub(super) fn needs_escort(&self) -> bool {
        self.holder
            .iter()
            .any(|holder| holder.is(Role::NeedsEscort))
    }

    /// Whether its holder may escort.
    pub(super) fn may_escort(&self) -> bool {
        self.holder.iter().all(|holder| holder.is(Role::Escort)) && !self.needs_escort()
    }

    /// Whether a door that waits for certain persons waits for its holder.
    pub(super) fn is_first_person(&self) -> bool {
        self.holder
            .iter()
            .all(|holder| holder.is(Role::FirstPerson))
    }

    /// Whether it opens.
    pub(super) fn opens(&self) -> bool {
        self.findings.is_empty()
    }

    /// What the credential is, whoever shows it where.
    fn judge_itself(&mut self, now: Option<Timestamp>) {
        self.judge_state(now);
        self.judge_window(now);
        self.judge_limits(now);
    }

    fn judge_state(&mut self, now: Option<Timestamp>) {
        let findings = &mut self.findings;
        match findings.told(self.credential.state, "credential.state") {
            Some(CredentialState::Suspended) => findings.add(Reason::Suspended),
            Some(CredentialState::Revoked) => findings.add(Reason::Revoked),
            Some(CredentialState::Lost) => findings.add(Reason::Lost),
            Some(CredentialState::Stolen) => findings.add(Reason::Stolen),
            Some(CredentialState::Damaged) => findings.add(Reason::Damaged),
            Some(CredentialState::Active) | None => {}
        }
        if let Some(wrong) = &self.credential.wrong_pins {
            let is_locked = findings.timed(wrong.is_locked(now));
            findings.add_if(is_locked == Some(true), Reason::CredentialLockedOut);
        }
    }

    fn judge_window(&mut self, now: Option<Timestamp>) {
        let findings = &mut self.findings;
        let Some(window) = findings.told(self.credential.window, "credential.window") else {
            return;
        };
        if window == crate::Window::ALWAYS {
            return;
        }
        let Some(now) = findings.timed(now) else {
            return;
        };
        let outside = match window.state_at(now) {
            WindowState::Valid => return,
            WindowState::NotYetValid => Reason::NotYetActive,
            WindowState::Expired => Reason::Expired,
        };
        let grace = self.credential.grace.as_ref();
        if grace.is_some_and(|grace| grace.takes(window, now)) {
            self.how.add(Reason::Grace);
        } else {
            findings.add(outside);
        }
    }

    /// What a credential is limited by beside its window.
    fn judge_limits(&mut self, now: Option<Timestamp>) {
        let findings = &mut self.findings;
        if let Some(uses) = self.credential.uses
            && let Some(most) = uses.most
        {
            let used = findings.told(uses.used, "credential.uses.used");
            findings.add_if(used.is_some_and(|used| used >= most), Reason::UsedUp);
        }
        if let Some(first_use) = self.credential.first_use {
            let at = findings.told(first_use.at, "credential.firstUse.at");
            let now = findings.timed(now);
            match at {
                Some(FirstUsed::Unused) => self.how.add(Reason::FirstUse),
                Some(FirstUsed::At(at)) => {
                    let lasts = i64::from(first_use.minutes) * SECONDS_PER_MINUTE;
                    findings.add_if(is_over(at, lasts, now), Reason::Expired);
                }
                None => {}
            }
        }
        if let Some(Idle { days, since }) = self.credential.idle {
            let since = findings.told(since, "credential.idle.since");
            let now = findings.timed(now);
            let lasts = i64::from(days) * SECONDS_PER_DAY;
            let is_idle = since.is_some_and(|since| is_over(since, lasts, now));
            findings.add_if(is_idle, Reason::TooLongUnused);
        }
    }

    fn judge_holder(&mut self) {
        let findings = &mut self.findings;
        for holder in &self.holder {
            match findings.told(holder.state, "credential.holder.state") {
                Some(HolderState::Suspended) => findings.add(Reason::HolderSuspended),
                Some(HolderState::Left) => findings.add(Reason::HolderLeft),
                Some(HolderState::NonAccess) => findings.add(Reason::NonAccess),
                Some(HolderState::Active) | None => {}
            }
        }
    }

    /// A code beside a card or a phone is its PIN, asked for or not.
    fn judge_pin(&mut self, showing: &Showing) {
        let Some(typed) = &showing.pin else {
            return;
        };
        // Both are compared, whichever it is.
        let (is_pin, is_duress) = match &self.credential.pin {
            Some(pin) => (pin == typed, self.credential.duress.stands_for(pin, typed)),
            None => (false, false),
        };
        self.wrong_pin = !(is_pin | is_duress);
        self.duress |= is_duress && !is_pin;
        self.findings.add_if(self.wrong_pin, Reason::WrongFactor);
    }

    fn judge_right(&mut self, scene: &Scene<'_>) {
        let findings = &mut self.findings;
        let (doors, levels) = (&self.credential.doors, &self.credential.levels);
        if doors.is_none() && levels.is_none() {
            return findings.not_told("credential.doors");
        }
        let doors = doors.as_deref().unwrap_or_default();
        let levels = levels.as_deref().unwrap_or_default();
        let door = scene.door;
        if doors.is_empty() && levels.is_empty() {
            findings.add(Reason::NoRights);
        } else if !doors.contains(&door.id) && !levels.iter().any(|one| door.levels.contains(one)) {
            findings.add(Reason::NoRightsHere);
        }
    }

    fn judge_times(&mut self, scene: &Scene<'_>) {
        let findings = &mut self.findings;
        let Some(times) = findings.told(self.credential.times.as_ref(), "credential.schedule")
        else {
            return;
        };
        if findings.timed(times.holds(scene.now)) == Some(false) {
            findings.add(if times.is_special(scene.now) {
                Reason::SpecialDay
            } else {
                Reason::OutsideSchedule
            });
        }
    }

    fn judge_passback(&mut self, scene: &Scene<'_>, showing: &Showing) {
        // What the door says of it is judged once, with the door.
        let Some(Setting::On(passback)) = &scene.door.passback else {
            return;
        };
        // Who goes through a door that was opened from afar, nobody knows.
        let mut is_broken = showing.is_remote;
        if !showing.is_remote {
            for holder in &self.holder {
                let place = holder.place.as_ref();
                let place = self.findings.told(place, "credential.holder.place");
                // Where the reader leads is judged with the door.
                is_broken |= place
                    .zip(scene.attempt.leads())
                    .is_some_and(|(place, direction)| {
                        passback.is_broken(place, direction, scene.instant())
                    });
            }
        }
        if !is_broken {
            return;
        }
        if self.credential.is_exempt(Exemption::Passback) {
            self.how.add(Reason::ExemptPassback);
        } else if passback.mode == PassbackMode::Soft {
            self.how.add(Reason::SoftPassback);
        } else {
            self.findings.add(Reason::Passback);
        }
    }
}

/// Whether so many seconds have passed since an instant; never where the clock is not known, which
/// is a reason of its own.
fn is_over(since: Timestamp, seconds: i64, now: Option<Timestamp>) -> bool {
    let end = later(since, seconds);
    now.zip(end).is_some_and(|(now, end)| end <= now)
}

/// Where a door leads, as a place.
pub(super) fn place_behind(
    passback: &Passback,
    direction: Direction,
    since: Option<Timestamp>,
) -> Place {
    Place::In {
        area: passback.target(direction).into(),
        since,
    }
}
