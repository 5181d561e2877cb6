//! Access levels: who may do what at a lock.

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
