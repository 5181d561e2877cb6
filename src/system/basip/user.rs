//! A user of the panel, and the requests that make and change one.

use alloc::string::String;
use alloc::vec::Vec;

use super::{EntityUid, StoredUser};
use crate::schema::{
    Document, Field, Given, Judged, Kind, Name, Presence, Reading, Table, check, words,
};
use crate::system::{Options, Request, check_beside};
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

/// The most locks of a panel, and so the largest number of one.
const LOCKS: u64 = 2;

/// An item of `auth_factors` that is no bare name.
const AUTH_FACTOR: Table = Table::of(&[TYPE.required(Kind::Word(&AuthFactor::WORDS))]).open();
const TYPE: Name = Name::new(0, "type");

words! {
    /// How a user identifies at the panel.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum AuthFactor: AuthFactorUnknown {
        /// `card`
        Card = "card",
        /// `input_code`
        InputCode = "input_code",
        /// `face_id`
        FaceId = "face_id",
        /// `qr`
        Qr = "qr",
        /// `license_plate`
        LicensePlate = "license_plate",
    }
}

impl AuthFactor {
    /// The factor of a name, or of an object with the name as `type`.
    fn of(given: Given<'_>) -> Option<Self> {
        match given.reading(&AUTH_FACTOR) {
            Some(object) => object.parse(TYPE, Self::parse),
            None => Self::find(given.text()?),
        }
    }
}

/// What the panel keeps of a user, in the vendor's order, alone or behind a uid.
struct UserFields {
    name: Name,
    info: Name,
    auth_factors: Name,
    lock_number: Name,
    is_custom_user_access: Name,
}

impl UserFields {
    const ALONE: Self = Self::behind(0);
    const OF_UID: Self = Self::behind(1);

    /// Behind so many other fields.
    const fn behind(others: usize) -> Self {
        Self {
            name: Name::new(others, "name"),
            info: Name::new(others + 1, "info"),
            auth_factors: Name::new(others + 2, "auth_factors"),
            lock_number: Name::new(others + 3, "lock_number"),
            is_custom_user_access: Name::new(others + 4, "is_custom_user_access"),
        }
    }

    const fn fields(&self, presence: Presence) -> [Field; 5] {
        [
            self.name
                .field(presence, Kind::Text)
                .described("The user's name"),
            self.info
                .field(presence, Kind::Text)
                .described("What tells users of one name apart"),
            self.auth_factors
                .field(
                    presence,
                    Kind::SomeList(&Kind::WordOr(&AuthFactor::WORDS, &AUTH_FACTOR)),
                )
                .described("How the user identifies"),
            self.lock_number
                .field(presence, Kind::Whole(0, LOCKS))
                .described("0 both locks, 1 the first, 2 the second"),
            self.is_custom_user_access
                .field(presence, Kind::Flag)
                .described("Whether the user's own factors count, not the panel's"),
        ]
    }

    /// The fields behind a uid.
    const fn behind_uid(uid: Field, presence: Presence) -> [Field; 6] {
        let [name, info, auth_factors, lock_number, is_custom] = Self::OF_UID.fields(presence);
        [uid, name, info, auth_factors, lock_number, is_custom]
    }

    /// What an object says of the fields.
    fn read(&self, reading: &Reading<'_>) -> Option<UserChanges> {
        let auth_factors = match reading.get(self.auth_factors) {
            Some(_) => Some(reading.list(self.auth_factors, AuthFactor::of)?),
            None => None,
        };
        let lock_number = match reading.whole(self.lock_number) {
            Some(number) => Some(u8::try_from(number).ok()?),
            None => None,
        };
        Some(UserChanges {
            name: reading.owned(self.name),
            info: reading.owned(self.info),
            auth_factors,
            lock_number,
            is_custom_user_access: reading.flag(self.is_custom_user_access),
        })
    }
}

/// New values of some of the fields of a user; the others stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserChanges {
    /// The user's name.
    pub name: Option<String>,
    /// What tells users of one name apart.
    pub info: Option<String>,
    /// How the user identifies; at least one.
    pub auth_factors: Option<Vec<AuthFactor>>,
    /// 0 for both locks, 1 for the first, 2 for the second.
    pub lock_number: Option<u8>,
    /// Whether the user's own factors count in place of the panel's.
    pub is_custom_user_access: Option<bool>,
}

impl UserChanges {
    fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        let fields = UserFields::ALONE;
        members
            .with_some(fields.name.text, self.name.as_deref())
            .with_some(fields.info.text, self.info.as_deref())
            .with_some(
                fields.auth_factors.text,
                self.auth_factors.as_deref().map(written),
            )
            .with_some(fields.lock_number.text, self.lock_number.map(u64::from))
            .with_some(
                fields.is_custom_user_access.text,
                self.is_custom_user_access,
            )
    }
}

