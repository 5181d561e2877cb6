//! `latchwork backup`: a copy of a database of `SQLite` that is being served.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use sqlx::{AnyConnection, Connection as _};

use crate::options::Options;
use crate::store::{Error, Store};

/// `latchwork backup`: all that was acknowledged before it began, whole, or no file.
pub async fn backup(mut options: Options) -> Result<()> {
    let database = options.database()?;
    let to = PathBuf::from(options.needed("to")?);
    options.finish()?;
    let Some(file) = Store::file_of(&database) else {
        bail!(
            "PostgreSQL makes its copies itself: pg_dump --format=custom --file={} \"$LATCHWORK_DATABASE\", \
             and pg_restore; keep the file of secrets apart from them",
            to.display()
        );
    };
    if !Path::new(file).is_file() {
        bail!("{file} is not there");
    }
    let reserved = Reserved::new(&to)?;
    sqlx::any::install_default_drivers();
    copy(file, &reserved.part).await?;
    judge(&reserved.part).await?;
    reserved.keep()?;
    println!(
        "{} opens only with the file of secrets of this database: keep that one apart, and whenever it changes",
        to.display()
    );
    Ok(())
}

/// One reading transaction, which keeps no writer out.
async fn copy(file: &str, to: &Path) -> Result<()> {
    let to = to
        .to_str()
        .context("expected a path of characters after --to")?;
    let mut connection = connect(file, "rw").await?;
    let copied = async {
        sqlx::raw_sql("pragma busy_timeout = 5000")
            .execute(&mut connection)
            .await?;
        sqlx::query("vacuum into $1")
            .bind(to.to_owned())
            .execute(&mut connection)
            .await?;
        connection.close().await
    };
    copied
        .await
        .map_err(Error::from)
        .context("the database was not copied")
}

/// Whether a copy is whole.
async fn judge(file: &Path) -> Result<()> {
    let shown = file.display();
    let file = file
        .to_str()
        .context("expected a path of characters after --to")?;
    let mut connection = connect(file, "ro").await?;
    let judged = async {
        let found: Vec<String> = sqlx::query_scalar("pragma integrity_check")
            .fetch_all(&mut connection)
            .await?;
        let torn = sqlx::query("pragma foreign_key_check")
            .fetch_all(&mut connection)
            .await?;
        connection.close().await?;
        Ok(found == ["ok"] && torn.is_empty())
    };
    if !judged
        .await
        .map_err(|error: sqlx::Error| Error::from(error))?
    {
        bail!("{shown} is not whole: the database itself is damaged");
    }
    Ok(())
}

async fn connect(file: &str, mode: &str) -> Result<AnyConnection> {
    let opened = AnyConnection::connect(&format!("sqlite:{file}?mode={mode}")).await;
    opened
        .map_err(Error::from)
        .with_context(|| format!("{file} cannot be opened"))
}

/// A name that nobody else gives a file meanwhile, and the file beside it that is written.
struct Reserved<'a> {
    to: &'a Path,
    part: PathBuf,
    is_kept: bool,
}

impl<'a> Reserved<'a> {
    fn new(to: &'a Path) -> Result<Self> {
        let mut part = to.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        create(to)?;
        if let Err(error) = create(&part) {
            // That one is somebody else's, who may be writing it.
            let _ = fs::remove_file(to);
            return Err(error);
        }
        Ok(Self {
            to,
            part,
            is_kept: false,
        })
    }

    /// What was written has the name; after a loss of power too.
    fn keep(mut self) -> Result<()> {
        let kept = || -> std::io::Result<()> {
            File::open(&self.part)?.sync_all()?;
            fs::rename(&self.part, self.to)?;
            #[cfg(unix)]
            {
                let folder = self
                    .to
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty());
                File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
            }
            Ok(())
        };
        kept().with_context(|| format!("{} cannot be written", self.to.display()))?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_file(&self.part);
            let _ = fs::remove_file(self.to);
        }
    }
}

/// A new file that its owner alone reads.
fn create(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(path);
    made.with_context(|| {
        format!(
            "{} cannot be made, and no file is written over",
            path.display()
        )
    })?;
    Ok(())
}
