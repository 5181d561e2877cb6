//! Conversions from and to the type of the `uuid` crate. Both hold any 16 bytes: none can fail.

use super::Uuid;

impl From<::uuid::Uuid> for Uuid {
    fn from(uuid: ::uuid::Uuid) -> Self {
        Self::from_bytes(uuid.into_bytes())
    }
}

impl From<Uuid> for ::uuid::Uuid {
    fn from(uuid: Uuid) -> Self {
        Self::from_bytes(*uuid.as_bytes())
    }
}
