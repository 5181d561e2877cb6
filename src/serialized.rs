//! serde's traits: what is text is written as its text and read by its parser, what is an object as
//! its object and by its check.

use alloc::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::{
    AccessLevel, CardFormat, Code, CodePolicy, Issue, Issues, KeyFormat, PhoneNumber, Timestamp,
    UserId, Uuid, Value, Window,
};

macro_rules! written_as_text {
    ($($name:ident: |$value:ident| $text:expr;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                let $value = self;
                writer.collect_str(&$text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(reader)?;
                Self::parse(&text).map_err(D::Error::custom)
            }
        }
    )*};
}

written_as_text! {
    AccessLevel: |level| level;
    Code: |code| code.as_str();
    PhoneNumber: |phone| phone;
    Timestamp: |timestamp| timestamp;
    UserId: |user| user;
    Uuid: |uuid| uuid;
}

macro_rules! written_as_object {
    ($($name:ident;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                self.to_value().serialize(writer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let value = Value::deserialize(reader)?;
                Self::check_value(&value).map_err(D::Error::custom)
            }
        }
    )*};
}

written_as_object! {
    CardFormat;
    CodePolicy;
    KeyFormat;
}

impl Serialize for Issue {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(writer)
    }
}

impl Serialize for Issues {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.collect_seq(self)
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
