//! Feeds every case of `tests/cases/` to the core, natively and as wasm.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod cards;
mod doors;
mod identifiers;
mod makers;
#[cfg(feature = "plain")]
mod plain;
mod schedules;
mod support;
mod systems;
mod values;
