//! The numbers of rfid keys.

use super::Arguments;
use super::answer::{Answer, Out, misused};
use super::text;
use crate::KeyFormat;
use crate::schema::Written;

/// `[format, number]`
pub(super) fn check_number(arguments: &Arguments<'_>, out: &mut Out) -> Answer {
    let named = arguments.get(0);
    let format = if named.root().is_object() {
        KeyFormat::read(&named).map_err(misused("format"))
    } else {
        text::of(&named)
            .and_then(|name| KeyFormat::find(name, &[]))
            .map_err(|issue| Answer::Refused(issue.into()))
    };
    let format = match format {
        Ok(format) => format,
        Err(refused) => return refused,
    };
    text::check(
        &arguments.get(1),
        &|number| match format.value_of(number) {
            None => Written::No,
            Some(_) if KeyFormat::canonical(number) == number => Written::AsGiven,
            Some(_) => Written::Otherwise,
        },
        &|number| format.wrong(number),
        &|number| KeyFormat::canonical(number).into(),
        out,
    )
}
