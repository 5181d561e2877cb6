//! The requests of the systems: their checks, and their refusals.

use alloc::vec::Vec;

use super::answer::{Answer, Out, misused};
#[cfg(feature = "js-decisions")]
use super::decision::Decides;
#[cfg(all(feature = "js-panel", feature = "js-decisions"))]
use super::decision::{answer_json as answer_json_by, refuse_by_panel};
use super::issue::{self, GivenIssue};
use super::{Arguments, canonical};
use crate::issue::Type;
use crate::schema::{
    Document, Given, Judged, Kind, Name, Reading, Table, check as check_table, tag,
};
#[cfg(feature = "js-decisions")]
use crate::system::basip::{
    AddToApartment, AttachIdentifier, AttachTimeProfile, DeleteUser, ReadUser,
};
#[cfg(feature = "js-plain")]
use crate::system::basip::{
    ChangeApartment, ChangeIdentifier, ChangeTimeProfile, CreateApartment, CreateTimeProfile,
    DeleteIdentifier, DeleteTimeProfile, DetachTimeProfile, ReadApartment, ReadIdentifier,
    ReadTimeProfile,
};
use crate::system::basip::{ChangeUser, CreateIdentifier, CreateUser, EntityUid, PanelRequest};
use crate::system::kiiaccess::{self, CreateAccessKey};
#[cfg(feature = "js-plain")]
use crate::system::plain::{
    BeginSession, ChangeDoor, ChangeKey, ChangePerson, ChangePrincipal, CreateApiKey, CreateDoor,
    CreateKey, CreatePerson, CreatePrincipal, CreateWebhook, GiveReason, LookUpKeys, ReportKey,
    SetPanelDoors, ShowKey, TellOutcome, TryDoor,
};
use crate::system::smartphonekey::{self, Command, GrantLockAccess, RemoveLockAccess};
use crate::system::{Options, Reply, Request};
use crate::{Issue, IssueCode, Issues, KeyFormat, LARGEST_BODY, Offset, UnknownFields, Uuid};

/// What JavaScript asks of a request.
pub(super) struct Row {
    table: &'static Table,
    /// What an empty body stands for.
    nothing: &'static [u8],
    judge: for<'d> fn(&'d Document<'_>, &Options<'_>) -> Result<Reading<'d>, Issues>,
    /// The refusal of issues, to a caller of whom a state tells where there is one.
    refuse: fn(&[GivenIssue<'_>], Option<&Document<'_>>) -> Result<Reply, Answer>,
    /// The options of a check of a value.
    options: &'static Table,
    /// The options of a check of a body.
    body_options: &'static Table,
    /// Whether fields that the request does not know are passed over unless an option says
    /// otherwise.
    ignores: bool,
    #[cfg(feature = "js-decisions")]
    decides: Decides,
}

