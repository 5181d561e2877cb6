//! Webhooks: made, sent to, signed, tried again and given up; and what is never sent to.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::both::over_both;
use crate::client::Reply;
use crate::kiiaccess::code;
use crate::world::{FRONT, Server, World};

/// A request that came.
#[derive(Debug)]
struct Came {
    headers: BTreeMap<String, String>,
    body: String,
}

impl Came {
    fn item(&self) -> Value {
        serde_json::from_str::<Value>(&self.body).unwrap()["data"].clone()
    }
}

/// What is sent to: answers each request with the status that a function gives of how many came before.
struct Receiver {
    address: String,
    came: mpsc::Receiver<Came>,
    /// How many were being answered at one time, at most.
    at_once: Arc<AtomicUsize>,
}

impl Receiver {
    fn new(status: impl Fn(usize) -> u16 + Send + Sync + 'static) -> Self {
        Self::over(status, |stream| Box::new(stream))
    }

    fn over(
        status: impl Fn(usize) -> u16 + Send + Sync + 'static,
        carried: impl Fn(TcpStream) -> Box<dyn Stream> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (sender, came) = mpsc::channel();
        let at_once = Arc::new(AtomicUsize::new(0));
        let most = at_once.clone();
        thread::spawn(move || {
            let shared = Arc::new((status, carried, AtomicUsize::new(0), AtomicUsize::new(0)));
            for stream in listener.incoming() {
                let (sender, shared, most) = (sender.clone(), shared.clone(), most.clone());
                thread::spawn(move || {
                    let (status, carried, count, now) = &*shared;
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let mut stream = BufReader::new(carried(stream.unwrap()));
                    if let Some(came) = read(&mut stream) {
                        let status = status(count.fetch_add(1, Ordering::SeqCst));
                        now.fetch_sub(1, Ordering::SeqCst);
                        let _ = sender.send(came);
                        let answer = format!(
                            "HTTP/1.1 {status} x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
                        );
                        let _ = stream.get_mut().write_all(answer.as_bytes());
                        let _ = stream.get_mut().flush();
                    } else {
                        now.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        Self {
            address,
            came,
            at_once,
        }
    }

    fn next(&self) -> Came {
        self.came.recv_timeout(Duration::from_secs(30)).unwrap()
    }
}

trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

fn read(stream: &mut BufReader<Box<dyn Stream>>) -> Option<Came> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    assert!(
        line.is_empty() || line.starts_with("POST /hook?a=b HTTP/1.1"),
        "{line}"
    );
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut body = vec![0; headers.get("content-length")?.parse().ok()?];
    stream.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    Some(Came { headers, body })
}

fn private(world: &World) -> Server {
    world.serve_with(|command| {
        command.args(["--webhooks-to-private", "yes"]);
    })
}

fn make(world: &World, server: &Server, url: &str) -> Reply {
    let key = [("x-api-key", world.administrator.as_str())];
    server.post("/webhooks", &key, &json!({ "url": url }))
}

/// Makes a webhook; its id and its secret.
fn made(world: &World, server: &Server, url: &str) -> (String, String) {
    let reply = make(world, server, url);
    assert_eq!(reply.status, 201, "{}", reply.text);
    let body = reply.json();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

fn create(world: &World, server: &Server) {
    let key = [("x-api-key", world.administrator.as_str())];
    assert_eq!(
        server
            .post("/access-keys", &key, &code("*", &[FRONT]))
            .status,
        200
    );
}

fn get(world: &World, server: &Server, path: &str) -> Reply {
    server
        .client()
        .send("GET", path, &[("x-api-key", &world.administrator)], "")
}

/// What failed so far, once so much did.
fn failed(world: &World, server: &Server, id: &str, is_enough: impl Fn(&Value) -> bool) -> Value {
    loop {
        let body = get(world, server, &format!("/webhooks/{id}/deliveries")).json();
        if is_enough(&body["items"]) {
            return body["items"].clone();
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The signature of a message by `openssl`, which shares nothing with the service.
fn signed(secret: &str, came: &Came) -> String {
    let script = "printf %s \"$1\" | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf %s \"$2\" | base64 -d | od -An -v -tx1 | tr -d ' \\n') -binary | base64";
    let message = format!(
        "{}.{}.{}",
        came.headers["webhook-id"], came.headers["webhook-timestamp"], came.body
    );
    let done = Command::new("sh")
        .args([
            "-c",
            script,
            "sh",
            &message,
            secret.strip_prefix("whsec_").unwrap(),
        ])
        .output();
    let done = done.expect("expected openssl, found none; on Debian: apt-get install openssl");
    format!("v1,{}", String::from_utf8(done.stdout).unwrap().trim())
}

over_both! {
    fn what_happens_is_sent_in_order_and_signed(world: &World) {
        let server = private(world);
        let receiver = Receiver::new(|_| 204);
        let url = format!("http://{}/hook?a=b", receiver.address);
        let reply = make(world, &server, &url);
        assert_eq!(reply.status, 201);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        let body = reply.json();
        let (id, secret) = (body["id"].as_str().unwrap(), body["secret"].as_str().unwrap());
        assert_eq!(reply.header("location"), Some(format!("/webhooks/{id}").as_str()));
        for _ in 0..3 {
            create(world, &server);
        }
        let events = get(world, &server, "/events?after=0&type=AccessKeyCreated").json();
        let mut found = Vec::new();
        let mut last = 0;
        for _ in 0..6 {
            let came = receiver.next();
            assert_eq!(came.headers["webhook-signature"], signed(secret, &came));
            assert_eq!(came.headers["content-type"], "application/json");
            let item = came.item();
            let seq = item["seq"].as_i64().unwrap();
            assert!(seq > last);
            last = seq;
            assert_eq!(came.headers["webhook-id"], format!("msg_{seq}"));
            let body: Value = serde_json::from_str(&came.body).unwrap();
            assert_eq!((&body["type"], &body["timestamp"]), (&item["type"], &item["at"]));
            if item["type"] == "AccessKeyCreated" {
                found.push(item);
            }
        }
        assert_eq!(json!(found), events["items"]);
        // The secret is told once, and stands nowhere.
        let mut shown = body.clone();
        shown.as_object_mut().unwrap().remove("secret");
        assert_eq!(get(world, &server, &format!("/webhooks/{id}")).json(), shown);
        assert_eq!(get(world, &server, "/webhooks").json(), json!({ "items": [shown], "next": null }));
        assert_eq!(get(world, &server, &format!("/webhooks/{id}/deliveries")).json(), json!({ "items": [], "next": null }));
        for table in ["webhook", "event", "outbox"] {
            for row in world.rows(table) {
                assert!(!row.contains(secret.strip_prefix("whsec_").unwrap()), "{table}: {row}");
                // A path may be a secret of the receiver's.
                assert!(table == "webhook" || !row.contains("/hook"), "{table}: {row}");
            }
        }
        let log = std::fs::read_to_string(&server.log).unwrap();
        assert!(!log.contains("/hook?") && !log.contains("127.0.0.1:"), "{log}");
        // Deleted, it hears nothing more.
        let mut client = server.client();
        let key = [("x-api-key", world.administrator.as_str())];
        let path = format!("/webhooks/{id}");
        assert_eq!(client.send("DELETE", &path, &key, "").status, 204);
        assert_eq!(client.send("DELETE", &path, &key, "").status, 404);
        assert_eq!(client.send("GET", &path, &key, "").status, 404);
        create(world, &server);
        assert_eq!(world.number("select count(*) from outbox"), 0);
        let kinds: Vec<_> = world.events(&format!("webhook/{id}")).iter().map(|event| event["type"].clone()).collect();
        assert_eq!(kinds, ["WebhookCreated", "WebhookDeleted"]);
    }

    fn what_fails_comes_again_and_is_given_up_in_the_end(world: &World) {
        let server = private(world);
        let receiver = Receiver::new(|count| if count == 0 { 302 } else { 500 });
        let (id, _) = made(world, &server, &format!("http://{}/hook?a=b", receiver.address));
        world.sql("insert into event (stream, version, at, organisation, actor, type, data) values ('s', 1, 1, 'house', 'a', 'First', '{}')").unwrap();
        let first = receiver.next();
        for attempt in 1..=7 {
            let items = failed(world, &server, &id, |items| items[0]["attempts"] == attempt);
            let expected = if attempt == 1 { 302 } else { 500 };
            assert_eq!((&items[0]["status"], &items[0]["error"], &items[0]["givenUpAt"]), (&json!(expected), &Value::Null, &Value::Null));
            assert!(items[0]["nextAt"].is_string());
            let waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
            let wait = world.number("select due_at from outbox") / 1_000_000 - i64::try_from(now.as_secs()).unwrap();
            assert!((waits[attempt - 1] - 5..=waits[attempt - 1]).contains(&wait), "{attempt}: {wait}");
            world.sql("update outbox set due_at = 1").unwrap();
            let again = receiver.next();
            assert_eq!(again.headers["webhook-id"], first.headers["webhook-id"]);
            assert_eq!(again.body, first.body);
        }
        let items = failed(world, &server, &id, |items| items[0]["givenUpAt"].is_string());
        assert_eq!((&items[0]["attempts"], &items[0]["nextAt"], &items[0]["type"]), (&json!(8), &Value::Null, &json!("First")));
        let events = world.events(&format!("webhook/{id}"));
        assert_eq!(events[1]["type"], "WebhookDeliveryGivenUp");
        assert_eq!((&events[1]["data"]["type"], &events[1]["data"]["status"]), (&json!("First"), &json!(500)));
        world.sql(if world.database.starts_with("postgres") {
            "alter table event disable trigger user; update outbox set event = (select max(seq) from event); delete from event where stream = 's'"
        } else {
            "drop trigger event_delete; update outbox set event = (select max(seq) from event); delete from event where stream = 's'"
        }).unwrap();
        assert_eq!(crate::check::differences(world), [""; 0]);
        // Which no webhook hears of.
        assert_eq!(world.number("select count(*) from outbox"), 1);
    }

    fn what_failed_is_in_nobodys_way(world: &World) {
        let server = private(world);
        let receiver = Receiver::new(|count| if count == 0 { 500 } else { 200 });
        made(world, &server, &format!("http://{}/hook?a=b", receiver.address));
        create(world, &server);
        let came: Vec<_> = (0..3).map(|_| receiver.next().item()["seq"].as_i64().unwrap()).collect();
        // The first comes again five seconds later, by the same id.
        assert!(came[0] < came[1] && came[2] == came[0], "{came:?}");
    }

    fn one_webhook_is_sent_to_by_one_server_at_a_time(world: &World) {
        let servers = [private(world), private(world), private(world)];
        let receiver = Receiver::new(|_| { thread::sleep(Duration::from_millis(5)); 200 });
        made(world, &servers[0], &format!("http://{}/hook?a=b", receiver.address));
        thread::scope(|scope| {
            for server in &servers {
                scope.spawn(move || for _ in 0..10 { create(world, server) });
            }
        });
        let came: Vec<_> = (0..60).map(|_| receiver.next().item()["seq"].as_i64().unwrap()).collect();
        assert!(came.is_sorted_by(|one, other| one < other), "{came:?}");
        assert_eq!(receiver.at_once.load(Ordering::SeqCst), 1);
        assert!(receiver.came.recv_timeout(Duration::from_millis(1500)).is_err());
    }

    fn what_was_being_sent_when_a_server_died_is_sent_again(world: &World) {
        let mut server = private(world);
        let (release, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        let (begin, first) = mpsc::channel();
        let receiver = Receiver::new(move |count| {
            if count == 0 {
                begin.send(()).unwrap();
                let _ = held.lock().unwrap().recv();
            }
            200
        });
        made(world, &server, &format!("http://{}/hook?a=b", receiver.address));
        create(world, &server);
        first.recv().unwrap();
        server.kill();
        // Its lease is over in a minute, or now.
        world.sql("update webhook set leased_until = 1").unwrap();
        let _server = private(world);
        let came: Vec<_> = (0..2).map(|_| receiver.next().item()["seq"].as_i64().unwrap()).collect();
        drop(release);
        assert!(came[0] < came[1], "{came:?}");
    }

    fn nothing_inside_is_sent_to(world: &World) {
        let receiver = Receiver::new(|_| 200);
        let url = format!("https://localhost:{}/hook?a=b", receiver.address.rsplit_once(':').unwrap().1);
        let server = world.serve();
        for (url, code) in [
            (format!("http://{}/hook", receiver.address), "webhook_url_refused"),
            (format!("https://{}/hook", receiver.address), "webhook_url_refused"),
            ("https://[::1]/".into(), "webhook_url_refused"),
            ("http://example.org/".into(), "webhook_url_refused"),
            ("nonsense".into(), "webhook_url_malformed"),
        ] {
            let reply = make(world, &server, &url);
            assert_eq!((reply.status, reply.codes()), (400, vec![code.to_owned()]), "{url}");
        }
        // Where a name leads to is judged when it is sent to.
        let (id, _) = made(world, &server, &url);
        create(world, &server);
        let items = failed(world, &server, &id, |items| items.as_array().unwrap().len() == 2);
        assert_eq!(items[0]["error"], "address_refused");
        assert!(receiver.came.try_recv().is_err());
        for body in ["{}", "[]", "{\"url\":1}", "{\"url\":\"https://example.org\",\"a\":1}", "{"] {
            let key = [("x-api-key", world.administrator.as_str())];
            assert_eq!(server.client().send("POST", "/webhooks", &key, body).status, 400, "{body}");
        }
    }

    fn webhooks_are_the_administrators_and_few(world: &World) {
        let server = world.serve();
        let key = [("x-api-key", world.administrator.as_str()), ("idempotency-key", "\"w\"")];
        let body = json!({ "url": "https://example.org/" });
        let (first, again) = (server.post("/webhooks", &key, &body), server.post("/webhooks", &key, &body));
        assert_eq!((first.status, &first.text), (201, &again.text));
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(again.header("cache-control"), Some("no-store"));
        for _ in 0..19 {
            assert_eq!(make(world, &server, "https://example.org/").status, 201);
        }
        let reply = make(world, &server, "https://example.org/");
        assert_eq!((reply.status, reply.codes()), (409, vec!["too_many_webhooks".into()]));
        let id = first.json()["id"].as_str().unwrap().to_owned();
        let mut client = server.client();
        for caller in [&world.manager, &world.reader] {
            assert_eq!(client.send("DELETE", &format!("/webhooks/{id}"), &[("x-api-key", caller)], "").status, 403);
        }
        for (method, path) in [("DELETE", format!("/webhooks/{id}")), ("GET", format!("/webhooks/{id}/deliveries"))] {
            assert_eq!(client.send(method, &path, &[("x-api-key", &world.stranger)], "").status, 404);
        }
        let strangers = client.send("GET", "/webhooks", &[("x-api-key", &world.stranger)], "").json();
        assert_eq!(strangers["items"], json!([]));
    }
}

/// A certificate for `localhost` that nobody but this folder trusts.
pub fn certificate(world: &World) -> [std::path::PathBuf; 2] {
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| world.folder.join(name));
    let mut command = Command::new("openssl");
    command.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]);
    command.args([
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-addext",
        "basicConstraints=critical,CA:FALSE",
    ]);
    command
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate);
    let done = command.stderr(Stdio::null()).status();
    assert!(
        done.expect("expected openssl, found none; on Debian: apt-get install openssl")
            .success()
    );
    [certificate, key]
}

/// Over TLS, by a certificate that is trusted, and by none that is not.
#[test]
fn only_who_is_trusted_is_told() {
    use tokio_rustls::rustls::crypto::ring::default_provider;
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

    let world = World::new(crate::world::Kind::Sqlite);
    let [certificate, key] = certificate(&world);
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(&certificate).unwrap()],
            PrivateKeyDer::from_pem_file(&key).unwrap(),
        );
    let config = Arc::new(config.unwrap());
    let receiver = Receiver::over(
        |_| 200,
        move |stream| {
            Box::new(StreamOwned::new(
                ServerConnection::new(config.clone()).unwrap(),
                stream,
            ))
        },
    );
    let port = receiver.address.rsplit_once(':').unwrap().1;
    let url = format!("https://localhost:{port}/hook?a=b");
    let server = private(&world);
    let (id, _) = made(&world, &server, &url);
    create(&world, &server);
    let items = failed(&world, &server, &id, |items| {
        items.as_array().unwrap().len() == 2
    });
    assert_eq!(items[0]["error"], "tls_failed");
    drop(server);
    world.sql("update outbox set due_at = 1").unwrap();
    let trusting = world.serve_with(|command| {
        command
            .args(["--webhooks-to-private", "yes"])
            .env("SSL_CERT_FILE", &certificate);
    });
    assert_eq!(receiver.next().item()["type"], "PersonCreated");
    // One of another name is not the receiver.
    let (other, _) = made(
        &world,
        &trusting,
        &format!("https://127.0.0.1:{port}/hook?a=b"),
    );
    create(&world, &trusting);
    let items = failed(&world, &trusting, &other, |items| {
        items.as_array().unwrap().len() == 2
    });
    assert_eq!(items[0]["error"], "tls_failed");
}
