//! A house with doors and people, who may ask, and servers over its database.
//!
//! The servers are those of this package's program, or of another that takes the same options and
//! prints the same line: `LATCHWORK_SERVER` is its path, a script of Node where it ends in `.js`, and
//! `node` the one of `examples/node`.

use std::env;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::json;
use sqlx::{AnyConnection, Connection as _, Row as _};

use crate::client::{Client, Reply};
use crate::postgres;

/// The doors of the house; its manager has the first.
pub const FRONT: &str = "6f1c2a34-9d1e-4c58-8a01-5b7e0f6d2c11";
pub const BACK: &str = "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539";
/// A lock of the house that has a number.
pub const NUMBERED: &str = "1042";
/// The door of another organisation.
pub const HOTEL: &str = "0e3ac9d5-6b1f-4f0e-9a7c-d42e8b5f1c60";

/// People of the house.
pub const ADA: &str = "3b0de7a1-8a6c-4f6b-9c51-0e6a4e1f2d33";
pub const BOB: &str = "a7c1f0e2-54d8-4b0a-8e4f-6f0c2b9d7a10";
/// Nobody's.
pub const EVE: &str = "d0c4b2a9-17f6-4c3e-a2b8-5e9f1c7d6b48";
/// Of the hotel.
pub const GUY: &str = "5e2d9c71-b3a4-4f58-8d06-1a7c4e9b0f25";

const TOKEN_SECRET: &[u8] = b"a secret of thirty-two bytes ....";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

pub struct World {
    pub folder: PathBuf,
    pub database: String,
    pub administrator: String,
    pub manager: String,
    pub controller: String,
    pub reader: String,
    pub stranger: String,
    pub expired: String,
    /// The administrator's own id, which a token may name.
    pub administrator_id: String,
}

static WORLDS: AtomicU32 = AtomicU32::new(0);

/// A house as it is at first, and over `SQLite` its file.
struct First {
    world: World,
    file: Vec<u8>,
}

impl First {
    fn new(kind: Kind) -> Self {
        let folder = new_folder();
        let database = match kind {
            Kind::Sqlite => sqlite(&folder),
            Kind::Postgres => postgres::database(None),
        };
        let world = World::made(folder, database);
        let file = match kind {
            Kind::Sqlite => fs::read(world.folder.join("keys.db")).unwrap(),
            Kind::Postgres => Vec::new(),
        };
        // Nothing drops what is static.
        fs::remove_dir_all(&world.folder).unwrap();
        Self { world, file }
    }
}

fn new_folder() -> PathBuf {
    let number = WORLDS.fetch_add(1, Ordering::Relaxed);
    let folder = format!("latchwork-contract-{}-{number}", std::process::id());
    let folder = env::temp_dir().join(folder);
    fs::create_dir_all(&folder).unwrap();
    let jwks = json!({ "keys": [{ "kty": "oct", "kid": "one", "alg": "HS256", "k": base64url(TOKEN_SECRET) }] });
    fs::write(folder.join("tokens.json"), jwks.to_string()).unwrap();
    folder
}

fn sqlite(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("keys.db").display())
}

impl World {
    /// A house of its own, as it is at first.
    pub fn new(kind: Kind) -> Self {
        // Sixteen programs make it, which a copy needs none of.
        static SQLITE: OnceLock<First> = OnceLock::new();
        static POSTGRES: OnceLock<First> = OnceLock::new();
        let first = match kind {
            Kind::Sqlite => &SQLITE,
            Kind::Postgres => &POSTGRES,
        };
        let first = first.get_or_init(|| First::new(kind));
        let folder = new_folder();
        let database = match kind {
            Kind::Sqlite => {
                fs::write(folder.join("keys.db"), &first.file).unwrap();
                sqlite(&folder)
            }
            Kind::Postgres => postgres::database(Some(&first.world.database)),
        };
        first.world.over(folder, database)
    }

