//! Why a door opens or stays shut.

use crate::schema::words;

words! {
    /// A step of a decision, in the order in which reasons are told.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Stage {
        /// The door itself takes nobody.
        Door = "door",
        /// The reader takes no tries for a while.
        Lockout = "lockout",
        /// What was read has not the form of a credential.
        Format = "format",
        /// Whether the credential is known.
        Known = "known",
        /// The state of the credential.
        Credential = "credential",
        /// The state of its holder.
        Holder = "holder",
        /// What else has to be shown with it.
        Factors = "factors",
        /// Whether it opens this door at all.
        Right = "right",
        /// Whether it opens it now.
        Schedule = "schedule",
        /// Who has to be there beside the holder.
        Party = "party",
        /// Where the holder is already.
        Passback = "passback",
        /// How many are inside.
        Occupancy = "occupancy",
        /// What only the host can say.
        Host = "host",
        /// The door opens.
        Granted = "granted",
    }
}

words! {
    /// Why a door opens or stays shut, in the order in which reasons are told: of several that hold,
    /// the first is the one to show.
    ///
    /// More may be added; a word never changes its meaning.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum Reason: DoorWordUnknown {
        /// The door or its reader is out of service.
        OutOfService = "out-of-service",
        /// The door is locked down for everybody.
        LockedDown = "locked-down",
        /// The threat level is above that of the credential.
        ThreatLevel = "threat-level",
        /// Somebody inside asked for privacy.
        Privacy = "privacy",
        /// The household is away: nobody is let in at the door.
        Vacation = "vacation",
        /// The other door of the pair is not shut.
        Interlock = "interlock",
        /// Too many wrong tries at this reader.
        LockedOut = "locked-out",
        /// A frame with a wrong length or parity, a foreign site code, a code that is none.
        BadFormat = "bad-format",
        /// No credential is of this kind and number.
        UnknownCredential = "unknown-credential",
        /// The credential was stolen.
        Stolen = "stolen",
        /// The credential was lost.
        Lost = "lost",
        /// The credential was taken back.
        Revoked = "revoked",
        /// The credential is damaged.
        Damaged = "damaged",
        /// The credential was suspended by hand.
        Suspended = "suspended",
        /// Too many wrong codes were typed for this card.
        CredentialLockedOut = "credential-locked-out",
        /// The end of the credential has passed.
        Expired = "expired",
        /// The credential has no uses left.
        UsedUp = "used-up",
        /// The credential was not used for too long, or not in the time in which its first use was due.
        TooLongUnused = "too-long-unused",
        /// The beginning of the credential is yet to come.
        NotYetActive = "not-yet-active",
        /// The holder has left.
        HolderLeft = "holder-left",
        /// The holder is suspended.
        HolderSuspended = "holder-suspended",
        /// The holder is known and opens nothing: an event and no more.
        NonAccess = "non-access",
        /// The door is not opened from afar.
        RemoteNotAllowed = "remote-not-allowed",
        /// The door is opened from afar with a code only.
        RemoteNeedsCode = "remote-needs-code",
        /// A wrong code, or a second factor of another credential.
        WrongFactor = "wrong-factor",
        /// A factor that is needed now was not shown.
        FactorMissing = "factor-missing",
        /// The second factor came too late.
        FactorTooLate = "factor-too-late",
        /// The credential opens nothing.
        NoRights = "no-rights",
        /// The credential opens nothing of this zone.
        NoRightsInZone = "no-rights-in-zone",
        /// The credential does not open this door.
        NoRightsHere = "no-rights-here",
        /// The credential does not open at this time of the week.
        OutsideSchedule = "outside-schedule",
        /// The credential does not open at this time of a special day.
        SpecialDay = "special-day",
        /// What time it is at the door is not known.
        ClockUnknown = "clock-unknown",
        /// The holder opens with an escort only.
        NoEscort = "no-escort",
        /// The person beside the holder may not escort.
        WrongEscort = "wrong-escort",
        /// The door opens for two persons only.
        SecondPerson = "second-person",
        /// The door opens only when the first of certain persons has come.
        FirstPerson = "first-person",
        /// The holder is where the door leads already.
        Passback = "passback",
        /// No more persons may be inside.
        OccupancyUpper = "occupancy-upper",
        /// No fewer persons may be inside.
        OccupancyLower = "occupancy-lower",
        /// A host has to look at the person first.
        VerificationNeeded = "verification-needed",
        /// The door opens when some time has passed.
        Delayed = "delayed",
        /// What the decision needs is not known.
        CannotDecide = "cannot-decide",
        /// It opens, and tells that the holder is threatened.
        Duress = "duress",
        /// It opens to count who is out of danger.
        Muster = "muster",
        /// It opens though the holder is there already.
        SoftPassback = "soft-passback",
        /// It opens, and the credential is being followed.
        Traced = "traced",
        /// It opens for two who are there together.
        Accompanied = "accompanied",
        /// It opens for the first time: the time of the credential runs from now on.
        FirstUse = "first-use",
        /// It opens without the code that others type.
        ExemptCode = "exempt-code",
        /// It opens wherever the holder is.
        ExemptPassback = "exempt-passback",
        /// It opens in the time that is allowed before the beginning or after the end.
        Grace = "grace",
        /// It opens.
        Granted = "granted",
    }
}

impl Reason {
    /// The last reason of each stage, in order.
    const LAST: [(Self, Stage); 13] = [
        (Self::Interlock, Stage::Door),
        (Self::LockedOut, Stage::Lockout),
        (Self::BadFormat, Stage::Format),
        (Self::UnknownCredential, Stage::Known),
        (Self::NotYetActive, Stage::Credential),
        (Self::NonAccess, Stage::Holder),
        (Self::FactorTooLate, Stage::Factors),
        (Self::NoRightsHere, Stage::Right),
        (Self::ClockUnknown, Stage::Schedule),
        (Self::FirstPerson, Stage::Party),
        (Self::Passback, Stage::Passback),
        (Self::OccupancyLower, Stage::Occupancy),
        (Self::CannotDecide, Stage::Host),
    ];

    /// The step of the decision that finds it.
    #[must_use]
    pub fn stage(self) -> Stage {
        let mut stages = Self::LAST.into_iter();
        let stage = stages.find(|(last, _)| self <= *last);
        stage.map_or(Stage::Granted, |(_, stage)| stage)
    }

    /// Whether a door opens for it.
    #[must_use]
    pub fn opens(self) -> bool {
        self > Self::CannotDecide
    }

    /// Whether it is what becomes of a guess, so that a lock-out counts it: an unknown code or card,
    /// or a wrong code for a known one. What has no form at all is no guess: noise of a line would
    /// lock a door.
    #[must_use]
    pub fn is_guess(self) -> bool {
        matches!(self, Self::UnknownCredential | Self::WrongFactor)
    }
}
