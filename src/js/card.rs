//! Cards: Wiegand words and their formats.

use alloc::string::String;
use alloc::vec::Vec;

use super::Arguments;
use super::answer::{Answer, Out, either, misused};
use super::text;
use crate::schema::{Document, Kind, Name, Table, check};
use crate::sorted::sort;
use crate::{CardFormat, Issues, UnknownFields, Value, Word, decode as candidates_of, diagnose};

mod many;

pub(super) use many::{decode_many, legend};

/// `[]`
pub(super) fn formats(_arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    Answer::of(CardFormat::built_in())
}

/// `[format]`
pub(super) fn check_format(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    Answer::of_checked(CardFormat::read(&arguments.get(0)))
}

/// `[word]`
pub(super) fn check_word(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    Answer::of_checked(Word::read(&arguments.get(0)))
}

/// `[format, fields]`
pub(super) fn encode(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let named = arguments.get(0);
    let own;
    let format = if named.root().is_object() {
        match CardFormat::read(&named).map_err(misused("format")) {
            Ok(format) => {
                own = format;
                &own
            }
            Err(misuse) => return misuse,
        }
    } else {
        match text::of(&named).and_then(|name| CardFormat::find(name, &[])) {
            Ok(format) => format,
            Err(issue) => return Answer::Refused(issue.at("format").into()),
        }
    };
    let fields = format.read_fields(&arguments.get(1));
    Answer::of_checked(fields.and_then(|fields| format.encode(&fields)))
}

/// `[word, options?]`
pub(super) fn decode(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let answer = || {
        let word = Word::read(&arguments.get(0)).map_err(misused("word"))?;
        let options = Options::of(arguments.given(1).as_ref())?;
        let formats = options.formats();
        let candidates = candidates_of(word, formats.iter().copied());
        let mut answer: Vec<Value<'_>> = Vec::new();
        answer.extend(
            candidates
                .iter()
                .map(|candidate| candidate.to_value().into_owned()),
        );
        if options.diagnose {
            let diagnosed = diagnose(word, &formats);
            let diagnosed = diagnosed.iter();
            answer.extend(diagnosed.map(|(diagnosis, one)| diagnosis.to_value(one).into_owned()));
        }
        Ok(Answer::of(&answer))
    };
    either(answer())
}

const FORMATS: Name = Name::new(0, "formats");
const ONLY: Name = Name::new(1, "only");
const DIAGNOSE: Name = Name::new(2, "diagnose");

const OPTIONS: Table = Table::of(&[
    FORMATS.optional(CardFormat::LIST),
    ONLY.optional(Kind::List(&Kind::Text)),
    DIAGNOSE.optional(Kind::Flag),
])
.with_rules(|options| {
    CardFormat::judge_list(options, FORMATS);
    CardFormat::judge_names(options, ONLY, FORMATS);
});

/// How words are decoded.
#[derive(Default)]
struct Options {
    /// The caller's own formats.
    own: Vec<CardFormat>,
    /// The names of the formats to try; all where there are none.
    only: Option<Vec<String>>,
    diagnose: bool,
}

impl Options {
    fn of(options: Option<&Document<'_>>) -> Result<Self, Answer> {
        match options {
            Some(options) => Self::read(options).map_err(misused("options")),
            None => Ok(Self::default()),
        }
    }

    fn read(options: &Document<'_>) -> Result<Self, Issues> {
        let reading = check(options, &OPTIONS, UnknownFields::Refuse, &mut |_| {})?;
        let own = reading.get(FORMATS).and_then(CardFormat::list_of);
        let name = |name: crate::schema::Given<'_>| name.text().map(String::from);
        Ok(Self {
            own: own.unwrap_or_default(),
            only: reading.get(ONLY).and_then(|_| reading.list(ONLY, name)),
            diagnose: reading.flag(DIAGNOSE) == Some(true),
        })
    }

    /// The formats to try: the built-in ones, then the caller's; of a built-in one whose name one
    /// of the caller's has, that one.
    fn formats(&self) -> Vec<&CardFormat> {
        let only = self.only.as_ref().map(|only| {
            let mut only: Vec<_> = only.iter().map(String::as_str).zip(0..).collect();
            // With the places the names have the type of those of lists, and are sorted by their code.
            sort::<(&str, usize)>(&mut only);
            only
        });
        let is_own = |name: &str| self.own.iter().any(|own| own.name() == name);
        let built_in = CardFormat::built_in().iter();
        let built_in = built_in.filter(|format| !is_own(format.name()));
        let all = built_in.chain(&self.own);
        let is_wanted = |wanted: &str| {
            let only = only.as_ref();
            only.is_none_or(|only| only.binary_search_by_key(&wanted, |(name, _)| name).is_ok())
        };
        all.filter(|format| is_wanted(format.name())).collect()
    }
}
