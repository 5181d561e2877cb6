//! The names in a list of a caller's own formats or conversions.

use alloc::vec::Vec;

use crate::schema::{Given, Name, Table};
use crate::sorted::sort;

/// The names of a list of objects, ascending, each with its index.
pub(super) fn names<'d>(
    list: Given<'d>,
    table: &'static Table,
    name: Name,
) -> Vec<(&'d str, usize)> {
    let mut named = Vec::new();
    for (index, item) in list.items().enumerate() {
        let item = item.reading(table);
        let text = item.and_then(|item| item.once(name)?.text());
        named.extend(
            text.filter(|text| !text.is_empty())
                .map(|text| (text, index)),
        );
    }
    sort(&mut named);
    named
}

/// The items of a list whose name an item before them has.
pub(super) fn twice<'d>(
    list: Given<'d>,
    table: &'static Table,
    name: Name,
) -> impl Iterator<Item = usize> + use<'d> {
    let mut before = None;
    let named = names(list, table, name).into_iter();
    named.filter_map(move |(name, index)| (before.replace(name) == Some(name)).then_some(index))
}
