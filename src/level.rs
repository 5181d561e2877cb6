//! Access levels: who may do what at a lock, and give it to whom.
//!
//! ```
//! use latchwork::level::{AccessLevel, Grant, GrantState};
//! use latchwork::{Timestamp, Window};
//!
//! let until = Timestamp::parse("2026-03-02T12:00:00Z")?;
//! let grant = Grant {
//!     level: AccessLevel::Guest,
//!     window: Window::new(None, Some(until))?,
//!     revoked: false,
//! };
//! assert_eq!(grant.state_at(until), GrantState::Expired);
//! # Ok::<(), latchwork::Issue>(())
//! ```

use crate::schema::words;

mod grant;
mod policy;

pub use grant::{Grant, GrantState, Opening};
pub use policy::{GrantPolicy, Grantor};

words! {
    /// A level of access to a lock, from the most to the least powerful.
    ///
    /// Source: `SmartphoneKey`, "grant lock access", `accessLevel`; upper case only, as the API
    /// writes it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum AccessLevel: AccessLevelUnknown {
        /// `OWNER`
        Owner = "OWNER",
        /// `ADMIN`
        Admin = "ADMIN",
        /// `USER`
        User = "USER",
        /// `GUEST`
        Guest = "GUEST",
    }
}
