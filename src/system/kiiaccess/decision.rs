//! What becomes of a checked request.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use rand_core::TryCryptoRng;

use super::{
    ACCESSES, CreateAccessKey, Identification, KEY_FORMAT, KEY_IDENTIFICATION, KEY_NAME, KEY_TYPE,
    Key, MOBILE_PHONE_NUMBER, PIN, RequestedCode, State, USER_ID, VALID_FROM, VALID_TO,
    accesses_value, refuse,
};
use crate::code::GenerateError;
use crate::system::{Reply, problem};
use crate::value::Members;
use crate::{
    Code, Issue, IssueCode, Issues, KeyFormat, PhoneNumber, Timestamp, UserId, Uuid, Value, Window,
};

/// What a request comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// 200: the key is created.
    Created(Box<Effect>),
    /// 400: the request cannot be carried out as it is.
    Refused(Issues),
    /// 403: the caller or the owner's settings do not allow it.
    Forbidden(Issues),
    /// 409: the identification is in use, or no code is free.
    Conflict(Issues),
}

/// What the service has to store and do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The key to store.
    pub store_key: AccessKey,
    /// The user to create; `None` when the user exists, whose names then stay as they are.
    pub create_user: Option<NewUser>,
    /// Whether the user is to be notified.
    pub notify: bool,
}

/// A key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessKey {
    /// What opens; a generated code is in it.
    pub key: Key<Code>,
    /// What notifications call the key.
    pub key_name: Option<String>,
    /// Whose key it is; `None` for the user that is created with it.
    pub user_id: Option<UserId>,
    /// A phone number in addition to the user id.
    pub mobile_phone_number: Option<PhoneNumber>,
    /// Where it opens.
    pub accesses: Vec<Uuid>,
    /// When it opens.
    pub window: Window,
}

/// A user to create together with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// Whether the phone number is the user's identity.
    pub mobile: bool,
    /// The user's phone number; always there for a Mobile user.
    pub phone_number: Option<PhoneNumber>,
    /// The first name, when the request gives one.
    pub first_name: Option<String>,
    /// The last name, when the request gives one.
    pub last_name: Option<String>,
}

/// Decides a checked request at the instant `now`.
///
/// Judged in this order, and the first that has issues answers: whether it is allowed (403),
/// whether it can be carried out (400: an unknown user, a window that is over), whether the
/// identification is free (409). A code generated for `*` clashes with none in use.
///
/// # Errors
/// [`GenerateError::Entropy`] and [`GenerateError::Stuck`] when `rng` fails. No free code is a
/// [`Decision::Conflict`], not an error.
pub fn decide<R: TryCryptoRng + ?Sized>(
    request: &CreateAccessKey,
    state: &State,
    now: Timestamp,
    rng: &mut R,
) -> Result<Decision, GenerateError<R::Error>> {
    let forbidden = forbidden(request, state);
    if !forbidden.is_empty() {
        return Ok(Decision::Forbidden(forbidden));
    }
    let refused = cannot_be_carried_out(request, state, now);
    if !refused.is_empty() {
        return Ok(Decision::Refused(refused));
    }
    let key = match issue_key(request, state, rng) {
        Ok(key) => key,
        Err(Clash::Conflict(issue)) => {
            return Ok(Decision::Conflict(issue.at(KEY_IDENTIFICATION).into()));
        }
        Err(Clash::Generator(error)) => return Err(error),
    };
    Ok(Decision::Created(Box::new(Effect {
        store_key: AccessKey {
            key,
            key_name: request.key_name.clone(),
            user_id: request.user_id.clone(),
            mobile_phone_number: request.mobile_phone_number.clone(),
            accesses: request.accesses.clone(),
            window: request.window,
        },
        create_user: new_user(request, state),
        notify: request.send_notification,
    })))
}

fn forbidden(request: &CreateAccessKey, state: &State) -> Issues {
    let mobile_keys = (request.key == Key::Mobile && !state.mobile_keys_enabled)
        .then(|| Issue::of(IssueCode::MobileKeysDisabled).at(KEY_TYPE));
    let accesses =
        (!state.may_manage_accesses).then(|| Issue::of(IssueCode::AccessesNotManaged).at(ACCESSES));
    mobile_keys.into_iter().chain(accesses).collect()
}

fn cannot_be_carried_out(request: &CreateAccessKey, state: &State, now: Timestamp) -> Issues {
    let unknown = matches!(request.user_id, Some(UserId::Uuid(_))) && !state.user_exists;
    let user = unknown.then(|| Issue::of(IssueCode::UserUnknown).at(USER_ID));
    let over = request.window.until().is_some_and(|until| until <= now);
    let window = over.then(|| Issue::of(IssueCode::WindowOver).at(VALID_TO));
    user.into_iter().chain(window).collect()
}

enum Clash<E> {
    Conflict(Issue),
    Generator(GenerateError<E>),
}

