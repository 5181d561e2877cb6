//! The request for an identifier: whose it is, which locks it opens, and when.

use alloc::string::String;

#[cfg(feature = "plain")]
use super::change::stays;
use super::identifier::NumberFields;
use super::{IdentifierNumber, IdentifierType, Validity};
use crate::schema::{Field, Kind, Name, Reading, Table, words};
use crate::system::{Options, Request};
use crate::value::Members;
use crate::{UnknownFields, Value};

const IDENTIFIER_OWNER: Name = Name::new(0, "identifier_owner");
const LOCK: Name = Name::new(3, "lock");
const VALID: Name = Name::new(4, "valid");

/// Of an owner.
const NAME: Name = Name::new(0, "name");
const TYPE: Name = Name::new(1, "type");

words! {
    /// Whose identifier it is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum OwnerType: OwnerTypeUnknown {
        /// `owner`: of somebody who lives there.
        Owner = "owner",
        /// `guest`
        Guest = "guest",
    }
}

words! {
    /// Which locks an identifier opens.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum IdentifierLock: IdentifierLockUnknown {
        /// `first`
        First = "first",
        /// `second`
        Second = "second",
        /// `all`
        All = "all",
    }
}

/// Whose identifier it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentifierOwner {
    name: String,
    kind: OwnerType,
}

impl IdentifierOwner {
    /// An owner of any name.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: OwnerType) -> Self {
        let name = name.into();
        Self { name, kind }
    }

    const TABLE: Table = Table::of(&[
        NAME.required(Kind::Text).described("The user's name"),
        TYPE.required(Kind::Word(&OwnerType::WORDS))
            .described("Whether the user lives there"),
    ]);

    fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            name: reading.owned(NAME)?,
            kind: reading.parse(TYPE, OwnerType::parse)?,
        })
    }

    /// The name of the user.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the user lives there.
    #[must_use]
    pub fn kind(&self) -> OwnerType {
        self.kind
    }

    fn to_value(&self) -> Value<'_> {
        Members::default()
            .with(NAME.text, self.name())
            .with(TYPE.text, self.kind.as_str())
            .into()
    }
}

/// A checked request to create an identifier.
///
/// Its issues: those of [`CreateUser`](super::CreateUser) for its kinds, `owner_type_unknown`,
/// [`IdentifierType::parse`], [`IdentifierNumber::parse`], `identifier_lock_unknown` and
/// [`Validity::check_value`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateIdentifier {
    owner: IdentifierOwner,
    number: IdentifierNumber,
    lock: IdentifierLock,
    valid: Validity,
}

impl CreateIdentifier {
    /// A request that a program writes: of checked parts every one is right.
    #[must_use]
    pub fn new(
        owner: IdentifierOwner,
        number: IdentifierNumber,
        lock: IdentifierLock,
        valid: Validity,
    ) -> Self {
        Self {
            owner,
            number,
            lock,
            valid,
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn owner(&self) -> &IdentifierOwner {
        &self.owner
    }

    /// What is shown to the panel.
    #[must_use]
    pub fn number(&self) -> &IdentifierNumber {
        &self.number
    }

    /// Which locks it opens.
    #[must_use]
    pub fn lock(&self) -> IdentifierLock {
        self.lock
    }

    /// When and how often it opens.
    #[must_use]
    pub fn valid(&self) -> Validity {
        self.valid
    }

    /// The request as an object. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.write(Members::default()).into()
    }

    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        self.number
            .write(members.with(IDENTIFIER_OWNER.text, self.owner.to_value()))
            .with(LOCK.text, self.lock.as_str())
            .with(VALID.text, self.valid.to_value())
    }
}

impl Request for CreateIdentifier {
    const TABLE: &'static Table = &Table::of(&fields(NumberFields::OWNED.of_any())).with_choice(
        NumberFields::OWNED.kind,
        &[
            &of(IdentifierType::Card),
            &of(IdentifierType::Ukey),
            &of(IdentifierType::InputCode),
            &of(IdentifierType::FaceId),
            &of(IdentifierType::Qr),
            &of(IdentifierType::LicensePlate),
        ],
    );

    const UNKNOWN_FIELDS: UnknownFields = UnknownFields::Ignore;

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create identifier";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Some(Self {
            owner: IdentifierOwner::of(
                &reading.object(IDENTIFIER_OWNER, &IdentifierOwner::TABLE)?,
            )?,
            number: NumberFields::OWNED.read(reading)?,
            lock: reading.parse(LOCK, IdentifierLock::parse)?,
            valid: Validity::of(&reading.object(VALID, &Validity::TABLE)?)?,
        })
    }
}

/// The fields of a change: what a number is, its type says, which may be the one that it has.
#[cfg(feature = "plain")]
pub(super) const CHANGED: [Field; 5] = {
    let [owner, kind, number, lock, valid] = fields(NumberFields::OWNED.of_any());
    [
        stays(owner),
        stays(kind),
        stays(number),
        stays(lock),
        stays(valid),
    ]
};

const fn of(kind: IdentifierType) -> [Field; 5] {
    fields(NumberFields::OWNED.of(kind))
}

const fn fields([kind, number]: [Field; 2]) -> [Field; 5] {
    [
        IDENTIFIER_OWNER
            .required(Kind::Object(&IdentifierOwner::TABLE))
            .described("Whose it is"),
        kind,
        number,
        LOCK.required(Kind::Word(&IdentifierLock::WORDS))
            .described("Which locks it opens"),
        VALID
            .required(Kind::Object(&Validity::TABLE))
            .described("When and how often it opens"),
    ]
}
