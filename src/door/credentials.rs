//! The credentials of a door, found by what is shown.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

use siphasher::sip::SipHasher13;

use super::attempt::Identification;
use super::credential::Credential;
use crate::schema::{Document, Kind, Step, check_alone_and};
use crate::sorted::sort;
use crate::{Code, Issue, IssueCode, Issues, UnknownFields, Value};

/// The credentials of a door, or those of them that what is shown may be.
///
/// Each is compared with what is shown, in constant time where it is a code. Where there are
/// thousands, [`indexed`](Self::indexed) makes a look at each unnecessary.
#[derive(Clone, Default)]
pub struct Credentials {
    all: Vec<Credential>,
    index: Option<Index>,
}

/// Where the credentials are that a keyed hash of what identifies them leads to.
#[derive(Clone)]
struct Index {
    key: [u8; 16],
    /// Ascending.
    places: Vec<(u64, usize)>,
    /// How a place is found: told with the index, so that what has none is linked without hashing.
    places_of: fn(&Self, &Identification) -> Vec<usize>,
}

/// A credential that what is shown may be.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'c> {
    pub(super) credential: &'c Credential,
    /// Whether what was shown is its code for somebody who is threatened, and not its own.
    pub(super) duress: bool,
}

impl Credentials {
    /// These credentials, in any order.
    ///
    /// # Errors
    /// `door_id_twice` at the `id` of one that another in front of it has: what would be stored
    /// could not be told from what belongs to the other.
    pub fn new(credentials: Vec<Credential>) -> Result<Self, Issues> {
        let mut seen = BTreeSet::new();
        let ids = credentials.iter().map(|one| one.id.as_str()).enumerate();
        let twice = ids.filter(|(_, id)| !seen.insert(*id)).map(|(index, _)| {
            Issue::of(IssueCode::DoorIdTwice)
                .at(Credential::ID)
                .at(index)
        });
        let issues: Issues = twice.collect();
        if issues.is_empty() {
            Ok(Self {
                all: credentials,
                index: None,
            })
        } else {
            Err(issues)
        }
    }

    /// The same with an index, made once for many attempts. The key is drawn by the service and told
    /// to nobody: without it, who chooses identifications could make many of them meet in one place,
    /// and how long a look takes could tell something of a code.
    #[must_use]
    pub fn indexed(self, key: [u8; 16]) -> Self {
        let mut places = Vec::with_capacity(self.all.len());
        for (at, credential) in self.all.iter().enumerate() {
            places.push((hash(key, &credential.identification), at));
            if let Some(code) = credential.identification.code() {
                let duress = credential.duress.codes(code);
                places.extend(
                    duress
                        .iter()
                        .flatten()
                        .map(|code| (hash_code(key, code), at)),
                );
            }
        }
        sort(&mut places);
        places.dedup();
        let index = Index {
            key,
            places,
            places_of: Index::places_of,
        };
        Self {
            index: Some(index),
            ..self
        }
    }

    /// Checks a list of credentials, each written as an object.
    ///
    /// # Errors
    /// Those of [`Credential::check_value`] and of [`Credentials::new`], with the place of each in
    /// the list.
    pub fn check_value(value: &Value<'_>) -> Result<Self, Issues> {
        Self::read(&Document::of(value))
    }

    pub(crate) fn read(document: &Document<'_>) -> Result<Self, Issues> {
        let list = Kind::List(&Credential::VALUE);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        check_alone_and(document, &list, UnknownFields::Refuse, &mut |report| {
            for (index, given) in document.root().items().enumerate() {
                if Credential::id_of(given).is_some_and(|id| !seen.insert(id)) {
                    let item = crate::schema::Path::WHOLE;
                    let item = item.to(Step::Item(index));
                    report.add(&item.to(Step::Field(Credential::ID)), &mut || {
                        Issue::of(IssueCode::DoorIdTwice)
                    });
                }
            }
        })?;
        let given = document.root();
        // Made in one piece: a list that grows leaves codes behind.
        let mut all = Vec::with_capacity(given.len());
        all.extend(given.items().filter_map(Credential::of_given));
        Ok(Self { all, index: None })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those that what is shown may be, in no order that means anything.
    pub(super) fn find(&self, shown: &Identification) -> Vec<Candidate<'_>> {
        let Some(index) = &self.index else {
            return self
                .all
                .iter()
                .filter_map(|one| one.may_be(shown))
                .collect();
        };
        let places = (index.places_of)(index, shown).into_iter();
        let met = places.filter_map(|at| self.all.get(at)?.may_be(shown));
        met.collect()
    }
}

impl Index {
    /// Where those are that have the hash of what is shown.
    fn places_of(&self, shown: &Identification) -> Vec<usize> {
        let hash = hash(self.key, shown);
        let from = self.places.partition_point(|(other, _)| *other < hash);
        let behind = self.places.get(from..).unwrap_or_default().iter();
        let met = behind.take_while(|(other, _)| *other == hash);
        met.map(|(_, at)| *at).collect()
    }
}

impl Credential {
    /// The credential as what is shown may be it. Its own code and those of somebody who is
    /// threatened are all compared, whatever the digits are.
    fn may_be(&self, shown: &Identification) -> Option<Candidate<'_>> {
        let is_own = self.identification == *shown;
        let is_duress = match (self.identification.code(), shown.code()) {
            (Some(code), Some(typed)) => self.duress.stands_for(code, typed),
            _ => false,
        };
        (is_own | is_duress).then_some(Candidate {
            credential: self,
            duress: !is_own,
        })
    }
}

fn hash(key: [u8; 16], identification: &Identification) -> u64 {
    match identification {
        Identification::Code(code) => hash_code(key, code),
        Identification::Uid(uid) => hash_of(key, &(1_u8, uid)),
        Identification::Number(number) => hash_of(key, &(2_u8, number.value())),
        Identification::Word(word) => hash_of(key, &(3_u8, word)),
        Identification::Phone(id) => hash_of(key, &(4_u8, id)),
    }
}

fn hash_code(key: [u8; 16], code: &Code) -> u64 {
    hash_of(key, &(0_u8, code.as_str()))
}

fn hash_of(key: [u8; 16], what: &impl Hash) -> u64 {
    let mut hasher = SipHasher13::new_with_key(&key);
    what.hash(&mut hasher);
    hasher.finish()
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.all).finish()
    }
}
