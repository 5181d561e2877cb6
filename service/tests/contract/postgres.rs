//! A `PostgreSQL` of our own, in a folder of its own, for as long as the tests run.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

struct Postgres {
    folder: PathBuf,
    /// Holds the server's life: it ends when what is written to here ends, however that comes.
    _shell: Child,
}

static POSTGRES: OnceLock<Postgres> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);
/// Whether what is stored outlives a loss of power, as tests do not need and measurements do.
pub static ON_DISK: AtomicBool = AtomicBool::new(false);

/// Waits until nobody writes to it any more, and then ends the server and removes its folder.
/// Two transactions that wait for each other do so for longer than any test takes.
const SHELL: &str = r#"
trap '' INT
programs=$1 folder=$2
shift 2
"$programs/postgres" -D "$folder/data" -c unix_socket_directories="$folder" -c max_connections=400 -c deadlock_timeout=60s "$@" >"$folder/log" 2>&1 &
cat >/dev/null
kill -INT $!
wait $!
rm -rf "$folder"
"#;

/// The address of a new database, empty or a copy of another.
pub fn database(like: Option<&str>) -> String {
    let postgres =
        POSTGRES.get_or_init(|| start("", "5432", |_| vec!["listen_addresses=".to_owned()]));
    let name = format!("contract_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let folder = &postgres.folder;
    let template = like.map_or("template1", name_of);
    let sql = format!("create database {name} template {template}");
    psql(folder, "postgres", &sql);
    format!(
        "postgres://latchwork@localhost/{name}?host={}",
        folder.display()
    )
}

/// The address of a database that is reached over TLS, by whoever trusts this certificate of `localhost`.
pub fn over_tls([certificate, key]: &[PathBuf; 2]) -> String {
    let free = std::net::TcpListener::bind("localhost:0").unwrap();
    let port = free.local_addr().unwrap().port().to_string();
    drop(free);
    let postgres = start("-tls", &port, |folder| {
        let own = [(certificate, "certificate.pem"), (key, "key.pem")].map(|(file, name)| {
            let own = folder.join(name);
            fs::copy(file, &own).unwrap();
            // Whoever else may read the key is told so by PostgreSQL, which does not start.
            fs::set_permissions(&own, fs::Permissions::from_mode(0o600)).unwrap();
            if let Some((user, group)) = account() {
                chown(&own, Some(user), Some(group)).unwrap();
            }
            own.display().to_string()
        });
        let [certificate, key] = own;
        vec![
            "listen_addresses=localhost".into(),
            "ssl=on".into(),
            format!("ssl_cert_file={certificate}"),
            format!("ssl_key_file={key}"),
        ]
    });
    // For as long as the tests run.
    std::mem::forget(postgres);
    format!("postgres://latchwork@localhost:{port}/postgres")
}

/// Lets nobody into a database, and nobody stay in it.
pub fn close(database: &str) {
    let name = name_of(database);
    administer(&format!("alter database {name} allow_connections false"));
    administer(&format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
    ));
}

/// Lets everybody in again.
pub fn open(database: &str) {
    let name = name_of(database);
    administer(&format!("alter database {name} allow_connections true"));
}

/// Has a database take changes, or none, as one that only follows another; whoever is in it has to come again.
pub fn take_changes(database: &str, takes: bool) {
    let name = name_of(database);
    let setting = if takes { "off" } else { "on" };
    administer(&format!(
        "alter database {name} set default_transaction_read_only = {setting}"
    ));
    administer(&format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
    ));
}

/// Has the server note every statement of those who come to a database from now on.
pub fn note_statements(database: &str) {
    administer(&format!(
        "alter database {} set log_statement = 'all'",
        name_of(database)
    ));
}

/// The statements that were noted, without what was bound to them.
pub fn statements() -> Vec<String> {
    let log = fs::read_to_string(POSTGRES.get().unwrap().folder.join("log")).unwrap();
    let executed = |line: &str| {
        let (_, named) = line.split_once("LOG:  execute ")?;
        Some(named.split_once(": ")?.1.to_owned())
    };
    log.lines().filter_map(executed).collect()
}

