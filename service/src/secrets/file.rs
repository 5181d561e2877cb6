//! The file of the keys, replaced whole: whoever reads it finds the old one or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use zeroize::Zeroizing;

use super::{HEAD, Keyring, Version};

impl Keyring {
    /// Adds a version to a file, which is the one that writes from then on.
    pub fn add(path: &Path) -> Result<i64> {
        let replacement = Replacement::begin(path)?;
        let keys = replacement.read()?;
        let number = keys
            .last
            .number
            .checked_add(1)
            .context("there is no higher version")?;
        let version = Version::draw(number)?;
        replacement.finish(keys.versions().chain([&version]))?;
        Ok(number)
    }

    /// Takes a version out of a file; `may` asks, while nobody else changes the file, whether it goes.
    pub async fn remove<F>(path: &Path, version: i64, may: impl FnOnce() -> F) -> Result<()>
    where
        F: Future<Output = Result<()>>,
    {
        let replacement = Replacement::begin(path)?;
        let keys = replacement.read()?;
        if keys.last.number == version {
            bail!("version {version} is the one that writes: add another first");
        }
        if !keys.former.iter().any(|known| known.number == version) {
            bail!("{} has no version {version}", path.display());
        }
        may().await?;
        replacement.finish(keys.versions().filter(|known| known.number != version))
    }
}

/// The file that is to be another's place; nobody else changes that one meanwhile.
struct Replacement<'a> {
    path: &'a Path,
    new: PathBuf,
    file: File,
    is_finished: bool,
}

impl<'a> Replacement<'a> {
    fn begin(path: &'a Path) -> Result<Self> {
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        let new = PathBuf::from(new);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&new).with_context(|| {
            format!(
                "{} cannot be made; another may be at it, or have ended in the middle",
                new.display()
            )
        })?;
        Ok(Self {
            path,
            new,
            file,
            is_finished: false,
        })
    }

    fn read(&self) -> Result<Keyring> {
        let keys = Keyring::read(self.path)?;
        keys.with_context(|| format!("{} is not there", self.path.display()))
    }

    fn finish<'v>(mut self, versions: impl Iterator<Item = &'v Version>) -> Result<()> {
        let lines: Vec<_> = versions.map(Version::line).collect();
        // Room for all of it, so that nothing of it stays where it was moved from.
        let room = HEAD.len() + 1 + lines.iter().map(|line| line.len() + 1).sum::<usize>();
        let mut text = Zeroizing::new(String::with_capacity(room));
        for line in std::iter::once(HEAD).chain(lines.iter().map(|line| line.as_str())) {
            text.push_str(line);
            text.push('\n');
        }
        let mut written = || -> std::io::Result<()> {
            let old = fs::metadata(self.path)?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::{MetadataExt as _, fchown};
                // Whoever read it reads it still.
                fchown(&self.file, Some(old.uid()), Some(old.gid()))?;
            }
            self.file.set_permissions(old.permissions())?;
            self.file.write_all(text.as_bytes())?;
            self.file.sync_all()?;
            fs::rename(&self.new, self.path)?;
            #[cfg(unix)]
            {
                let folder = self
                    .path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty());
                File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
            }
            Ok(())
        };
        written().with_context(|| format!("{} cannot be replaced", self.path.display()))?;
        self.is_finished = true;
        Ok(())
    }
}

impl Drop for Replacement<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = fs::remove_file(&self.new);
        }
    }
}