fn issue_key<R: TryCryptoRng + ?Sized>(
    request: &CreateAccessKey,
    state: &State,
    rng: &mut R,
) -> Result<Key<Code>, Clash<R::Error>> {
    let mut codes = state.in_use.iter().filter_map(|used| match used {
        Identification::Code(code) => Some(code),
        Identification::Rfid { .. } => None,
    });
    match &request.key {
        Key::Code(RequestedCode::Given(code)) if codes.any(|used| used == code) => {
            Err(Clash::Conflict(in_use()))
        }
        Key::Code(RequestedCode::Given(code)) => Ok(Key::Code(code.clone())),
        Key::Code(RequestedCode::Generated) => {
            let codes: Vec<_> = codes.cloned().collect();
            Code::generate(&state.code_policy, &codes, rng)
                .map(Key::Code)
                .map_err(|error| match error {
                    GenerateError::Exhausted { keyspace, left, .. } => Clash::Conflict(
                        Issue::of(IssueCode::KeyspaceExhausted)
                            .param(u64::from(keyspace))
                            .param(u64::from(keyspace - left)),
                    ),
                    failed => Clash::Generator(failed),
                })
        }
        Key::Rfid {
            number,
            format,
            pin,
        } => {
            let mut used = state.in_use.iter();
            if used.any(|used| used.clashes(number, format.as_ref())) {
                return Err(Clash::Conflict(in_use()));
            }
            Ok(Key::Rfid {
                number: number.clone(),
                format: format.clone(),
                pin: pin.clone(),
            })
        }
        Key::Mobile => Ok(Key::Mobile),
    }
}

fn in_use() -> Issue {
    Issue::of(IssueCode::IdentificationInUse)
}

fn new_user(request: &CreateAccessKey, state: &State) -> Option<NewUser> {
    let (mobile, phone_number) = match &request.user_id {
        None => (false, request.mobile_phone_number.clone()),
        Some(UserId::Phone(phone)) if !state.user_exists => (true, Some(phone.clone())),
        Some(_) => return None,
    };
    Some(NewUser {
        mobile,
        phone_number,
        first_name: request.user_first_name.clone(),
        last_name: request.user_last_name.clone(),
    })
}

impl Decision {
    /// The HTTP reply. A generated code is in it, a `pin` is not.
    #[must_use]
    pub fn reply(&self) -> Reply {
        match self {
            Self::Created(effect) => {
                Reply::json(200, Value::from(effect.store_key.shown()).into_owned())
            }
            Self::Refused(issues) => refuse(issues),
            Self::Forbidden(issues) => problem::reply(403, "Forbidden", issues.as_slice()),
            Self::Conflict(issues) => problem::reply(409, "Conflict", issues.as_slice()),
        }
    }

    /// What to store and do, when the key is created.
    #[must_use]
    pub fn effect(&self) -> Option<&Effect> {
        match self {
            Self::Created(effect) => Some(effect),
            _ => None,
        }
    }
}

impl Effect {
    /// The effect as an object: `storeKey`, `createUser`, `notify`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with("storeKey", self.store_key.to_value())
            .with_some(
                "createUser",
                self.create_user.as_ref().map(NewUser::to_value),
            )
            .with("notify", self.notify)
            .into()
    }
}

impl AccessKey {
    /// The key as an object, its `pin` included.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let pin = match &self.key {
            Key::Rfid { pin, .. } => pin.as_ref(),
            Key::Code(_) | Key::Mobile => None,
        };
        self.shown()
            .with_some(PIN.text, pin.map(Code::as_str))
            .into()
    }

    /// The members of the key that a reply may show.
    fn shown(&self) -> Members<'_> {
        let (format, identification) = match &self.key {
            Key::Code(code) => (None, Some(code.as_str())),
            Key::Rfid { number, format, .. } => (format.as_ref(), Some(number.as_str())),
            Key::Mobile => (None, None),
        };
        Members::default()
            .with(KEY_TYPE.text, self.key.key_type().as_str())
            .with_some(KEY_FORMAT.text, format.map(KeyFormat::name))
            .with_some(KEY_IDENTIFICATION.text, identification)
            .with_some(KEY_NAME.text, self.key_name.as_deref())
            .with_some(USER_ID.text, self.user_id.as_ref().map(Value::from))
            .with_some(
                MOBILE_PHONE_NUMBER.text,
                self.mobile_phone_number.as_ref().map(PhoneNumber::as_str),
            )
            .with(ACCESSES.text, accesses_value(&self.accesses))
            .with_some(VALID_FROM.text, self.window.from().map(Value::from))
            .with_some(VALID_TO.text, self.window.until().map(Value::from))
    }
}

impl NewUser {
    /// The user as an object: `type`, `phoneNumber`, `firstName`, `lastName`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with("type", if self.mobile { "mobile" } else { "none-mobile" })
            .with_some(
                "phoneNumber",
                self.phone_number.as_ref().map(PhoneNumber::as_str),
            )
            .with_some("firstName", self.first_name.as_deref())
            .with_some("lastName", self.last_name.as_deref())
            .into()
    }
}