    /// The same house over another database.
    pub fn over(&self, folder: PathBuf, database: String) -> Self {
        Self {
            folder,
            database,
            administrator: self.administrator.clone(),
            manager: self.manager.clone(),
            controller: self.controller.clone(),
            reader: self.reader.clone(),
            stranger: self.stranger.clone(),
            expired: self.expired.clone(),
            administrator_id: self.administrator_id.clone(),
        }
    }

    fn made(folder: PathBuf, database: String) -> Self {
        let mut world = Self {
            folder,
            database,
            administrator: String::new(),
            manager: String::new(),
            controller: String::new(),
            reader: String::new(),
            stranger: String::new(),
            expired: String::new(),
            administrator_id: String::new(),
        };
        world.run(
            "organisation",
            &[
                ("id", "house"),
                ("name", "The house"),
                ("mobile-keys", "yes"),
            ],
        );
        world.run("organisation", &[("id", "hotel"), ("name", "The hotel")]);
        for (id, organisation) in [
            (FRONT, "house"),
            (BACK, "house"),
            (NUMBERED, "house"),
            (HOTEL, "hotel"),
        ] {
            world.run(
                "door",
                &[("id", id), ("organisation", organisation), ("name", "Door")],
            );
        }
        for (id, organisation) in [(ADA, "house"), (BOB, "house"), (GUY, "hotel")] {
            world.run("person", &[("id", id), ("organisation", organisation)]);
        }
        world.run("person", &[("id", EVE)]);
        (world.administrator_id, world.administrator) = world.api_key(&[
            ("organisation", "house"),
            ("name", "Kim"),
            ("role", "administrator"),
        ]);
        world.manager = world
            .api_key(&[
                ("organisation", "house"),
                ("role", "manager"),
                ("doors", FRONT),
            ])
            .1;
        world.controller = world
            .api_key(&[
                ("organisation", "house"),
                ("role", "controller"),
                ("doors", FRONT),
            ])
            .1;
        world.reader = world
            .api_key(&[("organisation", "house"), ("role", "reader")])
            .1;
        world.stranger = world
            .api_key(&[("organisation", "hotel"), ("role", "administrator")])
            .1;
        world.expired = world
            .api_key(&[
                ("organisation", "house"),
                ("role", "administrator"),
                ("days", "0"),
            ])
            .1;
        world
    }

