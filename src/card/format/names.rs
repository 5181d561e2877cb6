//! Lists of formats of a caller's own, which are told apart by their names.

use alloc::vec::Vec;

use super::CardFormat;
use super::object::NAME;
#[cfg(feature = "js-cards")]
use crate::card::names::names;
use crate::card::names::twice;
use crate::schema::{Document, Given, Kind, Path, Step, check_alone_and};
#[cfg(feature = "js-cards")]
use crate::schema::{Judged, Name};
use crate::{Issue, IssueCode, Issues, UnknownFields, Value};

impl CardFormat {
    pub(crate) const LIST: Kind = Kind::List(&Kind::Object(&Self::TABLE));

    /// Reads a list of formats of a caller's own, no two of one name: candidates are told apart by
    /// it. One of a built-in format's name stands in that one's place.
    ///
    /// # Errors
    /// Those of [`check_value`](Self::check_value), and `card_format_twice` at a name.
    pub fn check_list(value: &Value<'_>) -> Result<Vec<Self>, Issues> {
        Self::read_list(&Document::of(value))
    }

    pub(crate) fn read_list(document: &Document<'_>) -> Result<Vec<Self>, Issues> {
        let list = document.root();
        check_alone_and(
            document,
            &Self::LIST,
            UnknownFields::Refuse,
            &mut |report| {
                for index in twice(list, &Self::TABLE, NAME) {
                    let item = Path::WHOLE.to(Step::Item(index));
                    report.add(&item.to(Step::Field(NAME)), &mut || {
                        Issue::of(IssueCode::CardFormatTwice)
                    });
                }
            },
        )?;
        // Always there where nothing was reported.
        Self::list_of(list).ok_or_else(Issues::default)
    }

    /// The rule of a field that is such a list.
    #[cfg(feature = "js-cards")]
    pub(crate) fn judge_list(options: &mut Judged<'_, '_>, formats: Name) {
        let list = options.reading.once(formats).into_iter();
        for index in list.flat_map(|list| twice(list, &Self::TABLE, NAME)) {
            let steps = [Step::Item(index), Step::Field(NAME)];
            options.report_in(formats, &steps, || Issue::of(IssueCode::CardFormatTwice));
        }
    }

    /// The rule of a field that lists names of formats: built-in ones, or those of another field.
    #[cfg(feature = "js-cards")]
    pub(crate) fn judge_names(options: &mut Judged<'_, '_>, only: Name, formats: Name) {
        let own = options.reading.once(formats);
        let own = own.map(|own| names(own, &Self::TABLE, NAME));
        let own = own.unwrap_or_default();
        let listed = options.reading.once(only).into_iter();
        for (index, name) in listed.flat_map(Given::items).enumerate() {
            let is_known = |name: &str| {
                let is_own = own.binary_search_by_key(&name, |(own, _)| own).is_ok();
                is_own || Self::find(name, &[]).is_ok()
            };
            if name.text().is_some_and(|name| !is_known(name)) {
                options.report_in(only, &[Step::Item(index)], || {
                    Issue::of(IssueCode::CardFormatUnknown)
                });
            }
        }
    }

    /// The formats of a list that was found right.
    pub(crate) fn list_of(list: Given<'_>) -> Option<Vec<Self>> {
        let formats = list
            .items()
            .map(|format| Self::of(&format.reading(&Self::TABLE)?));
        formats.collect()
    }
}
