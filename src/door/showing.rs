//! What one person shows, as it reads.

use super::attempt::{Identification, Means, Shown};
use super::condition::{Door, Remote};
use super::findings::Findings;
use super::reason::Reason;
use super::security::Methods;
use crate::Code;
use crate::time::LocalTime;

/// Nobody shows more at one time.
const MOST_SHOWN: usize = 8;

/// What one person shows: what identifies, and the code beside it.
pub(super) struct Showing {
    /// A card, a phone, or a code that nothing else is shown with. `None` where nothing was read, or
    /// where it is not known which of several is meant.
    pub(super) identification: Option<Identification>,
    /// The code beside a card or a phone.
    pub(super) pin: Option<Code>,
    /// Whether it comes from afar.
    pub(super) is_remote: bool,
    methods: Methods,
    /// What is wrong with it, whoever it is.
    pub(super) findings: Findings,
}

impl Showing {
    /// Reads what is shown. What a companion shows first has to come in time as well.
    pub(super) fn read(shown: &[Shown], is_companion: bool, door: &Door) -> Self {
        let mut findings = Findings::default();
        let within = door.security.as_ref().map(super::Security::seconds);
        let mut key: Option<Identification> = None;
        let mut code: Option<Identification> = None;
        let mut is_legible = !shown.is_empty() && shown.len() <= MOST_SHOWN;
        let mut is_one = true;
        for (index, one) in shown.iter().take(MOST_SHOWN).enumerate() {
            let Some(read) = one.read() else {
                is_legible = false;
                continue;
            };
            let of_its_kind = match read {
                Identification::Code(_) => &mut code,
                _ => &mut key,
            };
            // The same once more changes nothing; another is somebody else's.
            is_one &= of_its_kind.as_ref().is_none_or(|other| *other == read);
            *of_its_kind = Some(read);
            if index > 0 || is_companion {
                let after = findings.told(one.seconds_after(), "attempt.shown.after");
                let is_late = after
                    .zip(within)
                    .is_some_and(|(after, within)| after > within);
                findings.add_if(is_late, Reason::FactorTooLate);
            }
        }
        findings.add_if(!is_legible, Reason::BadFormat);
        findings.add_if(!is_one, Reason::WrongFactor);
        let is_clear = is_legible && is_one;
        let pin = match (&key, &code) {
            (Some(_), Some(Identification::Code(code))) if is_clear => Some(code.clone()),
            _ => None,
        };
        Self {
            identification: key.or(code).filter(|_| is_clear),
            pin,
            is_remote: shown.iter().any(|one| one.means() == Means::Remote),
            methods: shown.iter().filter_map(Shown::method).collect(),
            findings,
        }
    }

    /// Judges whether all is shown that the door asks for now, of a holder who may be exempt from
    /// codes. Gives whether it is only because of that.
    pub(super) fn judge_factors(
        &self,
        is_exempt: bool,
        door: &Door,
        now: Option<LocalTime>,
        findings: &mut Findings,
    ) -> bool {
        if self.is_remote {
            let remote = findings.told(door.remote, "door.remote");
            findings.add_if(remote == Some(Remote::No), Reason::RemoteNotAllowed);
            findings.add_if(
                remote == Some(Remote::WithCode) && self.pin.is_none(),
                Reason::RemoteNeedsCode,
            );
            return false;
        }
        let security = findings.told(door.security.as_ref(), "door.security");
        let groups = security.and_then(|security| findings.timed(security.groups_at(now)));
        let Some(groups) = groups else {
            return false;
        };
        let shows = |group: &Methods| self.methods.covers(*group);
        if groups.iter().any(shows) {
            return false;
        }
        let shows_rest = |group: &Methods| self.methods.covers(group.without_code());
        let is_let_off = is_exempt && groups.iter().any(shows_rest);
        findings.add_if(!is_let_off, Reason::FactorMissing);
        is_let_off
    }
}
