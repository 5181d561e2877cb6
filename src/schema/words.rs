//! Sets of words: the names of a closed set of things, as a system writes them.

use alloc::vec::Vec;

use crate::ascii::are_same;
use crate::{Issue, IssueCode};

/// The words of a set, and the issue of any other.
pub(crate) struct Words {
    pub(crate) all: &'static [&'static str],
    pub(crate) unknown: IssueCode,
}

impl Words {
    /// Which of the words a text is.
    pub(crate) fn position(&self, text: &str) -> Option<usize> {
        let is_it = |word: &&str| word.len() == text.len() && are_same(word, text);
        self.all.iter().position(is_it)
    }

    /// The issue of a text that is none of them.
    #[cold]
    pub(crate) fn unknown(&self) -> Issue {
        let words: Vec<_> = self.all.to_vec();
        Issue::of(self.unknown).param(words.join(", "))
    }
}

/// Says a set of words: an enum, its words, and each way between them.
///
/// With the code of an issue the set can be read from text as well.
macro_rules! words {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident $(: $unknown:ident)? {
            $($(#[$variant_attribute:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$attribute])*
        $visibility enum $name {
            $($(#[$variant_attribute])* $variant,)+
        }

        #[allow(dead_code, reason = "a set is not used in each of these ways")]
        impl $name {
            /// Each of them, in order.
            $visibility const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word of each, in order.
            pub(crate) const TEXTS: [&'static str; [$($word),+].len()] = [$($word),+];

            /// The word for it.
            #[must_use]
            $visibility const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                writer.serialize_str(self.as_str())
            }
        }

        $(
            #[allow(dead_code, reason = "a set is not used in each of these ways")]
            impl $name {
                /// The words, for tables.
                pub(crate) const WORDS: $crate::schema::Words = $crate::schema::Words {
                    all: &Self::TEXTS,
                    unknown: $crate::IssueCode::$unknown,
                };

                /// Checks a word; just as it is written here.
                ///
                /// # Errors
                /// The issue of a word that is none of the set.
                $visibility fn parse(text: &str) -> Result<Self, $crate::Issue> {
                    Self::find(text).ok_or_else(|| Self::WORDS.unknown())
                }

                /// The one of a word; `None` for a word that is none of the set.
                #[must_use]
                $visibility fn find(text: &str) -> Option<Self> {
                    let at = Self::WORDS.position(text)?;
                    Self::ALL.get(at).copied()
                }
            }

            impl core::str::FromStr for $name {
                type Err = $crate::Issue;

                fn from_str(text: &str) -> Result<Self, $crate::Issue> {
                    Self::parse(text)
                }
            }

            impl TryFrom<&str> for $name {
                type Error = $crate::Issue;

                fn try_from(text: &str) -> Result<Self, $crate::Issue> {
                    Self::parse(text)
                }
            }

            #[cfg(feature = "serde")]
            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                    let text = alloc::borrow::Cow::<'de, str>::deserialize(reader)?;
                    Self::parse(&text).map_err(serde::de::Error::custom)
                }
            }
        )?
    };
}

pub(crate) use words;
