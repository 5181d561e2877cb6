//! An object as its table reads it: which value is whose, field by field.

use alloc::string::String;
use alloc::vec::Vec;

use crate::ascii::are_same;
use crate::{Issue, Offset, Timestamp};

use super::document::Given;
use super::report::{Path, Report, Step};
use super::walk::MOST_FIELDS;
use super::{Field, Kind, Name, Presence, Table};

/// The members of an object, sorted into the fields of its table.
pub(crate) struct Reading<'d> {
    pub(crate) object: Given<'d>,
    /// The fields, of the row that one of them chose.
    pub(crate) fields: &'static [Field],
    /// Where each value stands; 0, where the object itself or one around it stands, for none.
    places: [u32; MOST_FIELDS],
    /// A bit for each field that is there more than once.
    again: u32,
    /// A bit for each field with an issue.
    wrong: u32,
    /// A bit for each field whose canonical value is written otherwise.
    pub(crate) otherwise: u32,
    /// Whether every member is a field, and they come in the order of the table.
    pub(crate) is_in_order: bool,
    /// The offset of instants that have none.
    pub(crate) assumed: Option<Offset>,
}

/// The bit of a field.
pub(crate) fn bit(at: usize) -> u32 {
    1_u32
        .checked_shl(u32::try_from(at).unwrap_or(u32::MAX))
        .unwrap_or_default()
}

impl<'d> Reading<'d> {
    /// Sorts the members of an object. What no field is called is handed to `unknown`.
    pub(crate) fn of(
        object: Given<'d>,
        table: &'static Table,
        unknown: &mut dyn FnMut(&'d str),
    ) -> Self {
        let mut reading = Self {
            object,
            fields: table.fields,
            places: [0; MOST_FIELDS],
            again: 0,
            wrong: 0,
            otherwise: 0,
            is_in_order: true,
            assumed: None,
        };
        // Members mostly come in the order of the table: the search goes on where the last ended.
        let mut next = 0;
        let mut has_null = false;
        for (name, value) in object.members() {
            let Some(at) = field_of(name, table.fields, next) else {
                reading.is_in_order = false;
                unknown(name.name(table.fields));
                continue;
            };
            reading.is_in_order &= at >= next;
            next = at + 1;
            has_null |= value.is_null();
            if let Some(place) = reading.places.get_mut(at) {
                if *place != 0 {
                    reading.again |= bit(at);
                }
                // A body has fewer nodes than bytes.
                *place = u32::try_from(value.place()).unwrap_or_default();
            }
        }
        if let Some(choice) = &table.choice
            && let Some(chosen) = reading.chosen(choice.by)
            && let Some(row) = choice.rows.get(chosen)
        {
            reading.fields = row;
        }
        if table.is_nullable && has_null {
            reading.leave_out_nulls();
        }
        reading
    }

    /// Forgets nulls of fields that need not be there. One of several values of a field is none of
    /// them: which is meant, nobody can tell.
    fn leave_out_nulls(&mut self) {
        let is_absent = |field: &&Field| {
            let given = self.once(field.name);
            field.presence != Presence::Required && given.is_some_and(Given::is_null)
        };
        let absent = self.fields.iter().filter(is_absent);
        let absent = absent.fold(0, |absent, field| absent | bit(field.name.at));
        for (at, place) in self.places.iter_mut().enumerate() {
            if absent & bit(at) != 0 {
                *place = 0;
            }
        }
        // What is given back does not have them.
        self.otherwise |= absent;
    }

    /// Whether each value is its own canonical form, whatever their order and what is beside them.
    #[cfg(feature = "js")]
    pub(crate) fn is_as_given(&self) -> bool {
        self.otherwise == 0
    }

    /// Whether the value of a field is written in its canonical form.
    #[cfg(feature = "js")]
    pub(crate) fn is_written(&self, name: Name) -> bool {
        self.otherwise & bit(name.at) == 0
    }

    /// Which of its words a field has, or 0 for false and 1 for true, where it is there once.
    pub(crate) fn chosen(&self, name: Name) -> Option<usize> {
        let given = self.once(name)?;
        match self.fields.get(name.at)?.kind {
            Kind::Word(words) => words.position(given.text()?),
            Kind::Flag => given.flag().map(usize::from),
            _ => None,
        }
    }

    /// The value of a field, the last of several.
    pub(crate) fn get(&self, name: Name) -> Option<Given<'d>> {
        self.at(name.at)
    }