fn name_of(database: &str) -> &str {
    let path = database.split_once('?').unwrap().0;
    path.rsplit_once('/').unwrap().1
}

fn administer(sql: &str) {
    psql(&POSTGRES.get().unwrap().folder, "postgres", sql);
}

fn psql(folder: &Path, database: &str, sql: &str) {
    let done = Command::new(programs().join("psql"))
        .args(["--quiet", "--no-psqlrc", "--username=latchwork"])
        .arg("--host")
        .arg(folder)
        .args(["--dbname", database, "--command", sql])
        .stdout(Stdio::null())
        .status();
    assert!(done.unwrap().success(), "{sql}");
}

/// The folder of the programs: the newest of Debian's, or where `pg_config` says.
fn programs() -> PathBuf {
    let debian = Path::new("/usr/lib/postgresql");
    let versions = fs::read_dir(debian).into_iter().flatten().flatten();
    let numbers = versions.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    if let Some(newest) = numbers.max() {
        return debian.join(newest.to_string()).join("bin");
    }
    let told = Command::new("pg_config").arg("--bindir").output();
    let told =
        told.expect("expected PostgreSQL, found none; on Debian: apt-get install postgresql");
    PathBuf::from(String::from_utf8(told.stdout).unwrap().trim())
}

/// Who may start it: not root, which it refuses to run as.
fn account() -> Option<(u32, u32)> {
    let own = Command::new("id").arg("-u").output().unwrap().stdout;
    if own.trim_ascii() != b"0" {
        return None;
    }
    let accounts = fs::read_to_string("/etc/passwd").unwrap();
    let line = accounts.lines().find(|line| line.starts_with("postgres:"));
    let fields: Vec<_> = line
        .expect("the account of Debian's package")
        .split(':')
        .collect();
    Some((fields[2].parse().unwrap(), fields[3].parse().unwrap()))
}

#[expect(
    clippy::zombie_processes,
    reason = "the shell outlives the tests, by a moment"
)]
fn start(name: &str, port: &str, settings: impl FnOnce(&Path) -> Vec<String>) -> Postgres {
    // Short: the path of a socket has 107 bytes at most.
    let folder = std::env::temp_dir().join(format!("lw-pg-{}{name}", std::process::id()));
    fs::create_dir_all(folder.join("data")).unwrap();
    let account = account();
    if let Some((user, group)) = account {
        for path in [folder.clone(), folder.join("data")] {
            chown(path, Some(user), Some(group)).unwrap();
        }
    }
    let as_account = |mut command: Command| {
        command.current_dir(&folder);
        if let Some((user, group)) = account {
            command.uid(user).gid(group);
        }
        command
    };
    let mut init = as_account(Command::new(programs().join("initdb")));
    init.arg("--pgdata").arg(folder.join("data"));
    init.args(["--username=latchwork", "--auth=trust", "--no-sync"]);
    assert!(init.stdout(Stdio::null()).status().unwrap().success());
    let mut shell = as_account(Command::new("sh"));
    shell.args(["-c", SHELL, "sh"]).arg(programs()).arg(&folder);
    let on_disk = ON_DISK.load(Ordering::Relaxed);
    shell.args(["-p", port, "-c"]);
    shell.arg(if on_disk { "fsync=on" } else { "fsync=off" });
    for setting in settings(&folder) {
        shell.args(["-c", &setting]);
    }
    let shell = shell
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap();
    for _ in 0..600 {
        let mut ready = Command::new(programs().join("pg_isready"));
        let ready = ready
            .args(["--quiet", "--port", port, "--host"])
            .arg(&folder)
            .status();
        if ready.unwrap().success() {
            return Postgres {
                folder,
                _shell: shell,
            };
        }
        sleep(Duration::from_millis(50));
    }
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    panic!("PostgreSQL did not start: {log}");
}
