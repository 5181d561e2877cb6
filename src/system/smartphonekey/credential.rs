//! Access to locks, and temporary keys, as credentials of doors.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{AccessibleLock, LockId, TemporaryKey};
use crate::door::{Credential, CredentialState, Holder, Identification, Reason, Times, Uses};
use crate::{Grant, Timestamp, Uuid, Window};

/// A credential of one lock, which is the door of that id.
fn of_lock(
    id: &str,
    identification: Identification,
    holder: Holder,
    lock: &LockId,
    window: Window,
    revoked: bool,
) -> Credential {
    let mut credential = Credential::new(id, identification, holder);
    limit(&mut credential, window, revoked);
    credential.times = Some(Times::Always);
    credential.doors = Some(Vec::from([lock.as_str().into()]));
    credential
}

/// Lets a credential open in a window, if it was not taken back.
fn limit(credential: &mut Credential, window: Window, revoked: bool) {
    credential.state = Some(if revoked {
        CredentialState::Revoked
    } else {
        CredentialState::Active
    });
    credential.window = Some(window);
}

impl LockId {
    /// A user's grant of this lock as a credential of the door of that id: the user's phone, by the
    /// user's uuid. Every level of access opens. Its id is the user's and the lock's; a service that
    /// keeps several grants of both gives each another.
    ///
    /// ```
    /// use latchwork::door::{Credentials, Door, Holder, Means, Method, Methods, Reason, Security};
    /// use latchwork::door::{Attempt, Shown, decide};
    /// use latchwork::system::smartphonekey::LockId;
    /// use latchwork::{AccessLevel, Grant, Uuid, Window};
    ///
    /// let user = Uuid::parse("2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539")?;
    /// let lock = LockId::parse("4711")?;
    /// let grant = Grant { level: AccessLevel::Guest, window: Window::ALWAYS, revoked: true };
    /// let credential = lock.credential(user, &grant, Holder::active("ada"));
    ///
    /// let by_phone = Security::new([Methods::from_iter([Method::Phone])])?;
    /// let door = Door::ordinary("4711", by_phone);
    /// let phone = Shown::new(Means::Phone, "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539");
    /// let credentials = Credentials::new(vec![credential])?;
    /// let opening = decide(&Attempt::new(vec![phone]), &door, &credentials, None);
    /// assert_eq!(opening.reason(), Some(Reason::Revoked));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn credential(&self, user: Uuid, grant: &Grant, holder: Holder) -> Credential {
        let user = user.to_string();
        let id = [user.as_str(), self.as_str()].join(" ");
        let phone = Identification::Phone(user);
        of_lock(&id, phone, holder, self, grant.window, grant.revoked)
    }
}

impl AccessibleLock {
    /// The access as a credential of the door of the lock's id, as [`LockId::credential`] has it.
    #[must_use]
    pub fn credential(&self, user: Uuid, holder: Holder) -> Credential {
        self.id.credential(user, &self.grant(), holder)
    }
}

impl TemporaryKey {
    /// The key as a credential of the door of a lock's id: its code, as often as it may be used.
    #[must_use]
    pub fn credential(&self, id: &str, lock: &LockId, holder: Holder) -> Credential {
        let code = Identification::Code(self.code.clone());
        let mut credential = of_lock(id, code, holder, lock, self.window, self.revoked);
        credential.uses = self.uses();
        credential
    }

    /// Why the key opens nothing at an instant, whichever lock it is of.
    pub(super) fn standing(&self, instant: Timestamp) -> Vec<Reason> {
        // What is typed and by whom makes no difference.
        let nothing = Identification::Phone(String::new());
        let mut credential = Credential::new("", nothing, Holder::new(""));
        limit(&mut credential, self.window, self.revoked);
        credential.uses = self.uses();
        credential.standing(Some(instant))
    }

    fn uses(&self) -> Option<Uses> {
        self.max_uses.map(|most| Uses::new(self.used, most))
    }
}
