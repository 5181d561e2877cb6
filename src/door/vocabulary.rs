//! Reasons as other systems say them.

use super::Reason;
use crate::schema::words;

words! {
    /// A system with words of its own for why a door opens or stays shut.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Vocabulary: DoorWordUnknown {
        /// `BACnetAccessEvent` of ASHRAE 135, a number: granted from 1 on, denied from 128 to 164.
        Bacnet = "bacnet",
        /// The `Reason` of an event `AccessControl/Denied` of ONVIF, a text; `CredentialNotFound` and
        /// `Duress` are topics of their own. A reason that is not known is read as `Other`, as ONVIF
        /// has it.
        Onvif = "onvif",
        /// The name of a value of Matter's door lock: of `OperationErrorEnum`, but `NonAccessUserEvent`
        /// of `LockOperationTypeEnum`, `WrongCodeEntryLimit` and `ForcedUser` of `AlarmCodeEnum`.
        Matter = "matter",
        /// The event of a Z-Wave notification of type 6, access control, a number.
        Zwave = "zwave",
        /// The reason of an event of a UHPPOTE controller, a number.
        Uhppote = "uhppote",
        /// The minor type of an access event (major type 5) of Hikvision, a number.
        Hikvision = "hikvision",
        /// The error code of a Nuki lock, a number.
        Nuki = "nuki",
    }
}

/// What a system says of a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word<'a> {
    /// A number.
    Number(u8),
    /// A text.
    Text(&'a str),
}

/// What each system says of a reason: what it is told as, then what else is read as it.
struct Row {
    reason: Reason,
    onvif: &'static [&'static str],
    matter: &'static [&'static str],
    /// `BACnet`, Z-Wave, UHPPOTE, Hikvision, Nuki.
    numbers: [&'static [u8]; 5],
}

macro_rules! table {
    ($(
        $reason:ident: $($bacnet:literal)* | $($onvif:literal)* | $($matter:literal)* |
            $($zwave:literal)* | $($uhppote:literal)* | $($hikvision:literal)* | $($nuki:literal)*;
    )*) => {
        &[$(Row {
            reason: Reason::$reason,
            onvif: &[$($onvif),*],
            matter: &[$($matter),*],
            numbers: [
                &[$($bacnet),*],
                &[$($zwave),*],
                &[$($uhppote),*],
                &[$($hikvision),*],
                &[$($nuki),*],
            ],
        },)*]
    };
}

