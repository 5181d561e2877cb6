//! serde's traits: what is text is written as its text and read by its parser, what is an object as
//! its object and by its check. A code is read, and written out only where that is said: see
//! [`Code::reveal`]. What a service has to store or send holds its codes: that is what it is for.

use alloc::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::door;
use crate::system::Reply;
use crate::system::basip::{self, EntityUid, StoredIdentifier, StoredUser, Validity};
use crate::system::kiiaccess::{AccessKey, Effect, NewUser, Options};
use crate::system::smartphonekey::{
    Acceptance, AccessibleLock, Aggregate, Authorization, Event, LockId,
};
use crate::text::texts;
use crate::time::{Date, LocalMinute};
use crate::{
    Candidate, CardFields, CardFormat, CardMatch, CardReading, CardStyle, Code, CodePolicy,
    Conversion, ConvertedCard, Grant, GrantPolicy, Issue, Issues, KeyFormat, KeyNumber, KnownFacts,
    MatchWay, Offset, Opening, PartialUid, PhoneNumber, Schedule, TakenCode, Timestamp, Uid,
    UnknownFields, UserId, Uuid, Value, Window, Word,
};

macro_rules! written_as_text {
    ($($name:ident;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                writer.collect_str(self)
            }
        }
    )*};
}

macro_rules! read_as_text {
    ($($name:ident;)*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(reader)?;
                Self::parse(&text).map_err(D::Error::custom)
            }
        }
    )*};
}

macro_rules! written_as_object {
    ($($name:ty;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                self.to_value().serialize(writer)
            }
        }
    )*};
}

macro_rules! read_as_object {
    ($($name:ty $(, $unknown:expr)?;)*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let value = Value::deserialize(reader)?;
                Self::check_value(&value $(, $unknown)?).map_err(D::Error::custom)
            }
        }
    )*};
}

texts! { written_as_text }

texts! { read_as_text }

read_as_text! {
    Code;
}

written_as_object! {
    Acceptance;
    AccessKey;
    AccessibleLock;
    Aggregate;
    Authorization;
    Candidate<'_>;
    CardFields;
    CardFormat;
    CardMatch<'_>;
    CardReading<'_>;
    CardStyle<'_>;
    CodePolicy;
    Conversion;
    ConvertedCard;
    Effect;
    Event;
    Grant;
    GrantPolicy;
    Issue;
    KeyFormat;
    KnownFacts;
    MatchWay<'_>;
    NewUser;
    Opening;
    PartialUid;
    Schedule;
    basip::Effect;
    door::Claim;
    door::Companion;
    door::Opening;
    door::Place;
    StoredIdentifier;
    StoredUser;
    Validity;
    Word;
}

read_as_object! {
    AccessibleLock;
    Aggregate;
    CardFormat;
    CodePolicy;
    Conversion;
    Event;
    Grant, UnknownFields::Refuse;
    GrantPolicy;
    KeyFormat;
    KnownFacts;
    Schedule;
    StoredIdentifier;
    StoredUser;
    TakenCode;
    Validity, UnknownFields::Refuse;
    Word;
    door::Attempt;
    door::Credential;
    door::Credentials;
    door::Door;
    door::Passback;
    door::Security;
    door::Times;
}

impl<'de> Deserialize<'de> for AccessKey {
    /// Reads a key of a built-in format; of another, [`AccessKey::check_value`] does.
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(reader)?;
        Self::check_value(&value, &Options::default()).map_err(D::Error::custom)
    }
}

impl Serialize for EntityUid {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_u64(self.get())
    }
}

impl<'de> Deserialize<'de> for EntityUid {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(reader)?).map_err(D::Error::custom)
    }
}

impl Serialize for KeyNumber {
    /// The digits as they were written. They are read back by [`KeyFormat::check`]: what bounds them
    /// is not in them.
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_str(self.as_str())
    }
}

impl Serialize for Issues {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.collect_seq(self)
    }
}

impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        let mut reply = writer.serialize_struct("Reply", 3)?;
        reply.serialize_field("status", &self.status)?;
        reply.serialize_field("contentType", self.content_type)?;
        reply.serialize_field("body", &self.body)?;
        reply.end()
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        let mut window = writer.serialize_struct("Window", 2)?;
        window.serialize_field("from", &self.from())?;
        window.serialize_field("until", &self.until())?;
        window.end()
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Ends {
            from: Option<Timestamp>,
            until: Option<Timestamp>,
        }
        let Ends { from, until } = Ends::deserialize(reader)?;
        Self::new(from, until).map_err(D::Error::custom)
    }
}