    /// Runs a task of the program, and gives what it printed.
    pub fn run(&self, task: &str, options: &[(&str, &str)]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchwork"));
        command.args([task, "--database", &self.database]);
        for (name, value) in options {
            command.arg(format!("--{name}")).arg(value);
        }
        let done = command.output().unwrap();
        assert!(
            done.status.success(),
            "{task}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8(done.stdout).unwrap()
    }

    fn api_key(&self, options: &[(&str, &str)]) -> (String, String) {
        let printed = self.run("api-key", options);
        let (id, key) = printed.trim_end().split_once('\n').unwrap();
        (id.to_owned(), key.to_owned())
    }

    /// Starts a server over the database, and waits until it listens.
    pub fn serve(&self) -> Server {
        self.serve_with(unhurried)
    }

    /// Starts a server of this package's program, whichever program the others are of.
    pub fn serve_own(&self) -> Server {
        self.started(Command::new(env!("CARGO_BIN_EXE_latchwork")), unhurried)
    }

    /// The same where the system lets it open few files, with options of its own.
    pub fn serve_small(&self, files: u16, more: impl FnOnce(&mut Command)) -> Server {
        let program = program();
        let mut shell = Command::new("sh");
        let script = format!("ulimit -n {files}; exec \"$0\" \"$@\"");
        shell.args(["-c", &script]).arg(program.get_program());
        shell.args(program.get_args());
        self.started(shell, |command| {
            unhurried(command);
            more(command);
        })
    }

    /// The same with options of its own, and as seldom asked as others are.
    pub fn serve_with(&self, more: impl FnOnce(&mut Command)) -> Server {
        self.started(program(), more)
    }

    fn started(&self, program: Command, more: impl FnOnce(&mut Command)) -> Server {
        let log = self
            .folder
            .join(format!("log-{}", WORLDS.fetch_add(1, Ordering::Relaxed)));
        let mut command = self.server(program);
        command
            .arg("--token-keys")
            .arg(self.folder.join("tokens.json"));
        command.args(["--token-algorithm", "HS256"]);
        more(&mut command);
        command
            .stderr(File::create(&log).unwrap())
            .stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        let stdout = process.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("http://").map(str::to_owned);
        let address =
            address.unwrap_or_else(|| panic!("no address: {}", fs::read_to_string(&log).unwrap()));
        Server {
            process,
            address,
            log,
        }
    }

    /// What a server says that does not start.
    pub fn fails_to_serve(&self) -> String {
        let done = self.server(program()).output().unwrap();
        assert!(!done.status.success());
        String::from_utf8(done.stderr).unwrap()
    }

    /// A server over the database, at any port, that takes no tokens.
    fn server(&self, mut command: Command) -> Command {
        command.args([
            "serve",
            "--database",
            &self.database,
            "--listen",
            "127.0.0.1:0",
        ]);
        command.arg("--secrets").arg(self.folder.join("secrets"));
        command
    }

    /// The events of a stream, as they happened.
    pub fn events(&self, stream: &str) -> Vec<serde_json::Value> {
        let rows: Vec<(String, String)> = runtime().block_on(async {
            let mut connection = self.connect().await;
            let query =
                sqlx::query_as("select type, data from event where stream = $1 order by version");
            query
                .bind(stream.to_owned())
                .fetch_all(&mut connection)
                .await
                .unwrap()
        });
        let event = |(kind, data): (String, String)| {
            let data: serde_json::Value = serde_json::from_str(&data).unwrap();
            json!({ "type": kind, "data": data })
        };
        rows.into_iter().map(event).collect()
    }

    /// All texts of a table, and its bytes as if they were, row by row; numbers are no secrets.
    pub fn rows(&self, table: &str) -> Vec<String> {
        runtime().block_on(async {
            let mut connection = self.connect().await;
            let hidden = if self.database.starts_with("postgres") && table == "key_door" {
                "key, door, tag"
            } else {
                "*"
            };
            let sql = sqlx::AssertSqlSafe(format!("select {hidden} from {table}"));
            let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
            assert!(!rows.is_empty(), "{table}");
            let text = |row: &sqlx::any::AnyRow| {
                let cell = |at: usize| match row.try_get::<String, _>(at) {
                    Ok(text) => text,
                    Err(_) => {
                        String::from_utf8_lossy(&row.try_get::<Vec<u8>, _>(at).unwrap_or_default())
                            .into_owned()
                    }
                };
                (0..row.len()).map(cell).collect::<Vec<_>>().join(" ")
            };
            rows.iter().map(text).collect()
        })
    }

    /// Sixteen bytes that are the same, as a statement has them.
    pub fn sixteen(&self, byte: u8) -> String {
        let digits = format!("{byte:02x}").repeat(16);
        if self.database.starts_with("postgres") {
            format!("'\\x{digits}'")
        } else {
            format!("x'{digits}'")
        }
    }

    /// Runs statements as any program might, and gives the error of the first that fails.
    pub fn sql(&self, statement: &str) -> Result<u64, String> {
        runtime().block_on(async {
            let mut connection = self.connect().await;
            let done = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))
                .execute(&mut connection)
                .await;
            let done = done.map(|done| done.rows_affected());
            done.map_err(|error| {
                error.as_database_error().map_or_else(
                    || error.to_string(),
                    |error| {
                        format!(
                            "{} {}",
                            error.constraint().unwrap_or_default(),
                            error.message()
                        )
                    },
                )
            })
        })
    }

    /// The rows that a statement gives.
    pub fn query<T>(&self, statement: &str) -> Vec<T>
    where
        T: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> + Send + Unpin,
    {
        runtime().block_on(async {
            let mut connection = self.connect().await;
            sqlx::query_as(sqlx::AssertSqlSafe(statement.to_owned()))
                .fetch_all(&mut connection)
                .await
                .unwrap()
        })
    }

    /// The only number that a statement gives.
    pub fn number(&self, statement: &str) -> i64 {
        runtime().block_on(async {
            let mut connection = self.connect().await;
            sqlx::query_scalar(sqlx::AssertSqlSafe(statement.to_owned()))
                .fetch_one(&mut connection)
                .await
                .unwrap()
        })
    }

    pub async fn connect(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.database).await.unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Whether it is this package's program that serves.
