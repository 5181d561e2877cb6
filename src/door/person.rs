//! One person of an attempt: who it is, among the credentials of a door.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::hint::black_box;

use super::attempt::Shown;
use super::credential::{Credential, CredentialState, Holder};
use super::credentials::{Candidate, Credentials};
use super::findings::Findings;
use super::judgement::{Judgement, Scene, judge};
use super::reason::Reason;
use super::showing::Showing;
use crate::sorted::sort_by;

/// Each is held against the others of its holder: more than anybody keeps of one code or card are
/// not looked at.
const MOST_CANDIDATES: usize = 256;

/// A person of an attempt.
pub(super) struct Person<'c> {
    /// What is shown.
    pub(super) showing: Showing,
    /// What is wrong with that, whoever it is; once it is settled who counts, why the person is
    /// refused.
    pub(super) findings: Findings,
    /// The credentials that what is shown may be, by their ids. Once it is settled who counts, those
    /// that open; where none does, the nearest, and those beside which a wrong PIN was typed.
    pub(super) judged: Vec<Judgement<'c>>,
}

impl<'c> Person<'c> {
    /// Recognises who shows this, as the one who comes or, at another place than the first, as one
    /// who comes along with others.
    pub(super) fn recognise(
        scene: &Scene<'_>,
        credentials: &'c Credentials,
        shown: &[Shown],
        place: usize,
        is_alone: bool,
    ) -> Self {
        let showing = Showing::read(shown, place > 0, scene.door);
        let candidates = match &showing.identification {
            Some(shown) => credentials.find(shown),
            None => Vec::new(),
        };
        let mut person = Self {
            findings: showing.findings.clone(),
            judged: Vec::with_capacity(candidates.len()),
            showing,
        };
        if candidates.is_empty() {
            person.findings.add_if(
                person.showing.identification.is_some(),
                Reason::UnknownCredential,
            );
            person.judge_nobody(scene);
            return person;
        }
        if candidates.len() > MOST_CANDIDATES {
            person.findings.not_told("credentials");
            person.judge_nobody(scene);
            return person;
        }
        for candidate in &candidates {
            let judged = judge(scene, &person.showing, *candidate, &candidates);
            person.judged.push(judged);
        }
        person.spread_loss();
        person.sort(|_| ());
        if !is_alone {
            person.be_one();
        }
        person
    }

    /// What is asked for is missing where no credential is known, too. It takes as many steps as for
    /// one that is known.
    fn judge_nobody(&mut self, scene: &Scene<'_>) {
        let findings = &mut self.findings;
        if let Some(shown) = &self.showing.identification {
            let nobody = Credential::new("", shown.clone(), Holder::new(""));
            let candidate = Candidate {
                credential: &nobody,
                duress: false,
            };
            black_box(judge(scene, &self.showing, candidate, &[candidate]).opens());
        }
        self.showing
            .judge_factors(false, scene.door, scene.now, findings);
    }

    /// What is lost or stolen is in other hands, whichever credential of the same thing is looked
    /// at.
    fn spread_loss(&mut self) {
        let losses = [
            (CredentialState::Stolen, Reason::Stolen),
            (CredentialState::Lost, Reason::Lost),
        ];
        for (state, reason) in losses {
            let is_it = |one: &Judgement<'_>| one.is_own && one.credential.state == Some(state);
            if self.judged.iter().any(is_it) {
                for one in &mut self.judged {
                    one.findings.add(reason);
                }
            }
        }
    }

    /// Of those who come together each has to be one person, whatever the credentials open: what is
    /// somebody's own is that person's, and not another's for duress.
    fn be_one(&mut self) {
        if self.judged.iter().any(|one| one.is_own) {
            self.judged.retain(|one| one.is_own);
        }
        if self.holder().is_none() {
            self.findings.not_told("attempt.holder");
        }
    }

    /// The holder, where all credentials are of one.
    pub(super) fn holder(&self) -> Option<&'c str> {
        let mut ids = self
            .judged
            .iter()
            .map(|one| one.credential.holder.id.as_str());
        let first = ids.next()?;
        ids.all(|id| id == first).then_some(first)
    }

    /// Puts the credentials in order of a key, those of equal keys by their ids.
    fn sort<K: Ord>(&mut self, key: impl Fn(&Judgement<'c>) -> K) {
        sort_by(&mut self.judged, &mut |one, other| {
            let by_ids = || one.credential.id.cmp(&other.credential.id);
            key(one).cmp(&key(other)).then_with(by_ids).is_lt()
        });
    }

    /// Whether the person is let in.
    pub(super) fn is_let_in(&self) -> bool {
        self.findings.is_empty() && self.judged.iter().any(Judgement::opens)
    }

    /// Settles which credentials count. Those that open do, the ones of a person's own code before
    /// those that say that somebody is threatened. Where none opens, it is the nearest: the one
    /// whose first reason comes last in the order, of these the one with the fewest reasons.
    pub(super) fn settle(&mut self) {
        if self.judged.iter().any(Judgement::opens) {
            self.judged.retain(Judgement::opens);
            if self.judged.iter().any(|one| one.is_own) {
                self.judged.retain(|one| one.is_own);
            }
            // The first is told of: the one that needs the least indulgence.
            self.sort(|one| one.how.reasons.len());
            return;
        }
        self.sort(|one| {
            let reasons = &one.findings.reasons;
            (Reverse(reasons.first().copied()), reasons.len())
        });
        if let Some(nearest) = self.judged.first() {
            self.findings.extend(&nearest.findings);
        }
        let mut is_nearest = true;
        self.judged
            .retain(|one| core::mem::take(&mut is_nearest) || one.wrong_pin);
    }

    /// The credential to tell of: where several open and are of different persons, nobody knows who
    /// came.
    pub(super) fn told(&self) -> Option<&Judgement<'c>> {
        let first = self.judged.first()?;
        let is_known = !first.opens() || self.holder().is_some();
        is_known.then_some(first)
    }

    /// Whether what was typed says that somebody is threatened.
    pub(super) fn is_threatened(&self) -> bool {
        self.judged.first().is_some_and(|one| one.duress)
    }

    /// The name of the widening that the person is let in by.
    pub(super) fn grace(&self) -> Option<String> {
        let grace = self.judged.iter().find_map(Judgement::grace)?;
        Some(grace.into())
    }
}
