use super::{MakerOptions, Told, Written};
use crate::schedule::Schedule;
use crate::schema::Document;
pub(super) fn write(_: &Schedule, _: &MakerOptions) -> Written {
    Err(crate::Issues::default())
}
pub(super) fn read(_: &Document<'_>) -> Told {
    Err(crate::Issues::default())
}