pub fn is_own() -> bool {
    env::var_os("LATCHWORK_SERVER").is_none()
}

/// Tests ask more often than anybody.
pub fn unhurried(command: &mut Command) {
    for kind in [
        "attempts-of-caller",
        "attempts-at-door",
        "failures-of-address",
    ] {
        command.arg(format!("--{kind}")).arg("1000000");
    }
}

/// What serves.
fn program() -> Command {
    let told = env::var("LATCHWORK_SERVER").unwrap_or_default();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/node/server.js");
    let program = match told.as_str() {
        "" => env!("CARGO_BIN_EXE_latchwork"),
        "node" => own,
        other => other,
    };
    if Path::new(program)
        .extension()
        .is_none_or(|ending| ending != "js")
    {
        return Command::new(program);
    }
    let mut node = Command::new("node");
    node.arg(program);
    node
}

/// A policy that sixteen codes of four digits are left of.
pub fn sixteen_codes() -> String {
    let digits = |code: &u32| [code / 1000, code / 100 % 10, code / 10 % 10, code % 10];
    let is_allowed = |code: &u32| {
        let digits = digits(code);
        let different = std::collections::BTreeSet::from(digits).len() == 4;
        different && digits.iter().all(|digit| (1..=6).contains(digit))
    };
    let allowed = (1000..7000).filter(is_allowed);
    let blocked: Vec<_> = allowed.skip(16).map(|code| code.to_string()).collect();
    json!({ "lengths": [4], "rules": ["cannot_contain_0789", "unique_first_four_digits"], "blocked": blocked }).to_string()
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

pub struct Server {
    pub process: Child,
    pub address: String,
    pub log: PathBuf,
}

impl Server {
    pub fn client(&self) -> Client {
        Client::to(&self.address)
    }

    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &serde_json::Value) -> Reply {
        self.client().send("POST", path, headers, &body.to_string())
    }

    /// What it has in memory, in bytes, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kibibytes: u64 = resident.split_whitespace().next()?.parse().ok()?;
        Some(kibibytes * 1024)
    }

    /// Ends it as nothing else does: at once, wherever it is.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A token of somebody, good for so many seconds.
pub fn token(subject: &str, seconds: i64) -> String {
    signed(subject, seconds, TOKEN_SECRET)
}

/// The same, signed by somebody else.
pub fn forged(subject: &str) -> String {
    signed(subject, 60, b"another secret of thirty-two bytes")
}

fn signed(subject: &str, seconds: i64, secret: &[u8]) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let claims = json!({ "sub": subject, "exp": i64::try_from(now).unwrap() + seconds });
    let header = Header {
        kid: Some("one".into()),
        ..Header::new(Algorithm::HS256)
    };
    format!(
        "Bearer {}",
        encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap()
    )
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<_> = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let bits = bits.concat();
    let digit = |bits: &[u8]| {
        let bits = format!("{:0<6}", std::str::from_utf8(bits).unwrap());
        char::from(DIGITS[usize::from_str_radix(&bits, 2).unwrap()])
    };
    bits.as_bytes().chunks(6).map(digit).collect()
}
