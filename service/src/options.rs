//! Options of the command line: a name and a value each.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};

const DATABASE: &str = "LATCHWORK_DATABASE";

/// What was said and not yet asked for.
pub struct Options(BTreeMap<String, String>);

impl Options {
    /// Reads `--name value …`.
    pub fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = BTreeMap::new();
        while let Some(argument) = arguments.next() {
            let Some(name) = argument.strip_prefix("--") else {
                bail!("expected an option such as --database, found `{argument}`");
            };
            let value = arguments.next();
            let value = value.with_context(|| format!("expected a value after --{name}"))?;
            if options.insert(name.to_owned(), value).is_some() {
                bail!("expected --{name} once, found it twice");
            }
        }
        Ok(Self(options))
    }

    /// The value of an option.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// The value of an option that has to be there.
    pub fn needed(&mut self, name: &str) -> Result<String> {
        self.take(name)
            .with_context(|| format!("expected --{name}, found none"))
    }

    /// The database; from the environment where others may see the command line, and a password in it.
    pub fn database(&mut self) -> Result<String> {
        let told = self.take("database");
        told.or_else(|| std::env::var(DATABASE).ok())
            .with_context(|| format!("expected --database or {DATABASE}, found none"))
    }

    /// Nothing else was said.
    pub fn finish(self) -> Result<()> {
        match self.0.into_keys().next() {
            Some(name) => bail!("--{name} is none of the options here"),
            None => Ok(()),
        }
    }
}
