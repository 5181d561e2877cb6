//! Stamps: a hash of what a step was made from, kept with what it made.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// What a step is made from. The hash may change with the compiler: then the step runs once more.
#[derive(Clone)]
pub struct Inputs(DefaultHasher);

impl Inputs {
    /// The source of the step comes first: a step that changes is run again.
    pub fn new(source: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        source.hash(&mut hasher);
        Self(hasher)
    }

    pub fn text(mut self, text: &str) -> Self {
        text.hash(&mut self.0);
        self
    }

    pub fn file(mut self, path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        path.file_name().hash(&mut self.0);
        bytes.hash(&mut self.0);
        Ok(self)
    }

    /// The files of a folder and of all folders below it.
    pub fn folder(self, folder: &Path) -> Result<Self> {
        let mut entries = fs::read_dir(folder)
            .with_context(|| format!("{} cannot be read", folder.display()))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<_>>>()?;
        entries.sort();
        entries.iter().try_fold(self, |inputs, path| {
            if path.is_dir() {
                inputs.folder(path)
            } else {
                inputs.file(path)
            }
        })
    }

    pub fn files(self, paths: &[PathBuf]) -> Result<Self> {
        paths
            .iter()
            .try_fold(self, |inputs, path| inputs.file(path))
    }
}

pub struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    pub fn new(workspace: &Workspace, step: &str, inputs: &Inputs) -> Self {
        let file = workspace.target("xtask").join(format!("{step}.stamp"));
        Self {
            file,
            hash: format!("{:016x}", inputs.0.finish()),
        }
    }

    /// Whether the step ran with these inputs and what it made is still there.
    pub fn holds(&self, made: &[PathBuf]) -> bool {
        made.iter().all(|path| path.exists())
            && fs::read_to_string(&self.file).is_ok_and(|hash| hash == self.hash)
    }

    pub fn set(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.hash)
            .with_context(|| format!("{} cannot be written", self.file.display()))
    }
}
