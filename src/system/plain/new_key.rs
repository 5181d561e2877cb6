//! Keys that are made whole: the vendor's request, and beside it the hours and the uses that it has
//! no fields for. A key that got them afterwards would open at any hour in between.

use crate::schema::{Document, Field, Kind, Name, Reading, Table, check_assuming};
use crate::system::kiiaccess::{
    BY_KEY_TYPE, CreateAccessKey, FIELDS, KEY_TYPE, judge_fields, judge_number,
};
use crate::system::{Options, Request};
use crate::value::LARGEST_WHOLE;
use crate::{Issues, Schedule, Value};

const SCHEDULE: Name = Name::new(13, "schedule");
const MOST_USES: Name = Name::new(14, "mostUses");

const TABLE: Table = Table::of(&beside(&FIELDS))
    .with_choice(
        KEY_TYPE,
        &[
            &beside(&BY_KEY_TYPE[0]),
            &beside(&BY_KEY_TYPE[1]),
            &beside(&BY_KEY_TYPE[2]),
        ],
    )
    .with_rules(judge_fields)
    .nullable();

/// The fields of the vendor's request, and those beside them.
#[expect(
    clippy::many_single_char_names,
    reason = "no array grows where constants are made"
)]
const fn beside(fields: &[Field; 13]) -> [Field; 15] {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m] = *fields;
    let schedule = SCHEDULE
        .optional(Kind::Object(&Schedule::TABLE))
        .described("In which hours it opens, by the clocks of each door; absent: in all");
    let most_uses = MOST_USES
        .optional(Kind::Whole(1, LARGEST_WHOLE))
        .described("How often it opens in all; absent: any number of times");
    [a, b, c, d, e, f, g, h, i, j, k, l, m, schedule, most_uses]
}

/// A checked request for a key with its hours.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreateKey {
    /// The key as the vendor's request has it.
    pub access_key: CreateAccessKey,
    /// In which hours it opens; `None` for all.
    pub schedule: Option<Schedule>,
    /// How often it opens in all, at least 1; `None` for any number of times.
    pub most_uses: Option<u64>,
}

impl CreateKey {
    /// The request as an object. It checks to the same request again.
    #[must_use]
    pub fn to_value(&self) -> Value<'_> {
        let mut request = self.access_key.to_value();
        if let Value::Object(members) = &mut request {
            let schedule = self.schedule.as_ref();
            members.extend(schedule.map(|hours| (SCHEDULE.text.into(), hours.to_value())));
            members.extend(
                self.most_uses
                    .map(|most| (MOST_USES.text.into(), most.into())),
            );
        }
        request
    }
}

impl Request for CreateKey {
    const TABLE: &'static Table = &TABLE;
    #[cfg(feature = "schema")]
    const TITLE: &'static str = "Create key";

    fn judge<'d>(document: &'d Document<'_>, options: &Options<'_>) -> Result<Reading<'d>, Issues> {
        let (unknown, assumed) = (options.unknown_fields, options.assume_offset);
        check_assuming(document, &TABLE, unknown, assumed, &mut |request| {
            judge_number(request, options.key_formats);
        })
    }

    fn of(reading: &Reading<'_>, options: &Options<'_>) -> Option<Self> {
        Some(Self {
            access_key: CreateAccessKey::of(reading, options)?,
            schedule: reading
                .object(SCHEDULE, &Schedule::TABLE)
                .and_then(|schedule| Schedule::of(&schedule)),
            most_uses: reading
                .get(MOST_USES)
                .and_then(|given| given.whole(1, LARGEST_WHOLE)),
        })
    }
}
