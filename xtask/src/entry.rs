//! The entries of the npm package and their parts: each with a wasm file of its own, from the same
//! sources.

use std::path::PathBuf;

use latchwork::Part;

use crate::generated::Parts;
use crate::workspace::Workspace;

#[derive(Clone, Copy)]
pub struct Entry {
    /// Of its files, and of the address after `latchwork/`.
    pub name: &'static str,
    /// What the crate is compiled with.
    pub features: &'static str,
    /// Whose issues it can answer with.
    pub parts: Parts,
    pub scripts: Scripts,
    /// Whether it is compiled to be small whatever that costs: nobody calls it many times in a row.
    pub is_rare: bool,
}

/// Which scripts there are of an entry; see CONTRIBUTING.md.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// All, each with the entry's own core.
    Own,
    /// All. Those that go through a bundler export what other entries hold, which it then takes
    /// only where it is used; the others have a core of their own.
    OfOthers,
    /// What goes through a bundler: it is a part of another entry.
    Part,
}

const FORMS: Parts = &[Part::Common, Part::Times, Part::Forms];
const SYSTEMS: Parts = &[
    Part::Common,
    Part::Times,
    Part::Forms,
    Part::Codes,
    Part::Systems,
];
const CODES: Parts = &[Part::Common, Part::Times, Part::Forms, Part::Codes];
const SCHEDULES: Parts = &[Part::Common, Part::Times, Part::Schedules];
const MAKERS: Parts = &[Part::Common, Part::Times, Part::Schedules, Part::Makers];
const DOORS: Parts = &[
    Part::Common,
    Part::Times,
    Part::Forms,
    Part::Codes,
    Part::Schedules,
    Part::Doors,
];
const PLAIN: Parts = &[
    Part::Common,
    Part::Times,
    Part::Forms,
    Part::Codes,
    Part::Systems,
    Part::Schedules,
    Part::Doors,
    Part::Plain,
];
const CARDS: Parts = &[Part::Common, Part::Cards];
const SERVICE: Parts = &[
    Part::Common,
    Part::Times,
    Part::Forms,
    Part::Codes,
    Part::Systems,
    Part::Schedules,
    Part::Makers,
    Part::Doors,
];

pub const ENTRIES: [Entry; 11] = [
    Entry::of("forms", "js-forms", FORMS, Scripts::Own),
    Entry::of("latchwork", "js-service", SERVICE, Scripts::OfOthers),
    Entry::of("cards", "js-cards", CARDS, Scripts::Own),
    Entry::of("plain", "js-plain", PLAIN, Scripts::Own).rare(),
    Entry::of(
        "access-keys",
        "js-access-key,js-decisions,js-codes",
        SYSTEMS,
        Scripts::Part,
    ),
    Entry::of("locks", "js-locks,js-decisions", SYSTEMS, Scripts::Part).rare(),
    Entry::of("panels", "js-panel,js-decisions", SYSTEMS, Scripts::Part).rare(),
    Entry::of("codes", "js-codes,js-odds", CODES, Scripts::Part),
    Entry::of("schedules", "js-schedules", SCHEDULES, Scripts::Part),
    Entry::of("makers", "js-makers", MAKERS, Scripts::Part).rare(),
    Entry::of("doors", "js-doors", DOORS, Scripts::Part),
];

impl Entry {
    const fn of(
        name: &'static str,
        features: &'static str,
        parts: Parts,
        scripts: Scripts,
    ) -> Self {
        Self {
            name,
            features,
            parts,
            scripts,
            is_rare: false,
        }
    }

    const fn rare(self) -> Self {
        Self {
            is_rare: true,
            ..self
        }
    }

    /// A file that the build makes of it on the way to `pkg/dist`.
    pub fn made(self, workspace: &Workspace, file: &str) -> PathBuf {
        folder(workspace).join(self.name).join(file)
    }
}

/// Where what the build makes of the entries stands.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target("xtask/entries")
}
