//! What a service keeps of a door, and looks for by what is shown there.

use alloc::vec::Vec;

use super::Arguments;
use super::answer::{Answer, Out, either, misused};
use crate::door::{Condition, Identification, Shown};
use crate::system::basip::IdentifierNumber;
use crate::system::plain::KeyOfCard;
use crate::value::Members;
use crate::{Issues, Value};

/// `[change, before?]`
pub(super) fn changed_condition(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let changed = || {
        let change = Condition::read(&arguments.get(0)).map_err(misused("change"))?;
        let before = match arguments.given(1) {
            Some(before) => Condition::read(&before).map_err(misused("before"))?,
            None => Condition::ordinary(),
        };
        Ok(Answer::of(&before.changed(&change).to_value()))
    };
    either(changed())
}

/// `[shown]`
pub(super) fn read_shown(arguments: &Arguments<'_>, _out: &mut Out) -> Answer {
    let read = || {
        let shown: Result<_, Issues> = Shown::read_value(&arguments.get(0));
        Ok(match shown.map_err(misused("shown"))?.read() {
            Some(identification) => Answer::of(&sought(&identification)),
            None => Answer::of(&()),
        })
    };
    either(read())
}

/// What keys are looked for by, and identifiers of the panel.
fn sought(identification: &Identification) -> Value<'static> {
    let members = Members::default();
    let members = match identification {
        Identification::Code(code) => members.with("code", code.as_str()),
        Identification::Phone(id) => members.with("phone", id.as_str()),
        card => {
            let numbers = KeyOfCard::all(card);
            let number = |one: &KeyOfCard| {
                Value::from(
                    Members::default()
                        .with("number", one.number.canonical())
                        .with_some("format", one.format),
                )
                .into_owned()
            };
            members.with("numbers", numbers.iter().map(number).collect::<Vec<_>>())
        }
    };
    let identifier = IdentifierNumber::shown(identification).map(|number| {
        let identifier = Members::default()
            .with("identifier_type", number.kind().as_str())
            .with("identifier_number", number.as_str());
        Value::from(identifier).into_owned()
    });
    Value::from(members.with_some("identifier", identifier)).into_owned()
}
