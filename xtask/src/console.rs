//! The server of the admin console as it is bundled. Files only.

use std::env;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result, anyhow};
use http_body_util::Full;
use hyper::body::{Body, Bytes};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, http};
use hyper_util::rt::TokioIo;

use crate::workspace::Workspace;

const HEADERS: [(&str, &str); 4] = [
    ("cache-control", "no-cache"),
    (
        "content-security-policy",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

const NOT_FOUND: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
     <title>Not found</title>\n<p>There is no such page. <a href=\"/\">To the admin console</a>\n";

pub struct Console {
    listener: TcpListener,
    url: String,
    places: Arc<Places>,
}

/// The folder whose files are served.
struct Places {
    www: PathBuf,
}

impl Console {
    /// Takes the port, on 127.0.0.1 only; 0 takes a free one.
    pub fn bind(workspace: &Workspace, port: u16) -> Result<Self> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
                io::ErrorKind::AddrInUse => {
                    anyhow!("port {port} is taken; choose another with --port")
                }
                _ => anyhow!("port {port} cannot be opened: {error}"),
            })?;
        let url = format!("http://{}/", listener.local_addr()?);
        let places = Arc::new(Places {
            www: workspace.target("console/www"),
        });
        Ok(Self {
            listener,
            url,
            places,
        })
    }

    /// Serves until the process ends.
    pub fn serve(self, open: bool) -> Result<()> {
        println!("the admin console is at {} (Ctrl-C ends it)", self.url);
        if open {
            open_browser(&self.url);
        }
        self.run().context("the server stopped")
    }

    /// Serves in a thread that ends with the process, and gives the address.
    pub fn serve_aside(self) -> String {
        let url = self.url.clone();
        thread::spawn(|| self.run());
        url
    }

    fn run(self) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?;
        runtime.block_on(self.accept())
    }

    async fn accept(self) -> io::Result<()> {
        self.listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            let places = Arc::clone(&self.places);
            let service = service_fn(move |request| {
                let reply = places.answer(&request);
                async { reply }
            });
            // A browser that went away is no concern of the server.
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    }
}

impl Places {
    fn answer(&self, request: &Request<impl Body>) -> http::Result<Response<Full<Bytes>>> {
        let mut reply = Response::builder();
        for (name, value) in HEADERS {
            reply = reply.header(name, value);
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return reply
                .status(StatusCode::METHOD_NOT_ALLOWED)
                .header("allow", "GET, HEAD")
                .body(Full::from("expected GET or HEAD\n"));
        }
        let file = self.find(request.uri().path());
        match file.and_then(|path| Some((fs::read(&path).ok()?, path))) {
            Some((bytes, path)) => reply
                .header("content-type", content_type(&path))
                .body(Full::from(bytes)),
            None => reply
                .status(StatusCode::NOT_FOUND)
                .header("content-type", "text/html; charset=utf-8")
                .body(Full::from(NOT_FOUND)),
        }
    }

    /// The file that the path of a request names; none outside of the places, whatever it says.
    fn find(&self, path: &str) -> Option<PathBuf> {
        let path = path.strip_prefix('/')?;
        // Names of plain characters need no decoding, and none of them climbs: `..` starts with a
        // full stop, and so does a file that is nobody's business.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let names = path.strip_suffix('/').unwrap_or(path).split('/');
        let mut file = self.www.clone();
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

    fn find(path: &str) -> Option<PathBuf> {
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        let places = Places {
            www: xtask.join("src"),
        };
        places.find(path)
    }

    #[test]
    fn finds_files_of_its_places() {
        assert!(find("/main.rs").is_some());
        assert!(find("/bin/wasm-test-runner.rs").is_some());
    }

    #[test]
    fn finds_nothing_outside_of_its_places() {
        for path in [
            "/../Cargo.toml",
            "/bin/../../Cargo.toml",
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
            assert_eq!(find(path), None, "{path:?}");
        }
    }
}
