//! The doors of the panel.

use super::super::SetPanelDoors;
use super::super::panel::DOORS;
use super::{FORBIDDEN, MISSING, NOBODY, REUSED, WRONG, done, found};
use crate::system::openapi::{Component, Operation};

pub(super) const READ: Operation = Operation::get(
    "readPanelDoors",
    "Read which doors the locks of the panel are at",
    "/panel/doors",
)
.replies(&[found(ANSWER), NOBODY, FORBIDDEN]);

pub(super) const SET: Operation = Operation::new(
    "put",
    "setPanelDoors",
    "Say which doors the locks of the panel are at",
    "/panel/doors",
)
.body(Component::request::<SetPanelDoors>("SetPanelDoors"))
.replies(&[done(ANSWER), WRONG, NOBODY, FORBIDDEN, MISSING, REUSED]);

const ANSWER: Component = Component::reply("PanelDoors", "Panel doors", &DOORS);
