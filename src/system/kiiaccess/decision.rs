//! What becomes of a checked request.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use rand_core::TryCryptoRng;

use super::key::{Clash, issue_key, not_allowed, unfit};
use super::{
    ACCESSES, CreateAccessKey, KEY_FORMAT, KEY_IDENTIFICATION, KEY_NAME, KEY_TYPE, Key,
    MOBILE_PHONE_NUMBER, PIN, State, USER_ID, VALID_FROM, VALID_TO, accesses_value, refuse,
};
use crate::system::{Reply, problem};
use crate::value::Members;
use crate::{
    Code, GenerateError, Issue, IssueCode, Issues, KeyFormat, PhoneNumber, Timestamp, UserId, Uuid,
    Value, Window,
};

/// What the id of a key and of a user is called.
pub(super) const ID: &str = "id";

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
    /// What to take from the state's set of free codes, before anything is stored: where
    /// [`FreeCodes::take`](crate::FreeCodes::take) says that it was taken since, the request is
    /// decided anew. `None` without a set, and for a key that is no code.
    pub take_code: Option<Code>,
}

/// A key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessKey {
    /// Its id, where the service gave one.
    pub id: Option<Uuid>,
    /// What opens; a generated code is in it.
    pub key: Key<Code>,
    /// What notifications call the key.
    pub key_name: Option<String>,
    /// Whose key it is; `None` for a user that is created with it and has no id yet.
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
    /// The user's id, where the service gave one.
    pub id: Option<Uuid>,
    /// Whether the phone number is the user's identity.
    pub mobile: bool,
    /// The user's phone number; always there for a Mobile user.
    pub phone_number: Option<PhoneNumber>,
    /// The first name, when the request gives one.
    pub first_name: Option<String>,
    /// The last name, when the request gives one.
    pub last_name: Option<String>,
}

/// Why nothing could be decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecideError<E> {
    /// The state is none for this request: its set of free codes was made for something else, or
    /// knows less than the state beside it.
    #[error("{0}")]
    State(Issues),
    /// No code could be drawn.
    #[error(transparent)]
    Generate(GenerateError<E>),
}

/// Decides a checked request at the instant `now`.
///
/// Judged in this order, and the first that has issues answers: whether it is allowed (403),
/// whether it can be carried out (400: an unknown user, a code that a door does not allow, doors
/// that have no code in common, a window that is over), whether the identification is free (409).
/// A code generated for `*` clashes with none in use while it is valid.
///
/// # Errors
/// [`DecideError::State`] for a set of free codes that is not one for this request:
/// `code_set_unfit`, `code_beside_set`. [`GenerateError::Entropy`] and [`GenerateError::Stuck`]
/// when `rng` fails. No free code is a [`Decision::Conflict`], not an error.
pub fn decide<R: TryCryptoRng + ?Sized>(
    request: &CreateAccessKey,
    state: &State<'_>,
    now: Timestamp,
    rng: &mut R,
) -> Result<Decision, DecideError<R::Error>> {
    // None of a window that is over, which is refused below.
    let window = request.window.since(now);
    let unfit = unfit(request, state, window);
    if !unfit.is_empty() {
        return Err(DecideError::State(unfit));
    }
    let forbidden = forbidden(request, state);
    if !forbidden.is_empty() {
        return Ok(Decision::Forbidden(forbidden));
    }
    let refused = cannot_be_carried_out(request, state, now);
    if !refused.is_empty() {
        return Ok(Decision::Refused(refused));
    }
    let key = match issue_key(request, state, window.unwrap_or_default(), rng) {
        Ok(key) => key,
        Err(Clash::Conflict(issue)) => {
            return Ok(Decision::Conflict(issue.at(KEY_IDENTIFICATION).into()));
        }
        Err(Clash::Generator(error)) => return Err(DecideError::Generate(error)),
    };
    let take_code = match (&key, state.free) {
        (Key::Code(code), Some(_)) => Some(code.clone()),
        _ => None,
    };
    let create_user = new_user(request, state);
    // Of a user known by a phone number the number stays the id.
    let new_user_id = create_user.as_ref().and_then(|user| user.id);
    let user_id = request.user_id.clone();
    Ok(Decision::Created(Box::new(Effect {
        store_key: AccessKey {
            id: state.key_id,
            key,
            key_name: request.key_name.clone(),
            user_id: user_id.or(new_user_id.map(UserId::Uuid)),
            mobile_phone_number: request.mobile_phone_number.clone(),
            accesses: request.accesses.clone(),
            window: request.window,
        },
        create_user,
        notify: request.send_notification,
        take_code,
    })))
}

fn forbidden(request: &CreateAccessKey, state: &State<'_>) -> Issues {
    let mobile_keys = (request.key == Key::Mobile && !state.mobile_keys_enabled)
        .then(|| Issue::of(IssueCode::MobileKeysDisabled).at(KEY_TYPE));
    let accesses =
        (!state.may_manage_accesses).then(|| Issue::of(IssueCode::AccessesNotManaged).at(ACCESSES));
    mobile_keys.into_iter().chain(accesses).collect()
}

fn cannot_be_carried_out(request: &CreateAccessKey, state: &State<'_>, now: Timestamp) -> Issues {
    let unknown = matches!(request.user_id, Some(UserId::Uuid(_))) && !state.user_exists;
    let user = unknown.then(|| Issue::of(IssueCode::UserUnknown).at(USER_ID));
    let over = request.window.until().is_some_and(|until| until <= now);
    let window = over.then(|| Issue::of(IssueCode::WindowOver).at(VALID_TO));
    let code = not_allowed(request, state);
    user.into_iter().chain(code).chain(window).collect()
}

fn new_user(request: &CreateAccessKey, state: &State<'_>) -> Option<NewUser> {
    let (mobile, phone_number) = match &request.user_id {
        None => (false, request.mobile_phone_number.clone()),
        Some(UserId::Phone(phone)) if !state.user_exists => (true, Some(phone.clone())),
        Some(_) => return None,
    };
    Some(NewUser {
        id: state.new_user_id,
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
    /// The effect as an object: `storeKey`, `createUser`, `notify`, `takeCode`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with("storeKey", self.store_key.to_value())
            .with_some(
                "createUser",
                self.create_user.as_ref().map(NewUser::to_value),
            )
            .with("notify", self.notify)
            .with_some("takeCode", self.take_code.as_ref().map(Code::as_str))
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
            .with_some(ID, self.id.map(Value::from))
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
    /// The user as an object: `id`, `type`, `phoneNumber`, `firstName`, `lastName`.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        Members::default()
            .with_some(ID, self.id.map(Value::from))
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