/// A request by the number that JavaScript knows it by. Not all modules have all of them.
fn row(request: u32) -> Option<&'static Row> {
    Some(match request {
        #[cfg(feature = "js-access-key")]
        0 => &ACCESS_KEY,
        #[cfg(feature = "js-locks")]
        1 => const { &of_lock::<GrantLockAccess>() },
        #[cfg(feature = "js-locks")]
        2 => const { &of_lock::<RemoveLockAccess>() },
        #[cfg(feature = "js-panel")]
        3 => const { &of_panel::<CreateUser>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-panel")]
        4 => const { &of_panel::<CreateIdentifier>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-panel")]
        5 => const { &of_panel::<ChangeUser>(&CHANGE_USER_OPTIONS) },
        // A form of these has nothing to fill in.
        #[cfg(all(feature = "js-panel", feature = "js-decisions"))]
        6 => const { &of_panel::<ReadUser>(&PANEL_OPTIONS) },
        #[cfg(all(feature = "js-panel", feature = "js-decisions"))]
        7 => const { &of_panel::<DeleteUser>(&PANEL_OPTIONS) },
        #[cfg(all(feature = "js-panel", feature = "js-decisions"))]
        8 => const { &of_panel::<AttachIdentifier>(&PANEL_OPTIONS) },
        #[cfg(all(feature = "js-panel", feature = "js-decisions"))]
        9 => const { &of_panel::<AttachTimeProfile>(&PANEL_OPTIONS) },
        #[cfg(all(feature = "js-panel", feature = "js-decisions"))]
        10 => const { &of_panel::<AddToApartment>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        11 => const { &plain::<CreateDoor>() },
        #[cfg(feature = "js-plain")]
        12 => const { &plain::<ChangeDoor>() },
        #[cfg(feature = "js-plain")]
        13 => const { &plain::<CreatePerson>() },
        #[cfg(feature = "js-plain")]
        14 => const { &plain::<ChangePerson>() },
        #[cfg(feature = "js-plain")]
        15 => const { &plain::<ChangeKey>() },
        #[cfg(feature = "js-plain")]
        16 => const { &plain::<LookUpKeys>() },
        #[cfg(feature = "js-plain")]
        17 => const { &plain::<GiveReason>() },
        #[cfg(feature = "js-plain")]
        18 => const { &plain::<ReportKey>() },
        #[cfg(feature = "js-plain")]
        19 => const { &plain::<ShowKey>() },
        #[cfg(feature = "js-plain")]
        20 => const { &plain::<TryDoor>() },
        #[cfg(feature = "js-plain")]
        21 => const { &plain::<TellOutcome>() },
        #[cfg(feature = "js-plain")]
        22 => const { &of_panel::<CreateTimeProfile>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        23 => const { &of_panel::<ReadTimeProfile>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        24 => const { &of_panel::<DeleteTimeProfile>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        25 => const { &of_panel::<DetachTimeProfile>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        26 => const { &of_panel::<CreateApartment>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        27 => const { &of_panel::<ReadApartment>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        28 => const { &of_panel::<ReadIdentifier>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        29 => const { &of_panel::<DeleteIdentifier>(&PANEL_OPTIONS) },
        #[cfg(feature = "js-plain")]
        30 => const { &plain::<CreateKey>() },
        #[cfg(feature = "js-plain")]
        31 => const { &of_panel::<ChangeTimeProfile>(&CHANGE_TIME_PROFILE_OPTIONS) },
        #[cfg(feature = "js-plain")]
        32 => const { &of_panel::<ChangeApartment>(&CHANGE_APARTMENT_OPTIONS) },
        #[cfg(feature = "js-plain")]
        33 => const { &of_panel::<ChangeIdentifier>(&CHANGE_IDENTIFIER_OPTIONS) },
        #[cfg(feature = "js-plain")]
        34 => const { &plain::<BeginSession>() },
        #[cfg(feature = "js-plain")]
        35 => const { &plain::<CreateWebhook>() },
        #[cfg(feature = "js-plain")]
        36 => const { &plain::<SetPanelDoors>() },
        #[cfg(feature = "js-plain")]
        37 => const { &plain::<CreatePrincipal>() },
        #[cfg(feature = "js-plain")]
        38 => const { &plain::<CreateApiKey>() },
        #[cfg(feature = "js-plain")]
        39 => const { &plain::<ChangePrincipal>() },
        _ => return None,
    })
}

#[cfg(feature = "js-access-key")]
static ACCESS_KEY: Row = Row {
    table: CreateAccessKey::TABLE,
    nothing: CreateAccessKey::NOTHING,
    judge: |document, options| CreateAccessKey::judge(document, options),
    refuse: |issues, _| Ok(kiiaccess::refuse_told(issues)),
    options: &ACCESS_KEY_OPTIONS,
    body_options: &ACCESS_KEY_OPTIONS,
    ignores: false,
    #[cfg(feature = "js-decisions")]
    decides: Decides::AccessKey,
};

/// A request about a lock of a user.
#[cfg(feature = "js-locks")]
const fn of_lock<R: Request + Into<Command>>() -> Row {
    Row {
        table: R::TABLE,
        nothing: R::NOTHING,
        judge: |document, options| R::judge(document, options),
        refuse: |issues, _| Ok(smartphonekey::refuse_told(issues)),
        options: &LOCK_ACCESS_OPTIONS,
        body_options: &LOCK_ACCESS_BODY_OPTIONS,
        ignores: false,
        #[cfg(feature = "js-decisions")]
        decides: Decides::Lock(|checked| R::read(checked, &Options::default()).map(Into::into)),
    }
}

/// A request of the panel.
#[cfg(feature = "js-panel")]
const fn of_panel<R: PanelRequest>(body_options: &'static Table) -> Row {
    Row {
        table: R::TABLE,
        nothing: R::NOTHING,
        judge: |document, options| R::judge(document, options),
        #[cfg(feature = "js-decisions")]
        refuse: refuse_by_panel,
        // Forms know of no state.
        #[cfg(not(feature = "js-decisions"))]
        refuse: |issues, _| Ok(crate::system::basip::refuse_told(issues)),
        options: &PANEL_OPTIONS,
        body_options,
        ignores: true,
        #[cfg(feature = "js-decisions")]
        decides: Decides::by_panel::<R>(),
    }
}

/// A request of the plain API, on which the service decides itself.
#[cfg(feature = "js-plain")]
const fn plain<R: Request>() -> Row {
    Row {
        table: R::TABLE,
        nothing: R::NOTHING,
        judge: |document, options| R::judge(document, options),
        refuse: |issues, _| Ok(kiiaccess::refuse_told(issues)),
        options: &LOCK_ACCESS_OPTIONS,
        body_options: &LOCK_ACCESS_OPTIONS,
        ignores: false,
        decides: Decides::Nothing,
    }
}

const IGNORE_UNKNOWN_FIELDS: Name = Name::new(0, "ignoreUnknownFields");
const REFUSE_UNKNOWN_FIELDS: Name = Name::new(0, "refuseUnknownFields");
const KEY_FORMATS: Name = Name::new(1, "keyFormats");
const ID: Name = Name::new(1, "id");
const USER_UID: Name = Name::new(1, "user_uid");
const ASSUME_OFFSET: Name = Name::new(2, "assumeOffset");

const ACCESS_KEY_OPTIONS: Table = Table::of(&[
    IGNORE_UNKNOWN_FIELDS.optional(Kind::Flag),
    KEY_FORMATS.optional(Kind::List(&Kind::Object(&KeyFormat::TABLE))),
    ASSUME_OFFSET.optional(Kind::Form(&Offset::FORM)),
]);

/// Those that there are no others beside.
const LOCK_ACCESS_OPTIONS: Table = Table::of(&[IGNORE_UNKNOWN_FIELDS.optional(Kind::Flag)]);

const LOCK_ACCESS_BODY_OPTIONS: Table = Table::of(&[
    IGNORE_UNKNOWN_FIELDS.optional(Kind::Flag),
    ID.optional(Kind::Any),
])
.with_rules(|options| {
    // What its text says is judged with the body; that it is text is the service's part.
    if let Some(given) = options.reading.get(ID)
        && id(given).is_none()
    {
        options.report(ID, || given.other_than(Type::String));
    }
});

const PANEL_OPTIONS: Table = Table::of(&[REFUSE_UNKNOWN_FIELDS.optional(Kind::Flag)]);

const CHANGE_USER_OPTIONS: Table = Table::of(&[
    REFUSE_UNKNOWN_FIELDS.optional(Kind::Flag),
    USER_UID.optional(Kind::Any),
])
.with_rules(|options| judge_uid(options, USER_UID));

#[cfg(feature = "js-plain")]
const TIME_PROFILE_UID: Name = Name::new(1, "timeprofile_uid");
#[cfg(feature = "js-plain")]
const APARTMENT_UID: Name = Name::new(1, "apartment_uid");
#[cfg(feature = "js-plain")]
const IDENTIFIER_UID: Name = Name::new(1, "identifier_uid");

#[cfg(feature = "js-plain")]
const CHANGE_TIME_PROFILE_OPTIONS: Table = Table::of(&[
    REFUSE_UNKNOWN_FIELDS.optional(Kind::Flag),
    TIME_PROFILE_UID.required(Kind::Any),
])
.with_rules(|options| judge_uid(options, TIME_PROFILE_UID));

#[cfg(feature = "js-plain")]
const CHANGE_APARTMENT_OPTIONS: Table = Table::of(&[
    REFUSE_UNKNOWN_FIELDS.optional(Kind::Flag),
    APARTMENT_UID.required(Kind::Any),
])
.with_rules(|options| judge_uid(options, APARTMENT_UID));

#[cfg(feature = "js-plain")]
const CHANGE_IDENTIFIER_OPTIONS: Table = Table::of(&[
    REFUSE_UNKNOWN_FIELDS.optional(Kind::Flag),
    IDENTIFIER_UID.required(Kind::Any),
])
.with_rules(|options| judge_uid(options, IDENTIFIER_UID));

/// That it is a number or a text is the service's part; what it says is judged with the body.
fn judge_uid(options: &mut Judged<'_, '_>, name: Name) {
    if let Some(given) = options.reading.get(name)
        && uid(given).is_none()
    {
        options.report(name, || given.other_than(Type::Number));
    }
}

/// What decides on a request.
#[cfg(feature = "js-decisions")]
pub(super) fn decides(request: u32) -> Option<&'static Decides> {
    Some(&row(request)?.decides)
}

/// `[input, options?]`
pub(super) fn check(
    request: u32,
    arguments: &Arguments<'_>,
    is_held: bool,
    out: &mut Out,
) -> Answer {
    with_options(
        request,
        arguments,
        1,
        |row| row.options,
        |row, options| {
            out.know(row.table.fields);
            let given = arguments.get(0);
            let reading = (row.judge)(&given, options)?;
            if is_held && reading.is_as_given() {
                return Ok(Answer::AsGiven);
            }
            canonical::fields(&reading, out);
            Ok(Answer::Written)
        },
    )
}

/// `[options?]` and a body, absent when it is above the limit, which its length alone told.
pub(super) fn check_json(
    request: u32,
    body: Option<&[u8]>,
    arguments: &Arguments<'_>,
    out: &mut Out,
) -> Answer {
    with_options(
        request,
        arguments,
        0,
        |row| row.body_options,
        |row, options| {
            out.know(row.table.fields);
            let body = body.map(|body| if body.is_empty() { row.nothing } else { body });
            let document = read_body(body)?;
            let reading = (row.judge)(&document, options)?;
            match (&options.id, &options.uid) {
                (Some(Ok(id)), _) => canonical::object_beside(("id", (*id).into()), &reading, out),
                (_, Some(Ok(uid))) => {
                    // What names it stands beside the flag.
                    let beside = row.body_options.fields.get(1);
                    let name = beside.map_or(USER_UID.text, |field| field.name.text);
                    canonical::object_beside((name, (*uid).into()), &reading, out);
                }
                _ => canonical::fields(&reading, out),
            }
            Ok(Answer::Written)
        },
    )
}

/// Reads a body, absent when it is above the limit, which its length alone told.
pub(super) fn read_body(body: Option<&[u8]>) -> Result<Document<'_>, Issues> {
    let body = body.ok_or_else(|| Issue::of(IssueCode::BodyTooLarge).param(LARGEST_BODY))?;
    Ok(Document::from_json(body, LARGEST_BODY)?)
}

/// `[state, options?, body?]` and a body.
#[cfg(all(feature = "js-panel", feature = "js-decisions"))]
pub(super) fn answer_json(request: u32, body: Option<&[u8]>, arguments: &Arguments<'_>) -> Answer {
    with_options(
        request,
        arguments,
        1,
        |row| row.body_options,
        |row, options| Ok(answer_json_by(&row.decides, body, arguments, options)),
    )
}

/// Reads the options by a table of the request, and checks with them.
fn with_options(
    request: u32,
    arguments: &Arguments<'_>,
    index: usize,
    table: fn(&Row) -> &'static Table,
    check: impl FnOnce(&Row, &Options<'_>) -> Result<Answer, Issues>,
) -> Answer {
    let Some(row) = row(request) else {
        return Answer::Refused(Issues::default());
    };
    let given = arguments.given(index);
    let mut own = Vec::new();
    let mut options = Options::from(row.unknown_fields(None));
    if let Some(given) = &given {
        let refuse = UnknownFields::Refuse;
        let read = match check_table(given, table(row), refuse, &mut |_| {}) {
            Ok(read) => read,
            Err(issues) => return Answer::Misuse("options", issues),
        };
        options.unknown_fields = row.unknown_fields(read.flag(IGNORE_UNKNOWN_FIELDS));
        // Which of them the second option is, its type tells, and the request.
        options.id = read.get(ID).and_then(id);
        options.uid = read.get(USER_UID).and_then(uid);
        own = key_formats(read.items(KEY_FORMATS));
        options.assume_offset = read.parse(ASSUME_OFFSET, Offset::parse);
    }
    options.key_formats = &own;
    match check(row, &options) {
        Ok(answer) => answer,
        Err(issues) => Answer::Refused(issues),
    }
}

/// Key formats that their table found right.
pub(super) fn key_formats<'d>(given: impl Iterator<Item = Given<'d>>) -> Vec<KeyFormat> {
    given
        .filter_map(|format| KeyFormat::of(&format.reading(&KeyFormat::TABLE)?))
        .collect()
}

impl Row {
    fn unknown_fields(&self, option: Option<bool>) -> UnknownFields {
        // The option of a system that passes over them is to refuse.
        if option.unwrap_or_default() == self.ignores {
            UnknownFields::Refuse
        } else {
            UnknownFields::Ignore
        }
    }
}

/// The uid of the path, judged.
fn uid(given: Given<'_>) -> Option<Result<EntityUid, Issue>> {
    (given.number().is_some() || given.text().is_some()).then(|| EntityUid::judge(given))
}

/// The id of the path, judged.
fn id(given: Given<'_>) -> Option<Result<Uuid, Issue>> {
    match given.text() {
        Some(text) => Some(Uuid::parse(text)),
        None if given.tag() == tag::ILL_FORMED => Some(Err(given.other_than(Type::String))),
        None => None,
    }
}

/// `[issues, state?]`: those of a check, or of the caller's own.
pub(super) fn refuse(request: u32, arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let Some(row) = row(request) else {
        return Answer::Refused(Issues::default());
    };
    let given = arguments.get(0);
    match issue::read(&given).map_err(misused("issues")) {
        Ok(issues) => {
            let reply = match (row.refuse)(&issues, arguments.given(1).as_ref()) {
                Ok(reply) => reply,
                Err(misuse) => return misuse,
            };
            out.value(&reply.into_members().into());
            Answer::Written
        }
        Err(misuse) => misuse,
    }
}