fn written(factors: &[AuthFactor]) -> Vec<Value<'static>> {
    factors
        .iter()
        .map(|factor| Value::from(factor.as_str()))
        .collect()
}

/// A checked request to create a user: "create user entity".
///
/// Its issues: `wrong_type`, `missing_field`, `duplicate_field`, `list_empty`,
/// `auth_factor_unknown`, `number_out_of_range`, and `unknown_field` when asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateUser {
    name: String,
    info: String,
    auth_factors: Vec<AuthFactor>,
    lock_number: u8,
    is_custom_user_access: bool,
}

impl CreateUser {
    /// A request that a program writes, for both locks and by the panel's own factors.
    ///
    /// # Errors
    /// `list_empty` without a factor.
    pub fn new(
        name: impl Into<String>,
        factors: impl IntoIterator<Item = AuthFactor>,
    ) -> Result<Self, Issues> {
        Self {
            name: name.into(),
            info: String::new(),
            auth_factors: factors.into_iter().collect(),
            lock_number: 0,
            is_custom_user_access: false,
        }
        .judged()
    }

    /// The same with what tells users of one name apart.
    #[must_use]
    pub fn with_info(self, info: impl Into<String>) -> Self {
        let info = info.into();
        Self { info, ..self }
    }

    /// The same for one lock: 1 or 2; 0 for both.
    ///
    /// # Errors
    /// `number_out_of_range` for another.
    pub fn with_lock_number(self, lock_number: u8) -> Result<Self, Issues> {
        Self {
            lock_number,
            ..self
        }
        .judged()
    }

    /// The same, saying whether the user's own factors count in place of the panel's.
    #[must_use]
    pub fn with_custom_user_access(self, is_custom_user_access: bool) -> Self {
        Self {
            is_custom_user_access,
            ..self
        }
    }

    /// The request as its table judges it.
    fn judged(&self) -> Result<Self, Issues> {
        Self::check_value(&self.to_value(), UnknownFields::Refuse)
    }

    /// The user's name; others may have the same.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What tells users of one name apart.
    #[must_use]
    pub fn info(&self) -> &str {
        &self.info
    }

    /// How the user identifies; at least one.
    #[must_use]
    pub fn auth_factors(&self) -> &[AuthFactor] {
        &self.auth_factors
    }

    /// 0 for both locks, 1 for the first, 2 for the second.
    #[must_use]
    pub fn lock_number(&self) -> u8 {
        self.lock_number
    }

    /// Whether the user's own factors count in place of the panel's.
    #[must_use]
    pub fn is_custom_user_access(&self) -> bool {
        self.is_custom_user_access
    }

    /// The request as an object. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.write(Members::default()).into()
    }

    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        let fields = UserFields::ALONE;
        members
            .with(fields.name.text, self.name())
            .with(fields.info.text, self.info())
            .with(fields.auth_factors.text, written(&self.auth_factors))
            .with(fields.lock_number.text, u64::from(self.lock_number))
            .with(
                fields.is_custom_user_access.text,
                self.is_custom_user_access,
            )
    }

    /// The user of an object that has every field.
    fn of(changes: UserChanges) -> Option<Self> {
        Some(Self {
            name: changes.name?,
            info: changes.info?,
            auth_factors: changes.auth_factors?,
            lock_number: changes.lock_number?,
            is_custom_user_access: changes.is_custom_user_access?,
        })
    }

    fn changed(self, changes: &UserChanges) -> Self {
        let UserChanges {
            name,
            info,
            auth_factors,
            lock_number,
            is_custom_user_access,
        } = changes.clone();
        Self {
            name: name.unwrap_or(self.name),
            info: info.unwrap_or(self.info),
            auth_factors: auth_factors.unwrap_or(self.auth_factors),
            lock_number: lock_number.unwrap_or(self.lock_number),
            is_custom_user_access: is_custom_user_access.unwrap_or(self.is_custom_user_access),
        }
    }
}

impl Request for CreateUser {
    const TABLE: &'static Table = &Table::of(&UserFields::ALONE.fields(Presence::Required));

    const UNKNOWN_FIELDS: UnknownFields = UnknownFields::Ignore;

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create user";

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        Self::of(UserFields::ALONE.read(reading)?)
    }
}

impl StoredUser {
    pub(crate) const TABLE: Table = Table::of(&UserFields::behind_uid(
        UID.required(Kind::Whole(0, LARGEST_WHOLE))
            .described("What later requests name the user by"),
        Presence::Required,
    ));

