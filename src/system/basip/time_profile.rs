//! The request for a time profile: a stretch of time, and how it comes again.
//!
//! Source: the vendor's page "Create time profile entity".

use alloc::string::String;

use super::change::stays;
use crate::schema::{
    Document, Field, Given, Judged, Kind, LAST_SECOND, Name, Reading, Table, Words, check,
};
use crate::system::plain::NAMED;
use crate::system::{Options, Request};
use crate::value::Members;
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

const NAME: Name = Name::new(0, "name");
const TIME_OPTIONS: Name = Name::new(1, "time_options");
const REPEAT_OPTIONS: Name = Name::new(2, "repeat_options");

/// Of a time.
const IS_ALL_DAY: Name = Name::new(0, "is_all_day");
const DATE_FROM: Name = Name::new(1, "date_from");
const DATE_TO: Name = Name::new(2, "date_to");

/// Of a repetition.
const REPEAT_ENABLE: Name = Name::new(0, "repeat_enable");
const REPEAT_FORMAT: Name = Name::new(1, "repeat_format");
const REPEAT_TYPE: Name = Name::new(0, "repeat_type");
const REPEAT_END: Name = Name::new(1, "repeat_end");
const REPEAT_CUSTOM: Name = Name::new(2, "repeat_custom");
const END_FORMAT: Name = Name::new(0, "format");
const END_DATE: Name = Name::new(1, "date");

/// Of one of its own kind.
const POINT_TYPE: Name = Name::new(0, "repeat_point_type");
const LOOPER: Name = Name::new(1, "repeat_looper");
const OPTIONS: Name = Name::new(2, "repeat_options");
const MONTH_FORMAT: Name = Name::new(0, "format");
const MONTHS: Name = Name::new(0, "months");
const RANGE: Name = Name::new(1, "range");
const WEEK_ORDER: Name = Name::new(0, "week_order");
const DAY_TYPE: Name = Name::new(1, "day_type");

const fn words(all: &'static [&'static str]) -> Words {
    Words {
        all,
        unknown: IssueCode::DoorWordUnknown,
    }
}

