//! Keys.

use super::super::key::{EXEMPT_IS, EXEMPT_KIND};
use super::super::{ChangeKey, CreateKey, GiveReason, LookUpKeys, ReportKey, ShowKey};
use super::{
    CHANGED, CONFLICT, FORBIDDEN, MISSING, NEXT, NOBODY, REUSED, UNSEEN, WRONG, after, done, found,
    limit, made, search,
};
use crate::schema::{Field, Kind, Name, Table, Words};
use crate::system::kiiaccess::KeyType;
use crate::system::openapi::{Component, Operation, Response};
use crate::system::smartphonekey::LockId;
use crate::value::LARGEST_WHOLE;
use crate::{IssueCode, PhoneNumber, Schedule, Timestamp, Uuid};

pub(super) const LIST: Operation =
    Operation::get("listKeys", "List the keys that the caller sees", "/keys")
        .query(&[
            limit(),
            after(),
            search(2),
            Name::new(3, "door").optional(Kind::Form(&LockId::FORM)),
            Name::new(4, "person").optional(Kind::Form(&Uuid::FORM)),
            Name::new(5, "kind").optional(Kind::Word(&KeyType::WORDS)),
            Name::new(6, "state").optional(Kind::Word(&STATES)),
        ])
        .replies(&[found(KEYS), WRONG, NOBODY, FORBIDDEN]);

pub(super) const CREATE: Operation =
    Operation::post("createKey", "Make a key together with its hours", "/keys")
        .body(Component::request::<CreateKey>("CreateKey"))
        .replies(&[made(MADE), WRONG, NOBODY, FORBIDDEN, CONFLICT, REUSED]);

pub(super) const LOOK_UP: Operation = Operation::post(
    "lookUpKeys",
    "Find the keys that have a code or a number",
    "/keys/lookup",
)
.body(Component::request::<LookUpKeys>("LookUpKeys"))
.replies(&[found(KEYS), WRONG, NOBODY, FORBIDDEN]);

pub(super) const READ: Operation = Operation::get("readKey", "Read a key", "/keys/{id}")
    .ids(&[ID])
    .replies(&[found(KEY), NOBODY, FORBIDDEN, MISSING]);

pub(super) const CHANGE: Operation =
    Operation::new("patch", "changeKey", "Change a key", "/keys/{id}")
        .ids(&[ID])
        .body(Component::request::<ChangeKey>("ChangeKey"))
        .replies(&[
            done(KEY),
            WRONG,
            NOBODY,
            FORBIDDEN,
            MISSING,
            CONFLICT,
            CHANGED,
            UNSEEN,
        ]);

const DONE: &[Response] = &[
    done(KEY),
    WRONG,
    NOBODY,
    FORBIDDEN,
    MISSING,
    CONFLICT,
    CHANGED,
    REUSED,
];

const REASON: Component = Component::request::<GiveReason>("GiveReason");

pub(super) const SUSPEND: Operation = Operation::post(
    "suspendKey",
    "Let a key open nothing for now",
    "/keys/{id}/suspend",
)
.ids(&[ID])
.body(REASON)
.replies(DONE);

pub(super) const RESUME: Operation = Operation::post(
    "resumeKey",
    "Let a suspended key open again",
    "/keys/{id}/resume",
)
.ids(&[ID])
.body(REASON)
.replies(DONE);

pub(super) const REPORT: Operation =
    Operation::post("reportKey", "Say what became of a key", "/keys/{id}/report")
        .ids(&[ID])
        .body(Component::request::<ReportKey>("ReportKey"))
        .replies(DONE);

pub(super) const REVOKE: Operation =
    Operation::post("revokeKey", "Take a key back for ever", "/keys/{id}/revoke")
        .ids(&[ID])
        .body(REASON)
        .replies(DONE);

pub(super) const FORGET_TRIES: Operation = Operation::post(
    "forgetTriesOfKey",
    "End the lock-out of a key: the wrong PINs typed beside it are forgotten",
    "/keys/{id}/forget-tries",
)
.ids(&[ID])
.body(REASON)
.replies(DONE);

