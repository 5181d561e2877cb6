//! Keys as credentials of doors.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::{AccessKey, Key};
use crate::door::{Credential, CredentialState, Holder, Identification, Times};

impl AccessKey {
    /// The key as a credential of the doors that it is stored for: their ids are the `accesses`. A
    /// stored key is in force; where it was lost or taken back since, the service says so in
    /// [`Credential::state`].
    ///
    /// The id is that of the key; one that the service gave no id, and the phone of a user that has
    /// none, is no credential yet.
    ///
    /// ```
    /// use latchwork::door::{Holder, Identification};
    /// use latchwork::system::kiiaccess::{self, CreateAccessKey, Decision, State};
    /// # use latchwork::{OsRng, Timestamp, Uuid};
    ///
    /// let body = br#"{"keyType":"code","keyIdentification":"748365",
    ///                 "accesses":["6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11"]}"#;
    /// let mut state = State::new(vec![]);
    /// state.may_manage_accesses = true;
    /// state.key_id = Some(Uuid::parse("0b9fd2a1-6c3e-4a7b-9d58-1e2f3a4b5c6d")?);
    /// let now = Timestamp::parse("2026-03-01T08:00:00Z")?;
    /// let decision = kiiaccess::decide(&CreateAccessKey::check(body)?, &state, now, &mut OsRng)?;
    /// let Decision::Created(effect) = decision else { panic!() };
    /// let credential = effect.store_key.credential(Holder::active("ada")).unwrap();
    /// assert!(matches!(credential.identification, Identification::Code(_)));
    /// assert!(credential.standing(Some(now)).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn credential(&self, holder: Holder) -> Option<Credential> {
        let (identification, pin) = match &self.key {
            Key::Code(code) => (Identification::Code(code.clone()), None),
            Key::Rfid { number, pin, .. } => (Identification::Number(number.clone()), pin.clone()),
            Key::Mobile => {
                let phone = self.user_id.as_ref()?.to_string();
                (Identification::Phone(phone), None)
            }
        };
        let doors: Vec<_> = self.accesses.iter().map(ToString::to_string).collect();
        let mut credential = Credential::new(&self.id?.to_string(), identification, holder);
        credential.pin = pin;
        credential.state = Some(CredentialState::Active);
        credential.window = Some(self.window);
        credential.times = Some(Times::Always);
        credential.doors = Some(doors);
        Some(credential)
    }
}
