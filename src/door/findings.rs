//! What a decision finds.

use alloc::vec::Vec;

use super::reason::Reason;

/// Reasons, and what nobody told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    /// In the published order, none twice.
    pub(super) reasons: Vec<Reason>,
    /// In the order in which it was asked for, none twice.
    pub(super) unknown: Vec<&'static str>,
}

impl Findings {
    /// Adds a reason.
    pub(super) fn add(&mut self, reason: Reason) {
        if let Err(place) = self.reasons.binary_search(&reason) {
            self.reasons.insert(place, reason);
        }
    }

    /// Adds a reason where it holds.
    pub(super) fn add_if(&mut self, holds: bool, reason: Reason) {
        if holds {
            self.add(reason);
        }
    }

    /// Says that something was asked for that nobody told, as the name of a member.
    pub(super) fn not_told(&mut self, name: &'static str) {
        self.add(Reason::CannotDecide);
        if !self.unknown.contains(&name) {
            self.unknown.push(name);
        }
    }

    /// What is told; where it is not, that is a finding.
    pub(super) fn told<T>(&mut self, what: Option<T>, name: &'static str) -> Option<T> {
        if what.is_none() {
            self.not_told(name);
        }
        what
    }

    /// What the clock tells; where it is not known, that is a finding.
    pub(super) fn timed<T>(&mut self, what: Option<T>) -> Option<T> {
        self.add_if(what.is_none(), Reason::ClockUnknown);
        what
    }

    /// Adds all that others found.
    pub(super) fn extend(&mut self, others: &Self) {
        for reason in &others.reasons {
            self.add(*reason);
        }
        for name in &others.unknown {
            self.not_told(name);
        }
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Whether it is this that was found, among others.
    pub(super) fn has(&self, reason: Reason) -> bool {
        self.reasons.binary_search(&reason).is_ok()
    }
}