pub(super) const SHOW: Operation = Operation::post(
    "showKey",
    "Tell once what is typed or shown",
    "/keys/{id}/show",
)
.ids(&[ID])
.body(Component::request::<ShowKey>("ShowKey"))
.replies(&[
    Response::json(
        "200",
        "The code or the number, and the pin",
        Component::reply(
            "ShownKey",
            "Shown key",
            &Table::of(&[
                Name::new(0, "keyIdentification").required(Kind::Text),
                Name::new(1, "pin").optional(Kind::Text),
            ]),
        ),
    ),
    WRONG,
    NOBODY,
    FORBIDDEN,
    MISSING,
    CONFLICT,
    CHANGED,
    REUSED,
]);

const ID: Field = Name::new(0, "id").required(Kind::Form(&Uuid::FORM));

const STATES: Words = Words {
    all: &[
        "active",
        "not-yet-active",
        "expired",
        "suspended",
        "lost",
        "stolen",
        "damaged",
        "revoked",
    ],
    unknown: IssueCode::DoorWordUnknown,
};

const KEY: Component = Component::reply("Key", "Key", &TABLE);

/// A key that was made just now.
const MADE: Component = Component::reply(
    "MadeKey",
    "Made key",
    &Table::of(&[
        Name::new(0, "key").required(Kind::Object(&TABLE)),
        Name::new(1, "keyIdentification")
            .optional(Kind::Text)
            .described("The code or the number; none of a phone"),
    ]),
);

const KEYS: Component = Component::reply(
    "Keys",
    "Keys",
    &Table::of(&[
        Name::new(0, "items").required(Kind::List(&Kind::Object(&TABLE))),
        NEXT,
    ]),
);

const INSTANT_OR_NULL: Kind = Kind::OrNull(&Kind::Form(&Timestamp::FORM));
const TEXT_OR_NULL: Kind = Kind::OrNull(&Kind::Text);

const PERSON: Table = Table::of(&[
    ID,
    Name::new(1, "firstName").required(TEXT_OR_NULL),
    Name::new(2, "lastName").required(TEXT_OR_NULL),
    Name::new(3, "phone").required(Kind::OrNull(&Kind::Form(&PhoneNumber::FORM))),
]);

const USES: Table = Table::of(&[
    Name::new(0, "used").required(Kind::Whole(0, LARGEST_WHOLE)),
    Name::new(1, "most")
        .required(Kind::OrNull(&Kind::Whole(1, LARGEST_WHOLE)))
        .described("Null: any number of times"),
]);

const TABLE: Table = Table::of(&[
    ID,
    Name::new(1, "person").required(Kind::Object(&PERSON)),
    Name::new(2, "keyType").required(Kind::Word(&KeyType::WORDS)),
    Name::new(3, "keyFormat").required(TEXT_OR_NULL),
    Name::new(4, "keyName").required(TEXT_OR_NULL),
    Name::new(5, "accesses")
        .required(Kind::SomeList(&Kind::Form(&LockId::FORM)))
        .described("The doors that it opens"),
    Name::new(6, "validFrom").required(INSTANT_OR_NULL),
    Name::new(7, "validTo").required(INSTANT_OR_NULL),
    Name::new(8, "schedule").required(Kind::OrNull(&Kind::Object(&Schedule::TABLE))),
    Name::new(9, "state").required(Kind::Word(&STATES)),
    Name::new(10, "uses").required(Kind::Object(&USES)),
    Name::new(11, "hasPin").required(Kind::Flag),
    Name::new(12, "shownAt").required(INSTANT_OR_NULL),
    Name::new(13, "revision").required(Kind::Whole(1, LARGEST_WHOLE)),
    Name::new(14, "createdAt").required(Kind::Form(&Timestamp::FORM)),
    Name::new(15, "revokedAt").required(INSTANT_OR_NULL),
    Name::new(16, "exempt")
        .required(EXEMPT_KIND)
        .described(EXEMPT_IS),
    Name::new(17, "lockedUntil")
        .required(INSTANT_OR_NULL)
        .described("Until when wrong PINs keep it out at some door; null: they do not"),
]);
