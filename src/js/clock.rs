//! What the clock of a door shows.

use super::Arguments;
use super::answer::{Answer, misused};
use super::text;
use crate::Timestamp;
use crate::time::LocalTime;

/// The argument `clock`: text with the offset of the door. `None` for a clock that is not known:
/// none at all, or one of the offset `-00:00`.
pub(super) fn clock(arguments: &Arguments<'_>, index: usize) -> Result<Option<LocalTime>, Answer> {
    let Some(given) = arguments.given(index) else {
        return Ok(None);
    };
    let shown = text::of(&given).and_then(Timestamp::parse);
    shown.map(LocalTime::of).map_err(misused("clock"))
}