/// In the order of the systems as [`Vocabulary`] has them.
///
/// Sources: `BACnet`, the enumeration of ASHRAE 135 as bacnet-stack and others print it; ONVIF,
/// `AccessControl.xml`, `Credential.xml` and `AuthenticationBehavior.xml` of onvif/specs; Matter,
/// chapter 5.2 of the application clusters, as matter.js has it; Z-Wave, the notifications of
/// zwave-js; UHPPOTE, the dictionary of uhppoted-lib; Hikvision, the constants of its `CHCNetSDK`;
/// Nuki, `ErrorCode` of `NukiBleEsp32`.
///
/// Hikvision's 0x05 is named over time, and explained as too many wrong codes: it is read as that.
/// Z-Wave's 0x14 and 0x15 are a wrong code from afar, to unlock and to lock; it has no word for a
/// door that is not opened from afar. The duress of Z-Wave is a type of user and no event.
const TABLE: &[Row] = table! {
    OutOfService: 128 | "Other" | "Restricted" | | 11 | | ;
    LockedDown: 128 | "Other" | "Restricted" | | 11 | | ;
    ThreatLevel: 137 | "Other" | "Restricted" | | 34 | | ;
    Privacy: 128 | "Other" | "Restricted" | | 11 | | ;
    Vacation: 128 | "Other" | "Restricted" | | 11 | | ;
    Interlock: 164 | "Other" | | | 12 | 0x0b | ;
    LockedOut: 161 140 | "Other" | "WrongCodeEntryLimit" | 0x10 0x13 | | | 0x28 0x2c 0x2d 0x2e;
    BadFormat: 148 | "Other" | "InvalidCredential" | 0x32 | 5 | | 0x23;
    UnknownCredential: 129 | "CredentialNotFound" | "InvalidCredential" | 0x32 | 6 | 0x09 | 0x2b 0x24;
    Stolen: 144 | "CredentialNotEnabled" | "DisabledUserDenied" | 0x2f | | | 0x25;
    Lost: 143 | "CredentialNotEnabled" | "DisabledUserDenied" | 0x2f | | | 0x25;
    Revoked: 153 | "CredentialNotEnabled" | "DisabledUserDenied" | 0x2f | | | 0x25;
    Damaged: 145 | "CredentialNotEnabled" | "DisabledUserDenied" | 0x2f | | | 0x25;
    Suspended: 153 | "CredentialNotEnabled" | "DisabledUserDenied" | 0x2f | | | 0x25;
    CredentialLockedOut: 154 | "Other" | | | | 0x05 | ;
    Expired: 152 | "CredentialExpired" | "DisabledUserDenied" | 0x2f | | 0x08 | ;
    UsedUp: 156 | "CredentialNotEnabled" | "DisabledUserDenied" | 0x2f | | | ;
    TooLongUnused: 157 155 | "CredentialNotEnabled" | | | | | ;
    NotYetActive: 151 | "CredentialNotActive" | "Restricted" | 0x30 | | | 0x27;
    HolderLeft: 158 | "CredentialNotEnabled" | "DisabledUserDenied" | 0x2f | | | 0x25;
    HolderSuspended: 158 | "CredentialNotEnabled" | "DisabledUserDenied" | 0x2f | | | 0x25;
    NonAccess: | "Other" | "NonAccessUserEvent" | 0x33 | | | ;
    RemoteNotAllowed: | "Other" | "InvalidCredential" | | | | 0x26;
    RemoteNeedsCode: | "Other" | "InvalidCredential" | 0x14 0x15 | | | ;
    WrongFactor: 132 | "InvalidPIN" "pt:InvalidIdentifierValue" | "InvalidCredential" | | 7 | 0x03 | 0x21;
    FactorMissing: 131 | "Other" | | 0x31 | 9 | 0x04 | ;
    FactorTooLate: 131 | "Other" | | 0x31 | 9 | 0x04 | ;
    NoRights: 135 | "Unauthorized" | | | 6 | 0x06 | 0x20;
    NoRightsInZone: 133 | "Unauthorized" | | | 6 | 0x06 | 0x20;
    NoRightsHere: 134 | "Unauthorized" | | | 6 | 0x06 | 0x20;
    OutsideSchedule: 136 | "NotPermittedAtThisTime" | "Restricted" | 0x30 | 13 | 0x07 | 0x27;
    SpecialDay: 136 | "NotPermittedAtThisTime" | "Restricted" | 0x30 | 13 | 0x07 | 0x27;
    ClockUnknown: 136 | "NotPermittedAtThisTime" | "Restricted" | | 15 | | ;
    NoEscort: 159 | "Other" | | | 9 | 0x0e | ;
    WrongEscort: 160 | "Other" | | | 9 | 0x0c | ;
    SecondPerson: 159 | "Other" | | | 9 | 0x0d | ;
    FirstPerson: 134 | "Other" | | | 10 | | ;
    Passback: 138 | "Other" | | | 8 | 0x0a | ;
    OccupancyUpper: 142 | "Other" | | | | | ;
    OccupancyLower: 141 | "Other" | | | | | ;
    VerificationNeeded: 15 | | | | | | ;
    Delayed: 14 | | | | | | ;
    CannotDecide: 130 | "Other" | "Unspecified" | | 5 | | ;
    Duress: 4 | "Duress" | "ForcedUser" | | | | ;
    Muster: 2 | | | | | | ;
    SoftPassback: 3 | | | | | | ;
    Traced: 5 | | | | | | ;
    Accompanied: 12 | | | | | | ;
    FirstUse: 1 | | | | | | ;
    ExemptCode: 1 | | | | | | ;
    ExemptPassback: 1 | | | | | | ;
    Grace: 1 | | | | | | ;
    Granted: 1 | | | | | | ;
};

/// What ONVIF says of what it has no word for.
const OTHER: Word<'static> = Word::Text("Other");

impl Row {
    fn words(&self, vocabulary: Vocabulary) -> impl Iterator<Item = Word<'static>> {
        let [bacnet, zwave, uhppote, hikvision, nuki] = self.numbers;
        let (texts, numbers): (&[_], &[_]) = match vocabulary {
            Vocabulary::Bacnet => (&[], bacnet),
            Vocabulary::Onvif => (self.onvif, &[]),
            Vocabulary::Matter => (self.matter, &[]),
            Vocabulary::Zwave => (&[], zwave),
            Vocabulary::Uhppote => (&[], uhppote),
            Vocabulary::Hikvision => (&[], hikvision),
            Vocabulary::Nuki => (&[], nuki),
        };
        let numbers = numbers.iter().copied().map(Word::Number);
        texts.iter().copied().map(Word::Text).chain(numbers)
    }
}

impl Reason {
    /// What a system says of it; `None` where it has no word for it.
    #[must_use]
    pub fn said_in(self, vocabulary: Vocabulary) -> Option<Word<'static>> {
        let row = TABLE.iter().find(|row| row.reason == self)?;
        row.words(vocabulary).next()
    }
}

impl Vocabulary {
    /// The reasons that a word of the system may stand for, in their order: one where the word says
    /// no less than this crate does, none for a word that it does not have.
    pub fn reasons(self, word: Word<'_>) -> impl Iterator<Item = Reason> {
        let is_said = |word: Word<'_>| {
            let mut rows = TABLE.iter();
            rows.any(|row| row.words(self).any(|said| said == word))
        };
        let word = if self == Self::Onvif && !is_said(word) {
            OTHER
        } else {
            word
        };
        let reads = move |row: &&Row| row.words(self).any(|said| said == word);
        TABLE.iter().filter(reads).map(|row| row.reason)
    }
}
