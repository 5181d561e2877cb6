//! A request that a program writes, in place of one that arrives.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::{
    ACCESSES, CreateAccessKey, KEY_FORMAT, KEY_IDENTIFICATION, KEY_NAME, KEY_TYPE, KeyType,
    MOBILE_PHONE_NUMBER, Options, PIN, SEND_NOTIFICATION, USER_FIRST_NAME, USER_ID, USER_LAST_NAME,
    VALID_FROM, VALID_TO, WILDCARD,
};
use crate::schema::Name;
use crate::{Code, Issues, PhoneNumber, UserId, Uuid, Value, Window};

/// The fields of a request, told one by one and in any order; one that is told again is replaced.
///
/// Nothing is judged before [`check`](Self::check), which judges as if the fields had arrived.
///
/// ```
/// use latchwork::system::kiiaccess::{CreateAccessKey, Options};
/// use latchwork::{Uuid, Window};
///
/// let door = Uuid::parse("6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11")?;
/// let request = CreateAccessKey::generated_code()
///     .accesses([door])
///     .key_name("Cleaner")
///     .window(Window::ALWAYS)
///     .check(&Options::default())?;
/// assert_eq!(request.accesses(), [door]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Builder<'a> {
    members: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl CreateAccessKey {
    /// A request for a code that the service generates.
    #[must_use]
    pub fn generated_code<'a>() -> Builder<'a> {
        Builder::of(KeyType::Code).with(KEY_IDENTIFICATION, WILDCARD)
    }

    /// A request for this code.
    #[must_use]
    pub fn code(code: &Code) -> Builder<'_> {
        Builder::of(KeyType::Code).with(KEY_IDENTIFICATION, code.as_str())
    }

    /// A request for a card or fob of this number, decimal.
    #[must_use]
    pub fn rfid(number: &str) -> Builder<'_> {
        Builder::of(KeyType::Rfid).with(KEY_IDENTIFICATION, number)
    }

    /// A request for the phone of this number, which is also the user.
    #[must_use]
    pub fn mobile(number: &PhoneNumber) -> Builder<'_> {
        Builder::of(KeyType::Mobile).with(USER_ID, number.as_str())
    }
}

impl<'a> Builder<'a> {
    fn of(key_type: KeyType) -> Self {
        let members = Vec::new();
        Self { members }.with(KEY_TYPE, key_type.as_str())
    }

    fn with(self, field: Name, value: impl Into<Value<'a>>) -> Self {
        let mut others = self.without(field);
        others.members.push((field.text.into(), value.into()));
        others
    }

    fn without(mut self, field: Name) -> Self {
        self.members.retain(|(name, _)| name != field.text);
        self
    }

    /// Whose key it is; without it a new None-Mobile user's.
    #[must_use]
    pub fn user_id(self, id: &'a UserId) -> Self {
        self.with(USER_ID, id)
    }

    /// The first name of a user to create.
    #[must_use]
    pub fn user_first_name(self, name: &'a str) -> Self {
        self.with(USER_FIRST_NAME, name)
    }

    /// The last name of a user to create.
    #[must_use]
    pub fn user_last_name(self, name: &'a str) -> Self {
        self.with(USER_LAST_NAME, name)
    }

    /// The name of the format that bounds the number of a card or fob.
    #[must_use]
    pub fn key_format(self, name: &'a str) -> Self {
        self.with(KEY_FORMAT, name)
    }

    /// What notifications call the key.
    #[must_use]
    pub fn key_name(self, name: &'a str) -> Self {
        self.with(KEY_NAME, name)
    }

    /// A second factor typed after a card or fob is shown.
    #[must_use]
    pub fn pin(self, pin: &'a Code) -> Self {
        self.with(PIN, pin.as_str())
    }

    /// Where the key opens.
    #[must_use]
    pub fn accesses(self, accesses: impl IntoIterator<Item = Uuid>) -> Self {
        let accesses: Vec<_> = accesses.into_iter().map(Value::from).collect();
        self.with(ACCESSES, accesses)
    }

    /// When it opens; without it always.
    #[must_use]
    pub fn window(mut self, window: Window) -> Self {
        let ends = [(VALID_FROM, window.from()), (VALID_TO, window.until())];
        for (name, end) in ends {
            self = match end {
                Some(end) => self.with(name, end),
                None => self.without(name),
            };
        }
        self
    }

    /// A phone number in addition to the user's id.
    #[must_use]
    pub fn mobile_phone_number(self, number: &'a PhoneNumber) -> Self {
        self.with(MOBILE_PHONE_NUMBER, number.as_str())
    }

    /// Whether the user is to be notified, as one is who says nothing.
    #[must_use]
    pub fn send_notification(self, notified: bool) -> Self {
        self.with(SEND_NOTIFICATION, notified)
    }

    /// The request of these fields.
    ///
    /// # Errors
    /// As [`CreateAccessKey::check_value`].
    pub fn check(self, options: &Options) -> Result<CreateAccessKey, Issues> {
        CreateAccessKey::check_value(&Value::Object(self.members), options)
    }
}
