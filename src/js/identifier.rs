//! Identifiers of cards, and the numbers made of them.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::Arguments;
use super::answer::{Answer, Out, either, misused};
use super::text;
use crate::schema::{Document, Given, Judged, Kind, Name, Table, check, check_alone, tag};
use crate::{
    Conversion, Issue, IssueCode, Issues, UnknownFields, convert_card, identify_card,
    identify_cards, match_cards,
};

const CONVERSIONS: Name = Name::new(0, "conversions");

const OPTIONS: Table =
    Table::of(&[CONVERSIONS.optional(Kind::List(&Kind::Object(&Conversion::TABLE)))])
        .with_rules(|options| Conversion::judge_list(options, CONVERSIONS));

const FROM: Name = Name::new(0, "from");
const TO: Name = Name::new(1, "to");

/// A conversion by its name, or the caller's own.
const STEPS: Table = Table::of(&[
    FROM.optional(Kind::ObjectOr(&Conversion::TABLE, &Kind::Text)),
    TO.optional(Kind::ObjectOr(&Conversion::TABLE, &Kind::Text)),
])
.with_rules(|steps| {
    judge_name(steps, FROM);
    judge_name(steps, TO);
});

fn judge_name(steps: &mut Judged<'_, '_>, name: Name) {
    if let Some(named) = steps.text(name)
        && let Err(issue) = Conversion::find(named, &[])
    {
        steps.report(name, || issue);
    }
}

/// `[]`
pub(super) fn conversions(_arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    Answer::of(&Conversion::PRESETS)
}

/// `[conversion]`
pub(super) fn check_conversion(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    Answer::of_checked(Conversion::check_document(&arguments.get(0)))
}

/// `[text | texts, options?]`
pub(super) fn identify(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let readings = || {
        let own = own_conversions(arguments, 1)?;
        let text = arguments.get(0);
        if text.root().tag() == tag::ARRAY {
            let texts = texts_of(&text).map_err(misused("text"))?;
            return Ok(Answer::of(&identify_cards(&texts, &own)));
        }
        let text = text::of(&text).map_err(misused("text"))?;
        Ok(Answer::of(&identify_card(text, &own)))
    };
    either(readings())
}

/// More numbers than this are more than what explains them needs.
const MOST_TEXTS: usize = 1000;

/// The texts of a list.
fn texts_of<'d>(list: &'d Document<'_>) -> Result<Vec<&'d str>, Issues> {
    check_alone(list, &Kind::List(&Kind::Text), UnknownFields::Refuse)?;
    let texts: Vec<_> = list.root().items().filter_map(Given::text).collect();
    if texts.len() > MOST_TEXTS {
        let many = Issue::of(IssueCode::NumbersTooMany);
        return Err(many.param(MOST_TEXTS).into());
    }
    Ok(texts)
}

/// `[text, steps?]`
pub(super) fn convert(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let steps = arguments.given(1);
    let [from, to] = match steps.as_ref().map(read_steps) {
        None => [None, None],
        Some(Ok(steps)) => steps,
        Some(Err(answer)) => return answer,
    };
    let text = arguments.get(0);
    Answer::of_checked(
        text::of(&text).and_then(|text| convert_card(text, from.as_deref(), to.as_deref())),
    )
}

/// That it is an object is the caller's part; what it says of conversions is judged.
fn read_steps(steps: &Document<'_>) -> Result<[Option<Cow<'static, Conversion>>; 2], Answer> {
    let root = steps.root();
    if !root.is_object() {
        let issue = root.other_than(crate::issue::Type::Object);
        return Err(Answer::Misuse("steps", issue.into()));
    }
    match check(steps, &STEPS, UnknownFields::Refuse, &mut |_| {}) {
        Ok(reading) => Ok([FROM, TO].map(|name| reading.get(name).and_then(conversion))),
        Err(issues) => Err(Answer::Refused(issues)),
    }
}

fn conversion(given: Given<'_>) -> Option<Cow<'static, Conversion>> {
    match given.text() {
        Some(name) => Conversion::find(name, &[]).ok().map(Cow::Borrowed),
        None => Conversion::of(&given.reading(&Conversion::TABLE)?).map(Cow::Owned),
    }
}

/// `[a, b, options?]`
pub(super) fn compare(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let found = || {
        let own = own_conversions(arguments, 2)?;
        let (a, b) = (arguments.get(0), arguments.get(1));
        let a = text::of(&a).map_err(misused("a"))?;
        let b = text::of(&b).map_err(misused("b"))?;
        Ok(Answer::of(&match_cards(a, b, &own)))
    };
    either(found())
}

/// The caller's own conversions, to read numbers by beside the presets.
fn own_conversions(arguments: &Arguments<'_>, index: usize) -> Result<Vec<Conversion>, Answer> {
    let Some(options) = arguments.given(index) else {
        return Ok(Vec::new());
    };
    let read = || -> Result<_, Issues> {
        let reading = check(&options, &OPTIONS, UnknownFields::Refuse, &mut |_| {})?;
        let own = reading.items(CONVERSIONS);
        Ok(own
            .filter_map(|own| Conversion::of(&own.reading(&Conversion::TABLE)?))
            .collect())
    };
    read().map_err(misused("options"))
}