    pub(super) fn of(reading: &Reading<'_>) -> Option<Self> {
        Some(Self {
            uid: EntityUid::at(reading, UID)?,
            request: CreateUser::of(UserFields::OF_UID.read(reading)?)?,
        })
    }

    /// The user with other values in some fields.
    pub(super) fn changed(&self, request: &ChangeUser) -> Self {
        Self {
            uid: self.uid,
            request: self.request.clone().changed(&request.changes),
        }
    }
}

const UID: Name = Name::new(0, "uid");

/// A checked request to change a user: new values for some of the fields, and at least for one. The
/// panel passes over a name that it does not know, so a body of misspelt names would change nothing
/// and still be a success.
///
/// Its issues: those of [`CreateUser`], but no field is missing, `number_out_of_range` of the uid,
/// and `change_empty`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeUser {
    user: EntityUid,
    changes: UserChanges,
}

impl ChangeUser {
    /// The body, beside which the uid stands in the path.
    pub(super) const BODY: Table = Self::FIELDS.with_rules(judge_some);
    const FIELDS: Table = Table::of(&UserFields::ALONE.fields(Presence::Optional));

    /// Checks a raw HTTP body beside the uid of the path. A uid in the body is passed over.
    ///
    /// # Errors
    /// Every issue, that of the uid first, then in the order of the fields.
    pub fn check(user_uid: &str, body: &[u8]) -> Result<Self, Issues> {
        Self::read_body(body, &beside(user_uid, Self::UNKNOWN_FIELDS))
    }

    /// Checks the value of a body beside the uid of the path.
    ///
    /// # Errors
    /// As [`ChangeUser::check`], without the issues of reading a body.
    pub fn check_with_uid(
        user_uid: &str,
        body: &Value<'_>,
        unknown: UnknownFields,
    ) -> Result<Self, Issues> {
        Self::read_value(body, &beside(user_uid, unknown))
    }

    /// A request that a program writes.
    ///
    /// # Errors
    /// `change_empty` where nothing is changed, `list_empty` and `number_out_of_range`.
    pub fn new(user: EntityUid, changes: UserChanges) -> Result<Self, Issues> {
        let request = Self { user, changes };
        Self::check_value(&request.to_value(), UnknownFields::Refuse)
    }

    /// What is changed; at least one field.
    #[must_use]
    pub fn changes(&self) -> &UserChanges {
        &self.changes
    }

    /// The user to change.
    #[must_use]
    pub fn user(&self) -> EntityUid {
        self.user
    }

    /// The request as an object, `user_uid` first. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.changes
            .write(Members::default().with(USER_UID.text, self.user))
            .into()
    }
}

/// Options for a body beside which the uid of the path stands.
pub(super) fn beside(uid: &str, unknown_fields: UnknownFields) -> Options<'static> {
    Options {
        uid: Some(EntityUid::parse(uid)),
        ..unknown_fields.into()
    }
}

const USER_UID: Name = Name::new(0, "user_uid");

/// A change has at least one field that is changed.
pub(super) fn judge_some(request: &mut Judged<'_, '_>) {
    let mut fields = request.reading.fields.iter();
    let is_changed =
        |field: &Field| field.name.text != USER_UID.text && request.is_there(field.name);
    if !fields.any(is_changed) && request.is_right() {
        request.report_whole(|| Issue::of(IssueCode::ChangeEmpty));
    }
}

impl Request for ChangeUser {
    const TABLE: &'static Table = &Table::of(&UserFields::behind_uid(
        USER_UID.required(Kind::Uid).described("The user to change"),
        Presence::Optional,
    ))
    .with_rules(judge_some);

    const UNKNOWN_FIELDS: UnknownFields = UnknownFields::Ignore;

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Change user";

    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        match &options.uid {
            None => check(document, Self::TABLE, options.unknown_fields, &mut |_| {}),
            Some(Ok(_)) => check(document, &Self::BODY, options.unknown_fields, &mut |_| {}),
            // That nothing is changed is not told of what cannot be found.
            Some(Err(issue)) => {
                let issue = issue.clone().at(USER_UID);
                check_beside(issue, document, &Self::FIELDS, options.unknown_fields)
            }
        }
    }

    fn of(reading: &Reading<'_>, options: &Options<'_>) -> Option<Self> {
        let (user, fields) = match &options.uid {
            Some(uid) => (uid.as_ref().ok().copied()?, UserFields::ALONE),
            None => (EntityUid::at(reading, USER_UID)?, UserFields::OF_UID),
        };
        Some(Self {
            user,
            changes: fields.read(reading)?,
        })
    }
}
