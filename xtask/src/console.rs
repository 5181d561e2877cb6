//! The server of the admin console: `www/` at `/`, the package at `/latchwork/`. Files only.

use std::env;
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use anyhow::{Result, anyhow, bail};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use crate::workspace::Workspace;

/// A browser opens six connections to a host at a time.
const THREADS: usize = 6;

const HEADERS: [(&str, &str); 4] = [
    ("Cache-Control", "no-cache"),
    (
        "Content-Security-Policy",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
];

const NOT_FOUND: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
     <title>Not found</title>\n<p>There is no such page. <a href=\"/\">To the admin console</a>\n";

pub struct Console {
    server: Arc<Server>,
    places: Places,
}

/// What stands under which path.
#[derive(Clone)]
struct Places {
    www: PathBuf,
    dist: PathBuf,
}

impl Console {
    /// Takes the port, on 127.0.0.1 only; 0 takes a free one.
    pub fn bind(workspace: &Workspace, port: u16) -> Result<Self> {
        let server = Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            match error.downcast_ref::<io::Error>().map(io::Error::kind) {
                Some(io::ErrorKind::AddrInUse) => {
                    anyhow!("port {port} is taken; choose another with --port")
                }
                _ => anyhow!("port {port} cannot be opened: {error}"),
            }
        })?;
        let places = Places {
            www: workspace.www(),
            dist: workspace.dist(),
        };
        Ok(Self {
            server: Arc::new(server),
            places,
        })
    }

    pub fn url(&self) -> Result<String> {
        let Some(SocketAddr::V4(address)) = self.server.server_addr().to_ip() else {
            bail!("the server has no IPv4 address");
        };
        Ok(format!("http://{address}/"))
    }

    /// Serves until the process ends.
    pub fn serve(&self, open: bool) -> Result<()> {
        let url = self.url()?;
        println!("the admin console is at {url} (Ctrl-C ends it)");
        if open {
            open_browser(&url);
        }
        for thread in self.start() {
            thread.join().map_err(|_| anyhow!("the server stopped"))?;
        }
        Ok(())
    }

    /// Serves in threads that end with the process.
    pub fn start(&self) -> Vec<thread::JoinHandle<()>> {
        let serve = |_| {
            let (server, places) = (Arc::clone(&self.server), self.places.clone());
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    // A browser that went away is no concern of the server.
                    answer(&places, request).ok();
                }
            })
        };
        (0..THREADS).map(serve).collect()
    }
}

fn answer(places: &Places, request: Request) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        let refusal = Response::from_string("expected GET or HEAD\n").with_status_code(405);
        return request.respond(with_headers(
            refusal,
            "text/plain",
            &[("Allow", "GET, HEAD")],
        ));
    }
    let file = places
        .find(request.url())
        .and_then(|path| Some((File::open(&path).ok()?, path)));
    match file {
        Some((file, path)) => request.respond(with_headers(
            Response::from_file(file),
            content_type(&path),
            &[],
        )),
        None => {
            let page = Response::from_string(NOT_FOUND).with_status_code(StatusCode(404));
            request.respond(with_headers(page, "text/html; charset=utf-8", &[]))
        }
    }
}

fn with_headers<R: io::Read>(
    mut response: Response<R>,
    content_type: &str,
    more: &[(&str, &str)],
) -> Response<R> {
    for (name, value) in HEADERS
        .iter()
        .chain(&[("Content-Type", content_type)])
        .chain(more)
    {
        if let Ok(header) = Header::from_bytes(*name, *value) {
            response.add_header(header);
        }
    }
    response
}

impl Places {
    /// The file that a request's target names; none outside of the places, whatever it says.
    fn find(&self, target: &str) -> Option<PathBuf> {
        let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
        let (folder, path) = match path.strip_prefix("latchwork/") {
            Some(path) => (&self.dist, path),
            None => (&self.www, path),
        };
        // Names of plain characters need no decoding, and none of them climbs: `..` starts with a
        // full stop, and so does a file that is nobody's business.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let names = path.strip_suffix('/').unwrap_or(path).split('/');
        let mut file = folder.clone();
        for name in names.filter(|_| !path.is_empty()) {
            if name.is_empty() || name.starts_with('.') || !name.bytes().all(plain) {
                return None;
            }
            file.push(name);
        }
        if path.is_empty() || path.ends_with('/') {
            file.push("index.html");
        }
        file.is_file().then_some(file)
    }
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md" | "ts" | "cts") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Opens the page where there is a screen. That it cannot be opened is no failure: the address
/// has been told.
fn open_browser(url: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
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

#[cfg(test)]
mod tests {
    use super::*;

    fn find(target: &str) -> Option<PathBuf> {
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        let places = Places {
            www: xtask.join("src"),
            dist: xtask.join("src/bin"),
        };
        places.find(target)
    }

    #[test]
    fn finds_files_of_its_places() {
        assert!(find("/main.rs").is_some());
        assert!(find("/main.rs?v=1").is_some());
        assert!(find("/bin/wasm-test-runner.rs").is_some());
        assert!(find("/latchwork/wasm-test-runner.rs").is_some());
    }

    #[test]
    fn finds_nothing_outside_of_its_places() {
        for target in [
            "/../Cargo.toml",
            "/latchwork/../../Cargo.toml",
            "/..%2fCargo.toml",
            "/%2e%2e/Cargo.toml",
            "/.\\..\\Cargo.toml",
            "//etc/passwd",
            "/bin//wasm-test-runner.rs",
            "/C:/main.rs",
            "/main.rs\0",
            "/bin",
            "/",
            "main.rs",
            "",
        ] {
            assert_eq!(find(target), None, "{target:?}");
        }
    }
}
