//! The entries of the npm package: each with a wasm file of its own, from the same sources.

use std::path::PathBuf;

use latchwork::Part;

use crate::generated::Parts;
use crate::workspace::Workspace;

#[derive(Clone, Copy)]
pub struct Entry {
    /// Of its files, and of the address after `latchwork/`.
    pub name: &'static str,
    /// What the crate is compiled with.
    pub feature: &'static str,
    /// Whose issues it can answer with.
    pub parts: Parts,
}

pub const ENTRIES: [Entry; 3] = [
    Entry {
        name: "forms",
        feature: "js-forms",
        parts: &[Part::Common, Part::Forms],
    },
    Entry {
        name: "latchwork",
        feature: "js-service",
        parts: &[Part::Common, Part::Forms, Part::Service],
    },
    Entry {
        name: "cards",
        feature: "js-cards",
        parts: &[Part::Common, Part::Cards],
    },
];

impl Entry {
    /// A file that the build makes of it on the way to `pkg/dist`.
    pub fn made(self, workspace: &Workspace, file: &str) -> PathBuf {
        folder(workspace).join(self.name).join(file)
    }
}

/// Where what the build makes of the entries stands.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target("xtask/entries")
}
