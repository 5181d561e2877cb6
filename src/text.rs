//! Values that are written as text, as generic code takes them: `FromStr` and
//! `TryFrom<&str>`, and `AsRef<str>` of what keeps its text. A [`Code`] has no such way out: where its
//! digits leave, [`Code::as_str`] says so.

use core::str::FromStr;

use crate::system::smartphonekey::LockId;
use crate::time::{Date, LocalMinute};
use crate::{Code, Issue, Offset, PhoneNumber, Timestamp, Uid, UserId, Uuid};

/// Says something of all that is text and no secret.
macro_rules! texts {
    ($said:ident) => {
        $said! {
            Date;
            LocalMinute;
            LockId;
            Offset;
            PhoneNumber;
            Timestamp;
            Uid;
            UserId;
            Uuid;
        }
    };
}
#[cfg(feature = "serde")]
pub(crate) use texts;

macro_rules! read_from_text {
    ($($name:ident;)*) => {$(
        impl FromStr for $name {
            type Err = Issue;

            fn from_str(text: &str) -> Result<Self, Issue> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = Issue;

            fn try_from(text: &str) -> Result<Self, Issue> {
                Self::parse(text)
            }
        }
    )*};
}

macro_rules! kept_as_text {
    ($($name:ident;)*) => {$(
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
    )*};
}

texts! { read_from_text }

read_from_text! {
    Code;
}

kept_as_text! {
    LockId;
    PhoneNumber;
}
