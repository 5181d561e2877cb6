//! Identifiers as credentials of doors.

use super::{CreateIdentifier, IdentifierLock, IdentifierNumber, IdentifierType, Validity};
use crate::door::{Credential, CredentialState, Holder, Identification, Means, Times, Uses};

impl IdentifierNumber {
    /// What it identifies at a door; `None` for what no door here reads: faces, QR codes, plates, a
    /// code of fewer than 4 or more than 8 digits, a card whose bytes are not as many as an identifier
    /// has.
    #[must_use]
    pub fn identification(&self) -> Option<Identification> {
        let is_number = self.as_str().bytes().all(|byte| byte.is_ascii_digit());
        let means = match self.kind() {
            IdentifierType::InputCode => Means::Code,
            IdentifierType::Card if is_number => Means::Number,
            IdentifierType::Card => Means::Uid,
            IdentifierType::Ukey => Means::Phone,
            IdentifierType::FaceId | IdentifierType::Qr | IdentifierType::LicensePlate => {
                return None;
            }
        };
        Identification::parse(means, self.as_str()).ok()
    }
}

impl Validity {
    /// Lets a credential open when and as often as an identifier does, after so many passes.
    pub(super) fn limit(&self, credential: &mut Credential, passes_used: u64) {
        credential.state = Some(CredentialState::Active);
        credential.window = Some(self.window());
        let most = self.max_passes().map(u64::from);
        credential.uses = most.map(|most| Uses::new(passes_used, most));
    }
}

impl CreateIdentifier {
    /// The identifier as a credential of doors, after so many passes: `locks` are the ids of the
    /// panel's first and of its second. `None` for what no door here reads, as
    /// [`IdentifierNumber::identification`] has it.
    ///
    /// ```
    /// use latchwork::door::{Holder, Reason};
    /// use latchwork::system::basip::CreateIdentifier;
    ///
    /// let body = br#"{"identifier_owner":{"name":"Ada","type":"guest"},
    ///     "identifier_type":"inputCode","identifier_number":"748365","lock":"first",
    ///     "valid":{"time":{"is_permanent":true},"passes":{"is_permanent":false,"max_passes":2}}}"#;
    /// let identifier = CreateIdentifier::check(body)?;
    /// let holder = Holder::active("ada");
    /// let credential = identifier.credential("7", 2, ["front", "back"], holder).unwrap();
    /// assert_eq!(credential.doors, Some(vec!["front".into()]));
    /// assert_eq!(credential.standing(None), [Reason::UsedUp]);
    /// # Ok::<(), latchwork::Issues>(())
    /// ```
    #[must_use]
    pub fn credential(
        &self,
        id: &str,
        passes_used: u64,
        locks: [&str; 2],
        holder: Holder,
    ) -> Option<Credential> {
        let mut credential = Credential::new(id, self.number().identification()?, holder);
        self.valid().limit(&mut credential, passes_used);
        credential.times = Some(Times::Always);
        let [first, second] = locks;
        let opened: &[&str] = match self.lock() {
            IdentifierLock::First => &[first],
            IdentifierLock::Second => &[second],
            IdentifierLock::All => &locks,
        };
        credential.doors = Some(opened.iter().map(|lock| (*lock).into()).collect());
        Some(credential)
    }
}
