//! `latchwork`: the APIs of latchwork over a database.

mod attempts;
mod backup;
mod basip;
mod body;
mod caller;
mod check;
mod clock;
mod compressed;
mod console;
mod doors;
mod event;
mod events;
mod health;
mod id;
mod idempotency;
mod identified;
mod job;
mod keys;
mod kiiaccess;
mod limits;
mod manage;
mod metrics;
mod openapi;
mod options;
mod page;
mod panel;
mod people;
mod places;
mod plain;
mod principals;
mod pulse;
mod query;
mod reply;
mod revision;
mod rights;
mod room;
mod rotation;
mod routes;
mod secrets;
mod server;
mod session;
mod smartphonekey;
mod statement;
mod store;
mod webhooks;

use std::alloc::System;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use tokio::net::TcpListener;
use zeroizing_alloc::ZeroAlloc;

use crate::caller::{Expected, Verifier};
use crate::limits::Limits;
use crate::options::Options;
use crate::pulse::Pulse;
use crate::server::Service;
use crate::session::Cookie;
use crate::store::Store;
use crate::webhooks::{Reach, Sender};

/// Memory is wiped when it is given back: types wipe their digits, and a compiler moves bytes that belong
/// to no field along with a value.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

const USAGE: &str = "\
latchwork serve --database sqlite:<file>|postgres://… [--listen 127.0.0.1:8080] [--secrets <file>]
                [--console <folder>] [--public-url https://<host>]
                [--token-keys <JWKS file> --token-algorithm HS256|RS256|ES256|EdDSA
                 [--token-issuer <iss>] [--token-audience <aud>]]
                [--webhooks-to-private yes|no] [--metrics 127.0.0.1:9464]
                [--attempts-at-door 5] [--attempts-of-caller 50] [--failures-of-address 10] [--proxies 0]
latchwork organisation --database … --id <text> --name <text> [--mobile-keys yes|no]
latchwork door         --database … --id <uuid or number> --organisation <id> --name <text> [--codes <policy>]
latchwork person       --database … --id <uuid> [--organisation <id>] [--first-name <text>] [--last-name <text>]
latchwork api-key      --database … --organisation <id> --role administrator|manager|controller|reader
                       [--name <text>] [--doors <id>,…] [--days <number>]    prints the id of its owner and the key, once
latchwork api-key      --database … --principal <id> [--days <number>]       another key of one who is there
latchwork principals   --database …                who acts for organisations, and by which keys
latchwork change       --database … --principal <id> [--name <text>] [--role <role>] [--doors <id>,…]    at the next request
latchwork disable      --database … --principal <id> [--reason <text>]       nobody any more, by whatever key; enable: again
latchwork revoke       --database … --key <its id, or the key itself> [--reason <text>]    a key that leaked is good no more
latchwork ticket       --database … --principal <id>    prints what signs in to the console, once and within a minute
latchwork backup       --database … --to <file>    a copy of a database that is served; not its secrets
latchwork check        --database …                where the events and the tables differ
latchwork secrets      add|renew|drop <version> --database … [--secrets <file>]
                       another version of the keys, what is sealed under it, the end of a former
LATCHWORK_DATABASE stands for --database, where others may see the command line.";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().unwrap_or_default();
    if task == "--version" {
        println!("latchwork {}", env!("CARGO_PKG_VERSION"));
        return Ok(());
    }
    let is_asked = |argument: String| matches!(argument.as_str(), "--help" | "-h");
    if matches!(task.as_str(), "" | "help") || std::env::args().skip(1).any(is_asked) {
        println!("{USAGE}");
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    if task == "secrets" {
        return runtime.block_on(rotation::secrets(arguments));
    }
    let options = Options::read(arguments)?;
    runtime.block_on(async {
        match task.as_str() {
            "serve" => serve(options).await,
            "organisation" => manage::organisation(options).await,
            "door" => manage::door(options).await,
            "person" => manage::person(options).await,
            "api-key" => manage::api_key(options).await,
            "principals" => manage::list(options).await,
            "change" => manage::change(options).await,
            "disable" => manage::let_in(options, false).await,
            "enable" => manage::let_in(options, true).await,
            "revoke" => manage::revoke(options).await,
            "ticket" => manage::ticket(options).await,
            "backup" => backup::backup(options).await,
            "check" => check::check(options).await,
            other => bail!("expected one of these, found `{other}`\n{USAGE}"),
        }
    })
}

async fn serve(mut options: Options) -> Result<()> {
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        // Statements are told of below this level, and slow ones without what is bound to them.
        .with_max_level(tracing::Level::INFO)
        // What cannot be told is lost; told to where nothing can be written it would end the request.
        .log_internal_errors(false)
        .init();
    let database = options.database()?;
    let listen = options
        .take("listen")
        .unwrap_or_else(|| "127.0.0.1:8080".into());
    let secrets = options.take("secrets").map(PathBuf::from);
    let verifier = verifier(&mut options)?;
    let limits = Limits::of(&mut options)?;
    let counted = options.take("metrics");
    let reach = match options.take("webhooks-to-private").as_deref() {
        None | Some("no") => Reach::Internet,
        Some("yes") => Reach::Everything,
        Some(other) => bail!("expected yes or no after --webhooks-to-private, found `{other}`"),
    };
    let cookie = Cookie::of(options.take("public-url").as_deref())?;
    let console = options.take("console").map(PathBuf::from);
    options.finish()?;
    let listener = TcpListener::bind(&listen)
        .await
        .with_context(|| format!("{listen} cannot be listened on"))?;
    let counted = match counted {
        Some(address) => Some(
            TcpListener::bind(&address)
                .await
                .with_context(|| format!("{address} cannot be listened on"))?,
        ),
        None => None,
    };
    let store = Store::open(&database).await?;
    let keys = manage::keyring(&store, &manage::secrets_file(&database, secrets)?).await?;
    if let Some(listener) = counted {
        tokio::spawn(metrics::serve(listener, store.clone()));
    }
    let service = Service {
        store,
        keys,
        verifier,
        cookie,
        console,
        pulse: Pulse::new(),
        webhooks: Sender::new(reach),
        limits,
    };
    // For whoever started it, and let a port be chosen.
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    let end = async {
        if let Err(error) = server::interrupted().await {
            tracing::error!(%error, "no signal can be waited for");
        }
        tracing::info!("ending");
    };
    server::serve(listener, service, end).await
}

fn verifier(options: &mut Options) -> Result<Option<Verifier>> {
    let expected = Expected {
        issuer: options.take("token-issuer"),
        audience: options.take("token-audience"),
    };
    let (file, algorithm) = (options.take("token-keys"), options.take("token-algorithm"));
    match (file, algorithm) {
        (Some(file), Some(algorithm)) => {
            Verifier::read(Path::new(&file), &algorithm, &expected).map(Some)
        }
        (None, None) => Ok(None),
        _ => bail!("expected --token-keys and --token-algorithm together"),
    }
}
