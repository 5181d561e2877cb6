//! Cards: key numbers, Wiegand words and their formats.

use alloc::string::String;
use alloc::vec::Vec;

use super::answer::{Answer, Thrown, argument, judged};
use super::field::check_text;
use crate::fields::{Fields, UnknownFields};
use crate::{CardFormat, Issue, Issues, KeyFormat, Value, Word, decode as candidates_of, diagnose};

mod many;

pub(super) use many::{decode_many, legend};

pub(super) fn key_formats(_arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let formats = KeyFormat::BUILT_IN
        .iter()
        .map(|format| format.to_value().into_owned())
        .collect();
    Ok(Answer::Plain(Value::Array(formats)))
}

pub(super) fn check_key_number(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let format = match judged(arguments, 0) {
        object @ Value::Object(_) => {
            KeyFormat::check_value(object).map_err(|issues| Thrown::misuse("format", issues))?
        }
        name => match name.text().and_then(|name| KeyFormat::find(name, &[])) {
            Ok(format) => format,
            Err(issue) => return Ok(Answer::of(Err(issue))),
        },
    };
    Ok(check_text(
        judged(arguments, 1),
        |text| format.check(text),
        |number| String::from(number.canonical()),
    ))
}

/// `[]`
pub(super) fn formats(_arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let formats = CardFormat::built_in().iter().map(CardFormat::to_value);
    Ok(Answer::Plain(Value::Array(formats.collect())))
}

pub(super) fn check_format(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let checked = CardFormat::check_value(judged(arguments, 0));
    Ok(Answer::of(
        checked.map(|format| format.to_value().into_owned()),
    ))
}

pub(super) fn check_word(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let checked = Word::check_value(judged(arguments, 0));
    Ok(Answer::of(checked.map(Word::to_value)))
}

/// `[format, fields]`
pub(super) fn encode(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let own;
    let format = match judged(arguments, 0) {
        object @ Value::Object(_) => {
            own = CardFormat::check_value(object)
                .map_err(|issues| Thrown::misuse("format", issues))?;
            &own
        }
        name => match name.text().and_then(|name| CardFormat::find(name, &[])) {
            Ok(format) => format,
            Err(issue) => return Ok(Answer::of(Err(issue.at("format")))),
        },
    };
    let fields = format.check_fields(judged(arguments, 1));
    let encoded = fields.and_then(|fields| format.encode(&fields));
    Ok(Answer::of(encoded.map(Word::to_value)))
}

/// `[word, options?]`
pub(super) fn decode(arguments: &[Value<'_>]) -> Result<Answer, Thrown> {
    let word =
        Word::check_value(judged(arguments, 0)).map_err(|issues| Thrown::misuse("word", issues))?;
    let options = Options::of(argument(arguments, 1))?;
    let formats = options.formats();
    let candidates = candidates_of(word, formats.iter().copied());
    let mut answer: Vec<_> = candidates
        .iter()
        .map(|candidate| candidate.to_value().into_owned())
        .collect();
    if options.diagnose {
        let diagnosed = diagnose(word, &formats);
        let diagnosed = diagnosed.iter();
        answer.extend(diagnosed.map(|(diagnosis, one)| diagnosis.to_value(one).into_owned()));
    }
    Ok(Answer::Plain(Value::Array(answer)))
}

/// How words are decoded.
struct Options {
    /// The caller's own formats.
    own: Vec<CardFormat>,
    /// The names of the formats to try; all where there are none.
    only: Option<Vec<String>>,
    diagnose: bool,
}

impl Options {
    fn of(options: Option<&Value<'_>>) -> Result<Self, Thrown> {
        match options {
            Some(options) => {
                Self::check(options).map_err(|issues| Thrown::misuse("options", issues))
            }
            None => Ok(Self {
                own: Vec::new(),
                only: None,
                diagnose: false,
            }),
        }
    }

    fn check(value: &Value<'_>) -> Result<Self, Issues> {
        let names = ["formats", "only", "diagnose"];
        let mut fields = Fields::of(value, &names, UnknownFields::Refuse)?;
        let own = fields
            .optional("formats", CardFormat::check_list)
            .unwrap_or_default();
        let list = fields.optional("only", Value::list);
        let only = list.map(|list| {
            fields.each("only", list, |_, name| {
                let name = name.text()?;
                CardFormat::find(name, &own)?;
                Ok::<_, Issue>(String::from(name))
            })
        });
        let diagnose = fields.optional("diagnose", Value::boolean);
        fields.finish_with(Self {
            own,
            only,
            diagnose: diagnose == Some(true),
        })
    }

    /// The formats to try: the built-in ones, then the caller's.
    fn formats(&self) -> Vec<&CardFormat> {
        let is_wanted = |format: &&CardFormat| {
            let only = self.only.as_ref();
            only.is_none_or(|only| only.iter().any(|name| name == format.name()))
        };
        let all = CardFormat::built_in().iter().chain(&self.own);
        all.filter(is_wanted).collect()
    }
}
