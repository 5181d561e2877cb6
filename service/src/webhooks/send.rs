//! One request to a webhook: resolved, judged, connected to the address that was judged, sent, and
//! its status read. No answer is followed elsewhere.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use axum::http::{HeaderName, Method, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use sha2::Sha256;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::target::{Reach, Target, judged};

/// How long all of it may take.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// Why a request came to nothing, as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    NotFound,
    Refused,
    Unreachable,
    Untrusted,
    Broken,
    TimedOut,
}

impl Failure {
    pub fn word(self) -> &'static str {
        match self {
            Self::NotFound => "host_not_found",
            Self::Refused => "address_refused",
            Self::Unreachable => "not_reached",
            Self::Untrusted => "tls_failed",
            Self::Broken => "no_answer",
            Self::TimedOut => "timed_out",
        }
    }
}

/// What is sent, by the names of Standard Webhooks.
pub struct Message {
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: i64,
    pub body: String,
}

impl Message {
    /// `v1,` and the HMAC-SHA-256 over id, timestamp and body.
    pub fn signature(&self, secret: &[u8]) -> String {
        let mut signature = String::from("v1,");
        // A key of any length is one.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) {
            mac.update(format!("{}.{}.", self.id, self.timestamp).as_bytes());
            mac.update(self.body.as_bytes());
            STANDARD.encode_string(mac.finalize().into_bytes(), &mut signature);
        }
        signature
    }
}

/// What sends, for the whole service.
pub struct Sender {
    reach: Reach,
    tls: OnceLock<TlsConnector>,
}

impl Sender {
    pub fn new(reach: Reach) -> Self {
        Self {
            reach,
            tls: OnceLock::new(),
        }
    }

    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Sends a message; the status of the answer.
    pub async fn send(
        &self,
        target: &Target,
        message: Message,
        secret: &[u8],
    ) -> Result<u16, Failure> {
        let sent = self.answered(target, message, secret);
        tokio::time::timeout(PATIENCE, sent)
            .await
            .unwrap_or(Err(Failure::TimedOut))
    }

    async fn answered(
        &self,
        target: &Target,
        message: Message,
        secret: &[u8],
    ) -> Result<u16, Failure> {
        let found = tokio::net::lookup_host((target.host.as_str(), target.port)).await;
        let found = found.map_err(|_| Failure::NotFound)?;
        let judged = judged(found.map(|address| address.ip()), self.reach);
        let address = judged.ok_or(Failure::Refused)?;
        let stream = TcpStream::connect((address, target.port)).await;
        let stream = stream.map_err(|_| Failure::Unreachable)?;
        let request = request(target, message, secret).ok_or(Failure::Broken)?;
        if !target.is_tls {
            return status(TokioIo::new(stream), request).await;
        }
        let name = ServerName::try_from(target.host.clone()).map_err(|_| Failure::Untrusted)?;
        let connected = self
            .tls()
            .ok_or(Failure::Untrusted)?
            .connect(name, stream)
            .await;
        status(
            TokioIo::new(connected.map_err(|_| Failure::Untrusted)?),
            request,
        )
        .await
    }

    /// TLS by the certificates that the machine trusts, read at the first use.
    fn tls(&self) -> Option<&TlsConnector> {
        if let Some(tls) = self.tls.get() {
            return Some(tls);
        }
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        for certificate in found.certs {
            // One that cannot be read is trusted by nobody.
            let _ = roots.add(certificate);
        }
        if roots.is_empty() {
            tracing::warn!(
                "this machine trusts no certificate: no webhook can be reached over TLS"
            );
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Some(
            self.tls
                .get_or_init(|| TlsConnector::from(Arc::new(config))),
        )
    }
}

fn request(target: &Target, message: Message, secret: &[u8]) -> Option<Request<Full<Bytes>>> {
    let signature = message.signature(secret);
    let named = HeaderName::from_static;
    Request::builder()
        .method(Method::POST)
        .uri(target.path())
        .header(HOST, target.uri.authority()?.as_str())
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, "latchwork")
        .header(named("webhook-id"), message.id)
        .header(named("webhook-timestamp"), message.timestamp)
        .header(named("webhook-signature"), signature)
        .body(Full::new(Bytes::from(message.body)))
        .ok()
}

/// The status of the answer; its body is nobody's.
async fn status<S>(stream: S, request: Request<Full<Bytes>>) -> Result<u16, Failure>
where
    S: Read + Write + Unpin + Send + 'static,
{
    let shaken = http1::handshake(stream).await;
    let (mut sender, connection) = shaken.map_err(|_| Failure::Broken)?;
    let carried = tokio::spawn(connection);
    let answer = sender.send_request(request).await;
    carried.abort();
    Ok(answer.map_err(|_| Failure::Broken)?.status().as_u16())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `openssl dgst -sha256 -mac HMAC`.
    #[test]
    fn a_message_is_signed_as_the_specification_has_it() {
        let message = Message {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek".into(),
            timestamp: 1_614_265_330,
            body: r#"{"test": 2432232314}"#.into(),
        };
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        assert_eq!(
            message.signature(&secret),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }
}
