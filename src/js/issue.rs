//! Issues as JavaScript hands them back.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::issue::{Segment, Type};
use crate::schema::{
    Document, Given, Judged, Kind, Name, Reading, Step, Table, Words, check_alone,
};
use crate::system::Told;
use crate::value::{LARGEST_WHOLE, Members};
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

const CODE: Name = Name::new(0, "code");
const PATH: Name = Name::new(1, "path");
const MESSAGE: Name = Name::new(2, "message");
const PARAMS: Name = Name::new(3, "params");
const SEVERITY: Name = Name::new(4, "severity");

const SEVERITIES: Words = Words {
    all: &["note"],
    unknown: IssueCode::SeverityUnknown,
};

const ISSUE: Table = Table::of(&[
    CODE.required(Kind::Text),
    PATH.required(Kind::List(&Kind::Any)),
    MESSAGE.required(Kind::Text),
    PARAMS.optional(Kind::Members(&Kind::Any)),
    SEVERITY.optional(Kind::Word(&SEVERITIES)),
])
.with_rules(judge);

/// Steps of a path, and params, are texts or counts.
fn judge(issue: &mut Judged<'_, '_>) {
    if let Some(path) = issue.right(PATH) {
        for (index, step) in path.items().enumerate() {
            if let Some(wrong) = text_or_count(step) {
                issue.report_in(PATH, &[Step::Item(index)], || wrong);
            }
        }
    }
    if let Some(params) = issue.right(PARAMS) {
        let wrong = params.members().find_map(|(_, param)| text_or_count(param));
        if let Some(wrong) = wrong {
            issue.report(PARAMS, || wrong);
        }
    }
}

fn text_or_count(given: Given<'_>) -> Option<Issue> {
    if given.number().is_none() {
        return given
            .text()
            .is_none()
            .then(|| given.other_than(Type::String));
    }
    given
        .whole(0, LARGEST_WHOLE)
        .is_none()
        .then(|| Issue::out_of_range(0_u8, LARGEST_WHOLE))
}

/// An issue with its sentence, as JavaScript has it.
pub(super) struct GivenIssue<'d> {
    reading: Reading<'d>,
    path: Vec<Segment>,
}

impl Told for GivenIssue<'_> {
    fn code(&self) -> &str {
        self.reading.text(CODE).unwrap_or_default()
    }

    fn path(&self) -> &[Segment] {
        &self.path
    }

    fn message(&self) -> String {
        self.reading.owned(MESSAGE).unwrap_or_default()
    }

    /// Its members in the order in which a check gives them.
    fn to_value(&self) -> Value<'static> {
        let mut members = Members::default();
        for name in [CODE, PATH, MESSAGE, PARAMS, SEVERITY] {
            members = members.with_some(name.text, self.reading.get(name).map(Value::of));
        }
        members.into()
    }
}

/// Reads issues, of which there is at least one.
pub(super) fn read<'d>(given: &'d Document<'_>) -> Result<Vec<GivenIssue<'d>>, Issues> {
    check_alone(
        given,
        &Kind::SomeList(&Kind::Object(&ISSUE)),
        UnknownFields::Refuse,
    )?;
    Ok(given.root().items().filter_map(issue).collect())
}

fn issue(given: Given<'_>) -> Option<GivenIssue<'_>> {
    let reading = given.reading(&ISSUE)?;
    let steps = reading.get(PATH)?.items().map(|step| {
        if let Some(name) = step.text() {
            return Segment::Field(Cow::Owned(name.into()));
        }
        let index = step.whole(0, LARGEST_WHOLE).map(usize::try_from);
        Segment::Index(index.and_then(Result::ok).unwrap_or(usize::MAX))
    });
    Some(GivenIssue {
        path: steps.collect(),
        reading,
    })
}