const TYPES: Words = words(&["day", "week", "twoWeeks", "month", "year", "custom"]);
const ENDS: Words = words(&["never", "date"]);
const POINTS: Words = words(&["day", "week", "month", "year"]);
const DAYS: Words = words(&["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]);
const MONTH_FORMATS: Words = words(&["dayNumbers", "parameterizedDay"]);
const ORDERS: Words = words(&["first", "second", "third", "fourth", "fifth", "last"]);
const DAY_TYPES: Words = words(&[
    "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN", "WEEK_DAY", "DAY_OFF",
]);

/// A day of a month, told by its week.
const DAY: Table = Table::of(&[
    WEEK_ORDER.required(Kind::Word(&ORDERS)),
    DAY_TYPE.required(Kind::Word(&DAY_TYPES)),
]);

const MONTH: Table = Table::of(&month(Kind::Any)).with_choice(
    MONTH_FORMAT,
    &[
        &month(Kind::SomeList(&Kind::Whole(1, 31))),
        &month(Kind::Object(&DAY)),
    ],
);

const fn month(range: Kind) -> [Field; 2] {
    [
        MONTH_FORMAT.required(Kind::Word(&MONTH_FORMATS)),
        RANGE.required(range),
    ]
}

const YEAR: Table = Table::of(&[
    MONTHS.required(Kind::SomeList(&Kind::Whole(1, 12))),
    RANGE.optional(Kind::Object(&DAY)),
]);

const CUSTOM: Table = Table::of(&custom(OPTIONS.optional(Kind::Any))).with_choice(
    POINT_TYPE,
    &[
        &custom(OPTIONS.barred()),
        &custom(OPTIONS.required(Kind::SomeList(&Kind::Word(&DAYS)))),
        &custom(OPTIONS.required(Kind::Object(&MONTH))),
        &custom(OPTIONS.required(Kind::Object(&YEAR))),
    ],
);

const fn custom(options: Field) -> [Field; 3] {
    [
        POINT_TYPE.required(Kind::Word(&POINTS)),
        LOOPER
            .required(Kind::Whole(1, 1000))
            .described("1 for every, 2 for every second, …"),
        options,
    ]
}

const END: Table = Table::of(&[
    END_FORMAT.required(Kind::Word(&ENDS)),
    END_DATE.optional(Kind::UnixTime),
])
.with_rules(|end| judge_needed(end, END_FORMAT, "date", END_DATE));

const FORMAT: Table = Table::of(&[
    REPEAT_TYPE.required(Kind::Word(&TYPES)),
    REPEAT_END
        .optional(Kind::Object(&END))
        .described("Absent: never"),
    REPEAT_CUSTOM
        .optional(Kind::Object(&CUSTOM))
        .described("Only for custom"),
])
.with_rules(|format| judge_needed(format, REPEAT_TYPE, "custom", REPEAT_CUSTOM));

/// A word needs another field beside it.
fn judge_needed(object: &mut Judged<'_, '_>, by: Name, word: &str, needed: Name) {
    if object.text(by) == Some(word) && !object.is_there(needed) {
        object.report(needed, || Issue::of(IssueCode::MissingField));
    }
}

const REPEAT: Table = Table::of(&[
    REPEAT_ENABLE.required(Kind::Flag),
    REPEAT_FORMAT.optional(Kind::Object(&FORMAT)),
])
.with_rules(|repeat| {
    let is_on = repeat.right(REPEAT_ENABLE).and_then(Given::flag) == Some(true);
    if is_on && !repeat.is_there(REPEAT_FORMAT) {
        repeat.report(REPEAT_FORMAT, || Issue::of(IssueCode::MissingField));
    }
});

const TIME: Table = Table::of(&[
    IS_ALL_DAY
        .optional(Kind::Flag)
        .described("Whole days, the last one with it"),
    DATE_FROM.required(Kind::UnixTime),
    DATE_TO.required(Kind::UnixTime),
])
.with_rules(|time| {
    let end = |name| time.right(name)?.whole(0, LAST_SECOND);
    let is_all_day = time.right(IS_ALL_DAY).and_then(Given::flag) == Some(true);
    if let (Some(from), Some(to)) = (end(DATE_FROM), end(DATE_TO))
        && (to < from || (to == from && !is_all_day))
    {
        time.report(DATE_TO, || Issue::of(IssueCode::WindowEmpty));
    }
});

const FIELDS: [Field; 3] = [
    NAME.required(Kind::Form(&NAMED)),
    TIME_OPTIONS.required(Kind::Object(&TIME)),
    REPEAT_OPTIONS.required(Kind::Object(&REPEAT)),
];

/// The fields of a change.
pub(super) const CHANGED: [Field; 3] = {
    let [name, time, repeat] = FIELDS;
    [stays(name), stays(time), stays(repeat)]
};

/// A checked request for a time profile.
///
/// Fields that it does not know are refused, in whatever depth, unlike those of other requests of
/// the panel: a misspelt `repeat_end` would open for ever. A name has 1 to 200 characters, not all
/// of them white space. Both are this project's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTimeProfile {
    name: String,
    /// As JSON, as they were sent.
    time: String,
    repeat: String,
}

impl CreateTimeProfile {
    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The request as an object. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        self.write(Members::default()).into()
    }

    pub(super) fn write<'a>(&'a self, members: Members<'a>) -> Members<'a> {
        let kept = |json: &str| Value::from_json(json.as_bytes(), json.len());
        members
            .with(NAME.text, self.name())
            .with(TIME_OPTIONS.text, kept(&self.time).unwrap_or(Value::Null))
            .with(
                REPEAT_OPTIONS.text,
                kept(&self.repeat).unwrap_or(Value::Null),
            )
    }
}

impl Request for CreateTimeProfile {
    const TABLE: &'static Table = &Table::of(&FIELDS);

    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create time profile";

    /// As the vendor's page has it, whatever the caller says of other requests.
    fn judge<'d>(document: &'d Document<'_>, _: &Options<'_>) -> Result<Reading<'d>, Issues> {
        check(document, Self::TABLE, UnknownFields::Refuse, &mut |_| {})
    }

    fn of(reading: &Reading<'_>, _: &Options<'_>) -> Option<Self> {
        let json = |name| Some(Value::of(reading.get(name)?).to_json());
        Some(Self {
            name: reading.owned(NAME)?,
            time: json(TIME_OPTIONS)?,
            repeat: json(REPEAT_OPTIONS)?,
        })
    }
}
