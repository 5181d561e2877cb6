//! The admin console: the service itself, over a database of its own below cargo's build directory.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use tokio::signal::unix::{SignalKind, signal};

use crate::command;
use crate::workspace::Workspace;

/// How long the service may take to end what it has begun.
const FAREWELL: Duration = Duration::from_secs(12);

/// A service that serves the console, ended with the value.
pub struct Console {
    service: Child,
    program: PathBuf,
    /// The console as it is bundled.
    files: PathBuf,
    database: String,
    /// Who is signed in by a ticket: the administrator of the house.
    principal: String,
    url: String,
}

/// Fails where the port, on 127.0.0.1, is taken; 0 is any that is free.
pub fn judge_port(port: u16) -> Result<()> {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    bound.map(drop).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => anyhow!("port {port} is taken; choose another with --port"),
        _ => anyhow!("port {port} cannot be opened: {error}"),
    })
}

/// Builds the program of the service, as its tests build it.
pub fn build(workspace: &Workspace) -> Result<()> {
    let mut build = workspace.cargo();
    command::run(build.args(["build", "--package=latchwork-service", "--bin=latchwork"]))
}

fn program(workspace: &Workspace) -> PathBuf {
    let program = workspace.target("debug/latchwork");
    program.with_extension(env::consts::EXE_EXTENSION)
}

/// Where the console is bundled.
pub fn files(workspace: &Workspace) -> PathBuf {
    workspace.target("console/www")
}

impl Console {
    /// Starts the service over the database of a folder, which is made with a house at the first time.
    pub fn start(workspace: &Workspace, folder: &Path, port: u16) -> Result<Self> {
        let program = program(workspace);
        fs::create_dir_all(folder)?;
        let database = format!("sqlite:{}", folder.join("keys.db").display());
        let (owner, filled) = (folder.join("administrator"), folder.join("filled"));
        let task = |task: &str| {
            let mut command = Command::new(&program);
            command.args([task, "--database", &database]);
            command
        };
        if !filled.exists() {
            // A first start that was cut off is made anew.
            for file in ["keys.db", "keys.db-wal", "keys.db-shm", "keys.db.secrets"] {
                remove(&folder.join(file))?;
            }
            let mut house = task("organisation");
            house.args(["--id", "house", "--name", "12 Garden Street"]);
            command::output(house.args(["--mobile-keys", "yes"]))?;
        }
        let log = File::create(folder.join("log"))?;
        let mut serve = task("serve");
        serve.args(["--listen", &format!("127.0.0.1:{port}"), "--console"]);
        let files = files(workspace);
        serve.arg(&files);
        serve
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        let mut service = serve.spawn().context("the service could not be started")?;
        let mut line = String::new();
        if let Some(stdout) = service.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let url = line.trim_end().to_owned();
        // From here on the service ends with the value.
        let mut console = Self {
            service,
            program,
            files,
            database,
            principal: String::new(),
            url,
        };
        if console.url.is_empty() {
            let said = fs::read_to_string(folder.join("log")).unwrap_or_default();
            bail!("the service did not start\n{said}");
        }
        if !filled.exists() {
            let mut key = console.task("api-key");
            key.args(["--organisation", "house", "--role", "administrator"]);
            let made = command::output(key.args(["--name", "Administrator"]))?;
            let (principal, key) = made
                .trim_end()
                .split_once('\n')
                .context("no key was made")?;
            fs::write(&owner, principal)?;
            let mut fill = Command::new("node");
            fill.arg(workspace.www().join("house.mjs"))
                .arg(&console.url);
            command::output(fill.env("LATCHWORK_KEY", key))?;
            fs::write(&filled, "")?;
        }
        console.principal = fs::read_to_string(&owner)?;
        Ok(console)
    }

    fn task(&self, task: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args([task, "--database", &self.database]);
        command
    }

    /// What tests of the console need to know: where it is, its files, and the program of the service.
    pub fn environment(&self, command: &mut Command) {
        command
            .env("CONSOLE_URL", format!("{}/", self.url))
            .env("CONSOLE_FOLDER", &self.files)
            .env("LATCHWORK_SERVICE", &self.program);
    }

    /// Opens the console, signed in, and serves until somebody ends it.
    pub fn serve(mut self, open: bool) -> Result<()> {
        let mut ticket = self.task("ticket");
        let ticket = command::output(ticket.args(["--principal", &self.principal]))?;
        let signed_in = format!("{}/#ticket={}", self.url, ticket.trim_end());
        println!("the admin console is at {}/ (Ctrl-C ends it)", self.url);
        println!("signed in, within a minute and once: {signed_in}");
        if open {
            open_browser(&signed_in);
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let ended = runtime.block_on(async {
            let mut interrupt = signal(SignalKind::interrupt())?;
            let mut terminate = signal(SignalKind::terminate())?;
            let mut look = tokio::time::interval(Duration::from_millis(200));
            loop {
                let mut asked = false;
                tokio::select! {
                    _ = interrupt.recv() => asked = true,
                    _ = terminate.recv() => asked = true,
                    _ = look.tick() => {}
                }
                if asked {
                    return anyhow::Ok(None);
                }
                if let Some(status) = self.service.try_wait()? {
                    return Ok(Some(status));
                }
            }
        })?;
        match ended {
            Some(status) => bail!("the service ended: {status}"),
            None => Ok(()),
        }
    }

    /// Has the service end by itself, within a time.
    fn end(&mut self) -> io::Result<()> {
        if self.service.try_wait()?.is_some() {
            return Ok(());
        }
        let mut terminate = Command::new("kill");
        terminate.args(["-TERM", &self.service.id().to_string()]);
        terminate.status()?;
        let start = Instant::now();
        while start.elapsed() < FAREWELL {
            if self.service.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.service.kill()?;
        self.service.wait().map(drop)
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            eprintln!("the service may still run: {error}");
        }
    }
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Opens the page where there is a screen. That it cannot be opened is no failure: the address
/// has been told.
fn open_browser(url: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| env::var_os(name).is_some())
    {
        Command::new("xdg-open")
    } else {
        return;
    };
    command
        .arg(url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok();
}