    pub(crate) fn at(&self, at: usize) -> Option<Given<'d>> {
        let place = self.places.get(at).copied().filter(|place| *place != 0)?;
        Some(self.object.elsewhere(usize::try_from(place).ok()?))
    }

    /// The value of a field that is there once, right or wrong.
    pub(crate) fn once(&self, name: Name) -> Option<Given<'d>> {
        self.get(name).filter(|_| !self.is_again(name))
    }

    pub(crate) fn is_again(&self, name: Name) -> bool {
        self.again & bit(name.at) != 0
    }

    pub(crate) fn is_right(&self, name: Name) -> bool {
        self.wrong & bit(name.at) == 0
    }

    pub(crate) fn mark_wrong(&mut self, name: Name) {
        self.wrong |= bit(name.at);
    }

    /// The text of a field; `None` where it is absent.
    pub(crate) fn text(&self, name: Name) -> Option<&'d str> {
        self.get(name)?.text()
    }

    pub(crate) fn owned(&self, name: Name) -> Option<String> {
        self.text(name).map(String::from)
    }

    /// What the text of a field reads as.
    pub(crate) fn parse<T>(
        &self,
        name: Name,
        parse: impl FnOnce(&'d str) -> Result<T, Issue>,
    ) -> Option<T> {
        parse(self.text(name)?).ok()
    }

    /// The instant of a field; `None` where it is absent or none.
    pub(crate) fn instant(&self, name: Name) -> Option<Timestamp> {
        Timestamp::of_right(self.text(name)?, self.assumed)
    }

    pub(crate) fn flag(&self, name: Name) -> Option<bool> {
        self.get(name)?.flag()
    }

    /// A whole number, of the bounds that its table has.
    pub(crate) fn whole(&self, name: Name) -> Option<u64> {
        self.get(name)?.whole(0, u64::MAX)
    }

    /// The items of a list; none where it is absent.
    pub(crate) fn items(&self, name: Name) -> impl Iterator<Item = Given<'d>> {
        self.get(name).into_iter().flat_map(Given::items)
    }

    /// What the items of a list read as; none where it is absent. `None` where one cannot be read,
    /// which its table has refused.
    pub(crate) fn list<T>(
        &self,
        name: Name,
        read: impl FnMut(Given<'d>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(list) = self.get(name) else {
            return Some(Vec::new());
        };
        let mut read = read;
        let mut all = Vec::with_capacity(list.len());
        for item in list.items() {
            all.push(read(item)?);
        }
        Some(all)
    }

    /// The object that is the value of a field.
    pub(crate) fn object(&self, name: Name, table: &'static Table) -> Option<Reading<'d>> {
        self.get(name)?.reading(table)
    }
}

impl<'d> Given<'d> {
    /// The object as a table reads it; `None` for what is none.
    pub(crate) fn reading(self, table: &'static Table) -> Option<Reading<'d>> {
        self.is_object()
            .then(|| Reading::of(self, table, &mut |_| {}))
    }
}

/// Which field a name is; the search begins at `next`.
fn field_of(name: Given<'_>, fields: &[Field], next: usize) -> Option<usize> {
    if let Some(at) = name.known_field() {
        return Some(at);
    }
    let text = name.text()?;
    let is_named = |field: &Field| {
        let name = field.name.text;
        name.len() == text.len() && are_same(name, text)
    };
    if fields.get(next).is_some_and(is_named) {
        return Some(next);
    }
    fields.iter().position(is_named)
}

/// An object whose fields were judged one by one, for the rules that tie them together.
pub(crate) struct Judged<'w, 'd> {
    pub(crate) reading: &'w mut Reading<'d>,
    pub(crate) path: &'w Path<'w>,
    pub(crate) report: &'w mut Report,
    /// How many issues there were before the object.
    pub(crate) before: usize,
}

impl<'d> Judged<'_, 'd> {
    /// The value of a field that is there and right.
    pub(crate) fn right(&self, name: Name) -> Option<Given<'d>> {
        self.reading
            .get(name)
            .filter(|_| self.reading.is_right(name))
    }

    /// The text of a field that is there and right.
    pub(crate) fn text(&self, name: Name) -> Option<&'d str> {
        self.right(name)?.text()
    }

    /// Whether nothing was found wrong with the object so far, nor with what is in it.
    pub(crate) fn is_right(&self) -> bool {
        self.report.found() == self.before
    }

    /// Whether a field is there, right or wrong.
    pub(crate) fn is_there(&self, name: Name) -> bool {
        self.reading.get(name).is_some()
    }

    /// Adds an issue of the object as a whole.
    pub(crate) fn report_whole(&mut self, issue: impl FnOnce() -> Issue) {
        add(self.report, self.path, issue);
    }

    /// Adds an issue of a field.
    pub(crate) fn report(&mut self, name: Name, issue: impl FnOnce() -> Issue) {
        self.reading.mark_wrong(name);
        add(self.report, &self.path.to(Step::Field(name)), issue);
    }

    /// Adds an issue inside of a field, so many steps further in.
    pub(crate) fn report_in(
        &mut self,
        name: Name,
        steps: &[Step<'_>],
        issue: impl FnOnce() -> Issue,
    ) {
        self.reading.mark_wrong(name);
        let path = self.path.to(Step::Field(name));
        match steps {
            [] => add(self.report, &path, issue),
            [one] => add(self.report, &path.to(*one), issue),
            [one, two] => add(self.report, &path.to(*one).to(*two), issue),
            [one, two, three, ..] => {
                add(self.report, &path.to(*one).to(*two).to(*three), issue);
            }
        }
    }
}

fn add(report: &mut Report, path: &Path<'_>, issue: impl FnOnce() -> Issue) {
    let mut issue = Some(issue);
    report.add(path, &mut || match issue.take() {
        Some(issue) => issue(),
        // Asked for once.
        None => Issue::not_read(),
    });
}
